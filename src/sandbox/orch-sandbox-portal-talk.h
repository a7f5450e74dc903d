/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The patient's conversations: the list, one of them, the answer, and the attachments. Main thread.
 */
#pragma once

#include "orch-sandbox-portal-visit.h"

G_BEGIN_DECLS

/** orch_sandbox_portal_talk_list: those of the patient who is signed in */
OrchSandboxReply *orch_sandbox_portal_talk_list (OrchSandboxPortalVisit *visit);
/** orch_sandbox_portal_talk_conversation: messages/ID; what the clinic wrote is seen now; POST is an answer. messages/ID/MESSAGE/N: an attachment */
OrchSandboxReply *orch_sandbox_portal_talk_conversation (OrchSandboxPortalVisit *visit);

G_END_DECLS
