/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchStore: staff and services, one by one and all together.
 */
#include <string.h>

#include "core/orch-text.h"
#include "orch-store-private.h"

/* --- database thread -------------------------------------------------------------------- */

static void
load_all (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;

  orch_store_take_array (result,
                         orch_store_load_rows (connection, call->kind, "ORDER BY sort_name, key", NULL, "", NULL, 0));
}

/* What an op of the outbox is about is the pump's: sent here as well, it would pass by a conflict that waits for its settlement. */
#define IS_NOT_IN_OUTBOX(type)                                                                                         \
  "NOT EXISTS (SELECT 1 FROM outbox WHERE object_type = '" type "' AND object_id = " type ".id AND state <> 2)"

static const char *const unsynced_tails[ORCH_N_STORE_KINDS] = {
#define BY_ID(type)                                                                                                    \
  "WHERE (revision > synced_revision OR hub_id IS NULL) AND in_conflict = 0 AND " IS_NOT_IN_OUTBOX (                   \
      type) " AND id > ? ORDER BY id LIMIT ?"
#define BY_KEY(type)                                                                                                   \
  "INDEXED BY " type "_unsynced WHERE revision > synced_revision AND " IS_NOT_IN_OUTBOX (                              \
      type) " AND key > CAST (? AS INTEGER) ORDER BY key LIMIT ?"
  [ORCH_STORE_STAFF] = BY_ID ("staff"),       [ORCH_STORE_SERVICES] = BY_ID ("service"),
  [ORCH_STORE_PATIENTS] = BY_KEY ("patient"), [ORCH_STORE_SCHEDULES] = BY_KEY ("schedule"),
  [ORCH_STORE_SLOTS] = BY_KEY ("slot"),       [ORCH_STORE_APPOINTMENTS] = BY_KEY ("appointment"),
#undef BY_ID
#undef BY_KEY
};

static const char *const key_sqls[ORCH_N_STORE_KINDS] = {
  [ORCH_STORE_PATIENTS] = "SELECT key FROM patient WHERE id = ?",
  [ORCH_STORE_SCHEDULES] = "SELECT key FROM schedule WHERE id = ?",
  [ORCH_STORE_SLOTS] = "SELECT key FROM slot WHERE id = ?",
  [ORCH_STORE_APPOINTMENTS] = "SELECT key FROM appointment WHERE id = ?",
};

typedef struct
{
  /* owned */
  OrchStorePageEnds *ends;
  char *after_id; /* (nullable) */

  OrchStoreKind kind;
  guint limit;
} Unsynced;

static void
unsynced_free (gpointer data)
{
  Unsynced *unsynced = data;

  orch_store_page_ends_unref (unsynced->ends);
  g_free (unsynced->after_id);
  g_free (unsynced);
}

/* Ids of the schedule have no index (see the schema): where a page ended is remembered, and looked for when it was another's. */
static gint64
find_end (OrchConnection *connection, const Unsynced *unsynced)
{
  if (unsynced->after_id == NULL)
    return 0;
  if (g_strcmp0 (unsynced->ends->ids[unsynced->kind], unsynced->after_id) == 0)
    return unsynced->ends->keys[unsynced->kind];
  return orch_connection_get_int64 (connection, 0, key_sqls[unsynced->kind], "s", unsynced->after_id);
}

static void
load_unsynced (OrchConnection *connection, GValue *result, gpointer data)
{
  Unsynced *unsynced = data;
  const char *tail = unsynced_tails[unsynced->kind];
  const char *after = unsynced->after_id != NULL ? unsynced->after_id : "";

  if (ORCH_STORE_KIND_IS_DIRECTORY (unsynced->kind))
    {
      orch_store_take_array (result, orch_store_load_rows (connection, unsynced->kind, tail, NULL, "sl", after,
                                                           unsynced->limit));
      return;
    }

  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *from = g_strdup_printf ("%" G_GINT64_FORMAT, find_end (connection, unsynced));
  GPtrArray *rows = orch_store_load_rows (connection, unsynced->kind, tail, keys, "sl", from, unsynced->limit);
  if (rows->len > 0)
    {
      g_set_str (&unsynced->ends->ids[unsynced->kind], orch_store_row_get_id (rows->pdata[rows->len - 1]));
      unsynced->ends->keys[unsynced->kind] = g_array_index (keys, gint64, keys->len - 1);
    }
  orch_store_take_array (result, rows);
}

/* flag: by the EMR's id */
static void
find (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  const char *tail = "WHERE id = ?";

  if (call->flag)
    tail = ORCH_STORE_KIND_IS_DIRECTORY (call->kind) ? "WHERE emr_id = ? ORDER BY in_conflict, key LIMIT 1"
                                                     : "WHERE emr_id = ?";
  g_autoptr (GPtrArray) rows = orch_store_load_rows (connection, call->kind, tail, NULL, "s", call->id, 0);

  if (rows->len == 0)
    orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "No such row");
  else
    orch_store_take_object (result, g_object_ref (rows->pdata[0]));
}

/* In the order of OrchStoreCounts, but for the unsynced. Read from an index that has all of it. */
static const char *const count_sqls[ORCH_N_STORE_KINDS] = {
  [ORCH_STORE_STAFF] = "SELECT count (*), sum (active AND NOT in_conflict), sum (NOT active AND NOT in_conflict), "
                       "sum (in_conflict), 0, 0, sum (vanished) FROM staff INDEXED BY staff_by_name",
  [ORCH_STORE_SERVICES] = "SELECT count (*), sum (active AND NOT in_conflict), sum (NOT active AND NOT in_conflict), "
                          "sum (in_conflict), sum (excluded AND NOT in_conflict), "
                          "sum (to_define AND NOT in_conflict), sum (vanished AND NOT in_conflict) "
                          "FROM service INDEXED BY service_by_name",
  [ORCH_STORE_PATIENTS] = "SELECT count (*), count (*), 0, 0, 0, 0, 0 FROM patient",
  [ORCH_STORE_SCHEDULES] = "SELECT count (*), sum (active AND NOT vanished), sum (NOT active OR vanished), 0, 0, 0, "
                           "sum (vanished) FROM schedule",
  [ORCH_STORE_SLOTS] = "SELECT count (*), count (*), 0, 0, 0, 0, 0 FROM slot",
  [ORCH_STORE_APPOINTMENTS] = "SELECT count (*), sum (counting), sum (NOT counting), 0, 0, 0, 0 "
                              "FROM appointment INDEXED BY appointment_by_start",
};

static const char *const unsynced_sqls[ORCH_N_STORE_KINDS] = {
#define UNSYNCED(type, condition) "SELECT count (*) FROM " type " INDEXED BY " type "_unsynced WHERE " condition
#define IN_DIRECTORY "(revision > synced_revision OR hub_id IS NULL) AND in_conflict = 0"
#define IN_SCHEDULE "revision > synced_revision"
  [ORCH_STORE_STAFF] = UNSYNCED ("staff", IN_DIRECTORY),
  [ORCH_STORE_SERVICES] = UNSYNCED ("service", IN_DIRECTORY),
  [ORCH_STORE_PATIENTS] = UNSYNCED ("patient", IN_SCHEDULE),
  [ORCH_STORE_SCHEDULES] = UNSYNCED ("schedule", IN_SCHEDULE),
  [ORCH_STORE_SLOTS] = UNSYNCED ("slot", IN_SCHEDULE),
  [ORCH_STORE_APPOINTMENTS] = UNSYNCED ("appointment", IN_SCHEDULE),
#undef UNSYNCED
#undef IN_DIRECTORY
#undef IN_SCHEDULE
};

static void
count (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  OrchStoreCounts counts = { 0 };
  sqlite3_stmt *statement = orch_connection_query (connection, count_sqls[call->kind], "");

  if (orch_connection_next (connection, statement))
    {
      counts.total = sqlite3_column_int (statement, 0);
      counts.active = sqlite3_column_int (statement, 1);
      counts.inactive = sqlite3_column_int (statement, 2);
      counts.in_conflict = sqlite3_column_int (statement, 3);
      counts.excluded = sqlite3_column_int (statement, 4);
      counts.to_define = sqlite3_column_int (statement, 5);
      counts.vanished = sqlite3_column_int (statement, 6);
      orch_connection_done (connection, statement);
    }
  counts.unsynced = (guint) orch_connection_get_int64 (connection, 0, unsynced_sqls[call->kind], "");
  g_value_init (result, ORCH_TYPE_STORE_COUNTS);
  g_value_set_boxed (result, &counts);
}

/* Whether somebody typed it since the clinic is on the hub, which does not have it: it is created there in their name. What an import brings, and
 * what was typed before, goes with the whole. */
static gboolean
is_to_create (OrchConnection *connection, const OrchStoreCall *call, OrchStoreKind kind, const char *id)
{
  return call->permission != ORCH_PERMISSION_WORKSTATION &&
         orch_connection_get_int64 (connection, 0,
                                    kind == ORCH_STORE_STAFF ? "SELECT 1 FROM staff WHERE id = ? AND origin <> ? AND "
                                                               "EXISTS (SELECT 1 FROM clinic WHERE hub_id IS NOT NULL)"
                                                             : "SELECT 1 FROM service WHERE id = ? AND origin <> ? AND "
                                                               "EXISTS (SELECT 1 FROM clinic WHERE hub_id IS NOT NULL)",
                                    "si", id, ORCH_ORIGIN_EMR) != 0;
}

void
orch_store_queue_row (OrchConnection *connection, const OrchStoreCall *call, OrchStoreKind kind, const char *id,
                      gint64 revision)
{
  const char *type = orch_store_kind_get_type_name (kind);
  gboolean is_known =
      orch_connection_get_int64 (connection, 0,
                                 kind == ORCH_STORE_STAFF ? "SELECT hub_id IS NOT NULL FROM staff WHERE id = ?"
                                                          : "SELECT hub_id IS NOT NULL FROM service WHERE id = ?",
                                 "s", id) != 0;

  if (is_known)
    orch_store_add_to_outbox (connection, call, type, id, "update", NULL, revision);
  else if (orch_store_has_unsent (connection, type, id) || is_to_create (connection, call, kind, id))
    orch_store_add_to_outbox (connection, call, type, id, "create", NULL, revision);
}

static void
save_row (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_autoptr (GObject) old = orch_store_load_row (connection, call->kind, call->id);
  gint64 revision = 0;

  if (orch_store_is_overtaken (old, call->object))
    {
      orch_connection_fail (connection, ORCH_ERROR_CONFLICT, "It was changed meanwhile");
      return;
    }
  revision = orch_store_write_row (connection, call->kind, call->object, ORCH_STORE_SCOPE_ALL);
  if (revision == 1)
    revision = orch_store_revive (connection, call, orch_store_kind_get_type_name (call->kind), call->id);
  orch_store_queue_row (connection, call, call->kind, call->id, revision);
  g_value_init (result, G_TYPE_INT64);
  g_value_set_int64 (result, revision);
}

static void
set_permission (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  gint64 old = orch_connection_get_int64 (connection, -1, "SELECT permission FROM staff WHERE id = ?", "s", call->id);

  if (old < 0)
    {
      orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "No such person");
      return;
    }
  if (old != call->state)
    {
      g_autofree char *object = g_strconcat ("staff/", call->id, NULL);
      g_autofree char *detail = g_strconcat (orch_permission_get_code ((OrchPermission) old), " → ",
                                             orch_permission_get_code ((OrchPermission) call->state), NULL);
      orch_connection_run (connection, "UPDATE staff SET permission = ?, revision = revision + 1 WHERE id = ?", "is",
                           call->state, call->id);
      orch_store_add_to_journal (connection, call, "permission-changed", object, NULL, detail);
      orch_connection_mark (connection, ORCH_STORE_CHANGED_STAFF);
    }

  gint64 revision = orch_connection_get_int64 (connection, 0, "SELECT revision FROM staff WHERE id = ?", "s", call->id);
  if (old != call->state)
    orch_store_queue_row (connection, call, call->kind, call->id, revision);
  g_value_init (result, G_TYPE_INT64);
  g_value_set_int64 (result, revision);
}

static void
take_new_rows (GPtrArray *all, GHashTable *seen, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    if (g_hash_table_add (seen, g_strdup (orch_store_row_get_id (rows->pdata[i]))))
      g_ptr_array_add (all, g_object_ref (rows->pdata[i]));
}

/* rows: of staff */
static void
load_services_of (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < call->rows->len; i++)
    {
      const OrchStaffMemberFields *f = orch_staff_member_get_fields (call->rows->pdata[i]);
      g_autoptr (GPtrArray) chosen =
          orch_store_load_rows (connection, ORCH_STORE_SERVICES,
                                "WHERE hub_id IS NOT NULL AND offered_by IS NOT NULL AND instr (offered_by, ?) > 0",
                                NULL, "s", f->id, 0);
      take_new_rows (all, seen, chosen);
      if (f->emr_id == NULL)
        continue;
      g_autoptr (GPtrArray) of_emr = orch_store_load_rows (
          connection, ORCH_STORE_SERVICES,
          "WHERE hub_id IS NOT NULL AND offered_by IS NULL AND key IN (SELECT service FROM service_professional "
          "WHERE staff_emr_id = ?)",
          NULL, "s", f->emr_id, 0);
      take_new_rows (all, seen, of_emr);
    }
  orch_store_take_array (result, all);
}

/* --- public ----------------------------------------------------------------------------- */

DexFuture *
orch_store_load_all (OrchStore *self, OrchStoreKind kind, GCancellable *cancellable)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (ORCH_STORE_KIND_IS_DIRECTORY (kind), NULL);

  OrchStoreCall *call = orch_store_call_new (NULL);
  call->kind = kind;
  return orch_store_read (self, load_all, call, cancellable);
}

DexFuture *
orch_store_load_services_of (OrchStore *self, GPtrArray *members)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (members != NULL, NULL);

  OrchStoreCall *call = orch_store_call_new (NULL);
  call->rows = g_ptr_array_ref (members);
  return orch_store_read (self, load_services_of, call, NULL);
}

DexFuture *
orch_store_load_unsynced (OrchStore *self, OrchStoreKind kind, const char *after_id, guint limit)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (kind < ORCH_N_STORE_KINDS, NULL);

  Unsynced *unsynced = g_new0 (Unsynced, 1);
  unsynced->ends = g_atomic_rc_box_acquire (self->ends);
  unsynced->kind = kind;
  unsynced->after_id = g_strdup (after_id);
  unsynced->limit = limit;
  return orch_database_read (self->database, load_unsynced, unsynced, unsynced_free, NULL);
}

static DexFuture *
find_row (OrchStore *self, OrchStoreKind kind, const char *id, gboolean by_emr_id)
{
  OrchStoreCall *call = orch_store_call_new (NULL);

  call->kind = kind;
  call->id = g_strdup (id);
  call->flag = by_emr_id;
  return orch_store_read (self, find, call, NULL);
}

DexFuture *
orch_store_find (OrchStore *self, OrchStoreKind kind, const char *id)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (kind < ORCH_N_STORE_KINDS && id != NULL, NULL);

  return find_row (self, kind, id, FALSE);
}

DexFuture *
orch_store_find_by_emr_id (OrchStore *self, OrchStoreKind kind, const char *emr_id)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (kind < ORCH_N_STORE_KINDS && emr_id != NULL, NULL);

  return find_row (self, kind, emr_id, TRUE);
}

DexFuture *
orch_store_count (OrchStore *self, OrchStoreKind kind)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (kind < ORCH_N_STORE_KINDS, NULL);

  OrchStoreCall *call = orch_store_call_new (NULL);
  call->kind = kind;
  return orch_store_read (self, count, call, NULL);
}

static DexFuture *
save (OrchStore *self, const OrchActor *actor, OrchAct act, OrchStoreKind kind, GObject *object, const char *id)
{
  DexFuture *refused = orch_store_refuse (actor, act);

  if (refused != NULL)
    return refused;
  if (orch_text_is_empty (id))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, "A row without id");

  OrchStoreCall *call = orch_store_call_new (actor);
  call->kind = kind;
  call->object = g_object_ref (object);
  call->id = g_strdup (id);
  return orch_store_write (self, save_row, call);
}

DexFuture *
orch_store_save_staff (OrchStore *self, const OrchActor *actor, OrchStaffMember *member)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL, NULL);
  g_return_val_if_fail (ORCH_IS_STAFF_MEMBER (member), NULL);

  return save (self, actor, ORCH_ACT_EDIT_STAFF_ROLES, ORCH_STORE_STAFF, G_OBJECT (member),
               orch_staff_member_get_fields (member)->id);
}

DexFuture *
orch_store_set_staff_permission (OrchStore *self, const OrchActor *actor, const char *id, OrchPermission permission)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && id != NULL, NULL);

  DexFuture *refused = orch_store_refuse (actor, ORCH_ACT_EDIT_STAFF_ROLES);
  if (refused != NULL)
    return refused;
  /* The workstation is not a person, and nobody becomes one. */
  if (permission >= ORCH_PERMISSION_WORKSTATION)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, "Not a permission of a person");

  OrchStoreCall *call = orch_store_call_new (actor);
  call->kind = ORCH_STORE_STAFF;
  call->id = g_strdup (id);
  call->state = permission;
  return orch_store_write (self, set_permission, call);
}

DexFuture *
orch_store_save_service (OrchStore *self, const OrchActor *actor, OrchService *service)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL, NULL);
  g_return_val_if_fail (ORCH_IS_SERVICE (service), NULL);

  return save (self, actor, ORCH_ACT_EDIT_SERVICES, ORCH_STORE_SERVICES, G_OBJECT (service),
               orch_service_get_fields (service)->id);
}

DexFuture *
orch_store_remove (OrchStore *self, const OrchActor *actor, OrchStoreKind kind, const char *id)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (ORCH_STORE_KIND_IS_DIRECTORY (kind), NULL);
  g_return_val_if_fail (actor != NULL && id != NULL, NULL);

  DexFuture *refused =
      orch_store_refuse (actor, kind == ORCH_STORE_STAFF ? ORCH_ACT_EDIT_STAFF_ROLES : ORCH_ACT_EDIT_SERVICES);
  if (refused != NULL)
    return refused;

  OrchStoreCall *call = orch_store_call_new (actor);
  call->kind = kind;
  call->id = g_strdup (id);
  return orch_store_write (self, orch_store_remove_row, call);
}
