/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A store that does not open: made by a newer program, or damaged and put back from the copy kept before a change of schema; and what
 * a file of the person's brought, after a restart.
 */
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "core/orch-error.h"
#include "orch-story.h"
#include "sync/orch-csv-import.h"
#include "sync/orch-journal-check.h"

static char *
find_clinic_file (Story *story)
{
  g_autofree char *name = g_strconcat (orch_clinic_get_id (orch_engine_get_clinic (story->engine)), ".db", NULL);

  return g_build_filename (story->data_dir, "clinics", name, NULL);
}

/* The log goes when the last connection is closed: the file alone is then the whole database. */
static gboolean
is_closed (gpointer path)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);

  return !g_file_test (log, G_FILE_TEST_EXISTS);
}

static gboolean
on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
quit (Story *story, char *path)
{
  const guint tick = g_timeout_add (10, on_tick, NULL); /* the threads that close it wake nobody here */

  story_wait_ok (orch_engine_flush (story->engine));
  story_quit (story);
  story_wait_until (is_closed, path);
  g_source_remove (tick);
}

/* Changes a closed database as who has its key can. */
static void
run_sql (Story *story, const char *path, OrchSecretKind kind, const char *scope, const char *sql)
{
  DexFuture *found = orch_keyring_lookup (story->keyring, kind, scope, NULL, NULL);
  g_autoptr (GString) text = g_string_new ("x'");
  OrchSecret *key = NULL;
  sqlite3 *db = NULL;

  story_wait_ok (dex_ref (found));
  key = g_value_get_boxed (dex_future_get_value (found, NULL));
  for (gsize i = 0; i < orch_secret_get_length (key); i++)
    g_string_append_printf (text, "%02x", orch_secret_get_data (key)[i]);
  g_string_append_c (text, '\'');
  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_key_v2 (db, "main", text->str, (int) text->len), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 60000); /* the thread that had it may just be letting it go */
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  dex_unref (found);
}

/* What a newer program leaves: the same file, of a version that this one does not know. */
static void
make_newer (Story *story, const char *path, OrchSecretKind kind, const char *scope)
{
  run_sql (story, path, kind, scope, "PRAGMA user_version = 1000");
}

static GBytes *
read_file (const char *path)
{
  char *data = NULL;
  gsize length = 0;

  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  return g_bytes_new_take (data, length);
}

/* A newer program's data are left as they are: the way out is to quit, and to start the newer program. */
static void
check_newer (Story *story, const char *path)
{
  g_autoptr (GBytes) before = read_file (path);
  g_autoptr (GBytes) after = NULL;

  story_resume (story);
  g_assert_cmpint (orch_engine_get_state (story->engine), ==, ORCH_ENGINE_NEWER);
  g_assert_error (orch_engine_get_error (story->engine), ORCH_ERROR, ORCH_ERROR_NEWER_DATABASE);
  story_quit (story);
  after = read_file (path);
  g_assert_true (g_bytes_equal (before, after));
}

static void
test_newer_clinic (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  g_autoptr (Story) story = story_new (sandbox);
  g_autofree char *path = NULL;
  g_autofree char *id = NULL;

  story_set_up (story);
  path = find_clinic_file (story);
  id = g_strdup (orch_clinic_get_id (orch_engine_get_clinic (story->engine)));
  quit (story, path);
  make_newer (story, path, ORCH_SECRET_STORE_KEY, id);
  check_newer (story, path);
}

static void
test_newer_bootstrap (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  g_autoptr (Story) story = story_new (sandbox);
  g_autofree char *path = g_build_filename (story->data_dir, "bootstrap.db", NULL);

  story_start (story);
  quit (story, path);
  make_newer (story, path, ORCH_SECRET_BOOTSTRAP_KEY, ORCH_KEYRING_WORKSTATION);
  check_newer (story, path);
}

static guint
count_staff (Story *story)
{
  DexFuture *counted = orch_engine_count (story->engine, ORCH_IMPORT_STAFF);
  guint active = 0;
  guint inactive = 0;
  guint in_conflict = 0;

  story_wait_ok (dex_ref (counted));
  g_variant_get (g_value_get_variant (dex_future_get_value (counted, NULL)), "(uuu)", &active, &inactive, &in_conflict);
  dex_unref (counted);
  return active + inactive;
}

static void
test_copy_is_put_back (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  g_autoptr (Story) story = story_new (sandbox);
  g_autofree char *path = NULL;
  g_autofree char *copy = NULL;
  g_autofree char *noise = g_strnfill (8192, 'x');
  g_autoptr (GBytes) good = NULL;
  g_autoptr (GError) error = NULL;

  story_set_up (story);
  path = find_clinic_file (story);
  copy = g_strconcat (path, ".before-2", NULL);
  g_assert_false (orch_engine_has_copy (story->engine));
  g_assert_false (story_wait (orch_engine_restore_copy (story->engine), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND);
  quit (story, path);
  good = read_file (path);
  g_assert_true (g_file_set_contents (path, noise, 8192, NULL));

  story_resume (story);
  g_assert_cmpint (orch_engine_get_state (story->engine), ==, ORCH_ENGINE_DAMAGED);
  g_assert_false (orch_engine_has_copy (story->engine));
  g_assert_true (g_file_set_contents (copy, g_bytes_get_data (good, NULL), (gssize) g_bytes_get_size (good), NULL));
  g_assert_true (orch_engine_has_copy (story->engine));
  story_wait_ok (orch_engine_restore_copy (story->engine));
  g_assert_cmpint (orch_engine_get_state (story->engine), ==, ORCH_ENGINE_READY);
  story_unlock (story);
  g_assert_cmpuint (count_staff (story), ==, 25);
}

static void
test_csv_rows_stay (void)
{
  static const char csv[] = "Nom;Prénom;Permis;Téléphone\nRoy;José;12345;418 555-0101\nCôté;Zoé;23456;\n;Sans nom;3;\n";
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  const guint before = orch_sandbox_process_count (sandbox, "Practitioner");
  g_autoptr (Story) story = story_new (sandbox);
  g_autoptr (GBytes) bytes = g_bytes_new_static (csv, sizeof csv - 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (OrchCsvImport) import = orch_csv_import_parse (bytes, ORCH_IMPORT_STAFF, &error);
  GPtrArray *good = NULL;
  GListModel *kept = NULL;

  g_assert_no_error (error);
  good = orch_csv_import_get_good (import);
  g_assert_cmpuint (good->len, ==, 2);
  story_start (story);
  story_activate (story);
  story_identify (story);
  g_assert_true (orch_setup_choose_emr (orch_engine_get_setup (story->engine), "none"));
  story_wait_ok (orch_setup_put_hand_staff (orch_engine_get_setup (story->engine), good));

  story_restart (story);
  story_unlock (story);
  kept = orch_setup_get_hand_staff (orch_engine_get_setup (story->engine));
  g_assert_cmpuint (g_list_model_get_n_items (kept), ==, good->len);
  for (guint i = 0; i < good->len; i++)
    {
      const OrchStaffMemberFields *given = orch_staff_member_get_fields (g_ptr_array_index (good, i));
      gboolean found = FALSE;

      for (guint j = 0; j < good->len; j++)
        {
          g_autoptr (OrchStaffMember) member = g_list_model_get_item (kept, j);

          found |= g_str_equal (orch_staff_member_get_fields (member)->id, given->id) &&
                   orch_staff_member_same_content (member, g_ptr_array_index (good, i));
        }
      g_assert_true (found);
    }

  /* The same rows again are the same people. */
  story_wait_ok (orch_setup_put_hand_staff (orch_engine_get_setup (story->engine), good));
  g_assert_cmpuint (g_list_model_get_n_items (kept), ==, good->len);
  g_assert_cmpuint (orch_sandbox_process_count (sandbox, "Practitioner"), ==, before);
}

static GPtrArray *
check_journals (const char *data_dir, OrchKeyring *keyring)
{
  DexFuture *future = orch_journal_check (TRUE, data_dir, keyring);
  GPtrArray *verdicts = NULL;

  story_wait_ok (dex_ref (future));
  verdicts = g_value_dup_boxed (dex_future_get_value (future, NULL));
  dex_unref (future);
  return verdicts;
}

static OrchJournalVerdict *
check_journal (Story *story)
{
  g_autoptr (GPtrArray) verdicts = check_journals (story->data_dir, story->keyring);

  g_assert_cmpuint (verdicts->len, ==, 1);
  return g_ptr_array_steal_index (verdicts, 0);
}

/* The command tells a journal that somebody changed from one that is whole, and from one that it cannot read. */
static void
test_journal (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  g_autoptr (Story) story = story_new (sandbox);
  g_autoptr (OrchJournalVerdict) whole = NULL;
  g_autoptr (OrchJournalVerdict) broken = NULL;
  g_autoptr (OrchJournalVerdict) closed = NULL;
  g_autofree char *path = NULL;
  g_autofree char *name = NULL;
  g_autofree char *id = NULL;

  story_set_up (story);
  path = find_clinic_file (story);
  id = g_strdup (orch_clinic_get_id (orch_engine_get_clinic (story->engine)));
  name = g_strdup (orch_clinic_get_fields (orch_engine_get_clinic (story->engine))->name);
  quit (story, path);

  whole = check_journal (story);
  g_assert_no_error (whole->error);
  g_assert_cmpint (whole->broken, ==, 0);
  g_assert_cmpstr (whole->clinic, ==, name);

  run_sql (story, path, ORCH_SECRET_STORE_KEY, id,
           "DROP TRIGGER journal_is_not_edited; UPDATE journal SET actor = 'somebody else' WHERE seq = 2");
  broken = check_journal (story);
  g_assert_no_error (broken->error);
  g_assert_cmpint (broken->broken, ==, 2);

  story_wait_ok (orch_keyring_clear_scope (story->keyring, id, NULL));
  closed = check_journal (story);
  g_assert_error (closed->error, ORCH_ERROR, ORCH_ERROR_DAMAGED);
}

static void
test_no_journal (void)
{
  g_autofree char *dir = g_dir_make_tmp ("orch-none-XXXXXX", NULL);
  g_autoptr (GPtrArray) verdicts = check_journals (dir, NULL);

  g_assert_cmpuint (verdicts->len, ==, 0);
  g_rmdir (dir);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/recovery/newer-clinic", test_newer_clinic);
  g_test_add_func ("/recovery/newer-bootstrap", test_newer_bootstrap);
  g_test_add_func ("/recovery/copy-is-put-back", test_copy_is_put_back);
  g_test_add_func ("/recovery/csv-rows-stay", test_csv_rows_stay);
  g_test_add_func ("/recovery/journal", test_journal);
  g_test_add_func ("/recovery/no-journal", test_no_journal);
  const int status = g_test_run ();
  story_settle ();
  return status;
}
