/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the files of OrchConversationPane share: what is open (orch-conversation-pane.c), what is sent of it (orch-conversation-send.c). Main thread.
 */
#pragma once

#include "orch-conversation-notice.h"
#include "orch-conversation-pane.h"
#include "orch-message-composer.h"
#include "orch-message-gate.h"
#include "orch-message-view.h"

G_BEGIN_DECLS

struct _OrchConversationPane
{
  AdwNavigationPage parent_instance;

  /* owned */
  OrchEngine *engine;
  OrchMessageDesk *desk;          /* (nullable): followed */
  OrchConversation *conversation; /* (nullable): as it was read last */
  char *patient_name;             /* (nullable) */
  GStrv places;                   /* (nullable): departments where the person practises, "Organization/…" */

  guint serial;      /* of what is open */
  guint unseen_days; /* after which a message that was not opened is told; 0 = not read yet */
  gboolean reading;  /* it is read again */
  gboolean stale;    /* it changed meanwhile */
  gboolean sending;
  gboolean fetching;  /* the text that left this workstation */
  GError *away_error; /* (nullable): why it did not come */

  /* template children */
  AdwWindowTitle *title;
  GtkWidget *menu;
  GtkWidget *end_button;
  AdwToastOverlay *toasts;
  GtkStack *stack;
  OrchConversationNotice *notice;
  OrchMessageView *view;
  OrchMessageGate *gate;
  OrchMessageComposer *composer;
  AdwStatusPage *away;
  GtkWidget *unseen_notice;
  GtkLabel *unseen;
};

/* The arguments of a fiber */
typedef struct
{
  /* owned */
  OrchConversationPane *pane;
  char *id;             /* (nullable) */
  OrchMessage *message; /* (nullable) */
  DexFuture *future;    /* (nullable): of what was asked for already */

  guint serial;
} OrchPaneCall;

/** orch_pane_call_new: @id, @message: (nullable). Returns: (transfer full): of what is open now */
OrchPaneCall *orch_pane_call_new (OrchConversationPane *pane, const char *id, OrchMessage *message);
/** orch_pane_spawn: @call: (transfer full) */
void orch_pane_spawn (DexFiberFunc func, OrchPaneCall *call);

/** orch_conversation_pane_update: what may be done now */
void orch_conversation_pane_update (OrchConversationPane *self);
/** orch_conversation_pane_show: what is open, as it was read last */
void orch_conversation_pane_show (OrchConversationPane *self);
/** orch_conversation_pane_show_unseen: whether the patient has left a message unopened for too long */
void orch_conversation_pane_show_unseen (OrchConversationPane *self);
/** orch_conversation_pane_show_away: the text is not on this workstation any more, and why it did not come back */
void orch_conversation_pane_show_away (OrchConversationPane *self);
/** orch_conversation_pane_await_text: in a fiber. @conversation: (transfer full): what is opened. Returns: (transfer full): the same, or, when its text had left and
 * came from the hub, as it is now */
OrchConversation *orch_conversation_pane_await_text (OrchPaneCall *call, OrchConversation *conversation);
/** orch_conversation_pane_fetch: the action "conversation.fetch" */
void orch_conversation_pane_fetch (GtkWidget *widget, const char *action, GVariant *parameter);
/** orch_conversation_pane_keep: what is typed, sealed at once */
void orch_conversation_pane_keep (OrchConversationPane *self);

/** orch_conversation_pane_send: what is typed, once nothing of it is to be filled in any more */
void orch_conversation_pane_send (OrchConversationPane *self);
/** orch_conversation_pane_has_note: whether an internal note is being typed, which another act would take away: then that is said */
gboolean orch_conversation_pane_has_note (OrchConversationPane *self);
/** orch_conversation_pane_correct: what is typed next corrects @message, one of the clinic's that left */
void orch_conversation_pane_correct (OrchConversationPane *self, OrchMessage *message);
/** orch_conversation_pane_edit_again: @message, which did not leave, is typed again */
void orch_conversation_pane_edit_again (OrchConversationPane *self, OrchMessage *message);

G_END_DECLS
