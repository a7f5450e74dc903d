/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What is kept of the runs. A run writes its record when it has something to write, or when it did not do everything. One that found
 * nothing new writes nothing at all: it is remembered until the next record is written, which takes the last of such runs with it, or until the
 * program ends. A program that is killed forgets that much: its first run comes five seconds after its start. In the fibers of runs, main thread.
 */
#include "orch-sync-private.h"

#include "core/orch-clock.h"

static OrchActor
get_actor (OrchSync *self)
{
  return (OrchActor) { .id = self->workstation,
                       .permission = ORCH_PERMISSION_WORKSTATION,
                       .workstation = self->workstation };
}

void
orch_sync_await_idle_record (OrchSync *self)
{
  g_autoptr (OrchSyncRecord) idle = g_steal_pointer (&self->idle);
  const OrchActor actor = get_actor (self);

  if (idle != NULL)
    dex_await (orch_store_add_sync (self->store, &actor, idle), NULL);
}

gboolean
orch_sync_await_record (OrchSyncRun *run, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (run->record != 0)
    return TRUE;
  orch_sync_await_idle_record (run->sync);
  run->record = dex_await_int64 (orch_store_begin_sync (run->store, &run->actor, run->kind), &local_error);
  if (local_error == NULL)
    return TRUE;
  run->record = 0;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static OrchSyncRecord *
new_idle_record (OrchSyncRun *run)
{
  return orch_sync_record_new (&(OrchSyncRecordFields) {
      .kind = run->kind,
      .state = ORCH_STORE_RUN_SUCCEEDED,
      .started = run->began,
      .ended = orch_clock_now_us (),
      .error_code = -1,
      .counts = run->counts,
  });
}

OrchSyncRecord *
orch_sync_await_end_record (OrchSyncRun *run, OrchStoreRunState state, const GError *error)
{
  if (run->record == 0 && state == ORCH_STORE_RUN_SUCCEEDED)
    {
      g_clear_object (&run->sync->idle);
      run->sync->idle = new_idle_record (run);
      return g_object_ref (run->sync->idle);
    }
  g_assert (run->record >= 0);

  if (!orch_sync_await_record (run, NULL))
    return NULL;
  return dex_await_object (orch_store_finish_sync (run->store, &run->actor, run->record, state, &run->counts, error,
                                                   run->host),
                           NULL);
}

GPtrArray *
orch_sync_await_runs (OrchSync *self, int kind, guint limit, GError **error)
{
  g_autoptr (GPtrArray) runs = dex_await_boxed (orch_store_list_sync_runs (self->store, kind, limit), error);

  if (runs == NULL)
    return NULL;
  if (self->idle != NULL && (kind < 0 || orch_sync_record_get_fields (self->idle)->kind == kind) && limit > 0)
    {
      g_ptr_array_insert (runs, 0, g_object_ref (self->idle));
      g_ptr_array_set_size (runs, (int) MIN (runs->len, limit));
    }
  return g_steal_pointer (&runs);
}
