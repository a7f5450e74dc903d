/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A quarter of a year in the clinic's time zone: what remuneration reports are made of. Pure; any thread. The quarters of the calendar and
 * those of the government's year (April to March) begin on the same days, so a quarter is told by its months, never by a number alone.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  int year;   /* of the calendar */
  int number; /* 1: January to March … 4: October to December */
} OrchQuarter;

/** orch_quarter_at: @us: µs since 1970. Returns: the quarter of that moment, Montréal time */
OrchQuarter orch_quarter_at (gint64 us);
/** orch_quarter_add: @n: how many later; may be negative */
OrchQuarter orch_quarter_add (OrchQuarter quarter, int n);
/** orch_quarter_compare: Returns: how many quarters @a is after @b: negative, 0 or positive */
int orch_quarter_compare (OrchQuarter a, OrchQuarter b);
/** orch_quarter_get_start: Returns: its first moment, µs since 1970; it ends where the next one starts */
gint64 orch_quarter_get_start (OrchQuarter quarter);

/** ORCH_QUARTERS_KEPT: beside the quarter that runs, those that a report can be asked of: the last one, and one to compare it with */
#define ORCH_QUARTERS_KEPT 2
/** orch_quarter_get_kept: Returns: µs since 1970: a report may be asked of what began since then */
gint64 orch_quarter_get_kept (gint64 now_us);

G_END_DECLS
