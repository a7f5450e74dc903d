/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The report of an exchange while it is written, as a text that is sealed and kept like what is written to a patient: its conclusion, and the messages
 * that it leaves out. Any thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** orch_report_draft_to_text: @conclusion: (nullable); @left_out: (nullable): ids of messages. Returns: (transfer full) (nullable): %NULL when it says nothing */
char *orch_report_draft_to_text (const char *conclusion, const char *const *left_out);
/** orch_report_draft_parse: @text: (nullable): also what was written to the patient and not sent: it is the conclusion. @left_out: (out) (transfer full):
 * never %NULL. Returns: (transfer full): the conclusion, never %NULL */
char *orch_report_draft_parse (const char *text, GStrv *left_out);

G_END_DECLS
