/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Midnights and intervals. A last time that lies in the future was written under a wrong clock: it counts as never.
 */
#include "orch-sync-schedule.h"

#include "core/orch-clock.h"

/* Two clocks of one workstation differ by less, unless one was wrong. */
#define FUTURE_US (60 * 60 * G_GINT64_CONSTANT (1000000))
#define RETRY_FIRST_US (60 * G_GINT64_CONSTANT (1000000))

gint64
orch_sync_schedule_midnight (gint64 now, int days)
{
  g_autoptr (GDateTime) clinic = orch_clock_now_local ();
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (now);
  g_autoptr (GDateTime) local = NULL;
  g_autoptr (GDateTime) day = NULL;
  g_autoptr (GDateTime) midnight = NULL;

  g_return_val_if_fail (utc != NULL, now);

  local = g_date_time_to_timezone (utc, g_date_time_get_timezone (clinic));
  /* Noon exists on every day, and a day added to it is another noon, however long the night was. */
  midnight = g_date_time_new (g_date_time_get_timezone (local), g_date_time_get_year (local),
                              g_date_time_get_month (local), g_date_time_get_day_of_month (local), 12, 0, 0);
  day = g_date_time_add_days (midnight, days);
  g_clear_pointer (&midnight, g_date_time_unref);
  midnight = g_date_time_new (g_date_time_get_timezone (local), g_date_time_get_year (day), g_date_time_get_month (day),
                              g_date_time_get_day_of_month (day), 0, 0, 0);
  return g_date_time_to_unix_usec (midnight);
}

gint64
orch_sync_schedule_next_recent (gint64 last, gint64 now)
{
  if (last <= 0 || last > now + FUTURE_US)
    return now;
  return CLAMP (last + ORCH_SYNC_RECENT_EVERY_US, now, now + ORCH_SYNC_RECENT_EVERY_US);
}

gint64
orch_sync_schedule_next_full (gint64 last, gint64 now)
{
  if (last <= 0 || last > now + FUTURE_US || last < orch_sync_schedule_midnight (now, 0))
    return now;
  return orch_sync_schedule_midnight (now, 1);
}

gint64
orch_sync_schedule_retry (guint failures)
{
  return MIN (RETRY_FIRST_US << MIN (MAX (failures, 1) - 1, 5), ORCH_SYNC_RECENT_EVERY_US);
}
