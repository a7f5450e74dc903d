/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a hub holds, read into core objects by every mapping, and a link that anyone may have sent.
 */
#include <string.h>

#include "core/orch-error.h"
#include "http/orch-json.h"
#include "http/orch-url.h"
#include "hub/orch-hub-link.h"
#include "hub/orch-map-clinic.h"
#include "hub/orch-map-message.h"
#include "hub/orch-map-staff.h"
#include "hub/orch-map-task.h"
#include "hub/orch-map.h"
#include "orch-fuzz.h"

static void
check_text (const char *text)
{
  orch_fuzz_check (text == NULL || g_utf8_validate (text, -1, NULL), text);
}

static void
check_link (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OrchHubLink) link = orch_hub_link_parse (text, &error);

  if (link == NULL)
    {
      orch_fuzz_check (error->domain == ORCH_ERROR && g_utf8_validate (error->message, -1, NULL), text);
      return;
    }

  const char *base = orch_hub_link_get_base (link), *host = orch_hub_link_get_host (link);
  g_autoptr (GUri) uri = orch_url_check (base, NULL);

  orch_fuzz_check (uri != NULL && !g_str_has_suffix (base, "/"), base);
  orch_fuzz_check (orch_hub_link_is_training (link) == orch_url_is_loopback (uri), base);
  orch_fuzz_check (*host != '\0' && g_str_is_ascii (host), host);
  orch_fuzz_check (*orch_hub_link_get_code (link) != '\0', text);
}

static void
check_clinic (JsonObject *object)
{
  static const char *const providers[] = { "rvsq", "clic", NULL };
  g_autoptr (OrchClinic) clinic = orch_map_clinic_from (object, object, object, providers);
  g_autoptr (OrchDepartment) department = orch_map_department_from (object);
  g_autoptr (OrchHubProvider) provider = orch_map_provider_from (object);
  const char *type = NULL;
  g_autoptr (GBytes) attachment = orch_map_attachment (object, &type);

  /* What somebody else made has no identifier of ours, and is only read. */
  if (clinic != NULL && orch_clinic_get_id (clinic) != NULL)
    {
      g_autoptr (JsonObject) again = orch_map_organization (clinic, "DMÉ");
      g_autoptr (JsonObject) place = orch_map_location (clinic, "Organization/1");
      g_autoptr (JsonObject) merged = orch_map_merge (object, again);

      check_text (orch_clinic_get_name (clinic));
      orch_fuzz_check (merged != NULL && place != NULL, "merged");
    }
  if (department != NULL)
    check_text (orch_department_get_fields (department)->name);
  if (provider != NULL)
    check_text (orch_hub_provider_get_code (provider));
}

static void
check_people (JsonObject *object)
{
  g_autoptr (GPtrArray) roles = g_ptr_array_new ();
  g_autoptr (OrchStaffMember) member = NULL;
  g_autoptr (OrchService) service = orch_map_service_from (object, NULL);

  g_ptr_array_add (roles, object);
  orch_map_permission_from (roles);
  member = orch_map_staff_from (object, roles, NULL);
  if (member != NULL && orch_staff_member_get_fields (member)->id != NULL)
    {
      g_autoptr (JsonObject) again = orch_map_practitioner (member, "fhir-r4");
      g_autoptr (JsonObject) merged = orch_map_merge (object, again);

      check_text (orch_staff_member_get_display_name (member));
      orch_fuzz_check (merged != NULL, "merged");
    }
  if (service != NULL && orch_service_get_fields (service)->id != NULL)
    {
      g_autoptr (JsonObject) again = orch_map_service (service, "fhir-r4", "Organization/1");
      g_autoptr (JsonObject) merged = orch_map_merge (object, again);

      check_text (orch_service_get_display_name (service));
      orch_fuzz_check (merged != NULL, "merged");
    }
}

/* A conversation or a message: text of a person, files of anybody. */
static void
check_communication (JsonObject *object)
{
  static const OrchMapTalk talk = { .clinic_hub_id = "org-1", .patient_hub_id = "pat-1" };
  g_autoptr (GObject) record = orch_map_communication_from (object);

  orch_map_is_sent_to (object, "org-1");
  if (ORCH_IS_CONVERSATION (record))
    {
      const OrchConversationFields *f = orch_conversation_get_fields (ORCH_CONVERSATION (record));
      g_autoptr (JsonObject) again = orch_map_conversation (ORCH_CONVERSATION (record), &talk);
      g_autoptr (JsonObject) merged = orch_map_merge (object, again);

      check_text (f->subject);
      check_text (f->professional_name);
      orch_fuzz_check (g_uuid_string_is_valid (f->id) && f->patient_hub_id != NULL, f->id);
      orch_fuzz_check (merged != NULL, "merged");
    }
  else if (record != NULL)
    {
      const OrchMessageFields *f = orch_message_get_fields (ORCH_MESSAGE (record));

      check_text (f->text);
      orch_fuzz_check (g_uuid_string_is_valid (f->id) && f->conversation_hub_id != NULL, f->id);
      for (guint i = 0; f->files != NULL && i < f->files->len; i++)
        {
          GBytes *bytes = orch_message_file_get_bytes (f->files->pdata[i]);

          check_text (orch_message_file_get_name (f->files->pdata[i]));
          orch_fuzz_check (bytes == NULL || g_bytes_get_size (bytes) <= ORCH_MESSAGE_FILE_MAX_BYTES + 3, "size");
        }
    }
}

static void
check_bricks (JsonObject *object)
{
  g_autofree char *id = orch_map_get_id (object);
  g_autofree char *reference = orch_map_get_reference_id (object, "organization", "Organization");

  orch_fuzz_check (id == NULL || g_uuid_string_is_valid (id), id);
  check_text (reference);
  check_text (orch_map_get_emr_id (object));
  orch_map_alert_is_acknowledged (object);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (JsonObject) object = orch_json_parse_object_sync (bytes, NULL);

  check_link (text);
  if (object == NULL)
    return 0;
  check_clinic (object);
  check_people (object);
  check_communication (object);
  check_bricks (object);
  return 0;
}
