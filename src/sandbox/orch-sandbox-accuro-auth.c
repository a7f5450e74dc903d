/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Who may call Accuro's look-alike. See the header. The order of the checks and the words are those of QHR's developer documentation;
 * where it has none, README.md says what was assumed. Main thread.
 */
#include "orch-sandbox-accuro-auth.h"

#include "core/orch-clock.h"

#include "orch-sandbox-emr-token.h"
#include "orch-sandbox-jose.h"

#define SERVER "accuro"
#define TENANT "FORMATION"
#define DATABASE_UUID "5b0c7c2e-6f0a-4d0e-9d63-0f0e2a4c1b77"
#define SUBSCRIPTION_KEY "0f0rmat10nabc0nnement0accuro0001"
#define CLIENT_ID "0oaformation0accuro"
#define CLIENT_SECRET "Secret-Client-Accuro-1"
#define SCOPES "PROVIDER_READ SCHEDULING_READ SCHEDULING_WRITE PATIENT_READ PATIENT_WRITE DOCUMENT_WRITE LETTER_WRITE"
#define REFRESH_LIVES_S (30 * 24 * 3600)

/* The client has a service user of its own: its permissions are what the client may see. */
static const OrchSandboxAccuroUser users[] = {
  { "ServiceAPI" TENANT, NULL, FALSE },
  { "OrchestrateurAPI" TENANT, "Accuro-Formation-1", FALSE },
  { "SansDroitsAPI" TENANT, "Accuro-Formation-2", TRUE },
};

static const OrchSandboxAccuroUser *
find_user (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (users); i++)
    if (g_strcmp0 (users[i].name, name) == 0)
      return &users[i];
  return NULL;
}

gboolean
orch_sandbox_accuro_auth_has_scope (const char *scope, const char *wanted)
{
  g_auto (GStrv) parts = g_strsplit (scope == NULL ? "" : scope, " ", -1);

  return g_strv_contains ((const char *const *) parts, wanted);
}

/* Commas or spaces between: the documentation shows both. Returns what is granted, %NULL when something is not the client's to have. */
static char *
grant_scopes (const char *asked)
{
  g_auto (GStrv) parts = g_strsplit_set (asked == NULL ? "" : asked, " ,", -1);
  g_autoptr (GString) granted = g_string_new (NULL);

  for (int i = 0; parts[i] != NULL; i++)
    {
      if (*parts[i] == '\0')
        continue;
      if (!orch_sandbox_accuro_auth_has_scope (SCOPES, parts[i]))
        return NULL;
      g_string_append_printf (granted, "%s%s", granted->len == 0 ? "" : " ", parts[i]);
    }
  return granted->len == 0 ? NULL : g_string_free_and_steal (g_steal_pointer (&granted));
}

/* Basic, the two halves as they are, or in the form. */
static gboolean
read_client (const OrchSandboxRequest *request, GHashTable *form, char **id, char **secret)
{
  if (request->authorization != NULL && g_ascii_strncasecmp (request->authorization, "Basic ", 6) == 0)
    {
      gsize length = 0;
      g_autofree guchar *bytes = g_base64_decode (request->authorization + 6, &length);
      g_autofree char *text = g_strndup ((const char *) bytes, length);
      char *colon = strchr (text, ':');

      *id = g_strndup (text, colon == NULL ? length : (gsize) (colon - text));
      *secret = g_strdup (colon == NULL ? "" : colon + 1);
      return TRUE;
    }
  *id = g_strdup (g_hash_table_lookup (form, "client_id"));
  *secret = g_strdup (g_hash_table_lookup (form, "client_secret"));
  return *id != NULL || request->authorization != NULL;
}

static gboolean
is_client (const char *id, const char *secret)
{
  return g_strcmp0 (id, CLIENT_ID) == 0 && g_strcmp0 (secret, CLIENT_SECRET) == 0;
}

static char *
make_jwt (OrchSandboxStore *store, const OrchSandboxAccuroUser *user, const char *scope, gint64 lifetime_s)
{
  g_autofree char *pem = orch_sandbox_store_get_value (store, "signing-key");
  g_autofree char *jti = g_uuid_string_random ();
  g_auto (GStrv) parts = g_strsplit (scope, " ", -1);
  g_autoptr (JsonObject) claims = json_object_new ();
  JsonArray *scopes = json_array_new ();
  gint64 now = orch_clock_now_us () / G_USEC_PER_SEC;

  for (int i = 0; parts[i] != NULL; i++)
    json_array_add_string_element (scopes, parts[i]);
  json_object_set_int_member (claims, "ver", 1);
  json_object_set_string_member (claims, "jti", jti);
  json_object_set_string_member (claims, "iss", "https://accuro-formation.example/oauth2/default");
  json_object_set_string_member (claims, "aud", "api://default");
  json_object_set_string_member (claims, "sub", user->name);
  json_object_set_int_member (claims, "iat", now);
  json_object_set_int_member (claims, "exp", now + lifetime_s);
  json_object_set_string_member (claims, "cid", CLIENT_ID);
  json_object_set_array_member (claims, "scp", scopes);
  return orch_sandbox_jose_sign (pem, claims);
}

static OrchSandboxReply *
issue (OrchSandboxStore *store, const OrchSandboxAccuroSwitches *switches, const OrchSandboxAccuroUser *user,
       const char *scope)
{
  JsonObject *object = json_object_new ();
  g_autofree char *jwt = make_jwt (store, user, scope, switches->lifetime_s);
  g_autofree char *access =
      orch_sandbox_emr_token_issue (store, jwt, SERVER, "access", user->name, scope, switches->lifetime_s);
  OrchSandboxReply *reply;

  json_object_set_string_member (object, "token_type", "Bearer");
  json_object_set_int_member (object, "expires_in", switches->lifetime_s);
  json_object_set_string_member (object, "access_token", access);
  json_object_set_string_member (object, "scope", scope);
  /* A client just asks again; who signed in with a password renews. */
  if (user->password != NULL)
    {
      g_autofree char *refresh =
          orch_sandbox_emr_token_issue (store, NULL, SERVER, "refresh", user->name, scope, REFRESH_LIVES_S);

      json_object_set_string_member (object, "refresh_token", refresh);
    }
  reply = orch_sandbox_accuro_reply_object (object);
  orch_sandbox_reply_set_header (reply, "Cache-Control", "no-store");
  return reply;
}

static OrchSandboxReply *
by_client (OrchSandboxStore *store, const OrchSandboxAccuroSwitches *switches, const OrchSandboxRequest *request,
           GHashTable *form)
{
  g_autofree char *id = NULL;
  g_autofree char *secret = NULL;
  g_autofree char *scope = grant_scopes (g_hash_table_lookup (form, "scope"));

  if (!read_client (request, form, &id, &secret) || !is_client (id, secret))
    return orch_sandbox_accuro_error (401, "Unauthorized");
  if (scope == NULL)
    return orch_sandbox_accuro_error (400, "Bad Request");
  if (switches->clash == ORCH_SANDBOX_ACCURO_REFUSED)
    return orch_sandbox_accuro_error (403, "API user is already connected to another instance");
  return issue (store, switches, &users[0], scope);
}

static OrchSandboxReply *
by_password (OrchSandboxStore *store, const OrchSandboxAccuroSwitches *switches, const OrchSandboxRequest *request,
             GHashTable *form)
{
  const char *asked = g_hash_table_lookup (form, "scope");
  const char *password = g_hash_table_lookup (form, "password");
  const OrchSandboxAccuroUser *user = find_user (g_hash_table_lookup (form, "username"));
  g_autofree char *scope = grant_scopes (asked == NULL || *asked == '\0' ? SCOPES : asked);
  g_autofree char *id = NULL;
  g_autofree char *secret = NULL;

  /* The client need not say who it is, but it must not lie. */
  if ((read_client (request, form, &id, &secret) && !is_client (id, secret)) || user == NULL ||
      user->password == NULL || g_strcmp0 (password, user->password) != 0)
    return orch_sandbox_accuro_error (401, "Unauthorized");
  if (scope == NULL)
    return orch_sandbox_accuro_error (400, "Bad Request");
  if (switches->clash == ORCH_SANDBOX_ACCURO_REFUSED)
    return orch_sandbox_accuro_error (403, "API user is already connected to another instance");
  if (switches->clash == ORCH_SANDBOX_ACCURO_ENDS_FIRST)
    orch_sandbox_emr_token_end (store, SERVER, NULL, user->name);
  return issue (store, switches, user, scope);
}

static OrchSandboxReply *
by_refresh (OrchSandboxStore *store, const OrchSandboxAccuroSwitches *switches, GHashTable *form)
{
  const char *text = g_hash_table_lookup (form, "refresh_token");
  g_auto (OrchSandboxEmrToken) token = { 0 };
  const OrchSandboxAccuroUser *user =
      orch_sandbox_emr_token_find (store, text, SERVER, "refresh", &token) ? find_user (token.user) : NULL;

  if (user == NULL)
    return orch_sandbox_accuro_error (400, "Bad Request");
  /* Good once. */
  orch_sandbox_emr_token_spend (store, text);
  return issue (store, switches, user, token.scope);
}

OrchSandboxReply *
orch_sandbox_accuro_auth_token (OrchSandboxStore *store, const OrchSandboxAccuroSwitches *switches,
                                const OrchSandboxRequest *request, gboolean legacy)
{
  g_autoptr (GHashTable) query = soup_form_decode (request->query == NULL ? "" : request->query);
  g_autofree char *body = g_strndup (request->body == NULL ? "" : request->body, request->body_length);
  g_autoptr (GHashTable) form = soup_form_decode (body);
  const char *grant = g_hash_table_lookup (form, "grant_type");
  const char *tenant = g_hash_table_lookup (query, "tenant");

  if (!g_str_equal (request->method, "POST"))
    return orch_sandbox_accuro_error (405, "Method Not Allowed");
  /* Capital letters count. */
  if (request->content_type == NULL || !g_str_has_prefix (request->content_type, "application/x-www-form-urlencoded") ||
      tenant == NULL || !g_str_equal (tenant, TENANT))
    return orch_sandbox_accuro_error (400, "Bad Request");
  if (g_strcmp0 (grant, "client_credentials") == 0)
    return by_client (store, switches, request, form);
  if (g_strcmp0 (grant, "password") == 0 && legacy)
    return by_password (store, switches, request, form);
  if (g_strcmp0 (grant, "refresh_token") == 0)
    return by_refresh (store, switches, form);
  return orch_sandbox_accuro_error (400, "Bad Request");
}

static OrchSandboxReply *
refuse_token (void)
{
  OrchSandboxReply *reply = orch_sandbox_accuro_error (401, "Unauthorized");

  orch_sandbox_reply_set_header (reply, "WWW-Authenticate", "Bearer error=\"invalid_token\"");
  return reply;
}

const OrchSandboxAccuroUser *
orch_sandbox_accuro_auth_check (OrchSandboxStore *store, const OrchSandboxAccuroSwitches *switches,
                                const OrchSandboxRequest *request, GHashTable *query, char **scope,
                                OrchSandboxReply **refusal)
{
  const char *key = soup_message_headers_get_one (request->headers, "X-QHR-Subscription-Key");
  const char *uuid = g_hash_table_lookup (query, "uuid");
  const char *bearer = request->authorization;
  const OrchSandboxAccuroUser *user = NULL;
  g_auto (OrchSandboxEmrToken) token = { 0 };

  if (g_strcmp0 (key, SUBSCRIPTION_KEY) != 0)
    *refusal = orch_sandbox_accuro_error (401, key == NULL ? "Access denied due to missing subscription key"
                                                           : "Access denied due to invalid subscription key");
  else if (bearer == NULL || g_ascii_strncasecmp (bearer, "bearer ", 7) != 0 ||
           !orch_sandbox_emr_token_find (store, bearer + 7, SERVER, "access", &token) ||
           (user = find_user (token.user)) == NULL)
    *refusal = refuse_token ();
  else if (uuid == NULL || *uuid == '\0')
    *refusal = orch_sandbox_accuro_error (400, "Bad Request");
  else if (g_ascii_strcasecmp (uuid, DATABASE_UUID) != 0)
    *refusal = orch_sandbox_accuro_error (401, "Unauthorized");
  else if (switches->unapproved)
    *refusal = orch_sandbox_accuro_error (403, "Forbidden");
  else
    {
      *scope = g_steal_pointer (&token.scope);
      return user;
    }
  return NULL;
}

void
orch_sandbox_accuro_auth_end (OrchSandboxStore *store, gboolean all)
{
  orch_sandbox_emr_token_end (store, SERVER, all ? NULL : "access", NULL);
}

JsonObject *
orch_sandbox_accuro_auth_describe (const char *base)
{
  JsonObject *object = json_object_new ();
  JsonArray *people = json_array_new ();

  json_object_set_string_member (object, "base", base);
  json_object_set_string_member (object, "tenant", TENANT);
  json_object_set_string_member (object, "uuid", DATABASE_UUID);
  json_object_set_string_member (object, "subscription_key", SUBSCRIPTION_KEY);
  json_object_set_string_member (object, "client_id", CLIENT_ID);
  json_object_set_string_member (object, "client_secret", CLIENT_SECRET);
  json_object_set_string_member (object, "scope", SCOPES);
  for (gsize i = 0; i < G_N_ELEMENTS (users); i++)
    if (users[i].password != NULL)
      {
        JsonObject *one = json_object_new ();

        json_object_set_string_member (one, "username", users[i].name);
        json_object_set_string_member (one, "password", users[i].password);
        json_object_set_boolean_member (one, "restricted", users[i].restricted);
        json_array_add_object_element (people, one);
      }
  json_object_set_array_member (object, "users", people);
  return object;
}
