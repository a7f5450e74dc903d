/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Accuro's address book and fixed lists: providers, offices, locations, genders. Main thread.
 */
#pragma once

#include "orch-sandbox-accuro-call.h"

G_BEGIN_DECLS

/** OrchSandboxAccuroHandler: answers one kind of call */
typedef OrchSandboxReply *(*OrchSandboxAccuroHandler) (const OrchSandboxAccuroCall *call);

OrchSandboxReply *orch_sandbox_accuro_providers (const OrchSandboxAccuroCall *call);
OrchSandboxReply *orch_sandbox_accuro_offices (const OrchSandboxAccuroCall *call);
OrchSandboxReply *orch_sandbox_accuro_locations (const OrchSandboxAccuroCall *call);
OrchSandboxReply *orch_sandbox_accuro_genders (const OrchSandboxAccuroCall *call);
OrchSandboxReply *orch_sandbox_accuro_version (const OrchSandboxAccuroCall *call);

/** orch_sandbox_accuro_office: Returns: the office of a role, which may be %NULL; 0 when there is none */
gint64 orch_sandbox_accuro_office (const OrchSandboxAccuroCall *call, JsonObject *role);
/** orch_sandbox_accuro_phone: Returns: (transfer full): a telephone as Accuro writes it */
JsonObject *orch_sandbox_accuro_phone (gint64 id, const char *number, const char *contact_type, const char *equipment,
                                       int order);
/** orch_sandbox_accuro_email: Returns: (transfer full): an e-mail address as Accuro writes it */
JsonObject *orch_sandbox_accuro_email (gint64 id, const char *address, const char *type);

G_END_DECLS
