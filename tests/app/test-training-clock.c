/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The clock of training: it follows its file, takes nothing else for a time, and leaves the machine's time behind.
 */
#include "app/orch-training-clock.h"
#include "core/orch-clock.h"

#include <glib/gstdio.h>
#include <math.h>

#include "../patience.h"

static gint64
get_offset (void)
{
  return lround ((double) (orch_clock_now_us () - g_get_real_time ()) / G_USEC_PER_SEC);
}

static void
write_file (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static gboolean
on_too_long (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
wait_offset (gint64 seconds)
{
  gboolean late = FALSE;
  guint source = g_timeout_add_seconds (kit_patience_s (10), on_too_long, &late);

  while (get_offset () != seconds && !late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (get_offset (), ==, seconds);
  g_source_remove (source);
}

static void
test_follow (void)
{
  g_autofree char *folder = g_dir_make_tmp ("orch-clock-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "clock", NULL);
  g_autoptr (OrchTrainingClock) clock = NULL;

  write_file (path, "3600\n");
  clock = orch_training_clock_new (path);
  g_assert_cmpint (get_offset (), ==, 3600);
  write_file (path, "-86400");
  wait_offset (-86400);
  /* Not a time of this world: what was stays. */
  write_file (path, "99999999999");
  write_file (path, "noon");
  write_file (path, "7200");
  wait_offset (7200);
  g_clear_object (&clock);
  g_assert_cmpint (get_offset (), ==, 0);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_none (void)
{
  g_autoptr (OrchTrainingClock) clock = orch_training_clock_new (NULL);
  g_autoptr (OrchTrainingClock) missing = orch_training_clock_new ("/nowhere/clock");

  g_assert_cmpint (get_offset (), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/training-clock/follow", test_follow);
  g_test_add_func ("/app/training-clock/none", test_none);
  return g_test_run ();
}
