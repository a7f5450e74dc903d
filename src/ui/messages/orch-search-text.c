/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-search-text.h.
 */
#include "orch-search-text.h"

#include <glib/gi18n.h>

char *
orch_search_text_dup_fault (const OrchConversationSearch *search)
{
  switch (search->fault)
    {
    case ORCH_SEARCH_NO_VALUE:
      /* translators: %s is what was typed: "status:" */
      return g_strdup_printf (_ ("“%s” waits for a value."), search->fault_text);
    case ORCH_SEARCH_NO_STATUS:
      /* translators: %s is what was typed: "status:closed". The statuses as they are typed; French ones in French */
      return g_strdup_printf (_ ("“%s” was left aside: the statuses are draft, in-progress, report and completed."),
                              search->fault_text);
    case ORCH_SEARCH_NO_DATE:
      /* translators: %s is what was typed: "before:tomorrow" */
      return g_strdup_printf (_ ("“%s” was left aside: a day is written 2026-11-21, a month 2026-11, a year 2026."),
                              search->fault_text);
    case ORCH_SEARCH_NO_STATE:
      /* translators: %s is what was typed: "is:read". The values as they are typed; French ones in French */
      return g_strdup_printf (_ ("“%s” was left aside: it takes unread or urgent."), search->fault_text);
    case ORCH_SEARCH_FINE:
    default:
      return NULL;
    }
}
