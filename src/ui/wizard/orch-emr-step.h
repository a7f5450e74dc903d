/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Step 3, "EMR provider": one choice among cards; then, for an EMR that can be connected, the clinic's shared key and the connection. Main thread.
 * Source: seeds/wizard-guide.txt (Fournisseur de dossier médical électronique).
 */
#pragma once

#include "orch-wizard-page.h"

G_BEGIN_DECLS

#define ORCH_TYPE_EMR_STEP (orch_emr_step_get_type ())
G_DECLARE_FINAL_TYPE (OrchEmrStep, orch_emr_step, ORCH, EMR_STEP, OrchWizardPage)

G_END_DECLS
