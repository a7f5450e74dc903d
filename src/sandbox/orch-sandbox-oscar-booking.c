/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One appointment, by the hand of OSCAR's REST services. See the header. Main thread.
 */
#include "orch-sandbox-oscar-booking.h"

#include "orch-sandbox-emr-booking.h"
#include "orch-sandbox-json.h"
#include "orch-sandbox-oscar-chart.h"
#include "orch-sandbox-oscar-providers.h"
#include "orch-sandbox-oscar-schedule.h"

#include <stdio.h>

#define APPOINTMENTS_MOST 5000

static OrchSandboxOscarAppointment *
find (const OrchSandboxOscarCall *call, gint64 number)
{
  OrchSandboxEmrRecord *record = orch_sandbox_emr_record_find (call->store, call->emr, "Appointment", number);

  return record == NULL ? NULL : orch_sandbox_oscar_appointment_new (call->store, record, TRUE);
}

static JsonNode *
object_node (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return node;
}

/* Nobody there: the older one says so within its answer, the newer one says nothing at all. */
static OrchSandboxReply *
reply_nothing (const OrchSandboxOscarCall *call)
{
  return call->dialect == ORCH_SANDBOX_OPENO ? orch_sandbox_reply_new_json (200, g_strdup (""))
                                             : orch_sandbox_oscar_schedule_reply (call, "appointment", NULL);
}

static OrchSandboxReply *
reply_appointment (const OrchSandboxOscarCall *call, gint64 number, gboolean fresh, gboolean with_people)
{
  g_autoptr (OrchSandboxOscarAppointment) one = find (call, number);
  JsonObject *object, *patient, *provider;

  if (one == NULL)
    return reply_nothing (call);
  object = orch_sandbox_oscar_schedule_full (call, one, fresh);
  if (with_people)
    {
      patient = one->demographic_no == 0 ? NULL : orch_sandbox_oscar_chart_patient (call, one->demographic_no);
      provider = orch_sandbox_oscar_provider (call, one->provider_no);
      if (patient != NULL)
        json_object_set_object_member (object, "demographic", patient);
      if (provider != NULL)
        json_object_set_object_member (object, "provider", provider);
    }
  return orch_sandbox_oscar_schedule_reply (call, "appointment", object_node (object));
}

/* The service of this name, if there is one: OSCAR keeps the name alone. */
static char *
find_type (const OrchSandboxOscarCall *call, const char *name)
{
  g_autoptr (GPtrArray) records = orch_sandbox_emr_record_list (call->store, call->emr, "HealthcareService");

  for (guint i = 0; i < records->len; i++)
    {
      const OrchSandboxEmrRecord *record = g_ptr_array_index (records, i);

      if (g_strcmp0 (orch_sandbox_json_string (record->resource, "name"), name) == 0)
        return g_strdup (record->id);
    }
  return NULL;
}

static void
set_type (const OrchSandboxOscarCall *call, JsonObject *resource, JsonArray *participants, const char *name)
{
  g_autofree char *service = name == NULL ? NULL : find_type (call, name);
  JsonArray *list = json_array_new ();
  JsonObject *one = json_object_new ();

  json_object_set_string_member (one, "text", name == NULL ? "" : name);
  json_array_add_object_element (list, one);
  json_object_set_array_member (resource, "serviceType", list);
  if (service != NULL)
    orch_sandbox_emr_booking_add (participants, "HealthcareService", service);
}

/* "09:30", "09:30:00", or "09:30 AM". */
static gboolean
read_time (const char *text, gboolean twelve, int *hour, int *minute)
{
  char half[8] = "";

  if (text == NULL || sscanf (text, "%d:%d %7s", hour, minute, half) < 2 || *hour < 0 || *hour > 23 || *minute < 0 ||
      *minute > 59)
    return FALSE;
  if (twelve && (half[0] == 'P' || half[0] == 'p') && *hour < 12)
    *hour += 12;
  else if (twelve && (half[0] == 'A' || half[0] == 'a') && *hour == 12)
    *hour = 0;
  return TRUE;
}

static GDateTime *
read_start (JsonObject *body)
{
  const char *date = orch_sandbox_json_string (body, "appointmentDate");
  const char *time = orch_sandbox_json_string (body, "startTime");
  g_autoptr (GDateTime) day = date == NULL ? NULL : orch_sandbox_emr_parse_day (date);
  int hour, minute;

  if (day == NULL || !read_time (time != NULL ? time : orch_sandbox_json_string (body, "startTime12hWithMedian"),
                                 time == NULL, &hour, &minute))
    return NULL;
  return g_date_time_new (g_date_time_get_timezone (day), g_date_time_get_year (day), g_date_time_get_month (day),
                          g_date_time_get_day_of_month (day), hour, minute, 0);
}

static OrchSandboxReply *
reply_add (const OrchSandboxOscarCall *call)
{
  static const char *const kept[] = { "reason", "notes", "location", "resources", "urgency", "name" };
  const char *provider_no = orch_sandbox_json_string (call->body, "providerNo");
  gint64 demographic_no = MAX (orch_sandbox_oscar_call_int (call, "demographicNo"), 0);
  gint64 duration = orch_sandbox_oscar_call_int (call, "duration");
  gint64 minutes = duration < 0 ? 15 : duration;
  const char *status = orch_sandbox_json_string (call->body, "status");
  g_autoptr (GDateTime) start = read_start (call->body);
  g_autoptr (OrchSandboxEmrRecord) provider =
      orch_sandbox_emr_record_find (call->store, call->emr, "Practitioner",
                                    provider_no == NULL ? -1 : g_ascii_strtoll (provider_no, NULL, 10));
  g_autoptr (OrchSandboxEmrRecord) patient =
      demographic_no == 0 ? NULL : orch_sandbox_emr_record_find (call->store, call->emr, "Patient", demographic_no);
  g_autoptr (JsonObject) resource = json_object_new ();
  g_autoptr (JsonObject) extras = json_object_new ();
  g_autoptr (OrchSandboxEmrRecord) made = NULL;
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *id = g_strconcat ("rdv-", uuid, NULL);
  g_autofree char *reference = g_strconcat ("Appointment/", id, NULL);
  JsonArray *participants;

  if (start == NULL || provider == NULL || minutes < 1)
    return orch_sandbox_oscar_reply_fault (500, "java.lang.NullPointerException");
  if (demographic_no != 0 && patient == NULL)
    return orch_sandbox_oscar_reply_fault (500, "Unable to find demographic");
  /* The month must be there first: made later, it would not know that this time is taken. */
  {
    g_autofree char *day = g_date_time_format (start, "date=%Y-%m-%d");

    orch_sandbox_emr_ensure (call->emr, "Appointment", day);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    if (orch_sandbox_json_string (call->body, kept[i]) != NULL)
      json_object_set_string_member (extras, kept[i], orch_sandbox_json_string (call->body, kept[i]));
  if (orch_sandbox_oscar_call_int (call, "reasonCode") >= 0)
    json_object_set_int_member (extras, "reasonCode", orch_sandbox_oscar_call_int (call, "reasonCode"));
  json_object_set_string_member (extras, "creator", call->user->provider_no);
  orch_sandbox_emr_record_set_extras (resource, extras);
  orch_sandbox_oscar_appointment_set_status (resource, status == NULL || *status == '\0' ? "t" : status);
  participants = json_array_new ();
  if (patient != NULL)
    orch_sandbox_emr_booking_add (participants, "Patient", patient->id);
  orch_sandbox_emr_booking_add (participants, "Practitioner", provider->id);
  set_type (call, resource, participants, orch_sandbox_json_string (call->body, "type"));
  orch_sandbox_emr_booking_set_times (resource, start, (int) minutes);
  json_object_set_array_member (resource, "participant", participants);
  orch_sandbox_emr_record_put (call->store, "Appointment", id, resource);
  made = orch_sandbox_emr_record_get (call->store, reference);
  return reply_appointment (call, made->row, TRUE, FALSE);
}

static OrchSandboxReply *
reply_status (const OrchSandboxOscarCall *call)
{
  const char *status = orch_sandbox_json_string (call->body, "status");
  g_autoptr (OrchSandboxOscarAppointment) one = find (call, g_ascii_strtoll (call->path[2], NULL, 10));

  if (one == NULL || status == NULL || *status == '\0')
    return orch_sandbox_oscar_reply_fault (500, "java.lang.NullPointerException");
  orch_sandbox_oscar_appointment_set_status (one->record->resource, status);
  orch_sandbox_emr_record_put (call->store, "Appointment", one->record->id, one->record->resource);
  return reply_appointment (call, one->number, FALSE, FALSE);
}

static OrchSandboxReply *
reply_type (const OrchSandboxOscarCall *call)
{
  const char *type = orch_sandbox_json_string (call->body, "type");
  g_autoptr (OrchSandboxOscarAppointment) one = find (call, g_ascii_strtoll (call->path[2], NULL, 10));
  JsonArray *participants;

  if (one == NULL || type == NULL)
    return orch_sandbox_oscar_reply_fault (500, "java.lang.NullPointerException");
  participants = orch_sandbox_emr_booking_participants (one->record->resource, "HealthcareService/");
  set_type (call, one->record->resource, participants, type);
  json_object_set_array_member (one->record->resource, "participant", participants);
  orch_sandbox_emr_record_put (call->store, "Appointment", one->record->id, one->record->resource);
  return reply_appointment (call, one->number, FALSE, FALSE);
}

static OrchSandboxReply *
reply_delete (const OrchSandboxOscarCall *call)
{
  g_autoptr (OrchSandboxOscarAppointment) one = find (call, orch_sandbox_oscar_call_int (call, "id"));

  if (one != NULL)
    orch_sandbox_store_delete (call->store, ORCH_SANDBOX_REALM_EMR, "Appointment", one->record->id);
  return reply_nothing (call);
}

static OrchSandboxReply *
reply_history (const OrchSandboxOscarCall *call)
{
  g_autoptr (OrchSandboxEmrRecord) patient =
      orch_sandbox_emr_record_find (call->store, call->emr, "Patient", g_ascii_strtoll (call->path[1], NULL, 10));
  JsonArray *list = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (gint64));

  json_node_take_array (node, list);
  if (patient != NULL)
    {
      g_autofree char *reference = g_strconcat ("Patient/", patient->id, NULL);
      sqlite3_stmt *statement;

      orch_sandbox_emr_ensure (call->emr, "Appointment", "date=1900");
      statement = orch_sandbox_store_query (
          call->store,
          "SELECT row FROM idx WHERE realm = 1 AND type = 'Appointment' AND param = 'patient' AND value = ?", "t",
          reference);
      while (sqlite3_step (statement) == SQLITE_ROW && rows->len < APPOINTMENTS_MOST)
        {
          gint64 row = sqlite3_column_int64 (statement, 0);

          g_array_append_val (rows, row);
        }
      sqlite3_reset (statement);
    }
  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (OrchSandboxOscarAppointment) one = find (call, g_array_index (rows, gint64, i));
      JsonObject *object;

      if (one == NULL || one->demographic_no == 0)
        continue;
      object = orch_sandbox_oscar_schedule_full (call, one, FALSE);
      json_object_set_string_member (object, "billingDetail", "");
      json_array_add_object_element (list, object);
    }
  return orch_sandbox_oscar_schedule_reply (call, "appointments", node);
}

OrchSandboxReply *
orch_sandbox_oscar_booking_handle (const OrchSandboxOscarCall *call)
{
  if (orch_sandbox_oscar_call_is (call, "POST", "schedule/getAppointment"))
    return reply_appointment (call, orch_sandbox_oscar_call_int (call, "id"), FALSE, TRUE);
  if (orch_sandbox_oscar_call_is (call, "POST", "schedule/add"))
    return reply_add (call);
  if (orch_sandbox_oscar_call_is (call, "POST", "schedule/deleteAppointment"))
    return reply_delete (call);
  if (orch_sandbox_oscar_call_is (call, "POST", "schedule/appointment/*/updateStatus"))
    return reply_status (call);
  if (orch_sandbox_oscar_call_is (call, "POST", "schedule/appointment/*/updateType"))
    return reply_type (call);
  /* There, and of no use to anybody: what it is sent becomes nothing before it is saved. */
  if (orch_sandbox_oscar_call_is (call, "POST", "schedule/updateAppointment"))
    return orch_sandbox_oscar_reply_fault (500, "java.lang.NullPointerException");
  if (orch_sandbox_oscar_call_is (call, "POST", "schedule/*/appointmentHistory"))
    return reply_history (call);
  return NULL;
}
