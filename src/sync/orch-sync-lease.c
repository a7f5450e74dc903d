/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Whose turn it is: one workstation of a clinic at a time reads the EMR and fills the hub. It is asked for when there is work, so that a
 * run that finds nothing new costs nothing; nothing depends on it: two that both believe it is theirs do each other no harm. In the
 * fiber of a run, main thread.
 */
#include "orch-sync-private.h"

#define LEASE_S 120 /* a workstation that died is waited for so long, by the hub's clock */
#define RENEW_US (LEASE_S / 3 * G_GINT64_CONSTANT (1000000))

static OrchHubHolder
get_holder (OrchSyncRun *run)
{
  return (OrchHubHolder) { .workstation_id = run->workstation, .name = g_get_host_name () };
}

gboolean
orch_sync_await_turn (OrchSyncRun *run, GError **error)
{
  const gint64 now = g_get_monotonic_time ();
  const OrchHubHolder holder = get_holder (run);
  g_autoptr (OrchHubLease) lease = NULL;

  /* What needs the turn is about to write. */
  if (!orch_sync_await_record (run, error))
    return FALSE;
  if (run->hub == NULL || run->held || (run->has_lease && now - run->lease_at < RENEW_US))
    return TRUE;
  /* A hub that cannot say goes without. */
  lease = dex_await_object (
      orch_sync_run_guard (run, orch_hub_take_lease (run->hub, orch_clinic_get_fields (run->clinic)->hub_id,
                                                     orch_clinic_get_id (run->clinic), &holder, LEASE_S)),
      NULL);
  if (orch_sync_run_is_cancelled (run))
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_CANCELLED, "Cancelled");
      return FALSE;
    }
  run->lease_at = now;
  run->has_lease = TRUE;
  run->is_mine = lease != NULL && orch_hub_lease_get_state (lease) == ORCH_HUB_LEASE_MINE;
  if (lease == NULL || orch_hub_lease_get_state (lease) != ORCH_HUB_LEASE_HELD)
    return TRUE;

  run->held = TRUE;
  orch_sync_set_held_by (run->sync, orch_hub_lease_get_holder (lease) != NULL ? orch_hub_lease_get_holder (lease) : "");
  /* Who pressed the button gets what the EMR says now; filling the hub is left to the other one. */
  if (!run->automatic)
    return TRUE;
  g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_THROTTLED, "Another workstation is at it");
  return FALSE;
}

void
orch_sync_await_release (OrchSyncRun *run)
{
  const OrchHubHolder holder = get_holder (run);

  if (run->hub != NULL && run->is_mine)
    dex_await (orch_hub_release_lease (run->hub, orch_clinic_get_fields (run->clinic)->hub_id,
                                       orch_clinic_get_id (run->clinic), &holder),
               NULL);
  run->is_mine = FALSE;
}
