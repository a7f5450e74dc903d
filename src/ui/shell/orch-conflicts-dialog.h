/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The records of the EMR that cannot be used yet, each with what to do in the EMR. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_CONFLICTS_DIALOG (orch_conflicts_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OrchConflictsDialog, orch_conflicts_dialog, ORCH, CONFLICTS_DIALOG, AdwDialog)

AdwDialog *orch_conflicts_dialog_new (OrchEngine *engine, OrchImportKind kind);

G_END_DECLS
