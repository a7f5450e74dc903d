/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Patients as Accuro gives them. See the header. Main thread.
 */
#include "orch-sandbox-accuro-patients.h"

#include "orch-sandbox-index.h"
#include "orch-sandbox-json.h"

#define QUEBEC 11

/* The same patient has the same one always. */
static char *
uuid_of (const char *id)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA1, id, -1);

  return g_strdup_printf ("%.8s-%.4s-4%.3s-8%.3s-%.12s", sum, sum + 8, sum + 12, sum + 15, sum + 18);
}

static JsonArray *
write_phones (JsonObject *resource, gint64 number)
{
  static const struct
  {
    const char *use;
    const char *contact;
    const char *equipment;
  } kinds[] = { { "mobile", "CellPhone", "Cell" }, { "home", "HomePhone", "Phone" }, { "work", "WorkPhone", "Phone" } };
  JsonArray *phones = json_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const char *phone = orch_sandbox_emr_telecom (resource, "phone", kinds[i].use);

      if (phone != NULL)
        json_array_add_object_element (phones,
                                       orch_sandbox_accuro_phone (number * 10 + (gint64) i, phone, kinds[i].contact,
                                                                  kinds[i].equipment, (int) i + 1));
    }
  return phones;
}

static JsonArray *
write_addresses (JsonObject *resource)
{
  JsonObject *given = orch_sandbox_json_element (orch_sandbox_json_array (resource, "address"), 0);
  JsonArray *lines = orch_sandbox_json_array (given, "line");
  JsonArray *addresses = json_array_new ();
  JsonObject *address;

  if (given == NULL)
    return addresses;
  address = json_object_new ();
  orch_sandbox_json_set_string (address, "street",
                                lines == NULL || json_array_get_length (lines) == 0
                                    ? NULL
                                    : json_array_get_string_element (lines, 0));
  orch_sandbox_json_set_string (address, "city", orch_sandbox_json_string (given, "city"));
  orch_sandbox_json_set_string (address, "postalZip", orch_sandbox_json_string (given, "postalCode"));
  json_object_set_int_member (address, "locationId", QUEBEC);
  json_object_set_null_member (address, "note");
  json_object_set_string_member (address, "type", "Civil");
  orch_sandbox_json_set_nulls (address, "start end");
  json_array_add_object_element (addresses, address);
  return addresses;
}

static JsonObject *
write_demographics (JsonObject *resource, gint64 number)
{
  JsonObject *object = json_object_new ();
  JsonObject *card = json_object_new ();
  g_autofree char *family = orch_sandbox_emr_person_name (resource, "family");
  g_autofree char *given = orch_sandbox_emr_person_name (resource, "given");
  const char *gender = orch_sandbox_json_string (resource, "gender");
  const char *email = orch_sandbox_emr_telecom (resource, "email", NULL);
  const char *nam = orch_sandbox_emr_identifier (resource, TRUE);

  orch_sandbox_json_set_string (object, "firstName", given);
  orch_sandbox_json_set_string (object, "lastName", family);
  orch_sandbox_json_set_nulls (object, "middleName title suffix");
  orch_sandbox_json_set_string (object, "birthday", orch_sandbox_json_string (resource, "birthDate"));
  json_object_set_int_member (object, "genderId",
                              g_strcmp0 (gender, "male") == 0     ? 1
                              : g_strcmp0 (gender, "female") == 0 ? 2
                                                                  : 3);
  if (email != NULL)
    json_object_set_object_member (object, "email", orch_sandbox_accuro_email (number, email, "Home"));
  else
    json_object_set_null_member (object, "email");
  json_object_set_array_member (object, "phones", write_phones (resource, number));
  json_object_set_array_member (object, "addresses", write_addresses (resource));
  orch_sandbox_json_set_string (card, "phn", nam);
  json_object_set_int_member (card, "locationId", QUEBEC);
  json_object_set_null_member (card, "expiry");
  json_object_set_object_member (object, "healthCard", card);
  json_object_set_string_member (object, "preferredContactType", "CellPhone");
  orch_sandbox_json_set_nulls (object, "nextKinName nextKinPhone");
  json_object_set_string_member (object, "officialLanguageCode", "fra");
  json_object_set_string_member (object, "spokenLanguageCode", "fra");
  json_object_set_null_member (object, "relationshipStatusId");
  return object;
}

static JsonObject *
write_patient (const OrchSandboxAccuroCall *call, const OrchSandboxEmrRecord *record)
{
  JsonObject *resource = record->resource;
  JsonObject *object = json_object_new ();
  gint64 number = orch_sandbox_emr_record_number (record, "Patient");
  g_autofree char *uuid = uuid_of (record->id);
  g_autoptr (OrchSandboxEmrRecord) doctor = orch_sandbox_emr_record_get (
      call->store,
      orch_sandbox_json_string (orch_sandbox_json_element (orch_sandbox_json_array (resource, "generalPractitioner"),
                                                           0),
                                "reference"));

  json_object_set_int_member (object, "patientId", number);
  json_object_set_string_member (object, "uuid", uuid);
  orch_sandbox_json_set_string (object, "fileNumber", orch_sandbox_emr_identifier (resource, FALSE));
  json_object_set_int_member (object, "patientStatusId", orch_sandbox_json_boolean (resource, "active", TRUE) ? 1 : 0);
  if (doctor != NULL)
    json_object_set_int_member (object, "familyProviderId", orch_sandbox_emr_record_number (doctor, "Practitioner"));
  else
    json_object_set_null_member (object, "familyProviderId");
  orch_sandbox_json_set_nulls (object, "enrolledProviderId officeProviderId referringProviderId insurerId");
  json_object_set_object_member (object, "demographics", write_demographics (resource, number));
  json_object_set_boolean_member (object, "deceased", FALSE);
  return object;
}

static gboolean
begins (const char *text, const char *prefix)
{
  g_autofree char *one = NULL;
  g_autofree char *other = NULL;

  if (prefix == NULL || *prefix == '\0')
    return TRUE;
  one = orch_sandbox_index_fold (text == NULL ? "" : text);
  other = orch_sandbox_index_fold (prefix);
  return g_str_has_prefix (one, other);
}

static gboolean
equals (const char *text, const char *wanted)
{
  return wanted == NULL || *wanted == '\0' || g_strcmp0 (text, wanted) == 0;
}

static gboolean
is_found (const OrchSandboxAccuroCall *call, const OrchSandboxEmrRecord *record)
{
  JsonObject *resource = record->resource;
  g_autofree char *family = orch_sandbox_emr_person_name (resource, "family");
  g_autofree char *given = orch_sandbox_emr_person_name (resource, "given");
  g_autofree char *uuid = uuid_of (record->id);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, orch_sandbox_emr_record_number (record, "Patient"));

  return begins (family, g_hash_table_lookup (call->query, "lastName")) &&
         begins (given, g_hash_table_lookup (call->query, "firstName")) &&
         equals (orch_sandbox_emr_identifier (resource, TRUE), g_hash_table_lookup (call->query, "phn")) &&
         equals (orch_sandbox_emr_identifier (resource, FALSE), g_hash_table_lookup (call->query, "fileNumber")) &&
         equals (orch_sandbox_emr_telecom (resource, "phone", NULL), g_hash_table_lookup (call->query, "phone")) &&
         equals (uuid, g_hash_table_lookup (call->query, "patientUuid")) &&
         equals (number, g_hash_table_lookup (call->query, "patientId"));
}

/* Those who may be meant: a first sieve. */
static GPtrArray *
candidates (const OrchSandboxAccuroCall *call, gint64 after, guint most)
{
  static const char *const exact[] = { "phn", "fileNumber", "phone" };
  const char *family = g_hash_table_lookup (call->query, "lastName");
  gint64 number = orch_sandbox_accuro_query_int (call, "patientId");

  if (number > 0)
    {
      GPtrArray *one = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_sandbox_emr_record_free);
      OrchSandboxEmrRecord *record = orch_sandbox_emr_record_find (call->store, call->emr, "Patient", number);

      if (record != NULL)
        g_ptr_array_add (one, record);
      return one;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (exact); i++)
    {
      const char *value = g_hash_table_lookup (call->query, exact[i]);

      if (value != NULL && *value != '\0')
        return orch_sandbox_emr_record_narrow (call->store, call->emr, "Patient", NULL, NULL, value);
    }
  if (family != NULL && *family != '\0')
    {
      g_autofree char *folded = orch_sandbox_index_fold (family);

      return orch_sandbox_emr_record_narrow (call->store, call->emr, "Patient", "family", folded, NULL);
    }
  if (g_hash_table_contains (call->query, "firstName") || g_hash_table_contains (call->query, "patientUuid"))
    return orch_sandbox_emr_record_list (call->store, call->emr, "Patient");
  return orch_sandbox_emr_record_after (call->store, call->emr, "Patient", after, most);
}

/* A bare array, for all that the pages are those of envelopes: so has the documentation. */
OrchSandboxReply *
orch_sandbox_accuro_search_patients (const OrchSandboxAccuroCall *call)
{
  gint64 after = orch_sandbox_accuro_query_int (call, "startingId");
  guint most = (guint) orch_sandbox_accuro_page_size (call);
  g_autoptr (GPtrArray) records = candidates (call, after, most);
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < records->len && json_array_get_length (list) < most; i++)
    {
      const OrchSandboxEmrRecord *record = g_ptr_array_index (records, i);

      if (orch_sandbox_emr_record_number (record, "Patient") > after && is_found (call, record))
        json_array_add_object_element (list, write_patient (call, record));
    }
  return orch_sandbox_accuro_reply_array (list);
}

OrchSandboxReply *
orch_sandbox_accuro_patient (const OrchSandboxAccuroCall *call)
{
  g_autoptr (OrchSandboxEmrRecord) record =
      orch_sandbox_emr_record_find (call->store, call->emr, "Patient",
                                    g_ascii_strtoll (call->path[call->n_path - 1], NULL, 10));

  return record == NULL ? orch_sandbox_accuro_error (404, "Resource not found")
                        : orch_sandbox_accuro_reply_object (write_patient (call, record));
}
