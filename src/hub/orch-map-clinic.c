/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The clinic and what belongs to it. Pure; any thread.
 */
#include "orch-map-clinic.h"

#include <string.h>

#include "core/orch-phone.h"
#include "core/orch-text.h"
#include "fhir/orch-fhir-reference.h"
#include "http/orch-json.h"
#include "orch-map.h"

#define KIND ORCH_HUB_CODE ("organization-kind")
#define DOCUMENT_KIND ORCH_HUB_CODE ("document-kind")
#define VENDOR ORCH_HUB_CODE ("emr-vendor")
#define EXT " ext. "

/* --- out ---------------------------------------------------------------------------------- */

/* E.123, as FHIR asks: "+1 418 555-5555 ext. 12" */
static void
add_phone (JsonObject *organization, const char *phone, const char *extension)
{
  if (orch_text_is_empty (phone))
    return;
  g_autofree char *number = orch_phone_normalize (phone);
  g_autofree char *shown = number != NULL ? orch_phone_format_international (number) : g_strdup (phone);
  g_autofree char *value =
      orch_text_is_empty (extension) ? g_strdup (shown) : g_strconcat (shown, EXT, extension, NULL);
  JsonObject *telecom = json_object_new ();
  json_object_set_string_member (telecom, "system", "phone");
  json_object_set_string_member (telecom, "value", value);
  json_object_set_string_member (telecom, "use", "work");
  orch_map_append (organization, "telecom", telecom);
}

/* Returns: (transfer full) (nullable) */
static JsonObject *
make_address (const OrchClinicFields *fields)
{
  if (orch_text_is_empty (fields->street) && orch_text_is_empty (fields->city) &&
      orch_text_is_empty (fields->postal_code))
    return NULL;
  JsonObject *address = json_object_new ();
  JsonArray *lines = json_array_new ();
  if (!orch_text_is_empty (fields->street))
    json_array_add_string_element (lines, fields->street);
  if (!orch_text_is_empty (fields->office))
    json_array_add_string_element (lines, fields->office);
  if (json_array_get_length (lines) > 0)
    json_object_set_array_member (address, "line", json_array_ref (lines));
  json_array_unref (lines);
  orch_map_set_string (address, "city", fields->city);
  orch_map_set_string (address, "state", fields->province);
  orch_map_set_string (address, "postalCode", fields->postal_code);
  json_object_set_string_member (address, "country", "CA");
  return address;
}

JsonObject *
orch_map_organization (OrchClinic *clinic, const char *emr_name)
{
  const OrchClinicFields *fields = orch_clinic_get_fields (clinic);
  JsonObject *organization = orch_map_new ("Organization", fields->id);

  json_object_set_boolean_member (organization, "active", TRUE);
  orch_map_append (organization, "type", orch_map_concept (KIND, "clinic", NULL));
  orch_map_set_string (organization, "name", fields->name);
  add_phone (organization, fields->phone, fields->extension);
  orch_map_append (organization, "address", make_address (fields));
  if (!orch_text_is_empty (fields->emr_vendor))
    {
      JsonObject *coding = json_object_new ();
      json_object_set_string_member (coding, "system", VENDOR);
      json_object_set_string_member (coding, "code", fields->emr_vendor);
      orch_map_set_string (coding, "display", emr_name);
      /* What the clinic chose by itself it may change by itself; what the hub had on record it may not. */
      if (fields->hub_emr_vendor == NULL)
        json_object_set_boolean_member (coding, "userSelected", TRUE);
      JsonObject *extension = orch_map_extension (ORCH_HUB_EXTENSION ("emr"));
      json_object_set_object_member (extension, "valueCoding", coding);
      orch_map_append (organization, "extension", extension);
    }
  return organization;
}

JsonObject *
orch_map_location (OrchClinic *clinic, const char *clinic_reference)
{
  const OrchClinicFields *fields = orch_clinic_get_fields (clinic);
  g_autofree char *id = orch_map_derive_id (fields->id, ORCH_MAP_PART_LOCATION);
  JsonObject *location = orch_map_new ("Location", id);

  json_object_set_string_member (location, "status", "active");
  orch_map_set_string (location, "name", fields->name);
  JsonObject *address = make_address (fields);
  if (address != NULL)
    json_object_set_object_member (location, "address", address);
  orch_map_set_reference (location, "managingOrganization", clinic_reference);
  return location;
}

static JsonObject *
make_document (const char *clinic_id, const char *clinic_reference, const char *kind, GBytes *data, const char *type)
{
  g_autofree char *id = orch_map_derive_id (clinic_id, kind);
  JsonObject *document = orch_map_new ("DocumentReference", id);
  gsize size = 0;
  const guint8 *bytes = g_bytes_get_data (data, &size);
  g_autofree char *text = g_base64_encode (bytes, size);

  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1); /* R4: Attachment.hash is SHA-1 */
  g_checksum_update (checksum, bytes, (gssize) size);
  guint8 digest[20];
  gsize length = sizeof digest;
  g_checksum_get_digest (checksum, digest, &length);
  g_autofree char *hash = g_base64_encode (digest, length);

  json_object_set_string_member (document, "status", "current");
  json_object_set_object_member (document, "type", orch_map_concept (DOCUMENT_KIND, kind, NULL));
  orch_map_set_reference (document, "custodian", clinic_reference);
  JsonObject *attachment = json_object_new ();
  orch_map_set_string (attachment, "contentType", type);
  json_object_set_string_member (attachment, "data", text);
  json_object_set_int_member (attachment, "size", (gint64) size);
  json_object_set_string_member (attachment, "hash", hash);
  json_object_set_string_member (attachment, "title", kind);
  JsonObject *content = json_object_new ();
  json_object_set_object_member (content, "attachment", attachment);
  orch_map_append (document, "content", content);
  return document;
}

JsonObject *
orch_map_logo (OrchClinic *clinic, const char *clinic_reference)
{
  const OrchClinicFields *fields = orch_clinic_get_fields (clinic);
  if (fields->logo == NULL || g_bytes_get_size (fields->logo) == 0)
    return NULL;
  return make_document (fields->id, clinic_reference, ORCH_MAP_PART_LOGO, fields->logo, fields->logo_type);
}

JsonObject *
orch_map_sealed (const char *clinic_id, const char *clinic_reference, GBytes *sealed, const char *key_id)
{
  JsonObject *document =
      make_document (clinic_id, clinic_reference, ORCH_MAP_PART_SEALED, sealed, "application/octet-stream");
  orch_map_set_string (document, "description", key_id);
  return document;
}

JsonObject *
orch_map_department (OrchDepartment *department, const char *vendor, const char *clinic_reference)
{
  const OrchDepartmentFields *fields = orch_department_get_fields (department);
  JsonObject *organization = orch_map_new ("Organization", fields->id);

  orch_map_add_emr_id (organization, vendor, fields->emr_id);
  json_object_set_boolean_member (organization, "active", TRUE);
  orch_map_append (organization, "type", orch_map_concept (KIND, "department", NULL));
  orch_map_set_string (organization, "name", fields->name);
  orch_map_set_reference (organization, "partOf", clinic_reference);
  return organization;
}

JsonObject *
orch_map_affiliation (const char *clinic_id, const char *clinic_reference, const char *provider_hub_id,
                      const char *code, gboolean active)
{
  g_autofree char *part = g_strconcat (ORCH_MAP_PART_AFFILIATION, code, NULL);
  g_autofree char *id = orch_map_derive_id (clinic_id, part);
  g_autofree char *provider = g_strconcat ("Organization/", provider_hub_id, NULL);
  JsonObject *affiliation = orch_map_new ("OrganizationAffiliation", id);

  json_object_set_boolean_member (affiliation, "active", active);
  orch_map_set_reference (affiliation, "organization", provider);
  orch_map_set_reference (affiliation, "participatingOrganization", clinic_reference);
  return affiliation;
}

JsonObject *
orch_map_endpoint (const char *clinic_id, const char *clinic_reference, const char *name, const char *address,
                   gboolean enabled)
{
  g_autofree char *id = orch_map_derive_id (clinic_id, ORCH_MAP_PART_ENDPOINT);
  JsonObject *endpoint = orch_map_new ("Endpoint", id);

  json_object_set_string_member (endpoint, "status", enabled ? "active" : "off");
  JsonObject *connection = json_object_new ();
  json_object_set_string_member (connection, "system",
                                 "http://terminology.hl7.org/CodeSystem/endpoint-connection-type");
  json_object_set_string_member (connection, "code", "hl7-fhir-rest");
  json_object_set_object_member (endpoint, "connectionType", connection);
  orch_map_set_string (endpoint, "name", name);
  orch_map_set_reference (endpoint, "managingOrganization", clinic_reference);
  orch_map_append (endpoint, "payloadType", orch_map_concept (NULL, NULL, "FHIR R4"));
  if (address != NULL)
    json_object_set_string_member (endpoint, "address", address);
  else
    {
      JsonObject *absent = orch_map_extension (ORCH_HUB_ABSENT);
      json_object_set_string_member (absent, "valueCode", "unknown");
      JsonObject *shadow = json_object_new ();
      orch_map_append (shadow, "extension", absent);
      json_object_set_object_member (endpoint, "_address", shadow);
    }
  return endpoint;
}

/* --- in ----------------------------------------------------------------------------------- */

gboolean
orch_map_is_kind (JsonObject *organization, const char *kind)
{
  return orch_map_has_code (organization, "type", KIND, kind);
}

gboolean
orch_map_is_document (JsonObject *document, const char *kind)
{
  const char *status = orch_json_get_string (document, "status");
  return orch_map_has_code (document, "type", DOCUMENT_KIND, kind) &&
         (status == NULL || g_str_equal (status, "current"));
}

GBytes *
orch_map_attachment (JsonObject *document, const char **type)
{
  JsonObject *attachment = orch_json_get_object (orch_json_get_first (document, "content"), "attachment");
  const char *text = orch_json_get_string (attachment, "data");
  if (type != NULL)
    *type = orch_json_get_string (attachment, "contentType");
  if (orch_text_is_empty (text) || strlen (text) > ORCH_LOGO_MAX_BYTES * 2)
    return NULL;
  gsize size = 0;
  guint8 *data = g_base64_decode (text, &size);
  return size > 0 ? g_bytes_new_take (data, size) : (g_free (data), NULL);
}

/* "+1 418 555-5555 ext. 12", "tel:+14185555555;ext=12" and their kin */
static void
split_phone (const char *value, char **phone, char **extension)
{
  g_autofree char *text = orch_text_clean (value, 60);
  char *start = g_str_has_prefix (text, "tel:") ? text + 4 : text;
  static const char *const marks[] = { ";ext=", " ext. ", " ext ", " poste ", " x", " p. " };
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      char *found = strstr (start, marks[i]);
      if (found == NULL)
        continue;
      char *digits = g_strstrip (found + strlen (marks[i]));
      if (orch_phone_extension_is_valid (digits) && *digits != '\0')
        {
          *extension = g_strdup (digits);
          *found = '\0';
        }
      break;
    }
  *phone = orch_phone_normalize (start);
  if (*phone == NULL)
    *phone = g_strdup (g_strstrip (start));
}

OrchClinic *
orch_map_clinic_from (JsonObject *organization, JsonObject *location, JsonObject *logo, const char *const *providers)
{
  const char *hub_id = orch_json_get_string (organization, "id");
  if (!orch_fhir_id_is_valid (hub_id))
    return NULL;

  JsonObject *address = orch_json_get_first (organization, "address");
  if (address == NULL)
    address = orch_json_get_object (location, "address");
  JsonArray *lines = orch_json_get_array (address, "line");
  g_autofree char *id = orch_map_get_id (organization);
  g_autofree char *name = orch_map_dup_text (organization, "name");
  g_autofree char *street =
      orch_json_array_string (lines, 0) != NULL ? orch_text_clean (orch_json_array_string (lines, 0), 200) : NULL;
  g_autofree char *office =
      orch_json_array_string (lines, 1) != NULL ? orch_text_clean (orch_json_array_string (lines, 1), 100) : NULL;
  g_autofree char *city = orch_map_dup_text (address, "city");
  g_autofree char *province = orch_map_dup_text (address, "state");
  g_autofree char *postal_code = orch_map_dup_text (address, "postalCode");

  g_autofree char *phone = NULL;
  g_autofree char *extension = NULL;
  guint n = orch_json_count (organization, "telecom");
  for (guint i = 0; i < n && phone == NULL; i++)
    {
      JsonObject *telecom = orch_json_nth (organization, "telecom", i);
      const char *value = orch_json_get_string (telecom, "value");
      if (g_strcmp0 (orch_json_get_string (telecom, "system"), "phone") == 0 && !orch_text_is_empty (value))
        split_phone (value, &phone, &extension);
    }

  JsonObject *emr =
      orch_json_get_object (orch_map_get_extension (organization, ORCH_HUB_EXTENSION ("emr")), "valueCoding");
  g_autofree char *vendor = orch_map_dup_text (emr, "code");
  const char *logo_type = NULL;
  g_autoptr (GBytes) image = logo != NULL ? orch_map_attachment (logo, &logo_type) : NULL;

  OrchClinicFields fields = {
    .id = id,
    .name = name,
    .street = street,
    .office = office,
    .city = city,
    .province = province,
    .postal_code = postal_code,
    .phone = phone,
    .extension = extension,
    .logo = image,
    .logo_type = image != NULL ? logo_type : NULL,
    .providers = providers,
    .emr_vendor = vendor,
    .hub_emr_vendor = orch_json_get_bool (emr, "userSelected", FALSE) ? NULL : vendor,
    .hub_id = hub_id,
    .hub_version = orch_json_get_string (orch_json_get_object (organization, "meta"), "versionId"),
  };
  return orch_clinic_new (&fields);
}

OrchDepartment *
orch_map_department_from (JsonObject *organization)
{
  const char *hub_id = orch_json_get_string (organization, "id");
  if (!orch_fhir_id_is_valid (hub_id))
    return NULL;
  g_autofree char *id = orch_map_get_id (organization);
  g_autofree char *name = orch_map_dup_text (organization, "name");
  const char *emr_id = orch_map_get_emr_id (organization);
  OrchDepartmentFields fields = {
    .id = id,
    .emr_id = emr_id,
    .hub_id = hub_id,
    .name = name,
    .origin = emr_id != NULL ? ORCH_ORIGIN_EMR : ORCH_ORIGIN_HUB,
  };
  return orch_department_new (&fields);
}

OrchHubProvider *
orch_map_provider_from (JsonObject *organization)
{
  const char *hub_id = orch_json_get_string (organization, "id");
  if (!orch_fhir_id_is_valid (hub_id))
    return NULL;
  g_autofree char *name = orch_map_dup_text (organization, "name");
  const char *code = orch_map_get_identifier (organization, ORCH_HUB_PROVIDER_SYSTEM);
  return orch_hub_provider_new (hub_id, code != NULL ? code : hub_id,
                                name != NULL   ? name
                                : code != NULL ? code
                                               : hub_id,
                                orch_json_get_bool (organization, "active", TRUE));
}
