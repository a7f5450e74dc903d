/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Who may call Accuro's look-alike: tenant, database UUID, subscription key, clients, API users and their tokens. README.md lists the
 * credentials. Main thread.
 */
#pragma once

#include "orch-sandbox-accuro-call.h"

G_BEGIN_DECLS

/** orch_sandbox_accuro_auth_token: Returns: (transfer full): the answer of the token endpoint; @legacy: of the older one, which knows passwords */
OrchSandboxReply *orch_sandbox_accuro_auth_token (OrchSandboxStore *store, const OrchSandboxAccuroSwitches *switches,
                                                  const OrchSandboxRequest *request, gboolean legacy);
/**
 * orch_sandbox_accuro_auth_check: subscription key, then token, then UUID, then approval, in the order of QHR's documentation
 * @query: of the request
 * @scope: (out) (transfer full) (optional): of the token
 * @refusal: (out) (transfer full): what to answer instead
 *
 * Returns: (transfer none) (nullable): who asks
 */
const OrchSandboxAccuroUser *orch_sandbox_accuro_auth_check (OrchSandboxStore *store,
                                                             const OrchSandboxAccuroSwitches *switches,
                                                             const OrchSandboxRequest *request, GHashTable *query,
                                                             char **scope, OrchSandboxReply **refusal);
/** orch_sandbox_accuro_auth_has_scope: whether @scope, separated by spaces, has @wanted */
gboolean orch_sandbox_accuro_auth_has_scope (const char *scope, const char *wanted);
/** orch_sandbox_accuro_auth_end: all access tokens are good no more; refresh tokens too when @all */
void orch_sandbox_accuro_auth_end (OrchSandboxStore *store, gboolean all);
/** orch_sandbox_accuro_auth_describe: Returns: (transfer full): what /training/accuro answers */
JsonObject *orch_sandbox_accuro_auth_describe (const char *base);

G_END_DECLS
