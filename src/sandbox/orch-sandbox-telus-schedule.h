/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Appointments and schedules as the National API gives them, and what is written to a chart. Main thread.
 */
#pragma once

#include "orch-sandbox-telus-directory.h"

G_BEGIN_DECLS

/** orch_sandbox_telus_search: of PS Suite, Wolf and Kinlogix alone */
OrchSandboxReply *orch_sandbox_telus_search (const OrchSandboxTelusCall *call);
OrchSandboxReply *orch_sandbox_telus_schedules (const OrchSandboxTelusCall *call);
/** orch_sandbox_telus_schedule: the appointments of one schedule, on all of them */
OrchSandboxReply *orch_sandbox_telus_schedule (const OrchSandboxTelusCall *call);
/** orch_sandbox_telus_summaries: when somebody is free */
OrchSandboxReply *orch_sandbox_telus_summaries (const OrchSandboxTelusCall *call);
/** orch_sandbox_telus_document: that documents are written is public (emr-facts C), the shape is assumed */
OrchSandboxReply *orch_sandbox_telus_document (const OrchSandboxTelusCall *call);
OrchSandboxReply *orch_sandbox_telus_encounter (const OrchSandboxTelusCall *call);

G_END_DECLS
