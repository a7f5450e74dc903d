/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a machine does to a file: flipped bytes, wrong keys, foreign files, full disks, kills, torn tails. Every one is a clear
 * error or nothing lost; never a crash, never wrong data, never a silent new database.
 */
#include "store-kit.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/orch-bootstrap.h"

#define CANARY "Zyxomma-Canari"

static char *program; /* this test, for children */

/* --- files ------------------------------------------------------------------------------ */

static GBytes *
read_file (const char *path)
{
  char *contents;
  gsize length;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (contents, length);
}

static void
write_file (const char *path, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), G_FILE_SET_CONTENTS_NONE,
                            0600, &error);
  g_assert_no_error (error);
}

static guint
mode_of (const char *path)
{
  struct stat status;

  g_assert_cmpint (stat (path, &status), ==, 0);
  return status.st_mode & 0777;
}

/* --- what is on the disk ------------------------------------------------------------------ */

static void
is_encrypted_and_private (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchStaffMember) member = kit_staff (1, CANARY);
  g_autofree char *directory = g_path_get_dirname (kit->path);

  kit_ok (orch_store_save_staff (kit->store, &kit_admin, member));
  kit_ok (orch_store_enqueue (kit->store, &kit_admin, ORCH_ACT_SEND_ALERT, "alert", "a1", "create", CANARY));
  kit_ok (orch_store_set_setting (kit->store, &kit_admin, "group", CANARY, FALSE));

  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
      guint n_files = 0;
      for (const char *name; (name = g_dir_read_name (dir)) != NULL; n_files++)
        {
          g_autofree char *path = g_build_filename (directory, name, NULL);
          g_autoptr (GBytes) bytes = read_file (path);
          gsize size;
          const char *contents = g_bytes_get_data (bytes, &size);
          g_assert_cmpuint (mode_of (path), ==, 0600);
          if (size == 0)
            continue;
          g_assert_null (memmem (contents, size, CANARY, strlen (CANARY)));
          g_assert_null (memmem (contents, size, "CREATE TABLE", strlen ("CREATE TABLE")));
          g_assert_true (size < 16 || memcmp (contents, "SQLite format 3", 15) != 0);
        }
      g_assert_cmpuint (mode_of (directory), ==, 0700);
      if (round == 0)
        {
          g_assert_cmpuint (n_files, ==, 3); /* the log beside it is looked at too */
          kit_close (kit);
        }
    }
}

static void
mode_is_mended (Kit *kit, gconstpointer data)
{
  kit_close (kit);
  g_assert_cmpint (g_chmod (kit->path, 0644), ==, 0);
  kit_open (kit, ORCH_STORE_OPEN_EXISTING);
  g_assert_cmpuint (mode_of (kit->path), ==, 0600);
}

/* --- opening ---------------------------------------------------------------------------- */

static void
never_a_silent_new_database (Kit *kit, gconstpointer data)
{
  g_autofree char *missing = g_build_filename (kit->directory, "no", "such.db", NULL);
  g_autofree char *empty = g_build_filename (kit->directory, "empty.db", NULL);
  g_autofree char *directory = g_build_filename (kit->directory, "directory.db", NULL);

  kit_fails (orch_store_open (missing, kit->key, ORCH_STORE_OPEN_EXISTING), ORCH_ERROR_NOT_FOUND);
  g_assert_false (g_file_test (missing, G_FILE_TEST_EXISTS));
  kit_fails (orch_store_open (kit->path, kit->key, ORCH_STORE_CREATE), ORCH_ERROR_CONFLICT);
  g_assert_true (g_file_set_contents (empty, "", 0, NULL));
  kit_fails (orch_store_open (empty, kit->key, ORCH_STORE_OPEN_EXISTING), ORCH_ERROR_DAMAGED);
  g_assert_cmpint (g_mkdir (directory, 0700), ==, 0);
  kit_fails (orch_store_open (directory, kit->key, ORCH_STORE_OPEN_EXISTING), ORCH_ERROR_DAMAGED);

  g_assert_cmpint (orch_store_check_presence (kit->path, kit->key), ==, ORCH_STORE_READY);
  g_assert_cmpint (orch_store_check_presence (kit->path, NULL), ==, ORCH_STORE_FILE_WITHOUT_KEY);
  g_assert_cmpint (orch_store_check_presence (missing, kit->key), ==, ORCH_STORE_KEY_WITHOUT_FILE);
  g_assert_cmpint (orch_store_check_presence (missing, NULL), ==, ORCH_STORE_NONE);
}

static void
wrong_key_is_refused (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchSecret) wrong = orch_secret_new_random (ORCH_STORE_KEY_LENGTH), shorter = orch_secret_new_random (5);
  g_autoptr (OrchSecret) none = orch_secret_new (NULL, 0);

  kit_close (kit);
  g_autoptr (GBytes) before = read_file (kit->path);
  kit_fails (orch_store_open (kit->path, wrong, ORCH_STORE_OPEN_EXISTING), ORCH_ERROR_DAMAGED);
  kit_fails (orch_store_open (kit->path, shorter, ORCH_STORE_OPEN_EXISTING), ORCH_ERROR_DAMAGED);
  kit_fails (orch_bootstrap_open (kit->path, none, ORCH_STORE_OPEN_EXISTING), ORCH_ERROR_DAMAGED);
  g_autoptr (GBytes) after = read_file (kit->path);
  g_assert_true (g_bytes_equal (before, after));
  kit_open (kit, ORCH_STORE_OPEN_EXISTING);
}

static void
foreign_files_are_refused (Kit *kit, gconstpointer data)
{
  g_autofree char *plain = g_build_filename (kit->directory, "plain.db", NULL);
  g_autofree char *text = g_build_filename (kit->directory, "text.db", NULL);
  g_autofree char *bootstrap = g_build_filename (kit->directory, "bootstrap.db", NULL);
  g_autofree char *encrypted = g_build_filename (kit->directory, "encrypted.db", NULL);
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (plain, &db), ==, SQLITE_OK);
  kit_raw_run (db, "CREATE TABLE staff (a); INSERT INTO staff VALUES (1); PRAGMA user_version = 1");
  sqlite3_close (db);
  g_autoptr (GBytes) bytes = read_file (plain);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), 15, "SQLite format 3", 15);
  kit_fails (orch_store_open (plain, kit->key, ORCH_STORE_OPEN_EXISTING), ORCH_ERROR_DAMAGED);

  g_autofree char *long_text = g_strnfill (10000, 'x');
  g_assert_true (g_file_set_contents (text, long_text, -1, NULL));
  kit_fails (orch_store_open (text, kit->key, ORCH_STORE_OPEN_EXISTING), ORCH_ERROR_DAMAGED);
  g_assert_true (g_file_set_contents (text, "x", -1, NULL));
  kit_fails (orch_store_open (text, kit->key, ORCH_STORE_OPEN_EXISTING), ORCH_ERROR_DAMAGED);

  /* Ours, but the other kind */
  g_autoptr (OrchBootstrap) small = kit_object (orch_bootstrap_open (bootstrap, kit->key, ORCH_STORE_CREATE));
  kit_ok (orch_bootstrap_close (small));
  kit_fails (orch_store_open (bootstrap, kit->key, ORCH_STORE_OPEN_EXISTING), ORCH_ERROR_DAMAGED);
  kit_fails (orch_bootstrap_open (kit->path, kit->key, ORCH_STORE_OPEN_EXISTING), ORCH_ERROR_DAMAGED);

  /* Encrypted with our key by another program */
  g_assert_true (g_file_set_contents (encrypted, "", 0, NULL));
  db = kit_raw_open (encrypted);
  kit_raw_run (db, "CREATE TABLE staff (a); PRAGMA user_version = 1");
  sqlite3_close (db);
  kit_fails (orch_store_open (encrypted, kit->key, ORCH_STORE_OPEN_EXISTING), ORCH_ERROR_DAMAGED);
}

static void
newer_is_refused_and_kept (Kit *kit, gconstpointer data)
{
  kit_close (kit);
  sqlite3 *db = kit_raw_open (kit->path);
  kit_raw_run (db, "PRAGMA user_version = 1000");
  sqlite3_close (db);
  kit_fails (orch_store_open (kit->path, kit->key, ORCH_STORE_OPEN_EXISTING), ORCH_ERROR_NEWER_DATABASE);
  db = kit_raw_open (kit->path);
  g_autofree char *version = kit_raw_text (db, "PRAGMA user_version");
  sqlite3_close (db);
  g_assert_cmpstr (version, ==, "1000");
}

static void
unwritable_place_is_refused (void)
{
  g_autoptr (OrchSecret) key = kit_key ();

  /* Even root may not make files there. */
  kit_fails (orch_store_open ("/sys/orchestrateur-test/clinic.db", key, ORCH_STORE_CREATE), ORCH_ERROR_REFUSED);
}

static void
half_made_is_made_again (void)
{
  g_autofree char *directory = kit_make_directory ();
  g_autofree char *path = g_build_filename (directory, "clinic.db", NULL), *part = g_strconcat (path, ".part", NULL);
  g_autoptr (OrchSecret) key = kit_key ();

  g_assert_true (g_file_set_contents (part, "left by a crash", -1, NULL));
  g_autoptr (OrchStore) store = kit_object (orch_store_open (path, key, ORCH_STORE_CREATE));
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  kit_ok (orch_store_check_integrity (store, NULL));
  kit_ok (orch_store_close (store));
  kit_remove_directory (directory);
}

static void
removed_to_the_last_file (Kit *kit, gconstpointer data)
{
  g_autofree char *directory = g_path_get_dirname (kit->path), *copy = g_strconcat (kit->path, ".before-1", NULL);
  g_autofree char *other = g_strconcat (kit->path, "x", NULL);

  g_assert_true (g_file_set_contents (copy, "copy", -1, NULL));
  g_assert_true (g_file_set_contents (other, "another's", -1, NULL));
  kit_ok (orch_store_close (kit->store));
  kit_ok (orch_store_remove_files (kit->path));
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "clinic.dbx");
  g_assert_null (g_dir_read_name (dir));
}

static void
set_aside_and_restored (Kit *kit, gconstpointer data)
{
  g_autofree char *older = g_strconcat (kit->path, ".before-1", NULL),
                  *copy = g_strconcat (kit->path, ".before-12", NULL);

  kit_import_staff (kit->store, 1, 3);
  kit_close (kit);
  kit_fails (orch_store_restore_copy (kit->path), ORCH_ERROR_NOT_FOUND);
  g_autoptr (GBytes) good = read_file (kit->path);
  write_file (copy, good);
  g_assert_true (g_file_set_contents (older, "an older one", -1, NULL));

  g_autofree char *aside = kit_string (orch_store_set_aside (kit->path));
  g_assert_false (g_file_test (kit->path, G_FILE_TEST_EXISTS));
  g_autoptr (OrchStore) old = kit_object (orch_store_open (aside, kit->key, ORCH_STORE_OPEN_EXISTING));
  g_autoptr (OrchStoreCounts) counts = kit_boxed (orch_store_count (old, ORCH_STORE_STAFF));
  g_assert_cmpuint (counts->total, ==, 3);
  kit_ok (orch_store_close (old));
  kit_fails (orch_store_set_aside (kit->path), ORCH_ERROR_NOT_FOUND);

  /* Anew, then back to the copy */
  kit_open (kit, ORCH_STORE_CREATE);
  kit_close (kit);
  kit_ok (orch_store_restore_copy (kit->path));
  kit_open (kit, ORCH_STORE_OPEN_EXISTING);
  g_autoptr (OrchStoreCounts) after = kit_boxed (orch_store_count (kit->store, ORCH_STORE_STAFF));
  g_assert_cmpuint (after->total, ==, 3);
}

static void
closed_answers_cancelled (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchStaffMember) member = kit_staff (1, "Tremblay");

  kit_ok (orch_store_close (kit->store));
  kit_ok (orch_store_close (kit->store));
  kit_fails (orch_store_save_staff (kit->store, &kit_admin, member), ORCH_ERROR_CANCELLED);
  kit_fails (orch_store_count (kit->store, ORCH_STORE_STAFF), ORCH_ERROR_CANCELLED);
}

/* --- damage ----------------------------------------------------------------------------- */

static char *
describe (GPtrArray *rows)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      const OrchStaffMemberFields *f = orch_staff_member_get_fields (rows->pdata[i]);
      g_string_append_printf (text, "%s|%s|%s|%s|%s\n", f->id, f->family, f->emr_id, f->licence,
                              f->department_emr_ids != NULL ? f->department_emr_ids[0] : "");
    }
  return g_string_free_and_steal (text);
}

/* Opens and reads everything. Returns: (nullable): what was read; %NULL when it was refused, as DAMAGED and nothing else */
static char *
read_all_or_damaged (Kit *kit)
{
  g_autoptr (DexFuture) opening = orch_store_open (kit->path, kit->key, ORCH_STORE_OPEN_EXISTING);
  g_autoptr (GError) error = NULL;
  const GValue *value = kit_wait (opening, &error);
  if (value == NULL)
    {
      g_assert_error (error, ORCH_ERROR, ORCH_ERROR_DAMAGED);
      return NULL;
    }

  g_autoptr (OrchStore) store = g_value_dup_object (value);
  g_autoptr (DexFuture) loading = orch_store_load_all (store, ORCH_STORE_STAFF, NULL);
  value = kit_wait (loading, &error);
  char *text = value != NULL ? describe (g_value_get_boxed (value)) : NULL;
  if (value == NULL)
    g_assert_error (error, ORCH_ERROR, ORCH_ERROR_DAMAGED);
  kit_ok (orch_store_close (store));
  return text;
}

static void
flipped_byte_is_refused (Kit *kit, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261121);
  guint n_refused = 0, n_unread = 0;

  kit_import_staff (kit->store, 1, 600); /* most pages of the file are theirs */
  kit_close (kit);
  g_autofree char *whole = read_all_or_damaged (kit);
  g_assert_nonnull (whole);
  g_autoptr (GBytes) good = read_file (kit->path);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (good, &size);
  for (guint round = 0; round < 120; round++)
    {
      /* The first page first: salt, header, schema; then anywhere */
      gsize offset = round < 30 ? (gsize) g_rand_int_range (rand, 0, 4096) : (gsize) g_rand_int_range (rand, 0, size);
      guint8 *copy = g_memdup2 (bytes, size);
      copy[offset] ^= 1 << g_rand_int_range (rand, 0, 8);
      g_autoptr (GBytes) bad = g_bytes_new_take (copy, size);
      write_file (kit->path, bad);

      g_autofree char *text = read_all_or_damaged (kit);
      if (text == NULL)
        n_refused++;
      else
        {
          /* In a page that this read does not need: what is shown is right, and the full check finds it. */
          g_assert_cmpstr (text, ==, whole);
          n_unread++;
          write_file (kit->path, bad);
          g_autoptr (OrchStore) store = kit_object (orch_store_open (kit->path, kit->key, ORCH_STORE_OPEN_EXISTING));
          kit_fails (orch_store_check_integrity (store, NULL), ORCH_ERROR_DAMAGED);
          kit_ok (orch_store_close (store));
        }
    }
  g_test_message ("%u refused, %u in pages not read", n_refused, n_unread);
  g_assert_cmpuint (n_refused, >, 60);

  /* Cut short */
  for (guint round = 0; round < 20; round++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (good, 0, g_rand_int_range (rand, 1, size));
      write_file (kit->path, cut);
      g_autofree char *text = read_all_or_damaged (kit);
      if (text != NULL)
        g_assert_cmpstr (text, ==, whole);
    }
  write_file (kit->path, good);
  g_autofree char *again = read_all_or_damaged (kit);
  g_assert_cmpstr (again, ==, whole);
}

static void
damaged_store_stays_calm (Kit *kit, gconstpointer data)
{
  kit_import_staff (kit->store, 1, 2000);
  kit_close (kit);
  kit_open (kit, ORCH_STORE_OPEN_EXISTING);

  /* The pages after the first few turn to rubbish while it is open. */
  struct stat status;
  g_assert_cmpint (stat (kit->path, &status), ==, 0);
  int fd = g_open (kit->path, O_WRONLY | O_CLOEXEC, 0);
  g_autofree char *rubbish = g_strnfill (status.st_size - 16 * 4096, 'x');
  g_assert_cmpint (pwrite (fd, rubbish, status.st_size - 16 * 4096, 16 * 4096), >, 0);
  close (fd);

  kit_fails (orch_store_load_all (kit->store, ORCH_STORE_STAFF, NULL), ORCH_ERROR_DAMAGED);
  kit_fails (orch_store_load_all (kit->store, ORCH_STORE_STAFF, NULL), ORCH_ERROR_DAMAGED);
  kit_fails (orch_store_check_integrity (kit->store, NULL), ORCH_ERROR_DAMAGED);
}

/* --- torn tail of the log ------------------------------------------------------------------ */

static void
torn_tail_is_dropped_and_said (Kit *kit, gconstpointer data)
{
  g_autofree char *log = g_strconcat (kit->path, "-wal", NULL),
                  *copy = g_build_filename (kit->directory, "copy.db", NULL);
  g_autofree char *copy_log = g_strconcat (copy, "-wal", NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  /* The state of the disk while the store is open: 100 rows in the file, 20 more in the log, one transaction each */
  kit_import_staff (kit->store, 1, 100);
  kit_close (kit);
  kit_open (kit, ORCH_STORE_OPEN_EXISTING);
  g_assert_false (orch_store_get_dropped_tail (kit->store));
  for (guint i = 101; i <= 120; i++)
    {
      g_autofree char *family = g_strdup_printf ("Tremblay %04u", i);
      g_autoptr (OrchStaffMember) member = kit_staff (i, family);
      kit_ok (orch_store_save_staff (kit->store, &kit_admin, member));
    }
  g_autoptr (GBytes) file = read_file (kit->path), whole_log = read_file (log);

  for (guint round = 0; round < 25; round++)
    {
      gsize size = g_bytes_get_size (whole_log);
      gsize length = round == 0 ? size : (gsize) g_rand_int_range (rand, 1, size);
      g_autoptr (GBytes) torn = g_bytes_new_from_bytes (whole_log, 0, length);
      gboolean flip = round % 3 == 2;
      if (flip)
        {
          guint8 *bytes = g_memdup2 (g_bytes_get_data (whole_log, NULL), size);
          bytes[length] ^= 0x10;
          g_bytes_unref (torn);
          torn = g_bytes_new_take (bytes, size);
        }
      write_file (copy, file);
      write_file (copy_log, torn);

      g_autoptr (OrchStore) store = kit_object (orch_store_open (copy, kit->key, ORCH_STORE_OPEN_EXISTING));
      g_autoptr (GPtrArray) rows = kit_boxed (orch_store_load_all (store, ORCH_STORE_STAFF, NULL));
      kit_ok (orch_store_check_integrity (store, NULL));
      /* What is left is what was committed up to some moment, in order. */
      g_assert_cmpuint (rows->len, >=, 100);
      g_assert_cmpuint (rows->len, <=, 120);
      for (guint i = 0; i < rows->len; i++)
        {
          g_autofree char *family = g_strdup_printf ("Tremblay %04u", i + 1);
          g_assert_cmpstr (orch_staff_member_get_fields (rows->pdata[i])->family, ==, family);
        }
      if (round == 0)
        {
          g_assert_false (orch_store_get_dropped_tail (store));
          g_assert_cmpuint (rows->len, ==, 120);
        }
      else if (rows->len < 120)
        /* Cut exactly between two commits, nothing shows: the log is whole, only shorter. */
        g_assert_true (orch_store_get_dropped_tail (store) || (!flip && (length - 32) % (24 + 4096) == 0));
      kit_ok (orch_store_close (store));
      g_unlink (copy);
      g_unlink (copy_log);
    }
}

/* --- full disk -------------------------------------------------------------------------- */

/* A limit on the size of files stands in for a full disk: the same path through the pager. */
static void
full_disk_loses_nothing (Kit *kit, gconstpointer data)
{
  struct rlimit old, small;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  kit_import_staff (kit->store, 1, 50);
  for (guint i = 1000; i < 9000; i++)
    g_ptr_array_add (rows, kit_staff (i, "Gagnon"));
  gint64 run = kit_int64 (orch_store_begin_import (kit->store, &kit_admin, ORCH_STORE_STAFF));

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  small = old;
  small.rlim_cur = 1024 * 1024;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  kit_fails (orch_store_write_import_page (kit->store, &kit_admin, run, rows, "c"), ORCH_ERROR_DISK_FULL);
  g_autoptr (OrchStoreCounts) counts = kit_boxed (orch_store_count (kit->store, ORCH_STORE_STAFF));
  g_assert_cmpuint (counts->total, ==, 50);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);

  /* Room was made: the same call goes through. */
  g_assert_cmpuint (kit_uint (orch_store_write_import_page (kit->store, &kit_admin, run, rows, "c")), ==, 8000);
  kit_ok (orch_store_check_integrity (kit->store, NULL));
  g_autoptr (OrchStoreCounts) after = kit_boxed (orch_store_count (kit->store, ORCH_STORE_STAFF));
  g_assert_cmpuint (after->total, ==, 8050);
}

static void
full_disk_at_creation (void)
{
  struct rlimit old, small;
  g_autofree char *directory = kit_make_directory (), *path = g_build_filename (directory, "clinic.db", NULL);
  g_autoptr (OrchSecret) key = kit_key ();

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  small = old;
  small.rlim_cur = 16384;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  kit_fails (orch_store_open (path, key, ORCH_STORE_CREATE), ORCH_ERROR_DISK_FULL);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_autoptr (OrchStore) store = kit_object (orch_store_open (path, key, ORCH_STORE_CREATE));
  kit_ok (orch_store_close (store));
  kit_remove_directory (directory);
}

/* --- kill -9 ---------------------------------------------------------------------------- */

/* The child: edits without end; what it was told is done it says on its output, one line each. */
static int
run_writer (const char *path)
{
  g_autoptr (OrchSecret) key = kit_key ();
  g_autoptr (OrchStore) store = kit_object (orch_store_open (path, key, ORCH_STORE_OPEN_EXISTING));
  g_autoptr (OrchStoreCounts) counts = kit_boxed (orch_store_count (store, ORCH_STORE_STAFF));
  guint next = counts->total + 1;

  for (guint round = 0;; round++)
    {
      /* A page of an import */
      g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
      gint64 run = kit_int64 (orch_store_begin_import (store, &kit_admin, ORCH_STORE_STAFF));
      for (guint i = 0; i < 40; i++)
        g_ptr_array_add (rows, kit_staff (next + i, "Roy"));
      kit_ok (orch_store_write_import_page (store, &kit_admin, run, rows, "c"));
      /* The hub knows its first person, whose permission is then changed: a row and an op in one transaction. */
      const char *id = orch_staff_member_get_fields (rows->pdata[0])->id;
      OrchStoreLink link = { "staff", id, "Practitioner/x", "1", 1 };
      kit_ok (orch_store_set_hub_links (store, &kit_admin, &link, 1));
      kit_ok (orch_store_set_staff_permission (store, &kit_admin, id, ORCH_PERMISSION_RECEPTIONIST));
      next += 40;
      g_print ("%u\n", next - 1);
      fflush (stdout);
    }
  return 0;
}

static void
killed_writer_loses_nothing (Kit *kit, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);
  guint n_dropped = 0, last_total = 0;

  for (guint round = 0; round < 50; round++)
    {
      kit_close (kit);
      const char *argv[] = { program, "--writer", kit->path, NULL };
      g_autoptr (GError) error = NULL;
      GPid pid;
      int out;
      g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL, &out,
                                NULL, &error);
      g_assert_no_error (error);

      /* Killed at a seeded point of its work: after so many bytes of its answers, and a little more work */
      int enough = g_rand_int_range (rand, 0, 40);
      char answers[8192] = "";
      gsize length = 0;
      while ((int) length < enough || length == 0)
        {
          gssize n = read (out, answers + length, sizeof answers - 1 - length);
          g_assert_cmpint (n, >, 0);
          length += n;
        }
      for (volatile guint spin = g_rand_int_range (rand, 0, 3000000); spin > 0; spin--)
        ;
      g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
      for (gssize n; (n = read (out, answers + length, sizeof answers - 1 - length)) > 0;)
        length += n;
      close (out);
      g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
      g_spawn_close_pid (pid);

      /* Everything it was told is there */
      guint told = 0;
      g_auto (GStrv) lines = g_strsplit (answers, "\n", -1);
      for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
        told = (guint) g_ascii_strtoull (lines[i], NULL, 10);

      kit_open (kit, ORCH_STORE_OPEN_EXISTING);
      n_dropped += orch_store_get_dropped_tail (kit->store);
      kit_ok (orch_store_check_integrity (kit->store, NULL));
      g_assert_cmpint (kit_int64 (orch_store_verify_journal (kit->store, NULL)), ==, 0);
      g_autoptr (OrchStoreCounts) counts = kit_boxed (orch_store_count (kit->store, ORCH_STORE_STAFF));
      g_assert_cmpuint (counts->total, >=, told);
      g_assert_cmpuint (counts->total, >=, last_total);
      g_assert_cmpuint (counts->total % 40, ==, 0); /* pages are whole */
      last_total = counts->total;

      /* A changed permission and its op: both or neither; a journal entry for each */
      g_autoptr (GPtrArray) rows = kit_boxed (orch_store_load_all (kit->store, ORCH_STORE_STAFF, NULL));
      g_autoptr (OrchOutboxCounts) outbox = kit_boxed (orch_store_outbox_count (kit->store));
      g_autoptr (GPtrArray) journal = kit_boxed (orch_store_list_journal (kit->store, 0, 100000));
      guint n_changed = 0, n_entries = 0;
      for (guint i = 0; i < rows->len; i++)
        n_changed += orch_staff_member_get_fields (rows->pdata[i])->permission == ORCH_PERMISSION_RECEPTIONIST;
      for (guint i = 0; i < journal->len; i++)
        n_entries += g_str_equal (orch_journal_entry_get_fields (journal->pdata[i])->act, "permission-changed");
      g_assert_cmpuint (outbox->queued, ==, n_changed);
      g_assert_cmpuint (n_entries, ==, n_changed);
      g_autoptr (OrchStoreRun) last = kit_object (orch_store_load_last_import (kit->store, ORCH_STORE_STAFF));
      g_assert_cmpint (orch_store_run_get_fields (last)->state, ==, ORCH_STORE_RUN_INTERRUPTED);
    }
  g_test_message ("%u rows, %u unfinished writes dropped", last_total, n_dropped);
}

int
main (int argc, char **argv)
{
  dex_init ();
  if (argc == 3 && g_str_equal (argv[1], "--writer"))
    return run_writer (argv[2]);
  program = argv[0];
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define TEST(path, func) g_test_add ("/robustness/" path, Kit, NULL, kit_set_up, func, kit_tear_down)
  TEST ("disk/is-encrypted-and-private", is_encrypted_and_private);
  TEST ("disk/mode-is-mended", mode_is_mended);
  TEST ("open/never-a-silent-new-database", never_a_silent_new_database);
  TEST ("open/wrong-key-is-refused", wrong_key_is_refused);
  TEST ("open/foreign-files-are-refused", foreign_files_are_refused);
  TEST ("open/newer-is-refused-and-kept", newer_is_refused_and_kept);
  g_test_add_func ("/robustness/open/unwritable-place-is-refused", unwritable_place_is_refused);
  g_test_add_func ("/robustness/open/half-made-is-made-again", half_made_is_made_again);
  TEST ("close/removed-to-the-last-file", removed_to_the_last_file);
  TEST ("close/set-aside-and-restored", set_aside_and_restored);
  TEST ("close/closed-answers-cancelled", closed_answers_cancelled);
  TEST ("damage/flipped-byte-is-refused", flipped_byte_is_refused);
  TEST ("damage/damaged-store-stays-calm", damaged_store_stays_calm);
  TEST ("damage/torn-tail-is-dropped-and-said", torn_tail_is_dropped_and_said);
  TEST ("full-disk/loses-nothing", full_disk_loses_nothing);
  g_test_add_func ("/robustness/full-disk/at-creation", full_disk_at_creation);
  TEST ("kill/killed-writer-loses-nothing", killed_writer_loses_nothing);
  return g_test_run ();
}
