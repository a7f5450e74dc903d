/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a run lets leave the workstation: the text of conversations that have been complete for long enough. Without the hub too: what leaves is there
 * already. See orch-store-messages.h. Main thread.
 */
#include "orch-sync-private.h"
#include "store/orch-store-messages.h"

#define AT_ONCE 20      /* a message's files are megabytes, and somebody may be typing meanwhile */
#define STEPS_MAX 20000 /* of the index: 5,000,000 pages, more than any clinic has: the next run goes on */

void
orch_sync_await_retention (OrchSyncRun *run)
{
  g_autoptr (GError) error = NULL;
  guint n = AT_ONCE;
  gboolean more = TRUE;

  while (n == AT_ONCE && error == NULL && !orch_sync_run_is_cancelled (run))
    n = dex_await_uint (orch_store_let_texts_leave (run->store, &run->actor, AT_ONCE), &error);
  for (guint i = 0; more && i < STEPS_MAX && error == NULL && !orch_sync_run_is_cancelled (run); i++)
    more = dex_await_boolean (orch_store_forget_words (run->store, &run->actor), &error);
  /* The next run does it: nothing of this one depends on it. */
  if (error != NULL)
    g_warning ("Texts did not leave: %s", error->message);
}
