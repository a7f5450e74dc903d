/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The few JWT and JWK things a SMART server needs, on GnuTLS. Any thread.
 */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** orch_sandbox_jose_new_key: Returns: (transfer full): a new P-256 key, PEM */
char *orch_sandbox_jose_new_key (void);
/** orch_sandbox_jose_public_jwks: Returns: (transfer full): the JWKS text that publishes @pem */
char *orch_sandbox_jose_public_jwks (const char *pem);
/** orch_sandbox_jose_sign: Returns: (transfer full): @claims as a JWT signed ES256 */
char *orch_sandbox_jose_sign (const char *pem, JsonObject *claims);
/**
 * orch_sandbox_jose_verify:
 * @jwks: the keys that may have signed
 *
 * Only ES384 and RS384 are accepted. Dates and audience are the caller's to check.
 *
 * Returns: (transfer full) (nullable): the claims, or %NULL and @error
 */
JsonObject *orch_sandbox_jose_verify (const char *jwt, JsonObject *jwks, GError **error);
/** orch_sandbox_jose_peek: Returns: (transfer full) (nullable): the claims, nothing verified: to learn whose keys to take */
JsonObject *orch_sandbox_jose_peek (const char *jwt);
/** orch_sandbox_jose_check_jwks: Returns: whether @jwks holds a usable public key and nothing private */
gboolean orch_sandbox_jose_check_jwks (JsonObject *jwks, GError **error);
/** orch_sandbox_jose_encode: Returns: (transfer full): base64url without padding */
char *orch_sandbox_jose_encode (const void *data, gsize length);

G_END_DECLS
