/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The order of a run. The EMR and the hub fail apart: what one of them cannot do is noted, and the other's part goes on. A store
 * that fails, and a cancel, end the run. Main thread.
 */
#include "orch-sync-private.h"

void
orch_sync_run_free (OrchSyncRun *run)
{
  g_clear_object (&run->sync);
  g_clear_object (&run->store);
  g_clear_object (&run->access);
  g_clear_object (&run->pump);
  g_clear_object (&run->emr);
  g_clear_object (&run->imports[ORCH_IMPORT_STAFF]);
  g_clear_object (&run->imports[ORCH_IMPORT_SERVICES]);
  g_clear_object (&run->hub);
  g_clear_object (&run->clinic);
  g_clear_pointer (&run->departments, g_ptr_array_unref);
  g_clear_pointer (&run->services, g_ptr_array_unref);
  g_clear_error (&run->error);
  dex_clear (&run->cancelled);
  g_free (run->workstation);
  g_free (run);
}

DexFuture *
orch_sync_run_guard (OrchSyncRun *run, DexFuture *future)
{
  return dex_future_first (future, dex_ref (DEX_FUTURE (run->cancelled)), NULL);
}

gboolean
orch_sync_run_is_cancelled (OrchSyncRun *run)
{
  return !dex_future_is_pending (DEX_FUTURE (run->cancelled));
}

void
orch_sync_run_note (OrchSyncRun *run, GError *error)
{
  if (error == NULL)
    return;
  orch_error_translate (&error);
  if (run->error == NULL)
    run->error = error;
  else
    g_error_free (error);
}

/* Whether the run must end: cancelled, or the store itself failed. */
static gboolean
is_over (OrchSyncRun *run)
{
  if (orch_sync_run_is_cancelled (run))
    {
      g_clear_error (&run->error);
      g_set_error_literal (&run->error, ORCH_ERROR, ORCH_ERROR_CANCELLED, "Cancelled");
      return TRUE;
    }
  return g_error_matches (run->error, ORCH_ERROR, ORCH_ERROR_DISK_FULL) ||
         g_error_matches (run->error, ORCH_ERROR, ORCH_ERROR_DAMAGED);
}

static void
on_import_changed (OrchImportRun *import, GParamSpec *pspec, OrchSyncRun *run)
{
  orch_sync_set_progress (run->sync, orch_import_run_get_done (import), orch_import_run_get_total (import));
}

static void
on_import_ended (OrchImportRun *import, GParamSpec *pspec, DexPromise *ended)
{
  if (orch_import_run_get_state (import) != ORCH_IMPORT_RUNNING && dex_future_is_pending (DEX_FUTURE (ended)))
    dex_promise_resolve_boolean (ended, TRUE);
}

/* An import that a person has started already is the one that is wanted. */
static DexFuture *
start_import (OrchSyncRun *run, OrchImportRun *import, GError **error)
{
  g_autoptr (OrchEmr) emr = NULL;

  if (orch_import_run_get_state (import) == ORCH_IMPORT_RUNNING)
    {
      DexPromise *ended = dex_promise_new ();

      g_signal_connect_data (import, "notify::state", G_CALLBACK (on_import_ended), dex_ref (ended),
                             (GClosureNotify) (GCallback) dex_unref, G_CONNECT_DEFAULT);
      return DEX_FUTURE (ended);
    }
  emr = orch_emr_settings_new_emr (run->emr, error);
  if (emr == NULL)
    return NULL;
  return orch_import_run_start (import, emr, run->store, &run->actor);
}

static gboolean
await_import (OrchSyncRun *run, OrchImportKind kind, OrchSyncPhase phase, GError **error)
{
  OrchImportRun *import = run->imports[kind];
  DexFuture *future = NULL;
  gulong changed = 0;

  orch_sync_set_phase (run->sync, phase);
  future = start_import (run, import, error);
  if (future == NULL)
    return FALSE;
  changed = g_signal_connect (import, "notify::done", G_CALLBACK (on_import_changed), run);
  dex_await (orch_sync_run_guard (run, future), NULL);
  g_signal_handler_disconnect (import, changed);
  if (orch_sync_run_is_cancelled (run))
    {
      orch_import_run_cancel (import);
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_CANCELLED, "Cancelled");
      return FALSE;
    }
  if (orch_import_run_get_state (import) == ORCH_IMPORT_FAILED)
    {
      g_propagate_error (error, g_error_copy (orch_import_run_get_error (import)));
      return FALSE;
    }
  return TRUE;
}

/* Whether there is an EMR to ask; a standalone clinic keeps its own records. */
static gboolean
has_emr (OrchSyncRun *run)
{
  const char *vendor = orch_emr_settings_get_vendor (run->emr);

  return vendor != NULL && !g_str_equal (vendor, ORCH_EMR_VENDOR_NONE);
}

static void
await_emr (OrchSyncRun *run)
{
  GError *error = NULL;

  if (!has_emr (run))
    return;
  if (!await_import (run, ORCH_IMPORT_STAFF, ORCH_SYNC_PHASE_STAFF, &error) ||
      !await_import (run, ORCH_IMPORT_SERVICES, ORCH_SYNC_PHASE_SERVICES, &error))
    orch_sync_run_note (run, error);
}

static gboolean
await_hub (OrchSyncRun *run)
{
  GError *error = NULL;

  g_clear_object (&run->clinic);
  run->clinic = dex_await_object (orch_store_load_clinic (run->store), &error);
  if (run->clinic != NULL && orch_clinic_get_fields (run->clinic)->hub_id != NULL)
    run->hub = dex_await_object (orch_sync_run_guard (run, orch_hub_access_get_workstation_hub (run->access)), &error);
  if (run->hub != NULL)
    orch_hub_set_emr_vendor (run->hub, orch_clinic_get_fields (run->clinic)->emr_vendor);
  orch_sync_run_note (run, error);
  return run->hub != NULL;
}

static void
await_upload (OrchSyncRun *run)
{
  GError *error = NULL;

  if (!orch_sync_await_upload (run, &error))
    orch_sync_run_note (run, error);
}

DexFuture *
orch_sync_run_fiber (gpointer data)
{
  OrchSyncRun *run = data;
  gboolean has_hub = FALSE;

  orch_sync_set_phase (run->sync, ORCH_SYNC_PHASE_SENDING);
  dex_await (orch_sync_run_guard (run, orch_outbox_pump_flush (run->pump)), NULL);
  if (!is_over (run))
    has_hub = await_hub (run);
  if (!is_over (run))
    await_emr (run);
  if (!is_over (run) && has_hub)
    await_upload (run);
  is_over (run);
  if (run->error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&run->error));
  return dex_future_new_for_boolean (TRUE);
}
