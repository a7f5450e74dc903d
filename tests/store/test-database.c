/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Which commits wait for the disk: all but those of what can be had again, and the first one after these. What a connection keeps of what it
 * read, and gives back at rest.
 */
#include "store-kit.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/orch-connection.h"
#include "store/orch-database.h"
#include "store/orch-schema.h"

/* SQLite's own words for it: FULL is 2, NORMAL is 1. */
static void
tell_level (OrchConnection *connection, GValue *result, gpointer data)
{
  g_value_init (result, G_TYPE_INT64);
  g_value_set_int64 (result, orch_connection_get_int64 (connection, -1, "PRAGMA synchronous", ""));
}

static void
fail (OrchConnection *connection, GValue *result, gpointer data)
{
  orch_connection_fail (connection, ORCH_ERROR_INVALID, "as asked");
}

static void
waits_for_the_disk (void)
{
  g_autofree char *directory = kit_make_directory ();
  g_autofree char *path = g_build_filename (directory, "some.db", NULL);
  g_autoptr (OrchSecret) key = kit_key ();
  g_autoptr (OrchDatabase) database =
      kit_object (orch_database_open (path, key, ORCH_STORE_CREATE, orch_schema_get_clinic ()));

  g_assert_cmpint (kit_int64 (orch_database_write (database, tell_level, NULL, NULL)), ==, 2);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (kit_int64 (orch_database_write_repeatable (database, tell_level, NULL, NULL)), ==, 1);
  g_assert_cmpint (kit_int64 (orch_database_write (database, tell_level, NULL, NULL)), ==, 2);

  /* Nor does one that fails leave the next one without it. */
  kit_fails (orch_database_write_repeatable (database, fail, NULL, NULL), ORCH_ERROR_INVALID);
  g_assert_cmpint (kit_int64 (orch_database_write (database, tell_level, NULL, NULL)), ==, 2);

  kit_ok (orch_database_close (database));
  kit_remove_directory (directory);
}

/* A thread of the database tells that it rests; the test's waits for it. */
typedef struct
{
  const char *told_as;
  GMutex lock;
  GCond told;
  gboolean rests;
} Rest;

static void
on_log (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  Rest *rest = data;

  if (!g_str_has_prefix (message, rest->told_as))
    return;
  g_mutex_lock (&rest->lock);
  rest->rests = TRUE;
  g_cond_signal (&rest->told);
  g_mutex_unlock (&rest->lock);
}

static void
tell_cached (OrchConnection *connection, GValue *result, gpointer data)
{
  int now = 0;
  int most = 0;

  sqlite3_db_status (orch_connection_get_handle (connection), SQLITE_DBSTATUS_CACHE_USED, &now, &most, 0);
  g_value_init (result, G_TYPE_INT64);
  g_value_set_int64 (result, now);
}

#define FILLING_MIB 12

static void
fill_pages (OrchConnection *connection, GValue *result, gpointer data)
{
  orch_connection_script (connection, "CREATE TABLE filling (bytes BLOB)");
  for (guint i = 0; i < FILLING_MIB * 64; i++)
    orch_connection_run (connection, "INSERT INTO filling VALUES (randomblob (16384))", "");
}

static void
read_pages (OrchConnection *connection, GValue *result, gpointer data)
{
  Rest *rest = data;

  g_assert_cmpint (orch_connection_get_int64 (connection, 0, "SELECT sum (length (hex (bytes)) / 2) FROM filling", ""),
                   ==, FILLING_MIB * 1024 * 1024);
  tell_cached (connection, result, NULL);
  /* On the thread that is meant: a rest from now on is the one after this. */
  g_mutex_lock (&rest->lock);
  rest->rests = FALSE;
  g_mutex_unlock (&rest->lock);
}

static void
wait_for_rest (Rest *rest)
{
  g_mutex_lock (&rest->lock);
  while (!rest->rests)
    g_cond_wait (&rest->told, &rest->lock);
  g_mutex_unlock (&rest->lock);
}

/* What an import or a list filled does not stay for good; a list keeps less of it meanwhile. */
static void
gives_pages_back (gconstpointer data)
{
  const gboolean reads = GPOINTER_TO_INT (data);
  g_autofree char *directory = kit_make_directory ();
  g_autofree char *path = g_build_filename (directory, "some.db", NULL);
  g_autoptr (OrchSecret) key = kit_key ();
  g_autoptr (OrchDatabase) database =
      kit_object (orch_database_open (path, key, ORCH_STORE_CREATE, orch_schema_get_clinic ()));
  Rest rest = { .told_as = reads ? "The reader rests" : "The writer rests" };
  gint64 before = 0;
  const guint handler = g_log_set_handler ("Orch-store", G_LOG_LEVEL_DEBUG, on_log, &rest);

  kit_ok (orch_database_write (database, fill_pages, NULL, NULL));
  before = kit_int64 (reads ? orch_database_read (database, read_pages, &rest, NULL, NULL)
                            : orch_database_write (database, read_pages, &rest, NULL));
  g_assert_cmpint (before, >, 4 * 1024 * 1024);
  if (reads)
    g_assert_cmpint (before, <, 10 * 1024 * 1024);
  else
    g_assert_cmpint (before, >, FILLING_MIB * 1024 * 1024);
  wait_for_rest (&rest);
  g_log_remove_handler ("Orch-store", handler);
  g_assert_cmpint (kit_int64 (reads ? orch_database_read (database, tell_cached, NULL, NULL, NULL)
                                    : orch_database_write (database, tell_cached, NULL, NULL)),
                   <, before / 4);

  kit_ok (orch_database_close (database));
  kit_remove_directory (directory);
}

/* Run after whatever was registered since: 0 = OpenSSL has cleaned up, as it does while database threads may still use it. */
static void
look_at_the_end (void)
{
  int (*init) (guint64, const void *) = NULL;

  *(void **) &init = dlsym (RTLD_DEFAULT, "OPENSSL_init_crypto");
  if (init == NULL || init (0, NULL) != 1)
    _exit (3);
}

static void
crypto_outlives_main (void)
{
  if (g_test_subprocess ())
    {
      g_autofree char *directory = kit_make_directory ();
      g_autofree char *path = g_build_filename (directory, "some.db", NULL);
      g_autoptr (OrchSecret) key = kit_key ();
      OrchDatabase *database = NULL;

      g_assert_cmpint (atexit (look_at_the_end), ==, 0);
      database = kit_object (orch_database_open (path, key, ORCH_STORE_CREATE, orch_schema_get_clinic ()));
      kit_ok (orch_database_close (database));
      g_object_unref (database);
      kit_remove_directory (directory);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/database/crypto-outlives-main", crypto_outlives_main);
  g_test_add_func ("/database/waits-for-the-disk", waits_for_the_disk);
  g_test_add_data_func ("/database/gives-pages-back/writer", GINT_TO_POINTER (FALSE), gives_pages_back);
  g_test_add_data_func ("/database/gives-pages-back/reader", GINT_TO_POINTER (TRUE), gives_pages_back);
  return g_test_run ();
}
