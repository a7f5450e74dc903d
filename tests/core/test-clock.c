/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The clock: instants as FHIR R4 writes them (datatypes: dateTime, instant), and the clinic's time zone round its changes of
 * hour. Seconds since 1970 were computed apart from this program.
 */
#include "core/orch-clock.h"
#include "orch-test.h"

#define SECONDS(n) (G_GINT64_CONSTANT (n) * G_USEC_PER_SEC)

static void
test_now (void)
{
  gint64 before = g_get_real_time ();
  gint64 now = orch_clock_now_us ();
  gint64 after = g_get_real_time ();
  g_autoptr (GDateTime) utc = orch_clock_now ();

  g_assert_cmpint (now, >=, before);
  g_assert_cmpint (now, <=, after);
  g_assert_cmpint (g_date_time_get_utc_offset (utc), ==, 0);
  g_assert_cmpint (g_date_time_to_unix_usec (utc), >=, before);
}

static void
move_to (gint64 us)
{
  orch_clock_set_offset_us (0);
  orch_clock_set_offset_us (us - orch_clock_now_us ());
}

static void
test_offset (void)
{
  gint64 real = orch_clock_now_us ();

  orch_clock_set_offset_us (G_TIME_SPAN_DAY);
  g_assert_cmpint (orch_clock_now_us () - real, >=, G_TIME_SPAN_DAY);
  g_assert_cmpint (orch_clock_now_us () - real, <, G_TIME_SPAN_DAY + G_TIME_SPAN_HOUR);

  g_autoptr (GDateTime) moved = orch_clock_now ();
  g_assert_cmpint (g_date_time_to_unix_usec (moved) - real, >=, G_TIME_SPAN_DAY);

  /* An offset replaces the one before. */
  orch_clock_set_offset_us (-G_TIME_SPAN_DAY);
  g_assert_cmpint (orch_clock_now_us (), <, real);
  orch_clock_set_offset_us (0);
  g_assert_cmpint (orch_clock_now_us (), >=, real);
}

/* What has gone by is not moved by a change of the date. */
static void
test_elapsed (void)
{
  const gint64 before = orch_clock_elapsed_us ();

  orch_clock_set_offset_us (G_TIME_SPAN_DAY);
  g_assert_cmpint (orch_clock_elapsed_us () - before, >=, 0);
  g_assert_cmpint (orch_clock_elapsed_us () - before, <, G_TIME_SPAN_HOUR);
  orch_clock_set_offset_us (0);
  orch_clock_set_elapsed_offset_us (G_TIME_SPAN_DAY);
  g_assert_cmpint (orch_clock_elapsed_us () - before, >=, G_TIME_SPAN_DAY);
  g_assert_cmpint (orch_clock_elapsed_us () - before, <, G_TIME_SPAN_DAY + G_TIME_SPAN_HOUR);
  orch_clock_set_elapsed_offset_us (0);
}

/* The clock goes on while the test runs: the moments below are half a minute or more away from a change. */
static void
test_local (void)
{
  static const struct
  {
    gint64 utc;
    const char *local;
  } rows[] = {
    { 1768478400, "2026-01-15 07:00 -0500" }, /* winter, 12:00 UTC */
    { 1784116800, "2026-07-15 08:00 -0400" }, /* summer, 12:00 UTC */
    { 1772953140, "2026-03-08 01:59 -0500" }, /* the night of the change: 06:59 UTC */
    { 1772953200, "2026-03-08 03:00 -0400" }, /* 07:00 UTC */
    { 1793512740, "2026-11-01 01:59 -0400" }, /* 05:59 UTC */
    { 1793512800, "2026-11-01 01:00 -0500" }, /* 06:00 UTC */
    { 1795271400, "2026-11-21 09:30 -0500" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      move_to (rows[i].utc * G_USEC_PER_SEC);

      g_autoptr (GDateTime) local = orch_clock_now_local ();
      orch_test_check_string (rows[i].local, g_date_time_format (local, "%Y-%m-%d %H:%M %z"), rows[i].local);
    }
  orch_clock_set_offset_us (0);
}

static void
test_format (void)
{
  static const struct
  {
    gint64 us;
    const char *text;
  } rows[] = {
    { 0, "1970-01-01T00:00:00.000Z" },
    { 1000, "1970-01-01T00:00:00.001Z" },
    { 999000, "1970-01-01T00:00:00.999Z" },
    { -1000, "1969-12-31T23:59:59.999Z" },
    { SECONDS (1795271400), "2026-11-21T14:30:00.000Z" }, /* the header's example */
    { SECONDS (1795271400) + 321000, "2026-11-21T14:30:00.321Z" },
    { SECONDS (951782400), "2000-02-29T00:00:00.000Z" },
    { SECONDS (2147483648), "2038-01-19T03:14:08.000Z" },
    { SECONDS (-1041379200), "1937-01-01T00:00:00.000Z" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gint64 back = -1;

      orch_test_check_string (rows[i].text, orch_clock_format_instant (rows[i].us), rows[i].text);
      orch_test_check_true (orch_clock_parse_instant (rows[i].text, &back), rows[i].text);
      orch_test_check_int (rows[i].us, back, rows[i].text);
    }
}

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    gint64 us;
  } rows[] = {
    { "2026-11-21T14:30:00Z", SECONDS (1795271400) },
    { "2026-11-21T14:30:00.0Z", SECONDS (1795271400) },
    { "2026-11-21T14:30:00.5Z", SECONDS (1795271400) + 500000 },
    { "2026-11-21T14:30:00.321Z", SECONDS (1795271400) + 321000 },
    { "2026-11-21T14:30:00.123456Z", SECONDS (1795271400) + 123456 },
    { "2026-11-21T14:30:00+00:00", SECONDS (1795271400) }, /* as node-fhir-server-core writes it */
    { "2026-11-21T09:30:00-05:00", SECONDS (1795271400) },
    { "2026-11-21T09:30:00.000-05:00", SECONDS (1795271400) },
    { "2026-11-22T04:30:00+14:00", SECONDS (1795271400) },
    { "2026-11-21T00:30:00-14:00", SECONDS (1795271400) },
    { "2026-11-22T04:29:00+13:59", SECONDS (1795271400) },
    { "2026-11-21T00:00:00Z", SECONDS (1795219200) },
    { "2026-11-21T23:59:59Z", SECONDS (1795219200) + SECONDS (86399) },
    { "2026-01-31", SECONDS (1769817600) },
    { "2026-12-31", SECONDS (1798675200) },
    { "2026-11-21T20:00:00+05:30", SECONDS (1795271400) },
    { "2026-11-21T11:00:00-03:30", SECONDS (1795271400) }, /* Newfoundland */
    { "2026-11-21", SECONDS (1795219200) },                /* a date alone: midnight UTC */
    { "2000-02-29", SECONDS (951782400) },
    { "1970-01-01", 0 },
    { "1969-12-31T23:59:59.999Z", -1000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gint64 us = -1;

      orch_test_check_true (orch_clock_parse_instant (rows[i].text, &us), rows[i].text);
      orch_test_check_int (rows[i].us, us, rows[i].text);
    }

  /* More digits than microseconds: read, within one. */
  gint64 us = 0;
  orch_test_check_true (orch_clock_parse_instant ("2026-11-21T14:30:00.123456789Z", &us), "nanoseconds");
  g_assert_cmpint (ABS (us - (SECONDS (1795271400) + 123457)), <=, 1);
}

static void
test_refused (void)
{
  static const char *const rows[] = {
    "",
    "abc",
    "today",
    "2026-13-01",
    "2026-00-10",
    "2026-02-30",
    "2026-02-29",
    "2026-11-31",
    "2026-11-00",
    "2026-11-32",
    "2026-1-2",
    "26-11-21",
    "20261121", /* other shapes of ISO 8601, which FHIR does not have */
    "20261121T143000Z",
    "2026-325",
    "2026-W47-6",
    "2026-11-21T",
    "2026-11-21T14",
    "2026-11-21T14:30",
    "2026-11-21T14:30:00", /* a time needs its zone */
    "2026-11-21T14:30:00.5",
    "2026-11-21 14:30:00Z",
    "2026-11-21T25:00:00Z",
    "2026-11-21T24:00:00Z",
    "2026-11-21T14:60:00Z",
    "2026-11-21T14:30:61Z",
    "2026-11-21T14:30:00.Z",
    "2026-11-21T14:30:00Zjunk",
    "2026-11-21T14:30:00Z ",
    " 2026-11-21T14:30:00Z",
    "2026-11-21T14:30:00+5",
    "2026-11-21T14:30:00+99:00",
    "2026-11-21T14:30:00+14:01", /* FHIR's zones end at 14:00 */
    "2026-11-21T14:30:00-14:30",
    "2026-11-21T14:30:00+15:00",
    "2026-11-21T14:30:00+05:60",
    "2026-11-21T14:30:00+0500",
    "2026-11-21T14:30:00+05",
    "2026-11-21T14:30:00+05:00Z",
    "2026-11-21Z",
    "2026-11-21T-4:30:00Z",
    "2026-11-21T14:30:0aZ",
    "0000-01-01",
    "2026-11-21T14:30:00-05:99",
    "+2026-11-21T14:30:00Z",
    "-026-11-21",
    "2026/11/21",
    "21-11-2026",
    "99999999999999999999-01-01",
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gint64 us = 0;

      orch_test_check_true (!orch_clock_parse_instant (rows[i], &us), rows[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/clock/now", test_now);
  g_test_add_func ("/core/clock/offset", test_offset);
  g_test_add_func ("/core/clock/elapsed", test_elapsed);
  g_test_add_func ("/core/clock/local", test_local);
  g_test_add_func ("/core/clock/format", test_format);
  g_test_add_func ("/core/clock/parse", test_parse);
  g_test_add_func ("/core/clock/refused", test_refused);
  return orch_test_run ();
}
