/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-store-query.h.
 */
#include "orch-store-query.h"

#include <string.h>

#include "orch-store-private.h"

#define WORDS_MAX 6
/* Beyond this many, one change that spans them all costs a list less than so many small ones. */
#define HUNKS_MAX 256

G_DEFINE_BOXED_TYPE (OrchStoreKeys, orch_store_keys, orch_store_keys_ref, orch_store_keys_unref)

OrchStoreKeys *
orch_store_keys_ref (OrchStoreKeys *self)
{
  g_atomic_ref_count_inc (&self->count);
  return self;
}

void
orch_store_keys_unref (OrchStoreKeys *self)
{
  if (!g_atomic_ref_count_dec (&self->count))
    return;
  g_array_unref (self->keys);
  g_array_unref (self->hunks);
  g_free (self);
}

/* --- what differs ----------------------------------------------------------------------- */

static void
append_hunk (GArray *hunks, guint old_start, guint old_end, guint new_start, guint new_end)
{
  if (old_start == old_end && new_start == new_end)
    return;
  OrchStoreHunk hunk = { old_start, old_end - old_start, new_start, new_end - new_start };
  g_array_append_val (hunks, hunk);
}

static GHashTable *
make_set (const gint64 *keys, guint start, guint end)
{
  GHashTable *set = g_hash_table_new (NULL, NULL);

  for (guint i = start; i < end; i++)
    g_hash_table_add (set, GSIZE_TO_POINTER (keys[i]));
  return set;
}

#define HAS(set, key) g_hash_table_contains (set, GSIZE_TO_POINTER (key))
#define DROP(set, key) g_hash_table_remove (set, GSIZE_TO_POINTER (key))

/* Between the common beginning and the common end: one pass, a key that stands elsewhere counts as removed and added. */
static void
diff_middle (const gint64 *old, guint i, guint old_end, const gint64 *new, guint j, guint new_end, GArray *hunks)
{
  g_autoptr (GHashTable) in_old = make_set (old, i, old_end), in_new = make_set (new, j, new_end);
  guint old_start = i, new_start = j;

  while (i < old_end || j < new_end)
    if (i < old_end && j < new_end && old[i] == new[j])
      {
        append_hunk (hunks, old_start, i, new_start, j);
        old_start = ++i;
        new_start = ++j;
      }
    else if (i < old_end && !HAS (in_new, old[i]))
      i++;
    else if (j < new_end && !HAS (in_old, new[j]))
      j++;
    else if (i < old_end && j + 1 < new_end && old[i] == new[j + 1])
      DROP (in_new, new[j++]); /* one that came up from below */
    else
      {
        g_assert (i < old_end);
        DROP (in_old, old[i++]);
      }
  append_hunk (hunks, old_start, i, new_start, j);
}

GArray *
orch_store_diff (GArray *old_keys, GArray *new_keys)
{
  GArray *hunks = g_array_new (FALSE, FALSE, sizeof (OrchStoreHunk));
  const gint64 *old = (const gint64 *) (gpointer) old_keys->data, *new = (const gint64 *) (gpointer) new_keys->data;
  guint old_end = old_keys->len, new_end = new_keys->len, start = 0;

  while (start < old_end && start < new_end && old[start] == new[start])
    start++;
  while (old_end > start && new_end > start && old[old_end - 1] == new[new_end - 1])
    {
      old_end--;
      new_end--;
    }
  if (old_end == start || new_end == start)
    append_hunk (hunks, start, old_end, start, new_end);
  else
    diff_middle (old, start, old_end, new, start, new_end, hunks);

  if (hunks->len > HUNKS_MAX)
    {
      g_array_set_size (hunks, 0);
      append_hunk (hunks, start, old_end, start, new_end);
    }
  return hunks;
}

/* --- reader thread ---------------------------------------------------------------------- */

typedef struct
{
  /* owned */
  char *sql;
  char *words[WORDS_MAX]; /* (nullable) */
  GArray *shown;
} Query;

static void
query_free (Query *query)
{
  g_free (query->sql);
  for (guint i = 0; i < WORDS_MAX; i++)
    g_free (query->words[i]);
  g_array_unref (query->shown);
  g_free (query);
}

static void
query_keys (OrchConnection *connection, GValue *result, gpointer data)
{
  Query *query = data;
  OrchStoreKeys *keys = g_new0 (OrchStoreKeys, 1);
  char types[WORDS_MAX + 1] = "";

  for (guint i = 0; i < WORDS_MAX && query->words[i] != NULL; i++)
    types[i] = 's';
  g_atomic_ref_count_init (&keys->count);
  keys->keys = g_array_sized_new (FALSE, FALSE, sizeof (gint64), query->shown->len);
  sqlite3_stmt *statement = orch_connection_query (connection, query->sql, types, query->words[0], query->words[1],
                                                   query->words[2], query->words[3], query->words[4], query->words[5]);
  while (orch_connection_next (connection, statement))
    {
      gint64 key = sqlite3_column_int64 (statement, 0);
      g_array_append_val (keys->keys, key);
    }
  keys->hunks = orch_store_diff (query->shown, keys->keys);
  g_value_init (result, ORCH_TYPE_STORE_KEYS);
  g_value_take_boxed (result, keys);
}

static void
clear_row (gpointer row)
{
  if (row != NULL)
    g_object_unref (row);
}

static void
query_rows (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (clear_row);

  for (guint i = 0; i < call->items->len; i++)
    {
      g_autoptr (GPtrArray) found = orch_store_load_rows (connection, call->kind, "WHERE key = ?", NULL, "l", NULL,
                                                          g_array_index (call->items, gint64, i));
      g_ptr_array_add (rows, found->len > 0 ? g_object_ref (found->pdata[0]) : NULL);
    }
  orch_store_take_array (result, g_steal_pointer (&rows));
}

/* --- from the main thread ----------------------------------------------------------------- */

static const char *const tables[ORCH_N_STORE_KINDS] = { "staff", "service" };

static const char *const tabs[] = {
  [ORCH_STORE_TAB_ALL] = "1",
  [ORCH_STORE_TAB_ACTIVE] = "active = 1 AND in_conflict = 0",
  [ORCH_STORE_TAB_INACTIVE] = "active = 0 AND in_conflict = 0",
  [ORCH_STORE_TAB_CONFLICTS] = "in_conflict = 1",
};

/* The first column takes the direction; the others keep equals in an order that does not change. */
static const char *const sorts[][ORCH_N_STORE_KINDS] = {
  [ORCH_STORE_SORT_NAME] = { "sort_name", "sort_name" },
  [ORCH_STORE_SORT_CATEGORY] = { "sort_profession", "sort_category" },
  [ORCH_STORE_SORT_DURATION] = { "licence", "duration_minutes" },
  [ORCH_STORE_SORT_EMR_ID] = { "emr_id", "emr_id" },
  [ORCH_STORE_SORT_PERMISSION] = { "permission", "online" },
};

DexFuture *
orch_store_query_keys (OrchStore *store, OrchStoreKind kind, OrchStoreTab tab, const char *folded_search,
                       OrchStoreSort sort, gboolean descending, GArray *shown, GCancellable *cancellable)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  g_auto (GStrv) words = g_strsplit (folded_search, " ", WORDS_MAX);
  Query *query = g_new0 (Query, 1);

  g_string_printf (sql, "SELECT key FROM %s WHERE %s", tables[kind], tabs[tab]);
  for (guint i = 0; words[i] != NULL && *words[i] != '\0'; i++)
    {
      g_string_append (sql, " AND instr (search, ?)");
      query->words[i] = g_strdup (words[i]);
    }
  g_string_append_printf (sql, " ORDER BY %s%s%s, key", sorts[sort][kind], descending ? " DESC" : "",
                          sort == ORCH_STORE_SORT_NAME ? "" : ", sort_name");
  query->sql = g_strdup (sql->str);
  query->shown = g_array_ref (shown);
  return orch_database_read (store->database, query_keys, query, (GDestroyNotify) query_free, cancellable);
}

DexFuture *
orch_store_query_rows (OrchStore *store, OrchStoreKind kind, GArray *keys, GCancellable *cancellable)
{
  OrchStoreCall *call = orch_store_call_new (NULL);

  call->kind = kind;
  call->items = g_array_ref (keys);
  return orch_store_read (store, query_rows, call, cancellable);
}

gboolean
orch_store_row_is_same (GObject *a, GObject *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  if (ORCH_IS_STAFF_MEMBER (a) && ORCH_IS_STAFF_MEMBER (b))
    {
      const OrchStaffMemberFields *f = orch_staff_member_get_fields (ORCH_STAFF_MEMBER (a));
      const OrchStaffMemberFields *g = orch_staff_member_get_fields (ORCH_STAFF_MEMBER (b));
      return f->revision == g->revision && g_strcmp0 (f->id, g->id) == 0 && g_strcmp0 (f->hub_id, g->hub_id) == 0;
    }
  if (ORCH_IS_SERVICE (a) && ORCH_IS_SERVICE (b))
    {
      const OrchServiceFields *f = orch_service_get_fields (ORCH_SERVICE (a));
      const OrchServiceFields *g = orch_service_get_fields (ORCH_SERVICE (b));
      return f->revision == g->revision && g_strcmp0 (f->id, g->id) == 0 && g_strcmp0 (f->hub_id, g->hub_id) == 0;
    }
  return FALSE;
}
