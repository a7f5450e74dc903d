/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-connection.h.
 */
#include "orch-connection.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUSY_MS 10000        /* another process may hold the file while it makes a copy */
#define PROGRESS_STEPS 20000 /* about 1 ms of work between two looks at the cancellable */

struct _OrchConnection
{
  /* owned */
  sqlite3 *db;
  GHashTable *statements; /* char * → sqlite3_stmt */
  GError *error;          /* (nullable): the first of the job */

  /* borrowed */
  GCancellable *cancellable; /* (nullable): of the running job */

  guint marks;
  gboolean empties_log;
};

/* --- errors ----------------------------------------------------------------------------- */

static OrchError
code_of_errno (int number)
{
  switch (number)
    {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return ORCH_ERROR_DISK_FULL;
    case EACCES:
    case EPERM:
    case EROFS:
      return ORCH_ERROR_REFUSED;
    case ENOENT:
      return ORCH_ERROR_NOT_FOUND;
    case EEXIST:
      return ORCH_ERROR_CONFLICT;
    default:
      return ORCH_ERROR_FAILED;
    }
}

static OrchError
code_of_result (sqlite3 *db, int result)
{
  switch (result & 0xff)
    {
    case SQLITE_FULL:
      return ORCH_ERROR_DISK_FULL;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
    case SQLITE_NOMEM: /* what a page whose authentication fails looks like from inside the pager */
      return ORCH_ERROR_DAMAGED;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return ORCH_ERROR_REFUSED;
    case SQLITE_INTERRUPT:
      return ORCH_ERROR_CANCELLED;
    case SQLITE_IOERR:
      if (result == SQLITE_IOERR_SHORT_READ || result == SQLITE_IOERR_CORRUPTFS || result == SQLITE_IOERR_DATA)
        return ORCH_ERROR_DAMAGED;
      return code_of_errno (sqlite3_system_errno (db));
    case SQLITE_CANTOPEN:
      return code_of_errno (sqlite3_system_errno (db));
    default:
      return ORCH_ERROR_FAILED;
    }
}

static void
fail_result (OrchConnection *self, int result)
{
  if (self->error != NULL)
    return;
  if (g_cancellable_is_cancelled (self->cancellable))
    g_set_error (&self->error, ORCH_ERROR, ORCH_ERROR_CANCELLED, "Cancelled");
  else
    g_set_error (&self->error, ORCH_ERROR, code_of_result (self->db, result), "Database: %s (%d)",
                 sqlite3_errmsg (self->db), sqlite3_extended_errcode (self->db));
}

static int
on_progress (gpointer user_data)
{
  OrchConnection *self = user_data;

  return g_cancellable_is_cancelled (self->cancellable);
}

/* --- opening ---------------------------------------------------------------------------- */

static gboolean
set_key (OrchConnection *self, OrchSecret *key)
{
  /* "x'…'": the key itself, not a passphrase to derive one from: 4 ms instead of 135. */
  char *text = sodium_malloc (2 * ORCH_CONNECTION_KEY_LENGTH + 4);

  memcpy (text, "x'", 2);
  sodium_bin2hex (text + 2, 2 * ORCH_CONNECTION_KEY_LENGTH + 1, orch_secret_get_data (key), ORCH_CONNECTION_KEY_LENGTH);
  memcpy (text + 2 + 2 * ORCH_CONNECTION_KEY_LENGTH, "'", 2);
  int result = sqlite3_key_v2 (self->db, "main", text, 2 * ORCH_CONNECTION_KEY_LENGTH + 3);
  sodium_free (text);
  if (result != SQLITE_OK)
    fail_result (self, result);
  return result == SQLITE_OK;
}

static void
prepare_connection (OrchConnection *self)
{
  sqlite3_extended_result_codes (self->db, 1);
  sqlite3_busy_timeout (self->db, BUSY_MS);
  sqlite3_progress_handler (self->db, PROGRESS_STEPS, on_progress, self);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);

  /* What it would print on stderr comes back as an error of ours. */
  orch_connection_script (self, "PRAGMA cipher_log_level = NONE");

  /* Plain SQLite ignores a key in silence: whichever library was loaded must name its cipher. */
  g_autofree char *cipher = orch_connection_dup_text (self, "PRAGMA cipher_version", "");
  if (self->error == NULL && (cipher == NULL || *cipher == '\0'))
    orch_connection_fail (self, ORCH_ERROR_FAILED, "The library that answers is not SQLCipher");

  /* What is deleted is written over: who gets hold of the key later reads what is there, not what was. Some builds do so by themselves. */
  orch_connection_script (self, "PRAGMA secure_delete = ON");

  /* 32 MiB at most, taken as it is used: a page that falls out of the cache is decrypted again. A reader has less. */
  orch_connection_script (
      self,
      "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768; PRAGMA cell_size_check = ON; PRAGMA foreign_keys = ON");
  /* SQLite ignores this one inside a transaction: read back. */
  if (self->error == NULL && orch_connection_get_int64 (self, 0, "PRAGMA foreign_keys", "") != 1)
    orch_connection_fail (self, ORCH_ERROR_FAILED, "Foreign keys cannot be switched on");
}

/* When the program ends, OpenSSL walks through what each thread has of it, without a lock: a database thread that ends at that moment
 * takes its part away under it. There is nothing to clean up in a program that is over. By name: SQLCipher may be built on another library, which
 * is not asked. */
static void
leave_crypto_alone_at_exit (void)
{
  const guint64 no_atexit = 0x00080000; /* OPENSSL_INIT_NO_ATEXIT */
  int (*init) (guint64, const void *) = NULL;

  *(void **) &init = dlsym (RTLD_DEFAULT, "OPENSSL_init_crypto");
  if (init != NULL && init (no_atexit, NULL) != 1)
    g_debug ("OpenSSL was over already");
}

/* Pages are taken one by one: SQLite would give each connection twenty at once, and a small store, of which the program opens one
 * at every start, has a handful. */
static gpointer
configure (gpointer unused)
{
  const int result = sqlite3_config (SQLITE_CONFIG_PAGECACHE, NULL, 0, 0);

  leave_crypto_alone_at_exit ();
  if (result != SQLITE_OK)
    g_debug ("SQLite was at work already: %d", result);
  return NULL;
}

/* The file exists already, with mode 0600 */
static OrchConnection *
connection_new (const char *path, OrchSecret *key, GError **error)
{
  static GOnce once = G_ONCE_INIT;
  g_autofree OrchConnection *self = g_new0 (OrchConnection, 1);

  g_once (&once, configure, NULL);
  g_assert (orch_secret_get_length (key) == ORCH_CONNECTION_KEY_LENGTH);

  int result = sqlite3_open_v2 (path, &self->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
  self->statements =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) (GCallback) sqlite3_finalize);
  if (result != SQLITE_OK)
    fail_result (self, result);
  else if (set_key (self, key))
    prepare_connection (self);

  if (self->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      orch_connection_close (g_steal_pointer (&self));
      return NULL;
    }
  return g_steal_pointer (&self);
}

OrchConnection *
orch_connection_create (const char *path, OrchSecret *key, GError **error)
{
  int fd = g_open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd < 0)
    {
      int number = errno;
      g_set_error (error, ORCH_ERROR, code_of_errno (number), "The database cannot be made: %s", g_strerror (number));
      return NULL;
    }
  close (fd);
  return connection_new (path, key, error);
}

OrchConnection *
orch_connection_open (const char *path, OrchSecret *key, GError **error)
{
  struct stat status;

  if (stat (path, &status) != 0)
    {
      int number = errno;
      g_set_error (error, ORCH_ERROR, code_of_errno (number), "The database cannot be found: %s", g_strerror (number));
      return NULL;
    }
  /* SQLite takes an empty file for a new database: it would be a silent loss. */
  if (!S_ISREG (status.st_mode) || status.st_size == 0)
    {
      g_set_error (error, ORCH_ERROR, ORCH_ERROR_DAMAGED, "The database file is empty");
      return NULL;
    }
  if ((status.st_mode & 0777) != 0600 && g_chmod (path, 0600) != 0)
    g_warning ("The mode of a database file could not be mended");

  g_autoptr (GError) local_error = NULL;
  OrchConnection *self = connection_new (path, key, &local_error);
  if (self != NULL)
    {
      /* The first read shows whether the key fits. */
      orch_connection_get_int64 (self, 0, "SELECT count (*) FROM sqlite_schema", "");
      g_autofree char *mode = orch_connection_dup_text (self, "PRAGMA journal_mode = WAL", "");
      if (self->error == NULL && g_strcmp0 (mode, "wal") != 0)
        orch_connection_fail (self, ORCH_ERROR_REFUSED, "The system does not let us write beside the database");
      orch_connection_script (self, "PRAGMA synchronous = FULL");
      local_error = orch_connection_take_error (self);
      if (local_error != NULL)
        orch_connection_close (g_steal_pointer (&self));
    }
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return self;
}

void
orch_connection_close (OrchConnection *self)
{
  g_clear_pointer (&self->statements, g_hash_table_unref);
  if (self->db != NULL && sqlite3_close (self->db) != SQLITE_OK)
    g_warning ("A database was closed with statements left");
  g_clear_error (&self->error);
  g_free (self);
}

/* --- jobs ------------------------------------------------------------------------------- */

GError *
orch_connection_take_error (OrchConnection *self)
{
  return g_steal_pointer (&self->error);
}

gboolean
orch_connection_has_error (OrchConnection *self)
{
  return self->error != NULL;
}

void
orch_connection_fail (OrchConnection *self, OrchError code, const char *format, ...)
{
  if (self->error != NULL)
    return;

  va_list args;
  va_start (args, format);
  self->error = g_error_new_valist (ORCH_ERROR, code, format, args);
  va_end (args);
}

void
orch_connection_set_cancellable (OrchConnection *self, GCancellable *cancellable)
{
  self->cancellable = cancellable;
}

void
orch_connection_mark (OrchConnection *self, guint changes)
{
  self->marks |= changes;
}

guint
orch_connection_take_marks (OrchConnection *self)
{
  guint marks = self->marks;
  self->marks = 0;
  return marks;
}

void
orch_connection_empty_log (OrchConnection *self)
{
  self->empties_log = TRUE;
}

gboolean
orch_connection_take_empty_log (OrchConnection *self)
{
  const gboolean empties = self->empties_log;

  self->empties_log = FALSE;
  return empties;
}

gboolean
orch_connection_script (OrchConnection *self, const char *sql)
{
  if (self->error != NULL)
    return FALSE;

  int result = sqlite3_exec (self->db, sql, NULL, NULL, NULL);
  if (result != SQLITE_OK)
    fail_result (self, result);
  return result == SQLITE_OK;
}

static sqlite3_stmt *
prepare (OrchConnection *self, const char *sql)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);

  if (statement == NULL)
    {
      int result = sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
      if (result != SQLITE_OK)
        {
          fail_result (self, result);
          return NULL;
        }
      g_hash_table_insert (self->statements, g_strdup (sql), statement);
    }
  return statement;
}

static void
bind (OrchConnection *self, sqlite3_stmt *statement, const char *types, va_list args)
{
  int result = SQLITE_OK;

  g_assert (sqlite3_bind_parameter_count (statement) == (int) strlen (types));
  for (int i = 1; types[i - 1] != '\0' && result == SQLITE_OK; i++)
    switch (types[i - 1])
      {
      case 's':
        {
          const char *text = va_arg (args, const char *);
          result = sqlite3_bind_text (statement, i, text, -1, SQLITE_TRANSIENT);
          break;
        }
      case 'i':
        result = sqlite3_bind_int (statement, i, va_arg (args, int));
        break;
      case 'l':
        result = sqlite3_bind_int64 (statement, i, va_arg (args, gint64));
        break;
      case 'b':
        {
          GBytes *bytes = va_arg (args, GBytes *);
          gsize size = 0;
          const void *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;
          if (bytes == NULL)
            result = sqlite3_bind_null (statement, i);
          else if (size == 0)
            result = sqlite3_bind_zeroblob (statement, i, 0);
          else
            result = sqlite3_bind_blob64 (statement, i, data, size, SQLITE_TRANSIENT);
          break;
        }
      default:
        g_assert_not_reached ();
      }
  if (result != SQLITE_OK)
    fail_result (self, result);
}

static sqlite3_stmt *
query_valist (OrchConnection *self, const char *sql, const char *types, va_list args)
{
  if (self->error != NULL)
    return NULL;

  sqlite3_stmt *statement = prepare (self, sql);
  if (statement == NULL)
    return NULL;
  g_assert (!sqlite3_stmt_busy (statement)); /* the same query within itself */
  bind (self, statement, types, args);
  if (self->error != NULL)
    {
      orch_connection_done (self, statement);
      return NULL;
    }
  return statement;
}

sqlite3_stmt *
orch_connection_query (OrchConnection *self, const char *sql, const char *types, ...)
{
  va_list args;
  va_start (args, types);
  sqlite3_stmt *statement = query_valist (self, sql, types, args);
  va_end (args);
  return statement;
}

gboolean
orch_connection_next (OrchConnection *self, sqlite3_stmt *statement)
{
  if (statement == NULL)
    return FALSE;
  if (self->error == NULL)
    {
      int result = sqlite3_step (statement);
      if (result == SQLITE_ROW)
        return TRUE;
      if (result != SQLITE_DONE)
        fail_result (self, result);
    }
  orch_connection_done (self, statement);
  return FALSE;
}

void
orch_connection_done (OrchConnection *self, sqlite3_stmt *statement)
{
  if (statement == NULL)
    return;
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
}

int
orch_connection_run (OrchConnection *self, const char *sql, const char *types, ...)
{
  va_list args;
  va_start (args, types);
  sqlite3_stmt *statement = query_valist (self, sql, types, args);
  va_end (args);

  while (orch_connection_next (self, statement))
    ;
  return self->error == NULL ? sqlite3_changes (self->db) : -1;
}

gint64
orch_connection_get_int64 (OrchConnection *self, gint64 fallback, const char *sql, const char *types, ...)
{
  va_list args;
  va_start (args, types);
  sqlite3_stmt *statement = query_valist (self, sql, types, args);
  va_end (args);

  gint64 value = fallback;
  if (orch_connection_next (self, statement))
    {
      if (sqlite3_column_type (statement, 0) != SQLITE_NULL)
        value = sqlite3_column_int64 (statement, 0);
      orch_connection_done (self, statement);
    }
  return value;
}

char *
orch_connection_dup_text (OrchConnection *self, const char *sql, const char *types, ...)
{
  va_list args;
  va_start (args, types);
  sqlite3_stmt *statement = query_valist (self, sql, types, args);
  va_end (args);

  char *text = NULL;
  if (orch_connection_next (self, statement))
    {
      text = g_strdup (orch_column_text (statement, 0));
      orch_connection_done (self, statement);
    }
  return text;
}

static int
get_cached (OrchConnection *self)
{
  int now = 0;
  int most = 0;

  sqlite3_db_status (self->db, SQLITE_DBSTATUS_CACHE_USED, &now, &most, 0);
  return now;
}

int
orch_connection_release (OrchConnection *self)
{
  const int before = get_cached (self);

  sqlite3_db_release_memory (self->db);
  return before - get_cached (self);
}

gint64
orch_connection_last_key (OrchConnection *self)
{
  return sqlite3_last_insert_rowid (self->db);
}

sqlite3 *
orch_connection_get_handle (OrchConnection *self)
{
  return self->db;
}

const char *
orch_column_text (sqlite3_stmt *statement, int column)
{
  return (const char *) sqlite3_column_text (statement, column);
}

GBytes *
orch_column_dup_bytes (sqlite3_stmt *statement, int column)
{
  if (sqlite3_column_type (statement, column) == SQLITE_NULL)
    return NULL;
  return g_bytes_new (sqlite3_column_blob (statement, column), sqlite3_column_bytes (statement, column));
}
