/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The program without its windows: keyring, stores, hub, session, set-up, outbox. The windows show its state and call it; it runs
 * on with the windows closed. Owned by OrchApplication; main thread.
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "core/orch-clinic.h"
#include "core/orch-staff-member.h"
#include "secrets/orch-keyring.h"
#include "session/orch-session.h"
#include "store/orch-appointment-list.h"
#include "store/orch-store-list.h"
#include "orch-activation.h"
#include "orch-chart-entry.h"
#include "orch-journal-search.h"
#include "orch-message-desk.h"
#include "orch-message-news.h"
#include "orch-patient-desk.h"
#include "orch-service-desk.h"
#include "orch-setup.h"
#include "orch-staff-links.h"
#include "orch-sync.h"

G_BEGIN_DECLS

typedef enum
{
  ORCH_ENGINE_STARTING = 0,
  ORCH_ENGINE_KEYRING_LOCKED,  /* offer: unlock, session only, quit */
  ORCH_ENGINE_KEYRING_MISSING, /* offer: try again, session only, quit */
  ORCH_ENGINE_DAMAGED,         /* the store does not open: offer the copy kept before, set aside and start anew, quit */
  ORCH_ENGINE_NEWER,           /* made by a newer version: offer quit */
  ORCH_ENGINE_DISK_FULL,       /* offer: try again */
  ORCH_ENGINE_WELCOME,         /* no clinic on this workstation */
  ORCH_ENGINE_SETUP,           /* a set-up is under way: the wizard */
  ORCH_ENGINE_READY,           /* the clinic exists: the main window */
} OrchEngineState;

#define ORCH_TYPE_ENGINE (orch_engine_get_type ())
G_DECLARE_FINAL_TYPE (OrchEngine, orch_engine, ORCH, ENGINE, GObject)

/*
 * Properties, read-only and notified:
 *   state          int (OrchEngineState)
 *   clinic         OrchClinic (nullable): READY only, follows the store
 *   online         gboolean: the hub answered last time
 *   waiting        uint: changes waiting to be sent
 *   failed         uint: changes the hub refused
 *   syncing        gboolean
 *   last-sync      int64: microseconds since 1970 of the last exchange with the hub, 0 = never
 *   emr-connection int (OrchConnectionState): READY only: how the clinic is connected to its EMR from here; UNTESTED = details or secrets are missing
 *   has-shared-key gboolean: READY only: the keyring has the clinic's shared key
 *   session-only   gboolean: nothing is kept after quitting (no keyring)
 */

/** OrchEmrNotice: see orch_engine_get_emr_notice() */
typedef enum
{
  ORCH_EMR_NOTICE_NONE = 0,
  ORCH_EMR_NOTICE_TAKEN,     /* another connection, which this workstation has and uses */
  ORCH_EMR_NOTICE_WANTS_KEY, /* another shared key sealed it: nothing comes from the EMR until it is typed here */
} OrchEmrNotice;

/** orch_engine_new: @training: data of the training environment, kept apart from real data; @sandbox_url: (nullable): of a running
 * sandbox, %NULL = the engine starts its own when training needs it; @data_dir: (nullable): %NULL = the user's data directory */
OrchEngine *orch_engine_new (gboolean training, const char *sandbox_url, const char *data_dir);

/** orch_engine_set_browser: who opens the pages of real hubs: an object that implements OrchBrowser (nullable) */
void orch_engine_set_browser (OrchEngine *self, gpointer browser);

/** orch_engine_set_keyring: another keyring than the desktop's (tests); before orch_engine_start() */
void orch_engine_set_keyring (OrchEngine *self, OrchKeyring *keyring);

/** orch_engine_start: Returns: (transfer full): a future boolean, resolved when the state is no longer STARTING */
DexFuture *orch_engine_start (OrchEngine *self);
OrchEngineState orch_engine_get_state (OrchEngine *self);
/** orch_engine_get_error: Returns: (transfer none) (nullable): why the state is DAMAGED, NEWER, DISK_FULL or KEYRING_… */
const GError *orch_engine_get_error (OrchEngine *self);
gboolean orch_engine_is_training (OrchEngine *self);
/** orch_engine_has_clinics: Returns: whether the disk has a clinic's store, before any is opened: what its window needs can be got ready */
gboolean orch_engine_has_clinics (OrchEngine *self);

DexFuture *orch_engine_unlock_keyring (OrchEngine *self);
/** orch_engine_run_session_only: keeps secrets in memory and the stores in a directory that goes away */
DexFuture *orch_engine_run_session_only (OrchEngine *self);
/** orch_engine_has_copy: DAMAGED: whether the copy kept before the last migration can be opened instead */
gboolean orch_engine_has_copy (OrchEngine *self);
DexFuture *orch_engine_restore_copy (OrchEngine *self);
/** orch_engine_set_aside: DAMAGED: moves the file aside (never deletes it) and goes to WELCOME, where the clinic can be joined again */
DexFuture *orch_engine_set_aside (OrchEngine *self);

OrchSession *orch_engine_get_session (OrchEngine *self);
/** orch_engine_get_setup: Returns: (transfer none) (nullable): SETUP only */
OrchSetup *orch_engine_get_setup (OrchEngine *self);
OrchClinic *orch_engine_get_clinic (OrchEngine *self);

/* Entry */

/** orch_engine_parse_activation: @text: a link, or an e-mail's text around one. Returns: (transfer full) (nullable): %NULL and INVALID or UNTRUSTED for what
 * is not one or is hostile; UNTRUSTED also for a real hub in training and for a training hub outside it */
OrchActivation *orch_engine_parse_activation (OrchEngine *self, const char *text, GError **error);
/** orch_engine_dup_training_link: starts the sandbox when there is none and reads the activation e-mail it would have sent.
 * Returns: (transfer full): a future string: the link */
DexFuture *orch_engine_dup_training_link (OrchEngine *self);
/** orch_engine_begin_setup: the activation is signed in: pre-fills and goes to SETUP. Returns: (transfer full): a future boolean */
DexFuture *orch_engine_begin_setup (OrchEngine *self, OrchActivation *activation);
/** orch_engine_finish_setup: the clinic is created: goes to READY. Returns: (transfer full): a future boolean */
DexFuture *orch_engine_finish_setup (OrchEngine *self);

/* Joining an existing clinic from a second workstation */

/** orch_engine_sign_in: @hub_base: (nullable): %NULL in training. In training @username and @password go to the sandbox's own page; otherwise they are %NULL
 * and the browser opens. Returns: (transfer full): a future GListModel of OrchClinic: those the person may act for */
DexFuture *orch_engine_sign_in (OrchEngine *self, const char *hub_base, const char *username, OrchSecret *password);
/** orch_engine_stop_sign_in: ends the sign-in under way, of either call below or above: nothing listens for the browser any more, and what
 * the hub still answers is not read: CANCELLED. The next may begin at once */
void orch_engine_stop_sign_in (OrchEngine *self);
/** orch_engine_join: brings the clinic chosen, with staff and services. @shared_key: (nullable) opens the sealed EMR credentials; REFUSED when it is not the
 * clinic's. Returns: (transfer full): a future boolean; the state is then READY, or SETUP for the administrator of a clinic that was activated and never
 * set up; NOT_FOUND for others then */
DexFuture *orch_engine_join (OrchEngine *self, OrchClinic *clinic, OrchSecret *shared_key);
/** orch_engine_sign_in_again: the person of this workstation, after SIGN_IN_AGAIN or sign-out; parameters as above. Returns: (transfer full): a future boolean */
DexFuture *orch_engine_sign_in_again (OrchEngine *self, const char *username, OrchSecret *password);

/* READY */

/** orch_engine_list_staff: Returns: (transfer full): a store-backed list of OrchStaffMember */
OrchStoreList *orch_engine_list_staff (OrchEngine *self);
OrchStoreList *orch_engine_list_services (OrchEngine *self);
/** orch_engine_list_appointments: for the person who is signed in; without a range yet. Returns: (transfer full) (nullable): %NULL while nobody is */
OrchAppointmentList *orch_engine_list_appointments (OrchEngine *self);
/** orch_engine_list_conflicts: Returns: (transfer full): a future GListModel of OrchConflict */
DexFuture *orch_engine_list_conflicts (OrchEngine *self, OrchImportKind kind);
/** orch_engine_save_clinic: local at once, the hub later. Returns: (transfer full): a future boolean; REFUSED without permission, INVALID */
DexFuture *orch_engine_save_clinic (OrchEngine *self, OrchClinic *clinic);
/** orch_engine_get_providers: Returns: (transfer none): a GListModel of OrchProviderCard, ticked as the clinic is kept */
GListModel *orch_engine_get_providers (OrchEngine *self);
/** orch_engine_watch_providers: while @watched, the hub is asked every minute which providers it has integrated, and at once */
void orch_engine_watch_providers (OrchEngine *self, gboolean watched);
OrchConnectionState orch_engine_get_emr_connection (OrchEngine *self);
/** orch_engine_is_by_hand: READY: no EMR brings staff, services and appointments: there is none, or its connection is to be set up. What is needed is
 * typed, or read from a file, as in the set-up. Changes with "clinic", "emr-connection" and "emr-notice" */
gboolean orch_engine_is_by_hand (OrchEngine *self);
/** orch_engine_get_emr_server: name and version of the EMR's software, as it told them when it was tested. Changes with "emr-connection" */
const char *orch_engine_get_emr_server (OrchEngine *self); /* (nullable) */
gboolean orch_engine_has_shared_key (OrchEngine *self);
/** orch_engine_get_emr_features: what can be done with the charts of the EMR, as the clinic is connected to it. Changes with "emr-connection" */
OrchEmrFeatures orch_engine_get_emr_features (OrchEngine *self);

/**
 * orch_engine_file_document:
 * @entry: copied
 *
 * Puts something in a patient's chart in the EMR: it waits, encrypted, until the EMR has it, in the place and form that the settings of the charts give
 * it then; what stands in its way shows on the page of the synchronisation. Filed by who is signed in, else by the workstation. READY only.
 *
 * Returns: (transfer full): a future boolean, once it is in the store; INVALID (too large, nothing in it), REFUSED
 */
DexFuture *orch_engine_file_document (OrchEngine *self, const OrchChartEntry *entry);

/** orch_engine_load_emr_confirmation: whether the hub has confirmed that the clinic's connection to its EMR is enabled. Returns: (transfer full): a future of
 * int64: when, µs since 1970; 0 = not yet: it is asked again with each synchronisation */
DexFuture *orch_engine_load_emr_confirmation (OrchEngine *self);

/** orch_engine_edit_emr: EMR, connection and shared key as copies: step ORCH_STEP_EMR of the set-up returned is what may be changed; dropping it changes
 * nothing. Returns: (transfer full): a future of #OrchSetup; REFUSED without permission, KEY_CHANGED under ORCH_EMR_NOTICE_WANTS_KEY */
DexFuture *orch_engine_edit_emr (OrchEngine *self);
/** orch_engine_keep_emr: @setup: of orch_engine_edit_emr(). Keeps what was changed: keyring, store and, later, the hub, whose other workstations find the
 * credentials sealed anew. Returns: (transfer full): a future boolean; INVALID while step ORCH_STEP_EMR is not complete, REFUSED without permission;
 * KEY_CHANGED under ORCH_EMR_NOTICE_WANTS_KEY, CONFLICT when another workstation's change came since @setup was made: neither is overwritten */
DexFuture *orch_engine_keep_emr (OrchEngine *self, OrchSetup *setup);
/** orch_engine_get_emr_notice: what another workstation did to the connection to the EMR, and nobody here has acknowledged; property "emr-notice" (int) */
OrchEmrNotice orch_engine_get_emr_notice (OrchEngine *self);
/** orch_engine_accept_emr: the person has read the notice. @shared_key: (nullable): what ORCH_EMR_NOTICE_WANTS_KEY asks for. Returns: (transfer full): a
 * future boolean: the notice is gone; WRONG_KEY when it is not the clinic's, OFFLINE… */
DexFuture *orch_engine_accept_emr (OrchEngine *self, OrchSecret *shared_key);
/** orch_engine_set_permission: the role of a staff member in the application. Returns: (transfer full): a future boolean */
DexFuture *orch_engine_set_permission (OrchEngine *self, OrchStaffMember *member, OrchPermission permission);
/** orch_engine_load_departments: Returns: (transfer full): a future of a boxed GPtrArray of #OrchDepartment, by name; REFUSED without READ_DIRECTORY */
DexFuture *orch_engine_load_departments (OrchEngine *self);
/** orch_engine_find_member: @id: UUID of a member of the staff. Returns: (transfer full): a future of #OrchStaffMember; NOT_FOUND, REFUSED without READ_DIRECTORY */
DexFuture *orch_engine_find_member (OrchEngine *self, const char *id);
/** orch_engine_load_staff_links: departments, services and source of a member of the staff. Returns: (transfer full): a future of #OrchStaffLinks; REFUSED
 * without READ_DIRECTORY */
DexFuture *orch_engine_load_staff_links (OrchEngine *self, OrchStaffMember *member);
/** orch_engine_get_run: the imports after the set-up: same outcomes as in the wizard */
OrchImportRun *orch_engine_get_run (OrchEngine *self, OrchImportKind kind);
void orch_engine_start_import (OrchEngine *self, OrchImportKind kind);
/** orch_engine_get_services: what the services window does. Returns: (transfer none) (nullable): READY only */
OrchServiceDesk *orch_engine_get_services (OrchEngine *self);
/** orch_engine_get_messages: what the Messages page does. Returns: (transfer none) (nullable): READY only */
OrchMessageDesk *orch_engine_get_messages (OrchEngine *self);
/** orch_engine_get_news: which conversations have a new message of the patient. Returns: (transfer none) (nullable): READY only */
OrchMessageNews *orch_engine_get_news (OrchEngine *self);
/** orch_engine_set_in_use: @in_use: a window has the focus: new messages are looked for every other second, else now and then */
void orch_engine_set_in_use (OrchEngine *self, gboolean in_use);
/** orch_engine_get_patients: what the patients page does. Returns: (transfer none) (nullable): READY only */
OrchPatientDesk *orch_engine_get_patients (OrchEngine *self);
/** orch_engine_search_journal: see orch_journal_search() */
DexFuture *orch_engine_search_journal (OrchEngine *self, const OrchJournalQuery *query);
/** orch_engine_get_sync: Returns: (transfer none) (nullable): READY only */
OrchSync *orch_engine_get_sync (OrchEngine *self);
/** orch_engine_remove_clinic: destroys the key first, then the data, even offline. Returns: (transfer full): a future boolean; the state is then WELCOME */
DexFuture *orch_engine_remove_clinic (OrchEngine *self);
/** orch_engine_flush: everything typed is on disk; called when the last window closes */
DexFuture *orch_engine_flush (OrchEngine *self);
/**
 * orch_engine_end: the same before the process ends: a synchronisation and the imports under way are broken off, so that their record
 * says so and no other workstation waits for ours; the outbox stops after the op under way. Nothing begins any more, and the databases
 * are closed: what is asked of them afterwards is refused with CANCELLED
 *
 * Returns: (transfer full): a future boolean, once all of it has ended, after four seconds at the latest
 */
DexFuture *orch_engine_end (OrchEngine *self);

/** orch_engine_load_remuneration: READ_REPORTS; from what is on this workstation. Returns: (transfer full): a future of #OrchRemuneration (core/orch-remuneration.h) */
DexFuture *orch_engine_load_remuneration (OrchEngine *self, OrchQuarter quarter);
/** orch_engine_note_export: a list leaves as a file, or @printed: journaled as "<what>-exported" or "<what>-printed". @what: "patients", "remuneration"; @n_rows: of
 * the list. Returns: (transfer full): a future of int64; SIGN_IN_AGAIN, REFUSED while locked: then it must not leave */
DexFuture *orch_engine_note_export (OrchEngine *self, const char *what, gboolean printed, guint n_rows);

/** orch_engine_count: how many staff or services: active, inactive, in conflict. Returns: (transfer full): a future OrchImportCounts-like variant "(uuu)" */
DexFuture *orch_engine_count (OrchEngine *self, OrchImportKind kind);

G_END_DECLS
