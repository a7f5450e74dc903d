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

/** orch_sandbox_accuro_list_reasons: Returns: (transfer full) (element-type utf8): the reasons of visits: the categories of the services, as they are met */
GPtrArray *orch_sandbox_accuro_list_reasons (const OrchSandboxAccuroCall *call);
/** orch_sandbox_accuro_reason: Returns: the number of the reason of a service, "HealthcareService/serv-004"; 0 when there is none */
gint64 orch_sandbox_accuro_reason (const OrchSandboxAccuroCall *call, GPtrArray *reasons, const char *service);
/** orch_sandbox_accuro_is_wanted: whether @number is on @list, "101,102", or @list is %NULL */
gboolean orch_sandbox_accuro_is_wanted (const char *list, gint64 number);

G_END_DECLS
