/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The SMART document of a FHIR server. Immutable; main thread.
 */
#include "orch-smart-config.h"

#include <glib/gi18n.h>

#include "core/orch-error.h"
#include "core/orch-text.h"
#include "http/orch-json.h"
#include "http/orch-url.h"
#include "orch-fhir-capability.h"
#include "orch-fhir-error.h"
#include "orch-oauth-answer.h"

typedef enum
{
  AUTHORIZATION,
  TOKEN,
  ACTIVATION,
  REGISTRATION,
  REVOCATION,
  JWKS,
  N_ENDPOINTS,
} Endpoint;

static const char *const members[N_ENDPOINTS] = { "authorization_endpoint", "token_endpoint",
                                                  "activation_endpoint",    "registration_endpoint",
                                                  "revocation_endpoint",    "jwks_uri" };

struct _OrchSmartConfig
{
  GObject parent_instance;

  /* owned, nullable but base and the token endpoint */
  char *base;
  char *issuer;
  char *endpoints[N_ENDPOINTS];
  char *forbidden;
  char *portal;

  OrchSmartPasswordRules rules;
  gboolean is_training;
};

typedef struct
{
  OrchHttp *http;
  char *base;
} Discovery;

typedef struct
{
  OrchSmartConfig *config;
  OrchHttp *http;
  char *token;
  char *name;
  OrchKey *key;
} Registration;

G_DEFINE_FINAL_TYPE (OrchSmartConfig, orch_smart_config, G_TYPE_OBJECT)

static void
discovery_free (Discovery *self)
{
  g_clear_object (&self->http);
  g_clear_pointer (&self->base, g_free);
  g_free (self);
}

static void
registration_free (Registration *self)
{
  g_clear_object (&self->config);
  g_clear_object (&self->http);
  g_clear_object (&self->key);
  g_clear_pointer (&self->token, orch_key_wipe);
  g_clear_pointer (&self->name, g_free);
  g_free (self);
}

/* A hub on loopback (training) may name loopback only, and a real one never may: the two worlds do not meet. */
static gboolean
take_endpoint (OrchSmartConfig *self, OrchHttp *http, Endpoint which, const char *url, GError **error)
{
  if (orch_text_is_empty (url))
    return TRUE;
  g_autoptr (GUri) uri = orch_url_check (url, error);
  if (uri == NULL)
    return FALSE;
  if (orch_url_is_loopback (uri) != self->is_training)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_UNTRUSTED,
                           _ ("The server names a sign-in page that is not its own"));
      return FALSE;
    }
  g_free (self->endpoints[which]);
  self->endpoints[which] = g_strdup (url);
  return orch_http_allow (http, url, error);
}

/* Where patients go: shown and printed, never followed; one that may not be followed either is not shown. */
static void
take_portal (OrchSmartConfig *self, const char *url)
{
  g_autoptr (GUri) uri = !orch_text_is_empty (url) ? orch_url_check (url, NULL) : NULL;

  if (uri != NULL && orch_url_is_loopback (uri) == self->is_training)
    self->portal = g_strdup (url);
}

static void
take_rules (OrchSmartConfig *self, JsonObject *document)
{
  JsonObject *rules = orch_json_get_object (document, "password_rules");
  self->rules.min_length = (guint) CLAMP (orch_json_get_int (rules, "min_length", 0), 0, 1024);
  self->rules.max_length = (guint) CLAMP (orch_json_get_int (rules, "max_length", 0), 0, 4096);
  self->rules.min_classes = (guint) CLAMP (orch_json_get_int (rules, "min_classes", 0), 0, 4);
  const char *forbidden = orch_json_get_string (rules, "forbidden");
  self->forbidden = forbidden != NULL ? orch_text_clean (forbidden, 300) : NULL;
  self->rules.forbidden = self->forbidden;
}

/* Awaits. Returns: (transfer full) (nullable): the JSON object at @url, when there is one */
static JsonObject *
fetch (OrchHttp *http, const char *url, GError **error)
{
  OrchHttpRequest request = { .url = url, .accept = "application/json, application/fhir+json" };
  g_autoptr (OrchHttpAnswer) answer = dex_await_object (orch_http_send (http, &request), error);
  if (answer == NULL)
    return NULL;
  if (!orch_http_answer_is_success (answer))
    {
      orch_fhir_set_error (answer, error);
      return NULL;
    }
  return dex_await_boxed (orch_json_parse_object (orch_http_answer_get_body (answer)), error);
}

static gboolean
must_give_up (const GError *error)
{
  return g_error_matches (error, ORCH_ERROR, ORCH_ERROR_OFFLINE) ||
         g_error_matches (error, ORCH_ERROR, ORCH_ERROR_UNTRUSTED) ||
         g_error_matches (error, ORCH_ERROR, ORCH_ERROR_CANCELLED) ||
         g_error_matches (error, ORCH_ERROR, ORCH_ERROR_THROTTLED) ||
         g_error_matches (error, ORCH_ERROR, ORCH_ERROR_SERVER_FAULT);
}

/* The keys of an OpenID provider that the SMART document names only by its issuer. */
static gboolean
find_keys (OrchSmartConfig *self, OrchHttp *http, GError **error)
{
  if (self->endpoints[JWKS] != NULL || self->issuer == NULL)
    return TRUE;
  g_autoptr (GUri) uri = orch_url_check (self->issuer, NULL);
  if (uri == NULL || orch_url_is_loopback (uri) != self->is_training || !orch_http_allow (http, self->issuer, NULL))
    return TRUE;
  g_autofree char *url = g_strconcat (self->issuer, g_str_has_suffix (self->issuer, "/") ? "" : "/",
                                      ".well-known/openid-configuration", NULL);
  g_autoptr (JsonObject) document = fetch (http, url, NULL);
  return take_endpoint (self, http, JWKS, orch_json_get_string (document, "jwks_uri"), error);
}

static OrchSmartConfig *
discover (Discovery *discovery, GError **error)
{
  OrchHttp *http = discovery->http;
  g_autoptr (GUri) base = orch_url_check (discovery->base, error);
  if (base == NULL || !orch_http_allow (http, discovery->base, error))
    return NULL;

  g_autoptr (GError) local_error = NULL;
  g_autofree char *url = g_strconcat (discovery->base, "/.well-known/smart-configuration", NULL);
  g_autoptr (JsonObject) document = fetch (http, url, &local_error);
  if (document == NULL && must_give_up (local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  g_autoptr (OrchSmartConfig) self = orch_smart_config_new (http, discovery->base, document, error);
  if (self == NULL)
    return NULL;

  if (self->endpoints[TOKEN] == NULL)
    {
      g_autofree char *metadata = g_strconcat (self->base, "/metadata", NULL);
      g_autoptr (JsonObject) statement = fetch (http, metadata, error);
      if (statement == NULL)
        return NULL;
      g_autoptr (OrchFhirCapability) capability = orch_fhir_capability_new (statement);
      static const struct
      {
        const char *name;
        Endpoint endpoint;
      } uris[] = {
        { "authorize", AUTHORIZATION }, { "token", TOKEN }, { "register", REGISTRATION }, { "revoke", REVOCATION }
      };
      for (gsize i = 0; i < G_N_ELEMENTS (uris); i++)
        if (!take_endpoint (self, http, uris[i].endpoint, orch_fhir_capability_get_oauth_uri (capability, uris[i].name),
                            error))
          return NULL;
    }
  if (self->endpoints[TOKEN] == NULL)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED, _ ("This server offers no sign-in."));
      return NULL;
    }
  if (!find_keys (self, http, error))
    return NULL;
  return g_steal_pointer (&self);
}

static DexFuture *
discover_fiber (gpointer user_data)
{
  GError *error = NULL;
  OrchSmartConfig *config = discover (user_data, &error);

  return config != NULL ? dex_future_new_take_object (config) : dex_future_new_for_error (error);
}

static JsonObject *
registration_to_json (Registration *self)
{
  JsonObject *json = json_object_new ();
  json_object_set_string_member (json, "client_name", self->name);
  json_object_set_string_member (json, "token_endpoint_auth_method", "private_key_jwt");
  json_object_set_string_member (json, "token_endpoint_auth_signing_alg", orch_key_get_algorithm (self->key));
  JsonArray *grants = json_array_new ();
  json_array_add_string_element (grants, "client_credentials");
  json_object_set_array_member (json, "grant_types", grants);
  /* No page is ever shown; some servers want to be told (RFC 7591 §2 leaves it open). */
  json_object_set_array_member (json, "redirect_uris", json_array_new ());
  json_object_set_array_member (json, "response_types", json_array_new ());
  json_object_set_string_member (json, "scope", "system/*.cruds");
  json_object_set_string_member (json, "software_id", ORCH_APPLICATION_ID);
  JsonArray *keys = json_array_new ();
  json_array_add_object_element (keys, orch_key_to_public_jwk (self->key));
  JsonObject *jwks = json_object_new ();
  json_object_set_array_member (jwks, "keys", keys);
  json_object_set_object_member (json, "jwks", jwks);
  return json;
}

static char *
registration_run (Registration *self, GError **error)
{
  g_autoptr (JsonObject) json = registration_to_json (self);
  g_autoptr (GBytes) body = orch_json_to_bytes (json);
  OrchHttpRequest request = {
    .method = "POST",
    .url = self->config->endpoints[REGISTRATION],
    .accept = "application/json",
    .content_type = "application/json",
    .body = body,
    .bearer = self->token,
  };
  g_autoptr (OrchHttpAnswer) answer = dex_await_object (orch_http_send (self->http, &request), error);
  if (answer == NULL)
    return NULL;
  g_autoptr (JsonObject) registered = NULL;
  if (orch_http_answer_is_success (answer))
    registered = orch_json_parse_object_sync (orch_http_answer_get_body (answer), error);
  else
    orch_fhir_set_error (answer, error);
  if (registered == NULL)
    return NULL;
  const char *client_id = orch_json_get_string (registered, "client_id");
  if (orch_text_is_empty (client_id))
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER,
                           _ ("The hub registered the workstation without a name for it"));
      return NULL;
    }
  return g_strdup (client_id);
}

static DexFuture *
registration_fiber (gpointer user_data)
{
  GError *error = NULL;
  char *client_id = registration_run (user_data, &error);

  return client_id != NULL ? dex_future_new_take_string (client_id) : dex_future_new_for_error (error);
}

static void
orch_smart_config_finalize (GObject *object)
{
  OrchSmartConfig *self = ORCH_SMART_CONFIG (object);

  g_clear_pointer (&self->base, g_free);
  g_clear_pointer (&self->issuer, g_free);
  g_clear_pointer (&self->forbidden, g_free);
  g_clear_pointer (&self->portal, g_free);
  for (guint i = 0; i < N_ENDPOINTS; i++)
    g_clear_pointer (&self->endpoints[i], g_free);

  G_OBJECT_CLASS (orch_smart_config_parent_class)->finalize (object);
}

static void
orch_smart_config_class_init (OrchSmartConfigClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_smart_config_finalize;
}

static void
orch_smart_config_init (OrchSmartConfig *self)
{
}

OrchSmartConfig *
orch_smart_config_new (OrchHttp *http, const char *fhir_base, JsonObject *document, GError **error)
{
  g_return_val_if_fail (ORCH_IS_HTTP (http), NULL);

  g_autoptr (GUri) base = orch_url_check (fhir_base, error);
  if (base == NULL)
    return NULL;

  g_autoptr (OrchSmartConfig) self = g_object_new (ORCH_TYPE_SMART_CONFIG, NULL);
  self->base = g_strdup (fhir_base);
  self->is_training = orch_url_is_loopback (base);
  for (guint i = 0; document != NULL && i < N_ENDPOINTS; i++)
    if (!take_endpoint (self, http, (Endpoint) i, orch_json_get_string (document, members[i]), error))
      return NULL;
  self->issuer = g_strdup (orch_json_get_string (document, "issuer"));
  take_rules (self, document);
  take_portal (self, orch_json_get_string (document, "patient_portal"));
  return g_steal_pointer (&self);
}

DexFuture *
orch_smart_config_discover (OrchHttp *http, const char *fhir_base)
{
  g_return_val_if_fail (ORCH_IS_HTTP (http), NULL);

  GError *error = NULL;
  char *base = orch_url_check_base (fhir_base, &error);
  if (base == NULL)
    return dex_future_new_for_error (error);
  Discovery *discovery = g_new0 (Discovery, 1);
  discovery->http = g_object_ref (http);
  discovery->base = base;
  return dex_scheduler_spawn (NULL, 0, discover_fiber, discovery, (GDestroyNotify) discovery_free);
}

const char *
orch_smart_config_get_base (OrchSmartConfig *self)
{
  g_return_val_if_fail (ORCH_IS_SMART_CONFIG (self), NULL);
  return self->base;
}

const char *
orch_smart_config_get_issuer (OrchSmartConfig *self)
{
  g_return_val_if_fail (ORCH_IS_SMART_CONFIG (self), NULL);
  return self->issuer;
}

const char *
orch_smart_config_get_authorization_endpoint (OrchSmartConfig *self)
{
  g_return_val_if_fail (ORCH_IS_SMART_CONFIG (self), NULL);
  return self->endpoints[AUTHORIZATION];
}

const char *
orch_smart_config_get_token_endpoint (OrchSmartConfig *self)
{
  g_return_val_if_fail (ORCH_IS_SMART_CONFIG (self), NULL);
  return self->endpoints[TOKEN];
}

const char *
orch_smart_config_get_activation_endpoint (OrchSmartConfig *self)
{
  g_return_val_if_fail (ORCH_IS_SMART_CONFIG (self), NULL);
  return self->endpoints[ACTIVATION];
}

const char *
orch_smart_config_get_registration_endpoint (OrchSmartConfig *self)
{
  g_return_val_if_fail (ORCH_IS_SMART_CONFIG (self), NULL);
  return self->endpoints[REGISTRATION];
}

const char *
orch_smart_config_get_revocation_endpoint (OrchSmartConfig *self)
{
  g_return_val_if_fail (ORCH_IS_SMART_CONFIG (self), NULL);
  return self->endpoints[REVOCATION];
}

const char *
orch_smart_config_get_jwks_uri (OrchSmartConfig *self)
{
  g_return_val_if_fail (ORCH_IS_SMART_CONFIG (self), NULL);
  return self->endpoints[JWKS];
}

const OrchSmartPasswordRules *
orch_smart_config_get_password_rules (OrchSmartConfig *self)
{
  g_return_val_if_fail (ORCH_IS_SMART_CONFIG (self), NULL);
  return &self->rules;
}

const char *
orch_smart_config_get_patient_portal (OrchSmartConfig *self)
{
  g_return_val_if_fail (ORCH_IS_SMART_CONFIG (self), NULL);
  return self->portal;
}

gboolean
orch_smart_config_is_training (OrchSmartConfig *self)
{
  g_return_val_if_fail (ORCH_IS_SMART_CONFIG (self), FALSE);
  return self->is_training;
}

DexFuture *
orch_smart_config_register_workstation (OrchSmartConfig *self, OrchHttp *http, const char *token, const char *name,
                                        OrchKey *key)
{
  g_return_val_if_fail (ORCH_IS_SMART_CONFIG (self), NULL);
  g_return_val_if_fail (token != NULL && name != NULL && ORCH_IS_KEY (key), NULL);

  if (self->endpoints[REGISTRATION] == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_UNSUPPORTED, "%s",
                                  _ ("This hub does not register workstations."));
  Registration *registration = g_new0 (Registration, 1);
  registration->config = g_object_ref (self);
  registration->http = g_object_ref (http);
  registration->token = g_strdup (token);
  registration->name = g_strdup (name);
  registration->key = g_object_ref (key);
  return dex_scheduler_spawn (NULL, 0, registration_fiber, registration, (GDestroyNotify) registration_free);
}
