/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One sign-in (or activation) of a person. Main thread.
 */
#include "orch-sign-in.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "core/orch-text.h"
#include "http/orch-json.h"
#include "http/orch-url.h"
#include "orch-fhir-error.h"
#include "orch-jwt.h"
#include "orch-loopback.h"
#include "orch-oauth-answer.h"

#define WAIT_SECONDS 600  /* for the person, in front of the hub's page */
#define STATE_BYTES 24    /* 192 bits; SMART asks for 122 at least */
#define VERIFIER_BYTES 48 /* 64 characters; RFC 7636 asks for 43 to 128 */
#define LEEWAY_SECONDS 300

enum
{
  PROP_0,
  PROP_ADDRESS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

struct _OrchSignIn
{
  GObject parent_instance;

  /* owned, nullable but the first two */
  OrchHttp *http;
  OrchSmartConfig *config;
  OrchLoopback *loopback; /* of the attempt under way: an attempt that has another is over */
  char *activation_code;
  char *client_id;
  char *scope;
  char *address;
  char *refusal;
  char **unmet_rules;
};

/* One attempt. */
typedef struct
{
  OrchSignIn *sign_in;
  OrchBrowser *browser; /* (nullable) */
  OrchLoopback *loopback;
  char *username; /* (nullable) training */
  char *password;
  char *new_password; /* (nullable) */
  char *state;
  char *nonce;
  char *verifier;
} Attempt;

G_DEFINE_FINAL_TYPE (OrchSignIn, orch_sign_in, G_TYPE_OBJECT)

static void
attempt_free (Attempt *self)
{
  /* However it ended, nothing listens for it any more. */
  if (self->loopback != NULL)
    orch_loopback_close (self->loopback);
  g_clear_object (&self->sign_in);
  g_clear_object (&self->browser);
  g_clear_object (&self->loopback);
  g_clear_pointer (&self->username, g_free);
  g_clear_pointer (&self->password, orch_key_wipe);
  g_clear_pointer (&self->new_password, orch_key_wipe);
  g_clear_pointer (&self->state, g_free);
  g_clear_pointer (&self->nonce, g_free);
  g_clear_pointer (&self->verifier, orch_key_wipe);
  g_free (self);
}

static void
set_address (OrchSignIn *self, const char *address)
{
  if (g_set_str (&self->address, address))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ADDRESS]);
}

/* Whether the person stopped this attempt, or began another; what it still brings is not for anybody. */
static gboolean
is_over (Attempt *self, GError **error)
{
  if (self->sign_in->loopback == self->loopback)
    return FALSE;
  g_clear_error (error);
  g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_CANCELLED, _ ("The sign-in was stopped"));
  return TRUE;
}

static const char *
page_of (OrchSignIn *self)
{
  if (orch_sign_in_is_activation (self))
    return orch_smart_config_get_activation_endpoint (self->config);
  return orch_smart_config_get_authorization_endpoint (self->config);
}

/* The parameters of the authorization request; @extra: name, value…, NULL-terminated */
static GBytes *
request_form (Attempt *self, const char *const *extra)
{
  OrchSignIn *sign_in = self->sign_in;
  g_autofree char *challenge = orch_jwt_challenge (self->verifier);
  gboolean activation = orch_sign_in_is_activation (sign_in);
  const char *const pairs[] = {
    "response_type",
    "code",
    "client_id",
    sign_in->client_id,
    "redirect_uri",
    orch_loopback_get_redirect_uri (self->loopback),
    "scope",
    sign_in->scope,
    "state",
    self->state,
    "nonce",
    self->nonce,
    "aud",
    orch_smart_config_get_base (sign_in->config),
    "code_challenge",
    challenge,
    "code_challenge_method",
    "S256",
    "prompt",
    "consent", /* OpenID wants it said for offline_access */
    "activation_code",
    activation ? sign_in->activation_code : NULL,
    NULL,
  };
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  for (gsize i = 0; pairs[i] != NULL; i += 2)
    if (pairs[i + 1] != NULL)
      {
        g_ptr_array_add (all, (gpointer) pairs[i]);
        g_ptr_array_add (all, (gpointer) pairs[i + 1]);
      }
  for (gsize i = 0; extra != NULL && extra[i] != NULL; i++)
    g_ptr_array_add (all, (gpointer) extra[i]);
  g_ptr_array_add (all, NULL);
  return orch_http_form ((const char *const *) all->pdata);
}

static gboolean
prepare (Attempt *self, GError **error)
{
  if (page_of (self->sign_in) == NULL)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED, _ ("This server offers no sign-in."));
      return FALSE;
    }
  self->state = orch_jwt_random (STATE_BYTES);
  self->nonce = orch_jwt_random (STATE_BYTES);
  self->verifier = orch_jwt_random (VERIFIER_BYTES);
  self->loopback = orch_loopback_new (self->state, error);
  if (self->loopback == NULL)
    return FALSE;
  self->sign_in->loopback = g_object_ref (self->loopback);
  return TRUE;
}

static void
note_refusal (OrchSignIn *self, const char *code, JsonArray *unmet)
{
  g_set_str (&self->refusal, code);
  g_clear_pointer (&self->unmet_rules, g_strfreev);
  if (unmet == NULL)
    return;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  for (guint i = 0; i < MIN (orch_json_array_length (unmet), 16); i++)
    if (orch_json_array_string (unmet, i) != NULL)
      g_strv_builder_add (builder, orch_json_array_string (unmet, i));
  self->unmet_rules = g_strv_builder_end (builder);
}

/* What the hub sent back through the browser. Returns: (transfer full) (nullable): the code */
static char *
read_callback (Attempt *self, const char *query, GError **error)
{
  g_autoptr (GHashTable) values = soup_form_decode (query != NULL ? query : "");
  const char *state = g_hash_table_lookup (values, "state");
  const char *issuer = g_hash_table_lookup (values, "iss");
  const char *code = g_hash_table_lookup (values, "code");
  const char *refusal = g_hash_table_lookup (values, "error");
  const char *expected = orch_smart_config_get_issuer (self->sign_in->config);

  if (g_strcmp0 (state, self->state) != 0 || (issuer != NULL && expected != NULL && !g_str_equal (issuer, expected)))
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_UNTRUSTED, _ ("The answer does not belong to this sign-in"));
      return NULL;
    }
  if (refusal != NULL)
    {
      const char *description = g_hash_table_lookup (values, "error_description");
      g_autofree char *words = orch_text_clean (orch_text_is_empty (description) ? refusal : description, 300);
      note_refusal (self->sign_in, refusal, NULL);
      /* With the number of an answer, by which a server's words are known: it came as a redirection. */
      g_set_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED, "302: %s", words);
      return NULL;
    }
  if (orch_text_is_empty (code))
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, _ ("The hub answered without a code"));
      return NULL;
    }
  return g_strdup (code);
}

/* Awaits. Returns: %FALSE when an id_token is there and cannot be trusted; @claims stays %NULL when there is none */
static gboolean
check_identity (Attempt *self, JsonObject *answer, JsonObject **claims, GError **error)
{
  OrchSignIn *sign_in = self->sign_in;
  const char *token = orch_json_get_string (answer, "id_token");
  if (token == NULL)
    return TRUE;
  const char *url = orch_smart_config_get_jwks_uri (sign_in->config);
  if (url == NULL)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_UNTRUSTED,
                           _ ("The hub does not publish the key that signs identities"));
      return FALSE;
    }
  OrchHttpRequest request = { .url = url, .accept = "application/json" };
  g_autoptr (OrchHttpAnswer) keys_answer = dex_await_object (orch_http_send (sign_in->http, &request), error);
  if (keys_answer == NULL)
    return FALSE;
  if (!orch_http_answer_is_success (keys_answer))
    {
      orch_fhir_set_error (keys_answer, error);
      return FALSE;
    }
  g_autoptr (JsonObject) keys = orch_json_parse_object_sync (orch_http_answer_get_body (keys_answer), error);
  if (keys == NULL)
    return FALSE;
  const char *issuer = orch_smart_config_get_issuer (sign_in->config);
  OrchJwtExpected expected = {
    .issuer = issuer != NULL ? issuer : orch_smart_config_get_base (sign_in->config),
    .audience = sign_in->client_id,
    .nonce = self->nonce,
    .now_us = orch_clock_now_us (),
    .leeway_s = LEEWAY_SECONDS,
  };
  *claims = orch_jwt_verify (token, keys, &expected, error);
  return *claims != NULL;
}

/* Awaits. */
static OrchGrant *
redeem (Attempt *self, const char *code, GError **error)
{
  OrchSignIn *sign_in = self->sign_in;
  const char *pairs[] = {
    "grant_type",
    "authorization_code",
    "code",
    code,
    "redirect_uri",
    orch_loopback_get_redirect_uri (self->loopback),
    "client_id",
    sign_in->client_id,
    "code_verifier",
    self->verifier,
    NULL,
  };
  g_autoptr (GBytes) form = orch_http_form (pairs);
  OrchHttpRequest request = {
    .method = "POST",
    .url = orch_smart_config_get_token_endpoint (sign_in->config),
    .accept = "application/json",
    .content_type = "application/x-www-form-urlencoded",
    .body = form,
  };
  g_autoptr (OrchHttpAnswer) answer = dex_await_object (orch_http_send (sign_in->http, &request), error);
  if (is_over (self, error) || answer == NULL)
    return NULL;
  g_autofree char *refusal = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (JsonObject) json = orch_oauth_read_answer (answer, &refusal, &local_error);
  if (json == NULL)
    {
      note_refusal (sign_in, refusal, NULL);
      if (g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN))
        local_error->code = ORCH_ERROR_REFUSED; /* it is this sign-in that is refused */
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  g_autoptr (JsonObject) claims = NULL;
  if (!check_identity (self, json, &claims, &local_error))
    {
      /* It says from when until when it holds. */
      if (g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_UNTRUSTED))
        orch_http_answer_blame_clock (answer, &local_error);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (is_over (self, error))
    return NULL;
  return orch_grant_new (json, claims, error);
}

/* Awaits. Shows the page and waits for its answer. */
static char *
ask_in_browser (Attempt *self, GError **error)
{
  g_autoptr (GBytes) form = request_form (self, NULL);
  g_autofree char *query = g_strndup (g_bytes_get_data (form, NULL), g_bytes_get_size (form));
  const char *page = page_of (self->sign_in);
  g_autofree char *address = g_strconcat (page, strchr (page, '?') != NULL ? "&" : "?", query, NULL);
  set_address (self->sign_in, address);

  /* No browser: the person copies the address; the waiting is the same. */
  g_autoptr (GError) open_error = NULL;
  if (self->browser != NULL && !dex_await (orch_browser_open (self->browser, address), &open_error))
    g_debug ("no browser: %s", open_error->message);

  g_autoptr (GError) local_error = NULL;
  g_autofree char *answer = dex_await_string (dex_future_first (orch_loopback_wait (self->loopback),
                                                                dex_timeout_new_seconds (WAIT_SECONDS), NULL),
                                              &local_error);
  if (is_over (self, error))
    return NULL;
  set_address (self->sign_in, NULL);
  if (answer == NULL)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_CANCELLED, _ ("The sign-in page was not finished"));
      return NULL;
    }
  return read_callback (self, answer, error);
}

/* Awaits. What an attempt ends with, given the @code it was answered. */
static DexFuture *
finish (Attempt *self, const char *code, GError *error)
{
  OrchGrant *grant = code != NULL ? redeem (self, code, &error) : NULL;

  if (self->sign_in->loopback == self->loopback)
    g_clear_object (&self->sign_in->loopback);
  return grant != NULL ? dex_future_new_take_object (grant) : dex_future_new_for_error (error);
}

static DexFuture *
run_fiber (gpointer user_data)
{
  Attempt *self = user_data;
  GError *error = NULL;
  g_autofree char *code = is_over (self, &error) ? NULL : ask_in_browser (self, &error);

  return finish (self, code, error);
}

static OrchError
code_of_refusal (const char *refusal)
{
  if (g_strcmp0 (refusal, "weak_password") == 0 || g_strcmp0 (refusal, "invalid_request") == 0)
    return ORCH_ERROR_INVALID;
  return ORCH_ERROR_REFUSED;
}

/* Awaits. The training hub's own form, without a browser. */
static char *
ask_with_password (Attempt *self, GError **error)
{
  const char *extra[] = { "username",     self->username,     "password", self->password,
                          "new_password", self->new_password, NULL };
  if (self->new_password == NULL)
    extra[4] = NULL;
  g_autoptr (GBytes) form = request_form (self, extra);
  OrchHttpRequest request = {
    .method = "POST",
    .url = page_of (self->sign_in),
    .accept = "application/json",
    .content_type = "application/x-www-form-urlencoded",
    .body = form,
  };
  g_autoptr (OrchHttpAnswer) answer = dex_await_object (orch_http_send (self->sign_in->http, &request), error);
  if (is_over (self, error) || answer == NULL)
    return NULL;
  guint status = orch_http_answer_get_status (answer);
  g_autoptr (JsonObject) json = orch_json_parse_object_sync (orch_http_answer_get_body (answer), NULL);
  const char *refusal = orch_json_get_string (json, "error");
  if (status >= 400 && status < 500 && refusal != NULL)
    {
      const char *description = orch_json_get_string (json, "error_description");
      g_autofree char *words = orch_text_clean (orch_text_is_empty (description) ? refusal : description, 300);
      note_refusal (self->sign_in, refusal, orch_json_get_array (json, "unmet_rules"));
      g_set_error (error, ORCH_ERROR, (int) code_of_refusal (refusal), "%u: %s", status, words);
      return NULL;
    }
  if (!orch_http_answer_is_success (answer))
    {
      orch_fhir_set_error (answer, error);
      return NULL;
    }
  const char *redirect = orch_json_get_string (json, "redirect");
  g_autofree char *start = g_strconcat (orch_loopback_get_redirect_uri (self->loopback), "?", NULL);
  if (redirect == NULL || !g_str_has_prefix (redirect, start))
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_UNTRUSTED, _ ("The answer does not belong to this sign-in"));
      return NULL;
    }
  return read_callback (self, redirect + strlen (start), error);
}

static DexFuture *
password_fiber (gpointer user_data)
{
  Attempt *self = user_data;
  GError *error = NULL;
  g_autofree char *code = is_over (self, &error) ? NULL : ask_with_password (self, &error);

  return finish (self, code, error);
}

/* What both ways of signing in begin with. Returns: (transfer full): @attempt's end */
static DexFuture *
spawn (Attempt *attempt, DexFiberFunc fiber)
{
  GError *error = NULL;

  orch_sign_in_stop (attempt->sign_in);
  note_refusal (attempt->sign_in, NULL, NULL);
  if (!prepare (attempt, &error))
    {
      attempt_free (attempt);
      return dex_future_new_for_error (error);
    }
  return dex_scheduler_spawn (NULL, 0, fiber, attempt, (GDestroyNotify) attempt_free);
}

static void
orch_sign_in_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  OrchSignIn *self = ORCH_SIGN_IN (object);

  if (prop_id == PROP_ADDRESS)
    g_value_set_string (value, self->address);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
orch_sign_in_finalize (GObject *object)
{
  OrchSignIn *self = ORCH_SIGN_IN (object);

  g_clear_object (&self->http);
  g_clear_object (&self->config);
  g_clear_object (&self->loopback);
  g_clear_pointer (&self->activation_code, orch_key_wipe);
  g_clear_pointer (&self->client_id, g_free);
  g_clear_pointer (&self->scope, g_free);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->refusal, g_free);
  g_clear_pointer (&self->unmet_rules, g_strfreev);

  G_OBJECT_CLASS (orch_sign_in_parent_class)->finalize (object);
}

static void
orch_sign_in_class_init (OrchSignInClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->get_property = orch_sign_in_get_property;
  object_class->finalize = orch_sign_in_finalize;

  properties[PROP_ADDRESS] = g_param_spec_string ("address", NULL, NULL, NULL,
                                                  G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
orch_sign_in_init (OrchSignIn *self)
{
  self->client_id = g_strdup (ORCH_SIGN_IN_CLIENT_ID);
  self->scope = g_strdup (ORCH_SIGN_IN_SCOPE);
}

OrchSignIn *
orch_sign_in_new (OrchHttp *http, OrchSmartConfig *config, const char *activation_code)
{
  g_return_val_if_fail (ORCH_IS_HTTP (http), NULL);
  g_return_val_if_fail (ORCH_IS_SMART_CONFIG (config), NULL);

  OrchSignIn *self = g_object_new (ORCH_TYPE_SIGN_IN, NULL);
  self->http = g_object_ref (http);
  self->config = g_object_ref (config);
  self->activation_code = g_strdup (activation_code);
  return self;
}

void
orch_sign_in_set_client (OrchSignIn *self, const char *client_id, const char *scope)
{
  g_return_if_fail (ORCH_IS_SIGN_IN (self));
  g_set_str (&self->client_id, client_id);
  g_set_str (&self->scope, scope);
}

gboolean
orch_sign_in_is_activation (OrchSignIn *self)
{
  g_return_val_if_fail (ORCH_IS_SIGN_IN (self), FALSE);
  return self->activation_code != NULL && orch_smart_config_get_activation_endpoint (self->config) != NULL;
}

DexFuture *
orch_sign_in_run (OrchSignIn *self, OrchBrowser *browser)
{
  g_return_val_if_fail (ORCH_IS_SIGN_IN (self), NULL);

  Attempt *attempt = g_new0 (Attempt, 1);
  attempt->sign_in = g_object_ref (self);
  attempt->browser = browser != NULL ? g_object_ref (browser) : NULL;
  return spawn (attempt, run_fiber);
}

void
orch_sign_in_stop (OrchSignIn *self)
{
  g_return_if_fail (ORCH_IS_SIGN_IN (self));

  g_autoptr (OrchLoopback) loopback = g_steal_pointer (&self->loopback);

  if (loopback == NULL)
    return;
  orch_loopback_close (loopback);
  set_address (self, NULL);
}

const char *
orch_sign_in_get_address (OrchSignIn *self)
{
  g_return_val_if_fail (ORCH_IS_SIGN_IN (self), NULL);
  return self->address;
}

DexFuture *
orch_sign_in_with_password (OrchSignIn *self, const char *username, const char *password, const char *new_password)
{
  g_return_val_if_fail (ORCH_IS_SIGN_IN (self), NULL);
  g_return_val_if_fail (username != NULL, NULL);

  if (!orch_smart_config_is_training (self->config))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_UNTRUSTED, "%s",
                                  _ ("A password is typed in the hub's own page only"));
  Attempt *attempt = g_new0 (Attempt, 1);
  attempt->sign_in = g_object_ref (self);
  attempt->username = g_strdup (username);
  attempt->password = g_strdup (password != NULL ? password : "");
  attempt->new_password = g_strdup (new_password);
  return spawn (attempt, password_fiber);
}

const char *
orch_sign_in_get_refusal (OrchSignIn *self)
{
  g_return_val_if_fail (ORCH_IS_SIGN_IN (self), NULL);
  return self->refusal;
}

const char *const *
orch_sign_in_get_unmet_rules (OrchSignIn *self)
{
  g_return_val_if_fail (ORCH_IS_SIGN_IN (self), NULL);
  return (const char *const *) self->unmet_rules;
}
