/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Patients, their accounts on the portal, the invitations to it and the messages, from the hub into the store. In the fiber of a run, main thread.
 */
#include "orch-sync-private.h"

#include "store/orch-store-portal.h"
#include "orch-message-pull.h"

static gboolean
apply_patients (OrchHubPull *pull, OrchHubPage *page, GError **error)
{
  GPtrArray *records = orch_hub_page_get_records (page);
  g_autoptr (GPtrArray) versions = g_ptr_array_new ();

  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (versions, (gpointer) orch_hub_page_get_version (page, i));
  return dex_await (orch_store_apply_hub_patients (pull->store, pull->actor, records,
                                                   (const char *const *) versions->pdata),
                    error);
}

static gboolean
apply_accounts (OrchHubPull *pull, OrchHubPage *page, GError **error)
{
  return dex_await (orch_store_apply_hub_accounts (pull->store, pull->actor, orch_hub_page_get_records (page)), error);
}

static gboolean
apply_invitations (OrchHubPull *pull, OrchHubPage *page, GError **error)
{
  return dex_await (orch_store_apply_hub_invitations (pull->store, pull->actor, orch_hub_page_get_records (page)),
                    error);
}

/* Accounts, invitations and messages name patients: these come first. */
static const struct
{
  OrchHubPull pull;
  gboolean (*await) (OrchHubPull *pull, GError **error);
} kinds[] = {
  { { .kind = ORCH_HUB_PATIENTS, .cursor = "hub-patients", .apply = apply_patients }, orch_hub_pull_await },
  { { .kind = ORCH_HUB_ACCOUNTS, .cursor = "hub-accounts", .apply = apply_accounts }, orch_hub_pull_await },
  { { .kind = ORCH_HUB_INVITATIONS, .cursor = "hub-invitations", .apply = apply_invitations }, orch_hub_pull_await },
  { { .kind = ORCH_HUB_MESSAGES }, orch_message_pull_await },
};

gboolean
orch_sync_await_portal (OrchSyncRun *run, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      OrchHubPull pull = kinds[i].pull;
      g_autoptr (GError) local_error = NULL;

      orch_sync_fill_pull (run, &pull);
      if (kinds[i].await (&pull, &local_error))
        continue;
      /* A hub that shows none of them to a workstation does without the portal; the rest goes on. */
      if (g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_REFUSED) ||
          g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED))
        continue;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}
