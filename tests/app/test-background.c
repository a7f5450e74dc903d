/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The entry of the desktop's autostart: written as the desktop reads it, left alone when it is right, removed when it is not wanted.
 */
#include <glib/gstdio.h>

#include "app/orch-background.h"

#define NAME "autostart/ca.orchestrateur.Orchestrateur.desktop"

static void
test_autostart (void)
{
  g_autofree char *config = g_build_filename (g_get_user_config_dir (), NULL);
  g_autofree char *path = g_build_filename (config, NAME, NULL);
  g_autoptr (GKeyFile) entry = g_key_file_new ();
  g_autofree char *command = NULL;
  g_autofree char *type = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf before;
  GStatBuf after;

  g_assert_true (orch_background_write_autostart (config, "/usr/bin/orchestrateur", &error));
  g_assert_no_error (error);
  g_assert_true (g_key_file_load_from_file (entry, path, G_KEY_FILE_NONE, &error));
  type = g_key_file_get_string (entry, "Desktop Entry", "Type", NULL);
  command = g_key_file_get_string (entry, "Desktop Entry", "Exec", NULL);
  g_assert_cmpstr (type, ==, "Application");
  g_assert_cmpstr (command, ==, "/usr/bin/orchestrateur --gapplication-service");

  g_assert_cmpint (g_stat (path, &before), ==, 0);
  g_assert_true (orch_background_write_autostart (config, "/usr/bin/orchestrateur", &error));
  g_assert_cmpint (g_stat (path, &after), ==, 0);
  g_assert_cmpint (before.st_ino, ==, after.st_ino);

  g_assert_true (orch_background_write_autostart (config, "/opt/un dossier/orchestrateur", &error));
  g_assert_true (g_key_file_load_from_file (entry, path, G_KEY_FILE_NONE, &error));
  g_free (command);
  command = g_key_file_get_string (entry, "Desktop Entry", "Exec", NULL);
  g_assert_cmpstr (command, ==, "\"/opt/un dossier/orchestrateur\" --gapplication-service");

  g_assert_true (orch_background_write_autostart (config, NULL, &error));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (orch_background_write_autostart (config, NULL, &error));
  g_assert_no_error (error);
}

/* A file where the directory should be. */
static void
test_no_room (void)
{
  g_autofree char *config = g_build_filename (g_get_user_config_dir (), "other", NULL);
  g_autofree char *blocked = g_build_filename (config, "autostart", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (config, 0700), ==, 0);
  g_assert_true (g_file_set_contents (blocked, "", 0, NULL));
  g_assert_false (orch_background_write_autostart (config, "/usr/bin/orchestrateur", &error));
  g_assert_nonnull (error);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/background/autostart", test_autostart);
  g_test_add_func ("/background/no-room", test_no_room);
  return g_test_run ();
}
