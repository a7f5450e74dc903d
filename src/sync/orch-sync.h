/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The synchronisation of a clinic: what runs, when the next one does, what came of it. It goes on with the windows closed, behind
 * the lock and with nobody signed in, under the identity of the workstation; what a person decided is sent with that person's.
 * Owned by the engine (READY only); main thread; every run is a fiber. A run never leaves half of anything: killed at any moment,
 * the next one goes on from the last page that was committed.
 *
 * Order of a run: outbox out, hub changes in, lease, EMR departments, staff and services, schedules, slots and appointments page by
 * page, their patients, the rules, rows the hub lacks out by batches, release.
 * Source: product.md §3 (Sync status panel), architecture.md rules 3 to 6.
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "core/orch-error.h"
#include "core/orch-file-read.h"
#include "core/orch-service-merge.h"
#include "store/orch-edit-conflict.h"
#include "store/orch-reconciliation.h"
#include "store/orch-sync-record.h"
#include "orch-chart-settings.h"
#include "orch-sync-item.h"
#include "orch-sync-settings.h"
#include "orch-sync-source.h"
#include "orch-ticket.h"

G_BEGIN_DECLS

/** OrchSyncKind: kept in the store: append only. A run brings what the ones after it bring, and more: see orch_sync_kind_covers() */
typedef enum
{
  ORCH_SYNC_RECENT = 0, /* staff, services, and the appointments of the days around today; every 30 minutes */
  ORCH_SYNC_FULL, /* the same for the whole schedule; daily at midnight, or at the next start when that was missed */
  ORCH_SYNC_SERVICES, /* staff and services with what the rules need of appointments: the services window's button */
} OrchSyncKind;

#define ORCH_N_SYNC_KINDS (ORCH_SYNC_SERVICES + 1)

/** OrchSyncPhase: what a run is doing */
typedef enum
{
  ORCH_SYNC_PHASE_IDLE = 0,
  ORCH_SYNC_PHASE_SENDING,      /* what was done here */
  ORCH_SYNC_PHASE_RECEIVING,    /* what was done on other workstations */
  ORCH_SYNC_PHASE_STAFF,        /* from the EMR, departments too */
  ORCH_SYNC_PHASE_SERVICES,     /* from the EMR */
  ORCH_SYNC_PHASE_SCHEDULES,    /* from the EMR */
  ORCH_SYNC_PHASE_SLOTS,        /* from the EMR */
  ORCH_SYNC_PHASE_APPOINTMENTS, /* from the EMR */
  ORCH_SYNC_PHASE_PATIENTS,     /* from the EMR */
  ORCH_SYNC_PHASE_RULES,        /* what the appointments mean for services */
  ORCH_SYNC_PHASE_UPLOADING,    /* to the hub */
} OrchSyncPhase;

#define ORCH_TYPE_SYNC (orch_sync_get_type ())
G_DECLARE_FINAL_TYPE (OrchSync, orch_sync, ORCH, SYNC, GObject)

/*
 * Properties, read-only and notified:
 *   running      gboolean
 *   kind         int (OrchSyncKind): of the run under way, else of the last
 *   phase        int (OrchSyncPhase)
 *   done, total  uint: of the phase; total 0 = unknown
 *   last-recent, last-full   int64: µs since 1970 of the last that succeeded (a full one counts as recent), 0 = never
 *   next-recent, next-full   int64: µs since 1970 when one is due, 0 = never by itself (paused)
 *   paused       gboolean: no run by itself; what a person asks for still runs
 *   patients-seen   gboolean: who arrived with the first run was looked at once, on this workstation
 *   error        GError (nullable): why the last run did not do everything; %NULL once one did
 *   held-by      string (nullable): another workstation of the clinic is at it: its name
 *   files        string (nullable): changes with what orch_sync_get_file() says
 * Signal "ticket-changed": the hub took the last ticket, or the support has received it
 */

/** orch_sync_kind_covers: whether a run of @kind brings everything that one of @other would */
gboolean orch_sync_kind_covers (OrchSyncKind kind, OrchSyncKind other);

/**
 * orch_sync_start:
 *
 * Asks for a run now. One runs at a time; who asks for what is under way, or what waits its turn, gets the same future.
 *
 * Returns: (transfer full): a future of an #OrchSyncRecord of what was done; rejects CANCELLED, or with the reason nothing or not all could be
 *   done: OFFLINE, SIGN_IN_AGAIN, THROTTLED, SERVER_FAULT…; what had been committed stays
 */
DexFuture *orch_sync_start (OrchSync *self, OrchSyncKind kind);
/** orch_sync_cancel: ends the run under way and those that wait; what was committed stays */
void orch_sync_cancel (OrchSync *self);
/** orch_sync_pause: no run by itself until orch_sync_resume(), over restarts too; an automatic one under way is ended */
void orch_sync_pause (OrchSync *self);
void orch_sync_resume (OrchSync *self);

gboolean orch_sync_get_running (OrchSync *self);
OrchSyncKind orch_sync_get_kind (OrchSync *self);
OrchSyncPhase orch_sync_get_phase (OrchSync *self);
guint orch_sync_get_done (OrchSync *self);
guint orch_sync_get_total (OrchSync *self);
/** orch_sync_get_last: @kind: RECENT or FULL. Returns: µs since 1970, 0 = never */
gint64 orch_sync_get_last (OrchSync *self, OrchSyncKind kind);
gint64 orch_sync_get_next (OrchSync *self, OrchSyncKind kind);
gboolean orch_sync_get_paused (OrchSync *self);
/** orch_sync_note_patients_seen: nobody needs to be led to who arrived any more; over restarts too */
void orch_sync_note_patients_seen (OrchSync *self);
gboolean orch_sync_get_patients_seen (OrchSync *self);
const GError *orch_sync_get_error (OrchSync *self); /* (nullable) */
const char *orch_sync_get_held_by (OrchSync *self); /* (nullable) */

/** orch_sync_get_file: of an EMR that is read from files: what was read last. @read: (out caller-allocates): for orch_file_read_clear(). Returns: %FALSE when nothing is known */
gboolean orch_sync_get_file (OrchSync *self, OrchFileKind kind, OrchFileRead *read);
/** orch_sync_accept_fewer: after an error FEWER: the file is right. Returns: (transfer full): as orch_sync_start(); SIGN_IN_AGAIN, REFUSED */
DexFuture *orch_sync_accept_fewer (OrchSync *self);

/** orch_sync_list_waiting: Returns: (transfer full): a future of a #GListModel of #OrchSyncItem: what the hub does not have yet or refused, oldest first */
DexFuture *orch_sync_list_waiting (OrchSync *self);
/** orch_sync_retry: @seq: of an #OrchSyncItem, 0 = all that can be. Returns: (transfer full): a future of uint: how many are tried again; SIGN_IN_AGAIN, REFUSED */
DexFuture *orch_sync_retry (OrchSync *self, gint64 seq);

/** orch_sync_give_up: @seq: of an #OrchSyncItem that is not being sent: a service or a member of the staff is again as the hub has it, at once or with the next
 * run; journaled. Returns: (transfer full): a future boolean; NOT_FOUND, SIGN_IN_AGAIN, REFUSED */
DexFuture *orch_sync_give_up (OrchSync *self, gint64 seq);

/** orch_sync_list_runs: @kind: OrchSyncKind, -1 = any. Returns: (transfer full): a future of a #GListModel of #OrchSyncRecord, newest first */
DexFuture *orch_sync_list_runs (OrchSync *self, int kind, guint limit);

/* What a person settles; each rejects SIGN_IN_AGAIN when nobody is signed in, REFUSED who may not, CONFLICT what was settled already */

/** orch_sync_list_conflicts: Returns: (transfer full): a future of a #GListModel of #OrchEditConflict: what was changed here and on another workstation,
 * oldest first */
DexFuture *orch_sync_list_conflicts (OrchSync *self);
/**
 * orch_sync_settle:
 * @conflict: as it was shown
 * @kept: of the fields in conflict, which stay as they are here; the others become as they are there; 0 = all theirs,
 *   ORCH_SERVICE_ALL_FIELDS = all mine; OrchStaffMergeField of a person. What only one side changed stays so
 *
 * Settled is what there is now, not what was shown: where either side moved on since in a field that is in conflict, nothing is done, the future
 * rejects CONFLICT, and orch_sync_list_conflicts() has what to ask now.
 *
 * Returns: (transfer full): a future boolean; what differs from the hub is then sent
 */
DexFuture *orch_sync_settle (OrchSync *self, OrchEditConflict *conflict, guint kept);
/** orch_sync_list_reconciliations: journaled: one entry for each patient. Returns: (transfer full): a future of a #GListModel of #OrchReconciliation, by
 * patient: protected fields that the EMR gives otherwise; REFUSED while locked */
DexFuture *orch_sync_list_reconciliations (OrchSync *self);
/** orch_sync_settle_reconciliation: Returns: (transfer full): a future boolean */
DexFuture *orch_sync_settle_reconciliation (OrchSync *self, OrchReconciliation *reconciliation, gboolean take_theirs);

/** orch_sync_count_patients: Returns: (transfer full): a future of a variant "(uu)": how many patients there are, and of how many a field waits to be
 * reconciled; REFUSED while locked, or without READ_APPOINTMENTS */
DexFuture *orch_sync_count_patients (OrchSync *self);
/** orch_sync_list_patients: who arrived with the appointments; journaled. Returns: (transfer full): a future of a #GListModel of #OrchPatient, by name;
 * REFUSED as above */
DexFuture *orch_sync_list_patients (OrchSync *self);

/* Support */

/** orch_sync_dup_diagnostic: what may help the support and says nothing of a patient: versions, states, codes of errors. Returns: (transfer full): a future of
 * a string of several lines */
DexFuture *orch_sync_dup_diagnostic (OrchSync *self);
/** orch_sync_send_ticket: kept in the outbox, sent as soon as the hub answers, once. Returns: (transfer full): a future of an #OrchTicket; INVALID without
 * description or contact, SIGN_IN_AGAIN, REFUSED without SEND_ALERT */
DexFuture *orch_sync_send_ticket (OrchSync *self, const OrchTicketText *text);
/** orch_sync_load_ticket: the last one of this workstation. Returns: (transfer full): a future of an #OrchTicket, or of a %NULL object */
DexFuture *orch_sync_load_ticket (OrchSync *self);
/** orch_sync_keep_ticket_draft: what is half written: sealed at once with the key of who is signed in, written within a third of a second, theirs until
 * it is forgotten. @text: (nullable): nothing is kept any more, as when it says nothing; its diagnostic is not kept. Returns: whether it is kept: not while
 * locked, nor for who has no PIN */
gboolean orch_sync_keep_ticket_draft (OrchSync *self, const OrchTicketText *text);
/** orch_sync_load_ticket_draft: Returns: (transfer full): a future of a variant "(uss)": OrchTicketReason, description, contact; NOT_FOUND, REFUSED while
 * locked or when its key is gone */
DexFuture *orch_sync_load_ticket_draft (OrchSync *self);

/** orch_sync_load_settings: Returns: (transfer full): a future of #OrchSyncSettings */
DexFuture *orch_sync_load_settings (OrchSync *self);
/** orch_sync_save_settings: for all workstations of the clinic. @shown: as they were loaded: what another workstation changed since stays.
 * Returns: (transfer full): a future boolean; REFUSED without EDIT_EMR */
DexFuture *orch_sync_save_settings (OrchSync *self, OrchSyncSettings *shown, OrchSyncSettings *settings);

/** orch_sync_list_key_uses: of the clinic's shared key on other workstations, that nobody has said to know; looked at anew by each run.
 * Returns: (transfer full): a future of a variant "a(sx)": name ("" = not told) and when (µs since 1970), newest first; REFUSED without EDIT_EMR */
DexFuture *orch_sync_list_key_uses (OrchSync *self);
/** orch_sync_dismiss_key_uses: they are known, on every workstation once it has synchronised; journaled. Returns: (transfer full): a future boolean; REFUSED without EDIT_EMR */
DexFuture *orch_sync_dismiss_key_uses (OrchSync *self);

/** orch_sync_load_chart: Returns: (transfer full): a future of #OrchChartSettings */
DexFuture *orch_sync_load_chart (OrchSync *self);
/** orch_sync_save_chart: as orch_sync_save_settings(). When walk-in patients are to be brought again, the whole schedule brings those of before */
DexFuture *orch_sync_save_chart (OrchSync *self, OrchChartSettings *shown, OrchChartSettings *settings);

/** orch_sync_list_sources: Returns: (transfer full): a future of a #GListModel of #OrchSyncSource: the EMR's offices, then its professionals, with those
 * that are left out; REFUSED without READ_DIRECTORY */
DexFuture *orch_sync_list_sources (OrchSync *self);
/** orch_sync_list_arrivals: those of them that appeared in the EMR since the clinic was set up and that nobody has said to have seen on this
 * workstation; looked at anew by each run that reads the directory. Returns: as orch_sync_list_sources() */
DexFuture *orch_sync_list_arrivals (OrchSync *self);
/** orch_sync_dismiss_arrivals: they were seen. Returns: (transfer full): a future boolean; REFUSED without SYNC */
DexFuture *orch_sync_dismiss_arrivals (OrchSync *self);

/* For tests, and for what else moves the clock */

/** orch_sync_set_automatic: whether runs begin by themselves; %TRUE unless a test says otherwise */
void orch_sync_set_automatic (OrchSync *self, gboolean automatic);
/** orch_sync_poke: the clock may have been moved, the network may be back: looks again at what is due */
void orch_sync_poke (OrchSync *self);

G_END_DECLS
