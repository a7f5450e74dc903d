/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Suggestions, and what is booked. See the header. Main thread.
 */
#include "orch-sandbox-accuro-booking.h"

#include "core/orch-clock.h"

#include "orch-sandbox-emr-booking.h"
#include "orch-sandbox-json.h"

/* Of each type one: what may be applied to somebody's schedule. It has no duration: that is how Accuro is. */
OrchSandboxReply *
orch_sandbox_accuro_suggestions (const OrchSandboxAccuroCall *call)
{
  g_autoptr (GPtrArray) records = orch_sandbox_emr_record_list (call->store, call->emr, "HealthcareService");
  g_autoptr (GPtrArray) reasons = orch_sandbox_accuro_list_reasons (call);
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < records->len; i++)
    {
      const OrchSandboxEmrRecord *record = g_ptr_array_index (records, i);
      const char *name = orch_sandbox_json_string (record->resource, "name");
      g_autofree char *reference = g_strconcat ("HealthcareService/", record->id, NULL);
      gint64 reason = orch_sandbox_accuro_reason (call, reasons, reference);
      g_autofree char *abbreviation =
          name == NULL ? NULL : g_utf8_substring (name, 0, MIN (g_utf8_strlen (name, -1), 2));
      JsonObject *one;

      if (name == NULL)
        continue;
      one = json_object_new ();
      json_object_set_string_member (one, "name", name);
      json_object_set_string_member (one, "abbreviation", abbreviation);
      json_object_set_int_member (one, "typeId", orch_sandbox_emr_record_number (record, "HealthcareService"));
      if (reason > 0)
        json_object_set_int_member (one, "reasonId", reason);
      else
        json_object_set_null_member (one, "reasonId");
      json_object_set_boolean_member (one, "allowProviderCreation", TRUE);
      json_object_set_boolean_member (one, "allowMedeoEBookingRequests", TRUE);
      json_object_set_boolean_member (one, "barDisplay", TRUE);
      json_object_set_boolean_member (one, "active", orch_sandbox_json_boolean (record->resource, "active", TRUE));
      json_array_add_object_element (list, one);
    }
  return orch_sandbox_accuro_reply_array (list);
}

/* Reference of a Schedule → number of the provider. */
static GHashTable *
index_schedules (const OrchSandboxAccuroCall *call)
{
  GHashTable *schedules = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) records = orch_sandbox_emr_record_list (call->store, call->emr, "Schedule");

  for (guint i = 0; i < records->len; i++)
    {
      const OrchSandboxEmrRecord *record = g_ptr_array_index (records, i);
      g_autoptr (OrchSandboxEmrRecord) provider = orch_sandbox_emr_record_get (
          call->store,
          orch_sandbox_json_string (orch_sandbox_json_element (orch_sandbox_json_array (record->resource, "actor"), 0),
                                    "reference"));

      if (provider != NULL)
        g_hash_table_replace (schedules, g_strconcat ("Schedule/", record->id, NULL),
                              GINT_TO_POINTER ((int) orch_sandbox_emr_record_number (provider, "Practitioner")));
    }
  return schedules;
}

static GDateTime *
read_instant (JsonObject *resource, const char *name)
{
  g_autoptr (GTimeZone) zone = orch_sandbox_emr_zone ();
  g_autoptr (GDateTime) utc = NULL;
  gint64 us;

  if (!orch_clock_parse_instant (orch_sandbox_json_string (resource, name), &us))
    return NULL;
  utc = g_date_time_new_from_unix_utc (us / G_USEC_PER_SEC);
  return g_date_time_to_timezone (utc, zone);
}

static JsonObject *
write_applied (JsonObject *slot, gint64 provider)
{
  g_autoptr (GDateTime) start = read_instant (slot, "start");
  g_autoptr (GDateTime) end = read_instant (slot, "end");
  const char *name =
      orch_sandbox_json_string (orch_sandbox_json_element (orch_sandbox_json_array (slot, "serviceType"), 0), "text");
  g_autofree char *date = NULL;
  JsonObject *one;

  if (start == NULL || end == NULL || name == NULL)
    return NULL;
  /* A day, written as an instant: so has the documentation. */
  date = g_date_time_format (start, "%Y-%m-%dT00:00:00.000%z");
  one = json_object_new ();
  json_object_set_string_member (one, "name", name);
  json_object_set_int_member (one, "providerId", provider);
  json_object_set_null_member (one, "resourceId");
  json_object_set_int_member (one, "subColumn", 0);
  json_object_set_string_member (one, "date", date);
  json_object_set_int_member (one, "startTime", orch_sandbox_accuro_time (start));
  json_object_set_int_member (one, "endTime", orch_sandbox_accuro_time (end));
  json_object_set_boolean_member (one, "grouped", FALSE);
  json_object_set_boolean_member (one, "allowMedeoEBookingRequests", TRUE);
  json_object_set_boolean_member (one, "allowProviderCreation", TRUE);
  return one;
}

/* Booked or not: who looks for a free time has to take the appointments away. */
OrchSandboxReply *
orch_sandbox_accuro_applied (const OrchSandboxAccuroCall *call)
{
  g_autoptr (GDateTime) from = orch_sandbox_emr_parse_day (g_hash_table_lookup (call->query, "startDate"));
  g_autoptr (GDateTime) last = orch_sandbox_emr_parse_day (g_hash_table_lookup (call->query, "endDate"));
  g_autoptr (GDateTime) upto = last == NULL ? NULL : g_date_time_add_days (last, 1);
  g_autoptr (GHashTable) schedules = NULL;
  g_autoptr (GPtrArray) records = NULL;
  const char *asked = g_hash_table_lookup (call->query, "providerId");
  JsonArray *list;

  if (from == NULL || last == NULL || g_date_time_compare (from, last) > 0)
    return orch_sandbox_accuro_error (400, "Bad Request");
  schedules = index_schedules (call);
  records = orch_sandbox_emr_record_slots (call->store, call->emr, NULL, from, upto);
  list = json_array_new ();
  for (guint i = 0; i < records->len; i++)
    {
      JsonObject *slot = ((OrchSandboxEmrRecord *) g_ptr_array_index (records, i))->resource;
      const char *schedule = orch_sandbox_json_string (orch_sandbox_json_object (slot, "schedule"), "reference");
      gint64 provider = schedule == NULL ? 0 : GPOINTER_TO_INT (g_hash_table_lookup (schedules, schedule));
      JsonObject *one;

      if (provider == 0 || !orch_sandbox_accuro_is_wanted (asked, provider) ||
          orch_sandbox_accuro_scheduling (call, provider) == ORCH_SANDBOX_ACCURO_NONE)
        continue;
      one = write_applied (slot, provider);
      if (one != NULL)
        json_array_add_object_element (list, one);
    }
  return orch_sandbox_accuro_reply_array (list);
}

/* Minutes since midnight of 930, -1 when that is no time of day. */
static int
read_time (JsonObject *body, const char *name)
{
  gint64 time = orch_sandbox_json_int (body, name, -1);

  return time < 0 || time > 2359 || time % 100 > 59 ? -1 : (int) (time / 100 * 60 + time % 100);
}

OrchSandboxReply *
orch_sandbox_accuro_book (const OrchSandboxAccuroCall *call)
{
  static const char *const texts[] = { "notes", "alerts" };
  g_autoptr (JsonObject) body =
      call->request->body_length == 0
          ? NULL
          : orch_sandbox_json_parse (call->request->body, (gssize) call->request->body_length, NULL);
  JsonObject *details = orch_sandbox_json_object (body, "appointmentDetails");
  g_autoptr (GDateTime) day = orch_sandbox_emr_parse_day (orch_sandbox_json_string (body, "date"));
  int from = read_time (body, "startTime"), upto = read_time (body, "endTime");
  gint64 patient_id = orch_sandbox_json_int (body, "patientId", 0);
  g_autoptr (OrchSandboxEmrRecord) provider =
      orch_sandbox_emr_record_find (call->store, call->emr, "Practitioner",
                                    orch_sandbox_json_int (body, "providerId", -1));
  g_autoptr (OrchSandboxEmrRecord) patient =
      patient_id == 0 ? NULL : orch_sandbox_emr_record_find (call->store, call->emr, "Patient", patient_id);
  g_autoptr (OrchSandboxEmrRecord) type = orch_sandbox_emr_record_find (call->store, call->emr, "HealthcareService",
                                                                        orch_sandbox_json_int (details, "typeId", -1));
  g_autoptr (OrchSandboxEmrRecord) made = NULL;
  g_autoptr (GDateTime) start = NULL;
  g_autoptr (JsonObject) resource = NULL;
  g_autoptr (JsonObject) extras = NULL;
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *id = g_strconcat ("rdv-", uuid, NULL);
  g_autofree char *reference = g_strconcat ("Appointment/", id, NULL);
  JsonArray *participants;

  if (day == NULL || from < 0 || upto <= from || details == NULL || provider == NULL ||
      (patient_id != 0 && patient == NULL))
    return orch_sandbox_accuro_error (400, "Bad Request");
  if (orch_sandbox_accuro_scheduling (call, orch_sandbox_emr_record_number (provider, "Practitioner")) !=
      ORCH_SANDBOX_ACCURO_FULL)
    return orch_sandbox_accuro_error (403, "Forbidden");
  /* The month must be there first: made later, it would not know that this time is taken. */
  {
    g_autofree char *month = g_date_time_format (day, "date=%Y-%m-%d");

    orch_sandbox_emr_ensure (call->emr, "Appointment", month);
  }
  start = g_date_time_new (g_date_time_get_timezone (day), g_date_time_get_year (day), g_date_time_get_month (day),
                           g_date_time_get_day_of_month (day), from / 60, from % 60, 0);
  resource = json_object_new ();
  extras = json_object_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (orch_sandbox_json_string (details, texts[i]) != NULL)
      json_object_set_string_member (extras, texts[i], orch_sandbox_json_string (details, texts[i]));
  json_object_set_int_member (extras, "priorityId", orch_sandbox_json_int (details, "priorityId", 1));
  orch_sandbox_emr_record_set_extras (resource, extras);
  json_object_set_string_member (resource, "status",
                                 orch_sandbox_json_boolean (details, "arrived", FALSE) ? "arrived" : "booked");
  participants = json_array_new ();
  if (patient != NULL)
    orch_sandbox_emr_booking_add (participants, "Patient", patient->id);
  orch_sandbox_emr_booking_add (participants, "Practitioner", provider->id);
  if (type != NULL)
    {
      JsonArray *types = json_array_new ();
      JsonObject *one = json_object_new ();

      orch_sandbox_json_set_string (one, "text", orch_sandbox_json_string (type->resource, "name"));
      json_array_add_object_element (types, one);
      json_object_set_array_member (resource, "serviceType", types);
      orch_sandbox_emr_booking_add (participants, "HealthcareService", type->id);
    }
  json_object_set_array_member (resource, "participant", participants);
  orch_sandbox_emr_booking_set_times (resource, start, upto - from);
  orch_sandbox_emr_record_put (call->store, "Appointment", id, resource);
  made = orch_sandbox_emr_record_get (call->store, reference);
  return orch_sandbox_reply_new_json (200, g_strdup_printf ("%" G_GINT64_FORMAT, made->row));
}
