/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See fake-engine.h.
 */
#include "fake-engine.h"

#include "core/orch-error.h"

/* OrchActivation */

struct _OrchActivation
{
  GObject parent_instance;
  gboolean training;
};

G_DEFINE_FINAL_TYPE (OrchActivation, orch_activation, G_TYPE_OBJECT)

static const OrchPasswordRules rules = { 12, 128, 3 };

static void
orch_activation_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, "https://concentrateur.example.ca/authorize?response_type=code");
}

static void
orch_activation_class_init (OrchActivationClass *class)
{
  G_OBJECT_CLASS (class)->get_property = orch_activation_get_property;
  g_object_class_install_property (G_OBJECT_CLASS (class), 1,
                                   g_param_spec_string ("browser-address", NULL, NULL, NULL,
                                                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
orch_activation_init (OrchActivation *self)
{
}

const char *
orch_activation_get_host (OrchActivation *self)
{
  return self->training ? "127.0.0.1:40123" : "concentrateur.example.ca";
}

gboolean
orch_activation_is_training (OrchActivation *self)
{
  return self->training;
}

gboolean
orch_activation_in_app (OrchActivation *self)
{
  return self->training;
}

const OrchPasswordRules *
orch_activation_get_password_rules (OrchActivation *self)
{
  return &rules;
}

const char *
orch_activation_get_username (OrchActivation *self)
{
  return NULL;
}

DexFuture *
orch_activation_contact (OrchActivation *self)
{
  return dex_future_new_true ();
}

DexFuture *
orch_activation_choose_password (OrchActivation *self, const char *username, OrchSecret *password)
{
  return dex_future_new_true ();
}

DexFuture *
orch_activation_open_browser (OrchActivation *self)
{
  return dex_timeout_new_seconds (3600);
}

void
orch_activation_stop (OrchActivation *self)
{
}

/* OrchSession */

struct _OrchSession
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (OrchSession, orch_session, G_TYPE_OBJECT)

static void
orch_session_class_init (OrchSessionClass *class)
{
}

static void
orch_session_init (OrchSession *self)
{
}

const char *
orch_session_get_person_name (OrchSession *self)
{
  return NULL;
}

gboolean
orch_session_needs_pin (OrchSession *self)
{
  return TRUE;
}

DexFuture *
orch_session_choose_pin (OrchSession *self, OrchSecret *pin)
{
  return dex_future_new_true ();
}

/* OrchEngine */

struct _OrchEngine
{
  GObject parent_instance;
  OrchEngineState state;
  OrchSession *session;
  gboolean training;
};

G_DEFINE_FINAL_TYPE (OrchEngine, orch_engine, G_TYPE_OBJECT)

static void
orch_engine_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_int (value, (int) ORCH_ENGINE (object)->state);
}

static void
orch_engine_finalize (GObject *object)
{
  g_object_unref (ORCH_ENGINE (object)->session);
  G_OBJECT_CLASS (orch_engine_parent_class)->finalize (object);
}

static void
orch_engine_class_init (OrchEngineClass *class)
{
  G_OBJECT_CLASS (class)->get_property = orch_engine_get_property;
  G_OBJECT_CLASS (class)->finalize = orch_engine_finalize;
  g_object_class_install_property (G_OBJECT_CLASS (class), 1,
                                   g_param_spec_int ("state", NULL, NULL, 0, 20, 0,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
orch_engine_init (OrchEngine *self)
{
  self->session = g_object_new (ORCH_TYPE_SESSION, NULL);
}

OrchEngine *
fake_engine_new (gboolean training)
{
  OrchEngine *self = g_object_new (ORCH_TYPE_ENGINE, NULL);

  self->training = training;
  return self;
}

void
fake_engine_set_state (OrchEngine *self, OrchEngineState state)
{
  self->state = state;
  g_object_notify (G_OBJECT (self), "state");
}

OrchEngineState
orch_engine_get_state (OrchEngine *self)
{
  return self->state;
}

const GError *
orch_engine_get_error (OrchEngine *self)
{
  return NULL;
}

gboolean
orch_engine_is_training (OrchEngine *self)
{
  return self->training;
}

OrchSession *
orch_engine_get_session (OrchEngine *self)
{
  return self->session;
}

OrchClinic *
orch_engine_get_clinic (OrchEngine *self)
{
  return NULL;
}

gboolean
orch_engine_has_copy (OrchEngine *self)
{
  return TRUE;
}

static DexFuture *
to_welcome (OrchEngine *self)
{
  fake_engine_set_state (self, ORCH_ENGINE_WELCOME);
  return dex_future_new_true ();
}

DexFuture *
orch_engine_start (OrchEngine *self)
{
  return to_welcome (self);
}

DexFuture *
orch_engine_unlock_keyring (OrchEngine *self)
{
  return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_KEYRING_LOCKED, "dismissed");
}

DexFuture *
orch_engine_run_session_only (OrchEngine *self)
{
  return to_welcome (self);
}

DexFuture *
orch_engine_restore_copy (OrchEngine *self)
{
  return to_welcome (self);
}

DexFuture *
orch_engine_set_aside (OrchEngine *self)
{
  return to_welcome (self);
}

OrchActivation *
orch_engine_parse_activation (OrchEngine *self, const char *text, GError **error)
{
  if (!g_str_has_prefix (text, "orchestrateur://activate?"))
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, "not a link");
      return NULL;
    }
  OrchActivation *activation = g_object_new (ORCH_TYPE_ACTIVATION, NULL);
  activation->training = self->training;
  return activation;
}

DexFuture *
orch_engine_dup_training_link (OrchEngine *self)
{
  return dex_future_new_take_string (
      g_strdup ("orchestrateur://activate?hub=http%3A%2F%2F127.0.0.1%3A40123%2Ffhir&code=A"));
}

DexFuture *
orch_engine_begin_setup (OrchEngine *self, OrchActivation *activation)
{
  fake_engine_set_state (self, ORCH_ENGINE_SETUP);
  return dex_future_new_true ();
}
