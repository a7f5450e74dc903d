/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-oscar-client.h.
 */
#include "orch-oscar-client.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "http/orch-json.h"
#include "http/orch-oauth1.h"
#include "http/orch-url.h"

#define SERVICES "/ws/services"
#define TOKEN_MAX 500

struct _OrchOscarClient
{
  GObject parent_instance;

  /* owned */
  OrchHttp *http;
  GCancellable *cancellable; /* (nullable) */
  char *base;
  char *consumer_key;
  char *consumer_secret;
  char *token; /* (nullable) */
  char *token_secret;
  char *request_token; /* (nullable) */
  char *request_secret;
  char *seen_as; /* (nullable) */
  gint64 offset_us;
};

typedef enum
{
  WITH_TOKEN,
  WITH_CONSUMER,
  WITH_REQUEST,
  WITH_NOTHING,
} Signer;

typedef struct
{
  OrchOscarClient *client;
  const char *method;
  char *url;
  GBytes *body; /* (nullable) JSON */
  Signer signer;
  char *name; /* (nullable) of an oauth_ parameter more, with its value */
  char *value;
} Call;

G_DEFINE_FINAL_TYPE (OrchOscarClient, orch_oscar_client, G_TYPE_OBJECT)

static void
wipe (char **secret)
{
  if (*secret != NULL)
    explicit_bzero (*secret, strlen (*secret));
  g_clear_pointer (secret, g_free);
}

static void
call_free (Call *self)
{
  g_clear_object (&self->client);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->url);
  g_free (self->name);
  wipe (&self->value);
  g_free (self);
}

static Call *
call_new (OrchOscarClient *client, const char *method, Signer signer, const char *at, const char *path)
{
  Call *self = g_new0 (Call, 1);

  self->client = g_object_ref (client);
  self->method = method;
  self->signer = signer;
  self->url = g_strconcat (client->base, at, path, NULL);
  return self;
}

static OrchOauth1Keys
get_keys (OrchOscarClient *self, Signer signer)
{
  OrchOauth1Keys keys = { .consumer_key = self->consumer_key,
                          .consumer_secret = self->consumer_secret,
                          .seen_as = self->seen_as };

  if (signer == WITH_TOKEN)
    {
      keys.token = self->token;
      keys.token_secret = self->token_secret;
    }
  else if (signer == WITH_REQUEST)
    {
      keys.token = self->request_token;
      keys.token_secret = self->request_secret;
    }
  return keys;
}

/* Awaits. Returns: (transfer full) (nullable): whatever its status */
static OrchHttpAnswer *
send (Call *call, GError **error)
{
  OrchOscarClient *self = call->client;
  const OrchOauth1Keys keys = get_keys (self, call->signer);
  const char *const extra[] = { call->name, call->value, NULL };
  g_autofree char *header = NULL;
  g_autoptr (OrchHttpAnswer) answer = NULL;

  if (call->signer != WITH_NOTHING)
    {
      header = orch_oauth1_dup_header (&keys, call->method, call->url, NULL, extra,
                                       orch_clock_now_us () / G_USEC_PER_SEC, NULL);
      if (header == NULL)
        {
          g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, call->url);
          return NULL;
        }
    }
  const char *const headers[] = { header != NULL ? "Authorization" : NULL, header, NULL };
  answer = dex_await_object (orch_http_send (self->http,
                                             &(OrchHttpRequest) {
                                                 .method = call->method,
                                                 .url = call->url,
                                                 .accept = "application/json, text/plain;q=0.5, */*;q=0.1",
                                                 .content_type = call->body != NULL ? "application/json" : NULL,
                                                 .body = call->body,
                                                 .headers = headers,
                                                 .cancellable = self->cancellable,
                                             }),
                             error);
  if (answer != NULL)
    orch_http_answer_get_clock_offset (answer, &self->offset_us);
  return g_steal_pointer (&answer);
}

/* Awaits. Returns: (transfer full) (nullable): a success */
static OrchHttpAnswer *
send_well (Call *call, GError **error)
{
  g_autoptr (GError) refusal = NULL;
  g_autoptr (OrchHttpAnswer) answer = send (call, error);

  if (answer == NULL || orch_http_answer_is_success (answer))
    return g_steal_pointer (&answer);
  orch_http_answer_set_error (answer, NULL, &refusal);
  /* What was signed carries its time, and is not good for long. */
  if (orch_http_answer_get_status (answer) == 401)
    orch_http_answer_blame_clock (answer, &refusal);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return NULL;
}

static DexFuture *
data_fiber (gpointer user_data)
{
  Call *call = user_data;
  GError *error = NULL;
  g_autoptr (OrchHttpAnswer) answer = NULL;
  g_autoptr (JsonNode) root = NULL;

  if (call->client->token == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "%s",
                                  _ ("OSCAR has not authorised this connection yet"));
  answer = send_well (call, &error);
  if (answer == NULL)
    return dex_future_new_for_error (error);
  /* Nothing to say is said with nothing. */
  if (g_bytes_get_size (orch_http_answer_get_body (answer)) == 0)
    return dex_future_new_take_boxed (JSON_TYPE_NODE, json_node_new (JSON_NODE_NULL));
  root = dex_await_boxed (orch_json_parse (orch_http_answer_get_body (answer)), &error);
  if (root == NULL)
    return dex_future_new_for_error (error);
  return dex_future_new_take_boxed (JSON_TYPE_NODE, g_steal_pointer (&root));
}

static DexFuture *
look_fiber (gpointer user_data)
{
  GError *error = NULL;
  OrchHttpAnswer *answer = send (user_data, &error);

  return answer != NULL ? dex_future_new_take_object (answer) : dex_future_new_for_error (error);
}

/* "oauth_token=…&oauth_token_secret=…" */
static gboolean
read_token (OrchHttpAnswer *answer, char **token, char **secret, GError **error)
{
  gsize length = 0;
  const char *data = g_bytes_get_data (orch_http_answer_get_body (answer), &length);
  g_autofree char *body = g_strndup (data != NULL ? data : "", length);
  g_autoptr (GHashTable) values = g_uri_parse_params (g_strstrip (body), -1, "&", G_URI_PARAMS_WWW_FORM, NULL);
  const char *found = values != NULL ? g_hash_table_lookup (values, "oauth_token") : NULL;
  const char *found_secret = values != NULL ? g_hash_table_lookup (values, "oauth_token_secret") : NULL;

  if (found == NULL || found_secret == NULL || found[0] == '\0' || strlen (found) > TOKEN_MAX ||
      strlen (found_secret) > TOKEN_MAX)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, _ ("The server gave no token"));
      return FALSE;
    }
  g_set_str (token, found);
  wipe (secret);
  *secret = g_strdup (found_secret);
  return TRUE;
}

static DexFuture *
initiate_fiber (gpointer user_data)
{
  Call *call = user_data;
  OrchOscarClient *self = call->client;
  GError *error = NULL;
  g_autoptr (OrchHttpAnswer) answer = send_well (call, &error);
  g_autofree char *escaped = NULL;

  if (answer == NULL || !read_token (answer, &self->request_token, &self->request_secret, &error))
    return dex_future_new_for_error (error);
  escaped = orch_oauth1_escape (self->request_token);
  return dex_future_new_take_string (g_strconcat (self->base, "/ws/oauth/authorize?oauth_token=", escaped, NULL));
}

static DexFuture *
exchange_fiber (gpointer user_data)
{
  Call *call = user_data;
  OrchOscarClient *self = call->client;
  GError *error = NULL;
  g_autoptr (OrchHttpAnswer) answer = NULL;

  if (self->request_token == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "%s", _ ("The authorisation was not begun"));
  answer = send_well (call, &error);
  if (answer == NULL || !read_token (answer, &self->token, &self->token_secret, &error))
    return dex_future_new_for_error (error);
  g_clear_pointer (&self->request_token, g_free);
  wipe (&self->request_secret);
  return dex_future_new_take_string (g_strconcat (self->token, " ", self->token_secret, NULL));
}

static DexFuture *
spawn (DexFiberFunc fiber, Call *call)
{
  return dex_scheduler_spawn (NULL, 0, fiber, call, (GDestroyNotify) call_free);
}

static void
orch_oscar_client_finalize (GObject *object)
{
  OrchOscarClient *self = ORCH_OSCAR_CLIENT (object);

  g_clear_object (&self->http);
  g_clear_object (&self->cancellable);
  g_free (self->base);
  g_free (self->consumer_key);
  wipe (&self->consumer_secret);
  g_free (self->token);
  wipe (&self->token_secret);
  g_free (self->request_token);
  wipe (&self->request_secret);
  g_free (self->seen_as);
  G_OBJECT_CLASS (orch_oscar_client_parent_class)->finalize (object);
}

static void
orch_oscar_client_class_init (OrchOscarClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_oscar_client_finalize;
}

static void
orch_oscar_client_init (OrchOscarClient *self)
{
}

OrchOscarClient *
orch_oscar_client_new (OrchHttp *http, const char *base, const char *consumer_key, const char *consumer_secret,
                       GError **error)
{
  OrchOscarClient *self = NULL;
  g_autofree char *checked = NULL;

  g_return_val_if_fail (ORCH_IS_HTTP (http), NULL);
  g_return_val_if_fail (consumer_key != NULL && consumer_secret != NULL, NULL);

  checked = orch_url_check_base (base, error);
  if (checked == NULL || !orch_http_allow (http, checked, error))
    return NULL;
  self = g_object_new (ORCH_TYPE_OSCAR_CLIENT, NULL);
  self->http = g_object_ref (http);
  self->base = g_steal_pointer (&checked);
  self->consumer_key = g_strdup (consumer_key);
  self->consumer_secret = g_strdup (consumer_secret);
  return self;
}

void
orch_oscar_client_set_token (OrchOscarClient *self, const char *token, const char *secret)
{
  g_return_if_fail (ORCH_IS_OSCAR_CLIENT (self));
  g_return_if_fail (token != NULL && secret != NULL);

  g_set_str (&self->token, token);
  wipe (&self->token_secret);
  self->token_secret = g_strdup (secret);
}

void
orch_oscar_client_set_seen_as (OrchOscarClient *self, const char *address)
{
  g_return_if_fail (ORCH_IS_OSCAR_CLIENT (self));

  g_set_str (&self->seen_as, address);
}

void
orch_oscar_client_set_cancellable (OrchOscarClient *self, GCancellable *cancellable)
{
  g_return_if_fail (ORCH_IS_OSCAR_CLIENT (self));

  g_set_object (&self->cancellable, cancellable);
}

DexFuture *
orch_oscar_client_get (OrchOscarClient *self, const char *path)
{
  g_return_val_if_fail (ORCH_IS_OSCAR_CLIENT (self), NULL);
  g_return_val_if_fail (path != NULL && g_str_is_ascii (path), NULL);

  return spawn (data_fiber, call_new (self, "GET", WITH_TOKEN, SERVICES, path));
}

DexFuture *
orch_oscar_client_post (OrchOscarClient *self, const char *path, JsonObject *body)
{
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_OSCAR_CLIENT (self), NULL);
  g_return_val_if_fail (path != NULL && g_str_is_ascii (path), NULL);

  call = call_new (self, "POST", WITH_TOKEN, SERVICES, path);
  call->body = body != NULL ? orch_json_to_bytes (body) : g_bytes_new_static ("{}", 2);
  return spawn (data_fiber, call);
}

DexFuture *
orch_oscar_client_look (OrchOscarClient *self, const char *path)
{
  g_return_val_if_fail (ORCH_IS_OSCAR_CLIENT (self), NULL);

  return spawn (look_fiber, call_new (self, "GET", WITH_NOTHING, "", path));
}

DexFuture *
orch_oscar_client_initiate (OrchOscarClient *self, const char *callback)
{
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_OSCAR_CLIENT (self), NULL);
  g_return_val_if_fail (callback != NULL, NULL);

  /* Every server takes POST, not every one GET. */
  call = call_new (self, "POST", WITH_CONSUMER, "/ws/oauth", "/initiate");
  call->name = g_strdup ("oauth_callback");
  call->value = g_strdup (callback);
  return spawn (initiate_fiber, call);
}

const char *
orch_oscar_client_get_request_token (OrchOscarClient *self)
{
  g_return_val_if_fail (ORCH_IS_OSCAR_CLIENT (self), NULL);

  return self->request_token;
}

DexFuture *
orch_oscar_client_exchange (OrchOscarClient *self, const char *verifier)
{
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_OSCAR_CLIENT (self), NULL);
  g_return_val_if_fail (verifier != NULL, NULL);

  call = call_new (self, "POST", WITH_REQUEST, "/ws/oauth", "/token");
  call->name = g_strdup ("oauth_verifier");
  call->value = g_strdup (verifier);
  return spawn (exchange_fiber, call);
}

gint64
orch_oscar_client_get_offset_us (OrchOscarClient *self)
{
  g_return_val_if_fail (ORCH_IS_OSCAR_CLIENT (self), 0);

  return self->offset_us;
}
