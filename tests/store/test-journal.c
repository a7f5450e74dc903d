/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The journal: what it says, and that whoever changes it is found out, even with the key in hand.
 */
#include "store-kit.h"

#include <string.h>

#include "core/orch-clock.h"
#include "store/orch-store-journal-search.h"

static void
says_who_what_when (Kit *kit, gconstpointer data)
{
  gint64 before = orch_clock_now_us ();

  g_assert_cmpint (kit_int64 (orch_store_append_journal (kit->store, &kit_professional, "signed-in", NULL, NULL, NULL)),
                   ==, 1);
  g_assert_cmpint (kit_int64 (orch_store_append_journal (kit->store, &kit_nobody, "patient-searched", "search/1",
                                                         "patient-7", "line\nbreak\x1b[31m")),
                   ==, 2);
  g_autoptr (GPtrArray) entries = kit_boxed (orch_store_list_journal (kit->store, 0, 10));
  g_assert_cmpuint (entries->len, ==, 2);
  const OrchJournalEntryFields *first = orch_journal_entry_get_fields (entries->pdata[0]);
  const OrchJournalEntryFields *second = orch_journal_entry_get_fields (entries->pdata[1]);
  g_assert_cmpstr (first->actor, ==, kit_professional.id);
  g_assert_cmpstr (first->act, ==, "signed-in");
  g_assert_cmpstr (first->workstation, ==, "workstation-1");
  g_assert_cmpint (first->instant, >=, before);
  g_assert_cmpint (first->instant, <=, orch_clock_now_us ());
  g_assert_true (first->utc_offset_minutes == -300 || first->utc_offset_minutes == -240); /* Montreal */
  g_assert_cmpstr (second->patient, ==, "patient-7");
  g_assert_null (strchr (second->detail, '\n'));
  g_assert_null (strchr (second->detail, '\x1b'));
  g_assert_cmpuint (strlen (second->hash), ==, 64);
  g_assert_cmpstr (first->hash, !=, second->hash);
  g_assert_cmpint (kit_int64 (orch_store_verify_journal (kit->store, NULL)), ==, 0);

  g_autoptr (GPtrArray) later = kit_boxed (orch_store_list_journal (kit->store, 1, 10));
  g_assert_cmpuint (later->len, ==, 1);
}

/* For who is in charge of privacy, and nobody else. */
static void
is_searched (Kit *kit, gconstpointer data)
{
  OrchStoreJournalQuery query = { .until_us = G_MAXINT64, .limit = 2 };
  g_autoptr (GPtrArray) newest = NULL;
  g_autoptr (GPtrArray) of_patient = NULL;
  g_autoptr (GPtrArray) none = NULL;

  kit_fails (orch_store_search_journal (kit->store, &kit_receptionist, &query), ORCH_ERROR_REFUSED);
  kit_fails (orch_store_search_journal (kit->store, &kit_professional, &query), ORCH_ERROR_REFUSED);
  kit_fails (orch_store_search_journal (kit->store, &kit_workstation, &query), ORCH_ERROR_REFUSED);
  for (guint i = 0; i < 4; i++)
    kit_ok (
        orch_store_append_journal (kit->store, &kit_professional, "patient-read", NULL, i == 1 ? "p-1" : "p-2", NULL));
  newest = kit_boxed (orch_store_search_journal (kit->store, &kit_admin, &query));
  g_assert_cmpuint (newest->len, ==, 2);
  g_assert_cmpint (orch_journal_entry_get_fields (newest->pdata[0])->seq, ==, 4);
  query.patient = "p-1";
  of_patient = kit_boxed (orch_store_search_journal (kit->store, &kit_admin, &query));
  g_assert_cmpuint (of_patient->len, ==, 1);
  g_assert_cmpint (orch_journal_entry_get_fields (of_patient->pdata[0])->seq, ==, 2);
  query.until_us = orch_journal_entry_get_fields (of_patient->pdata[0])->instant - 1;
  none = kit_boxed (orch_store_search_journal (kit->store, &kit_admin, &query));
  g_assert_cmpuint (none->len, ==, 0);
}

static void
acts_are_journaled_with_what_they_do (Kit *kit, gconstpointer data)
{
  static const char *const expected[] = { "import-staff", "permission-changed", "setting-changed" };

  kit_import_staff (kit->store, 1, 1);
  const char *id = "00000000-0000-4000-8000-000000000001";
  kit_ok (orch_store_set_staff_permission (kit->store, &kit_admin, id, ORCH_PERMISSION_ADMINISTRATOR));
  kit_ok (orch_store_set_staff_permission (kit->store, &kit_admin, id, ORCH_PERMISSION_ADMINISTRATOR)); /* no change */
  kit_ok (orch_store_set_setting (kit->store, &kit_admin, "emr", "hunter2-is-not-in-the-journal", FALSE));
  g_autoptr (GPtrArray) entries = kit_boxed (orch_store_list_journal (kit->store, 0, 10));
  g_assert_cmpuint (entries->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < entries->len; i++)
    {
      const OrchJournalEntryFields *f = orch_journal_entry_get_fields (entries->pdata[i]);
      g_assert_cmpstr (f->act, ==, expected[i]);
      g_assert_cmpstr (f->actor, ==, kit_admin.id);
      g_assert_true (f->detail == NULL || strstr (f->detail, "hunter2") == NULL);
    }
  const OrchJournalEntryFields *changed = orch_journal_entry_get_fields (entries->pdata[1]);
  g_assert_cmpstr (changed->object, ==, "staff/00000000-0000-4000-8000-000000000001");
  g_assert_cmpstr (changed->detail, ==, "professional → administrator");
}

static void
tampering_shows (Kit *kit, gconstpointer data)
{
  static const struct
  {
    const char *sql;
    gint64 broken; /* first seq that does not check */
  } cases[] = {
    { "UPDATE journal SET actor = 'somebody else' WHERE seq = 3", 3 },
    { "UPDATE journal SET instant = instant + 1 WHERE seq = 5", 5 },
    { "UPDATE journal SET detail = NULL WHERE seq = 4", 4 },
    { "UPDATE journal SET object = 'a', act = 'bc' WHERE seq = 2", 2 },
    { "DELETE FROM journal WHERE seq = 4", 4 },
    { "DELETE FROM journal WHERE seq = 1", 1 },
    { "DELETE FROM journal WHERE seq >= 9", 9 },
    { "DELETE FROM journal", 1 },
    { "UPDATE journal SET seq = 100 WHERE seq = 10", 10 },
    { "UPDATE journal SET hash = (SELECT hash FROM journal WHERE seq = 6) WHERE seq = 7", 7 },
  };

  for (guint i = 0; i < 10; i++)
    kit_ok (orch_store_append_journal (kit->store, &kit_admin, "ab", "c", NULL, "d"));
  kit_close (kit);
  g_autofree char *contents = NULL;
  gsize length;
  g_assert_true (g_file_get_contents (kit->path, &contents, &length, NULL));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (g_file_set_contents (kit->path, contents, length, NULL));
      sqlite3 *db = kit_raw_open (kit->path);
      /* The triggers keep our own mistakes out; a thief drops them. */
      g_assert_cmpint (sqlite3_exec (db, cases[i].sql, NULL, NULL, NULL), !=, SQLITE_OK);
      kit_raw_run (db, "DROP TRIGGER journal_is_not_edited; DROP TRIGGER journal_is_not_cut");
      kit_raw_run (db, cases[i].sql);
      sqlite3_close (db);
      kit_open (kit, ORCH_STORE_OPEN_EXISTING);
      g_test_message ("%s", cases[i].sql);
      g_assert_cmpint (kit_int64 (orch_store_verify_journal (kit->store, NULL)), ==, cases[i].broken);
      kit_close (kit);
    }
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define TEST(path, func) g_test_add ("/journal/" path, Kit, NULL, kit_set_up, func, kit_tear_down)
  TEST ("says-who-what-when", says_who_what_when);
  TEST ("is-searched", is_searched);
  TEST ("acts-are-journaled-with-what-they-do", acts_are_journaled_with_what_they_do);
  TEST ("tampering-shows", tampering_shows);
  return g_test_run ();
}
