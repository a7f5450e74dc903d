/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchHub: conversations, messages and reports. Calls as those of orch-hub.h: each may be made again without making a second of anything.
 */
#pragma once

#include "core/orch-conversation.h"
#include "core/orch-message.h"
#include "orch-hub-report.h"
#include "orch-hub.h"

G_BEGIN_DECLS

/** OrchHubTalk: of what conversation; borrowed for the call */
typedef struct
{
  const char *clinic_hub_id;
  OrchConversation *conversation;
  const char *patient_hub_id;
  const char *patient_id; /* (nullable): ours */
} OrchHubTalk;

/** orch_hub_put_conversation: as it is: its messages are put one by one. Returns: (transfer full): a future of #OrchHubRow */
DexFuture *orch_hub_put_conversation (OrchHub *self, const OrchHubTalk *talk);
/** orch_hub_put_message: a message of the clinic's; the conversation with its hub id. Returns: (transfer full): a future of #OrchHubRow */
DexFuture *orch_hub_put_message (OrchHub *self, const OrchHubTalk *talk, OrchMessage *message);
/** orch_hub_mark_seen: @hub_id: of a message of the patient. Returns: (transfer full): a future of #OrchHubRow */
DexFuture *orch_hub_mark_seen (OrchHub *self, const char *hub_id, gint64 received_us);
/** orch_hub_put_note: an internal note, which no patient reads; the conversation with its hub id. Returns: (transfer full): a future of #OrchHubRow */
DexFuture *orch_hub_put_note (OrchHub *self, const OrchHubTalk *talk, OrchMessage *note);
/** orch_hub_put_report: Returns: (transfer full): a future of #OrchHubRow */
DexFuture *orch_hub_put_report (OrchHub *self, const OrchHubTalk *talk, const char *id, const char *title,
                                const char *author, const char *author_name, gint64 made_us, GBytes *pdf);

/** orch_hub_read_report: the last one of the conversation that the hub calls @header, with its PDF. Returns: (transfer full): a future of #OrchHubReport; NOT_FOUND;
 * BAD_ANSWER for one that is not whole, or kept outside of the hub */
DexFuture *orch_hub_read_report (OrchHub *self, const char *header, const char *patient_hub_id);

/** orch_hub_read_conversation: with its messages. Returns: (transfer full): a future of #OrchHubPage: the #OrchConversation, then its #OrchMessage; empty
 * when the hub has it not, or shows it not */
DexFuture *orch_hub_read_conversation (OrchHub *self, const char *hub_id);
/** orch_hub_read_notes: of one conversation. Returns: (transfer full): a future of #OrchHubPage: #OrchMessage that are notes */
DexFuture *orch_hub_read_notes (OrchHub *self, const char *hub_id);
/** orch_hub_read_patient: Returns: (transfer full): a future of #OrchPatient, whose id is ours, or made of the hub's: the same on every workstation; NOT_FOUND */
DexFuture *orch_hub_read_patient (OrchHub *self, const char *hub_id);

G_END_DECLS
