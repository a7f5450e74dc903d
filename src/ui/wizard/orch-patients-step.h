/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Step 6, "Patients": explains that patients come by themselves, takes "I understand", and shows the creation of the clinic. Main thread.
 * Source: seeds/wizard-guide.txt (Patients).
 */
#pragma once

#include "orch-wizard-page.h"

G_BEGIN_DECLS

#define ORCH_TYPE_PATIENTS_STEP (orch_patients_step_get_type ())
G_DECLARE_FINAL_TYPE (OrchPatientsStep, orch_patients_step, ORCH, PATIENTS_STEP, OrchWizardPage)

G_END_DECLS
