/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A stand-in for the desk of the services and for the sync, over an array of services and the real rules. Main thread.
 */
#pragma once

#include "sync/orch-service-desk.h"
#include "store/orch-outbox-row.h"
#include "sync/orch-sync.h"

G_BEGIN_DECLS

/** fake_desk_new: @services: (element-type OrchService): shared: what is changed is replaced in it; @changed: called with @data after each change */
OrchServiceDesk *fake_desk_new (GPtrArray *services, void (*changed) (gpointer data), gpointer data);
/** fake_desk_set_upcoming: that service has @n appointments to come */
void fake_desk_set_upcoming (OrchServiceDesk *self, const char *id, guint n);
/** fake_desk_refuse: acts on that service are refused from now on, with the hub's words; @words: (nullable): %NULL = no longer */
void fake_desk_refuse (OrchServiceDesk *self, const char *id, const char *words);
/** fake_desk_change: somebody else has made that of the service */
void fake_desk_change (OrchServiceDesk *self, const OrchServiceFields *fields);
/** fake_desk_announce: that service came back by itself */
void fake_desk_announce (OrchServiceDesk *self, const char *id);

OrchSync *fake_sync_new (void);
/** fake_sync_set_progress: a run of services that is under way */
void fake_sync_set_progress (OrchSync *self, OrchSyncPhase phase, guint done, guint total);
/** fake_sync_set_last: when a run succeeded, 0 = never yet */
void fake_sync_set_last (OrchSync *self, gint64 last);
/** fake_sync_set_last_full: the same of the whole schedule alone, from the next notification on */
void fake_sync_set_last_full (OrchSync *self, gint64 last);
/** fake_sync_set_state: @error: (nullable): of the last run, which was of @kind; @held_by: (nullable) */
void fake_sync_set_state (OrchSync *self, gboolean paused, const GError *error, OrchSyncKind kind, const char *held_by);
/** fake_sync_add_run: the newest */
void fake_sync_add_run (OrchSync *self, const OrchSyncRecordFields *fields);
void fake_sync_add_item (OrchSync *self, const OrchOutboxRowFields *fields, const char *name, OrchSyncItemFlags flags);
void fake_sync_add_waiting (OrchSync *self, const OrchOutboxRowFields *fields, const char *name);
void fake_sync_add_conflict (OrchSync *self, const OrchEditConflictFields *fields);
/** fake_sync_overtake: the conflicts are settled by themselves; who settles one from now on is told so */
void fake_sync_overtake (OrchSync *self);
/** fake_sync_get_retried: what was asked to be sent again, 0 = all, -1 = nothing */
gint64 fake_sync_get_retried (OrchSync *self);
/** fake_sync_get_given_up: which change was given up, 0 = none */
gint64 fake_sync_get_given_up (OrchSync *self);
/** fake_sync_get_kept: what was settled, -1 = nothing */
int fake_sync_get_kept (OrchSync *self);
/** fake_sync_add_source: a professional or an office of the EMR; fresh = it is announced */
void fake_sync_add_source (OrchSync *self, const OrchSyncSourceFields *fields);
/** fake_sync_set_key_uses: @uses: (transfer floating): "a(sx)" */
void fake_sync_set_key_uses (OrchSync *self, GVariant *uses);
/** fake_sync_get_chart: as they were last saved */
OrchChartSettings *fake_sync_get_chart (OrchSync *self);
/** fake_sync_get_settings: as they were last saved */
OrchSyncSettings *fake_sync_get_settings (OrchSync *self);
void fake_sync_add_reconciliation (OrchSync *self, const OrchReconciliationFields *fields);
void fake_sync_add_patient (OrchSync *self, OrchPatient *patient);
/** fake_sync_get_taken: the fields that were taken from the EMR: OrchPatientField */
guint fake_sync_get_taken (OrchSync *self);
/** fake_sync_get_ticket_text: what was sent: description, contact, diagnostic, with bars between */
const char *fake_sync_get_ticket_text (OrchSync *self);
void fake_sync_set_ticket_state (OrchSync *self, OrchTicketState state);
/** fake_sync_end: resolves what orch_sync_start() gave; @error: (nullable): copied */
void fake_sync_end (OrchSync *self, const GError *error);

G_END_DECLS
