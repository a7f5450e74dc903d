/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What was changed here and on another workstation, side by side: keep mine or take theirs, field by field for a service, as a whole for
 * anything else. Main thread. Source: product.md §2.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_EDIT_CONFLICT_DIALOG (orch_edit_conflict_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OrchEditConflictDialog, orch_edit_conflict_dialog, ORCH, EDIT_CONFLICT_DIALOG, AdwDialog)

/* Signal "settled": the choice is kept, or there is nothing left to choose */

/** orch_edit_conflict_dialog_new: @toasts: (nullable): where it is said that the conflict was settled meanwhile, and what is kept */
AdwDialog *orch_edit_conflict_dialog_new (OrchEngine *engine, OrchEditConflict *conflict, AdwToastOverlay *toasts);
/** orch_edit_conflict_dialog_dup_name: Returns: (transfer full): of what is in conflict */
char *orch_edit_conflict_dialog_dup_name (OrchEditConflict *conflict);

G_END_DECLS
