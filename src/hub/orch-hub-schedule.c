/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Patients, availability and appointments, put on the hub. In fibers on the main thread.
 */
#include "orch-hub-private.h"
#include "orch-map-schedule.h"
#include "orch-map.h"

static OrchHubItem *
make_item (OrchHubKind kind, gpointer record, const OrchMapContext *context)
{
  OrchHubItem *item = NULL;
  if (kind == ORCH_HUB_PATIENTS)
    {
      const OrchPatientFields *fields = orch_patient_get_fields (record);
      item = orch_hub_item_new ("Patient", fields->id, fields->hub_id);
      orch_hub_item_take (item, orch_map_patient (record, context));
    }
  else if (kind == ORCH_HUB_SCHEDULES)
    {
      const OrchScheduleFields *fields = orch_schedule_get_fields (record);
      item = orch_hub_item_new ("Schedule", fields->id, fields->hub_id);
      orch_hub_item_take (item, orch_map_schedule (record, context));
    }
  else if (kind == ORCH_HUB_SLOTS)
    {
      const OrchSlotFields *fields = orch_slot_get_fields (record);
      item = orch_hub_item_new ("Slot", fields->id, fields->hub_id);
      orch_hub_item_take (item, orch_map_slot (record, context));
    }
  else
    {
      const OrchAppointmentFields *fields = orch_appointment_get_fields (record);
      g_assert (kind == ORCH_HUB_APPOINTMENTS);
      item = orch_hub_item_new ("Appointment", fields->id, fields->hub_id);
      orch_hub_item_take (item, orch_map_appointment (record, context));
    }
  return item;
}

GPtrArray *
orch_hub_put_records_run (OrchHub *self, OrchHubKind kind, const char *clinic_hub_id, GPtrArray *records,
                          OrchHubLinks *links, GError **error)
{
  g_autofree char *clinic = g_strconcat ("Organization/", clinic_hub_id, NULL);
  OrchMapContext context = { .vendor = self->vendor, .clinic_reference = clinic, .links = links };
  g_autoptr (GPtrArray) items = orch_hub_items_new ();
  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (items, make_item (kind, g_ptr_array_index (records, i), &context));
  if (!orch_hub_send_many (&self->putter, items, error))
    return NULL;
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (rows, orch_hub_row_for_item (g_ptr_array_index (items, i)));
  return rows;
}
