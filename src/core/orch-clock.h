/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The time, and the only place that asks the machine for it, so that tests can move it.
 * One clock a process; the offset set by a test applies to every reader. Any thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** orch_clock_now_us: Returns: microseconds since 1970-01-01T00:00:00Z */
gint64 orch_clock_now_us (void);

/** orch_clock_elapsed_us: Returns: microseconds since some moment of the past; it goes on while the machine sleeps, and no change of the date moves it */
gint64 orch_clock_elapsed_us (void);

/** orch_clock_now: Returns: (transfer full): now, UTC */
GDateTime *orch_clock_now (void);

/** orch_clock_now_local: Returns: (transfer full): now in the clinic's time zone (America/Toronto rules, "America/Montreal") */
GDateTime *orch_clock_now_local (void);

/** orch_clock_local_at: @us: microseconds since 1970. Returns: (transfer full): that moment in the clinic's time zone */
GDateTime *orch_clock_local_at (gint64 us);

/** orch_clock_format_instant: @us: microseconds since 1970. Returns: (transfer full): FHIR instant, UTC, milliseconds: 2026-11-21T14:30:00.000Z */
char *orch_clock_format_instant (gint64 us);

/** orch_clock_parse_instant: @text: a FHIR dateTime or instant, with or without fraction, Z or an offset; a date alone is midnight UTC.
 * Returns: %TRUE and @us set, or %FALSE when @text is not one */
gboolean orch_clock_parse_instant (const char *text, gint64 *us);

/** orch_clock_set_offset_us: moves the clock of this process; for tests and the sandbox's control page */
void orch_clock_set_offset_us (gint64 offset_us);

/** orch_clock_set_elapsed_offset_us: that much more has gone by; for tests */
void orch_clock_set_elapsed_offset_us (gint64 offset_us);

G_END_DECLS
