/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Sends what waits in the outbox, several at a time but one after the other of each object, as long as the hub answers; waits, longer
 * at each failure, when it does not. What a person did carries that person's token, what the workstation did its own. A change that
 * meets another is put together or kept for a person to settle; what the hub refuses waits, visible, and the others go on.
 * Owned by the engine; main thread. Source: architecture.md rules 3 and 4, product.md §3.
 */
#pragma once

#include <libdex.h>

#include "core/orch-clinic.h"
#include "hub/orch-hub.h"
#include "session/orch-hub-access.h"
#include "session/orch-session.h"
#include "store/orch-store.h"

G_BEGIN_DECLS

#define ORCH_TYPE_OUTBOX_PUMP (orch_outbox_pump_get_type ())
G_DECLARE_FINAL_TYPE (OrchOutboxPump, orch_outbox_pump, ORCH, OUTBOX_PUMP, GObject)

/*
 * Properties, read-only and notified: online (gboolean), waiting, failed (uint), busy (gboolean), last-exchange (int64, µs since 1970)
 * Signal "acknowledged" (string id): the hub has acknowledged the alert of that id
 */

/** orch_outbox_pump_new: @session: (nullable): whose token the persons' ops wait for; @workstation: (nullable): our UUID of this workstation */
OrchOutboxPump *orch_outbox_pump_new (OrchStore *store, OrchHubAccess *access, OrchSession *session,
                                      const char *workstation);
/** orch_outbox_pump_set_clinic_hub_id: (nullable): the Organization that alerts speak of */
void orch_outbox_pump_set_clinic_hub_id (OrchOutboxPump *self, const char *hub_id);

void orch_outbox_pump_start (OrchOutboxPump *self);
/** orch_outbox_pump_kick: something was queued: tries what is due */
void orch_outbox_pump_kick (OrchOutboxPump *self);
/** orch_outbox_pump_flush: tries now. Returns: (transfer full): a future boolean, once everything that was due was tried: whether nothing is left */
DexFuture *orch_outbox_pump_flush (OrchOutboxPump *self);
/** orch_outbox_pump_wake: the network or the person is back: what waits for its next try is tried now; a hub that did not answer is asked
 * whether it is there */
void orch_outbox_pump_wake (OrchOutboxPump *self);
/** orch_outbox_pump_note_exchange: the hub has just answered something that did not go through the outbox */
void orch_outbox_pump_note_exchange (OrchOutboxPump *self);
/** orch_outbox_pump_note_silence: the hub has just not answered something that did not go through the outbox: it is asked, now and then, until it does */
void orch_outbox_pump_note_silence (OrchOutboxPump *self);
/** orch_outbox_pump_stop: after the op under way */
void orch_outbox_pump_stop (OrchOutboxPump *self);
/** orch_outbox_pump_end: the same. Returns: (transfer full): a future boolean, once it has stopped */
DexFuture *orch_outbox_pump_end (OrchOutboxPump *self);

/** orch_outbox_pump_watch_alert: of an earlier run of the program: "acknowledged" is emitted for @id when the hub has acknowledged it */
void orch_outbox_pump_watch_alert (OrchOutboxPump *self, const char *id);

/**
 * orch_outbox_pump_send_alert:
 * @alert: id, reason and what is said; borrowed for the call
 *
 * Queues the alert; it is sent as soon as the hub answers, once.
 *
 * Returns: (transfer full): a future boolean, once it is in the store
 */
DexFuture *orch_outbox_pump_send_alert (OrchOutboxPump *self, const OrchActor *actor, const OrchHubAlert *alert);

/** orch_outbox_pump_get_online: whether the hub answered the last time */
gboolean orch_outbox_pump_get_online (OrchOutboxPump *self);

G_END_DECLS
