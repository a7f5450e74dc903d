/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The sentences about what is typed to find conversations. Main thread.
 */
#pragma once

#include "core/orch-conversation-search.h"

G_BEGIN_DECLS

/** orch_search_text_dup_fault: Returns: (transfer full) (nullable): what is wrong with an operator, and what it takes; %NULL when nothing is */
char *orch_search_text_dup_fault (const OrchConversationSearch *search);

G_END_DECLS
