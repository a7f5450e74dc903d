/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Whether the connection to the EMR was changed on another workstation. Sealed with the shared key that this one has, the new one is taken;
 * sealed with another, the EMR is left alone until a person types it: what the former connection still answers may be of an EMR that is
 * no longer the clinic's. In the fiber of a run, main thread.
 */
#include "orch-sync-private.h"

#include "core/orch-error.h"
#include "orch-emr-change.h"

/* What was changed here and is not sent yet is what the hub will have. */
static gboolean
await_has_own (OrchSyncRun *run)
{
  g_autoptr (OrchOutboxRow) row =
      dex_await_object (orch_store_outbox_find (run->store, NULL, "emr", orch_clinic_get_id (run->clinic)), NULL);

  return row != NULL && orch_outbox_row_get_fields (row)->state != ORCH_OUTBOX_SENT;
}

static gboolean
await_take (OrchSyncRun *run, OrchHubClinic *connection, GError **error)
{
  g_autoptr (OrchClinic) clinic = NULL;

  if (!orch_emr_change_await_take (run->store, run->workstation, run->emr_settings, connection, NULL,
                                   ORCH_EMR_CHANGE_TAKEN, error))
    return FALSE;
  clinic = dex_await_object (orch_store_load_clinic (run->store), error);
  if (clinic == NULL)
    return FALSE;
  g_set_object (&run->clinic, clinic);
  orch_sync_tell_emr_changed (run->sync);
  return TRUE;
}

/* The same as here; the store may lag behind the keyring, when the program ended between the two. */
static gboolean
await_note (OrchSyncRun *run, const char *vendor, GBytes *sealed, gboolean opened, GError **error)
{
  g_autofree char *kept = dex_await_string (orch_store_get_setting (run->store, "emr"), NULL);
  g_autofree char *text = orch_emr_settings_to_text (run->emr_settings);
  g_autofree char *seen = orch_emr_change_dup_seen (vendor, sealed);

  if (opened && g_strcmp0 (kept, text) != 0)
    return dex_await (orch_store_take_emr (run->store, &run->actor, vendor, text, seen, NULL), error);
  return orch_emr_change_await_note (run->store, run->workstation, vendor, sealed, error);
}

static gboolean
await_ask_for_key (OrchSyncRun *run, const char *seen, GError **error)
{
  run->wants_key = TRUE;
  if (!dex_await (orch_store_take_emr (run->store, &run->actor, NULL, NULL, seen, ORCH_EMR_CHANGE_WANTS_KEY), error))
    return FALSE;
  orch_sync_tell_emr_changed (run->sync);
  return TRUE;
}

/* It is not the one that was seen last: ours, sealed anew or seen for the first time; or another. */
static gboolean
await_look (OrchSyncRun *run, OrchHubClinic *connection, const char *seen, gboolean first, GError **error)
{
  const char *vendor = orch_clinic_get_fields (orch_hub_clinic_get_clinic (connection))->emr_vendor;
  GBytes *sealed = orch_hub_clinic_get_sealed (connection);
  gboolean same = FALSE;
  gboolean opened = FALSE;
  GError *local_error = NULL;

  if (sealed == NULL)
    same = g_strcmp0 (vendor, orch_emr_settings_get_vendor (run->emr_settings)) == 0;
  else
    same = dex_await_boolean (orch_emr_settings_compare (run->emr_settings, sealed), &local_error);

  /* Joined without the key, it has never been asked for: that is no change. */
  if (g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND) && first)
    {
      g_clear_error (&local_error);
      same = TRUE;
    }
  else
    opened = same && sealed != NULL;
  if (g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND) ||
      g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_WRONG_KEY))
    {
      g_clear_error (&local_error);
      return await_ask_for_key (run, seen, error);
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  return same ? await_note (run, vendor, sealed, opened, error) : await_take (run, connection, error);
}

gboolean
orch_sync_await_connection (OrchSyncRun *run, GError **error)
{
  const char *hub_id = orch_clinic_get_fields (run->clinic)->hub_id;
  g_autoptr (OrchHubClinic) connection = NULL;
  g_autofree char *known = NULL;
  g_autofree char *notice = NULL;
  g_autofree char *seen = NULL;
  const char *vendor = NULL;

  known = dex_await_string (orch_store_get_setting (run->store, ORCH_STORE_EMR_SEEN), NULL);
  notice = dex_await_string (orch_store_get_setting (run->store, ORCH_STORE_EMR_NOTICE), NULL);
  run->wants_key = g_strcmp0 (notice, ORCH_EMR_CHANGE_WANTS_KEY) == 0;
  if (await_has_own (run))
    return TRUE;
  connection = dex_await_object (orch_sync_run_guard (run, orch_hub_fetch_connection (run->hub, hub_id)), error);
  if (connection == NULL)
    return FALSE;
  vendor = orch_clinic_get_fields (orch_hub_clinic_get_clinic (connection))->emr_vendor;
  seen = orch_emr_change_dup_seen (vendor, orch_hub_clinic_get_sealed (connection));
  /* A hub that says nothing of EMRs has nothing to be noticed. */
  if (vendor == NULL)
    return TRUE;
  if (g_strcmp0 (seen, known) == 0)
    {
      if (orch_hub_clinic_get_sealed (connection) != NULL)
        orch_emr_change_await_confirm (run->store, run->hub, run->workstation, hub_id, seen);
      return TRUE;
    }
  run->wants_key = FALSE;
  return await_look (run, connection, seen, known == NULL, error);
}
