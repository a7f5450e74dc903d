/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What somebody types to find conversations: words, and operators in French or English, whatever the language of the program. Pure; any thread.
 *
 *   de: from:       who takes part in it or has written in it
 *   statut: status: brouillon, en-cours, rapport, terminé; draft, in-progress, report, completed
 *   avant: before:  its last message came before that day: 2026, 2026-11, 2026-11-21, hier, aujourd’hui, yesterday, today
 *   après: after:   its last message came after that day
 *   est: is:        non-lu, urgent; unread, urgent
 *
 * A value with spaces stands in quotes. Case and accents do not count. Source: issue “Secure messages”, dashboard.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ORCH_SEARCH_MAX_WORDS 8 /* of each kind; what comes after is left out */

/** OrchSearchFault: what is wrong with an operator, which is left aside */
typedef enum
{
  ORCH_SEARCH_FINE = 0,
  ORCH_SEARCH_NO_VALUE, /* yet: "statut:" */
  ORCH_SEARCH_NO_STATUS,
  ORCH_SEARCH_NO_DATE,
  ORCH_SEARCH_NO_STATE, /* of est: or is: */
} OrchSearchFault;

typedef struct
{
  /* owned */
  GStrv words;      /* folded, letters and digits alone: beginnings of words, of people, subject or text */
  GStrv people;     /* the same, of people */
  char *fault_text; /* (nullable): the operator as it was typed */

  guint statuses;   /* bits of OrchConversationStatus; 0 = all */
  gint64 after_us;  /* the last message came then or later; 0 = whenever */
  gint64 before_us; /* the last message came before; 0 = whenever */
  gboolean unread;
  gboolean urgent;
  OrchSearchFault fault; /* the first one */
} OrchConversationSearch;

/** orch_conversation_search_parse: @text: (nullable). Days are those of the clinic. Returns: (transfer full) */
OrchConversationSearch *orch_conversation_search_parse (const char *text);
void orch_conversation_search_free (OrchConversationSearch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchConversationSearch, orch_conversation_search_free)

G_END_DECLS
