/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Who works where, what can be booked, and patients, as the National API lists them. Main thread.
 */
#pragma once

#include "orch-sandbox-telus-call.h"

G_BEGIN_DECLS

/** OrchSandboxTelusHandler: answers one kind of call */
typedef OrchSandboxReply *(*OrchSandboxTelusHandler) (const OrchSandboxTelusCall *call);

OrchSandboxReply *orch_sandbox_telus_providers (const OrchSandboxTelusCall *call);
OrchSandboxReply *orch_sandbox_telus_facilities (const OrchSandboxTelusCall *call);
OrchSandboxReply *orch_sandbox_telus_schedulables (const OrchSandboxTelusCall *call);
OrchSandboxReply *orch_sandbox_telus_types (const OrchSandboxTelusCall *call);
OrchSandboxReply *orch_sandbox_telus_patients (const OrchSandboxTelusCall *call);
OrchSandboxReply *orch_sandbox_telus_patient (const OrchSandboxTelusCall *call);

/** orch_sandbox_telus_facility: Returns: (transfer full) (nullable): id of the facility where a practitioner works */
char *orch_sandbox_telus_facility (GHashTable *roles, const char *practitioner);

G_END_DECLS
