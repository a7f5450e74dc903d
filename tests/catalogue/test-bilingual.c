/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Texts in two languages.
 */
#include <locale.h>

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

/* GLib and the C library read the environment once for each value of it: each case is a process of its own. */
static void
show_in (const char *locale, const char *expected)
{
  OrchBilingual text = { .french = (char *) "oui", .english = (char *) "yes" };

  g_setenv ("LC_ALL", locale, TRUE);
  g_setenv ("LANGUAGE", "fr", TRUE);
  setlocale (LC_ALL, "");
  g_assert_cmpstr (orch_bilingual_get (&text, NULL), ==, expected);
}

static void
test_french_locale (void)
{
  if (g_test_subprocess ())
    {
      show_in ("fr_CA.UTF-8", "oui");
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

/* The locale is not installed: gettext stays English, and so does the catalogue. */
static void
test_missing_locale (void)
{
  if (g_test_subprocess ())
    {
      show_in ("fr_XX.UTF-8", "yes");
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

static void
test_no_locale (void)
{
  g_assert_cmpstr (orch_bilingual_get_language (), ==, "en"); /* tests run in C.UTF-8 */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalogue/bilingual/languages", test_languages);
  g_test_add_func ("/catalogue/bilingual/no-locale", test_no_locale);
  g_test_add_func ("/catalogue/bilingual/french-locale", test_french_locale);
  g_test_add_func ("/catalogue/bilingual/missing-locale", test_missing_locale);
  return g_test_run ();
}
