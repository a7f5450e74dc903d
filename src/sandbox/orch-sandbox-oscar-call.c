/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * How the two dialects of OSCAR write. See the header. Main thread.
 */
#include "orch-sandbox-oscar-call.h"

#include "core/orch-clock.h"

#include "orch-sandbox-json.h"

#include <stdio.h>

gboolean
orch_sandbox_oscar_call_is (const OrchSandboxOscarCall *self, const char *method, const char *pattern)
{
  g_auto (GStrv) parts = g_strsplit (pattern, "/", -1);
  int n = (int) g_strv_length (parts);

  if (n != self->n_path || !g_str_equal (self->method, method))
    return FALSE;
  for (int i = 0; i < n; i++)
    if (!g_str_equal (parts[i], "*") && !g_str_equal (parts[i], self->path[i]))
      return FALSE;
  return TRUE;
}

gint64
orch_sandbox_oscar_call_int (const OrchSandboxOscarCall *self, const char *name)
{
  const char *text = orch_sandbox_json_string (self->body, name);
  guint64 number;

  if (text != NULL)
    return g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT32, &number, NULL) ? (gint64) number : -1;
  return orch_sandbox_json_int (self->body, name, -1);
}

static JsonNode *jettison_node (JsonNode *node, gboolean keep_array);

static JsonNode *
jettison_object (JsonObject *object)
{
  /* The lists that spring_ws.xml of OSCAR names; of the others, one of one is its one. */
  static const char *const arrays[] = { "tickler", "ticklerComments", "ticklerUpdates", "content", "post", NULL };
  JsonObject *out = json_object_new ();
  JsonNode *result = json_node_new (JSON_NODE_OBJECT);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      JsonNode *member = JSON_NODE_HOLDS_NULL (node) ? NULL : jettison_node (node, g_strv_contains (arrays, name));

      if (member != NULL)
        json_object_set_member (out, name, member);
    }
  json_node_take_object (result, out);
  return result;
}

static JsonNode *
jettison_node (JsonNode *node, gboolean keep_array)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    return jettison_object (json_node_get_object (node));
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      JsonArray *out;
      JsonNode *result;

      if (!keep_array && json_array_get_length (array) == 0)
        return NULL;
      if (!keep_array && json_array_get_length (array) == 1)
        return jettison_node (json_array_get_element (array, 0), FALSE);
      out = json_array_new ();
      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          JsonNode *one = jettison_node (json_array_get_element (array, i), FALSE);

          if (one != NULL)
            json_array_add_element (out, one);
        }
      result = json_node_new (JSON_NODE_ARRAY);
      json_node_take_array (result, out);
      return result;
    }
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64)
    {
      JsonNode *result = json_node_new (JSON_NODE_VALUE);
      g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));

      json_node_set_string (result, text);
      return result;
    }
  return json_node_copy (node);
}

OrchSandboxReply *
orch_sandbox_oscar_call_reply (const OrchSandboxOscarCall *self, JsonNode *node)
{
  g_autoptr (JsonNode) owned = node;
  g_autoptr (JsonNode) other = self->switches->jettison ? jettison_node (node, FALSE) : NULL;

  if (self->switches->jettison)
    return orch_sandbox_reply_new_json (200, other == NULL ? g_strdup ("") : json_to_string (other, FALSE));
  return orch_sandbox_reply_new_json (200, json_to_string (owned, FALSE));
}

OrchSandboxReply *
orch_sandbox_oscar_call_reply_object (const OrchSandboxOscarCall *self, JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return orch_sandbox_oscar_call_reply (self, node);
}

OrchSandboxReply *
orch_sandbox_oscar_call_reply_array (const OrchSandboxOscarCall *self, JsonArray *array)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, array);
  return orch_sandbox_oscar_call_reply (self, node);
}

OrchSandboxReply *
orch_sandbox_oscar_call_reply_list (const OrchSandboxOscarCall *self, const char *key, JsonArray *items, gint64 offset,
                                    gint64 limit, gint64 total)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "offset", offset);
  json_object_set_int_member (object, "limit", limit);
  json_object_set_int_member (object, "total", total);
  json_object_set_int_member (object, "timestamp", orch_clock_now_us () / 1000);
  json_object_set_null_member (object, "query");
  json_object_set_array_member (object, key, items);
  return orch_sandbox_oscar_call_reply_object (self, object);
}

OrchSandboxReply *
orch_sandbox_oscar_call_reply_done (const OrchSandboxOscarCall *self, const char *message)
{
  JsonObject *object = json_object_new ();

  json_object_set_boolean_member (object, "success", TRUE);
  orch_sandbox_json_set_string (object, "message", message);
  return orch_sandbox_oscar_call_reply_object (self, object);
}

OrchSandboxReply *
orch_sandbox_oscar_reply_fault (int status, const char *text)
{
  OrchSandboxReply *reply = orch_sandbox_reply_new (status);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  reply->content_type = g_strdup ("application/xml");
  g_string_append_printf (reply->body,
                          "<ns1:XMLFault xmlns:ns1=\"http://cxf.apache.org/bindings/xformat\"><ns1:faultstring "
                          "xmlns:ns1=\"http://cxf.apache.org/bindings/xformat\">%s</ns1:faultstring></ns1:XMLFault>",
                          escaped);
  return reply;
}

OrchSandboxReply *
orch_sandbox_oscar_call_forbid (const OrchSandboxOscarCall *self, const char *object)
{
  g_autofree char *text = g_strdup_printf ("missing required security object (%s)", object);

  return orch_sandbox_oscar_reply_fault (500, text);
}

const char *
orch_sandbox_oscar_call_list_key (const OrchSandboxOscarCall *self, const char *openo)
{
  return self->dialect == ORCH_SANDBOX_OPENO ? openo : "content";
}

void
orch_sandbox_oscar_call_set_date (const OrchSandboxOscarCall *self, JsonObject *object, const char *name,
                                  OrchSandboxOscarDate kind, GDateTime *when, gboolean fresh)
{
  g_autofree char *text = NULL;
  gboolean midnight, epoch_day;

  if (when == NULL)
    {
      json_object_set_null_member (object, name);
      return;
    }
  midnight = g_date_time_get_hour (when) == 0 && g_date_time_get_minute (when) == 0 &&
             g_date_time_get_second (when) == 0 && g_date_time_get_microsecond (when) < 1000;
  epoch_day = kind == ORCH_SANDBOX_OSCAR_TIME ||
              (g_date_time_get_year (when) == 1970 && g_date_time_get_day_of_year (when) == 1);
  if (self->dialect == ORCH_SANDBOX_OPENO)
    {
      /* It looks at the value and not at the type: somebody born on the first of January 1970 is born at a time of day. */
      if (epoch_day)
        text = g_date_time_format (when, "%H:%M:%S");
      else if (kind == ORCH_SANDBOX_OSCAR_DAY || midnight)
        text = g_date_time_format (when, "%Y-%m-%d");
    }
  else if (!fresh && kind == ORCH_SANDBOX_OSCAR_DAY)
    text = g_date_time_format (when, "%Y-%m-%d");
  else if (!fresh && kind == ORCH_SANDBOX_OSCAR_TIME)
    text = g_date_time_format (when, "%H:%M:%S");
  if (text != NULL)
    json_object_set_string_member (object, name, text);
  else if (kind == ORCH_SANDBOX_OSCAR_TIME || kind == ORCH_SANDBOX_OSCAR_DAY)
    {
      g_autoptr (GTimeZone) zone = orch_sandbox_emr_zone ();
      gboolean time = kind == ORCH_SANDBOX_OSCAR_TIME;
      g_autoptr (GDateTime) shown =
          g_date_time_new (zone, time ? 1970 : g_date_time_get_year (when), time ? 1 : g_date_time_get_month (when),
                           time ? 1 : g_date_time_get_day_of_month (when), time ? g_date_time_get_hour (when) : 0,
                           time ? g_date_time_get_minute (when) : 0, time ? g_date_time_get_second (when) : 0);

      json_object_set_int_member (object, name, g_date_time_to_unix (shown) * 1000);
    }
  else
    json_object_set_int_member (object, name,
                                g_date_time_to_unix (when) * 1000 + g_date_time_get_microsecond (when) / 1000);
}
