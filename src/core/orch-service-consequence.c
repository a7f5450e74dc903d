/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One consequence.
 */
#include "orch-service-consequence.h"

struct _OrchServiceConsequence
{
  GObject parent_instance;

  OrchService *service; /* (owned) */
  OrchServiceConsequenceKind kind;
  guint count;
};

typedef enum
{
  PROP_SERVICE = 1,
  PROP_KIND,
  PROP_COUNT,
} OrchServiceConsequenceProperty;

static GParamSpec *properties[PROP_COUNT + 1];

G_DEFINE_FINAL_TYPE (OrchServiceConsequence, orch_service_consequence, G_TYPE_OBJECT)

static void
orch_service_consequence_finalize (GObject *object)
{
  OrchServiceConsequence *self = ORCH_SERVICE_CONSEQUENCE (object);

  g_clear_object (&self->service);
  G_OBJECT_CLASS (orch_service_consequence_parent_class)->finalize (object);
}

static void
orch_service_consequence_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchServiceConsequence *self = ORCH_SERVICE_CONSEQUENCE (object);

  switch ((OrchServiceConsequenceProperty) id)
    {
    case PROP_SERVICE:
      g_value_set_object (value, self->service);
      break;
    case PROP_KIND:
      g_value_set_int (value, (int) self->kind);
      break;
    case PROP_COUNT:
      g_value_set_uint (value, self->count);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_service_consequence_class_init (OrchServiceConsequenceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = orch_service_consequence_finalize;
  object_class->get_property = orch_service_consequence_get_property;

  properties[PROP_SERVICE] = g_param_spec_object ("service", NULL, NULL, ORCH_TYPE_SERVICE, flags);
  properties[PROP_KIND] = g_param_spec_int ("kind", NULL, NULL, 0, ORCH_N_CONSEQUENCES - 1, 0, flags);
  properties[PROP_COUNT] = g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
orch_service_consequence_init (OrchServiceConsequence *self)
{
}

OrchServiceConsequence *
orch_service_consequence_new (OrchService *service, OrchServiceConsequenceKind kind, guint count)
{
  OrchServiceConsequence *self;

  g_return_val_if_fail (ORCH_IS_SERVICE (service), NULL);
  g_return_val_if_fail ((guint) kind < ORCH_N_CONSEQUENCES, NULL);

  self = g_object_new (ORCH_TYPE_SERVICE_CONSEQUENCE, NULL);
  self->service = g_object_ref (service);
  self->kind = kind;
  self->count = count;
  return self;
}

OrchService *
orch_service_consequence_get_service (OrchServiceConsequence *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_CONSEQUENCE (self), NULL);

  return self->service;
}

OrchServiceConsequenceKind
orch_service_consequence_get_kind (OrchServiceConsequence *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_CONSEQUENCE (self), ORCH_CONSEQUENCE_NEW);

  return self->kind;
}

guint
orch_service_consequence_get_count (OrchServiceConsequence *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_CONSEQUENCE (self), 0);

  return self->count;
}
