/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What other software deleted from the hub, looked for by the run of the whole schedule: what the EMR has is made there anew, and of what a
 * person typed they say whether it lives on. In the fiber of a run, main thread.
 */
#include "orch-sync-private.h"

#include "core/orch-release.h"
#include "orch-outbox-conflict.h"

/* Asked for one by one. A hub that lost more than this is asked about the rest by the next run. */
#define ASKED_MAX 200

typedef struct
{
  OrchHubKind kind;
  OrchStoreKind store_kind;
  const char *type;
} Directory;

static const Directory directories[] = {
  { ORCH_HUB_SERVICES, ORCH_STORE_SERVICES, "service" },
  { ORCH_HUB_STAFF, ORCH_STORE_STAFF, "staff" },
};

typedef struct
{
  const char *id;
  const char *hub_id;
} Known;

static Known
read_known (gpointer row)
{
  if (ORCH_IS_SERVICE (row))
    {
      const OrchServiceFields *service = orch_service_get_fields (row);

      return (Known) { service->id, service->hub_id };
    }
  else
    {
      const OrchStaffMemberFields *member = orch_staff_member_get_fields (row);

      return (Known) { member->id, member->hub_id };
    }
}

/* What has an edit under way meets the hub by itself, and what a person is being asked about is asked about once. */
static gboolean
await_is_settled (OrchSyncRun *run, const Directory *directory, const char *id, GPtrArray *conflicts)
{
  g_autoptr (OrchOutboxRow) op =
      dex_await_object (orch_store_outbox_find (run->store, NULL, directory->type, id), NULL);

  if (op != NULL && orch_outbox_row_get_fields (op)->state != ORCH_OUTBOX_SENT)
    return FALSE;
  for (guint i = 0; i < conflicts->len; i++)
    {
      const OrchEditConflictFields *conflict = orch_edit_conflict_get_fields (g_ptr_array_index (conflicts, i));

      if (g_str_equal (conflict->object_type, directory->type) && g_strcmp0 (conflict->object_id, id) == 0)
        return FALSE;
    }
  return TRUE;
}

/* @rows: by what the hub calls them */
static gboolean
await_tell (OrchSyncRun *run, const Directory *directory, GHashTable *rows, GPtrArray *deleted, GError **error)
{
  g_autoptr (GPtrArray) conflicts =
      dex_await_boxed (orch_store_list_edit_conflicts (run->store, FALSE, G_MAXINT), error);

  if (conflicts == NULL || !orch_sync_await_record (run, error))
    return FALSE;
  for (guint i = 0; i < deleted->len; i++)
    {
      GObject *row = g_hash_table_lookup (rows, g_ptr_array_index (deleted, i));
      const Known known = read_known (row);
      g_autofree char *version = NULL;
      gboolean waits = FALSE;

      if (!await_is_settled (run, directory, known.id, conflicts))
        continue;
      version = dex_await_string (orch_store_get_hub_version (run->store, directory->type, known.id), NULL);
      if (!orch_outbox_await_deleted (run->store, &run->actor, row, version, &waits, error))
        return FALSE;
      if (waits)
        run->counts.conflicts++;
    }
  return TRUE;
}

static gboolean
await_directory (OrchSyncRun *run, const Directory *directory, GError **error)
{
  GPtrArray *all = dex_await_boxed (orch_store_load_all (run->store, directory->store_kind, NULL), error);
  g_autoptr (GHashTable) rows = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) deleted = NULL;

  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    {
      const Known known = read_known (g_ptr_array_index (all, i));

      if (known.hub_id == NULL)
        continue;
      g_ptr_array_add (ids, g_strdup (known.hub_id));
      g_hash_table_insert (rows, g_ptr_array_index (ids, ids->len - 1), g_object_ref (g_ptr_array_index (all, i)));
    }
  orch_release_elsewhere (all, (GDestroyNotify) g_ptr_array_unref);
  if (ids->len == 0)
    return TRUE;
  deleted =
      dex_await_boxed (orch_sync_run_guard (run, orch_hub_find_deleted (run->hub,
                                                                        orch_clinic_get_fields (run->clinic)->hub_id,
                                                                        directory->kind, ids, ASKED_MAX)),
                       error);
  return deleted != NULL && (deleted->len == 0 || await_tell (run, directory, rows, deleted, error));
}

gboolean
orch_sync_await_deleted (OrchSyncRun *run, GError **error)
{
  if (run->kind != ORCH_SYNC_FULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (directories); i++)
    if (!await_directory (run, &directories[i], error))
      return FALSE;
  return TRUE;
}
