/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Keys and tokens: the vector of RFC 7636, keys and signatures of another library, what is signed is verified, and every way an identity token can lie.
 */
#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "fhir/orch-jwt.h"
#include "http/orch-json.h"

#define NOW G_GINT64_CONSTANT (1795262400) /* 2026-11-21T12:00:00Z */

static void
test_encoding (void)
{
  static const guint8 bytes[] = { 0xfb, 0xff, 0xfe, 0x00 };
  for (gsize n = 0; n <= sizeof bytes; n++)
    {
      g_autofree char *text = orch_jwt_encode64 (bytes, n);
      g_assert_null (strpbrk (text, "+/="));
      g_autoptr (GBytes) back = orch_jwt_decode64 (text, -1);
      g_assert_cmpmem (g_bytes_get_data (back, NULL), g_bytes_get_size (back), bytes, n);
    }
  static const char *const bad[] = { "a", "ab=", "a+b/", "a b", "é" };
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (orch_jwt_decode64 (bad[i], -1));

  /* RFC 7636, appendix B */
  g_autofree char *challenge = orch_jwt_challenge ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
  g_assert_cmpstr (challenge, ==, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");

  g_autofree char *a = orch_jwt_random (24);
  g_autofree char *b = orch_jwt_random (24);
  g_assert_cmpuint (strlen (a), ==, 32);
  g_assert_cmpstr (a, !=, b);
}

static JsonObject *
jwks_of (OrchKey *key)
{
  JsonArray *keys = json_array_new ();
  json_array_add_object_element (keys, orch_key_to_public_jwk (key));
  JsonObject *jwks = json_object_new ();
  json_object_set_array_member (jwks, "keys", keys);
  return jwks;
}

static void
test_key (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OrchKey) key = orch_key_generate (&error);
  g_assert_no_error (error);
  g_assert_cmpstr (orch_key_get_algorithm (key), ==, "ES384");
  g_autoptr (JsonObject) jwk = orch_key_to_public_jwk (key);
  g_assert_cmpstr (orch_json_get_string (jwk, "crv"), ==, "P-384");
  g_assert_cmpuint (strlen (orch_json_get_string (jwk, "x")), ==, 64);
  g_assert_cmpuint (strlen (orch_json_get_string (jwk, "y")), ==, 64);
  g_assert_false (orch_json_has (jwk, "d"));
  g_assert_cmpstr (orch_json_get_string (jwk, "kid"), ==, orch_key_get_id (key));

  char *pem = orch_key_dup_pem (key);
  g_assert_true (g_str_has_prefix (pem, "-----BEGIN PRIVATE KEY-----"));
  g_autoptr (OrchKey) same = orch_key_new_from_text (pem, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (orch_key_get_id (same), ==, orch_key_get_id (key));
  g_autoptr (OrchKey) named = orch_key_new_from_text (pem, "k1", &error);
  g_assert_cmpstr (orch_key_get_id (named), ==, "k1");
  orch_key_wipe (pem);

  static const char *const bad[] = { "",
                                     "nonsense",
                                     "{}",
                                     "{\"kty\":\"EC\",\"crv\":\"P-256\"}",
                                     "{\"kty\":\"oct\",\"k\":\"AA\"}",
                                     "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                                     "{\"kty\":\"RSA\",\"n\":\"AA\",\"e\":\"AQAB\"}" };
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) refused = NULL;
      g_assert_null (orch_key_new_from_text (bad[i], NULL, &refused));
      g_assert_true (refused != NULL && refused->domain == ORCH_ERROR);
    }
}

static void
test_jwk (void)
{
  /* made with another library (Python's cryptography), P-384 and RSA 2048 */
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fhir", "keys.json", NULL);
  g_autofree char *text = NULL;
  gsize length = 0;
  g_autoptr (GError) error = NULL;
  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);
  g_autoptr (JsonObject) file = orch_json_parse_object_sync (bytes, &error);
  g_assert_no_error (error);
  static const char *const kinds[] = { "ec", "rsa" };
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      JsonObject *row = orch_json_get_object (file, kinds[i]);
      g_autofree char *jwk = orch_json_to_string (orch_json_get_object (row, "jwk"));
      g_autoptr (OrchKey) key = orch_key_new_from_text (jwk, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (orch_key_get_id (key), ==, orch_json_get_string (row, "thumbprint"));

      /* signed there, verified here */
      g_autoptr (JsonObject) jwks = jwks_of (key);
      OrchJwtExpected expected = { "https://hub.example", "client", NULL, NOW * G_USEC_PER_SEC, 60 };
      g_autoptr (JsonObject) claims = orch_jwt_verify (orch_json_get_string (row, "jwt"), jwks, &expected, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (orch_json_get_string (claims, "sub"), ==, "zoe");
    }
}

static JsonObject *
good_claims (void)
{
  JsonObject *claims = json_object_new ();
  json_object_set_string_member (claims, "iss", "https://hub.example");
  json_object_set_string_member (claims, "aud", "client");
  json_object_set_string_member (claims, "sub", "zoe");
  json_object_set_string_member (claims, "nonce", "n1");
  json_object_set_int_member (claims, "exp", NOW + 300);
  json_object_set_int_member (claims, "iat", NOW);
  return claims;
}

static void
test_verify (void)
{
  g_autoptr (OrchKey) key = orch_key_generate (NULL);
  g_autoptr (OrchKey) stranger = orch_key_generate (NULL);
  g_autoptr (JsonObject) jwks = jwks_of (key);
  g_autoptr (JsonObject) other_jwks = jwks_of (stranger);
  OrchJwtExpected expected = { "https://hub.example", "client", "n1", NOW * G_USEC_PER_SEC, 60 };
  static const struct
  {
    const char *member;
    const char *text;  /* NULL: number */
    gint64 number;     /* with text NULL; 0 = remove */
    const char *fault; /* NULL = good */
  } rows[] = {
    { NULL, NULL, 0, NULL },          { "iss", "https://evil.example", 0, "iss" },
    { "iss", NULL, 0, "iss" },        { "aud", "other", 0, "aud" },
    { "aud", NULL, 0, "aud" },        { "nonce", "n2", 0, "nonce" },
    { "nonce", NULL, 0, "nonce" },    { "exp", NULL, NOW - 61, "exp" },
    { "exp", NULL, NOW - 59, NULL }, /* clocks differ a little */
    { "exp", NULL, 0, "exp" },        { "iat", NULL, NOW + 61, "iat" },
    { "nbf", NULL, NOW + 61, "nbf" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JsonObject) claims = good_claims ();
      if (rows[i].member != NULL && rows[i].text != NULL)
        json_object_set_string_member (claims, rows[i].member, rows[i].text);
      else if (rows[i].member != NULL && rows[i].number != 0)
        json_object_set_int_member (claims, rows[i].member, rows[i].number);
      else if (rows[i].member != NULL)
        json_object_remove_member (claims, rows[i].member);
      g_autofree char *token = orch_jwt_sign (key, claims, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonObject) verified = orch_jwt_verify (token, jwks, &expected, &error);
      if (rows[i].fault == NULL)
        {
          g_assert_no_error (error);
          g_assert_nonnull (verified);
        }
      else
        {
          g_assert_null (verified);
          g_assert_error (error, ORCH_ERROR, ORCH_ERROR_UNTRUSTED);
          g_assert_true (g_str_has_suffix (error->message, rows[i].fault));
        }
    }

  g_autoptr (JsonObject) claims = good_claims ();
  g_autofree char *good = orch_jwt_sign (key, claims, NULL);
  g_autoptr (GError) error = NULL;
  g_assert_null (orch_jwt_verify (good, other_jwks, &expected, &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_UNTRUSTED);

  /* any byte changed, anywhere */
  for (gsize i = 0, length = strlen (good); i < length; i += 7)
    {
      g_autofree char *bent = g_strdup (good);
      bent[i] = bent[i] == 'A' ? 'B' : 'A';
      g_autoptr (JsonObject) claimed = orch_jwt_verify (bent, jwks, &expected, NULL);
      /* the last character of base64 may carry bits that are not used */
      g_assert_true (claimed == NULL || good[i + 1] == '\0' || good[i + 1] == '.');
    }
  static const char *const forms[] = { "", ".", "..", "a.b", "a.b.c", "a.b.c.d", "eyJhbGciOiJub25lIn0.e30.", "é.é.é" };
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (GError) refused = NULL;
      g_assert_null (orch_jwt_verify (forms[i], jwks, &expected, &refused));
      g_assert_error (refused, ORCH_ERROR, ORCH_ERROR_UNTRUSTED);
    }
}

static void
test_assertion (void)
{
  g_autoptr (OrchKey) key = orch_key_generate (NULL);
  g_autoptr (JsonObject) jwks = jwks_of (key);
  g_autofree char *one = orch_jwt_client_assertion (key, "ws-1", "https://hub.example/token", NULL);
  g_autofree char *two = orch_jwt_client_assertion (key, "ws-1", "https://hub.example/token", NULL);
  OrchJwtExpected expected = { "ws-1", "https://hub.example/token", NULL, orch_clock_now_us (), 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) first = orch_jwt_verify (one, jwks, &expected, &error);
  g_assert_no_error (error);
  g_autoptr (JsonObject) second = orch_jwt_verify (two, jwks, &expected, &error);
  g_assert_cmpstr (orch_json_get_string (first, "sub"), ==, "ws-1");
  g_assert_cmpstr (orch_json_get_string (first, "jti"), !=, orch_json_get_string (second, "jti"));
  gint64 life = orch_json_get_int (first, "exp", 0) - orch_json_get_int (first, "iat", 0);
  g_assert_cmpint (life, >, 0);
  g_assert_cmpint (life, <=, 300);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/jwt/encoding", test_encoding);
  g_test_add_func ("/jwt/key", test_key);
  g_test_add_func ("/jwt/jwk-of-another-library", test_jwk);
  g_test_add_func ("/jwt/verify", test_verify);
  g_test_add_func ("/jwt/client-assertion", test_assertion);
  return g_test_run ();
}
