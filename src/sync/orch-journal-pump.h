/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Sends the journal of accesses to the hub, in its order, a moment after each act or once the hub answers again: by the workstation, behind the
 * lock too, whoever is there. Where it got to is in the store; what may have arrived before an answer was lost is asked for, not sent twice.
 * Owned by the engine; main thread. Source: security.md 10.
 */
#pragma once

#include "orch-outbox-pump.h"

G_BEGIN_DECLS

#define ORCH_TYPE_JOURNAL_PUMP (orch_journal_pump_get_type ())
G_DECLARE_FINAL_TYPE (OrchJournalPump, orch_journal_pump, ORCH, JOURNAL_PUMP, GObject)

/** orch_journal_pump_new: @pump: tells when the hub answers; @workstation: its UUID. Sends nothing before orch_journal_pump_start() */
OrchJournalPump *orch_journal_pump_new (OrchStore *store, OrchHubAccess *access, OrchOutboxPump *pump,
                                        const char *workstation);
void orch_journal_pump_start (OrchJournalPump *self);
/** orch_journal_pump_flush: at once. Returns: (transfer full): a future boolean, once everything is sent; rejects as the hub does */
DexFuture *orch_journal_pump_flush (OrchJournalPump *self);
/** orch_journal_pump_stop: after the batch under way */
void orch_journal_pump_stop (OrchJournalPump *self);

G_END_DECLS
