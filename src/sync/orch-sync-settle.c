/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the status page lists besides the outbox, and what a person settles there: runs, conflicts with the hub, patients' fields, the
 * days and professionals that are synchronised. Main thread.
 */
#include "orch-sync-private.h"

#define LIST_LIMIT 2000

typedef struct
{
  OrchSync *sync;
  OrchEditConflict *conflict;
  OrchReconciliation *reconciliation;
  OrchSyncSettings *settings;
  OrchActor actor; /* its strings are owned here */
  OrchServiceMergeField kept;
  int kind;
  guint limit;
  gboolean take_theirs;
} Call;

static void
call_free (Call *call)
{
  g_clear_object (&call->sync);
  g_clear_object (&call->conflict);
  g_clear_object (&call->reconciliation);
  g_clear_object (&call->settings);
  g_free ((char *) call->actor.id);
  g_free ((char *) call->actor.workstation);
  g_free (call);
}

static Call *
call_new (OrchSync *sync)
{
  Call *call = g_new0 (Call, 1);

  call->sync = g_object_ref (sync);
  return call;
}

/* Returns: (nullable): %NULL when nobody is signed in */
static Call *
call_new_as_person (OrchSync *sync)
{
  const OrchActor *actor = orch_session_get_actor (sync->session);
  Call *call = NULL;

  if (actor == NULL)
    return NULL;
  call = call_new (sync);
  call->actor = (OrchActor) { .id = g_strdup (actor->id),
                              .permission = actor->permission,
                              .workstation = g_strdup (actor->workstation) };
  return call;
}

static DexFuture *
spawn (DexFiberFunc fiber, Call *call)
{
  if (call == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody is signed in");
  return dex_scheduler_spawn (NULL, 0, fiber, call, (GDestroyNotify) call_free);
}

/* @future: (transfer full): of a boxed GPtrArray of objects of @type */
static DexFuture *
await_list (DexFuture *future, GType type)
{
  g_autoptr (GListStore) list = g_list_store_new (type);
  g_autoptr (GPtrArray) rows = NULL;
  GError *error = NULL;

  rows = dex_await_boxed (future, &error);
  if (rows == NULL)
    return dex_future_new_for_error (error);
  g_list_store_splice (list, 0, 0, rows->pdata, rows->len);
  return dex_future_new_take_object (g_steal_pointer (&list));
}

static DexFuture *
list_runs_fiber (gpointer data)
{
  Call *call = data;

  g_autoptr (GListStore) list = g_list_store_new (ORCH_TYPE_SYNC_RECORD);
  g_autoptr (GPtrArray) rows = NULL;
  GError *error = NULL;

  rows = orch_sync_await_runs (call->sync, call->kind, call->limit, &error);
  if (rows == NULL)
    return dex_future_new_for_error (error);
  g_list_store_splice (list, 0, 0, rows->pdata, rows->len);
  return dex_future_new_take_object (g_steal_pointer (&list));
}

static DexFuture *
list_conflicts_fiber (gpointer data)
{
  Call *call = data;

  return await_list (orch_store_list_edit_conflicts (call->sync->store, FALSE, LIST_LIMIT), ORCH_TYPE_EDIT_CONFLICT);
}

static DexFuture *
list_reconciliations_fiber (gpointer data)
{
  Call *call = data;

  return await_list (orch_store_list_reconciliations (call->sync->store, &call->actor, LIST_LIMIT),
                     ORCH_TYPE_RECONCILIATION);
}

/* Returns: (transfer full) (nullable): what it is from now on; %NULL: as the hub has it */
static GObject *
settle (OrchEditConflict *conflict, OrchServiceMergeField kept)
{
  const OrchEditConflictFields *fields = orch_edit_conflict_get_fields (conflict);

  if (kept == 0)
    return NULL;
  if (fields->theirs == NULL || !ORCH_IS_SERVICE (fields->mine))
    return g_object_ref (fields->mine);
  return G_OBJECT (orch_service_settle (ORCH_SERVICE (fields->mine), ORCH_SERVICE (fields->theirs), kept));
}

static DexFuture *
settle_fiber (gpointer data)
{
  Call *call = data;
  g_autoptr (GObject) result = settle (call->conflict, call->kept);
  GError *error = NULL;

  if (!dex_await (orch_store_settle_edit_conflict (call->sync->store, &call->actor,
                                                   orch_edit_conflict_get_fields (call->conflict)->id, result,
                                                   call->kept),
                  &error))
    return dex_future_new_for_error (error);
  orch_sync_kick (call->sync);
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
settle_reconciliation_fiber (gpointer data)
{
  Call *call = data;
  GError *error = NULL;

  if (!dex_await (orch_store_settle_reconciliation (call->sync->store, &call->actor,
                                                    orch_reconciliation_get_fields (call->reconciliation)->id,
                                                    call->take_theirs),
                  &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
load_settings_fiber (gpointer data)
{
  Call *call = data;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  text = dex_await_string (orch_store_get_setting (call->sync->store, ORCH_SYNC_SETTINGS_GROUP), &error);
  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_object (orch_sync_settings_parse (text));
}

static DexFuture *
save_settings_fiber (gpointer data)
{
  Call *call = data;
  g_autofree char *text = orch_sync_settings_to_text (call->settings);
  GError *error = NULL;

  if (!dex_await (orch_store_set_setting (call->sync->store, &call->actor, ORCH_SYNC_SETTINGS_GROUP, text, TRUE),
                  &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
orch_sync_list_runs (OrchSync *self, int kind, guint limit)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);

  Call *call = call_new (self);

  call->kind = kind;
  call->limit = limit;
  return spawn (list_runs_fiber, call);
}

DexFuture *
orch_sync_list_conflicts (OrchSync *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);

  return spawn (list_conflicts_fiber, call_new (self));
}

DexFuture *
orch_sync_settle (OrchSync *self, OrchEditConflict *conflict, OrchServiceMergeField kept)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);
  g_return_val_if_fail (ORCH_IS_EDIT_CONFLICT (conflict), NULL);

  Call *call = call_new_as_person (self);

  if (call != NULL)
    {
      call->conflict = g_object_ref (conflict);
      call->kept = kept;
    }
  return spawn (settle_fiber, call);
}

DexFuture *
orch_sync_list_reconciliations (OrchSync *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);

  if (orch_session_is_locked (self->session))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "The session is locked");
  return spawn (list_reconciliations_fiber, call_new_as_person (self));
}

DexFuture *
orch_sync_settle_reconciliation (OrchSync *self, OrchReconciliation *reconciliation, gboolean take_theirs)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);
  g_return_val_if_fail (ORCH_IS_RECONCILIATION (reconciliation), NULL);

  Call *call = call_new_as_person (self);

  if (call != NULL)
    {
      call->reconciliation = g_object_ref (reconciliation);
      call->take_theirs = take_theirs;
    }
  return spawn (settle_reconciliation_fiber, call);
}

DexFuture *
orch_sync_load_settings (OrchSync *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);

  return spawn (load_settings_fiber, call_new (self));
}

DexFuture *
orch_sync_save_settings (OrchSync *self, OrchSyncSettings *settings)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);
  g_return_val_if_fail (ORCH_IS_SYNC_SETTINGS (settings), NULL);

  Call *call = call_new_as_person (self);

  if (call != NULL)
    call->settings = g_object_ref (settings);
  return spawn (save_settings_fiber, call);
}
