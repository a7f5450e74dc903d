/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A heading of the dashboard: a status, or a subject under it, with what stands under it by the filters. An item of OrchConversationList.
 * Immutable; any thread.
 */
#pragma once

#include "core/orch-conversation.h"

G_BEGIN_DECLS

#define ORCH_TYPE_CONVERSATION_GROUP (orch_conversation_group_get_type ())
G_DECLARE_FINAL_TYPE (OrchConversationGroup, orch_conversation_group, ORCH, CONVERSATION_GROUP, GObject)

/** orch_conversation_group_new: @subject: (nullable): the heading of the whole status */
OrchConversationGroup *orch_conversation_group_new (gint64 key, OrchConversationStatus status, const char *subject,
                                                    guint count, guint unread, gboolean folded);
/** orch_conversation_group_get_key: what orch_conversation_list_set_folded() takes */
gint64 orch_conversation_group_get_key (OrchConversationGroup *self);
OrchConversationStatus orch_conversation_group_get_status (OrchConversationGroup *self);
/** orch_conversation_group_get_subject: Returns: (transfer none) (nullable): "" = without a subject */
const char *orch_conversation_group_get_subject (OrchConversationGroup *self);
guint orch_conversation_group_get_count (OrchConversationGroup *self);
/** orch_conversation_group_get_unread: conversations with a message of the patient that nobody has opened */
guint orch_conversation_group_get_unread (OrchConversationGroup *self);
gboolean orch_conversation_group_is_folded (OrchConversationGroup *self);

G_END_DECLS
