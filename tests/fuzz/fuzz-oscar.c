/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An answer of OSCAR, read as each of the lists and records that it may be: what comes of it can be shown, whatever it is.
 */
#include <string.h>

#include "core/orch-appointment.h"
#include "core/orch-patient.h"
#include "core/orch-service.h"
#include "core/orch-staff-member.h"
#include "emr/orch-oscar-read.h"
#include "http/orch-json.h"
#include "orch-fuzz.h"

static void
check_record (gpointer record)
{
  const char *shown = "";

  if (ORCH_IS_SERVICE (record))
    shown = orch_service_get_display_name (record);
  else if (ORCH_IS_STAFF_MEMBER (record))
    shown = orch_staff_member_get_display_name (record);
  else if (ORCH_IS_APPOINTMENT (record))
    {
      const OrchAppointmentFields *fields = orch_appointment_get_fields (record);

      shown = fields->emr_id;
      orch_fuzz_check (fields->end_us >= fields->start_us, shown);
    }
  else if (ORCH_IS_PATIENT (record))
    {
      const OrchPatientFields *fields = orch_patient_get_fields (record);

      shown = fields->family != NULL ? fields->family : fields->given != NULL ? fields->given : fields->nam;
      orch_fuzz_check (fields->birth_date == NULL || strlen (fields->birth_date) == strlen ("1970-01-01"), shown);
    }
  orch_fuzz_check (shown != NULL && g_utf8_validate (shown, -1, NULL), shown);
}

static void
check (GPtrArray *records, GPtrArray *unreadable)
{
  for (guint i = 0; i < records->len; i++)
    check_record (g_ptr_array_index (records, i));
  for (guint i = 0; unreadable != NULL && i < unreadable->len; i++)
    {
      OrchEmrUnreadable *row = g_ptr_array_index (unreadable, i);

      orch_fuzz_check (row->name == NULL || (*row->name != '\0' && g_utf8_validate (row->name, -1, NULL)), row->name);
      orch_fuzz_check (row->what != NULL, row->name);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (JsonNode) root = orch_json_parse_sync (bytes, NULL);
  const OrchEmrWindow everything = { 0 };
  g_autoptr (GPtrArray) patients = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) no_patients = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_emr_unreadable_free);

  if (root == NULL)
    return 0;
  g_autofree char *own = orch_oscar_dup_own_provider (root);
  g_autoptr (GHashTable) types = orch_oscar_read_types (root);
  g_autoptr (GPtrArray) teams = orch_oscar_read_teams (root);
  g_autoptr (OrchEmrPage) staff = orch_oscar_read_staff (root, own);
  g_autoptr (OrchEmrPage) services = orch_oscar_read_services (root);
  g_autoptr (OrchEmrPage) appointments = orch_oscar_read_appointments (root, types, &everything, TRUE);

  orch_oscar_read_patient (root, "12", patients, no_patients);
  check (orch_emr_page_get_records (staff), orch_emr_page_get_unreadable (staff));
  check (orch_emr_page_get_records (services), orch_emr_page_get_unreadable (services));
  check (orch_emr_page_get_records (appointments), orch_emr_page_get_unreadable (appointments));
  check (patients, no_patients);
  return 0;
}
