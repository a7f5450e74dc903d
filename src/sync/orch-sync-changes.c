/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What was done on other workstations, from the hub into the store: services, the roles of staff, settings. What has an unsent edit
 * here is left as it is: it is settled when that edit is sent. In the fiber of a run, main thread.
 */
#include "orch-sync-private.h"

#include <string.h>

#include "core/orch-staff-merge.h"
#include "orch-outbox-conflict.h"
#include "orch-setting-text.h"

typedef struct
{
  OrchHubKind kind;
  OrchStoreKind store_kind;
  const char *type;
  const char *cursor;
} Change;

static const Change changes[] = {
  { ORCH_HUB_SERVICES, ORCH_STORE_SERVICES, "service", "hub-services" },
  { ORCH_HUB_STAFF, ORCH_STORE_STAFF, "staff", "hub-staff" },
};

/* Those that are at another version than the one we know; who is on the hub without an identifier of ours is not of this workstation. */
static GPtrArray *
await_choose (OrchSyncRun *run, const Change *change, OrchHubPage *page, GPtrArray *versions)
{
  GPtrArray *records = orch_hub_page_get_records (page);
  GPtrArray *chosen = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < records->len; i++)
    {
      GObject *record = g_ptr_array_index (records, i);
      const char *version = orch_hub_page_get_version (page, i);
      const char *id = ORCH_IS_SERVICE (record) ? orch_service_get_fields (ORCH_SERVICE (record))->id
                                                : orch_staff_member_get_fields (ORCH_STAFF_MEMBER (record))->id;
      g_autofree char *known = NULL;

      if (id == NULL)
        continue;
      /* A person's version says nothing of their roles. */
      if (change->kind == ORCH_HUB_SERVICES)
        known = dex_await_string (orch_store_get_hub_version (run->store, change->type, id), NULL);
      if (known != NULL && g_strcmp0 (known, version) == 0)
        continue;
      g_ptr_array_add (chosen, g_object_ref (record));
      g_ptr_array_add (versions, g_strdup (version));
    }
  return chosen;
}

/* A conflict about a person that waits for its settlement shows what the hub has by now. @kept_out: (element-type OrchStaffMember) */
static gboolean
await_refresh (OrchSyncRun *run, GPtrArray *kept_out, GError **error)
{
  g_autoptr (GPtrArray) open = dex_await_boxed (orch_store_list_edit_conflicts (run->store, FALSE, G_MAXINT), error);

  if (open == NULL)
    return FALSE;
  for (guint i = 0; i < kept_out->len; i++)
    {
      OrchStaffMember *theirs = g_ptr_array_index (kept_out, i);
      const char *id = orch_staff_member_get_fields (theirs)->id;

      for (guint j = 0; j < open->len; j++)
        {
          const OrchEditConflictFields *conflict = orch_edit_conflict_get_fields (g_ptr_array_index (open, j));
          g_autoptr (GObject) mine = NULL;
          gboolean waits = FALSE;

          if (!g_str_equal (conflict->object_type, "staff") || g_strcmp0 (conflict->object_id, id) != 0 ||
              conflict->theirs == NULL || orch_staff_member_get_fields (theirs)->removed ||
              orch_staff_member_compare (ORCH_STAFF_MEMBER (conflict->theirs), theirs) == 0)
            continue;
          mine = dex_await_object (orch_store_find (run->store, ORCH_STORE_STAFF, id), NULL);
          if (mine != NULL && !orch_outbox_await_conflict (run->store, &run->actor, mine, G_OBJECT (theirs),
                                                           conflict->hub_version, &waits, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
await_apply (OrchSyncRun *run, const Change *change, OrchHubPage *page, GError **error)
{
  g_autoptr (GPtrArray) versions = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) chosen = await_choose (run, change, page, versions);
  g_autoptr (GPtrArray) kept_out = NULL;

  if (chosen->len == 0)
    return TRUE;
  if (!orch_sync_await_record (run, error))
    return FALSE;
  kept_out = dex_await_boxed (change->kind == ORCH_HUB_SERVICES
                                  ? orch_store_apply_hub_services (run->store, &run->actor, chosen,
                                                                   (const char *const *) versions->pdata)
                                  : orch_store_apply_hub_staff (run->store, &run->actor, chosen,
                                                                (const char *const *) versions->pdata),
                              error);
  if (kept_out == NULL)
    return FALSE;
  run->counts.kinds[change->store_kind].received += chosen->len;
  run->counts.conflicts += kept_out->len;
  return change->kind == ORCH_HUB_SERVICES || kept_out->len == 0 || await_refresh (run, kept_out, error);
}

static DexFuture *
guard (OrchHubPull *pull, DexFuture *future)
{
  return orch_sync_run_guard (pull->data, future);
}

void
orch_sync_fill_pull (OrchSyncRun *run, OrchHubPull *pull)
{
  pull->store = run->store;
  pull->hub = run->hub;
  pull->clinic_hub_id = orch_clinic_get_fields (run->clinic)->hub_id;
  pull->actor = &run->actor;
  pull->guard = guard;
  pull->data = run;
}

static gboolean
apply_change (OrchHubPull *pull, OrchHubPage *page, GError **error)
{
  return await_apply (pull->data, &changes[pull->kind == ORCH_HUB_STAFF], page, error);
}

static gboolean
await_kind (OrchSyncRun *run, const Change *change, GError **error)
{
  OrchHubPull pull = { .kind = change->kind, .cursor = change->cursor, .apply = apply_change };

  if (change->kind == ORCH_HUB_STAFF && !orch_sync_await_newer_staff (run, change->cursor, error))
    return FALSE;
  orch_sync_fill_pull (run, &pull);
  return orch_hub_pull_await (&pull, error);
}

/* Settings of this workstation alone, and those that carry the connection: they have a way of their own. */
static gboolean
is_local (const char *group)
{
  return g_str_equal (group, "emr") || g_str_has_prefix (group, "emr-") || g_str_has_prefix (group, "sync-");
}

static gboolean
await_setting (OrchSyncRun *run, OrchHubSetting *setting, GError **error)
{
  const char *group = orch_hub_setting_get_group (setting);
  const char *version = orch_hub_setting_get_version (setting);
  g_autofree char *known = NULL;
  g_autofree char *text = NULL;

  if (is_local (group))
    return TRUE;
  known = dex_await_string (orch_store_get_hub_version (run->store, "setting", group), NULL);
  if (known != NULL && g_strcmp0 (known, version) == 0)
    return TRUE;
  if (g_hash_table_size (orch_hub_setting_get_values (setting)) > 0)
    text = orch_setting_values_to_text (orch_hub_setting_get_values (setting));
  return dex_await (orch_store_apply_hub_setting (run->store, &run->actor, group, text, version), error);
}

static gboolean
await_settings (OrchSyncRun *run, GError **error)
{
  g_autoptr (GPtrArray) settings =
      dex_await_boxed (orch_sync_run_guard (run, orch_hub_read_settings (run->hub,
                                                                         orch_clinic_get_fields (run->clinic)->hub_id)),
                       error);

  if (settings == NULL)
    return FALSE;
  for (guint i = 0; i < settings->len; i++)
    if (!await_setting (run, g_ptr_array_index (settings, i), error))
      return FALSE;
  return TRUE;
}

gboolean
orch_sync_await_changes (OrchSyncRun *run, GError **error)
{
  orch_sync_set_phase (run->sync, ORCH_SYNC_PHASE_RECEIVING);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    if (!await_kind (run, &changes[i], error))
      return FALSE;
  return orch_sync_await_newer (run, error) && await_settings (run, error) && orch_sync_await_portal (run, error) &&
         orch_sync_await_key_uses (run, error);
}
