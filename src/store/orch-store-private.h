/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the files of OrchStore share: the struct, the arguments of a call on their way to a thread, and the steps that several
 * transactions take. Private to store/.
 */
#pragma once

#include "orch-connection.h"
#include "orch-database.h"
#include "orch-store.h"

G_BEGIN_DECLS

/* What separates the items of a list in a column or a group_concat(): orch_text_clean() lets no control character through. */
#define ORCH_STORE_SEPARATOR "\x1f"

struct _OrchStore
{
  GObject parent_instance;

  /* owned */
  OrchDatabase *database;
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

/** orch_store_write, orch_store_read: @call: (transfer full) */
DexFuture *orch_store_write (OrchStore *self, OrchDatabaseFunc func, OrchStoreCall *call);
DexFuture *orch_store_read (OrchStore *self, OrchDatabaseFunc func, OrchStoreCall *call, GCancellable *cancellable);

/* --- steps of transactions, on a database thread --- */

/** orch_store_add_to_journal: Returns: the seq */
gint64 orch_store_add_to_journal (OrchConnection *connection, const OrchStoreCall *call, const char *act,
                                  const char *object, const char *patient, const char *detail);

/** orch_store_add_to_outbox: @revision: of the row, 0 for what has none. Returns: the seq */
gint64 orch_store_add_to_outbox (OrchConnection *connection, const OrchStoreCall *call, const char *type,
                                 const char *id, const char *verb, const char *payload, gint64 revision);

/** orch_store_recover: the first transaction after opening */
void orch_store_recover (OrchConnection *connection, GValue *result, gpointer data);

guint orch_store_kind_get_change (OrchStoreKind kind);
const char *orch_store_kind_get_type_name (OrchStoreKind kind);
/**
 * orch_store_load_rows:
 * @tail: what follows FROM <table>: WHERE, ORDER BY, LIMIT; the same text each time
 * @keys: (nullable) (element-type gint64): the rows' keys are appended
 * @types: of the arguments in @tail, as for orch_connection_query(); at most "sl"
 *
 * Returns: (transfer full): OrchStaffMember or OrchService
 */
GPtrArray *orch_store_load_rows (OrchConnection *connection, OrchStoreKind kind, const char *tail, GArray *keys,
                                 const char *types, const char *text, gint64 number);

/** orch_store_write_row: adds or updates by id. @only_emr: of a known row, only what the EMR owns. Returns: the revision, 0 when nothing changed, -1 after an error */
gint64 orch_store_write_row (OrchConnection *connection, OrchStoreKind kind, GObject *row, gboolean only_emr);

/** orch_store_take_object: @object: (transfer full) (nullable): what the future resolves to */
void orch_store_take_object (GValue *result, gpointer object);
void orch_store_take_array (GValue *result, GPtrArray *array);

G_END_DECLS
