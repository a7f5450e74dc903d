/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * How a confidential client proves itself at a token endpoint.
 */
#include "orch-client-auth.h"

#include <string.h>

#include "core/orch-error.h"
#include "orch-jwt.h"

struct _OrchClientAuth
{
  GObject parent_instance;

  OrchClientAuthKind kind;
  char *client_id; /* (owned) */
  char *secret;    /* (owned) (nullable), wiped */
  OrchKey *key;    /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (OrchClientAuth, orch_client_auth, G_TYPE_OBJECT)

static const char *const nicks[][2] = { { "secret-post", "client_secret_post" },
                                        { "secret-basic", "client_secret_basic" },
                                        { "private-key-jwt", "private_key_jwt" } };

static void
orch_client_auth_finalize (GObject *object)
{
  OrchClientAuth *self = ORCH_CLIENT_AUTH (object);

  g_clear_pointer (&self->client_id, g_free);
  g_clear_pointer (&self->secret, orch_key_wipe);
  g_clear_object (&self->key);

  G_OBJECT_CLASS (orch_client_auth_parent_class)->finalize (object);
}

static void
orch_client_auth_class_init (OrchClientAuthClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_client_auth_finalize;
}

static void
orch_client_auth_init (OrchClientAuth *self)
{
}

OrchClientAuth *
orch_client_auth_new_secret (OrchClientAuthKind kind, const char *client_id, const char *secret)
{
  g_return_val_if_fail (kind != ORCH_CLIENT_AUTH_PRIVATE_KEY_JWT, NULL);
  g_return_val_if_fail (client_id != NULL && secret != NULL, NULL);

  OrchClientAuth *self = g_object_new (ORCH_TYPE_CLIENT_AUTH, NULL);
  self->kind = kind;
  self->client_id = g_strdup (client_id);
  self->secret = g_strdup (secret);
  return self;
}

OrchClientAuth *
orch_client_auth_new_key (const char *client_id, OrchKey *key)
{
  g_return_val_if_fail (client_id != NULL && ORCH_IS_KEY (key), NULL);

  OrchClientAuth *self = g_object_new (ORCH_TYPE_CLIENT_AUTH, NULL);
  self->kind = ORCH_CLIENT_AUTH_PRIVATE_KEY_JWT;
  self->client_id = g_strdup (client_id);
  self->key = g_object_ref (key);
  return self;
}

OrchClientAuthKind
orch_client_auth_get_kind (OrchClientAuth *self)
{
  g_return_val_if_fail (ORCH_IS_CLIENT_AUTH (self), ORCH_CLIENT_AUTH_SECRET_POST);
  return self->kind;
}

gboolean
orch_client_auth_kind_from_nick (const char *nick, OrchClientAuthKind *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (nicks); i++)
    if (g_strcmp0 (nick, nicks[i][0]) == 0 || g_strcmp0 (nick, nicks[i][1]) == 0)
      {
        *kind = (OrchClientAuthKind) i;
        return TRUE;
      }
  return FALSE;
}

DexFuture *
orch_client_auth_send (OrchClientAuth *self, OrchHttp *http, const char *token_endpoint, const char *const *pairs)
{
  g_return_val_if_fail (ORCH_IS_CLIENT_AUTH (self), NULL);
  g_return_val_if_fail (token_endpoint != NULL && pairs != NULL, NULL);

  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  for (gsize i = 0; pairs[i] != NULL; i++)
    g_ptr_array_add (all, (gpointer) pairs[i]);

  OrchHttpRequest request = {
    .method = "POST",
    .url = token_endpoint,
    .accept = "application/json",
    .content_type = "application/x-www-form-urlencoded",
  };
  g_autofree char *assertion = NULL;
  g_autofree char *user = NULL;
  g_autofree char *password = NULL;
  switch (self->kind)
    {
    case ORCH_CLIENT_AUTH_SECRET_BASIC:
      /* RFC 6749 §2.3.1: form-encoded before it is joined by a colon */
      user = g_uri_escape_string (self->client_id, NULL, FALSE);
      password = g_uri_escape_string (self->secret, NULL, FALSE);
      request.basic_user = user;
      request.basic_password = password;
      break;
    case ORCH_CLIENT_AUTH_PRIVATE_KEY_JWT:
      {
        GError *error = NULL;
        assertion = orch_jwt_client_assertion (self->key, self->client_id, token_endpoint, &error);
        if (assertion == NULL)
          return dex_future_new_for_error (error);
        g_ptr_array_add (all, (gpointer) "client_id");
        g_ptr_array_add (all, self->client_id);
        g_ptr_array_add (all, (gpointer) "client_assertion_type");
        g_ptr_array_add (all, (gpointer) "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        g_ptr_array_add (all, (gpointer) "client_assertion");
        g_ptr_array_add (all, assertion);
        break;
      }
    case ORCH_CLIENT_AUTH_SECRET_POST:
    default:
      g_ptr_array_add (all, (gpointer) "client_id");
      g_ptr_array_add (all, self->client_id);
      g_ptr_array_add (all, (gpointer) "client_secret");
      g_ptr_array_add (all, self->secret);
      break;
    }
  g_ptr_array_add (all, NULL);
  g_autoptr (GBytes) form = orch_http_form ((const char *const *) all->pdata);
  request.body = form;
  DexFuture *future = orch_http_send (http, &request);
  if (password != NULL)
    explicit_bzero (password, strlen (password));
  return future;
}
