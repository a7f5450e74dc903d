/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Opening hours, on-call that crosses midnight, and holidays: dates of published calendars, hours of the seed (3.2).
 */
#include "core/orch-hours.h"

#include "core/orch-clock.h"
#include "orch-test.h"

#define WEEKDAYS 0x1fu
#define WEEK 0x7fu

static const OrchHoursPeriod counter[] = { { WEEKDAYS, 7 * 60, 17 * 60 } };
static const OrchHoursPeriod on_call[] = { { WEEK | ORCH_HOURS_HOLIDAY, 17 * 60, 7 * 60 },
                                           { 0x60u | ORCH_HOURS_HOLIDAY, 0, ORCH_HOURS_DAY_MINUTES } };
static const OrchHoursPeriod always[] = { { WEEK | ORCH_HOURS_HOLIDAY, 0, ORCH_HOURS_DAY_MINUTES } };

static GDateTime *
at (const char *text)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/Toronto");
  GDateTime *when = g_date_time_new_from_iso8601 (text, zone);

  g_assert_nonnull (when);
  return when;
}

static void
test_hours (void)
{
  /* 2026-11-23 is a Monday; 2026-12-25 a Friday; clocks go back on 2026-11-01, a Sunday. */
  static const struct
  {
    const OrchHoursPeriod *periods;
    guint n;
    const char *now;
    gboolean open;
    const char *change;
  } cases[] = {
    { counter, 1, "2026-11-23T06:59:59", FALSE, "2026-11-23T07:00" },
    { counter, 1, "2026-11-23T07:00:00", TRUE, "2026-11-23T17:00" },
    { counter, 1, "2026-11-23T16:59:59", TRUE, "2026-11-23T17:00" },
    { counter, 1, "2026-11-23T17:00:00", FALSE, "2026-11-24T07:00" },
    { counter, 1, "2026-11-27T18:00:00", FALSE, "2026-11-30T07:00" },
    { counter, 1, "2026-12-24T18:00:00", FALSE, "2026-12-28T07:00" },
    { counter, 1, "2026-12-25T10:00:00", FALSE, "2026-12-28T07:00" },
    { counter, 1, "2026-10-30T17:00:00", FALSE, "2026-11-02T07:00" },
    { on_call, 2, "2026-11-23T16:59:00", FALSE, "2026-11-23T17:00" },
    { on_call, 2, "2026-11-23T17:00:00", TRUE, "2026-11-24T07:00" },
    { on_call, 2, "2026-11-24T06:59:00", TRUE, "2026-11-24T07:00" },
    { on_call, 2, "2026-11-24T07:00:00", FALSE, "2026-11-24T17:00" },
    /* From Friday evening to Monday morning without a gap. */
    { on_call, 2, "2026-11-27T23:30:00", TRUE, "2026-11-30T07:00" },
    { on_call, 2, "2026-11-29T12:00:00", TRUE, "2026-11-30T07:00" },
    { on_call, 2, "2026-11-30T00:00:00", TRUE, "2026-11-30T07:00" },
    /* Christmas, a Friday: from Thursday evening to Monday morning. */
    { on_call, 2, "2026-12-24T20:00:00", TRUE, "2026-12-28T07:00" },
    { on_call, 2, "2026-12-25T12:00:00", TRUE, "2026-12-28T07:00" },
    /* A holiday in the middle of a week: the night after it too. */
    { on_call, 2, "2026-07-01T12:00:00", TRUE, "2026-07-02T07:00" },
    { on_call, 2, "2026-07-02T06:00:00", TRUE, "2026-07-02T07:00" },
    { always, 1, "2026-07-01T12:00:00", TRUE, NULL },
    { counter, 0, "2026-11-23T12:00:00", FALSE, NULL },
  };
  g_autoptr (OrchHolidays) holidays = orch_holidays_new (TRUE, ORCH_EASTER_BOTH);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GDateTime) now = at (cases[i].now);
      g_autoptr (GDateTime) change = orch_hours_next_change (cases[i].periods, cases[i].n, holidays, now);
      g_autofree char *text = change != NULL ? g_date_time_format (change, "%Y-%m-%dT%H:%M") : NULL;

      g_assert_true (orch_hours_is_open (cases[i].periods, cases[i].n, holidays, now) == cases[i].open);
      g_assert_cmpstr (text, ==, cases[i].change);
    }
}

/* A day of the establishment's own is closed like the others. */
static void
test_own_holiday (void)
{
  g_autoptr (OrchHolidays) holidays = orch_holidays_new (FALSE, ORCH_EASTER_BOTH);
  g_autoptr (GDateTime) noon = at ("2026-11-24T12:00:00");
  g_autoptr (GDateTime) christmas = at ("2026-12-25T12:00:00");
  GDate own;

  g_date_set_dmy (&own, 24, G_DATE_NOVEMBER, 2026);
  g_assert_true (orch_hours_is_open (counter, 1, holidays, noon));
  orch_holidays_add (holidays, &own);
  g_assert_false (orch_hours_is_open (counter, 1, holidays, noon));
  /* Without Quebec's, the establishment's list is the whole list. */
  g_assert_true (orch_hours_is_open (counter, 1, holidays, christmas));
  g_assert_true (orch_hours_is_open (counter, 1, NULL, noon));
}

static void
test_easter_choice (void)
{
  g_autoptr (OrchHolidays) friday = orch_holidays_new (TRUE, ORCH_EASTER_FRIDAY);
  g_autoptr (OrchHolidays) monday = orch_holidays_new (TRUE, ORCH_EASTER_MONDAY);
  GDate good_friday, easter_monday;

  orch_holiday_get_date (ORCH_HOLIDAY_GOOD_FRIDAY, 2027, &good_friday);
  orch_holiday_get_date (ORCH_HOLIDAY_EASTER_MONDAY, 2027, &easter_monday);
  g_assert_true (orch_holidays_contains (friday, &good_friday));
  g_assert_false (orch_holidays_contains (friday, &easter_monday));
  g_assert_false (orch_holidays_contains (monday, &good_friday));
  g_assert_true (orch_holidays_contains (monday, &easter_monday));
}

/* Good Friday, Easter Monday, Patriots, Labour, Thanksgiving of each year: month and day, from published calendars. */
static void
test_moving (void)
{
  static const int dates[][6] = {
    { 2026, 403, 406, 518, 907, 1012 }, { 2027, 326, 329, 524, 906, 1011 }, { 2028, 414, 417, 522, 904, 1009 },
    { 2029, 330, 402, 521, 903, 1008 }, { 2030, 419, 422, 520, 902, 1014 }, { 2031, 411, 414, 519, 901, 1013 },
    { 2032, 326, 329, 524, 906, 1011 }, { 2033, 415, 418, 523, 905, 1010 }, { 2034, 407, 410, 522, 904, 1009 },
    { 2035, 323, 326, 521, 903, 1008 },
  };
  static const OrchHoliday order[] = { ORCH_HOLIDAY_GOOD_FRIDAY, ORCH_HOLIDAY_EASTER_MONDAY, ORCH_HOLIDAY_PATRIOTS,
                                       ORCH_HOLIDAY_LABOUR, ORCH_HOLIDAY_THANKSGIVING };

  for (guint year = 0; year < G_N_ELEMENTS (dates); year++)
    for (guint i = 0; i < G_N_ELEMENTS (order); i++)
      {
        GDate date;

        orch_holiday_get_date (order[i], dates[year][0], &date);
        g_assert_cmpint ((int) g_date_get_month (&date) * 100 + g_date_get_day (&date), ==, dates[year][i + 1]);
      }
}

/* 24 June and 1 July of 2029 are Sundays: the Monday is off too. */
static void
test_sundays (void)
{
  static const struct
  {
    int year;
    GDateMonth month;
    GDateDay day;
    gboolean off;
  } cases[] = {
    { 2029, G_DATE_JUNE, 24, TRUE },   { 2029, G_DATE_JUNE, 25, TRUE },     { 2029, G_DATE_JULY, 1, TRUE },
    { 2029, G_DATE_JULY, 2, TRUE },    { 2028, G_DATE_JUNE, 25, FALSE },    { 2028, G_DATE_JULY, 2, FALSE },
    { 2027, G_DATE_JANUARY, 1, TRUE }, { 2027, G_DATE_DECEMBER, 25, TRUE }, { 2027, G_DATE_DECEMBER, 26, FALSE },
  };
  g_autoptr (OrchHolidays) holidays = orch_holidays_new (TRUE, ORCH_EASTER_BOTH);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GDate date;

      g_date_set_dmy (&date, cases[i].day, cases[i].month, (GDateYear) cases[i].year);
      g_assert_true (orch_holidays_contains (holidays, &date) == cases[i].off);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hours/of-the-week", test_hours);
  g_test_add_func ("/hours/own-holiday", test_own_holiday);
  g_test_add_func ("/holidays/easter-choice", test_easter_choice);
  g_test_add_func ("/holidays/moving", test_moving);
  g_test_add_func ("/holidays/sundays", test_sundays);
  return g_test_run ();
}
