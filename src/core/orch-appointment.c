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
orch_appointment_class_init (OrchAppointmentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = orch_appointment_finalize;
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
