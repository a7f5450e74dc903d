/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A client of OSCAR's look-alikes. See the header.
 */
#include "orch-sandbox-oscar-client.h"

const OscarServer oscar_servers[BOTH] = {
  { "oscar15", "/emr/oscar15/oscar", "formationoscar01", "secretformation1" },
  { "openo", "/emr/openo/oscar", "formationopeno01", "secretformation2" },
};

const OscarPerson oscar_people[3] = {
  { "orchestrateur", "Pont-Formation-1", "2580" },
  { "personnel", "Personnel-Formation-1", "1470" },
  { "sansrole", "Sansrole-Formation-1", "3690" },
};

void
token_clear (Token *token)
{
  g_clear_pointer (&token->token, g_free);
  g_clear_pointer (&token->secret, g_free);
}

static char *
pct (const char *text)
{
  return g_uri_escape_string (text, NULL, FALSE);
}

static int
by_text (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

char *
oscar_sign (const char *method, const char *url, const char *const *pairs, const char *consumer_secret,
            const char *token_secret)
{
  g_autoptr (GPtrArray) encoded = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *joined = NULL;
  g_autofree char *base_url = pct (url);
  g_autofree char *base_params = NULL;
  g_autofree char *base = NULL;
  g_autofree char *key = NULL;
  g_autoptr (GHmac) hmac = NULL;
  guint8 digest[20];
  gsize length = sizeof digest;

  for (int i = 0; pairs[i] != NULL; i++)
    {
      const char *equals = strchr (pairs[i], '=');
      g_autofree char *bare_name = g_strndup (pairs[i], (gsize) (equals - pairs[i]));
      g_autofree char *name = pct (bare_name);
      g_autofree char *value = pct (equals + 1);

      g_ptr_array_add (encoded, g_strdup_printf ("%s=%s", name, value));
    }
  g_ptr_array_sort (encoded, by_text);
  g_ptr_array_add (encoded, NULL);
  joined = g_strjoinv ("&", (char **) encoded->pdata);
  base_params = pct (joined);
  base = g_strdup_printf ("%s&%s&%s", method, base_url, base_params);
  key = g_strdup_printf ("%s&%s", consumer_secret, token_secret == NULL ? "" : token_secret);
  hmac = g_hmac_new (G_CHECKSUM_SHA1, (const guchar *) key, strlen (key));
  g_hmac_update (hmac, (const guchar *) base, -1);
  g_hmac_get_digest (hmac, digest, &length);
  return g_base64_encode (digest, length);
}

OrchSandboxAnswer *
oscar_send (Fixture *fixture, Dialect dialect, const char *method, const char *path, const How *how)
{
  g_autoptr (GPtrArray) pairs = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) header = g_string_new (NULL);
  g_autofree char *bare = g_strndup (path, strcspn (path, "?"));
  const char *query = strchr (path, '?');
  g_autofree char *url =
      g_strconcat (how->seen_as != NULL ? how->seen_as : orch_sandbox_process_get_origin (fixture->process), bare,
                   NULL);
  g_autofree char *target = NULL;
  g_autofree char *signature = NULL;
  guint n_oauth;

  g_ptr_array_add (pairs,
                   g_strdup_printf ("oauth_consumer_key=%s", how->key != NULL ? how->key : oscar_servers[dialect].key));
  g_ptr_array_add (pairs, g_strdup_printf ("oauth_nonce=%08x", g_random_int ()));
  g_ptr_array_add (pairs, g_strdup_printf ("oauth_timestamp=%" G_GINT64_FORMAT,
                                           g_get_real_time () / G_USEC_PER_SEC + fixture->ahead_s + how->skew_s));
  g_ptr_array_add (pairs,
                   g_strdup_printf ("oauth_signature_method=%s", how->method != NULL ? how->method : "HMAC-SHA1"));
  g_ptr_array_add (pairs, g_strdup ("oauth_version=1.0"));
  if (how->token != NULL)
    g_ptr_array_add (pairs, g_strdup_printf ("oauth_token=%s", how->token));
  if (how->extra != NULL)
    g_ptr_array_add (pairs, g_strdup (how->extra));
  n_oauth = pairs->len;
  for (int i = 0; i < 2; i++)
    {
      gboolean form = i == 1 && how->content_type != NULL && g_str_equal (how->content_type, FORM);
      g_auto (GStrv) parts = g_strsplit (i == 0 ? (query == NULL ? "" : query + 1) : (form ? how->body : ""), "&", -1);

      for (int j = 0; parts[j] != NULL; j++)
        if (*parts[j] != '\0')
          g_ptr_array_add (pairs, g_uri_unescape_string (parts[j], NULL));
    }
  g_ptr_array_add (pairs, NULL);
  signature = oscar_sign (method, url, (const char *const *) pairs->pdata,
                          how->secret != NULL ? how->secret : oscar_servers[dialect].secret, how->token_secret);
  g_ptr_array_remove_index (pairs, pairs->len - 1);
  if (how->spoil)
    signature[3] = signature[3] == 'A' ? 'B' : 'A';
  g_ptr_array_insert (pairs, (int) n_oauth, g_strdup_printf ("oauth_signature=%s", signature));
  for (guint i = 0; i <= n_oauth; i++)
    {
      g_auto (GStrv) halves = g_strsplit (g_ptr_array_index (pairs, i), "=", 2);
      g_autofree char *value = how->raw ? g_strdup (halves[1]) : pct (halves[1]);

      if (how->in_url)
        g_string_append_printf (header, "%s%s=%s", i == 0 ? "" : "&", halves[0], value);
      else
        g_string_append_printf (header, "%s%s=\"%s\"", i == 0 ? "OAuth " : ", ", halves[0], value);
    }
  if (how->before != NULL && !how->in_url)
    {
      g_string_prepend (header, ", ");
      g_string_prepend (header, how->before);
    }
  target = how->in_url ? g_strdup_printf ("%s%c%s", path, query == NULL ? '?' : '&', header->str) : g_strdup (path);
  return orch_sandbox_client_send (fixture->process, method, target, how->body, "Authorization",
                                   how->in_url ? how->before : header->str, "Content-Type", how->content_type, "Accept",
                                   "application/json", NULL);
}

char *
oscar_path (Dialect dialect, const char *rest)
{
  return g_strconcat (oscar_servers[dialect].root, "/ws/", rest, NULL);
}

void
oscar_read_token (OrchSandboxAnswer *answer, Token *token)
{
  g_autoptr (GHashTable) form = soup_form_decode (answer->text);

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (soup_message_headers_get_content_type (answer->headers, NULL), ==, FORM);
  token_clear (token);
  token->token = g_strdup (g_hash_table_lookup (form, "oauth_token"));
  token->secret = g_strdup (g_hash_table_lookup (form, "oauth_token_secret"));
  g_assert_nonnull (token->token);
  g_assert_nonnull (token->secret);
}

OrchSandboxAnswer *
oscar_initiate (Fixture *fixture, Dialect dialect, const char *callback)
{
  g_autofree char *path = oscar_path (dialect, "oauth/initiate");
  g_autofree char *extra = g_strconcat ("oauth_callback=", callback, NULL);
  const How how = { .extra = extra };

  return oscar_send (fixture, dialect, "POST", path, &how);
}

OrchSandboxAnswer *
oscar_consent (Fixture *fixture, Dialect dialect, const char *token, const OscarPerson *person)
{
  g_autofree char *path = oscar_path (dialect, "oauth/authorize");
  g_autofree char *form = soup_form_encode ("oauth_token", token, "username", person->user, "password",
                                            person->password, "pin", person->pin, "oauthDecision", "allow", NULL);

  return orch_sandbox_client_send (fixture->process, "POST", path, form, NULL);
}

static char *
verifier_of (OrchSandboxAnswer *answer, const char *token)
{
  const char *location = soup_message_headers_get_one (answer->headers, "Location");
  g_autofree char *expected = g_strdup_printf (CALLBACK "?oauth_token=%s&oauth_verifier=", token);

  g_assert_cmpuint (answer->status, ==, 303);
  g_assert_nonnull (location);
  g_assert_true (g_str_has_prefix (location, expected));
  return g_strdup (location + strlen (expected));
}

OrchSandboxAnswer *
oscar_exchange (Fixture *fixture, Dialect dialect, const Token *request, const char *verifier)
{
  g_autofree char *path = oscar_path (dialect, "oauth/token");
  g_autofree char *extra = g_strconcat ("oauth_verifier=", verifier, NULL);
  const How how = { .token = request->token, .token_secret = request->secret, .extra = extra };

  return oscar_send (fixture, dialect, "POST", path, &how);
}

void
oscar_get_access (Fixture *fixture, Dialect dialect, int person, Token *access)
{
  g_autoptr (OrchSandboxAnswer) initiated = oscar_initiate (fixture, dialect, CALLBACK);
  g_auto (Token) request = { 0 };
  g_autoptr (OrchSandboxAnswer) authorised = NULL;
  g_autoptr (OrchSandboxAnswer) exchanged = NULL;
  g_autofree char *verifier = NULL;

  oscar_read_token (initiated, &request);
  authorised = oscar_consent (fixture, dialect, request.token, &oscar_people[person]);
  verifier = verifier_of (authorised, request.token);
  exchanged = oscar_exchange (fixture, dialect, &request, verifier);
  oscar_read_token (exchanged, access);
}

OrchSandboxAnswer *
oscar_get (Fixture *fixture, Dialect dialect, const Token *access, const char *service)
{
  g_autofree char *rest = g_strconcat ("services/", service, NULL);
  g_autofree char *path = oscar_path (dialect, rest);
  const How how = { .token = access->token, .token_secret = access->secret };

  return oscar_send (fixture, dialect, "GET", path, &how);
}

OrchSandboxAnswer *
oscar_post (Fixture *fixture, Dialect dialect, const Token *access, const char *service, const char *body)
{
  g_autofree char *rest = g_strconcat ("services/", service, NULL);
  g_autofree char *path = oscar_path (dialect, rest);
  const How how = {
    .token = access->token, .token_secret = access->secret, .body = body, .content_type = "application/json"
  };

  return oscar_send (fixture, dialect, "POST", path, &how);
}

void
oscar_set_up (Fixture *fixture, gconstpointer data)
{
  fixture->process = orch_sandbox_process_start (NULL, NULL);
  /* A small clinic is made at once. */
  orch_sandbox_process_order (fixture->process, "emr-size", "{\"staff\": 4, \"services\": 40, \"patients\": 60}");
}

void
oscar_tear_down (Fixture *fixture, gconstpointer data)
{
  orch_sandbox_process_stop (fixture->process);
}
