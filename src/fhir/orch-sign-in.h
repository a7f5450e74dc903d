/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One sign-in (or activation) of a person: authorization code with PKCE, loopback redirect, state and nonce checked,
 * id_token verified. Made for one attempt after another on the same page; main thread. Source: hub/README.md (Sign-in,
 * Activation, The page in the app's own window), RFC 8252.
 */
#pragma once

#include <libdex.h>

#include "orch-browser.h"
#include "orch-grant.h"
#include "orch-smart-config.h"

G_BEGIN_DECLS

#define ORCH_SIGN_IN_CLIENT_ID "orchestrateur-desktop"
#define ORCH_SIGN_IN_SCOPE "openid fhirUser offline_access user/*.cruds"

#define ORCH_TYPE_SIGN_IN (orch_sign_in_get_type ())
G_DECLARE_FINAL_TYPE (OrchSignIn, orch_sign_in, ORCH, SIGN_IN, GObject)

/** orch_sign_in_new: @activation_code: (nullable): of an activation link; used where the hub has an activation endpoint, else the person signs in as usual */
OrchSignIn *orch_sign_in_new (OrchHttp *http, OrchSmartConfig *config, const char *activation_code);
/** orch_sign_in_set_client: another client id and scope than the product's (interoperability tests) */
void orch_sign_in_set_client (OrchSignIn *self, const char *client_id, const char *scope);

/** orch_sign_in_is_activation: whether a password will be chosen */
gboolean orch_sign_in_is_activation (OrchSignIn *self);

/**
 * orch_sign_in_run:
 *
 * Opens the hub's page in @browser and waits (10 minutes at most) for its answer on loopback; orch_sign_in_stop() ends
 * the waiting, and so does another attempt. When the browser cannot be opened, orch_sign_in_get_address() is still good for copying.
 *
 * Returns: (transfer full): a future of #OrchGrant; REFUSED (the person or the hub said no), UNTRUSTED (state, nonce or
 *   id_token wrong), OFFLINE, CANCELLED
 */
DexFuture *orch_sign_in_run (OrchSignIn *self, OrchBrowser *browser);
/** orch_sign_in_stop: ends the attempt under way, if any: its port is closed at once, its future is rejected with CANCELLED,
 * and an answer of the hub that is on its way is not read. The next attempt may begin at once */
void orch_sign_in_stop (OrchSignIn *self);
/** orch_sign_in_get_address: Returns: (transfer none) (nullable): the page of the attempt under way; notify::address */
const char *orch_sign_in_get_address (OrchSignIn *self);

/**
 * orch_sign_in_with_password:
 * @new_password: (nullable): at activation
 *
 * Training only (the hub is on loopback): the same, with the app's own form instead of a browser.
 *
 * Returns: (transfer full): a future of #OrchGrant; UNTRUSTED when the hub is not on loopback; INVALID or REFUSED when it
 *   refuses, then see orch_sign_in_get_refusal()
 */
DexFuture *orch_sign_in_with_password (OrchSignIn *self, const char *username, const char *password,
                                       const char *new_password);
/** orch_sign_in_get_refusal: Returns: (transfer none) (nullable): `error` of the last refusal: "invalid_credentials", "weak_password", "used_code", "expired_code", "unknown_code", "locked_out", "access_denied"… */
const char *orch_sign_in_get_refusal (OrchSignIn *self);
/** orch_sign_in_get_unmet_rules: Returns: (transfer none) (nullable): "min_length", "max_length", "min_classes", "forbidden", NULL-terminated */
const char *const *orch_sign_in_get_unmet_rules (OrchSignIn *self);

G_END_DECLS
