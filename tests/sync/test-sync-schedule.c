/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * When a run is due: every half hour, at each midnight of Montreal whatever the season, and after a midnight that was missed.
 */
#include "core/orch-clock.h"
#include "sync/orch-sync-schedule.h"

#define MINUTE (60 * G_GINT64_CONSTANT (1000000))
#define HOUR (60 * MINUTE)

static gint64
at (const char *text)
{
  gint64 us = 0;

  g_assert_true (orch_clock_parse_instant (text, &us));
  return us;
}

static void
test_midnights (void)
{
  /* In 2026 the clocks of Quebec go forward on 8 March and back on 1 November, both at 2 h. */
  static const struct
  {
    const char *now;
    int days;
    const char *midnight;
  } rows[] = {
    { "2026-01-15T17:00:00Z", 0, "2026-01-15T05:00:00Z" },   { "2026-01-15T17:00:00Z", 1, "2026-01-16T05:00:00Z" },
    { "2026-01-15T04:59:59Z", 0, "2026-01-14T05:00:00Z" },   { "2026-01-15T05:00:00Z", 0, "2026-01-15T05:00:00Z" },
    { "2026-03-08T12:00:00Z", 0, "2026-03-08T05:00:00Z" },   { "2026-03-08T12:00:00Z", 1, "2026-03-09T04:00:00Z" },
    { "2026-03-07T23:00:00Z", 1, "2026-03-08T05:00:00Z" },   { "2026-03-07T23:00:00Z", 2, "2026-03-09T04:00:00Z" },
    { "2026-11-01T12:00:00Z", 0, "2026-11-01T04:00:00Z" },   { "2026-11-01T12:00:00Z", 1, "2026-11-02T05:00:00Z" },
    { "2026-11-01T05:30:00Z", 0, "2026-11-01T04:00:00Z" },   { "2026-10-31T16:00:00Z", 1, "2026-11-01T04:00:00Z" },
    { "2026-11-02T04:30:00Z", 0, "2026-11-01T04:00:00Z" },   { "2026-11-02T04:30:00Z", 1, "2026-11-02T05:00:00Z" },
    { "2026-11-21T12:00:00Z", -30, "2026-10-22T04:00:00Z" }, { "2026-11-21T12:00:00Z", 365, "2027-11-21T05:00:00Z" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *found = orch_clock_format_instant (orch_sync_schedule_midnight (at (rows[i].now), rows[i].days));
      g_autofree char *wanted = orch_clock_format_instant (at (rows[i].midnight));

      g_assert_cmpstr (found, ==, wanted);
    }
}

/* A whole year, minute by half hour: one full run a day, at its first look after midnight. */
static void
test_one_full_run_a_day (void)
{
  gint64 last = at ("2026-01-01T05:00:00Z");
  guint runs = 0;

  for (gint64 now = last + MINUTE; now < at ("2027-01-01T05:00:00Z"); now += 30 * MINUTE)
    if (orch_sync_schedule_next_full (last, now) <= now)
      {
        g_assert_cmpint (now - orch_sync_schedule_midnight (now, 0), <, 30 * MINUTE);
        last = now;
        runs++;
      }
  g_assert_cmpuint (runs, ==, 364);
}

static void
test_due (void)
{
  const gint64 now = at ("2026-11-21T15:00:00Z");

  g_assert_cmpint (orch_sync_schedule_next_recent (0, now), ==, now);
  g_assert_cmpint (orch_sync_schedule_next_recent (now - 10 * MINUTE, now), ==, now + 20 * MINUTE);
  g_assert_cmpint (orch_sync_schedule_next_recent (now - 3 * HOUR, now), ==, now);
  /* Written under a clock that was wrong. */
  g_assert_cmpint (orch_sync_schedule_next_recent (now + 400 * 24 * HOUR, now), ==, now);
  g_assert_cmpint (orch_sync_schedule_next_full (now + 400 * 24 * HOUR, now), ==, now);
  g_assert_cmpint (orch_sync_schedule_next_full (0, now), ==, now);
  /* Yesterday's was missed: the workstation was off. */
  g_assert_cmpint (orch_sync_schedule_next_full (now - 24 * HOUR, now), ==, now);
  g_assert_cmpint (orch_sync_schedule_next_full (now - 9 * HOUR, now), ==, at ("2026-11-22T05:00:00Z"));
}

static void
test_retry (void)
{
  g_assert_cmpint (orch_sync_schedule_retry (1), ==, MINUTE);
  g_assert_cmpint (orch_sync_schedule_retry (3), ==, 4 * MINUTE);
  g_assert_cmpint (orch_sync_schedule_retry (1000), ==, 30 * MINUTE);
  g_assert_cmpint (orch_sync_schedule_retry (0), ==, MINUTE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync-schedule/midnights", test_midnights);
  g_test_add_func ("/sync-schedule/one-full-run-a-day", test_one_full_run_a_day);
  g_test_add_func ("/sync-schedule/due", test_due);
  g_test_add_func ("/sync-schedule/retry", test_retry);
  return g_test_run ();
}
