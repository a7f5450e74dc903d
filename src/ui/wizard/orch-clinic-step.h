/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Step 1, "Your clinic": identity, address and phone, logo. Each change goes to the set-up at once; a fault is shown once its field has
 * been left. Main thread. Source: seeds/wizard-guide.txt (Identification, coordonnées et logo).
 */
#pragma once

#include "orch-wizard-page.h"

G_BEGIN_DECLS

#define ORCH_TYPE_CLINIC_STEP (orch_clinic_step_get_type ())
G_DECLARE_FINAL_TYPE (OrchClinicStep, orch_clinic_step, ORCH, CLINIC_STEP, OrchWizardPage)

G_END_DECLS
