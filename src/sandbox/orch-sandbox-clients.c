/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Machines that sign in by themselves. Assertions are checked as SMART Backend Services says. Main thread.
 */
#include "orch-sandbox-clients.h"

#include "core/orch-clock.h"

#include "orch-sandbox-jose.h"
#include "orch-sandbox-json.h"
#include "orch-sandbox-people.h"

#include <sodium.h>

#define ASSERTION_TYPE "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
#define ASSERTION_SECONDS 300
/* The clocks of two machines differ a little. */
#define SKEW_SECONDS 30

void
orch_sandbox_clients_seed (OrchSandboxStore *store)
{
  g_autofree char *secret = orch_sandbox_people_random ();

  orch_sandbox_store_run (
      store,
      "INSERT OR IGNORE INTO client (realm, id, name, scope, secret) VALUES (1, ?, 'Orchestrateur', 'system/*.rs', ?)",
      "tt", ORCH_SANDBOX_EMR_CLIENT_ID, secret);
}

char *
orch_sandbox_clients_dup_emr_secret (OrchSandboxStore *store)
{
  sqlite3_stmt *statement = orch_sandbox_store_query (store, "SELECT secret FROM client WHERE realm = 1 AND id = ?",
                                                      "t", ORCH_SANDBOX_EMR_CLIENT_ID);
  char *secret = sqlite3_step (statement) == SQLITE_ROW ? g_strdup ((const char *) sqlite3_column_text (statement, 0))
                                                        : g_strdup ("");

  sqlite3_reset (statement);
  return secret;
}

gboolean
orch_sandbox_clients_set_emr_keys (OrchSandboxStore *store, JsonObject *jwks, GError **error)
{
  g_autofree char *text = NULL;

  if (!orch_sandbox_jose_check_jwks (jwks, error))
    return FALSE;
  text = orch_sandbox_json_print (jwks);
  orch_sandbox_store_run (store, "UPDATE client SET jwks = ? WHERE realm = 1 AND id = ?", "tt", text,
                          ORCH_SANDBOX_EMR_CLIENT_ID);
  return TRUE;
}

OrchSandboxReply *
orch_sandbox_clients_register (OrchSandboxStore *store, JsonObject *request, const char *owner)
{
  const char *method = orch_sandbox_json_string (request, "token_endpoint_auth_method");
  const char *name = orch_sandbox_json_string (request, "client_name");
  const char *scope = orch_sandbox_json_string (request, "scope");
  JsonObject *jwks = orch_sandbox_json_object (request, "jwks");
  JsonArray *grants = orch_sandbox_json_array (request, "grant_types");
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *keys = NULL;
  OrchSandboxReply *reply;
  JsonObject *answer;

  if (g_strcmp0 (method, "private_key_jwt") != 0)
    return orch_sandbox_reply_new_error (400, "invalid_client_metadata",
                                         "token_endpoint_auth_method is to be private_key_jwt");
  if (name == NULL || *name == '\0')
    return orch_sandbox_reply_new_error (400, "invalid_client_metadata", "client_name is missing");
  if (grants == NULL || json_array_get_length (grants) != 1 ||
      !JSON_NODE_HOLDS_VALUE (json_array_get_element (grants, 0)) ||
      g_strcmp0 (json_node_get_string (json_array_get_element (grants, 0)), "client_credentials") != 0)
    return orch_sandbox_reply_new_error (400, "invalid_client_metadata",
                                         "grant_types is to be [\"client_credentials\"]");
  if (jwks == NULL || !orch_sandbox_jose_check_jwks (jwks, &error))
    return orch_sandbox_reply_new_error (400, "invalid_client_metadata",
                                         error == NULL ? "jwks is missing" : error->message);
  if (scope == NULL)
    scope = "system/*.cruds";
  id = g_uuid_string_random ();
  keys = orch_sandbox_json_print (jwks);
  orch_sandbox_store_run (store, "INSERT INTO client (realm, id, name, scope, jwks, owner) VALUES (0, ?, ?, ?, ?, ?)",
                          "ttttt", id, name, scope, keys, owner);
  answer = json_object_new ();
  json_object_set_string_member (answer, "client_id", id);
  json_object_set_int_member (answer, "client_id_issued_at", orch_clock_now_us () / G_USEC_PER_SEC);
  json_object_set_string_member (answer, "client_name", name);
  json_object_set_string_member (answer, "token_endpoint_auth_method", method);
  json_object_set_string_member (answer, "scope", scope);
  json_object_set_member (answer, "grant_types", json_node_copy (json_object_get_member (request, "grant_types")));
  json_object_set_member (answer, "jwks", json_node_copy (json_object_get_member (request, "jwks")));
  reply = orch_sandbox_reply_new_object (201, answer);
  orch_sandbox_reply_set_header (reply, "Cache-Control", "no-store");
  return reply;
}

static OrchSandboxReply *
refuse (const char *why)
{
  OrchSandboxReply *reply = orch_sandbox_reply_new_error (401, "invalid_client", why);

  orch_sandbox_reply_set_header (reply, "WWW-Authenticate", "Basic realm=\"token\"");
  return reply;
}

static gboolean
has_audience (JsonObject *claims, const char *token_endpoint)
{
  JsonArray *many = orch_sandbox_json_array (claims, "aud");

  for (guint i = 0; many != NULL && i < json_array_get_length (many); i++)
    if (JSON_NODE_HOLDS_VALUE (json_array_get_element (many, i)) &&
        g_strcmp0 (json_node_get_string (json_array_get_element (many, i)), token_endpoint) == 0)
      return TRUE;
  return g_strcmp0 (orch_sandbox_json_string (claims, "aud"), token_endpoint) == 0;
}

static const char *
check_claims (OrchSandboxStore *store, JsonObject *claims, const char *id, const char *token_endpoint)
{
  gint64 now = orch_clock_now_us () / G_USEC_PER_SEC;
  gint64 exp = orch_sandbox_json_int (claims, "exp", 0);
  const char *jti = orch_sandbox_json_string (claims, "jti");

  if (g_strcmp0 (orch_sandbox_json_string (claims, "iss"), id) != 0 ||
      g_strcmp0 (orch_sandbox_json_string (claims, "sub"), id) != 0)
    return "iss and sub are to be the client_id";
  if (!has_audience (claims, token_endpoint))
    return "aud is to be the token endpoint";
  if (exp + SKEW_SECONDS < now)
    return "the assertion has expired";
  if (exp > now + ASSERTION_SECONDS + SKEW_SECONDS)
    return "the assertion lives longer than five minutes";
  if (jti == NULL || *jti == '\0')
    return "jti is missing";
  orch_sandbox_store_run (store, "DELETE FROM jti WHERE expires < ?", "i", now - 2 * SKEW_SECONDS);
  if (orch_sandbox_store_run (store, "INSERT OR IGNORE INTO jti (jti, expires) VALUES (?, ?)", "ti", jti, exp) == 0)
    return "this assertion was already used";
  return NULL;
}

static char *
by_assertion (OrchSandboxStore *store, OrchSandboxRealm realm, GHashTable *form, const char *token_endpoint,
              OrchSandboxReply **problem)
{
  const char *assertion = g_hash_table_lookup (form, "client_assertion");
  g_autoptr (JsonObject) peeked = assertion == NULL ? NULL : orch_sandbox_jose_peek (assertion);
  const char *id = orch_sandbox_json_string (peeked, "iss");
  const char *why;
  sqlite3_stmt *statement;
  g_autoptr (JsonObject) jwks = NULL;
  g_autoptr (JsonObject) claims = NULL;
  g_autoptr (GError) error = NULL;

  if (g_strcmp0 (g_hash_table_lookup (form, "client_assertion_type"), ASSERTION_TYPE) != 0 || id == NULL)
    {
      *problem = refuse ("the assertion is not a JWT bearer assertion");
      return NULL;
    }
  statement =
      orch_sandbox_store_query (store, "SELECT jwks FROM client WHERE realm = ? AND id = ?", "it", (gint64) realm, id);
  if (sqlite3_step (statement) == SQLITE_ROW && sqlite3_column_text (statement, 0) != NULL)
    jwks = orch_sandbox_json_parse ((const char *) sqlite3_column_text (statement, 0), -1, NULL);
  sqlite3_reset (statement);
  claims = jwks == NULL ? NULL : orch_sandbox_jose_verify (assertion, jwks, &error);
  if (claims == NULL)
    {
      *problem = refuse (error == NULL ? "no such client, or it has no keys" : error->message);
      return NULL;
    }
  why = check_claims (store, claims, id, token_endpoint);
  if (why != NULL)
    {
      *problem = refuse (why);
      return NULL;
    }
  return g_strdup (id);
}

static gboolean
split_basic (const char *authorization, char **id, char **secret)
{
  gsize length = 0;
  g_autofree guchar *bytes = NULL;
  g_autofree char *text = NULL;
  char *colon;

  if (g_ascii_strncasecmp (authorization, "Basic ", 6) != 0)
    return FALSE;
  bytes = g_base64_decode (authorization + 6, &length);
  text = g_strndup ((const char *) bytes, length);
  colon = strchr (text, ':');
  if (colon == NULL)
    return FALSE;
  *colon = '\0';
  /* Both halves are form-encoded first (RFC 6749, 2.3.1). */
  *id = g_uri_unescape_string (text, NULL);
  *secret = g_uri_unescape_string (colon + 1, NULL);
  return *id != NULL && *secret != NULL;
}

char *
orch_sandbox_clients_authenticate (OrchSandboxStore *store, OrchSandboxRealm realm, GHashTable *form,
                                   const char *authorization, const char *token_endpoint, OrchSandboxReply **problem)
{
  g_autofree char *id = NULL;
  g_autofree char *secret = NULL;
  g_autofree char *kept = NULL;
  sqlite3_stmt *statement;

  if (g_hash_table_contains (form, "client_assertion"))
    return by_assertion (store, realm, form, token_endpoint, problem);
  if (authorization == NULL || !split_basic (authorization, &id, &secret))
    {
      g_clear_pointer (&id, g_free);
      g_clear_pointer (&secret, g_free);
      id = g_strdup (g_hash_table_lookup (form, "client_id"));
      secret = g_strdup (g_hash_table_lookup (form, "client_secret"));
    }
  if (id == NULL || secret == NULL)
    {
      *problem = refuse ("the client does not say who it is");
      return NULL;
    }
  statement = orch_sandbox_store_query (store, "SELECT secret FROM client WHERE realm = ? AND id = ?", "it",
                                        (gint64) realm, id);
  if (sqlite3_step (statement) == SQLITE_ROW)
    kept = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_reset (statement);
  if (kept == NULL || strlen (kept) != strlen (secret) || sodium_memcmp (kept, secret, strlen (kept)) != 0)
    {
      *problem = refuse ("unknown client, or wrong secret");
      return NULL;
    }
  return g_steal_pointer (&id);
}
