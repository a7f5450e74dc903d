/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The part of OrchConversationList that runs on the reader thread. Private to store/.
 */
#pragma once

#include "orch-conversation-table.h"
#include "orch-store-query.h"

G_BEGIN_DECLS

typedef struct _OrchConversationQuery OrchConversationQuery;

/** orch_conversation_query_new: @table: kept between queries; @wanted: copied */
OrchConversationQuery *orch_conversation_query_new (OrchConversationTable *table, const OrchConversationWanted *wanted);
void orch_conversation_query_free (OrchConversationQuery *self);

/** orch_conversation_query_run: @query: (transfer full). Returns: (transfer full): a future of a boxed #OrchStoreKeys */
DexFuture *orch_conversation_query_run (OrchStore *store, OrchConversationQuery *query, GArray *shown,
                                        GCancellable *cancellable);
/** orch_conversation_query_load: @query: (transfer full). Returns: (transfer full): as orch_store_query_rows() */
DexFuture *orch_conversation_query_load (OrchStore *store, OrchConversationQuery *query, GArray *keys,
                                         GCancellable *cancellable);

G_END_DECLS
