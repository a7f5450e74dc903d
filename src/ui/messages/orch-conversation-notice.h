/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What stands over a conversation in which the person may not write: why, since when its report is owed, and what can be done instead. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "core/orch-conversation.h"

G_BEGIN_DECLS

#define ORCH_TYPE_CONVERSATION_NOTICE (orch_conversation_notice_get_type ())
G_DECLARE_FINAL_TYPE (OrchConversationNotice, orch_conversation_notice, ORCH, CONVERSATION_NOTICE, AdwBin)

/** orch_conversation_notice_show: @conversation: (nullable): none is open; @person: (nullable): who looks at it. Nothing shows of one that is open to them */
void orch_conversation_notice_show (OrchConversationNotice *self, OrchConversation *conversation, const char *person,
                                    OrchPermission permission, gboolean may_take);

G_END_DECLS
