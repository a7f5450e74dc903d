/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Opening hours against vectors worked out from the source by somebody who had not seen the program: openings and closings, on-call
 * across midnight, holidays in a list, both changes of hour. Of two readings of an hour that does not exist, the one that is told.
 */
#include "core/orch-hours.h"

#include <stdio.h>

#include "orch-test.h"

static const OrchHoursPeriod hours_0[] = { { 0x1fu, 420, 1020 } };
static const OrchHoursPeriod hours_1[] = { { 0x1fu, 480, 960 } };
static const OrchHoursPeriod hours_2[] = { { 0x1fu, 540, 1020 } };
static const OrchHoursPeriod hours_3[] = { { 0x1fu, 420, 1080 } };
static const OrchHoursPeriod hours_4[] = { { 0xffu, 1020, 420 }, { 0xe0u, 0, 1440 } };
static const OrchHoursPeriod hours_5[] = { { 0x9fu, 1020, 420 }, { 0xe0u, 0, 1440 } };
static const OrchHoursPeriod hours_6[] = { { 0xffu, 0, 1440 } };
static const OrchHoursPeriod hours_7[] = { { 0x1fu, 480, 1440 } };
static const OrchHoursPeriod hours_8[] = { { 0x1fu, 480, 0 } };
static const OrchHoursPeriod hours_9[] = { { 0x1fu, 480, 720 }, { 0x1fu, 780, 1020 } };
static const OrchHoursPeriod hours_10[] = { { 0x1fu, 480, 720 }, { 0x1fu, 720, 960 } };
static const OrchHoursPeriod hours_12[] = { { 0xffu, 1380, 360 } };
static const OrchHoursPeriod hours_13[] = { { 0xffu, 1320, 120 } };
static const OrchHoursPeriod hours_14[] = { { 0x1fu, 1320, 360 } };

static const struct
{
  const char *id;
  const OrchHoursPeriod *periods;
  guint n;
  const char *now; /* UTC: 01:30 of a night in autumn is twice */
  const char *holidays[2];
  gboolean open;
  const char *change; /* (nullable): wall time of the clinic */
} vectors[] = {
  { "day-before-open", hours_0, 1, "2026-06-15T10:59:00Z", { NULL }, FALSE, "2026-06-15T07:00" },
  { "day-at-open", hours_0, 1, "2026-06-15T11:00:00Z", { NULL }, TRUE, "2026-06-15T17:00" },
  { "day-noon", hours_0, 1, "2026-06-15T16:00:00Z", { NULL }, TRUE, "2026-06-15T17:00" },
  { "day-last-minute", hours_0, 1, "2026-06-15T20:59:00Z", { NULL }, TRUE, "2026-06-15T17:00" },
  { "day-at-close", hours_0, 1, "2026-06-15T21:00:00Z", { NULL }, FALSE, "2026-06-16T07:00" },
  { "day-friday-close", hours_0, 1, "2026-06-19T21:00:00Z", { NULL }, FALSE, "2026-06-22T07:00" },
  { "day-saturday", hours_0, 1, "2026-06-20T14:00:00Z", { NULL }, FALSE, "2026-06-22T07:00" },
  { "day-sunday-2359", hours_0, 1, "2026-06-22T03:59:00Z", { NULL }, FALSE, "2026-06-22T07:00" },
  { "day-holiday-wed", hours_0, 1, "2026-06-24T16:00:00Z", { "2026-06-24" }, FALSE, "2026-06-25T07:00" },
  { "day-holiday-not-in-list", hours_0, 1, "2026-06-24T16:00:00Z", { NULL }, TRUE, "2026-06-24T17:00" },
  { "day-holiday-monday", hours_0, 1, "2026-05-18T13:00:00Z", { "2026-05-18" }, FALSE, "2026-05-19T07:00" },
  { "day-friday-before-holiday-monday",
    hours_0,
    1,
    "2026-05-15T21:00:00Z",
    { "2026-05-18" },
    FALSE,
    "2026-05-19T07:00" },
  { "day-easter-both", hours_0, 1, "2026-04-02T21:00:00Z", { "2026-04-03", "2026-04-06" }, FALSE, "2026-04-07T07:00" },
  { "day-easter-good-friday-only", hours_0, 1, "2026-04-02T21:00:00Z", { "2026-04-03" }, FALSE, "2026-04-06T07:00" },
  { "day-easter-monday-only", hours_0, 1, "2026-04-02T21:00:00Z", { "2026-04-06" }, FALSE, "2026-04-03T07:00" },
  { "day-christmas", hours_0, 1, "2026-12-24T22:00:00Z", { "2026-12-25", "2027-01-01" }, FALSE, "2026-12-28T07:00" },
  { "day-new-year-next-year",
    hours_0,
    1,
    "2026-12-31T22:00:00Z",
    { "2026-12-25", "2027-01-01" },
    FALSE,
    "2027-01-04T07:00" },
  { "av-before", hours_1, 1, "2026-06-15T11:59:00Z", { NULL }, FALSE, "2026-06-15T08:00" },
  { "av-at-close", hours_1, 1, "2026-06-15T20:00:00Z", { NULL }, FALSE, "2026-06-16T08:00" },
  { "reacts-before", hours_2, 1, "2026-06-15T12:30:00Z", { NULL }, FALSE, "2026-06-15T09:00" },
  { "cssns-1730", hours_3, 1, "2026-06-15T21:30:00Z", { NULL }, TRUE, "2026-06-15T18:00" },
  { "cssns-holiday-3.7", hours_3, 1, "2026-06-24T16:00:00Z", { "2026-06-24" }, FALSE, "2026-06-25T07:00" },
  { "oncall-before", hours_4, 2, "2026-06-15T20:59:00Z", { NULL }, FALSE, "2026-06-15T17:00" },
  { "oncall-at-open", hours_4, 2, "2026-06-15T21:00:00Z", { NULL }, TRUE, "2026-06-16T07:00" },
  { "oncall-midnight", hours_4, 2, "2026-06-16T04:00:00Z", { NULL }, TRUE, "2026-06-16T07:00" },
  { "oncall-0300", hours_4, 2, "2026-06-16T07:00:00Z", { NULL }, TRUE, "2026-06-16T07:00" },
  { "oncall-0659", hours_4, 2, "2026-06-16T10:59:00Z", { NULL }, TRUE, "2026-06-16T07:00" },
  { "oncall-at-close", hours_4, 2, "2026-06-16T11:00:00Z", { NULL }, FALSE, "2026-06-16T17:00" },
  { "oncall-friday-evening", hours_4, 2, "2026-06-19T22:00:00Z", { NULL }, TRUE, "2026-06-22T07:00" },
  { "oncall-saturday-0700", hours_4, 2, "2026-06-20T11:00:00Z", { NULL }, TRUE, "2026-06-22T07:00" },
  { "oncall-sunday-2359", hours_4, 2, "2026-06-22T03:59:00Z", { NULL }, TRUE, "2026-06-22T07:00" },
  { "oncall-monday-0300", hours_4, 2, "2026-06-22T07:00:00Z", { NULL }, TRUE, "2026-06-22T07:00" },
  { "oncall-literal-monday-0300", hours_5, 2, "2026-06-22T07:00:00Z", { NULL }, FALSE, "2026-06-22T17:00" },
  { "oncall-literal-sunday", hours_5, 2, "2026-06-21T16:00:00Z", { NULL }, TRUE, "2026-06-22T00:00" },
  { "oncall-holiday-monday", hours_4, 2, "2026-05-18T16:00:00Z", { "2026-05-18" }, TRUE, "2026-05-19T07:00" },
  { "oncall-friday-before-holiday-monday",
    hours_4,
    2,
    "2026-05-15T21:00:00Z",
    { "2026-05-18" },
    TRUE,
    "2026-05-19T07:00" },
  { "oncall-holiday-wed-0700", hours_4, 2, "2026-06-24T11:00:00Z", { "2026-06-24" }, TRUE, "2026-06-25T07:00" },
  { "oncall-eve-of-holiday", hours_4, 2, "2026-06-24T00:00:00Z", { "2026-06-24" }, TRUE, "2026-06-25T07:00" },
  { "oncall-after-holiday-0300", hours_4, 2, "2026-06-25T07:00:00Z", { "2026-06-24" }, TRUE, "2026-06-25T07:00" },
  { "oncall-after-holiday-0700", hours_4, 2, "2026-06-25T11:00:00Z", { "2026-06-24" }, FALSE, "2026-06-25T17:00" },
  { "oncall-no-holiday-list", hours_4, 2, "2026-06-24T14:00:00Z", { NULL }, FALSE, "2026-06-24T17:00" },
  { "oncall-christmas-friday", hours_4, 2, "2026-12-24T22:00:00Z", { "2026-12-25" }, TRUE, "2026-12-28T07:00" },
  { "always-plain", hours_6, 1, "2026-06-16T08:00:00Z", { NULL }, TRUE, NULL },
  { "always-holiday", hours_6, 1, "2026-06-24T16:00:00Z", { NULL }, TRUE, NULL },
  { "always-dst", hours_6, 1, "2026-03-08T07:00:00Z", { NULL }, TRUE, NULL },
  { "midnight-2359", hours_7, 1, "2026-06-16T03:59:00Z", { NULL }, TRUE, "2026-06-16T00:00" },
  { "midnight-0000", hours_7, 1, "2026-06-16T04:00:00Z", { NULL }, FALSE, "2026-06-16T08:00" },
  { "midnight-friday", hours_7, 1, "2026-06-20T03:30:00Z", { NULL }, TRUE, "2026-06-20T00:00" },
  { "midnight-saturday-0000", hours_7, 1, "2026-06-20T04:00:00Z", { NULL }, FALSE, "2026-06-22T08:00" },
  { "midnight-as-0000", hours_8, 1, "2026-06-15T16:00:00Z", { NULL }, TRUE, "2026-06-16T00:00" },
  { "split-lunch", hours_9, 2, "2026-06-15T16:00:00Z", { NULL }, FALSE, "2026-06-15T13:00" },
  { "adjacent-spans", hours_10, 2, "2026-06-15T16:00:00Z", { NULL }, TRUE, "2026-06-15T16:00" },
  { "never", NULL, 0, "2026-06-15T16:00:00Z", { NULL }, FALSE, NULL },
  { "dst-spring-day-friday", hours_0, 1, "2026-03-06T22:00:00Z", { NULL }, FALSE, "2026-03-09T07:00" },
  { "dst-spring-oncall-saturday", hours_4, 2, "2026-03-07T23:00:00Z", { NULL }, TRUE, "2026-03-09T07:00" },
  { "dst-spring-0159", hours_4, 2, "2026-03-08T06:59:00Z", { NULL }, TRUE, "2026-03-09T07:00" },
  { "dst-spring-0300", hours_4, 2, "2026-03-08T07:00:00Z", { NULL }, TRUE, "2026-03-09T07:00" },
  { "dst-spring-night-0130", hours_12, 1, "2026-03-08T06:30:00Z", { NULL }, TRUE, "2026-03-08T06:00" },
  { "dst-spring-night-0330", hours_12, 1, "2026-03-08T07:30:00Z", { NULL }, TRUE, "2026-03-08T06:00" },
  { "dst-spring-close-in-gap", hours_13, 1, "2026-03-08T06:30:00Z", { NULL }, TRUE, "2026-03-08T03:00" },
  { "dst-fall-day-friday", hours_0, 1, "2026-10-30T21:00:00Z", { NULL }, FALSE, "2026-11-02T07:00" },
  { "dst-fall-oncall-0130-first", hours_4, 2, "2026-11-01T05:30:00Z", { NULL }, TRUE, "2026-11-02T07:00" },
  { "dst-fall-oncall-0130-second", hours_4, 2, "2026-11-01T06:30:00Z", { NULL }, TRUE, "2026-11-02T07:00" },
  { "dst-fall-night-0130-first", hours_12, 1, "2026-11-01T05:30:00Z", { NULL }, TRUE, "2026-11-01T06:00" },
  { "dst-fall-night-0130-second", hours_12, 1, "2026-11-01T06:30:00Z", { NULL }, TRUE, "2026-11-01T06:00" },
  { "dst-fall-close-0200-first", hours_13, 1, "2026-11-01T05:30:00Z", { NULL }, TRUE, "2026-11-01T02:00" },
  { "dst-fall-close-0200-at", hours_13, 1, "2026-11-01T07:00:00Z", { NULL }, FALSE, "2026-11-01T22:00" },
  { "dst-fall-monday-open", hours_0, 1, "2026-11-02T12:00:00Z", { NULL }, TRUE, "2026-11-02T17:00" },
  { "night-into-closed-holiday", hours_14, 1, "2026-06-24T06:00:00Z", { "2026-06-24" }, TRUE, "2026-06-24T06:00" },
};

static void
test_vectors (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/Toronto");

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autoptr (OrchHolidays) holidays = orch_holidays_new (FALSE, ORCH_EASTER_BOTH);
      g_autoptr (GDateTime) utc = g_date_time_new_from_iso8601 (vectors[i].now, NULL);
      g_autoptr (GDateTime) now = g_date_time_to_timezone (utc, zone);
      g_autoptr (GDateTime) change = NULL;
      g_autofree char *text = NULL;

      g_test_message ("%s", vectors[i].id);
      for (guint j = 0; j < G_N_ELEMENTS (vectors[i].holidays) && vectors[i].holidays[j] != NULL; j++)
        {
          int year = 0, month = 0, day = 0;
          GDate date;

          g_assert_cmpint (sscanf (vectors[i].holidays[j], "%d-%d-%d", &year, &month, &day), ==, 3);
          g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
          orch_holidays_add (holidays, &date);
        }
      change = orch_hours_next_change (vectors[i].periods, vectors[i].n, holidays, now);
      text = change != NULL ? g_date_time_format (change, "%Y-%m-%dT%H:%M") : NULL;
      g_assert_true (orch_hours_is_open (vectors[i].periods, vectors[i].n, holidays, now) == vectors[i].open);
      g_assert_cmpstr (text, ==, vectors[i].change);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hours/vectors", test_vectors);
  return g_test_run ();
}
