/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The connector for EMRs without an interface: CSV files that are exported from them into a folder. Fields, as data/emr has them: "folder"; "staff-file",
 * "services-file", "appointments-file" (which file, which columns: the text of an OrchFileMap). Main thread; files are parsed on workers.
 *
 * Every file is whole, or is not read. One that has far fewer rows than the one before is not taken for the truth until a person says so (ORCH_ERROR_FEWER): for that the
 * connector is told what was read before, in a text that it gives back afterwards.
 */
#pragma once

#include "core/orch-file-content.h"
#include "orch-emr.h"

G_BEGIN_DECLS

#define ORCH_TYPE_EMR_FILE (orch_emr_file_get_type ())
G_DECLARE_FINAL_TYPE (OrchEmrFile, orch_emr_file, ORCH, EMR_FILE, OrchEmr)

/** orch_emr_file_get_field: Returns: (transfer none): the field of the form that says which file has @kind: "staff-file" */
const char *orch_emr_file_get_field (OrchFileKind kind);

/** orch_emr_file_set_known: @text: (nullable): what orch_emr_file_dup_known() gave, of an earlier connector */
void orch_emr_file_set_known (OrchEmrFile *self, const char *text);
char *orch_emr_file_dup_known (OrchEmrFile *self);

G_END_DECLS
