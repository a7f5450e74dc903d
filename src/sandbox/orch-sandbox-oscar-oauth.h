/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The OAuth 1.0a of OSCAR's look-alikes: request tokens, the page where somebody authorises, access tokens, and who a data call is
 * made for. Tokens are kept in the store. Owned by nobody; main thread.
 */
#pragma once

#include "orch-sandbox-oscar-call.h"
#include "orch-sandbox.h"

G_BEGIN_DECLS

/** OrchSandboxOscarSide: one of the two servers; all borrowed */
typedef struct
{
  OrchSandboxOscarDialect dialect;
  const OrchSandboxOscarSwitches *switches;
  OrchSandboxStore *store;
  const char *origin; /* http://127.0.0.1:PORT */
  const char *root;   /* /emr/oscar15/oscar or /emr/openo/oscar */
} OrchSandboxOscarSide;

/** orch_sandbox_oscar_oauth_handle: @what: below /ws/oauth/. Returns: (transfer full): the answer */
OrchSandboxReply *orch_sandbox_oscar_oauth_handle (const OrchSandboxOscarSide *side, const OrchSandboxRequest *request,
                                                   const char *what);

/**
 * orch_sandbox_oscar_oauth_check:
 * @scope: (out) (transfer full): what was asked for with the token
 * @refusal: (out) (transfer full): the answer, when there is nobody
 *
 * Returns: (transfer none) (nullable): for whom a data call is made
 */
const OrchSandboxOscarUser *orch_sandbox_oscar_oauth_check (const OrchSandboxOscarSide *side,
                                                            const OrchSandboxRequest *request, char **scope,
                                                            OrchSandboxReply **refusal);

/** orch_sandbox_oscar_oauth_revoke: takes all access tokens of the dialect back, as the administrator's screen does */
void orch_sandbox_oscar_oauth_revoke (OrchSandboxStore *store, OrchSandboxOscarDialect dialect);

/** orch_sandbox_oscar_oauth_describe: Returns: (transfer full): address, client and users of both dialects, for /training/oscar */
JsonObject *orch_sandbox_oscar_oauth_describe (const char *origin);

G_END_DECLS
