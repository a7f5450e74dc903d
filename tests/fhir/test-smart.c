/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Discovery, sign-in through a browser, and tokens, against a hub that lies in every way a hub can.
 */
#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "fhir/orch-fhir-client.h"
#include "fhir/orch-jwt.h"
#include "fhir/orch-sign-in.h"
#include "http/orch-json.h"
#include "orch-test-support.h"

typedef struct
{
  OrchTestServer *server;
  OrchHttp *http;
  OrchKey *key;
  char *base;
  const char *document;  /* (nullable): of .well-known; NULL = 404 */
  const char *metadata;  /* (nullable) */
  char *nonce;           /* of the page that was opened */
  const char *bad_claim; /* (nullable) the claim that lies */
  guint token_status;
  guint tokens;        /* how many were given */
  guint resource_401s; /* how many times the resource refuses its token */
} Fixture;

#define DOCUMENT                                                                                                       \
  "{\"issuer\":\"%BASE%\",\"authorization_endpoint\":\"%BASE%/authorize\",\"token_endpoint\":\"%BASE%/token\","        \
  "\"jwks_uri\":\"%BASE%/jwks\"}"

static char *
fill_in (Fixture *fixture, const char *text)
{
  g_autoptr (GString) out = g_string_new (text);
  g_string_replace (out, "%BASE%", fixture->base, 0);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
make_id_token (Fixture *fixture)
{
  gint64 now = orch_clock_now_us () / G_USEC_PER_SEC;
  g_autoptr (JsonObject) claims = json_object_new ();
  json_object_set_string_member (claims, "iss", fixture->base);
  json_object_set_string_member (claims, "aud", ORCH_SIGN_IN_CLIENT_ID);
  json_object_set_string_member (claims, "sub", "zoe");
  json_object_set_string_member (claims, "name", "Zoé Trépanier");
  json_object_set_string_member (claims, "fhirUser", "https://hub.example/fhir/Practitioner/p1");
  json_object_set_string_member (claims, "nonce", fixture->nonce != NULL ? fixture->nonce : "");
  json_object_set_int_member (claims, "iat", now);
  json_object_set_int_member (claims, "exp", now + 300);
  if (fixture->bad_claim != NULL && !g_str_equal (fixture->bad_claim, "signature"))
    json_object_set_string_member (claims, fixture->bad_claim, "lie");
  g_autoptr (OrchKey) stranger = orch_key_generate (NULL);
  gboolean forged = g_strcmp0 (fixture->bad_claim, "signature") == 0;
  return orch_jwt_sign (forged ? stranger : fixture->key, claims, NULL);
}

static void
reply_token (Fixture *fixture, SoupServerMessage *message)
{
  fixture->tokens++;
  if (fixture->token_status != 200)
    {
      orch_test_reply (message, fixture->token_status, "application/json",
                       "{\"error\":\"invalid_grant\",\"error_description\":\"No more\"}");
      return;
    }
  g_autofree char *id_token = make_id_token (fixture);
  g_autofree char *body = g_strdup_printf (
      "{\"access_token\":\"access-%u\",\"token_type\":\"Bearer\",\"expires_in\":900,\"refresh_token\":\"refresh-%u\","
      "\"id_token\":\"%s\",\"fhirContext\":[{\"reference\":\"Organization/o1\"},{\"reference\":\"Patient/x\"}]}",
      fixture->tokens, fixture->tokens, id_token);
  orch_test_reply (message, 200, "application/json", body);
}

static void
on_request (OrchTestServer *server, SoupServerMessage *message, const OrchTestRequest *request, gpointer user_data)
{
  Fixture *fixture = user_data;
  const char *text = NULL;

  if (g_str_has_suffix (request->path, "/.well-known/smart-configuration"))
    text = fixture->document;
  else if (g_str_has_suffix (request->path, "/metadata"))
    text = fixture->metadata;
  else if (g_str_has_suffix (request->path, "/token"))
    {
      reply_token (fixture, message);
      return;
    }
  else if (g_str_has_suffix (request->path, "/jwks"))
    {
      g_autoptr (JsonObject) jwk = orch_key_to_public_jwk (fixture->key);
      g_autofree char *one = orch_json_to_string (jwk);
      g_autofree char *body = g_strdup_printf ("{\"keys\":[{\"kty\":\"odd\"},%s]}", one);
      orch_test_reply (message, 200, "application/json", body);
      return;
    }
  else if (strstr (request->path, "/Practitioner/") != NULL)
    {
      if (fixture->resource_401s > 0)
        {
          fixture->resource_401s--;
          orch_test_reply (message, 401, NULL, NULL);
          return;
        }
      text = "{\"resourceType\":\"Practitioner\",\"id\":\"p1\"}";
    }
  if (text == NULL)
    {
      orch_test_reply (message, 404, "text/html", "<p>not here</p>");
      return;
    }
  g_autofree char *body = fill_in (fixture, text);
  orch_test_reply (message, 200, "application/json", body);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = orch_test_server_new (on_request, fixture);
  fixture->base = orch_test_server_url (fixture->server, "/fhir");
  fixture->http = orch_http_new ();
  fixture->key = orch_key_generate (NULL);
  fixture->document = DOCUMENT;
  fixture->token_status = 200;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->http);
  g_clear_object (&fixture->key);
  g_clear_pointer (&fixture->server, orch_test_server_free);
  g_clear_pointer (&fixture->base, g_free);
  g_clear_pointer (&fixture->nonce, g_free);
}

/* --- a browser ---------------------------------------------------------------------------- */

#define TEST_TYPE_BROWSER (test_browser_get_type ())
G_DECLARE_FINAL_TYPE (TestBrowser, test_browser, TEST, BROWSER, GObject)

struct _TestBrowser
{
  GObject parent_instance;

  Fixture *fixture;
  const char *answer;  /* "code=abc", or "error=access_denied" */
  gboolean lies_first; /* comes back with a wrong state before the right one */
  gboolean stays;      /* does not come back: the person is still at the page */
  SoupSession *session;
  GHashTable *query; /* of the page opened */
};

static void
on_came_back (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GBytes) page = soup_session_send_and_read_finish (SOUP_SESSION (object), result, NULL);
}

static void
come_back (TestBrowser *self, const char *state)
{
  g_autofree char *url = g_strdup_printf ("%s?%s&state=%s", (char *) g_hash_table_lookup (self->query, "redirect_uri"),
                                          self->answer, state);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  soup_session_send_and_read_async (self->session, message, G_PRIORITY_DEFAULT, NULL, on_came_back, NULL);
}

static DexFuture *
test_browser_open (OrchBrowser *browser, const char *url)
{
  TestBrowser *self = TEST_BROWSER (browser);
  g_clear_pointer (&self->query, g_hash_table_unref);
  self->query = soup_form_decode (strchr (url, '?') + 1);
  g_set_str (&self->fixture->nonce, g_hash_table_lookup (self->query, "nonce"));
  if (self->lies_first)
    come_back (self, "wrong");
  if (!self->stays)
    come_back (self, g_hash_table_lookup (self->query, "state"));
  return dex_future_new_true ();
}

static void
test_browser_iface_init (OrchBrowserInterface *iface)
{
  iface->open = test_browser_open;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestBrowser, test_browser, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (ORCH_TYPE_BROWSER, test_browser_iface_init))

static void
test_browser_finalize (GObject *object)
{
  TestBrowser *self = TEST_BROWSER (object);
  g_clear_object (&self->session);
  g_clear_pointer (&self->query, g_hash_table_unref);
  G_OBJECT_CLASS (test_browser_parent_class)->finalize (object);
}

static void
test_browser_class_init (TestBrowserClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_browser_finalize;
}

static void
test_browser_init (TestBrowser *self)
{
  self->session = soup_session_new ();
  soup_session_set_proxy_resolver (self->session, NULL);
}

static TestBrowser *
make_browser (Fixture *fixture, const char *answer)
{
  TestBrowser *browser = g_object_new (TEST_TYPE_BROWSER, NULL);
  browser->fixture = fixture;
  browser->answer = answer;
  return browser;
}

/* --- tests -------------------------------------------------------------------------------- */

static OrchSmartConfig *
discover (Fixture *fixture)
{
  return orch_test_object (orch_smart_config_discover (fixture->http, fixture->base));
}

static void
test_discovery (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchSmartConfig) config = discover (fixture);
  g_autofree char *token = g_strconcat (fixture->base, "/token", NULL);
  g_assert_cmpstr (orch_smart_config_get_token_endpoint (config), ==, token);
  g_assert_cmpstr (orch_smart_config_get_issuer (config), ==, fixture->base);
  g_assert_null (orch_smart_config_get_registration_endpoint (config));
  g_assert_true (orch_smart_config_is_training (config));

  fixture->document = NULL;
  fixture->metadata = "{\"resourceType\":\"CapabilityStatement\",\"rest\":[{\"security\":{\"extension\":[{\"url\":"
                      "\"http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris\",\"extension\":["
                      "{\"url\":\"token\",\"valueUri\":\"%BASE%/token\"},{\"url\":\"authorize\",\"valueUri\":\"%BASE%/"
                      "authorize\"}]}]}}]}";
  g_autoptr (OrchSmartConfig) fallback = discover (fixture);
  g_assert_cmpstr (orch_smart_config_get_token_endpoint (fallback), ==, token);

  static const struct
  {
    const char *document;
    const char *metadata;
    OrchError code;
  } rows[] = {
    { NULL, NULL, ORCH_ERROR_NOT_FOUND },
    { NULL, "{\"resourceType\":\"CapabilityStatement\"}", ORCH_ERROR_UNSUPPORTED },
    { "{}", "{\"resourceType\":\"CapabilityStatement\"}", ORCH_ERROR_UNSUPPORTED },
    { "{\"token_endpoint\":\"https://evil.example/token\"}", NULL, ORCH_ERROR_UNTRUSTED },
    { "{\"token_endpoint\":\"http://evil.example/token\"}", NULL, ORCH_ERROR_UNTRUSTED },
    { "{\"token_endpoint\":\"%BASE%/token\",\"authorization_endpoint\":\"https://evil.example/\"}", NULL,
      ORCH_ERROR_UNTRUSTED },
    { "{\"token_endpoint\":\"javascript:1\"}", NULL, ORCH_ERROR_INVALID },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      fixture->document = rows[i].document;
      fixture->metadata = rows[i].metadata;
      g_autoptr (GError) error = orch_test_error (orch_smart_config_discover (fixture->http, fixture->base));
      g_test_message ("%zu: %s", i, error->message);
      g_assert_error (error, ORCH_ERROR, (int) rows[i].code);
    }
}

static void
test_sign_in (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchSmartConfig) config = discover (fixture);
  g_autoptr (OrchSignIn) sign_in = orch_sign_in_new (fixture->http, config, "unused-code");
  g_assert_false (orch_sign_in_is_activation (sign_in)); /* this hub has no activation endpoint */
  g_autoptr (TestBrowser) browser = make_browser (fixture, "code=abc");
  browser->lies_first = TRUE;
  g_autoptr (OrchGrant) grant = orch_test_object (orch_sign_in_run (sign_in, ORCH_BROWSER (browser)));
  g_assert_cmpstr (orch_grant_get_access_token (grant), ==, "access-1");
  g_assert_cmpstr (orch_grant_get_name (grant), ==, "Zoé Trépanier");
  g_assert_cmpstr (orch_grant_get_subject (grant), ==, "zoe");
  g_assert_cmpstr (orch_grant_get_fhir_user (grant), ==, "Practitioner/p1");
  g_assert_true (g_strv_equal (orch_grant_get_clinics (grant), (const char *const[]) { "o1", NULL }));

  /* what was asked */
  g_assert_cmpstr (g_hash_table_lookup (browser->query, "response_type"), ==, "code");
  g_assert_cmpstr (g_hash_table_lookup (browser->query, "client_id"), ==, "orchestrateur-desktop");
  g_assert_cmpstr (g_hash_table_lookup (browser->query, "code_challenge_method"), ==, "S256");
  g_assert_cmpstr (g_hash_table_lookup (browser->query, "aud"), ==, fixture->base);
  g_assert_cmpstr (g_hash_table_lookup (browser->query, "scope"), ==, ORCH_SIGN_IN_SCOPE);
  g_assert_cmpuint (strlen (g_hash_table_lookup (browser->query, "state")), >=, 22); /* 128 bits */
  g_assert_cmpuint (strlen (g_hash_table_lookup (browser->query, "nonce")), >=, 22);
  g_assert_true (g_str_has_prefix (g_hash_table_lookup (browser->query, "redirect_uri"), "http://127.0.0.1:"));
  g_autoptr (GHashTable) form = NULL;
  for (guint i = 0; form == NULL && i < orch_test_server_get_count (fixture->server); i++)
    if (g_str_has_suffix (orch_test_server_get_request (fixture->server, i)->path, "/token"))
      form = soup_form_decode (orch_test_server_get_request (fixture->server, i)->body);
  g_autofree char *challenge = orch_jwt_challenge (g_hash_table_lookup (form, "code_verifier"));
  g_assert_cmpstr (challenge, ==, g_hash_table_lookup (browser->query, "code_challenge"));
  g_assert_cmpstr (g_hash_table_lookup (form, "code"), ==, "abc");
}

static void
test_sign_in_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchSmartConfig) config = discover (fixture);
  g_autoptr (OrchSignIn) sign_in = orch_sign_in_new (fixture->http, config, NULL);
  static const struct
  {
    const char *answer;
    guint token_status;
    OrchError code;
    const char *refusal;
  } rows[] = {
    { "error=access_denied&error_description=Non%20merci", 200, ORCH_ERROR_REFUSED, "access_denied" },
    { "nothing=1", 200, ORCH_ERROR_BAD_ANSWER, NULL },
    { "code=abc&iss=https%3A%2F%2Fevil.example", 200, ORCH_ERROR_UNTRUSTED, NULL },
    { "code=abc", 400, ORCH_ERROR_REFUSED, "invalid_grant" },
    { "code=abc", 401, ORCH_ERROR_REFUSED, "invalid_grant" },
    { "code=abc", 503, ORCH_ERROR_SERVER_FAULT, "invalid_grant" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TestBrowser) browser = make_browser (fixture, rows[i].answer);
      fixture->token_status = rows[i].token_status;
      g_autoptr (GError) error = orch_test_error (orch_sign_in_run (sign_in, ORCH_BROWSER (browser)));
      g_test_message ("%zu: %s", i, error->message);
      g_assert_error (error, ORCH_ERROR, (int) rows[i].code);
      g_assert_cmpstr (orch_sign_in_get_refusal (sign_in), ==, rows[i].refusal);
    }
}

/* Nothing listens where the browser would come back. */
static void
assert_closed (TestBrowser *browser)
{
  g_autofree char *url =
      g_strdup_printf ("%s?code=late&state=%s", (char *) g_hash_table_lookup (browser->query, "redirect_uri"),
                       (char *) g_hash_table_lookup (browser->query, "state"));
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) page = soup_session_send (browser->session, message, NULL, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
  g_assert_null (page);
}

static gboolean
has_asked_for_a_token (Fixture *fixture)
{
  for (guint i = 0; i < orch_test_server_get_count (fixture->server); i++)
    if (g_str_has_suffix (orch_test_server_get_request (fixture->server, i)->path, "/token"))
      return TRUE;
  return FALSE;
}

static void
test_sign_in_stopped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchSmartConfig) config = discover (fixture);
  g_autoptr (OrchSignIn) sign_in = orch_sign_in_new (fixture->http, config, NULL);
  g_autoptr (TestBrowser) waits = make_browser (fixture, "code=abc");
  g_autoptr (TestBrowser) comes = make_browser (fixture, "code=abc");
  waits->stays = TRUE;
  orch_sign_in_stop (sign_in); /* none yet: nothing happens */

  /* Before its page is opened */
  DexFuture *future = orch_sign_in_run (sign_in, ORCH_BROWSER (waits));
  orch_sign_in_stop (sign_in);
  g_autoptr (GError) before = orch_test_error (future);
  g_assert_error (before, ORCH_ERROR, ORCH_ERROR_CANCELLED);
  g_assert_null (waits->query);

  /* While the person is at the page: the port is given back at once, before the fiber has run. */
  future = orch_sign_in_run (sign_in, ORCH_BROWSER (waits));
  while (waits->query == NULL || orch_sign_in_get_address (sign_in) == NULL)
    g_main_context_iteration (NULL, TRUE);
  orch_sign_in_stop (sign_in);
  g_assert_null (orch_sign_in_get_address (sign_in));
  assert_closed (waits);
  g_autoptr (GError) during = orch_test_error (future);
  g_assert_error (during, ORCH_ERROR, ORCH_ERROR_CANCELLED);
  g_assert_false (has_asked_for_a_token (fixture));

  /* Another attempt ends the one before it, which leaves it alone. */
  future = orch_sign_in_run (sign_in, ORCH_BROWSER (waits));
  while (waits->query == NULL || orch_sign_in_get_address (sign_in) == NULL)
    g_main_context_iteration (NULL, TRUE);
  DexFuture *second = orch_sign_in_run (sign_in, ORCH_BROWSER (comes));
  assert_closed (waits);
  g_autoptr (OrchGrant) grant = orch_test_object (second);
  g_assert_cmpstr (orch_grant_get_access_token (grant), ==, "access-1");
  g_autoptr (GError) older = orch_test_error (future);
  g_assert_error (older, ORCH_ERROR, ORCH_ERROR_CANCELLED);

  /* The code is there and the token on its way: it is not read. */
  g_clear_pointer (&comes->query, g_hash_table_unref);
  const guint asked = orch_test_server_get_count (fixture->server);
  future = orch_sign_in_run (sign_in, ORCH_BROWSER (comes));
  while (orch_test_server_get_count (fixture->server) == asked)
    g_main_context_iteration (NULL, TRUE);
  orch_sign_in_stop (sign_in);
  assert_closed (comes);
  g_autoptr (GError) late = orch_test_error (future);
  g_assert_error (late, ORCH_ERROR, ORCH_ERROR_CANCELLED);
}

static void
test_lying_identity (Fixture *fixture, gconstpointer data)
{
  static const char *const claims[] = { "iss", "aud", "nonce", "exp", "signature" };
  g_autoptr (OrchSmartConfig) config = discover (fixture);
  g_autoptr (OrchSignIn) sign_in = orch_sign_in_new (fixture->http, config, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (claims); i++)
    {
      g_autoptr (TestBrowser) browser = make_browser (fixture, "code=abc");
      fixture->bad_claim = claims[i];
      g_autoptr (GError) error = orch_test_error (orch_sign_in_run (sign_in, ORCH_BROWSER (browser)));
      g_assert_error (error, ORCH_ERROR, ORCH_ERROR_UNTRUSTED);
    }
}

typedef struct
{
  char *token;
  DexFuture *done; /* (nullable): at once */
} Kept;

static DexFuture *
keep (const char *token, gpointer data)
{
  Kept *kept = data;

  g_set_str (&kept->token, token);
  return kept->done != NULL ? dex_ref (kept->done) : dex_future_new_for_boolean (TRUE);
}

static OrchTokenSource *
person (Fixture *fixture, const char *refresh_token)
{
  g_autofree char *endpoint = g_strconcat (fixture->base, "/token", NULL);
  g_assert_true (orch_http_allow (fixture->http, endpoint, NULL));
  return orch_token_source_new_person (fixture->http, endpoint, "c", NULL, refresh_token);
}

static void
test_one_renewal_in_flight (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchTokenSource) tokens = person (fixture, "refresh-0");
  Kept kept = { 0 };
  orch_token_source_set_keeper (tokens, keep, &kept, NULL);
  DexFuture *one = orch_token_source_get (tokens);
  DexFuture *two = orch_token_source_get (tokens);
  DexFuture *three = orch_token_source_renew (tokens, "old");
  g_autofree char *a = orch_test_string (one);
  g_autofree char *b = orch_test_string (two);
  g_autofree char *c = orch_test_string (three);
  g_assert_cmpstr (a, ==, "access-1");
  g_assert_cmpstr (b, ==, a);
  g_assert_cmpstr (c, ==, a);
  g_assert_cmpuint (fixture->tokens, ==, 1);
  g_assert_cmpstr (kept.token, ==, "refresh-1");
  g_free (kept.token);
  /* somebody whose token was refused before the renewal gets the new one, without another */
  g_autofree char *late = orch_test_string (orch_token_source_renew (tokens, "old"));
  g_assert_cmpstr (late, ==, "access-1");
  g_assert_cmpuint (fixture->tokens, ==, 1);
}

/* A crash after the answer costs no sign-in: the new refresh token is kept before anyone uses the access token. */
static void
test_kept_before_used (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchTokenSource) tokens = person (fixture, "refresh-0");
  g_autoptr (DexPromise) done = dex_promise_new ();
  Kept kept = { .done = DEX_FUTURE (done) };
  orch_token_source_set_keeper (tokens, keep, &kept, NULL);
  DexFuture *token = orch_token_source_get (tokens);
  while (kept.token == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (kept.token, ==, "refresh-1");
  g_assert_true (dex_future_is_pending (token));
  dex_promise_resolve_boolean (done, TRUE);
  g_autofree char *access = orch_test_string (token);
  g_assert_cmpstr (access, ==, "access-1");
  g_free (kept.token);

  /* A keyring that refuses does not end the session. */
  Kept refused = { .done = dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_KEYRING_LOCKED, "Locked") };
  orch_token_source_set_keeper (tokens, keep, &refused, NULL);
  g_autofree char *next = orch_test_string (orch_token_source_renew (tokens, access));
  g_assert_cmpstr (next, ==, "access-2");
  g_assert_cmpstr (refused.token, ==, "refresh-2");
  g_free (refused.token);
  dex_unref (refused.done);
}

static void
test_401 (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchTokenSource) tokens = person (fixture, "refresh-0");
  g_autoptr (OrchFhirClient) client = orch_fhir_client_new (fixture->http, fixture->base, tokens, NULL);
  fixture->resource_401s = 1;
  g_autoptr (OrchFhirResult) result = orch_test_object (orch_fhir_client_read (client, "Practitioner", "p1"));
  g_assert_nonnull (result);
  g_assert_cmpuint (fixture->tokens, ==, 2);

  fixture->resource_401s = 2;
  g_autoptr (GError) twice = orch_test_error (orch_fhir_client_read (client, "Practitioner", "p1"));
  g_assert_error (twice, ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN);
  g_assert_cmpuint (fixture->tokens, ==, 3);

  fixture->resource_401s = 1;
  fixture->token_status = 400;
  g_autoptr (GError) dead = orch_test_error (orch_fhir_client_read (client, "Practitioner", "p1"));
  g_assert_error (dead, ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN);
  g_assert_nonnull (strstr (dead->message, "No more"));

  g_autoptr (OrchTokenSource) nobody = person (fixture, NULL);
  g_autoptr (GError) error = orch_test_error (orch_token_source_get (nobody));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN);
}

/* Signing out tells the server, and here nothing stays of the tokens, whatever it answers. */
static void
test_revoked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchTokenSource) tokens = person (fixture, "refresh-0");
  g_autofree char *endpoint = g_strconcat (fixture->base, "/revoke", NULL);
  const OrchTestRequest *request = NULL;

  orch_test_server_forget (fixture->server);
  g_assert_true (orch_test_boolean (orch_token_source_revoke (tokens, endpoint)));
  g_assert_cmpuint (orch_test_server_get_count (fixture->server), ==, 1);
  request = orch_test_server_get_request (fixture->server, 0);
  g_assert_true (g_str_has_suffix (request->path, "/revoke"));
  g_assert_nonnull (strstr (request->body, "token=refresh-0"));
  g_assert_nonnull (strstr (request->body, "token_type_hint=refresh_token"));

  g_autoptr (GError) error = orch_test_error (orch_token_source_get (tokens));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN);
  g_assert_true (orch_test_boolean (orch_token_source_revoke (tokens, endpoint))); /* nothing left to tell */
  g_assert_cmpuint (orch_test_server_get_count (fixture->server), ==, 1);
}

static void
test_client_credentials (Fixture *fixture, gconstpointer data)
{
  g_autofree char *endpoint = g_strconcat (fixture->base, "/token", NULL);
  g_assert_true (orch_http_allow (fixture->http, endpoint, NULL));
  for (int kind = ORCH_CLIENT_AUTH_SECRET_POST; kind <= ORCH_CLIENT_AUTH_PRIVATE_KEY_JWT; kind++)
    {
      g_autoptr (OrchClientAuth) auth = kind == ORCH_CLIENT_AUTH_PRIVATE_KEY_JWT
                                            ? orch_client_auth_new_key ("id:1", fixture->key)
                                            : orch_client_auth_new_secret ((OrchClientAuthKind) kind, "id:1", "s&é");
      orch_test_server_forget (fixture->server);
      g_autoptr (OrchTokenSource) tokens = orch_token_source_new_client (fixture->http, endpoint, auth, "system/*.rs");
      g_autofree char *token = orch_test_string (orch_token_source_get (tokens));
      g_assert_nonnull (token);
      const OrchTestRequest *request = orch_test_server_get_request (fixture->server, 0);
      g_autoptr (GHashTable) form = soup_form_decode (request->body);
      const char *authorization = g_hash_table_lookup (request->headers, "authorization");
      g_assert_cmpstr (g_hash_table_lookup (form, "grant_type"), ==, "client_credentials");
      g_assert_cmpstr (g_hash_table_lookup (form, "scope"), ==, "system/*.rs");
      switch (kind)
        {
        case ORCH_CLIENT_AUTH_SECRET_POST:
          g_assert_cmpstr (g_hash_table_lookup (form, "client_id"), ==, "id:1");
          g_assert_cmpstr (g_hash_table_lookup (form, "client_secret"), ==, "s&é");
          g_assert_null (authorization);
          break;
        case ORCH_CLIENT_AUTH_SECRET_BASIC:
          g_assert_cmpstr (authorization, ==, "Basic aWQlM0ExOnMlMjYlQzMlQTk="); /* id%3A1:s%26%C3%A9 */
          g_assert_null (g_hash_table_lookup (form, "client_secret"));
          break;
        default:
          g_assert_null (g_hash_table_lookup (form, "client_secret"));
          g_assert_nonnull (g_hash_table_lookup (form, "client_assertion"));
          g_assert_cmpstr (g_hash_table_lookup (form, "client_assertion_type"), ==,
                           "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
          break;
        }
    }
}

#define ADD(name, func) g_test_add ("/smart/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  ADD ("discovery", test_discovery);
  ADD ("sign-in", test_sign_in);
  ADD ("sign-in-refused", test_sign_in_refused);
  ADD ("sign-in-stopped", test_sign_in_stopped);
  ADD ("lying-identity", test_lying_identity);
  ADD ("one-renewal-in-flight", test_one_renewal_in_flight);
  ADD ("kept-before-used", test_kept_before_used);
  ADD ("401-renews-once", test_401);
  ADD ("revoked-when-signing-out", test_revoked);
  ADD ("client-credentials", test_client_credentials);
  return g_test_run ();
}
