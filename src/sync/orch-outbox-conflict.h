/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to sync/) A service that the hub holds otherwise than we thought: put together where it can be, else kept for a person to
 * choose. Main thread. Source: architecture.md rule 4.
 */
#pragma once

#include "hub/orch-hub.h"
#include "store/orch-store.h"

G_BEGIN_DECLS

/**
 * orch_outbox_await_conflict:
 * @actor: the workstation
 * @mine: as it was sent
 * @theirs: as the hub has it; @version: (nullable): its version there
 * @waits: (out): whether it now waits for a person
 *
 * In a fiber. Returns: %FALSE and @error when the store could not do it
 */
gboolean orch_outbox_await_conflict (OrchStore *store, const OrchActor *actor, OrchService *mine, OrchService *theirs,
                                     const char *version, gboolean *waits, GError **error);

G_END_DECLS
