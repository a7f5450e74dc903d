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
#include "orch-rest-typed.h"
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
  OrchTokenSource *tokens; /* (nullable) without a token, or one that is registered */
  char *registered;        /* (nullable) the token that registering gave */
  char *session;           /* (nullable) the one for data that it gave, or itself */
  DexPromise *opening;     /* (nullable) while one is being had */
  char *then_url;          /* (nullable) */
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
  char *header; /* (nullable) one more, with its value */
  char *value;
  char *method;       /* (nullable): GET */
  char *content_type; /* (nullable) */
  GBytes *body;       /* (nullable) */
} Call;

G_DEFINE_FINAL_TYPE (OrchRestClient, orch_rest_client, G_TYPE_OBJECT)

static void
call_free (Call *self)
{
  g_clear_object (&self->client);
  g_free (self->path);
  g_free (self->header);
  g_free (self->value);
  g_free (self->method);
  g_free (self->content_type);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}

/* --- what was typed --------------------------------------------------------------------------------- */

/* Awaits. */
static gboolean
make_headers (OrchRestClient *self, const OrchRestTyped *typed, GError **error)
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
          char *text =
              orch_rest_expand (json_node_get_string (value), FALSE, orch_rest_typed_look_up, (gpointer) typed, error);

          if (text == NULL)
            return FALSE;
          g_ptr_array_add (self->headers, g_strdup (name));
          g_ptr_array_add (self->headers, text);
        }
    }
  g_ptr_array_add (self->headers, NULL);
  return TRUE;
}

/* Awaits. */
static gboolean
make_tokens (OrchRestClient *self, const OrchRestTyped *typed, GError **error)
{
  const OrchRestProof proof = self->token.proof;
  g_autofree char *user_text = NULL;
  g_autoptr (OrchClientAuth) auth = NULL;
  char *secret = NULL;

  if (proof == ORCH_REST_NO_TOKEN)
    return TRUE;
  if (self->token.url != NULL)
    {
      self->token_url = orch_rest_typed_expand_address (self->token.url, typed, error);
      if (self->token_url == NULL || !orch_http_allow (self->http, self->token_url, error))
        return FALSE;
    }
  if (self->token.then_url != NULL)
    {
      self->then_url = orch_rest_typed_expand_address (self->token.then_url, typed, error);
      if (self->then_url == NULL || !orch_http_allow (self->http, self->then_url, error))
        return FALSE;
    }
  if (proof == ORCH_REST_REGISTER)
    {
      self->registration = orch_rest_typed_make_body (typed, self->token.body, error);
      return self->registration != NULL;
    }
  user_text = self->token.user != NULL
                  ? orch_rest_expand (self->token.user, FALSE, orch_rest_typed_look_up, (gpointer) typed, error)
                  : g_strdup ("");
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
set_error (OrchRestClient *self, OrchRestOf of, OrchHttpAnswer *answer, GError **error)
{
  static const char *const members[] = { "message", "error_description", "errorMessage", "error", "errorCode", "code" };
  g_autoptr (JsonObject) object = orch_json_parse_object_sync (orch_http_answer_get_body (answer), NULL);
  g_autoptr (GString) all = g_string_new (NULL);
  g_autofree char *words = NULL;
  const char *meaning = NULL;
  g_autoptr (GError) refusal = NULL;

  for (gsize i = 0; object != NULL && i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *text = orch_rest_dup_text (json_object_get_member (object, members[i]));

      if (text == NULL)
        continue;
      g_string_append_printf (all, "%s ", text);
      if (words == NULL)
        words = g_steal_pointer (&text);
    }
  if (words == NULL)
    {
      words = orch_http_answer_dup_words (answer);
      g_string_append (all, words);
    }
  orch_http_answer_set_error (answer, words, &refusal);
  meaning = orch_rest_declaration_explain (self->declaration, of, orch_http_answer_get_status (answer), all->str);
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

/* Awaits. Posts for a token. Returns: (transfer full) (nullable) */
static char *
post (OrchRestClient *self, const char *url, GBytes *body, const char *bearer, const char *at, GError **error)
{
  g_autoptr (OrchHttpAnswer) answer = send (self,
                                            &(OrchHttpRequest) {
                                                .method = "POST",
                                                .url = url,
                                                .accept = "application/json",
                                                .content_type = body != NULL ? "application/json" : NULL,
                                                .body = body,
                                                .bearer = bearer,
                                                .headers = (const char *const *) self->headers->pdata,
                                                .cancellable = self->cancellable,
                                            },
                                            error);
  g_autoptr (JsonNode) root = NULL;
  char *token = NULL;

  if (answer == NULL)
    return NULL;
  if (!orch_http_answer_is_success (answer))
    {
      set_error (self, ORCH_REST_OF_TOKEN, answer, error);
      return NULL;
    }
  root = dex_await_boxed (orch_json_parse (orch_http_answer_get_body (answer)), error);
  if (root == NULL)
    return NULL;
  token = orch_rest_dup_text (orch_rest_find (root, at != NULL ? at : "token"));
  if (token == NULL)
    g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, _ ("The server gave no token"));
  return token;
}

/* Awaits. */
static gboolean
open_session (OrchRestClient *self, GError **error)
{
  const gboolean is_old = self->registered != NULL;
  g_autoptr (GError) local_error = NULL;

  g_clear_pointer (&self->session, orch_key_wipe);
  if (self->registered == NULL)
    self->registered = post (self, self->token_url, self->registration, NULL, self->token.at, error);
  if (self->registered == NULL)
    return FALSE;
  if (self->then_url == NULL)
    {
      self->session = g_steal_pointer (&self->registered);
      return TRUE;
    }
  self->session = post (self, self->then_url, NULL, self->registered, self->token.then_at, &local_error);
  if (self->session != NULL)
    return TRUE;
  g_clear_pointer (&self->registered, orch_key_wipe);
  /* What was registered before is no longer: once more from the beginning. */
  if (is_old && g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN))
    return open_session (self, error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* Awaits. One at a time: a second session may end the first. */
static char *
get_session (OrchRestClient *self, const char *refused, GError **error)
{
  g_autoptr (DexPromise) opening = NULL;
  gboolean done = FALSE;

  while (self->opening != NULL)
    dex_await (dex_ref (self->opening), NULL);
  if (self->session != NULL && g_strcmp0 (self->session, refused) != 0)
    return g_strdup (self->session);
  self->opening = dex_promise_new ();
  done = open_session (self, error);
  opening = g_steal_pointer (&self->opening);
  dex_promise_resolve_boolean (opening, TRUE);
  return done ? g_strdup (self->session) : NULL;
}

/* Awaits. @refused: (nullable): a token that the server does not take (any more). Returns: (transfer full) (nullable); "" when none is needed */
static char *
get_token (OrchRestClient *self, const char *refused, GError **error)
{
  switch (self->token.proof)
    {
    case ORCH_REST_NO_TOKEN:
      return g_strdup ("");
    case ORCH_REST_REGISTER:
      return get_session (self, refused, error);
    case ORCH_REST_BASIC:
    case ORCH_REST_POST:
    case ORCH_REST_PASSWORD:
    case ORCH_REST_FIXED:
    default:
      return dex_await_string (refused != NULL ? orch_token_source_renew (self->tokens, refused)
                                               : orch_token_source_get (self->tokens),
                               error);
    }
}

/* Awaits. */
static OrchHttpAnswer *
ask (OrchRestClient *self, const Call *call, const char *token, GError **error)
{
  const char *joint = strchr (call->path, '?') != NULL ? "&" : "?";
  g_autofree char *url = g_strconcat (self->base, call->path, self->query[0] != '\0' ? joint : "", self->query, NULL);
  const gboolean is_bearer = token[0] != '\0' && self->token.header == NULL;
  g_autoptr (GPtrArray) headers = g_ptr_array_new ();

  for (guint i = 0; g_ptr_array_index (self->headers, i) != NULL; i++)
    g_ptr_array_add (headers, g_ptr_array_index (self->headers, i));
  if (token[0] != '\0' && !is_bearer)
    {
      g_ptr_array_add (headers, (gpointer) self->token.header);
      g_ptr_array_add (headers, (gpointer) token);
    }
  if (call->header != NULL && call->value != NULL)
    {
      g_ptr_array_add (headers, call->header);
      g_ptr_array_add (headers, call->value);
    }
  g_ptr_array_add (headers, NULL);
  return send (self,
               &(OrchHttpRequest) {
                   .method = call->method,
                   .url = url,
                   .accept = "application/json",
                   .content_type = call->content_type,
                   .body = call->body,
                   .bearer = is_bearer ? token : NULL,
                   .headers = (const char *const *) headers->pdata,
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
    case ORCH_ERROR_CONFLICT:
      return 409;
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
      meaning = orch_rest_declaration_explain (self->declaration, ORCH_REST_OF_TOKEN, get_status (local_error),
                                               local_error->message);
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
get (OrchRestClient *self, const Call *call, GError **error)
{
  g_autoptr (OrchHttpAnswer) answer = NULL;
  char *token = NULL;

  self->explained = FALSE;
  token = get_token_explained (self, NULL, error);
  if (token == NULL)
    return NULL;
  answer = ask (self, call, token, error);
  if (answer != NULL && orch_http_answer_get_status (answer) == 401 && self->token.proof != ORCH_REST_NO_TOKEN &&
      self->token.proof != ORCH_REST_FIXED)
    {
      char *fresh = NULL;

      g_clear_object (&answer);
      /* Another program signs in as the same user: each ends the other's token, for ever. */
      if ((self->token.proof == ORCH_REST_PASSWORD || self->token.proof == ORCH_REST_REGISTER) &&
          ends_too_often (self, token) && orch_rest_declaration_get_clash_advice (self->declaration) != NULL)
        {
          self->explained = TRUE;
          g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_REFUSED,
                               orch_rest_declaration_get_clash_advice (self->declaration));
        }
      else
        fresh = get_token_explained (self, token, error);
      if (fresh != NULL)
        answer = ask (self, call, fresh, error);
      orch_key_wipe (fresh);
    }
  orch_key_wipe (token);
  if (answer == NULL)
    return NULL;
  if (orch_http_answer_get_status (answer) == 304)
    return json_node_new (JSON_NODE_NULL);
  if (!orch_http_answer_is_success (answer))
    {
      set_error (self, call->body != NULL ? ORCH_REST_OF_CHART : ORCH_REST_OF_DATA, answer, error);
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
  JsonNode *root = get (call->client, call, &error);

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
  g_clear_pointer (&self->registered, orch_key_wipe);
  g_clear_pointer (&self->session, orch_key_wipe);
  dex_clear (&self->opening);
  g_clear_pointer (&self->then_url, g_free);
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
orch_rest_client_new (OrchEmr *emr, OrchRestDeclaration *declaration, gboolean chart, GError **error)
{
  g_autoptr (OrchRestClient) self = NULL;
  g_autofree char *typed_base = NULL;
  OrchRestTyped typed = { emr, NULL };

  g_return_val_if_fail (ORCH_IS_EMR (emr), NULL);
  g_return_val_if_fail (ORCH_IS_REST_DECLARATION (declaration), NULL);

  self = g_object_new (ORCH_TYPE_REST_CLIENT, NULL);
  self->http = g_object_ref (orch_emr_get_http (emr));
  self->declaration = g_object_ref (declaration);
  self->cancellable = g_object_ref (orch_emr_get_cancellable (emr));
  typed_base = orch_rest_typed_expand_address (orch_rest_declaration_get_base (declaration), &typed, error);
  if (typed_base == NULL)
    return NULL;
  self->base = orch_url_check_base (typed_base, error);
  if (self->base == NULL || !orch_http_allow (self->http, self->base, error))
    return NULL;
  typed.base = self->base;
  orch_rest_declaration_get_token (declaration, emr, &self->token);
  if (chart && self->token.chart_scope != NULL)
    self->token.scope = self->token.chart_scope;
  self->query = orch_rest_typed_make_query (&typed, orch_rest_declaration_get_query (declaration), error);
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
  return orch_rest_client_get_since (self, path, NULL, NULL);
}

DexFuture *
orch_rest_client_get_since (OrchRestClient *self, const char *path, const char *header, const char *date)
{
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_REST_CLIENT (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  call = g_new0 (Call, 1);
  call->client = g_object_ref (self);
  call->path = g_strdup (path);
  call->header = g_strdup (header);
  call->value = g_strdup (date);
  return dex_scheduler_spawn (NULL, 0, get_fiber, call, (GDestroyNotify) call_free);
}

DexFuture *
orch_rest_client_send (OrchRestClient *self, const char *method, const char *path, const char *content_type,
                       GBytes *body)
{
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_REST_CLIENT (self), NULL);
  g_return_val_if_fail (path != NULL && body != NULL, NULL);

  call = g_new0 (Call, 1);
  call->client = g_object_ref (self);
  call->path = g_strdup (path);
  call->method = g_strdup (method);
  call->content_type = g_strdup (content_type);
  call->body = g_bytes_ref (body);
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
