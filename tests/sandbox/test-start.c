/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The sandbox starts fast, keeps its state, and what it holds is what the contract promises.
 */
#include "orch-sandbox-process.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "../patience.h"

static void
test_start (void)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (OrchSandboxProcess) process = orch_sandbox_process_start (NULL);

  /* The promise is 1.5 s; a loaded machine gets several times that before the test complains. */
  g_assert_cmpint (g_get_monotonic_time () - start, <, kit_patience_s (2) * (gint64) G_USEC_PER_SEC);
  g_assert_true (g_str_has_prefix (orch_sandbox_process_get_origin (process), "http://127.0.0.1:"));
  /* The clinic, and the five appointment providers. */
  g_assert_cmpuint (orch_sandbox_process_count (process, "Organization"), ==, 6);
  g_assert_cmpuint (orch_sandbox_process_count (process, "Location"), ==, 1);
}

static void
test_state (void)
{
  g_autoptr (OrchSandboxProcess) process = orch_sandbox_process_start (NULL);
  g_autofree char *token = NULL;

  orch_sandbox_process_order (process, "hub-record",
                              "{\"resourceType\":\"Basic\",\"id\":\"kept\",\"code\":{\"text\":\"x\"}}");
  orch_sandbox_process_restart (process, TRUE);
  g_assert_cmpuint (orch_sandbox_process_count (process, "Basic"), ==, 1);
  token = orch_sandbox_process_activate (process, "Un-Bon-Secret-42");
  g_assert_cmpuint (strlen (token), >, 20);
  orch_sandbox_process_order (process, "reset", "{}");
  g_assert_cmpuint (orch_sandbox_process_count (process, "Basic"), ==, 0);
}

/* Mail of yesterday leads to the port of today. */
static void
test_mail (void)
{
  g_autoptr (OrchSandboxProcess) process = orch_sandbox_process_start (NULL);
  g_autoptr (OrchSandboxProcess) second = NULL;
  g_autofree char *hub = NULL;
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) mail = NULL;

  orch_sandbox_process_take_down (process, FALSE);
  second = orch_sandbox_process_start ("--state-dir", orch_sandbox_process_get_state_dir (process), NULL);
  mail = orch_sandbox_process_get (second, "/training/mail");
  text = json_to_string (mail, FALSE);
  hub = g_uri_escape_string (orch_sandbox_process_get_hub (second), NULL, FALSE);
  g_assert_cmpstr (orch_sandbox_process_get_hub (second), !=, orch_sandbox_process_get_hub (process));
  g_assert_nonnull (strstr (text, hub));
  g_assert_null (strstr (text, "@HUB@"));
}

static void
test_down_and_up (void)
{
  g_autoptr (OrchSandboxProcess) process = orch_sandbox_process_start (NULL);
  g_autofree char *origin = g_strdup (orch_sandbox_process_get_origin (process));

  for (int i = 0; i < 3; i++)
    {
      orch_sandbox_process_take_down (process, i % 2 == 0);
      orch_sandbox_process_bring_up (process);
      g_assert_cmpstr (orch_sandbox_process_get_origin (process), ==, origin);
      g_assert_cmpuint (orch_sandbox_process_count (process, "Location"), ==, 1);
    }
}

/* Wrong arguments end with 2, and a port that is taken with 1. */
static void
test_arguments (void)
{
  g_autoptr (OrchSandboxProcess) process = orch_sandbox_process_start (NULL);
  const char *port = strrchr (orch_sandbox_process_get_origin (process), ':') + 1;
  g_autofree char *other = g_dir_make_tmp ("orch-sandbox-XXXXXX", NULL);
  const char *const cases[][6] = {
    { "2" },
    { "2", "--state-dir", other, "--scale", "0" },
    { "2", "--state-dir", other, "--language", "de" },
    { "2", "--state-dir", other, "--host=0.0.0.0" },
    { "2", "--state-dir", other, "stray" },
    { "1", "--state-dir", other, "--port", port },
    { "1", "--state-dir", other, "--load", "/nowhere/at/all.json" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GSubprocessLauncher) launcher =
          g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
      const char *arguments[8] = { ORCH_SANDBOX_PROGRAM };
      g_autoptr (GSubprocess) run = NULL;

      for (int j = 1; j < 6; j++)
        arguments[j] = cases[i][j];
      run = g_subprocess_launcher_spawnv (launcher, arguments, NULL);
      g_assert_nonnull (run);
      g_assert_true (g_subprocess_wait (run, NULL, NULL));
      g_assert_cmpint (g_subprocess_get_exit_status (run), ==, atoi (cases[i][0]));
    }
  {
    static const char *const names[] = { "sandbox.db", "sandbox.db-wal", "sandbox.db-shm" };

    for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
      {
        g_autofree char *path = g_build_filename (other, names[i], NULL);

        g_unlink (path);
      }
    g_rmdir (other);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/start/fast", test_start);
  g_test_add_func ("/sandbox/start/state", test_state);
  g_test_add_func ("/sandbox/start/mail", test_mail);
  g_test_add_func ("/sandbox/start/down-and-up", test_down_and_up);
  g_test_add_func ("/sandbox/start/arguments", test_arguments);
  return g_test_run ();
}
