/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What is let go of elsewhere is freed once, and not by the thread that let go.
 */
#include "core/orch-release.h"
#include "orch-test.h"

typedef struct
{
  GMutex lock;
  GCond changed;
  GThread *by;
  guint times;
} Seen;

static void
destroy (gpointer data)
{
  Seen *seen = data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&seen->lock);

  seen->by = g_thread_self ();
  seen->times++;
  g_cond_signal (&seen->changed);
}

static void
test_elsewhere (void)
{
  Seen seen = { 0 };

  for (guint i = 1; i <= 3; i++)
    {
      orch_release_elsewhere (&seen, destroy);
      g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&seen.lock);

      while (seen.times < i)
        g_cond_wait (&seen.changed, &seen.lock);
      g_assert_cmpuint (seen.times, ==, i);
      g_assert_true (seen.by != g_thread_self ());
    }
}

static void
test_nothing (void)
{
  Seen seen = { 0 };

  orch_release_elsewhere (NULL, destroy);
  orch_release_elsewhere (&seen, destroy);
  g_mutex_lock (&seen.lock);
  while (seen.times == 0)
    g_cond_wait (&seen.changed, &seen.lock);
  g_mutex_unlock (&seen.lock);
  g_assert_cmpuint (seen.times, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/core/release/elsewhere", test_elsewhere);
  g_test_add_func ("/core/release/nothing", test_nothing);
  return g_test_run ();
}
