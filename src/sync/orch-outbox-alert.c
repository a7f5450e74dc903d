/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-outbox-alert.h.
 */
#include "orch-outbox-alert.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "core/orch-error.h"
#include "http/orch-json.h"

char *
orch_outbox_alert_to_text (const OrchHubAlert *alert)
{
  const struct
  {
    const char *name;
    const char *text;
  } members[] = {
    { "reason", alert->reason },
    { "requester", alert->requester },
    { "description", alert->description },
    { "emr-expected", alert->emr_expected },
    { "emr-wanted", alert->emr_wanted },
    { "step", alert->step },
    { "server-words", alert->server_words },
    { "ticket-reason", alert->ticket_reason },
    { "contact", alert->contact },
    { "diagnostic", alert->diagnostic },
    { "workstation", alert->workstation },
    { "workstation-name", alert->workstation_name },
  };
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (members[i].text != NULL)
      {
        json_builder_set_member_name (builder, members[i].name);
        json_builder_add_string_value (builder, members[i].text);
      }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

OrchHubRow *
orch_outbox_await_send_alert (OrchHub *hub, const OrchOutboxRowFields *op, const char *clinic_hub_id, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (op->payload, op->payload != NULL ? strlen (op->payload) : 0);
  g_autoptr (JsonObject) object = orch_json_parse_object_sync (bytes, NULL);

  if (object == NULL)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, "The alert cannot be read");
      return NULL;
    }
  return dex_await_object (orch_hub_send_alert (hub,
                                                &(OrchHubAlert) {
                                                    .id = op->object_id,
                                                    .reason = orch_json_get_string (object, "reason"),
                                                    .clinic_hub_id = clinic_hub_id,
                                                    .requester = orch_json_get_string (object, "requester"),
                                                    .description = orch_json_get_string (object, "description"),
                                                    .emr_expected = orch_json_get_string (object, "emr-expected"),
                                                    .emr_wanted = orch_json_get_string (object, "emr-wanted"),
                                                    .step = orch_json_get_string (object, "step"),
                                                    .server_words = orch_json_get_string (object, "server-words"),
                                                    .ticket_reason = orch_json_get_string (object, "ticket-reason"),
                                                    .contact = orch_json_get_string (object, "contact"),
                                                    .diagnostic = orch_json_get_string (object, "diagnostic"),
                                                    .workstation = orch_json_get_string (object, "workstation"),
                                                    .workstation_name =
                                                        orch_json_get_string (object, "workstation-name"),
                                                    .authored_us = op->created,
                                                }),
                           error);
}
