/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The desk's lists: the clinic's types and categories, and what the sync did by itself. Each shows a setting and follows it.
 */
#include <string.h>

#include "catalogue/orch-catalogue.h"
#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "core/orch-release.h"
#include "orch-desk-private.h"
#include "orch-service-review-private.h"
#include "orch-service-terms.h"
#include "orch-setting-merge.h"

#define MAX_ANNOUNCED 500 /* more than anybody reads */

typedef struct
{
  OrchServiceDesk *desk; /* (owned) */
  char *group;           /* (owned) */
  GPtrArray *shown;      /* (owned) */
  GPtrArray *entries;    /* (owned) */
} Setting;

static void
setting_free (gpointer data)
{
  Setting *setting = data;

  g_object_unref (setting->desk);
  g_free (setting->group);
  g_ptr_array_unref (setting->shown);
  g_ptr_array_unref (setting->entries);
  g_free (setting);
}

static void
show_terms (GListStore *store, const char *group, const char *text)
{
  g_autoptr (GPtrArray) entries = orch_service_terms_from_text (group, text);

  if (entries == NULL)
    entries = g_ptr_array_new ();
  g_list_store_splice (store, 0, g_list_model_get_n_items (G_LIST_MODEL (store)), entries->pdata, entries->len);
}

static void
show_catalogue_types (OrchServiceDesk *self)
{
  GListModel *model = orch_catalogue_get_service_types (orch_catalogue_get_default ());
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (entries, g_list_model_get_item (model, i));
  g_list_store_splice (self->types, 0, g_list_model_get_n_items (G_LIST_MODEL (self->types)), entries->pdata,
                       entries->len);
}

static void
show_types (OrchServiceDesk *self)
{
  show_terms (self->types, ORCH_SERVICE_TYPES_SETTING, self->types_text);
  /* A clinic without any type could activate nothing. */
  if (g_list_model_get_n_items (G_LIST_MODEL (self->types)) == 0)
    show_catalogue_types (self);
}

/* "<id> <appointments>" a line. Returns: (transfer full): id → count, as pointers */
static GHashTable *
read_announced (const char *text)
{
  GHashTable *counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", MAX_ANNOUNCED + 1);

  for (guint i = 0; lines[i] != NULL && i < MAX_ANNOUNCED; i++)
    {
      char *space = strchr (lines[i], ' ');

      if (space != NULL)
        g_hash_table_insert (counts, g_strndup (lines[i], (gsize) (space - lines[i])),
                             GUINT_TO_POINTER ((guint) g_ascii_strtoull (space + 1, NULL, 10)));
    }
  return counts;
}

static gboolean
is_shown (OrchServiceDesk *self, const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->announced)); i++)
    {
      g_autoptr (OrchServiceConsequence) one = g_list_model_get_item (G_LIST_MODEL (self->announced), i);

      if (g_strcmp0 (orch_service_get_fields (orch_service_consequence_get_service (one))->id, id) == 0)
        return TRUE;
    }
  return FALSE;
}

static int
compare_consequences (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (
      orch_service_get_display_name (orch_service_consequence_get_service (*(OrchServiceConsequence *const *) a)),
      orch_service_get_display_name (orch_service_consequence_get_service (*(OrchServiceConsequence *const *) b)));
}

static gboolean
is_same_list (GListModel *model, GPtrArray *consequences)
{
  if (g_list_model_get_n_items (model) != consequences->len)
    return FALSE;
  for (guint i = 0; i < consequences->len; i++)
    {
      g_autoptr (OrchServiceConsequence) one = g_list_model_get_item (model, i);
      OrchService *shown = orch_service_consequence_get_service (one);
      OrchService *now = orch_service_consequence_get_service (consequences->pdata[i]);

      if (orch_service_get_fields (shown)->revision != orch_service_get_fields (now)->revision ||
          !g_str_equal (orch_service_get_fields (shown)->id, orch_service_get_fields (now)->id) ||
          orch_service_consequence_get_count (one) != orch_service_consequence_get_count (consequences->pdata[i]))
        return FALSE;
    }
  return TRUE;
}

static void
await_show_announced (OrchServiceDesk *self, const char *text)
{
  g_autoptr (GHashTable) counts = read_announced (text);
  g_autoptr (GPtrArray) shown = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer id, count;

  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &id, &count))
    {
      g_autoptr (OrchService) service = dex_await_object (orch_store_find (self->store, ORCH_STORE_SERVICES, id), NULL);
      g_autoptr (OrchServiceConsequence) one = NULL;

      /* Switched off since: somebody knows. */
      if (service == NULL || !orch_service_get_fields (service)->active)
        continue;
      one = orch_service_consequence_new (service, ORCH_CONSEQUENCE_RETURNS_BY_APPOINTMENT, GPOINTER_TO_UINT (count));
      if (!is_shown (self, id))
        g_ptr_array_add (added, g_object_ref (one));
      g_ptr_array_add (shown, g_steal_pointer (&one));
    }
  g_ptr_array_sort (shown, compare_consequences);
  g_ptr_array_sort (added, compare_consequences);
  if (is_same_list (G_LIST_MODEL (self->announced), shown))
    return;
  g_list_store_splice (self->announced, 0, g_list_model_get_n_items (G_LIST_MODEL (self->announced)), shown->pdata,
                       shown->len);
  if (added->len > 0)
    orch_service_desk_announce (self, added);
}

/* Returns: whether @kept changed. The setting that cannot be read stays as it is shown. */
static gboolean
await_setting (OrchServiceDesk *self, const char *group, char **kept)
{
  GError *error = NULL;
  g_autofree char *text = dex_await_string (orch_store_get_setting (self->store, group), &error);

  if (error != NULL)
    {
      g_error_free (error);
      return FALSE;
    }
  return g_set_str (kept, text);
}

static DexFuture *
reload_fiber (gpointer data)
{
  OrchServiceDesk *self = data;

  while (self->are_lists_dirty)
    {
      self->are_lists_dirty = FALSE;
      if (await_setting (self, ORCH_SERVICE_TYPES_SETTING, &self->types_text))
        show_types (self);
      if (await_setting (self, ORCH_SERVICE_CATEGORIES_SETTING, &self->categories_text))
        show_terms (self->categories, ORCH_SERVICE_CATEGORIES_SETTING, self->categories_text);
      /* Told before it is done: the service may be read as it was, and again when it is written. */
      if (await_setting (self, ORCH_DESK_ANNOUNCED, &self->announced_text) || self->announced_text != NULL)
        await_show_announced (self, self->announced_text);
    }
  self->is_reloading = FALSE;
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
set_terms_fiber (gpointer data)
{
  Setting *setting = data;
  OrchServiceDesk *self = setting->desk;
  const OrchActor *actor = self->get_actor (self->actor_data);
  g_autofree char *shown = orch_service_terms_to_text (setting->group, setting->shown);
  g_autofree char *text = orch_service_terms_to_text (setting->group, setting->entries);
  GError *error = NULL;

  if (actor == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody is signed in");
  if (!orch_service_terms_check (setting->entries, g_str_equal (setting->group, ORCH_SERVICE_TYPES_SETTING), &error) ||
      !orch_setting_await_replace (self->store, actor, setting->group, shown, text, &error))
    return dex_future_new_for_error (error);
  orch_desk_lists_reload (self);
  return dex_future_new_for_boolean (TRUE);
}

static gpointer
copy_entry (gconstpointer entry, gpointer data)
{
  return g_object_ref ((gpointer) entry);
}

static DexFuture *
set_terms (OrchServiceDesk *self, const char *group, GPtrArray *shown, GPtrArray *entries)
{
  Setting *setting = g_new0 (Setting, 1);

  setting->desk = g_object_ref (self);
  setting->group = g_strdup (group);
  setting->shown = g_ptr_array_copy (shown, copy_entry, NULL);
  g_ptr_array_set_free_func (setting->shown, g_object_unref);
  setting->entries = g_ptr_array_copy (entries, copy_entry, NULL);
  g_ptr_array_set_free_func (setting->entries, g_object_unref);
  return dex_scheduler_spawn (NULL, 0, set_terms_fiber, setting, setting_free);
}

/* Adds those that came back to what is still to be told. Returns: (transfer full) */
static char *
dup_announcement (const char *before, GPtrArray *changed, GHashTable *facts)
{
  g_autoptr (GHashTable) counts = read_announced (before);
  GString *text = g_string_new (NULL);
  GHashTableIter iter;
  gpointer id, count;

  for (guint i = 0; i < changed->len; i++)
    {
      const char *one = orch_service_get_fields (changed->pdata[i])->id;
      const OrchServiceFacts *told = g_hash_table_lookup (facts, one);

      g_hash_table_insert (counts, g_strdup (one), GUINT_TO_POINTER (told->fresh));
    }
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &id, &count))
    g_string_append_printf (text, "%s %u\n", (const char *) id, GPOINTER_TO_UINT (count));
  return g_string_free (text, FALSE);
}

void
orch_desk_lists_show_defaults (OrchServiceDesk *self)
{
  show_catalogue_types (self);
}

void
orch_desk_lists_reload (OrchServiceDesk *self)
{
  self->are_lists_dirty = TRUE;
  if (self->is_reloading)
    return;
  self->is_reloading = TRUE;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, reload_fiber, g_object_ref (self), g_object_unref));
}

void
orch_desk_release_array (GPtrArray *array)
{
  orch_release_elsewhere (array, (GDestroyNotify) g_ptr_array_unref);
}

GListModel *
orch_service_desk_get_types (OrchServiceDesk *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_DESK (self), NULL);

  return G_LIST_MODEL (self->types);
}

GListModel *
orch_service_desk_get_categories (OrchServiceDesk *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_DESK (self), NULL);

  return G_LIST_MODEL (self->categories);
}

DexFuture *
orch_service_desk_set_types (OrchServiceDesk *self, GPtrArray *shown, GPtrArray *entries)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_DESK (self), NULL);
  g_return_val_if_fail (shown != NULL && entries != NULL, NULL);

  return set_terms (self, ORCH_SERVICE_TYPES_SETTING, shown, entries);
}

DexFuture *
orch_service_desk_set_categories (OrchServiceDesk *self, GPtrArray *shown, GPtrArray *entries)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_DESK (self), NULL);
  g_return_val_if_fail (shown != NULL && entries != NULL, NULL);

  return set_terms (self, ORCH_SERVICE_CATEGORIES_SETTING, shown, entries);
}

GListModel *
orch_service_desk_get_announced (OrchServiceDesk *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_DESK (self), NULL);

  return G_LIST_MODEL (self->announced);
}

DexFuture *
orch_service_desk_dismiss_announced (OrchServiceDesk *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_DESK (self), NULL);

  g_list_store_remove_all (self->announced);
  return orch_service_desk_set_local (self, ORCH_DESK_ANNOUNCED, NULL);
}

static gboolean
await_rules (OrchStore *store, const OrchActor *actor, guint *n_changed, GError **error)
{
  g_autoptr (GPtrArray) all_facts = NULL;
  g_autoptr (GPtrArray) changed = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) facts = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *before = NULL, *text = NULL;
  GPtrArray *services = NULL;
  gint64 now = orch_clock_now_us ();

  *n_changed = 0;
  all_facts = dex_await_boxed (orch_store_load_service_facts (store, now), error);
  if (all_facts == NULL)
    return FALSE;
  for (guint i = 0; i < all_facts->len; i++)
    if (((OrchServiceFacts *) all_facts->pdata[i])->fresh > 0)
      g_hash_table_insert (facts, ((OrchServiceFacts *) all_facts->pdata[i])->service_id, all_facts->pdata[i]);
  if (g_hash_table_size (facts) == 0)
    return TRUE;

  services = dex_await_boxed (orch_store_load_all (store, ORCH_STORE_SERVICES, NULL), error);
  if (services == NULL)
    return FALSE;
  for (guint i = 0; i < services->len; i++)
    {
      const OrchServiceFields *fields = orch_service_get_fields (services->pdata[i]);
      const OrchServiceFacts *told = g_hash_table_lookup (facts, fields->id);
      g_autoptr (OrchService) after = NULL;

      if (told == NULL)
        continue;
      after = orch_service_after (services->pdata[i], ORCH_SERVICE_APPOINTMENTS_SEEN, told, NULL, now, NULL);
      if (after != services->pdata[i])
        g_ptr_array_add (changed, g_steal_pointer (&after));
    }
  orch_desk_release_array (services);
  if (changed->len == 0)
    return TRUE;

  /* Told first: killed between the two, it is told once more of what will be done by the next run, and never forgotten. */
  before = dex_await_string (orch_store_get_setting (store, ORCH_DESK_ANNOUNCED), NULL);
  text = dup_announcement (before, changed, facts);
  if (!dex_await (orch_store_set_setting (store, actor, ORCH_DESK_ANNOUNCED, text, FALSE), error) ||
      !dex_await (orch_store_save_services (store, actor, changed, FALSE), error))
    return FALSE;
  *n_changed = changed->len;
  return TRUE;
}

gboolean
orch_service_desk_await_rules (OrchStore *store, const OrchActor *actor, guint *n_changed, GError **error)
{
  guint n = 0;

  g_return_val_if_fail (ORCH_IS_STORE (store), FALSE);
  g_return_val_if_fail (actor != NULL, FALSE);

  for (guint tries = 1;; tries++)
    {
      g_autoptr (GError) local_error = NULL;

      if (await_rules (store, actor, &n, &local_error))
        break;
      if (tries < ORCH_DESK_TRIES && g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_CONFLICT))
        continue;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (n_changed != NULL)
    *n_changed = n;
  return TRUE;
}
