/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Professionals and offices: which there are, which are left out, and which appeared since somebody looked. What a workstation has
 * announced is its own (setting "sync-arrivals"): a line for each, its letter and its EMR id; a capital letter is not read yet.
 * Main thread.
 */
#include "orch-sync-private.h"

#include <string.h>

#define SETTING "sync-arrivals"

/* By OrchSyncSourceKind */
static const char known_letters[] = { 's', 'o' };
static const char fresh_letters[] = { 'S', 'O' };

typedef struct
{
  OrchSync *sync;
  gboolean only_fresh;
} Call;

static Call *
call_new (OrchSync *sync, gboolean only_fresh)
{
  Call *call = g_new0 (Call, 1);

  call->sync = g_object_ref (sync);
  call->only_fresh = only_fresh;
  return call;
}

static void
call_free (Call *call)
{
  g_object_unref (call->sync);
  g_free (call);
}

/* Returns: (transfer full): a set of lines */
static GHashTable *
parse (const char *text)
{
  GHashTable *lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (strlen (parts[i]) > 1)
      g_hash_table_add (lines, g_strdup (parts[i]));
  return lines;
}

static gboolean
has_line (GHashTable *lines, char letter, const char *emr_id)
{
  g_autofree char *line = g_strdup_printf ("%c%s", letter, emr_id);

  return g_hash_table_contains (lines, line);
}

/* Who is typed by hand has no appointments in the EMR; one in conflict is not of the clinic yet. */
static gboolean
is_source (OrchStaffMember *member)
{
  const OrchStaffMemberFields *fields = orch_staff_member_get_fields (member);

  return fields->emr_id != NULL && fields->origin != ORCH_ORIGIN_HAND && !fields->in_conflict;
}

static gboolean
await_offices (OrchStore *store, GPtrArray *sources, OrchSyncSettings *settings, GHashTable *lines, GError **error)
{
  const char *const *left_out = orch_sync_settings_get_fields (settings)->locations_left_out;
  g_autoptr (GPtrArray) departments = dex_await_boxed (orch_store_load_departments (store), error);

  if (departments == NULL)
    return FALSE;
  for (guint i = 0; i < departments->len; i++)
    {
      const OrchDepartmentFields *fields = orch_department_get_fields (g_ptr_array_index (departments, i));

      if (fields->emr_id == NULL || fields->origin == ORCH_ORIGIN_HAND)
        continue;
      g_ptr_array_add (sources, orch_sync_source_new (&(OrchSyncSourceFields) {
                                    .kind = ORCH_SYNC_SOURCE_OFFICE,
                                    .emr_id = fields->emr_id,
                                    .name = fields->name != NULL ? fields->name : fields->emr_id,
                                    .left_out = left_out != NULL && g_strv_contains (left_out, fields->emr_id),
                                    .fresh = has_line (lines, fresh_letters[ORCH_SYNC_SOURCE_OFFICE], fields->emr_id),
                                }));
    }
  return TRUE;
}

static gboolean
await_staff (OrchStore *store, GPtrArray *sources, OrchSyncSettings *settings, GHashTable *lines, GError **error)
{
  const char *const *left_out = orch_sync_settings_get_fields (settings)->staff_left_out;
  g_autoptr (GPtrArray) staff = dex_await_boxed (orch_store_load_all (store, ORCH_STORE_STAFF, NULL), error);

  if (staff == NULL)
    return FALSE;
  for (guint i = 0; i < staff->len; i++)
    {
      OrchStaffMember *member = g_ptr_array_index (staff, i);
      const OrchStaffMemberFields *fields = orch_staff_member_get_fields (member);

      if (!is_source (member))
        continue;
      g_ptr_array_add (sources, orch_sync_source_new (&(OrchSyncSourceFields) {
                                    .kind = ORCH_SYNC_SOURCE_STAFF,
                                    .emr_id = fields->emr_id,
                                    .name = orch_staff_member_get_display_name (member),
                                    .detail = fields->profession,
                                    .left_out = left_out != NULL && g_strv_contains (left_out, fields->emr_id),
                                    .fresh = has_line (lines, fresh_letters[ORCH_SYNC_SOURCE_STAFF], fields->emr_id),
                                }));
    }
  return TRUE;
}

/* Returns: (transfer full) (nullable) (element-type OrchSyncSource): offices, then professionals, each by name */
static GPtrArray *
await_sources (OrchStore *store, const char *arrivals, GError **error)
{
  g_autofree char *text = dex_await_string (orch_store_get_setting (store, ORCH_SYNC_SETTINGS_GROUP), NULL);
  g_autoptr (OrchSyncSettings) settings = orch_sync_settings_parse (text);
  g_autoptr (GHashTable) lines = parse (arrivals);
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func (g_object_unref);

  if (!await_offices (store, sources, settings, lines, error) || !await_staff (store, sources, settings, lines, error))
    return NULL;
  return g_steal_pointer (&sources);
}

static DexFuture *
list_fiber (gpointer data)
{
  Call *call = data;
  OrchStore *store = orch_sync_get_store (call->sync);
  g_autofree char *arrivals = dex_await_string (orch_store_get_setting (store, SETTING), NULL);
  g_autoptr (GListStore) list = g_list_store_new (ORCH_TYPE_SYNC_SOURCE);
  g_autoptr (GPtrArray) sources = NULL;
  GError *error = NULL;

  sources = await_sources (store, arrivals, &error);
  if (sources == NULL)
    return dex_future_new_for_error (error);
  for (guint i = 0; i < sources->len; i++)
    if (!call->only_fresh || orch_sync_source_get_fields (g_ptr_array_index (sources, i))->fresh)
      g_list_store_append (list, g_ptr_array_index (sources, i));
  return dex_future_new_take_object (g_steal_pointer (&list));
}

/* What is there now as lines: all read, or those that @lines does not know yet as not read. Returns: (transfer full) */
static char *
dup_lines (GPtrArray *sources, GHashTable *lines)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < sources->len; i++)
    {
      const OrchSyncSourceFields *fields = orch_sync_source_get_fields (g_ptr_array_index (sources, i));
      const gboolean known = lines == NULL || has_line (lines, known_letters[fields->kind], fields->emr_id);

      if (strchr (fields->emr_id, '\n') == NULL)
        g_string_append_printf (text, "%c%s\n", (known ? known_letters : fresh_letters)[fields->kind], fields->emr_id);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
await_note (OrchStore *store, const OrchActor *actor, gboolean read, GError **error)
{
  g_autofree char *before = dex_await_string (orch_store_get_setting (store, SETTING), NULL);
  g_autoptr (GPtrArray) sources = await_sources (store, before, error);
  g_autoptr (GHashTable) lines = parse (before);
  g_autofree char *after = NULL;

  if (sources == NULL)
    return FALSE;
  /* The first time all is as the set-up brought it: nothing of it is news. */
  after = dup_lines (sources, before == NULL || read ? NULL : lines);
  if (g_strcmp0 (before, after) == 0)
    return TRUE;
  return dex_await (orch_store_set_setting (store, actor, SETTING, after, FALSE), error);
}

gboolean
orch_sync_await_arrivals (OrchSyncRun *run, GError **error)
{
  /* Nothing was read of the EMR: nothing can have appeared. */
  if (run->directory_began == 0)
    return TRUE;
  return await_note (run->store, &run->actor, FALSE, error);
}

static DexFuture *
dismiss_fiber (gpointer data)
{
  Call *call = data;
  g_autofree char *workstation = g_strdup (call->sync->workstation);
  const OrchActor actor = { .id = workstation, .permission = ORCH_PERMISSION_WORKSTATION, .workstation = workstation };
  GError *error = NULL;

  if (!await_note (orch_sync_get_store (call->sync), &actor, TRUE, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (TRUE);
}

/* Names of the clinic's staff: for who may read its directory. Returns: (transfer full) (nullable) */
static DexFuture *
refuse (OrchSync *self, OrchAct act)
{
  if (orch_session_allows (self->session, act))
    return NULL;
  return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "The session does not allow it");
}

DexFuture *
orch_sync_list_sources (OrchSync *self)
{
  DexFuture *refused = NULL;

  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);

  refused = refuse (self, ORCH_ACT_READ_DIRECTORY);
  if (refused != NULL)
    return refused;
  return dex_scheduler_spawn (NULL, 0, list_fiber, call_new (self, FALSE), (GDestroyNotify) call_free);
}

DexFuture *
orch_sync_list_arrivals (OrchSync *self)
{
  DexFuture *refused = NULL;

  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);

  refused = refuse (self, ORCH_ACT_READ_DIRECTORY);
  if (refused != NULL)
    return refused;
  return dex_scheduler_spawn (NULL, 0, list_fiber, call_new (self, TRUE), (GDestroyNotify) call_free);
}

DexFuture *
orch_sync_dismiss_arrivals (OrchSync *self)
{
  DexFuture *refused = NULL;

  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);

  refused = refuse (self, ORCH_ACT_SYNC);
  if (refused != NULL)
    return refused;
  return dex_scheduler_spawn (NULL, 0, dismiss_fiber, call_new (self, FALSE), (GDestroyNotify) call_free);
}
