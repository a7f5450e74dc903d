/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A line of the dashboard: a heading (a status, or a subject under it, with how many), or a conversation. Main thread; recycled by its list.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-message-desk.h"

G_BEGIN_DECLS

#define ORCH_TYPE_CONVERSATION_ROW (orch_conversation_row_get_type ())
G_DECLARE_FINAL_TYPE (OrchConversationRow, orch_conversation_row, ORCH, CONVERSATION_ROW, AdwBin)

GtkWidget *orch_conversation_row_new (void);
/** orch_conversation_row_set_item: @list_item: (nullable): whose accessible label says all of it; @item: (nullable): the row waits for another one */
void orch_conversation_row_set_item (OrchConversationRow *self, GtkListItem *list_item, OrchStoreItem *item);
/** orch_conversation_row_get_item: Returns: (transfer none) (nullable) */
OrchStoreItem *orch_conversation_row_get_item (OrchConversationRow *self);
/** orch_conversation_row_set_open: @id: (nullable): the conversation that is read beside the list is marked */
void orch_conversation_row_set_open (OrchConversationRow *self, const char *id);

G_END_DECLS
