/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Keeps what it costs a question to learn (the SMART document) and the token sources; hands out hubs.
 */
#include "orch-hub-access.h"

#include "core/orch-error.h"

#define WORKSTATION_SCOPE "system/*.cruds"

struct _OrchHubAccess
{
  GObject parent_instance;

  /* owned */
  char *base;
  OrchHttp *http;
  OrchSmartConfig *config;  /* (nullable) until asked */
  OrchSession *session;     /* (nullable) */
  OrchGrant *grant;         /* (nullable) of a sign-in of this run */
  OrchHub *person_hub;      /* (nullable) */
  OrchHub *workstation_hub; /* (nullable) */
  char *client_id;          /* (nullable) of the workstation */
  OrchSecret *key_pem;      /* (nullable) */

  guint persons;      /* how many came and went: what was asked for an earlier one is not kept */
  gboolean signed_in; /* the session, when it last said so */
};

G_DEFINE_FINAL_TYPE (OrchHubAccess, orch_hub_access, G_TYPE_OBJECT)

typedef struct
{
  OrchHubAccess *access;
  OrchKeyring *keyring;
  char *code;
  char *clinic_id;
  char *name;
} Call;

static Call *
call_new (OrchHubAccess *access)
{
  Call *call = g_new0 (Call, 1);

  call->access = g_object_ref (access);
  return call;
}

static void
call_free (Call *call)
{
  g_clear_object (&call->access);
  g_clear_object (&call->keyring);
  g_free (call->code);
  g_free (call->clinic_id);
  g_free (call->name);
  g_free (call);
}

static DexFuture *
spawn (DexFiberFunc fiber, Call *call)
{
  return dex_scheduler_spawn (NULL, 0, fiber, call, (GDestroyNotify) call_free);
}

static void
weak_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static DexFuture *
keep_refresh_token (const char *token, gpointer data)
{
  g_autoptr (OrchHubAccess) self = g_weak_ref_get (data);
  g_autoptr (OrchSecret) secret = orch_secret_new (token, strlen (token));

  if (self == NULL || self->session == NULL || !orch_session_is_signed_in (self->session))
    return dex_future_new_for_boolean (FALSE);
  return orch_session_keep_refresh_token (self->session, secret);
}

static gboolean
await_config (OrchHubAccess *self, GError **error)
{
  g_autoptr (OrchSmartConfig) config = NULL;

  if (self->config != NULL && orch_smart_config_get_jwks_uri (self->config) != NULL)
    return TRUE;
  /* What is known without the document that says how to sign in is asked for again: that it was not there may have been a fault, and
   * nobody could be known by their identity until the end of the program. */
  config = dex_await_object (orch_smart_config_discover (self->http, self->base), self->config == NULL ? error : NULL);
  if (config != NULL)
    g_set_object (&self->config, config);
  return self->config != NULL;
}

static OrchHub *
new_hub (OrchHubAccess *self, OrchTokenSource *tokens, GError **error)
{
  g_autoptr (OrchFhirClient) client = orch_fhir_client_new (self->http, self->base, tokens, error);

  return client != NULL ? orch_hub_new (client) : NULL;
}

static DexFuture *
discover_fiber (gpointer data)
{
  Call *call = data;
  GError *error = NULL;

  if (!await_config (call->access, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_take_object (g_object_ref (call->access->config));
}

static DexFuture *
probe_fiber (gpointer data)
{
  Call *call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OrchSmartConfig) config =
      dex_await_object (orch_smart_config_discover (call->access->http, call->access->base), &error);

  /* Whatever it says, it is there. */
  return dex_future_new_for_boolean (config != NULL || (!g_error_matches (error, ORCH_ERROR, ORCH_ERROR_OFFLINE) &&
                                                        !g_error_matches (error, ORCH_ERROR, ORCH_ERROR_UNTRUSTED) &&
                                                        !g_error_matches (error, ORCH_ERROR, ORCH_ERROR_CANCELLED)));
}

static DexFuture *
new_sign_in_fiber (gpointer data)
{
  Call *call = data;
  OrchHubAccess *self = call->access;
  GError *error = NULL;

  if (!await_config (self, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_take_object (orch_sign_in_new (self->http, self->config, call->code));
}

static DexFuture *
get_hub_fiber (gpointer data)
{
  Call *call = data;
  OrchHubAccess *self = call->access;
  g_autoptr (OrchTokenSource) tokens = NULL;
  g_autoptr (OrchSecret) refresh = NULL;
  GWeakRef *access = NULL;
  const guint persons = self->persons;
  GError *error = NULL;

  if (self->person_hub != NULL)
    return dex_future_new_take_object (g_object_ref (self->person_hub));
  if (!await_config (self, &error))
    return dex_future_new_for_error (error);

  if (self->grant == NULL && self->session != NULL)
    refresh = dex_await_boxed (orch_session_dup_refresh_token (self->session), &error);
  /* Somebody came or went meanwhile: that token was not theirs. */
  if (persons != self->persons)
    {
      g_clear_error (&error);
      return orch_hub_access_get_hub (self);
    }
  if (error != NULL)
    return dex_future_new_for_error (error);
  if (self->grant == NULL && refresh == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody is signed in");
  /* Another fiber may have been here meanwhile. */
  if (self->person_hub != NULL)
    return dex_future_new_take_object (g_object_ref (self->person_hub));

  tokens = orch_token_source_new_person (self->http, orch_smart_config_get_token_endpoint (self->config),
                                         ORCH_SIGN_IN_CLIENT_ID, self->grant,
                                         refresh != NULL ? orch_secret_get_text (refresh) : NULL);
  access = g_new0 (GWeakRef, 1);
  g_weak_ref_init (access, self);
  orch_token_source_set_keeper (tokens, keep_refresh_token, access, weak_free);
  self->person_hub = new_hub (self, tokens, &error);
  if (self->person_hub == NULL)
    return dex_future_new_for_error (error);
  return dex_future_new_take_object (g_object_ref (self->person_hub));
}

static DexFuture *
get_workstation_hub_fiber (gpointer data)
{
  Call *call = data;
  OrchHubAccess *self = call->access;
  g_autoptr (OrchTokenSource) tokens = NULL;
  g_autoptr (OrchClientAuth) auth = NULL;
  g_autoptr (OrchKey) key = NULL;
  GError *error = NULL;

  if (self->workstation_hub != NULL)
    return dex_future_new_take_object (g_object_ref (self->workstation_hub));
  if (!await_config (self, &error))
    return dex_future_new_for_error (error);

  key = orch_key_new_from_pem (orch_secret_get_text (self->key_pem), &error);
  if (key == NULL)
    return dex_future_new_for_error (error);
  auth = orch_client_auth_new_key (self->client_id, key);
  tokens = orch_token_source_new_client (self->http, orch_smart_config_get_token_endpoint (self->config), auth,
                                         WORKSTATION_SCOPE);
  if (self->workstation_hub == NULL)
    self->workstation_hub = new_hub (self, tokens, &error);
  if (self->workstation_hub == NULL)
    return dex_future_new_for_error (error);
  return dex_future_new_take_object (g_object_ref (self->workstation_hub));
}

static DexFuture *
register_workstation_fiber (gpointer data)
{
  Call *call = data;
  OrchHubAccess *self = call->access;
  g_autoptr (OrchHub) hub = NULL;
  g_autoptr (OrchKey) key = NULL;
  g_autoptr (OrchSecret) pem = NULL;
  g_autofree char *token = NULL;
  g_autofree char *client_id = NULL;
  GError *error = NULL;

  hub = dex_await_object (orch_hub_access_get_hub (self), &error);
  if (hub == NULL)
    return dex_future_new_for_error (error);
  token = dex_await_string (orch_token_source_get (orch_fhir_client_get_tokens (orch_hub_get_client (hub))), &error);
  if (token == NULL)
    return dex_future_new_for_error (error);
  key = orch_key_generate (&error);
  if (key == NULL)
    return dex_future_new_for_error (error);

  client_id =
      dex_await_string (orch_smart_config_register_workstation (self->config, self->http, token, call->name, key),
                        &error);
  orch_key_wipe (g_steal_pointer (&token));
  if (client_id == NULL)
    return dex_future_new_for_error (error);

  char *text = orch_key_dup_pem (key);

  pem = orch_secret_new (text, strlen (text));
  orch_key_wipe (text);
  if (!dex_await (orch_keyring_store (call->keyring, ORCH_SECRET_WORKSTATION_KEY, call->clinic_id, NULL,
                                      "Orchestrateur: this workstation", pem, NULL),
                  &error))
    return dex_future_new_for_error (error);
  orch_hub_access_set_workstation (self, client_id, pem);
  return dex_future_new_take_string (g_steal_pointer (&client_id));
}

/* Whoever signed out leaves nothing here that could still act for them. */
static void
on_signed_in_changed (OrchHubAccess *self)
{
  const gboolean left = self->signed_in && !orch_session_is_signed_in (self->session);

  self->signed_in = orch_session_is_signed_in (self->session);
  if (left)
    orch_hub_access_forget_person (self);
}

static void
orch_hub_access_finalize (GObject *object)
{
  OrchHubAccess *self = ORCH_HUB_ACCESS (object);

  g_clear_object (&self->person_hub);
  g_clear_object (&self->workstation_hub);
  g_clear_object (&self->grant);
  g_clear_object (&self->session);
  g_clear_object (&self->config);
  g_clear_object (&self->http);
  g_clear_pointer (&self->key_pem, orch_secret_unref);
  g_free (self->client_id);
  g_free (self->base);
  G_OBJECT_CLASS (orch_hub_access_parent_class)->finalize (object);
}

static void
orch_hub_access_class_init (OrchHubAccessClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_hub_access_finalize;
}

static void
orch_hub_access_init (OrchHubAccess *self)
{
  self->http = orch_http_new ();
}

OrchHubAccess *
orch_hub_access_new (const char *base, GError **error)
{
  g_autoptr (OrchHubAccess) self = NULL;

  g_return_val_if_fail (base != NULL, NULL);

  self = g_object_new (ORCH_TYPE_HUB_ACCESS, NULL);
  if (!orch_http_allow (self->http, base, error))
    return NULL;
  self->base = g_strdup (base);
  return g_steal_pointer (&self);
}

const char *
orch_hub_access_get_base (OrchHubAccess *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_ACCESS (self), NULL);

  return self->base;
}

DexFuture *
orch_hub_access_discover (OrchHubAccess *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_ACCESS (self), NULL);

  return spawn (discover_fiber, call_new (self));
}

guint
orch_hub_access_get_requests (OrchHubAccess *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_ACCESS (self), 0);

  return orch_http_get_requests (self->http);
}

DexFuture *
orch_hub_access_probe (OrchHubAccess *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_ACCESS (self), NULL);

  return spawn (probe_fiber, call_new (self));
}

DexFuture *
orch_hub_access_new_sign_in (OrchHubAccess *self, const char *activation_code)
{
  g_return_val_if_fail (ORCH_IS_HUB_ACCESS (self), NULL);

  Call *call = call_new (self);

  call->code = g_strdup (activation_code);
  return spawn (new_sign_in_fiber, call);
}

void
orch_hub_access_set_session (OrchHubAccess *self, OrchSession *session)
{
  g_return_if_fail (ORCH_IS_HUB_ACCESS (self));

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_func (self->session, on_signed_in_changed, self);
  g_set_object (&self->session, session);
  if (session == NULL)
    return;
  self->signed_in = orch_session_is_signed_in (session);
  g_signal_connect_object (session, "notify::signed-in", G_CALLBACK (on_signed_in_changed), self, G_CONNECT_SWAPPED);
}

void
orch_hub_access_adopt (OrchHubAccess *self, OrchGrant *grant)
{
  g_return_if_fail (ORCH_IS_HUB_ACCESS (self));

  self->persons++;
  g_set_object (&self->grant, grant);
  g_clear_object (&self->person_hub);
}

OrchGrant *
orch_hub_access_get_grant (OrchHubAccess *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_ACCESS (self), NULL);

  return self->grant;
}

void
orch_hub_access_forget_person (OrchHubAccess *self)
{
  g_return_if_fail (ORCH_IS_HUB_ACCESS (self));

  self->persons++;
  g_clear_object (&self->grant);
  g_clear_object (&self->person_hub);
}

void
orch_hub_access_set_workstation (OrchHubAccess *self, const char *client_id, OrchSecret *key_pem)
{
  g_return_if_fail (ORCH_IS_HUB_ACCESS (self));
  g_return_if_fail (client_id != NULL && key_pem != NULL);

  g_set_str (&self->client_id, client_id);
  g_clear_pointer (&self->key_pem, orch_secret_unref);
  self->key_pem = orch_secret_ref (key_pem);
  g_clear_object (&self->workstation_hub);
}

gboolean
orch_hub_access_has_workstation (OrchHubAccess *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_ACCESS (self), FALSE);

  return self->client_id != NULL;
}

DexFuture *
orch_hub_access_register_workstation (OrchHubAccess *self, OrchKeyring *keyring, const char *clinic_id,
                                      const char *name)
{
  g_return_val_if_fail (ORCH_IS_HUB_ACCESS (self), NULL);
  g_return_val_if_fail (ORCH_IS_KEYRING (keyring), NULL);

  Call *call = call_new (self);

  call->keyring = g_object_ref (keyring);
  call->clinic_id = g_strdup (clinic_id);
  call->name = g_strdup (name);
  return spawn (register_workstation_fiber, call);
}

DexFuture *
orch_hub_access_get_hub (OrchHubAccess *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_ACCESS (self), NULL);

  return spawn (get_hub_fiber, call_new (self));
}

DexFuture *
orch_hub_access_get_workstation_hub (OrchHubAccess *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_ACCESS (self), NULL);

  if (self->client_id == NULL)
    return orch_hub_access_get_hub (self);
  return spawn (get_workstation_hub_fiber, call_new (self));
}
