/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * All that the dashboard filters by, kept between two questions: a filter or a search walks over some megabytes instead of reading the
 * database again, and the counts of the headings come from the same walk as the rows. Any thread refs it, but only the reader thread looks
 * into it. Private to store/; an OrchConversationList has one, which goes with it at the lock.
 */
#pragma once

#include "core/orch-conversation-search.h"
#include "orch-conversation-list.h"
#include "orch-store-private.h"

G_BEGIN_DECLS

/* Keys of headings are negative: the status in the high bits, the subject's key in the low ones; 0 there: the heading of the status */
#define ORCH_GROUP_SUBJECT_BITS 40
#define ORCH_GROUP_KEY(status, subject) (-((((gint64) (status) + 1) << ORCH_GROUP_SUBJECT_BITS) | (gint64) (subject)))
#define ORCH_GROUP_STATUS(key) ((int) ((-(key)) >> ORCH_GROUP_SUBJECT_BITS) - 1)
#define ORCH_GROUP_SUBJECT(key) ((-(key)) & ((G_GINT64_CONSTANT (1) << ORCH_GROUP_SUBJECT_BITS) - 1))

/** OrchConversationWanted: what is asked of the table; borrowed for the call */
typedef struct
{
  guint serial; /* another one where anything below is other */
  const char *actor;
  const OrchConversationFilter *filter;
  const OrchConversationSearch *search;
  GHashTable *folded; /* (element-type gint64): keys of headings */
} OrchConversationWanted;

typedef struct _OrchConversationTable OrchConversationTable;

OrchConversationTable *orch_conversation_table_new (void);
OrchConversationTable *orch_conversation_table_ref (OrchConversationTable *self);
void orch_conversation_table_unref (OrchConversationTable *self);

/* --- reader thread --- */

/** orch_conversation_table_list: Returns: (transfer full) (element-type gint64): keys of headings and conversations, in the order of the dashboard */
GArray *orch_conversation_table_list (OrchConversationTable *self, OrchConnection *connection,
                                      const OrchConversationWanted *wanted);
/** orch_conversation_table_count: @heading: its key; @unread: conversations with a message that nobody has opened. Returns: how many conversations are under it */
guint orch_conversation_table_count (OrchConversationTable *self, OrchConnection *connection,
                                     const OrchConversationWanted *wanted, gint64 heading, guint *unread);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchConversationTable, orch_conversation_table_unref)

G_END_DECLS
