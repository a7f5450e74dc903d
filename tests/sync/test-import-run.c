/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * How far an import tells that it is: not at each page, and never less than it knows for long.
 */
#include "sync/orch-import-run-private.h"

static void
on_told (OrchImportRun *run, GParamSpec *spec, gpointer data)
{
  guint *told = data;

  *told = orch_import_run_get_done (run);
}

static gboolean
on_too_late (gpointer late)
{
  *(gboolean *) late = TRUE;
  return G_SOURCE_REMOVE;
}

/* Nothing is told after the last page: the next phase may be far. */
static void
test_held_back (void)
{
  g_autoptr (OrchImportRun) run = orch_import_run_new (ORCH_IMPORT_SERVICES);
  guint told = 0;
  gboolean late = FALSE;
  const guint source = g_timeout_add_seconds (20, on_too_late, &late);

  g_signal_connect (run, "notify::done", G_CALLBACK (on_told), &told);
  orch_import_run_show (run, ORCH_IMPORT_READING, 100, 1000);
  g_assert_cmpuint (told, ==, 100);
  for (guint done = 101; done <= 200; done++)
    orch_import_run_show (run, ORCH_IMPORT_READING, done, 1000);
  g_assert_cmpuint (told, <, 200);
  while (told < 200 && !late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (late);
  g_source_remove (source);

  /* Another phase is told at once, and nothing of the one before comes after it. */
  orch_import_run_show (run, ORCH_IMPORT_READING, 300, 1000);
  orch_import_run_show (run, ORCH_IMPORT_CHECKING, 1, 1000);
  g_assert_cmpuint (told, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/import-run/held-back", test_held_back);
  return g_test_run ();
}
