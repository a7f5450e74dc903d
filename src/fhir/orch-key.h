/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The private key of a workstation or of an EMR client (GnuTLS). It is made here and kept in the keyring as PEM by the
 * layer above; nothing here writes it anywhere. Immutable; any thread.
 */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define ORCH_TYPE_KEY (orch_key_get_type ())
G_DECLARE_FINAL_TYPE (OrchKey, orch_key, ORCH, KEY, GObject)

/** orch_key_generate: a new P-384 key (ES384); takes some milliseconds. Returns: (transfer full) (nullable): FAILED */
OrchKey *orch_key_generate (GError **error);
/** orch_key_new_from_pem: @pem: PKCS #8 or traditional, without a passphrase: P-384 (ES384) or RSA of 2048 bits at least (RS384). Returns: (transfer full) (nullable): INVALID */
OrchKey *orch_key_new_from_pem (const char *pem, GError **error);
/** orch_key_new_from_text: PEM, or a private JWK (or a JWKS that holds it); @id: (nullable): the kid the server knows it by. Returns: (transfer full) (nullable): INVALID */
OrchKey *orch_key_new_from_text (const char *text, const char *id, GError **error);
/** orch_key_dup_pem: Returns: (transfer full): PKCS #8: a secret, free it with orch_key_wipe() */
char *orch_key_dup_pem (OrchKey *self);
/** orch_key_wipe: (nullable): overwrites and frees a secret string */
void orch_key_wipe (char *secret);

const char *orch_key_get_algorithm (OrchKey *self); /* "ES384" or "RS384" */
const char *orch_key_get_id (OrchKey *self);        /* kid: the RFC 7638 thumbprint */
/** orch_key_to_public_jwk: Returns: (transfer full): the public half, with kid, alg, use, key_ops */
JsonObject *orch_key_to_public_jwk (OrchKey *self);
/** orch_key_sign: Returns: (transfer full) (nullable): the JWS signature of @data, raw bytes */
GBytes *orch_key_sign (OrchKey *self, const char *data, gsize length, GError **error);

G_END_DECLS
