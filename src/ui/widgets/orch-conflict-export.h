/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Saves the conflicts of an import as a CSV file where the person chooses. Main thread.
 */
#pragma once

#include <gtk/gtk.h>

#include "sync/orch-import-run.h"

G_BEGIN_DECLS

/** orch_conflict_list_title: Returns: (transfer none): of the list on paper and of its file's name */
const char *orch_conflict_list_title (OrchImportKind kind);
/** orch_conflict_export: asks for a file over the window of @widget, which speaks the outcome. @conflicts: (element-type OrchConflict) */
void orch_conflict_export (GtkWidget *widget, GListModel *conflicts, const char *title);

G_END_DECLS
