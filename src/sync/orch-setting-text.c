/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-setting-text.h. A value that is JSON begins with a mark, for a string may look like a number.
 */
#include "orch-setting-text.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "http/orch-json.h"

#define WHOLE "text"
#define JSON_MARK "json:"

GHashTable *
orch_setting_text_to_values (const char *text)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (JsonObject) object = text[0] == '{' ? orch_json_parse_object_sync (bytes, NULL) : NULL;
  g_autoptr (GList) members = NULL;

  if (object == NULL)
    {
      g_hash_table_insert (values, g_strdup (WHOLE), g_strdup (text));
      return values;
    }
  members = json_object_get_members (object);
  for (GList *l = members; l != NULL; l = l->next)
    {
      JsonNode *node = json_object_get_member (object, l->data);
      const char *string = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
      g_autofree char *json = NULL;

      if (string != NULL && !g_str_has_prefix (string, JSON_MARK))
        {
          g_hash_table_insert (values, g_strdup (l->data), g_strdup (string));
          continue;
        }
      json = json_to_string (node, FALSE);
      g_hash_table_insert (values, g_strdup (l->data), g_strconcat (JSON_MARK, json, NULL));
    }
  return values;
}

/* Returns: (nullable): %NULL for a plain string */
static JsonNode *
parse_value (const char *value)
{
  g_autoptr (GBytes) bytes = NULL;

  if (!g_str_has_prefix (value, JSON_MARK))
    return NULL;
  bytes = g_bytes_new (value + strlen (JSON_MARK), strlen (value) - strlen (JSON_MARK));
  return orch_json_parse_sync (bytes, NULL);
}

char *
orch_setting_values_to_text (GHashTable *values)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (values), (GCompareFunc) strcmp);

  if (g_hash_table_size (values) == 1 && g_hash_table_contains (values, WHOLE))
    return g_strdup (g_hash_table_lookup (values, WHOLE));
  json_builder_begin_object (builder);
  for (GList *l = names; l != NULL; l = l->next)
    {
      const char *value = g_hash_table_lookup (values, l->data);
      g_autoptr (JsonNode) node = parse_value (value);

      json_builder_set_member_name (builder, l->data);
      if (node != NULL)
        json_builder_add_value (builder, g_steal_pointer (&node));
      else
        json_builder_add_string_value (builder, value);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}
