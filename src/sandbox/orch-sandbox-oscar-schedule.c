/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The schedule as OSCAR shows it. See the header. Main thread.
 */
#include "orch-sandbox-oscar-schedule.h"

#include "orch-sandbox-json.h"
#include "orch-sandbox-oscar-booking.h"

#include <stdlib.h>

static const struct
{
  const char *status;
  const char *description;
  const char *color;
  const char *icon;
  gboolean editable;
  const char *letters;
} statuses[] = {
  { "t", "To Do", "#FDFEC7", "starbill.gif", FALSE, "TD" },
  { "T", "Daysheet Printed", "#FDFEC7", "todo.gif", FALSE, "DP" },
  { "H", "Here", "#00ee00", "here.gif", TRUE, "H" },
  { "P", "Picked", "#FFBBFF", "picked.gif", TRUE, "P" },
  { "E", "Empty Room", "#FFFF33", "empty.gif", TRUE, "E" },
  { "a", "Customized 1", "#897DF8", "1.gif", TRUE, "C1" },
  { "b", "Customized 2", "#897DF8", "2.gif", TRUE, "C2" },
  { "c", "Customized 3", "#897DF8", "3.gif", TRUE, "C3" },
  { "d", "Customized 4", "#897DF8", "4.gif", TRUE, "C4" },
  { "e", "Customized 5", "#897DF8", "5.gif", TRUE, "C5" },
  { "f", "Customized 6", "#897DF8", "6.gif", TRUE, "C6" },
  { "h", "Confirmed", "#897DF8", "confirmed.gif", TRUE, "C" },
  { "N", "No Show", "#cccccc", "noshow.gif", FALSE, "NS" },
  { "C", "Cancelled", "#999999", "cancel.gif", FALSE, "X" },
  { "B", "Billed", "#3ea4e1", "billed.gif", FALSE, "$" },
};

static JsonNode *
array_node (JsonArray *array)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, array);
  return node;
}

OrchSandboxReply *
orch_sandbox_oscar_schedule_reply (const OrchSandboxOscarCall *call, const char *name, JsonNode *value)
{
  JsonObject *object = json_object_new ();

  orch_sandbox_json_set_nulls (object, "appointment statuses types reasons appointments");
  if (value != NULL)
    json_object_set_member (object, name, value);
  return orch_sandbox_oscar_call_reply_object (call, object);
}

static OrchSandboxReply *
reply_statuses (const OrchSandboxOscarCall *call)
{
  JsonObject *object = json_object_new ();
  JsonArray *list = json_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      JsonObject *one = json_object_new ();

      json_object_set_int_member (one, "id", (gint64) i + 1);
      json_object_set_string_member (one, "status", statuses[i].status);
      json_object_set_string_member (one, "description", statuses[i].description);
      json_object_set_string_member (one, "color", statuses[i].color);
      json_object_set_string_member (one, "icon", statuses[i].icon);
      json_object_set_int_member (one, "active", 1);
      json_object_set_int_member (one, "editable", statuses[i].editable);
      json_object_set_string_member (one, "shortLetters", statuses[i].letters);
      json_object_set_null_member (one, "shortLetterColour");
      json_array_add_object_element (list, one);
    }
  json_object_set_array_member (object, "content", list);
  return orch_sandbox_oscar_call_reply_object (call, object);
}

static OrchSandboxReply *
reply_types (const OrchSandboxOscarCall *call)
{
  g_autoptr (GPtrArray) records = orch_sandbox_emr_record_list (call->store, call->emr, "HealthcareService");
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < records->len; i++)
    {
      const OrchSandboxEmrRecord *record = g_ptr_array_index (records, i);
      JsonObject *extension = orch_sandbox_json_element (orch_sandbox_json_array (record->resource, "extension"), 0);
      JsonObject *one;

      if (!orch_sandbox_json_boolean (record->resource, "active", TRUE))
        continue;
      one = json_object_new ();
      json_object_set_int_member (one, "id", orch_sandbox_emr_record_number (record, "HealthcareService"));
      orch_sandbox_json_set_string (one, "name", orch_sandbox_json_string (record->resource, "name"));
      json_object_set_string_member (one, "notes", "");
      json_object_set_string_member (one, "reason", "");
      json_object_set_string_member (one, "location", "");
      json_object_set_string_member (one, "resources", "");
      json_object_set_int_member (one, "duration", orch_sandbox_json_int (extension, "valuePositiveInt", 15));
      json_array_add_object_element (list, one);
    }
  return orch_sandbox_oscar_schedule_reply (call, "types", array_node (list));
}

static OrchSandboxReply *
reply_reasons (const OrchSandboxOscarCall *call)
{
  static const char *const labels[] = { "Others", "Follow-Up", "Prescription Renewal", "Walk-In" };
  JsonArray *list = json_array_new ();
  g_autoptr (GTimeZone) zone = orch_sandbox_emr_zone ();
  g_autoptr (GDateTime) created = g_date_time_new (zone, 2015, 6, 1, 0, 0, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      JsonObject *one = json_object_new ();
      g_autofree char *value = g_ascii_strup (labels[i], -1);

      json_object_set_int_member (one, "id", 17 + (gint64) i);
      json_object_set_int_member (one, "lookupListId", 1);
      json_object_set_string_member (one, "value", g_strdelimit (value, " -", '_'));
      json_object_set_string_member (one, "label", labels[i]);
      json_object_set_boolean_member (one, "active", TRUE);
      json_object_set_int_member (one, "displayOrder", (gint64) i + 1);
      json_object_set_string_member (one, "createdBy", "oscar");
      orch_sandbox_oscar_call_set_date (call, one, "dateCreated", ORCH_SANDBOX_OSCAR_STAMP, created, FALSE);
      json_array_add_object_element (list, one);
    }
  return orch_sandbox_oscar_schedule_reply (call, "reasons", array_node (list));
}

static OrchSandboxReply *
reply_codes (const OrchSandboxOscarCall *call)
{
  static const struct
  {
    const char *code;
    const char *description;
    const char *duration;
  } codes[] = { { "1", "15 Minute Appointment", "15" },
                { "2", "30 Minute Appointment", "30" },
                { "6", "Complete Physical", "60" },
                { "W", "Walk In", "15" } };
  JsonArray *list = json_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      JsonObject *one = json_object_new ();

      json_object_set_int_member (one, "id", (gint64) i + 1);
      json_object_set_string_member (one, "code", codes[i].code);
      json_object_set_string_member (one, "description", codes[i].description);
      json_object_set_string_member (one, "duration", codes[i].duration);
      json_object_set_string_member (one, "color", "#BFEFFF");
      json_object_set_string_member (one, "confirm", "No");
      json_object_set_int_member (one, "bookinglimit", 1);
      json_array_add_object_element (list, one);
    }
  return orch_sandbox_oscar_call_reply_array (call, list);
}

static char *
format_time (const OrchSandboxOscarCall *call, GDateTime *when)
{
  int hour = g_date_time_get_hour (when);
  const char *half = call->switches->meridians ? (hour < 12 ? "a.m." : "p.m.") : (hour < 12 ? "AM" : "PM");

  return g_strdup_printf ("%02d:%02d %s", (hour + 11) % 12 + 1, g_date_time_get_minute (when), half);
}

static char *
format_duration (GDateTime *start, GDateTime *end)
{
  int minutes = (int) (g_date_time_difference (end, start) / G_TIME_SPAN_MINUTE);

  return minutes >= 60 ? g_strdup_printf ("%dH %dm ", minutes / 60, minutes % 60) : g_strdup_printf ("%dm ", minutes);
}

static const char *
extra (const OrchSandboxOscarAppointment *one, const char *name)
{
  const char *text = orch_sandbox_json_string (one->extras, name);

  return text == NULL ? "" : text;
}

static JsonObject *
write_day_item (const OrchSandboxOscarCall *call, const OrchSandboxOscarAppointment *one)
{
  JsonObject *item = json_object_new ();
  g_autofree char *time = format_time (call, one->start);
  g_autofree char *duration = format_duration (one->start, one->end);

  json_object_set_int_member (item, "demographicNo", one->demographic_no);
  json_object_set_int_member (item, "appointmentNo", one->number);
  orch_sandbox_json_set_string (item, "name", one->name);
  json_object_set_string_member (item, "status", one->status);
  json_object_set_string_member (item, "startTime", time);
  json_object_set_string_member (item, "reason", extra (one, "reason"));
  if (call->dialect == ORCH_SANDBOX_OPENO)
    {
      json_object_set_string_member (item, "duration", duration);
      orch_sandbox_json_set_string (item, "type", one->type);
      json_object_set_string_member (item, "notes", extra (one, "notes"));
    }
  orch_sandbox_oscar_call_set_date (call, item, "date", ORCH_SANDBOX_OSCAR_STAMP, one->start, FALSE);
  return item;
}

static gboolean
is_idle (const OrchSandboxOscarCall *call, const char *provider_no)
{
  return call->switches->idle != NULL && g_hash_table_contains (call->switches->idle, provider_no);
}

static OrchSandboxReply *
reply_day (const OrchSandboxOscarCall *call, const char *provider_no, const char *day)
{
  g_autoptr (GDateTime) from = orch_sandbox_emr_parse_day (day);
  g_autoptr (GDateTime) upto = from == NULL ? NULL : g_date_time_add_days (from, 1);
  g_autoptr (GPtrArray) found = NULL;
  JsonArray *list;
  JsonObject *object;

  if (from == NULL)
    return orch_sandbox_oscar_reply_fault (500, "java.text.ParseException: Unparseable date");
  found = orch_sandbox_oscar_appointment_list (call->store, call->emr, provider_no, from, upto, TRUE);
  list = json_array_new ();
  for (guint i = 0; i < found->len && !is_idle (call, provider_no); i++)
    {
      const OrchSandboxOscarAppointment *one = g_ptr_array_index (found, i);

      /* Exactly C: a cancelled one with a second character is shown. */
      if (!g_str_equal (one->status, "C"))
        json_array_add_object_element (list, write_day_item (call, one));
    }
  if (call->dialect == ORCH_SANDBOX_OPENO)
    return orch_sandbox_oscar_call_reply_array (call, list);
  object = json_object_new ();
  json_object_set_string_member (object, "template", "patientlist/patientList1.jsp");
  json_object_set_array_member (object, "patients", list);
  return orch_sandbox_oscar_call_reply_object (call, object);
}

JsonObject *
orch_sandbox_oscar_schedule_full (const OrchSandboxOscarCall *call, const OrchSandboxOscarAppointment *one,
                                  gboolean fresh)
{
  JsonObject *object = json_object_new ();
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (one->record->updated);
  g_autoptr (GTimeZone) zone = orch_sandbox_emr_zone ();
  g_autoptr (GDateTime) updated = g_date_time_to_timezone (utc, zone);
  gint64 reason = orch_sandbox_json_int (one->extras, "reasonCode", -1);

  json_object_set_int_member (object, "id", one->number);
  json_object_set_string_member (object, "providerNo", one->provider_no);
  orch_sandbox_oscar_call_set_date (call, object, "appointmentDate", ORCH_SANDBOX_OSCAR_DAY, one->start, fresh);
  orch_sandbox_oscar_call_set_date (call, object, "startTime", ORCH_SANDBOX_OSCAR_TIME, one->start, fresh);
  orch_sandbox_oscar_call_set_date (call, object, "endTime", ORCH_SANDBOX_OSCAR_TIME, one->end, fresh);
  orch_sandbox_json_set_string (object, "name", one->name);
  json_object_set_int_member (object, "demographicNo", one->demographic_no);
  json_object_set_int_member (object, "programId", 0);
  json_object_set_string_member (object, "notes", extra (one, "notes"));
  json_object_set_string_member (object, "reason", extra (one, "reason"));
  json_object_set_string_member (object, "location", extra (one, "location"));
  json_object_set_string_member (object, "resources", extra (one, "resources"));
  orch_sandbox_json_set_string (object, "type", one->type);
  orch_sandbox_json_set_nulls (object, "style billing");
  json_object_set_string_member (object, "status", one->status);
  json_object_set_null_member (object, "importedStatus");
  orch_sandbox_oscar_call_set_date (call, object, "createDateTime", ORCH_SANDBOX_OSCAR_STAMP, updated, fresh);
  orch_sandbox_oscar_call_set_date (call, object, "updateDateTime", ORCH_SANDBOX_OSCAR_STAMP, updated, fresh);
  orch_sandbox_json_set_string (object, "creator", orch_sandbox_json_string (one->extras, "creator"));
  orch_sandbox_json_set_string (object, "lastUpdateUser", orch_sandbox_json_string (one->extras, "creator"));
  json_object_set_null_member (object, "remarks");
  json_object_set_string_member (object, "urgency", extra (one, "urgency"));
  orch_sandbox_json_set_nulls (object, "creatorSecurityId bookingSource");
  if (reason >= 0)
    json_object_set_int_member (object, "reasonCode", reason);
  else
    json_object_set_null_member (object, "reasonCode");
  orch_sandbox_json_set_nulls (object, "demographic provider billingDetail");
  return object;
}

static OrchSandboxReply *
reply_month (const OrchSandboxOscarCall *call)
{
  const char *provider_no = call->path[2];
  g_autoptr (GTimeZone) zone = orch_sandbox_emr_zone ();
  g_autoptr (GDateTime) from = g_date_time_new (zone, atoi (call->path[3]), atoi (call->path[4]), 1, 0, 0, 0);
  g_autoptr (GDateTime) upto = from == NULL ? NULL : g_date_time_add_months (from, 1);
  g_autoptr (GPtrArray) found = NULL;
  JsonArray *list;

  if (from == NULL)
    return orch_sandbox_oscar_reply_fault (500, "java.lang.IllegalArgumentException");
  found = orch_sandbox_oscar_appointment_list (call->store, call->emr, provider_no, from, upto, TRUE);
  list = json_array_new ();
  for (guint i = 0; i < found->len && !is_idle (call, provider_no); i++)
    json_array_add_object_element (list, orch_sandbox_oscar_schedule_full (call, g_ptr_array_index (found, i), FALSE));
  return orch_sandbox_oscar_schedule_reply (call, "appointments", array_node (list));
}

static JsonObject *
write_ext (const OrchSandboxOscarCall *call, const OrchSandboxOscarAppointment *one)
{
  JsonObject *object = json_object_new ();
  g_autofree char *status = g_strndup (one->status, 1);
  g_autoptr (OrchSandboxEmrRecord) patient =
      one->demographic_no == 0
          ? NULL
          : orch_sandbox_emr_record_get (call->store, orch_sandbox_emr_participant (one->record->resource, "Patient"));
  JsonObject *person = patient == NULL ? NULL : patient->resource;
  g_autofree char *family = orch_sandbox_emr_person_name (person, "family");
  g_autofree char *given = orch_sandbox_emr_person_name (person, "given");

  json_object_set_int_member (object, "appointmentNo", one->number);
  json_object_set_string_member (object, "providerNo", one->provider_no);
  orch_sandbox_oscar_call_set_date (call, object, "appointmentDate", ORCH_SANDBOX_OSCAR_DAY, one->start, FALSE);
  orch_sandbox_oscar_call_set_date (call, object, "startTime", ORCH_SANDBOX_OSCAR_TIME, one->start, FALSE);
  json_object_set_int_member (object, "demographicNo", one->demographic_no);
  json_object_set_string_member (object, "notes", extra (one, "notes"));
  json_object_set_string_member (object, "location", extra (one, "location"));
  json_object_set_string_member (object, "resources", extra (one, "resources"));
  json_object_set_string_member (object, "status", status);
  orch_sandbox_json_set_string (object, "lastName", family);
  orch_sandbox_json_set_string (object, "firstName", given);
  json_object_set_null_member (object, "phone");
  json_object_set_null_member (object, "phone2");
  orch_sandbox_json_set_string (object, "email", orch_sandbox_emr_telecom (person, "email", NULL));
  orch_sandbox_json_set_string (object, "demoCell", orch_sandbox_emr_telecom (person, "phone", "mobile"));
  orch_sandbox_json_set_nulls (object, "reminderPreference hPhoneExt wPhoneExt");
  return object;
}

/* Inclusive. Returns: whether both days can be read */
static gboolean
read_window (const char *first, const char *last, GDateTime **from, GDateTime **upto)
{
  g_autoptr (GDateTime) end = orch_sandbox_emr_parse_day (last);

  *from = orch_sandbox_emr_parse_day (first);
  *upto = end == NULL ? NULL : g_date_time_add_days (end, 1);
  return *from != NULL && *upto != NULL;
}

static gboolean
is_integer (const char *text)
{
  return *text != '\0' && strspn (text, "0123456789") == strlen (text);
}

static OrchSandboxReply *
reply_list (const OrchSandboxOscarCall *call, const char *openo_key, JsonArray *list)
{
  JsonObject *object = json_object_new ();

  json_object_set_array_member (object, orch_sandbox_oscar_call_list_key (call, openo_key), list);
  return orch_sandbox_oscar_call_reply_object (call, object);
}

static OrchSandboxReply *
reply_window (const OrchSandboxOscarCall *call)
{
  g_auto (GStrv) providers = g_strsplit (call->path[4], ",", -1);
  g_autoptr (GDateTime) from = NULL;
  g_autoptr (GDateTime) upto = NULL;
  JsonArray *list;

  if (!call->user->doctor)
    return orch_sandbox_oscar_call_forbid (call, "_appointment");
  if (!read_window (call->path[2], call->path[3], &from, &upto))
    return orch_sandbox_oscar_reply_fault (500, "java.text.ParseException: Unparseable date");
  for (int i = 0; providers[i] != NULL; i++)
    if (!is_integer (providers[i]))
      return orch_sandbox_oscar_reply_fault (500, "java.lang.NumberFormatException");
  list = json_array_new ();
  for (int i = 0; providers[i] != NULL; i++)
    {
      g_autoptr (GPtrArray) found =
          orch_sandbox_oscar_appointment_list (call->store, call->emr, providers[i], from, upto, FALSE);

      for (guint j = 0; j < found->len && !is_idle (call, providers[i]); j++)
        json_array_add_object_element (list, write_ext (call, g_ptr_array_index (found, j)));
    }
  return reply_list (call, "appointmentExt", list);
}

static OrchSandboxReply *
reply_of_provider (const OrchSandboxOscarCall *call)
{
  g_autoptr (GDateTime) from = NULL;
  g_autoptr (GDateTime) upto = NULL;
  g_autoptr (GPtrArray) found = NULL;
  JsonArray *list;

  if (!read_window (call->path[3], call->path[4], &from, &upto))
    return orch_sandbox_oscar_reply_fault (500, "java.text.ParseException: Unparseable date");
  found = orch_sandbox_oscar_appointment_list (call->store, call->emr, call->path[2], from, upto, FALSE);
  list = json_array_new ();
  for (guint i = 0; i < found->len && !is_idle (call, call->path[2]); i++)
    {
      const OrchSandboxOscarAppointment *one = g_ptr_array_index (found, i);
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "appointmentNo", one->number);
      json_object_set_string_member (object, "providerNo", one->provider_no);
      orch_sandbox_oscar_call_set_date (call, object, "appointmentDate", ORCH_SANDBOX_OSCAR_DAY, one->start, FALSE);
      json_object_set_int_member (object, "demographicNo", one->demographic_no);
      json_object_set_string_member (object, "status", one->status);
      /* Seconds, here alone. */
      json_object_set_int_member (object, "updateDatetime", one->record->updated / G_USEC_PER_SEC);
      json_array_add_object_element (list, object);
    }
  return reply_list (call, "ProviderPeriodApps", list);
}

static OrchSandboxReply *
reply_counts (const OrchSandboxOscarCall *call)
{
  g_autoptr (GDateTime) from = NULL;
  g_autoptr (GDateTime) upto = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GList) providers = NULL;
  JsonArray *list;

  if (!read_window (call->path[2], call->path[3], &from, &upto))
    return orch_sandbox_oscar_reply_fault (500, "java.text.ParseException: Unparseable date");
  found = orch_sandbox_oscar_appointment_list (call->store, call->emr, NULL, from, upto, FALSE);
  for (guint i = 0; i < found->len; i++)
    {
      const OrchSandboxOscarAppointment *one = g_ptr_array_index (found, i);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, one->provider_no));

      if (!is_idle (call, one->provider_no))
        g_hash_table_insert (counts, one->provider_no, GUINT_TO_POINTER (n + 1));
    }
  list = json_array_new ();
  providers = g_list_sort (g_hash_table_get_keys (counts), (GCompareFunc) strcmp);
  for (GList *l = providers; l != NULL; l = l->next)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "providerNo", l->data);
      json_object_set_int_member (object, "count", GPOINTER_TO_UINT (g_hash_table_lookup (counts, l->data)));
      json_array_add_object_element (list, object);
    }
  return reply_list (call, "ProviderPeriodApps", list);
}

OrchSandboxReply *
orch_sandbox_oscar_schedule_handle (const OrchSandboxOscarCall *call)
{
  if (!g_str_equal (call->path[0], "schedule"))
    return NULL;
  if (orch_sandbox_oscar_call_is (call, "GET", "schedule/statuses"))
    return reply_statuses (call);
  if (orch_sandbox_oscar_call_is (call, "GET", "schedule/types"))
    return orch_sandbox_emr_get_services_mode (call->emr) == ORCH_SANDBOX_MODE_FAILURE
               ? orch_sandbox_oscar_reply_fault (500, "java.lang.NullPointerException")
               : reply_types (call);
  if (orch_sandbox_oscar_call_is (call, "GET", "schedule/reasons"))
    return reply_reasons (call);
  if (orch_sandbox_oscar_call_is (call, "GET", "schedule/codes"))
    return reply_codes (call);
  if (orch_sandbox_oscar_call_is (call, "GET", "schedule/day/*"))
    return reply_day (call, call->user->provider_no, call->path[2]);
  if (orch_sandbox_oscar_call_is (call, "GET", "schedule/*/day/*"))
    return reply_day (call, call->path[1], call->path[3]);
  if (orch_sandbox_oscar_call_is (call, "GET", "schedule/fetchDays/*/*/*"))
    return reply_window (call);
  if (orch_sandbox_oscar_call_is (call, "GET", "schedule/fetchProviderAppts/*/*/*"))
    return reply_of_provider (call);
  if (orch_sandbox_oscar_call_is (call, "GET", "schedule/fetchProvidersApptsCount/*/*"))
    return reply_counts (call);
  if (orch_sandbox_oscar_call_is (call, "GET", "schedule/fetchMonthly/*/*/*"))
    return reply_month (call);
  return orch_sandbox_oscar_booking_handle (call);
}
