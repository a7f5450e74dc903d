/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The part of OrchConversationList that runs on the reader thread. Private to store/.
 */
#pragma once

#include "orch-conversation-list.h"
#include "orch-store-query.h"

G_BEGIN_DECLS

/* Keys of headings are negative: the status in the high bits, the subject's key in the low ones; 0 there: the heading of the status */
#define ORCH_GROUP_SUBJECT_BITS 40
#define ORCH_GROUP_KEY(status, subject) (-((((gint64) (status) + 1) << ORCH_GROUP_SUBJECT_BITS) | (gint64) (subject)))
#define ORCH_GROUP_STATUS(key) ((int) ((-(key)) >> ORCH_GROUP_SUBJECT_BITS) - 1)
#define ORCH_GROUP_SUBJECT(key) ((-(key)) & ((G_GINT64_CONSTANT (1) << ORCH_GROUP_SUBJECT_BITS) - 1))

typedef struct _OrchConversationQuery OrchConversationQuery;

/** orch_conversation_query_new: @folded: (element-type gint64): keys of groups, copied */
OrchConversationQuery *orch_conversation_query_new (const char *actor, const OrchConversationFilter *filter,
                                                    GHashTable *folded);
void orch_conversation_query_free (OrchConversationQuery *self);

/** orch_conversation_query_run: @query: (transfer full). Returns: (transfer full): a future of a boxed #OrchStoreKeys */
DexFuture *orch_conversation_query_run (OrchStore *store, OrchConversationQuery *query, GArray *shown,
                                        GCancellable *cancellable);
/** orch_conversation_query_load: @query: (transfer full). Returns: (transfer full): as orch_store_query_rows() */
DexFuture *orch_conversation_query_load (OrchStore *store, OrchConversationQuery *query, GArray *keys,
                                         GCancellable *cancellable);

G_END_DECLS
