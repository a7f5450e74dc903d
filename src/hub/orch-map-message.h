/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to hub/) Conversations, messages and reports as FHIR, and back. Pure; any thread. Source: hub/README.md (Secure messages).
 */
#pragma once

#include <json-glib/json-glib.h>

#include "core/orch-conversation.h"
#include "core/orch-message.h"

G_BEGIN_DECLS

/** OrchMapTalk: what is said the same way in all of them; borrowed */
typedef struct
{
  const char *clinic_hub_id;
  const char *patient_hub_id;
  const char *patient_id; /* (nullable): ours */
} OrchMapTalk;

JsonObject *orch_map_conversation (OrchConversation *conversation, const OrchMapTalk *talk);
/** orch_map_message: @conversation: with its hub id */
JsonObject *orch_map_message (OrchMessage *message, OrchConversation *conversation, const OrchMapTalk *talk);
/** orch_map_report: of @conversation: @author: "Practitioner/…" (nullable) */
JsonObject *orch_map_report (const char *id, const char *title, const char *author, const char *author_name,
                             gint64 made_us, GBytes *pdf, OrchConversation *conversation, const OrchMapTalk *talk);

/** orch_map_communication_from: an #OrchConversation or an #OrchMessage, as it says. Returns: (transfer full) (nullable): %NULL for what is neither, or a draft */
GObject *orch_map_communication_from (JsonObject *communication);

/** orch_map_is_sent_to: whether the Organization is among its recipients */
gboolean orch_map_is_sent_to (JsonObject *communication, const char *clinic_hub_id);

G_END_DECLS
