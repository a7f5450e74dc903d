/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A remuneration report through the engine, on the schedule that a synchronisation brought; and lists that leave: in the journal, without a name,
 * and not at all while the screen is locked. Source: security.md 4, 10.
 */
#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "core/orch-remuneration.h"
#include "orch-pair.h"
#include "orch-small-emr.h"
#include "sync/orch-engine-private.h"

/* Returns: how many entries of that act the journal has */
static guint
count_entries (Story *story, const char *act, const char *detail)
{
  g_autoptr (DexFuture) future = orch_store_list_journal (story->engine->store, 0, 1000);
  GPtrArray *entries = NULL;
  guint n = 0;

  story_wait_ok (dex_ref (future));
  entries = g_value_get_boxed (dex_future_get_value (future, NULL));
  for (guint i = 0; i < entries->len; i++)
    {
      const OrchJournalEntryFields *f = orch_journal_entry_get_fields (g_ptr_array_index (entries, i));

      if (!g_str_equal (f->act, act))
        continue;
      n++;
      g_assert_cmpstr (f->detail, ==, detail);
      g_assert_null (f->patient);
      g_assert_cmpstr (f->actor, ==, orch_session_get_person_id (orch_engine_get_session (story->engine)));
    }
  return n;
}

static void
check_refused (DexFuture *future)
{
  g_autoptr (DexFuture) owned = future;
  g_autoptr (GError) error = NULL;

  story_wait (dex_ref (owned), NULL);
  g_assert_null (dex_future_get_value (owned, &error));
  g_assert_error (error, ORCH_ERROR, (int) ORCH_ERROR_REFUSED);
}

static void
test_report (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = small_emr_start ();
  g_autoptr (Story) story = story_new (sandbox);
  g_autoptr (OrchRemuneration) report = NULL;
  OrchQuarter quarter = { 0 };
  guint n = 0;

  small_emr_add_days (sandbox, 3);
  story_set_up (story);
  orch_sync_set_automatic (orch_engine_get_sync (story->engine), FALSE);
  story_wait_ok (orch_sync_start (orch_engine_get_sync (story->engine), ORCH_SYNC_FULL));

  /* The three days may be on both sides of a quarter's end. */
  quarter = orch_quarter_add (orch_quarter_at (orch_clock_now_us ()), -1);
  for (guint i = 0; i < 3; i++)
    {
      g_clear_object (&report);
      report = story_wait_object (orch_engine_load_remuneration (story->engine, orch_quarter_add (quarter, (int) i)));
      n += orch_remuneration_get_total (report, NULL).appointments;
      for (guint j = 0; j < orch_remuneration_get_left_out (report)->len; j++)
        n += orch_remuneration_line_get_fields (g_ptr_array_index (orch_remuneration_get_left_out (report), j))
                 ->counts.appointments;
    }
  g_assert_cmpuint (n, ==, 3);

  story_wait_ok (orch_engine_note_export (story->engine, "remuneration", FALSE, 12));
  story_wait_ok (orch_engine_note_export (story->engine, "patients", TRUE, 7));
  g_assert_cmpuint (count_entries (story, "remuneration-exported", "n=12"), ==, 1);
  g_assert_cmpuint (count_entries (story, "patients-printed", "n=7"), ==, 1);

  orch_session_lock (orch_engine_get_session (story->engine));
  check_refused (orch_engine_load_remuneration (story->engine, quarter));
  check_refused (orch_engine_note_export (story->engine, "patients", FALSE, 7));
  g_assert_cmpuint (count_entries (story, "patients-exported", NULL), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/report/leaves-and-is-noted", test_report);
  return g_test_run ();
}
