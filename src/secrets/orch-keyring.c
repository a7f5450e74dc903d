/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-keyring.h. What the two kinds have in common: the training flag, the nicks and the checks of arguments.
 */
#include "orch-keyring.h"

#include <sodium.h>

typedef struct
{
  gboolean training;
} OrchKeyringPrivate;

enum
{
  PROP_TRAINING = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (OrchKeyring, orch_keyring, G_TYPE_OBJECT)

static const char *const kind_nicks[ORCH_N_SECRET_KINDS] = {
  "store-key",  "bootstrap-key",   "refresh-token", "emr-secret",
  "shared-key", "workstation-key", "person-key",    "pin-failures",
};

static void
orch_keyring_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  OrchKeyringPrivate *priv = orch_keyring_get_instance_private (ORCH_KEYRING (object));

  switch (prop_id)
    {
    case PROP_TRAINING:
      g_value_set_boolean (value, priv->training);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
orch_keyring_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  OrchKeyringPrivate *priv = orch_keyring_get_instance_private (ORCH_KEYRING (object));

  switch (prop_id)
    {
    case PROP_TRAINING:
      priv->training = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
orch_keyring_class_init (OrchKeyringClass *klass)
{
  /* Before the first guarded memory: keyrings read secrets into it themselves. */
  if (sodium_init () < 0)
    g_error ("libsodium cannot start");

  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = orch_keyring_get_property;
  object_class->set_property = orch_keyring_set_property;

  /**
   * OrchKeyring:training:
   *
   * Whether it keeps the secrets of training data, and none else.
   */
  properties[PROP_TRAINING] =
      g_param_spec_boolean ("training", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
orch_keyring_init (OrchKeyring *self)
{
}

gboolean
orch_keyring_get_training (OrchKeyring *self)
{
  OrchKeyringPrivate *priv = orch_keyring_get_instance_private (self);

  g_return_val_if_fail (ORCH_IS_KEYRING (self), FALSE);

  return priv->training;
}

gboolean
orch_keyring_is_lasting (OrchKeyring *self)
{
  g_return_val_if_fail (ORCH_IS_KEYRING (self), FALSE);

  return ORCH_KEYRING_GET_CLASS (self)->is_lasting (self);
}

DexFuture *
orch_keyring_probe (OrchKeyring *self, GCancellable *cancellable)
{
  g_return_val_if_fail (ORCH_IS_KEYRING (self), NULL);

  return ORCH_KEYRING_GET_CLASS (self)->probe (self, cancellable);
}

DexFuture *
orch_keyring_unlock (OrchKeyring *self, GCancellable *cancellable)
{
  g_return_val_if_fail (ORCH_IS_KEYRING (self), NULL);

  return ORCH_KEYRING_GET_CLASS (self)->unlock (self, cancellable);
}

DexFuture *
orch_keyring_store (OrchKeyring *self, OrchSecretKind kind, const char *scope, const char *name, const char *label,
                    OrchSecret *secret, GCancellable *cancellable)
{
  g_return_val_if_fail (ORCH_IS_KEYRING (self), NULL);
  g_return_val_if_fail (kind < ORCH_N_SECRET_KINDS, NULL);
  g_return_val_if_fail (scope != NULL && *scope != '\0', NULL);
  g_return_val_if_fail (label != NULL, NULL);
  g_return_val_if_fail (secret != NULL, NULL);

  return ORCH_KEYRING_GET_CLASS (self)->store (self, kind, scope, name, label, secret, cancellable);
}

DexFuture *
orch_keyring_lookup (OrchKeyring *self, OrchSecretKind kind, const char *scope, const char *name,
                     GCancellable *cancellable)
{
  g_return_val_if_fail (ORCH_IS_KEYRING (self), NULL);
  g_return_val_if_fail (kind < ORCH_N_SECRET_KINDS, NULL);
  g_return_val_if_fail (scope != NULL && *scope != '\0', NULL);

  return ORCH_KEYRING_GET_CLASS (self)->lookup (self, kind, scope, name, cancellable);
}

DexFuture *
orch_keyring_clear (OrchKeyring *self, OrchSecretKind kind, const char *scope, const char *name,
                    GCancellable *cancellable)
{
  g_return_val_if_fail (ORCH_IS_KEYRING (self), NULL);
  g_return_val_if_fail (kind < ORCH_N_SECRET_KINDS, NULL);
  g_return_val_if_fail (scope != NULL && *scope != '\0', NULL);

  return ORCH_KEYRING_GET_CLASS (self)->clear (self, kind, scope, name, cancellable);
}

DexFuture *
orch_keyring_clear_scope (OrchKeyring *self, const char *scope, GCancellable *cancellable)
{
  g_return_val_if_fail (ORCH_IS_KEYRING (self), NULL);
  g_return_val_if_fail (scope != NULL && *scope != '\0', NULL);

  return ORCH_KEYRING_GET_CLASS (self)->clear_scope (self, scope, cancellable);
}

const char *
orch_secret_kind_get_nick (OrchSecretKind kind)
{
  g_return_val_if_fail (kind < ORCH_N_SECRET_KINDS, NULL);

  return kind_nicks[kind];
}
