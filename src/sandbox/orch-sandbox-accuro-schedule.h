/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Accuro's scheduler: appointments, their types, reasons and statuses, and the suggestions that say when somebody may be seen. Main
 * thread.
 */
#pragma once

#include "orch-sandbox-accuro-directory.h"

G_BEGIN_DECLS

OrchSandboxReply *orch_sandbox_accuro_appointments (const OrchSandboxAccuroCall *call);
OrchSandboxReply *orch_sandbox_accuro_appointment (const OrchSandboxAccuroCall *call);
OrchSandboxReply *orch_sandbox_accuro_types (const OrchSandboxAccuroCall *call);
OrchSandboxReply *orch_sandbox_accuro_reasons (const OrchSandboxAccuroCall *call);
OrchSandboxReply *orch_sandbox_accuro_statuses (const OrchSandboxAccuroCall *call);
OrchSandboxReply *orch_sandbox_accuro_priorities (const OrchSandboxAccuroCall *call);

G_END_DECLS
