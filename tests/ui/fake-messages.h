/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A stand-in for the desk of the Messages page, and for its list, over arrays. The person is “Practitioner/me”. Main thread.
 */
#pragma once

#include "sync/orch-message-desk.h"
#include "sync/orch-message-news.h"

G_BEGIN_DECLS

OrchMessageDesk *fake_message_desk_new (void);
/** fake_message_desk_put: adds it or replaces the one of its id; @name: of the patient, "Gagnon, Alice". Each subject has its heading */
void fake_message_desk_put (OrchMessageDesk *self, const OrchConversationFields *fields, const char *name);
/** fake_message_desk_add_message: to its conversation; or replaces the one of its id */
void fake_message_desk_add_message (OrchMessageDesk *self, const OrchMessageFields *fields);
/** fake_message_desk_fill: conversations of every status, one with many messages */
void fake_message_desk_fill (OrchMessageDesk *self);
void fake_message_desk_set_to_answer (OrchMessageDesk *self, guint n);
/** fake_message_news_new: told by fake_message_news_tell() alone. @signal: "arrived" or "gone" */
OrchMessageNews *fake_message_news_new (void);
void fake_message_news_tell (OrchMessageNews *self, const char *signal, const char *id);
/** fake_message_desk_get_calls: Returns: what was asked so far, "open:id send:text …" */
const char *fake_message_desk_get_calls (OrchMessageDesk *self);
/** fake_message_desk_get_report: Returns: (transfer none) (nullable): the PDF of the last one that was produced */
GBytes *fake_message_desk_get_report (OrchMessageDesk *self);
/** fake_message_desk_get_draft: Returns: (transfer none) (nullable): what is kept of the conversation @id */
const char *fake_message_desk_get_draft (OrchMessageDesk *self, const char *id);
/** fake_message_desk_add_template: as it is */
void fake_message_desk_add_template (OrchMessageDesk *self, const OrchMessageTemplateFields *fields);

/** fake_message_desk_set_hub: whether orch_message_desk_fetch() has a hub that answers */
void fake_message_desk_set_hub (OrchMessageDesk *self, gboolean answers);

G_END_DECLS
