/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Above the dashboard: the search with its operators, and the filters in a popover; what is chosen is told in a line, which shows everything again.
 * Signals "changed", and "left": Escape in the search. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-message-desk.h"

G_BEGIN_DECLS

#define ORCH_TYPE_CONVERSATION_FILTERS (orch_conversation_filters_get_type ())
G_DECLARE_FINAL_TYPE (OrchConversationFilters, orch_conversation_filters, ORCH, CONVERSATION_FILTERS, AdwBin)

/** orch_conversation_filters_set_desk: @desk: (nullable): the lock, or nobody is there: what was typed and chosen goes */
void orch_conversation_filters_set_desk (OrchConversationFilters *self, OrchMessageDesk *desk);
/** orch_conversation_filters_get: @filter: filled in; its strings live until the next "changed" */
void orch_conversation_filters_get (OrchConversationFilters *self, OrchConversationFilter *filter);
/** orch_conversation_filters_is_on: whether anything is left out */
gboolean orch_conversation_filters_is_on (OrchConversationFilters *self);
/** orch_conversation_filters_clear: everything shows again */
void orch_conversation_filters_clear (OrchConversationFilters *self);
void orch_conversation_filters_focus_search (OrchConversationFilters *self);

G_END_DECLS
