/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * JSON Web Tokens, as much as SMART needs. Pure; any thread.
 */
#include "orch-jwt.h"

#include <glib/gi18n.h>
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "http/orch-json.h"

#define ASSERTION_SECONDS 240 /* SMART Backend Services: 5 minutes at most */
#define TOKEN_MAX 65536       /* bytes of an id_token that are looked at */

typedef struct
{
  const char *name;
  gnutls_sign_algorithm_t sign;
  const char *curve; /* NULL = RSA */
  gnutls_ecc_curve_t ecc;
  gsize half; /* bytes of r and of s */
} Algorithm;

static const Algorithm algorithms[] = {
  { "RS256", GNUTLS_SIGN_RSA_SHA256, NULL, GNUTLS_ECC_CURVE_INVALID, 0 },
  { "ES256", GNUTLS_SIGN_ECDSA_SHA256, "P-256", GNUTLS_ECC_CURVE_SECP256R1, 32 },
  { "RS384", GNUTLS_SIGN_RSA_SHA384, NULL, GNUTLS_ECC_CURVE_INVALID, 0 },
  { "ES384", GNUTLS_SIGN_ECDSA_SHA384, "P-384", GNUTLS_ECC_CURVE_SECP384R1, 48 },
};

char *
orch_jwt_encode64 (const guint8 *data, gsize length)
{
  char *text = g_base64_encode (data, length);
  for (char *p = text; *p != '\0'; p++)
    {
      if (*p == '+')
        *p = '-';
      else if (*p == '/')
        *p = '_';
      else if (*p == '=')
        {
          *p = '\0';
          break;
        }
    }
  return text;
}

GBytes *
orch_jwt_decode64 (const char *text, gssize length)
{
  g_return_val_if_fail (text != NULL, NULL);

  gsize n = length < 0 ? strlen (text) : (gsize) length;
  if (n % 4 == 1)
    return NULL;
  GString *standard = g_string_sized_new (n + 4);
  for (gsize i = 0; i < n; i++)
    {
      char c = text[i];
      if (!g_ascii_isalnum (c) && c != '-' && c != '_')
        {
          g_string_free (standard, TRUE);
          return NULL;
        }
      g_string_append_c (standard, c == '-' ? '+' : c == '_' ? '/' : c);
    }
  while (standard->len % 4 != 0)
    g_string_append_c (standard, '=');
  gsize size = 0;
  guint8 *data = g_base64_decode (standard->str, &size);
  g_string_free (standard, TRUE);
  return g_bytes_new_take (data, size);
}

char *
orch_jwt_random (gsize bytes)
{
  g_autofree guint8 *data = g_malloc (bytes);
  int code = gnutls_rnd (GNUTLS_RND_KEY, data, bytes);
  if (code < 0) /* without randomness nothing that follows is safe */
    g_error ("no random numbers: %s", gnutls_strerror (code));
  return orch_jwt_encode64 (data, bytes);
}

char *
orch_jwt_challenge (const char *verifier)
{
  g_return_val_if_fail (verifier != NULL, NULL);

  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, (const guchar *) verifier, (gssize) strlen (verifier));
  guint8 digest[32];
  gsize length = sizeof digest;
  g_checksum_get_digest (checksum, digest, &length);
  return orch_jwt_encode64 (digest, length);
}

static char *
encode_object (JsonObject *object)
{
  g_autofree char *text = orch_json_to_string (object);
  return orch_jwt_encode64 ((const guint8 *) text, strlen (text));
}

char *
orch_jwt_sign (OrchKey *key, JsonObject *claims, GError **error)
{
  g_return_val_if_fail (ORCH_IS_KEY (key), NULL);
  g_return_val_if_fail (claims != NULL, NULL);

  g_autoptr (JsonObject) header = json_object_new ();
  json_object_set_string_member (header, "alg", orch_key_get_algorithm (key));
  json_object_set_string_member (header, "kid", orch_key_get_id (key));
  json_object_set_string_member (header, "typ", "JWT");
  g_autofree char *head = encode_object (header);
  g_autofree char *body = encode_object (claims);
  g_autofree char *input = g_strconcat (head, ".", body, NULL);
  g_autoptr (GBytes) signature = orch_key_sign (key, input, strlen (input), error);
  if (signature == NULL)
    return NULL;
  g_autofree char *tail = orch_jwt_encode64 (g_bytes_get_data (signature, NULL), g_bytes_get_size (signature));
  return g_strconcat (input, ".", tail, NULL);
}

char *
orch_jwt_client_assertion (OrchKey *key, const char *client_id, const char *audience, GError **error)
{
  g_return_val_if_fail (client_id != NULL && audience != NULL, NULL);

  gint64 now = orch_clock_now_us () / G_USEC_PER_SEC;
  g_autofree char *jti = orch_jwt_random (24);
  g_autoptr (JsonObject) claims = json_object_new ();
  json_object_set_string_member (claims, "iss", client_id);
  json_object_set_string_member (claims, "sub", client_id);
  json_object_set_string_member (claims, "aud", audience);
  json_object_set_int_member (claims, "iat", now);
  json_object_set_int_member (claims, "exp", now + ASSERTION_SECONDS);
  json_object_set_string_member (claims, "jti", jti);
  return orch_jwt_sign (key, claims, error);
}

/* --- verification ------------------------------------------------------------------------- */

static gboolean
distrust (GError **error, const char *what)
{
  /* translators: %s says which check of the hub's answer failed */
  g_set_error (error, ORCH_ERROR, ORCH_ERROR_UNTRUSTED, _ ("The identity that the server sent cannot be trusted: %s"),
               what);
  return FALSE;
}

static GBytes *
jwk_number (JsonObject *jwk, const char *member)
{
  const char *text = orch_json_get_string (jwk, member);
  return text != NULL ? orch_jwt_decode64 (text, -1) : NULL;
}

static gnutls_datum_t
datum (GBytes *bytes)
{
  gsize size = 0;
  gnutls_datum_t result = { (guint8 *) g_bytes_get_data (bytes, &size), 0 };
  result.size = (unsigned int) size;
  return result;
}

static gnutls_pubkey_t
import_jwk (JsonObject *jwk, const Algorithm *algorithm)
{
  gboolean rsa = algorithm->curve == NULL;
  g_autoptr (GBytes) first = jwk_number (jwk, rsa ? "n" : "x");
  g_autoptr (GBytes) second = jwk_number (jwk, rsa ? "e" : "y");
  if (first == NULL || second == NULL)
    return NULL;
  if (g_strcmp0 (orch_json_get_string (jwk, "kty"), rsa ? "RSA" : "EC") != 0 ||
      (!rsa && g_strcmp0 (orch_json_get_string (jwk, "crv"), algorithm->curve) != 0))
    return NULL;

  gnutls_pubkey_t key = NULL;
  gnutls_datum_t a = datum (first);
  gnutls_datum_t b = datum (second);
  if (gnutls_pubkey_init (&key) < 0)
    return NULL;
  int code =
      rsa ? gnutls_pubkey_import_rsa_raw (key, &a, &b) : gnutls_pubkey_import_ecc_raw (key, algorithm->ecc, &a, &b);
  if (code < 0)
    g_clear_pointer (&key, gnutls_pubkey_deinit);
  return key;
}

static gboolean
signature_is_good (JsonObject *jwk, const Algorithm *algorithm, const char *token, gsize signed_length,
                   GBytes *signature)
{
  gnutls_pubkey_t key = import_jwk (jwk, algorithm);
  if (key == NULL)
    return FALSE;
  gnutls_datum_t data = { (guint8 *) token, (unsigned int) signed_length };
  gnutls_datum_t given = datum (signature);
  gnutls_datum_t der = { NULL, 0 };
  gboolean good = FALSE;
  if (algorithm->curve == NULL)
    good = gnutls_pubkey_verify_data2 (key, algorithm->sign, 0, &data, &given) >= 0;
  else if (given.size == 2 * algorithm->half)
    {
      gnutls_datum_t r = { given.data, (unsigned int) algorithm->half };
      gnutls_datum_t s = { given.data + algorithm->half, (unsigned int) algorithm->half };
      if (gnutls_encode_rs_value (&der, &r, &s) >= 0)
        good = gnutls_pubkey_verify_data2 (key, algorithm->sign, 0, &data, &der) >= 0;
      gnutls_free (der.data);
    }
  gnutls_pubkey_deinit (key);
  return good;
}

static const Algorithm *
find_algorithm (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (algorithms); i++)
    if (g_strcmp0 (name, algorithms[i].name) == 0)
      return &algorithms[i];
  return NULL;
}

static gboolean
audience_holds (JsonObject *claims, const char *wanted)
{
  if (g_strcmp0 (orch_json_get_string (claims, "aud"), wanted) == 0)
    return TRUE;
  JsonArray *several = orch_json_get_array (claims, "aud");
  for (guint i = 0; i < orch_json_array_length (several); i++)
    if (g_strcmp0 (orch_json_array_string (several, i), wanted) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
claims_are_good (JsonObject *claims, const OrchJwtExpected *expected, GError **error)
{
  gint64 now = expected->now_us / G_USEC_PER_SEC;
  gint64 leeway = expected->leeway_s;
  gint64 exp = orch_json_get_int (claims, "exp", 0);
  gint64 iat = orch_json_get_int (claims, "iat", now);
  gint64 nbf = orch_json_get_int (claims, "nbf", now);

  if (g_strcmp0 (orch_json_get_string (claims, "iss"), expected->issuer) != 0)
    return distrust (error, "iss");
  if (!audience_holds (claims, expected->audience))
    return distrust (error, "aud");
  if (exp <= 0 || exp + leeway <= now)
    return distrust (error, "exp");
  if (iat - leeway > now)
    return distrust (error, "iat");
  if (nbf - leeway > now)
    return distrust (error, "nbf");
  if (expected->nonce != NULL && g_strcmp0 (orch_json_get_string (claims, "nonce"), expected->nonce) != 0)
    return distrust (error, "nonce");
  return TRUE;
}

JsonObject *
orch_jwt_verify (const char *token, JsonObject *keys, const OrchJwtExpected *expected, GError **error)
{
  g_return_val_if_fail (token != NULL && expected != NULL, NULL);

  g_auto (GStrv) parts = strlen (token) <= TOKEN_MAX ? g_strsplit (token, ".", 5) : NULL;
  if (parts == NULL || g_strv_length (parts) != 3)
    {
      distrust (error, "format");
      return NULL;
    }
  g_autoptr (GBytes) head = orch_jwt_decode64 (parts[0], -1);
  g_autoptr (GBytes) body = orch_jwt_decode64 (parts[1], -1);
  g_autoptr (GBytes) signature = orch_jwt_decode64 (parts[2], -1);
  g_autoptr (JsonObject) header = head != NULL ? orch_json_parse_object_sync (head, NULL) : NULL;
  g_autoptr (JsonObject) claims = body != NULL ? orch_json_parse_object_sync (body, NULL) : NULL;
  if (header == NULL || claims == NULL || signature == NULL)
    {
      distrust (error, "format");
      return NULL;
    }
  const Algorithm *algorithm = find_algorithm (orch_json_get_string (header, "alg"));
  if (algorithm == NULL) /* "none" and the HMAC kinds among them */
    {
      distrust (error, "alg");
      return NULL;
    }

  const char *kid = orch_json_get_string (header, "kid");
  gsize signed_length = strlen (parts[0]) + 1 + strlen (parts[1]);
  gboolean good = FALSE;
  guint n = orch_json_count (keys, "keys");
  for (guint i = 0; i < n && !good; i++)
    {
      JsonObject *jwk = orch_json_nth (keys, "keys", i);
      const char *key_id = orch_json_get_string (jwk, "kid");
      if (kid != NULL && key_id != NULL && !g_str_equal (kid, key_id))
        continue;
      good = signature_is_good (jwk, algorithm, token, signed_length, signature);
    }
  if (!good)
    {
      distrust (error, "signature");
      return NULL;
    }
  return claims_are_good (claims, expected, error) ? g_steal_pointer (&claims) : NULL;
}
