/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The text of completed conversations leaves the workstation after a while, and nothing of it is left in the file; what counts by it stays; what is
 * not on the hub stays whole; what is fetched to be read leaves again; a download does not bring it back. Source: security.md 9.
 */
#include <string.h>

#include "conversation-list-kit.h"
#include "core/orch-clock.h"
#include "messages-kit.h"

#define DAY G_TIME_SPAN_DAY
/* As the text has them and as the index does: the first letter may be another, or be shared with the word before. */
#define CANARY_TEXT "Zqvcanarimessage"
#define CANARY_NOTE "Zqvcanarinote"
#define CANARY_FILE "Zqvcanarifichier"
#define CANARY_REPORT "Zqvcanarirapport"

static guint
count_journal (Kit *kit, const char *act)
{
  g_autoptr (GPtrArray) entries = kit_boxed (orch_store_list_journal (kit->store, 0, 1000));
  guint n = 0;

  for (guint i = 0; i < entries->len; i++)
    n += g_str_equal (orch_journal_entry_get_fields (g_ptr_array_index (entries, i))->act, act);
  return n;
}

static OrchMessage *
with_file (const char *id, const char *hub_id, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (CANARY_FILE " octets", strlen (CANARY_FILE) + 7);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (files, orch_message_file_new (CANARY_FILE ".txt", "text/plain", g_bytes_get_size (bytes), bytes));
  return orch_message_new (&(OrchMessageFields) { .id = id,
                                                  .hub_id = hub_id,
                                                  .conversation_hub_id = "H-1",
                                                  .text = text,
                                                  .sender_name = "Dre Roy",
                                                  .files = files });
}

/* An exchange from its beginning to its report, of which the hub has nothing yet. Where @sent, it has all of it. */
static void
complete (Kit *kit, gboolean sent)
{
  g_autoptr (OrchConversation) c = kit_conversation ("c-1", PATIENT_A, "Renouvellement");
  g_autoptr (OrchMessage) m = with_file ("m-1", NULL, "Bonjour " CANARY_TEXT);
  g_autoptr (GBytes) pdf = g_bytes_new_static (CANARY_REPORT, strlen (CANARY_REPORT));
  const OrchReport report = { .id = "r-1", .author_name = "Dre Roy", .title = "Rapport", .pdf = pdf };
  g_autoptr (OrchConversation) row = NULL;

  kit_ok (orch_store_send_message (kit->store, &kit_professional, c, m, ORCH_AGE_LIMIT_DEFAULT));
  kit_ok (orch_store_add_note (kit->store, &kit_professional, "c-1", "n-1", "Dre Roy", CANARY_NOTE));
  kit_ok (orch_store_end_conversation (kit->store, &kit_professional, "c-1"));
  kit_ok (orch_store_complete_conversation (kit->store, &kit_professional, "c-1", &report));
  if (!sent)
    return;
  row = kit_find_conversation (kit, "c-1");
  {
    const OrchStoreLink links[] = {
      { .type = ORCH_STORE_CONVERSATION,
        .id = "c-1",
        .hub_id = "H-1",
        .revision = orch_conversation_get_fields (row)->revision },
      { .type = ORCH_STORE_MESSAGE, .id = "m-1", .hub_id = "HM-1", .revision = 1 },
      { .type = ORCH_STORE_NOTE, .id = "n-1", .hub_id = "HN-1", .revision = 1 },
      { .type = ORCH_STORE_REPORT, .id = "r-1", .hub_id = "HR-1", .revision = 1 },
    };

    kit_ok (orch_store_set_hub_links (kit->store, &kit_workstation, links, G_N_ELEMENTS (links)));
  }
}

static void
empty_outbox (Kit *kit)
{
  for (;;)
    {
      g_autoptr (OrchOutboxRow) op = kit_object (orch_store_outbox_claim (kit->store));

      if (op == NULL)
        return;
      kit_ok (orch_store_outbox_ack (kit->store, op, "2"));
    }
}

static guint
let_leave (Kit *kit)
{
  g_autoptr (DexFuture) future = orch_store_let_texts_leave (kit->store, &kit_workstation, 10);

  return g_value_get_uint (kit_wait (future, NULL));
}

static guint
forget_words (Kit *kit)
{
  for (guint n = 0;; n++)
    {
      g_autoptr (DexFuture) future = orch_store_forget_words (kit->store, &kit_workstation);

      if (!g_value_get_boolean (kit_wait (future, NULL)))
        return n;
      g_assert_cmpuint (n, <, 1000);
    }
}

static void
later (gint64 days)
{
  orch_clock_set_offset_us (days * DAY + G_TIME_SPAN_MINUTE);
}

/* How often the words stand in the file, deciphered, free pages included */
static guint
count_in_file (Kit *kit, const char *words)
{
  sqlite3 *db = kit_raw_open (kit->path);
  sqlite3_int64 size = 0;
  unsigned char *bytes = NULL;
  guint n = 0;

  kit_raw_run (db, "SELECT count (*) FROM sqlite_schema"); /* or the key is not set yet */
  bytes = sqlite3_serialize (db, "main", &size, 0);

  g_assert_nonnull (bytes);
  g_assert_cmpint (size, >, 4096);
  for (const unsigned char *at = bytes; (at = memmem (at, (size_t) (bytes + size - at), words, strlen (words))) != NULL;
       at++)
    n++;
  sqlite3_free (bytes);
  sqlite3_close (db);
  return n;
}

static guint
count_found (Kit *kit, const char *search)
{
  g_autoptr (OrchConversationList) list = orch_conversation_list_new (kit->store, &kit_professional);
  guint n = 0;

  orch_conversation_list_set_filter (list, &(OrchConversationFilter) { .search = search });
  kit_ok (orch_key_list_when_loaded (ORCH_KEY_LIST (list)));
  n = g_list_model_get_n_items (G_LIST_MODEL (list));
  orch_key_list_detach (ORCH_KEY_LIST (list));
  return n;
}

static const OrchMessageFields *
only_message (Kit *kit, GPtrArray **messages)
{
  g_clear_pointer (messages, g_ptr_array_unref);
  *messages = kit_boxed (orch_store_load_messages (kit->store, &kit_professional, "c-1", 0, 10));
  g_assert_cmpuint ((*messages)->len, ==, 1);
  return orch_message_get_fields ((*messages)->pdata[0]);
}

static void
test_leaves (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchConversation) before = NULL, after = NULL;
  g_autoptr (GPtrArray) messages = NULL, notes = NULL;
  g_autofree char *log = g_strconcat (kit->path, "-wal", NULL);
  g_autofree char *copy = g_strconcat (kit->path, ".before-3", NULL);
  GStatBuf status = { 0 };

  complete (kit, TRUE);
  empty_outbox (kit);
  before = kit_find_conversation (kit, "c-1");
  g_assert_cmpuint (count_found (kit, CANARY_TEXT), >, 0);
  g_assert_cmpuint (count_in_file (kit, "qvcanari"), >, 4);

  /* A copy of before a change of the schema has the same words. */
  g_assert_true (g_file_set_contents (copy, "copy", 4, NULL));
  later (6);
  g_assert_cmpuint (let_leave (kit), ==, 0);
  g_assert_true (g_file_test (copy, G_FILE_TEST_EXISTS));
  later (7);
  g_assert_cmpuint (let_leave (kit), ==, 1);
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (let_leave (kit), ==, 0);
  g_assert_cmpuint (forget_words (kit), >, 0);

  /* What it is counted and found by stays. */
  after = kit_find_conversation (kit, "c-1");
  g_assert_true (orch_conversation_get_fields (after)->text_left);
  g_assert_cmpuint (orch_conversation_get_fields (after)->n_messages, ==, 1);
  g_assert_cmpuint (orch_conversation_get_fields (after)->n_files, ==, 1);
  g_assert_cmpint (orch_conversation_get_fields (after)->last_us, ==, orch_conversation_get_fields (before)->last_us);
  g_assert_cmpint (orch_conversation_get_fields (after)->status, ==, ORCH_CONVERSATION_COMPLETED);
  g_assert_cmpuint (count_found (kit, "renouvellement"), ==, 3);
  g_assert_cmpuint (count_found (kit, CANARY_TEXT), ==, 0);
  g_assert_null (only_message (kit, &messages)->text);
  notes = kit_boxed (orch_store_load_notes (kit->store, &kit_professional, "c-1"));
  g_assert_cmpuint (notes->len, ==, 1);
  g_assert_null (orch_message_get_fields (notes->pdata[0])->text);
  kit_fails (orch_store_load_report (kit->store, &kit_professional, "c-1"), ORCH_ERROR_NOT_FOUND);

  /* Nor are the words anywhere in the file, or in the log. */
  g_assert_cmpuint (count_in_file (kit, "qvcanari"), ==, 0);
  g_assert_true (g_stat (log, &status) != 0 || status.st_size == 0);
  kit_ok (orch_store_check_integrity (kit->store, NULL));
}

/* Many conversations, of which one has left: its words are in a part of the index with others. */
static void
test_words_among_others (Kit *kit, gconstpointer data)
{
  complete (kit, TRUE);
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *c = g_strdup_printf ("autre-%u", i), *m = g_strdup_printf ("message-%u", i);

      kit_send (kit, &kit_professional, c, PATIENT_B, "Autre", m, "zqvautre avant et zqvdautre après");
    }
  empty_outbox (kit);
  later (8);
  g_assert_cmpuint (let_leave (kit), ==, 1);
  forget_words (kit);
  g_assert_cmpuint (count_in_file (kit, "canari"), ==, 0);
  g_assert_cmpuint (count_found (kit, "zqvautre"), ==, 202);
  kit_ok (orch_store_check_integrity (kit->store, NULL));
}

static void
with_rows (Kit *kit, const char *sql)
{
  sqlite3 *db = NULL;

  kit_close (kit);
  db = kit_raw_open (kit->path);
  kit_raw_run (db, "UPDATE conversation SET hub_id = 'H-1', synced_revision = revision; UPDATE message SET hub_id = "
                   "'HM-1'; UPDATE note SET hub_id = 'HN-1'; UPDATE report SET hub_id = 'HR-1'");
  kit_raw_run (db, sql);
  sqlite3_close (db);
  kit_open (kit, ORCH_STORE_OPEN_EXISTING);
}

/* Whatever of it waits, nothing of it goes. */
static void
test_unsent (Kit *kit, gconstpointer data)
{
  static const char *const waits[] = { "UPDATE conversation SET hub_id = NULL",
                                       "UPDATE conversation SET revision = revision + 1",
                                       "UPDATE message SET hub_id = NULL",
                                       "UPDATE note SET hub_id = NULL",
                                       "UPDATE report SET hub_id = NULL",
                                       "UPDATE outbox SET state = 0 WHERE object_type = 'message'",
                                       "UPDATE outbox SET state = 3 WHERE object_type = 'note'",
                                       "UPDATE outbox SET state = 0 WHERE object_type = 'report'",
                                       "UPDATE outbox SET state = 1 WHERE object_type = 'conversation'" };

  complete (kit, FALSE);
  later (30);
  g_assert_cmpuint (let_leave (kit), ==, 0);
  empty_outbox (kit);
  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      with_rows (kit, "UPDATE outbox SET state = 2");
      with_rows (kit, waits[i]);
      g_assert_cmpuint (let_leave (kit), ==, 0);
    }
  with_rows (kit, "UPDATE outbox SET state = 2");
  g_assert_cmpuint (let_leave (kit), ==, 1);
}

/* A report whose way to the chart is not done */
static void
test_unposted (Kit *kit, gconstpointer data)
{
  complete (kit, TRUE);
  empty_outbox (kit);
  kit_ok (orch_store_enqueue (kit->store, &kit_professional, ORCH_ACT_WRITE_CHART, ORCH_STORE_DOCUMENT, "r-1", "create",
                              "{}"));
  later (30);
  g_assert_cmpuint (let_leave (kit), ==, 0);
}

/* The clinic's setting; what is none counts as the usual one. */
static void
test_setting (Kit *kit, gconstpointer data)
{
  static const char *const wrong[] = { "{\"text-days\": \"0\"}", "{\"text-days\": \"4000\"}", "pas du JSON",
                                       "{\"text-days\": \"jamais\"}", "{}" };

  complete (kit, TRUE);
  empty_outbox (kit);
  kit_ok (
      orch_store_set_setting (kit->store, &kit_admin, ORCH_STORE_MESSAGE_SETTINGS, "{\"text-days\": \"30\"}", FALSE));
  later (29);
  g_assert_cmpuint (let_leave (kit), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);

      kit_ok (orch_store_set_setting (kit->store, &kit_admin, ORCH_STORE_MESSAGE_SETTINGS, wrong[i], FALSE));
      later (29 + 2 * i);
      g_assert_cmpuint (let_leave (kit), ==, 1);
      kit_ok (orch_store_put_back_text (kit->store, &kit_professional, "c-1", records));
    }
  kit_fails (orch_store_let_texts_leave (kit->store, &kit_admin, 1), ORCH_ERROR_REFUSED);
}

/* Fetched to be read: whole again, in the journal, and gone the day after. */
static void
test_put_back (Kit *kit, gconstpointer data)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) messages = NULL, notes = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autoptr (OrchConversation) row = NULL;

  complete (kit, TRUE);
  empty_outbox (kit);
  later (8);
  g_assert_cmpuint (let_leave (kit), ==, 1);
  g_ptr_array_add (records, with_file ("m-1", "HM-1", "Bonjour " CANARY_TEXT));
  g_ptr_array_add (records, orch_message_new (&(OrchMessageFields) {
                                .id = "n-1", .hub_id = "HN-1", .note = TRUE, .text = CANARY_NOTE }));
  kit_fails (orch_store_put_back_text (kit->store, &kit_nobody, "c-1", records), ORCH_ERROR_REFUSED);
  kit_ok (orch_store_put_back_text (kit->store, &kit_professional, "c-1", records));
  /* Asked twice, it is told once. */
  kit_ok (orch_store_put_back_text (kit->store, &kit_professional, "c-1", records));
  g_assert_cmpuint (count_journal (kit, "conversation-fetched"), ==, 1);

  row = kit_find_conversation (kit, "c-1");
  g_assert_false (orch_conversation_get_fields (row)->text_left);
  g_assert_cmpstr (only_message (kit, &messages)->text, ==, "Bonjour " CANARY_TEXT);
  g_assert_cmpuint (orch_message_get_n_files (messages->pdata[0]), ==, 1);
  file = kit_boxed (orch_store_load_file (kit->store, &kit_professional, "m-1", 0));
  g_assert_cmpuint (g_bytes_get_size (file), ==, strlen (CANARY_FILE) + 7);
  notes = kit_boxed (orch_store_load_notes (kit->store, &kit_professional, "c-1"));
  g_assert_cmpstr (orch_message_get_fields (notes->pdata[0])->text, ==, CANARY_NOTE);
  g_assert_cmpuint (count_found (kit, CANARY_TEXT), >, 0);

  g_assert_cmpuint (let_leave (kit), ==, 0);
  later (10);
  g_assert_cmpuint (let_leave (kit), ==, 1);
  forget_words (kit);
  g_assert_cmpuint (count_in_file (kit, "qvcanari"), ==, 0);
}

/* What comes from the hub of it again, or comes to a workstation that joins years later, has no words here. */
static void
test_download (Kit *kit, gconstpointer data)
{
  const OrchConversationFields old = { .id = "c-2",
                                       .hub_id = "H-2",
                                       .patient = PATIENT_A,
                                       .subject = "Ancienne",
                                       .status = ORCH_CONVERSATION_COMPLETED,
                                       .began_us = 10,
                                       .completed_us = 20 };
  g_autoptr (GPtrArray) messages = NULL, notes = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) others = NULL;
  const char *versions[] = { "1", NULL };

  complete (kit, TRUE);
  empty_outbox (kit);
  later (8);
  g_assert_cmpuint (let_leave (kit), ==, 1);
  kit_apply_message (kit, G_OBJECT (with_file ("m-1", "HM-1", "Bonjour " CANARY_TEXT)), "9", 1);
  g_assert_null (only_message (kit, &messages)->text);
  g_assert_cmpuint (orch_message_get_n_files (messages->pdata[0]), ==, 0);
  /* One that was never seen here */
  kit_apply_message (kit, kit_hub_message ("HM-7", "H-1", 30, CANARY_TEXT), "1", 1);

  kit_apply_message (kit, G_OBJECT (orch_conversation_new (&old)), "1", 1);
  kit_apply_message (kit, kit_hub_message ("HM-8", "H-2", 15, CANARY_TEXT), "1", 1);
  g_ptr_array_add (notes, orch_message_new (&(OrchMessageFields) { .id = "n-8",
                                                                   .hub_id = "HN-8",
                                                                   .note = TRUE,
                                                                   .conversation_hub_id = "H-2",
                                                                   .sent_us = 16,
                                                                   .text = CANARY_NOTE }));
  kit_ok (orch_store_apply_hub_notes (kit->store, &kit_workstation, notes, versions));
  others = kit_boxed (orch_store_load_messages (kit->store, &kit_professional, "c-2", 0, 10));
  g_assert_cmpuint (others->len, ==, 1);
  g_assert_null (orch_message_get_fields (others->pdata[0])->text);
  forget_words (kit);
  g_assert_cmpuint (count_in_file (kit, "qvcanari"), ==, 0);
}

static void
set_up (Kit *kit, gconstpointer data)
{
  kit_set_up_messages (kit, data);
}

static void
tear_down (Kit *kit, gconstpointer data)
{
  orch_clock_set_offset_us (0);
  kit_tear_down (kit, data);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(path, func) g_test_add (path, Kit, NULL, set_up, func, tear_down)
  ADD ("/store/retention/leaves", test_leaves);
  ADD ("/store/retention/words-among-others", test_words_among_others);
  ADD ("/store/retention/unsent", test_unsent);
  ADD ("/store/retention/unposted", test_unposted);
  ADD ("/store/retention/setting", test_setting);
  ADD ("/store/retention/put-back", test_put_back);
  ADD ("/store/retention/download", test_download);
  return g_test_run ();
}
