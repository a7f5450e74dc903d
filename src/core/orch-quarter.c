/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-quarter.h.
 */
#include "orch-quarter.h"

#include "orch-clock.h"

#define MONTHS 3

static int
get_index (OrchQuarter quarter)
{
  return quarter.year * 4 + quarter.number - 1;
}

OrchQuarter
orch_quarter_at (gint64 us)
{
  g_autoptr (GDateTime) local = orch_clock_local_at (us);

  return (OrchQuarter) { g_date_time_get_year (local), (g_date_time_get_month (local) - 1) / MONTHS + 1 };
}

OrchQuarter
orch_quarter_add (OrchQuarter quarter, int n)
{
  const int index = get_index (quarter) + n;

  g_return_val_if_fail (index >= 4, quarter); /* year 1 is the first */

  return (OrchQuarter) { index / 4, index % 4 + 1 };
}

int
orch_quarter_compare (OrchQuarter a, OrchQuarter b)
{
  return get_index (a) - get_index (b);
}

gint64
orch_quarter_get_start (OrchQuarter quarter)
{
  g_autoptr (GDateTime) any = orch_clock_local_at (0);
  g_autoptr (GDateTime) start = NULL;

  g_return_val_if_fail (quarter.number >= 1 && quarter.number <= 4, 0);

  start = g_date_time_new (g_date_time_get_timezone (any), quarter.year, (quarter.number - 1) * MONTHS + 1, 1, 0, 0, 0);
  g_return_val_if_fail (start != NULL, 0);
  return g_date_time_to_unix_usec (start);
}

gint64
orch_quarter_get_kept (gint64 now_us)
{
  return orch_quarter_get_start (orch_quarter_add (orch_quarter_at (now_us), -ORCH_QUARTERS_KEPT));
}
