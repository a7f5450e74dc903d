/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The days on which an establishment is closed: Quebec's statutory holidays, computed, and the establishment's own. Pure.
 * Source: Act respecting labour standards (N-1.1), section 60; National Holiday Act (F-1.1).
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  ORCH_HOLIDAY_NEW_YEAR,
  ORCH_HOLIDAY_GOOD_FRIDAY,
  ORCH_HOLIDAY_EASTER_MONDAY,
  ORCH_HOLIDAY_PATRIOTS,
  ORCH_HOLIDAY_NATIONAL,
  ORCH_HOLIDAY_CANADA,
  ORCH_HOLIDAY_LABOUR,
  ORCH_HOLIDAY_THANKSGIVING,
  ORCH_HOLIDAY_CHRISTMAS,
} OrchHoliday;

#define ORCH_N_HOLIDAYS (ORCH_HOLIDAY_CHRISTMAS + 1)

/** OrchEaster: the Act leaves the employer the choice of Good Friday or Easter Monday; many close on both */
typedef enum
{
  ORCH_EASTER_FRIDAY = 1 << 0,
  ORCH_EASTER_MONDAY = 1 << 1,
  ORCH_EASTER_BOTH = ORCH_EASTER_FRIDAY | ORCH_EASTER_MONDAY,
} OrchEaster;

/** orch_holiday_get_date: @year: 1600 to 9999; @date: (out caller-allocates): the day off: that of the next day for Canada Day and the National Holiday
 * of a Sunday */
void orch_holiday_get_date (OrchHoliday holiday, int year, GDate *date);

typedef struct _OrchHolidays OrchHolidays;

/** orch_holidays_new: @statutory: whether Quebec's are in it. Returns: (transfer full) */
OrchHolidays *orch_holidays_new (gboolean statutory, OrchEaster easter);
void orch_holidays_free (OrchHolidays *self);
/** orch_holidays_add: a day of the establishment's own; one that was there already is no fault */
void orch_holidays_add (OrchHolidays *self, const GDate *date);
/** orch_holidays_contains: @self: (nullable): none. A holiday that falls on a Sunday is one on that day too, and on the Monday after. */
gboolean orch_holidays_contains (const OrchHolidays *self, const GDate *date);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchHolidays, orch_holidays_free)

G_END_DECLS
