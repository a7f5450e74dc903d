/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A small JSON Schema.
 */
#include "orch-json-schema.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/orch-error.h"
#include "core/orch-text.h"

#define MAX_DEPTH 64

typedef struct
{
  JsonObject *root;     /* (borrowed): the schema, for references */
  GString *path;        /* (borrowed): of the value looked at */
  GError **error;       /* (borrowed) */
  GHashTable *patterns; /* (borrowed): pattern → GRegex: a file has hundreds of codes and one pattern for them */
  GHashTable *known;    /* (borrowed): set of (borrowed) schemas whose keywords were looked at */
} Check;

static gboolean check_value (Check *check, JsonObject *schema, JsonNode *value);

static gboolean G_GNUC_PRINTF (2, 3) fail (Check *check, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (check->error, ORCH_ERROR, ORCH_ERROR_INVALID, "%s: %s", check->path->str, what);
  return FALSE;
}

static const char *
type_name (JsonNode *value)
{
  switch (json_node_get_node_type (value))
    {
    case JSON_NODE_OBJECT:
      return "object";
    case JSON_NODE_ARRAY:
      return "array";
    case JSON_NODE_NULL:
      return "null";
    default:
      break;
    }
  switch (json_node_get_value_type (value))
    {
    case G_TYPE_STRING:
      return "string";
    case G_TYPE_BOOLEAN:
      return "boolean";
    case G_TYPE_INT64:
      return "integer";
    default:
      return "number";
    }
}

static char *
describe (JsonNode *value)
{
  g_autofree char *text = json_to_string (value, FALSE);

  return orch_text_clean (text, 60);
}

static gboolean
check_one_of (Check *check, JsonArray *allowed, JsonNode *value)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *found = describe (value);

  for (guint i = 0; i < json_array_get_length (allowed); i++)
    {
      JsonNode *one = json_array_get_element (allowed, i);
      g_autofree char *text = describe (one);

      if (json_node_equal (one, value))
        return TRUE;
      g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", text);
    }
  /* translators: what a file gives, and what it may give */
  return fail (check, _ ("%s is none of %s"), found, list->str);
}

/* Returns: (transfer none) (nullable): @pattern compiled */
static GRegex *
find_pattern (Check *check, const char *pattern)
{
  GRegex *regex = g_hash_table_lookup (check->patterns, pattern);

  if (regex == NULL)
    {
      regex = g_regex_new (pattern, G_REGEX_DOLLAR_ENDONLY, 0, NULL);
      if (regex != NULL)
        g_hash_table_insert (check->patterns, g_strdup (pattern), regex);
    }
  return regex;
}

static gboolean
check_string (Check *check, JsonObject *schema, const char *text)
{
  gsize n = orch_text_length (text);
  const char *pattern = json_object_get_string_member_with_default (schema, "pattern", NULL);

  if ((gint64) n < json_object_get_int_member_with_default (schema, "minLength", 0))
    return fail (check, _ ("the text is empty or too short"));
  if ((gint64) n > json_object_get_int_member_with_default (schema, "maxLength", G_MAXINT64))
    /* translators: %u is a number */
    return fail (check, _ ("the text has %u characters, too many"), (guint) n);
  if (pattern != NULL)
    {
      GRegex *regex = find_pattern (check, pattern);

      if (regex == NULL)
        return fail (check, "the schema has a bad pattern: %s", pattern);
      if (!g_regex_match (regex, text, 0, NULL))
        {
          g_autofree char *shown = orch_text_clean (text, 60);

          /* translators: what a file gives, and a regular expression */
          return fail (check, _ ("“%s” does not match %s"), shown, pattern);
        }
    }
  return TRUE;
}

static gboolean
check_number (Check *check, JsonObject *schema, double number)
{
  if (json_object_has_member (schema, "minimum") && number < json_object_get_double_member (schema, "minimum"))
    /* translators: %g is a number that a file gives */
    return fail (check, _ ("%g is too small"), number);
  if (json_object_has_member (schema, "maximum") && number > json_object_get_double_member (schema, "maximum"))
    /* translators: %g is a number that a file gives */
    return fail (check, _ ("%g is too large"), number);
  return TRUE;
}

static gboolean
check_array (Check *check, JsonObject *schema, JsonArray *array)
{
  guint n = json_array_get_length (array);
  gsize length = check->path->len;
  JsonObject *items = NULL;

  if (n < json_object_get_int_member_with_default (schema, "minItems", 0))
    /* translators: %u is how many */
    return fail (check, _ ("the list has too few items: %u"), n);
  if (n > json_object_get_int_member_with_default (schema, "maxItems", G_MAXINT64))
    /* translators: %u is how many */
    return fail (check, _ ("the list has too many items: %u"), n);
  if (json_object_has_member (schema, "items"))
    items = json_object_get_object_member (schema, "items");
  for (guint i = 0; items != NULL && i < n; i++)
    {
      g_string_append_printf (check->path, "[%u]", i);
      if (!check_value (check, items, json_array_get_element (array, i)))
        return FALSE;
      g_string_truncate (check->path, length);
    }
  return TRUE;
}

static gboolean
check_object (Check *check, JsonObject *schema, JsonObject *object)
{
  JsonObject *properties = NULL;
  gboolean is_closed = !json_object_get_boolean_member_with_default (schema, "additionalProperties", TRUE);
  gsize length = check->path->len;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (json_object_has_member (schema, "properties"))
    properties = json_object_get_object_member (schema, "properties");
  if (json_object_has_member (schema, "required"))
    {
      JsonArray *required = json_object_get_array_member (schema, "required");

      for (guint i = 0; i < json_array_get_length (required); i++)
        if (!json_object_has_member (object, json_array_get_string_element (required, i)))
          /* translators: %s is the name of a member of an object in a JSON file */
          return fail (check, _ ("“%s” is missing"), json_array_get_string_element (required, i));
    }
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      if (properties == NULL || !json_object_has_member (properties, name))
        {
          g_autofree char *shown = orch_text_clean (name, 60);

          if (is_closed)
            /* translators: %s is the name of a member of an object in a JSON file */
            return fail (check, _ ("“%s” is not a known member"), shown);
          continue;
        }
      g_string_append_printf (check->path, ".%s", name);
      if (!check_value (check, json_object_get_object_member (properties, name), value))
        return FALSE;
      g_string_truncate (check->path, length);
    }
  return TRUE;
}

/* Refuses a schema that says more than is checked here: a rule nobody applies is worse than none. */
static gboolean
check_keywords (Check *check, JsonObject *schema)
{
  static const char *const known[] = {
    "$schema",    "title",    "$defs",     "type",      "const",    "enum",
    "properties", "required", "items",     "minItems",  "maxItems", "pattern",
    "minimum",    "maximum",  "minLength", "maxLength", "$ref",     "additionalProperties",
    NULL
  };
  g_autoptr (GList) members = NULL;

  if (!g_hash_table_add (check->known, schema))
    return TRUE;
  members = json_object_get_members (schema);
  for (GList *member = members; member != NULL; member = member->next)
    if (!g_strv_contains (known, member->data))
      return fail (check, "the schema has a keyword that is not supported: %s", (const char *) member->data);
  return TRUE;
}

static JsonObject *
follow_reference (Check *check, JsonObject *schema)
{
  const char *reference = json_object_get_string_member_with_default (schema, "$ref", NULL);
  JsonObject *definitions;

  if (reference == NULL)
    return schema;
  if (!g_str_has_prefix (reference, "#/$defs/") || !json_object_has_member (check->root, "$defs"))
    return NULL;
  definitions = json_object_get_object_member (check->root, "$defs");
  reference += strlen ("#/$defs/");
  return json_object_has_member (definitions, reference) ? json_object_get_object_member (definitions, reference)
                                                         : NULL;
}

static gboolean
check_value (Check *check, JsonObject *schema, JsonNode *value)
{
  const char *type, *found = type_name (value);

  schema = follow_reference (check, schema);
  if (schema == NULL)
    return fail (check, "the schema has a reference that leads nowhere");
  if (!check_keywords (check, schema))
    return FALSE;

  if (json_object_has_member (schema, "const") && !json_node_equal (json_object_get_member (schema, "const"), value))
    {
      g_autofree char *expected = describe (json_object_get_member (schema, "const"));
      g_autofree char *shown = describe (value);

      /* translators: what a file gives, and what it should */
      return fail (check, _ ("%s instead of %s"), shown, expected);
    }
  if (json_object_has_member (schema, "enum") &&
      !check_one_of (check, json_object_get_array_member (schema, "enum"), value))
    return FALSE;
  type = json_object_get_string_member_with_default (schema, "type", NULL);
  if (type != NULL && !g_str_equal (type, found) && !(g_str_equal (type, "number") && g_str_equal (found, "integer")))
    /* translators: two types of JSON: object, array, string, integer, number, boolean, null */
    return fail (check, _ ("a value of type %s instead of %s"), found, type);

  if (JSON_NODE_HOLDS_OBJECT (value))
    return check_object (check, schema, json_node_get_object (value));
  if (JSON_NODE_HOLDS_ARRAY (value))
    return check_array (check, schema, json_node_get_array (value));
  if (g_str_equal (found, "string"))
    return check_string (check, schema, json_node_get_string (value));
  if (g_str_equal (found, "integer") || g_str_equal (found, "number"))
    return check_number (check, schema, json_node_get_double (value));
  return TRUE;
}

/* The parser recurses: a file of brackets alone would exhaust the stack. */
static gboolean
is_too_deep (const char *text, gsize length)
{
  gboolean in_string = FALSE;
  int depth = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (in_string && text[i] == '\\')
        i++;
      else if (text[i] == '"')
        in_string = !in_string;
      else if (!in_string && (text[i] == '{' || text[i] == '['))
        {
          if (++depth > MAX_DEPTH)
            return TRUE;
        }
      else if (!in_string && (text[i] == '}' || text[i] == ']'))
        depth--;
    }
  return FALSE;
}

gboolean
orch_json_schema_check (JsonNode *schema, JsonNode *value, GError **error)
{
  g_autoptr (GString) path = g_string_new ("$");
  g_autoptr (GHashTable) patterns =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_regex_unref);
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);
  Check check = { .path = path, .error = error, .patterns = patterns, .known = known };

  g_return_val_if_fail (JSON_NODE_HOLDS_OBJECT (schema), FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  check.root = json_node_get_object (schema);
  return check_value (&check, check.root, value);
}

JsonNode *
orch_json_schema_parse (GBytes *bytes, gsize max_bytes, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) local_error = NULL;
  gsize length;
  const char *text;

  g_return_val_if_fail (bytes != NULL, NULL);

  text = g_bytes_get_data (bytes, &length);
  if (length > max_bytes)
    {
      /* translators: of a file */
      g_set_error (error, ORCH_ERROR, ORCH_ERROR_INVALID, _ ("larger than %u bytes"), (guint) max_bytes);
      return NULL;
    }
  if (length == 0 || !g_utf8_validate_len (text, length, NULL))
    {
      g_set_error (error, ORCH_ERROR, ORCH_ERROR_INVALID, "%s",
                   length == 0 ? _ ("the file is empty") : _ ("the file is not UTF-8 text"));
      return NULL;
    }
  if (is_too_deep (text, length))
    {
      g_set_error (error, ORCH_ERROR, ORCH_ERROR_INVALID, /* translators: of the brackets in a file */
                   _ ("nested more than %d levels deep"), MAX_DEPTH);
      return NULL;
    }
  json_parser_set_strict (parser, TRUE);
  if (!json_parser_load_from_data (parser, text, length, &local_error))
    {
      g_autofree char *what = orch_text_clean (local_error->message, 200);

      /* translators: of a file; %s is where, and what is wrong */
      g_set_error (error, ORCH_ERROR, ORCH_ERROR_INVALID, _ ("not JSON: %s"), what);
      return NULL;
    }
  if (json_parser_get_root (parser) == NULL)
    {
      g_set_error (error, ORCH_ERROR, ORCH_ERROR_INVALID, "%s", _ ("the file is empty"));
      return NULL;
    }
  return json_node_ref (json_parser_get_root (parser));
}
