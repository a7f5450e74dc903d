/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The schedule of the National API. See the header. Main thread.
 */
#include "orch-sandbox-telus-schedule.h"

#include "core/orch-clock.h"

#include "orch-sandbox-json.h"

static const struct
{
  const char *fhir;
  const char *telus;
} statuses[] = {
  { "proposed", "Booked" },       { "pending", "Booked" },      { "booked", "Booked" },       { "arrived", "Arrived" },
  { "checked-in", "InProgress" }, { "fulfilled", "Completed" }, { "cancelled", "Cancelled" }, { "noshow", "NoShow" },
};

typedef struct
{
  GDateTime *from; /* owned: midnight of the first day */
  GDateTime *upto; /* owned: midnight after the last */
} Days;

static void
days_clear (Days *days)
{
  g_clear_pointer (&days->from, g_date_time_unref);
  g_clear_pointer (&days->upto, g_date_time_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Days, days_clear)

static gboolean
read_days (const OrchSandboxTelusCall *call, Days *days, OrchSandboxReply **refusal)
{
  g_autoptr (GDateTime) last = orch_sandbox_emr_parse_day (g_hash_table_lookup (call->query, "EndDate"));

  days->from = orch_sandbox_emr_parse_day (g_hash_table_lookup (call->query, "StartDate"));
  days->upto = last == NULL ? NULL : g_date_time_add_days (last, 1);
  if (days->from != NULL && last != NULL && g_date_time_compare (days->from, last) <= 0)
    return TRUE;
  *refusal = orch_sandbox_telus_error (400, "DateRangeInvalid", "StartDate and EndDate are needed: yyyy-MM-dd.");
  return FALSE;
}

static const char *
id_of (const char *reference)
{
  const char *slash = reference == NULL ? NULL : strchr (reference, '/');

  return slash == NULL ? NULL : slash + 1;
}

/* Practitioner → their schedule. */
static char *
schedule_of (const char *practitioner)
{
  return practitioner != NULL && g_str_has_prefix (practitioner, "prat-")
             ? g_strconcat ("hor-", practitioner + strlen ("prat-"), NULL)
             : NULL;
}

static const char *
status_of (JsonObject *resource)
{
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (g_strcmp0 (orch_sandbox_json_string (resource, "status"), statuses[i].fhir) == 0)
      return statuses[i].telus;
  return "Booked";
}

static gint64
minutes_of (JsonObject *resource)
{
  gint64 from, upto, minutes = orch_sandbox_json_int (resource, "minutesDuration", 0);

  if (minutes <= 0 && orch_clock_parse_instant (orch_sandbox_json_string (resource, "start"), &from) &&
      orch_clock_parse_instant (orch_sandbox_json_string (resource, "end"), &upto))
    minutes = (upto - from) / G_USEC_PER_SEC / 60;
  return minutes;
}

static JsonObject *
write_appointment (const OrchSandboxTelusCall *call, const OrchSandboxEmrRecord *record, GHashTable *roles,
                   gboolean deleted)
{
  JsonObject *resource = record->resource;
  JsonObject *one = json_object_new ();
  const char *provider = id_of (orch_sandbox_emr_participant (resource, "Practitioner"));
  gboolean block = orch_sandbox_emr_is_block (call->store, resource);
  const char *type =
      orch_sandbox_json_string (orch_sandbox_json_element (orch_sandbox_json_array (resource, "serviceType"), 0),
                                "text");
  g_autofree char *start = orch_sandbox_telus_local (orch_sandbox_json_string (resource, "start"));
  g_autofree char *schedule = schedule_of (provider);
  g_autofree char *facility = provider == NULL ? NULL : orch_sandbox_telus_facility (roles, provider);
  g_autoptr (JsonObject) extras = orch_sandbox_emr_record_extras (resource);

  json_object_set_string_member (one, "id", record->id);
  orch_sandbox_json_set_string (one, "scheduleId", schedule);
  orch_sandbox_json_set_string (one, "providerId", provider);
  orch_sandbox_json_set_string (one, "facilityId", facility);
  orch_sandbox_json_set_string (one, "patientId",
                                block ? NULL : id_of (orch_sandbox_emr_participant (resource, "Patient")));
  orch_sandbox_json_set_string (one, "appointmentTypeId",
                                id_of (orch_sandbox_emr_participant (resource, "HealthcareService")));
  orch_sandbox_json_set_string (one, "appointmentTypeName", type);
  orch_sandbox_json_set_string (one, "startDateTime", start);
  json_object_set_int_member (one, "durationMinutes", minutes_of (resource));
  json_object_set_string_member (one, "status", block ? "Blocked" : status_of (resource));
  orch_sandbox_json_set_string (one, "reason", orch_sandbox_json_string (extras, "reason"));
  orch_sandbox_json_set_string (one, "notes", orch_sandbox_json_string (extras, "notes"));
  /* What is written on a blocked time. */
  orch_sandbox_json_set_string (one, "details", block ? type : NULL);
  json_object_set_boolean_member (one, "deleted", deleted);
  return one;
}

/* Those removed that were on these days, and with this one. */
static void
add_deleted (const OrchSandboxTelusCall *call, const Days *days, const char *practitioner, GHashTable *roles,
             GPtrArray *items)
{
  g_autoptr (GPtrArray) records = orch_sandbox_emr_record_deleted (call->store, "Appointment");

  for (guint i = 0; i < records->len; i++)
    {
      const OrchSandboxEmrRecord *record = g_ptr_array_index (records, i);
      const char *provider = id_of (orch_sandbox_emr_participant (record->resource, "Practitioner"));
      gint64 start;

      if (record->updated > call->changed_after &&
          orch_clock_parse_instant (orch_sandbox_json_string (record->resource, "start"), &start) &&
          start >= g_date_time_to_unix (days->from) * G_USEC_PER_SEC &&
          start < g_date_time_to_unix (days->upto) * G_USEC_PER_SEC &&
          (practitioner == NULL || g_strcmp0 (provider, practitioner) == 0))
        orch_sandbox_telus_items_add (items, write_appointment (call, record, roles, TRUE), record->updated);
    }
}

static OrchSandboxReply *
reply_appointments (const OrchSandboxTelusCall *call, const char *practitioner)
{
  g_auto (Days) days = { 0 };
  g_autoptr (GHashTable) roles = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GPtrArray) deleted = NULL;
  GPtrArray *page;
  OrchSandboxReply *refusal = NULL;
  gint64 total, newest, start = orch_sandbox_telus_start (call), size = orch_sandbox_telus_size (call);
  char *quoted;

  if (!read_days (call, &days, &refusal))
    return refusal;
  quoted = practitioner == NULL
               ? NULL
               : sqlite3_mprintf ("EXISTS (SELECT 1 FROM idx p WHERE p.row = d.row AND p.param = 'practitioner'"
                                  " AND p.value = 'Practitioner/%q')",
                                  practitioner);
  {
    g_autofree char *where =
        g_strconcat (quoted == NULL ? "1" : quoted,
                     " AND NOT EXISTS (SELECT 1 FROM idx s WHERE s.row = d.row AND s.param = 'status'"
                     " AND s.value = 'entered-in-error')",
                     NULL);
    const OrchSandboxEmrWindow window = {
      .where = where,
      .from = days.from,
      .upto = days.upto,
      .changed_after = call->changed_after,
      .by_time = TRUE,
      .offset = start,
      .limit = size,
    };

    records = orch_sandbox_emr_record_page_between (call->store, call->emr, &window, &total, &newest);
  }
  sqlite3_free (quoted);
  roles = orch_sandbox_emr_roles (call->store, call->emr);
  page = orch_sandbox_telus_items_new ();
  for (guint i = 0; i < records->len; i++)
    {
      const OrchSandboxEmrRecord *record = g_ptr_array_index (records, i);

      orch_sandbox_telus_items_add (page, write_appointment (call, record, roles, FALSE), record->updated);
    }
  if (orch_sandbox_telus_is_set (call, "IncludeDeleted"))
    {
      deleted = orch_sandbox_telus_items_new ();
      add_deleted (call, &days, practitioner, roles, deleted);
      for (guint i = 0; i < deleted->len; i++)
        {
          const OrchSandboxTelusItem *item = g_ptr_array_index (deleted, i);

          if (total >= start && total < start + size)
            orch_sandbox_telus_items_add (page, json_object_ref (item->object), item->updated);
          newest = MAX (newest, item->updated);
          total++;
        }
    }
  return orch_sandbox_telus_reply_page (call, page, total, newest);
}

static OrchSandboxReply *
reply_one (const OrchSandboxTelusCall *call, const char *id)
{
  g_autofree char *reference = g_strconcat ("Appointment/", id, NULL);
  g_autoptr (OrchSandboxEmrRecord) record = orch_sandbox_emr_record_get (call->store, reference);
  g_autoptr (GHashTable) roles = orch_sandbox_emr_roles (call->store, call->emr);
  GPtrArray *page = orch_sandbox_telus_items_new ();

  if (record != NULL)
    orch_sandbox_telus_items_add (page, write_appointment (call, record, roles, FALSE), record->updated);
  return orch_sandbox_telus_reply_page (call, page, page->len, record == NULL ? 0 : record->updated);
}

OrchSandboxReply *
orch_sandbox_telus_search (const OrchSandboxTelusCall *call)
{
  const char *id = g_hash_table_lookup (call->query, "AppointmentId");

  if (!call->instance->searches)
    return orch_sandbox_telus_error (501, "NotSupported", "This EMR does not know the search of appointments.");
  /* With it all other parameters are ignored: that is public. */
  return id != NULL ? reply_one (call, id) : reply_appointments (call, g_hash_table_lookup (call->query, "ProviderId"));
}

OrchSandboxReply *
orch_sandbox_telus_schedules (const OrchSandboxTelusCall *call)
{
  g_autoptr (GPtrArray) records = orch_sandbox_emr_record_list (call->store, call->emr, "Schedule");
  g_autoptr (GHashTable) roles = orch_sandbox_emr_roles (call->store, call->emr);
  GPtrArray *items = orch_sandbox_telus_items_new ();

  for (guint i = 0; i < records->len; i++)
    {
      const OrchSandboxEmrRecord *record = g_ptr_array_index (records, i);
      const char *provider = id_of (
          orch_sandbox_json_string (orch_sandbox_json_element (orch_sandbox_json_array (record->resource, "actor"), 0),
                                    "reference"));
      g_autofree char *facility = provider == NULL ? NULL : orch_sandbox_telus_facility (roles, provider);
      JsonObject *one = json_object_new ();

      json_object_set_string_member (one, "id", record->id);
      json_object_set_string_member (one, "schedulableId", record->id);
      orch_sandbox_json_set_string (one, "providerId", provider);
      orch_sandbox_json_set_string (one, "facilityId", facility);
      orch_sandbox_telus_items_add (items, one, record->updated);
    }
  return orch_sandbox_telus_reply_items (call, items);
}

/* Returns: (transfer full) (nullable): whose schedule it is */
static char *
practitioner_of (const OrchSandboxTelusCall *call, const char *schedule)
{
  g_autofree char *reference = g_strconcat ("Schedule/", schedule, NULL);
  g_autoptr (OrchSandboxEmrRecord) record = NULL;

  orch_sandbox_emr_ensure (call->emr, "Schedule", NULL);
  record = orch_sandbox_emr_record_get (call->store, reference);
  return record == NULL
             ? NULL
             : g_strdup (id_of (orch_sandbox_json_string (
                   orch_sandbox_json_element (orch_sandbox_json_array (record->resource, "actor"), 0), "reference")));
}

OrchSandboxReply *
orch_sandbox_telus_schedule (const OrchSandboxTelusCall *call)
{
  g_autofree char *practitioner = practitioner_of (call, call->path[1]);

  return practitioner == NULL ? orch_sandbox_telus_error (404, "NotFound", "There is no such schedule.")
                              : reply_appointments (call, practitioner);
}

static void
add_slot (GPtrArray *items, const OrchSandboxEmrRecord *record, const char *practitioner)
{
  JsonObject *resource = record->resource;
  const char *status = orch_sandbox_json_string (resource, "status");
  g_autofree char *start = orch_sandbox_telus_local (orch_sandbox_json_string (resource, "start"));
  JsonObject *one = json_object_new ();

  json_object_set_string_member (one, "id", record->id);
  orch_sandbox_json_set_string (one, "scheduleId",
                                id_of (orch_sandbox_json_string (orch_sandbox_json_object (resource, "schedule"),
                                                                 "reference")));
  orch_sandbox_json_set_string (one, "providerId", practitioner);
  orch_sandbox_json_set_string (one, "startDateTime", start);
  json_object_set_int_member (one, "durationMinutes", minutes_of (resource));
  json_object_set_string_member (one, "status",
                                 g_strcmp0 (status, "free") == 0   ? "Open"
                                 : g_strcmp0 (status, "busy") == 0 ? "Booked"
                                                                   : "Blocked");
  orch_sandbox_json_set_string (
      one, "appointmentTypeName",
      orch_sandbox_json_string (orch_sandbox_json_element (orch_sandbox_json_array (resource, "serviceType"), 0),
                                "text"));
  orch_sandbox_telus_items_add (items, one, record->updated);
}

OrchSandboxReply *
orch_sandbox_telus_summaries (const OrchSandboxTelusCall *call)
{
  const char *schedule = g_hash_table_lookup (call->query, "ScheduleId");
  g_autofree char *practitioner = schedule == NULL ? NULL : practitioner_of (call, schedule);
  g_auto (Days) days = { 0 };
  g_autoptr (GPtrArray) records = NULL;
  GPtrArray *items;
  OrchSandboxReply *refusal = NULL;

  if (!read_days (call, &days, &refusal))
    return refusal;
  if (practitioner == NULL)
    return orch_sandbox_telus_error (400, "ScheduleRequired", "ScheduleId is needed.");
  records = orch_sandbox_emr_record_slots (call->store, call->emr, schedule, days.from, days.upto);
  items = orch_sandbox_telus_items_new ();
  for (guint i = 0; i < records->len; i++)
    add_slot (items, g_ptr_array_index (records, i), practitioner);
  return orch_sandbox_telus_reply_items (call, items);
}

OrchSandboxReply *
orch_sandbox_telus_encounter (const OrchSandboxTelusCall *call)
{
  g_autoptr (JsonObject) body =
      orch_sandbox_json_parse (call->request->body,
                               call->request->body == NULL ? 0 : (gssize) call->request->body_length, NULL);
  const char *patient = orch_sandbox_json_string (body, "patientId");
  const char *text = orch_sandbox_json_string (body, "text");
  g_autofree char *reference = g_strconcat ("Patient/", patient == NULL ? "" : patient, NULL);
  g_autoptr (OrchSandboxEmrRecord) record = NULL;
  g_autofree char *id = NULL;
  g_autofree char *data = NULL;
  JsonObject *object;

  if (patient == NULL || text == NULL || *text == '\0')
    return orch_sandbox_telus_error (400, "EncounterInvalid", "An encounter has patientId and text.");
  orch_sandbox_emr_ensure (call->emr, "Patient", NULL);
  record = orch_sandbox_emr_record_get (call->store, reference);
  if (record == NULL)
    return orch_sandbox_telus_error (404, "NotFound", "There is no such patient.");
  data = g_base64_encode ((const guchar *) text, strlen (text));
  id = orch_sandbox_emr_record_keep_document (call->store, record, "note", NULL, "text/plain", data, NULL);
  object = json_object_new ();
  json_object_set_string_member (object, "id", id);
  return orch_sandbox_reply_new_object (201, object);
}

OrchSandboxReply *
orch_sandbox_telus_document (const OrchSandboxTelusCall *call)
{
  g_autoptr (JsonObject) body =
      orch_sandbox_json_parse (call->request->body,
                               call->request->body == NULL ? 0 : (gssize) call->request->body_length, NULL);
  const char *patient = orch_sandbox_json_string (body, "patientId");
  const char *content = orch_sandbox_json_string (body, "content");
  const char *type = orch_sandbox_json_string (body, "contentType");
  g_autofree char *reference = g_strconcat ("Patient/", patient == NULL ? "" : patient, NULL);
  g_autoptr (OrchSandboxEmrRecord) record = NULL;
  g_autoptr (JsonObject) extras = NULL;
  g_autofree guchar *bytes = NULL;
  g_autofree char *id = NULL;
  gsize length = 0;
  JsonObject *object;

  if (content != NULL)
    bytes = g_base64_decode (content, &length);
  if (patient == NULL || type == NULL || length == 0)
    return orch_sandbox_telus_error (400, "DocumentInvalid", "A document has patientId, contentType and content.");
  orch_sandbox_emr_ensure (call->emr, "Patient", NULL);
  record = orch_sandbox_emr_record_get (call->store, reference);
  if (record == NULL)
    return orch_sandbox_telus_error (404, "NotFound", "There is no such patient.");
  extras = json_object_new ();
  orch_sandbox_json_set_string (extras, "providerId", orch_sandbox_json_string (body, "providerId"));
  orch_sandbox_json_set_string (extras, "title", orch_sandbox_json_string (body, "title"));
  id = orch_sandbox_emr_record_keep_document (call->store, record, "document",
                                              orch_sandbox_json_string (body, "fileName"), type, content, extras);
  object = json_object_new ();
  json_object_set_string_member (object, "id", id);
  return orch_sandbox_reply_new_object (201, object);
}
