/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The words for what files exported from an EMR hold and for what is wrong in them. Main thread.
 */
#pragma once

#include "core/orch-file-content.h"

G_BEGIN_DECLS

/** orch_file_text_get_field: what a value is called in a file of @kind */
const char *orch_file_text_get_field (OrchFileKind kind, OrchFileField field);
const char *orch_file_text_get_days (OrchFileDays days);
const char *orch_file_text_get_encoding (OrchCsvEncoding encoding);
/** orch_file_text_dup_fault: "Line 12, Date: …": what is wrong and what to do. Returns: (transfer full) */
char *orch_file_text_dup_fault (OrchFileKind kind, const OrchFileFault *fault);
/** orch_file_text_dup_record: @record: OrchStaffMember, OrchService or OrchAppointment, as it is read; @patient: (nullable): of an appointment. Returns: (transfer full) */
char *orch_file_text_dup_record (gpointer record, const char *patient);
/** orch_file_text_dup_refusal: why nothing of the file is read. @detail: (nullable). Returns: (transfer full) */
char *orch_file_text_dup_refusal (OrchFileRefusal refusal, const char *detail);

G_END_DECLS
