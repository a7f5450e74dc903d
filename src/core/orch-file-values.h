/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the cells of a file exported from an EMR say: days, times of day, states of appointments, sex. What can be read in two ways is read as it
 * was said to be, or not at all. Pure; any thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** OrchFileDays: how days are written. "2026-01-05" and "20260105" can only be read in one way and are always understood. Kept in settings by their nicks */
typedef enum
{
  ORCH_FILE_DAYS_UNKNOWN = 0, /* nobody has said */
  ORCH_FILE_DAYS_ISO,         /* 2026-01-05, 2026/01/05 */
  ORCH_FILE_DAYS_COMPACT,     /* 20260105 */
  ORCH_FILE_DAYS_DMY,         /* 05/01/2026, 5-1-2026, 05.01.2026 */
  ORCH_FILE_DAYS_MDY,         /* 01/05/2026 */
} OrchFileDays;

#define ORCH_FILE_N_DAYS (ORCH_FILE_DAYS_MDY + 1)

const char *orch_file_days_get_nick (OrchFileDays days);
OrchFileDays orch_file_days_find (const char *nick); /* (nullable); UNKNOWN */

/** orch_file_read_day: @text: what follows a space or a "T" is left alone. Returns: whether it is a day */
gboolean orch_file_read_day (const char *text, OrchFileDays days, int *year, int *month, int *day);
/** orch_file_guess_days: @text: (nullable). Returns: a set, 1 << #OrchFileDays, of how @text may be meant; 0: no day at all */
guint orch_file_guess_days (const char *text);
/** orch_file_read_clock: "9:30", "09:30:00", "9 h 30", "9h", "0930", "930", "9:30 PM". Returns: whether it is a time of day */
gboolean orch_file_read_clock (const char *text, int *hour, int *minute);
/** orch_file_read_moment: @time: a time, or a day and a time; @day: (nullable): its day. @us: (out): by the clinic's time zone: an hour that does not exist
 * is the one that follows. @bad_day: (out): whether it was the day that could not be read */
gboolean orch_file_read_moment (const char *day, const char *time, OrchFileDays days, gint64 *us, gboolean *bad_day);
/** orch_file_dup_day: Returns: (transfer full) (nullable): "YYYY-MM-DD" */
char *orch_file_dup_day (const char *text, OrchFileDays days);

/** orch_file_get_status: @text: (nullable): "Annulé", "no show"; none: booked. Returns: (transfer none) (nullable): as FHIR has it; %NULL: nobody knows */
const char *orch_file_get_status (const char *text);
/** orch_file_get_sex: @text: (nullable). Returns: (transfer none) (nullable): as FHIR has it */
const char *orch_file_get_sex (const char *text);
/** orch_file_is_true: @text: (nullable): "Oui", "actif", "1"; none: @fallback */
gboolean orch_file_is_true (const char *text, gboolean fallback);
/** orch_file_read_minutes: "20", "20 min", "00:20", "1 h 30". Returns: 0 when it is no duration */
int orch_file_read_minutes (const char *text);

G_END_DECLS
