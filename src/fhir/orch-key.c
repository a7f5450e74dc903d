/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The private key of a workstation or of an EMR client. Immutable; any thread.
 */
#include "orch-key.h"

#include <glib/gi18n.h>
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>

#include "core/orch-error.h"
#include "http/orch-json.h"
#include "orch-jwt.h"

#define P384_BYTES 48 /* of a coordinate, and of each half of an ES384 signature (RFC 7518 §3.4) */
#define RSA_MIN_BITS 2048

struct _OrchKey
{
  GObject parent_instance;

  gnutls_x509_privkey_t key; /* (owned) */
  gnutls_privkey_t signer;   /* (owned) */
  gboolean is_rsa;
  char *id;        /* (owned) */
  JsonObject *jwk; /* (owned) */
};

G_DEFINE_FINAL_TYPE (OrchKey, orch_key, G_TYPE_OBJECT)

static void
orch_key_finalize (GObject *object)
{
  OrchKey *self = ORCH_KEY (object);

  g_clear_pointer (&self->signer, gnutls_privkey_deinit);
  g_clear_pointer (&self->key, gnutls_x509_privkey_deinit);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->jwk, json_object_unref);

  G_OBJECT_CLASS (orch_key_parent_class)->finalize (object);
}

static void
orch_key_class_init (OrchKeyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_key_finalize;
}

static void
orch_key_init (OrchKey *self)
{
}

static gboolean
fail (int code, GError **error)
{
  /* translators: %s is a technical message */
  g_set_error (error, ORCH_ERROR, ORCH_ERROR_INVALID, _ ("The private key cannot be used: %s."),
               gnutls_strerror (code));
  return FALSE;
}

/* Big-endian numbers come with a leading zero, or short of one: exactly @size bytes here. Returns: base64url */
static char *
encode_fixed (const gnutls_datum_t *number, gsize size)
{
  g_autofree guint8 *bytes = g_malloc0 (size);
  const guint8 *data = number->data;
  gsize length = number->size;
  while (length > size && *data == 0)
    {
      data++;
      length--;
    }
  g_assert (length <= size);
  memcpy (bytes + (size - length), data, length);
  return orch_jwt_encode64 (bytes, size);
}

static char *
encode_number (const gnutls_datum_t *number)
{
  const guint8 *data = number->data;
  gsize length = number->size;
  while (length > 1 && *data == 0)
    {
      data++;
      length--;
    }
  return orch_jwt_encode64 (data, length);
}

/* RFC 7638: SHA-256 of the required members, in this order, without white space. */
static char *
thumbprint (const char *canonical)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, (const guchar *) canonical, (gssize) strlen (canonical));
  guint8 digest[32];
  gsize length = sizeof digest;
  g_checksum_get_digest (checksum, digest, &length);
  return orch_jwt_encode64 (digest, length);
}

static gboolean
describe_ecc (OrchKey *self, GError **error)
{
  gnutls_ecc_curve_t curve = GNUTLS_ECC_CURVE_INVALID;
  gnutls_datum_t x = { NULL, 0 };
  gnutls_datum_t y = { NULL, 0 };
  int code = gnutls_privkey_export_ecc_raw2 (self->signer, &curve, &x, &y, NULL, 0);
  if (code < 0)
    return fail (code, error);
  gboolean good = curve == GNUTLS_ECC_CURVE_SECP384R1;
  if (good)
    {
      g_autofree char *x64 = encode_fixed (&x, P384_BYTES);
      g_autofree char *y64 = encode_fixed (&y, P384_BYTES);
      g_autofree char *canonical =
          g_strdup_printf ("{\"crv\":\"P-384\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\"}", x64, y64);
      self->id = thumbprint (canonical);
      json_object_set_string_member (self->jwk, "kty", "EC");
      json_object_set_string_member (self->jwk, "crv", "P-384");
      json_object_set_string_member (self->jwk, "x", x64);
      json_object_set_string_member (self->jwk, "y", y64);
    }
  else
    g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, _ ("The private key must be P-384 or RSA."));
  gnutls_free (x.data);
  gnutls_free (y.data);
  return good;
}

static gboolean
describe_rsa (OrchKey *self, GError **error)
{
  gnutls_datum_t n = { NULL, 0 };
  gnutls_datum_t e = { NULL, 0 };
  int code = gnutls_privkey_export_rsa_raw2 (self->signer, &n, &e, NULL, NULL, NULL, NULL, NULL, NULL, 0);
  if (code < 0)
    return fail (code, error);
  g_autofree char *n64 = encode_number (&n);
  g_autofree char *e64 = encode_number (&e);
  gnutls_free (n.data);
  gnutls_free (e.data);
  g_autofree char *canonical = g_strdup_printf ("{\"e\":\"%s\",\"kty\":\"RSA\",\"n\":\"%s\"}", e64, n64);
  self->id = thumbprint (canonical);
  json_object_set_string_member (self->jwk, "kty", "RSA");
  json_object_set_string_member (self->jwk, "n", n64);
  json_object_set_string_member (self->jwk, "e", e64);
  return TRUE;
}

/* @key: taken over */
static OrchKey *
new_for_x509 (gnutls_x509_privkey_t key, GError **error)
{
  g_autoptr (OrchKey) self = g_object_new (ORCH_TYPE_KEY, NULL);
  self->key = key;
  self->jwk = json_object_new ();
  int code = gnutls_privkey_init (&self->signer);
  if (code >= 0)
    code = gnutls_privkey_import_x509 (self->signer, self->key, GNUTLS_PRIVKEY_IMPORT_COPY);
  if (code < 0)
    {
      fail (code, error);
      return NULL;
    }

  unsigned int bits = 0;
  int algorithm = gnutls_privkey_get_pk_algorithm (self->signer, &bits);
  self->is_rsa = algorithm == GNUTLS_PK_RSA;
  if (algorithm != GNUTLS_PK_ECDSA && !self->is_rsa)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, _ ("The private key must be P-384 or RSA."));
      return NULL;
    }
  if (self->is_rsa && bits < RSA_MIN_BITS)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, _ ("The RSA key must have 2048 bits at least."));
      return NULL;
    }
  if (!(self->is_rsa ? describe_rsa (self, error) : describe_ecc (self, error)))
    return NULL;

  json_object_set_string_member (self->jwk, "kid", self->id);
  json_object_set_string_member (self->jwk, "alg", orch_key_get_algorithm (self));
  json_object_set_string_member (self->jwk, "use", "sig");
  JsonArray *operations = json_array_new ();
  json_array_add_string_element (operations, "verify");
  json_object_set_array_member (self->jwk, "key_ops", operations);
  return g_steal_pointer (&self);
}

OrchKey *
orch_key_generate (GError **error)
{
  gnutls_x509_privkey_t key = NULL;
  int code = gnutls_x509_privkey_init (&key);
  if (code >= 0)
    code = gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP384R1), 0);
  if (code < 0)
    {
      /* translators: %s is a technical message */
      g_set_error (error, ORCH_ERROR, ORCH_ERROR_FAILED, _ ("No key could be made: %s"), gnutls_strerror (code));
      g_clear_pointer (&key, gnutls_x509_privkey_deinit);
      return NULL;
    }
  return new_for_x509 (key, error);
}

OrchKey *
orch_key_new_from_pem (const char *pem, GError **error)
{
  g_return_val_if_fail (pem != NULL, NULL);

  gnutls_x509_privkey_t key = NULL;
  gnutls_datum_t text = { (guint8 *) pem, (unsigned int) strlen (pem) };
  int code = gnutls_x509_privkey_init (&key);
  if (code >= 0)
    code = gnutls_x509_privkey_import2 (key, &text, GNUTLS_X509_FMT_PEM, NULL, 0);
  if (code < 0)
    {
      g_clear_pointer (&key, gnutls_x509_privkey_deinit);
      fail (code, error);
      return NULL;
    }
  return new_for_x509 (key, error);
}

static gnutls_datum_t
datum_of (GBytes *bytes)
{
  gsize size = 0;
  gnutls_datum_t result = { bytes != NULL ? (guint8 *) g_bytes_get_data (bytes, &size) : NULL, 0 };
  result.size = (unsigned int) size;
  return result;
}

static OrchKey *
new_from_jwk (JsonObject *jwk, GError **error)
{
  static const char *const members[] = { "x", "y", "d", "n", "e", "p", "q", "qi", "dp", "dq" };
  GBytes *bytes[G_N_ELEMENTS (members)] = { NULL };
  gnutls_datum_t data[G_N_ELEMENTS (members)];
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const char *text = orch_json_get_string (jwk, members[i]);
      bytes[i] = text != NULL ? orch_jwt_decode64 (text, -1) : NULL;
      data[i] = datum_of (bytes[i]);
    }
  const char *kind = orch_json_get_string (jwk, "kty");
  gnutls_x509_privkey_t key = NULL;
  int code = gnutls_x509_privkey_init (&key);
  if (code >= 0 && g_strcmp0 (kind, "EC") == 0 && g_strcmp0 (orch_json_get_string (jwk, "crv"), "P-384") == 0)
    code = gnutls_x509_privkey_import_ecc_raw (key, GNUTLS_ECC_CURVE_SECP384R1, &data[0], &data[1], &data[2]);
  else if (code >= 0 && g_strcmp0 (kind, "RSA") == 0 && bytes[7] != NULL)
    code = gnutls_x509_privkey_import_rsa_raw2 (key, &data[3], &data[4], &data[2], &data[5], &data[6], &data[7],
                                                &data[8], &data[9]);
  else
    code = GNUTLS_E_UNSUPPORTED_SIGNATURE_ALGORITHM;
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    g_clear_pointer (&bytes[i], g_bytes_unref);
  if (code < 0)
    {
      g_clear_pointer (&key, gnutls_x509_privkey_deinit);
      fail (code, error);
      return NULL;
    }
  return new_for_x509 (key, error);
}

OrchKey *
orch_key_new_from_text (const char *text, const char *id, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  while (g_ascii_isspace (*text))
    text++;
  g_autoptr (OrchKey) key = NULL;
  g_autofree char *own_id = g_strdup (id);
  if (*text == '{')
    {
      g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
      g_autoptr (JsonObject) jwk = orch_json_parse_object_sync (bytes, error);
      if (jwk == NULL)
        return NULL;
      JsonObject *inner = orch_json_get_first (jwk, "keys");
      if (inner == NULL)
        inner = jwk;
      if (own_id == NULL || *own_id == '\0')
        {
          g_free (own_id);
          own_id = g_strdup (orch_json_get_string (inner, "kid"));
        }
      key = new_from_jwk (inner, error);
    }
  else
    key = orch_key_new_from_pem (text, error);
  if (key != NULL && own_id != NULL && *own_id != '\0')
    {
      g_set_str (&key->id, own_id);
      json_object_set_string_member (key->jwk, "kid", own_id);
    }
  return g_steal_pointer (&key);
}

char *
orch_key_dup_pem (OrchKey *self)
{
  g_return_val_if_fail (ORCH_IS_KEY (self), NULL);

  gnutls_datum_t out = { NULL, 0 };
  int code = gnutls_x509_privkey_export2_pkcs8 (self->key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &out);
  g_return_val_if_fail (code >= 0, NULL);
  char *pem = g_strndup ((const char *) out.data, out.size);
  explicit_bzero (out.data, out.size);
  gnutls_free (out.data);
  return pem;
}

void
orch_key_wipe (char *secret)
{
  if (secret == NULL)
    return;
  explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

const char *
orch_key_get_algorithm (OrchKey *self)
{
  g_return_val_if_fail (ORCH_IS_KEY (self), NULL);
  return self->is_rsa ? "RS384" : "ES384";
}

const char *
orch_key_get_id (OrchKey *self)
{
  g_return_val_if_fail (ORCH_IS_KEY (self), NULL);
  return self->id;
}

JsonObject *
orch_key_to_public_jwk (OrchKey *self)
{
  g_return_val_if_fail (ORCH_IS_KEY (self), NULL);
  return json_object_ref (self->jwk);
}

GBytes *
orch_key_sign (OrchKey *self, const char *data, gsize length, GError **error)
{
  g_return_val_if_fail (ORCH_IS_KEY (self), NULL);
  g_return_val_if_fail (data != NULL, NULL);

  gnutls_datum_t input = { (guint8 *) data, (unsigned int) length };
  gnutls_datum_t signature = { NULL, 0 };
  int code = gnutls_privkey_sign_data2 (self->signer, self->is_rsa ? GNUTLS_SIGN_RSA_SHA384 : GNUTLS_SIGN_ECDSA_SHA384,
                                        0, &input, &signature);
  if (code < 0)
    {
      fail (code, error);
      return NULL;
    }
  GBytes *result = NULL;
  if (self->is_rsa)
    result = g_bytes_new (signature.data, signature.size);
  else
    {
      /* JWS wants r and s side by side, not the DER that TLS uses. */
      gnutls_datum_t r = { NULL, 0 };
      gnutls_datum_t s = { NULL, 0 };
      code = gnutls_decode_rs_value (&signature, &r, &s);
      if (code >= 0)
        {
          guint8 raw[2 * P384_BYTES] = { 0 };
          const gnutls_datum_t *halves[] = { &r, &s };
          for (gsize i = 0; i < 2; i++)
            {
              const guint8 *from = halves[i]->data;
              gsize size = halves[i]->size;
              while (size > P384_BYTES && *from == 0)
                {
                  from++;
                  size--;
                }
              g_assert (size <= P384_BYTES);
              memcpy (raw + (i + 1) * P384_BYTES - size, from, size);
            }
          result = g_bytes_new (raw, sizeof raw);
          gnutls_free (r.data);
          gnutls_free (s.data);
        }
      else
        fail (code, error);
    }
  gnutls_free (signature.data);
  return result;
}
