/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-rest-client.h.
 */
#include "orch-rest-client.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/orch-error.h"
#include "fhir/orch-token-source.h"
#include "http/orch-json.h"
#include "http/orch-url.h"
#include "orch-rest-values.h"

/* The server may have been started anew, once. */
#define ENDED_EARLY_MAX 2

struct _OrchRestClient
{
  GObject parent_instance;

  /* owned */
  OrchHttp *http;
  OrchRestDeclaration *declaration;
  GCancellable *cancellable;
  char *base;
  char *query;             /* "uuid=…", "" = none */
  GPtrArray *headers;      /* name, value… NULL: values may be secrets */
  OrchTokenSource *tokens; /* (nullable) without a token, or none registered yet */
  OrchRestToken token;     /* borrowed from the declaration */
  char *token_url;         /* (nullable) */
  GBytes *registration;    /* (nullable) what is sent for a token */
  gint64 offset_us;
  char *ended;       /* (nullable) the last token that was refused though it was not at its end */
  guint ended_early; /* how many were */
  gboolean explained;
};

typedef struct
{
  OrchRestClient *client;
  char *path;
} Call;

G_DEFINE_FINAL_TYPE (OrchRestClient, orch_rest_client, G_TYPE_OBJECT)

static void
call_free (Call *self)
{
  g_clear_object (&self->client);
  g_free (self->path);
  g_free (self);
}

/* --- what was typed --------------------------------------------------------------------------------- */

typedef struct
{
  OrchEmr *emr;
  const char *base; /* (nullable) */
} Typed;

/* Awaits: a secret is in the keyring. */
static char *
look_up (const char *name, gpointer data, GError **error)
{
  const Typed *typed = data;
  const char *value = g_str_equal (name, "base") ? typed->base : orch_emr_get_value (typed->emr, name);

  return value != NULL ? g_strdup (value) : orch_emr_fetch_secret (typed->emr, name, error);
}

/* Awaits. What an address begins with is an address itself; the rest is escaped. Returns: (transfer full) (nullable) */
static char *
expand_address (const char *template_, Typed *typed, GError **error)
{
  const char *end = template_[0] == '{' ? strchr (template_, '}') : NULL;
  const gsize head = end != NULL ? (gsize) (end - template_) + 1 : 0;
  g_autofree char *first = g_strndup (template_, head);
  g_autofree char *start = orch_rest_expand (first, FALSE, look_up, typed, error);
  g_autofree char *rest = start != NULL ? orch_rest_expand (template_ + head, TRUE, look_up, typed, error) : NULL;

  /* With or without a slash at the end of what was typed. */
  if (rest != NULL && rest[0] == '/' && g_str_has_suffix (start, "/"))
    start[strlen (start) - 1] = '\0';
  return rest != NULL ? g_strconcat (start, rest, NULL) : NULL;
}

/* Awaits. */
static gboolean
make_headers (OrchRestClient *self, Typed *typed, GError **error)
{
  JsonObject *headers = orch_rest_declaration_get_headers (self->declaration);
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *value = NULL;

  if (headers != NULL)
    {
      json_object_iter_init (&iter, headers);
      while (json_object_iter_next (&iter, &name, &value))
        {
          char *text = orch_rest_expand (json_node_get_string (value), FALSE, look_up, typed, error);

          if (text == NULL)
            return FALSE;
          g_ptr_array_add (self->headers, g_strdup (name));
          g_ptr_array_add (self->headers, text);
        }
    }
  g_ptr_array_add (self->headers, NULL);
  return TRUE;
}

/* Awaits. Returns: (transfer full) (nullable): "a=1&b=2" */
static char *
make_query (JsonObject *templates, OrchRestLookup lookup, gpointer data, GError **error)
{
  g_autoptr (GString) query = g_string_new (NULL);
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *value = NULL;

  if (templates == NULL)
    return g_strdup ("");
  json_object_iter_init (&iter, templates);
  while (json_object_iter_next (&iter, &name, &value))
    {
      g_autofree char *text = orch_rest_expand (json_node_get_string (value), TRUE, lookup, data, error);

      if (text == NULL)
        return NULL;
      g_string_append_printf (query, "%s%s=%s", query->len > 0 ? "&" : "", name, text);
    }
  return g_string_free (g_steal_pointer (&query), FALSE);
}

/* Awaits. What is posted for a token. */
static gboolean
make_registration (OrchRestClient *self, Typed *typed, GError **error)
{
  JsonObject *body = self->token.body;
  g_autoptr (JsonObject) filled = json_object_new ();
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *value = NULL;

  if (body != NULL)
    {
      json_object_iter_init (&iter, body);
      while (json_object_iter_next (&iter, &name, &value))
        {
          char *text = orch_rest_expand (json_node_get_string (value), FALSE, look_up, typed, error);

          if (text == NULL)
            return FALSE;
          json_object_set_string_member (filled, name, text);
          orch_key_wipe (text);
        }
    }
  self->registration = orch_json_to_bytes (filled);
  return TRUE;
}

/* Awaits. */
static gboolean
make_tokens (OrchRestClient *self, Typed *typed, GError **error)
{
  const OrchRestProof proof = self->token.proof;
  g_autofree char *user_text = NULL;
  g_autoptr (OrchClientAuth) auth = NULL;
  char *secret = NULL;

  if (proof == ORCH_REST_NO_TOKEN)
    return TRUE;
  if (self->token.url != NULL)
    {
      self->token_url = expand_address (self->token.url, typed, error);
      if (self->token_url == NULL || !orch_http_allow (self->http, self->token_url, error))
        return FALSE;
    }
  if (proof == ORCH_REST_REGISTER)
    return make_registration (self, typed, error);
  user_text =
      self->token.user != NULL ? orch_rest_expand (self->token.user, FALSE, look_up, typed, error) : g_strdup ("");
  secret = user_text != NULL ? orch_emr_fetch_secret (typed->emr, self->token.secret, error) : NULL;
  if (secret == NULL)
    return FALSE;
  if (proof == ORCH_REST_FIXED)
    self->tokens = orch_token_source_new_fixed (secret);
  else if (proof == ORCH_REST_PASSWORD)
    self->tokens = orch_token_source_new_password (self->http, self->token_url, user_text, secret, self->token.scope);
  else
    {
      auth = orch_client_auth_new_secret (proof == ORCH_REST_BASIC ? ORCH_CLIENT_AUTH_SECRET_BASIC
                                                                   : ORCH_CLIENT_AUTH_SECRET_POST,
                                          user_text, secret);
      self->tokens = orch_token_source_new_client (self->http, self->token_url, auth, self->token.scope);
    }
  orch_key_wipe (secret);
  return TRUE;
}

/* --- requests ------------------------------------------------------------------------------------ */

/* What a refusal means, in the declaration's words; the server's, when it has none. */
static void
set_error (OrchRestClient *self, gboolean of_token, OrchHttpAnswer *answer, GError **error)
{
  static const char *const members[] = { "message", "error_description", "errorMessage", "error", "code" };
  g_autoptr (JsonObject) object = orch_json_parse_object_sync (orch_http_answer_get_body (answer), NULL);
  g_autofree char *words = NULL;
  const char *meaning = NULL;
  g_autoptr (GError) refusal = NULL;

  for (gsize i = 0; object != NULL && i < G_N_ELEMENTS (members) && words == NULL; i++)
    words = orch_rest_dup_text (json_object_get_member (object, members[i]));
  if (words == NULL)
    words = orch_http_answer_dup_words (answer);
  orch_http_answer_set_error (answer, words, &refusal);
  meaning = orch_rest_declaration_explain (self->declaration, of_token, orch_http_answer_get_status (answer), words);
  self->explained = meaning != NULL;
  if (meaning != NULL)
    g_set_error_literal (error, ORCH_ERROR, refusal->code, meaning);
  else
    g_propagate_error (error, g_steal_pointer (&refusal));
}

/* Awaits. Returns: (transfer full) (nullable): whatever its status */
static OrchHttpAnswer *
send (OrchRestClient *self, const OrchHttpRequest *request, GError **error)
{
  g_autoptr (OrchHttpAnswer) answer = dex_await_object (orch_http_send (self->http, request), error);

  if (answer != NULL)
    orch_http_answer_get_clock_offset (answer, &self->offset_us);
  return g_steal_pointer (&answer);
}

/* Awaits. */
static gboolean
register_instance (OrchRestClient *self, GError **error)
{
  g_autoptr (OrchHttpAnswer) answer = send (self,
                                            &(OrchHttpRequest) {
                                                .method = "POST",
                                                .url = self->token_url,
                                                .accept = "application/json",
                                                .content_type = "application/json",
                                                .body = self->registration,
                                                .headers = (const char *const *) self->headers->pdata,
                                                .cancellable = self->cancellable,
                                            },
                                            error);
  g_autoptr (JsonNode) root = NULL;
  char *token = NULL;

  if (answer == NULL)
    return FALSE;
  if (!orch_http_answer_is_success (answer))
    {
      set_error (self, TRUE, answer, error);
      return FALSE;
    }
  root = dex_await_boxed (orch_json_parse (orch_http_answer_get_body (answer)), error);
  if (root == NULL)
    return FALSE;
  token = orch_rest_dup_text (orch_rest_find (root, self->token.at != NULL ? self->token.at : "token"));
  if (token == NULL)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, _ ("The server gave no token"));
      return FALSE;
    }
  g_clear_object (&self->tokens);
  self->tokens = orch_token_source_new_fixed (token);
  orch_key_wipe (token);
  return TRUE;
}

/* Awaits. @refused: (nullable): a token that the server does not take (any more). Returns: (transfer full) (nullable); "" when none is needed */
static char *
get_token (OrchRestClient *self, const char *refused, GError **error)
{
  const OrchRestProof proof = self->token.proof;

  if (proof == ORCH_REST_NO_TOKEN)
    return g_strdup ("");
  if (proof == ORCH_REST_REGISTER && (self->tokens == NULL || refused != NULL) && !register_instance (self, error))
    return NULL;
  if (refused != NULL && proof != ORCH_REST_REGISTER)
    return dex_await_string (orch_token_source_renew (self->tokens, refused), error);
  return dex_await_string (orch_token_source_get (self->tokens), error);
}

/* Awaits. */
static OrchHttpAnswer *
ask (OrchRestClient *self, const char *path, const char *token, GError **error)
{
  const char *joint = strchr (path, '?') != NULL ? "&" : "?";
  g_autofree char *url = g_strconcat (self->base, path, self->query[0] != '\0' ? joint : "", self->query, NULL);

  return send (self,
               &(OrchHttpRequest) {
                   .url = url,
                   .accept = "application/json",
                   .bearer = token[0] != '\0' ? token : NULL,
                   .headers = (const char *const *) self->headers->pdata,
                   .cancellable = self->cancellable,
               },
               error);
}

/* The status that an error was made of; 0 when it was none. */
static guint
get_status (const GError *error)
{
  switch (orch_error_code_of (error))
    {
    case ORCH_ERROR_SIGN_IN_AGAIN:
      return 401;
    case ORCH_ERROR_INVALID:
      return 400;
    case ORCH_ERROR_REFUSED:
      return 403;
    case ORCH_ERROR_NOT_FOUND:
      return 404;
    default:
      return 0;
    }
}

/* Awaits. The token server's own refusals are explained as well. */
static char *
get_token_explained (OrchRestClient *self, const char *refused, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  char *token = get_token (self, refused, &local_error);
  const char *meaning = NULL;

  if (token != NULL)
    return token;
  if (!self->explained)
    {
      meaning = orch_rest_declaration_explain (self->declaration, TRUE, get_status (local_error), local_error->message);
      self->explained = meaning != NULL;
    }
  if (meaning != NULL)
    g_set_error_literal (error, ORCH_ERROR, local_error->code, meaning);
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/* Many requests may be refused for one token. */
static gboolean
ends_too_often (OrchRestClient *self, const char *token)
{
  if (g_strcmp0 (self->ended, token) != 0)
    {
      g_clear_pointer (&self->ended, orch_key_wipe);
      self->ended = g_strdup (token);
      self->ended_early++;
    }
  return self->ended_early > ENDED_EARLY_MAX;
}

/* Awaits. A token that has just been refused is had anew, once. */
static JsonNode *
get (OrchRestClient *self, const char *path, GError **error)
{
  g_autoptr (OrchHttpAnswer) answer = NULL;
  char *token = NULL;

  self->explained = FALSE;
  token = get_token_explained (self, NULL, error);
  if (token == NULL)
    return NULL;
  answer = ask (self, path, token, error);
  if (answer != NULL && orch_http_answer_get_status (answer) == 401 && self->token.proof != ORCH_REST_NO_TOKEN &&
      self->token.proof != ORCH_REST_FIXED)
    {
      char *fresh = NULL;

      g_clear_object (&answer);
      /* Another program signs in as the same user: each ends the other's token, for ever. */
      if (self->token.proof == ORCH_REST_PASSWORD && ends_too_often (self, token) &&
          orch_rest_declaration_get_clash_advice (self->declaration) != NULL)
        {
          self->explained = TRUE;
          g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_REFUSED,
                               orch_rest_declaration_get_clash_advice (self->declaration));
        }
      else
        fresh = get_token_explained (self, token, error);
      if (fresh != NULL)
        answer = ask (self, path, fresh, error);
      orch_key_wipe (fresh);
    }
  orch_key_wipe (token);
  if (answer == NULL)
    return NULL;
  if (!orch_http_answer_is_success (answer))
    {
      set_error (self, FALSE, answer, error);
      return NULL;
    }
  if (g_bytes_get_size (orch_http_answer_get_body (answer)) == 0)
    return json_node_new (JSON_NODE_NULL);
  return dex_await_boxed (orch_json_parse (orch_http_answer_get_body (answer)), error);
}

static DexFuture *
get_fiber (gpointer user_data)
{
  Call *call = user_data;
  GError *error = NULL;
  JsonNode *root = get (call->client, call->path, &error);

  return root != NULL ? dex_future_new_take_boxed (JSON_TYPE_NODE, root) : dex_future_new_for_error (error);
}

static DexFuture *
sign_in_fiber (gpointer user_data)
{
  OrchRestClient *self = user_data;
  GError *error = NULL;
  char *token = NULL;

  self->explained = FALSE;
  token = get_token_explained (self, NULL, &error);
  if (token == NULL)
    return dex_future_new_for_error (error);
  orch_key_wipe (token);
  return dex_future_new_true ();
}

/* --- the object ----------------------------------------------------------------------------------- */

static void
orch_rest_client_finalize (GObject *object)
{
  OrchRestClient *self = ORCH_REST_CLIENT (object);

  g_clear_object (&self->http);
  g_clear_object (&self->declaration);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->tokens);
  g_clear_pointer (&self->ended, orch_key_wipe);
  g_clear_pointer (&self->headers, g_ptr_array_unref);
  g_clear_pointer (&self->registration, g_bytes_unref);
  g_clear_pointer (&self->base, g_free);
  g_clear_pointer (&self->query, g_free);
  g_clear_pointer (&self->token_url, g_free);
  G_OBJECT_CLASS (orch_rest_client_parent_class)->finalize (object);
}

static void
orch_rest_client_class_init (OrchRestClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_rest_client_finalize;
}

static void
orch_rest_client_init (OrchRestClient *self)
{
  self->headers = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_key_wipe);
}

OrchRestClient *
orch_rest_client_new (OrchEmr *emr, OrchRestDeclaration *declaration, GError **error)
{
  g_autoptr (OrchRestClient) self = NULL;
  g_autofree char *typed_base = NULL;
  Typed typed = { emr, NULL };

  g_return_val_if_fail (ORCH_IS_EMR (emr), NULL);
  g_return_val_if_fail (ORCH_IS_REST_DECLARATION (declaration), NULL);

  self = g_object_new (ORCH_TYPE_REST_CLIENT, NULL);
  self->http = g_object_ref (orch_emr_get_http (emr));
  self->declaration = g_object_ref (declaration);
  self->cancellable = g_object_ref (orch_emr_get_cancellable (emr));
  typed_base = expand_address (orch_rest_declaration_get_base (declaration), &typed, error);
  if (typed_base == NULL)
    return NULL;
  self->base = orch_url_check_base (typed_base, error);
  if (self->base == NULL || !orch_http_allow (self->http, self->base, error))
    return NULL;
  typed.base = self->base;
  orch_rest_declaration_get_token (declaration, emr, &self->token);
  self->query = make_query (orch_rest_declaration_get_query (declaration), look_up, &typed, error);
  if (self->query == NULL || !make_headers (self, &typed, error) || !make_tokens (self, &typed, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
orch_rest_client_set_cancellable (OrchRestClient *self, GCancellable *cancellable)
{
  g_return_if_fail (ORCH_IS_REST_CLIENT (self));
  g_set_object (&self->cancellable, cancellable);
}

DexFuture *
orch_rest_client_sign_in (OrchRestClient *self)
{
  g_return_val_if_fail (ORCH_IS_REST_CLIENT (self), NULL);
  return dex_scheduler_spawn (NULL, 0, sign_in_fiber, g_object_ref (self), g_object_unref);
}

DexFuture *
orch_rest_client_get (OrchRestClient *self, const char *path)
{
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_REST_CLIENT (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  call = g_new0 (Call, 1);
  call->client = g_object_ref (self);
  call->path = g_strdup (path);
  return dex_scheduler_spawn (NULL, 0, get_fiber, call, (GDestroyNotify) call_free);
}

gint64
orch_rest_client_get_offset_us (OrchRestClient *self)
{
  g_return_val_if_fail (ORCH_IS_REST_CLIENT (self), 0);
  return self->offset_us;
}

gboolean
orch_rest_client_was_explained (OrchRestClient *self)
{
  g_return_val_if_fail (ORCH_IS_REST_CLIENT (self), FALSE);
  return self->explained;
}
