/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A message of a conversation: who, when, the text, its files, how far it got. What can be done with it are actions of the pane around it:
 * conversation.retry and .edit with the message's id, .file with the id and the file's position. Main thread; recycled by its list.
 */
#pragma once

#include <adwaita.h>

#include "orch-message-thread.h"

G_BEGIN_DECLS

#define ORCH_TYPE_MESSAGE_BUBBLE (orch_message_bubble_get_type ())
G_DECLARE_FINAL_TYPE (OrchMessageBubble, orch_message_bubble, ORCH, MESSAGE_BUBBLE, AdwBin)

GtkWidget *orch_message_bubble_new (void);
/** orch_message_bubble_set_line: @item: (nullable): whose accessible label says all of it; @line: (nullable) */
void orch_message_bubble_set_line (OrchMessageBubble *self, GtkListItem *item, OrchMessageLine *line,
                                   const char *patient);

G_END_DECLS
