/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The rules of secure messages, checked at every write to the hub: who may write what, what never changes any more, and the
 * e-mail that says that a message waits. Main thread.
 */
#pragma once

#include "orch-sandbox-access.h"
#include "orch-sandbox-reply.h"
#include "orch-sandbox-store.h"

G_BEGIN_DECLS

#define ORCH_SANDBOX_THREAD "thread"
#define ORCH_SANDBOX_MESSAGE "message"

/** orch_sandbox_messages_kind: Returns: (transfer none) (nullable): thread, message, or %NULL when @communication is neither */
const char *orch_sandbox_messages_kind (JsonObject *communication);
/** orch_sandbox_messages_head: Returns: (transfer full) (nullable): Communication/id of the conversation that @message is of */
char *orch_sandbox_messages_head (JsonObject *message);

/** orch_sandbox_messages_rule: whether there are rules for resources of @type */
gboolean orch_sandbox_messages_rule (const char *type);

/**
 * orch_sandbox_messages_check:
 * @before: (nullable): what the hub holds; %NULL for a creation
 * @after: (nullable): what is to be; %NULL for a deletion
 *
 * Returns: (transfer full) (nullable): the refusal, or %NULL when nothing of it is against the rules
 */
OrchSandboxReply *orch_sandbox_messages_check (OrchSandboxStore *store, const OrchSandboxAccess *access,
                                               JsonObject *before, JsonObject *after);
/** orch_sandbox_messages_written: what follows from a write that was done; @after: as it is now */
void orch_sandbox_messages_written (OrchSandboxStore *store, JsonObject *before, JsonObject *after);

G_END_DECLS
