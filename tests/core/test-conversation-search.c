/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What is typed to find conversations: words without case or accents, operators and their values in both languages, days of the clinic, and
 * what is told of a value that means nothing.
 */
#include "core/orch-clock.h"
#include "core/orch-conversation-search.h"
#include "core/orch-conversation.h"

#define BIT(status) (1u << ORCH_CONVERSATION_##status)

static const struct
{
  const char *text;
  const char *words;
  const char *people;
  guint statuses;
  gboolean unread;
  gboolean urgent;
  OrchSearchFault fault;
} typed[] = {
  { .text = "" },
  { .text = NULL },
  { .text = "  Métformine  500 ", .words = "metformine 500" },
  { .text = "l’ordonnance d'été", .words = "ordonnance ete" },
  { .text = "l", .words = "l" },
  { .text = "Cœur", .words = "coeur" },
  { .text = "418-555-1234", .words = "418 555 1234" },
  { .text = "14:30", .words = "14 30" },
  { .text = "note:texte", .words = "note texte" },
  { .text = "de:Gagnon", .people = "gagnon" },
  { .text = "FROM:gagnon toux", .words = "toux", .people = "gagnon" },
  { .text = "de:\"Luc Gagnon\" toux", .words = "toux", .people = "luc gagnon" },
  { .text = "de:« Luc »", .people = "luc" },
  { .text = "statut:brouillon", .statuses = BIT (DRAFT) },
  { .text = "status:draft", .statuses = BIT (DRAFT) },
  { .text = "statut:draft", .statuses = BIT (DRAFT) },
  { .text = "status:brouillon", .statuses = BIT (DRAFT) },
  { .text = "statut:en-cours", .statuses = BIT (IN_PROGRESS) },
  { .text = "statut:\"en cours\"", .statuses = BIT (IN_PROGRESS) },
  { .text = "status:in-progress", .statuses = BIT (IN_PROGRESS) },
  { .text = "statut:rapport", .statuses = BIT (REPORT) },
  { .text = "status:report", .statuses = BIT (REPORT) },
  { .text = "statut:Terminée", .statuses = BIT (COMPLETED) },
  { .text = "status:completed", .statuses = BIT (COMPLETED) },
  { .text = "statut:rapport statut:termine", .statuses = BIT (REPORT) | BIT (COMPLETED) },
  { .text = "est:nonlu", .unread = TRUE },
  { .text = "est:non-lu", .unread = TRUE },
  { .text = "is:unread is:urgent", .unread = TRUE, .urgent = TRUE },
  { .text = "statut:fermé toux", .words = "toux", .fault = ORCH_SEARCH_NO_STATUS },
  { .text = "statut:", .fault = ORCH_SEARCH_NO_VALUE },
  { .text = "de:", .fault = ORCH_SEARCH_NO_VALUE },
  { .text = "avant:demain", .fault = ORCH_SEARCH_NO_DATE },
  { .text = "avant:2026-02-30", .fault = ORCH_SEARCH_NO_DATE },
  { .text = "avant:2026-1", .fault = ORCH_SEARCH_NO_DATE },
  { .text = "avant:2026-11-21-3", .fault = ORCH_SEARCH_NO_DATE },
  { .text = "après:21/11/2026", .fault = ORCH_SEARCH_NO_DATE },
  { .text = "is:lu", .fault = ORCH_SEARCH_NO_STATE },
};

static void
check_words (GStrv words, const char *expected)
{
  g_autofree char *joined = g_strjoinv (" ", words);

  g_assert_cmpstr (joined, ==, expected != NULL ? expected : "");
}

static void
test_typed (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      g_autoptr (OrchConversationSearch) search = orch_conversation_search_parse (typed[i].text);

      g_test_message ("%s", typed[i].text);
      check_words (search->words, typed[i].words);
      check_words (search->people, typed[i].people);
      g_assert_cmpuint (search->statuses, ==, typed[i].statuses);
      g_assert_true (search->unread == typed[i].unread);
      g_assert_true (search->urgent == typed[i].urgent);
      g_assert_cmpint (search->fault, ==, typed[i].fault);
      g_assert_true ((search->fault_text != NULL) == (typed[i].fault != ORCH_SEARCH_FINE));
    }
}

static gint64
local (int year, int month, int day)
{
  g_autoptr (GDateTime) now = orch_clock_now_local ();
  g_autoptr (GDateTime) date = g_date_time_new (g_date_time_get_timezone (now), year, month, day, 0, 0, 0);

  return g_date_time_to_unix_usec (date);
}

static void
check_days (const char *text, gint64 after, gint64 before)
{
  g_autoptr (OrchConversationSearch) search = orch_conversation_search_parse (text);

  g_assert_cmpint (search->fault, ==, ORCH_SEARCH_FINE);
  g_assert_cmpint (search->after_us, ==, after);
  g_assert_cmpint (search->before_us, ==, before);
}

/* Days are those of the clinic: midnight there, whatever the season. */
static void
test_days (void)
{
  g_autoptr (GDateTime) now = orch_clock_now_local ();
  const gint64 today =
      local (g_date_time_get_year (now), g_date_time_get_month (now), g_date_time_get_day_of_month (now));

  check_days ("avant:2026-11-21", 0, local (2026, 11, 21));
  check_days ("before:2026-07-01", 0, local (2026, 7, 1));
  check_days ("après:2026-11-21", local (2026, 11, 22), 0);
  check_days ("apres:2026-11", local (2026, 12, 1), 0);
  check_days ("after:2026", local (2027, 1, 1), 0);
  check_days ("avant:2026 avant:2025-03", 0, local (2025, 3, 1));
  check_days ("après:2024 avant:2026-11-01", local (2025, 1, 1), local (2026, 11, 1));
  check_days ("avant:aujourd’hui", 0, today);
  check_days ("before:today", 0, today);
  check_days ("après:hier", today, 0);
  check_days ("after:yesterday", today, 0);
}

static void
test_too_many (void)
{
  g_autoptr (OrchConversationSearch) search = orch_conversation_search_parse ("aa bb cc dd ee ff gg hh ii jj kk");

  g_assert_cmpuint (g_strv_length (search->words), ==, ORCH_SEARCH_MAX_WORDS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/conversation-search/typed", test_typed);
  g_test_add_func ("/core/conversation-search/days", test_days);
  g_test_add_func ("/core/conversation-search/too-many", test_too_many);
  return g_test_run ();
}
