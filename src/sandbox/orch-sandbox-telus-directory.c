/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Lists of the National API. See the header. Ids are those of the training EMR, opaque texts. Main thread.
 */
#include "orch-sandbox-telus-directory.h"

#include "orch-sandbox-index.h"
#include "orch-sandbox-json.h"

static JsonObject *
role_of (GHashTable *roles, const char *practitioner)
{
  g_autofree char *reference = g_strconcat ("Practitioner/", practitioner, NULL);

  return g_hash_table_lookup (roles, reference);
}

static const char *
id_of (const char *reference)
{
  const char *slash = reference == NULL ? NULL : strchr (reference, '/');

  return slash == NULL ? NULL : slash + 1;
}

char *
orch_sandbox_telus_facility (GHashTable *roles, const char *practitioner)
{
  return g_strdup (id_of (orch_sandbox_json_string (
      orch_sandbox_json_element (orch_sandbox_json_array (role_of (roles, practitioner), "location"), 0),
      "reference")));
}

static OrchSandboxReply *
fail (void)
{
  return orch_sandbox_telus_error (500, "EmrFailure", "The EMR has failed.");
}

OrchSandboxReply *
orch_sandbox_telus_providers (const OrchSandboxTelusCall *call)
{
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GHashTable) roles = NULL;
  GPtrArray *items;

  if (orch_sandbox_emr_get_staff_mode (call->emr) == ORCH_SANDBOX_MODE_FAILURE)
    return fail ();
  records = orch_sandbox_emr_record_list (call->store, call->emr, "Practitioner");
  roles = orch_sandbox_emr_roles (call->store, call->emr);
  items = orch_sandbox_telus_items_new ();
  for (guint i = 0; i < records->len; i++)
    {
      const OrchSandboxEmrRecord *record = g_ptr_array_index (records, i);
      JsonObject *role = role_of (roles, record->id);
      g_autofree char *family = orch_sandbox_emr_person_name (record->resource, "family");
      g_autofree char *given = orch_sandbox_emr_person_name (record->resource, "given");
      g_autofree char *prefix = orch_sandbox_emr_person_name (record->resource, "prefix");
      g_autofree char *facility = orch_sandbox_telus_facility (roles, record->id);
      JsonObject *one = json_object_new ();

      json_object_set_string_member (one, "id", record->id);
      orch_sandbox_json_set_string (one, "title", prefix);
      orch_sandbox_json_set_string (one, "firstName", given);
      orch_sandbox_json_set_string (one, "lastName", family);
      orch_sandbox_json_set_string (
          one, "specialty",
          orch_sandbox_json_string (orch_sandbox_json_element (orch_sandbox_json_array (role, "specialty"), 0),
                                    "text"));
      orch_sandbox_json_set_string (one, "licenceNumber", orch_sandbox_emr_licence (record->resource));
      orch_sandbox_json_set_string (one, "email", orch_sandbox_emr_telecom (record->resource, "email", NULL));
      orch_sandbox_json_set_string (one, "phone", orch_sandbox_emr_telecom (record->resource, "phone", NULL));
      orch_sandbox_json_set_string (one, "facilityId", facility);
      json_object_set_boolean_member (one, "active", orch_sandbox_json_boolean (record->resource, "active", TRUE));
      orch_sandbox_telus_items_add (items, one, record->updated);
    }
  return orch_sandbox_telus_reply_items (call, items);
}

OrchSandboxReply *
orch_sandbox_telus_facilities (const OrchSandboxTelusCall *call)
{
  g_autoptr (GPtrArray) records = orch_sandbox_emr_record_list (call->store, call->emr, "Location");
  GPtrArray *items = orch_sandbox_telus_items_new ();

  for (guint i = 0; i < records->len; i++)
    {
      const OrchSandboxEmrRecord *record = g_ptr_array_index (records, i);
      JsonObject *address = orch_sandbox_json_object (record->resource, "address");
      JsonObject *one = json_object_new ();

      json_object_set_string_member (one, "id", record->id);
      orch_sandbox_json_set_string (one, "name", orch_sandbox_json_string (record->resource, "name"));
      orch_sandbox_json_set_string (one, "city", orch_sandbox_json_string (address, "city"));
      orch_sandbox_json_set_string (one, "postalCode", orch_sandbox_json_string (address, "postalCode"));
      json_object_set_boolean_member (one, "active",
                                      g_strcmp0 (orch_sandbox_json_string (record->resource, "status"), "inactive") !=
                                          0);
      orch_sandbox_telus_items_add (items, one, record->updated);
    }
  return orch_sandbox_telus_reply_items (call, items);
}

/* What can be booked: the schedule of somebody. */
OrchSandboxReply *
orch_sandbox_telus_schedulables (const OrchSandboxTelusCall *call)
{
  g_autoptr (GPtrArray) records = orch_sandbox_emr_record_list (call->store, call->emr, "Schedule");
  g_autoptr (GHashTable) roles = orch_sandbox_emr_roles (call->store, call->emr);
  GPtrArray *items = orch_sandbox_telus_items_new ();

  for (guint i = 0; i < records->len; i++)
    {
      const OrchSandboxEmrRecord *record = g_ptr_array_index (records, i);
      const char *reference =
          orch_sandbox_json_string (orch_sandbox_json_element (orch_sandbox_json_array (record->resource, "actor"), 0),
                                    "reference");
      g_autoptr (OrchSandboxEmrRecord) provider = orch_sandbox_emr_record_get (call->store, reference);
      g_autofree char *family = provider == NULL ? NULL : orch_sandbox_emr_person_name (provider->resource, "family");
      g_autofree char *given = provider == NULL ? NULL : orch_sandbox_emr_person_name (provider->resource, "given");
      g_autofree char *name = g_strdup_printf ("%s, %s", family == NULL ? "" : family, given == NULL ? "" : given);
      g_autofree char *facility = provider == NULL ? NULL : orch_sandbox_telus_facility (roles, provider->id);
      JsonObject *one = json_object_new ();

      json_object_set_string_member (one, "id", record->id);
      json_object_set_string_member (one, "name", name);
      orch_sandbox_json_set_string (one, "providerId", provider == NULL ? NULL : provider->id);
      orch_sandbox_json_set_string (one, "facilityId", facility);
      json_object_set_boolean_member (one, "active", orch_sandbox_json_boolean (record->resource, "active", TRUE));
      orch_sandbox_telus_items_add (items, one, record->updated);
    }
  return orch_sandbox_telus_reply_items (call, items);
}

OrchSandboxReply *
orch_sandbox_telus_types (const OrchSandboxTelusCall *call)
{
  g_autoptr (GPtrArray) records = NULL;
  GPtrArray *items;

  if (orch_sandbox_emr_get_services_mode (call->emr) == ORCH_SANDBOX_MODE_FAILURE)
    return fail ();
  records = orch_sandbox_emr_record_list (call->store, call->emr, "HealthcareService");
  items = orch_sandbox_telus_items_new ();
  for (guint i = 0; i < records->len; i++)
    {
      const OrchSandboxEmrRecord *record = g_ptr_array_index (records, i);
      JsonObject *extension = orch_sandbox_json_element (orch_sandbox_json_array (record->resource, "extension"), 0);
      JsonObject *one = json_object_new ();

      json_object_set_string_member (one, "id", record->id);
      orch_sandbox_json_set_string (one, "name", orch_sandbox_json_string (record->resource, "name"));
      json_object_set_int_member (one, "durationMinutes", orch_sandbox_json_int (extension, "valuePositiveInt", 15));
      json_object_set_boolean_member (one, "active", orch_sandbox_json_boolean (record->resource, "active", TRUE));
      orch_sandbox_telus_items_add (items, one, record->updated);
    }
  return orch_sandbox_telus_reply_items (call, items);
}

static JsonObject *
write_address (JsonObject *resource)
{
  JsonObject *given = orch_sandbox_json_element (orch_sandbox_json_array (resource, "address"), 0);
  JsonArray *lines = orch_sandbox_json_array (given, "line");
  JsonObject *address = json_object_new ();

  orch_sandbox_json_set_string (address, "street",
                                lines == NULL || json_array_get_length (lines) == 0
                                    ? NULL
                                    : json_array_get_string_element (lines, 0));
  orch_sandbox_json_set_string (address, "city", orch_sandbox_json_string (given, "city"));
  orch_sandbox_json_set_string (address, "province", orch_sandbox_json_string (given, "state"));
  orch_sandbox_json_set_string (address, "postalCode", orch_sandbox_json_string (given, "postalCode"));
  return address;
}

static JsonObject *
write_patient (const OrchSandboxEmrRecord *record, gboolean full)
{
  JsonObject *resource = record->resource;
  JsonObject *one = json_object_new ();
  g_autofree char *family = orch_sandbox_emr_person_name (resource, "family");
  g_autofree char *given = orch_sandbox_emr_person_name (resource, "given");
  const char *gender = orch_sandbox_json_string (resource, "gender");
  const char *provider = orch_sandbox_json_string (
      orch_sandbox_json_element (orch_sandbox_json_array (resource, "generalPractitioner"), 0), "reference");

  json_object_set_string_member (one, "id", record->id);
  orch_sandbox_json_set_string (one, "lastName", family);
  orch_sandbox_json_set_string (one, "firstName", given);
  orch_sandbox_json_set_string (one, "birthDate", orch_sandbox_json_string (resource, "birthDate"));
  json_object_set_string_member (one, "sex",
                                 g_strcmp0 (gender, "female") == 0 ? "F"
                                 : g_strcmp0 (gender, "male") == 0 ? "M"
                                                                   : "U");
  json_object_set_boolean_member (one, "active", orch_sandbox_json_boolean (resource, "active", TRUE));
  if (!full)
    return one;
  orch_sandbox_json_set_string (one, "healthNumber", orch_sandbox_emr_identifier (resource, TRUE));
  json_object_set_string_member (one, "healthNumberProvince", "QC");
  orch_sandbox_json_set_string (one, "chartNumber", orch_sandbox_emr_identifier (resource, FALSE));
  orch_sandbox_json_set_string (one, "email", orch_sandbox_emr_telecom (resource, "email", NULL));
  orch_sandbox_json_set_string (one, "mobilePhone", orch_sandbox_emr_telecom (resource, "phone", "mobile"));
  orch_sandbox_json_set_string (one, "homePhone", orch_sandbox_emr_telecom (resource, "phone", "home"));
  json_object_set_object_member (one, "address", write_address (resource));
  orch_sandbox_json_set_string (one, "providerId", id_of (provider));
  json_object_set_string_member (one, "language", "fr");
  return one;
}

static gboolean
begins (const char *text, const char *prefix)
{
  g_autofree char *one = orch_sandbox_index_fold (text == NULL ? "" : text);
  g_autofree char *other = orch_sandbox_index_fold (prefix);

  return g_str_has_prefix (one, other);
}

/* "Tremblay, Al", a health number, or the number of the chart. */
static gboolean
is_found (JsonObject *resource, const char *search)
{
  g_auto (GStrv) parts = g_strsplit (search, ",", 2);
  g_autofree char *family = orch_sandbox_emr_person_name (resource, "family");
  g_autofree char *given = orch_sandbox_emr_person_name (resource, "given");

  if (begins (family, g_strstrip (parts[0])) && (parts[1] == NULL || begins (given, g_strstrip (parts[1]))))
    return TRUE;
  return begins (orch_sandbox_emr_identifier (resource, TRUE), search) ||
         begins (orch_sandbox_emr_identifier (resource, FALSE), search);
}

static gboolean
wants_full (const OrchSandboxTelusCall *call, gboolean absent)
{
  const char *level = g_hash_table_lookup (call->query, "DetailLevel");

  return level == NULL ? absent : g_ascii_strcasecmp (level, "Full") == 0;
}

OrchSandboxReply *
orch_sandbox_telus_patients (const OrchSandboxTelusCall *call)
{
  g_autoptr (GPtrArray) records = orch_sandbox_emr_record_list (call->store, call->emr, "Patient");
  const char *search = g_hash_table_lookup (call->query, "SearchString");
  gboolean full = wants_full (call, FALSE);
  GPtrArray *items = orch_sandbox_telus_items_new ();

  for (guint i = 0; i < records->len; i++)
    {
      const OrchSandboxEmrRecord *record = g_ptr_array_index (records, i);

      if (search == NULL || is_found (record->resource, search))
        orch_sandbox_telus_items_add (items, write_patient (record, full), record->updated);
    }
  return orch_sandbox_telus_reply_items (call, items);
}

OrchSandboxReply *
orch_sandbox_telus_patient (const OrchSandboxTelusCall *call)
{
  g_autofree char *reference = g_strconcat ("Patient/", call->path[1], NULL);
  g_autoptr (OrchSandboxEmrRecord) record = NULL;

  orch_sandbox_emr_ensure (call->emr, "Patient", NULL);
  record = orch_sandbox_emr_record_get (call->store, reference);
  return record == NULL ? orch_sandbox_telus_error (404, "NotFound", "There is no such patient.")
                        : orch_sandbox_telus_reply_object (write_patient (record, wants_full (call, TRUE)));
}
