/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The patients who arrived with the appointments, to be looked at: after the first synchronisation, whether they are all there.
 * Numbers are masked until they are asked for. Closes when the session locks. Main thread. Source: product.md §3.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_PATIENTS_DIALOG (orch_patients_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OrchPatientsDialog, orch_patients_dialog, ORCH, PATIENTS_DIALOG, AdwDialog)

AdwDialog *orch_patients_dialog_new (OrchEngine *engine);

G_END_DECLS
