/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The diagnostic, all of it, before it goes anywhere: saved in a file, copied, or put in an e-mail that the person sends. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_DIAGNOSTIC_DIALOG (orch_diagnostic_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OrchDiagnosticDialog, orch_diagnostic_dialog, ORCH, DIAGNOSTIC_DIALOG, AdwDialog)

/** orch_diagnostic_dialog_new: @code: of the error that led here */
AdwDialog *orch_diagnostic_dialog_new (OrchEngine *engine, OrchError code);

/** orch_diagnostic_dialog_save: what follows the choice of a file */
void orch_diagnostic_dialog_save (OrchDiagnosticDialog *self, GFile *file);

G_END_DECLS
