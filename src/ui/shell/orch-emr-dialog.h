/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The third step of the wizard again, for a clinic that exists: EMR, connection, shared key. The PIN first (security.md 13); then
 * everything is kept, or nothing is. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_EMR_DIALOG (orch_emr_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OrchEmrDialog, orch_emr_dialog, ORCH, EMR_DIALOG, AdwDialog)

/** orch_emr_dialog_new: @setup: (nullable): what an earlier dialog had begun when the lock closed it, else everything as the clinic has it */
AdwDialog *orch_emr_dialog_new (OrchEngine *engine, OrchSetup *setup);
/** orch_emr_dialog_get_begun: Returns: (transfer none) (nullable): what the lock interrupted; once it is closed */
OrchSetup *orch_emr_dialog_get_begun (OrchEmrDialog *self);

G_END_DECLS
