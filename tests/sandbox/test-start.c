/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The sandbox starts fast, keeps its state, and what it holds is what the contract promises.
 */
#include "orch-sandbox-process.h"

static void
test_start (void)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (OrchSandboxProcess) process = orch_sandbox_process_start (NULL);

  /* The promise is 1.5 s; a loaded machine gets four times that before the test complains. */
  g_assert_cmpint (g_get_monotonic_time () - start, <, 6 * G_USEC_PER_SEC);
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
  {
    /* The port is another one now, and the mail knows it. */
    g_autoptr (JsonNode) mail = orch_sandbox_process_get (process, "/training/mail");
    g_autofree char *text = json_to_string (mail, FALSE);
    g_autofree char *hub = g_uri_escape_string (orch_sandbox_process_get_hub (process), NULL, FALSE);

    g_assert_nonnull (strstr (text, hub));
    g_assert_null (strstr (text, "@HUB@"));
  }
  token = orch_sandbox_process_activate (process, "Un-Bon-Secret-42");
  g_assert_cmpuint (strlen (token), >, 20);
  orch_sandbox_process_order (process, "reset", "{}");
  g_assert_cmpuint (orch_sandbox_process_count (process, "Basic"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/start/fast", test_start);
  g_test_add_func ("/sandbox/start/state", test_state);
  return g_test_run ();
}
