/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An appointment.
 */

#include "orch-appointment.h"

#include "orch-fields.h"

struct _OrchAppointment
{
  GObject parent_instance;

  OrchAppointmentFields fields; /* (owned) */
};

typedef enum
{
  PROP_ID = 1,
  PROP_EMR_ID,
  PROP_SOURCE,
  PROP_STATUS,
  PROP_START,
  PROP_END,
  PROP_MINUTES,
  PROP_SERVICE_EMR_ID,
  PROP_STAFF_EMR_ID,
  PROP_PATIENT_EMR_ID,
  PROP_COUNTS,
  PROP_VANISHED,
} OrchAppointmentProperty;

static GParamSpec *properties[PROP_VANISHED + 1];

#define OFFSET(member) G_STRUCT_OFFSET (OrchAppointmentFields, member)

static const gsize string_offsets[] = {
  OFFSET (id),     OFFSET (emr_id),         OFFSET (hub_id),       OFFSET (emr_version),    OFFSET (source),
  OFFSET (status), OFFSET (service_emr_id), OFFSET (staff_emr_id), OFFSET (patient_emr_id), OFFSET (location_emr_id),
};
static const OrchStringTable strings = { string_offsets, G_N_ELEMENTS (string_offsets) };

G_DEFINE_FINAL_TYPE (OrchAppointment, orch_appointment, G_TYPE_OBJECT)

/* What the EMR says of it; not its version, which may change with nothing else. */
static const gsize emr_string_offsets[] = {
  OFFSET (emr_id),       OFFSET (source),         OFFSET (status),          OFFSET (service_emr_id),
  OFFSET (staff_emr_id), OFFSET (patient_emr_id), OFFSET (location_emr_id),
};
static const OrchStringTable emr_strings = { emr_string_offsets, G_N_ELEMENTS (emr_string_offsets) };

static const char *const void_statuses[] = { "cancelled", "noshow", "entered-in-error" };

static void
orch_appointment_finalize (GObject *object)
{
  OrchAppointment *self = ORCH_APPOINTMENT (object);

  orch_strings_clear (&self->fields, strings);
  G_OBJECT_CLASS (orch_appointment_parent_class)->finalize (object);
}

static void
orch_appointment_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchAppointment *self = ORCH_APPOINTMENT (object);

  switch ((OrchAppointmentProperty) id)
    {
    case PROP_ID:
      g_value_set_string (value, self->fields.id);
      break;
    case PROP_EMR_ID:
      g_value_set_string (value, self->fields.emr_id);
      break;
    case PROP_SOURCE:
      g_value_set_string (value, self->fields.source);
      break;
    case PROP_STATUS:
      g_value_set_string (value, self->fields.status);
      break;
    case PROP_START:
      g_value_set_int64 (value, self->fields.start_us);
      break;
    case PROP_END:
      g_value_set_int64 (value, self->fields.end_us);
      break;
    case PROP_MINUTES:
      g_value_set_int (value, self->fields.minutes);
      break;
    case PROP_SERVICE_EMR_ID:
      g_value_set_string (value, self->fields.service_emr_id);
      break;
    case PROP_STAFF_EMR_ID:
      g_value_set_string (value, self->fields.staff_emr_id);
      break;
    case PROP_PATIENT_EMR_ID:
      g_value_set_string (value, self->fields.patient_emr_id);
      break;
    case PROP_COUNTS:
      g_value_set_boolean (value, orch_appointment_counts (self));
      break;
    case PROP_VANISHED:
      g_value_set_boolean (value, self->fields.vanished);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_appointment_class_init (OrchAppointmentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = orch_appointment_finalize;
  object_class->get_property = orch_appointment_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_EMR_ID] = g_param_spec_string ("emr-id", NULL, NULL, NULL, flags);
  properties[PROP_SOURCE] = g_param_spec_string ("source", NULL, NULL, NULL, flags);
  properties[PROP_STATUS] = g_param_spec_string ("status", NULL, NULL, NULL, flags);
  properties[PROP_START] = g_param_spec_int64 ("start", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_END] = g_param_spec_int64 ("end", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_MINUTES] = g_param_spec_int ("minutes", NULL, NULL, G_MININT, G_MAXINT, 0, flags);
  properties[PROP_SERVICE_EMR_ID] = g_param_spec_string ("service-emr-id", NULL, NULL, NULL, flags);
  properties[PROP_STAFF_EMR_ID] = g_param_spec_string ("staff-emr-id", NULL, NULL, NULL, flags);
  properties[PROP_PATIENT_EMR_ID] = g_param_spec_string ("patient-emr-id", NULL, NULL, NULL, flags);
  properties[PROP_COUNTS] = g_param_spec_boolean ("counts", NULL, NULL, FALSE, flags);
  properties[PROP_VANISHED] = g_param_spec_boolean ("vanished", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
orch_appointment_init (OrchAppointment *self)
{
}

OrchAppointment *
orch_appointment_new (const OrchAppointmentFields *fields)
{
  OrchAppointment *self;

  g_return_val_if_fail (fields != NULL, NULL);

  self = g_object_new (ORCH_TYPE_APPOINTMENT, NULL);
  self->fields = *fields;
  orch_strings_copy (&self->fields, strings);
  return self;
}

const OrchAppointmentFields *
orch_appointment_get_fields (OrchAppointment *self)
{
  g_return_val_if_fail (ORCH_IS_APPOINTMENT (self), NULL);

  return &self->fields;
}

gboolean
orch_appointment_counts (OrchAppointment *self)
{
  g_return_val_if_fail (ORCH_IS_APPOINTMENT (self), FALSE);

  return !self->fields.vanished && orch_appointment_status_counts (self->fields.status);
}

gboolean
orch_appointment_status_counts (const char *status)
{
  for (guint i = 0; i < G_N_ELEMENTS (void_statuses); i++)
    if (g_strcmp0 (status, void_statuses[i]) == 0)
      return FALSE;
  return TRUE;
}

gboolean
orch_appointment_same_content (OrchAppointment *a, OrchAppointment *b)
{
  g_return_val_if_fail (ORCH_IS_APPOINTMENT (a), FALSE);
  g_return_val_if_fail (ORCH_IS_APPOINTMENT (b), FALSE);

  return orch_strings_equal (&a->fields, &b->fields, emr_strings) && a->fields.start_us == b->fields.start_us &&
         a->fields.end_us == b->fields.end_us && a->fields.minutes == b->fields.minutes;
}
