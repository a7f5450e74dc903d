/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Conversations in the store: who may write in which, what a message leaves (row, op, journal), the exchange that ends, the report that completes
 * it and drafts of each person. Source: product.md §4, security.md 12.
 */
#include "messages-kit.h"

static void
refuse_send (Kit *kit, const OrchActor *actor, const char *conversation, OrchError code)
{
  g_autoptr (OrchConversation) c = kit_conversation (conversation, PATIENT_A, "S");
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (OrchMessage) m = kit_message (id, "non");

  kit_fails (orch_store_send_message (kit->store, actor, c, m, ORCH_AGE_LIMIT_DEFAULT), code);
}

static guint
count_journal (Kit *kit, const char *act)
{
  g_autoptr (GPtrArray) entries = kit_boxed (orch_store_list_journal (kit->store, 0, 1000));
  guint n = 0;

  for (guint i = 0; i < entries->len; i++)
    n += g_str_equal (orch_journal_entry_get_fields (g_ptr_array_index (entries, i))->act, act);
  return n;
}

/* --- writing ------------------------------------------------------------------------------ */

static void
test_send (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchOutboxRow) op = NULL;
  g_autoptr (OrchMessageOut) out = NULL;
  g_autoptr (OrchConversation) row = NULL;
  g_autoptr (GPtrArray) messages = NULL;

  kit_send (kit, &kit_professional, "c-1", PATIENT_A, "Renouvellement", "m-1", "Bonjour");
  /* Asked twice, it is sent once. */
  kit_send (kit, &kit_professional, "c-1", PATIENT_A, "Renouvellement", "m-1", "Bonjour");

  row = kit_find_conversation (kit, "c-1");
  g_assert_cmpint (orch_conversation_get_fields (row)->status, ==, ORCH_CONVERSATION_IN_PROGRESS);
  g_assert_cmpstr (orch_conversation_get_fields (row)->author, ==, kit_professional.id);
  g_assert_cmpuint (orch_conversation_get_fields (row)->n_messages, ==, 1);
  g_assert_false (orch_conversation_get_fields (row)->our_turn);

  op = kit_object (orch_store_outbox_claim (kit->store));
  g_assert_cmpstr (orch_outbox_row_get_fields (op)->object_type, ==, ORCH_STORE_MESSAGE);
  g_assert_cmpstr (orch_outbox_row_get_fields (op)->object_id, ==, "m-1");
  g_assert_cmpstr (orch_outbox_row_get_fields (op)->actor, ==, kit_professional.id);
  out = kit_object (orch_store_load_out (kit->store, ORCH_STORE_MESSAGE, "m-1"));
  g_assert_cmpstr (orch_message_get_fields (orch_message_out_get_message (out))->text, ==, "Bonjour");
  g_assert_cmpstr (orch_patient_get_fields (orch_message_out_get_patient (out))->family, ==, "Gagnon");
  g_assert_cmpuint (orch_message_out_get_n_waiting (out), ==, 1);
  g_assert_cmpuint (count_journal (kit, "message-sent"), ==, 1);

  messages = kit_boxed (orch_store_load_messages (kit->store, &kit_professional, "c-1", 0, 50));
  g_assert_cmpuint (messages->len, ==, 1);
  g_assert_cmpint (orch_message_get_fields (messages->pdata[0])->state, ==, ORCH_MESSAGE_QUEUED);
}

static void
test_refused (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchConversation) nobody = kit_conversation ("c-9", "no-such-patient", "S");
  g_autoptr (OrchMessage) message = kit_message ("m-9", "texte");
  g_autoptr (OrchMessage) empty = kit_message ("m-8", "  ");

  refuse_send (kit, &kit_receptionist, "c-0", ORCH_ERROR_REFUSED);
  kit_send (kit, &kit_professional, "c-1", PATIENT_A, "S", "m-1", "Bonjour");
  refuse_send (kit, &kit_colleague, "c-1", ORCH_ERROR_REFUSED);
  refuse_send (kit, &kit_nobody, "c-1", ORCH_ERROR_REFUSED);
  refuse_send (kit, &kit_workstation, "c-1", ORCH_ERROR_REFUSED);
  kit_fails (orch_store_send_message (kit->store, &kit_professional, nobody, message, ORCH_AGE_LIMIT_DEFAULT),
             ORCH_ERROR_NOT_FOUND);
  kit_fails (orch_store_send_message (kit->store, &kit_professional, nobody, empty, ORCH_AGE_LIMIT_DEFAULT),
             ORCH_ERROR_INVALID);
  kit_fails (orch_store_end_conversation (kit->store, &kit_colleague, "c-1"), ORCH_ERROR_REFUSED);
  kit_fails (orch_store_end_conversation (kit->store, &kit_receptionist, "c-1"), ORCH_ERROR_REFUSED);
  kit_fails (orch_store_load_messages (kit->store, &kit_nobody, "c-1", 0, 10), ORCH_ERROR_REFUSED);

  /* Who it is assigned to may write. */
  kit_ok (kit_assign (kit->store, &kit_professional, "c-1", kit_colleague.id, "Dr Côté"));
  kit_send (kit, &kit_colleague, "c-1", PATIENT_A, "S", "m-2", "Je réponds");
  kit_ok (kit_assign (kit->store, &kit_professional, "c-1", kit_receptionist.id, "Accueil"));
  kit_send (kit, &kit_receptionist, "c-1", PATIENT_A, "S", "m-3", "L’accueil aussi");
}

/* The store asks again what the window has asked: age and account (security.md 15). */
static void
test_gate (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchConversation) c = kit_conversation ("c-1", PATIENT_A, "S");
  g_autoptr (OrchConversation) row = NULL;
  g_autoptr (OrchMessage) m = kit_message ("m-1", "Bonjour");

  kit_put_account (kit, PATIENT_A, TRUE, FALSE);
  refuse_send (kit, &kit_professional, "c-1", ORCH_ERROR_REFUSED);
  kit_put_account (kit, PATIENT_A, FALSE, TRUE);
  refuse_send (kit, &kit_professional, "c-1", ORCH_ERROR_REFUSED);
  kit_put_account (kit, PATIENT_A, TRUE, TRUE);
  /* Born in 1980: a limit of 90 years is a way to be too young. */
  kit_fails (orch_store_send_message (kit->store, &kit_professional, c, m, 90), ORCH_ERROR_REFUSED);
  /* Nothing of it is left. */
  kit_fails (orch_store_find_conversation (kit->store, &kit_professional, "c-1"), ORCH_ERROR_NOT_FOUND);
  g_assert_cmpuint (count_journal (kit, "message-sent"), ==, 0);

  kit_send (kit, &kit_professional, "c-1", PATIENT_A, "S", "m-1", "Bonjour");
  /* Disabled in the middle of an exchange: no answer leaves. */
  kit_put_account (kit, PATIENT_A, FALSE, TRUE);
  refuse_send (kit, &kit_professional, "c-1", ORCH_ERROR_REFUSED);
  row = kit_find_conversation (kit, "c-1");
  g_assert_cmpuint (orch_conversation_get_fields (row)->n_messages, ==, 1);
}

static void
complete (Kit *kit, const char *id)
{
  g_autoptr (GBytes) pdf = g_bytes_new_static ("%PDF-1.7", 8);
  const OrchReport report = { .id = "r-1", .author_name = "Dre Roy", .title = "Rapport", .pdf = pdf };

  kit_ok (orch_store_complete_conversation (kit->store, &kit_professional, id, &report));
}

static void
test_ends (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchConversation) ended = NULL, complete_one = NULL;
  g_autoptr (GBytes) pdf = NULL;
  const OrchReport none = { .id = "r-2", .title = "x", .pdf = (pdf = g_bytes_new_static ("x", 1)) };

  kit_send (kit, &kit_professional, "c-1", PATIENT_A, "S", "m-1", "Bonjour");
  kit_fails (orch_store_complete_conversation (kit->store, &kit_professional, "c-1", &none), ORCH_ERROR_CONFLICT);
  kit_ok (orch_store_end_conversation (kit->store, &kit_professional, "c-1"));
  ended = kit_find_conversation (kit, "c-1");
  g_assert_cmpint (orch_conversation_get_fields (ended)->status, ==, ORCH_CONVERSATION_REPORT);
  g_assert_cmpint (orch_conversation_get_fields (ended)->closed_us, >, 0);
  refuse_send (kit, &kit_professional, "c-1", ORCH_ERROR_CONFLICT);
  kit_fails (orch_store_end_conversation (kit->store, &kit_professional, "c-1"), ORCH_ERROR_CONFLICT);
  kit_fails (orch_store_complete_conversation (kit->store, &kit_colleague, "c-1", &none), ORCH_ERROR_REFUSED);

  complete (kit, "c-1");
  complete_one = kit_find_conversation (kit, "c-1");
  g_assert_cmpint (orch_conversation_get_fields (complete_one)->status, ==, ORCH_CONVERSATION_COMPLETED);
  refuse_send (kit, &kit_professional, "c-1", ORCH_ERROR_CONFLICT);
  kit_fails (kit_assign (kit->store, &kit_professional, "c-1", kit_colleague.id, NULL), ORCH_ERROR_CONFLICT);
  g_assert_cmpuint (count_journal (kit, "conversation-ended"), ==, 1);
  g_assert_cmpuint (count_journal (kit, "report-made"), ==, 1);
}

/* Returns: (transfer full) (nullable) */
static OrchOutboxRow *
claim_document (Kit *kit)
{
  g_autoptr (DexFuture) future = orch_store_claim_document (kit->store);

  kit_ok (dex_ref (future));
  return g_value_dup_object (dex_future_get_value (future, NULL));
}

/* What leaves for the hub until the report does. Returns: (transfer full) */
static OrchOutboxRow *
claim_report (Kit *kit)
{
  for (;;)
    {
      g_autoptr (OrchOutboxRow) row = kit_object (orch_store_outbox_claim (kit->store));

      g_assert_nonnull (row);
      if (g_str_equal (orch_outbox_row_get_fields (row)->object_type, ORCH_STORE_REPORT))
        return g_steal_pointer (&row);
      kit_ok (orch_store_outbox_ack (kit->store, row, NULL));
    }
}

static void
acknowledge_report (Kit *kit)
{
  g_autoptr (OrchOutboxRow) row = claim_report (kit);

  kit_ok (orch_store_outbox_ack (kit->store, row, NULL));
}

static void
check_report (Kit *kit, const char *id, const char *text)
{
  g_autoptr (DexFuture) future = orch_store_load_report (kit->store, &kit_professional, id);
  GBytes *bytes = NULL;

  kit_ok (dex_ref (future));
  bytes = g_value_get_boxed (dex_future_get_value (future, NULL));
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, strlen (text));
}

/* To the chart after the hub, with the same stroke, or to neither. */
static void
test_chart (Kit *kit, gconstpointer data)
{
  g_autoptr (GBytes) pdf = g_bytes_new_static ("%PDF-1.7", 8);
  const OrchReport report = {
    .id = "r-1", .title = "Rapport", .pdf = pdf, .chart_patient = "emr-1", .chart_payload = "{\"title\": \"Rapport\"}"
  };
  g_autoptr (OrchOutboxRow) row = NULL;

  kit_send (kit, &kit_professional, "c-1", PATIENT_A, "S", "m-1", "Bonjour");
  kit_fails (orch_store_complete_conversation (kit->store, &kit_professional, "c-1", &report), ORCH_ERROR_CONFLICT);
  g_assert_cmpuint (count_journal (kit, "document-filed"), ==, 0);
  kit_ok (orch_store_end_conversation (kit->store, &kit_professional, "c-1"));
  kit_ok (orch_store_complete_conversation (kit->store, &kit_professional, "c-1", &report));
  g_assert_cmpuint (count_journal (kit, "document-filed"), ==, 1);
  /* The hub first. */
  g_assert_null (claim_document (kit));
  acknowledge_report (kit);
  row = claim_document (kit);
  g_assert_cmpstr (orch_outbox_row_get_fields (row)->object_id, ==, "r-1");
  g_assert_cmpstr (orch_outbox_row_get_fields (row)->payload, ==, "{\"title\": \"Rapport\"}");
}

/* A report that the hub refuses and that is given up leaves nothing for the chart, and is owed again. */
static void
test_chart_refused (Kit *kit, gconstpointer data)
{
  g_autoptr (GBytes) pdf = g_bytes_new_static ("%PDF-1.7", 8);
  const OrchReport report = {
    .id = "r-1", .title = "Rapport", .pdf = pdf, .chart_patient = "emr-1", .chart_payload = "{\"title\": \"Rapport\"}"
  };
  const GError refusal = { ORCH_ERROR, ORCH_ERROR_INVALID, (char *) "422 No" };
  g_autoptr (OrchOutboxRow) row = NULL;
  g_autoptr (OrchConversation) owed = NULL;
  g_autoptr (DexFuture) left = NULL;

  kit_send (kit, &kit_professional, "c-1", PATIENT_A, "S", "m-1", "Bonjour");
  kit_ok (orch_store_end_conversation (kit->store, &kit_professional, "c-1"));
  kit_ok (orch_store_complete_conversation (kit->store, &kit_professional, "c-1", &report));
  row = claim_report (kit);
  kit_ok (orch_store_outbox_fail (kit->store, row, &refusal));
  g_assert_null (claim_document (kit));
  kit_ok (orch_store_outbox_discard (kit->store, &kit_professional, orch_outbox_row_get_fields (row)->seq));
  g_assert_null (claim_document (kit));
  left = orch_store_outbox_find (kit->store, NULL, ORCH_STORE_DOCUMENT, "r-1");
  kit_fails (g_steal_pointer (&left), ORCH_ERROR_NOT_FOUND);
  owed = kit_find_conversation (kit, "c-1");
  g_assert_cmpint (orch_conversation_get_fields (owed)->status, ==, ORCH_CONVERSATION_REPORT);
}

static GPtrArray *
load_notes (Kit *kit, const char *id)
{
  g_autoptr (DexFuture) future = orch_store_load_notes (kit->store, &kit_professional, id);

  kit_ok (dex_ref (future));
  return g_value_dup_boxed (dex_future_get_value (future, NULL));
}

/* A note is among no messages, whoever asks; it is written by who takes part, and stays when its conversation is complete. */
static void
test_notes (Kit *kit, gconstpointer data)
{
  g_autoptr (GPtrArray) notes = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (OrchOutboxRow) row = NULL;
  g_autoptr (OrchConversation) counted = NULL;
  g_autoptr (DexFuture) future = NULL;
  const OrchMessageFields *f = NULL;
  g_autoptr (OrchMessage) as_message =
      orch_message_new (&(OrchMessageFields) { .id = "m-9", .note = TRUE, .text = "Entre nous" });

  kit_send (kit, &kit_professional, "c-1", PATIENT_A, "S", "m-1", "Bonjour");
  kit_ok (orch_store_add_note (kit->store, &kit_professional, "c-1", "n-1", "Dre Roy", "Entre nous"));
  kit_ok (orch_store_add_note (kit->store, &kit_professional, "c-1", "n-1", "Dre Roy", "Entre nous"));
  kit_fails (orch_store_add_note (kit->store, &kit_colleague, "c-1", "n-2", NULL, "x"), ORCH_ERROR_REFUSED);
  kit_fails (orch_store_add_note (kit->store, &kit_professional, "c-9", "n-2", NULL, "x"), ORCH_ERROR_NOT_FOUND);
  kit_fails (orch_store_add_note (kit->store, &kit_professional, "c-1", "n-2", NULL, " "), ORCH_ERROR_INVALID);
  notes = load_notes (kit, "c-1");
  g_assert_cmpuint (notes->len, ==, 1);
  f = orch_message_get_fields (notes->pdata[0]);
  g_assert_true (f->note);
  g_assert_cmpstr (f->text, ==, "Entre nous");
  g_assert_cmpstr (f->sender_name, ==, "Dre Roy");
  g_assert_cmpint (f->state, ==, ORCH_MESSAGE_QUEUED);
  g_assert_cmpuint (count_journal (kit, "note-written"), ==, 1);

  future = orch_store_load_messages (kit->store, &kit_professional, "c-1", 0, 100);
  kit_ok (dex_ref (future));
  messages = g_value_dup_boxed (dex_future_get_value (future, NULL));
  g_assert_cmpuint (messages->len, ==, 1);
  counted = kit_find_conversation (kit, "c-1");
  g_assert_cmpuint (orch_conversation_get_fields (counted)->n_messages, ==, 1);
  kit_fails (orch_store_send_message (kit->store, &kit_professional, counted, as_message, 14), ORCH_ERROR_INVALID);

  row = kit_object (orch_store_outbox_find (kit->store, NULL, ORCH_STORE_NOTE, "n-1"));
  kit_ok (orch_store_outbox_discard (kit->store, &kit_professional, orch_outbox_row_get_fields (row)->seq));
  left = load_notes (kit, "c-1");
  g_assert_cmpuint (left->len, ==, 0);
  kit_ok (orch_store_end_conversation (kit->store, &kit_professional, "c-1"));
  kit_ok (orch_store_add_note (kit->store, &kit_professional, "c-1", "n-3", "Dre Roy", "À la fin"));
  complete (kit, "c-1");
  kit_fails (orch_store_add_note (kit->store, &kit_professional, "c-1", "n-4", NULL, "x"), ORCH_ERROR_CONFLICT);
}

/* One that was made elsewhere is kept when it was fetched, in the journal each time; one that was made here is not written over. */
static void
test_fetched (Kit *kit, gconstpointer data)
{
  g_autoptr (GBytes) pdf = g_bytes_new_static ("%PDF-1.4 ailleurs", 17);
  const OrchFetchedReport report = { .id = "r-9", .hub_id = "doc-9", .title = "Rapport", .made_us = 7, .pdf = pdf };
  const OrchFetchedReport same = { .id = "r-1", .hub_id = "doc-1", .title = "Autre", .made_us = 7, .pdf = pdf };

  kit_send (kit, &kit_professional, "c-1", PATIENT_A, "S", "m-1", "Bonjour");
  kit_fails (orch_store_keep_report (kit->store, &kit_professional, "c-2", &report), ORCH_ERROR_NOT_FOUND);
  kit_fails (orch_store_load_report (kit->store, &kit_professional, "c-1"), ORCH_ERROR_NOT_FOUND);
  kit_ok (orch_store_keep_report (kit->store, &kit_professional, "c-1", &report));
  check_report (kit, "c-1", "%PDF-1.4 ailleurs");
  g_assert_cmpuint (count_journal (kit, "report-fetched"), ==, 1);

  kit_send (kit, &kit_professional, "c-3", PATIENT_A, "S", "m-3", "Bonjour");
  kit_ok (orch_store_end_conversation (kit->store, &kit_professional, "c-3"));
  complete (kit, "c-3");
  kit_ok (orch_store_keep_report (kit->store, &kit_professional, "c-3", &same));
  check_report (kit, "c-3", "%PDF-1.7");
}

static void
test_drafts (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchConversation) draft = kit_conversation ("c-1", PATIENT_A, "Début");
  g_autoptr (GBytes) sealed = g_bytes_new_static ("sealed", 6);
  g_autoptr (GBytes) kept = NULL;
  const GValue *none = NULL;
  g_autoptr (DexFuture) theirs = NULL;

  kit_ok (orch_store_keep_draft (kit->store, &kit_professional, draft, sealed));
  kept = kit_boxed (orch_store_load_draft (kit->store, &kit_professional, "c-1"));
  g_assert_true (g_bytes_equal (kept, sealed));
  theirs = orch_store_load_draft (kit->store, &kit_colleague, "c-1");
  none = kit_wait (theirs, NULL);
  g_assert_null (g_value_get_boxed (none));
  kit_fails (orch_store_keep_draft (kit->store, &kit_colleague, draft, sealed), ORCH_ERROR_REFUSED);

  /* Sent, it is no draft any more; dropped, a new one goes. */
  kit_send (kit, &kit_professional, "c-1", PATIENT_A, "Début", "m-1", "Bonjour");
  kit_ok (orch_store_keep_draft (kit->store, &kit_professional, draft, sealed));
  kit_ok (orch_store_keep_draft (kit->store, &kit_professional, draft, NULL));
  g_object_unref (kit_find_conversation (kit, "c-1"));
  g_object_unref (draft);
  draft = kit_conversation ("c-2", PATIENT_A, "Autre");
  kit_ok (orch_store_keep_draft (kit->store, &kit_professional, draft, sealed));
  kit_ok (orch_store_keep_draft (kit->store, &kit_professional, draft, NULL));
  kit_fails (orch_store_find_conversation (kit->store, &kit_professional, "c-2"), ORCH_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(path, func) g_test_add (path, Kit, NULL, kit_set_up_messages, func, kit_tear_down)
  ADD ("/store/messages/send", test_send);
  ADD ("/store/messages/refused", test_refused);
  ADD ("/store/messages/gate", test_gate);
  ADD ("/store/messages/ends", test_ends);
  ADD ("/store/messages/chart", test_chart);
  ADD ("/store/messages/chart-refused", test_chart_refused);
  ADD ("/store/messages/fetched", test_fetched);
  ADD ("/store/messages/notes", test_notes);
  ADD ("/store/messages/drafts", test_drafts);
  return g_test_run ();
}
