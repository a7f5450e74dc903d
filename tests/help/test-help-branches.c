/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Whatever fails, and whatever an import refuses, the help has a page (or a section) for it.
 */
#include <gio/gio.h>

#include "core/orch-conflict.h"
#include "core/orch-error.h"

static void
test_errors (void)
{
  for (int code = 0; code < ORCH_N_ERRORS; code++)
    {
      const char *branch = orch_error_get_branch (code);
      g_autofree char *path = g_strdup_printf ("%s/C/%s.page", HELP_DIR, branch);
      g_test_message ("%s: %s", orch_error_get_nick (code), path);
      g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
    }
}

static void
test_conflicts (void)
{
  g_autofree char *page = NULL;
  g_autoptr (GError) error = NULL;
  g_file_get_contents (HELP_DIR "/C/import-conflicts.page", &page, NULL, &error);
  g_assert_no_error (error);

  for (int rule = 0; rule < ORCH_N_CONFLICT_RULES; rule++)
    {
      g_autofree char *section = g_strdup_printf ("<section id=\"%s\">", orch_conflict_rule_get_nick (rule));
      g_test_message ("%s", section);
      g_assert_nonnull (strstr (page, section));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/help/errors", test_errors);
  g_test_add_func ("/help/conflicts", test_conflicts);
  return g_test_run ();
}
