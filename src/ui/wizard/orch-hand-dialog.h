/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Asks for one person or one service, new or to change. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-import-run.h"

G_BEGIN_DECLS

#define ORCH_TYPE_HAND_DIALOG (orch_hand_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OrchHandDialog, orch_hand_dialog, ORCH, HAND_DIALOG, AdwDialog)

/* Signal "entered" (GObject *object): an OrchStaffMember or OrchService, origin HAND, with its id */

/** orch_hand_dialog_new: @object: (nullable): the OrchStaffMember or OrchService to change */
OrchHandDialog *orch_hand_dialog_new (OrchImportKind kind, GObject *object);

G_END_DECLS
