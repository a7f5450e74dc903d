/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Who may call OSCAR's look-alikes. See the header. The order of the checks, their statuses and words are those of the servers they
 * look like. Main thread.
 */
#include "orch-sandbox-oscar-oauth.h"

#include "core/orch-clock.h"

#include "orch-sandbox-json.h"
#include "orch-sandbox-oscar-page.h"

#include <libsoup/soup.h>

#define REQUEST_TOKEN_LIVES_S 3600
#define SKEW_MOST_S 300

/* Of the administrator's screen "REST Clients". */
static const struct
{
  const char *root;
  const char *name;
  const char *key;
  const char *secret;
} clients[ORCH_SANDBOX_OSCAR_DIALECTS] = {
  { "/emr/oscar15/oscar", "oscar15", "formationoscar01", "secretformation1" },
  { "/emr/openo/oscar", "openo", "formationopeno01", "secretformation2" },
};

static const OrchSandboxOscarUser users[] = {
  { "orchestrateur", "Pont-Formation-1", "2580", "999901", TRUE },
  { "personnel", "Personnel-Formation-1", "1470", "101", TRUE },
  { "sansrole", "Sansrole-Formation-1", "3690", "102", FALSE },
};

typedef struct
{
  char *secret;
  char *callback;
  char *verifier; /* nullable: not yet authorised */
  char *login;    /* nullable */
  char *scope;    /* nullable */
  gint64 issued;
} Token;

static void
token_clear (Token *token)
{
  g_free (token->secret);
  g_free (token->callback);
  g_free (token->verifier);
  g_free (token->login);
  g_free (token->scope);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Token, token_clear)

static gboolean
find_token (const OrchSandboxOscarSide *side, const char *kind, const char *name, Token *token)
{
  sqlite3_stmt *statement = orch_sandbox_store_query (side->store,
                                                      "SELECT secret, callback, verifier, login, scope, issued FROM "
                                                      "oscar_token WHERE dialect = ? AND kind = ? AND token = ?",
                                                      "itt", (gint64) side->dialect, kind, name == NULL ? "" : name);
  gboolean found = sqlite3_step (statement) == SQLITE_ROW;

  if (found)
    {
      token->secret = g_strdup ((const char *) sqlite3_column_text (statement, 0));
      token->callback = g_strdup ((const char *) sqlite3_column_text (statement, 1));
      token->verifier = g_strdup ((const char *) sqlite3_column_text (statement, 2));
      token->login = g_strdup ((const char *) sqlite3_column_text (statement, 3));
      token->scope = g_strdup ((const char *) sqlite3_column_text (statement, 4));
      token->issued = sqlite3_column_int64 (statement, 5);
    }
  sqlite3_reset (statement);
  return found;
}

static void
forget_token (const OrchSandboxOscarSide *side, const char *name)
{
  orch_sandbox_store_run (side->store, "DELETE FROM oscar_token WHERE token = ?", "t", name);
}

static gboolean
is_over (const Token *token, gint64 lifetime_s)
{
  return lifetime_s >= 0 && orch_clock_now_us () - token->issued > lifetime_s * G_USEC_PER_SEC;
}

static gboolean
find_request_token (const OrchSandboxOscarSide *side, const char *name, Token *token)
{
  return find_token (side, "request", name, token) && !is_over (token, REQUEST_TOKEN_LIVES_S);
}

static OrchSandboxReply *
plain (int status, const char *type, const char *text)
{
  OrchSandboxReply *reply = orch_sandbox_reply_new (status);

  reply->content_type = g_strdup (type);
  g_string_append (reply->body, text);
  orch_sandbox_reply_set_header (reply, "Cache-Control", "no-store");
  return reply;
}

/* CXF says nothing but the status; OpenO says a word. */
static OrchSandboxReply *
refuse (const OrchSandboxOscarSide *side, int status, const char *word)
{
  return side->dialect == ORCH_SANDBOX_OPENO ? plain (status, "text/plain", word)
                                             : orch_sandbox_reply_new (status == 400 ? 400 : 401);
}

static OrchSandboxReply *
refuse_data (const OrchSandboxOscarSide *side, int status, const char *word)
{
  return side->dialect == ORCH_SANDBOX_OPENO ? orch_sandbox_oscar_reply_fault (status, word)
                                             : orch_sandbox_reply_new (401);
}

static OrchSandboxReply *
wrong_method (const char *allowed)
{
  OrchSandboxReply *reply = orch_sandbox_reply_new (405);

  orch_sandbox_reply_set_header (reply, "Allow", allowed);
  return reply;
}

/* Scheme and host in small letters, without the ports that go without saying, then @path as it was sent. */
static char *
join_url (const char *scheme_and_host, const char *path)
{
  g_autofree char *lower = g_ascii_strdown (scheme_and_host, -1);

  for (gsize i = 0; i < 2; i++)
    {
      static const char *const silent[] = { ":80", ":443" };

      if (g_str_has_suffix (lower, silent[i]))
        lower[strlen (lower) - strlen (silent[i])] = '\0';
    }
  return g_strconcat (lower, path, NULL);
}

static char *
url_of (const OrchSandboxOscarSide *side, const OrchSandboxRequest *request)
{
  g_autofree char *authority = NULL;
  const char *seen = side->switches->seen_as;
  const char *start, *path;

  if (seen == NULL)
    {
      authority = request->host == NULL ? g_strdup (side->origin) : g_strconcat ("http://", request->host, NULL);
      return join_url (authority, request->raw_path);
    }
  /* A proxy tells neither its scheme nor its name; where the address has a path, that is the context there. */
  start = strstr (seen, "://");
  path = start == NULL ? NULL : strchr (start + 3, '/');
  authority = path == NULL ? g_strdup (seen) : g_strndup (seen, (gsize) (path - seen));
  if (path == NULL || path[1] == '\0' || !g_str_has_prefix (request->raw_path, side->root))
    return join_url (authority, request->raw_path);
  {
    g_autofree char *context = g_strdup (path);
    g_autofree char *whole = NULL;

    while (g_str_has_suffix (context, "/"))
      context[strlen (context) - 1] = '\0';
    whole = g_strconcat (context, request->raw_path + strlen (side->root), NULL);
    return join_url (authority, whole);
  }
}

static void
read_signed (const OrchSandboxOscarSide *side, const OrchSandboxRequest *request, OrchSandboxOscarSigned *signature)
{
  gboolean form =
      request->content_type != NULL && g_str_has_prefix (request->content_type, "application/x-www-form-urlencoded");
  g_autofree char *body = form ? g_strndup (request->body, request->body_length) : NULL;

  orch_sandbox_oscar_signed_read (signature, side->dialect, request->authorizations, request->query, body);
}

static gboolean
is_right (const OrchSandboxOscarSide *side, const OrchSandboxRequest *request, const OrchSandboxOscarSigned *signature,
          const char *token_secret)
{
  g_autofree char *url = url_of (side, request);
  const char *stamp = orch_sandbox_oscar_signed_get (signature, "oauth_timestamp");
  gint64 skew = (stamp == NULL ? 0 : g_ascii_strtoll (stamp, NULL, 10)) - orch_clock_now_us () / G_USEC_PER_SEC;

  if (side->dialect == ORCH_SANDBOX_OPENO && (skew > SKEW_MOST_S || skew < -SKEW_MOST_S))
    return FALSE;
  return orch_sandbox_oscar_signed_verify (signature, request->method, url, clients[side->dialect].secret,
                                           token_secret);
}

static gboolean
is_client (const OrchSandboxOscarSide *side, const OrchSandboxOscarSigned *signature)
{
  return g_strcmp0 (orch_sandbox_oscar_signed_get (signature, "oauth_consumer_key"), clients[side->dialect].key) == 0;
}

static char *
new_word (void)
{
  return g_uuid_string_random ();
}

static OrchSandboxReply *
issue (const OrchSandboxOscarSide *side, const char *kind, const char *callback, const char *login, const char *scope,
       const char *more)
{
  g_autofree char *token = new_word ();
  g_autofree char *secret = new_word ();
  g_autofree char *form = g_strdup_printf ("oauth_token=%s&oauth_token_secret=%s%s", token, secret, more);

  orch_sandbox_store_run (side->store,
                          "INSERT INTO oscar_token (token, dialect, kind, secret, callback, login, scope, issued) "
                          "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                          "tittttti", token, (gint64) side->dialect, kind, secret, callback, login, scope,
                          orch_clock_now_us ());
  return plain (200, "application/x-www-form-urlencoded", form);
}

static OrchSandboxReply *
initiate (const OrchSandboxOscarSide *side, const OrchSandboxRequest *request)
{
  g_auto (OrchSandboxOscarSigned) signature = { 0 };
  g_autofree char *registered = g_strconcat (side->origin, "/training/oscar", NULL);
  const char *callback;
  gboolean post = g_str_equal (request->method, "POST");

  if (!post && (side->dialect == ORCH_SANDBOX_OPENO || !g_str_equal (request->method, "GET")))
    return wrong_method (side->dialect == ORCH_SANDBOX_OPENO ? "POST" : "GET, POST");
  read_signed (side, request, &signature);
  if (orch_sandbox_oscar_signed_get (&signature, "oauth_consumer_key") == NULL)
    return refuse (side, 400, "missing_consumer_key");
  if (!is_client (side, &signature))
    return refuse (side, 401, "invalid_consumer");
  if (!is_right (side, request, &signature, NULL))
    return refuse (side, 401, "invalid_signature");
  callback = orch_sandbox_oscar_signed_get (&signature, "oauth_callback");
  return issue (side, "request", callback != NULL ? callback : registered, NULL,
                orch_sandbox_oscar_signed_find (&signature, "scope"), "&oauth_callback_confirmed=true");
}

static const OrchSandboxOscarUser *
find_user (const char *login)
{
  for (gsize i = 0; i < G_N_ELEMENTS (users); i++)
    if (g_strcmp0 (users[i].name, login) == 0)
      return &users[i];
  return NULL;
}

static OrchSandboxReply *
go_back (const Token *token, const char *name, const char *verifier)
{
  OrchSandboxReply *reply;
  g_autofree char *location = NULL;

  if (g_str_equal (token->callback, "oob"))
    {
      g_autofree char *text = g_strconcat (verifier == NULL ? "" : "oauth_verifier=", verifier, NULL);

      return plain (200, "text/plain", text);
    }
  location = g_strconcat (token->callback, strchr (token->callback, '?') == NULL ? "?" : "&", "oauth_token=", name,
                          verifier == NULL ? NULL : "&oauth_verifier=", verifier, NULL);
  reply = orch_sandbox_reply_new (303);
  orch_sandbox_reply_set_header (reply, "Location", location);
  return reply;
}

/* Signing in and consent are one form here. */
static OrchSandboxReply *
authorize (const OrchSandboxOscarSide *side, const OrchSandboxRequest *request)
{
  gboolean post = g_str_equal (request->method, "POST");
  g_autofree char *text = post ? g_strndup (request->body, request->body_length) : g_strdup (request->query);
  g_autoptr (GHashTable) form = soup_form_decode (text == NULL ? "" : text);
  const char *name = g_hash_table_lookup (form, "oauth_token");
  const char *decision = g_hash_table_lookup (form, "oauthDecision");
  const char *password = g_hash_table_lookup (form, "password");
  const char *pin = g_hash_table_lookup (form, "pin");
  const OrchSandboxOscarUser *user;
  g_auto (Token) token = { 0 };
  g_autofree char *verifier = NULL;

  if (!post && !g_str_equal (request->method, "GET"))
    return wrong_method ("GET, POST");
  if (name == NULL || *name == '\0')
    return plain (400, "text/plain", "missing oauth_token");
  if (!find_request_token (side, name, &token))
    return plain (400, "text/plain", "invalid_request_token");
  if (!post)
    return orch_sandbox_oscar_page_login (side->root, clients[side->dialect].name, name, FALSE);
  if (g_strcmp0 (decision, "deny") == 0)
    {
      forget_token (side, name);
      return go_back (&token, name, NULL);
    }
  if (g_hash_table_lookup (form, "username") == NULL && side->dialect == ORCH_SANDBOX_OPENO)
    return plain (401, "text/plain", "login_required");
  user = find_user (g_hash_table_lookup (form, "username"));
  if (user == NULL || g_strcmp0 (user->password, password) != 0 || g_strcmp0 (user->pin, pin) != 0)
    return orch_sandbox_oscar_page_login (side->root, clients[side->dialect].name, name, TRUE);
  /* The older one wants the consent said. */
  if (decision == NULL && side->dialect == ORCH_SANDBOX_OSCAR15)
    return orch_sandbox_oscar_page_login (side->root, clients[side->dialect].name, name, FALSE);
  verifier = new_word ();
  orch_sandbox_store_run (side->store, "UPDATE oscar_token SET verifier = ?, login = ? WHERE token = ?", "ttt",
                          verifier, user->name, name);
  return go_back (&token, name, verifier);
}

static OrchSandboxReply *
exchange (const OrchSandboxOscarSide *side, const OrchSandboxRequest *request)
{
  g_auto (OrchSandboxOscarSigned) signature = { 0 };
  g_auto (Token) token = { 0 };
  const char *name, *verifier;

  if (!g_str_equal (request->method, "POST"))
    return wrong_method ("POST");
  read_signed (side, request, &signature);
  name = orch_sandbox_oscar_signed_get (&signature, "oauth_token");
  verifier = orch_sandbox_oscar_signed_get (&signature, "oauth_verifier");
  if (!is_client (side, &signature))
    return refuse (side, 401, "invalid_consumer");
  if (!find_request_token (side, name, &token))
    return refuse (side, 401, "invalid_request_token");
  if (token.verifier == NULL || g_strcmp0 (verifier, token.verifier) != 0)
    return refuse (side, 401, "invalid_verifier");
  if (!is_right (side, request, &signature, token.secret))
    return refuse (side, 401, "invalid_signature");
  forget_token (side, name);
  return issue (side, "access", NULL, token.login, token.scope, "");
}

OrchSandboxReply *
orch_sandbox_oscar_oauth_handle (const OrchSandboxOscarSide *side, const OrchSandboxRequest *request, const char *what)
{
  if (g_str_equal (what, "initiate"))
    return initiate (side, request);
  if (g_str_equal (what, "authorize"))
    return authorize (side, request);
  if (g_str_equal (what, "token"))
    return exchange (side, request);
  return orch_sandbox_oscar_page_not_found (request->path);
}

const OrchSandboxOscarUser *
orch_sandbox_oscar_oauth_check (const OrchSandboxOscarSide *side, const OrchSandboxRequest *request, char **scope,
                                OrchSandboxReply **refusal)
{
  g_auto (OrchSandboxOscarSigned) signature = { 0 };
  g_auto (Token) token = { 0 };
  const OrchSandboxOscarUser *user = NULL;
  const char *name;

  read_signed (side, request, &signature);
  name = orch_sandbox_oscar_signed_get (&signature, "oauth_token");
  if (orch_sandbox_oscar_signed_get (&signature, "oauth_consumer_key") == NULL)
    *refusal = refuse_data (side, 400, "missing_consumer_key");
  else if (name == NULL)
    *refusal = refuse_data (side, 400, "missing_access_token");
  else if (!is_client (side, &signature))
    *refusal = refuse_data (side, 401, "invalid_consumer");
  else if (!find_token (side, "access", name, &token))
    *refusal = refuse_data (side, 401, "oauth_authentication_failed");
  else if (!is_right (side, request, &signature, token.secret))
    *refusal = refuse_data (side, 401, "invalid_signature");
  /* Only the older one keeps to the lifetime. */
  else if (side->dialect == ORCH_SANDBOX_OSCAR15 && is_over (&token, side->switches->lifetime_s))
    *refusal = refuse_data (side, 401, "oauth_authentication_failed");
  else if ((user = find_user (token.login)) == NULL)
    *refusal = refuse_data (side, 401, "unknown_provider");
  else
    *scope = g_steal_pointer (&token.scope);
  return user;
}

void
orch_sandbox_oscar_oauth_revoke (OrchSandboxStore *store, OrchSandboxOscarDialect dialect)
{
  orch_sandbox_store_run (store, "DELETE FROM oscar_token WHERE dialect = ? AND kind = 'access'", "i",
                          (gint64) dialect);
}

JsonObject *
orch_sandbox_oscar_oauth_describe (const char *origin)
{
  JsonObject *all = json_object_new ();
  JsonArray *people = json_array_new ();

  for (gsize i = 0; i < ORCH_SANDBOX_OSCAR_DIALECTS; i++)
    {
      JsonObject *one = json_object_new ();
      g_autofree char *base = g_strconcat (origin, clients[i].root, NULL);

      json_object_set_string_member (one, "base", base);
      json_object_set_string_member (one, "client_key", clients[i].key);
      json_object_set_string_member (one, "client_secret", clients[i].secret);
      json_object_set_object_member (all, clients[i].name, one);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (users); i++)
    {
      JsonObject *one = json_object_new ();

      json_object_set_string_member (one, "username", users[i].name);
      json_object_set_string_member (one, "password", users[i].password);
      json_object_set_string_member (one, "pin", users[i].pin);
      json_object_set_string_member (one, "provider_no", users[i].provider_no);
      json_object_set_boolean_member (one, "doctor", users[i].doctor);
      json_array_add_object_element (people, one);
    }
  json_object_set_array_member (all, "users", people);
  return all;
}
