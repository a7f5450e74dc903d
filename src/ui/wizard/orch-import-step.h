/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Steps 4 and 5, "Staff" and "Services offered": the import from the EMR and its outcomes, or, for a clinic without a connected EMR, entry by hand or from a
 * CSV file. Main thread. Source: seeds/wizard-guide.txt (Personnel, Services offerts).
 */
#pragma once

#include "orch-wizard-page.h"

G_BEGIN_DECLS

#define ORCH_TYPE_IMPORT_STEP (orch_import_step_get_type ())
G_DECLARE_FINAL_TYPE (OrchImportStep, orch_import_step, ORCH, IMPORT_STEP, OrchWizardPage)

G_END_DECLS
