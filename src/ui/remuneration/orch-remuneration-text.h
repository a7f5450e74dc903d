/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The words of the remuneration report: quarters, counts, and why something is not counted. Main thread. Strings are translated.
 */
#pragma once

#include "core/orch-remuneration.h"

G_BEGIN_DECLS

/** orch_remuneration_text_dup_quarter: Returns: (transfer full): by its months: clinics and the government number quarters differently */
char *orch_remuneration_text_dup_quarter (OrchQuarter quarter);
/** orch_remuneration_text_dup_hours: Returns: (transfer full): hours and minutes */
char *orch_remuneration_text_dup_hours (gint64 minutes);
/** orch_remuneration_text_dup_decimal: Returns: (transfer full): hours as one number, as the person's language writes it: for spreadsheets */
char *orch_remuneration_text_dup_decimal (gint64 minutes);
/** orch_remuneration_text_dup_change: Returns: (transfer full): with its sign, 0 without one */
char *orch_remuneration_text_dup_change (const OrchRemunerationLineFields *line);
/** orch_remuneration_text_dup_counts: Returns: (transfer full): in words: appointments, and what was offered when something was */
char *orch_remuneration_text_dup_counts (const OrchRemunerationCounts *counts);

/** orch_remuneration_text_get_service: Returns: (transfer none): the service of a line that is counted */
const char *orch_remuneration_text_get_service (const OrchRemunerationLineFields *line);
/** orch_remuneration_text_get_sum: Returns: (transfer none): the service or the professional of a sum */
const char *orch_remuneration_text_get_sum (const OrchRemunerationLineFields *sum);
/** orch_remuneration_text_dup_about: Returns: (transfer full): the service or the professional that a line which is not counted is about */
char *orch_remuneration_text_dup_about (const OrchRemunerationLineFields *line);
/** orch_remuneration_text_reason: Returns: (transfer none): why, in a word or two */
const char *orch_remuneration_text_reason (OrchRemunerationReason reason);
/** orch_remuneration_text_remedy: Returns: (transfer none): what that means, and what mends it */
const char *orch_remuneration_text_remedy (OrchRemunerationReason reason);
/** orch_remuneration_text_act: Returns: (transfer none) (nullable): of the button that leads there; %NULL: it is mended in the EMR */
const char *orch_remuneration_text_act (OrchRemunerationReason reason);

G_END_DECLS
