/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-hours.h.
 */
#include "orch-hours.h"

/* Longer than any series of holidays. */
#define HORIZON_DAYS 21

static gboolean
begins_on (const OrchHoursPeriod *period, const OrchHolidays *holidays, const GDate *date)
{
  if (orch_holidays_contains (holidays, date))
    return (period->days & ORCH_HOURS_HOLIDAY) != 0;
  return (period->days & (1u << (g_date_get_weekday (date) - G_DATE_MONDAY))) != 0;
}

static gboolean
is_open_at (const OrchHoursPeriod *periods, guint n_periods, const OrchHolidays *holidays, const GDate *date,
            int minute)
{
  GDate yesterday = *date;

  g_date_subtract_days (&yesterday, 1);
  for (guint i = 0; i < n_periods; i++)
    {
      const OrchHoursPeriod *period = &periods[i];
      const gboolean overnight = period->to <= period->from;

      if (minute >= period->from && (overnight || minute < period->to) && begins_on (period, holidays, date))
        return TRUE;
      if (overnight && minute < period->to && begins_on (period, holidays, &yesterday))
        return TRUE;
    }
  return FALSE;
}

static void
set_date (GDate *date, GDateTime *local)
{
  int year = 0, month = 0, day = 0;

  g_date_time_get_ymd (local, &year, &month, &day);
  g_date_set_dmy (date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
}

static int
minute_of (GDateTime *local)
{
  return g_date_time_get_hour (local) * 60 + g_date_time_get_minute (local);
}

static int
compare_minutes (gconstpointer a, gconstpointer b)
{
  return *(const int *) a - *(const int *) b;
}

/* Every minute of the day at which something may begin or end, in order */
static GArray *
boundaries (const OrchHoursPeriod *periods, guint n_periods)
{
  GArray *minutes = g_array_new (FALSE, FALSE, sizeof (int));
  const int midnight = 0;

  g_array_append_val (minutes, midnight);
  for (guint i = 0; i < n_periods; i++)
    {
      const int to = periods[i].to % ORCH_HOURS_DAY_MINUTES;

      g_array_append_val (minutes, periods[i].from);
      g_array_append_val (minutes, to);
    }
  g_array_sort (minutes, compare_minutes);
  return minutes;
}

gboolean
orch_hours_is_open (const OrchHoursPeriod *periods, guint n_periods, const OrchHolidays *holidays, GDateTime *local)
{
  GDate date;

  g_return_val_if_fail (periods != NULL || n_periods == 0, FALSE);
  g_return_val_if_fail (local != NULL, FALSE);

  set_date (&date, local);
  return is_open_at (periods, n_periods, holidays, &date, minute_of (local));
}

GDateTime *
orch_hours_next_change (const OrchHoursPeriod *periods, guint n_periods, const OrchHolidays *holidays, GDateTime *local)
{
  g_autoptr (GArray) minutes = NULL;
  gboolean open = FALSE;
  GDate date;

  g_return_val_if_fail (periods != NULL || n_periods == 0, NULL);
  g_return_val_if_fail (local != NULL, NULL);

  minutes = boundaries (periods, n_periods);
  open = orch_hours_is_open (periods, n_periods, holidays, local);
  set_date (&date, local);
  for (int day = 0; day <= HORIZON_DAYS; day++, g_date_add_days (&date, 1))
    for (guint i = 0; i < minutes->len; i++)
      {
        const int minute = g_array_index (minutes, int, i);

        if ((day > 0 || minute > minute_of (local)) && minute < ORCH_HOURS_DAY_MINUTES &&
            is_open_at (periods, n_periods, holidays, &date, minute) != open)
          return g_date_time_new (g_date_time_get_timezone (local), g_date_get_year (&date),
                                  (int) g_date_get_month (&date), g_date_get_day (&date), minute / 60, minute % 60, 0);
      }
  return NULL;
}
