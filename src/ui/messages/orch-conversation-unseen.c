/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchConversationPane: the notice that the patient has not opened a message for days. See orch-conversation-pane-private.h.
 */
#include <glib/gi18n.h>

#include "core/orch-clock.h"
#include "orch-conversation-pane-private.h"
#include "ui/orch-time-text.h"

void
orch_conversation_pane_show_unseen (OrchConversationPane *self)
{
  const OrchConversationFields *f =
      self->conversation != NULL ? orch_conversation_get_fields (self->conversation) : NULL;
  OrchMessage *message = f != NULL && f->status == ORCH_CONVERSATION_IN_PROGRESS && self->unseen_days > 0
                             ? orch_message_thread_find_unseen (orch_message_view_get_thread (self->view))
                             : NULL;
  const gint64 past = message != NULL ? orch_clock_now_us () - orch_message_get_fields (message)->sent_us : 0;
  const guint days = (guint) (MAX (0, past) / G_TIME_SPAN_DAY);
  const gboolean told = message != NULL && days >= self->unseen_days;

  gtk_widget_set_visible (self->unseen_notice, told);
  if (told)
    {
      g_autofree char *when = orch_time_text_dup_when (orch_message_get_fields (message)->sent_us);
      /* translators: %u is a number of days, %s a date and a time */
      const char *format = ngettext ("Not opened by the patient, %'u day later: your message of %s.",
                                     "Not opened by the patient, %'u days later: your message of %s.", days);
      g_autofree char *fact = g_strdup_printf (format, days, when);
      g_autofree char *text = g_strconcat (fact, " ", _ ("Phone them if it cannot wait."), NULL);

      gtk_label_set_label (self->unseen, text);
    }
}
