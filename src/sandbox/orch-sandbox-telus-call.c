/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * How the National API writes. See the header. Main thread.
 */
#include "orch-sandbox-telus-call.h"

#include "core/orch-clock.h"

#include "orch-sandbox-json.h"

#define PAGE 50
#define PAGE_MOST 100

OrchSandboxReply *
orch_sandbox_telus_error (int status, const char *code, const char *message)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "errorCode", code);
  json_object_set_string_member (object, "message", message);
  return orch_sandbox_reply_new_object (status, object);
}

OrchSandboxReply *
orch_sandbox_telus_reply_object (JsonObject *object)
{
  return orch_sandbox_reply_new_object (200, object);
}

static void
item_free (gpointer data)
{
  OrchSandboxTelusItem *item = data;

  json_object_unref (item->object);
  g_free (item);
}

GPtrArray *
orch_sandbox_telus_items_new (void)
{
  return g_ptr_array_new_with_free_func (item_free);
}

void
orch_sandbox_telus_items_add (GPtrArray *items, JsonObject *object, gint64 updated)
{
  OrchSandboxTelusItem *item = g_new0 (OrchSandboxTelusItem, 1);
  g_autofree char *instant = orch_clock_format_instant (updated);

  json_object_set_string_member (object, "lastModified", instant);
  item->object = object;
  item->updated = updated;
  g_ptr_array_add (items, item);
}

static gint64
query_int (const OrchSandboxTelusCall *call, const char *name, gint64 absent)
{
  const char *text = g_hash_table_lookup (call->query, name);
  guint64 number;

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT32, &number, NULL) ? (gint64) number : absent;
}

gint64
orch_sandbox_telus_start (const OrchSandboxTelusCall *call)
{
  return query_int (call, "StartIndex", 0);
}

gint64
orch_sandbox_telus_size (const OrchSandboxTelusCall *call)
{
  gint64 asked = query_int (call, "PageSize", PAGE);

  return asked < 1 ? PAGE : MIN (asked, PAGE_MOST);
}

gboolean
orch_sandbox_telus_is_set (const OrchSandboxTelusCall *call, const char *name)
{
  const char *text = g_hash_table_lookup (call->query, name);

  return text != NULL && g_ascii_strcasecmp (text, "true") == 0;
}

char *
orch_sandbox_telus_local (const char *instant)
{
  g_autoptr (GTimeZone) zone = orch_sandbox_emr_zone ();
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;
  gint64 us;

  if (!orch_clock_parse_instant (instant, &us))
    return NULL;
  utc = g_date_time_new_from_unix_utc (us / G_USEC_PER_SEC);
  local = g_date_time_to_timezone (utc, zone);
  return g_date_time_format (local, "%Y-%m-%dT%H:%M:%S");
}

OrchSandboxReply *
orch_sandbox_telus_reply_page (const OrchSandboxTelusCall *call, GPtrArray *page, gint64 total, gint64 newest)
{
  JsonObject *object;
  JsonArray *list;
  OrchSandboxReply *reply;

  if (total == 0 && call->changed_after > 0)
    {
      g_ptr_array_unref (page);
      return orch_sandbox_reply_new (304);
    }
  object = json_object_new ();
  list = json_array_new ();
  for (guint i = 0; i < page->len; i++)
    json_array_add_object_element (list,
                                   json_object_ref (((OrchSandboxTelusItem *) g_ptr_array_index (page, i))->object));
  json_object_set_int_member (object, "startIndex", orch_sandbox_telus_start (call));
  json_object_set_int_member (object, "pageSize", orch_sandbox_telus_size (call));
  if (orch_sandbox_telus_is_set (call, "ReturnTotal"))
    json_object_set_int_member (object, "total", total);
  json_object_set_array_member (object, "items", list);
  g_ptr_array_unref (page);
  reply = orch_sandbox_telus_reply_object (object);
  if (newest > 0)
    {
      g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (newest / G_USEC_PER_SEC);
      g_autofree char *text = soup_date_time_to_string (when, SOUP_DATE_HTTP);

      orch_sandbox_reply_set_header (reply, "Last-Modified", text);
    }
  return reply;
}

OrchSandboxReply *
orch_sandbox_telus_reply_items (const OrchSandboxTelusCall *call, GPtrArray *items)
{
  GPtrArray *page = orch_sandbox_telus_items_new ();
  gint64 start = orch_sandbox_telus_start (call), size = orch_sandbox_telus_size (call);
  gint64 total = 0, newest = 0;

  for (guint i = 0; i < items->len; i++)
    {
      const OrchSandboxTelusItem *item = g_ptr_array_index (items, i);

      if (item->updated <= call->changed_after)
        continue;
      if (total >= start && total < start + size)
        orch_sandbox_telus_items_add (page, json_object_ref (item->object), item->updated);
      newest = MAX (newest, item->updated);
      total++;
    }
  g_ptr_array_unref (items);
  return orch_sandbox_telus_reply_page (call, page, total, newest);
}
