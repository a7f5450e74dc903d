/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The control orders that concern OSCAR's look-alikes: switches of a dialect, and what somebody at the clinic does to an appointment, a
 * type or a provider. README.md lists them. Main thread.
 */
#pragma once

#include "orch-sandbox-oscar.h"

G_BEGIN_DECLS

/* Each carries one order out. Returns: (transfer none) (nullable): why not */
const char *orch_sandbox_oscar_control_switch (OrchSandbox *sandbox, JsonObject *body);
const char *orch_sandbox_oscar_control_appointment (OrchSandbox *sandbox, JsonObject *body);
const char *orch_sandbox_oscar_control_type (OrchSandbox *sandbox, JsonObject *body);
const char *orch_sandbox_oscar_control_provider (OrchSandbox *sandbox, JsonObject *body);

G_END_DECLS
