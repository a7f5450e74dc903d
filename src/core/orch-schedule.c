/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The availability of somebody: a schedule.
 */

#include "orch-schedule.h"

#include "orch-fields.h"

struct _OrchSchedule
{
  GObject parent_instance;

  OrchScheduleFields fields; /* (owned) */
};

typedef enum
{
  PROP_ID = 1,
  PROP_EMR_ID,
  PROP_STAFF_EMR_ID,
  PROP_SERVICE_EMR_ID,
  PROP_ACTIVE,
} OrchScheduleProperty;

static GParamSpec *properties[PROP_ACTIVE + 1];

#define OFFSET(member) G_STRUCT_OFFSET (OrchScheduleFields, member)

static const gsize string_offsets[] = {
  OFFSET (id),           OFFSET (emr_id),         OFFSET (hub_id),
  OFFSET (staff_emr_id), OFFSET (service_emr_id), OFFSET (location_emr_id),
};
static const OrchStringTable strings = { string_offsets, G_N_ELEMENTS (string_offsets) };

G_DEFINE_FINAL_TYPE (OrchSchedule, orch_schedule, G_TYPE_OBJECT)

static void
orch_schedule_finalize (GObject *object)
{
  OrchSchedule *self = ORCH_SCHEDULE (object);

  orch_strings_clear (&self->fields, strings);
  G_OBJECT_CLASS (orch_schedule_parent_class)->finalize (object);
}

static void
orch_schedule_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchSchedule *self = ORCH_SCHEDULE (object);

  switch ((OrchScheduleProperty) id)
    {
    case PROP_ID:
      g_value_set_string (value, self->fields.id);
      break;
    case PROP_EMR_ID:
      g_value_set_string (value, self->fields.emr_id);
      break;
    case PROP_STAFF_EMR_ID:
      g_value_set_string (value, self->fields.staff_emr_id);
      break;
    case PROP_SERVICE_EMR_ID:
      g_value_set_string (value, self->fields.service_emr_id);
      break;
    case PROP_ACTIVE:
      g_value_set_boolean (value, self->fields.active);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_schedule_class_init (OrchScheduleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = orch_schedule_finalize;
  object_class->get_property = orch_schedule_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_EMR_ID] = g_param_spec_string ("emr-id", NULL, NULL, NULL, flags);
  properties[PROP_STAFF_EMR_ID] = g_param_spec_string ("staff-emr-id", NULL, NULL, NULL, flags);
  properties[PROP_SERVICE_EMR_ID] = g_param_spec_string ("service-emr-id", NULL, NULL, NULL, flags);
  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
orch_schedule_init (OrchSchedule *self)
{
}

OrchSchedule *
orch_schedule_new (const OrchScheduleFields *fields)
{
  OrchSchedule *self;

  g_return_val_if_fail (fields != NULL, NULL);

  self = g_object_new (ORCH_TYPE_SCHEDULE, NULL);
  self->fields = *fields;
  orch_strings_copy (&self->fields, strings);
  return self;
}

const OrchScheduleFields *
orch_schedule_get_fields (OrchSchedule *self)
{
  g_return_val_if_fail (ORCH_IS_SCHEDULE (self), NULL);

  return &self->fields;
}

gboolean
orch_schedule_same_content (OrchSchedule *a, OrchSchedule *b)
{
  g_return_val_if_fail (ORCH_IS_SCHEDULE (a), FALSE);
  g_return_val_if_fail (ORCH_IS_SCHEDULE (b), FALSE);

  return g_strcmp0 (a->fields.emr_id, b->fields.emr_id) == 0 &&
         g_strcmp0 (a->fields.staff_emr_id, b->fields.staff_emr_id) == 0 &&
         g_strcmp0 (a->fields.service_emr_id, b->fields.service_emr_id) == 0 &&
         g_strcmp0 (a->fields.location_emr_id, b->fields.location_emr_id) == 0 &&
         a->fields.active == b->fields.active && a->fields.from_us == b->fields.from_us &&
         a->fields.to_us == b->fields.to_us;
}
