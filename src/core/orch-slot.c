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
orch_slot_class_init (OrchSlotClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = orch_slot_finalize;
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
