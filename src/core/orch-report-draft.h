/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The report of an exchange while it is written, as a text that is sealed and kept like what is written to a patient: its conclusion, and the messages
 * that it leaves out. Any thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is typed of an internal note is kept with this before it, which nobody types: it becomes neither message nor report. Kept in the store: append only */
#define ORCH_NOTE_DRAFT_HEAD "\036note 1\n"

/* What is typed to correct a message is kept with this before it, the id of that message and the end of the line. Kept in the store: append only */
#define ORCH_CORRECTION_DRAFT_HEAD "\036corrects "

/** orch_report_draft_to_text: @conclusion: (nullable); @left_out: (nullable): ids of messages. Returns: (transfer full) (nullable): %NULL when it says nothing */
char *orch_report_draft_to_text (const char *conclusion, const char *const *left_out);
/** orch_report_draft_parse: @text: (nullable): also what was written to the patient and not sent: it is the conclusion; an internal note is not. @left_out: (out) (transfer full):
 * never %NULL. Returns: (transfer full): the conclusion, never %NULL */
char *orch_report_draft_parse (const char *text, GStrv *left_out);

G_END_DECLS
