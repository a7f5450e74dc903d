/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Machines that sign in by themselves: registration (RFC 7591), and the three ways a client proves who it is. Main thread.
 */
#pragma once

#include "orch-sandbox-reply.h"
#include "orch-sandbox-store.h"

G_BEGIN_DECLS

#define ORCH_SANDBOX_EMR_CLIENT_ID "orchestrateur-formation"

/** orch_sandbox_clients_seed: the client of the EMR, with a fresh secret */
void orch_sandbox_clients_seed (OrchSandboxStore *store);
/** orch_sandbox_clients_dup_emr_secret: Returns: (transfer full): the training EMR's secret, shown by /training/emr */
char *orch_sandbox_clients_dup_emr_secret (OrchSandboxStore *store);
/** orch_sandbox_clients_set_emr_keys: the keys that may sign for the EMR's client. Returns: whether they are usable */
gboolean orch_sandbox_clients_set_emr_keys (OrchSandboxStore *store, JsonObject *jwks, GError **error);

/** orch_sandbox_clients_register: RFC 7591; @owner: who asks */
OrchSandboxReply *orch_sandbox_clients_register (OrchSandboxStore *store, JsonObject *request, const char *owner);

/**
 * orch_sandbox_clients_authenticate:
 * @form: (element-type utf8 utf8): the token request
 * @authorization: (nullable): its Authorization header
 * @token_endpoint: what an assertion must be made for
 * @problem: (out) (transfer full): the answer, when it is no
 *
 * Returns: (transfer full) (nullable): the client's id
 */
char *orch_sandbox_clients_authenticate (OrchSandboxStore *store, OrchSandboxRealm realm, GHashTable *form,
                                         const char *authorization, const char *token_endpoint,
                                         OrchSandboxReply **problem);

G_END_DECLS
