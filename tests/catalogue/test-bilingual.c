/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Texts in two languages.
 */
#include "catalogue/orch-bilingual.h"

static void
test_languages (void)
{
  OrchBilingual text = { .french = (char *) "oui", .english = (char *) "yes" };
  static const struct
  {
    const char *language;
    const char *expected;
  } rows[] = {
    { "fr", "oui" }, { "fr_CA.UTF-8", "oui" }, { "en", "yes" }, { "en_CA", "yes" }, { "de", "yes" }, { "C", "yes" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (orch_bilingual_get (&text, rows[i].language), ==, rows[i].expected);
  g_assert_null (orch_bilingual_get (NULL, "fr"));
}

static void
in_french (void)
{
  OrchBilingual text = { .french = (char *) "oui", .english = (char *) "yes" };

  /* GLib reads the environment once for each value of it; this process has none yet. */
  g_setenv ("LANGUAGE", "fr", TRUE);
  g_setenv ("LC_ALL", "fr_CA.UTF-8", TRUE);
  g_assert_cmpstr (orch_bilingual_get_language (), ==, "fr");
  g_assert_cmpstr (orch_bilingual_get (&text, NULL), ==, "oui");
}

static void
test_process_language (void)
{
  OrchBilingual text = { .french = (char *) "oui", .english = (char *) "yes" };

  if (g_test_subprocess ())
    {
      in_french ();
      return;
    }
  g_assert_cmpstr (orch_bilingual_get_language (), ==, "en"); /* tests run in C.UTF-8 */
  g_assert_cmpstr (orch_bilingual_get (&text, NULL), ==, "yes");
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalogue/bilingual/languages", test_languages);
  g_test_add_func ("/catalogue/bilingual/process-language", test_process_language);
  return g_test_run ();
}
