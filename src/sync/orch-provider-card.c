/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See the header.
 */
#include "orch-provider-card.h"

struct _OrchProviderCard
{
  GObject parent_instance;

  char *code; /* (owned) */
  char *name; /* (owned) */
  gboolean known;
  gboolean integrated;
  gboolean ticked;
};

typedef enum
{
  PROP_CODE = 1,
  PROP_NAME,
  PROP_KNOWN,
  PROP_INTEGRATED,
  PROP_TICKED,
} OrchProviderCardProperty;

static GParamSpec *properties[PROP_TICKED + 1];

G_DEFINE_FINAL_TYPE (OrchProviderCard, orch_provider_card, G_TYPE_OBJECT)

static void
orch_provider_card_finalize (GObject *object)
{
  OrchProviderCard *self = ORCH_PROVIDER_CARD (object);

  g_free (self->code);
  g_free (self->name);
  G_OBJECT_CLASS (orch_provider_card_parent_class)->finalize (object);
}

static void
orch_provider_card_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchProviderCard *self = ORCH_PROVIDER_CARD (object);

  switch ((OrchProviderCardProperty) id)
    {
    case PROP_CODE:
      g_value_set_string (value, self->code);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_KNOWN:
      g_value_set_boolean (value, self->known);
      break;
    case PROP_INTEGRATED:
      g_value_set_boolean (value, self->integrated);
      break;
    case PROP_TICKED:
      g_value_set_boolean (value, self->ticked);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_provider_card_class_init (OrchProviderCardClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  G_OBJECT_CLASS (klass)->finalize = orch_provider_card_finalize;
  G_OBJECT_CLASS (klass)->get_property = orch_provider_card_get_property;

  properties[PROP_CODE] = g_param_spec_string ("code", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_KNOWN] = g_param_spec_boolean ("known", NULL, NULL, FALSE, flags);
  properties[PROP_INTEGRATED] = g_param_spec_boolean ("integrated", NULL, NULL, FALSE, flags);
  properties[PROP_TICKED] = g_param_spec_boolean ("ticked", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), G_N_ELEMENTS (properties), properties);
}

static void
orch_provider_card_init (OrchProviderCard *self)
{
}

OrchProviderCard *
orch_provider_card_new (const char *code, const char *name, gboolean known)
{
  OrchProviderCard *self = g_object_new (ORCH_TYPE_PROVIDER_CARD, NULL);

  self->code = g_strdup (code);
  self->name = g_strdup (name);
  self->known = known;
  return self;
}

const char *
orch_provider_card_get_code (OrchProviderCard *self)
{
  g_return_val_if_fail (ORCH_IS_PROVIDER_CARD (self), NULL);

  return self->code;
}

const char *
orch_provider_card_get_name (OrchProviderCard *self)
{
  g_return_val_if_fail (ORCH_IS_PROVIDER_CARD (self), NULL);

  return self->name;
}

gboolean
orch_provider_card_get_integrated (OrchProviderCard *self)
{
  g_return_val_if_fail (ORCH_IS_PROVIDER_CARD (self), FALSE);

  return self->integrated;
}

gboolean
orch_provider_card_get_ticked (OrchProviderCard *self)
{
  g_return_val_if_fail (ORCH_IS_PROVIDER_CARD (self), FALSE);

  return self->ticked;
}

void
orch_provider_card_set_integrated (OrchProviderCard *self, gboolean integrated)
{
  g_return_if_fail (ORCH_IS_PROVIDER_CARD (self));

  if (self->integrated == integrated)
    return;
  self->integrated = integrated;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INTEGRATED]);
}

void
orch_provider_card_set_ticked (OrchProviderCard *self, gboolean ticked)
{
  g_return_if_fail (ORCH_IS_PROVIDER_CARD (self));

  if (self->ticked == ticked)
    return;
  self->ticked = ticked;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TICKED]);
}
