/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Patients as Accuro gives them. Main thread.
 */
#pragma once

#include "orch-sandbox-accuro-directory.h"

G_BEGIN_DECLS

OrchSandboxReply *orch_sandbox_accuro_search_patients (const OrchSandboxAccuroCall *call);
OrchSandboxReply *orch_sandbox_accuro_patient (const OrchSandboxAccuroCall *call);

G_END_DECLS
