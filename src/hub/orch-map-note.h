/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to hub/) Internal notes as FHIR, and back: a Task about the conversation, for the clinic, so that nothing of it is the patient's. Pure; any thread.
 * Source: hub/README.md (Secure messages).
 */
#pragma once

#include <json-glib/json-glib.h>

#include "core/orch-conversation.h"
#include "core/orch-message.h"

G_BEGIN_DECLS

/** orch_map_note: @conversation: with its hub id */
JsonObject *orch_map_note (OrchMessage *note, OrchConversation *conversation, const char *clinic_hub_id);
/** orch_map_note_from: Returns: (transfer full) (nullable): %NULL for what is no note on a conversation */
OrchMessage *orch_map_note_from (JsonObject *task);

G_END_DECLS
