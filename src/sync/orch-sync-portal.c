/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Patients, their accounts on the portal, the invitations to it and the messages, from the hub into the store. In the fiber of a run, main thread.
 */
#include "orch-sync-private.h"

#include "orch-message-pull.h"
#include "orch-portal-pull.h"

gboolean
orch_sync_await_portal (OrchSyncRun *run, GError **error)
{
  /* Accounts, invitations and messages name patients: these come first. */
  static const OrchHubKind kinds[] = { ORCH_HUB_PATIENTS, ORCH_HUB_ACCOUNTS, ORCH_HUB_INVITATIONS };
  g_autoptr (GError) local_error = NULL;
  OrchHubPull messages = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      OrchHubPull pull = { .kind = kinds[i] };

      orch_sync_fill_pull (run, &pull);
      if (!orch_portal_pull_await (&pull, error))
        return FALSE;
    }
  orch_sync_fill_pull (run, &messages);
  if (orch_message_pull_await (&messages, &local_error) || orch_portal_pull_passes (local_error))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
