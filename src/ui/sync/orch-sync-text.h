/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The one file that says, for a person, what a synchronisation does and did, and what waits for the hub and why. Main thread. Strings are
 * translated.
 */
#pragma once

#include "sync/orch-engine.h"
#include "sync/orch-sync-item.h"
#include "sync/orch-sync.h"

G_BEGIN_DECLS

/** orch_sync_text_get_phase: Returns: (transfer none): what a run is doing */
const char *orch_sync_text_get_phase (OrchSyncPhase phase);
/** orch_sync_text_dup_progress: Returns: (transfer full): the phase, how far, of how much when that is known */
char *orch_sync_text_dup_progress (OrchSync *sync);
/** orch_sync_text_get_kind: Returns: (transfer none): what a run of @kind brings */
const char *orch_sync_text_get_kind (OrchSyncKind kind);

/** orch_sync_text_dup_schedule: @kind: RECENT or FULL. Returns: (transfer full): when one was done last, and when the next is due */
char *orch_sync_text_dup_schedule (OrchSync *sync, OrchSyncKind kind);

/** orch_sync_text_dup_outcome: @run: an #OrchSyncRecord. Returns: (transfer full): how it ended, what it brought and sent, why it failed */
char *orch_sync_text_dup_outcome (gpointer run);
/** orch_sync_text_get_outcome_icon: Returns: (transfer none) */
const char *orch_sync_text_get_outcome_icon (gpointer run);

/** orch_sync_text_dup_undecided: Returns: (transfer full): that @n changes wait for a person: the hub refused them, or another workstation
 * changed the same */
char *orch_sync_text_dup_undecided (guint n);
/** orch_sync_text_dup_failure: why a synchronisation failed, and what to do. @whole: of the whole schedule; @reached: whether asking for more, or the support, may help. Returns: (transfer full) */
char *orch_sync_text_dup_failure (const GError *error, gboolean whole, gboolean reached);
/** orch_sync_text_dup_item: Returns: (transfer full): which change waits */
char *orch_sync_text_dup_item (OrchSyncItem *item);
/** orch_sync_text_dup_reason: Returns: (transfer full): since when, why, and whether trying again can help */
char *orch_sync_text_dup_reason (OrchSyncItem *item);

G_END_DECLS
