/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to sync/) How the synchronisation is made and moved: for the engine that owns it, and for the files that share a run:
 * orch-sync.c (properties, calls), orch-sync-queue.c (queue, clock), orch-sync-run.c (the order of a run), -history.c (what is kept of it), -connection.c, -changes.c, -emr.c, -arrivals.c, -upload.c, -lease.c, -alert.c (its parts). Main thread.
 */
#pragma once

#include "emr/orch-emr-file.h"
#include "session/orch-hub-access.h"
#include "store/orch-store.h"
#include "orch-chart-pump.h"
#include "orch-emr-settings.h"
#include "orch-hub-pull.h"
#include "orch-import-run-private.h"
#include "orch-outbox-pump.h"
#include "orch-service-desk.h"
#include "orch-sync-settings.h"
#include "orch-sync.h"
#include "orch-wake-watch.h"

G_BEGIN_DECLS

/** OrchSyncParts: borrowed for the call, kept */
typedef struct
{
  OrchStore *store;
  OrchHubAccess *access;
  OrchOutboxPump *pump;
  OrchSession *session;
  OrchEmrSettings *emr;
  OrchImportRun *staff;
  OrchImportRun *services;
  const char *workstation; /* its UUID */
  gboolean training;
} OrchSyncParts;

OrchSync *orch_sync_new (const OrchSyncParts *parts);
/** orch_sync_begin: runs happen by themselves from now on; awaits: what earlier runs left is read from the store */
void orch_sync_begin (OrchSync *self);
/** orch_sync_stop: the clinic is closed: nothing runs or begins any more */
void orch_sync_stop (OrchSync *self);
/** orch_sync_end: the same. Returns: (transfer full): a future boolean, once nothing is under way: the lease is given back */
DexFuture *orch_sync_end (OrchSync *self);

typedef enum
{
  ORCH_SYNC_PROP_RUNNING = 1,
  ORCH_SYNC_PROP_KIND,
  ORCH_SYNC_PROP_PHASE,
  ORCH_SYNC_PROP_DONE,
  ORCH_SYNC_PROP_TOTAL,
  ORCH_SYNC_PROP_LAST_RECENT,
  ORCH_SYNC_PROP_LAST_FULL,
  ORCH_SYNC_PROP_NEXT_RECENT,
  ORCH_SYNC_PROP_NEXT_FULL,
  ORCH_SYNC_PROP_PAUSED,
  ORCH_SYNC_PROP_PATIENTS_SEEN,
  ORCH_SYNC_PROP_ERROR,
  ORCH_SYNC_PROP_HELD_BY,
  ORCH_SYNC_PROP_FILES,
} OrchSyncProperty;

struct _OrchSync
{
  GObject parent_instance;

  /* owned */
  OrchStore *store;
  OrchHubAccess *access;
  OrchOutboxPump *pump;
  OrchChartPump *charts;
  OrchSession *session;
  OrchEmrSettings *emr;
  OrchImportRun *imports[2];
  GHashTable *absent;   /* EMR ids of patients whom the EMR does not have: not asked for again */
  OrchWakeWatch *watch; /* (nullable) until begun */
  OrchSyncRecord *idle; /* (nullable): the last run, which found nothing new and wrote nothing */
  char *workstation;
  DexPromise *waiting[ORCH_N_SYNC_KINDS]; /* (nullable): asked for, not begun */
  DexPromise *current;                    /* (nullable): the run under way */
  DexPromise *cancelled;                  /* (nullable): of the run under way */
  GError *error;                          /* (nullable) */
  char *held_by;                          /* (nullable) */
  char *folder;                           /* (nullable): of an EMR that is read from files */
  GFileMonitor *folder_monitor;           /* (nullable) */
  char *files;                            /* (nullable): what was read of them: see core/orch-file-read.h */
  GHashTable *drafts;                     /* (nullable): being written: setting → text, NULL = none any more */

  guint upload_source; /* what was typed by hand goes to the hub soon */
  guint source;        /* the next look at the clock */
  guint failures;      /* of automatic runs, in a row */
  gint64 full_after;   /* training: the first whole schedule is not before the midnight after */
  gint64 retry_at;     /* not before, after a failure */
  gint64 clock_offset; /* the time minus the machine's own count, at the last look */
  gint64 last[2];      /* RECENT, FULL */
  gint64 next[2];
  OrchSyncKind kind;
  OrchSyncPhase phase;
  guint done;
  guint total;
  gboolean training;
  gboolean paused;
  gboolean patients_seen;
  gboolean automatic;
  gboolean begun;     /* what earlier runs left was read */
  gboolean by_itself; /* the run under way began by itself */
  gboolean uploading; /* what is under way is no run: what was typed by hand goes to the hub */
  gboolean stopped;
  gboolean tickets_watched;
  gboolean files_due; /* something changed in the folder */
};

/* The queue and the clock */

void orch_sync_notify (OrchSync *self, OrchSyncProperty property);
/** orch_sync_look: at the clock: begins what is due */
void orch_sync_look (OrchSync *self);
void orch_sync_enqueue (OrchSync *self, OrchSyncKind kind);
void orch_sync_start_next (OrchSync *self);
/** orch_sync_find_covering: Returns: (transfer none) (nullable): the run that brings what one of @kind would, under way or waiting */
DexPromise *orch_sync_find_covering (OrchSync *self, OrchSyncKind kind);
void orch_sync_cancel_current (OrchSync *self);
void orch_sync_cancel_waiting (OrchSync *self);
void orch_sync_save_paused (OrchSync *self);
void orch_sync_save_patients_seen (OrchSync *self);

/** orch_sync_watch_files: the connection to the EMR is known, or another one: its folder is watched, if it has one */
void orch_sync_watch_files (OrchSync *self);
/** orch_sync_await_files: in a fiber: the same, once what was read before is known */
void orch_sync_await_files (OrchSync *self);
/** orch_sync_note_files: @known: (nullable): what was read of the files */
void orch_sync_note_files (OrchSync *self, const char *known);
OrchStore *orch_sync_get_store (OrchSync *self);
OrchSession *orch_sync_get_session (OrchSync *self);
/** orch_sync_tell_emr_changed: emits OrchSync::emr-changed: store and keyring have, or ask for, another connection */
void orch_sync_tell_emr_changed (OrchSync *self);
/** orch_sync_get_charts: Returns: (transfer none): what sends to the charts of the EMR */
OrchChartPump *orch_sync_get_charts (OrchSync *self);
/** orch_sync_kick: what waits is sent now */
void orch_sync_kick (OrchSync *self);

/** OrchSyncRun: one run under way; owned by its fiber */
typedef struct
{
  OrchSync *sync; /* owned, as all that follows */
  OrchStore *store;
  OrchHubAccess *access;
  OrchOutboxPump *pump;
  OrchEmrSettings *emr_settings;
  OrchSyncSettings *settings; /* (nullable) until read */
  OrchEmr *emr;               /* (nullable): there is one, and it is being asked */
  OrchImportRun *imports[2];
  DexPromise *cancelled; /* rejected CANCELLED to end the waits of the run */
  OrchHub *hub;          /* (nullable) until it answered */
  OrchClinic *clinic;    /* (nullable) until read */
  OrchHubLinks *links;
  GHashTable *patients;   /* EMR ids of the patients of the appointments that came */
  GPtrArray *departments; /* (nullable) */
  GPtrArray *services;    /* (nullable): with hub ids, for the roles of the staff */
  GError *error;          /* (nullable): the first thing that could not be done */
  GError *refused;        /* (nullable): the first record that the hub refused and that has no op of its own */
  char *host;             /* (nullable): whose fault the error is */
  char *workstation;

  OrchActor actor; /* the workstation: its strings are above */
  OrchSyncCounts counts;
  OrchSyncPhase failed_phase;
  OrchSyncKind kind;
  gint64 began;
  gint64 record;          /* of the store; 0 = nothing was written yet, -1 = this is no run and has none */
  guint hub_requests;     /* that the access had sent before the run */
  gint64 directory_began; /* when its import did; 0 = not imported */
  gint64 emr_offset;      /* the EMR's clock minus ours */
  gint64 lease_at;        /* by the machine's own count: when it was last asked for */
  gboolean automatic;
  gboolean no_walk_in; /* new appointments of who comes without one are not brought */
  gboolean has_emr_offset;
  gboolean has_lease; /* it was asked for */
  gboolean is_mine;
  gboolean held;      /* another workstation has it */
  gboolean wants_key; /* another shared key sealed the connection to the EMR: it is left alone */
} OrchSyncRun;

OrchSyncRun *orch_sync_run_new (OrchSync *sync);
void orch_sync_run_free (OrchSyncRun *run);
/** orch_sync_run_fiber: @data: the OrchSyncRun. Resolves with a boolean, or rejects with the first error */
DexFuture *orch_sync_run_fiber (gpointer data);
/** orch_sync_run_upload_fiber: only what the hub lacks of staff and services */
DexFuture *orch_sync_run_upload_fiber (gpointer data);
/** orch_sync_run_count_requests: what was sent since the run began is counted */
void orch_sync_run_count_requests (OrchSyncRun *run);
/** orch_sync_run_guard: @future: (transfer full): of something outside, which cancelling gives up. Returns: (transfer full) */
DexFuture *orch_sync_run_guard (OrchSyncRun *run, DexFuture *future);
gboolean orch_sync_run_is_cancelled (OrchSyncRun *run);

/** orch_sync_set_phase: what the run is doing; done and total begin again */
void orch_sync_set_phase (OrchSync *self, OrchSyncPhase phase);
/** orch_sync_set_phase_once: the same, when it is not what it does already */
void orch_sync_set_phase_once (OrchSync *self, OrchSyncPhase phase);
void orch_sync_set_progress (OrchSync *self, guint done, guint total);
/** orch_sync_set_held_by: (nullable) */
void orch_sync_set_held_by (OrchSync *self, const char *name);
/** orch_sync_get_absent: Returns: (transfer none) (element-type utf8 utf8): a set of EMR ids of patients whom the EMR does not have */
GHashTable *orch_sync_get_absent (OrchSync *self);

/** orch_sync_await_record: in a fiber: the run has something to write: its record begins. Returns: %FALSE and @error when the store failed */
gboolean orch_sync_await_record (OrchSyncRun *run, GError **error);
/** orch_sync_await_end_record: in a fiber. Returns: (transfer full) (nullable): what is kept of the run */
OrchSyncRecord *orch_sync_await_end_record (OrchSyncRun *run, OrchStoreRunState state, const GError *error);
/** orch_sync_await_idle_record: in a fiber: writes what is only remembered */
void orch_sync_await_idle_record (OrchSync *self);
/** orch_sync_await_runs: in a fiber. Returns: (transfer full) (nullable) (element-type OrchSyncRecord): newest first */
GPtrArray *orch_sync_await_runs (OrchSync *self, int kind, guint limit, GError **error);

/** orch_sync_install_ticket_signal: of the class */
void orch_sync_install_ticket_signal (void);

/* In the fiber of a run: */

/** orch_sync_await_connection: whether the connection to the EMR was changed elsewhere */
gboolean orch_sync_await_connection (OrchSyncRun *run, GError **error);
/** orch_sync_await_changes: what was done elsewhere */
gboolean orch_sync_await_changes (OrchSyncRun *run, GError **error);
/** orch_sync_await_deleted: what other software deleted from the hub; of the run of the whole schedule alone */
gboolean orch_sync_await_deleted (OrchSyncRun *run, GError **error);
/** orch_sync_fill_pull: who asks, for what clinic, until cancelled. @pull: its data is the run */
void orch_sync_fill_pull (OrchSyncRun *run, OrchHubPull *pull);
/** orch_sync_await_portal: patients who were typed or edited elsewhere, accounts, invitations and messages that changed on the hub */
gboolean orch_sync_await_portal (OrchSyncRun *run, GError **error);
/** orch_sync_await_key_uses: where else the shared key was typed */
gboolean orch_sync_await_key_uses (OrchSyncRun *run, GError **error);
/** orch_sync_await_newer: services that could not come in before */
gboolean orch_sync_await_newer (OrchSyncRun *run, GError **error);
/** orch_sync_await_found_again: asks the EMR one by one for the appointments in [@from, @to) that the reading begun at @started did not bring, where it can be
 * asked; those that it has all the same are written. Awaits */
gboolean orch_sync_await_found_again (OrchSyncRun *run, gint64 from, gint64 to, gint64 started, GError **error);
/** orch_sync_await_chart: reads what the run goes by of the settings of the charts */
void orch_sync_await_chart (OrchSyncRun *run);
/** orch_sync_await_chosen: @records: of a page. Notes whose appointments came: their patients are asked for afterwards. Returns: (transfer full) (nullable):
 * those that are written: all, but for new appointments of whom the settings leave out */
GPtrArray *orch_sync_await_chosen (OrchSyncRun *run, GPtrArray *records, GError **error);
/** orch_sync_await_newer_staff: the same of people: @cursor is moved back to the beginning when there are any */
gboolean orch_sync_await_newer_staff (OrchSyncRun *run, const char *cursor, GError **error);
/** orch_sync_await_emr: directory, schedule, patients */
gboolean orch_sync_await_emr (OrchSyncRun *run, GError **error);
/** orch_sync_await_known_files: what was read before of the files of an EMR that has no other interface; nothing for any other */
void orch_sync_await_known_files (OrchSyncRun *run);
/** orch_sync_await_keep_files: what was read of them now */
void orch_sync_await_keep_files (OrchSyncRun *run);
/** orch_sync_await_booked: the patients whom appointments name and that the store does not have */
gboolean orch_sync_await_booked (OrchSyncRun *run, GError **error);
/** orch_sync_await_arrivals: notes which professionals and offices the EMR did not have before */
gboolean orch_sync_await_arrivals (OrchSyncRun *run, GError **error);
/** orch_sync_await_upload: what the hub lacks or has older */
gboolean orch_sync_await_upload (OrchSyncRun *run, GError **error);
/** orch_sync_await_upload_directory: services, then staff, alone */
gboolean orch_sync_await_upload_directory (OrchSyncRun *run, GError **error);
/** orch_sync_await_turn: takes or renews the lease. Returns: %FALSE when it is another workstation's and nobody pressed the button */
gboolean orch_sync_await_turn (OrchSyncRun *run, GError **error);
void orch_sync_await_release (OrchSyncRun *run);
/** orch_sync_await_alert: tells the platform support why the run failed, once until the cause changes; forgets it when the run succeeded */
void orch_sync_await_alert (OrchSyncRun *run);

/* orch-sync-retention.c */

/** orch_sync_await_retention: the text of conversations that were completed long enough ago leaves this workstation */
void orch_sync_await_retention (OrchSyncRun *run);

G_END_DECLS
