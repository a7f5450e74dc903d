/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-conversation-notice.h.
 */
#include "orch-conversation-notice.h"

#include "orch-message-text.h"
#include "ui/orch-ui.h"

struct _OrchConversationNotice
{
  AdwBin parent_instance;

  /* template children */
  GtkLabel *notice;
  GtkLabel *owed;
  GtkWidget *buttons;
  GtkWidget *write;
  GtkWidget *take;
  GtkWidget *save;
  GtkWidget *print;
};

G_DEFINE_FINAL_TYPE (OrchConversationNotice, orch_conversation_notice, ADW_TYPE_BIN)

static void
orch_conversation_notice_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ORCH_TYPE_CONVERSATION_NOTICE);
  G_OBJECT_CLASS (orch_conversation_notice_parent_class)->dispose (object);
}

static void
orch_conversation_notice_class_init (OrchConversationNoticeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_conversation_notice_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               ORCH_RESOURCE_BASE "/messages/orch-conversation-notice.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchConversationNotice, notice);
  gtk_widget_class_bind_template_child (widget_class, OrchConversationNotice, owed);
  gtk_widget_class_bind_template_child (widget_class, OrchConversationNotice, buttons);
  gtk_widget_class_bind_template_child (widget_class, OrchConversationNotice, write);
  gtk_widget_class_bind_template_child (widget_class, OrchConversationNotice, take);
  gtk_widget_class_bind_template_child (widget_class, OrchConversationNotice, save);
  gtk_widget_class_bind_template_child (widget_class, OrchConversationNotice, print);
}

static void
orch_conversation_notice_init (OrchConversationNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
orch_conversation_notice_show (OrchConversationNotice *self, OrchConversation *conversation, const char *person,
                               OrchPermission permission, gboolean may_take)
{
  const OrchConversationBar bar =
      conversation != NULL ? orch_conversation_get_bar (conversation, person, permission) : ORCH_CONVERSATION_OPEN;
  const char *notice = orch_message_text_get_bar (bar);
  const gboolean owed =
      notice != NULL && orch_conversation_get_fields (conversation)->status == ORCH_CONVERSATION_REPORT;
  const gboolean theirs = owed && orch_conversation_can_report (conversation, person, permission);
  const gboolean complete = bar == ORCH_CONVERSATION_IS_COMPLETE;
  const char *icon = NULL;
  g_autofree char *since = NULL;

  g_return_if_fail (ORCH_IS_CONVERSATION_NOTICE (self));

  since = owed ? orch_message_text_dup_turn (conversation, &icon) : NULL;
  gtk_widget_set_visible (GTK_WIDGET (self), notice != NULL);
  gtk_label_set_label (self->notice, notice != NULL ? notice : "");
  gtk_label_set_label (self->owed, since != NULL ? since : "");
  gtk_widget_set_visible (GTK_WIDGET (self->owed), owed);
  gtk_widget_set_visible (self->write, theirs);
  gtk_widget_set_visible (self->take, may_take);
  gtk_widget_set_visible (self->save, complete);
  gtk_widget_set_visible (self->print, complete);
  gtk_widget_set_visible (self->buttons, theirs || complete || may_take);
}
