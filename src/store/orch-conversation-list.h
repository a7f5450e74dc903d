/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The dashboard: conversations grouped by status, then by subject, who must act first first; an OrchKeyList whose items have an
 * OrchConversationGroup (a heading) or an OrchConversation with its patient. Drafts are those of the actor. Main thread; owned by the page that
 * shows it; detach it at the lock.
 */
#pragma once

#include "orch-conversation-group.h"
#include "orch-key-list.h"

G_BEGIN_DECLS

#define ORCH_TYPE_CONVERSATION_LIST (orch_conversation_list_get_type ())
G_DECLARE_FINAL_TYPE (OrchConversationList, orch_conversation_list, ORCH, CONVERSATION_LIST, OrchKeyList)

/** OrchConversationScope: whose conversations; kept with saved filters: append only */
typedef enum
{
  ORCH_CONVERSATIONS_ALL = 0,      /* all that the person may read */
  ORCH_CONVERSATIONS_MINE,         /* those in which they take part */
  ORCH_CONVERSATIONS_OF_MY_PLACES, /* those, and those of the departments where they practise */
} OrchConversationScope;

/** OrchConversationFilter: what is shown; strings (nullable): all; copied */
typedef struct
{
  const char *professional;  /* "Practitioner/…": of whom it is, or to whom it is assigned */
  const char *department;    /* "Organization/…" */
  const char *search;        /* words and operators: orch-conversation-search.h */
  const char *const *places; /* departments where the actor practises, for that scope */
  guint statuses;            /* bits of OrchConversationStatus; 0 = all */
  OrchConversationScope scope;
  gboolean unread;
} OrchConversationFilter;

/** orch_conversation_list_new: @actor: who looks; without READ_MESSAGES the list stays empty, with the error REFUSED */
OrchConversationList *orch_conversation_list_new (OrchStore *store, const OrchActor *actor);
void orch_conversation_list_set_filter (OrchConversationList *self, const OrchConversationFilter *filter);
/** orch_conversation_list_set_folded: @key: of a group */
void orch_conversation_list_set_folded (OrchConversationList *self, gint64 key, gboolean folded);
gboolean orch_conversation_list_get_folded (OrchConversationList *self, gint64 key);

G_END_DECLS
