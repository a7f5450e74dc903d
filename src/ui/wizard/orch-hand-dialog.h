/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Asks for one person or one service, new or to change. Main thread.
 */
#pragma once

#include <adwaita.h>
#include <libdex.h>

#include "sync/orch-import-run.h"

G_BEGIN_DECLS

#define ORCH_TYPE_HAND_DIALOG (orch_hand_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OrchHandDialog, orch_hand_dialog, ORCH, HAND_DIALOG, AdwDialog)

/* Signal "entered" (GObject *object): an OrchStaffMember or OrchService, origin HAND, with its id; kept already when there is somebody to keep it */

/** OrchHandKeep: Returns: (transfer full): a future: rejected, the dialog stays open with what was typed and says why; INVALID is said where the licence
 * number, or the name of a service, is typed */
typedef DexFuture *(*OrchHandKeep) (GObject *object, gpointer data);

/** orch_hand_dialog_new: @object: (nullable): the OrchStaffMember or OrchService to change */
OrchHandDialog *orch_hand_dialog_new (OrchImportKind kind, GObject *object);

/** orch_hand_dialog_set_keep: who keeps what is entered, before the dialog closes. @keep: called with @data; @destroy: (nullable): of @data */
void orch_hand_dialog_set_keep (OrchHandDialog *self, OrchHandKeep keep, gpointer data, GDestroyNotify destroy);

G_END_DECLS
