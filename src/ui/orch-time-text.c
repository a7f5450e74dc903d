/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-time-text.h.
 */
#include "orch-time-text.h"

#include <glib/gi18n.h>

#include "core/orch-clock.h"

GDateTime *
orch_time_text_to_local (gint64 us)
{
  g_autoptr (GDateTime) now = orch_clock_now_local ();
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (us);

  return g_date_time_to_timezone (utc, g_date_time_get_timezone (now));
}

char *
orch_time_text_dup_time (gint64 us)
{
  g_autoptr (GDateTime) local = orch_time_text_to_local (us);

  /* translators: the time of day as strftime() takes it; in French "%-H h %M" */
  return g_date_time_format (local, _ ("%H:%M"));
}

char *
orch_time_text_dup_when (gint64 us)
{
  g_autoptr (GDateTime) now = orch_clock_now_local ();
  g_autoptr (GDateTime) local = orch_time_text_to_local (us);

  if (g_date_time_get_year (local) == g_date_time_get_year (now) &&
      g_date_time_get_day_of_year (local) == g_date_time_get_day_of_year (now))
    return orch_time_text_dup_time (us);
  /* translators: a date and the time of day as strftime() takes them; in French "%Y-%m-%d, %-H h %M" */
  return g_date_time_format (local, _ ("%Y-%m-%d, %H:%M"));
}

char *
orch_time_text_dup_day (GDateTime *day)
{
  /* translators: the day of the week and the date as strftime() takes them */
  g_autofree char *text = g_date_time_format (day, _ ("%A %Y-%m-%d"));
  g_autofree char *first = g_utf8_strup (text, (gssize) (g_utf8_next_char (text) - text));

  return g_strconcat (first, g_utf8_next_char (text), NULL);
}
