/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The records of the training EMR, for those who show them under other names. See the header. Main thread.
 */
#include "orch-sandbox-emr-record.h"

#include "core/orch-clock.h"

#include "orch-sandbox-json.h"

#include <stdio.h>

#define NAM_SYSTEM "https://fhir.infoway-inforoute.ca/NamingSystem/ca-qc-patient-healthcare-id"
#define CHART_SYSTEM "https://dme-formation.example/dossier"
#define EXTRAS "https://dme-formation.example/oscar"
/* Numbers from here on are rows: records with an id of another pattern, such as those of a loaded Bundle. */
#define BY_ROW 500000
/* So many in one window are most of those there are. */
#define MANY 5000

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
  { "Location", "lieu-", 1, 0 },
};

void
orch_sandbox_emr_record_free (OrchSandboxEmrRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->id);
  json_object_unref (record->resource);
  g_free (record);
}

/* Reads the columns row, updated, id, json. */
static OrchSandboxEmrRecord *
read_row (sqlite3_stmt *statement)
{
  const char *json = (const char *) sqlite3_column_text (statement, 3);
  JsonObject *resource = json == NULL ? NULL : orch_sandbox_json_parse (json, -1, NULL);
  OrchSandboxEmrRecord *record;

  if (resource == NULL)
    return NULL;
  record = g_new0 (OrchSandboxEmrRecord, 1);
  record->row = sqlite3_column_int64 (statement, 0);
  record->updated = sqlite3_column_int64 (statement, 1);
  record->id = g_strdup ((const char *) sqlite3_column_text (statement, 2));
  record->resource = resource;
  return record;
}

static GPtrArray *
read_rows (sqlite3_stmt *statement)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_sandbox_emr_record_free);

  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      OrchSandboxEmrRecord *record = read_row (statement);

      if (record != NULL)
        g_ptr_array_add (records, record);
    }
  sqlite3_reset (statement);
  return records;
}

static OrchSandboxEmrRecord *
first_of (GPtrArray *records)
{
  OrchSandboxEmrRecord *first = records->len == 0 ? NULL : g_ptr_array_steal_index (records, 0);

  g_ptr_array_unref (records);
  return first;
}

OrchSandboxEmrRecord *
orch_sandbox_emr_record_get (OrchSandboxStore *store, const char *reference)
{
  g_auto (GStrv) parts = g_strsplit (reference == NULL ? "" : reference, "/", 2);

  if (g_strv_length (parts) != 2)
    return NULL;
  return first_of (read_rows (orch_sandbox_store_query (
      store, "SELECT row, updated, id, json FROM resource WHERE realm = 1 AND type = ? AND id = ? AND deleted = 0",
      "tt", parts[0], parts[1])));
}

OrchSandboxEmrRecord *
orch_sandbox_emr_record_find (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *type, gint64 number)
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
          return orch_sandbox_emr_record_get (store, reference);
        row = number - BY_ROW;
      }
  return first_of (read_rows (orch_sandbox_store_query (
      store, "SELECT row, updated, id, json FROM resource WHERE realm = 1 AND type = ? AND row = ? AND deleted = 0",
      "ti", type, row)));
}

GPtrArray *
orch_sandbox_emr_record_list (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *type)
{
  orch_sandbox_emr_ensure (emr, type, "date=1900&start=1900");
  return read_rows (orch_sandbox_store_query (
      store, "SELECT row, updated, id, json FROM resource WHERE realm = 1 AND type = ? AND deleted = 0 ORDER BY row",
      "t", type));
}

GPtrArray *
orch_sandbox_emr_record_narrow (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *type, const char *param,
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
orch_sandbox_emr_record_page (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *type, gint64 offset,
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

/* What the training EMR has to have made for these days. */
static char *
query_between (GDateTime *from, GDateTime *upto)
{
  g_autofree char *first = g_date_time_format (from, "%Y-%m-%d");
  g_autoptr (GDateTime) last_day = g_date_time_add_days (upto, -1);
  g_autofree char *last = g_date_time_format (last_day, "%Y-%m-%d");

  return g_strdup_printf ("date=ge%s&date=le%s", first, last);
}

GPtrArray *
orch_sandbox_emr_record_between (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *practitioner,
                                 GDateTime *from, GDateTime *upto)
{
  g_autofree char *query = query_between (from, upto);
  g_autofree char *reference = practitioner == NULL ? NULL : g_strconcat ("Practitioner/", practitioner, NULL);
  gint64 since = g_date_time_to_unix (from) * G_USEC_PER_SEC;
  gint64 until = g_date_time_to_unix (upto) * G_USEC_PER_SEC;
  GPtrArray *records;

  orch_sandbox_emr_ensure (emr, "Appointment", query);
  if (reference == NULL)
    records = read_rows (orch_sandbox_store_query (
        store,
        "SELECT r.row, r.updated, r.id, r.json FROM idx d JOIN resource r ON r.row = d.row"
        " WHERE d.realm = 1 AND d.type = 'Appointment' AND d.param = 'date' AND d.num >= ? AND d.num < ?"
        " ORDER BY d.num, r.row",
        "ii", since, until));
  else
    records = read_rows (orch_sandbox_store_query (
        store,
        "SELECT r.row, r.updated, r.id, r.json FROM idx d JOIN resource r ON r.row = d.row"
        " WHERE d.realm = 1 AND d.type = 'Appointment' AND d.param = 'date' AND d.num >= ? AND d.num < ?"
        " AND EXISTS (SELECT 1 FROM idx p WHERE p.row = d.row AND p.param = 'practitioner' AND p.value = ?)"
        " ORDER BY d.num, r.row",
        "iit", since, until, reference));
  /* Entered in error: no EMR would have it any more. */
  for (guint i = records->len; i > 0; i--)
    {
      const OrchSandboxEmrRecord *record = g_ptr_array_index (records, i - 1);

      if (g_strcmp0 (orch_sandbox_json_string (record->resource, "status"), "entered-in-error") == 0)
        g_ptr_array_remove_index (records, i - 1);
    }
  return records;
}

/* How many there are, and when the last of them was changed: counted once for all pages of a window. */
typedef struct
{
  char *key; /* owned */
  gint64 total;
  gint64 newest;
} Count;

static void
count_free (gpointer data)
{
  Count *count = data;

  g_free (count->key);
  g_free (count);
}

static const Count *
count_window (OrchSandboxStore *store, const char *where, gint64 from, gint64 upto, gint64 changed_after)
{
  Count *count = g_object_get_data (G_OBJECT (store), "emr-window");
  /* Whatever is written makes the count another one. */
  sqlite3_stmt *statement = orch_sandbox_store_query (store, "SELECT total_changes ()", "");
  g_autofree char *key = NULL;
  g_autofree char *sql = NULL;

  sqlite3_step (statement);
  key = g_strdup_printf ("%d %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s",
                         sqlite3_column_int (statement, 0), from, upto, changed_after, where);
  sqlite3_reset (statement);
  if (count != NULL && g_str_equal (count->key, key))
    return count;
  sql = g_strdup_printf ("SELECT count (*), max (r.updated) FROM idx d JOIN resource r ON r.row = d.row"
                         " WHERE d.realm = 1 AND d.type = 'Appointment' AND d.param = 'date' AND d.num >= ?1"
                         " AND d.num < ?2 AND r.updated > ?3 AND %s",
                         where);
  statement = orch_sandbox_store_query (store, sql, "iii", from, upto, changed_after);
  sqlite3_step (statement);
  count = g_new0 (Count, 1);
  count->key = g_steal_pointer (&key);
  count->total = sqlite3_column_int64 (statement, 0);
  count->newest = sqlite3_column_int64 (statement, 1);
  sqlite3_reset (statement);
  g_object_set_data_full (G_OBJECT (store), "emr-window", count, count_free);
  return count;
}

GPtrArray *
orch_sandbox_emr_record_page_between (OrchSandboxStore *store, OrchSandboxEmr *emr, const OrchSandboxEmrWindow *window,
                                      gint64 *total, gint64 *newest)
{
  g_autofree char *query = query_between (window->from, window->upto);
  gint64 from = g_date_time_to_unix (window->from) * G_USEC_PER_SEC;
  gint64 upto = g_date_time_to_unix (window->upto) * G_USEC_PER_SEC;
  g_autofree char *page = NULL;
  const Count *count;

  orch_sandbox_emr_ensure (emr, "Appointment", query);
  count = count_window (store, window->where, from, upto, window->changed_after);
  *total = count->total;
  *newest = count->newest;
  /* Where most are wanted, the next ones by number are met soon; else they are looked for by date. */
  if (!window->by_time && count->total > MANY)
    page = g_strdup_printf ("SELECT r.row, r.updated, r.id, r.json FROM resource r WHERE r.realm = 1"
                            " AND r.type = 'Appointment' AND r.deleted = 0 AND r.updated > ?3 AND r.row > ?4"
                            " AND EXISTS (SELECT 1 FROM idx d WHERE d.row = r.row AND d.param = 'date'"
                            " AND d.num >= ?1 AND d.num < ?2 AND %s) ORDER BY r.row LIMIT ?5 OFFSET ?6",
                            window->where);
  else
    page = g_strdup_printf ("SELECT r.row, r.updated, r.id, r.json FROM idx d JOIN resource r ON r.row = d.row"
                            " WHERE d.realm = 1 AND d.type = 'Appointment' AND d.param = 'date' AND d.num >= ?1"
                            " AND d.num < ?2 AND r.updated > ?3 AND d.row > ?4 AND %s ORDER BY %s LIMIT ?5 OFFSET ?6",
                            window->where, window->by_time ? "d.num, d.row" : "d.row");
  return read_rows (orch_sandbox_store_query (store, page, "iiiiii", from, upto, window->changed_after, window->after,
                                              window->limit, window->offset));
}

GPtrArray *
orch_sandbox_emr_record_after (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *type, gint64 number,
                               gint64 limit)
{
  g_autoptr (OrchSandboxEmrRecord) last = number <= 0 ? NULL : orch_sandbox_emr_record_find (store, emr, type, number);

  orch_sandbox_emr_ensure (emr, type, "date=1900&start=1900");
  /* Whoever came later has a greater number. */
  return read_rows (orch_sandbox_store_query (
      store,
      "SELECT row, updated, id, json FROM resource WHERE realm = 1 AND type = ? AND deleted = 0 AND row > ?"
      " ORDER BY row LIMIT ?",
      "tii", type, last == NULL ? 0 : last->row, limit));
}

GPtrArray *
orch_sandbox_emr_record_deleted (OrchSandboxStore *store, const char *type)
{
  return read_rows (orch_sandbox_store_query (
      store,
      "SELECT r.row, r.updated, r.id, (SELECT h.json FROM history h WHERE h.realm = 1 AND h.type = r.type AND h.id = "
      "r.id AND h.json IS NOT NULL ORDER BY h.version DESC LIMIT 1)"
      " FROM resource r WHERE r.realm = 1 AND r.type = ? AND r.deleted = 1 ORDER BY r.row",
      "t", type));
}

GPtrArray *
orch_sandbox_emr_record_slots (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *schedule, GDateTime *from,
                               GDateTime *upto)
{
  g_autofree char *first = g_date_time_format (from, "start=ge%Y-%m-%d");
  g_autofree char *last = g_date_time_format (upto, "start=lt%Y-%m-%d");
  g_autofree char *query = g_strconcat (first, "&", last, NULL);
  g_autofree char *reference = schedule == NULL ? NULL : g_strconcat ("Schedule/", schedule, NULL);

  orch_sandbox_emr_ensure (emr, "Slot", query);
  return read_rows (orch_sandbox_store_query (
      store,
      "SELECT r.row, r.updated, r.id, r.json FROM idx d JOIN resource r ON r.row = d.row"
      " WHERE d.realm = 1 AND d.type = 'Slot' AND d.param = 'start' AND d.num >= ?1 AND d.num < ?2"
      " AND (?3 IS NULL OR EXISTS (SELECT 1 FROM idx p WHERE p.row = d.row AND p.param = 'schedule' AND p.value = ?3))"
      " ORDER BY d.num, r.row",
      "iit", g_date_time_to_unix (from) * G_USEC_PER_SEC, g_date_time_to_unix (upto) * G_USEC_PER_SEC, reference));
}

GHashTable *
orch_sandbox_emr_roles (OrchSandboxStore *store, OrchSandboxEmr *emr)
{
  GHashTable *roles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_object_unref);
  g_autoptr (GPtrArray) records = orch_sandbox_emr_record_list (store, emr, "PractitionerRole");

  for (guint i = 0; i < records->len; i++)
    {
      JsonObject *role = ((OrchSandboxEmrRecord *) g_ptr_array_index (records, i))->resource;
      const char *reference = orch_sandbox_json_string (orch_sandbox_json_object (role, "practitioner"), "reference");

      if (reference != NULL)
        g_hash_table_replace (roles, g_strdup (reference), json_object_ref (role));
    }
  return roles;
}

gint64
orch_sandbox_emr_record_number (const OrchSandboxEmrRecord *record, const char *type)
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
orch_sandbox_emr_record_put (OrchSandboxStore *store, const char *type, const char *id, JsonObject *resource)
{
  g_free (orch_sandbox_store_put (store, ORCH_SANDBOX_REALM_EMR, type, id, resource, NULL));
}

char *
orch_sandbox_emr_record_keep_document (OrchSandboxStore *store, const OrchSandboxEmrRecord *patient, const char *kind,
                                       const char *title, const char *type, const char *data, JsonObject *extras)
{
  g_autoptr (JsonObject) resource = json_object_new ();
  JsonObject *about = json_object_new ();
  JsonObject *subject = json_object_new ();
  JsonObject *content = json_object_new ();
  JsonObject *attachment = json_object_new ();
  JsonArray *contents = json_array_new ();
  g_autofree char *reference = g_strconcat ("Patient/", patient->id, NULL);
  const char *uuid = orch_sandbox_json_string (extras, "uuid");
  char *id = uuid != NULL && g_uuid_string_is_valid (uuid) ? g_strdup (uuid) : g_uuid_string_random ();

  json_object_set_string_member (resource, "status", "current");
  json_object_set_string_member (about, "text", kind);
  json_object_set_object_member (resource, "type", about);
  json_object_set_string_member (subject, "reference", reference);
  json_object_set_object_member (resource, "subject", subject);
  orch_sandbox_json_set_string (attachment, "title", title);
  orch_sandbox_json_set_string (attachment, "contentType", type);
  json_object_set_string_member (attachment, "data", data);
  json_object_set_object_member (content, "attachment", attachment);
  json_array_add_object_element (contents, content);
  json_object_set_array_member (resource, "content", contents);
  if (extras != NULL)
    orch_sandbox_emr_record_set_extras (resource, extras);
  orch_sandbox_emr_record_put (store, "DocumentReference", id, resource);
  return id;
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
orch_sandbox_emr_record_extras (JsonObject *resource)
{
  JsonObject *extension = find_extension (resource);
  const char *text = orch_sandbox_json_string (extension, "valueString");
  JsonObject *extras = text == NULL ? NULL : orch_sandbox_json_parse (text, -1, NULL);

  return extras != NULL ? extras : json_object_new ();
}

void
orch_sandbox_emr_record_set_extras (JsonObject *resource, JsonObject *extras)
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
orch_sandbox_emr_person_name (JsonObject *resource, const char *part)
{
  JsonObject *name = orch_sandbox_json_element (orch_sandbox_json_array (resource, "name"), 0);
  JsonArray *given = orch_sandbox_json_array (name, part);
  JsonNode *node = given == NULL || json_array_get_length (given) == 0 ? NULL : json_array_get_element (given, 0);

  if (node != NULL)
    return JSON_NODE_HOLDS_VALUE (node) ? g_strdup (json_node_get_string (node)) : NULL;
  return g_strdup (orch_sandbox_json_string (name, part));
}

const char *
orch_sandbox_emr_telecom (JsonObject *resource, const char *system, const char *use)
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
orch_sandbox_emr_participant (JsonObject *appointment, const char *type)
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

gboolean
orch_sandbox_emr_is_block (OrchSandboxStore *store, JsonObject *resource)
{
  const char *patient = orch_sandbox_emr_participant (resource, "Patient");
  g_autoptr (OrchSandboxEmrRecord) service = NULL;

  if (patient == NULL)
    return TRUE;
  service = orch_sandbox_emr_record_get (store, orch_sandbox_emr_participant (resource, "HealthcareService"));
  return service != NULL &&
         g_strcmp0 (orch_sandbox_json_string (
                        orch_sandbox_json_element (orch_sandbox_json_array (service->resource, "category"), 0), "text"),
                    "Administration") == 0;
}

const char *
orch_sandbox_emr_identifier (JsonObject *resource, gboolean nam)
{
  JsonArray *identifiers = orch_sandbox_json_array (resource, "identifier");

  for (guint i = 0; identifiers != NULL && i < json_array_get_length (identifiers); i++)
    {
      JsonObject *one = orch_sandbox_json_element (identifiers, i);

      if (g_strcmp0 (orch_sandbox_json_string (one, "system"), nam ? NAM_SYSTEM : CHART_SYSTEM) == 0)
        return orch_sandbox_json_string (one, "value");
    }
  return NULL;
}

const char *
orch_sandbox_emr_licence (JsonObject *practitioner)
{
  JsonArray *identifiers = orch_sandbox_json_array (practitioner, "identifier");

  for (guint i = 0; identifiers != NULL && i < json_array_get_length (identifiers); i++)
    {
      JsonObject *one = orch_sandbox_json_element (identifiers, i);

      if (orch_sandbox_json_object (one, "type") != NULL)
        return orch_sandbox_json_string (one, "value");
    }
  return NULL;
}

GTimeZone *
orch_sandbox_emr_zone (void)
{
  g_autoptr (GDateTime) now = orch_clock_now_local ();

  return g_time_zone_ref (g_date_time_get_timezone (now));
}

GDateTime *
orch_sandbox_emr_parse_day (const char *text)
{
  g_autoptr (GTimeZone) zone = orch_sandbox_emr_zone ();
  int year, month, day, length = 0;

  if (text == NULL)
    return NULL;
  if (g_str_equal (text, "today"))
    {
      g_autoptr (GDateTime) now = orch_clock_now_local ();

      return g_date_time_new (zone, g_date_time_get_year (now), g_date_time_get_month (now),
                              g_date_time_get_day_of_month (now), 0, 0, 0);
    }
  if (sscanf (text, "%4d-%2d-%2d%n", &year, &month, &day, &length) != 3 || text[length] != '\0')
    return NULL;
  return g_date_time_new (zone, year, month, day, 0, 0, 0);
}
