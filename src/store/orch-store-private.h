/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the files of OrchStore share: the struct, the arguments of a call on their way to a thread, and the steps that several
 * transactions take. Private to store/.
 */
#pragma once

#include "core/orch-portal-invitation.h"
#include "orch-connection.h"
#include "orch-database.h"
#include "orch-row-text.h"
#include "orch-store.h"

G_BEGIN_DECLS

/* What separates the items of a list in a column or a group_concat(): orch_text_clean() lets no control character through. */
#define ORCH_STORE_SEPARATOR "\x1f"

/* Names of cursors that are no position: see orch_store_newer_name() */
#define ORCH_STORE_NEWER "newer/"

/* Where the last page of unsynced rows ended, for each kind; the reader thread's. In an atomic box: a job may outlive its store */
typedef struct
{
  /* owned */
  char *ids[ORCH_N_STORE_KINDS]; /* (nullable) */

  gint64 keys[ORCH_N_STORE_KINDS];
} OrchStorePageEnds;

void orch_store_page_ends_unref (OrchStorePageEnds *ends);

struct _OrchStore
{
  GObject parent_instance;

  /* owned */
  OrchDatabase *database;
  OrchStorePageEnds *ends;
};

/* The arguments of one call; each uses what it needs. Made on the main thread, read on a database thread. */
typedef struct
{
  /* owned, (nullable) */
  char *actor;
  char *workstation;
  char *id;
  char *type;
  char *verb;
  char *text;
  char *detail;
  GObject *object;
  GPtrArray *rows;
  GPtrArray *more;
  GArray *items;
  GError *error;

  OrchPermission permission;
  OrchStoreKind kind;
  int state;
  gint64 number;
  gint64 from;
  gint64 to;
  guint limit;
  gboolean flag;
  gboolean has_counts;
  OrchImportCounts counts;
} OrchStoreCall;

OrchStoreCall *orch_store_call_new (const OrchActor *actor);
void orch_store_call_free (OrchStoreCall *call);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchStoreCall, orch_store_call_free)

/** orch_store_refuse: Returns: (transfer full) (nullable): a rejected future when @actor may not do @act */
DexFuture *orch_store_refuse (const OrchActor *actor, OrchAct act);
/** orch_store_refuse_persons: the same, for what only the workstation does */
DexFuture *orch_store_refuse_persons (const OrchActor *actor, OrchAct act);
/** orch_store_refuse_workstation: the same, for what only a person decides */
DexFuture *orch_store_refuse_workstation (const OrchActor *actor, OrchAct act);

/** orch_store_write, orch_store_write_repeatable (see orch-database.h), orch_store_read: @call: (transfer full) */
DexFuture *orch_store_write (OrchStore *self, OrchDatabaseFunc func, OrchStoreCall *call);
DexFuture *orch_store_write_repeatable (OrchStore *self, OrchDatabaseFunc func, OrchStoreCall *call);
DexFuture *orch_store_read (OrchStore *self, OrchDatabaseFunc func, OrchStoreCall *call, GCancellable *cancellable);

/* --- steps of transactions, on a database thread --- */

/** orch_store_add_to_journal: Returns: the seq */
gint64 orch_store_add_to_journal (OrchConnection *connection, const OrchStoreCall *call, const char *act,
                                  const char *object, const char *patient, const char *detail);

/** ORCH_STORE_SELECT_JOURNAL: what orch_store_read_journal_entry() reads */
#define ORCH_STORE_SELECT_JOURNAL                                                                                      \
  "SELECT seq, instant, utc_offset_minutes, actor, act, object, patient, workstation, detail, previous, hash, "        \
  "(SELECT hub_id FROM patient WHERE id = journal.patient) FROM journal"
/** orch_store_read_journal_entry: Returns: (transfer full) */
OrchJournalEntry *orch_store_read_journal_entry (sqlite3_stmt *statement);

/** ORCH_STORE_OUTBOX_COLUMNS: what orch_store_read_outbox_row() reads; @payload: the column, or what stands for it */
#define ORCH_STORE_OUTBOX_COLUMNS(payload)                                                                             \
  "seq, op_id, actor, permission, object_type, object_id, verb, " payload                                              \
  ", revision, state, attempts, created, next_try, error_code, error_text, sent IS NOT NULL"
/** orch_store_read_outbox_row: Returns: (transfer full) */
OrchOutboxRow *orch_store_read_outbox_row (sqlite3_stmt *statement);

/** orch_store_add_to_outbox: @revision: of the row, 0 for what has none. Returns: the seq */
gint64 orch_store_add_to_outbox (OrchConnection *connection, const OrchStoreCall *call, const char *type,
                                 const char *id, const char *verb, const char *payload, gint64 revision);

/** orch_store_find_author: whose the op is that waits for the object, when it is the workstation that acts: what somebody decided stays theirs when it
 * is put together with another's. Returns: (transfer full) (nullable) */
OrchStoreCall *orch_store_find_author (OrchConnection *connection, const OrchStoreCall *call, const char *type,
                                       const char *id);

/** orch_store_write_setting: @text: (nullable): removed. Returns: the setting's new revision */
gint64 orch_store_write_setting (OrchConnection *connection, const char *name, const char *text);
/** orch_store_agree_on_setting: what the hub has of a group from now on. @text: (nullable): it was removed */
void orch_store_agree_on_setting (OrchConnection *connection, const char *group, const char *text);
/** orch_store_note_setting: @row: (transfer full): of a group of settings, on its way: it carries the group's text, which once acknowledged is
 * what the hub has. Returns: (transfer full) */
OrchOutboxRow *orch_store_note_setting (OrchConnection *connection, OrchOutboxRow *row);

/** orch_store_recover: the first transaction after opening */
void orch_store_recover (OrchConnection *connection, GValue *result, gpointer data);

/* One kind of rows: how it is read */
typedef struct
{
  const char *type; /* of outbox rows and links; the table too */
  const char *select;
  const char *unsynced; /* condition */
  OrchStoreChanges change;
  GType (*get_object_type) (void);
  GObject *(*read) (sqlite3_stmt *statement);
} OrchStoreRowKind;

extern const OrchStoreRowKind orch_store_staff_rows;
extern const OrchStoreRowKind orch_store_service_rows;
extern const OrchStoreRowKind orch_store_patient_rows;
extern const OrchStoreRowKind orch_store_schedule_rows;
extern const OrchStoreRowKind orch_store_slot_rows;
extern const OrchStoreRowKind orch_store_appointment_rows;

const OrchStoreRowKind *orch_store_kind_get (OrchStoreKind kind);
guint orch_store_kind_get_change (OrchStoreKind kind);
const char *orch_store_kind_get_type_name (OrchStoreKind kind);
/** orch_store_kind_from_type_name: Returns: -1 when rows of that name there are none */
int orch_store_kind_from_type_name (const char *type);

/** orch_store_row_get_id: Returns: (transfer none) (nullable): our id of any row */
const char *orch_store_row_get_id (GObject *row);
gint64 orch_store_row_get_revision (GObject *row);
/** orch_store_is_overtaken: @old: (nullable): what is there. Returns: whether @row was made from another revision of it; one without a revision
 * (0) was made from none, and is written over whatever is there */
gboolean orch_store_is_overtaken (GObject *old, GObject *row);
/** orch_store_row_get_hub_id: Returns: (transfer none) (nullable) */
const char *orch_store_row_get_hub_id (GObject *row);

/**
 * orch_store_load_rows:
 * @tail: what follows FROM <table>: WHERE, ORDER BY, LIMIT; the same text each time
 * @keys: (nullable) (element-type gint64): the rows' keys are appended
 * @types: of the arguments in @tail, as for orch_connection_query(); at most "sl"
 *
 * Returns: (transfer full): core objects of @kind
 */
GPtrArray *orch_store_load_rows (OrchConnection *connection, OrchStoreKind kind, const char *tail, GArray *keys,
                                 const char *types, const char *text, gint64 number);

/** orch_store_load_row: Returns: (transfer full) (nullable): the row of that id */
GObject *orch_store_load_row (OrchConnection *connection, OrchStoreKind kind, const char *id);

/** orch_store_load_row_by_key: Returns: (transfer full) (nullable) */
GObject *orch_store_load_row_by_key (OrchConnection *connection, OrchStoreKind kind, gint64 key);

/** OrchStoreScope: which fields of a known row are written */
typedef enum
{
  ORCH_STORE_SCOPE_ALL = 0,
  ORCH_STORE_SCOPE_EMR,       /* what the EMR owns: an import */
  ORCH_STORE_SCOPE_DECISIONS, /* what people decide: a download over an import that was not sent yet */
} OrchStoreScope;

/** orch_store_write_row: staff and services: adds or updates by id. Returns: the revision, 0 when nothing changed (EMR), -1 after an error */
gint64 orch_store_write_row (OrchConnection *connection, OrchStoreKind kind, GObject *row, OrchStoreScope scope);

/** orch_store_remove_row: a job: orch_store_remove() */
void orch_store_remove_row (OrchConnection *connection, GValue *result, gpointer data);

/** orch_store_revive: a row was added: when it had been removed, it becomes again what the hub knows, or is queued behind its removal.
 * Returns: its revision */
gint64 orch_store_revive (OrchConnection *connection, const OrchStoreCall *call, const char *type, const char *id);

/** orch_store_link_removed: the hub answered the creation of a row that was removed meanwhile: it is told. Returns: whether there is such a row */
gboolean orch_store_link_removed (OrchConnection *connection, const char *type, const char *id, const char *hub_id,
                                  const char *version);
/** orch_store_find_removed: a download found what was removed here: where nobody knew that the hub has it, it is told, of a version that was never
 * seen here */
void orch_store_find_removed (OrchConnection *connection, const char *type, const char *id, const char *hub_id);

/** orch_store_forget_removed: the hub has deleted it */
void orch_store_forget_removed (OrchConnection *connection, const char *type, const char *id);

/** orch_store_queue_row: a person saved a row of the directory: its update, or the creation of what they typed by hand. What the hub does not have
 * otherwise is uploaded with what the EMR brings */
void orch_store_queue_row (OrchConnection *connection, const OrchStoreCall *call, OrchStoreKind kind, const char *id,
                           gint64 revision);
/** orch_store_has_unsent: whether an op of the outbox waits, is being sent or failed for the object */
gboolean orch_store_has_unsent (OrchConnection *connection, const char *type, const char *id);

/**
 * orch_store_agree:
 * @row: of our table: what it is to be
 * @theirs: (nullable): what the hub has, to be the base
 *
 * Writes what of @row differs from what is there, and remembers version and base. Of a row that the import could not use, that is what people
 * decide. Returns: the revision, -1 after an error
 */
gint64 orch_store_agree (OrchConnection *connection, OrchStoreKind kind, GObject *row, GObject *theirs,
                         const char *hub_version);

/** orch_store_rows_agree: whether nothing that orch_store_agree() would write differs */
gboolean orch_store_rows_agree (GObject *a, GObject *b);

/** orch_store_newer_name: of the cursor that remembers that the hub holds something newer of a row that could not come in: its text is the hub's
 * id. Returns: (transfer full) */
char *orch_store_newer_name (const char *type, const char *id);

/** orch_store_take_back: an op was given up: what it was about must not leave by another way: the row is again what the hub has */
void orch_store_take_back (OrchConnection *connection, const OrchStoreCall *call, const char *type, const char *id,
                           const char *verb);

/** orch_store_insert_patient: @id: ours */
void orch_store_insert_patient (OrchConnection *connection, const char *id, OrchPatient *patient);
/** orch_store_write_patient: all of a known one, as it is given; its revision grows */
void orch_store_write_patient (OrchConnection *connection, gint64 key, OrchPatient *patient);
/** orch_store_update_patient: what may be taken over is; protected fields that differ are put before a person. Returns: whether the row changed */
gboolean orch_store_update_patient (OrchConnection *connection, gint64 key, OrchPatient *ours, OrchPatient *theirs,
                                    gint64 now);

/** orch_store_write_invitation: @patient: our id */
void orch_store_write_invitation (OrchConnection *connection, const char *patient, OrchPortalInvitation *invitation);

/** orch_store_move_cursor: @text: (nullable): %NULL forgets it */
void orch_store_move_cursor (OrchConnection *connection, const char *name, const char *text);

/** orch_store_keep_base: what the hub has of this row from now on. @text: (nullable): %NULL: not known */
void orch_store_keep_base (OrchConnection *connection, const char *type, const char *id, const char *text);
/** orch_store_note_sent: @text leaves for the hub, and may arrive without an answer: found there, it is ours */
void orch_store_note_sent (OrchConnection *connection, const char *type, const char *id, const char *text);
/** orch_store_note_what_leaves: @row: (transfer full): claimed. What leaves is what its row is now: once acknowledged, it is what the hub has. With it
 * goes the version it was made from: read later, that may be of a settlement made meanwhile, over which what leaves would be written.
 * Returns: (transfer full) (nullable): %NULL: its row is gone, and the op with it */
OrchOutboxRow *orch_store_note_what_leaves (OrchConnection *connection, OrchOutboxRow *row);
/** orch_store_load_base_row: Returns: (transfer full) (nullable): what the hub had when we last agreed */
GObject *orch_store_load_base_row (OrchConnection *connection, OrchStoreKind kind, const char *id);
/** orch_store_load_sent_rows: Returns: (transfer full): of what was noted, OrchService or OrchStaffMember */
GPtrArray *orch_store_load_sent_rows (OrchConnection *connection, OrchStoreKind kind, const char *id);
/** orch_store_forget_sent: the hub has answered */
void orch_store_forget_sent (OrchConnection *connection, const char *type, const char *id);

/** orch_store_read_list: Returns: (transfer full) (nullable): the items of a list in a column */
GStrv orch_store_read_list (sqlite3_stmt *statement, int column);

/** orch_store_take_object: @object: (transfer full) (nullable): what the future resolves to */
void orch_store_take_object (GValue *result, gpointer object);
void orch_store_take_array (GValue *result, GPtrArray *array);

G_END_DECLS
