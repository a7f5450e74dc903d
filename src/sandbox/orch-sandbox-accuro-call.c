/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * How Accuro writes. See the header. Main thread.
 */
#include "orch-sandbox-accuro-call.h"

#define PAGE 25
#define PAGE_MOST 50
#define FIRST_PROVIDER 101

OrchSandboxReply *
orch_sandbox_accuro_error (int status, const char *message)
{
  JsonObject *object = json_object_new ();
  g_autofree char *code = g_strdup_printf ("%d", status);

  json_object_set_string_member (object, "code", code);
  json_object_set_string_member (object, "message", message);
  return orch_sandbox_reply_new_object (status, object);
}

OrchSandboxReply *
orch_sandbox_accuro_reply_object (JsonObject *object)
{
  return orch_sandbox_reply_new_object (200, object);
}

OrchSandboxReply *
orch_sandbox_accuro_reply_array (JsonArray *array)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, array);
  return orch_sandbox_reply_new_json (200, json_to_string (node, FALSE));
}

OrchSandboxReply *
orch_sandbox_accuro_reply_envelope (JsonArray *contents, gint64 total, gint64 last_id)
{
  JsonObject *object = json_object_new ();
  gint64 count = json_array_get_length (contents);

  json_object_set_array_member (object, "contents", contents);
  json_object_set_int_member (object, "count", count);
  json_object_set_int_member (object, "total", total);
  json_object_set_int_member (object, "lastId", last_id);
  return orch_sandbox_accuro_reply_object (object);
}

gint64
orch_sandbox_accuro_query_int (const OrchSandboxAccuroCall *call, const char *name)
{
  const char *text = g_hash_table_lookup (call->query, name);
  guint64 number;

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT32, &number, NULL) ? (gint64) number : -1;
}

int
orch_sandbox_accuro_page_size (const OrchSandboxAccuroCall *call)
{
  gint64 asked = orch_sandbox_accuro_query_int (call, "pageSize");

  return asked < 1 ? PAGE : (int) MIN (asked, PAGE_MOST);
}

gint64
orch_sandbox_accuro_time (GDateTime *when)
{
  return g_date_time_get_hour (when) * 100 + g_date_time_get_minute (when);
}

OrchSandboxAccuroAccess
orch_sandbox_accuro_scheduling (const OrchSandboxAccuroCall *call, gint64 provider)
{
  if (call->user->restricted && provider != FIRST_PROVIDER)
    return ORCH_SANDBOX_ACCURO_NONE;
  return (OrchSandboxAccuroAccess) GPOINTER_TO_INT (
      g_hash_table_lookup (call->switches->scheduling, GINT_TO_POINTER ((int) provider)));
}

gboolean
orch_sandbox_accuro_is_visible (const OrchSandboxAccuroCall *call, gint64 provider)
{
  if (call->user->restricted && provider != FIRST_PROVIDER)
    return FALSE;
  return GPOINTER_TO_INT (g_hash_table_lookup (call->switches->visible, GINT_TO_POINTER ((int) provider))) !=
         ORCH_SANDBOX_ACCURO_NONE;
}
