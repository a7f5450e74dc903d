/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the import plans share.
 */
#include "orch-import-common.h"

#include "orch-text.h"

typedef struct
{
  OrchConflict *conflict; /* (owned) */
  char *key;              /* (owned) */
} SortedConflict;

static void
sorted_conflict_clear (gpointer data)
{
  SortedConflict *sorted = data;

  g_clear_object (&sorted->conflict);
  g_clear_pointer (&sorted->key, g_free);
}

static int
compare_conflicts (gconstpointer a, gconstpointer b)
{
  const SortedConflict *x = a, *y = b;
  int order = g_strcmp0 (x->key, y->key);

  if (order == 0)
    order = (int) orch_conflict_get_rule (x->conflict) - (int) orch_conflict_get_rule (y->conflict);
  if (order == 0)
    order = g_strcmp0 (orch_conflict_get_record_id (x->conflict), orch_conflict_get_record_id (y->conflict));
  if (order == 0)
    order = g_strcmp0 (orch_conflict_get_detail (x->conflict), orch_conflict_get_detail (y->conflict));
  return order;
}

static void
unreadable_free (gpointer data)
{
  OrchUnreadable *unreadable = data;

  g_free (unreadable->name);
  g_free (unreadable->emr_id);
  g_free (unreadable->what);
  g_free (unreadable);
}

static int
compare_unreadables (gconstpointer a, gconstpointer b)
{
  const OrchUnreadable *x = *(const OrchUnreadable *const *) a;
  const OrchUnreadable *y = *(const OrchUnreadable *const *) b;
  int order = g_strcmp0 (x->emr_id, y->emr_id);

  if (order == 0)
    order = g_strcmp0 (x->name, y->name);
  if (order == 0)
    order = g_strcmp0 (x->what, y->what);
  return order;
}

GHashTable *
orch_twice_table_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

void
orch_twice_note (GHashTable *table, char *key, gpointer record, const char *emr_id)
{
  g_autofree char *owned = key;
  OrchTwice *twice;

  if (owned == NULL || *owned == '\0')
    return;
  twice = g_hash_table_lookup (table, owned);
  if (twice == NULL)
    {
      twice = g_new0 (OrchTwice, 1);
      twice->first = record;
      twice->id = emr_id;
      g_hash_table_insert (table, g_steal_pointer (&owned), twice);
    }
  else if (twice->second == NULL && !orch_has_same_id (twice->id, emr_id))
    twice->second = record;
}

gpointer
orch_twice_find_other (GHashTable *table, const char *key, gpointer record, const char *emr_id)
{
  const OrchTwice *twice = key != NULL ? g_hash_table_lookup (table, key) : NULL;

  if (twice == NULL)
    return NULL;
  if (twice->first != record && !orch_has_same_id (twice->id, emr_id))
    return twice->first;
  return twice->second;
}

GPtrArray *
orch_unreadables_new (void)
{
  return g_ptr_array_new_with_free_func (unreadable_free);
}

void
orch_unreadables_add (GPtrArray *unreadables, const char *name, const char *emr_id, const char *what)
{
  OrchUnreadable *unreadable = g_new0 (OrchUnreadable, 1);

  unreadable->name = g_strdup (name);
  unreadable->emr_id = g_strdup (emr_id);
  unreadable->what = g_strdup (what);
  g_ptr_array_add (unreadables, unreadable);
}

void
orch_unreadables_settle (GPtrArray *unreadables)
{
  gpointer *items;
  gsize n;

  g_ptr_array_sort (unreadables, compare_unreadables);
  items = g_ptr_array_steal (unreadables, &n);
  for (gsize i = 0; i < n; i++)
    /* Without an id nothing says that two are the same record. */
    if (i > 0 && ((OrchUnreadable *) items[i])->emr_id != NULL &&
        compare_unreadables (&items[i], &unreadables->pdata[unreadables->len - 1]) == 0)
      unreadable_free (items[i]);
    else
      g_ptr_array_add (unreadables, items[i]);
  g_free (items);
}

void
orch_conflicts_sort (GPtrArray *conflicts)
{
  g_autoptr (GArray) sorted = g_array_sized_new (FALSE, FALSE, sizeof (SortedConflict), conflicts->len);

  g_array_set_clear_func (sorted, sorted_conflict_clear);
  for (guint i = 0; i < conflicts->len; i++)
    {
      OrchConflict *conflict = conflicts->pdata[i];
      SortedConflict one = { g_object_ref (conflict),
                             orch_text_collation_key (orch_conflict_get_record_name (conflict)) };

      g_array_append_val (sorted, one);
    }
  g_array_sort (sorted, compare_conflicts);
  g_ptr_array_set_size (conflicts, 0);
  for (guint i = 0; i < sorted->len; i++)
    g_ptr_array_add (conflicts, g_steal_pointer (&g_array_index (sorted, SortedConflict, i).conflict));
}

gboolean
orch_has_same_id (const char *a, const char *b)
{
  return a != NULL && b != NULL && g_str_equal (a, b);
}
