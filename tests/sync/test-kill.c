/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * kill -9 at random moments of import and creation, started again until the clinic is ready: nothing is lost, nothing is twice.
 * At least fifty kills; the seed is printed by the test framework, --seed repeats it. Source: architecture.md (Tests).
 */
#include <glib/gstdio.h>

#include "orch-hub-look.h"
#include "orch-pipe-keyring.h"
#include "orch-small-emr.h"
#include "orch-story.h"

#define KILLS_A_CLINIC 5

/* Runs the driver and keeps its keyring. @appointments: (nullable): it synchronises too. Returns: whether it was killed */
static gboolean
drive (OrchSandboxProcess *sandbox, GHashTable *secrets, const char *dir, gint64 kill_after_us,
       const char *appointments)
{
  g_autofree char *after = g_strdup_printf ("%" G_GINT64_FORMAT, kill_after_us);
  const char *const argv[] = {
    ORCH_KILL_DRIVER, orch_sandbox_process_get_origin (sandbox), dir, after, appointments, NULL
  };

  return orch_pipe_keyring_serve (secrets, argv);
}

/* Returns: how often it was killed */
static guint
live (OrchSandboxProcess *sandbox, guint n_kills, gint64 span_us, char **counts)
{
  g_autoptr (GHashTable) secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *parent = g_dir_make_tmp ("orch-kill-XXXXXX", NULL);
  g_autofree char *dir = g_build_filename (parent, "data", NULL);
  guint killed = 0;

  orch_sandbox_process_order (sandbox, "reset", "{}");
  for (guint i = 0; i < n_kills; i++)
    {
      const gint64 after = g_test_rand_int_range (1000, (gint32) span_us);

      if (drive (sandbox, secrets, dir, after, NULL))
        killed++;
      else
        break;
    }
  g_assert_false (drive (sandbox, secrets, dir, 0, NULL));
  hub_look_check_no_doubles (sandbox);
  *counts = hub_look_dup_counts (sandbox);
  story_remove_tree (parent);
  return killed;
}

static void
test_killed_again_and_again (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  const guint wanted = g_getenv ("ORCH_TEST_FULL") != NULL ? 300 : 50;
  g_autofree char *baseline = NULL;
  const gint64 began = g_get_monotonic_time ();
  gint64 span = 0;
  guint killed = 0;
  guint clinics = 0;

  g_assert_cmpuint (live (sandbox, 0, 0, &baseline), ==, 0);
  span = MAX (g_get_monotonic_time () - began, 100 * 1000);
  while (killed < wanted)
    {
      g_autofree char *counts = NULL;
      /* Early, late and in the middle: the span shrinks and grows, for a life after the first begins where the last ended. */
      const gint64 this_span = span * (clinics % 4 + 1) / 4;

      const guint died = live (sandbox, KILLS_A_CLINIC, this_span, &counts);

      /* The first life was measured on a machine that may have been busier than now: one that nobody killed was shorter. */
      if (died == 0)
        span = MAX (span * 3 / 4, 50 * 1000);
      killed += died;
      clinics++;
      g_assert_cmpstr (counts, ==, baseline);
      g_assert_cmpuint (clinics, <, wanted * 2);
    }
  g_test_message ("%u kills over %u clinics", killed, clinics);
}

#define NEW_ONES 6

/* kill -9 in the middle of a whole synchronisation that has something to bring, at a moment of its length: the next run ends as one that
 * nobody disturbed would. */
static void
test_killed_while_synchronising (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = small_emr_start ();
  g_autoptr (GHashTable) secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *parent = g_dir_make_tmp ("orch-kill-XXXXXX", NULL);
  g_autofree char *dir = g_build_filename (parent, "data", NULL);
  const guint wanted = g_getenv ("ORCH_TEST_FULL") != NULL ? 150 : 30;
  gint64 span = 2 * G_USEC_PER_SEC;
  guint n = NEW_ONES;
  guint killed = 0;

  small_emr_add_days (sandbox, n);
  g_assert_false (drive (sandbox, secrets, dir, 0, "6"));
  for (guint turn = 0; killed < wanted; turn++)
    {
      g_autofree char *expected = NULL;
      gboolean died = FALSE;

      g_assert_cmpuint (turn, <, wanted * 4);
      small_emr_add_more_days (sandbox, n, NEW_ONES);
      n += NEW_ONES;
      expected = g_strdup_printf ("%u", n);
      died = drive (sandbox, secrets, dir, g_test_rand_int_range (1000, (gint32) span), expected);
      killed += died;
      /* One that came to its end was shorter than was thought. */
      span = died ? MIN (span * 9 / 8, 4 * G_USEC_PER_SEC) : MAX (span / 2, 30 * 1000);
      g_assert_false (drive (sandbox, secrets, dir, 0, expected));
      g_assert_cmpuint (orch_sandbox_process_count (sandbox, "Appointment"), ==, n);
      g_assert_cmpuint (orch_sandbox_process_count (sandbox, "Patient"), ==, n);
      g_assert_cmpuint (orch_sandbox_process_count (sandbox, "Slot"), ==, n);
      g_assert_cmpuint (orch_sandbox_process_count (sandbox, "HealthcareService"), ==, 4);
    }
  hub_look_check_no_doubles (sandbox);
  g_test_message ("%u kills, %u appointments", killed, n);
  story_remove_tree (parent);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kill/again-and-again", test_killed_again_and_again);
  g_test_add_func ("/kill/while-synchronising", test_killed_while_synchronising);
  return g_test_run ();
}
