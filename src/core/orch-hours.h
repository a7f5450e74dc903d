/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * When somebody can be reached: periods of the week, some of which cross midnight, and holidays. Wall-clock times of the clinic's
 * zone: a change of hour moves no opening. Pure. Source: seeds/telehealth-support-offer.txt, 3.2.
 */
#pragma once

#include <glib.h>

#include "orch-holidays.h"

G_BEGIN_DECLS

#define ORCH_HOURS_DAY_MINUTES (24 * 60)
/** ORCH_HOURS_HOLIDAY: bit of a period that begins on holidays too, after those of Monday (bit 0) to Sunday (bit 6) */
#define ORCH_HOURS_HOLIDAY (1u << 7)

/** OrchHoursPeriod: begins at @from on each of @days, ends at @to: of the next day when that is not after @from. On a holiday
 * only periods with %ORCH_HOURS_HOLIDAY begin, whatever the day of the week. */
typedef struct
{
  guint days;
  int from; /* minutes of the day */
  int to;   /* minutes of the day, at most %ORCH_HOURS_DAY_MINUTES */
} OrchHoursPeriod;

/** orch_hours_is_open: @periods: (array length=n_periods); @holidays: (nullable); @local: in the clinic's zone */
gboolean orch_hours_is_open (const OrchHoursPeriod *periods, guint n_periods, const OrchHolidays *holidays,
                             GDateTime *local);

/** orch_hours_next_change: Returns: (transfer full) (nullable): when it next opens, or closes if it is open at @local; in the zone of @local. %NULL when
 * it does not change within three weeks: always open, or never */
GDateTime *orch_hours_next_change (const OrchHoursPeriod *periods, guint n_periods, const OrchHolidays *holidays,
                                   GDateTime *local);

G_END_DECLS
