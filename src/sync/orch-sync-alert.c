/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the platform support is told of a synchronisation that fails: once a cause, until the cause changes or goes away. A network that
 * is down, a hub that wants to be left alone, a keyring that is locked are nobody's to mend there. In the fiber of a run, main thread.
 */
#include "orch-sync-private.h"

#define SETTING "sync-alert"

static const char *const steps[] = {
  [ORCH_SYNC_PHASE_IDLE] = "idle",           [ORCH_SYNC_PHASE_SENDING] = "sending",
  [ORCH_SYNC_PHASE_RECEIVING] = "receiving", [ORCH_SYNC_PHASE_STAFF] = "staff",
  [ORCH_SYNC_PHASE_SERVICES] = "services",   [ORCH_SYNC_PHASE_SCHEDULES] = "schedules",
  [ORCH_SYNC_PHASE_SLOTS] = "slots",         [ORCH_SYNC_PHASE_APPOINTMENTS] = "appointments",
  [ORCH_SYNC_PHASE_PATIENTS] = "patients",   [ORCH_SYNC_PHASE_RULES] = "rules",
  [ORCH_SYNC_PHASE_UPLOADING] = "uploading",
};

/* Whether somebody can do something about it there. */
static gboolean
is_for_support (const GError *error)
{
  switch (orch_error_code_of (error))
    {
    case ORCH_ERROR_REFUSED:
    case ORCH_ERROR_INVALID:
    case ORCH_ERROR_NOT_FOUND:
    case ORCH_ERROR_SERVER_FAULT:
    case ORCH_ERROR_BAD_ANSWER:
    case ORCH_ERROR_SIGN_IN_AGAIN:
    case ORCH_ERROR_UNTRUSTED:
    case ORCH_ERROR_FAILED:
      return TRUE;
    default:
      return FALSE;
    }
}

void
orch_sync_await_alert (OrchSyncRun *run)
{
  g_autofree char *told = dex_await_string (orch_store_get_setting (run->store, SETTING), NULL);
  g_autofree char *cause = NULL;
  g_autofree char *id = NULL;

  if (run->error == NULL)
    {
      if (told != NULL && !(run->held && run->automatic))
        dex_await (orch_store_set_setting (run->store, &run->actor, SETTING, NULL, FALSE), NULL);
      return;
    }
  if (!is_for_support (run->error))
    return;
  cause = g_strdup_printf ("%s %s", steps[run->failed_phase], orch_error_get_nick (run->error->code));
  if (g_strcmp0 (cause, told) == 0 ||
      !dex_await (orch_store_set_setting (run->store, &run->actor, SETTING, cause, FALSE), NULL))
    return;
  id = g_uuid_string_random ();
  dex_await (orch_outbox_pump_send_alert (run->pump, &run->actor,
                                          &(OrchHubAlert) {
                                              .id = id,
                                              .reason = "import-failed",
                                              .description = "A synchronisation failed.",
                                              .step = steps[run->failed_phase],
                                              .server_words = run->error->message,
                                          }),
             NULL);
}
