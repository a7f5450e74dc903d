/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The patients whom the appointments brought: how many, who, and which of their protected fields the EMR gives otherwise. Whoever reads
 * is in the journal before they see anything (security.md 10). Main thread.
 */
#include "orch-sync-private.h"

#define RECONCILIATIONS_MAX 2000
#define PATIENTS_MAX 20000

typedef struct
{
  OrchSync *sync;
  OrchReconciliation *reconciliation; /* (nullable) */
  OrchActor actor;                    /* its strings are owned here */
  gboolean take_theirs;
} Call;

static void
call_free (Call *call)
{
  g_clear_object (&call->sync);
  g_clear_object (&call->reconciliation);
  g_free ((char *) call->actor.id);
  g_free ((char *) call->actor.workstation);
  g_free (call);
}

/* Returns: (transfer full): a future that rejects what the person who is there may not do */
static DexFuture *
spawn (OrchSync *self, DexFiberFunc fiber, OrchReconciliation *reconciliation, gboolean take_theirs)
{
  const OrchActor *actor = orch_session_get_actor (self->session);
  Call *call = NULL;

  if (orch_session_is_locked (self->session))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "The session is locked");
  if (actor == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody is signed in");
  if (!orch_session_allows (self->session, ORCH_ACT_READ_APPOINTMENTS))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "The session does not allow it");
  call = g_new0 (Call, 1);
  call->sync = g_object_ref (self);
  call->reconciliation = reconciliation != NULL ? g_object_ref (reconciliation) : NULL;
  call->take_theirs = take_theirs;
  call->actor = (OrchActor) { .id = g_strdup (actor->id),
                              .permission = actor->permission,
                              .workstation = g_strdup (actor->workstation) };
  return dex_scheduler_spawn (NULL, 0, fiber, call, (GDestroyNotify) call_free);
}

/* One entry for each patient, in order of the list. */
static gboolean
await_journal (Call *call, GPtrArray *reconciliations, GError **error)
{
  const char *last = NULL;

  for (guint i = 0; i < reconciliations->len; i++)
    {
      const OrchReconciliationFields *fields = orch_reconciliation_get_fields (g_ptr_array_index (reconciliations, i));
      const char *id = orch_patient_get_fields (fields->patient)->id;

      if (g_strcmp0 (id, last) == 0)
        continue;
      if (!dex_await (orch_store_append_journal (call->sync->store, &call->actor, "reconciliation-read", NULL, id,
                                                 NULL),
                      error))
        return FALSE;
      last = id;
    }
  return TRUE;
}

static DexFuture *
list_reconciliations_fiber (gpointer data)
{
  Call *call = data;
  g_autoptr (GListStore) list = g_list_store_new (ORCH_TYPE_RECONCILIATION);
  g_autoptr (GPtrArray) rows = NULL;
  GError *error = NULL;

  rows =
      dex_await_boxed (orch_store_list_reconciliations (call->sync->store, &call->actor, RECONCILIATIONS_MAX), &error);
  if (rows == NULL || !await_journal (call, rows, &error))
    return dex_future_new_for_error (error);
  g_list_store_splice (list, 0, 0, rows->pdata, rows->len);
  return dex_future_new_take_object (g_steal_pointer (&list));
}

static DexFuture *
settle_fiber (gpointer data)
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
list_patients_fiber (gpointer data)
{
  Call *call = data;
  g_autoptr (GListStore) list = g_list_store_new (ORCH_TYPE_PATIENT);
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *detail = NULL;
  GError *error = NULL;

  rows = dex_await_boxed (orch_store_list_patients (call->sync->store, &call->actor, PATIENTS_MAX), &error);
  if (rows == NULL)
    return dex_future_new_for_error (error);
  detail = g_strdup_printf ("n=%u", rows->len);
  if (!dex_await (orch_store_append_journal (call->sync->store, &call->actor, "patients-listed", NULL, NULL, detail),
                  &error))
    return dex_future_new_for_error (error);
  g_list_store_splice (list, 0, 0, rows->pdata, rows->len);
  return dex_future_new_take_object (g_steal_pointer (&list));
}

DexFuture *
orch_sync_count_patients (OrchSync *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);

  if (!orch_session_allows (self->session, ORCH_ACT_READ_APPOINTMENTS))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "The session does not allow it");
  return orch_store_count_patients (self->store);
}

DexFuture *
orch_sync_list_patients (OrchSync *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);

  return spawn (self, list_patients_fiber, NULL, FALSE);
}

DexFuture *
orch_sync_list_reconciliations (OrchSync *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);

  return spawn (self, list_reconciliations_fiber, NULL, FALSE);
}

DexFuture *
orch_sync_settle_reconciliation (OrchSync *self, OrchReconciliation *reconciliation, gboolean take_theirs)
{
  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);
  g_return_val_if_fail (ORCH_IS_RECONCILIATION (reconciliation), NULL);

  return spawn (self, settle_fiber, reconciliation, take_theirs);
}
