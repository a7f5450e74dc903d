/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The control orders of what somebody at the clinic does in the EMR, whichever look-alike shows it: to an appointment, a type, a
 * provider; and the switches of Accuro's and TELUS's look-alikes. README.md lists them. Main thread.
 */
#pragma once

#include "orch-sandbox.h"

G_BEGIN_DECLS

/* Each carries one order out. @id: (out) (transfer full) (nullable): of what was made. Returns: (transfer none) (nullable): why not */
const char *orch_sandbox_emr_control_appointment (OrchSandbox *sandbox, JsonObject *body, char **id);
const char *orch_sandbox_emr_control_type (OrchSandbox *sandbox, JsonObject *body, char **id);
const char *orch_sandbox_emr_control_provider (OrchSandbox *sandbox, JsonObject *body, char **id);
const char *orch_sandbox_emr_control_accuro (OrchSandbox *sandbox, JsonObject *body);
const char *orch_sandbox_emr_control_telus (OrchSandbox *sandbox, JsonObject *body);

G_END_DECLS
