/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The rule of templates. See the header.
 */
#include "orch-sandbox-templates.h"

#include <string.h>

#include "orch-sandbox-json.h"
#include "orch-sandbox-people.h"

#define SETTING ORCH_SANDBOX_BASE "/StructureDefinition/setting"
#define GROUP ORCH_SANDBOX_BASE "/StructureDefinition/setting-group"
#define TEMPLATES "templates"
#define JSON "json:"

static OrchSandboxReply *
forbid (const char *text)
{
  return orch_sandbox_reply_new_outcome (403, "forbidden", NULL, "%s", text);
}

/* Returns: (transfer full) (element-type utf8 utf8): names and values; %NULL when it is another group's */
static GHashTable *
read_group (JsonObject *basic)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  JsonArray *extensions = orch_sandbox_json_array (basic, "extension");
  gboolean ours = FALSE;

  for (guint i = 0; extensions != NULL && i < json_array_get_length (extensions); i++)
    {
      JsonObject *extension = orch_sandbox_json_element (extensions, i);
      JsonArray *nested = orch_sandbox_json_array (extension, "extension");
      const char *url = orch_sandbox_json_string (extension, "url");
      const char *name = NULL, *value = NULL;

      if (g_strcmp0 (url, GROUP) == 0)
        ours = g_strcmp0 (orch_sandbox_json_string (extension, "valueCode"), TEMPLATES) == 0;
      if (g_strcmp0 (url, SETTING) != 0)
        continue;
      for (guint j = 0; nested != NULL && j < json_array_get_length (nested); j++)
        {
          JsonObject *one = orch_sandbox_json_element (nested, j);

          if (g_strcmp0 (orch_sandbox_json_string (one, "url"), "name") == 0)
            name = orch_sandbox_json_string (one, "valueString");
          else if (g_strcmp0 (orch_sandbox_json_string (one, "url"), "value") == 0)
            value = orch_sandbox_json_string (one, "valueString");
        }
      if (name != NULL && value != NULL)
        g_hash_table_insert (values, g_strdup (name), g_strdup (value));
    }
  if (ours)
    return values;
  g_hash_table_unref (values);
  return NULL;
}

/* Whether @value (nullable: there is none) is @person's alone */
static gboolean
is_own (const char *value, const char *person)
{
  g_autoptr (JsonObject) one = NULL;
  g_autofree char *reference = g_strconcat ("Practitioner/", person, NULL);
  const char *author = NULL;

  if (value == NULL)
    return TRUE;
  one = g_str_has_prefix (value, JSON) ? orch_sandbox_json_parse (value + strlen (JSON), -1, NULL) : NULL;
  author = orch_sandbox_json_string (one, "author");
  return one != NULL && !orch_sandbox_json_boolean (one, "approved", FALSE) &&
         (g_strcmp0 (author, reference) == 0 || g_strcmp0 (author, person) == 0);
}

static gboolean
changes_own (GHashTable *from, GHashTable *to, const char *person)
{
  GHashTableIter iter;
  gpointer name = NULL, value = NULL;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      const char *other = g_hash_table_lookup (to, name);

      if (g_strcmp0 (value, other) != 0 && (!is_own (value, person) || !is_own (other, person)))
        return FALSE;
    }
  return TRUE;
}

OrchSandboxReply *
orch_sandbox_templates_check (OrchSandboxStore *store, const OrchSandboxAccess *access, JsonObject *before,
                              JsonObject *after)
{
  g_autoptr (GHashTable) old = NULL;
  g_autoptr (GHashTable) new = NULL;
  g_auto (OrchSandboxPerson) self = { 0 };

  if (access->kind != ORCH_SANDBOX_PERSON || g_strcmp0 (access->permission, "administrator") == 0)
    return NULL;
  old = before != NULL ? read_group (before) : g_hash_table_new (g_str_hash, g_str_equal);
  new = after != NULL ? read_group (after) : NULL;
  if (old == NULL || new == NULL || !orch_sandbox_people_get (store, access->username, &self))
    return forbid ("Settings are an administrator’s to change.");
  if (changes_own (old, new, self.practitioner) && changes_own (new, old, self.practitioner))
    return NULL;
  return forbid ("Only one’s own templates, as long as they are not approved.");
}
