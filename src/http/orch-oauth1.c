/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-oauth1.h.
 */
#include "orch-oauth1.h"

#include <string.h>

#define SHA1_BYTES 20

typedef struct
{
  char *name; /* (owned) escaped */
  char *value;
} Pair;

static void
pair_free (gpointer data)
{
  Pair *self = data;

  g_free (self->name);
  g_free (self->value);
  g_free (self);
}

static void
add (GPtrArray *pairs, const char *name, const char *value)
{
  Pair *pair = g_new0 (Pair, 1);

  pair->name = orch_oauth1_escape (name);
  pair->value = orch_oauth1_escape (value);
  g_ptr_array_add (pairs, pair);
}

static void
add_all (GPtrArray *pairs, const char *const *parameters)
{
  for (gsize i = 0; parameters != NULL && parameters[i] != NULL; i += 2)
    add (pairs, parameters[i], parameters[i + 1]);
}

/* Escapes that are none, and bytes that are no UTF-8, stand for themselves. */
static char *
unescape (const char *text, gssize length)
{
  g_autofree char *copy = length < 0 ? g_strdup (text) : g_strndup (text, (gsize) length);
  char *plain = g_uri_unescape_string (copy, NULL);

  return plain != NULL ? plain : g_steal_pointer (&copy);
}

static void
add_query (GPtrArray *pairs, const char *query)
{
  g_auto (GStrv) parts = g_strsplit (query != NULL ? query : "", "&", -1);

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      const char *equals = strchr (parts[i], '=');
      g_autofree char *name = unescape (parts[i], equals != NULL ? equals - parts[i] : -1);
      g_autofree char *value = unescape (equals != NULL ? equals + 1 : "", -1);

      if (parts[i][0] != '\0')
        add (pairs, name, value);
    }
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const Pair *one = *(const Pair *const *) a;
  const Pair *two = *(const Pair *const *) b;
  const int by_name = strcmp (one->name, two->name);

  return by_name != 0 ? by_name : strcmp (one->value, two->value);
}

static int
get_usual_port (const char *scheme)
{
  return g_ascii_strcasecmp (scheme, "https") == 0 ? 443 : g_ascii_strcasecmp (scheme, "http") == 0 ? 80 : -1;
}

/* Scheme and host in lower case, the port unless it is the usual one, the path as it is. */
static char *
dup_base (const char *url, const char *seen_as, char **query)
{
  g_autofree char *scheme = NULL;
  g_autofree char *host = NULL;
  g_autofree char *path = NULL;
  g_autofree char *lower_scheme = NULL;
  g_autofree char *lower_host = NULL;
  g_autofree char *port_text = NULL;
  int port = -1;

  if (!g_uri_split (url, G_URI_FLAGS_ENCODED, &scheme, NULL, &host, &port, &path, query, NULL, NULL))
    return NULL;
  if (seen_as != NULL)
    {
      g_clear_pointer (&scheme, g_free);
      g_clear_pointer (&host, g_free);
      port = -1;
      if (!g_uri_split (seen_as, G_URI_FLAGS_ENCODED, &scheme, NULL, &host, &port, NULL, NULL, NULL, NULL))
        return NULL;
    }
  if (scheme == NULL || host == NULL)
    return NULL;
  lower_scheme = g_ascii_strdown (scheme, -1);
  lower_host = g_ascii_strdown (host, -1);
  if (port > 0 && port != get_usual_port (scheme))
    port_text = g_strdup_printf (":%d", port);
  return g_strconcat (lower_scheme, "://", lower_host, port_text != NULL ? port_text : "", path[0] != '\0' ? path : "/",
                      NULL);
}

char *
orch_oauth1_escape (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  /* By bytes: what is no UTF-8 is escaped like anything else. */
  return g_uri_escape_bytes ((const guint8 *) text, strlen (text), NULL);
}

char *
orch_oauth1_dup_signature (const OrchOauth1Keys *keys, const char *method, const char *url, const char *const *form,
                           const char *const *oauth)
{
  g_autoptr (GPtrArray) pairs = g_ptr_array_new_with_free_func (pair_free);
  g_autoptr (GString) parameters = g_string_new (NULL);
  g_autoptr (GHmac) hmac = NULL;
  g_autofree char *query = NULL;
  g_autofree char *base = NULL;
  g_autofree char *escaped_base = NULL;
  g_autofree char *escaped_parameters = NULL;
  g_autofree char *consumer = NULL;
  g_autofree char *token = NULL;
  char *key = NULL;
  guint8 digest[SHA1_BYTES];
  gsize length = sizeof digest;

  g_return_val_if_fail (keys != NULL && keys->consumer_secret != NULL, NULL);
  g_return_val_if_fail (method != NULL && url != NULL, NULL);

  base = dup_base (url, keys->seen_as, &query);
  if (base == NULL)
    return NULL;
  add_all (pairs, oauth);
  add_all (pairs, form);
  add_query (pairs, query);
  g_ptr_array_sort (pairs, compare);
  for (guint i = 0; i < pairs->len; i++)
    {
      const Pair *pair = g_ptr_array_index (pairs, i);

      g_string_append_printf (parameters, "%s%s=%s", i > 0 ? "&" : "", pair->name, pair->value);
    }
  escaped_base = orch_oauth1_escape (base);
  escaped_parameters = orch_oauth1_escape (parameters->str);

  consumer = orch_oauth1_escape (keys->consumer_secret);
  token = orch_oauth1_escape (keys->token_secret != NULL ? keys->token_secret : "");
  key = g_strconcat (consumer, "&", token, NULL);
  hmac = g_hmac_new (G_CHECKSUM_SHA1, (const guchar *) key, strlen (key));
  g_hmac_update (hmac, (const guchar *) method, -1);
  g_hmac_update (hmac, (const guchar *) "&", 1);
  g_hmac_update (hmac, (const guchar *) escaped_base, -1);
  g_hmac_update (hmac, (const guchar *) "&", 1);
  g_hmac_update (hmac, (const guchar *) escaped_parameters, -1);
  g_hmac_get_digest (hmac, digest, &length);
  explicit_bzero (key, strlen (key));
  explicit_bzero (consumer, strlen (consumer));
  explicit_bzero (token, strlen (token));
  g_free (key);
  return g_base64_encode (digest, length);
}

char *
orch_oauth1_dup_header (const OrchOauth1Keys *keys, const char *method, const char *url, const char *const *form,
                        const char *const *extra, gint64 now_s, const char *nonce)
{
  g_autofree char *fresh = nonce == NULL ? g_uuid_string_random () : NULL;
  g_autofree char *timestamp = g_strdup_printf ("%" G_GINT64_FORMAT, now_s);
  g_autoptr (GPtrArray) oauth = g_ptr_array_new ();
  g_autoptr (GString) header = g_string_new ("OAuth ");
  g_autofree char *signature = NULL;

  g_return_val_if_fail (keys != NULL && keys->consumer_key != NULL, NULL);

  const char *const always[] = { "oauth_consumer_key",
                                 keys->consumer_key,
                                 "oauth_nonce",
                                 nonce != NULL ? nonce : fresh,
                                 "oauth_signature_method",
                                 "HMAC-SHA1",
                                 "oauth_timestamp",
                                 timestamp,
                                 "oauth_version",
                                 "1.0",
                                 keys->token != NULL ? "oauth_token" : NULL,
                                 keys->token,
                                 NULL };
  for (gsize i = 0; always[i] != NULL; i++)
    g_ptr_array_add (oauth, (gpointer) always[i]);
  for (gsize i = 0; extra != NULL && extra[i] != NULL; i++)
    g_ptr_array_add (oauth, (gpointer) extra[i]);
  g_ptr_array_add (oauth, NULL);
  signature = orch_oauth1_dup_signature (keys, method, url, form, (const char *const *) oauth->pdata);
  if (signature == NULL)
    return NULL;

  for (guint i = 0; i + 1 < oauth->len; i += 2)
    {
      g_autofree char *value = orch_oauth1_escape (g_ptr_array_index (oauth, i + 1));

      g_string_append_printf (header, "%s=\"%s\", ", (const char *) g_ptr_array_index (oauth, i), value);
    }
  /* A plus sign that is left as it is becomes a space there. */
  g_autofree char *escaped = orch_oauth1_escape (signature);

  g_string_append_printf (header, "oauth_signature=\"%s\"", escaped);
  return g_string_free (g_steal_pointer (&header), FALSE);
}
