/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Which column of a file exported from an EMR is which value: guessed by the titles, decided by a person who sees samples and how the first rows are
 * read. Main thread; the preview is read on a worker.
 */
#pragma once

#include <adwaita.h>

#include "core/orch-file-content.h"

G_BEGIN_DECLS

#define ORCH_TYPE_COLUMNS_DIALOG (orch_columns_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OrchColumnsDialog, orch_columns_dialog, ORCH, COLUMNS_DIALOG, AdwDialog)

/* Signal "kept" (text): the text of an OrchFileMap */

/** orch_columns_dialog_new: @name: of the file; @before: (nullable): what was kept before. Returns: (nullable): %NULL when @bytes is no such file */
OrchColumnsDialog *orch_columns_dialog_new (OrchFileKind kind, const char *name, GBytes *bytes, OrchFileMap *before);

G_END_DECLS
