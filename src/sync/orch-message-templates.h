/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to sync/) The clinic's templates of messages: one group of its settings, in which each is a member by its id. Source: hub/README.md (Secure
 * messages). Main thread.
 */
#pragma once

#include "core/orch-message-template.h"
#include "session/orch-session.h"
#include "store/orch-store.h"

G_BEGIN_DECLS

#define ORCH_MESSAGE_TEMPLATES_GROUP "templates"

/** orch_message_templates_parse: @text: (nullable): what cannot be read of it is left out. Returns: (transfer full) (element-type OrchMessageTemplate): by title */
GPtrArray *orch_message_templates_parse (const char *text);
/** orch_message_templates_to_text: Returns: (transfer full) */
char *orch_message_templates_to_text (GPtrArray *templates);

/** orch_message_templates_list, _save, _remove: see orch-message-desk.h */
DexFuture *orch_message_templates_list (OrchStore *store, OrchSession *session);
DexFuture *orch_message_templates_save (OrchStore *store, OrchSession *session, OrchMessageTemplate *message_template);
DexFuture *orch_message_templates_remove (OrchStore *store, OrchSession *session, const char *id);

G_END_DECLS
