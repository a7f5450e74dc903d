/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The schedule as Accuro shows it. See the header. Main thread.
 */
#include "orch-sandbox-accuro-schedule.h"

#include "core/orch-clock.h"

#include "orch-sandbox-emr-booking.h"
#include "orch-sandbox-json.h"

/* Accuro's own labels of an appointment, which a clinic makes for itself: they say nothing of arrival or absence. */
static const char *const statuses[] = { "Confirmé par téléphone", "Rappel envoyé", "À rappeler" };
static const char *const priorities[] = { "Normal", "Urgent" };

static gint64
number_of (const OrchSandboxAccuroCall *call, const char *reference)
{
  g_autoptr (OrchSandboxEmrRecord) record = orch_sandbox_emr_record_get (call->store, reference);
  g_autofree char *type = reference == NULL ? NULL : g_strndup (reference, strcspn (reference, "/"));

  return record == NULL ? 0 : orch_sandbox_emr_record_number (record, type);
}

static void
set_number (JsonObject *object, const char *name, gint64 number)
{
  if (number > 0)
    json_object_set_int_member (object, name, number);
  else
    json_object_set_null_member (object, name);
}

GPtrArray *
orch_sandbox_accuro_list_reasons (const OrchSandboxAccuroCall *call)
{
  g_autoptr (GPtrArray) records = orch_sandbox_emr_record_list (call->store, call->emr, "HealthcareService");
  GPtrArray *reasons = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < records->len; i++)
    {
      JsonObject *service = ((OrchSandboxEmrRecord *) g_ptr_array_index (records, i))->resource;
      const char *category =
          orch_sandbox_json_string (orch_sandbox_json_element (orch_sandbox_json_array (service, "category"), 0),
                                    "text");

      if (category != NULL && !g_ptr_array_find_with_equal_func (reasons, category, g_str_equal, NULL))
        g_ptr_array_add (reasons, g_strdup (category));
    }
  return reasons;
}

gint64
orch_sandbox_accuro_reason (const OrchSandboxAccuroCall *call, GPtrArray *reasons, const char *service)
{
  g_autoptr (OrchSandboxEmrRecord) record = orch_sandbox_emr_record_get (call->store, service);
  const char *category =
      record == NULL
          ? NULL
          : orch_sandbox_json_string (orch_sandbox_json_element (orch_sandbox_json_array (record->resource, "category"),
                                                                 0),
                                      "text");
  guint index;

  return category != NULL && g_ptr_array_find_with_equal_func (reasons, category, g_str_equal, &index)
             ? (gint64) index + 1
             : 0;
}

static gboolean
read_times (JsonObject *resource, GDateTime **start, GDateTime **end)
{
  g_autoptr (GTimeZone) zone = orch_sandbox_emr_zone ();
  g_autoptr (GDateTime) utc = NULL;
  gint64 from, upto, minutes = orch_sandbox_json_int (resource, "minutesDuration", 0);

  if (!orch_clock_parse_instant (orch_sandbox_json_string (resource, "start"), &from))
    return FALSE;
  if (minutes <= 0)
    minutes = orch_clock_parse_instant (orch_sandbox_json_string (resource, "end"), &upto)
                  ? (upto - from) / G_USEC_PER_SEC / 60
                  : 15;
  utc = g_date_time_new_from_unix_utc (from / G_USEC_PER_SEC);
  *start = g_date_time_to_timezone (utc, zone);
  *end = g_date_time_add_minutes (*start, (int) minutes);
  return TRUE;
}

static JsonObject *
write_details (const OrchSandboxAccuroCall *call, const OrchSandboxEmrRecord *record, GPtrArray *reasons,
               gint64 provider, gboolean block)
{
  JsonObject *resource = record->resource;
  JsonObject *details = json_object_new ();
  const char *service = orch_sandbox_emr_participant (resource, "HealthcareService");
  const char *status = orch_sandbox_json_string (resource, "status");
  g_autoptr (JsonObject) extras = orch_sandbox_emr_record_extras (resource);
  const char *notes = orch_sandbox_json_string (extras, "notes");
  const char *alerts = orch_sandbox_json_string (extras, "alerts");
  const char *type =
      orch_sandbox_json_string (orch_sandbox_json_element (orch_sandbox_json_array (resource, "serviceType"), 0),
                                "text");
  guint dice = g_str_hash (record->id) % 10;
  gboolean booked = g_strcmp0 (status, "booked") == 0;
  gint64 status_id = orch_sandbox_json_int (extras, "statusId", booked && dice == 3 ? 2 : 0);

  set_number (details, "billingProviderId", provider);
  json_object_set_null_member (details, "referringProviderId");
  json_object_set_string_member (details, "notes", notes != NULL ? notes : block && type != NULL ? type : "");
  json_object_set_string_member (details, "alerts", alerts == NULL ? "" : alerts);
  set_number (details, "reasonId", orch_sandbox_accuro_reason (call, reasons, service));
  set_number (details, "typeId", number_of (call, service));
  json_object_set_int_member (details, "priorityId", orch_sandbox_json_int (extras, "priorityId", 1));
  json_object_set_boolean_member (details, "arrived",
                                  g_strcmp0 (status, "arrived") == 0 || g_strcmp0 (status, "checked-in") == 0 ||
                                      g_strcmp0 (status, "fulfilled") == 0);
  json_object_set_boolean_member (details, "confirmed", booked && dice < 4);
  json_object_set_boolean_member (details, "noShow", g_strcmp0 (status, "noshow") == 0);
  set_number (details, "statusId", status_id);
  json_object_set_string_member (details, "serviceLocation", "O");
  return details;
}

/* Returns (nullable): %NULL when it has no start. */
static JsonObject *
write_appointment (const OrchSandboxAccuroCall *call, const OrchSandboxEmrRecord *record, GPtrArray *reasons,
                   GHashTable *roles)
{
  JsonObject *resource = record->resource;
  const char *reference = orch_sandbox_emr_participant (resource, "Practitioner");
  gint64 provider = number_of (call, reference);
  gboolean block = orch_sandbox_emr_is_block (call->store, resource);
  g_autoptr (GDateTime) start = NULL;
  g_autoptr (GDateTime) end = NULL;
  g_autofree char *date = NULL;
  JsonObject *object;

  if (!read_times (resource, &start, &end))
    return NULL;
  object = json_object_new ();
  date = g_date_time_format (start, "%Y-%m-%d");
  json_object_set_int_member (object, "appointmentId", record->row);
  json_object_set_string_member (object, "date", date);
  json_object_set_int_member (object, "startTime", orch_sandbox_accuro_time (start));
  json_object_set_int_member (object, "endTime", orch_sandbox_accuro_time (end));
  json_object_set_int_member (object, "subColumn", 0);
  set_number (object, "patientId", block ? 0 : number_of (call, orch_sandbox_emr_participant (resource, "Patient")));
  set_number (object, "providerId", provider);
  json_object_set_null_member (object, "resourceId");
  set_number (object, "officeId",
              orch_sandbox_accuro_office (call, reference == NULL ? NULL : g_hash_table_lookup (roles, reference)));
  json_object_set_boolean_member (object, "cancelled",
                                  g_strcmp0 (orch_sandbox_json_string (resource, "status"), "cancelled") == 0);
  json_object_set_object_member (object, "appointmentDetails", write_details (call, record, reasons, provider, block));
  return object;
}

gboolean
orch_sandbox_accuro_is_wanted (const char *list, gint64 number)
{
  g_auto (GStrv) parts = g_strsplit (list == NULL ? "" : list, ",", -1);
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  return list == NULL || g_strv_contains ((const char *const *) parts, text);
}

/* The references of those whose schedule is asked for and may be seen, as SQL has them. */
static char *
list_practitioners (const OrchSandboxAccuroCall *call, GHashTable *roles)
{
  g_autoptr (GPtrArray) records = orch_sandbox_emr_record_list (call->store, call->emr, "Practitioner");
  const char *asked = g_hash_table_lookup (call->query, "providerId");
  const char *office = g_hash_table_lookup (call->query, "officeId");
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < records->len; i++)
    {
      const OrchSandboxEmrRecord *record = g_ptr_array_index (records, i);
      gint64 number = orch_sandbox_emr_record_number (record, "Practitioner");
      g_autofree char *reference = g_strconcat ("Practitioner/", record->id, NULL);
      char *quoted;

      if (orch_sandbox_accuro_scheduling (call, number) == ORCH_SANDBOX_ACCURO_NONE ||
          !orch_sandbox_accuro_is_wanted (asked, number) ||
          !orch_sandbox_accuro_is_wanted (office,
                                          orch_sandbox_accuro_office (call, g_hash_table_lookup (roles, reference))))
        continue;
      quoted = sqlite3_mprintf ("%s%Q", out->len == 0 ? "" : ",", reference);
      g_string_append (out, quoted);
      sqlite3_free (quoted);
    }
  return g_string_free (out, FALSE);
}

/* One page of what begins in [from, upto[: by number, cancelled ones left out as Accuro takes them off the schedule. */
OrchSandboxReply *
orch_sandbox_accuro_appointments (const OrchSandboxAccuroCall *call)
{
  g_autoptr (GDateTime) from = orch_sandbox_emr_parse_day (g_hash_table_lookup (call->query, "startDate"));
  g_autoptr (GDateTime) last = orch_sandbox_emr_parse_day (g_hash_table_lookup (call->query, "endDate"));
  g_autoptr (GDateTime) upto = last == NULL ? NULL : g_date_time_add_days (last, 1);
  g_autoptr (GHashTable) roles = NULL;
  g_autoptr (GPtrArray) reasons = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autofree char *practitioners = NULL;
  g_autofree char *where = NULL;
  JsonArray *contents;
  gint64 total, newest, last_id = 0;

  if (from == NULL || last == NULL || g_date_time_compare (from, last) > 0)
    return orch_sandbox_accuro_error (400, "Bad Request");
  roles = orch_sandbox_emr_roles (call->store, call->emr);
  reasons = orch_sandbox_accuro_list_reasons (call);
  practitioners = list_practitioners (call, roles);
  where = g_strdup_printf (
      "EXISTS (SELECT 1 FROM idx p WHERE p.row = d.row AND p.param = 'practitioner' AND p.value IN (%s))"
      " AND NOT EXISTS (SELECT 1 FROM idx s WHERE s.row = d.row AND s.param = 'status' AND s.value IN ('cancelled',"
      " 'entered-in-error'))",
      practitioners);
  {
    const OrchSandboxEmrWindow window = {
      .where = where,
      .from = from,
      .upto = upto,
      .after = MAX (orch_sandbox_accuro_query_int (call, "startingId"), 0),
      .limit = orch_sandbox_accuro_page_size (call),
    };

    records = orch_sandbox_emr_record_page_between (call->store, call->emr, &window, &total, &newest);
  }
  contents = json_array_new ();
  for (guint i = 0; i < records->len; i++)
    {
      const OrchSandboxEmrRecord *record = g_ptr_array_index (records, i);
      JsonObject *one = write_appointment (call, record, reasons, roles);

      if (one != NULL)
        json_array_add_object_element (contents, one);
      last_id = record->row;
    }
  return orch_sandbox_accuro_reply_envelope (contents, total, last_id);
}

static OrchSandboxEmrRecord *
find_appointment (const OrchSandboxAccuroCall *call, const char *text)
{
  g_autoptr (OrchSandboxEmrRecord) record = NULL;
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT32, &number, NULL))
    return NULL;
  record = orch_sandbox_emr_record_find (call->store, call->emr, "Appointment", (gint64) number);
  if (record != NULL && orch_sandbox_accuro_scheduling (
                            call, number_of (call, orch_sandbox_emr_participant (record->resource, "Practitioner"))) ==
                            ORCH_SANDBOX_ACCURO_NONE)
    return NULL;
  return g_steal_pointer (&record);
}

OrchSandboxReply *
orch_sandbox_accuro_appointment (const OrchSandboxAccuroCall *call)
{
  g_autoptr (OrchSandboxEmrRecord) record = find_appointment (call, call->path[call->n_path - 1]);
  g_autoptr (GHashTable) roles = orch_sandbox_emr_roles (call->store, call->emr);
  g_autoptr (GPtrArray) reasons = orch_sandbox_accuro_list_reasons (call);
  JsonObject *object = record == NULL ? NULL : write_appointment (call, record, reasons, roles);

  return object == NULL ? orch_sandbox_accuro_error (404, "Resource not found")
                        : orch_sandbox_accuro_reply_object (object);
}

static OrchSandboxReply *
reply_names (const char *id, const char *const *names, gsize n)
{
  JsonArray *list = json_array_new ();

  for (gsize i = 0; i < n; i++)
    {
      JsonObject *one = json_object_new ();

      json_object_set_int_member (one, id, (gint64) i + 1);
      json_object_set_string_member (one, "name", names[i]);
      json_object_set_boolean_member (one, "active", TRUE);
      json_array_add_object_element (list, one);
    }
  return orch_sandbox_accuro_reply_array (list);
}

/* Neither these nor suggestions have a duration: that is how Accuro is. */
OrchSandboxReply *
orch_sandbox_accuro_types (const OrchSandboxAccuroCall *call)
{
  g_autoptr (GPtrArray) records = NULL;
  JsonArray *list;

  if (orch_sandbox_emr_get_services_mode (call->emr) == ORCH_SANDBOX_MODE_FAILURE)
    return orch_sandbox_accuro_error (500, "Internal Server Error");
  records = orch_sandbox_emr_record_list (call->store, call->emr, "HealthcareService");
  list = json_array_new ();
  for (guint i = 0; i < records->len; i++)
    {
      const OrchSandboxEmrRecord *record = g_ptr_array_index (records, i);
      JsonObject *one = json_object_new ();

      json_object_set_int_member (one, "typeId", orch_sandbox_emr_record_number (record, "HealthcareService"));
      orch_sandbox_json_set_string (one, "name", orch_sandbox_json_string (record->resource, "name"));
      json_object_set_boolean_member (one, "active", orch_sandbox_json_boolean (record->resource, "active", TRUE));
      json_array_add_object_element (list, one);
    }
  return orch_sandbox_accuro_reply_array (list);
}

OrchSandboxReply *
orch_sandbox_accuro_reasons (const OrchSandboxAccuroCall *call)
{
  g_autoptr (GPtrArray) reasons = NULL;

  if (orch_sandbox_emr_get_services_mode (call->emr) == ORCH_SANDBOX_MODE_FAILURE)
    return orch_sandbox_accuro_error (500, "Internal Server Error");
  reasons = orch_sandbox_accuro_list_reasons (call);
  return reply_names ("reasonId", (const char *const *) reasons->pdata, reasons->len);
}

OrchSandboxReply *
orch_sandbox_accuro_statuses (const OrchSandboxAccuroCall *call)
{
  return reply_names ("statusId", statuses, G_N_ELEMENTS (statuses));
}

OrchSandboxReply *
orch_sandbox_accuro_priorities (const OrchSandboxAccuroCall *call)
{
  return reply_names ("priorityId", priorities, G_N_ELEMENTS (priorities));
}
