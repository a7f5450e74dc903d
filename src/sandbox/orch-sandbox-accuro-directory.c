/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Who and where, as Accuro says it. See the header. Main thread.
 */
#include "orch-sandbox-accuro-directory.h"

#include "orch-sandbox-json.h"

#define QUEBEC 11

/* The address book has those who refer as well: they work elsewhere. */
static const struct
{
  gint64 number;
  const char *first;
  const char *last;
  const char *specialty;
} external[] = {
  { 9001, "Hortense", "Quatrevents", "Cardiologie" },
  { 9002, "Anselme", "Passepartout", "Dermatologie" },
};

JsonObject *
orch_sandbox_accuro_phone (gint64 id, const char *number, const char *contact_type, const char *equipment, int order)
{
  JsonObject *phone = json_object_new ();

  json_object_set_int_member (phone, "phoneId", id);
  json_object_set_string_member (phone, "number", number);
  json_object_set_null_member (phone, "ext");
  json_object_set_string_member (phone, "equipType", equipment);
  orch_sandbox_json_set_nulls (phone, "usage notes");
  json_object_set_int_member (phone, "order", order);
  json_object_set_string_member (phone, "contactType", contact_type);
  return phone;
}

JsonObject *
orch_sandbox_accuro_email (gint64 id, const char *address, const char *type)
{
  JsonObject *email = json_object_new ();

  json_object_set_int_member (email, "emailId", id);
  json_object_set_string_member (email, "type", type);
  json_object_set_string_member (email, "address", address);
  json_object_set_int_member (email, "order", 1);
  return email;
}

gint64
orch_sandbox_accuro_office (const OrchSandboxAccuroCall *call, JsonObject *role)
{
  const char *reference =
      orch_sandbox_json_string (orch_sandbox_json_element (orch_sandbox_json_array (role, "location"), 0), "reference");
  g_autoptr (OrchSandboxEmrRecord) office = orch_sandbox_emr_record_get (call->store, reference);

  return office == NULL ? 0 : orch_sandbox_emr_record_number (office, "Location");
}

static JsonObject *
begin_provider (gint64 number, gboolean active, gboolean ours)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "providerId", number);
  json_object_set_int_member (object, "statusId", active ? 1 : 0);
  json_object_set_int_member (object, "typeId", ours ? 1 : 2);
  return object;
}

static JsonObject *
write_provider (const OrchSandboxAccuroCall *call, const OrchSandboxEmrRecord *record, gint64 number, JsonObject *role)
{
  JsonObject *resource = record->resource;
  JsonObject *object = begin_provider (number, orch_sandbox_json_boolean (resource, "active", TRUE), TRUE);
  JsonArray *phones = json_array_new ();
  g_autofree char *family = orch_sandbox_emr_person_name (resource, "family");
  g_autofree char *given = orch_sandbox_emr_person_name (resource, "given");
  g_autofree char *prefix = orch_sandbox_emr_person_name (resource, "prefix");
  const char *phone = orch_sandbox_emr_telecom (resource, "phone", NULL);
  const char *email = orch_sandbox_emr_telecom (resource, "email", NULL);
  gint64 office = orch_sandbox_accuro_office (call, role);

  orch_sandbox_json_set_string (object, "title", prefix);
  orch_sandbox_json_set_string (object, "firstName", given);
  json_object_set_null_member (object, "middleName");
  orch_sandbox_json_set_string (object, "lastName", family);
  orch_sandbox_json_set_nulls (object, "suffix address");
  if (phone != NULL)
    json_array_add_object_element (phones, orch_sandbox_accuro_phone (number, phone, "WorkPhone", "Phone", 1));
  json_object_set_array_member (object, "phones", phones);
  if (email != NULL)
    json_object_set_object_member (object, "email", orch_sandbox_accuro_email (number, email, "Business"));
  else
    json_object_set_null_member (object, "email");
  orch_sandbox_json_set_string (
      object, "specialty",
      orch_sandbox_json_string (orch_sandbox_json_element (orch_sandbox_json_array (role, "specialty"), 0), "text"));
  if (office > 0)
    json_object_set_int_member (object, "defaultOffice", office);
  else
    json_object_set_null_member (object, "defaultOffice");
  json_object_set_null_member (object, "cpsoNumber");
  orch_sandbox_json_set_string (object, "practitionerNumber", orch_sandbox_emr_licence (resource));
  return object;
}

static JsonObject *
write_external (gsize i)
{
  JsonObject *object = begin_provider (external[i].number, TRUE, FALSE);

  json_object_set_string_member (object, "title", "Dr");
  json_object_set_string_member (object, "firstName", external[i].first);
  json_object_set_null_member (object, "middleName");
  json_object_set_string_member (object, "lastName", external[i].last);
  orch_sandbox_json_set_nulls (object, "suffix address");
  json_object_set_array_member (object, "phones", json_array_new ());
  json_object_set_null_member (object, "email");
  json_object_set_string_member (object, "specialty", external[i].specialty);
  orch_sandbox_json_set_nulls (object, "defaultOffice cpsoNumber practitionerNumber");
  return object;
}

OrchSandboxReply *
orch_sandbox_accuro_providers (const OrchSandboxAccuroCall *call)
{
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GHashTable) roles = NULL;
  JsonArray *list;

  if (orch_sandbox_emr_get_staff_mode (call->emr) == ORCH_SANDBOX_MODE_FAILURE)
    return orch_sandbox_accuro_error (500, "Internal Server Error");
  records = orch_sandbox_emr_record_list (call->store, call->emr, "Practitioner");
  roles = orch_sandbox_emr_roles (call->store, call->emr);
  list = json_array_new ();
  for (guint i = 0; i < records->len; i++)
    {
      const OrchSandboxEmrRecord *record = g_ptr_array_index (records, i);
      g_autofree char *reference = g_strconcat ("Practitioner/", record->id, NULL);
      gint64 number = orch_sandbox_emr_record_number (record, "Practitioner");

      if (orch_sandbox_accuro_is_visible (call, number))
        json_array_add_object_element (list,
                                       write_provider (call, record, number, g_hash_table_lookup (roles, reference)));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (external); i++)
    json_array_add_object_element (list, write_external (i));
  return orch_sandbox_accuro_reply_array (list);
}

OrchSandboxReply *
orch_sandbox_accuro_offices (const OrchSandboxAccuroCall *call)
{
  g_autoptr (GPtrArray) records = orch_sandbox_emr_record_list (call->store, call->emr, "Location");
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < records->len; i++)
    {
      const OrchSandboxEmrRecord *record = g_ptr_array_index (records, i);
      JsonObject *given = orch_sandbox_json_object (record->resource, "address");
      JsonArray *lines = orch_sandbox_json_array (given, "line");
      JsonObject *office = json_object_new ();
      JsonObject *address = json_object_new ();

      json_object_set_int_member (office, "officeId", orch_sandbox_emr_record_number (record, "Location"));
      orch_sandbox_json_set_string (office, "name", orch_sandbox_json_string (record->resource, "name"));
      orch_sandbox_json_set_string (address, "street",
                                    lines == NULL || json_array_get_length (lines) == 0
                                        ? NULL
                                        : json_array_get_string_element (lines, 0));
      orch_sandbox_json_set_string (address, "city", orch_sandbox_json_string (given, "city"));
      orch_sandbox_json_set_string (address, "postalZip", orch_sandbox_json_string (given, "postalCode"));
      json_object_set_int_member (address, "locationId", QUEBEC);
      json_object_set_object_member (office, "address", address);
      json_object_set_boolean_member (office, "active",
                                      g_strcmp0 (orch_sandbox_json_string (record->resource, "status"), "inactive") !=
                                          0);
      json_array_add_object_element (list, office);
    }
  return orch_sandbox_accuro_reply_array (list);
}

OrchSandboxReply *
orch_sandbox_accuro_locations (const OrchSandboxAccuroCall *call)
{
  static const struct
  {
    int id;
    const char *province;
    const char *description;
  } locations[] = { { 2, "BC", "British Columbia" }, { 9, "ON", "Ontario" }, { QUEBEC, "QC", "Quebec" } };
  JsonArray *list = json_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (locations); i++)
    {
      JsonObject *one = json_object_new ();

      json_object_set_int_member (one, "locationId", locations[i].id);
      json_object_set_string_member (one, "province", locations[i].province);
      json_object_set_string_member (one, "country", "Canada");
      json_object_set_string_member (one, "description", locations[i].description);
      json_array_add_object_element (list, one);
    }
  return orch_sandbox_accuro_reply_array (list);
}

OrchSandboxReply *
orch_sandbox_accuro_genders (const OrchSandboxAccuroCall *call)
{
  static const char *const names[] = { "Male", "Female", "Unknown" };
  JsonArray *list = json_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      JsonObject *one = json_object_new ();
      g_autofree char *letter = g_strndup (names[i], 1);

      json_object_set_int_member (one, "id", (gint64) i + 1);
      json_object_set_string_member (one, "name", names[i]);
      json_object_set_boolean_member (one, "builtIn", TRUE);
      json_object_set_string_member (one, "shortName", letter);
      json_object_set_boolean_member (one, "simplifiesToMale", i == 0);
      json_array_add_object_element (list, one);
    }
  return orch_sandbox_accuro_reply_array (list);
}

OrchSandboxReply *
orch_sandbox_accuro_version (const OrchSandboxAccuroCall *call)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "version", "1.0.0-formation");
  return orch_sandbox_accuro_reply_object (object);
}
