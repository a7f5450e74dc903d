/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 */
#include "orch-hub-look.h"

#include <string.h>

#define OURS "urn:ietf:rfc:3986"

char *
hub_look_dup_counts (OrchSandboxProcess *sandbox)
{
  g_autoptr (JsonNode) state = orch_sandbox_process_get (sandbox, "/control/state");
  JsonObject *hub = json_object_get_object_member (json_node_get_object (state), "hub");
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  if (json_object_has_member (hub, "Task"))
    json_object_remove_member (hub, "Task");
  json_node_set_object (node, hub);
  return json_to_string (node, FALSE);
}

static void
check_resource (GHashTable *seen, const char *type, JsonObject *resource)
{
  const char *id = json_object_get_string_member (resource, "id");
  JsonArray *identifiers =
      json_object_has_member (resource, "identifier") ? json_object_get_array_member (resource, "identifier") : NULL;

  for (guint i = 0; identifiers != NULL && i < json_array_get_length (identifiers); i++)
    {
      JsonObject *identifier = json_array_get_object_element (identifiers, i);
      const char *system = json_object_get_string_member_with_default (identifier, "system", "");
      const char *value = json_object_get_string_member_with_default (identifier, "value", "");
      g_autofree char *key = g_strconcat (type, " ", system, "|", value, NULL);
      const char *other = NULL;

      if (!g_str_equal (system, OURS) && strstr (system, "/identifier/emr/") == NULL)
        continue;
      other = g_hash_table_lookup (seen, key);
      if (other != NULL && !g_str_equal (other, id))
        g_error ("%s is on %s and on %s", key, other, id);
      g_hash_table_insert (seen, g_steal_pointer (&key), g_strdup (id));
    }
}

void
hub_look_check_no_doubles (OrchSandboxProcess *sandbox)
{
  g_autoptr (JsonNode) state = orch_sandbox_process_get (sandbox, "/control/state");
  JsonObject *hub = json_object_get_object_member (json_node_get_object (state), "hub");
  g_autoptr (GList) types = json_object_get_members (hub);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (GList *l = types; l != NULL; l = l->next)
    {
      g_autofree char *path = g_strdup_printf ("/control/resources?type=%s", (const char *) l->data);
      g_autoptr (JsonNode) resources = orch_sandbox_process_get (sandbox, path);
      JsonArray *array = json_node_get_array (resources);

      for (guint i = 0; i < json_array_get_length (array); i++)
        check_resource (seen, l->data, json_array_get_object_element (array, i));
    }
  g_assert_cmpuint (g_hash_table_size (seen), >, 0);
}

JsonNode *
hub_look_find (OrchSandboxProcess *sandbox, const char *type, const char *words)
{
  g_autofree char *path = g_strdup_printf ("/control/resources?type=%s", type);
  g_autoptr (JsonNode) resources = orch_sandbox_process_get (sandbox, path);
  JsonArray *array = json_node_get_array (resources);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      g_autofree char *text = json_to_string (node, FALSE);

      if (strstr (text, words) != NULL)
        return json_node_copy (node);
    }
  return NULL;
}

guint
hub_look_count (OrchSandboxProcess *sandbox, const char *type)
{
  g_autofree char *path = g_strdup_printf ("/control/resources?type=%s", type);
  g_autoptr (JsonNode) resources = orch_sandbox_process_get (sandbox, path);
  JsonArray *array = json_node_get_array (resources);
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *text = json_to_string (json_array_get_element (array, i), FALSE);

      n += strstr (text, "StructureDefinition/removed") == NULL;
    }
  return n;
}
