/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-database-files.h.
 */
#include "orch-database-files.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "core/orch-clock.h"

/* The database first: without it the others are nothing */
static const char *const beside[] = { "", "-wal", "-shm", "-journal" };
static const char *const parts[] = { ".part", ".part-journal", ".part-wal", ".part-shm" };

gboolean
orch_database_sync_directory (const char *path)
{
  g_autofree char *directory = g_path_get_dirname (path);
  int fd = g_open (directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean synced = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    close (fd);
  return synced;
}

GError *
orch_database_error_of_errno (int number, const char *what)
{
  OrchError code = ORCH_ERROR_FAILED;

  if (number == ENOSPC || number == EDQUOT)
    code = ORCH_ERROR_DISK_FULL;
  else if (number == EACCES || number == EPERM || number == EROFS)
    code = ORCH_ERROR_REFUSED;
  else if (number == EEXIST)
    code = ORCH_ERROR_CONFLICT;
  else if (number == ENOENT)
    code = ORCH_ERROR_NOT_FOUND;
  return g_error_new (ORCH_ERROR, code, "%s: %s", what, g_strerror (number));
}

static void
remove_all (const char *path, const char *const *suffixes, guint n_suffixes)
{
  for (guint i = 0; i < n_suffixes; i++)
    {
      g_autofree char *file = g_strconcat (path, suffixes[i], NULL);
      g_unlink (file);
    }
}

void
orch_database_remove_parts (const char *path)
{
  remove_all (path, parts, G_N_ELEMENTS (parts));
}

/* Calls @func for each file whose name is that of @path followed by @infix */
static void
foreach_copy (const char *path, const char *infix, void (*func) (const char *file, gpointer data), gpointer data)
{
  g_autofree char *directory = g_path_get_dirname (path), *name = g_path_get_basename (path);
  g_autofree char *prefix = g_strconcat (name, infix, NULL);
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);

  for (const char *entry; dir != NULL && (entry = g_dir_read_name (dir)) != NULL;)
    if (g_str_has_prefix (entry, prefix))
      {
        g_autofree char *file = g_build_filename (directory, entry, NULL);
        func (file, data);
      }
}

static void
remove_one (const char *file, gpointer data)
{
  g_unlink (file);
}

/* The last is the copy of the newest version */
static void
keep_newest (const char *file, gpointer data)
{
  char **newest = data;
  guint64 version, known = 0;

  if (!g_ascii_string_to_unsigned (strrchr (file, '-') + 1, 10, 1, G_MAXUINT, &version, NULL))
    return; /* one that was not finished */
  if (*newest != NULL)
    g_ascii_string_to_unsigned (strrchr (*newest, '-') + 1, 10, 1, G_MAXUINT, &known, NULL);
  if (version < known)
    return;
  g_free (*newest);
  *newest = g_strdup (file);
}

/* --- jobs, each on a thread of its own ----------------------------------------------------- */

typedef GError *(*JobFunc) (const char *path, GValue *result);

typedef struct
{
  /* owned */
  char *path;
  DexPromise *promise;

  JobFunc func;
} Job;

static GError *
remove_files (const char *path, GValue *result)
{
  remove_all (path, beside, G_N_ELEMENTS (beside));
  orch_database_remove_parts (path);
  foreach_copy (path, ".before-", remove_one, NULL);
  foreach_copy (path, ".aside-", remove_one, NULL);
  orch_database_sync_directory (path);
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return g_error_new (ORCH_ERROR, ORCH_ERROR_REFUSED, "The database could not be deleted");
  g_value_init (result, G_TYPE_BOOLEAN);
  g_value_set_boolean (result, TRUE);
  return NULL;
}

static GError *
set_aside (const char *path, GValue *result)
{
  g_autofree char *aside = g_strdup_printf ("%s.aside-%" G_GINT64_FORMAT, path, orch_clock_now_us ());

  for (guint i = 0; i < G_N_ELEMENTS (beside); i++)
    {
      g_autofree char *from = g_strconcat (path, beside[i], NULL), *to = g_strconcat (aside, beside[i], NULL);
      if (g_rename (from, to) != 0 && (i == 0 || errno != ENOENT))
        return orch_database_error_of_errno (errno, "The database could not be set aside");
    }
  orch_database_sync_directory (path);
  g_value_init (result, G_TYPE_STRING);
  g_value_take_string (result, g_steal_pointer (&aside));
  return NULL;
}

static GError *
restore_copy (const char *path, GValue *result)
{
  g_autofree char *copy = NULL;
  GError *error = NULL;

  foreach_copy (path, ".before-", keep_newest, &copy);
  if (copy == NULL)
    return g_error_new (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "No copy was kept");
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    error = set_aside (path, result);
  if (error == NULL && g_rename (copy, path) != 0)
    error = orch_database_error_of_errno (errno, "The copy could not be put back");
  if (G_IS_VALUE (result))
    g_value_unset (result);
  orch_database_sync_directory (path);
  g_value_init (result, G_TYPE_BOOLEAN);
  g_value_set_boolean (result, TRUE);
  return error;
}

static gpointer
job_thread (gpointer data)
{
  g_autofree Job *job = data;
  g_auto (GValue) result = G_VALUE_INIT;
  GError *error = job->func (job->path, &result);

  if (error != NULL)
    dex_promise_reject (job->promise, error);
  else
    dex_promise_resolve (job->promise, &result);
  g_free (job->path);
  dex_unref (job->promise);
  return NULL;
}

static DexFuture *
run_job (const char *path, JobFunc func)
{
  Job *job = g_new0 (Job, 1);
  DexPromise *promise = dex_promise_new ();

  job->path = g_strdup (path);
  job->promise = dex_ref (promise);
  job->func = func;
  g_thread_unref (g_thread_new ("orch-files", job_thread, job));
  return DEX_FUTURE (promise);
}

/* --- private API ------------------------------------------------------------------------ */

DexFuture *
orch_database_remove_files (const char *path)
{
  return run_job (path, remove_files);
}

DexFuture *
orch_database_set_aside (const char *path)
{
  return run_job (path, set_aside);
}

DexFuture *
orch_database_restore_copy (const char *path)
{
  return run_job (path, restore_copy);
}

OrchStorePresence
orch_database_check_presence (const char *path, OrchSecret *key)
{
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return key != NULL ? ORCH_STORE_READY : ORCH_STORE_FILE_WITHOUT_KEY;
  return key != NULL ? ORCH_STORE_KEY_WITHOUT_FILE : ORCH_STORE_NONE;
}
