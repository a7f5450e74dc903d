/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * JWT and JWK on GnuTLS. ECDSA signatures are r and s side by side (RFC 7518, 3.4), not the DER that GnuTLS speaks.
 */
#include "orch-sandbox-jose.h"

#include "orch-sandbox-json.h"

#include <gio/gio.h>
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <sodium.h>

static const char key_id[] = "formation-1";

char *
orch_sandbox_jose_encode (const void *data, gsize length)
{
  gsize size = sodium_base64_encoded_len (length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  char *text = g_malloc (size);

  return sodium_bin2base64 (text, size, data, length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static GBytes *
decode (const char *text)
{
  gsize most = strlen (text) / 4 * 3 + 3, length = 0;
  g_autofree unsigned char *bytes = g_malloc (most);

  if (sodium_base642bin (bytes, most, text, strlen (text), NULL, &length, NULL,
                         sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
    return NULL;
  return g_bytes_new (bytes, length);
}

static JsonObject *
decode_object (const char *text)
{
  g_autoptr (GBytes) bytes = decode (text);
  gsize length = 0;
  const char *data = bytes == NULL ? NULL : g_bytes_get_data (bytes, &length);

  return data == NULL ? NULL : orch_sandbox_json_parse (data, (gssize) length, NULL);
}

static gboolean
fail (GError **error, const char *message)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, message);
  return FALSE;
}

static gboolean
import_jwk (JsonObject *jwk, gnutls_pubkey_t key)
{
  const char *kind = orch_sandbox_json_string (jwk, "kty");
  gboolean curve = g_strcmp0 (kind, "EC") == 0;
  const char *first_text = orch_sandbox_json_string (jwk, curve ? "x" : "n");
  const char *second_text = orch_sandbox_json_string (jwk, curve ? "y" : "e");
  g_autoptr (GBytes) first = first_text == NULL ? NULL : decode (first_text);
  g_autoptr (GBytes) second = second_text == NULL ? NULL : decode (second_text);
  gnutls_datum_t a, b;
  gsize length;

  if (first == NULL || second == NULL)
    return FALSE;
  a.data = (unsigned char *) g_bytes_get_data (first, &length);
  a.size = (unsigned int) length;
  b.data = (unsigned char *) g_bytes_get_data (second, &length);
  b.size = (unsigned int) length;
  if (curve)
    return g_strcmp0 (orch_sandbox_json_string (jwk, "crv"), "P-384") == 0 &&
           gnutls_pubkey_import_ecc_raw (key, GNUTLS_ECC_CURVE_SECP384R1, &a, &b) == 0;
  return g_strcmp0 (kind, "RSA") == 0 && a.size >= 256 && gnutls_pubkey_import_rsa_raw (key, &a, &b) == 0;
}

static gboolean
verify_with (JsonObject *jwk, const char *algorithm, const char *signed_text, gsize length, GBytes *signature)
{
  gnutls_pubkey_t key;
  gnutls_datum_t data = { (unsigned char *) signed_text, (unsigned int) length };
  gnutls_datum_t raw, der = { NULL, 0 };
  gboolean elliptic = g_str_equal (algorithm, "ES384");
  gboolean good = FALSE;
  gsize size;

  if (g_strcmp0 (orch_sandbox_json_string (jwk, "kty"), elliptic ? "EC" : "RSA") != 0)
    return FALSE;
  raw.data = (unsigned char *) g_bytes_get_data (signature, &size);
  raw.size = (unsigned int) size;
  gnutls_pubkey_init (&key);
  if (import_jwk (jwk, key))
    {
      if (elliptic && size == 96)
        {
          gnutls_datum_t r = { raw.data, 48 }, s = { raw.data + 48, 48 };

          good = gnutls_encode_rs_value (&der, &r, &s) == 0 &&
                 gnutls_pubkey_verify_data2 (key, GNUTLS_SIGN_ECDSA_SHA384, 0, &data, &der) >= 0;
          gnutls_free (der.data);
        }
      else if (!elliptic)
        good = gnutls_pubkey_verify_data2 (key, GNUTLS_SIGN_RSA_SHA384, 0, &data, &raw) >= 0;
    }
  gnutls_pubkey_deinit (key);
  return good;
}

JsonObject *
orch_sandbox_jose_verify (const char *jwt, JsonObject *jwks, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (jwt, ".", -1);
  g_autoptr (JsonObject) header = NULL;
  g_autoptr (GBytes) signature = NULL;
  JsonArray *keys = orch_sandbox_json_array (jwks, "keys");
  const char *algorithm, *kid;

  if (g_strv_length (parts) != 3)
    return fail (error, "this is not a JWT"), NULL;
  header = decode_object (parts[0]);
  signature = decode (parts[2]);
  if (header == NULL || signature == NULL)
    return fail (error, "this is not a JWT"), NULL;
  algorithm = orch_sandbox_json_string (header, "alg");
  kid = orch_sandbox_json_string (header, "kid");
  if (g_strcmp0 (algorithm, "ES384") != 0 && g_strcmp0 (algorithm, "RS384") != 0)
    return fail (error, "only ES384 and RS384 are accepted"), NULL;
  for (guint i = 0; keys != NULL && i < json_array_get_length (keys); i++)
    {
      JsonObject *jwk = orch_sandbox_json_element (keys, i);
      const char *own = orch_sandbox_json_string (jwk, "kid");

      if (kid != NULL && own != NULL && !g_str_equal (kid, own))
        continue;
      if (verify_with (jwk, algorithm, jwt, strlen (parts[0]) + 1 + strlen (parts[1]), signature))
        {
          JsonObject *claims = decode_object (parts[1]);

          return claims != NULL ? claims : (fail (error, "the claims are not an object"), NULL);
        }
    }
  return fail (error, "no registered key made this signature"), NULL;
}

JsonObject *
orch_sandbox_jose_peek (const char *jwt)
{
  g_auto (GStrv) parts = g_strsplit (jwt, ".", -1);

  return g_strv_length (parts) == 3 ? decode_object (parts[1]) : NULL;
}

gboolean
orch_sandbox_jose_check_jwks (JsonObject *jwks, GError **error)
{
  JsonArray *keys = orch_sandbox_json_array (jwks, "keys");

  if (keys == NULL || json_array_get_length (keys) == 0)
    return fail (error, "there is no key");
  for (guint i = 0; i < json_array_get_length (keys); i++)
    {
      JsonObject *jwk = orch_sandbox_json_element (keys, i);
      gnutls_pubkey_t key;
      gboolean good;

      if (jwk == NULL || json_object_has_member (jwk, "d"))
        return fail (error, "a key is private, or not a key");
      gnutls_pubkey_init (&key);
      good = import_jwk (jwk, key);
      gnutls_pubkey_deinit (key);
      if (!good)
        return fail (error, "a key is neither P-384 nor RSA of 2048 bits or more");
    }
  return TRUE;
}

static gnutls_x509_privkey_t
load (const char *pem)
{
  gnutls_x509_privkey_t key;
  gnutls_datum_t text = { (unsigned char *) pem, (unsigned int) strlen (pem) };

  gnutls_x509_privkey_init (&key);
  if (gnutls_x509_privkey_import (key, &text, GNUTLS_X509_FMT_PEM) < 0)
    g_error ("the sandbox's own key cannot be read");
  return key;
}

char *
orch_sandbox_jose_new_key (void)
{
  gnutls_x509_privkey_t key;
  gnutls_datum_t text;
  char *pem;

  gnutls_x509_privkey_init (&key);
  if (gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0) < 0 ||
      gnutls_x509_privkey_export2 (key, GNUTLS_X509_FMT_PEM, &text) < 0)
    g_error ("no key can be made");
  pem = g_strndup ((const char *) text.data, text.size);
  gnutls_free (text.data);
  gnutls_x509_privkey_deinit (key);
  return pem;
}

/* A coordinate or a half signature as exactly 32 bytes: GnuTLS may put a zero before it, or leave one out. */
static void
fit (unsigned char out[32], const gnutls_datum_t *number)
{
  gsize skip = number->size > 32 ? number->size - 32 : 0;
  gsize length = number->size - skip;

  memset (out, 0, 32);
  memcpy (out + 32 - length, number->data + skip, length);
}

char *
orch_sandbox_jose_public_jwks (const char *pem)
{
  gnutls_x509_privkey_t key = load (pem);
  gnutls_datum_t x, y, k;
  gnutls_ecc_curve_t curve;
  unsigned char fitted[32];
  g_autofree char *x_text = NULL;
  g_autofree char *y_text = NULL;

  if (gnutls_x509_privkey_export_ecc_raw (key, &curve, &x, &y, &k) < 0)
    g_error ("the sandbox's own key cannot be read");
  fit (fitted, &x);
  x_text = orch_sandbox_jose_encode (fitted, sizeof fitted);
  fit (fitted, &y);
  y_text = orch_sandbox_jose_encode (fitted, sizeof fitted);
  gnutls_free (x.data);
  gnutls_free (y.data);
  gnutls_free (k.data);
  gnutls_x509_privkey_deinit (key);
  return g_strdup_printf ("{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"use\":\"sig\",\"alg\":\"ES256\",\"kid\":\"%"
                          "s\",\"x\":\"%s\",\"y\":\"%s\"}]}",
                          key_id, x_text, y_text);
}

char *
orch_sandbox_jose_sign (const char *pem, JsonObject *claims)
{
  g_autofree char *header = g_strdup_printf ("{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"%s\"}", key_id);
  g_autofree char *body = orch_sandbox_json_print (claims);
  g_autofree char *header_text = orch_sandbox_jose_encode (header, strlen (header));
  g_autofree char *body_text = orch_sandbox_jose_encode (body, strlen (body));
  g_autofree char *text = g_strdup_printf ("%s.%s", header_text, body_text);
  g_autofree char *signature_text = NULL;
  gnutls_x509_privkey_t key = load (pem);
  gnutls_privkey_t signer;
  gnutls_datum_t data = { (unsigned char *) text, (unsigned int) strlen (text) };
  gnutls_datum_t der, r, s;
  unsigned char raw[64];

  gnutls_privkey_init (&signer);
  if (gnutls_privkey_import_x509 (signer, key, 0) < 0 ||
      gnutls_privkey_sign_data2 (signer, GNUTLS_SIGN_ECDSA_SHA256, 0, &data, &der) < 0 ||
      gnutls_decode_rs_value (&der, &r, &s) < 0)
    g_error ("the sandbox cannot sign");
  fit (raw, &r);
  fit (raw + 32, &s);
  gnutls_free (der.data);
  gnutls_free (r.data);
  gnutls_free (s.data);
  gnutls_privkey_deinit (signer);
  gnutls_x509_privkey_deinit (key);
  signature_text = orch_sandbox_jose_encode (raw, sizeof raw);
  return g_strdup_printf ("%s.%s", text, signature_text);
}
