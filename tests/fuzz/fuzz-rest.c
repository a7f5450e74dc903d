/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An answer of an EMR whose API is declared, read as each list of each vendor of the catalogue; and a declaration that somebody wrote: it is
 * refused with a reason, or used without harm.
 */
#include <string.h>

#include "catalogue/orch-catalogue.h"
#include "core/orch-appointment.h"
#include "core/orch-department.h"
#include "core/orch-patient.h"
#include "core/orch-schedule.h"
#include "core/orch-service.h"
#include "core/orch-slot.h"
#include "core/orch-staff-member.h"
#include "emr/orch-rest-declaration.h"
#include "emr/orch-rest-read.h"
#include "emr/orch-rest-values.h"
#include "http/orch-json.h"
#include "orch-fuzz.h"

static void
check_record (gpointer record)
{
  const char *shown = NULL;

  if (ORCH_IS_SERVICE (record))
    shown = orch_service_get_display_name (record);
  else if (ORCH_IS_STAFF_MEMBER (record))
    shown = orch_staff_member_get_display_name (record);
  else if (ORCH_IS_DEPARTMENT (record))
    shown = orch_department_get_fields (record)->name;
  else if (ORCH_IS_SCHEDULE (record))
    shown = orch_schedule_get_fields (record)->emr_id;
  else if (ORCH_IS_SLOT (record))
    {
      const OrchSlotFields *fields = orch_slot_get_fields (record);

      shown = fields->emr_id;
      orch_fuzz_check (fields->end_us >= fields->start_us, shown);
      orch_fuzz_check (fields->status != NULL, shown);
    }
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
read_list (OrchRestDeclaration *declaration, OrchRestKind kind, JsonNode *root)
{
  OrchRestList list = { 0 };
  const OrchEmrWindow everything = { 0 };
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) unreadable = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_emr_unreadable_free);
  JsonNode *items = NULL;
  JsonArray *array = NULL;

  if (!orch_rest_declaration_get_list (declaration, kind, &list))
    return;
  items = orch_rest_find (root, list.items);
  array = items != NULL && JSON_NODE_HOLDS_ARRAY (items) ? json_node_get_array (items) : NULL;
  for (guint i = 0; i < orch_json_array_length (array); i++)
    orch_rest_read (kind, json_array_get_element (array, i), list.fields, &everything, records, unreadable);
  orch_rest_read (kind, root, list.fields, &everything, records, unreadable);
  for (guint i = 0; i < records->len; i++)
    check_record (g_ptr_array_index (records, i));
  for (guint i = 0; i < unreadable->len; i++)
    {
      OrchEmrUnreadable *row = g_ptr_array_index (unreadable, i);

      orch_fuzz_check (row->name == NULL || (*row->name != '\0' && g_utf8_validate (row->name, -1, NULL)), row->name);
      orch_fuzz_check (row->what != NULL, row->name);
    }
}

static void
read_lists (OrchRestDeclaration *declaration, JsonNode *root)
{
  for (guint kind = 0; kind < ORCH_REST_N_KINDS; kind++)
    read_list (declaration, (OrchRestKind) kind, root);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  GListModel *vendors = orch_catalogue_get_vendors (orch_catalogue_get_default ());
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (JsonNode) root = orch_json_parse_sync (bytes, NULL);

  if (root == NULL)
    return 0;
  for (guint i = 0; i < g_list_model_get_n_items (vendors); i++)
    {
      g_autoptr (OrchEmrVendor) vendor = g_list_model_get_item (vendors, i);
      JsonObject *connection = orch_emr_vendor_get_connection (vendor);
      g_autoptr (OrchRestDeclaration) declaration =
          connection != NULL ? orch_rest_declaration_new (connection, vendor, NULL) : NULL;

      if (declaration != NULL)
        read_lists (declaration, root);
    }
  if (JSON_NODE_HOLDS_OBJECT (root))
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (OrchRestDeclaration) own = orch_rest_declaration_new (json_node_get_object (root), NULL, &error);

      orch_fuzz_check (own != NULL || (error != NULL && g_utf8_validate (error->message, -1, NULL)), "no reason");
      if (own != NULL)
        {
          read_lists (own, root);
          orch_rest_declaration_explain (own, TRUE, 401, "words");
        }
    }
  return 0;
}
