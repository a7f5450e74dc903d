/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to sync/) A service, or a person, that the hub holds otherwise than we thought: put together where it can be, else kept for a person to
 * choose. Main thread. Source: architecture.md rule 4.
 */
#pragma once

#include "hub/orch-hub.h"
#include "store/orch-store.h"

G_BEGIN_DECLS

/**
 * orch_outbox_await_conflict:
 * @actor: the workstation
 * @mine: an #OrchService or #OrchStaffMember, as it was sent
 * @theirs: as the hub has it; @version: (nullable): its version there
 * @waits: (out): whether it now waits for a person
 *
 * In a fiber. Returns: %FALSE and @error when the store could not do it
 */
gboolean orch_outbox_await_conflict (OrchStore *store, const OrchActor *actor, GObject *mine, GObject *theirs,
                                     const char *version, gboolean *waits, GError **error);

/** orch_outbox_await_deleted: in a fiber: somebody took @mine away from the hub: what the EMR has is made there anew, and of what a person typed they
 * are asked whether it lives on: then @waits. Returns: %FALSE and @error when the store could not do it */
gboolean orch_outbox_await_deleted (OrchStore *store, const OrchActor *actor, GObject *mine, const char *version,
                                    gboolean *waits, GError **error);

/** orch_outbox_merge_settled: of two services or two people: orch_service_merge_settled(), orch_staff_member_merge_settled(). Returns: (transfer full) */
GObject *orch_outbox_merge_settled (GObject *base, GObject *mine, GObject *theirs, guint kept);

G_END_DECLS
