/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * SMART sign-in as the contract tells it: activation, password rules, PKCE, refresh, registration, assertions, and each refusal.
 */
#include "orch-sandbox-client.h"

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <sodium.h>

/* RFC 7636, appendix B. */
#define VERIFIER "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
#define CHALLENGE "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
#define REDIRECT "http://127.0.0.1:4711/callback"
#define GOOD_PASSWORD "Un-Bon-Secret-42"

static OrchSandboxProcess *process;

/* The request, one parameter changed or (when @value is NULL) left out. */
static char *
request_with (const char *changed, const char *value)
{
  const char *const pairs[][2] = {
    { "response_type", "code" },
    { "client_id", "orchestrateur-desktop" },
    { "redirect_uri", REDIRECT },
    { "scope", "openid fhirUser offline_access user/*.cruds" },
    { "aud", orch_sandbox_process_get_hub (process) },
    { "state", "a state" },
    { "nonce", "nonce-1" },
    { "code_challenge", CHALLENGE },
    { "code_challenge_method", "S256" },
  };
  g_autoptr (GHashTable) form = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (g_strcmp0 (pairs[i][0], changed) != 0)
      g_hash_table_insert (form, (gpointer) pairs[i][0], (gpointer) pairs[i][1]);
  if (changed != NULL && value != NULL)
    g_hash_table_insert (form, (gpointer) changed, (gpointer) value);
  return soup_form_encode_hash (form);
}

static OrchSandboxAnswer *
post_json (const char *path, const char *request, const char *more)
{
  g_autofree char *form = g_strconcat (request, more == NULL ? "" : "&", more, NULL);

  return orch_sandbox_client_send (process, "POST", path, form, "Accept", "application/json", NULL);
}

static char *
query_of (const char *url, const char *name)
{
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr (GHashTable) query = soup_form_decode (g_uri_get_query (uri));

  return g_strdup (g_hash_table_lookup (query, name));
}

static char *
sign_in (const char *username, const char *password)
{
  g_autofree char *request = request_with (NULL, NULL);
  g_autofree char *more = soup_form_encode ("username", username, "password", password, NULL);
  g_autoptr (OrchSandboxAnswer) answer = post_json ("/hub/oauth/authorize", request, more);

  g_assert_cmpuint (answer->status, ==, 200);
  return query_of (orch_sandbox_answer_string (answer, "redirect"), "code");
}

static OrchSandboxAnswer *
exchange (const char *code, const char *verifier, const char *redirect)
{
  g_autofree char *form = soup_form_encode ("grant_type", "authorization_code", "client_id", "orchestrateur-desktop",
                                            "code", code, "code_verifier", verifier, "redirect_uri", redirect, NULL);

  return orch_sandbox_client_send (process, "POST", "/hub/oauth/token", form, NULL);
}

static OrchSandboxAnswer *
refresh (const char *token)
{
  g_autofree char *form = soup_form_encode ("grant_type", "refresh_token", "client_id", "orchestrateur-desktop",
                                            "refresh_token", token, NULL);

  return orch_sandbox_client_send (process, "POST", "/hub/oauth/token", form, NULL);
}

static guint
read_with (const char *token)
{
  g_autofree char *authorization = g_strconcat ("Bearer ", token, NULL);
  g_autoptr (OrchSandboxAnswer) answer =
      orch_sandbox_client_send (process, "GET", "/hub/Organization", NULL, "Authorization", authorization, NULL);

  return answer->status;
}

static void
test_document (void)
{
  g_autoptr (OrchSandboxAnswer) answer =
      orch_sandbox_client_send (process, "GET", "/hub/.well-known/smart-configuration", NULL, NULL);
  static const char *const members[] = { "authorization_endpoint", "token_endpoint", "activation_endpoint",
                                         "registration_endpoint",  "jwks_uri",       "issuer" };

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    g_assert_true (
        g_str_has_prefix (orch_sandbox_answer_string (answer, members[i]), orch_sandbox_process_get_hub (process)));
  g_assert_cmpint (orch_sandbox_answer_int (answer, "password_rules.min_length"), ==, 12);
  g_assert_cmpstr (orch_sandbox_answer_string (answer, "code_challenge_methods_supported.0"), ==, "S256");
  g_assert_cmpuint (orch_sandbox_answer_length (answer, "code_challenge_methods_supported"), ==, 1);
}

static void
test_activation (void)
{
  static const struct
  {
    const char *password;
    const char *rules[3];
  } weak[] = {
    { "Court-1", { "min_length" } },
    { "toutenminuscules", { "min_classes" } },
    { "court", { "min_length", "min_classes" } },
    { "Bellerose-Ginette-1", { "forbidden" } },
    { "Mon-Administration-1", { "forbidden" } },
    { "MotDePasse-1234", { "forbidden" } },
  };
  g_autoptr (JsonNode) made =
      orch_sandbox_process_control (process, "activation", "{\"emr\": null, \"prefill\": true}");
  const char *code = json_object_get_string_member (json_node_get_object (made), "code");
  const char *link = json_object_get_string_member (json_node_get_object (made), "link");
  g_autofree char *request = request_with (NULL, NULL);
  g_autofree char *good = NULL;

  g_assert_true (g_str_has_prefix (link, "orchestrateur://activate?hub=http%3A%2F%2F127.0.0.1%3A"));
  for (gsize i = 0; i < G_N_ELEMENTS (weak); i++)
    {
      g_autofree char *more = soup_form_encode ("activation_code", code, "new_password", weak[i].password, NULL);
      g_autoptr (OrchSandboxAnswer) answer = post_json ("/hub/oauth/activate", request, more);

      g_test_message ("%s: %s", weak[i].password, answer->text);
      g_assert_cmpuint (answer->status, ==, 400);
      g_assert_cmpstr (orch_sandbox_answer_string (answer, "error"), ==, "weak_password");
      for (int j = 0; j < 3 && weak[i].rules[j] != NULL; j++)
        {
          g_autofree char *path = g_strdup_printf ("unmet_rules.%d", j);

          g_assert_cmpstr (orch_sandbox_answer_string (answer, path), ==, weak[i].rules[j]);
        }
    }
  good = soup_form_encode ("activation_code", code, "new_password", GOOD_PASSWORD, NULL);
  {
    g_autoptr (OrchSandboxAnswer) first = post_json ("/hub/oauth/activate", request, good);
    g_autoptr (OrchSandboxAnswer) again = post_json ("/hub/oauth/activate", request, good);
    g_autoptr (OrchSandboxAnswer) made_up =
        post_json ("/hub/oauth/activate", request, "activation_code=made-up&new_password=" GOOD_PASSWORD);
    g_autoptr (OrchSandboxAnswer) without = post_json ("/hub/oauth/activate", request, NULL);
    g_autofree char *state = NULL;

    g_assert_cmpuint (first->status, ==, 200);
    state = query_of (orch_sandbox_answer_string (first, "redirect"), "state");
    g_assert_cmpstr (state, ==, "a state");
    g_assert_cmpuint (again->status, ==, 400);
    g_assert_cmpstr (orch_sandbox_answer_string (again, "error"), ==, "used_code");
    g_assert_cmpstr (orch_sandbox_answer_string (made_up, "error"), ==, "unknown_code");
    g_assert_cmpuint (without->status, ==, 400);
  }
  /* Signs in normally from now on. */
  g_free (sign_in ("administration", GOOD_PASSWORD));
}

static void
test_expired_code (void)
{
  g_autoptr (JsonNode) made = orch_sandbox_process_control (process, "activation", "{}");
  g_autofree char *request = request_with (NULL, NULL);
  g_autofree char *more =
      soup_form_encode ("activation_code", json_object_get_string_member (json_node_get_object (made), "code"),
                        "new_password", GOOD_PASSWORD, NULL);
  g_autoptr (OrchSandboxAnswer) answer = NULL;

  orch_sandbox_process_order (process, "clock", "{\"offset_s\": 864000}");
  answer = post_json ("/hub/oauth/activate", request, more);
  orch_sandbox_process_order (process, "clock", "{\"offset_s\": 0}");
  g_assert_cmpuint (answer->status, ==, 400);
  g_assert_cmpstr (orch_sandbox_answer_string (answer, "error"), ==, "expired_code");
}

/* What the activation mail makes of the clinic. */
static void
test_prefill (void)
{
  static const struct
  {
    const char *order;
    gboolean named;
    guint places;
    const char *emr;
  } cases[] = {
    { "{\"prefill\": false, \"emr\": \"omnimed\"}", FALSE, 0, "omnimed" },
    { "{\"prefill\": true, \"emr\": null}", TRUE, 1, NULL },
    { "{\"emr\": \"ofys\"}", TRUE, 1, "ofys" },
    { "{}", TRUE, 1, "ofys" },
    { "{\"emr\": null}", TRUE, 1, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OrchSandboxAnswer) answer = NULL;

      orch_sandbox_process_order (process, "activation", "%s", cases[i].order);
      answer = orch_sandbox_client_send (process, "GET", "/control/resources?type=Organization", NULL, NULL);
      g_assert_cmpint (orch_sandbox_answer_string (answer, "0.name") != NULL, ==, cases[i].named);
      g_assert_cmpstr (orch_sandbox_answer_string (answer, "0.extension.0.valueCoding.code"), ==, cases[i].emr);
      g_assert_cmpuint (orch_sandbox_process_count (process, "Location"), ==, cases[i].places);
    }
}

static void
test_bad_requests (void)
{
  static const struct
  {
    const char *changed;
    const char *value;
    gboolean fatal; /* no redirect to an address that is not trusted */
  } cases[] = {
    { "client_id", "somebody-else", TRUE },
    { "redirect_uri", "http://evil.example/callback", TRUE },
    { "redirect_uri", "http://127.0.0.1:4711@evil.example/callback", TRUE },
    { "redirect_uri", "http://127.0.0.1:0/callback", TRUE },
    { "redirect_uri", "https://127.0.0.1:4711/callback", TRUE },
    { "redirect_uri", NULL, TRUE },
    { "response_type", "token", FALSE },
    { "code_challenge", NULL, FALSE },
    { "code_challenge", "short", FALSE },
    { "code_challenge_method", "plain", FALSE },
    { "aud", "https://another.example/fhir", FALSE },
    { "state", NULL, FALSE },
    { "scope", NULL, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *request = request_with (cases[i].changed, cases[i].value);
      g_autofree char *url = g_strdup_printf ("/hub/oauth/authorize?%s", request);
      g_autoptr (OrchSandboxAnswer) page = orch_sandbox_client_send (process, "GET", url, NULL, NULL);
      g_autoptr (OrchSandboxAnswer) json =
          post_json ("/hub/oauth/authorize", request, "username=accueil&password=Accueil-Formation-1");

      g_test_message ("%s=%s", cases[i].changed, cases[i].value);
      g_assert_cmpuint (page->status, ==, cases[i].fatal ? 400 : 303);
      if (!cases[i].fatal)
        g_assert_true (g_str_has_prefix (soup_message_headers_get_one (page->headers, "Location"),
                                         REDIRECT "?error=invalid_request"));
      g_assert_cmpuint (json->status, ==, 400);
      g_assert_cmpstr (orch_sandbox_answer_string (json, "error"), ==, "invalid_request");
    }
}

static void
test_page (void)
{
  g_autofree char *request = request_with (NULL, NULL);
  static const struct
  {
    const char *language;
    const char *title;
    const char *error;
  } cases[] = { { "fr-CA", "<h1>Se connecter</h1>", "Le nom d’utilisateur ou le mot de passe" },
                { "en", "<h1>Sign in</h1>", "The user name or the password" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *url = g_strdup_printf ("/hub/oauth/authorize?%s", request);
      g_autofree char *wrong = g_strconcat (request, "&username=jprintemps&password=wrong", NULL);
      g_autofree char *right = g_strconcat (request, "&username=jprintemps&password=Infirmiere-Formation-1", NULL);
      g_autoptr (OrchSandboxAnswer) page =
          orch_sandbox_client_send (process, "GET", url, NULL, "Accept-Language", cases[i].language, NULL);
      g_autoptr (OrchSandboxAnswer) refused = orch_sandbox_client_send (process, "POST", "/hub/oauth/authorize", wrong,
                                                                        "Accept-Language", cases[i].language, NULL);
      g_autoptr (OrchSandboxAnswer) done =
          orch_sandbox_client_send (process, "POST", "/hub/oauth/authorize", right, "Accept", "text/html", NULL);

      g_assert_cmpuint (page->status, ==, 200);
      g_assert_nonnull (strstr (page->text, cases[i].title));
      g_assert_null (strstr (page->text, "<script"));
      g_assert_nonnull (
          strstr (soup_message_headers_get_one (page->headers, "Content-Security-Policy"), "default-src 'none'"));
      g_assert_cmpstr (soup_message_headers_get_one (page->headers, "X-Frame-Options"), ==, "DENY");
      g_assert_cmpuint (refused->status, ==, 401);
      g_assert_nonnull (strstr (refused->text, cases[i].error));
      g_assert_cmpuint (done->status, ==, 303);
      g_assert_true (g_str_has_prefix (soup_message_headers_get_one (done->headers, "Location"), REDIRECT "?code="));
    }
}

/* What a person types is text, not markup. */
static void
test_page_escapes (void)
{
  g_autofree char *request = request_with ("state", "\"><script>alert(1)</script>");
  g_autofree char *url = g_strdup_printf ("/hub/oauth/authorize?%s", request);
  g_autoptr (OrchSandboxAnswer) page = orch_sandbox_client_send (process, "GET", url, NULL, NULL);

  g_assert_cmpuint (page->status, ==, 200);
  g_assert_null (strstr (page->text, "<script"));
  g_assert_nonnull (strstr (page->text, "&lt;script&gt;"));
}

static void
test_lock_out (void)
{
  g_autofree char *request = request_with (NULL, NULL);
  static const char *const errors[] = { "invalid_credentials", "invalid_credentials", "invalid_credentials",
                                        "invalid_credentials", "locked_out" };

  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autoptr (OrchSandboxAnswer) answer =
          post_json ("/hub/oauth/authorize", request, "username=mtranchemontagne&password=wrong");

      g_assert_cmpuint (answer->status, ==, 401);
      g_assert_cmpstr (orch_sandbox_answer_string (answer, "error"), ==, errors[i]);
    }
  {
    g_autoptr (OrchSandboxAnswer) locked =
        post_json ("/hub/oauth/authorize", request, "username=mtranchemontagne&password=Medecin-Formation-1");
    g_autoptr (OrchSandboxAnswer) later = NULL;

    g_assert_cmpstr (orch_sandbox_answer_string (locked, "error"), ==, "locked_out");
    orch_sandbox_process_order (process, "clock", "{\"offset_s\": 301}");
    later = post_json ("/hub/oauth/authorize", request, "username=mtranchemontagne&password=Medecin-Formation-1");
    orch_sandbox_process_order (process, "clock", "{\"offset_s\": 0}");
    g_assert_cmpuint (later->status, ==, 200);
  }
}

static void
test_code (void)
{
  static const struct
  {
    const char *verifier;
    const char *redirect;
  } wrong[] = { { "another-verifier-another-verifier-another-verif", REDIRECT },
                { VERIFIER, "http://127.0.0.1:4712/callback" } };
  g_autofree char *code = sign_in ("accueil", "Accueil-Formation-1");
  g_autofree char *access = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *spoilt = sign_in ("accueil", "Accueil-Formation-1");
      g_autoptr (OrchSandboxAnswer) answer = exchange (spoilt, wrong[i].verifier, wrong[i].redirect);
      g_autoptr (OrchSandboxAnswer) after = exchange (spoilt, VERIFIER, REDIRECT);

      g_assert_cmpuint (answer->status, ==, 400);
      g_assert_cmpstr (orch_sandbox_answer_string (answer, "error"), ==, "invalid_grant");
      g_assert_cmpuint (after->status, ==, 400);
    }
  {
    g_autoptr (OrchSandboxAnswer) tokens = exchange (code, VERIFIER, REDIRECT);
    g_autoptr (OrchSandboxAnswer) again = NULL;

    g_assert_cmpuint (tokens->status, ==, 200);
    g_assert_cmpstr (orch_sandbox_answer_string (tokens, "token_type"), ==, "Bearer");
    g_assert_true (g_str_has_prefix (orch_sandbox_answer_string (tokens, "fhirContext.0.reference"), "Organization/"));
    g_assert_nonnull (orch_sandbox_answer_string (tokens, "refresh_token"));
    g_assert_cmpstr (soup_message_headers_get_one (tokens->headers, "Cache-Control"), ==, "no-store");
    access = g_strdup (orch_sandbox_answer_string (tokens, "access_token"));
    g_assert_cmpuint (read_with (access), ==, 200);
    /* A code used twice was stolen: what it gave is taken back. */
    again = exchange (code, VERIFIER, REDIRECT);
    g_assert_cmpuint (again->status, ==, 400);
    g_assert_cmpuint (read_with (access), ==, 401);
  }
}

static void
test_refresh (void)
{
  g_autofree char *code = sign_in ("accueil", "Accueil-Formation-1");
  g_autoptr (OrchSandboxAnswer) first = exchange (code, VERIFIER, REDIRECT);
  const char *old = orch_sandbox_answer_string (first, "refresh_token");
  g_autoptr (OrchSandboxAnswer) second = refresh (old);
  const char *access = orch_sandbox_answer_string (second, "access_token");

  g_assert_cmpuint (second->status, ==, 200);
  g_assert_cmpstr (orch_sandbox_answer_string (second, "refresh_token"), !=, old);
  g_assert_cmpuint (read_with (access), ==, 200);
  g_assert_cmpuint (read_with (orch_sandbox_answer_string (first, "access_token")), ==, 401);
  orch_sandbox_process_order (process, "clock", "{\"offset_s\": 1000}");
  g_assert_cmpuint (read_with (access), ==, 401);
  orch_sandbox_process_order (process, "clock", "{\"offset_s\": 0}");
  {
    g_autoptr (OrchSandboxAnswer) reused = refresh (old);
    g_autoptr (OrchSandboxAnswer) revoked = refresh (orch_sandbox_answer_string (second, "refresh_token"));

    g_assert_cmpuint (reused->status, ==, 400);
    g_assert_cmpstr (orch_sandbox_answer_string (reused, "error"), ==, "invalid_grant");
    /* The whole family goes with it. */
    g_assert_cmpuint (revoked->status, ==, 400);
    g_assert_cmpuint (read_with (access), ==, 401);
  }
}

static char *
encode (const void *data, gsize length)
{
  gsize size = sodium_base64_encoded_len (length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  char *text = g_malloc (size);

  return sodium_bin2base64 (text, size, data, length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static GBytes *
decode (const char *text)
{
  unsigned char *bytes = g_malloc (strlen (text));
  gsize length = 0;

  g_assert_cmpint (sodium_base642bin (bytes, strlen (text), text, strlen (text), NULL, &length, NULL,
                                      sodium_base64_VARIANT_URLSAFE_NO_PADDING),
                   ==, 0);
  return g_bytes_new_take (bytes, length);
}

/* A number as exactly @size bytes. */
static char *
encode_number (const gnutls_datum_t *number, gsize size)
{
  g_autofree unsigned char *fitted = g_malloc0 (size);
  gsize skip = number->size > size ? number->size - size : 0;

  memcpy (fitted + size - (number->size - skip), number->data + skip, number->size - skip);
  return encode (fitted, size);
}

static void
test_id_token (void)
{
  g_autofree char *code = sign_in ("jprintemps", "Infirmiere-Formation-1");
  g_autoptr (OrchSandboxAnswer) tokens = exchange (code, VERIFIER, REDIRECT);
  g_autoptr (OrchSandboxAnswer) keys = orch_sandbox_client_send (process, "GET", "/hub/oauth/jwks", NULL, NULL);
  g_auto (GStrv) parts = g_strsplit (orch_sandbox_answer_string (tokens, "id_token"), ".", -1);
  g_autofree char *signed_text = g_strdup_printf ("%s.%s", parts[0], parts[1]);
  g_autoptr (GBytes) claims_bytes = decode (parts[1]);
  g_autoptr (GBytes) signature = decode (parts[2]);
  g_autoptr (GBytes) x = decode (orch_sandbox_answer_string (keys, "keys.0.x"));
  g_autoptr (GBytes) y = decode (orch_sandbox_answer_string (keys, "keys.0.y"));
  g_autofree char *claims_text = g_strndup (g_bytes_get_data (claims_bytes, NULL), g_bytes_get_size (claims_bytes));
  g_autoptr (JsonNode) claims = json_from_string (claims_text, NULL);
  JsonObject *object = json_node_get_object (claims);
  unsigned char *raw = (unsigned char *) g_bytes_get_data (signature, NULL);
  gnutls_datum_t r = { raw, 32 }, s = { raw + 32, 32 }, der;
  gnutls_datum_t data = { (unsigned char *) signed_text, (unsigned int) strlen (signed_text) };
  gnutls_datum_t point_x = { (unsigned char *) g_bytes_get_data (x, NULL), 32 },
                 point_y = { (unsigned char *) g_bytes_get_data (y, NULL), 32 };
  gnutls_pubkey_t key;

  g_assert_cmpuint (g_bytes_get_size (signature), ==, 64);
  gnutls_pubkey_init (&key);
  g_assert_cmpint (gnutls_pubkey_import_ecc_raw (key, GNUTLS_ECC_CURVE_SECP256R1, &point_x, &point_y), ==, 0);
  g_assert_cmpint (gnutls_encode_rs_value (&der, &r, &s), ==, 0);
  g_assert_cmpint (gnutls_pubkey_verify_data2 (key, GNUTLS_SIGN_ECDSA_SHA256, 0, &data, &der), >=, 0);
  gnutls_free (der.data);
  gnutls_pubkey_deinit (key);
  g_assert_cmpstr (json_object_get_string_member (object, "iss"), ==, orch_sandbox_process_get_hub (process));
  g_assert_cmpstr (json_object_get_string_member (object, "aud"), ==, "orchestrateur-desktop");
  g_assert_cmpstr (json_object_get_string_member (object, "nonce"), ==, "nonce-1");
  g_assert_cmpstr (json_object_get_string_member (object, "name"), ==, "Julie Printemps");
  g_assert_true (strstr (json_object_get_string_member (object, "fhirUser"), "/Practitioner/") != NULL);
}

/* --- workstations -------------------------------------------------------------------------- */

static gnutls_privkey_t workstation_key;
static char *workstation_jwks;

static void
make_key (void)
{
  gnutls_datum_t x, y, k;
  gnutls_ecc_curve_t curve;
  g_autofree char *x_text = NULL;
  g_autofree char *y_text = NULL;

  gnutls_privkey_init (&workstation_key);
  g_assert_cmpint (gnutls_privkey_generate (workstation_key, GNUTLS_PK_ECDSA,
                                            GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP384R1), 0),
                   ==, 0);
  g_assert_cmpint (gnutls_privkey_export_ecc_raw (workstation_key, &curve, &x, &y, &k), ==, 0);
  x_text = encode_number (&x, 48);
  y_text = encode_number (&y, 48);
  workstation_jwks = g_strdup_printf (
      "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-384\",\"kid\":\"k1\",\"alg\":\"ES384\",\"x\":\"%s\",\"y\":\"%s\"}]}",
      x_text, y_text);
  gnutls_free (x.data);
  gnutls_free (y.data);
  gnutls_free (k.data);
}

static char *
make_assertion (const char *client, const char *subject, const char *audience, int lifetime, const char *jti)
{
  static const char header[] = "{\"alg\":\"ES384\",\"typ\":\"JWT\",\"kid\":\"k1\"}";
  g_autofree char *claims =
      g_strdup_printf ("{\"iss\":\"%s\",\"sub\":\"%s\",\"aud\":\"%s\",\"exp\":%" G_GINT64_FORMAT "%s%s%s}", client,
                       subject, audience, g_get_real_time () / G_USEC_PER_SEC + lifetime,
                       jti == NULL ? "" : ",\"jti\":\"", jti == NULL ? "" : jti, jti == NULL ? "" : "\"");
  g_autofree char *first = encode (header, strlen (header));
  g_autofree char *second = encode (claims, strlen (claims));
  g_autofree char *text = g_strdup_printf ("%s.%s", first, second);
  gnutls_datum_t data = { (unsigned char *) text, (unsigned int) strlen (text) }, der, r, s;
  g_autofree char *r_text = NULL;
  g_autofree char *s_text = NULL;
  g_autofree char *signature = NULL;
  unsigned char raw[96] = { 0 };

  g_assert_cmpint (gnutls_privkey_sign_data2 (workstation_key, GNUTLS_SIGN_ECDSA_SHA384, 0, &data, &der), ==, 0);
  g_assert_cmpint (gnutls_decode_rs_value (&der, &r, &s), ==, 0);
  memcpy (raw + 48 - MIN (r.size, 48), r.data + (r.size > 48 ? r.size - 48 : 0), MIN (r.size, 48));
  memcpy (raw + 96 - MIN (s.size, 48), s.data + (s.size > 48 ? s.size - 48 : 0), MIN (s.size, 48));
  gnutls_free (der.data);
  gnutls_free (r.data);
  gnutls_free (s.data);
  signature = encode (raw, sizeof raw);
  return g_strdup_printf ("%s.%s", text, signature);
}

static OrchSandboxAnswer *
by_assertion (const char *endpoint, const char *assertion)
{
  g_autofree char *form =
      soup_form_encode ("grant_type", "client_credentials", "scope", "system/*.cruds", "client_assertion_type",
                        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", "client_assertion", assertion, NULL);

  return orch_sandbox_client_send (process, "POST", endpoint, form, NULL);
}

/* Messages, invitations, accounts and reports are persons' acts: the workstation reads them. */
static void
assert_writes_no_message (const char *token)
{
  g_autofree char *authorization = g_strconcat ("Bearer ", token, NULL);
  static const struct
  {
    const char *path;
    const char *body;
  } writes[] = {
    { "/hub/Communication",
      "{\"resourceType\":\"Communication\",\"status\":\"completed\",\"category\":[{\"coding\":[{\"system\":\"https://"
      "orchestrateur.ca/fhir/CodeSystem/communication\",\"code\":\"message\"}]}]}" },
    { "/hub/Task", "{\"resourceType\":\"Task\",\"status\":\"completed\",\"intent\":\"order\",\"code\":{\"coding\":[{"
                   "\"system\":\"https://orchestrateur.ca/fhir/CodeSystem/task\",\"code\":\"internal-note\"}]}}" },
    { "/hub/DocumentReference",
      "{\"resourceType\":\"DocumentReference\",\"status\":\"current\",\"type\":{\"coding\":[{\"system\":\"https://"
      "orchestrateur.ca/fhir/CodeSystem/document-kind\",\"code\":\"report\"}]},\"content\":[{\"attachment\":{"
      "\"contentType\":\"application/pdf\"}}]}" },
    { "/hub/Person", "{\"resourceType\":\"Person\",\"active\":true}" },
    { "/hub/Patient/nobody/$portal-invitation", "{\"resourceType\":\"Parameters\"}" },
  };
  g_autoptr (OrchSandboxAnswer) read =
      orch_sandbox_client_send (process, "GET", "/hub/Communication", NULL, "Authorization", authorization, NULL);

  g_assert_cmpuint (read->status, ==, 200);
  for (gsize i = 0; i < G_N_ELEMENTS (writes); i++)
    {
      g_autoptr (OrchSandboxAnswer) answer = orch_sandbox_client_send (process, "POST", writes[i].path, writes[i].body,
                                                                       "Authorization", authorization, NULL);

      g_test_message ("%s: %s", writes[i].path, answer->text);
      g_assert_cmpuint (answer->status, ==, 403);
      g_assert_cmpstr (orch_sandbox_answer_string (answer, "issue.0.code"), ==, "forbidden");
    }
}

static void
test_workstation (void)
{
  g_autofree char *code = sign_in ("accueil", "Accueil-Formation-1");
  g_autoptr (OrchSandboxAnswer) tokens = exchange (code, VERIFIER, REDIRECT);
  g_autofree char *bearer = g_strconcat ("Bearer ", orch_sandbox_answer_string (tokens, "access_token"), NULL);
  g_autofree char *body = g_strdup_printf (
      "{\"client_name\":\"Poste "
      "1\",\"token_endpoint_auth_method\":\"private_key_jwt\",\"grant_types\":[\"client_credentials\"],"
      "\"scope\":\"system/*.cruds\",\"jwks\":%s,\"software_id\":\"ca.orchestrateur.Orchestrateur\"}",
      workstation_jwks);
  g_autofree char *endpoint = g_strdup_printf ("%s/oauth/token", orch_sandbox_process_get_hub (process));
  g_autoptr (OrchSandboxAnswer) nobody = orch_sandbox_client_send (process, "POST", "/hub/oauth/register", body, NULL);
  g_autoptr (OrchSandboxAnswer) poor =
      orch_sandbox_client_send (process, "POST", "/hub/oauth/register", "{\"client_name\":\"x\"}", "Authorization",
                                bearer, NULL);
  g_autoptr (OrchSandboxAnswer) registered =
      orch_sandbox_client_send (process, "POST", "/hub/oauth/register", body, "Authorization", bearer, NULL);
  const char *id = orch_sandbox_answer_string (registered, "client_id");

  g_assert_cmpuint (nobody->status, ==, 401);
  g_assert_cmpuint (poor->status, ==, 400);
  g_assert_cmpuint (registered->status, ==, 201);
  {
    const struct
    {
      const char *name;
      const char *client;
      const char *subject;
      const char *audience;
      int lifetime;
      const char *jti;
      guint status;
    } cases[] = {
      { "good", id, id, endpoint, 240, "j1", 200 },
      { "used again", id, id, endpoint, 240, "j1", 401 },
      { "unknown", "nobody", "nobody", endpoint, 240, "j2", 401 },
      { "other subject", id, "nobody", endpoint, 240, "j3", 401 },
      { "other audience", id, id, "https://x.example/token", 240, "j4", 401 },
      { "too long", id, id, endpoint, 900, "j5", 401 },
      { "expired", id, id, endpoint, -120, "j6", 401 },
      { "no jti", id, id, endpoint, 240, NULL, 401 },
    };

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
      {
        g_autofree char *assertion =
            make_assertion (cases[i].client, cases[i].subject, cases[i].audience, cases[i].lifetime, cases[i].jti);
        g_autoptr (OrchSandboxAnswer) answer = by_assertion (endpoint, assertion);

        g_test_message ("%s: %s", cases[i].name, answer->text);
        g_assert_cmpuint (answer->status, ==, cases[i].status);
        if (cases[i].status == 200)
          {
            g_assert_cmpuint (read_with (orch_sandbox_answer_string (answer, "access_token")), ==, 200);
            assert_writes_no_message (orch_sandbox_answer_string (answer, "access_token"));
            g_assert_null (orch_sandbox_answer_string (answer, "refresh_token"));
            g_assert_cmpint (orch_sandbox_answer_int (answer, "expires_in"), <=, 300);
          }
        else
          g_assert_cmpstr (orch_sandbox_answer_string (answer, "error"), ==, "invalid_client");
      }
  }
  {
    g_autofree char *assertion = make_assertion (id, id, endpoint, 240, "j9");
    g_autoptr (OrchSandboxAnswer) tampered = NULL;

    /* One letter of the claims. */
    strchr (assertion, '.')[5] ^= 1;
    tampered = by_assertion (endpoint, assertion);
    g_assert_cmpuint (tampered->status, ==, 401);
  }
}

static void
test_emr_client (void)
{
  g_autoptr (JsonNode) emr = orch_sandbox_process_get (process, "/training/emr");
  const char *endpoint = json_object_get_string_member (json_node_get_object (emr), "token_endpoint");
  const char *id = json_object_get_string_member (json_node_get_object (emr), "client_id");
  const char *secret = json_object_get_string_member (json_node_get_object (emr), "client_secret");
  g_autofree char *pair = g_strdup_printf ("%s:%s", id, secret);
  g_autofree char *basic_text = g_base64_encode ((const guchar *) pair, strlen (pair));
  g_autofree char *basic = g_strconcat ("Basic ", basic_text, NULL);
  g_autofree char *posted =
      soup_form_encode ("grant_type", "client_credentials", "client_id", id, "client_secret", secret, NULL);
  g_autofree char *wrong =
      soup_form_encode ("grant_type", "client_credentials", "client_id", id, "client_secret", "wrong", NULL);
  const struct
  {
    const char *form;
    const char *authorization;
    guint status;
    const char *error;
  } cases[] = {
    { posted, NULL, 200, NULL },
    { "grant_type=client_credentials&scope=system/*.rs", basic, 200, NULL },
    { wrong, NULL, 401, "invalid_client" },
    { "grant_type=client_credentials", NULL, 401, "invalid_client" },
    { "grant_type=client_credentials", "Basic bm8=", 401, "invalid_client" },
    { "grant_type=password", basic, 400, "unsupported_grant_type" },
    { "grant_type=client_credentials&scope=launch", basic, 400, "invalid_scope" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OrchSandboxAnswer) answer = orch_sandbox_client_send (process, "POST", endpoint, cases[i].form,
                                                                       "Authorization", cases[i].authorization, NULL);

      g_assert_cmpuint (answer->status, ==, cases[i].status);
      g_assert_cmpstr (orch_sandbox_answer_string (answer, "error"), ==, cases[i].error);
    }
  {
    g_autofree char *assertion = make_assertion (id, id, endpoint, 240, "emr-1");
    g_autofree char *later = make_assertion (id, id, endpoint, 240, "emr-2");
    g_autoptr (OrchSandboxAnswer) before = by_assertion (endpoint, assertion);
    g_autoptr (OrchSandboxAnswer) after = NULL;

    g_assert_cmpuint (before->status, ==, 401);
    orch_sandbox_process_order (process, "emr-keys", "%s", workstation_jwks);
    after = by_assertion (endpoint, later);
    g_assert_cmpuint (after->status, ==, 200);
    /* A key to the EMR opens nothing on the hub. */
    g_assert_cmpuint (read_with (orch_sandbox_answer_string (after, "access_token")), ==, 401);
  }
}

static void
test_rs384 (void)
{
  static const char header[] = "{\"alg\":\"RS384\",\"typ\":\"JWT\",\"kid\":\"rsa\"}";
  g_autoptr (JsonNode) emr = orch_sandbox_process_get (process, "/training/emr");
  const char *endpoint = json_object_get_string_member (json_node_get_object (emr), "token_endpoint");
  const char *id = json_object_get_string_member (json_node_get_object (emr), "client_id");
  g_autofree char *claims =
      g_strdup_printf ("{\"iss\":\"%s\",\"sub\":\"%s\",\"aud\":[\"%s\"],\"exp\":%" G_GINT64_FORMAT ",\"jti\":\"rs\"}",
                       id, id, endpoint, g_get_real_time () / G_USEC_PER_SEC + 60);
  g_autofree char *first = encode (header, strlen (header));
  g_autofree char *second = encode (claims, strlen (claims));
  g_autofree char *text = g_strdup_printf ("%s.%s", first, second);
  gnutls_datum_t data = { (unsigned char *) text, (unsigned int) strlen (text) }, modulus, exponent, signature;
  g_autofree char *n = NULL;
  g_autofree char *e = NULL;
  g_autofree char *last = NULL;
  g_autofree char *assertion = NULL;
  g_autoptr (OrchSandboxAnswer) answer = NULL;
  gnutls_privkey_t key;

  gnutls_privkey_init (&key);
  g_assert_cmpint (gnutls_privkey_generate (key, GNUTLS_PK_RSA, 2048, 0), ==, 0);
  g_assert_cmpint (gnutls_privkey_export_rsa_raw (key, &modulus, &exponent, NULL, NULL, NULL, NULL, NULL, NULL), ==, 0);
  g_assert_cmpint (gnutls_privkey_sign_data2 (key, GNUTLS_SIGN_RSA_SHA384, 0, &data, &signature), ==, 0);
  n = encode_number (&modulus, 256);
  e = encode (exponent.data, exponent.size);
  last = encode (signature.data, signature.size);
  gnutls_free (modulus.data);
  gnutls_free (exponent.data);
  gnutls_free (signature.data);
  gnutls_privkey_deinit (key);
  orch_sandbox_process_order (process, "emr-keys",
                              "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"rsa\",\"n\":\"%s\",\"e\":\"%s\"}]}", n, e);
  assertion = g_strdup_printf ("%s.%s", text, last);
  answer = by_assertion (endpoint, assertion);
  g_assert_cmpuint (answer->status, ==, 200);
}

static void
test_absent (void)
{
  static const char *const members[] = { "activation_endpoint", "registration_endpoint", "password_rules" };
  g_autoptr (OrchSandboxAnswer) answer = NULL;
  g_autoptr (OrchSandboxAnswer) activation = NULL;
  g_autofree char *request = request_with (NULL, NULL);

  orch_sandbox_process_order (process, "ignore", "{\"activation\": true, \"registration\": true}");
  answer = orch_sandbox_client_send (process, "GET", "/hub/.well-known/smart-configuration", NULL, NULL);
  activation = post_json ("/hub/oauth/activate", request, "activation_code=x&new_password=" GOOD_PASSWORD);
  orch_sandbox_process_order (process, "ignore", "{\"activation\": false, \"registration\": false}");
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    g_assert_false (json_object_has_member (json_node_get_object (answer->json), members[i]));
  g_assert_cmpuint (activation->status, ==, 404);
}

static void
test_outbox (void)
{
  g_autoptr (OrchSandboxAnswer) french = orch_sandbox_client_send (process, "GET", "/outbox?lang=fr", NULL, NULL);
  g_autoptr (OrchSandboxAnswer) english = orch_sandbox_client_send (process, "GET", "/outbox?lang=en", NULL, NULL);
  g_autoptr (OrchSandboxAnswer) users = orch_sandbox_client_send (process, "GET", "/training/users", NULL, NULL);
  static const char *const permissions[] = { "administrator", "receptionist", "professional", "professional" };

  g_assert_nonnull (strstr (french->text, "<html lang=\"fr-CA\">"));
  g_assert_nonnull (strstr (french->text, "href=\"orchestrateur://activate?"));
  g_assert_nonnull (strstr (english->text, "<html lang=\"en-CA\">"));
  g_assert_cmpuint (orch_sandbox_answer_length (users, "users"), ==, G_N_ELEMENTS (permissions));
  for (gsize i = 0; i < G_N_ELEMENTS (permissions); i++)
    {
      g_autofree char *path = g_strdup_printf ("users.%zu.permission", i);

      g_assert_cmpstr (orch_sandbox_answer_string (users, path), ==, permissions[i]);
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  process = orch_sandbox_process_start (NULL);
  make_key ();
  g_test_add_func ("/sandbox/smart/document", test_document);
  g_test_add_func ("/sandbox/smart/activation", test_activation);
  g_test_add_func ("/sandbox/smart/expired-code", test_expired_code);
  g_test_add_func ("/sandbox/smart/prefill", test_prefill);
  g_test_add_func ("/sandbox/smart/bad-requests", test_bad_requests);
  g_test_add_func ("/sandbox/smart/page", test_page);
  g_test_add_func ("/sandbox/smart/page-escapes", test_page_escapes);
  g_test_add_func ("/sandbox/smart/lock-out", test_lock_out);
  g_test_add_func ("/sandbox/smart/code", test_code);
  g_test_add_func ("/sandbox/smart/refresh", test_refresh);
  g_test_add_func ("/sandbox/smart/id-token", test_id_token);
  g_test_add_func ("/sandbox/smart/workstation", test_workstation);
  g_test_add_func ("/sandbox/smart/emr-client", test_emr_client);
  g_test_add_func ("/sandbox/smart/rs384", test_rs384);
  g_test_add_func ("/sandbox/smart/absent", test_absent);
  g_test_add_func ("/sandbox/smart/outbox", test_outbox);
  status = g_test_run ();
  orch_sandbox_process_stop (process);
  gnutls_privkey_deinit (workstation_key);
  g_free (workstation_jwks);
  return status;
}
