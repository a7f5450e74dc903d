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
  g_clear_object (&run->emr_settings);
  g_clear_object (&run->emr);
  g_clear_object (&run->settings);
  g_clear_object (&run->imports[ORCH_IMPORT_STAFF]);
  g_clear_object (&run->imports[ORCH_IMPORT_SERVICES]);
  g_clear_object (&run->hub);
  g_clear_object (&run->clinic);
  g_clear_pointer (&run->links, orch_hub_links_unref);
  g_clear_pointer (&run->patients, g_hash_table_unref);
  g_clear_pointer (&run->departments, g_ptr_array_unref);
  g_clear_pointer (&run->services, g_ptr_array_unref);
  g_clear_error (&run->error);
  g_clear_error (&run->refused);
  dex_clear (&run->cancelled);
  g_free (run->workstation);
  g_free (run->host);
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
orch_sync_run_count_requests (OrchSyncRun *run)
{
  run->counts.requests = orch_hub_access_get_requests (run->access) - run->hub_requests +
                         (run->emr != NULL ? orch_emr_get_requests (run->emr) : 0);
}

/* Keeps the first thing that could not be done, and whose fault it was. @error: (transfer full) (nullable) */
static void
note (OrchSyncRun *run, OrchSyncPhase phase, const char *host, GError *error)
{
  if (error == NULL)
    return;
  orch_error_translate (&error);
  if (run->error != NULL)
    {
      g_error_free (error);
      return;
    }
  run->error = error;
  run->failed_phase = phase;
  g_set_str (&run->host, host);
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

/* Whether there is an EMR to ask; a clinic without one, or whose connection was left for later, keeps its own records. */
static gboolean
has_emr (OrchSyncRun *run)
{
  return orch_emr_settings_is_connectable (run->emr_settings);
}

static void
await_emr (OrchSyncRun *run)
{
  const char *host = orch_emr_settings_get_value (run->emr_settings, "base-url");
  GError *error = NULL;

  if (!has_emr (run))
    return;
  if (run->wants_key)
    {
      note (run, ORCH_SYNC_PHASE_RECEIVING, NULL,
            g_error_new_literal (ORCH_ERROR, ORCH_ERROR_KEY_CHANGED,
                                 "Another shared key sealed the connection to the EMR"));
      return;
    }
  run->emr = orch_emr_settings_new_emr (run->emr_settings, &error);
  if (run->emr != NULL)
    {
      gboolean done = FALSE;

      orch_sync_await_known_files (run);
      done = orch_sync_await_emr (run, &error) && orch_sync_await_arrivals (run, &error);
      orch_sync_await_keep_files (run);
      if (done)
        return;
    }
  if (run->held && run->automatic)
    g_clear_error (&error);
  note (run, orch_sync_get_phase (run->sync), host, error);
}

/* What the appointments mean for services: even of a reading that did not come to its end. */
static void
await_rules (OrchSyncRun *run)
{
  GError *error = NULL;

  orch_sync_set_phase (run->sync, ORCH_SYNC_PHASE_RULES);
  if (!orch_service_desk_await_rules (run->store, &run->actor, NULL, &error))
    note (run, ORCH_SYNC_PHASE_RULES, NULL, error);
}

/* Whether the hub itself does not answer, or not us. */
static gboolean
is_of_the_hub (const GError *error)
{
  switch (orch_error_code_of (error))
    {
    case ORCH_ERROR_BAD_ANSWER:
    case ORCH_ERROR_INVALID:
    case ORCH_ERROR_NOT_FOUND:
    case ORCH_ERROR_REFUSED:
    case ORCH_ERROR_UNSUPPORTED:
      return FALSE;
    default:
      return TRUE;
    }
}

static void
await_hub (OrchSyncRun *run)
{
  const char *host = orch_hub_access_get_base (run->access);
  GError *error = NULL;

  run->clinic = dex_await_object (orch_store_load_clinic (run->store), &error);
  if (run->clinic != NULL && orch_clinic_get_fields (run->clinic)->hub_id != NULL)
    run->hub = dex_await_object (orch_sync_run_guard (run, orch_hub_access_get_workstation_hub (run->access)), &error);
  /* A connection that cannot be read says nothing of the rest of the hub. */
  if (run->hub != NULL && !orch_sync_await_connection (run, &error) && !is_of_the_hub (error))
    note (run, ORCH_SYNC_PHASE_RECEIVING, host, g_steal_pointer (&error));
  else if (error != NULL)
    g_clear_object (&run->hub);
  if (run->hub != NULL)
    orch_hub_set_emr_vendor (run->hub, orch_clinic_get_fields (run->clinic)->emr_vendor);
  if (run->hub != NULL && !orch_sync_await_changes (run, &error))
    {
      /* A hub that does not answer now is not asked again by this run; one that does not offer what was asked may take the rest. */
      if (!g_error_matches (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED))
        g_clear_object (&run->hub);
      else
        g_clear_error (&error);
    }
  /* A hub that will not list what it holds may take the rest. */
  if (run->hub != NULL && !orch_sync_await_deleted (run, &error))
    {
      if (is_of_the_hub (error))
        g_clear_object (&run->hub);
      else
        g_clear_error (&error);
    }
  /* What says how we stand with the hub knows it from here too, though nothing was to be sent. */
  if (run->hub != NULL)
    orch_outbox_pump_note_exchange (run->pump);
  else if (g_error_matches (error, ORCH_ERROR, ORCH_ERROR_OFFLINE))
    orch_outbox_pump_note_silence (run->pump);
  note (run, ORCH_SYNC_PHASE_RECEIVING, host, error);
}

static void
await_upload (OrchSyncRun *run)
{
  GError *error = NULL;

  if (run->hub == NULL)
    return;
  if (!orch_sync_await_upload (run, &error))
    {
      if (run->held && run->automatic)
        g_clear_error (&error);
      note (run, ORCH_SYNC_PHASE_UPLOADING, orch_hub_access_get_base (run->access), error);
    }
  else if (run->refused != NULL)
    note (run, ORCH_SYNC_PHASE_UPLOADING, orch_hub_access_get_base (run->access), g_steal_pointer (&run->refused));
}

DexFuture *
orch_sync_run_fiber (gpointer data)
{
  OrchSyncRun *run = data;
  g_autofree char *settings = dex_await_string (orch_store_get_setting (run->store, ORCH_SYNC_SETTINGS_GROUP), NULL);

  run->settings = orch_sync_settings_parse (settings);
  orch_sync_await_chart (run);
  orch_sync_set_held_by (run->sync, NULL);
  orch_sync_set_phase (run->sync, ORCH_SYNC_PHASE_SENDING);
  dex_await (orch_sync_run_guard (run, orch_outbox_pump_flush (run->pump)), NULL);
  if (!is_over (run))
    await_hub (run);
  /* Two at once would sign in twice. */
  dex_await (orch_chart_pump_hold (orch_sync_get_charts (run->sync)), NULL);
  if (!is_over (run))
    await_emr (run);
  orch_chart_pump_release (orch_sync_get_charts (run->sync));
  if (!is_over (run))
    await_rules (run);
  if (!is_over (run))
    await_upload (run);
  if (!is_over (run))
    orch_sync_await_retention (run);
  orch_sync_await_release (run);
  is_over (run);
  if (run->error != NULL)
    return dex_future_new_for_error (g_error_copy (run->error));
  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
orch_sync_run_upload_fiber (gpointer data)
{
  OrchSyncRun *run = data;
  g_autoptr (OrchStoreCounts) services = dex_await_boxed (orch_store_count (run->store, ORCH_STORE_SERVICES), NULL);
  g_autoptr (OrchStoreCounts) staff = dex_await_boxed (orch_store_count (run->store, ORCH_STORE_STAFF), NULL);
  GError *error = NULL;

  run->record = -1;
  /* Nobody has the lease of what a person typed: it is on no other workstation. */
  run->has_lease = TRUE;
  run->lease_at = g_get_monotonic_time ();
  if (services == NULL || staff == NULL || services->unsynced + staff->unsynced == 0)
    return dex_future_new_for_boolean (TRUE);
  run->clinic = dex_await_object (orch_store_load_clinic (run->store), NULL);
  if (run->clinic == NULL || orch_clinic_get_fields (run->clinic)->hub_id == NULL)
    return dex_future_new_for_boolean (TRUE);
  run->hub = dex_await_object (orch_sync_run_guard (run, orch_hub_access_get_workstation_hub (run->access)), &error);
  if (run->hub == NULL)
    return dex_future_new_for_error (error);
  orch_hub_set_emr_vendor (run->hub, orch_clinic_get_fields (run->clinic)->emr_vendor);
  if (!orch_sync_await_upload_directory (run, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (TRUE);
}
