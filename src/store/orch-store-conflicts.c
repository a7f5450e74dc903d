/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchStore: the same object changed here and elsewhere: kept until somebody chooses, or put together without asking.
 */
#include "core/orch-clock.h"
#include "core/orch-service-merge.h"
#include "core/orch-staff-merge.h"
#include "orch-store-private.h"

/* --- database thread -------------------------------------------------------------------- */

/* What both had: what we sent ourselves, and whose answer was lost, is no edit of theirs. Returns: (transfer full) (nullable) */
static char *
make_base_text (OrchConnection *connection, OrchStoreKind kind, const char *id, GObject *theirs)
{
  g_autofree char *text = orch_connection_dup_text (connection, "SELECT text FROM hub_base WHERE type = ? AND id = ?",
                                                    "ss", orch_store_kind_get_type_name (kind), id);
  g_autoptr (GObject) base = orch_row_from_text (kind, text);
  g_autoptr (GPtrArray) sent = NULL;
  g_autoptr (GObject) known = NULL;

  if (theirs == NULL)
    return g_steal_pointer (&text);
  sent = orch_store_load_sent_rows (connection, kind, id);
  if (kind == ORCH_STORE_STAFF)
    known = (GObject *) orch_staff_member_add_sent ((OrchStaffMember *) base, sent, ORCH_STAFF_MEMBER (theirs));
  else
    known = (GObject *) orch_service_add_sent ((OrchService *) base, sent, ORCH_SERVICE (theirs));
  return known != NULL ? orch_row_to_text (known) : NULL;
}

static void
add_conflict (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  gint64 now = orch_clock_now_us ();
  g_autoptr (GObject) mine = orch_store_load_row (connection, call->kind, call->id);

  if (mine == NULL)
    {
      orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "No such row");
      return;
    }
  g_autofree char *mine_text = orch_row_to_text (mine);
  g_autofree char *theirs_text = call->object != NULL ? orch_row_to_text (call->object) : NULL;
  g_autofree char *base_text = make_base_text (connection, call->kind, call->id, call->object);
  orch_connection_run (connection,
                       "INSERT INTO edit_conflict (object_type, object_id, base, mine, theirs, hub_version, fields, "
                       "created) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
                       "ON CONFLICT (object_type, object_id) WHERE settled = 0 DO UPDATE SET base = excluded.base, "
                       "mine = excluded.mine, theirs = excluded.theirs, hub_version = excluded.hub_version, "
                       "fields = excluded.fields",
                       "ssssssil", call->type, call->id, base_text, mine_text, theirs_text, call->text, call->state,
                       now);
  gint64 id =
      orch_connection_get_int64 (connection, 0,
                                 "SELECT id FROM edit_conflict WHERE object_type = ? AND object_id = ? AND settled = 0",
                                 "ss", call->type, call->id);
  /* Sent again as it is, it would only be refused again. */
  orch_connection_run (connection,
                       "UPDATE outbox SET state = 3, error_code = ?, error_text = 'Changed on another workstation' "
                       "WHERE object_type = ? AND object_id = ? AND state IN (0, 1)",
                       "iss", ORCH_ERROR_CONFLICT, call->type, call->id);
  orch_connection_mark (connection, ORCH_STORE_CHANGED_EDIT_CONFLICTS | ORCH_STORE_CHANGED_OUTBOX);
  g_value_init (result, G_TYPE_INT64);
  g_value_set_int64 (result, id);
}

#define CONFLICT_COLUMNS                                                                                               \
  "id, object_type, object_id, base, mine, theirs, hub_version, fields, created, settled, kept, actor"

static OrchEditConflict *
read_conflict (sqlite3_stmt *statement)
{
  const char *type = orch_column_text (statement, 1);
  OrchStoreKind kind = g_str_equal (type, "staff") ? ORCH_STORE_STAFF : ORCH_STORE_SERVICES;
  g_autoptr (GObject) base = orch_row_from_text (kind, orch_column_text (statement, 3));
  g_autoptr (GObject) mine = orch_row_from_text (kind, orch_column_text (statement, 4));
  g_autoptr (GObject) theirs = orch_row_from_text (kind, orch_column_text (statement, 5));
  OrchEditConflictFields fields = {
    .id = sqlite3_column_int64 (statement, 0),
    .object_type = type,
    .object_id = orch_column_text (statement, 2),
    .base = base,
    .mine = mine,
    .theirs = theirs,
    .hub_version = orch_column_text (statement, 6),
    .fields = sqlite3_column_int (statement, 7),
    .created = sqlite3_column_int64 (statement, 8),
    .settled = sqlite3_column_int64 (statement, 9),
    .kept = sqlite3_column_int (statement, 10),
    .actor = orch_column_text (statement, 11),
  };
  return orch_edit_conflict_new (&fields);
}

/* flag: settled ones too */
static void
list_conflicts (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  GPtrArray *conflicts = g_ptr_array_new_with_free_func (g_object_unref);
  sqlite3_stmt *statement = orch_connection_query (connection,
                                                   "SELECT " CONFLICT_COLUMNS
                                                   " FROM edit_conflict WHERE settled = 0 OR ? ORDER BY id LIMIT ?",
                                                   "il", call->flag, (gint64) call->limit);

  while (orch_connection_next (connection, statement))
    g_ptr_array_add (conflicts, read_conflict (statement));
  orch_store_take_array (result, conflicts);
}

OrchStoreCall *
orch_store_find_author (OrchConnection *connection, const OrchStoreCall *call, const char *type, const char *id)
{
  sqlite3_stmt *statement = NULL;
  OrchStoreCall *author = NULL;

  if (call->permission != ORCH_PERMISSION_WORKSTATION)
    return NULL;
  statement = orch_connection_query (connection,
                                     "SELECT actor, permission FROM outbox WHERE object_type = ? AND object_id = ? AND "
                                     "state <> 2 AND actor <> '' ORDER BY seq DESC LIMIT 1",
                                     "ss", type, id);
  if (orch_connection_next (connection, statement))
    {
      author = orch_store_call_new (&(OrchActor) { .id = orch_column_text (statement, 0),
                                                   .permission = (OrchPermission) sqlite3_column_int (statement, 1) });
      orch_connection_done (connection, statement);
    }
  return author;
}

/* After an agreement: what differs from theirs is queued, whatever became of the op before; else nothing is left to send. */
static void
queue_rest (OrchConnection *connection, const OrchStoreCall *call, OrchStoreKind kind, const char *id, GObject *result,
            GObject *theirs, gint64 revision)
{
  const char *type = orch_store_kind_get_type_name (kind);
  gboolean is_staff = kind == ORCH_STORE_STAFF;
  g_autoptr (OrchStoreCall) author = orch_store_find_author (connection, call, type, id);

  orch_connection_run (connection, "DELETE FROM outbox WHERE object_type = ? AND object_id = ? AND state <> 2", "ss",
                       type, id);
  if (orch_store_rows_agree (result, theirs))
    orch_connection_run (connection,
                         is_staff ? "UPDATE staff SET synced_revision = ? WHERE id = ?"
                                  : "UPDATE service SET synced_revision = ? WHERE id = ?",
                         "ls", revision, id);
  else
    orch_store_add_to_outbox (connection, author != NULL ? author : call, type, id, "update", NULL, revision);
  orch_connection_mark (connection, ORCH_STORE_CHANGED_OUTBOX);
}

/* Whether what somebody chose from is still what there is to choose from: @call->verb, @call->from */
static gboolean
is_still_so (OrchConnection *connection, const OrchStoreCall *call, const OrchEditConflictFields *f, OrchStoreKind kind)
{
  g_autoptr (GObject) ours = orch_store_load_row (connection, kind, f->object_id);

  return g_strcmp0 (call->verb, f->hub_version) == 0 && ours != NULL &&
         orch_store_row_get_revision (ours) == call->from;
}

/* @result: (nullable): theirs. Returns: (transfer full): with the id that it has here */
static GObject *
make_result (GObject *result, GObject *theirs, const char *id)
{
  GObject *from = result != NULL ? result : theirs;

  if (ORCH_IS_SERVICE (from))
    {
      OrchServiceFields fields = *orch_service_get_fields (ORCH_SERVICE (from));
      fields.id = id;
      return G_OBJECT (orch_service_new (&fields));
    }
  OrchStaffMemberFields fields = *orch_staff_member_get_fields (ORCH_STAFF_MEMBER (from));
  fields.id = id;
  return G_OBJECT (orch_staff_member_new (&fields));
}

/* The hub deleted it. What is kept is created there anew; else it goes here too. */
static void
settle_deleted (OrchConnection *connection, const OrchStoreCall *call, OrchStoreKind kind, const char *id)
{
  const char *type = orch_store_kind_get_type_name (kind);
  gboolean is_staff = kind == ORCH_STORE_STAFF;

  orch_connection_run (connection, "DELETE FROM outbox WHERE object_type = ? AND object_id = ? AND state <> 2", "ss",
                       type, id);
  orch_store_keep_base (connection, type, id, NULL);
  orch_store_forget_sent (connection, type, id);
  if (call->object == NULL)
    orch_connection_run (connection, is_staff ? "DELETE FROM staff WHERE id = ?" : "DELETE FROM service WHERE id = ?",
                         "s", id);
  else
    {
      gint64 revision = orch_store_agree (connection, kind, call->object, NULL, NULL);
      orch_connection_run (connection,
                           is_staff
                               ? "UPDATE staff SET hub_id = NULL, hub_version = NULL, synced_revision = 0 WHERE id = ?"
                               : "UPDATE service SET hub_id = NULL, hub_version = NULL, synced_revision = 0 "
                                 "WHERE id = ?",
                           "s", id);
      orch_store_queue_row (connection, call, kind, id, revision);
    }
  orch_connection_mark (connection, orch_store_kind_get_change (kind) | ORCH_STORE_CHANGED_OUTBOX);
}

static void
settle_conflict (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_autoptr (OrchEditConflict) conflict = NULL;
  sqlite3_stmt *statement =
      orch_connection_query (connection, "SELECT " CONFLICT_COLUMNS " FROM edit_conflict WHERE id = ?", "l",
                             call->number);

  if (orch_connection_next (connection, statement))
    {
      conflict = read_conflict (statement);
      orch_connection_done (connection, statement);
    }
  if (conflict == NULL)
    {
      orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "No such conflict");
      return;
    }

  const OrchEditConflictFields *f = orch_edit_conflict_get_fields (conflict);
  OrchStoreKind kind = (OrchStoreKind) orch_store_kind_from_type_name (f->object_type);
  OrchAct act = kind == ORCH_STORE_STAFF ? ORCH_ACT_EDIT_STAFF_ROLES : ORCH_ACT_EDIT_SERVICES;
  if (f->settled != 0)
    orch_connection_fail (connection, ORCH_ERROR_CONFLICT, "It was settled already");
  else if (call->flag && !is_still_so (connection, call, f, kind))
    orch_connection_fail (connection, ORCH_ERROR_CONFLICT, "It was changed again meanwhile");
  else if (!orch_permission_allows (call->permission, act))
    orch_connection_fail (connection, ORCH_ERROR_REFUSED, "A %s may not do this (%d)",
                          orch_permission_get_code (call->permission), act);
  else if (call->object != NULL && G_OBJECT_TYPE (call->object) != orch_store_kind_get (kind)->get_object_type ())
    orch_connection_fail (connection, ORCH_ERROR_INVALID, "A row of another kind");
  if (orch_connection_has_error (connection))
    return;

  if (f->theirs == NULL)
    settle_deleted (connection, call, kind, f->object_id);
  else
    {
      g_autoptr (GObject) row = make_result (call->object, f->theirs, f->object_id);
      gint64 revision = orch_store_agree (connection, kind, row, f->theirs, f->hub_version);
      queue_rest (connection, call, kind, f->object_id, row, f->theirs, revision);
    }
  orch_connection_run (connection, "UPDATE edit_conflict SET settled = ?, kept = ?, actor = ? WHERE id = ?", "lisl",
                       orch_clock_now_us (), call->state, call->actor, call->number);
  g_autofree char *object = g_strconcat (f->object_type, "/", f->object_id, NULL);
  g_autofree char *detail = g_strdup_printf ("kept=%d of %u", call->state, f->fields);
  orch_store_add_to_journal (connection, call, "conflict-settled", object, NULL, detail);
  orch_connection_mark (connection, ORCH_STORE_CHANGED_EDIT_CONFLICTS);
}

/* Somebody took away what is needed here: it is made on the hub anew. */
static void
make_anew (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;

  g_set_object (&call->object, NULL);
  call->object = orch_store_load_row (connection, call->kind, call->id);
  if (call->object == NULL)
    orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "No such row");
  else
    settle_deleted (connection, call, call->kind, call->id);
}

static void
rebase_row (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  GObject *merged = call->object, *theirs = call->rows->pdata[0];
  const char *id = orch_store_row_get_id (merged);
  g_autoptr (GObject) ours = orch_store_load_row (connection, call->kind, id);
  gboolean is_done = FALSE;

  if (ours == NULL)
    orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "No such row");
  else if (orch_store_row_get_revision (ours) == call->number)
    {
      gint64 revision = orch_store_agree (connection, call->kind, merged, theirs, call->text);
      queue_rest (connection, call, call->kind, id, merged, theirs, revision);
      /* What somebody was to be asked settled itself: the hub moved on. */
      if (orch_connection_run (connection,
                               "DELETE FROM edit_conflict WHERE object_type = ? AND object_id = ? AND settled = 0",
                               "ss", orch_store_kind_get_type_name (call->kind), id) > 0)
        orch_connection_mark (connection, ORCH_STORE_CHANGED_EDIT_CONFLICTS);
      is_done = TRUE;
    }
  g_value_init (result, G_TYPE_BOOLEAN);
  g_value_set_boolean (result, is_done);
}

/* --- public ----------------------------------------------------------------------------- */

DexFuture *
orch_store_add_edit_conflict (OrchStore *self, const OrchActor *actor, const char *object_type, const char *object_id,
                              GObject *theirs, const char *hub_version, guint fields)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && object_type != NULL && object_id != NULL, NULL);
  g_return_val_if_fail (g_str_equal (object_type, "service") || g_str_equal (object_type, "staff"), NULL);
  g_return_val_if_fail (theirs == NULL || (g_str_equal (object_type, "staff") ? ORCH_IS_STAFF_MEMBER (theirs)
                                                                              : ORCH_IS_SERVICE (theirs)),
                        NULL);

  DexFuture *refused = orch_store_refuse (actor, ORCH_ACT_SYNC);
  if (refused != NULL)
    return refused;

  OrchStoreCall *call = orch_store_call_new (actor);
  call->kind = (OrchStoreKind) orch_store_kind_from_type_name (object_type);
  call->type = g_strdup (object_type);
  call->id = g_strdup (object_id);
  call->object = theirs != NULL ? g_object_ref (theirs) : NULL;
  call->text = g_strdup (hub_version);
  call->state = (int) fields;
  return orch_store_write (self, add_conflict, call);
}

DexFuture *
orch_store_list_edit_conflicts (OrchStore *self, gboolean settled_too, guint limit)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);

  OrchStoreCall *call = orch_store_call_new (NULL);
  call->flag = settled_too;
  call->limit = limit;
  return orch_store_read (self, list_conflicts, call, NULL);
}

static OrchStoreCall *
settle_call_new (const OrchActor *actor, gint64 id, GObject *result, guint kept)
{
  OrchStoreCall *call = orch_store_call_new (actor);

  call->number = id;
  call->object = result != NULL ? g_object_ref (result) : NULL;
  call->state = (int) kept;
  return call;
}

DexFuture *
orch_store_settle_edit_conflict (OrchStore *self, const OrchActor *actor, gint64 id, GObject *result, guint kept)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL, NULL);
  g_return_val_if_fail (result == NULL || ORCH_IS_SERVICE (result) || ORCH_IS_STAFF_MEMBER (result), NULL);

  return orch_store_write (self, settle_conflict, settle_call_new (actor, id, result, kept));
}

DexFuture *
orch_store_settle_seen_conflict (OrchStore *self, const OrchActor *actor, OrchEditConflict *seen, gint64 revision,
                                 GObject *result, guint kept)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && ORCH_IS_EDIT_CONFLICT (seen), NULL);
  g_return_val_if_fail (result == NULL || ORCH_IS_SERVICE (result) || ORCH_IS_STAFF_MEMBER (result), NULL);

  const OrchEditConflictFields *fields = orch_edit_conflict_get_fields (seen);
  OrchStoreCall *call = settle_call_new (actor, fields->id, result, kept);
  call->verb = g_strdup (fields->hub_version);
  call->from = revision;
  call->flag = TRUE;
  return orch_store_write (self, settle_conflict, call);
}

DexFuture *
orch_store_rebase (OrchStore *self, const OrchActor *actor, OrchStoreKind kind, GObject *merged, GObject *theirs,
                   const char *hub_version, gint64 revision)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && ORCH_STORE_KIND_IS_DIRECTORY (kind), NULL);
  g_return_val_if_fail (kind == ORCH_STORE_STAFF ? ORCH_IS_STAFF_MEMBER (merged) : ORCH_IS_SERVICE (merged), NULL);
  g_return_val_if_fail (G_OBJECT_TYPE (merged) == G_OBJECT_TYPE (theirs), NULL);

  DexFuture *refused = orch_store_refuse (actor, ORCH_ACT_SYNC);
  if (refused != NULL)
    return refused;

  OrchStoreCall *call = orch_store_call_new (actor);
  call->kind = kind;
  call->object = g_object_ref (merged);
  call->rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (call->rows, g_object_ref (theirs));
  call->text = g_strdup (hub_version);
  call->number = revision;
  return orch_store_write (self, rebase_row, call);
}

DexFuture *
orch_store_make_anew (OrchStore *self, const OrchActor *actor, OrchStoreKind kind, const char *id)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && id != NULL && ORCH_STORE_KIND_IS_DIRECTORY (kind), NULL);

  DexFuture *refused = orch_store_refuse (actor, ORCH_ACT_SYNC);
  if (refused != NULL)
    return refused;

  OrchStoreCall *call = orch_store_call_new (actor);
  call->kind = kind;
  call->id = g_strdup (id);
  return orch_store_write (self, make_anew, call);
}
