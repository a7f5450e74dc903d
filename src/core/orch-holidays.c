/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-holidays.h.
 */
#include "orch-holidays.h"

struct _OrchHolidays
{
  gboolean statutory;
  OrchEaster easter;
  GHashTable *own; /* (owned): days since 0001-01-01, as g_date_get_julian () */
};

/* Gregorian computus: the anonymous algorithm (Meeus, Astronomical Algorithms, chapter 8). */
static void
set_easter (GDate *date, int year)
{
  const int a = year % 19;
  const int b = year / 100;
  const int c = year % 100;
  const int d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  const int e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
  const int f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;

  g_date_set_dmy (date, (GDateDay) (f % 31 + 1), (GDateMonth) (f / 31), (GDateYear) year);
}

/* The first Monday from @first_day on */
static void
set_monday (GDate *date, int year, GDateMonth month, int first_day)
{
  g_date_set_dmy (date, (GDateDay) first_day, month, (GDateYear) year);
  g_date_add_days (date, (8 - (guint) g_date_get_weekday (date)) % 7);
}

static void
set_fixed (GDate *date, int year, GDateMonth month, int day)
{
  g_date_set_dmy (date, (GDateDay) day, month, (GDateYear) year);
}

void
orch_holiday_get_date (OrchHoliday holiday, int year, GDate *date)
{
  g_return_if_fail (year >= 1600 && year <= 9999);
  g_return_if_fail (date != NULL);

  switch (holiday)
    {
    case ORCH_HOLIDAY_NEW_YEAR:
      set_fixed (date, year, G_DATE_JANUARY, 1);
      break;
    case ORCH_HOLIDAY_GOOD_FRIDAY:
      set_easter (date, year);
      g_date_subtract_days (date, 2);
      break;
    case ORCH_HOLIDAY_EASTER_MONDAY:
      set_easter (date, year);
      g_date_add_days (date, 1);
      break;
    case ORCH_HOLIDAY_PATRIOTS:
      /* The Monday before 25 May is the first from the 18th on. */
      set_monday (date, year, G_DATE_MAY, 18);
      break;
    case ORCH_HOLIDAY_NATIONAL:
      set_fixed (date, year, G_DATE_JUNE, 24);
      break;
    case ORCH_HOLIDAY_CANADA:
      set_fixed (date, year, G_DATE_JULY, 1);
      break;
    case ORCH_HOLIDAY_LABOUR:
      set_monday (date, year, G_DATE_SEPTEMBER, 1);
      break;
    case ORCH_HOLIDAY_THANKSGIVING:
      set_monday (date, year, G_DATE_OCTOBER, 8);
      break;
    case ORCH_HOLIDAY_CHRISTMAS:
    default:
      set_fixed (date, year, G_DATE_DECEMBER, 25);
      break;
    }
  /* Both laws give the Monday then to those who do not work on Sundays. */
  if ((holiday == ORCH_HOLIDAY_NATIONAL || holiday == ORCH_HOLIDAY_CANADA) &&
      g_date_get_weekday (date) == G_DATE_SUNDAY)
    g_date_add_days (date, 1);
}

static gboolean
is_observed (const OrchHolidays *self, OrchHoliday holiday)
{
  if (holiday == ORCH_HOLIDAY_GOOD_FRIDAY)
    return (self->easter & ORCH_EASTER_FRIDAY) != 0;
  if (holiday == ORCH_HOLIDAY_EASTER_MONDAY)
    return (self->easter & ORCH_EASTER_MONDAY) != 0;
  return TRUE;
}

/* 24 June and 1 July are holidays whatever their day of the week; a Sunday only adds the Monday. */
static gboolean
is_on_its_day (const GDate *date)
{
  return (g_date_get_month (date) == G_DATE_JUNE && g_date_get_day (date) == 24) ||
         (g_date_get_month (date) == G_DATE_JULY && g_date_get_day (date) == 1);
}

OrchHolidays *
orch_holidays_new (gboolean statutory, OrchEaster easter)
{
  OrchHolidays *self = g_new0 (OrchHolidays, 1);

  self->statutory = statutory;
  self->easter = easter;
  self->own = g_hash_table_new (NULL, NULL);
  return self;
}

void
orch_holidays_free (OrchHolidays *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->own);
  g_free (self);
}

void
orch_holidays_add (OrchHolidays *self, const GDate *date)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (g_date_valid (date));

  g_hash_table_add (self->own, GUINT_TO_POINTER (g_date_get_julian (date)));
}

gboolean
orch_holidays_contains (const OrchHolidays *self, const GDate *date)
{
  const int year = g_date_valid (date) ? (int) g_date_get_year (date) : 0;

  if (self == NULL || year < 1600 || year > 9999)
    return FALSE;
  if (g_hash_table_contains (self->own, GUINT_TO_POINTER (g_date_get_julian (date))))
    return TRUE;
  if (!self->statutory)
    return FALSE;
  if (is_on_its_day (date))
    return TRUE;
  for (int holiday = 0; holiday < ORCH_N_HOLIDAYS; holiday++)
    {
      GDate off;

      orch_holiday_get_date ((OrchHoliday) holiday, year, &off);
      if (is_observed (self, (OrchHoliday) holiday) && g_date_compare (&off, date) == 0)
        return TRUE;
    }
  return FALSE;
}
