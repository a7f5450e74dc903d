/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Reading of foreign JSON that never criticises. See the header.
 */
#include "orch-sandbox-json.h"

#include <gio/gio.h>

static JsonNode *
member_of (JsonObject *object, const char *name, JsonNodeType kind)
{
  JsonNode *node = object == NULL ? NULL : json_object_get_member (object, name);

  return node != NULL && json_node_get_node_type (node) == kind ? node : NULL;
}

const char *
orch_sandbox_json_string (JsonObject *object, const char *name)
{
  JsonNode *node = member_of (object, name, JSON_NODE_VALUE);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

JsonObject *
orch_sandbox_json_object (JsonObject *object, const char *name)
{
  JsonNode *node = member_of (object, name, JSON_NODE_OBJECT);

  return node != NULL ? json_node_get_object (node) : NULL;
}

JsonArray *
orch_sandbox_json_array (JsonObject *object, const char *name)
{
  JsonNode *node = member_of (object, name, JSON_NODE_ARRAY);

  return node != NULL ? json_node_get_array (node) : NULL;
}

gboolean
orch_sandbox_json_boolean (JsonObject *object, const char *name, gboolean absent)
{
  JsonNode *node = member_of (object, name, JSON_NODE_VALUE);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_BOOLEAN ? json_node_get_boolean (node) : absent;
}

gint64
orch_sandbox_json_int (JsonObject *object, const char *name, gint64 absent)
{
  JsonNode *node = member_of (object, name, JSON_NODE_VALUE);

  if (node == NULL)
    return absent;
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return json_node_get_int (node);
  return json_node_get_value_type (node) == G_TYPE_DOUBLE ? (gint64) json_node_get_double (node) : absent;
}

JsonObject *
orch_sandbox_json_element (JsonArray *array, guint index)
{
  JsonNode *node;

  if (array == NULL || index >= json_array_get_length (array))
    return NULL;
  node = json_array_get_element (array, index);
  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonObject *
orch_sandbox_json_parse (const char *text, gssize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *root;

  if (length == 0 || text == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "the body is empty");
      return NULL;
    }
  if (!json_parser_load_from_data (parser, text, length, error))
    return NULL;
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "the body is not a JSON object");
      return NULL;
    }
  return json_object_ref (json_node_get_object (root));
}

char *
orch_sandbox_json_print (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

  return json_to_string (node, FALSE);
}

void
orch_sandbox_json_append_string (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      unsigned char c = (unsigned char) *p;

      if (c == '"' || c == '\\')
        g_string_append_c (out, '\\');
      if (c < 0x20)
        g_string_append_printf (out, "\\u%04x", c);
      else
        g_string_append_c (out, *p);
    }
  g_string_append_c (out, '"');
}

void
orch_sandbox_json_set_string (JsonObject *object, const char *name, const char *value)
{
  if (value == NULL)
    json_object_set_null_member (object, name);
  else
    json_object_set_string_member (object, name, value);
}

void
orch_sandbox_json_set_nulls (JsonObject *object, const char *names)
{
  g_auto (GStrv) parts = g_strsplit (names, " ", -1);

  for (int i = 0; parts[i] != NULL; i++)
    json_object_set_null_member (object, parts[i]);
}
