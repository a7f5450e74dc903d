/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Reading what the hub holds. See the header.
 */
#include "orch-sandbox-portal-data.h"

#include "core/orch-clock.h"

#include "orch-sandbox-json.h"
#include "orch-sandbox-people.h"

#include <stdio.h>

JsonObject *
orch_sandbox_portal_load (OrchSandboxStore *store, const char *reference)
{
  g_auto (GStrv) parts = g_strsplit (reference == NULL ? "" : reference, "/", -1);
  g_auto (OrchSandboxRecord) record = { 0 };

  if (g_strv_length (parts) != 2 ||
      !orch_sandbox_store_get (store, ORCH_SANDBOX_REALM_HUB, parts[0], parts[1], &record) || record.deleted)
    return NULL;
  return orch_sandbox_json_parse (record.json, -1, NULL);
}

void
orch_sandbox_portal_put (OrchSandboxStore *store, JsonObject *resource)
{
  g_free (orch_sandbox_store_put (store, ORCH_SANDBOX_REALM_HUB, orch_sandbox_json_string (resource, "resourceType"),
                                  orch_sandbox_json_string (resource, "id"), resource, NULL));
}

GStrv
orch_sandbox_portal_find (OrchSandboxStore *store, const char *type, const char *param, const char *value)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  sqlite3_stmt *statement = orch_sandbox_store_query (
      store,
      "SELECT DISTINCT r.type || '/' || r.id, r.row FROM idx i JOIN resource r USING (row) WHERE i.realm = 0 AND "
      "i.type = ? AND i.param = ? AND i.value = ? ORDER BY r.row",
      "ttt", type, param, value);
  GStrv found;

  while (sqlite3_step (statement) == SQLITE_ROW)
    g_strv_builder_add (builder, (const char *) sqlite3_column_text (statement, 0));
  sqlite3_reset (statement);
  found = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return found;
}

char *
orch_sandbox_portal_target (JsonObject *reference)
{
  const char *text = orch_sandbox_json_string (reference, "reference");
  g_auto (GStrv) parts = NULL;
  guint n;

  if (text == NULL)
    return NULL;
  parts = g_strsplit (text, "/", -1);
  n = g_strv_length (parts);
  if (n >= 4 && g_str_equal (parts[n - 2], "_history"))
    n -= 2;
  return n >= 2 ? g_strdup_printf ("%s/%s", parts[n - 2], parts[n - 1]) : NULL;
}

char *
orch_sandbox_portal_own_reference (JsonObject *resource)
{
  return g_strdup_printf ("%s/%s", orch_sandbox_json_string (resource, "resourceType"),
                          orch_sandbox_json_string (resource, "id"));
}

JsonObject *
orch_sandbox_portal_reference (OrchSandboxStore *store, const char *target)
{
  g_autoptr (JsonObject) resource = orch_sandbox_portal_load (store, target);
  g_autofree char *type = g_strndup (target, strcspn (target, "/"));
  const char *ours = resource == NULL ? NULL : orch_sandbox_portal_identifier (resource, ORCH_SANDBOX_URN);
  JsonObject *reference = json_object_new ();

  json_object_set_string_member (reference, "reference", target);
  json_object_set_string_member (reference, "type", type);
  /* The name of a patient stays where it is. */
  if (resource != NULL && g_str_equal (type, "Practitioner"))
    {
      g_autofree char *name = orch_sandbox_portal_name (resource);

      json_object_set_string_member (reference, "display", name);
    }
  if (ours != NULL)
    {
      JsonObject *identifier = json_object_new ();

      json_object_set_string_member (identifier, "system", ORCH_SANDBOX_URN);
      json_object_set_string_member (identifier, "value", ours);
      json_object_set_object_member (reference, "identifier", identifier);
    }
  return reference;
}

const char *
orch_sandbox_portal_identifier (JsonObject *resource, const char *system)
{
  JsonArray *identifiers = orch_sandbox_json_array (resource, "identifier");

  for (guint i = 0; identifiers != NULL && i < json_array_get_length (identifiers); i++)
    {
      JsonObject *one = orch_sandbox_json_element (identifiers, i);

      if (g_strcmp0 (orch_sandbox_json_string (one, "system"), system) == 0)
        return orch_sandbox_json_string (one, "value");
    }
  return NULL;
}

void
orch_sandbox_portal_add_identifier (JsonObject *resource, const char *system, const char *value)
{
  JsonArray *identifiers = orch_sandbox_json_array (resource, "identifier");
  JsonObject *one = json_object_new ();

  if (identifiers == NULL)
    {
      identifiers = json_array_new ();
      json_object_set_array_member (resource, "identifier", identifiers);
    }
  json_object_set_string_member (one, "system", system);
  json_object_set_string_member (one, "value", value);
  json_array_add_object_element (identifiers, one);
}

static const char *
code_of (JsonObject *concept, const char *system)
{
  JsonArray *coding = orch_sandbox_json_array (concept, "coding");

  for (guint i = 0; coding != NULL && i < json_array_get_length (coding); i++)
    {
      JsonObject *one = orch_sandbox_json_element (coding, i);

      if (g_strcmp0 (orch_sandbox_json_string (one, "system"), system) == 0)
        return orch_sandbox_json_string (one, "code");
    }
  return NULL;
}

const char *
orch_sandbox_portal_code (JsonObject *resource, const char *member, const char *system)
{
  JsonArray *concepts = orch_sandbox_json_array (resource, member);

  if (concepts == NULL)
    return code_of (orch_sandbox_json_object (resource, member), system);
  for (guint i = 0; i < json_array_get_length (concepts); i++)
    {
      const char *code = code_of (orch_sandbox_json_element (concepts, i), system);

      if (code != NULL)
        return code;
    }
  return NULL;
}

void
orch_sandbox_portal_set_code (JsonObject *resource, const char *member, const char *system, const char *code)
{
  JsonObject *concept = json_object_new ();
  JsonObject *one = json_object_new ();
  JsonArray *coding = json_array_new ();

  json_object_set_string_member (one, "system", system);
  json_object_set_string_member (one, "code", code);
  json_array_add_object_element (coding, one);
  json_object_set_array_member (concept, "coding", coding);
  json_object_set_object_member (resource, member, concept);
}

const char *
orch_sandbox_portal_telecom (JsonObject *resource, const char *system)
{
  JsonArray *telecom = orch_sandbox_json_array (resource, "telecom");

  for (guint i = 0; telecom != NULL && i < json_array_get_length (telecom); i++)
    {
      JsonObject *one = orch_sandbox_json_element (telecom, i);

      if (g_strcmp0 (orch_sandbox_json_string (one, "system"), system) == 0 &&
          g_strcmp0 (orch_sandbox_json_string (one, "use"), "old") != 0 &&
          orch_sandbox_json_string (one, "value") != NULL)
        return orch_sandbox_json_string (one, "value");
    }
  return NULL;
}

char *
orch_sandbox_portal_name (JsonObject *resource)
{
  JsonObject *name = orch_sandbox_json_element (orch_sandbox_json_array (resource, "name"), 0);
  JsonArray *given = orch_sandbox_json_array (name, "given");
  JsonArray *prefix = orch_sandbox_json_array (name, "prefix");
  const char *family = orch_sandbox_json_string (name, "family");
  GString *out = g_string_new (NULL);

  for (guint i = 0; prefix != NULL && i < json_array_get_length (prefix); i++)
    g_string_append_printf (out, "%s ", json_array_get_string_element (prefix, i));
  for (guint i = 0; given != NULL && i < json_array_get_length (given); i++)
    g_string_append_printf (out, "%s ", json_array_get_string_element (given, i));
  g_string_append (out, family == NULL ? "" : family);
  if (out->len == 0 && orch_sandbox_json_string (name, "text") != NULL)
    g_string_append (out, orch_sandbox_json_string (name, "text"));
  g_strstrip (out->str);
  return g_string_free (out, FALSE);
}

char *
orch_sandbox_portal_person_of (OrchSandboxStore *store, const char *patient)
{
  g_auto (GStrv) found = orch_sandbox_portal_find (store, "Person", "link", patient);

  return g_strdup (found[0]);
}

/* The value of a setting of a Basic, or NULL. */
static const char *
setting_of (JsonObject *basic, const char *group, const char *name)
{
  JsonArray *extensions = orch_sandbox_json_array (basic, "extension");
  const char *value = NULL;
  gboolean ours = FALSE;

  for (guint i = 0; extensions != NULL && i < json_array_get_length (extensions); i++)
    {
      JsonObject *extension = orch_sandbox_json_element (extensions, i);
      const char *url = orch_sandbox_json_string (extension, "url");
      JsonArray *nested = orch_sandbox_json_array (extension, "extension");
      const char *its_name = NULL, *its_value = NULL;

      if (g_strcmp0 (url, ORCH_SANDBOX_BASE "/StructureDefinition/setting-group") == 0)
        ours = g_strcmp0 (orch_sandbox_json_string (extension, "valueCode"), group) == 0;
      if (g_strcmp0 (url, ORCH_SANDBOX_BASE "/StructureDefinition/setting") != 0)
        continue;
      for (guint j = 0; nested != NULL && j < json_array_get_length (nested); j++)
        {
          JsonObject *one = orch_sandbox_json_element (nested, j);

          if (g_strcmp0 (orch_sandbox_json_string (one, "url"), "name") == 0)
            its_name = orch_sandbox_json_string (one, "valueString");
          else if (g_strcmp0 (orch_sandbox_json_string (one, "url"), "value") == 0)
            its_value = orch_sandbox_json_string (one, "valueString");
        }
      if (g_strcmp0 (its_name, name) == 0)
        value = its_value;
    }
  return ours ? value : NULL;
}

int
orch_sandbox_portal_setting (OrchSandboxStore *store, const char *name, int absent, int least, int most)
{
  g_auto (GStrv) found = orch_sandbox_portal_find (store, "Basic", "subject", "Organization/" ORCH_SANDBOX_CLINIC);

  for (int i = 0; found[i] != NULL; i++)
    {
      g_autoptr (JsonObject) basic = orch_sandbox_portal_load (store, found[i]);
      const char *value = setting_of (basic, "messages", name);
      gint64 number;

      if (value != NULL && g_ascii_string_to_signed (value, 10, least, most, &number, NULL))
        return (int) number;
    }
  return absent;
}

int
orch_sandbox_portal_years (const char *birth_date)
{
  g_autoptr (GDateTime) today = orch_clock_now_local ();
  int year = 0, month = 12, day = 31, years;

  if (birth_date == NULL || sscanf (birth_date, "%4d-%2d-%2d", &year, &month, &day) < 1 || year < 1800)
    return -1;
  years = g_date_time_get_year (today) - year;
  if (g_date_time_get_month (today) * 100 + g_date_time_get_day_of_month (today) < month * 100 + day)
    years--;
  return MAX (years, 0);
}

char *
orch_sandbox_portal_digest (OrchSandboxStore *store, const char *purpose, const char *text)
{
  g_autofree char *key = orch_sandbox_store_get_value (store, "portal-key");
  g_autofree char *whole = g_strdup_printf ("%s:%s", purpose, text);

  if (key == NULL)
    {
      key = orch_sandbox_people_random ();
      orch_sandbox_store_set_value (store, "portal-key", key);
    }
  return g_compute_hmac_for_string (G_CHECKSUM_SHA256, (const guchar *) key, strlen (key), whole, -1);
}
