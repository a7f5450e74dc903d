/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to emr/) What is read alike in the texts of every EMR that is not FHIR, and what an error says of the connection to any. Pure; any thread.
 */
#pragma once

#include <glib.h>

#include "orch-emr-report.h"

G_BEGIN_DECLS

/** orch_emr_read_day: @text: "2026-01-05", alone or before a "T" or a space. Returns: %FALSE when it is no day */
gboolean orch_emr_read_day (const char *text, int *year, int *month, int *day);
/** orch_emr_read_clock: @text: "09:30", "09:30:00"; nothing that says AM or PM, in whatever language. Returns: %FALSE when it is no time of day */
gboolean orch_emr_read_clock (const char *text, int *hour, int *minute);
/** orch_emr_get_sex: @text: (nullable): "F", "Male": its first letter. Returns: (transfer none) (nullable): as FHIR has it */
const char *orch_emr_get_sex (const char *text);
/** orch_emr_dup_nam: @province: (nullable): whose number it is; a number of another province is no NAM. Returns: (transfer full) (nullable): normalised */
char *orch_emr_dup_nam (const char *number, const char *province);

/** orch_emr_must_propagate: Returns: whether @error is no finding about the EMR: keyring errors, cancelling */
gboolean orch_emr_must_propagate (const GError *error);

G_END_DECLS
