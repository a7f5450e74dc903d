/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A conversation passes from hand to hand: who answers or which department has it, whether it is urgent, when it is looked at again; each with a word to
 * colleagues. What comes of it is told in a toast. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-message-desk.h"

G_BEGIN_DECLS

/** orch_conversation_hand_assign: asks to whom, and for a word to them */
void orch_conversation_hand_assign (AdwToastOverlay *toasts, OrchMessageDesk *desk, OrchConversation *conversation);
/** orch_conversation_hand_follow_up: asks for a day, and for a word about it */
void orch_conversation_hand_follow_up (AdwToastOverlay *toasts, OrchMessageDesk *desk, OrchConversation *conversation);
/** orch_conversation_hand_flag: @urgent: or no longer */
void orch_conversation_hand_flag (AdwToastOverlay *toasts, OrchMessageDesk *desk, OrchConversation *conversation,
                                  gboolean urgent);
/** orch_conversation_hand_take: the person answers from now on */
void orch_conversation_hand_take (AdwToastOverlay *toasts, OrchMessageDesk *desk, OrchConversation *conversation);

G_END_DECLS
