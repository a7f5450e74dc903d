/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The encrypted database of one clinic: what widgets read and write, and what the sync engine moves to and from the outside.
 * A writer thread and a reader thread each own a connection; public calls are made on the main thread and return a DexFuture.
 * Every write is one transaction: the rows, their outbox row, their journal entry. OrchStore::changed is emitted on the main
 * thread after a commit, with OrchStoreChanges flags, coalesced.
 *
 * Errors of every call: REFUSED (the actor may not), DAMAGED, DISK_FULL (nothing was written, the store stays usable),
 * CANCELLED, FAILED; NOT_FOUND where said. `cancellable` is (nullable) everywhere, and interrupts a read that runs.
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "core/orch-appointment.h"
#include "core/orch-clinic.h"
#include "core/orch-conflict.h"
#include "core/orch-department.h"
#include "core/orch-error.h"
#include "core/orch-import-plan.h"
#include "core/orch-journal-entry.h"
#include "core/orch-patient.h"
#include "core/orch-quarter.h"
#include "core/orch-schedule.h"
#include "core/orch-service.h"
#include "core/orch-slot.h"
#include "core/orch-staff-member.h"
#include "secrets/orch-secret.h"
#include "orch-edit-conflict.h"
#include "orch-outbox-row.h"
#include "orch-reconciliation.h"
#include "orch-store-run.h"
#include "orch-store-types.h"
#include "orch-sync-record.h"

G_BEGIN_DECLS

#define ORCH_STORE_KEY_LENGTH 32 /* bytes */

#define ORCH_TYPE_STORE (orch_store_get_type ())
G_DECLARE_FINAL_TYPE (OrchStore, orch_store, ORCH, STORE, GObject)

/** orch_store_check_presence: looks whether the file is there; quick. @key: (nullable): what the keyring holds for it */
OrchStorePresence orch_store_check_presence (const char *path, OrchSecret *key);

/**
 * orch_store_open:
 * @path: the file; its directory is made (0700) when creating
 * @key: ORCH_STORE_KEY_LENGTH random bytes
 *
 * Opens, or creates, and migrates. Ops that were being sent are queued again, running imports become interrupted.
 *
 * Returns: (transfer full): a future of an #OrchStore. Rejects with NOT_FOUND, CONFLICT (see #OrchStoreOpenMode), DAMAGED (a wrong key or
 *   a damaged or foreign file), NEWER_DATABASE, DISK_FULL, REFUSED (the system does not let us write there)
 */
DexFuture *orch_store_open (const char *path, OrchSecret *key, OrchStoreOpenMode mode);

/** orch_store_close: finishes what was asked, then closes; later calls reject with CANCELLED. Returns: (transfer full): a future of boolean */
DexFuture *orch_store_close (OrchStore *self);

/** orch_store_remove_files: deletes the database at @path and everything beside it that came from it. Destroy its key first (security.md 8).
 * Returns: (transfer full): a future of boolean */
DexFuture *orch_store_remove_files (const char *path);

/** orch_store_set_aside: a way out of DAMAGED: gives a closed database another name, so that a new one can be made; nothing is deleted.
 * Works on a bootstrap store too. Returns: (transfer full): a future of a string: the new path; NOT_FOUND, REFUSED */
DexFuture *orch_store_set_aside (const char *path);

/** orch_store_restore_copy: another: puts back the copy that was kept before the last change of schema; what is there is set aside.
 * Returns: (transfer full): a future of boolean; NOT_FOUND when none was kept */
DexFuture *orch_store_restore_copy (const char *path);

const char *orch_store_get_path (OrchStore *self);

/** orch_store_get_dropped_tail: whether opening found an unfinished write at the end of the write-ahead log and dropped it (security.md 8: it is said) */
gboolean orch_store_get_dropped_tail (OrchStore *self);

/** orch_store_check_integrity: reads every page; slow. Returns: (transfer full): a future of boolean %TRUE; rejects with DAMAGED */
DexFuture *orch_store_check_integrity (OrchStore *self, GCancellable *cancellable);

/* --- the clinic ------------------------------------------------------------------------- */

/** orch_store_load_clinic: Returns: (transfer full): a future of an #OrchClinic, or of a %NULL object when none was saved */
DexFuture *orch_store_load_clinic (OrchStore *self);

/** orch_store_save_clinic: EDIT_CLINIC. @queue: whether the hub must be told (an "update" op); %FALSE while the wizard runs.
 * Once the store knows hub id and version it keeps its own: those of @clinic count only before. Returns: (transfer full): a future of int64: the new revision */
DexFuture *orch_store_save_clinic (OrchStore *self, const OrchActor *actor, OrchClinic *clinic, gboolean queue);

/** orch_store_save_emr: EDIT_EMR; journaled. Another EMR, another connection or another key: the vendor of the clinic's row, the
 * setting "emr" and the "emr" op that tells the hub, in one transaction. @settings: the text of the setting; @payload: what the op carries.
 * Returns: (transfer full): a future of int64: the new revision of the clinic; NOT_FOUND before a clinic was saved; KEY_CHANGED while the key of another
 * workstation's connection is asked for (ORCH_STORE_EMR_WANTS_KEY): that connection would be overwritten unseen */
DexFuture *orch_store_save_emr (OrchStore *self, const OrchActor *actor, const char *vendor, const char *settings,
                                const char *payload);
/** orch_store_take_emr: SYNC, by the workstation; journaled when the EMR is another: what another workstation changed of it, with nothing to tell
 * the hub. @vendor: (nullable): with @settings; %NULL = both stay as they are. @seen, @notice: (nullable): the settings ORCH_STORE_EMR_SEEN and
 * ORCH_STORE_EMR_NOTICE. Returns: (transfer full): a future of boolean: %FALSE, and nothing is written,
 * when there is something to take or to tell while a change made here was not sent */
DexFuture *orch_store_take_emr (OrchStore *self, const OrchActor *actor, const char *vendor, const char *settings,
                                const char *seen, const char *notice);

/** ORCH_STORE_EMR_SEEN: a setting of this workstation: which connection to the EMR the hub had when it was last looked at */
#define ORCH_STORE_EMR_SEEN "emr-seen"
/** ORCH_STORE_EMR_NOTICE: a setting of this workstation: what a person is to be told of it */
#define ORCH_STORE_EMR_NOTICE "emr-notice"
/** ORCH_STORE_EMR_WANTS_KEY: a text of ORCH_STORE_EMR_NOTICE: another shared key sealed the clinic's connection */
#define ORCH_STORE_EMR_WANTS_KEY "key"

/** orch_store_load_departments: Returns: (transfer full): a future of a boxed GPtrArray of #OrchDepartment, sorted by name */
DexFuture *orch_store_load_departments (OrchStore *self);

/** orch_store_save_departments: IMPORT. Adds or replaces by id. @departments: (element-type OrchDepartment).
 * Returns: (transfer full): a future of boolean */
DexFuture *orch_store_save_departments (OrchStore *self, const OrchActor *actor, GPtrArray *departments);

/* --- staff and services ------------------------------------------------------------------ */

/** orch_store_load_all: in order of name; what an import plan takes. Returns: (transfer full): a future of a boxed GPtrArray of #OrchStaffMember or #OrchService */
DexFuture *orch_store_load_all (OrchStore *self, OrchStoreKind kind, GCancellable *cancellable);

/** orch_store_load_services_of: @members: (element-type OrchStaffMember). Returns: (transfer full): a future of a boxed GPtrArray of the #OrchService that the hub
 * has and that one of them offers, as the clinic chose, else as the EMR says; each once, in no order */
DexFuture *orch_store_load_services_of (OrchStore *self, GPtrArray *members);

/** orch_store_load_unsynced: rows without a conflict whose present revision the hub does not have (hub_id %NULL: to create; else to update), and
 * that no op of the outbox is about: those are the pump's. @after_id: (nullable): the id of the last row of the page before. Any kind.
 * Returns: (transfer full): a future of a boxed GPtrArray, in an order that does not change, at most @limit */
DexFuture *orch_store_load_unsynced (OrchStore *self, OrchStoreKind kind, const char *after_id, guint limit);

/** orch_store_find: any kind; of SLOTS and APPOINTMENTS all are read for it, use orch_store_find_by_emr_id(). Returns: (transfer full): a future of an #OrchStaffMember, #OrchService, #OrchPatient, #OrchSchedule, #OrchSlot or
 * #OrchAppointment; NOT_FOUND */
DexFuture *orch_store_find (OrchStore *self, OrchStoreKind kind, const char *id);

/** orch_store_find_by_emr_id: Returns: (transfer full): as orch_store_find() */
DexFuture *orch_store_find_by_emr_id (OrchStore *self, OrchStoreKind kind, const char *emr_id);

/** orch_store_count: Returns: (transfer full): a future of a boxed #OrchStoreCounts */
DexFuture *orch_store_count (OrchStore *self, OrchStoreKind kind);

/** orch_store_save_staff: EDIT_STAFF_ROLES; adds or replaces a person typed by hand (id set). An update op is queued when the hub knows the person.
 * Returns: (transfer full): a future of int64: the new revision; INVALID without id; CONFLICT when it was made from a revision that is no longer
 * the present one (0: from none: over whatever is there) */
DexFuture *orch_store_save_staff (OrchStore *self, const OrchActor *actor, OrchStaffMember *member);

/** orch_store_set_staff_permission: EDIT_STAFF_ROLES; journaled; queued when the hub knows the person. Returns: as orch_store_save_staff(); NOT_FOUND */
DexFuture *orch_store_set_staff_permission (OrchStore *self, const OrchActor *actor, const char *id,
                                            OrchPermission permission);

/** orch_store_save_service: EDIT_SERVICES; adds or replaces a service (id set); queued when the hub knows it. Returns: as orch_store_save_staff() */
DexFuture *orch_store_save_service (OrchStore *self, const OrchActor *actor, OrchService *service);

/**
 * orch_store_save_services:
 * @services: (element-type OrchService): each with its id
 * @queue: whether those that the hub knows are queued, one "update" op each; %FALSE leaves them unsynced, for the next upload by batches
 *
 * All or none, in one transaction, told by one OrchStore::changed; each is journaled by id. What is equal to what is there is not written.
 * EDIT_SERVICES; the workstation may write what the rules decided.
 *
 * Returns: (transfer full): a future of uint: how many changed; CONFLICT, and nothing was written, when one was made from a revision that is
 * no longer the present one (0: from none: over whatever is there): what came down meanwhile would be taken back
 */
DexFuture *orch_store_save_services (OrchStore *self, const OrchActor *actor, GPtrArray *services, gboolean queue);

/**
 * orch_store_apply_hub_services:
 * @services: (element-type OrchService): as the hub has them, with hub id, and our id when the hub says it
 * @versions: (nullable) (array length=services.len): their versions on the hub
 *
 * SYNC. A download: writes what changed elsewhere, and remembers it as what the hub has. A service that has an unsent edit or was
 * removed here is left as it is. One that only an import has changed keeps what the EMR owns and takes what people decide.
 *
 * Returns: (transfer full): a future of a boxed GPtrArray of those of @services that an unsent edit has kept out: possible conflicts
 */
DexFuture *orch_store_apply_hub_services (OrchStore *self, const OrchActor *actor, GPtrArray *services,
                                          const char *const *versions);
/** orch_store_apply_hub_staff: the same for staff: @staff: (element-type OrchStaffMember) */
DexFuture *orch_store_apply_hub_staff (OrchStore *self, const OrchActor *actor, GPtrArray *staff,
                                       const char *const *versions);
/** orch_store_apply_hub_setting: SYNC; the same for a group; @text: (nullable): removed elsewhere. Returns: (transfer full): a future of boolean:
 * whether the group is now as the hub has it; %FALSE when an unsent edit has kept it out */
DexFuture *orch_store_apply_hub_setting (OrchStore *self, const OrchActor *actor, const char *group, const char *text,
                                         const char *version);

/** orch_store_load_base: what the hub had when we last agreed: the base of a merge. Returns: (transfer full): a future of an #OrchService or
 * #OrchStaffMember, or of a %NULL object when that is not known */
DexFuture *orch_store_load_base (OrchStore *self, OrchStoreKind kind, const char *id);
/** orch_store_load_sent: what left for the hub since, and may have arrived without an answer. Returns: (transfer full): a future of a boxed #GPtrArray
 * of #OrchService or #OrchStaffMember */
DexFuture *orch_store_load_sent (OrchStore *self, OrchStoreKind kind, const char *id);

/**
 * orch_store_remove:
 *
 * Deletes a row typed by hand (EDIT_STAFF_ROLES, EDIT_SERVICES). When the hub has it, a "delete" op is queued; what waited for it is
 * dropped. A download does not bring it back; saving it again undoes the removal, or creates it anew. Journaled.
 *
 * Returns: (transfer full): a future of boolean; NOT_FOUND, CONFLICT when it came from the EMR
 */
DexFuture *orch_store_remove (OrchStore *self, const OrchActor *actor, OrchStoreKind kind, const char *id);

/* --- import ------------------------------------------------------------------------------ */

/** orch_store_begin_import: IMPORT; journaled. A run of the same kind that still runs becomes interrupted. Returns: (transfer full): a future of int64: the run's id */
DexFuture *orch_store_begin_import (OrchStore *self, const OrchActor *actor, OrchStoreKind kind);

/**
 * orch_store_write_import_page:
 * @rows: (element-type GObject): rows of the plan (OrchStaffMember or OrchService, id set)
 * @cursor: (nullable): kept in the same transaction
 *
 * Adds rows, and updates the fields the EMR owns of known ones: what the user decided since (permission, active, excluded,
 * types, online) stays. The revision grows only when something changed. Returns: (transfer full): a future of uint: rows added or changed
 */
DexFuture *orch_store_write_import_page (OrchStore *self, const OrchActor *actor, gint64 run, GPtrArray *rows,
                                         const char *cursor);

/**
 * orch_store_finish_import:
 * @state: anything but RUNNING
 * @conflicts: (nullable) (element-type OrchConflict): replace the conflicts of this kind; %NULL leaves them
 * @vanished: (nullable) (element-type GObject): rows to mark; every other row of this kind is unmarked
 * @counts: (nullable): recorded
 * @error: (nullable): recorded when @state is FAILED
 *
 * Returns: (transfer full): a future of boolean
 */
DexFuture *orch_store_finish_import (OrchStore *self, const OrchActor *actor, gint64 run, OrchStoreRunState state,
                                     GPtrArray *conflicts, GPtrArray *vanished, const OrchImportCounts *counts,
                                     const GError *error);

/** orch_store_accept_conflicts: IMPORT; the user goes on with the last run as it is. Returns: (transfer full): a future of boolean; NOT_FOUND */
DexFuture *orch_store_accept_conflicts (OrchStore *self, const OrchActor *actor, OrchStoreKind kind);

/** orch_store_load_last_import: Returns: (transfer full): a future of an #OrchStoreRun, or of a %NULL object */
DexFuture *orch_store_load_last_import (OrchStore *self, OrchStoreKind kind);

/** orch_store_load_conflicts: Returns: (transfer full): a future of a boxed GPtrArray of #OrchConflict, by record name, then rule */
DexFuture *orch_store_load_conflicts (OrchStore *self, OrchStoreKind kind);

/* --- the hub's ids ----------------------------------------------------------------------- */

/** orch_store_set_hub_links: SYNC; @links: copied. All in one transaction. Returns: (transfer full): a future of boolean */
DexFuture *orch_store_set_hub_links (OrchStore *self, const OrchActor *actor, const OrchStoreLink *links,
                                     guint n_links);

/** orch_store_begin_upload: SYNC; staff or services. @rows leave for the hub, and may arrive without an answer. Returns: (transfer full): a future of boolean: %FALSE:
 * one of them is not any more what is here, or waits in the outbox by now: read them again, with what the hub is known to have */
DexFuture *orch_store_begin_upload (OrchStore *self, const OrchActor *actor, OrchStoreKind kind, GPtrArray *rows);

/** orch_store_get_hub_id: Returns: (transfer full): a future of a string, %NULL when the hub is not known to have it */
DexFuture *orch_store_get_hub_id (OrchStore *self, const char *type, const char *id);

/** orch_store_get_hub_version: Returns: (transfer full): a future of a string, the opaque version last seen (nullable) */
DexFuture *orch_store_get_hub_version (OrchStore *self, const char *type, const char *id);

/* --- outbox ------------------------------------------------------------------------------ */

/**
 * orch_store_enqueue:
 * @act: what the actor must be allowed to do, such as ORCH_ACT_SEND_ALERT
 * @payload: (nullable): what is to be sent, in a form that only the sender of this type reads
 *
 * Queues an op that belongs to no row. An "update" of an object that already waits replaces it instead (a new op_id).
 *
 * Returns: (transfer full): a future of int64: the seq
 */
DexFuture *orch_store_enqueue (OrchStore *self, const OrchActor *actor, OrchAct act, const char *object_type,
                               const char *object_id, const char *verb, const char *payload);

/** orch_store_outbox_claim: the next op that is due: the oldest whose object has no older op waiting or failed; it becomes SENDING.
 * Returns: (transfer full): a future of an #OrchOutboxRow, or of a %NULL object when nothing is due */
DexFuture *orch_store_outbox_claim (OrchStore *self);

/** orch_store_outbox_next_due: Returns: (transfer full): a future of int64: µs since 1970 when something will be due, 0 = nothing waits */
DexFuture *orch_store_outbox_next_due (OrchStore *self);

/**
 * orch_store_outbox_ack:
 * @row: as claimed
 * @hub_version: (nullable): the version the hub answered
 *
 * The hub has it. The op becomes SENT and its row "synced", unless it was edited while it was sent: then it is queued again.
 *
 * Returns: (transfer full): a future of boolean: whether nothing is left to send of it
 */
DexFuture *orch_store_outbox_ack (OrchStore *self, OrchOutboxRow *row, const char *hub_version);

/** orch_store_outbox_retry_later: SENDING → QUEUED; @next_try: µs since 1970. Returns: (transfer full): a future of boolean */
DexFuture *orch_store_outbox_retry_later (OrchStore *self, OrchOutboxRow *row, gint64 next_try, const GError *error);

/** orch_store_outbox_fail: SENDING → FAILED, with the server's words. Returns: (transfer full): a future of boolean */
DexFuture *orch_store_outbox_fail (OrchStore *self, OrchOutboxRow *row, const GError *error);

/** orch_store_outbox_requeue: FAILED → QUEUED, due now: the user tries again; SYNC, or whose op it is. Returns: (transfer full): a future of boolean; NOT_FOUND */
DexFuture *orch_store_outbox_requeue (OrchStore *self, const OrchActor *actor, gint64 seq);

/** orch_store_outbox_discard: SYNC, or whose op it is. Gives up an op that is not being sent: a service or staff member is again what the hub has, at once or with the next
 * download; a removed one may come down again. Returns: (transfer full): a future of boolean; NOT_FOUND */
DexFuture *orch_store_outbox_discard (OrchStore *self, const OrchActor *actor, gint64 seq);

/** orch_store_outbox_find: @op_id or, when %NULL, the last op of the object. Returns: (transfer full): a future of an #OrchOutboxRow; NOT_FOUND */
DexFuture *orch_store_outbox_find (OrchStore *self, const char *op_id, const char *object_type, const char *object_id);

/** orch_store_outbox_list: waiting, sending and failed ones. Returns: (transfer full): a future of a boxed GPtrArray of #OrchOutboxRow, oldest first, at most @limit */
DexFuture *orch_store_outbox_list (OrchStore *self, guint limit);

/** orch_store_file_document: queues a document for a chart; who did it stands in the journal. @id: its UUID; @patient: the EMR's id; @payload: all of it: the
 * outbox keeps it, encrypted as all that is here, until it is acknowledged. Returns: (transfer full): a future of int64: the op's seq; REFUSED without WRITE_CHART */
DexFuture *orch_store_file_document (OrchStore *self, const OrchActor *actor, const char *id, const char *patient,
                                     const char *payload);
/** orch_store_claim_document: as orch_store_outbox_claim(), of those. Returns: (transfer full): a future of an #OrchOutboxRow or %NULL */
DexFuture *orch_store_claim_document (OrchStore *self);
/** orch_store_next_document_due: as orch_store_outbox_next_due(), of those */
DexFuture *orch_store_next_document_due (OrchStore *self);
/** orch_store_outbox_set_left: @left: right before it is sent: it may arrive though the answer, or this program, is lost; %FALSE once an answer said that nothing was made. A person
 * who tries again one that failed as CONFLICT has looked: it is not kept then. Returns: (transfer full): a future of boolean */
DexFuture *orch_store_outbox_set_left (OrchStore *self, OrchOutboxRow *row, gboolean left);

/** orch_store_outbox_count: Returns: (transfer full): a future of a boxed #OrchOutboxCounts */
DexFuture *orch_store_outbox_count (OrchStore *self);

/** orch_store_outbox_claim_batch: as orch_store_outbox_claim(), but of one type and verb: up to @limit that are due, of different objects, all SENDING.
 * Returns: (transfer full): a future of a boxed GPtrArray of #OrchOutboxRow, oldest first */
DexFuture *orch_store_outbox_claim_batch (OrchStore *self, const char *object_type, const char *verb, guint limit);

/** orch_store_outbox_reset_waits: the network or the hub is back: what waits for its next try is due now. Returns: (transfer full): a future of uint: how many */
DexFuture *orch_store_outbox_reset_waits (OrchStore *self);

/* --- settings ---------------------------------------------------------------------------- */

/** orch_store_get_setting: Returns: (transfer full): a future of a string: the group's text, %NULL when it was never set */
DexFuture *orch_store_get_setting (OrchStore *self, const char *group);

/** orch_store_set_setting: EDIT_EMR for groups "emr", "sync", "chart" and those that begin with "emr-", WRITE_MESSAGES for "templates", EDIT_CLINIC for others (the workstation may set "sync-…").
 * @text: (nullable): %NULL removes. @queue: whether the hub must be told. Returns: (transfer full): a future of int64: the revision */
DexFuture *orch_store_set_setting (OrchStore *self, const OrchActor *actor, const char *group, const char *text,
                                   gboolean queue);

/** orch_store_replace_setting: as orch_store_set_setting(), where the group still says @old: (nullable). Rejects with CONFLICT where it does not */
DexFuture *orch_store_replace_setting (OrchStore *self, const OrchActor *actor, const char *group, const char *old,
                                       const char *text, gboolean queue);

/** orch_store_get_setting_base: Returns: (transfer full): a future of a string: the group as the hub had it when we last agreed, %NULL when that is not known */
DexFuture *orch_store_get_setting_base (OrchStore *self, const char *group);
/* Between two texts of orch_store_get_setting_sent() */
#define ORCH_STORE_SENT_SEPARATOR "\x1e"
/** orch_store_get_setting_sent: Returns: (transfer full): a future of a string: what was sent of the group and may have arrived, though no answer came; %NULL when
 * there is nothing of the kind */
DexFuture *orch_store_get_setting_sent (OrchStore *self, const char *group);
/**
 * orch_store_agree_setting:
 * @merged: (nullable): what the group is to be; %NULL: removed
 * @theirs: (nullable): as the hub has it, at @version: the base from now on
 * @revision: of the group that @merged was made from
 *
 * SYNC. What differs from the hub's is queued again, in the name of who set it. Nothing is done, and %FALSE returned, when it was set since
 * @revision.
 *
 * Returns: (transfer full): a future of boolean
 */
DexFuture *orch_store_agree_setting (OrchStore *self, const OrchActor *actor, const char *group, const char *merged,
                                     const char *theirs, const char *version, gint64 revision);

/* --- conflicts with the hub --------------------------------------------------------------- */

/**
 * orch_store_add_edit_conflict:
 * @object_type: "service" or "staff"
 * @theirs: (nullable): as the hub has it, an #OrchService or #OrchStaffMember; %NULL: deleted there
 * @hub_version: (nullable): of @theirs
 * @fields: which are in conflict: OrchServiceMergeField for a service
 *
 * SYNC. What is here becomes "mine", what the hub last had "base"; one that waits for the same object is replaced. Its op waits as FAILED
 * with CONFLICT until it is settled.
 *
 * Returns: (transfer full): a future of int64: the id; NOT_FOUND when we do not have the object
 */
DexFuture *orch_store_add_edit_conflict (OrchStore *self, const OrchActor *actor, const char *object_type,
                                         const char *object_id, GObject *theirs, const char *hub_version, guint fields);

/** orch_store_list_edit_conflicts: those that wait, or all. Returns: (transfer full): a future of a boxed GPtrArray of #OrchEditConflict, oldest first */
DexFuture *orch_store_list_edit_conflicts (OrchStore *self, gboolean settled_too, guint limit);

/**
 * orch_store_settle_edit_conflict:
 * @result: (nullable): what it is from now on: of orch_service_settle(); %NULL takes theirs as it is
 * @kept: the fields kept as mine, recorded
 *
 * EDIT_SERVICES or EDIT_STAFF_ROLES; journaled. Theirs becomes the base; what differs from it is queued again, else nothing is left to send.
 *
 * Returns: (transfer full): a future of boolean; NOT_FOUND, CONFLICT when it was settled already
 */
DexFuture *orch_store_settle_edit_conflict (OrchStore *self, const OrchActor *actor, gint64 id, GObject *result,
                                            guint kept);

/**
 * orch_store_settle_seen_conflict:
 * @seen: what was chosen from
 * @revision: of the row that @result was made from
 *
 * As orch_store_settle_edit_conflict(), if neither the hub's side nor ours has moved on since: CONFLICT otherwise, and nothing is done.
 *
 * Returns: (transfer full): a future of boolean; NOT_FOUND
 */
DexFuture *orch_store_settle_seen_conflict (OrchStore *self, const OrchActor *actor, OrchEditConflict *seen,
                                            gint64 revision, GObject *result, guint kept);

/**
 * orch_store_rebase:
 * @merged: theirs with what was changed here: orch_service_merge() without a conflict
 * @theirs: as the hub has it
 *
 * SYNC. As orch_store_settle_edit_conflict(), without anybody's choice: the op that waits or is being sent is queued again, when there is
 * anything left to send. Nothing is done, and %FALSE returned, when the row was edited since @revision.
 *
 * Returns: (transfer full): a future of boolean; NOT_FOUND
 */
DexFuture *orch_store_rebase (OrchStore *self, const OrchActor *actor, OrchStoreKind kind, GObject *merged,
                              GObject *theirs, const char *hub_version, gint64 revision);

/** orch_store_make_anew: SYNC. What somebody took away from the hub and the EMR still has: the next upload makes it there again. Returns: (transfer full): a
 * future of boolean; NOT_FOUND */
DexFuture *orch_store_make_anew (OrchStore *self, const OrchActor *actor, OrchStoreKind kind, const char *id);

/* --- the schedule ------------------------------------------------------------------------- */

/** ORCH_STORE_JOINED: a setting of this workstation, there from joining a clinic until it has read the whole schedule once: what is new to it is not new to
 * the clinic, and is kept as first seen at the beginning of time. Otherwise every service that was switched off elsewhere would come back */
#define ORCH_STORE_JOINED "sync-joined"

/**
 * orch_store_write_schedule_page:
 * @kind: PATIENTS, SCHEDULES, SLOTS or APPOINTMENTS
 * @rows: (element-type GObject): as the connector read them, emr_id set; id %NULL: orch_record_id() of the clinic
 * @cursor_name: (nullable): which cursor moves
 * @cursor: (nullable): to where; %NULL: forgotten, the end was reached
 * @run_started_us: when the run began: these rows were seen by it
 *
 * The workstation's alone (SYNC): nobody types a schedule. Rows and cursor in one transaction. A row with an unsent edit is left as it is.
 * The revision grows only when the EMR says something new. Of a known patient, protected fields that differ go to the
 * reconciliations instead, and are not overwritten.
 *
 * Returns: (transfer full): a future of uint: rows added or changed; REFUSED, INVALID for a row without emr_id
 */
DexFuture *orch_store_write_schedule_page (OrchStore *self, const OrchActor *actor, OrchStoreKind kind, GPtrArray *rows,
                                           const char *cursor_name, const char *cursor, gint64 run_started_us);

/** orch_store_list_known_appointments: @emr_ids: %NULL-terminated. Returns: (transfer full): a future of a boxed GStrv: those of them that the store has */
DexFuture *orch_store_list_known_appointments (OrchStore *self, const char *const *emr_ids);

/** orch_store_list_unseen_appointments: those that orch_store_sweep_appointments() would mark. Returns: (transfer full): a future of a boxed GStrv of EMR ids, at
 * most @limit, sorted, after @after (nullable) */
DexFuture *orch_store_list_unseen_appointments (OrchStore *self, gint64 from_us, gint64 to_us, gint64 run_started_us,
                                                const char *after, guint limit);
/** orch_store_sweep_appointments: the workstation's (SYNC). Of the appointments that start in [@from_us, @to_us), those that no run since
 * @run_started_us has seen are no longer in the EMR: marked vanished. Returns: (transfer full): a future of uint: how many */
DexFuture *orch_store_sweep_appointments (OrchStore *self, const OrchActor *actor, gint64 from_us, gint64 to_us,
                                          gint64 run_started_us);
/** orch_store_sweep_schedule: the same for SCHEDULES (all: the two bounds do not count) and SLOTS */
DexFuture *orch_store_sweep_schedule (OrchStore *self, const OrchActor *actor, OrchStoreKind kind, gint64 from_us,
                                      gint64 to_us, gint64 run_started_us);

/** orch_store_purge_schedule: the workstation's (SYNC). Appointments and slots that ended before @before_us leave this workstation, those apart that the hub
 * does not have yet; the hub keeps them. Journaled. Returns: (transfer full): a future of uint: how many appointments */
DexFuture *orch_store_purge_schedule (OrchStore *self, const OrchActor *actor, gint64 before_us);

/** orch_store_list_missing_patients: EMR ids that appointments name and that the store does not have, to be asked of the EMR.
 * Returns: (transfer full): a future of a boxed GStrv, at most @limit, sorted, after @after (nullable) */
DexFuture *orch_store_list_missing_patients (OrchStore *self, const char *after, guint limit);

/** orch_store_load_service_facts: what the rules need to know of appointments. Returns: (transfer full): a future of a boxed GPtrArray of
 * #OrchServiceFacts: one for each service that the EMR has appointments for */
DexFuture *orch_store_load_service_facts (OrchStore *self, gint64 now_us);

/** orch_store_load_remuneration: READ_REPORTS. Returns: (transfer full): a future of #OrchRemuneration (core/orch-remuneration.h) */
DexFuture *orch_store_load_remuneration (OrchStore *self, const OrchActor *actor, OrchQuarter quarter,
                                         GCancellable *cancellable);

/** orch_store_list_reconciliations: fields of patients that the EMR gives otherwise, those that wait. Returns: (transfer full): a future of a boxed
 * GPtrArray of #OrchReconciliation, by patient's name, at most @limit; REFUSED without READ_APPOINTMENTS */
DexFuture *orch_store_list_reconciliations (OrchStore *self, const OrchActor *actor, guint limit);

/** orch_store_count_patients: Returns: (transfer full): a future of a variant "(uu)": how many patients there are, and of how many a field waits to be
 * reconciled */
DexFuture *orch_store_count_patients (OrchStore *self);

/** orch_store_list_patients: those that came with the appointments. Returns: (transfer full): a future of a boxed GPtrArray of #OrchPatient, by name, at
 * most @limit; REFUSED without READ_APPOINTMENTS. Who calls journals it */
DexFuture *orch_store_list_patients (OrchStore *self, const OrchActor *actor, guint limit);

/** orch_store_settle_reconciliation: a person's (READ_APPOINTMENTS and SYNC): keeps ours, or takes theirs; journaled with the patient, without the
 * values. The same value of the EMR is not asked about again. Returns: (transfer full): a future of boolean; NOT_FOUND, CONFLICT when settled already */
DexFuture *orch_store_settle_reconciliation (OrchStore *self, const OrchActor *actor, gint64 id, gboolean take_theirs);

/* --- synchronisation ---------------------------------------------------------------------- */

/** orch_store_get_cursor: Returns: (transfer full): a future of a string, %NULL when there is none */
DexFuture *orch_store_get_cursor (OrchStore *self, const char *name);
/** orch_store_set_cursor: SYNC; @text: (nullable): %NULL forgets it. Returns: (transfer full): a future of boolean */
DexFuture *orch_store_set_cursor (OrchStore *self, const OrchActor *actor, const char *name, const char *text);

/** orch_store_add_sync: SYNC; @record: a run that has ended, and of which nothing was written while it ran; its id does not matter. Returns: (transfer full):
 * a future of boolean */
DexFuture *orch_store_add_sync (OrchStore *self, const OrchActor *actor, OrchSyncRecord *record);
/** orch_store_list_newer: SYNC. Rows of which the hub held something newer that could not come in, for something was unsent or not settled here:
 * those that are free now, and those whose conflict still waits, which must show what the hub has by now. ORCH_STORE_STAFF or SERVICES.
 * Returns: (transfer full): a future of a boxed GStrv: our id, the hub's id ("" = not known), our id… */
DexFuture *orch_store_list_newer (OrchStore *self, OrchStoreKind kind);
/** orch_store_note_newer: SYNC. The hub holds something of it that must come in, though nothing of it changes there. Returns: (transfer full): a future of
 * boolean */
DexFuture *orch_store_note_newer (OrchStore *self, const OrchActor *actor, OrchStoreKind kind, const char *id,
                                  const char *hub_id);
/** orch_store_forget_newer: SYNC. It was read again, and came in, or is what the conflict shows. Returns: (transfer full): a future of boolean */
DexFuture *orch_store_forget_newer (OrchStore *self, const OrchActor *actor, OrchStoreKind kind, const char *id);

/** orch_store_begin_sync: SYNC; @kind: OrchSyncKind. A run of the same kind that still runs becomes interrupted. Returns: (transfer full): a future of
 * int64: the run's id */
DexFuture *orch_store_begin_sync (OrchStore *self, const OrchActor *actor, int kind);
/** orch_store_update_sync: SYNC; the counts so far, in place of those before. Returns: (transfer full): a future of boolean; NOT_FOUND when it does not run */
DexFuture *orch_store_update_sync (OrchStore *self, const OrchActor *actor, gint64 run, const OrchSyncCounts *counts);
/**
 * orch_store_finish_sync:
 * @state: anything but RUNNING
 * @counts: (nullable): %NULL leaves those of the last update
 * @error: (nullable): @host: (nullable): recorded
 *
 * SYNC. Of each kind the last hundred runs are kept. Returns: (transfer full): a future of an #OrchSyncRecord; NOT_FOUND when it does not run
 */
DexFuture *orch_store_finish_sync (OrchStore *self, const OrchActor *actor, gint64 run, OrchStoreRunState state,
                                   const OrchSyncCounts *counts, const GError *error, const char *host);
/** orch_store_list_sync_runs: @kind: OrchSyncKind, -1 = any. Returns: (transfer full): a future of a boxed GPtrArray of #OrchSyncRecord, newest first,
 * at most @limit */
DexFuture *orch_store_list_sync_runs (OrchStore *self, int kind, guint limit);

/* --- journal ----------------------------------------------------------------------------- */

/** orch_store_append_journal: for acts that write nothing else (signed in, locked, looked at). @detail: (nullable): no name, no text; control
 * characters are escaped. Returns: (transfer full): a future of int64: the seq */
DexFuture *orch_store_append_journal (OrchStore *self, const OrchActor *actor, const char *act, const char *object,
                                      const char *patient, const char *detail);

/** orch_store_verify_journal: Returns: (transfer full): a future of int64: the first seq whose chain is broken, 0 = whole */
DexFuture *orch_store_verify_journal (OrchStore *self, GCancellable *cancellable);

/** orch_store_list_journal: Returns: (transfer full): a future of a boxed GPtrArray of #OrchJournalEntry with seq > @after, at most @limit, with the hub's ids of their patients */
DexFuture *orch_store_list_journal (OrchStore *self, gint64 after, guint limit);

G_END_DECLS
