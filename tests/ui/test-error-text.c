/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 */
#include <string.h>

#include "fake-setup.h"
#include "ui/orch-error-text.h"

static void
test_every_error (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (int code = 0; code < ORCH_N_ERRORS; code++)
    {
      const char *sentence = orch_error_text_sentence ((OrchError) code);
      const char *remedy = orch_error_text_remedy ((OrchError) code);
      g_assert_true (g_str_has_suffix (sentence, "."));
      g_assert_true (g_str_has_suffix (remedy, "."));
      // Each says something of its own.
      g_assert_true (g_hash_table_add (seen, (gpointer) sentence));
      g_assert_true (g_hash_table_add (seen, (gpointer) remedy));
    }
}

static void
test_server_words (void)
{
  g_autoptr (GError) refused = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_REFUSED, "403: the role <admin> is needed");
  g_autoptr (GError) offline = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_OFFLINE, "ECONNREFUSED");
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "internal words");
  g_autofree char *refused_text = orch_error_text_dup (refused);
  g_autofree char *offline_text = orch_error_text_dup (offline);
  g_autofree char *foreign_text = orch_error_text_dup (foreign);
  g_autofree char *nothing_text = orch_error_text_dup (NULL);

  g_assert_nonnull (strstr (refused_text, "the role <admin> is needed"));
  // Words that say nothing to a person are left out.
  g_assert_null (strstr (offline_text, "ECONNREFUSED"));
  g_assert_null (strstr (foreign_text, "internal words"));
  g_assert_cmpstr (nothing_text, !=, "");
}

/* What was found here is not put in the mouth of a server, and is told when it was written for a person. */
static void
test_own_words (void)
{
  g_autoptr (GError) locked = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_REFUSED, "The session is locked");
  g_autoptr (GError) key = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_INVALID, "The private key must be P-384.");
  g_autoptr (GError) short_one = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_INVALID, "42");
  g_autofree char *locked_text = orch_error_text_dup (locked);
  g_autofree char *key_text = orch_error_text_dup (key);
  g_autofree char *short_text = orch_error_text_dup (short_one);

  g_assert_null (strstr (locked_text, "session"));
  g_assert_null (strstr (key_text, "server says"));
  g_assert_true (g_str_has_suffix (key_text, "\nThe private key must be P-384."));
  g_assert_null (strstr (short_text, "42"));
}

static void
test_every_conflict (void)
{
  for (int rule = 0; rule < ORCH_N_CONFLICT_RULES; rule++)
    {
      g_autoptr (OrchConflict) conflict = orch_conflict_new ((OrchConflictRule) rule, "Dre Roy", "P-1", "100 %s %n");
      g_autoptr (OrchConflict) bare = orch_conflict_new ((OrchConflictRule) rule, "Dre Roy", NULL, NULL);
      g_autofree char *fault = orch_error_text_dup_conflict (conflict, FALSE);
      g_autofree char *remedy = orch_error_text_dup_conflict (conflict, TRUE);
      g_autofree char *bare_fault = orch_error_text_dup_conflict (bare, FALSE);

      g_assert_cmpstr (fault, !=, remedy);
      g_assert_cmpstr (orch_error_text_conflict_field ((OrchConflictRule) rule), !=, "");
      // What the EMR wrote is never taken for a format, and a rule without a detail leaves no hole.
      g_assert_null (strstr (bare_fault, "%s"));
      g_assert_null (strstr (remedy, "%s"));
    }

  g_autoptr (OrchConflict) twice = orch_conflict_new (ORCH_CONFLICT_STAFF_LICENCE_TWICE, "Dre Roy", "P-1", "Dr Gagnon");
  g_autofree char *text = orch_error_text_dup_conflict (twice, FALSE);
  g_assert_cmpstr (text, ==, "The licence number is also that of Dr Gagnon.");
}

static void
test_every_field (void)
{
  const OrchClinicFields fields = { .name = "x" };
  g_autoptr (OrchClinic) clinic = orch_clinic_new (&fields);

  for (int field = 0; field < ORCH_N_CLINIC_FIELDS; field++)
    {
      g_assert_null (orch_error_text_field (clinic, (OrchClinicField) field, ORCH_FIELD_OK));
      for (int state = ORCH_FIELD_MISSING; state <= ORCH_FIELD_MALFORMED; state++)
        {
          // The phone says what its number lacks.
          if (field == ORCH_CLINIC_FIELD_PHONE && state != ORCH_FIELD_MISSING)
            continue;
          g_assert_cmpstr (orch_error_text_field (clinic, (OrchClinicField) field, (OrchFieldState) state), !=, NULL);
        }
    }
  for (int check = ORCH_PHONE_EMPTY; check <= ORCH_PHONE_BAD_CHARACTER; check++)
    g_assert_nonnull (orch_error_text_phone ((OrchPhoneCheck) check));
  g_assert_null (orch_error_text_phone (ORCH_PHONE_VALID));
}

/* Which day it is, is what may be wrong: both times are said in full. */
static void
test_clocks (void)
{
  const gint64 ours = 1790000000 * G_GINT64_CONSTANT (1000000);
  const gint64 theirs = ours + 26 * 3600 * G_GINT64_CONSTANT (1000000);
  g_autoptr (GError) error = orch_error_new_clock (theirs, ours);
  g_autoptr (GError) vague = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_WRONG_CLOCK, "?");
  g_autofree char *text = orch_error_text_dup (error);
  g_autofree char *short_text = orch_error_text_dup (vague);
  gint64 there = 0;
  gint64 here = 0;

  g_assert_true (orch_error_get_clocks (error, &there, &here));
  g_assert_cmpint (there, ==, theirs);
  g_assert_cmpint (here, ==, ours);
  g_assert_nonnull (strstr (text, "2026-09-21"));
  g_assert_nonnull (strstr (text, "2026-09-22"));
  g_assert_nonnull (strstr (short_text, "clock"));
  g_assert_false (orch_error_get_clocks (vague, &there, &here));
}

static void
test_password_rules (void)
{
  const OrchPasswordRules none = { 0, 0, 0 }, length = { 8, 0, 0 }, both = { 12, 128, 3 };
  g_autofree char *none_text = orch_error_text_dup_password_rules (&none);
  g_autofree char *length_text = orch_error_text_dup_password_rules (&length);
  g_autofree char *both_text = orch_error_text_dup_password_rules (&both);

  g_assert_cmpstr (none_text, !=, "");
  g_assert_cmpstr (length_text, ==, "At least 8 characters.");
  g_assert_nonnull (strstr (both_text, "12"));
  g_assert_nonnull (strstr (both_text, "3"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error-text/every-error", test_every_error);
  g_test_add_func ("/error-text/server-words", test_server_words);
  g_test_add_func ("/error-text/own-words", test_own_words);
  g_test_add_func ("/error-text/clocks", test_clocks);
  g_test_add_func ("/error-text/every-conflict", test_every_conflict);
  g_test_add_func ("/error-text/every-field", test_every_field);
  g_test_add_func ("/error-text/password-rules", test_password_rules);
  return g_test_run ();
}
