/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Attachments of messages on the portal: what comes in is known by its content, what goes out is a download. Main thread.
 */
#pragma once

#include "orch-sandbox-portal-visit.h"

G_BEGIN_DECLS

/** orch_sandbox_portal_attachment_read: adds the files of the form to @attachments as FHIR Attachments. Returns: (nullable): why not, for the patient */
const char *orch_sandbox_portal_attachment_read (const OrchSandboxPortalVisit *visit, JsonArray *attachments);
/** orch_sandbox_portal_attachment_append_link: a link to the @index th payload of message @id in conversation @thread */
void orch_sandbox_portal_attachment_append_link (GString *out, const OrchSandboxPortalVisit *visit,
                                                 JsonObject *attachment, const char *thread, const char *id,
                                                 guint index);
/** orch_sandbox_portal_attachment_reply: Returns: (nullable): the file that is payload @index of @message */
OrchSandboxReply *orch_sandbox_portal_attachment_reply (JsonObject *message, const char *index);

G_END_DECLS
