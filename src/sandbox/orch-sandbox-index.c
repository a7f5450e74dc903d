/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Search parameters: the table, and what a resource puts in the index for each. Main thread.
 */
#include "orch-sandbox-index.h"

#include "core/orch-clock.h"

#include "orch-sandbox-json.h"

#define TOKEN ORCH_SANDBOX_TOKEN
#define STRING ORCH_SANDBOX_STRING
#define REFERENCE ORCH_SANDBOX_REFERENCE
#define DATE ORCH_SANDBOX_DATE

/* Names and paths: the search parameter registry of R4. Rows of one type stand together. */
static const OrchSandboxParam params[] = {
  { "Appointment", "identifier", TOKEN, "identifier" },
  { "Appointment", "status", TOKEN, "status" },
  { "Appointment", "date", DATE, "start" },
  { "Appointment", "actor", REFERENCE, "participant.actor" },
  { "Appointment", "patient", REFERENCE, "participant.actor", "Patient" },
  { "Appointment", "practitioner", REFERENCE, "participant.actor", "Practitioner" },
  { "Appointment", "location", REFERENCE, "participant.actor", "Location" },
  { "Appointment", "service-type", TOKEN, "serviceType" },
  { "Appointment", "slot", REFERENCE, "slot" },
  { "AuditEvent", "date", DATE, "recorded" },
  { "AuditEvent", "type", TOKEN, "type" },
  { "AuditEvent", "action", TOKEN, "action" },
  { "AuditEvent", "agent", REFERENCE, "agent.who" },
  { "AuditEvent", "entity", REFERENCE, "entity.what" },
  { "AuditEvent", "patient", REFERENCE, "entity.what", "Patient" },
  { "Basic", "identifier", TOKEN, "identifier" },
  { "Basic", "code", TOKEN, "code" },
  { "Basic", "subject", REFERENCE, "subject" },
  { "Basic", "created", DATE, "created" },
  { "Communication", "identifier", TOKEN, "identifier" },
  { "Communication", "status", TOKEN, "status" },
  { "Communication", "category", TOKEN, "category" },
  { "Communication", "subject", REFERENCE, "subject" },
  { "Communication", "patient", REFERENCE, "subject", "Patient" },
  { "Communication", "sender", REFERENCE, "sender" },
  { "Communication", "recipient", REFERENCE, "recipient" },
  { "Communication", "part-of", REFERENCE, "partOf" },
  { "Communication", "sent", DATE, "sent" },
  { "Communication", "received", DATE, "received" },
  { "Device", "identifier", TOKEN, "identifier" },
  { "Device", "status", TOKEN, "status" },
  { "Device", "organization", REFERENCE, "owner" },
  { "Device", "device-name", STRING, "deviceName.name" },
  { "Device", "type", TOKEN, "type" },
  { "DocumentReference", "identifier", TOKEN, "identifier" },
  { "DocumentReference", "status", TOKEN, "status" },
  { "DocumentReference", "type", TOKEN, "type" },
  { "DocumentReference", "category", TOKEN, "category" },
  { "DocumentReference", "custodian", REFERENCE, "custodian" },
  { "DocumentReference", "subject", REFERENCE, "subject" },
  { "DocumentReference", "patient", REFERENCE, "subject", "Patient" },
  { "DocumentReference", "related", REFERENCE, "context.related" },
  { "DocumentReference", "date", DATE, "date" },
  { "Endpoint", "identifier", TOKEN, "identifier" },
  { "Endpoint", "status", TOKEN, "status" },
  { "Endpoint", "name", STRING, "name" },
  { "Endpoint", "organization", REFERENCE, "managingOrganization" },
  { "Endpoint", "connection-type", TOKEN, "connectionType" },
  { "HealthcareService", "identifier", TOKEN, "identifier" },
  { "HealthcareService", "active", TOKEN, "active" },
  { "HealthcareService", "name", STRING, "name" },
  { "HealthcareService", "organization", REFERENCE, "providedBy" },
  { "HealthcareService", "location", REFERENCE, "location" },
  { "HealthcareService", "service-category", TOKEN, "category" },
  { "HealthcareService", "service-type", TOKEN, "type" },
  { "HealthcareService", "specialty", TOKEN, "specialty" },
  { "Location", "identifier", TOKEN, "identifier" },
  { "Location", "status", TOKEN, "status" },
  { "Location", "name", STRING, "name" },
  { "Location", "type", TOKEN, "type" },
  { "Location", "organization", REFERENCE, "managingOrganization" },
  { "Location", "partof", REFERENCE, "partOf" },
  { "Organization", "identifier", TOKEN, "identifier" },
  { "Organization", "active", TOKEN, "active" },
  { "Organization", "name", STRING, "name" },
  { "Organization", "type", TOKEN, "type" },
  { "Organization", "partof", REFERENCE, "partOf" },
  { "Organization", "address-city", STRING, "address.city" },
  { "Organization", "endpoint", REFERENCE, "endpoint" },
  { "OrganizationAffiliation", "identifier", TOKEN, "identifier" },
  { "OrganizationAffiliation", "active", TOKEN, "active" },
  { "OrganizationAffiliation", "primary-organization", REFERENCE, "organization" },
  { "OrganizationAffiliation", "participating-organization", REFERENCE, "participatingOrganization" },
  { "OrganizationAffiliation", "role", TOKEN, "code" },
  { "Patient", "identifier", TOKEN, "identifier" },
  { "Patient", "active", TOKEN, "active" },
  { "Patient", "name", STRING, "name" },
  { "Patient", "family", STRING, "name.family" },
  { "Patient", "given", STRING, "name.given" },
  { "Patient", "birthdate", DATE, "birthDate" },
  { "Patient", "gender", TOKEN, "gender" },
  { "Patient", "telecom", TOKEN, "telecom" },
  { "Patient", "phone", TOKEN, "telecom" },
  { "Patient", "email", TOKEN, "telecom" },
  { "Patient", "organization", REFERENCE, "managingOrganization" },
  { "Patient", "general-practitioner", REFERENCE, "generalPractitioner" },
  { "Person", "identifier", TOKEN, "identifier" },
  { "Person", "name", STRING, "name" },
  { "Person", "organization", REFERENCE, "managingOrganization" },
  { "Person", "link", REFERENCE, "link.target" },
  { "Person", "patient", REFERENCE, "link.target", "Patient" },
  { "Practitioner", "identifier", TOKEN, "identifier" },
  { "Practitioner", "active", TOKEN, "active" },
  { "Practitioner", "name", STRING, "name" },
  { "Practitioner", "family", STRING, "name.family" },
  { "Practitioner", "given", STRING, "name.given" },
  { "PractitionerRole", "identifier", TOKEN, "identifier" },
  { "PractitionerRole", "active", TOKEN, "active" },
  { "PractitionerRole", "practitioner", REFERENCE, "practitioner" },
  { "PractitionerRole", "organization", REFERENCE, "organization" },
  { "PractitionerRole", "location", REFERENCE, "location" },
  { "PractitionerRole", "service", REFERENCE, "healthcareService" },
  { "PractitionerRole", "role", TOKEN, "code" },
  { "PractitionerRole", "specialty", TOKEN, "specialty" },
  { "Schedule", "identifier", TOKEN, "identifier" },
  { "Schedule", "active", TOKEN, "active" },
  { "Schedule", "actor", REFERENCE, "actor" },
  { "Schedule", "date", DATE, "planningHorizon" },
  { "Slot", "identifier", TOKEN, "identifier" },
  { "Slot", "status", TOKEN, "status" },
  { "Slot", "schedule", REFERENCE, "schedule" },
  { "Slot", "start", DATE, "start" },
  { "Task", "identifier", TOKEN, "identifier" },
  { "Task", "status", TOKEN, "status" },
  { "Task", "intent", TOKEN, "intent" },
  { "Task", "code", TOKEN, "code" },
  { "Task", "business-status", TOKEN, "businessStatus" },
  { "Task", "subject", REFERENCE, "for" },
  { "Task", "patient", REFERENCE, "for", "Patient" },
  { "Task", "focus", REFERENCE, "focus" },
  { "Task", "requester", REFERENCE, "requester" },
  { "Task", "owner", REFERENCE, "owner" },
  { "Task", "authored-on", DATE, "authoredOn" },
  { "Task", "modified", DATE, "lastModified" },
};

static const char *const hub_types[] = { "Appointment",
                                         "AuditEvent",
                                         "Basic",
                                         "Communication",
                                         "Device",
                                         "DocumentReference",
                                         "Endpoint",
                                         "HealthcareService",
                                         "Location",
                                         "Organization",
                                         "OrganizationAffiliation",
                                         "Patient",
                                         "Person",
                                         "Practitioner",
                                         "PractitionerRole",
                                         "Schedule",
                                         "Slot",
                                         "Task",
                                         NULL };
static const char *const emr_types[] = {
  "Appointment", "DocumentReference", "HealthcareService", "Location", "Organization",
  "Patient",     "Practitioner",      "PractitionerRole",  "Schedule", "Slot",
  NULL
};

typedef struct
{
  OrchSandboxStore *store;
  OrchSandboxRealm realm;
  const OrchSandboxParam *param;
  gint64 row;
} Adding;

static void
insert (const Adding *adding, const char *value, const char *system, gint64 from, gint64 upto)
{
  sqlite3_stmt *statement = orch_sandbox_store_prepare (
      adding->store,
      "INSERT INTO idx (realm, type, param, value, system, num, upto, row) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");

  sqlite3_bind_int (statement, 1, adding->realm);
  sqlite3_bind_text (statement, 2, adding->param->type, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 3, adding->param->name, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 4, value, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (statement, 5, system, -1, SQLITE_TRANSIENT);
  if (upto > from)
    {
      sqlite3_bind_int64 (statement, 6, from);
      sqlite3_bind_int64 (statement, 7, upto);
    }
  sqlite3_bind_int64 (statement, 8, adding->row);
  sqlite3_step (statement);
  sqlite3_reset (statement);
}

static void
add_string (const Adding *adding, const char *text)
{
  g_autofree char *folded = text == NULL ? NULL : orch_sandbox_index_fold (text);

  if (folded != NULL)
    insert (adding, folded, NULL, 0, 0);
}

static void
add_name (const Adding *adding, JsonObject *name)
{
  static const char *const lists[] = { "given", "prefix", "suffix" };

  add_string (adding, orch_sandbox_json_string (name, "family"));
  add_string (adding, orch_sandbox_json_string (name, "text"));
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      JsonArray *array = orch_sandbox_json_array (name, lists[i]);

      for (guint j = 0; array != NULL && j < json_array_get_length (array); j++)
        {
          JsonNode *node = json_array_get_element (array, j);

          if (json_node_get_value_type (node) == G_TYPE_STRING)
            add_string (adding, json_node_get_string (node));
        }
    }
}

static void
add_token (const Adding *adding, JsonObject *object)
{
  JsonArray *coding = orch_sandbox_json_array (object, "coding");
  const char *system = orch_sandbox_json_string (object, "system");
  const char *value = orch_sandbox_json_string (object, "value");
  const char *code = orch_sandbox_json_string (object, "code");

  for (guint i = 0; coding != NULL && i < json_array_get_length (coding); i++)
    {
      JsonObject *one = orch_sandbox_json_element (coding, i);

      if (orch_sandbox_json_string (one, "code") != NULL)
        insert (adding, orch_sandbox_json_string (one, "code"), orch_sandbox_json_string (one, "system"), 0, 0);
    }
  /* phone and email are telecom narrowed to one system. */
  if (g_str_equal (adding->param->name, "phone") || g_str_equal (adding->param->name, "email"))
    {
      if (g_strcmp0 (system, adding->param->name) != 0)
        return;
    }
  if (value != NULL || code != NULL)
    insert (adding, value != NULL ? value : code, system, 0, 0);
}

static void
add_reference (const Adding *adding, JsonObject *object)
{
  const char *reference = orch_sandbox_json_string (object, "reference");
  g_autofree char *prefix = adding->param->target == NULL ? NULL : g_strdup_printf ("%s/", adding->param->target);

  if (reference != NULL && (prefix == NULL || g_str_has_prefix (reference, prefix)))
    insert (adding, reference, NULL, 0, 0);
}

static void
add_date (const Adding *adding, const char *start, const char *end)
{
  gint64 from = G_MININT64 / 2, upto = G_MAXINT64 / 2, unused;

  if (start != NULL && !orch_sandbox_index_date_range (start, &from, end == NULL ? &upto : &unused))
    return;
  if (end != NULL && !orch_sandbox_index_date_range (end, &unused, &upto))
    return;
  insert (adding, "", NULL, from, upto);
}

static void
add_leaf (const Adding *adding, JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  GType kind = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  switch (adding->param->kind)
    {
    case ORCH_SANDBOX_TOKEN:
      if (object != NULL)
        add_token (adding, object);
      else if (kind == G_TYPE_STRING)
        insert (adding, json_node_get_string (node), NULL, 0, 0);
      else if (kind == G_TYPE_BOOLEAN)
        insert (adding, json_node_get_boolean (node) ? "true" : "false", NULL, 0, 0);
      break;
    case ORCH_SANDBOX_STRING:
      if (object != NULL)
        add_name (adding, object);
      else if (kind == G_TYPE_STRING)
        add_string (adding, json_node_get_string (node));
      break;
    case ORCH_SANDBOX_REFERENCE:
      if (object != NULL)
        add_reference (adding, object);
      break;
    case ORCH_SANDBOX_DATE:
      if (object != NULL)
        add_date (adding, orch_sandbox_json_string (object, "start"), orch_sandbox_json_string (object, "end"));
      else if (kind == G_TYPE_STRING)
        add_date (adding, json_node_get_string (node), NULL);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
walk (const Adding *adding, JsonNode *node, const char *path)
{
  if (node == NULL)
    return;
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        walk (adding, json_array_get_element (array, i), path);
    }
  else if (*path == '\0')
    add_leaf (adding, node);
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      const char *dot = strchrnul (path, '.');
      g_autofree char *member = g_strndup (path, (gsize) (dot - path));

      walk (adding, json_object_get_member (json_node_get_object (node), member), *dot == '.' ? dot + 1 : dot);
    }
}

const OrchSandboxParam *
orch_sandbox_index_params (gsize *n_params)
{
  *n_params = G_N_ELEMENTS (params);
  return params;
}

const OrchSandboxParam *
orch_sandbox_index_find (const char *type, const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (params); i++)
    if (g_str_equal (params[i].type, type) && g_str_equal (params[i].name, name))
      return &params[i];
  return NULL;
}

const char *const *
orch_sandbox_index_types (OrchSandboxRealm realm)
{
  return realm == ORCH_SANDBOX_REALM_HUB ? hub_types : emr_types;
}

gboolean
orch_sandbox_index_is_type (OrchSandboxRealm realm, const char *type)
{
  return g_strv_contains (orch_sandbox_index_types (realm), type);
}

void
orch_sandbox_index_add (OrchSandboxStore *store, OrchSandboxRealm realm, const char *type, gint64 row,
                        JsonObject *resource)
{
  for (gsize i = 0; i < G_N_ELEMENTS (params); i++)
    {
      Adding adding = { store, realm, &params[i], row };
      const char *dot;
      g_autofree char *member = NULL;

      if (!g_str_equal (params[i].type, type))
        continue;
      dot = strchrnul (params[i].path, '.');
      member = g_strndup (params[i].path, (gsize) (dot - params[i].path));
      walk (&adding, json_object_get_member (resource, member), *dot == '.' ? dot + 1 : dot);
    }
}

char *
orch_sandbox_index_fold (const char *text)
{
  g_autofree char *decomposed = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
  g_autofree char *lower = decomposed == NULL ? NULL : g_utf8_strdown (decomposed, -1);
  GString *out = g_string_new (NULL);

  for (const char *p = lower == NULL ? "" : lower; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_ismark (c))
        g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

gboolean
orch_sandbox_index_date_range (const char *text, gint64 *from, gint64 *upto)
{
  gsize length = strlen (text);
  g_autoptr (GDateTime) start = NULL;
  g_autoptr (GDateTime) end = NULL;
  int year, month = 1, day = 1;

  if (length <= 10)
    {
      char *rest = NULL;

      year = (int) g_ascii_strtoll (text, &rest, 10);
      if (rest != text + 4)
        return FALSE;
      if (length >= 7 && text[4] == '-')
        month = atoi (text + 5);
      if (length == 10 && text[7] == '-')
        day = atoi (text + 8);
      if (length != 4 && length != 7 && length != 10)
        return FALSE;
      start = g_date_time_new_utc (year, month, day, 0, 0, 0);
      if (start == NULL)
        return FALSE;
      end = length == 4   ? g_date_time_add_years (start, 1)
            : length == 7 ? g_date_time_add_months (start, 1)
                          : g_date_time_add_days (start, 1);
      *from = g_date_time_to_unix (start) * G_USEC_PER_SEC;
      *upto = g_date_time_to_unix (end) * G_USEC_PER_SEC;
      return TRUE;
    }
  if (!orch_clock_parse_instant (text, from))
    return FALSE;
  /* To the millisecond when a fraction is written, else the whole second. */
  *upto = *from + (strchr (text, '.') != NULL ? 1000 : G_USEC_PER_SEC);
  return TRUE;
}
