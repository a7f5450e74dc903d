/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * FHIR's records seen as OSCAR's. See the header. Main thread.
 */
#include "orch-sandbox-oscar-data.h"

#include "core/orch-clock.h"

#include "orch-sandbox-json.h"

#include <stdio.h>
#include <stdlib.h>

#define EXTRAS "https://dme-formation.example/oscar"
/* Numbers from here on are rows: records with an id of another pattern, such as those of a loaded Bundle. */
#define BY_ROW 500000

/* How the ids of the training EMR are made, and where OSCAR's numbers begin. */
static const struct
{
  const char *type;
  const char *prefix;
  int digits;
  gint64 base;
} patterns[] = {
  { "Practitioner", "prat-", 3, 100 },
  { "Patient", "pat-", 5, 0 },
  { "HealthcareService", "serv-", 3, 0 },
};

static const struct
{
  char oscar;
  const char *fhir;
} statuses[] = {
  { 't', "booked" },     { 'T', "booked" },    { 'h', "booked" }, { 'H', "arrived" },   { 'P', "checked-in" },
  { 'E', "checked-in" }, { 'B', "fulfilled" }, { 'N', "noshow" }, { 'C', "cancelled" },
};

void
orch_sandbox_oscar_record_free (OrchSandboxOscarRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->id);
  json_object_unref (record->resource);
  g_free (record);
}

/* Reads the columns row, updated, id, json. */
static OrchSandboxOscarRecord *
read_row (sqlite3_stmt *statement)
{
  const char *json = (const char *) sqlite3_column_text (statement, 3);
  JsonObject *resource = json == NULL ? NULL : orch_sandbox_json_parse (json, -1, NULL);
  OrchSandboxOscarRecord *record;

  if (resource == NULL)
    return NULL;
  record = g_new0 (OrchSandboxOscarRecord, 1);
  record->row = sqlite3_column_int64 (statement, 0);
  record->updated = sqlite3_column_int64 (statement, 1);
  record->id = g_strdup ((const char *) sqlite3_column_text (statement, 2));
  record->resource = resource;
  return record;
}

static GPtrArray *
read_rows (sqlite3_stmt *statement)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_sandbox_oscar_record_free);

  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      OrchSandboxOscarRecord *record = read_row (statement);

      if (record != NULL)
        g_ptr_array_add (records, record);
    }
  sqlite3_reset (statement);
  return records;
}

static OrchSandboxOscarRecord *
first_of (GPtrArray *records)
{
  OrchSandboxOscarRecord *first = records->len == 0 ? NULL : g_ptr_array_steal_index (records, 0);

  g_ptr_array_unref (records);
  return first;
}

OrchSandboxOscarRecord *
orch_sandbox_oscar_record_get (OrchSandboxStore *store, const char *reference)
{
  g_auto (GStrv) parts = g_strsplit (reference == NULL ? "" : reference, "/", 2);

  if (g_strv_length (parts) != 2)
    return NULL;
  return first_of (read_rows (orch_sandbox_store_query (
      store, "SELECT row, updated, id, json FROM resource WHERE realm = 1 AND type = ? AND id = ? AND deleted = 0",
      "tt", parts[0], parts[1])));
}

OrchSandboxOscarRecord *
orch_sandbox_oscar_record_find (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *type, gint64 number)
{
  gint64 row = number;

  /* What is already made is enough: nobody knows the number of an appointment that was never shown. */
  orch_sandbox_emr_ensure (emr, type, "date=1900&start=1900");
  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++)
    if (g_str_equal (patterns[i].type, type))
      {
        g_autofree char *reference = g_strdup_printf ("%s/%s%0*d", type, patterns[i].prefix, patterns[i].digits,
                                                      (int) CLAMP (number - patterns[i].base, 0, BY_ROW));

        if (number < BY_ROW)
          return orch_sandbox_oscar_record_get (store, reference);
        row = number - BY_ROW;
      }
  return first_of (read_rows (orch_sandbox_store_query (
      store, "SELECT row, updated, id, json FROM resource WHERE realm = 1 AND type = ? AND row = ? AND deleted = 0",
      "ti", type, row)));
}

GPtrArray *
orch_sandbox_oscar_record_list (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *type)
{
  orch_sandbox_emr_ensure (emr, type, "date=1900&start=1900");
  return read_rows (orch_sandbox_store_query (
      store, "SELECT row, updated, id, json FROM resource WHERE realm = 1 AND type = ? AND deleted = 0 ORDER BY row",
      "t", type));
}

GPtrArray *
orch_sandbox_oscar_record_narrow (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *type, const char *param,
                                  const char *value, const char *like)
{
  /* The end of what begins with it: no folded text has this character. */
  g_autofree char *end = g_strconcat (value == NULL ? "" : value, "\xf4\x8f\xbf\xbf", NULL);
  g_autofree char *anywhere = g_strdup_printf ("%%%s%%", like == NULL ? "" : like);

  orch_sandbox_emr_ensure (emr, type, "date=1900&start=1900");
  if (param != NULL)
    return read_rows (orch_sandbox_store_query (
        store,
        "SELECT DISTINCT r.row, r.updated, r.id, r.json FROM idx d JOIN resource r ON r.row = d.row"
        " WHERE d.realm = 1 AND d.type = ? AND d.param = ? AND d.value >= ? AND d.value < ? ORDER BY r.row",
        "tttt", type, param, value, end));
  return read_rows (orch_sandbox_store_query (
      store,
      "SELECT row, updated, id, json FROM resource WHERE realm = 1 AND type = ? AND deleted = 0 AND json LIKE ?"
      " ORDER BY row",
      "tt", type, anywhere));
}

GPtrArray *
orch_sandbox_oscar_record_page (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *type, gint64 offset,
                                gint64 limit, gint64 *total)
{
  sqlite3_stmt *statement;

  orch_sandbox_emr_ensure (emr, type, "date=1900&start=1900");
  statement = orch_sandbox_store_query (
      store, "SELECT count (*) FROM idx WHERE realm = 1 AND type = ? AND param = 'active' AND value = 'true'", "t",
      type);
  *total = sqlite3_step (statement) == SQLITE_ROW ? sqlite3_column_int64 (statement, 0) : 0;
  sqlite3_reset (statement);
  return read_rows (orch_sandbox_store_query (
      store,
      "SELECT r.row, r.updated, r.id, r.json FROM idx d JOIN resource r ON r.row = d.row"
      " WHERE d.realm = 1 AND d.type = ? AND d.param = 'active' AND d.value = 'true' ORDER BY r.row LIMIT ? OFFSET ?",
      "tii", type, limit, offset));
}

gint64
orch_sandbox_oscar_record_number (const OrchSandboxOscarRecord *record, const char *type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++)
    if (g_str_equal (patterns[i].type, type))
      {
        const char *digits = record->id + strlen (patterns[i].prefix);
        gint64 number;

        if (!g_str_has_prefix (record->id, patterns[i].prefix) || strspn (digits, "0123456789") != strlen (digits) ||
            strlen (digits) < (gsize) patterns[i].digits)
          return record->row + BY_ROW;
        number = g_ascii_strtoll (digits, NULL, 10) + patterns[i].base;
        return number < BY_ROW ? number : record->row + BY_ROW;
      }
  return record->row;
}

void
orch_sandbox_oscar_record_put (OrchSandboxStore *store, const char *type, const char *id, JsonObject *resource)
{
  g_free (orch_sandbox_store_put (store, ORCH_SANDBOX_REALM_EMR, type, id, resource, NULL));
}

static JsonObject *
find_extension (JsonObject *resource)
{
  JsonArray *extensions = orch_sandbox_json_array (resource, "extension");

  for (guint i = 0; extensions != NULL && i < json_array_get_length (extensions); i++)
    {
      JsonObject *one = orch_sandbox_json_element (extensions, i);

      if (g_strcmp0 (orch_sandbox_json_string (one, "url"), EXTRAS) == 0)
        return one;
    }
  return NULL;
}

JsonObject *
orch_sandbox_oscar_record_extras (JsonObject *resource)
{
  JsonObject *extension = find_extension (resource);
  const char *text = orch_sandbox_json_string (extension, "valueString");
  JsonObject *extras = text == NULL ? NULL : orch_sandbox_json_parse (text, -1, NULL);

  return extras != NULL ? extras : json_object_new ();
}

void
orch_sandbox_oscar_record_set_extras (JsonObject *resource, JsonObject *extras)
{
  JsonObject *extension = find_extension (resource);
  g_autofree char *text = orch_sandbox_json_print (extras);

  if (extension == NULL)
    {
      JsonArray *extensions = orch_sandbox_json_array (resource, "extension");

      if (extensions == NULL)
        {
          extensions = json_array_new ();
          json_object_set_array_member (resource, "extension", extensions);
        }
      extension = json_object_new ();
      json_object_set_string_member (extension, "url", EXTRAS);
      json_array_add_object_element (extensions, extension);
    }
  json_object_set_string_member (extension, "valueString", text);
}

char *
orch_sandbox_oscar_person_name (JsonObject *resource, const char *part)
{
  JsonObject *name = orch_sandbox_json_element (orch_sandbox_json_array (resource, "name"), 0);
  JsonArray *given = orch_sandbox_json_array (name, part);
  JsonNode *node = given == NULL || json_array_get_length (given) == 0 ? NULL : json_array_get_element (given, 0);

  if (node != NULL)
    return JSON_NODE_HOLDS_VALUE (node) ? g_strdup (json_node_get_string (node)) : NULL;
  return g_strdup (orch_sandbox_json_string (name, part));
}

const char *
orch_sandbox_oscar_telecom (JsonObject *resource, const char *system, const char *use)
{
  JsonArray *telecom = orch_sandbox_json_array (resource, "telecom");

  for (guint i = 0; telecom != NULL && i < json_array_get_length (telecom); i++)
    {
      JsonObject *one = orch_sandbox_json_element (telecom, i);

      if (g_strcmp0 (orch_sandbox_json_string (one, "system"), system) == 0 &&
          (use == NULL || g_strcmp0 (orch_sandbox_json_string (one, "use"), use) == 0))
        return orch_sandbox_json_string (one, "value");
    }
  return NULL;
}

const char *
orch_sandbox_oscar_participant (JsonObject *appointment, const char *type)
{
  JsonArray *participants = orch_sandbox_json_array (appointment, "participant");
  g_autofree char *prefix = g_strconcat (type, "/", NULL);

  for (guint i = 0; participants != NULL && i < json_array_get_length (participants); i++)
    {
      const char *reference =
          orch_sandbox_json_string (orch_sandbox_json_object (orch_sandbox_json_element (participants, i), "actor"),
                                    "reference");

      if (reference != NULL && g_str_has_prefix (reference, prefix))
        return reference;
    }
  return NULL;
}

/* Meetings and breaks are nobody's visit: OSCAR writes them down with the patient 0. */
static gboolean
is_block (OrchSandboxStore *store, JsonObject *resource)
{
  const char *patient = orch_sandbox_oscar_participant (resource, "Patient");
  g_autoptr (OrchSandboxOscarRecord) service = NULL;

  if (patient == NULL)
    return TRUE;
  service = orch_sandbox_oscar_record_get (store, orch_sandbox_oscar_participant (resource, "HealthcareService"));
  return service != NULL &&
         g_strcmp0 (orch_sandbox_json_string (
                        orch_sandbox_json_element (orch_sandbox_json_array (service->resource, "category"), 0), "text"),
                    "Administration") == 0;
}

static char *
status_of (const OrchSandboxOscarRecord *record, JsonObject *extras)
{
  const char *own = orch_sandbox_json_string (extras, "status");
  const char *fhir = orch_sandbox_json_string (record->resource, "status");
  guint dice = g_str_hash (record->id) % 10;

  if (own != NULL)
    return g_strdup (own);
  if (g_strcmp0 (fhir, "booked") == 0 && dice < 4)
    return g_strdup (dice < 2 ? "h" : dice == 2 ? "T" : "a");
  /* Signed and verified are said by a second character. */
  if (g_strcmp0 (fhir, "fulfilled") == 0 && dice < 4)
    return g_strdup (dice < 2 ? "BS" : "BV");
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (g_strcmp0 (fhir, statuses[i].fhir) == 0)
      return g_strndup (&statuses[i].oscar, 1);
  return g_strdup ("t");
}

void
orch_sandbox_oscar_appointment_set_status (JsonObject *resource, const char *status)
{
  g_autoptr (JsonObject) extras = orch_sandbox_oscar_record_extras (resource);
  const char *fhir = "booked";

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (statuses[i].oscar == *status)
      fhir = statuses[i].fhir;
  json_object_set_string_member (extras, "status", status);
  json_object_set_string_member (resource, "status", fhir);
  orch_sandbox_oscar_record_set_extras (resource, extras);
}

void
orch_sandbox_oscar_appointment_free (OrchSandboxOscarAppointment *appointment)
{
  if (appointment == NULL)
    return;
  orch_sandbox_oscar_record_free (appointment->record);
  g_free (appointment->provider_no);
  g_free (appointment->name);
  g_free (appointment->status);
  g_free (appointment->type);
  g_date_time_unref (appointment->start);
  g_date_time_unref (appointment->end);
  json_object_unref (appointment->extras);
  g_free (appointment);
}

static gint64
number_of_reference (OrchSandboxStore *store, const char *reference)
{
  g_autoptr (OrchSandboxOscarRecord) record = orch_sandbox_oscar_record_get (store, reference);
  g_autofree char *type = reference == NULL ? NULL : g_strndup (reference, strcspn (reference, "/"));

  return record == NULL ? 0 : orch_sandbox_oscar_record_number (record, type);
}

static void
name_it (OrchSandboxStore *store, OrchSandboxOscarAppointment *self)
{
  const char *text = orch_sandbox_json_string (self->extras, "name");
  g_autoptr (OrchSandboxOscarRecord) patient = NULL;

  if (self->demographic_no == 0)
    {
      self->name = g_strdup (text != NULL ? text : self->type);
      return;
    }
  patient = orch_sandbox_oscar_record_get (store, orch_sandbox_oscar_participant (self->record->resource, "Patient"));
  if (patient != NULL)
    {
      g_autofree char *family = orch_sandbox_oscar_person_name (patient->resource, "family");
      g_autofree char *given = orch_sandbox_oscar_person_name (patient->resource, "given");
      g_autofree char *both = g_strdup_printf ("%s, %s", family == NULL ? "" : family, given == NULL ? "" : given);

      self->name = g_utf8_strup (both, -1);
    }
}

OrchSandboxOscarAppointment *
orch_sandbox_oscar_appointment_new (OrchSandboxStore *store, OrchSandboxOscarRecord *record, gboolean full)
{
  JsonObject *resource = record->resource;
  OrchSandboxOscarAppointment *self;
  g_autoptr (GTimeZone) zone = orch_sandbox_oscar_zone ();
  g_autoptr (GDateTime) start = NULL;
  gint64 from, upto, minutes, provider;

  if (!orch_clock_parse_instant (orch_sandbox_json_string (resource, "start"), &from))
    {
      orch_sandbox_oscar_record_free (record);
      return NULL;
    }
  start = g_date_time_new_from_unix_utc (from / G_USEC_PER_SEC);
  minutes = orch_sandbox_json_int (resource, "minutesDuration", 0);
  if (minutes <= 0)
    minutes = orch_clock_parse_instant (orch_sandbox_json_string (resource, "end"), &upto)
                  ? (upto - from) / G_USEC_PER_SEC / 60
                  : 15;
  self = g_new0 (OrchSandboxOscarAppointment, 1);
  self->record = record;
  self->number = record->row;
  self->extras = orch_sandbox_oscar_record_extras (resource);
  self->start = g_date_time_to_timezone (start, zone);
  self->end = g_date_time_add_minutes (self->start, (int) MAX (minutes - 1, 0));
  self->status = status_of (record, self->extras);
  self->type = g_strdup (
      orch_sandbox_json_string (orch_sandbox_json_element (orch_sandbox_json_array (resource, "serviceType"), 0),
                                "text"));
  provider = number_of_reference (store, orch_sandbox_oscar_participant (resource, "Practitioner"));
  self->provider_no = g_strdup_printf ("%" G_GINT64_FORMAT, provider);
  if (!is_block (store, resource))
    self->demographic_no = number_of_reference (store, orch_sandbox_oscar_participant (resource, "Patient"));
  if (full)
    name_it (store, self);
  return self;
}

GPtrArray *
orch_sandbox_oscar_appointment_list (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *provider_no,
                                     GDateTime *from, GDateTime *upto, gboolean full)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_sandbox_oscar_appointment_free);
  g_autofree char *first = g_date_time_format (from, "%Y-%m-%d");
  g_autoptr (GDateTime) last_day = g_date_time_add_days (upto, -1);
  g_autofree char *last = g_date_time_format (last_day, "%Y-%m-%d");
  g_autofree char *query = g_strdup_printf ("date=ge%s&date=le%s", first, last);
  g_autoptr (OrchSandboxOscarRecord) provider = NULL;
  g_autofree char *reference = NULL;
  g_autoptr (GPtrArray) records = NULL;

  if (provider_no != NULL)
    {
      provider = orch_sandbox_oscar_record_find (store, emr, "Practitioner", g_ascii_strtoll (provider_no, NULL, 10));
      if (provider == NULL)
        return found;
      reference = g_strconcat ("Practitioner/", provider->id, NULL);
    }
  orch_sandbox_emr_ensure (emr, "Appointment", query);
  if (reference == NULL)
    records = read_rows (orch_sandbox_store_query (
        store,
        "SELECT r.row, r.updated, r.id, r.json FROM idx d JOIN resource r ON r.row = d.row"
        " WHERE d.realm = 1 AND d.type = 'Appointment' AND d.param = 'date' AND d.num >= ? AND d.num < ?"
        " ORDER BY d.num, r.row",
        "ii", g_date_time_to_unix (from) * G_USEC_PER_SEC, g_date_time_to_unix (upto) * G_USEC_PER_SEC));
  else
    records = read_rows (orch_sandbox_store_query (
        store,
        "SELECT r.row, r.updated, r.id, r.json FROM idx d JOIN resource r ON r.row = d.row"
        " WHERE d.realm = 1 AND d.type = 'Appointment' AND d.param = 'date' AND d.num >= ? AND d.num < ?"
        " AND EXISTS (SELECT 1 FROM idx p WHERE p.row = d.row AND p.param = 'practitioner' AND p.value = ?)"
        " ORDER BY d.num, r.row",
        "iit", g_date_time_to_unix (from) * G_USEC_PER_SEC, g_date_time_to_unix (upto) * G_USEC_PER_SEC, reference));
  g_ptr_array_set_free_func (records, NULL);
  for (guint i = 0; i < records->len; i++)
    {
      OrchSandboxOscarRecord *record = g_ptr_array_index (records, i);
      OrchSandboxOscarAppointment *one;

      /* Entered in error: OSCAR would have it no more. */
      if (g_strcmp0 (orch_sandbox_json_string (record->resource, "status"), "entered-in-error") == 0)
        {
          orch_sandbox_oscar_record_free (record);
          continue;
        }
      one = orch_sandbox_oscar_appointment_new (store, record, full);
      if (one != NULL)
        g_ptr_array_add (found, one);
    }
  return found;
}
