/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What waits and what was refused, for the status page. Main thread.
 */
#include "orch-sync-private.h"

#include "orch-sync-item.h"

#define LIST_LIMIT 2000 /* more than a page can be read of: the count says how many there are */

typedef struct
{
  OrchSync *sync;
  OrchStore *store;
  char *actor_id;
  char *workstation;
  OrchPermission permission;
  gint64 seq;
} Call;

static Call *
call_new (OrchSync *sync)
{
  Call *call = g_new0 (Call, 1);

  call->sync = g_object_ref (sync);
  call->store = g_object_ref (orch_sync_get_store (sync));
  return call;
}

static void
call_free (Call *call)
{
  g_object_unref (call->sync);
  g_object_unref (call->store);
  g_free (call->actor_id);
  g_free (call->workstation);
  g_free (call);
}

/* Objects for which somebody has to choose. Returns: (transfer full) (nullable): set of "<type>/<id>" */
static GHashTable *
await_parked (OrchStore *store, GError **error)
{
  g_autoptr (GPtrArray) conflicts = dex_await_boxed (orch_store_list_edit_conflicts (store, FALSE, LIST_LIMIT), error);
  GHashTable *parked = NULL;

  if (conflicts == NULL)
    return NULL;
  parked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < conflicts->len; i++)
    {
      const OrchEditConflictFields *fields = orch_edit_conflict_get_fields (g_ptr_array_index (conflicts, i));

      g_hash_table_add (parked, g_strconcat (fields->object_type, "/", fields->object_id, NULL));
    }
  return parked;
}

static OrchSyncItem *
await_item (OrchStore *store, OrchOutboxRow *row, GHashTable *parked)
{
  const OrchOutboxRowFields *fields = orch_outbox_row_get_fields (row);
  const gboolean is_service = g_str_equal (fields->object_type, "service");
  g_autofree char *key = g_strconcat (fields->object_type, "/", fields->object_id, NULL);
  g_autoptr (GObject) object = NULL;
  OrchSyncItemFlags flags = g_hash_table_contains (parked, key) ? ORCH_SYNC_ITEM_PARKED : 0;

  if (!is_service && !g_str_equal (fields->object_type, "staff"))
    return orch_sync_item_new (row, NULL, flags);
  object =
      dex_await_object (orch_store_find (store, is_service ? ORCH_STORE_SERVICES : ORCH_STORE_STAFF, fields->object_id),
                        NULL);
  if (object == NULL)
    return orch_sync_item_new (row, NULL, flags | (g_str_equal (fields->verb, "delete") ? 0 : ORCH_SYNC_ITEM_GONE));
  return orch_sync_item_new (row,
                             is_service ? orch_service_get_display_name (ORCH_SERVICE (object))
                                        : orch_staff_member_get_display_name (ORCH_STAFF_MEMBER (object)),
                             flags);
}

static DexFuture *
list_waiting_fiber (gpointer data)
{
  Call *call = data;
  g_autoptr (GListStore) list = g_list_store_new (ORCH_TYPE_SYNC_ITEM);
  g_autoptr (GHashTable) parked = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  GError *error = NULL;

  rows = dex_await_boxed (orch_store_outbox_list (call->store, LIST_LIMIT), &error);
  parked = rows != NULL ? await_parked (call->store, &error) : NULL;
  if (parked == NULL)
    return dex_future_new_for_error (error);
  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (OrchSyncItem) item = await_item (call->store, g_ptr_array_index (rows, i), parked);

      g_list_store_append (list, item);
    }
  return dex_future_new_take_object (g_steal_pointer (&list));
}

/* All that failed, however many: a list is shown in part, what is asked of all is done to all. */
static DexFuture *
retry_fiber (gpointer data)
{
  Call *call = data;
  const OrchActor actor = { .id = call->actor_id, .permission = call->permission, .workstation = call->workstation };
  g_autoptr (GHashTable) parked = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  GError *error = NULL;
  guint n = 0;

  rows = dex_await_boxed (orch_store_outbox_list (call->store, G_MAXINT), &error);
  parked = rows != NULL ? await_parked (call->store, &error) : NULL;
  if (parked == NULL)
    return dex_future_new_for_error (error);
  for (guint i = 0; i < rows->len; i++)
    {
      const OrchOutboxRowFields *fields = orch_outbox_row_get_fields (g_ptr_array_index (rows, i));
      g_autoptr (OrchSyncItem) item = NULL;

      if (fields->state != ORCH_OUTBOX_FAILED || (call->seq != 0 && call->seq != fields->seq))
        continue;
      item = await_item (call->store, g_ptr_array_index (rows, i), parked);
      /* One that is asked for is tried, whatever we think of it. */
      if (call->seq == 0 && orch_sync_item_get_retry (item) != ORCH_SYNC_RETRY_OFFERED)
        continue;
      if (dex_await (orch_store_outbox_requeue (call->store, &actor, fields->seq), &error))
        n++;
      else if (g_error_matches (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND))
        g_clear_error (&error);
      else
        return dex_future_new_for_error (error);
    }
  orch_sync_kick (call->sync);
  return dex_future_new_for_uint (n);
}

DexFuture *
orch_sync_list_waiting (OrchSync *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);

  return dex_scheduler_spawn (NULL, 0, list_waiting_fiber, call_new (self), (GDestroyNotify) call_free);
}

DexFuture *
orch_sync_retry (OrchSync *self, gint64 seq)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);

  const OrchActor *actor = orch_session_get_actor (orch_sync_get_session (self));
  Call *call = NULL;

  if (actor == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody is signed in");
  call = call_new (self);
  call->actor_id = g_strdup (actor->id);
  call->workstation = g_strdup (actor->workstation);
  call->permission = actor->permission;
  call->seq = seq;
  return dex_scheduler_spawn (NULL, 0, retry_fiber, call, (GDestroyNotify) call_free);
}

DexFuture *
orch_sync_give_up (OrchSync *self, gint64 seq)
{
  const OrchActor *actor = NULL;

  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);

  actor = orch_session_get_actor (orch_sync_get_session (self));
  if (actor == NULL || orch_session_is_locked (orch_sync_get_session (self)))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody is signed in");
  return orch_store_outbox_discard (orch_sync_get_store (self), actor, seq);
}
