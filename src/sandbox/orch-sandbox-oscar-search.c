/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Patients found by name, number, date or address. See the header. Main thread.
 */
#include "orch-sandbox-oscar-search.h"

#include "orch-sandbox-index.h"
#include "orch-sandbox-json.h"
#include "orch-sandbox-oscar-chart.h"

#define QUICK_MOST 10

static gint64
query_int (const OrchSandboxOscarCall *call, const char *name, gint64 absent)
{
  const char *text = g_hash_table_lookup (call->query, name);

  return text == NULL ? absent : g_ascii_strtoll (text, NULL, 10);
}

/* Case does not count, diacritics neither: so collates the database. */
static gboolean
begins (const char *text, const char *prefix)
{
  g_autofree char *one = orch_sandbox_index_fold (text == NULL ? "" : text);
  g_autofree char *other = orch_sandbox_index_fold (prefix);

  return g_str_has_prefix (one, other);
}

static gboolean
holds (const char *text, const char *part)
{
  g_autofree char *one = orch_sandbox_index_fold (text == NULL ? "" : text);
  g_autofree char *other = orch_sandbox_index_fold (part);

  return strstr (one, other) != NULL;
}

static gboolean
has_name (JsonObject *patient, const char *term)
{
  const char *comma = strchr (term, ',');
  g_autofree char *last = comma == NULL ? g_strdup (term) : g_strndup (term, (gsize) (comma - term));
  g_autofree char *first = g_strdup (comma == NULL ? "" : comma + 1);
  g_autofree char *family = orch_sandbox_emr_person_name (patient, "family");
  g_autofree char *given = orch_sandbox_emr_person_name (patient, "given");

  return begins (family, g_strstrip (last)) && begins (given, g_strstrip (first));
}

static gboolean
has_address (JsonObject *patient, const char *term)
{
  JsonObject *address = orch_sandbox_json_element (orch_sandbox_json_array (patient, "address"), 0);
  JsonArray *lines = orch_sandbox_json_array (address, "line");

  return lines != NULL && json_array_get_length (lines) > 0 && holds (json_array_get_string_element (lines, 0), term);
}

static gboolean
matches (const OrchSandboxEmrRecord *record, const char *type, const char *term)
{
  JsonObject *patient = record->resource;

  if (g_str_equal (type, "Name"))
    return has_name (patient, term);
  if (g_str_equal (type, "Phone"))
    return holds (orch_sandbox_emr_telecom (patient, "phone", NULL), term);
  if (g_str_equal (type, "DOB"))
    return begins (orch_sandbox_json_string (patient, "birthDate"), term);
  if (g_str_equal (type, "HIN"))
    return begins (orch_sandbox_emr_identifier (patient, TRUE), term);
  if (g_str_equal (type, "Address"))
    return has_address (patient, term);
  if (g_str_equal (type, "ChartNo"))
    return begins (orch_sandbox_emr_identifier (patient, FALSE), term);
  if (g_str_equal (type, "DemographicNo"))
    return orch_sandbox_emr_record_number (record, "Patient") == g_ascii_strtoll (term, NULL, 10);
  return FALSE;
}

static GPtrArray *
candidates (const OrchSandboxOscarCall *call, const char *type, const char *term)
{
  g_autofree char *family = g_strndup (term, strcspn (term, ","));
  g_autofree char *folded = orch_sandbox_index_fold (g_strstrip (family));

  if (g_str_equal (type, "Name"))
    return orch_sandbox_emr_record_narrow (call->store, call->emr, "Patient", "family", folded, NULL);
  /* A letter with a diacritic may stand for one without. */
  return orch_sandbox_emr_record_narrow (call->store, call->emr, "Patient", NULL, NULL,
                                         g_str_equal (type, "DemographicNo") || g_str_equal (type, "Address") ? NULL
                                                                                                              : term);
}

static OrchSandboxReply *
reply_list (const OrchSandboxOscarCall *call)
{
  gint64 offset = MAX (query_int (call, "offset", 0), 0);
  gint64 limit = MAX (query_int (call, "limit", 50), 0);
  gint64 total = 0;
  g_autoptr (GPtrArray) found = orch_sandbox_emr_record_page (call->store, call->emr, "Patient", offset, limit, &total);
  JsonArray *page = json_array_new ();

  for (guint i = 0; i < found->len; i++)
    json_array_add_object_element (page, orch_sandbox_oscar_chart_write (call, g_ptr_array_index (found, i)));
  return orch_sandbox_oscar_call_reply_list (call, orch_sandbox_oscar_call_list_key (call, "Item"), page, offset, limit,
                                             total);
}

static OrchSandboxReply *
reply_quick (const OrchSandboxOscarCall *call)
{
  static const struct
  {
    const char *prefix;
    const char *type;
  } kinds[] = { { "addr:", "Address" }, { "chartNo:", "ChartNo" }, { "", "Name" } };
  const char *query = g_hash_table_lookup (call->query, "query");
  g_autoptr (GPtrArray) all = NULL;
  JsonArray *page = json_array_new ();
  gsize kind = 0;

  if (query == NULL)
    query = "";
  while (!g_str_has_prefix (query, kinds[kind].prefix))
    kind++;
  query += strlen (kinds[kind].prefix);
  all = candidates (call, kinds[kind].type, query);
  for (guint i = 0; i < all->len && json_array_get_length (page) < QUICK_MOST; i++)
    {
      const OrchSandboxEmrRecord *one = g_ptr_array_index (all, i);

      if (orch_sandbox_json_boolean (one->resource, "active", TRUE) && matches (one, kinds[kind].type, query))
        json_array_add_object_element (page, orch_sandbox_oscar_chart_write (call, one));
    }
  return orch_sandbox_oscar_call_reply_list (call, orch_sandbox_oscar_call_list_key (call, "Item"), page, 0, QUICK_MOST,
                                             json_array_get_length (page));
}

static JsonObject *
write_result (const OrchSandboxOscarCall *call, const OrchSandboxEmrRecord *record)
{
  static const char *const same[] = { "demographicNo", "lastName",     "firstName",     "chartNo", "sex",
                                      "providerNo",    "rosterStatus", "patientStatus", "phone",   "hin" };
  g_autoptr (JsonObject) patient = orch_sandbox_oscar_chart_write (call, record);
  JsonObject *object = json_object_new ();
  const char *born = orch_sandbox_json_string (record->resource, "birthDate");
  g_autoptr (GDateTime) day = born == NULL ? NULL : orch_sandbox_emr_parse_day (born);
  const char *reference = orch_sandbox_json_string (
      orch_sandbox_json_element (orch_sandbox_json_array (record->resource, "generalPractitioner"), 0), "reference");
  g_autoptr (OrchSandboxEmrRecord) provider = orch_sandbox_emr_record_get (call->store, reference);
  g_autofree char *family = provider == NULL ? NULL : orch_sandbox_emr_person_name (provider->resource, "family");
  g_autofree char *given = provider == NULL ? NULL : orch_sandbox_emr_person_name (provider->resource, "given");
  g_autofree char *name =
      provider == NULL ? NULL : g_strdup_printf ("%s,%s", family == NULL ? "" : family, given == NULL ? "" : given);

  for (gsize i = 0; i < G_N_ELEMENTS (same); i++)
    json_object_set_member (object, same[i], json_node_copy (json_object_get_member (patient, same[i])));
  /* A java.util.Date that never was in the database as such: a number on the older one, a day on OpenO. */
  orch_sandbox_oscar_call_set_date (call, object, "dob", ORCH_SANDBOX_OSCAR_STAMP, day, FALSE);
  orch_sandbox_json_set_string (object, "providerName", name);
  json_object_set_null_member (object, "remoteFacilityId");
  return object;
}

static OrchSandboxReply *
reply_search (const OrchSandboxOscarCall *call)
{
  const char *type = orch_sandbox_json_string (call->body, "type");
  const char *term = orch_sandbox_json_string (call->body, "term");
  gboolean active = orch_sandbox_json_boolean (call->body, "active", FALSE);
  gint64 start = MAX (query_int (call, "startIndex", 0), 0);
  gint64 most = MAX (query_int (call, "itemsToReturn", 10), 0);
  g_autoptr (GPtrArray) all = NULL;
  JsonArray *page;
  gint64 n = 0;

  if (type == NULL || term == NULL)
    return orch_sandbox_oscar_reply_fault (500, "java.lang.NullPointerException");
  all = candidates (call, type, term);
  page = json_array_new ();
  for (guint i = 0; i < all->len; i++)
    {
      const OrchSandboxEmrRecord *one = g_ptr_array_index (all, i);

      if ((active && !orch_sandbox_json_boolean (one->resource, "active", TRUE)) || !matches (one, type, term))
        continue;
      if (n >= start && n < start + most)
        json_array_add_object_element (page, write_result (call, one));
      n++;
    }
  return orch_sandbox_oscar_call_reply_list (call, "content", page, start, most, n);
}

OrchSandboxReply *
orch_sandbox_oscar_search_handle (const OrchSandboxOscarCall *call)
{
  if (g_str_equal (call->method, "POST"))
    return reply_search (call);
  return call->n_path == 1 ? reply_list (call) : reply_quick (call);
}
