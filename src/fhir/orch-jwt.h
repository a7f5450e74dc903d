/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * JSON Web Tokens, as much as SMART needs: client assertions signed with an OrchKey, and id_tokens checked against the
 * server's published keys (RS256, ES256, RS384, ES384). Pure; any thread.
 */
#pragma once

#include <json-glib/json-glib.h>

#include "orch-key.h"

G_BEGIN_DECLS

/** orch_jwt_encode64: Returns: (transfer full): base64url without padding */
char *orch_jwt_encode64 (const guint8 *data, gsize length);
/** orch_jwt_decode64: Returns: (transfer full) (nullable): %NULL when @text is not base64url */
GBytes *orch_jwt_decode64 (const char *text, gssize length);

/** orch_jwt_random: Returns: (transfer full): base64url of @bytes bytes of the system's generator */
char *orch_jwt_random (gsize bytes);
/** orch_jwt_challenge: Returns: (transfer full): PKCE S256 of @verifier */
char *orch_jwt_challenge (const char *verifier);

/** orch_jwt_sign: Returns: (transfer full) (nullable): the compact JWS of @claims */
char *orch_jwt_sign (OrchKey *key, JsonObject *claims, GError **error);
/** orch_jwt_client_assertion: iss = sub = @client_id, aud, exp in 4 minutes, unique jti. Returns: (transfer full) (nullable) */
char *orch_jwt_client_assertion (OrchKey *key, const char *client_id, const char *audience, GError **error);

typedef struct
{
  const char *issuer;
  const char *audience;
  const char *nonce; /* (nullable) not checked when NULL */
  gint64 now_us;
  guint leeway_s; /* clocks differ */
} OrchJwtExpected;

/** orch_jwt_verify: @keys: a JWKS ("keys": […]). Returns: (transfer full) (nullable): the claims; UNTRUSTED says which check failed */
JsonObject *orch_jwt_verify (const char *token, JsonObject *keys, const OrchJwtExpected *expected, GError **error);

G_END_DECLS
