/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The conversation that is open beside the dashboard: its messages, what is typed, what can be done with it. Main thread.
 * Signal "opened": another one is open, or none.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_CONVERSATION_PANE (orch_conversation_pane_get_type ())
G_DECLARE_FINAL_TYPE (OrchConversationPane, orch_conversation_pane, ORCH, CONVERSATION_PANE, AdwNavigationPage)

/** orch_conversation_pane_set_engine: once; its desk is there while a clinic is */
void orch_conversation_pane_set_engine (OrchConversationPane *self, OrchEngine *engine);
/** orch_conversation_pane_open: of the store */
void orch_conversation_pane_open (OrchConversationPane *self, const char *id);
/** orch_conversation_pane_begin: one that does not exist yet: a draft as soon as something is typed */
void orch_conversation_pane_begin (OrchConversationPane *self, OrchConversation *conversation,
                                   const char *patient_name);
/** orch_conversation_pane_close: the lock, or another clinic: nothing of it stays in the widgets */
void orch_conversation_pane_close (OrchConversationPane *self);
/** orch_conversation_pane_get_id: Returns: (transfer none) (nullable) */
const char *orch_conversation_pane_get_id (OrchConversationPane *self);
/** orch_conversation_pane_reply: the cursor goes where one types */
void orch_conversation_pane_reply (OrchConversationPane *self);

G_END_DECLS
