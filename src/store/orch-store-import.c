/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchStore: what an import writes, page by page, and what it leaves behind for the user to read.
 */
#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-text.h"
#include "orch-store-private.h"

static const char *const journal_acts[] = {
  [ORCH_STORE_STAFF] = "import-staff",
  [ORCH_STORE_SERVICES] = "import-services",
};

/* --- database thread -------------------------------------------------------------------- */

static void
begin_import (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  gint64 now = orch_clock_now_us ();

  orch_connection_run (connection, "UPDATE import_run SET state = ?, ended = ? WHERE kind = ? AND state = ?", "ilii",
                       ORCH_STORE_RUN_INTERRUPTED, now, call->kind, ORCH_STORE_RUN_RUNNING);
  orch_connection_run (connection, "INSERT INTO import_run (kind, state, started) VALUES (?, ?, ?)", "iil", call->kind,
                       ORCH_STORE_RUN_RUNNING, now);
  gint64 id = orch_connection_last_key (connection);

  g_autofree char *object = g_strdup_printf ("import/%" G_GINT64_FORMAT, id);
  orch_store_add_to_journal (connection, call, journal_acts[call->kind], object, NULL, NULL);
  orch_connection_mark (connection, ORCH_STORE_CHANGED_CONFLICTS);
  g_value_init (result, G_TYPE_INT64);
  g_value_set_int64 (result, id);
}

/* Returns: whether the run still runs, and its kind */
static gboolean
find_running (OrchConnection *connection, gint64 id, OrchStoreKind *kind)
{
  gint64 found = orch_connection_get_int64 (connection, -1, "SELECT kind FROM import_run WHERE id = ? AND state = ?",
                                            "li", id, ORCH_STORE_RUN_RUNNING);

  if (found < 0 || !ORCH_STORE_KIND_IS_DIRECTORY (found))
    orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "That import does not run any more");
  *kind = (OrchStoreKind) MAX (found, 0);
  return !orch_connection_has_error (connection);
}

static void
write_import_page (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  OrchStoreKind kind;
  guint n_written = 0;

  if (!find_running (connection, call->number, &kind))
    return;
  for (guint i = 0; i < call->rows->len && !orch_connection_has_error (connection); i++)
    {
      GObject *row = call->rows->pdata[i];
      if (G_OBJECT_TYPE (row) != (kind == ORCH_STORE_STAFF ? ORCH_TYPE_STAFF_MEMBER : ORCH_TYPE_SERVICE))
        orch_connection_fail (connection, ORCH_ERROR_INVALID, "A row of another kind");
      else if (orch_store_write_row (connection, kind, row, ORCH_STORE_SCOPE_EMR) > 0)
        n_written++;
    }
  orch_connection_run (connection, "UPDATE import_run SET pages = pages + 1, rows = rows + ?, cursor = ? WHERE id = ?",
                       "isl", (int) call->rows->len, call->text, call->number);
  orch_connection_mark (connection, ORCH_STORE_CHANGED_CONFLICTS);
  g_value_init (result, G_TYPE_UINT);
  g_value_set_uint (result, n_written);
}

static void
replace_conflicts (OrchConnection *connection, OrchStoreKind kind, GPtrArray *conflicts)
{
  orch_connection_run (connection, "DELETE FROM conflict WHERE kind = ?", "i", kind);
  for (guint i = 0; i < conflicts->len; i++)
    {
      OrchConflict *conflict = conflicts->pdata[i];
      g_autofree char *sort_name = orch_text_collation_key (orch_conflict_get_record_name (conflict));
      orch_connection_run (connection,
                           "INSERT INTO conflict (kind, rule, record_name, record_id, detail, sort_name) "
                           "VALUES (?, ?, ?, ?, ?, ?)",
                           "iissss", kind, orch_conflict_get_rule (conflict), orch_conflict_get_record_name (conflict),
                           orch_conflict_get_record_id (conflict), orch_conflict_get_detail (conflict), sort_name);
    }
}

/* Of a service the hub is told: what is to be confirmed is not online. */
static void
mark_vanished (OrchConnection *connection, OrchStoreKind kind, GPtrArray *vanished)
{
  gboolean is_staff = kind == ORCH_STORE_STAFF;
  g_autoptr (GHashTable) before = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  sqlite3_stmt *statement = orch_connection_query (connection,
                                                   is_staff ? "SELECT id FROM staff WHERE vanished = 1"
                                                            : "SELECT id FROM service WHERE vanished = 1",
                                                   "");
  gboolean changed = FALSE;
  GHashTableIter iter;
  gpointer id;

  while (orch_connection_next (connection, statement))
    g_hash_table_add (before, g_strdup (orch_column_text (statement, 0)));
  for (guint i = 0; i < vanished->len; i++)
    if (!g_hash_table_remove (before, orch_store_row_get_id (vanished->pdata[i])))
      {
        orch_connection_run (connection,
                             is_staff ? "UPDATE staff SET vanished = 1 WHERE id = ?"
                                      : "UPDATE service SET vanished = 1, revision = revision + 1 WHERE id = ?",
                             "s", orch_store_row_get_id (vanished->pdata[i]));
        changed = TRUE;
      }
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      orch_connection_run (connection,
                           is_staff ? "UPDATE staff SET vanished = 0 WHERE id = ?"
                                    : "UPDATE service SET vanished = 0, revision = revision + 1 WHERE id = ?",
                           "s", id);
      changed = TRUE;
    }
  if (changed)
    orch_connection_mark (connection, orch_store_kind_get_change (kind));
}

static void
finish_import (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  const OrchImportCounts *counts = &call->counts;
  OrchStoreKind kind;

  if (!find_running (connection, call->number, &kind))
    return;
  orch_connection_run (connection,
                       "UPDATE import_run SET state = ?, ended = ?, error_code = ?, error_text = ? WHERE id = ?",
                       "ilisl", call->state, orch_clock_now_us (),
                       call->error != NULL ? (int) orch_error_code_of (call->error) : -1,
                       call->error != NULL ? call->error->message : NULL, call->number);
  if (call->has_counts)
    orch_connection_run (connection,
                         "UPDATE import_run SET seen = ?, usable = ?, added = ?, changed = ?, unchanged = ?, "
                         "vanished = ?, in_conflict = ?, warnings = ? WHERE id = ?",
                         "iiiiiiiil", (int) counts->seen, (int) counts->usable, (int) counts->added,
                         (int) counts->changed, (int) counts->unchanged, (int) counts->vanished,
                         (int) counts->in_conflict, (int) counts->warnings, call->number);
  if (call->rows != NULL)
    replace_conflicts (connection, kind, call->rows);
  if (call->more != NULL)
    mark_vanished (connection, kind, call->more);
  orch_connection_mark (connection, ORCH_STORE_CHANGED_CONFLICTS);
}

static void
accept_conflicts (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  int n_changed = orch_connection_run (connection,
                                       "UPDATE import_run SET conflicts_accepted = 1 WHERE id = "
                                       "(SELECT max (id) FROM import_run WHERE kind = ?) AND state = ?",
                                       "ii", call->kind, ORCH_STORE_RUN_CONFLICTS);

  if (n_changed == 0)
    orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "The last import left no conflicts");
  orch_connection_mark (connection, ORCH_STORE_CHANGED_CONFLICTS);
}

static void
load_last_import (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  OrchStoreRun *run = NULL;
  sqlite3_stmt *statement = orch_connection_query (
      connection,
      "SELECT id, kind, state, started, ended, pages, rows, cursor, error_code, error_text, seen, usable, added, "
      "changed, unchanged, vanished, in_conflict, warnings, conflicts_accepted FROM import_run WHERE kind = ? "
      "ORDER BY id DESC LIMIT 1",
      "i", call->kind);

  if (orch_connection_next (connection, statement))
    {
      OrchStoreRunFields fields = {
        .id = sqlite3_column_int64 (statement, 0),
        .kind = (OrchStoreKind) sqlite3_column_int (statement, 1),
        .state = (OrchStoreRunState) sqlite3_column_int (statement, 2),
        .started = sqlite3_column_int64 (statement, 3),
        .ended = sqlite3_column_int64 (statement, 4),
        .pages = sqlite3_column_int (statement, 5),
        .rows = sqlite3_column_int (statement, 6),
        .cursor = orch_column_text (statement, 7),
        .error_code = sqlite3_column_int (statement, 8),
        .error_text = orch_column_text (statement, 9),
        .counts = {
          .seen = sqlite3_column_int (statement, 10),
          .usable = sqlite3_column_int (statement, 11),
          .added = sqlite3_column_int (statement, 12),
          .changed = sqlite3_column_int (statement, 13),
          .unchanged = sqlite3_column_int (statement, 14),
          .vanished = sqlite3_column_int (statement, 15),
          .in_conflict = sqlite3_column_int (statement, 16),
          .warnings = sqlite3_column_int (statement, 17),
        },
        .conflicts_accepted = sqlite3_column_int (statement, 18),
      };
      run = orch_store_run_new (&fields);
      orch_connection_done (connection, statement);
    }
  orch_store_take_object (result, run);
}

static void
load_conflicts (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  GPtrArray *conflicts = g_ptr_array_new_with_free_func (g_object_unref);
  sqlite3_stmt *statement = orch_connection_query (
      connection,
      "SELECT rule, record_name, record_id, detail FROM conflict WHERE kind = ? ORDER BY sort_name, rule, key", "i",
      call->kind);

  while (orch_connection_next (connection, statement))
    g_ptr_array_add (conflicts, orch_conflict_new ((OrchConflictRule) sqlite3_column_int (statement, 0),
                                                   orch_column_text (statement, 1), orch_column_text (statement, 2),
                                                   orch_column_text (statement, 3)));
  orch_store_take_array (result, conflicts);
}

/* --- public ----------------------------------------------------------------------------- */

static DexFuture *
import_call (OrchStore *self, const OrchActor *actor, OrchDatabaseFunc func, OrchStoreCall *call)
{
  DexFuture *refused = orch_store_refuse (actor, ORCH_ACT_IMPORT);

  /* The end of the import, which is told, waits for its pages to be on the disk too. */
  if (refused == NULL)
    return func == write_import_page ? orch_store_write_repeatable (self, func, call)
                                     : orch_store_write (self, func, call);
  orch_store_call_free (call);
  return refused;
}

DexFuture *
orch_store_begin_import (OrchStore *self, const OrchActor *actor, OrchStoreKind kind)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && ORCH_STORE_KIND_IS_DIRECTORY (kind), NULL);

  OrchStoreCall *call = orch_store_call_new (actor);
  call->kind = kind;
  return import_call (self, actor, begin_import, call);
}

DexFuture *
orch_store_write_import_page (OrchStore *self, const OrchActor *actor, gint64 run, GPtrArray *rows, const char *cursor)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && rows != NULL, NULL);

  OrchStoreCall *call = orch_store_call_new (actor);
  call->number = run;
  call->rows = g_ptr_array_ref (rows);
  call->text = g_strdup (cursor);
  return import_call (self, actor, write_import_page, call);
}

DexFuture *
orch_store_finish_import (OrchStore *self, const OrchActor *actor, gint64 run, OrchStoreRunState state,
                          GPtrArray *conflicts, GPtrArray *vanished, const OrchImportCounts *counts,
                          const GError *error)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL, NULL);
  g_return_val_if_fail (state > ORCH_STORE_RUN_RUNNING && state <= ORCH_STORE_RUN_INTERRUPTED, NULL);

  OrchStoreCall *call = orch_store_call_new (actor);
  call->number = run;
  call->state = state;
  call->rows = conflicts != NULL ? g_ptr_array_ref (conflicts) : NULL;
  call->more = vanished != NULL ? g_ptr_array_ref (vanished) : NULL;
  call->error = error != NULL ? g_error_copy (error) : NULL;
  call->has_counts = counts != NULL;
  if (counts != NULL)
    call->counts = *counts;
  return import_call (self, actor, finish_import, call);
}

DexFuture *
orch_store_accept_conflicts (OrchStore *self, const OrchActor *actor, OrchStoreKind kind)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && ORCH_STORE_KIND_IS_DIRECTORY (kind), NULL);

  OrchStoreCall *call = orch_store_call_new (actor);
  call->kind = kind;
  return import_call (self, actor, accept_conflicts, call);
}

DexFuture *
orch_store_load_last_import (OrchStore *self, OrchStoreKind kind)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (ORCH_STORE_KIND_IS_DIRECTORY (kind), NULL);

  OrchStoreCall *call = orch_store_call_new (NULL);
  call->kind = kind;
  return orch_store_read (self, load_last_import, call, NULL);
}

DexFuture *
orch_store_load_conflicts (OrchStore *self, OrchStoreKind kind)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (ORCH_STORE_KIND_IS_DIRECTORY (kind), NULL);

  OrchStoreCall *call = orch_store_call_new (NULL);
  call->kind = kind;
  return orch_store_read (self, load_conflicts, call, NULL);
}
