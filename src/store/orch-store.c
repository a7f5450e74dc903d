/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-store.h. This file opens and closes, and holds what every call needs; the calls themselves are in
 * orch-store-clinic.c, -directory.c, -import.c, -outbox.c, -settings.c and -journal.c.
 */
#include "core/orch-clock.h"
#include "orch-database-files.h"
#include "orch-store-private.h"

#define SENT_KEPT_US (7 * G_TIME_SPAN_DAY)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchStore, orch_store, G_TYPE_OBJECT)

static gpointer
copy_counts (gpointer counts)
{
  return g_memdup2 (counts, sizeof (OrchStoreCounts));
}

static gpointer
copy_outbox_counts (gpointer counts)
{
  return g_memdup2 (counts, sizeof (OrchOutboxCounts));
}

G_DEFINE_BOXED_TYPE (OrchStoreCounts, orch_store_counts, copy_counts, g_free)
G_DEFINE_BOXED_TYPE (OrchOutboxCounts, orch_outbox_counts, copy_outbox_counts, g_free)

/* --- calls ------------------------------------------------------------------------------ */

OrchStoreCall *
orch_store_call_new (const OrchActor *actor)
{
  OrchStoreCall *call = g_new0 (OrchStoreCall, 1);

  if (actor != NULL)
    {
      call->actor = g_strdup (actor->id);
      call->workstation = g_strdup (actor->workstation);
      call->permission = actor->permission;
    }
  return call;
}

void
orch_store_call_free (OrchStoreCall *call)
{
  g_free (call->actor);
  g_free (call->workstation);
  g_free (call->id);
  g_free (call->type);
  g_free (call->verb);
  g_free (call->text);
  g_free (call->detail);
  g_clear_object (&call->object);
  g_clear_pointer (&call->rows, g_ptr_array_unref);
  g_clear_pointer (&call->more, g_ptr_array_unref);
  g_clear_pointer (&call->items, g_array_unref);
  g_clear_error (&call->error);
  g_free (call);
}

DexFuture *
orch_store_refuse (const OrchActor *actor, OrchAct act)
{
  if (orch_permission_allows (actor->permission, act))
    return NULL;
  return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "A %s may not do this (%d)",
                                orch_permission_get_code (actor->permission), act);
}

DexFuture *
orch_store_refuse_persons (const OrchActor *actor, OrchAct act)
{
  if (actor->permission == ORCH_PERMISSION_WORKSTATION)
    return orch_store_refuse (actor, act);
  return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "Only the workstation does this (%d)", act);
}

DexFuture *
orch_store_refuse_workstation (const OrchActor *actor, OrchAct act)
{
  if (actor->permission != ORCH_PERMISSION_WORKSTATION)
    return orch_store_refuse (actor, act);
  return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "Only a person decides this (%d)", act);
}

DexFuture *
orch_store_write (OrchStore *self, OrchDatabaseFunc func, OrchStoreCall *call)
{
  return orch_database_write (self->database, func, call, (GDestroyNotify) orch_store_call_free);
}

DexFuture *
orch_store_write_repeatable (OrchStore *self, OrchDatabaseFunc func, OrchStoreCall *call)
{
  return orch_database_write_repeatable (self->database, func, call, (GDestroyNotify) orch_store_call_free);
}

DexFuture *
orch_store_read (OrchStore *self, OrchDatabaseFunc func, OrchStoreCall *call, GCancellable *cancellable)
{
  return orch_database_read (self->database, func, call, (GDestroyNotify) orch_store_call_free, cancellable);
}

void
orch_store_take_object (GValue *result, gpointer object)
{
  g_value_init (result, G_TYPE_OBJECT);
  g_value_take_object (result, object);
}

void
orch_store_take_array (GValue *result, GPtrArray *array)
{
  g_value_init (result, G_TYPE_PTR_ARRAY);
  g_value_take_boxed (result, array);
}

/* --- database thread -------------------------------------------------------------------- */

void
orch_store_recover (OrchConnection *connection, GValue *result, gpointer data)
{
  gint64 now = orch_clock_now_us ();

  /* Whether the hub received it is not known: it receives the same op twice rather than never. */
  orch_connection_run (connection, "UPDATE outbox SET state = ?, next_try = ? WHERE state = ?", "ili",
                       ORCH_OUTBOX_QUEUED, now, ORCH_OUTBOX_SENDING);
  orch_connection_run (connection, "UPDATE import_run SET state = ?, ended = ? WHERE state = ?", "ili",
                       ORCH_STORE_RUN_INTERRUPTED, now, ORCH_STORE_RUN_RUNNING);
  orch_connection_run (connection, "UPDATE sync_run SET state = ?, ended = ? WHERE state = ?", "ili",
                       ORCH_STORE_RUN_INTERRUPTED, now, ORCH_STORE_RUN_RUNNING);
  orch_connection_run (connection, "DELETE FROM outbox WHERE state = ? AND next_try < ?", "il", ORCH_OUTBOX_SENT,
                       now - SENT_KEPT_US);
}

static void
check_integrity (OrchConnection *connection, GValue *result, gpointer data)
{
  static const struct
  {
    const char *sql;
    const char *good; /* the only row when all is well; %NULL: no row */
  } checks[] = {
    { "PRAGMA cipher_integrity_check", NULL },
    { "PRAGMA integrity_check", "ok" },
    { "PRAGMA foreign_key_check", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      sqlite3_stmt *statement = orch_connection_query (connection, checks[i].sql, "");
      while (orch_connection_next (connection, statement))
        if (g_strcmp0 (orch_column_text (statement, 0), checks[i].good) != 0 || checks[i].good == NULL)
          {
            orch_connection_done (connection, statement);
            orch_connection_fail (connection, ORCH_ERROR_DAMAGED, "The database is damaged (%s)", checks[i].sql);
            break;
          }
    }
}

/* --- where pages end ---------------------------------------------------------------------- */

static void
clear_page_ends (gpointer data)
{
  OrchStorePageEnds *ends = data;

  for (guint i = 0; i < G_N_ELEMENTS (ends->ids); i++)
    g_free (ends->ids[i]);
}

void
orch_store_page_ends_unref (OrchStorePageEnds *ends)
{
  g_atomic_rc_box_release_full (ends, clear_page_ends);
}

/* --- opening ---------------------------------------------------------------------------- */

typedef struct
{
  /* owned */
  char *path;
  OrchSecret *key;

  OrchStoreOpenMode mode;
} Opening;

static void
opening_free (Opening *opening)
{
  g_free (opening->path);
  orch_secret_unref (opening->key);
  g_free (opening);
}

static void
on_database_changed (OrchStore *self, guint changes)
{
  g_signal_emit (self, signals[CHANGED], 0, changes);
}

static DexFuture *
open_fiber (gpointer user_data)
{
  Opening *opening = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OrchDatabase) database =
      dex_await_object (orch_database_open (opening->path, opening->key, opening->mode, orch_schema_get_clinic ()),
                        &error);

  if (database == NULL || !dex_await (orch_database_write (database, orch_store_recover, NULL, NULL), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  OrchStore *self = g_object_new (ORCH_TYPE_STORE, NULL);
  self->database = g_steal_pointer (&database);
  g_signal_connect_object (self->database, "changed", G_CALLBACK (on_database_changed), self, G_CONNECT_SWAPPED);
  return dex_future_new_take_object (self);
}

/* --- type ------------------------------------------------------------------------------- */

static void
orch_store_dispose (GObject *object)
{
  OrchStore *self = ORCH_STORE (object);

  g_clear_object (&self->database);

  G_OBJECT_CLASS (orch_store_parent_class)->dispose (object);
}

static void
orch_store_finalize (GObject *object)
{
  OrchStore *self = ORCH_STORE (object);

  g_clear_pointer (&self->ends, orch_store_page_ends_unref);

  G_OBJECT_CLASS (orch_store_parent_class)->finalize (object);
}

static void
orch_store_class_init (OrchStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = orch_store_dispose;
  G_OBJECT_CLASS (klass)->finalize = orch_store_finalize;

  /**
   * OrchStore::changed:
   * @changes: OrchStoreChanges
   *
   * Emitted on the main thread after commits; several commits may be told as one.
   */
  signals[CHANGED] =
      g_signal_new ("changed", ORCH_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
orch_store_init (OrchStore *self)
{
  self->ends = g_atomic_rc_box_new0 (OrchStorePageEnds);
}

/* --- public ----------------------------------------------------------------------------- */

OrchStorePresence
orch_store_check_presence (const char *path, OrchSecret *key)
{
  g_return_val_if_fail (path != NULL, ORCH_STORE_NONE);

  return orch_database_check_presence (path, key);
}

DexFuture *
orch_store_open (const char *path, OrchSecret *key, OrchStoreOpenMode mode)
{
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (key != NULL, NULL);

  Opening *opening = g_new0 (Opening, 1);
  opening->path = g_strdup (path);
  opening->key = orch_secret_ref (key);
  opening->mode = mode;
  return dex_scheduler_spawn (NULL, 0, open_fiber, opening, (GDestroyNotify) opening_free);
}

DexFuture *
orch_store_close (OrchStore *self)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);

  return orch_database_close (self->database);
}

DexFuture *
orch_store_remove_files (const char *path)
{
  g_return_val_if_fail (path != NULL, NULL);

  return orch_database_remove_files (path);
}

DexFuture *
orch_store_set_aside (const char *path)
{
  g_return_val_if_fail (path != NULL, NULL);

  return orch_database_set_aside (path);
}

DexFuture *
orch_store_restore_copy (const char *path)
{
  g_return_val_if_fail (path != NULL, NULL);

  return orch_database_restore_copy (path);
}

const char *
orch_store_get_path (OrchStore *self)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);

  return orch_database_get_path (self->database);
}

gboolean
orch_store_get_dropped_tail (OrchStore *self)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), FALSE);

  return orch_database_get_dropped_tail (self->database);
}

DexFuture *
orch_store_check_integrity (OrchStore *self, GCancellable *cancellable)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);

  return orch_store_read (self, check_integrity, orch_store_call_new (NULL), cancellable);
}
