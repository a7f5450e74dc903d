/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Times and days as a person reads them, in the clinic's time zone: 14 h 30, 2026-11-21. Main thread. Strings are translated.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** orch_time_text_to_local: @us: µs since 1970. Returns: (transfer full): in the clinic's time zone */
GDateTime *orch_time_text_to_local (gint64 us);
/** orch_time_text_dup_time: Returns: (transfer full): the time of day */
char *orch_time_text_dup_time (gint64 us);
/** orch_time_text_dup_when: Returns: (transfer full): the time of day alone today, the date with it otherwise: “17:12” of another day would be untrue */
char *orch_time_text_dup_when (gint64 us);
/** orch_time_text_dup_day: Returns: (transfer full): the day of the week and the date, with a capital */
char *orch_time_text_dup_day (GDateTime *day);

G_END_DECLS
