/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Adding a person or a service by hand from the main window: in a clinic without an EMR, for who may. Main thread.
 * Source: issue 3 (§4).
 */
#pragma once

#include "sync/orch-engine.h"
#include "ui/wizard/orch-hand-dialog.h"

G_BEGIN_DECLS

/** orch_hand_adder_is_offered: READY, no EMR, and the person who is signed in may do it */
gboolean orch_hand_adder_is_offered (OrchEngine *engine, OrchImportKind kind);

/** orch_hand_adder_open: Returns: (transfer none): the dialog, on the screen; its "entered" says that it is written. Closes when the session locks */
OrchHandDialog *orch_hand_adder_open (OrchEngine *engine, OrchImportKind kind, GtkWidget *parent);

/** orch_hand_adder_open_file: a person chooses a CSV file, sees its rows, and accepts them; each is added as if it had been typed, and those that cannot be are named
 * with the reason. Returns: (transfer full): a future uint: how many were added; rejects CANCELLED when there is nothing to add */
DexFuture *orch_hand_adder_open_file (OrchEngine *engine, OrchImportKind kind, GtkWidget *parent);
/** orch_hand_adder_add_file: the same of a file that is chosen already */
DexFuture *orch_hand_adder_add_file (OrchEngine *engine, OrchImportKind kind, GtkWidget *parent, GFile *file);

G_END_DECLS
