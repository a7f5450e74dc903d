/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The rule of the clinic's templates of messages, a group of its settings: everybody adds their own, and an administrator approves. Main thread.
 */
#pragma once

#include "orch-sandbox-access.h"
#include "orch-sandbox-reply.h"
#include "orch-sandbox-store.h"

G_BEGIN_DECLS

/** orch_sandbox_templates_check: a Basic; as orch_sandbox_messages_check(). Returns: (transfer full) (nullable): the refusal */
OrchSandboxReply *orch_sandbox_templates_check (OrchSandboxStore *store, const OrchSandboxAccess *access,
                                                JsonObject *before, JsonObject *after);

G_END_DECLS
