/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * orch-leaving.h: nothing keeps the process, neither on the way to its end nor in what libraries do when it ends.
 */
#include "app/orch-leaving.h"

#include <stdlib.h>
#include <unistd.h>

static void
keeps_going (void)
{
  if (g_test_subprocess ())
    {
      orch_leaving_begin (1);
      for (;;)
        pause ();
    }
  g_test_trap_subprocess (NULL, 30 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*WARNING*took too long*test-app-leaving*");
}

G_NORETURN static void
never_returns (void)
{
  for (;;)
    pause ();
}

static void
at_exit (void)
{
  if (g_test_subprocess ())
    {
      g_assert_cmpint (atexit (never_returns), ==, 0);
      orch_leaving_begin (5);
      g_print ("typed until the end");
      orch_leaving_end (0);
      return;
    }
  g_test_trap_subprocess (NULL, 30 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout ("*typed until the end*");
  g_test_trap_assert_stderr_unmatched ("*took too long*");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/leaving/is-not-kept", keeps_going);
#if !defined(__SANITIZE_ADDRESS__)
  g_test_add_func ("/leaving/at-exit", at_exit);
#endif
  return g_test_run ();
}
