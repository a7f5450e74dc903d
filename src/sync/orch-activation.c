/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See the header. Nothing is sent before orch_activation_contact(): the page shows the host and asks first.
 */
#include "orch-activation-private.h"

#include "core/orch-error.h"
#include "hub/orch-hub-link.h"

struct _OrchActivation
{
  GObject parent_instance;

  /* owned */
  OrchHubLink *link;
  OrchHubAccess *access;
  OrchTraining *training; /* (nullable) */
  OrchBrowser *browser;   /* (nullable) */
  OrchSignIn *sign_in;    /* (nullable) until contact */
  char *username;         /* (nullable) */

  OrchPasswordRules rules;
  guint attempt; /* of the browser: what an older one brings is not kept */
};

typedef enum
{
  PROP_BROWSER_ADDRESS = 1,
} OrchActivationProperty;

static GParamSpec *properties[PROP_BROWSER_ADDRESS + 1];

G_DEFINE_FINAL_TYPE (OrchActivation, orch_activation, G_TYPE_OBJECT)

typedef struct
{
  OrchActivation *activation;
  OrchSecret *password;
  char *username;
  guint attempt;
} Call;

static Call *
call_new (OrchActivation *activation)
{
  Call *call = g_new0 (Call, 1);

  call->activation = g_object_ref (activation);
  return call;
}

static void
call_free (Call *call)
{
  g_clear_object (&call->activation);
  g_clear_pointer (&call->password, orch_secret_unref);
  g_free (call->username);
  g_free (call);
}

static DexFuture *
spawn (DexFiberFunc fiber, Call *call)
{
  return dex_scheduler_spawn (NULL, 0, fiber, call, (GDestroyNotify) call_free);
}

static void
on_address (OrchActivation *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BROWSER_ADDRESS]);
}

static DexFuture *
contact_fiber (gpointer data)
{
  Call *call = data;
  OrchActivation *self = call->activation;
  g_autoptr (OrchSmartConfig) config = NULL;
  const OrchSmartPasswordRules *rules = NULL;
  GError *error = NULL;

  config = dex_await_object (orch_hub_access_discover (self->access), &error);
  if (config == NULL)
    return dex_future_new_for_error (error);
  rules = orch_smart_config_get_password_rules (config);
  self->rules = (OrchPasswordRules) {
    .min_length = (int) rules->min_length,
    .max_length = (int) rules->max_length,
    .min_classes = (int) rules->min_classes,
  };
  g_clear_object (&self->sign_in);
  self->sign_in =
      dex_await_object (orch_hub_access_new_sign_in (self->access, orch_hub_link_get_code (self->link)), &error);
  if (self->sign_in == NULL)
    return dex_future_new_for_error (error);
  g_signal_connect_object (self->sign_in, "notify::address", G_CALLBACK (on_address), self, G_CONNECT_SWAPPED);

  if (self->training != NULL && self->username == NULL)
    self->username = dex_await_string (orch_training_dup_username (self->training), NULL);
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
choose_password_fiber (gpointer data)
{
  Call *call = data;
  OrchActivation *self = call->activation;
  const char *password = orch_secret_get_text (call->password);
  g_autoptr (OrchGrant) grant = NULL;
  GError *error = NULL;

  grant = dex_await_object (orch_sign_in_with_password (self->sign_in, call->username, password,
                                                        orch_sign_in_is_activation (self->sign_in) ? password : NULL),
                            &error);
  if (grant == NULL)
    {
      /* The page says which: a password to mend, or a code that will never work. */
      if (g_strcmp0 (orch_sign_in_get_refusal (self->sign_in), "weak_password") == 0)
        error->code = ORCH_ERROR_INVALID;
      return dex_future_new_for_error (error);
    }
  orch_hub_access_adopt (self->access, grant);
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
open_browser_fiber (gpointer data)
{
  Call *call = data;
  OrchActivation *self = call->activation;
  g_autoptr (OrchGrant) grant = NULL;
  GError *error = NULL;

  if (call->attempt != self->attempt)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_CANCELLED, "The sign-in was stopped");
  grant = dex_await_object (orch_sign_in_run (self->sign_in, self->browser), &error);
  if (grant == NULL)
    return dex_future_new_for_error (error);
  if (call->attempt != self->attempt)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_CANCELLED, "The sign-in was stopped");
  orch_hub_access_adopt (self->access, grant);
  return dex_future_new_for_boolean (TRUE);
}

static void
orch_activation_finalize (GObject *object)
{
  OrchActivation *self = ORCH_ACTIVATION (object);

  g_clear_object (&self->link);
  g_clear_object (&self->access);
  g_clear_object (&self->training);
  g_clear_object (&self->browser);
  g_clear_object (&self->sign_in);
  g_free (self->username);
  G_OBJECT_CLASS (orch_activation_parent_class)->finalize (object);
}

static void
orch_activation_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchActivation *self = ORCH_ACTIVATION (object);

  switch ((OrchActivationProperty) id)
    {
    case PROP_BROWSER_ADDRESS:
      g_value_set_string (value, self->sign_in != NULL ? orch_sign_in_get_address (self->sign_in) : NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_activation_class_init (OrchActivationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_activation_finalize;
  G_OBJECT_CLASS (klass)->get_property = orch_activation_get_property;

  properties[PROP_BROWSER_ADDRESS] =
      g_param_spec_string ("browser-address", NULL, NULL, NULL,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), G_N_ELEMENTS (properties), properties);
}

static void
orch_activation_init (OrchActivation *self)
{
}

OrchActivation *
orch_activation_new (const char *text, OrchTraining *training, OrchBrowser *browser, GError **error)
{
  g_autoptr (OrchActivation) self = NULL;
  g_autoptr (OrchHubLink) link = orch_hub_link_parse (text, error);

  if (link == NULL)
    return NULL;
  /* Training data cannot reach a real hub, nor real data a training one (security.md 22). */
  if (orch_hub_link_is_training (link) != (training != NULL))
    {
      g_set_error (error, ORCH_ERROR, ORCH_ERROR_UNTRUSTED, "%s",
                   training != NULL ? "A real hub, in training" : "A training hub, outside training");
      return NULL;
    }
  self = g_object_new (ORCH_TYPE_ACTIVATION, NULL);
  self->access = orch_hub_access_new (orch_hub_link_get_base (link), error);
  if (self->access == NULL)
    return NULL;
  self->link = g_steal_pointer (&link);
  g_set_object (&self->training, training);
  g_set_object (&self->browser, browser);
  return g_steal_pointer (&self);
}

OrchHubAccess *
orch_activation_get_access (OrchActivation *self)
{
  g_return_val_if_fail (ORCH_IS_ACTIVATION (self), NULL);

  return self->access;
}

const char *
orch_activation_get_host (OrchActivation *self)
{
  g_return_val_if_fail (ORCH_IS_ACTIVATION (self), NULL);

  return orch_hub_link_get_host (self->link);
}

gboolean
orch_activation_is_training (OrchActivation *self)
{
  g_return_val_if_fail (ORCH_IS_ACTIVATION (self), FALSE);

  return orch_hub_link_is_training (self->link);
}

gboolean
orch_activation_in_app (OrchActivation *self)
{
  g_return_val_if_fail (ORCH_IS_ACTIVATION (self), FALSE);

  return self->training != NULL;
}

const OrchPasswordRules *
orch_activation_get_password_rules (OrchActivation *self)
{
  g_return_val_if_fail (ORCH_IS_ACTIVATION (self), NULL);

  return &self->rules;
}

const char *
orch_activation_get_username (OrchActivation *self)
{
  g_return_val_if_fail (ORCH_IS_ACTIVATION (self), NULL);

  return self->username;
}

DexFuture *
orch_activation_contact (OrchActivation *self)
{
  g_return_val_if_fail (ORCH_IS_ACTIVATION (self), NULL);

  return spawn (contact_fiber, call_new (self));
}

DexFuture *
orch_activation_choose_password (OrchActivation *self, const char *username, OrchSecret *password)
{
  g_return_val_if_fail (ORCH_IS_ACTIVATION (self), NULL);
  g_return_val_if_fail (self->sign_in != NULL && self->training != NULL, NULL);
  g_return_val_if_fail (password != NULL, NULL);

  Call *call = call_new (self);

  call->username = g_strdup (username);
  call->password = orch_secret_ref (password);
  return spawn (choose_password_fiber, call);
}

DexFuture *
orch_activation_open_browser (OrchActivation *self)
{
  g_return_val_if_fail (ORCH_IS_ACTIVATION (self), NULL);
  g_return_val_if_fail (self->sign_in != NULL, NULL);

  Call *call = call_new (self);

  call->attempt = ++self->attempt;
  return spawn (open_browser_fiber, call);
}

void
orch_activation_stop (OrchActivation *self)
{
  g_return_if_fail (ORCH_IS_ACTIVATION (self));

  self->attempt++;
  if (self->sign_in != NULL)
    orch_sign_in_stop (self->sign_in);
}
