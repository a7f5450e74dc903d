/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-sync-state.h.
 */
#include "orch-sync-state.h"

#include <glib/gi18n.h>

#include "core/orch-error.h"
#include "orch-sync-text.h"
#include "ui/orch-time-text.h"

static void
set_state (OrchSyncState *state, const char *icon, const char *style, const char *title, const char *text)
{
  state->icon = icon;
  state->style = style;
  state->title = g_strdup (title);
  state->text = g_strdup (text);
}

void
orch_sync_state_clear (OrchSyncState *state)
{
  g_free (state->title);
  g_free (state->text);
  *state = (OrchSyncState) { 0 };
}

const GError *
orch_sync_state_get_failure (OrchSync *sync)
{
  const GError *error = NULL;

  g_return_val_if_fail (ORCH_IS_SYNC (sync), NULL);

  error = orch_sync_get_error (sync);
  return error != NULL && orch_error_code_of (error) != ORCH_ERROR_CANCELLED ? error : NULL;
}

void
orch_sync_state_read (OrchEngine *engine, OrchSync *sync, OrchSyncState *state)
{
  const gint64 last = orch_sync_get_last (sync, ORCH_SYNC_RECENT);
  const char *held_by = orch_sync_get_held_by (sync);
  g_autofree char *when = last > 0 ? orch_time_text_dup_when (last) : NULL;
  g_autofree char *text = NULL;
  gboolean online = TRUE;
  guint failed = 0;

  g_return_if_fail (ORCH_IS_ENGINE (engine));
  g_return_if_fail (ORCH_IS_SYNC (sync));
  g_return_if_fail (state != NULL);

  g_object_get (engine, "online", &online, "failed", &failed, NULL);
  if (when != NULL)
    /* translators: %s is a time of day, or a date and a time */
    text = g_strdup_printf (_ ("Last synchronised: %s."), when);
  if (!orch_clinic_has_emr (orch_engine_get_clinic (engine)))
    set_state (state, "orch-emr-symbolic", NULL, _ ("The clinic has no EMR"),
               _ ("Nothing comes in. What is done here is sent to the hub all the same."));
  else if (orch_engine_is_by_hand (engine))
    {
      set_state (state, "orch-emr-symbolic", NULL, _ ("The EMR is not connected yet"),
                 _ ("Its connection is set up on the page Clinic. What is done here is sent to the hub all the same."));
      state->to_clinic = TRUE;
    }
  else if (orch_sync_get_running (sync))
    {
      g_autofree char *title =
          /* translators: what is being synchronised: recent appointments, whole schedule, services */
          g_strdup_printf (_ ("Synchronising: %s"), orch_sync_text_get_kind (orch_sync_get_kind (sync)));

      set_state (state, "orch-sync-symbolic", NULL, title, _ ("You can go on working, and close the window."));
    }
  else if (held_by != NULL)
    {
      /* translators: %s is the name of a workstation */
      g_autofree char *title = g_strdup_printf (_ ("“%s” is synchronising the clinic"), held_by);

      set_state (state, "orch-workstation-symbolic", NULL, title,
                 _ ("One workstation at a time: what it brings arrives here."));
    }
  else if (orch_sync_state_get_failure (sync) != NULL)
    set_state (state, "orch-sync-problem-symbolic", "warning", _ ("The last synchronisation did not do everything"),
               text != NULL ? text : _ ("What had arrived before stays."));
  else if (!online)
    set_state (state, "orch-offline-symbolic", "warning", _ ("Offline"),
               _ ("What you do is kept here and sent when the hub answers again."));
  else if (failed > 0)
    {
      g_autofree char *title = orch_sync_text_dup_undecided (failed);

      set_state (state, "orch-sync-problem-symbolic", "warning", title, text != NULL ? text : "");
    }
  else if (orch_sync_get_paused (sync))
    set_state (state, "orch-sync-waiting-symbolic", NULL, _ ("Paused"), text != NULL ? text : "");
  else if (last == 0)
    set_state (state, "orch-sync-waiting-symbolic", NULL, _ ("Never synchronised yet"),
               _ ("Appointments and their patients come from the EMR with the first synchronisation."));
  else
    set_state (state, "orch-sync-done-symbolic", "success", _ ("Up to date"), text);
}
