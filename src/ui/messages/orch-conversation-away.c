/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchConversationPane: the text that left this workstation, and comes from the hub again. See orch-conversation-pane-private.h. Source: security.md 9.
 */
#include <glib/gi18n.h>

#include "orch-conversation-pane-private.h"
#include "ui/orch-error-text.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-plain-text.h"

void
orch_conversation_pane_show_away (OrchConversationPane *self)
{
  const gboolean away = self->conversation != NULL && orch_conversation_get_fields (self->conversation)->text_left;
  g_autofree char *why = away && self->away_error != NULL ? orch_error_text_dup (self->away_error) : NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->away), away);
  gtk_widget_set_visible (GTK_WIDGET (self->view), !away);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "conversation.fetch", away && !self->fetching);
  if (!away)
    {
      orch_get_help_beside (self->away, NULL);
      return;
    }
  text = self->fetching
             ? g_strdup (_ ("It is being fetched from the hub…"))
             : g_strconcat (_ ("The text of a completed conversation leaves this workstation after some days, and is "
                               "on the hub: to read it again, fetch it. The journal says who did."),
                            why != NULL ? "\n\n" : NULL, why, NULL);
  orch_plain_set_description (GTK_WIDGET (self->away), text);
  orch_get_help_beside (self->away, why != NULL && !self->fetching ? self->away_error : NULL);
}

OrchConversation *
orch_conversation_pane_await_text (OrchPaneCall *call, OrchConversation *conversation)
{
  OrchConversationPane *self = call->pane;
  g_autoptr (OrchConversation) known = conversation;
  GError *error = NULL;
  OrchConversation *whole = NULL;

  if (!orch_conversation_get_fields (known)->text_left || call->serial != self->serial)
    return g_steal_pointer (&known);
  g_set_object (&self->conversation, known);
  g_clear_error (&self->away_error);
  self->fetching = TRUE;
  orch_conversation_pane_show (self);
  if (dex_await (orch_message_desk_fetch (self->desk, call->id), &error))
    whole = dex_await_object (orch_message_desk_find (self->desk, call->id), &error);
  if (call->serial == self->serial)
    {
      self->fetching = FALSE;
      self->away_error = g_steal_pointer (&error);
    }
  g_clear_error (&error);
  return whole != NULL ? whole : g_steal_pointer (&known);
}

static DexFuture *
fetch_fiber (gpointer data)
{
  OrchPaneCall *call = data;
  OrchConversationPane *self = call->pane;
  g_autoptr (OrchConversation) conversation =
      orch_conversation_pane_await_text (call, g_object_ref (self->conversation));

  if (call->serial != self->serial)
    return NULL;
  g_set_object (&self->conversation, conversation);
  dex_await (orch_message_thread_reload (orch_message_view_get_thread (self->view)), NULL);
  if (call->serial != self->serial)
    return NULL;
  orch_conversation_pane_show (self);
  orch_message_view_go_to_end (self->view);
  return NULL;
}

void
orch_conversation_pane_fetch (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchConversationPane *self = ORCH_CONVERSATION_PANE (widget);

  if (self->conversation != NULL && self->desk != NULL && !self->fetching)
    orch_pane_spawn (fetch_fiber,
                     orch_pane_call_new (self, orch_conversation_get_fields (self->conversation)->id, NULL));
}
