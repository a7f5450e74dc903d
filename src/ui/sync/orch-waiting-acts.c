/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-waiting-acts.h.
 */
#include "orch-waiting-acts.h"

#include <glib/gi18n.h>

#include "ui/widgets/orch-alert.h"
#include "ui/widgets/orch-plain-text.h"

typedef struct
{
  OrchSync *sync;
  AdwToastOverlay *toasts;
  gint64 seq;
  const char *done; /* what is told once it is done */
} Asked;

static void
asked_free (gpointer data, GClosure *closure)
{
  Asked *asked = data;

  g_object_unref (asked->sync);
  g_object_unref (asked->toasts);
  g_free (asked);
}

static void
on_response (AdwAlertDialog *dialog, const char *response, Asked *asked)
{
  if (g_str_equal (response, "give-up"))
    orch_plain_tell_outcome (asked->toasts, orch_sync_give_up (asked->sync, asked->seq), asked->done);
}

void
orch_waiting_retry (AdwToastOverlay *toasts, OrchSync *sync, gint64 seq)
{
  g_return_if_fail (ADW_IS_TOAST_OVERLAY (toasts));
  g_return_if_fail (sync == NULL || ORCH_IS_SYNC (sync));

  if (sync != NULL)
    orch_plain_tell_outcome (toasts, orch_sync_retry (sync, seq), NULL);
}

static void
ask (GtkWidget *page, AdwToastOverlay *toasts, OrchSync *sync, gint64 seq, const char *title, const char *body,
     const char *yes, const char *done)
{
  AdwDialog *dialog = adw_alert_dialog_new (title, body);
  Asked *asked = NULL;

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "keep", _ ("_Keep It"), "give-up", yes, NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "give-up", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "keep");
  asked = g_new0 (Asked, 1);
  asked->sync = g_object_ref (sync);
  asked->toasts = g_object_ref (toasts);
  asked->seq = seq;
  asked->done = done;
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_response), asked, asked_free, G_CONNECT_DEFAULT);
  orch_alert_present (dialog, page);
}

void
orch_waiting_give_up (GtkWidget *page, AdwToastOverlay *toasts, OrchSync *sync, gint64 seq, gboolean document)
{
  g_return_if_fail (GTK_IS_WIDGET (page));
  g_return_if_fail (ADW_IS_TOAST_OVERLAY (toasts));
  g_return_if_fail (sync == NULL || ORCH_IS_SYNC (sync));

  if (sync == NULL)
    return;
  if (document)
    ask (page, toasts, sync, seq, _ ("Remove the document from this list?"),
         _ ("It is not sent to the patient’s chart any more. Look first whether it is there."), _ ("_Remove"),
         _ ("Removed from the list."));
  else
    ask (page, toasts, sync, seq, _ ("Give up the change?"),
         _ ("It is again as the hub has it. What was chosen here is lost."), _ ("_Give Up"),
         _ ("Given up: it is as the hub has it."));
}
