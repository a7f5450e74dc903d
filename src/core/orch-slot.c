/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A time that can be booked.
 */

#include "orch-slot.h"

#include "orch-fields.h"

struct _OrchSlot
{
  GObject parent_instance;

  OrchSlotFields fields; /* (owned) */
};

typedef enum
{
  PROP_ID = 1,
  PROP_EMR_ID,
  PROP_SCHEDULE_EMR_ID,
  PROP_STATUS,
  PROP_START,
  PROP_END,
} OrchSlotProperty;

static GParamSpec *properties[PROP_END + 1];

#define OFFSET(member) G_STRUCT_OFFSET (OrchSlotFields, member)

static const gsize string_offsets[] = {
  OFFSET (id), OFFSET (emr_id), OFFSET (hub_id), OFFSET (schedule_emr_id), OFFSET (status),
};
static const OrchStringTable strings = { string_offsets, G_N_ELEMENTS (string_offsets) };

G_DEFINE_FINAL_TYPE (OrchSlot, orch_slot, G_TYPE_OBJECT)

static void
orch_slot_finalize (GObject *object)
{
  OrchSlot *self = ORCH_SLOT (object);

  orch_strings_clear (&self->fields, strings);
  G_OBJECT_CLASS (orch_slot_parent_class)->finalize (object);
}

static void
orch_slot_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchSlot *self = ORCH_SLOT (object);

  switch ((OrchSlotProperty) id)
    {
    case PROP_ID:
      g_value_set_string (value, self->fields.id);
      break;
    case PROP_EMR_ID:
      g_value_set_string (value, self->fields.emr_id);
      break;
    case PROP_SCHEDULE_EMR_ID:
      g_value_set_string (value, self->fields.schedule_emr_id);
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
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_slot_class_init (OrchSlotClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = orch_slot_finalize;
  object_class->get_property = orch_slot_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_EMR_ID] = g_param_spec_string ("emr-id", NULL, NULL, NULL, flags);
  properties[PROP_SCHEDULE_EMR_ID] = g_param_spec_string ("schedule-emr-id", NULL, NULL, NULL, flags);
  properties[PROP_STATUS] = g_param_spec_string ("status", NULL, NULL, NULL, flags);
  properties[PROP_START] = g_param_spec_int64 ("start", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_END] = g_param_spec_int64 ("end", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
orch_slot_init (OrchSlot *self)
{
}

OrchSlot *
orch_slot_new (const OrchSlotFields *fields)
{
  OrchSlot *self;

  g_return_val_if_fail (fields != NULL, NULL);

  self = g_object_new (ORCH_TYPE_SLOT, NULL);
  self->fields = *fields;
  orch_strings_copy (&self->fields, strings);
  return self;
}

const OrchSlotFields *
orch_slot_get_fields (OrchSlot *self)
{
  g_return_val_if_fail (ORCH_IS_SLOT (self), NULL);

  return &self->fields;
}

gboolean
orch_slot_same_content (OrchSlot *a, OrchSlot *b)
{
  g_return_val_if_fail (ORCH_IS_SLOT (a), FALSE);
  g_return_val_if_fail (ORCH_IS_SLOT (b), FALSE);

  return g_strcmp0 (a->fields.emr_id, b->fields.emr_id) == 0 &&
         g_strcmp0 (a->fields.schedule_emr_id, b->fields.schedule_emr_id) == 0 &&
         g_strcmp0 (a->fields.status, b->fields.status) == 0 && a->fields.start_us == b->fields.start_us &&
         a->fields.end_us == b->fields.end_us;
}
