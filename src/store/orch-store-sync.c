/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchStore: how far downloads got, and the runs of the synchronisation.
 */
#include "core/orch-clock.h"
#include "orch-store-private.h"

#define RUNS_KEPT 100 /* of each kind */

/* --- cursors, on a database thread ------------------------------------------------------ */

void
orch_store_move_cursor (OrchConnection *connection, const char *name, const char *text)
{
  if (text == NULL)
    orch_connection_run (connection, "DELETE FROM cursor WHERE name = ?", "s", name);
  else
    orch_connection_run (connection,
                         "INSERT INTO cursor (name, text) VALUES (?, ?) "
                         "ON CONFLICT DO UPDATE SET text = excluded.text WHERE text <> excluded.text",
                         "ss", name, text);
}

static void
get_cursor (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;

  g_value_init (result, G_TYPE_STRING);
  g_value_take_string (result,
                       orch_connection_dup_text (connection, "SELECT text FROM cursor WHERE name = ?", "s", call->id));
}

static void
set_cursor (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;

  orch_store_move_cursor (connection, call->id, call->text);
}

static void
list_newer (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  const char *type = orch_store_kind_get_type_name (call->kind);
  g_autofree char *prefix = orch_store_newer_name (type, "");
  g_autoptr (GStrvBuilder) rows = g_strv_builder_new ();
  sqlite3_stmt *statement = orch_connection_query (
      connection,
      "SELECT substr (name, length (?1) + 1) AS row, text FROM cursor WHERE name > ?1 AND name < ?1 || 'zz' AND "
      "(EXISTS (SELECT 1 FROM edit_conflict WHERE object_type = ?2 AND object_id = substr (name, length (?1) + 1) AND "
      "settled = 0) OR NOT EXISTS (SELECT 1 FROM outbox WHERE object_type = ?2 AND "
      "object_id = substr (name, length (?1) + 1) AND state <> 2)) ORDER BY name",
      "ss", prefix, type);

  while (orch_connection_next (connection, statement))
    {
      g_strv_builder_add (rows, orch_column_text (statement, 0));
      g_strv_builder_add (rows, orch_column_text (statement, 1));
    }
  g_value_init (result, G_TYPE_STRV);
  g_value_take_boxed (result, g_strv_builder_end (rows));
}

/* --- runs, on a database thread --------------------------------------------------------- */

static void
prune_runs (OrchConnection *connection, int kind)
{
  orch_connection_run (connection,
                       "DELETE FROM sync_run WHERE kind = ? AND id NOT IN (SELECT id FROM sync_run WHERE kind = ? "
                       "ORDER BY id DESC LIMIT ?)",
                       "iii", kind, kind, RUNS_KEPT);
}

/* state: OrchSyncKind */
static void
begin_sync (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  gint64 now = orch_clock_now_us ();

  orch_connection_run (connection, "UPDATE sync_run SET state = ?, ended = ? WHERE kind = ? AND state = ?", "ilii",
                       ORCH_STORE_RUN_INTERRUPTED, now, call->state, ORCH_STORE_RUN_RUNNING);
  orch_connection_run (connection, "INSERT INTO sync_run (kind, state, started) VALUES (?, ?, ?)", "iil", call->state,
                       ORCH_STORE_RUN_RUNNING, now);
  gint64 id = orch_connection_last_key (connection);
  prune_runs (connection, call->state);
  orch_connection_mark (connection, ORCH_STORE_CHANGED_SYNC);
  g_value_init (result, G_TYPE_INT64);
  g_value_set_int64 (result, id);
}

static gboolean
check_running (OrchConnection *connection, gint64 run)
{
  if (orch_connection_get_int64 (connection, 0, "SELECT 1 FROM sync_run WHERE id = ? AND state = ?", "li", run,
                                 ORCH_STORE_RUN_RUNNING) == 0)
    orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "That synchronisation does not run any more");
  return !orch_connection_has_error (connection);
}

static void
write_counts (OrchConnection *connection, gint64 run, const OrchSyncCounts *counts)
{
  orch_connection_run (connection, "UPDATE sync_run SET requests = ?, sent = ?, failed = ?, conflicts = ? WHERE id = ?",
                       "iiiil", (int) counts->requests, (int) counts->sent, (int) counts->failed,
                       (int) counts->conflicts, run);
  for (guint i = 0; i < ORCH_N_STORE_KINDS; i++)
    if (counts->kinds[i].received + counts->kinds[i].changed + counts->kinds[i].vanished > 0)
      orch_connection_run (connection,
                           "INSERT INTO sync_run_count (run, kind, received, changed, vanished) VALUES (?, ?, ?, ?, ?) "
                           "ON CONFLICT DO UPDATE SET received = excluded.received, changed = excluded.changed, "
                           "vanished = excluded.vanished",
                           "liiii", run, (int) i, (int) counts->kinds[i].received, (int) counts->kinds[i].changed,
                           (int) counts->kinds[i].vanished);
}

static void
add_sync (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  const OrchSyncRecordFields *fields = orch_sync_record_get_fields (ORCH_SYNC_RECORD (call->object));

  orch_connection_run (connection,
                       "INSERT INTO sync_run (kind, state, started, ended, host, error_code, error_text) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?)",
                       "iillsis", fields->kind, (int) fields->state, fields->started, fields->ended, fields->host,
                       fields->error_code, fields->error_text);
  write_counts (connection, orch_connection_last_key (connection), &fields->counts);
  prune_runs (connection, fields->kind);
  orch_connection_mark (connection, ORCH_STORE_CHANGED_SYNC);
}

static void
update_sync (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;

  if (!check_running (connection, call->number))
    return;
  write_counts (connection, call->number, &g_array_index (call->items, OrchSyncCounts, 0));
  orch_connection_mark (connection, ORCH_STORE_CHANGED_SYNC);
}

#define RUN_COLUMNS "id, kind, state, started, ended, host, error_code, error_text, requests, sent, failed, conflicts"

static OrchSyncRecord *
read_run (OrchConnection *connection, sqlite3_stmt *statement)
{
  OrchSyncRecordFields fields = {
    .id = sqlite3_column_int64 (statement, 0),
    .kind = sqlite3_column_int (statement, 1),
    .state = (OrchStoreRunState) sqlite3_column_int (statement, 2),
    .started = sqlite3_column_int64 (statement, 3),
    .ended = sqlite3_column_int64 (statement, 4),
    .host = orch_column_text (statement, 5),
    .error_code = sqlite3_column_int (statement, 6),
    .error_text = orch_column_text (statement, 7),
    .counts.requests = sqlite3_column_int (statement, 8),
    .counts.sent = sqlite3_column_int (statement, 9),
    .counts.failed = sqlite3_column_int (statement, 10),
    .counts.conflicts = sqlite3_column_int (statement, 11),
  };
  sqlite3_stmt *counts =
      orch_connection_query (connection, "SELECT kind, received, changed, vanished FROM sync_run_count WHERE run = ?",
                             "l", fields.id);

  while (orch_connection_next (connection, counts))
    {
      guint kind = sqlite3_column_int (counts, 0);
      if (kind >= ORCH_N_STORE_KINDS)
        continue;
      fields.counts.kinds[kind].received = sqlite3_column_int (counts, 1);
      fields.counts.kinds[kind].changed = sqlite3_column_int (counts, 2);
      fields.counts.kinds[kind].vanished = sqlite3_column_int (counts, 3);
    }
  return orch_sync_record_new (&fields);
}

static void
finish_sync (OrchConnection *connection, GValue *result, gpointer data)
{
  static const char *const states[] = {
    "running", "succeeded", "conflicts", "failed", "cancelled", "interrupted",
  };
  OrchStoreCall *call = data;
  OrchSyncRecord *record = NULL;

  if (!check_running (connection, call->number))
    return;
  if (call->items != NULL)
    write_counts (connection, call->number, &g_array_index (call->items, OrchSyncCounts, 0));
  orch_connection_run (
      connection, "UPDATE sync_run SET state = ?, ended = ?, host = ?, error_code = ?, error_text = ? WHERE id = ?",
      "ilsisl", call->state, orch_clock_now_us (), call->text,
      call->error != NULL ? (int) orch_error_code_of (call->error) : -1,
      call->error != NULL ? call->error->message : NULL, call->number);
  /* The whole schedule was read (OrchSyncKind 1): from now on what is new here is new. */
  if (call->state == ORCH_STORE_RUN_SUCCEEDED)
    orch_connection_run (connection,
                         "DELETE FROM setting WHERE name = '" ORCH_STORE_JOINED
                         "' AND (SELECT kind FROM sync_run WHERE id = ?) = 1",
                         "l", call->number);
  sqlite3_stmt *statement =
      orch_connection_query (connection, "SELECT " RUN_COLUMNS " FROM sync_run WHERE id = ?", "l", call->number);
  if (orch_connection_next (connection, statement))
    {
      record = read_run (connection, statement);
      orch_connection_done (connection, statement);
    }
  orch_store_add_to_journal (connection, call, "sync-run", NULL, NULL,
                             (guint) call->state < G_N_ELEMENTS (states) ? states[call->state] : NULL);
  orch_connection_mark (connection, ORCH_STORE_CHANGED_SYNC);
  orch_store_take_object (result, record);
}

/* state: OrchSyncKind, -1 = any */
static void
list_runs (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  GPtrArray *runs = g_ptr_array_new_with_free_func (g_object_unref);
  sqlite3_stmt *statement =
      call->state >= 0
          ? orch_connection_query (connection,
                                   "SELECT " RUN_COLUMNS " FROM sync_run WHERE kind = ? ORDER BY id DESC LIMIT ?", "il",
                                   call->state, (gint64) call->limit)
          : orch_connection_query (connection, "SELECT " RUN_COLUMNS " FROM sync_run ORDER BY id DESC LIMIT ?", "l",
                                   (gint64) call->limit);

  while (orch_connection_next (connection, statement))
    g_ptr_array_add (runs, read_run (connection, statement));
  orch_store_take_array (result, runs);
}

/* --- public ----------------------------------------------------------------------------- */

DexFuture *
orch_store_get_cursor (OrchStore *self, const char *name)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  OrchStoreCall *call = orch_store_call_new (NULL);
  call->id = g_strdup (name);
  return orch_store_read (self, get_cursor, call, NULL);
}

static DexFuture *
sync_call (OrchStore *self, const OrchActor *actor, OrchDatabaseFunc func, OrchStoreCall *call)
{
  DexFuture *refused = orch_store_refuse (actor, ORCH_ACT_SYNC);

  if (refused == NULL)
    return orch_store_write (self, func, call);
  orch_store_call_free (call);
  return refused;
}

DexFuture *
orch_store_set_cursor (OrchStore *self, const OrchActor *actor, const char *name, const char *text)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && name != NULL, NULL);

  OrchStoreCall *call = orch_store_call_new (actor);
  call->id = g_strdup (name);
  call->text = g_strdup (text);
  return sync_call (self, actor, set_cursor, call);
}

DexFuture *
orch_store_list_newer (OrchStore *self, OrchStoreKind kind)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (ORCH_STORE_KIND_IS_DIRECTORY (kind), NULL);

  OrchStoreCall *call = orch_store_call_new (NULL);
  call->kind = kind;
  return orch_store_read (self, list_newer, call, NULL);
}

DexFuture *
orch_store_note_newer (OrchStore *self, const OrchActor *actor, OrchStoreKind kind, const char *id, const char *hub_id)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (ORCH_STORE_KIND_IS_DIRECTORY (kind), NULL);
  g_return_val_if_fail (actor != NULL && id != NULL, NULL);

  OrchStoreCall *call = orch_store_call_new (actor);
  call->id = orch_store_newer_name (orch_store_kind_get_type_name (kind), id);
  call->text = g_strdup (hub_id != NULL ? hub_id : "");
  return sync_call (self, actor, set_cursor, call);
}

DexFuture *
orch_store_forget_newer (OrchStore *self, const OrchActor *actor, OrchStoreKind kind, const char *id)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (ORCH_STORE_KIND_IS_DIRECTORY (kind), NULL);
  g_return_val_if_fail (actor != NULL && id != NULL, NULL);

  OrchStoreCall *call = orch_store_call_new (actor);
  call->id = orch_store_newer_name (orch_store_kind_get_type_name (kind), id);
  return sync_call (self, actor, set_cursor, call);
}

DexFuture *
orch_store_begin_sync (OrchStore *self, const OrchActor *actor, int kind)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && kind >= 0, NULL);

  OrchStoreCall *call = orch_store_call_new (actor);
  call->state = kind;
  return sync_call (self, actor, begin_sync, call);
}

DexFuture *
orch_store_add_sync (OrchStore *self, const OrchActor *actor, OrchSyncRecord *record)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && ORCH_IS_SYNC_RECORD (record), NULL);

  OrchStoreCall *call = orch_store_call_new (actor);
  call->object = g_object_ref (G_OBJECT (record));
  return sync_call (self, actor, add_sync, call);
}

static GArray *
copy_counts (const OrchSyncCounts *counts)
{
  GArray *items = g_array_new (FALSE, FALSE, sizeof (OrchSyncCounts));

  return g_array_append_vals (items, counts, 1);
}

DexFuture *
orch_store_update_sync (OrchStore *self, const OrchActor *actor, gint64 run, const OrchSyncCounts *counts)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && counts != NULL, NULL);

  OrchStoreCall *call = orch_store_call_new (actor);
  call->number = run;
  call->items = copy_counts (counts);
  return sync_call (self, actor, update_sync, call);
}

DexFuture *
orch_store_finish_sync (OrchStore *self, const OrchActor *actor, gint64 run, OrchStoreRunState state,
                        const OrchSyncCounts *counts, const GError *error, const char *host)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL, NULL);
  g_return_val_if_fail (state > ORCH_STORE_RUN_RUNNING && state <= ORCH_STORE_RUN_INTERRUPTED, NULL);

  OrchStoreCall *call = orch_store_call_new (actor);
  call->number = run;
  call->state = state;
  call->items = counts != NULL ? copy_counts (counts) : NULL;
  call->error = error != NULL ? g_error_copy (error) : NULL;
  call->text = g_strdup (host);
  return sync_call (self, actor, finish_sync, call);
}

DexFuture *
orch_store_list_sync_runs (OrchStore *self, int kind, guint limit)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);

  OrchStoreCall *call = orch_store_call_new (NULL);
  call->state = kind;
  call->limit = limit;
  return orch_store_read (self, list_runs, call, NULL);
}
