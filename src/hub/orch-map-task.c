/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Alerts to the platform support, and the workstation. Pure; any thread.
 */
#include "orch-map-task.h"

#include "core/orch-clock.h"
#include "core/orch-text.h"
#include "core/orch-ticket-number.h"
#include "http/orch-json.h"
#include "orch-map.h"

#define WORDS_MAX 2000
#define LINES_MAX 2000

static void
add_input (JsonObject *task, const char *type, const char *value)
{
  if (orch_text_is_empty (value))
    return;
  g_autofree char *clean = orch_text_clean (value, WORDS_MAX);
  JsonObject *input = json_object_new ();
  json_object_set_object_member (input, "type", orch_map_concept (NULL, NULL, type));
  json_object_set_string_member (input, "valueString", clean);
  orch_map_append (task, "input", input);
}

/* A text of several lines, each cleaned. */
static void
add_lines (JsonObject *task, const char *type, const char *text)
{
  if (orch_text_is_empty (text))
    return;
  g_auto (GStrv) lines = g_strsplit (text, "\n", LINES_MAX);
  g_autoptr (GString) whole = g_string_new (NULL);
  for (gsize i = 0; lines[i] != NULL && i < LINES_MAX - 1; i++)
    {
      g_autofree char *clean = orch_text_clean (lines[i], WORDS_MAX);
      g_string_append_printf (whole, "%s%s", i > 0 ? "\n" : "", clean);
    }
  JsonObject *input = json_object_new ();
  json_object_set_object_member (input, "type", orch_map_concept (NULL, NULL, type));
  json_object_set_string_member (input, "valueString", whole->str);
  orch_map_append (task, "input", input);
}

JsonObject *
orch_map_alert (const OrchHubAlert *alert)
{
  JsonObject *task = orch_map_new ("Task", alert->id);
  g_autofree char *clinic =
      alert->clinic_hub_id != NULL ? g_strconcat ("Organization/", alert->clinic_hub_id, NULL) : NULL;
  g_autofree char *authored =
      orch_clock_format_instant (alert->authored_us != 0 ? alert->authored_us : orch_clock_now_us ());

  if (alert->ticket_reason != NULL && alert->id != NULL)
    {
      g_autofree char *number = orch_ticket_number_make (alert->id);

      orch_map_add_identifier (task, ORCH_HUB_TICKET_SYSTEM, number, NULL);
    }
  json_object_set_string_member (task, "status", "requested");
  json_object_set_string_member (task, "intent", "order");
  json_object_set_object_member (task, "code", orch_map_concept (ORCH_HUB_CODE ("task"), "support-alert", NULL));
  json_object_set_object_member (task, "reasonCode",
                                 orch_map_concept (ORCH_HUB_CODE ("alert-reason"), alert->reason, NULL));
  orch_map_set_reference (task, "for", clinic);
  orch_map_set_reference (task, "requester", alert->requester);
  json_object_set_string_member (task, "authoredOn", authored);
  orch_map_set_string (task, "description", alert->description);
  add_input (task, "emr-expected", alert->emr_expected);
  add_input (task, "emr-wanted", alert->emr_wanted);
  add_input (task, "step", alert->step);
  add_input (task, "server-words", alert->server_words);
  add_input (task, "ticket-reason", alert->ticket_reason);
  add_input (task, "contact", alert->contact);
  add_lines (task, "diagnostic", alert->diagnostic);
  add_input (task, "workstation", alert->workstation);
  add_input (task, "workstation-name", alert->workstation_name);
  return task;
}

/* Of a list that another program may have written. */
static const char *
get_input (JsonObject *task, const char *type)
{
  const guint n = orch_json_count (task, "input");

  for (guint i = 0; i < n; i++)
    {
      JsonObject *input = orch_json_nth (task, "input", i);

      if (g_strcmp0 (orch_json_get_string (orch_json_get_object (input, "type"), "text"), type) == 0)
        return orch_json_get_string (input, "valueString");
    }
  return NULL;
}

static gboolean
has_code (JsonObject *concept, const char *system, const char *code)
{
  const guint n = orch_json_count (concept, "coding");

  for (guint i = 0; i < n; i++)
    {
      JsonObject *coding = orch_json_nth (concept, "coding", i);

      if (g_strcmp0 (orch_json_get_string (coding, "system"), system) == 0 &&
          g_strcmp0 (orch_json_get_string (coding, "code"), code) == 0)
        return TRUE;
    }
  return FALSE;
}

OrchHubKeyUse *
orch_map_key_use_from (JsonObject *task)
{
  const char *hub_id = orch_json_get_string (task, "id");
  const char *name = get_input (task, "workstation-name");
  g_autofree char *clean = orch_text_clean (name != NULL ? name : "", 100);
  gint64 authored_us = 0;

  if (hub_id == NULL || !has_code (orch_json_get_object (task, "code"), ORCH_HUB_CODE ("task"), "support-alert") ||
      !has_code (orch_json_get_object (task, "reasonCode"), ORCH_HUB_CODE ("alert-reason"), "shared-key-used") ||
      !orch_clock_parse_instant (orch_json_get_string (task, "authoredOn"), &authored_us))
    return NULL;
  return orch_hub_key_use_new (hub_id, get_input (task, "workstation"), clean, authored_us);
}

gboolean
orch_map_alert_is_acknowledged (JsonObject *task)
{
  static const char *const acknowledged[] = { "received", "accepted",  "ready", "in-progress",
                                              "on-hold",  "completed", NULL };
  const char *status = orch_json_get_string (task, "status");
  return status != NULL && g_strv_contains (acknowledged, status);
}

JsonObject *
orch_map_device (const char *id, const char *name, const char *clinic_reference)
{
  JsonObject *device = orch_map_new ("Device", id);
  JsonObject *device_name = json_object_new ();
  g_autofree char *clean = orch_text_clean (name, 100);

  json_object_set_string_member (device_name, "name", *clean != '\0' ? clean : id);
  json_object_set_string_member (device_name, "type", "user-friendly-name");
  orch_map_append (device, "deviceName", device_name);
  orch_map_set_reference (device, "owner", clinic_reference);
  return device;
}
