/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Foreign JSON, read without trust. Any thread.
 */
#include "orch-json.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "core/orch-error.h"

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, why);
  return FALSE;
}

/* The parser is more lenient than JSON: it takes comments, within which a quote is none, and a second value after the first, which
 * aborts the program. Neither comes past this. */
gboolean
orch_json_check (const char *data, gsize length, GError **error)
{
  g_return_val_if_fail (data != NULL || length == 0, FALSE);

  guint depth = 0;
  gboolean in_string = FALSE;
  gboolean in_bare = FALSE; /* a number, true, false or null that is the whole text */
  gboolean ended = FALSE;
  for (gsize i = 0; i < length; i++)
    {
      char c = data[i];
      if (in_string)
        {
          if (c == '\\')
            i++;
          else if (c == '"')
            in_string = FALSE;
        }
      else if (g_ascii_isspace (c))
        ended = ended || in_bare;
      else if (ended)
        return refuse (error, _ ("The answer is not a JSON object"));
      else if (c == '"' || c == '{' || c == '[')
        {
          if (in_bare)
            return refuse (error, _ ("The answer is not a JSON object"));
          in_string = c == '"';
          ended = in_string && depth == 0;
          if (!in_string && ++depth > ORCH_JSON_MAX_DEPTH)
            return refuse (error, _ ("The answer nests too deep"));
        }
      else if (c == '}' || c == ']')
        {
          if (depth == 0)
            return refuse (error, _ ("The answer is not a JSON object"));
          ended = --depth == 0;
        }
      else if (g_ascii_isalnum (c) || strchr (":,-+.", c) != NULL)
        in_bare = depth == 0;
      else
        return refuse (error, _ ("The answer is not a JSON object"));
    }
  return g_utf8_validate_len (data, length, NULL) || refuse (error, _ ("The answer is not UTF-8 text"));
}

static JsonNode *
parse (GBytes *bytes, gboolean sealed, GError **error)
{

  gsize length = 0;
  const char *data = g_bytes_get_data (bytes, &length);
  if (length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    {
      data += 3;
      length -= 3;
    }
  if (length == 0)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, _ ("The answer is empty"));
      return NULL;
    }
  if (!orch_json_check (data, length, error))
    return NULL;

  g_autoptr (JsonParser) parser = sealed ? json_parser_new_immutable () : json_parser_new ();
  g_autoptr (GError) local_error = NULL;
  if (!json_parser_load_from_data (parser, data, (gssize) length, &local_error))
    {
      /* It quotes the answer, and may cut it within a letter. */
      g_autofree char *words = g_utf8_make_valid (local_error->message, -1);

      /* translators: %s is a technical message */
      g_set_error (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, _ ("The answer is not JSON: %s"), words);
      return NULL;
    }
  JsonNode *root = json_parser_steal_root (parser);
  if (root == NULL)
    g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, _ ("The answer is empty"));
  return root;
}

static JsonObject *
parse_object (GBytes *bytes, gboolean sealed, GError **error)
{
  g_autoptr (JsonNode) root = parse (bytes, sealed, error);
  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (root) || json_node_get_object (root) == NULL)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, _ ("The answer is not a JSON object"));
      return NULL;
    }
  return json_node_dup_object (root);
}

JsonNode *
orch_json_parse_sync (GBytes *bytes, GError **error)
{
  g_return_val_if_fail (bytes != NULL, NULL);
  return parse (bytes, TRUE, error);
}

JsonObject *
orch_json_parse_object_sync (GBytes *bytes, GError **error)
{
  g_return_val_if_fail (bytes != NULL, NULL);
  return parse_object (bytes, TRUE, error);
}

JsonObject *
orch_json_parse_scratch_sync (GBytes *bytes, GError **error)
{
  g_return_val_if_fail (bytes != NULL, NULL);
  return parse_object (bytes, FALSE, error);
}

/* What a worker makes of an answer, until the thread that asked takes it: nothing of JSON but its nodes counts its users atomically, and a
 * worker lets go of what it resolved a future with when it gets to it. */
typedef struct
{
  GBytes *bytes;
  JsonNode *root; /* (nullable) */
} Parsing;

static void
parsing_clear (gpointer data)
{
  Parsing *self = data;

  g_bytes_unref (self->bytes);
  g_clear_pointer (&self->root, json_node_unref);
}

static void
parsing_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, parsing_clear);
}

static DexFuture *
parse_fiber (gpointer user_data)
{
  Parsing *self = user_data;
  GError *error = NULL;

  self->root = orch_json_parse_sync (self->bytes, &error);
  return self->root != NULL ? dex_future_new_true () : dex_future_new_for_error (error);
}

static DexFuture *
parse_object_fiber (gpointer user_data)
{
  Parsing *self = user_data;
  GError *error = NULL;
  g_autoptr (JsonObject) object = orch_json_parse_object_sync (self->bytes, &error);

  if (object == NULL)
    return dex_future_new_for_error (error);
  self->root = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (self->root, g_steal_pointer (&object));
  return dex_future_new_true ();
}

/* In the thread that asked */
static DexFuture *
on_parsed (DexFuture *parsed, gpointer user_data)
{
  Parsing *self = user_data;

  return dex_future_new_take_boxed (JSON_TYPE_NODE, g_steal_pointer (&self->root));
}

static DexFuture *
on_parsed_object (DexFuture *parsed, gpointer user_data)
{
  Parsing *self = user_data;
  g_autoptr (JsonNode) root = g_steal_pointer (&self->root);

  return dex_future_new_take_boxed (JSON_TYPE_OBJECT, json_node_dup_object (root));
}

static DexFuture *
parse_where_it_fits (GBytes *bytes, DexFiberFunc func, DexFutureCallback take)
{
  Parsing *parsing = g_atomic_rc_box_new0 (Parsing);
  DexFuture *parsed = NULL;

  parsing->bytes = g_bytes_ref (bytes);
  if (g_bytes_get_size (bytes) <= ORCH_JSON_INLINE_BYTES)
    parsed = func (parsing);
  else
    parsed = dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, func, g_atomic_rc_box_acquire (parsing),
                                  parsing_unref);
  return dex_future_then (parsed, take, parsing, parsing_unref);
}

DexFuture *
orch_json_parse (GBytes *bytes)
{
  g_return_val_if_fail (bytes != NULL, NULL);
  return parse_where_it_fits (bytes, parse_fiber, on_parsed);
}

DexFuture *
orch_json_parse_object (GBytes *bytes)
{
  g_return_val_if_fail (bytes != NULL, NULL);
  return parse_where_it_fits (bytes, parse_object_fiber, on_parsed_object);
}

/* Returns: the byte after the string that begins at @p (a quote), or @end */
static const char *
skip_string (const char *p, const char *end)
{
  for (p++; p < end; p++)
    {
      if (*p == '\\')
        p++;
      else if (*p == '"')
        return p + 1;
    }
  return end;
}

/* Returns: the byte after the value that begins at or after @p, or @end */
static const char *
skip_value (const char *p, const char *end)
{
  guint depth = 0;
  while (p < end)
    {
      if (*p == '"')
        p = skip_string (p, end);
      else if (*p == '{' || *p == '[')
        {
          depth++;
          p++;
        }
      else if (depth == 0 && (*p == ',' || *p == '}' || *p == ']'))
        return p;
      else
        {
          if (*p == '}' || *p == ']')
            depth--;
          p++;
        }
    }
  return end;
}

JsonNode *
orch_json_find_member (GBytes *bytes, const char *member)
{
  g_return_val_if_fail (bytes != NULL && member != NULL, NULL);

  gsize size = 0;
  const char *p = g_bytes_get_data (bytes, &size);
  if (size == 0)
    return NULL;
  const char *end = p + size;
  gsize wanted = strlen (member);
  p = memchr (p, '{', size);
  if (p == NULL)
    return NULL;
  for (p++; p < end;)
    {
      if (*p == '}')
        return NULL;
      if (*p != '"')
        {
          p++;
          continue;
        }
      const char *name = p + 1;
      p = skip_string (p, end);
      gboolean found = (gsize) (p - name) == wanted + 1 && memcmp (name, member, wanted) == 0;
      while (p < end && *p != ':')
        p++;
      const char *value = p + 1;
      if (p >= end)
        return NULL;
      p = skip_value (value, end);
      if (found && p < end)
        {
          g_autoptr (GBytes) slice = g_bytes_new (value, (gsize) (p - value));
          return orch_json_parse_sync (slice, NULL);
        }
    }
  return NULL;
}

/* --- getters ------------------------------------------------------------------------------ */

static const char *
node_string (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

static JsonObject *
node_object (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonArray *
node_array (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static JsonNode *
member_node (JsonObject *object, const char *member)
{
  return object != NULL ? json_object_get_member (object, member) : NULL;
}

const char *
orch_json_get_string (JsonObject *object, const char *member)
{
  return node_string (member_node (object, member));
}

gint64
orch_json_get_int (JsonObject *object, const char *member, gint64 fallback)
{
  JsonNode *node = member_node (object, member);
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return fallback;

  GType type = json_node_get_value_type (node);
  if (type == G_TYPE_INT64)
    return json_node_get_int (node);
  if (type == G_TYPE_DOUBLE)
    {
      double value = json_node_get_double (node);
      if (fabs (value) < 9e15 && value == floor (value))
        return (gint64) value;
    }
  if (type == G_TYPE_STRING)
    {
      gint64 value = 0;
      if (g_ascii_string_to_signed (json_node_get_string (node), 10, G_MININT64, G_MAXINT64, &value, NULL))
        return value;
    }
  return fallback;
}

gboolean
orch_json_get_bool (JsonObject *object, const char *member, gboolean fallback)
{
  JsonNode *node = member_node (object, member);
  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node);
  const char *text = node_string (node);
  if (g_strcmp0 (text, "true") == 0)
    return TRUE;
  if (g_strcmp0 (text, "false") == 0)
    return FALSE;
  return fallback;
}

JsonObject *
orch_json_get_object (JsonObject *object, const char *member)
{
  return node_object (member_node (object, member));
}

JsonArray *
orch_json_get_array (JsonObject *object, const char *member)
{
  return node_array (member_node (object, member));
}

gboolean
orch_json_has (JsonObject *object, const char *member)
{
  JsonNode *node = member_node (object, member);
  return node != NULL && !JSON_NODE_HOLDS_NULL (node);
}

guint
orch_json_array_length (JsonArray *array)
{
  return array != NULL ? json_array_get_length (array) : 0;
}

const char *
orch_json_array_string (JsonArray *array, guint index)
{
  return index < orch_json_array_length (array) ? node_string (json_array_get_element (array, index)) : NULL;
}

JsonObject *
orch_json_array_object (JsonArray *array, guint index)
{
  return index < orch_json_array_length (array) ? node_object (json_array_get_element (array, index)) : NULL;
}

guint
orch_json_count (JsonObject *object, const char *member)
{
  JsonNode *node = member_node (object, member);
  if (node_array (node) != NULL)
    return json_array_get_length (node_array (node));
  return node_object (node) != NULL ? 1 : 0;
}

JsonObject *
orch_json_nth (JsonObject *object, const char *member, guint index)
{
  JsonNode *node = member_node (object, member);
  if (node_array (node) != NULL)
    return orch_json_array_object (node_array (node), index);
  return index == 0 ? node_object (node) : NULL;
}

JsonObject *
orch_json_get_first (JsonObject *object, const char *member)
{
  guint n = orch_json_count (object, member);
  for (guint i = 0; i < n; i++)
    {
      JsonObject *found = orch_json_nth (object, member, i);
      if (found != NULL)
        return found;
    }
  return NULL;
}

const char *
orch_json_path_string (JsonObject *object, const char *path)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_auto (GStrv) parts = g_strsplit (path, ".", -1);
  for (gsize i = 0; parts[i] != NULL && object != NULL; i++)
    {
      gboolean last = parts[i + 1] == NULL;
      char *bracket = strchr (parts[i], '[');
      guint index = 0;
      if (bracket != NULL)
        {
          index = (guint) g_ascii_strtoull (bracket + 1, NULL, 10);
          *bracket = '\0';
        }
      if (last && bracket != NULL)
        return orch_json_array_string (orch_json_get_array (object, parts[i]), index);
      if (last)
        return orch_json_get_string (object, parts[i]);
      object = bracket != NULL ? orch_json_nth (object, parts[i], index) : orch_json_get_object (object, parts[i]);
    }
  return NULL;
}

char *
orch_json_to_string (JsonObject *object)
{
  g_return_val_if_fail (object != NULL, NULL);

  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  return json_to_string (node, FALSE);
}

GBytes *
orch_json_to_bytes (JsonObject *object)
{
  char *text = orch_json_to_string (object);
  return g_bytes_new_take (text, strlen (text));
}

JsonObject *
orch_json_copy (JsonObject *object)
{
  g_return_val_if_fail (object != NULL, NULL);

  JsonObject *copy = json_object_new ();
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *node = NULL;
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    json_object_set_member (copy, name, json_node_copy (node));
  return copy;
}

gboolean
orch_json_equal (JsonObject *a, JsonObject *b)
{
  if (a == b)
    return TRUE;
  if (a == NULL || b == NULL)
    return FALSE;
  return json_object_equal (a, b);
}
