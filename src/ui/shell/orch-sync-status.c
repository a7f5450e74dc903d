/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-sync-status.h.
 */
#include "orch-sync-status.h"

#include <glib/gi18n.h>

#include "core/orch-error.h"
#include "ui/orch-time-text.h"
#include "ui/sync/orch-sync-text.h"

/* Whether the last run did not do everything: nobody ended it, and no other is under way */
static gboolean
has_failed (OrchEngine *engine)
{
  OrchSync *sync = orch_engine_get_sync (engine);
  const GError *error = sync != NULL && !orch_sync_get_running (sync) ? orch_sync_get_error (sync) : NULL;

  return error != NULL && orch_error_code_of (error) != ORCH_ERROR_CANCELLED;
}

char *
orch_sync_status_dup_text (OrchEngine *engine, const char **icon)
{
  g_autofree char *when = NULL;
  gboolean online = FALSE;
  guint waiting = 0;
  guint failed = 0;
  gint64 last = 0;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (icon != NULL, NULL);

  g_object_get (engine, "online", &online, "waiting", &waiting, "failed", &failed, "last-sync", &last, NULL);
  if (failed > 0)
    {
      *icon = "orch-sync-problem-symbolic";
      return orch_sync_text_dup_undecided (failed);
    }
  if (!online)
    {
      *icon = "orch-offline-symbolic";
      if (waiting == 0)
        return g_strdup (_ ("Offline: what you do is kept and sent later"));
      /* translators: %u is a number of changes */
      return g_strdup_printf (ngettext ("Offline: %'u change will be sent later",
                                        "Offline: %'u changes will be sent later", waiting),
                              waiting);
    }
  if (waiting > 0)
    {
      *icon = "orch-sync-waiting-symbolic";
      /* translators: %u is a number of changes */
      return g_strdup_printf (ngettext ("Sending %'u change…", "Sending %'u changes…", waiting), waiting);
    }
  if (has_failed (engine))
    {
      *icon = "orch-sync-problem-symbolic";
      return g_strdup (_ ("The last synchronisation did not do everything"));
    }
  *icon = "orch-sync-done-symbolic";
  if (last == 0)
    return g_strdup (_ ("Everything is kept on this workstation"));
  when = orch_time_text_dup_when (last);
  /* translators: %s is a time of day, or a date and a time */
  return g_strdup_printf (_ ("Up to date with the hub at %s"), when);
}
