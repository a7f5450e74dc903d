/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-database.h. A new database is made under another name and given its own when it is whole, so that a crash while
 * making it leaves nothing that looks like one.
 */
#include "orch-database.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <malloc.h>
#include <string.h>
#include <unistd.h>

#include "orch-database-files.h"
#include "orch-write-ahead-log.h"

/* Without a job. Who reads a list looks at it before asking for more: the reader keeps its pages longer. */
#define WRITER_RESTS_US (2 * G_USEC_PER_SEC)
#define READER_RESTS_US (5 * G_USEC_PER_SEC)
#define WORTH_TRIMMING                                                                                                 \
  (4 * 1024 * 1024) /* bytes that were given back: after a large import or list, not after a start */
#define READER_CACHE                                                                                                   \
  "PRAGMA cache_size = -8192" /* KiB: the index of a list of 50,000; with 32 MiB it is read as fast */

/* One thread with its connection. Outlives the OrchDatabase until its queue is done. */
typedef struct
{
  gatomicrefcount count;

  /* owned */
  GAsyncQueue *jobs; /* Job */
  char *path;
  OrchSecret *key;
  GMainContext *context;
  GWeakRef database;

  const OrchSchema *schema;
  gboolean is_writer;
  gboolean is_lasting;   /* of its own thread: a commit waits for the disk */
  gboolean dropped_tail; /* set before the first job is answered, not changed after */
  guint pending;         /* atomic: OrchStoreChanges not yet emitted */
} Worker;

typedef struct
{
  /* owned */
  DexPromise *promise;
  GCancellable *cancellable;
  gpointer data;
  GDestroyNotify destroy;

  OrchDatabaseFunc func;  /* %NULL = close and end */
  gboolean is_repeatable; /* a power cut may take it back */
} Job;

struct _OrchDatabase
{
  GObject parent_instance;

  /* owned */
  Worker *writer; /* (nullable): %NULL once closed */
  Worker *reader; /* (nullable): a small database has none */
  char *path;

  gboolean dropped_tail;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchDatabase, orch_database, G_TYPE_OBJECT)

/* --- worker: its thread ------------------------------------------------------------------- */

static Worker *
worker_ref (Worker *worker)
{
  g_atomic_ref_count_inc (&worker->count);
  return worker;
}

static void
worker_unref (gpointer data)
{
  Worker *worker = data;

  if (!g_atomic_ref_count_dec (&worker->count))
    return;
  g_async_queue_unref (worker->jobs);
  g_free (worker->path);
  orch_secret_unref (worker->key);
  g_main_context_unref (worker->context);
  g_weak_ref_clear (&worker->database);
  g_free (worker);
}

static void
job_free (Job *job)
{
  if (job->destroy != NULL)
    job->destroy (job->data);
  dex_clear (&job->promise);
  g_clear_object (&job->cancellable);
  g_free (job);
}

static gboolean
on_changed_idle (gpointer user_data)
{
  Worker *worker = user_data;
  guint changes = g_atomic_int_exchange ((int *) &worker->pending, 0);
  g_autoptr (OrchDatabase) database = g_weak_ref_get (&worker->database);

  if (database != NULL && changes != 0)
    g_signal_emit (database, signals[CHANGED], 0, changes);
  return G_SOURCE_REMOVE;
}

static void
announce (Worker *worker, guint changes)
{
  if (changes == 0 || g_atomic_int_or (&worker->pending, changes) != 0)
    return;

  g_autoptr (GSource) source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_changed_idle, worker_ref (worker), worker_unref);
  g_source_attach (source, worker->context);
}

/* A later commit that waits for the disk waits for all before it: what can be had again is lost alone, and whole. */
static void
wait_for_disk (Worker *worker, OrchConnection *connection, gboolean is_lasting)
{
  if (!worker->is_writer || worker->is_lasting == is_lasting)
    return;
  if (orch_connection_script (connection, is_lasting ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL"))
    worker->is_lasting = is_lasting;
}

static void
run_in_transaction (Worker *worker, OrchConnection *connection, Job *job, GValue *result)
{
  wait_for_disk (worker, connection, !job->is_repeatable);
  orch_connection_script (connection, worker->is_writer ? "BEGIN IMMEDIATE" : "BEGIN");
  if (!orch_connection_has_error (connection))
    job->func (connection, result, job->data);
  /* Interrupting a commit would only add a question: what was asked for is done. */
  orch_connection_set_cancellable (connection, NULL);
  if (!orch_connection_script (connection, "COMMIT") &&
      !sqlite3_get_autocommit (orch_connection_get_handle (connection)))
    sqlite3_exec (orch_connection_get_handle (connection), "ROLLBACK", NULL, NULL, NULL);
}

/* A long read keeps the log as it is: the next one that asks empties it. */
static void
empty_log (OrchConnection *connection)
{
  sqlite3 *db = orch_connection_get_handle (connection);

  if (sqlite3_get_autocommit (db) &&
      sqlite3_exec (db, "PRAGMA wal_checkpoint (TRUNCATE)", NULL, NULL, NULL) != SQLITE_OK)
    g_debug ("The log was not emptied: %s", sqlite3_errmsg (db));
}

static void
run_job (Worker *worker, OrchConnection *connection, Job *job)
{
  g_auto (GValue) result = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  if (g_cancellable_is_cancelled (job->cancellable))
    error = g_error_new (ORCH_ERROR, ORCH_ERROR_CANCELLED, "Cancelled");
  else
    {
      orch_connection_set_cancellable (connection, job->cancellable);
      run_in_transaction (worker, connection, job, &result);
      error = orch_connection_take_error (connection);
      if (orch_connection_take_empty_log (connection) && error == NULL)
        empty_log (connection);
    }

  guint changes = orch_connection_take_marks (connection);
  if (error != NULL)
    {
      dex_promise_reject (job->promise, g_steal_pointer (&error));
      return;
    }
  announce (worker, changes);
  if (!G_IS_VALUE (&result))
    {
      g_value_init (&result, G_TYPE_BOOLEAN);
      g_value_set_boolean (&result, TRUE);
    }
  dex_promise_resolve (job->promise, &result);
}

/* The next job. Whoever has had none for a while gives back the pages that an import or a list filled its cache with: they would stay
 * for good. */
static Job *
pop_job (Worker *worker, OrchConnection *connection)
{
  Job *job = NULL;
  int released = 0;

  if (connection == NULL)
    return g_async_queue_pop (worker->jobs);
  job = g_async_queue_timeout_pop (worker->jobs, worker->is_writer ? WRITER_RESTS_US : READER_RESTS_US);
  if (job != NULL)
    return job;
  released = orch_connection_release (connection);
  g_debug ("The %s rests, and has %d bytes of pages no longer", worker->is_writer ? "writer" : "reader", released);
#ifdef __GLIBC__
  if (released >= WORTH_TRIMMING)
    malloc_trim (0);
#endif
  return g_async_queue_pop (worker->jobs);
}

static gpointer
worker_thread (gpointer data)
{
  Worker *worker = data;
  g_autoptr (GError) error = NULL;

  /* Before SQLite sees the log and forgets what it drops */
  worker->dropped_tail = worker->is_writer && orch_write_ahead_log_is_torn (worker->path);
  if (worker->dropped_tail)
    g_message ("The end of a write-ahead log was not whole; it is dropped");
  OrchConnection *connection = orch_connection_open (worker->path, worker->key, &error);
  if (connection != NULL && !worker->is_writer)
    orch_connection_script (connection, READER_CACHE);

  /* The first job is "open": it says how that went. */
  for (gboolean is_first = TRUE;; is_first = FALSE)
    {
      Job *job = pop_job (worker, connection);
      if (is_first && connection != NULL && worker->is_writer &&
          !orch_schema_upgrade (worker->schema, connection, worker->path, &error))
        g_clear_pointer (&connection, orch_connection_close);

      gboolean is_last = job->func == NULL;
      if (is_last)
        {
          g_clear_pointer (&connection, orch_connection_close);
          dex_promise_resolve_boolean (job->promise, TRUE);
        }
      else if (connection == NULL)
        dex_promise_reject (job->promise, error != NULL ? g_error_copy (error)
                                                        : g_error_new (ORCH_ERROR, ORCH_ERROR_CANCELLED, "Closed"));
      else
        run_job (worker, connection, job);
      job_free (job);
      if (is_last)
        break;
    }
  worker_unref (worker);
  return NULL;
}

/* --- worker: from the main thread --------------------------------------------------------- */

static DexFuture *
worker_push (Worker *worker, OrchDatabaseFunc func, gpointer data, GDestroyNotify destroy, GCancellable *cancellable,
             gboolean is_repeatable)
{
  if (worker == NULL)
    {
      if (destroy != NULL)
        destroy (data);
      return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_CANCELLED, "The store is closed");
    }

  Job *job = g_new0 (Job, 1);
  DexPromise *promise = dex_promise_new ();
  job->promise = dex_ref (promise);
  job->func = func;
  job->data = data;
  job->destroy = destroy;
  job->is_repeatable = is_repeatable;
  g_set_object (&job->cancellable, cancellable);
  g_async_queue_push (worker->jobs, job);
  return DEX_FUTURE (promise);
}

static Worker *
worker_new (OrchDatabase *database, OrchSecret *key, const OrchSchema *schema, gboolean is_writer)
{
  Worker *worker = g_new0 (Worker, 1);

  g_atomic_ref_count_init (&worker->count);
  worker->jobs = g_async_queue_new_full ((GDestroyNotify) job_free);
  worker->path = g_strdup (database->path);
  worker->key = orch_secret_ref (key);
  worker->context = g_main_context_ref (g_main_context_default ());
  g_weak_ref_init (&worker->database, database);
  worker->schema = schema;
  worker->is_writer = is_writer;
  worker->is_lasting = TRUE;
  g_thread_unref (g_thread_new (is_writer ? "orch-writer" : "orch-reader", worker_thread, worker_ref (worker)));
  return worker;
}

/* Ends the thread once it has done what was asked. Returns: (transfer full) */
static DexFuture *
worker_end (Worker **worker)
{
  DexFuture *ended = worker_push (*worker, NULL, NULL, NULL, NULL, FALSE);

  g_clear_pointer (worker, worker_unref);
  return ended;
}

/* --- opening ---------------------------------------------------------------------------- */

typedef struct
{
  /* owned */
  char *path;
  OrchSecret *key;

  OrchStoreOpenMode mode;
  const OrchSchema *schema;
} Opening;

typedef struct
{
  /* owned */
  Opening *opening;
  DexPromise *promise;
} Creation;

static void
opening_free (Opening *opening)
{
  g_free (opening->path);
  g_clear_pointer (&opening->key, orch_secret_unref);
  g_free (opening);
}

/* Makes the file. Returns: (transfer full) (nullable): an error */
static GError *
create_file (Opening *opening)
{
  g_autofree char *directory = g_path_get_dirname (opening->path);
  g_autofree char *part = g_strconcat (opening->path, ".part", NULL);
  g_autoptr (GError) error = NULL;

  if (g_mkdir_with_parents (directory, 0700) != 0)
    return orch_database_error_of_errno (errno, "The directory of the database cannot be made");
  if (g_file_test (opening->path, G_FILE_TEST_EXISTS))
    return orch_database_error_of_errno (EEXIST, "There is a database already");

  /* What a crash left of an earlier attempt was never a database. */
  orch_database_remove_parts (opening->path);

  OrchConnection *connection = orch_connection_create (part, opening->key, &error);
  if (connection != NULL)
    {
      orch_schema_create (opening->schema, connection, &error);
      orch_connection_close (connection);
    }
  /* link() does not replace, where rename() would. */
  if (error == NULL && (link (part, opening->path) != 0 || !orch_database_sync_directory (opening->path)))
    error = orch_database_error_of_errno (errno, "The database cannot be given its name");
  g_unlink (part);
  return g_steal_pointer (&error);
}

static gpointer
create_thread (gpointer data)
{
  g_autofree Creation *creation = data;
  GError *error = create_file (creation->opening);

  if (error != NULL)
    dex_promise_reject (creation->promise, error);
  else
    dex_promise_resolve_boolean (creation->promise, TRUE);
  dex_unref (creation->promise);
  return NULL;
}

static void
do_nothing (OrchConnection *connection, GValue *result, gpointer data)
{
}

static DexFuture *
open_fiber (gpointer user_data)
{
  Opening *opening = user_data;
  g_autoptr (GError) error = NULL;

  if (opening->mode == ORCH_STORE_CREATE)
    {
      Creation *creation = g_new0 (Creation, 1);
      DexPromise *promise = dex_promise_new ();
      creation->opening = opening;
      creation->promise = dex_ref (promise);
      g_thread_unref (g_thread_new ("orch-create", create_thread, creation));
      if (!dex_await (DEX_FUTURE (promise), &error))
        return dex_future_new_for_error (g_steal_pointer (&error));
    }

  g_autoptr (OrchDatabase) self = g_object_new (ORCH_TYPE_DATABASE, NULL);
  self->path = g_strdup (opening->path);
  self->writer = worker_new (self, opening->key, opening->schema, TRUE);
  if (!dex_await (worker_push (self->writer, do_nothing, NULL, NULL, NULL, FALSE), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  self->dropped_tail = self->writer->dropped_tail;
  if (opening->schema->is_small)
    return dex_future_new_take_object (g_steal_pointer (&self));
  self->reader = worker_new (self, opening->key, opening->schema, FALSE);
  if (!dex_await (worker_push (self->reader, do_nothing, NULL, NULL, NULL, FALSE), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_object (g_steal_pointer (&self));
}

/* --- closing ---------------------------------------------------------------------------- */

typedef struct
{
  /* owned */
  Worker *reader; /* (nullable): %NULL when it never started */
  Worker *writer; /* (nullable) */
} Closing;

static void
closing_free (Closing *closing)
{
  g_clear_pointer (&closing->reader, worker_unref);
  g_clear_pointer (&closing->writer, worker_unref);
  g_free (closing);
}

/* The writer last: the last connection to close moves the log into the file. */
static DexFuture *
close_fiber (gpointer user_data)
{
  Closing *closing = user_data;

  if (closing->reader != NULL)
    dex_await (worker_end (&closing->reader), NULL);
  return worker_end (&closing->writer);
}

/* --- type ------------------------------------------------------------------------------- */

static void
orch_database_finalize (GObject *object)
{
  OrchDatabase *self = ORCH_DATABASE (object);

  if (self->reader != NULL)
    dex_unref (worker_end (&self->reader));
  if (self->writer != NULL)
    dex_unref (worker_end (&self->writer));
  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (orch_database_parent_class)->finalize (object);
}

static void
orch_database_class_init (OrchDatabaseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_database_finalize;

  /**
   * OrchDatabase::changed:
   * @changes: OrchStoreChanges
   *
   * After a commit, in the main thread; several commits may be told as one.
   */
  signals[CHANGED] =
      g_signal_new ("changed", ORCH_TYPE_DATABASE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
orch_database_init (OrchDatabase *self)
{
}

/* --- calls ------------------------------------------------------------------------------ */

DexFuture *
orch_database_open (const char *path, OrchSecret *key, OrchStoreOpenMode mode, const OrchSchema *schema)
{
  /* The key comes from outside: a keyring may hold anything under its name. */
  if (orch_secret_get_length (key) != ORCH_CONNECTION_KEY_LENGTH)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_DAMAGED, "The key of the database is not one");

  Opening *opening = g_new0 (Opening, 1);
  opening->path = g_strdup (path);
  opening->key = orch_secret_ref (key);
  opening->mode = mode;
  opening->schema = schema;
  return dex_scheduler_spawn (dex_scheduler_get_thread_default (), 0, open_fiber, opening,
                              (GDestroyNotify) opening_free);
}

DexFuture *
orch_database_close (OrchDatabase *self)
{
  if (self->writer == NULL)
    return dex_future_new_true ();

  Closing *closing = g_new0 (Closing, 1);
  closing->reader = g_steal_pointer (&self->reader);
  closing->writer = g_steal_pointer (&self->writer);
  return dex_scheduler_spawn (NULL, 0, close_fiber, closing, (GDestroyNotify) closing_free);
}

DexFuture *
orch_database_write (OrchDatabase *self, OrchDatabaseFunc func, gpointer data, GDestroyNotify destroy)
{
  return worker_push (self->writer, func, data, destroy, NULL, FALSE);
}

DexFuture *
orch_database_write_repeatable (OrchDatabase *self, OrchDatabaseFunc func, gpointer data, GDestroyNotify destroy)
{
  return worker_push (self->writer, func, data, destroy, NULL, TRUE);
}

DexFuture *
orch_database_read (OrchDatabase *self, OrchDatabaseFunc func, gpointer data, GDestroyNotify destroy,
                    GCancellable *cancellable)
{
  return worker_push (self->reader != NULL ? self->reader : self->writer, func, data, destroy, cancellable, FALSE);
}

const char *
orch_database_get_path (OrchDatabase *self)
{
  return self->path;
}

gboolean
orch_database_get_dropped_tail (OrchDatabase *self)
{
  return self->dropped_tail;
}
