/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Patients as OSCAR shows them, and what is written to their charts. See the header. Main thread.
 */
#include "orch-sandbox-oscar-chart.h"

#include "orch-sandbox-json.h"
#include "orch-sandbox-oscar-search.h"

#include <stdio.h>

#define NAM_SYSTEM "https://fhir.infoway-inforoute.ca/NamingSystem/ca-qc-patient-healthcare-id"
#define CHART_SYSTEM "https://dme-formation.example/dossier"

/* What a patient has that FHIR keeps too. All else that is sent is kept as it came. */
static const char *const mapped[] = { "demographicNo", "lastName",      "firstName",   "hin",
                                      "chartNo",       "sex",           "dateOfBirth", "dobYear",
                                      "dobMonth",      "dobDay",        "email",       "address",
                                      "providerNo",    "patientStatus", "extras",      "lastUpdateUser",
                                      "lastUpdateDate" };

static void
write_birth (const OrchSandboxOscarCall *call, JsonObject *object, JsonObject *resource)
{
  const char *born = orch_sandbox_json_string (resource, "birthDate");
  g_autoptr (GDateTime) day = born == NULL ? NULL : orch_sandbox_emr_parse_day (born);
  g_auto (GStrv) parts = g_strsplit (born == NULL ? "" : born, "-", 3);
  gboolean whole = g_strv_length (parts) == 3;

  orch_sandbox_oscar_call_set_date (call, object, "dateOfBirth", ORCH_SANDBOX_OSCAR_DAY, day, FALSE);
  orch_sandbox_json_set_string (object, "dobYear", whole ? parts[0] : NULL);
  orch_sandbox_json_set_string (object, "dobMonth", whole ? parts[1] : NULL);
  orch_sandbox_json_set_string (object, "dobDay", whole ? parts[2] : NULL);
}

static void
write_address (JsonObject *object, JsonObject *resource)
{
  JsonObject *given = orch_sandbox_json_element (orch_sandbox_json_array (resource, "address"), 0);
  JsonArray *lines = orch_sandbox_json_array (given, "line");
  JsonObject *address = json_object_new ();

  orch_sandbox_json_set_string (address, "province", orch_sandbox_json_string (given, "state"));
  orch_sandbox_json_set_string (address, "postal", orch_sandbox_json_string (given, "postalCode"));
  orch_sandbox_json_set_string (address, "city", orch_sandbox_json_string (given, "city"));
  orch_sandbox_json_set_string (address, "address",
                                lines == NULL || json_array_get_length (lines) == 0
                                    ? NULL
                                    : json_array_get_string_element (lines, 0));
  json_object_set_object_member (object, "address", address);
}

static void
write_extras (const OrchSandboxOscarCall *call, JsonObject *object, JsonObject *resource, gint64 number)
{
  const char *mobile = orch_sandbox_emr_telecom (resource, "phone", "mobile");
  JsonArray *list = json_array_new ();

  if (mobile != NULL)
    {
      JsonObject *one = json_object_new ();

      json_object_set_int_member (one, "id", number * 10 + 1);
      json_object_set_int_member (one, "demographicNo", number);
      json_object_set_string_member (one, "providerNo", "999998");
      json_object_set_string_member (one, "key", "demo_cell");
      json_object_set_string_member (one, "value", mobile);
      json_object_set_int_member (one, "dateCreated", G_GINT64_CONSTANT (1700000000000));
      json_object_set_null_member (one, "hidden");
      json_array_add_object_element (list, one);
    }
  json_object_set_array_member (object, "extras", list);
}

static char *
provider_of (const OrchSandboxOscarCall *call, JsonObject *resource)
{
  const char *reference = orch_sandbox_json_string (
      orch_sandbox_json_element (orch_sandbox_json_array (resource, "generalPractitioner"), 0), "reference");
  g_autoptr (OrchSandboxEmrRecord) provider = orch_sandbox_emr_record_get (call->store, reference);

  return provider == NULL
             ? NULL
             : g_strdup_printf ("%" G_GINT64_FORMAT, orch_sandbox_emr_record_number (provider, "Practitioner"));
}

JsonObject *
orch_sandbox_oscar_chart_write (const OrchSandboxOscarCall *call, const OrchSandboxEmrRecord *record)
{
  JsonObject *resource = record->resource;
  JsonObject *object = json_object_new ();
  gint64 number = orch_sandbox_emr_record_number (record, "Patient");
  g_autofree char *family = orch_sandbox_emr_person_name (resource, "family");
  g_autofree char *given = orch_sandbox_emr_person_name (resource, "given");
  g_autofree char *last = family == NULL ? NULL : g_utf8_strup (family, -1);
  g_autofree char *first = given == NULL ? NULL : g_utf8_strup (given, -1);
  g_autofree char *provider = provider_of (call, resource);
  const char *gender = orch_sandbox_json_string (resource, "gender");
  g_autoptr (GTimeZone) zone = orch_sandbox_emr_zone ();
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (record->updated);
  g_autoptr (GDateTime) updated = g_date_time_to_timezone (utc, zone);
  g_autoptr (JsonObject) own = orch_sandbox_emr_record_extras (resource);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_set_int_member (object, "demographicNo", number);
  orch_sandbox_json_set_string (object, "lastName", last);
  orch_sandbox_json_set_string (object, "firstName", first);
  orch_sandbox_json_set_nulls (object, "middleNames title alias");
  orch_sandbox_json_set_string (object, "sex",
                                g_strcmp0 (gender, "female") == 0 ? "F"
                                : g_strcmp0 (gender, "male") == 0 ? "M"
                                                                  : NULL);
  write_birth (call, object, resource);
  orch_sandbox_json_set_string (object, "hin", orch_sandbox_emr_identifier (resource, TRUE));
  json_object_set_string_member (object, "ver", "");
  json_object_set_string_member (object, "hcType", "QC");
  orch_sandbox_json_set_nulls (object, "hcRenewDate effDate");
  json_object_set_string_member (object, "patientStatus",
                                 orch_sandbox_json_boolean (resource, "active", TRUE) ? "AC" : "IN");
  json_object_set_null_member (object, "patientStatusDate");
  json_object_set_string_member (object, "rosterStatus", "");
  orch_sandbox_json_set_string (object, "providerNo", provider);
  orch_sandbox_json_set_string (object, "email", orch_sandbox_emr_telecom (resource, "email", NULL));
  json_object_set_string_member (object, "phone", "");
  json_object_set_string_member (object, "alternativePhone", "");
  write_address (object, resource);
  json_object_set_string_member (object, "officialLanguage", "French");
  orch_sandbox_json_set_nulls (object, "spokenLanguage dateJoined endDate");
  orch_sandbox_json_set_string (object, "chartNo", orch_sandbox_emr_identifier (resource, FALSE));
  if (call->dialect == ORCH_SANDBOX_OPENO)
    orch_sandbox_json_set_nulls (object, "cellPhone pronoun gender");
  json_object_set_string_member (object, "lastUpdateUser", "999998");
  orch_sandbox_oscar_call_set_date (call, object, "lastUpdateDate", ORCH_SANDBOX_OSCAR_STAMP, updated, FALSE);
  write_extras (call, object, resource, number);
  json_object_iter_init_ordered (&iter, own);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    json_object_set_member (object, name, json_node_copy (node));
  return object;
}

JsonObject *
orch_sandbox_oscar_chart_patient (const OrchSandboxOscarCall *call, gint64 number)
{
  g_autoptr (OrchSandboxEmrRecord) record =
      number <= 0 ? NULL : orch_sandbox_emr_record_find (call->store, call->emr, "Patient", number);

  return record == NULL ? NULL : orch_sandbox_oscar_chart_write (call, record);
}

static OrchSandboxReply *
reply_patient (const OrchSandboxOscarCall *call, gint64 number, gboolean heavy)
{
  JsonObject *patient = orch_sandbox_oscar_chart_patient (call, number);

  if (patient == NULL)
    return orch_sandbox_reply_new_json (200, g_strdup (""));
  if (heavy)
    {
      static const char *const lists[] = { "doctors",         "nurses",           "midwives",
                                           "referralDoctors", "rosterStatusList", "patientStatusList" };

      for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
        json_object_set_array_member (patient, lists[i], json_array_new ());
    }
  return orch_sandbox_oscar_call_reply_object (call, patient);
}

static void
add_identifier (JsonArray *identifiers, const char *system, const char *value)
{
  JsonObject *one;

  if (value == NULL || *value == '\0')
    return;
  one = json_object_new ();
  if (g_str_equal (system, NAM_SYSTEM))
    json_object_set_object_member (
        one, "type",
        orch_sandbox_json_parse (
            "{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v2-0203\",\"code\":\"JHN\"}]}", -1,
            NULL));
  json_object_set_string_member (one, "system", system);
  json_object_set_string_member (one, "value", value);
  json_array_add_object_element (identifiers, one);
}

static void
add_telecom (JsonArray *telecom, const char *system, const char *use, const char *value)
{
  JsonObject *one;

  if (value == NULL || *value == '\0')
    return;
  one = json_object_new ();
  json_object_set_string_member (one, "system", system);
  json_object_set_string_member (one, "value", value);
  if (use != NULL)
    json_object_set_string_member (one, "use", use);
  json_array_add_object_element (telecom, one);
}

static const char *
mobile_of (JsonObject *body)
{
  JsonArray *extras = orch_sandbox_json_array (body, "extras");

  for (guint i = 0; extras != NULL && i < json_array_get_length (extras); i++)
    {
      JsonObject *one = orch_sandbox_json_element (extras, i);

      if (g_strcmp0 (orch_sandbox_json_string (one, "key"), "demo_cell") == 0)
        return orch_sandbox_json_string (one, "value");
    }
  return NULL;
}

static char *
birth_of (JsonObject *body)
{
  const char *whole = orch_sandbox_json_string (body, "dateOfBirth");
  const char *year = orch_sandbox_json_string (body, "dobYear");
  const char *month = orch_sandbox_json_string (body, "dobMonth");
  const char *day = orch_sandbox_json_string (body, "dobDay");
  int y, m, d;

  /* The three texts are what is stored. */
  if (year != NULL && month != NULL && day != NULL)
    return g_strdup_printf ("%s-%s-%s", year, month, day);
  if (whole != NULL && sscanf (whole, "%4d-%2d-%2d", &y, &m, &d) == 3)
    return g_strdup_printf ("%04d-%02d-%02d", y, m, d);
  return NULL;
}

static void
set_address (JsonObject *resource, JsonObject *address)
{
  JsonArray *list = json_array_new ();
  JsonObject *one = json_object_new ();
  static const struct
  {
    const char *oscar;
    const char *fhir;
  } parts[] = { { "city", "city" }, { "province", "state" }, { "postal", "postalCode" } };

  if (orch_sandbox_json_string (address, "address") != NULL)
    {
      JsonArray *lines = json_array_new ();

      json_array_add_string_element (lines, orch_sandbox_json_string (address, "address"));
      json_object_set_array_member (one, "line", lines);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (orch_sandbox_json_string (address, parts[i].oscar) != NULL)
      json_object_set_string_member (one, parts[i].fhir, orch_sandbox_json_string (address, parts[i].oscar));
  json_array_add_object_element (list, one);
  json_object_set_array_member (resource, "address", list);
}

static void
set_name (JsonObject *resource, JsonObject *body)
{
  JsonArray *names = json_array_new ();
  JsonObject *name = json_object_new ();
  JsonArray *given = json_array_new ();

  json_object_set_string_member (name, "use", "official");
  json_object_set_string_member (name, "family", orch_sandbox_json_string (body, "lastName"));
  if (orch_sandbox_json_string (body, "firstName") != NULL)
    json_array_add_string_element (given, orch_sandbox_json_string (body, "firstName"));
  json_object_set_array_member (name, "given", given);
  json_array_add_object_element (names, name);
  json_object_set_array_member (resource, "name", names);
}

/* The whole object: what is not in @body is lost. */
static JsonObject *
read_patient (const OrchSandboxOscarCall *call)
{
  JsonObject *body = call->body;
  JsonObject *resource = json_object_new ();
  JsonArray *identifiers = json_array_new ();
  JsonArray *telecom = json_array_new ();
  g_autoptr (JsonObject) own = json_object_new ();
  g_autofree char *born = birth_of (body);
  const char *sex = orch_sandbox_json_string (body, "sex");
  const char *provider_no = orch_sandbox_json_string (body, "providerNo");
  g_autoptr (OrchSandboxEmrRecord) provider =
      provider_no == NULL ? NULL
                          : orch_sandbox_emr_record_find (call->store, call->emr, "Practitioner",
                                                          g_ascii_strtoll (provider_no, NULL, 10));
  const char *status = orch_sandbox_json_string (body, "patientStatus");
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  add_identifier (identifiers, NAM_SYSTEM, orch_sandbox_json_string (body, "hin"));
  add_identifier (identifiers, CHART_SYSTEM, orch_sandbox_json_string (body, "chartNo"));
  json_object_set_array_member (resource, "identifier", identifiers);
  json_object_set_boolean_member (resource, "active", status == NULL || g_str_equal (status, "AC"));
  set_name (resource, body);
  add_telecom (telecom, "phone", "mobile", mobile_of (body));
  add_telecom (telecom, "email", NULL, orch_sandbox_json_string (body, "email"));
  json_object_set_array_member (resource, "telecom", telecom);
  if (sex != NULL)
    json_object_set_string_member (resource, "gender",
                                   g_str_equal (sex, "F")   ? "female"
                                   : g_str_equal (sex, "M") ? "male"
                                                            : "unknown");
  if (born != NULL)
    json_object_set_string_member (resource, "birthDate", born);
  if (orch_sandbox_json_object (body, "address") != NULL)
    set_address (resource, orch_sandbox_json_object (body, "address"));
  if (provider != NULL)
    {
      JsonArray *doctors = json_array_new ();
      JsonObject *doctor = json_object_new ();
      g_autofree char *reference = g_strconcat ("Practitioner/", provider->id, NULL);

      json_object_set_string_member (doctor, "reference", reference);
      json_array_add_object_element (doctors, doctor);
      json_object_set_array_member (resource, "generalPractitioner", doctors);
    }
  json_object_iter_init_ordered (&iter, body);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      gboolean is_mapped = FALSE;

      for (gsize i = 0; i < G_N_ELEMENTS (mapped); i++)
        is_mapped = is_mapped || g_str_equal (mapped[i], name);
      if (!is_mapped)
        json_object_set_member (own, name, json_node_copy (node));
    }
  orch_sandbox_emr_record_set_extras (resource, own);
  return resource;
}

static gint64
next_number (const OrchSandboxOscarCall *call)
{
  sqlite3_stmt *statement;
  gint64 last;

  orch_sandbox_emr_ensure (call->emr, "Patient", NULL);
  statement = orch_sandbox_store_query (call->store,
                                        "SELECT max (CAST (substr (id, 5) AS INTEGER)) FROM resource WHERE realm = 1 "
                                        "AND type = 'Patient' AND id GLOB 'pat-*'",
                                        "");
  last = sqlite3_step (statement) == SQLITE_ROW ? sqlite3_column_int64 (statement, 0) : 0;
  sqlite3_reset (statement);
  return last + 1;
}

static OrchSandboxReply *
reply_write (const OrchSandboxOscarCall *call, gboolean create)
{
  gint64 number = create ? next_number (call) : orch_sandbox_oscar_call_int (call, "demographicNo");
  g_autofree char *made = g_strdup_printf ("pat-%05d", (int) number);
  g_autoptr (OrchSandboxEmrRecord) old =
      create || number <= 0 ? NULL : orch_sandbox_emr_record_find (call->store, call->emr, "Patient", number);
  g_autoptr (JsonObject) resource = NULL;

  if (call->body == NULL || orch_sandbox_json_string (call->body, "lastName") == NULL || (!create && old == NULL))
    return orch_sandbox_oscar_reply_fault (500, "java.lang.NullPointerException");
  resource = read_patient (call);
  orch_sandbox_emr_record_put (call->store, "Patient", create ? made : old->id, resource);
  return reply_patient (call, number, FALSE);
}

static OrchSandboxReply *
reply_retire (const OrchSandboxOscarCall *call)
{
  g_autoptr (OrchSandboxEmrRecord) old =
      orch_sandbox_emr_record_find (call->store, call->emr, "Patient", g_ascii_strtoll (call->path[1], NULL, 10));

  if (old == NULL)
    return orch_sandbox_oscar_reply_fault (500, "java.lang.NullPointerException");
  json_object_set_boolean_member (old->resource, "active", FALSE);
  orch_sandbox_emr_record_put (call->store, "Patient", old->id, old->resource);
  return reply_patient (call, g_ascii_strtoll (call->path[1], NULL, 10), FALSE);
}

/* @extras: what else was sent: of one uuid is one document, the last that came. Returns: its number, 0 and @reply when nobody is that patient */
static gint64
keep_document (const OrchSandboxOscarCall *call, gint64 number, const char *kind, const char *title, const char *type,
               const char *data, JsonObject *extras, OrchSandboxReply **reply)
{
  g_autoptr (OrchSandboxEmrRecord) made = NULL;
  g_autofree char *id = NULL;
  g_autofree char *reference = NULL;
  g_autoptr (OrchSandboxEmrRecord) patient =
      number <= 0 ? NULL : orch_sandbox_emr_record_find (call->store, call->emr, "Patient", number);

  if (patient == NULL)
    {
      *reply = orch_sandbox_oscar_reply_fault (500, "Patient Demographic doesn't exist");
      return 0;
    }
  id = orch_sandbox_emr_record_keep_document (call->store, patient, kind, title, type, data, extras);
  reference = g_strconcat ("DocumentReference/", id, NULL);
  made = orch_sandbox_emr_record_get (call->store, reference);
  return made->row;
}

/* OpenO's DocumentService: what is missing is 400; the answer is the document as it is kept, with its number. */
static OrchSandboxReply *
reply_document (const OrchSandboxOscarCall *call)
{
  g_autoptr (JsonObject) extras = json_object_new ();
  OrchSandboxReply *reply = NULL;
  JsonObject *object = NULL;
  gint64 made = 0;
  const char *data = orch_sandbox_json_string (call->body, "fileContents");
  const char *name = orch_sandbox_json_string (call->body, "fileName");
  g_autofree guchar *bytes = NULL;
  gsize length = 0;

  if (data != NULL)
    bytes = g_base64_decode (data, &length);
  if (length == 0 || name == NULL || *name == '\0' || !json_object_has_member (call->body, "demographicNo"))
    return orch_sandbox_oscar_reply_fault (400,
                                           "The request body must contain a title, encoded documentData, a fileType "
                                           "(png, jpg, pdf, etc.), and a demographicNo");
  orch_sandbox_json_set_string (extras, "description", orch_sandbox_json_string (call->body, "description"));
  orch_sandbox_json_set_string (extras, "providerNo", orch_sandbox_json_string (call->body, "providerNo"));
  made = keep_document (call, orch_sandbox_oscar_call_int (call, "demographicNo"), "document", name,
                        orch_sandbox_json_string (call->body, "contentType"), data, extras, &reply);
  if (reply != NULL)
    return reply;
  object = json_object_new ();
  json_object_set_int_member (object, "id", made);
  json_object_set_string_member (object, "fileName", name);
  orch_sandbox_json_set_string (object, "description", orch_sandbox_json_string (call->body, "description"));
  orch_sandbox_json_set_string (object, "contentType", orch_sandbox_json_string (call->body, "contentType"));
  json_object_set_string_member (object, "status", "A");
  return orch_sandbox_oscar_call_reply_object (call, object);
}

/* NotesService.saveNote: the note, or what has it in "encounterNote"; of one uuid are revisions of one note; it answers the note, and nothing when there is no
   text. */
static OrchSandboxReply *
reply_note (const OrchSandboxOscarCall *call)
{
  JsonObject *inner = orch_sandbox_json_object (call->body, "encounterNote");
  JsonObject *note = inner != NULL ? inner : call->body;
  const char *text = orch_sandbox_json_string (note, "note");
  g_autoptr (JsonObject) extras = json_object_new ();
  OrchSandboxReply *reply = NULL;
  JsonObject *object = NULL;
  gint64 made = 0;
  g_autofree char *data = text == NULL ? NULL : g_base64_encode ((const guchar *) text, strlen (text));

  if (text == NULL || *text == '\0')
    return orch_sandbox_reply_new_json (200, g_strdup (""));
  orch_sandbox_json_set_string (extras, "uuid", orch_sandbox_json_string (note, "uuid"));
  made =
      keep_document (call, g_ascii_strtoll (call->path[1], NULL, 10), "note", NULL, "text/plain", data, extras, &reply);
  if (reply != NULL)
    return reply;
  object = json_object_new ();
  json_object_set_int_member (object, "noteId", made);
  orch_sandbox_json_set_string (object, "uuid", orch_sandbox_json_string (note, "uuid"));
  json_object_set_string_member (object, "note", text);
  return orch_sandbox_oscar_call_reply_object (call, object);
}

OrchSandboxReply *
orch_sandbox_oscar_chart_handle (const OrchSandboxOscarCall *call)
{
  gboolean openo = call->dialect == ORCH_SANDBOX_OPENO;

  if (openo && orch_sandbox_oscar_call_is (call, "POST", "document/saveDocumentToDemographic"))
    return reply_document (call);
  if (orch_sandbox_oscar_call_is (call, "POST", "notes/*/save"))
    return reply_note (call);
  if (!g_str_equal (call->path[0], "demographics"))
    return NULL;
  if (!call->user->doctor)
    return orch_sandbox_oscar_call_forbid (call, "_demographic");
  if (orch_sandbox_oscar_call_is (call, "POST", "demographics"))
    return reply_write (call, TRUE);
  if (orch_sandbox_oscar_call_is (call, "PUT", "demographics"))
    return reply_write (call, FALSE);
  if (orch_sandbox_oscar_call_is (call, "GET", "demographics") ||
      orch_sandbox_oscar_call_is (call, "GET", "demographics/quickSearch") ||
      orch_sandbox_oscar_call_is (call, "POST", "demographics/search"))
    return orch_sandbox_oscar_search_handle (call);
  if (orch_sandbox_oscar_call_is (call, "DELETE", "demographics/*"))
    return reply_retire (call);
  if (orch_sandbox_oscar_call_is (call, "GET", "demographics/*"))
    return reply_patient (call, g_ascii_strtoll (call->path[1], NULL, 10), TRUE);
  if (orch_sandbox_oscar_call_is (call, "GET", "demographics/summary/*") ||
      (openo && orch_sandbox_oscar_call_is (call, "GET", "demographics/basic/*")))
    return reply_patient (call, g_ascii_strtoll (call->path[2], NULL, 10), FALSE);
  return NULL;
}
