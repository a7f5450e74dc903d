/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Where a client's access token comes from. A renewal is never cancelled by whoever asked for it: the server may have
 * rotated the refresh token already. Main thread.
 */
#include "orch-token-source.h"

#include <glib/gi18n.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "core/orch-text.h"
#include "http/orch-json.h"
#include "orch-oauth-answer.h"

#define MARGIN_US (30 * G_USEC_PER_SEC) /* a token that ends within this time is renewed before it is used */

typedef enum
{
  KIND_FIXED,
  KIND_PERSON,
  KIND_CLIENT,
  KIND_PASSWORD,
} Kind;

#define KEEP_SECONDS 5 /* a keyring that does not answer does not hold up the session */

struct _OrchTokenSource
{
  GObject parent_instance;

  Kind kind;

  /* owned, nullable */
  OrchHttp *http;
  OrchClientAuth *auth;
  char *endpoint;
  char *client_id;
  char *scope;
  char *password;
  char *access_token;
  char *refresh_token;
  DexPromise *renewal; /* in flight */

  OrchKeepTokenFunc keep; /* (nullable) */
  gpointer keep_data;
  GDestroyNotify keep_destroy;

  gint64 expires_us;
};

G_DEFINE_FINAL_TYPE (OrchTokenSource, orch_token_source, G_TYPE_OBJECT)

static void
forget_access_token (OrchTokenSource *self)
{
  g_clear_pointer (&self->access_token, orch_key_wipe);
}

static void
take_grant (OrchTokenSource *self, OrchGrant *grant)
{
  forget_access_token (self);
  self->access_token = g_strdup (orch_grant_get_access_token (grant));
  self->expires_us = orch_grant_get_expires_us (grant);
  const char *refresh = self->kind == KIND_PASSWORD ? NULL : orch_grant_get_refresh_token (grant);
  if (refresh != NULL && g_strcmp0 (refresh, self->refresh_token) != 0)
    {
      g_clear_pointer (&self->refresh_token, orch_key_wipe);
      self->refresh_token = g_strdup (refresh);
    }
}

/* Awaits. The former one is dead: the answer is not used before the new one is kept, so that a crash does not cost a sign-in. */
static void
keep_refresh_token (OrchTokenSource *self)
{
  g_autoptr (GError) error = NULL;

  if (self->keep != NULL && !dex_await (dex_future_first (self->keep (self->refresh_token, self->keep_data),
                                                          dex_timeout_new_seconds (KEEP_SECONDS), NULL),
                                        &error))
    g_message ("A refresh token could not be kept: %s", error->message);
}

/* Awaits. */
static OrchHttpAnswer *
ask (OrchTokenSource *self, GError **error)
{
  if (self->kind == KIND_CLIENT)
    {
      const char *pairs[] = { "grant_type", "client_credentials", "scope", self->scope, NULL };
      if (self->scope == NULL)
        pairs[2] = NULL;
      return dex_await_object (orch_client_auth_send (self->auth, self->http, self->endpoint, pairs), error);
    }
  const char *refresh[] = {
    "grant_type", "refresh_token", "refresh_token", self->refresh_token, "client_id", self->client_id, NULL
  };
  const char *password[] = { "grant_type", "password",  "username", self->client_id, "password", self->password,
                             "scope",      self->scope, NULL };
  g_autoptr (GBytes) form = orch_http_form (self->kind == KIND_PASSWORD ? password : refresh);
  OrchHttpRequest request = {
    .method = "POST",
    .url = self->endpoint,
    .accept = "application/json",
    .content_type = "application/x-www-form-urlencoded",
    .body = form,
  };
  return dex_await_object (orch_http_send (self->http, &request), error);
}

/* A password or a refresh token that is refused is wrong at any hour; what we sign says until when it holds, by our clock. */
static gboolean
has_signed (OrchTokenSource *self)
{
  return self->kind == KIND_CLIENT && orch_client_auth_get_kind (self->auth) == ORCH_CLIENT_AUTH_PRIVATE_KEY_JWT;
}

static gboolean
renew_run (OrchTokenSource *self, GError **error)
{
  if (self->kind == KIND_FIXED || (self->kind == KIND_PERSON && self->refresh_token == NULL))
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, _ ("The session has ended"));
      return FALSE;
    }
  g_autoptr (OrchHttpAnswer) answer = ask (self, error);
  if (answer == NULL)
    return FALSE;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (JsonObject) json = orch_oauth_read_answer (answer, NULL, &local_error);
  g_autoptr (OrchGrant) grant = json != NULL ? orch_grant_new (json, NULL, &local_error) : NULL;
  if (grant == NULL)
    {
      if (g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN))
        {
          forget_access_token (self);
          if (has_signed (self))
            orch_http_answer_blame_clock (answer, &local_error);
        }
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  g_autofree char *before = g_strdup (self->refresh_token);
  take_grant (self, grant);
  if (self->refresh_token != NULL && g_strcmp0 (before, self->refresh_token) != 0)
    keep_refresh_token (self);
  /* Signed out meanwhile. */
  if (self->access_token == NULL)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, _ ("The session has ended"));
      return FALSE;
    }
  return TRUE;
}

static DexFuture *
renew_fiber (gpointer user_data)
{
  OrchTokenSource *self = user_data;
  GError *error = NULL;
  gboolean renewed = renew_run (self, &error);

  g_autoptr (DexPromise) promise = g_steal_pointer (&self->renewal);
  if (renewed)
    dex_promise_resolve_string (promise, g_strdup (self->access_token));
  else
    dex_promise_reject (promise, error);
  return dex_future_new_true ();
}

static DexFuture *
start_renewal (OrchTokenSource *self)
{
  if (self->renewal == NULL)
    {
      self->renewal = dex_promise_new ();
      dex_future_disown (dex_scheduler_spawn (NULL, 0, renew_fiber, g_object_ref (self), g_object_unref));
    }
  return DEX_FUTURE (dex_ref (self->renewal));
}

static void
orch_token_source_dispose (GObject *object)
{
  OrchTokenSource *self = ORCH_TOKEN_SOURCE (object);

  g_clear_object (&self->http);
  g_clear_object (&self->auth);
  g_clear_pointer (&self->endpoint, g_free);
  g_clear_pointer (&self->client_id, g_free);
  g_clear_pointer (&self->scope, g_free);
  g_clear_pointer (&self->password, orch_key_wipe);
  g_clear_pointer (&self->access_token, orch_key_wipe);
  g_clear_pointer (&self->refresh_token, orch_key_wipe);
  dex_clear (&self->renewal);
  orch_token_source_set_keeper (self, NULL, NULL, NULL);

  G_OBJECT_CLASS (orch_token_source_parent_class)->dispose (object);
}

static void
orch_token_source_class_init (OrchTokenSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = orch_token_source_dispose;
}

static void
orch_token_source_init (OrchTokenSource *self)
{
}

OrchTokenSource *
orch_token_source_new_person (OrchHttp *http, const char *token_endpoint, const char *client_id, OrchGrant *grant,
                              const char *refresh_token)
{
  g_return_val_if_fail (ORCH_IS_HTTP (http), NULL);
  g_return_val_if_fail (token_endpoint != NULL && client_id != NULL, NULL);

  OrchTokenSource *self = g_object_new (ORCH_TYPE_TOKEN_SOURCE, NULL);
  self->kind = KIND_PERSON;
  self->http = g_object_ref (http);
  self->endpoint = g_strdup (token_endpoint);
  self->client_id = g_strdup (client_id);
  self->refresh_token = g_strdup (refresh_token);
  if (grant != NULL)
    take_grant (self, grant);
  return self;
}

OrchTokenSource *
orch_token_source_new_client (OrchHttp *http, const char *token_endpoint, OrchClientAuth *auth, const char *scope)
{
  g_return_val_if_fail (ORCH_IS_HTTP (http), NULL);
  g_return_val_if_fail (token_endpoint != NULL && ORCH_IS_CLIENT_AUTH (auth), NULL);

  OrchTokenSource *self = g_object_new (ORCH_TYPE_TOKEN_SOURCE, NULL);
  self->kind = KIND_CLIENT;
  self->http = g_object_ref (http);
  self->endpoint = g_strdup (token_endpoint);
  self->auth = g_object_ref (auth);
  self->scope = orch_text_is_empty (scope) ? NULL : g_strdup (scope);
  return self;
}

OrchTokenSource *
orch_token_source_new_password (OrchHttp *http, const char *token_endpoint, const char *user, const char *password,
                                const char *scope)
{
  g_return_val_if_fail (ORCH_IS_HTTP (http), NULL);
  g_return_val_if_fail (token_endpoint != NULL && user != NULL && password != NULL, NULL);

  OrchTokenSource *self = g_object_new (ORCH_TYPE_TOKEN_SOURCE, NULL);
  self->kind = KIND_PASSWORD;
  self->http = g_object_ref (http);
  self->endpoint = g_strdup (token_endpoint);
  self->client_id = g_strdup (user);
  self->password = g_strdup (password);
  self->scope = orch_text_is_empty (scope) ? NULL : g_strdup (scope);
  return self;
}

OrchTokenSource *
orch_token_source_new_fixed (const char *token)
{
  g_return_val_if_fail (token != NULL, NULL);

  OrchTokenSource *self = g_object_new (ORCH_TYPE_TOKEN_SOURCE, NULL);
  self->kind = KIND_FIXED;
  self->access_token = g_strdup (token);
  self->expires_us = G_MAXINT64;
  return self;
}

void
orch_token_source_set_keeper (OrchTokenSource *self, OrchKeepTokenFunc keep, gpointer data, GDestroyNotify destroy)
{
  g_return_if_fail (ORCH_IS_TOKEN_SOURCE (self));

  if (self->keep_destroy != NULL)
    self->keep_destroy (self->keep_data);
  self->keep = keep;
  self->keep_data = data;
  self->keep_destroy = destroy;
}

DexFuture *
orch_token_source_get (OrchTokenSource *self)
{
  g_return_val_if_fail (ORCH_IS_TOKEN_SOURCE (self), NULL);

  if (self->renewal != NULL)
    return DEX_FUTURE (dex_ref (self->renewal));
  gint64 now = orch_clock_now_us ();
  gboolean good =
      self->access_token != NULL && (self->expires_us == G_MAXINT64 || self->expires_us - (gint64) MARGIN_US > now);
  /* Without a way to renew it, a token is used to its end. */
  if (!good && self->access_token != NULL && self->kind == KIND_PERSON && self->refresh_token == NULL)
    good = self->expires_us > now;
  if (good)
    return dex_future_new_for_string (self->access_token);
  return start_renewal (self);
}

DexFuture *
orch_token_source_renew (OrchTokenSource *self, const char *refused)
{
  g_return_val_if_fail (ORCH_IS_TOKEN_SOURCE (self), NULL);

  if (self->renewal != NULL)
    return DEX_FUTURE (dex_ref (self->renewal));
  if (self->access_token != NULL && refused != NULL && g_strcmp0 (self->access_token, refused) != 0)
    return dex_future_new_for_string (self->access_token);
  return start_renewal (self);
}

static DexFuture *
on_revoked (DexFuture *future, gpointer user_data)
{
  return dex_future_new_true ();
}

DexFuture *
orch_token_source_revoke (OrchTokenSource *self, const char *revocation_endpoint)
{
  g_return_val_if_fail (ORCH_IS_TOKEN_SOURCE (self), NULL);

  DexFuture *future = NULL;
  if (revocation_endpoint != NULL && self->kind == KIND_PERSON && self->refresh_token != NULL)
    {
      const char *pairs[] = {
        "token", self->refresh_token, "token_type_hint", "refresh_token", "client_id", self->client_id, NULL
      };
      g_autoptr (GBytes) form = orch_http_form (pairs);
      OrchHttpRequest request = {
        .method = "POST",
        .url = revocation_endpoint,
        .content_type = "application/x-www-form-urlencoded",
        .body = form,
        .total_ms = 10000,
      };
      future = dex_future_finally (orch_http_send (self->http, &request), on_revoked, NULL, NULL);
    }
  forget_access_token (self);
  g_clear_pointer (&self->refresh_token, orch_key_wipe);
  self->expires_us = 0;
  return future != NULL ? future : dex_future_new_true ();
}
