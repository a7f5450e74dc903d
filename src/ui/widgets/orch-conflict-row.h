/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One conflict of an import, in words: the record as the EMR shows it, the field at fault, what is wrong and what to do in the EMR.
 * A row of a GtkListView. Main thread.
 */
#pragma once

#include <gtk/gtk.h>

#include "core/orch-conflict.h"

G_BEGIN_DECLS

#define ORCH_TYPE_CONFLICT_ROW (orch_conflict_row_get_type ())
G_DECLARE_FINAL_TYPE (OrchConflictRow, orch_conflict_row, ORCH, CONFLICT_ROW, GtkWidget)

GtkWidget *orch_conflict_row_new (void);
/** orch_conflict_row_set_conflict: @conflict: (nullable) */
void orch_conflict_row_set_conflict (OrchConflictRow *self, OrchConflict *conflict);
/** orch_conflict_row_dup_label: Returns: (transfer full): the whole row as one sentence for a screen reader */
char *orch_conflict_row_dup_label (OrchConflict *conflict);
/** orch_conflict_row_factory_new: Returns: (transfer full): makes such rows for a GtkListView of OrchConflict, named for screen readers */
GtkListItemFactory *orch_conflict_row_factory_new (void);

G_END_DECLS
