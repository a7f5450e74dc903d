/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Authorization code with PKCE, refresh with rotation, client credentials. Tokens and codes are kept as hashes. Main thread.
 */
#include "orch-sandbox-auth.h"

#include "core/orch-clock.h"

#include "orch-sandbox-clients.h"
#include "orch-sandbox-jose.h"
#include "orch-sandbox-json.h"
#include "orch-sandbox-pages.h"
#include "orch-sandbox-people.h"

#define CLIENT_ID "orchestrateur-desktop"
#define CODE_US (2 * 60 * (gint64) G_USEC_PER_SEC)
#define PERSON_SECONDS 900
#define MACHINE_SECONDS 300
#define REFRESH_SECONDS (30 * 24 * 60 * 60)

struct _OrchSandboxAuth
{
  GObject parent_instance;

  OrchSandboxStore *store;         /* owned */
  char *base[2];                   /* owned: by realm */
  const OrchSandboxIgnore *ignore; /* borrowed */
};

G_DEFINE_FINAL_TYPE (OrchSandboxAuth, orch_sandbox_auth, G_TYPE_OBJECT)

static gboolean
is_loopback_callback (const char *uri)
{
  const char *rest;
  char *end = NULL;
  gint64 port;

  if (uri == NULL || !g_str_has_prefix (uri, "http://127.0.0.1:"))
    return FALSE;
  rest = uri + strlen ("http://127.0.0.1:");
  port = g_ascii_strtoll (rest, &end, 10);
  return end != rest && port > 0 && port < 65536 && g_str_equal (end, "/callback");
}

/* Why the request cannot go on; @fatal when its redirect address cannot be trusted with the answer. */
static const char *
check_request (OrchSandboxAuth *self, GHashTable *params, gboolean *fatal)
{
  const char *challenge = g_hash_table_lookup (params, "code_challenge");

  *fatal = TRUE;
  if (g_strcmp0 (g_hash_table_lookup (params, "client_id"), CLIENT_ID) != 0)
    return "client_id is unknown";
  if (!is_loopback_callback (g_hash_table_lookup (params, "redirect_uri")))
    return "redirect_uri is to be http://127.0.0.1:PORT/callback";
  *fatal = FALSE;
  if (g_strcmp0 (g_hash_table_lookup (params, "response_type"), "code") != 0)
    return "response_type is to be code";
  if (g_strcmp0 (g_hash_table_lookup (params, "code_challenge_method"), "S256") != 0 || challenge == NULL ||
      strlen (challenge) != 43)
    return "PKCE with S256 is compulsory";
  if (g_strcmp0 (g_hash_table_lookup (params, "aud"), self->base[ORCH_SANDBOX_REALM_HUB]) != 0)
    return "aud is to be the FHIR base";
  if (g_hash_table_lookup (params, "state") == NULL || *(const char *) g_hash_table_lookup (params, "state") == '\0')
    return "state is missing";
  if (g_hash_table_lookup (params, "scope") == NULL)
    return "scope is missing";
  return NULL;
}

static char *
redirect_with (GHashTable *params, const char *name, const char *value, const char *description)
{
  GString *url = g_string_new (g_hash_table_lookup (params, "redirect_uri"));
  const char *state = g_hash_table_lookup (params, "state");

  g_string_append_printf (url, "?%s=", name);
  g_string_append_uri_escaped (url, value, NULL, FALSE);
  if (description != NULL)
    {
      g_string_append (url, "&error_description=");
      g_string_append_uri_escaped (url, description, NULL, FALSE);
    }
  if (state != NULL)
    {
      g_string_append (url, "&state=");
      g_string_append_uri_escaped (url, state, NULL, FALSE);
    }
  return g_string_free (url, FALSE);
}

static OrchSandboxReply *
go_to (char *url, gboolean wants_json)
{
  OrchSandboxReply *reply;

  if (wants_json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "redirect", url);
      reply = orch_sandbox_reply_new_object (200, object);
    }
  else
    {
      reply = orch_sandbox_reply_new (303);
      orch_sandbox_reply_set_header (reply, "Location", url);
      orch_sandbox_reply_set_header (reply, "Referrer-Policy", "no-referrer");
    }
  orch_sandbox_reply_set_header (reply, "Cache-Control", "no-store");
  g_free (url);
  return reply;
}

/* Keeps the words this server knows. */
static char *
grant_scope (const char *asked, const char *context)
{
  g_auto (GStrv) words = g_strsplit (asked, " ", -1);
  g_autofree char *prefix = g_strdup_printf ("%s/", context);
  GString *granted = g_string_new (NULL);

  for (int i = 0; words[i] != NULL; i++)
    if (g_str_has_prefix (words[i], prefix) ||
        (g_str_equal (context, "user") && (g_str_equal (words[i], "openid") || g_str_equal (words[i], "fhirUser") ||
                                           g_str_equal (words[i], "offline_access"))))
      g_string_append_printf (granted, "%s%s", granted->len > 0 ? " " : "", words[i]);
  return g_string_free (granted, FALSE);
}

static gboolean
has_word (const char *scope, const char *word)
{
  g_auto (GStrv) words = g_strsplit (scope, " ", -1);

  return g_strv_contains ((const char *const *) words, word);
}

static OrchSandboxReply *
grant_code (OrchSandboxAuth *self, GHashTable *params, const char *username, gboolean wants_json)
{
  g_autofree char *code = orch_sandbox_people_random ();
  g_autofree char *hash = orch_sandbox_people_hash (code);
  g_autofree char *family = g_uuid_string_random ();
  g_autofree char *scope = grant_scope (g_hash_table_lookup (params, "scope"), "user");

  orch_sandbox_store_run (
      self->store,
      "INSERT INTO grant_code (code, client, username, redirect, challenge, scope, nonce, family, expires)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      "tttttttti", hash, CLIENT_ID, username, g_hash_table_lookup (params, "redirect_uri"),
      g_hash_table_lookup (params, "code_challenge"), scope, g_hash_table_lookup (params, "nonce"), family,
      orch_clock_now_us () + CODE_US);
  return go_to (redirect_with (params, "code", code, NULL), wants_json);
}

/* An error in the words of the contract, for the app's own window; a page that says the same for a browser. */
static OrchSandboxReply *
refuse (const OrchSandboxPage *page, int status, const char *error, const char *const *unmet, gboolean wants_json)
{
  OrchSandboxReply *reply;
  OrchSandboxPage told = *page;
  JsonObject *object;

  told.error = error;
  told.unmet = unmet;
  if (!wants_json)
    return orch_sandbox_pages_sign_in (status, &told);
  object = json_object_new ();
  json_object_set_string_member (object, "error", error);
  json_object_set_string_member (object, "error_description", orch_sandbox_pages_error_text (error, page->french));
  if (unmet != NULL)
    {
      JsonArray *array = json_array_new ();

      for (int i = 0; unmet[i] != NULL; i++)
        json_array_add_string_element (array, unmet[i]);
      json_object_set_array_member (object, "unmet_rules", array);
    }
  reply = orch_sandbox_reply_new_object (status, object);
  orch_sandbox_reply_set_header (reply, "Cache-Control", "no-store");
  return reply;
}

static OrchSandboxReply *
sign_in (OrchSandboxAuth *self, GHashTable *params, const OrchSandboxPage *page, gboolean wants_json)
{
  const char *username = g_hash_table_lookup (params, "username");
  const char *password = g_hash_table_lookup (params, "password");

  if (username == NULL || password == NULL)
    return refuse (page, 400, "invalid_request", NULL, wants_json);
  switch (orch_sandbox_people_sign_in (self->store, username, password))
    {
    case ORCH_SANDBOX_SIGNED_IN:
      return grant_code (self, params, username, wants_json);
    case ORCH_SANDBOX_LOCKED_OUT:
      return refuse (page, 401, "locked_out", NULL, wants_json);
    case ORCH_SANDBOX_WRONG:
    default:
      return refuse (page, 401, "invalid_credentials", NULL, wants_json);
    }
}

static OrchSandboxReply *
activate (OrchSandboxAuth *self, GHashTable *params, OrchSandboxPage *page, gboolean post, gboolean wants_json)
{
  static const char *const errors[] = { NULL, "unknown_code", "used_code", "expired_code" };
  const char *code = g_hash_table_lookup (params, "activation_code");
  const char *chosen = g_hash_table_lookup (params, "new_password");
  const char *again = g_hash_table_lookup (params, "new_password_again");
  const char *named = g_hash_table_lookup (params, "username");
  g_autofree char *username = NULL;
  g_auto (OrchSandboxPerson) person = { 0 };
  g_auto (GStrv) unmet = NULL;
  OrchSandboxCode state =
      code == NULL ? ORCH_SANDBOX_CODE_UNKNOWN : orch_sandbox_people_check_code (self->store, code, &username);

  page->dead = state != ORCH_SANDBOX_CODE_GOOD;
  if (state != ORCH_SANDBOX_CODE_GOOD)
    return refuse (page, 400, errors[state], NULL, wants_json);
  orch_sandbox_people_get (self->store, username, &person);
  page->username = person.username;
  if (!post)
    return orch_sandbox_pages_sign_in (200, page);
  if (named != NULL && *named != '\0' && !g_str_equal (named, username))
    return refuse (page, 401, "invalid_credentials", NULL, wants_json);
  if (chosen == NULL)
    chosen = g_hash_table_lookup (params, "password");
  if (chosen == NULL)
    return refuse (page, 400, "invalid_request", NULL, wants_json);
  if (again != NULL && !g_str_equal (again, chosen))
    return refuse (page, 400, "different_passwords", NULL, wants_json);
  unmet = orch_sandbox_people_unmet_rules (chosen, &person);
  if (unmet[0] != NULL)
    return refuse (page, 400, "weak_password", (const char *const *) unmet, wants_json);
  orch_sandbox_store_begin (self->store);
  orch_sandbox_people_set_password (self->store, username, chosen);
  orch_sandbox_people_use_code (self->store, code);
  orch_sandbox_store_commit (self->store);
  return grant_code (self, params, username, wants_json);
}

/* Answers with tokens of @family, a fresh pair. */
static OrchSandboxReply *
issue (OrchSandboxAuth *self, OrchSandboxRealm realm, const char *family, const char *client, const char *username,
       const char *scope, const char *nonce)
{
  g_autofree char *access = orch_sandbox_people_random ();
  g_autofree char *access_hash = orch_sandbox_people_hash (access);
  int seconds = username == NULL ? MACHINE_SECONDS : PERSON_SECONDS;
  gint64 now = orch_clock_now_us () / G_USEC_PER_SEC;
  JsonObject *answer = json_object_new ();
  OrchSandboxReply *reply;

  orch_sandbox_store_run (self->store,
                          "INSERT INTO token (token, realm, kind, family, client, username, scope, expires) VALUES (?, "
                          "?, 'access', ?, ?, ?, ?, ?)",
                          "titttti", access_hash, (gint64) realm, family, client, username, scope, now + seconds);
  json_object_set_string_member (answer, "access_token", access);
  json_object_set_string_member (answer, "token_type", "Bearer");
  json_object_set_int_member (answer, "expires_in", seconds);
  json_object_set_string_member (answer, "scope", scope);
  if (username != NULL && has_word (scope, "offline_access"))
    {
      g_autofree char *refresh = orch_sandbox_people_random ();
      g_autofree char *refresh_hash = orch_sandbox_people_hash (refresh);

      orch_sandbox_store_run (self->store,
                              "INSERT INTO token (token, realm, kind, family, client, username, scope, expires) VALUES "
                              "(?, ?, 'refresh', ?, ?, ?, ?, ?)",
                              "titttti", refresh_hash, (gint64) realm, family, client, username, scope,
                              now + REFRESH_SECONDS);
      json_object_set_string_member (answer, "refresh_token", refresh);
    }
  if (username != NULL)
    {
      JsonArray *contexts = json_array_new ();
      JsonObject *context = json_object_new ();
      g_auto (OrchSandboxPerson) person = { 0 };

      json_object_set_string_member (context, "reference", "Organization/" ORCH_SANDBOX_CLINIC);
      json_array_add_object_element (contexts, context);
      json_object_set_array_member (answer, "fhirContext", contexts);
      if (has_word (scope, "openid") && orch_sandbox_people_get (self->store, username, &person))
        {
          g_autofree char *pem = orch_sandbox_store_get_value (self->store, "signing-key");
          g_autoptr (JsonObject) claims = json_object_new ();
          g_autofree char *user = g_strdup_printf ("%s/%s", self->base[realm], person.practitioner);
          g_autofree char *jwt = NULL;

          json_object_set_string_member (claims, "iss", self->base[realm]);
          json_object_set_string_member (claims, "sub", username);
          json_object_set_string_member (claims, "aud", client);
          json_object_set_int_member (claims, "iat", now);
          json_object_set_int_member (claims, "exp", now + seconds);
          if (nonce != NULL)
            json_object_set_string_member (claims, "nonce", nonce);
          json_object_set_string_member (claims, "fhirUser", user);
          json_object_set_string_member (claims, "name", person.name);
          jwt = orch_sandbox_jose_sign (pem, claims);
          json_object_set_string_member (answer, "id_token", jwt);
        }
    }
  reply = orch_sandbox_reply_new_object (200, answer);
  orch_sandbox_reply_set_header (reply, "Cache-Control", "no-store");
  orch_sandbox_reply_set_header (reply, "Pragma", "no-cache");
  return reply;
}

static void
revoke_family (OrchSandboxAuth *self, const char *family)
{
  orch_sandbox_store_run (self->store, "DELETE FROM token WHERE family = ?", "t", family);
}

static gboolean
verifier_fits (const char *verifier, const char *challenge)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  g_autofree char *text = NULL;

  g_checksum_update (sum, (const guchar *) verifier, -1);
  g_checksum_get_digest (sum, digest, &length);
  text = orch_sandbox_jose_encode (digest, length);
  return g_str_equal (text, challenge);
}

static OrchSandboxReply *
by_code (OrchSandboxAuth *self, GHashTable *form)
{
  const char *code = g_hash_table_lookup (form, "code");
  const char *verifier = g_hash_table_lookup (form, "code_verifier");
  g_autofree char *hash = NULL;
  sqlite3_stmt *statement;
  char *column[7] = { 0 };
  gint64 expires = 0;
  gboolean used = FALSE, found;
  OrchSandboxReply *reply = NULL;

  if (code == NULL || verifier == NULL)
    return orch_sandbox_reply_new_error (400, "invalid_request", "code and code_verifier are needed");
  hash = orch_sandbox_people_hash (code);
  statement = orch_sandbox_store_query (self->store,
                                        "SELECT client, username, redirect, challenge, scope, nonce, family, expires, "
                                        "used FROM grant_code WHERE code = ?",
                                        "t", hash);
  found = sqlite3_step (statement) == SQLITE_ROW;
  if (found)
    {
      for (int i = 0; i < 7; i++)
        column[i] = g_strdup ((const char *) sqlite3_column_text (statement, i));
      expires = sqlite3_column_int64 (statement, 7);
      used = sqlite3_column_int (statement, 8);
    }
  sqlite3_reset (statement);
  if (!found)
    reply = orch_sandbox_reply_new_error (400, "invalid_grant", "the code is unknown");
  else if (used)
    {
      /* Whoever has a used code has stolen it, or it was stolen before. */
      revoke_family (self, column[6]);
      reply = orch_sandbox_reply_new_error (400, "invalid_grant", "the code was already used");
    }
  else
    {
      orch_sandbox_store_run (self->store, "UPDATE grant_code SET used = 1 WHERE code = ?", "t", hash);
      if (expires < orch_clock_now_us ())
        reply = orch_sandbox_reply_new_error (400, "invalid_grant", "the code has expired");
      else if (g_strcmp0 (g_hash_table_lookup (form, "client_id"), column[0]) != 0)
        reply = orch_sandbox_reply_new_error (400, "invalid_grant", "the code is of another client");
      else if (g_strcmp0 (g_hash_table_lookup (form, "redirect_uri"), column[2]) != 0)
        reply = orch_sandbox_reply_new_error (400, "invalid_grant", "redirect_uri is not the one of the request");
      else if (!verifier_fits (verifier, column[3]))
        reply = orch_sandbox_reply_new_error (400, "invalid_grant", "code_verifier does not fit");
      else
        reply = issue (self, ORCH_SANDBOX_REALM_HUB, column[6], column[0], column[1], column[4], column[5]);
    }
  for (int i = 0; i < 7; i++)
    g_free (column[i]);
  return reply;
}

static OrchSandboxReply *
by_refresh (OrchSandboxAuth *self, GHashTable *form)
{
  const char *token = g_hash_table_lookup (form, "refresh_token");
  g_autofree char *hash = NULL;
  g_autofree char *family = NULL;
  g_autofree char *client = NULL;
  g_autofree char *username = NULL;
  g_autofree char *scope = NULL;
  gint64 expires = 0;
  gboolean spent = FALSE, found;
  sqlite3_stmt *statement;

  if (token == NULL)
    return orch_sandbox_reply_new_error (400, "invalid_request", "refresh_token is missing");
  hash = orch_sandbox_people_hash (token);
  statement = orch_sandbox_store_query (
      self->store,
      "SELECT family, client, username, scope, expires, spent FROM token WHERE token = ? AND kind = 'refresh'", "t",
      hash);
  found = sqlite3_step (statement) == SQLITE_ROW;
  if (found)
    {
      family = g_strdup ((const char *) sqlite3_column_text (statement, 0));
      client = g_strdup ((const char *) sqlite3_column_text (statement, 1));
      username = g_strdup ((const char *) sqlite3_column_text (statement, 2));
      scope = g_strdup ((const char *) sqlite3_column_text (statement, 3));
      expires = sqlite3_column_int64 (statement, 4);
      spent = sqlite3_column_int (statement, 5);
    }
  sqlite3_reset (statement);
  if (!found)
    return orch_sandbox_reply_new_error (400, "invalid_grant", "the refresh token is unknown");
  if (spent)
    {
      revoke_family (self, family);
      return orch_sandbox_reply_new_error (400, "invalid_grant", "the refresh token was already used: sign in again");
    }
  if (expires < orch_clock_now_us () / G_USEC_PER_SEC)
    return orch_sandbox_reply_new_error (400, "invalid_grant", "the refresh token has expired");
  if (g_hash_table_contains (form, "client_id") && g_strcmp0 (g_hash_table_lookup (form, "client_id"), client) != 0)
    return orch_sandbox_reply_new_error (400, "invalid_grant", "the refresh token is of another client");
  orch_sandbox_store_run (self->store, "UPDATE token SET spent = 1 WHERE token = ?", "t", hash);
  orch_sandbox_store_run (self->store, "DELETE FROM token WHERE family = ? AND kind = 'access'", "t", family);
  return issue (self, ORCH_SANDBOX_REALM_HUB, family, client, username, scope, NULL);
}

static OrchSandboxReply *
by_credentials (OrchSandboxAuth *self, OrchSandboxRealm realm, GHashTable *form, const char *authorization)
{
  g_autofree char *endpoint = g_strdup_printf ("%s/oauth/token", self->base[realm]);
  g_autofree char *family = g_uuid_string_random ();
  const char *asked = g_hash_table_lookup (form, "scope");
  g_autofree char *scope = NULL;
  OrchSandboxReply *problem = NULL;
  g_autofree char *client =
      orch_sandbox_clients_authenticate (self->store, realm, form, authorization, endpoint, &problem);

  if (client == NULL)
    return problem;
  scope = grant_scope (asked == NULL ? "system/*.rs" : asked, "system");
  if (*scope == '\0')
    return orch_sandbox_reply_new_error (400, "invalid_scope", "nothing of what was asked can be granted");
  return issue (self, realm, family, client, NULL, scope, NULL);
}

static void
orch_sandbox_auth_finalize (GObject *object)
{
  OrchSandboxAuth *self = ORCH_SANDBOX_AUTH (object);

  g_clear_object (&self->store);
  g_free (self->base[0]);
  g_free (self->base[1]);
  G_OBJECT_CLASS (orch_sandbox_auth_parent_class)->finalize (object);
}

static void
orch_sandbox_auth_class_init (OrchSandboxAuthClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_sandbox_auth_finalize;
}

static void
orch_sandbox_auth_init (OrchSandboxAuth *self)
{
}

OrchSandboxAuth *
orch_sandbox_auth_new (OrchSandboxStore *store, const char *hub_base, const char *emr_base,
                       const OrchSandboxIgnore *ignore)
{
  OrchSandboxAuth *self = g_object_new (ORCH_TYPE_SANDBOX_AUTH, NULL);

  self->store = g_object_ref (store);
  self->base[ORCH_SANDBOX_REALM_HUB] = g_strdup (hub_base);
  self->base[ORCH_SANDBOX_REALM_EMR] = g_strdup (emr_base);
  self->ignore = ignore;
  return self;
}

OrchSandboxReply *
orch_sandbox_auth_authorize (OrchSandboxAuth *self, gboolean activating, gboolean post, GHashTable *params,
                             gboolean wants_json, gboolean french)
{
  gboolean fatal = FALSE;
  const char *why = check_request (self, params, &fatal);
  OrchSandboxPage page = { .activating = activating, .french = french, .params = params };

  if (activating && self->ignore->activation)
    return orch_sandbox_reply_new_error (404, "invalid_request", "this hub has no activation page");
  if (why != NULL && wants_json)
    return orch_sandbox_reply_new_error (400, "invalid_request", why);
  if (why != NULL && fatal)
    return orch_sandbox_pages_message (400, french, french ? "Demande refusée" : "Request refused", why);
  if (why != NULL)
    return go_to (redirect_with (params, "error", "invalid_request", why), FALSE);
  page.username = g_hash_table_lookup (params, "username");
  if (activating)
    return activate (self, params, &page, post, wants_json);
  return post ? sign_in (self, params, &page, wants_json) : orch_sandbox_pages_sign_in (200, &page);
}

OrchSandboxReply *
orch_sandbox_auth_token (OrchSandboxAuth *self, OrchSandboxRealm realm, GHashTable *form, const char *authorization)
{
  const char *grant = g_hash_table_lookup (form, "grant_type");
  OrchSandboxReply *reply;

  orch_sandbox_store_begin (self->store);
  if (realm == ORCH_SANDBOX_REALM_HUB && g_strcmp0 (grant, "authorization_code") == 0)
    reply = by_code (self, form);
  else if (realm == ORCH_SANDBOX_REALM_HUB && g_strcmp0 (grant, "refresh_token") == 0)
    reply = by_refresh (self, form);
  else if (g_strcmp0 (grant, "client_credentials") == 0)
    reply = by_credentials (self, realm, form, authorization);
  else
    reply = orch_sandbox_reply_new_error (400, "unsupported_grant_type", grant);
  orch_sandbox_store_commit (self->store);
  return reply;
}

OrchSandboxReply *
orch_sandbox_auth_register (OrchSandboxAuth *self, JsonObject *request, const OrchSandboxAccess *access)
{
  if (self->ignore->registration)
    return orch_sandbox_reply_new_error (404, "invalid_request", "this hub registers no workstation");
  if (access->kind != ORCH_SANDBOX_PERSON || g_strcmp0 (access->permission, "none") == 0)
    {
      OrchSandboxReply *reply = orch_sandbox_reply_new_error (401, "invalid_token", "a person of the clinic is to ask");

      orch_sandbox_reply_set_header (reply, "WWW-Authenticate", "Bearer error=\"invalid_token\"");
      return reply;
    }
  if (request == NULL)
    return orch_sandbox_reply_new_error (400, "invalid_client_metadata", "the body is not a JSON object");
  return orch_sandbox_clients_register (self->store, request, access->username);
}

OrchSandboxReply *
orch_sandbox_auth_jwks (OrchSandboxAuth *self)
{
  g_autofree char *pem = orch_sandbox_store_get_value (self->store, "signing-key");

  return orch_sandbox_reply_new_json (200, orch_sandbox_jose_public_jwks (pem));
}

void
orch_sandbox_auth_identify (OrchSandboxAuth *self, OrchSandboxRealm realm, const char *authorization,
                            OrchSandboxAccess *access)
{
  g_autofree char *hash = NULL;
  sqlite3_stmt *statement;

  *access = (OrchSandboxAccess) { 0 };
  if (authorization == NULL || g_ascii_strncasecmp (authorization, "Bearer ", 7) != 0)
    return;
  hash = orch_sandbox_people_hash (authorization + 7);
  statement = orch_sandbox_store_query (
      self->store,
      "SELECT t.username, t.scope, t.client, p.permission FROM token t LEFT JOIN person p USING (username)"
      " WHERE t.token = ? AND t.realm = ? AND t.kind = 'access' AND t.expires > ?",
      "tii", hash, (gint64) realm, orch_clock_now_us () / G_USEC_PER_SEC);
  if (sqlite3_step (statement) == SQLITE_ROW)
    {
      access->username = g_strdup ((const char *) sqlite3_column_text (statement, 0));
      access->scope = g_strdup ((const char *) sqlite3_column_text (statement, 1));
      access->client = g_strdup ((const char *) sqlite3_column_text (statement, 2));
      access->permission = g_strdup ((const char *) sqlite3_column_text (statement, 3));
      access->kind = realm == ORCH_SANDBOX_REALM_EMR ? ORCH_SANDBOX_EMR_CLIENT
                     : access->username != NULL      ? ORCH_SANDBOX_PERSON
                                                     : ORCH_SANDBOX_WORKSTATION;
    }
  sqlite3_reset (statement);
}
