/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * SMART App Launch as the sandbox plays it: authorization and activation pages, tokens, and who a bearer is. Owned by the
 * program; main thread.
 */
#pragma once

#include "orch-sandbox-access.h"
#include "orch-sandbox-fhir.h"
#include "orch-sandbox-reply.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SANDBOX_AUTH (orch_sandbox_auth_get_type ())
G_DECLARE_FINAL_TYPE (OrchSandboxAuth, orch_sandbox_auth, ORCH, SANDBOX_AUTH, GObject)

/** orch_sandbox_auth_new: @hub_base, @emr_base: the FHIR bases, without a trailing slash; @ignore: outlives the object */
OrchSandboxAuth *orch_sandbox_auth_new (OrchSandboxStore *store, const char *hub_base, const char *emr_base,
                                        const OrchSandboxIgnore *ignore);

/**
 * orch_sandbox_auth_authorize:
 * @activating: the activation endpoint rather than the ordinary one
 * @post: the form was sent
 * @params: (element-type utf8 utf8): of the query, or of the form
 * @wants_json: the caller is the app's own window, not a browser
 * @french: the language of the page
 */
OrchSandboxReply *orch_sandbox_auth_authorize (OrchSandboxAuth *self, gboolean activating, gboolean post,
                                               GHashTable *params, gboolean wants_json, gboolean french);
/** orch_sandbox_auth_token: the token endpoint of either server */
OrchSandboxReply *orch_sandbox_auth_token (OrchSandboxAuth *self, OrchSandboxRealm realm, GHashTable *form,
                                           const char *authorization);
/** orch_sandbox_auth_register: the registration endpoint; needs the bearer of a person with a permission */
OrchSandboxReply *orch_sandbox_auth_register (OrchSandboxAuth *self, JsonObject *request,
                                              const OrchSandboxAccess *access);
/** orch_sandbox_auth_jwks: the keys that sign id_tokens */
OrchSandboxReply *orch_sandbox_auth_jwks (OrchSandboxAuth *self);
/** orch_sandbox_auth_identify: @authorization: (nullable): fills @access, NOBODY when there is no good token */
void orch_sandbox_auth_identify (OrchSandboxAuth *self, OrchSandboxRealm realm, const char *authorization,
                                 OrchSandboxAccess *access);

G_END_DECLS
