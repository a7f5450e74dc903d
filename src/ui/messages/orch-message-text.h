/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The words for conversations and messages: statuses, whose turn it is, how far a message got, ages, sizes. Main thread. Strings are translated.
 */
#pragma once

#include "core/orch-conversation.h"
#include "core/orch-message.h"

G_BEGIN_DECLS

/** orch_message_text_get_status: the heading of the dashboard. @icon: (out) (optional) */
const char *orch_message_text_get_status (OrchConversationStatus status, const char **icon);
/** orch_message_text_get_subject: @subject: (nullable): Returns: (transfer none): never empty */
const char *orch_message_text_get_subject (const char *subject);
/** orch_message_text_dup_turn: who must act in it; of a report that is owed, since when. @icon: (out): its symbol. Returns: (transfer full) */
char *orch_message_text_dup_turn (OrchConversation *conversation, const char **icon);
/** orch_message_text_dup_people: whose it is, and who answers in their place. Returns: (transfer full) */
char *orch_message_text_dup_people (OrchConversation *conversation);
/** orch_message_text_dup_follow_up: the day on which it is looked at again. Returns: (transfer full) (nullable) */
char *orch_message_text_dup_follow_up (OrchConversation *conversation);
/** orch_message_text_is_due: whether that day has come */
gboolean orch_message_text_is_due (OrchConversation *conversation);
/** orch_message_text_dup_event: what became of the conversation, as a note tells it. Returns: (transfer full) (nullable): %NULL of words alone */
char *orch_message_text_dup_event (OrchMessage *note);
/** orch_message_text_dup_age: how long ago, in the coarsest unit that says it: "2 h ago". Returns: (transfer full) */
char *orch_message_text_dup_age (gint64 us);
/** orch_message_text_dup_state: how far a message of the clinic got. @icon: (out). Returns: (transfer full) */
char *orch_message_text_dup_state (OrchMessage *message, const char **icon);
/** orch_message_text_get_bar: why it is to be read only; %NULL when it is not */
const char *orch_message_text_get_bar (OrchConversationBar bar);
/** orch_message_text_dup_size: Returns: (transfer full): of a file, in Ko or Mo */
char *orch_message_text_dup_size (gsize size);
/** orch_message_text_dup_day: Returns: (transfer full): the day of a message: today and yesterday by those words */
char *orch_message_text_dup_day (gint64 us);

G_END_DECLS
