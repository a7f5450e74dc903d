/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to sync/) The ops of the outbox on their way to the hub, by type. Each may be sent again after a lost answer: the hub's side
 * of each is idempotent. In fibers on the main thread.
 */
#pragma once

#include "hub/orch-hub.h"
#include "store/orch-store.h"

G_BEGIN_DECLS

/** OrchOutboxSender: borrowed for the call */
typedef struct
{
  OrchStore *store;
  OrchHub *hub;              /* as who queued the ops */
  const OrchActor *actor;    /* the workstation */
  const char *clinic_hub_id; /* (nullable): the Organization that alerts speak of */
  GHashTable *conversations; /* id → DexPromise: those that are being begun on the hub */
} OrchOutboxSender;

/** orch_outbox_is_batched: whether several ops of @fields' type and verb are sent in one exchange */
gboolean orch_outbox_is_batched (const OrchOutboxRowFields *fields);

/** orch_outbox_choose_version: @known: (nullable); @sent: (nullable): what left before. Returns: the version of a service, as
 * orch_hub_put_services_checked() takes it */
const char *orch_outbox_choose_version (const char *known, GPtrArray *sent);

/** orch_outbox_await_merged: in a fiber. @theirs: (nullable): of the row of a person that was sent: what the hub made of it with what others changed.
 * Returns: whether that is what is here now, and nothing is left to send; not, when there is nothing to take, or it was edited meanwhile */
gboolean orch_outbox_await_merged (OrchStore *store, const OrchActor *actor, gpointer sent, gpointer theirs,
                                   const char *version);

/**
 * orch_outbox_await_send:
 * @ops: (element-type OrchOutboxRow): of one type and verb; one op where that type is not batched
 *
 * Returns: (transfer full) (nullable) (element-type OrchHubRow): what became of each, in their order; %NULL and @error when none could be sent
 */
GPtrArray *orch_outbox_await_send (const OrchOutboxSender *self, GPtrArray *ops, GError **error);

G_END_DECLS
