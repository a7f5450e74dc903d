/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A field of an EMR's form that is a file exported from it: which file, and how many of its columns are known. Its columns are chosen in an
 * OrchColumnsDialog. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "core/orch-file-kind.h"

G_BEGIN_DECLS

#define ORCH_TYPE_EMR_FILE_ROW (orch_emr_file_row_get_type ())
G_DECLARE_FINAL_TYPE (OrchEmrFileRow, orch_emr_file_row, ORCH, EMR_FILE_ROW, AdwBin)

/* Signal "changed": another file or other columns were chosen
 * Signal "fault" (text): why the file that was chosen cannot be used, a sentence */

GtkWidget *orch_emr_file_row_new (OrchFileKind kind);
/** orch_emr_file_row_set_folder: where the files are. @folder: (nullable) */
void orch_emr_file_row_set_folder (OrchEmrFileRow *self, const char *folder);
/** orch_emr_file_row_get_value: Returns: (transfer none): the text of an OrchFileMap, "" until there is one */
const char *orch_emr_file_row_get_value (OrchEmrFileRow *self);
void orch_emr_file_row_set_value (OrchEmrFileRow *self, const char *value); /* (nullable) */

G_END_DECLS
