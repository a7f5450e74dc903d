/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The clock of the process: the machine's time plus an offset that tests move.
 */
#include "orch-clock.h"

#include <string.h>
#include <time.h>

#define US_PER_SECOND G_GINT64_CONSTANT (1000000)
#define US_PER_MINUTE (60 * US_PER_SECOND)
#define US_PER_DAY (24 * 60 * US_PER_MINUTE)

static _Atomic gint64 clock_offset_us;
static _Atomic gint64 elapsed_offset_us;

/* Quebec's clinics share one time zone; the machine's own may be wrong. */
static GTimeZone *
clinic_time_zone (void)
{
  static GTimeZone *zone;

  if (g_once_init_enter_pointer (&zone))
    {
      /* "America/Montreal" is an alias that many systems no longer install. */
      GTimeZone *found = g_time_zone_new_identifier ("America/Toronto");

      if (found == NULL)
        found = g_time_zone_new_identifier ("America/Montreal");
      if (found == NULL)
        found = g_time_zone_new_local ();
      g_once_init_leave_pointer (&zone, found);
    }
  return zone;
}

/* Reads exactly @n digits and moves @text past them. */
static gboolean
take_digits (const char **text, int n, int *value)
{
  *value = 0;
  for (int i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit ((*text)[i]))
        return FALSE;
      *value = *value * 10 + ((*text)[i] - '0');
    }
  *text += n;
  return TRUE;
}

static gboolean
take (const char **text, char c)
{
  if (**text != c)
    return FALSE;
  (*text)++;
  return TRUE;
}

static gboolean
take_date (const char **text, int *year, int *month, int *day, gboolean *is_complete)
{
  *month = *day = 1;
  *is_complete = FALSE;
  if (!take_digits (text, 4, year) || *year == 0)
    return FALSE;
  if (!take (text, '-'))
    return TRUE;
  if (!take_digits (text, 2, month) || *month < 1 || *month > 12)
    return FALSE;
  if (!take (text, '-'))
    return TRUE;
  *is_complete = TRUE;
  return take_digits (text, 2, day) && g_date_valid_dmy (*day, *month, *year);
}

/* hh:mm:ss, an optional fraction, then Z or an offset: FHIR has no time without them. */
static gboolean
take_time (const char **text, gint64 *us)
{
  int hour, minute, second, zone_hour, zone_minute, sign;

  if (!take_digits (text, 2, &hour) || !take (text, ':') || !take_digits (text, 2, &minute) || !take (text, ':') ||
      !take_digits (text, 2, &second) || hour > 23 || minute > 59 || second > 60)
    return FALSE;
  *us = (hour * 60 + minute) * US_PER_MINUTE + second * US_PER_SECOND;
  if (take (text, '.'))
    {
      gint64 unit = US_PER_SECOND / 10;

      if (!g_ascii_isdigit (**text))
        return FALSE;
      for (; g_ascii_isdigit (**text); (*text)++, unit /= 10)
        *us += (**text - '0') * unit;
    }
  if (take (text, 'Z'))
    return TRUE;
  sign = **text == '-' ? -1 : 1;
  if (!take (text, '+') && !take (text, '-'))
    return FALSE;
  if (!take_digits (text, 2, &zone_hour) || !take (text, ':') || !take_digits (text, 2, &zone_minute) ||
      zone_minute > 59 || zone_hour * 60 + zone_minute > 14 * 60)
    return FALSE;
  *us -= sign * (zone_hour * 60 + zone_minute) * US_PER_MINUTE;
  return TRUE;
}

gint64
orch_clock_now_us (void)
{
  return g_get_real_time () + clock_offset_us;
}

gint64
orch_clock_elapsed_us (void)
{
  struct timespec now;

  /* CLOCK_MONOTONIC stands still while the machine sleeps. */
  if (clock_gettime (CLOCK_BOOTTIME, &now) != 0)
    return g_get_monotonic_time () + elapsed_offset_us;
  return (gint64) now.tv_sec * US_PER_SECOND + now.tv_nsec / 1000 + elapsed_offset_us;
}

GDateTime *
orch_clock_now (void)
{
  return g_date_time_new_from_unix_utc_usec (orch_clock_now_us ());
}

GDateTime *
orch_clock_now_local (void)
{
  return orch_clock_local_at (orch_clock_now_us ());
}

GDateTime *
orch_clock_local_at (gint64 us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (us);

  return g_date_time_to_timezone (utc, clinic_time_zone ());
}

char *
orch_clock_format_instant (gint64 us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc_usec (us);

  g_return_val_if_fail (time != NULL, g_strdup ("1970-01-01T00:00:00.000Z"));

  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", g_date_time_get_year (time),
                          g_date_time_get_month (time), g_date_time_get_day_of_month (time),
                          g_date_time_get_hour (time), g_date_time_get_minute (time), g_date_time_get_second (time),
                          g_date_time_get_microsecond (time) / 1000);
}

gboolean
orch_clock_parse_instant (const char *text, gint64 *us)
{
  int year, month, day;
  gint64 time_us = 0;
  gboolean is_complete;
  GDate date;

  g_return_val_if_fail (us != NULL, FALSE);

  if (text == NULL || !take_date (&text, &year, &month, &day, &is_complete))
    return FALSE;
  if (is_complete && take (&text, 'T') && !take_time (&text, &time_us))
    return FALSE;
  if (*text != '\0')
    return FALSE;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, day, month, year);
  /* GDate counts from 1 January of year 1; day 719163 is 1970-01-01. */
  *us = ((gint64) g_date_get_julian (&date) - 719163) * US_PER_DAY + time_us;
  return TRUE;
}

void
orch_clock_set_offset_us (gint64 offset_us)
{
  clock_offset_us = offset_us;
}

void
orch_clock_set_elapsed_offset_us (gint64 offset_us)
{
  elapsed_offset_us = offset_us;
}
