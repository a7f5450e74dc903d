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
orch_schedule_class_init (OrchScheduleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = orch_schedule_finalize;
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
