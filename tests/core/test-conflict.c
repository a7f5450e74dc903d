/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Conflicts: what they carry, which of them are warnings, and the words kept in the store.
 */
#include "core/orch-conflict.h"
#include "orch-test.h"

static void
test_carries (void)
{
  for (int rule = 0; rule < ORCH_N_CONFLICT_RULES; rule++)
    {
      char name[] = "Tremblay, Alice", id[] = "p-12", detail[] = "Gagnon, Marc";
      g_autoptr (OrchConflict) full = orch_conflict_new ((OrchConflictRule) rule, name, id, detail);
      g_autoptr (OrchConflict) bare = orch_conflict_new ((OrchConflictRule) rule, name, NULL, NULL);

      name[0] = id[0] = detail[0] = '?'; /* the strings were copied */
      g_assert_cmpint (orch_conflict_get_rule (full), ==, rule);
      g_assert_cmpstr (orch_conflict_get_record_name (full), ==, "Tremblay, Alice");
      g_assert_cmpstr (orch_conflict_get_record_id (full), ==, "p-12");
      g_assert_cmpstr (orch_conflict_get_detail (full), ==, "Gagnon, Marc");
      g_assert_null (orch_conflict_get_record_id (bare));
      g_assert_null (orch_conflict_get_detail (bare));

      /* The issue names one warning: an unknown speciality. */
      g_assert_cmpint (orch_conflict_is_warning (full) != FALSE, ==, rule == ORCH_CONFLICT_STAFF_UNKNOWN_SPECIALITY);
    }
}

/* The store keeps these numbers. */
static void
test_numbers (void)
{
  static const OrchConflictRule order[] = {
    ORCH_CONFLICT_STAFF_NO_NAME,
    ORCH_CONFLICT_STAFF_NO_LICENCE,
    ORCH_CONFLICT_STAFF_LICENCE_TWICE,
    ORCH_CONFLICT_STAFF_NOT_BOOKABLE,
    ORCH_CONFLICT_STAFF_UNKNOWN_SPECIALITY,
    ORCH_CONFLICT_SERVICE_NO_NAME,
    ORCH_CONFLICT_SERVICE_NAME_TWICE,
    ORCH_CONFLICT_SERVICE_ID_TWICE,
    ORCH_CONFLICT_SERVICE_NO_DURATION,
    ORCH_CONFLICT_SERVICE_BAD_DURATION,
    ORCH_CONFLICT_SERVICE_UNKNOWN_PROFESSIONAL,
    ORCH_CONFLICT_RECORD_UNREADABLE,
    ORCH_CONFLICT_STAFF_ID_TWICE,
  };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    g_assert_cmpint (order[i], ==, i);
  g_assert_cmpuint (ORCH_N_CONFLICT_RULES, >=, G_N_ELEMENTS (order));
}

static void
test_nicks (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GRegex) word = g_regex_new ("^[a-z]+(-[a-z]+)*$", 0, 0, NULL);

  for (int rule = 0; rule < ORCH_N_CONFLICT_RULES; rule++)
    {
      const char *nick = orch_conflict_rule_get_nick ((OrchConflictRule) rule);

      g_assert_nonnull (nick);
      g_assert_true (g_regex_match (word, nick, 0, NULL));
      g_assert_true (g_hash_table_add (seen, (gpointer) nick));
    }
  g_assert_cmpstr (orch_conflict_rule_get_nick (ORCH_CONFLICT_STAFF_NO_LICENCE), ==, "staff-no-licence");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/conflict/carries", test_carries);
  g_test_add_func ("/core/conflict/numbers", test_numbers);
  g_test_add_func ("/core/conflict/nicks", test_nicks);
  return orch_test_run ();
}
