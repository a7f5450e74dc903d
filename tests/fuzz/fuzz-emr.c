/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A page of an EMR's directory, read as roles, as staff and as services: each entry is a record, or is named with what is wrong.
 */
#include "core/orch-error.h"
#include "core/orch-import-plan.h"
#include "core/orch-service.h"
#include "core/orch-staff-member.h"
#include "emr/orch-emr-fhir-read.h"
#include "orch-fuzz.h"

static void
check_page (OrchEmrPage *page, const GError *error)
{
  if (page == NULL)
    {
      orch_fuzz_check (error != NULL && error->domain == ORCH_ERROR, "no ORCH_ERROR");
      return;
    }

  GPtrArray *records = orch_emr_page_get_records (page), *unreadable = orch_emr_page_get_unreadable (page);

  for (guint i = 0; i < records->len; i++)
    {
      gpointer record = g_ptr_array_index (records, i);
      const char *shown = ORCH_IS_SERVICE (record) ? orch_service_get_display_name (record)
                                                   : orch_staff_member_get_display_name (record);

      orch_fuzz_check (shown != NULL && g_utf8_validate (shown, -1, NULL), shown);
    }
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
  g_autoptr (OrchEmrFhirRoles) roles = orch_emr_fhir_roles_new ();
  g_autoptr (GError) no_roles = NULL;
  g_autoptr (GError) no_staff = NULL;
  g_autoptr (GError) no_services = NULL;
  g_autoptr (OrchEmrPage) page = orch_emr_fhir_read_roles (bytes, roles, &no_roles);
  g_autoptr (OrchEmrPage) staff = orch_emr_fhir_read_staff (bytes, roles, &no_staff);
  g_autoptr (OrchEmrPage) services = orch_emr_fhir_read_services (bytes, roles, &no_services);

  check_page (page, no_roles);
  check_page (staff, no_staff);
  check_page (services, no_services);
  return 0;
}
