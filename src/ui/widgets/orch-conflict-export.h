/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The conflicts of an import as they leave the program: to be mended in the EMR, maybe by somebody else. Main thread.
 */
#pragma once

#include "orch-export.h"
#include "sync/orch-import-run.h"

G_BEGIN_DECLS

/** orch_conflict_list_title: Returns: (transfer none): of the list on paper and of its file's name */
const char *orch_conflict_list_title (OrchImportKind kind);
/** orch_conflict_export: asks for a file or a printer over the window of @widget, which speaks the outcome. @conflicts: (element-type OrchConflict) */
void orch_conflict_export (GtkWidget *widget, GListModel *conflicts, const char *title, OrchExportForm form);

G_END_DECLS
