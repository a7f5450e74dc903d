/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Conversations in the store: who may write in which, what a message leaves (row, op, journal), the exchange that ends, the report that completes
 * it, drafts of each person, what comes down from the hub, and the dashboard's groups, orders and counts. Source: product.md §4, security.md 12.
 */
#include "../patience.h"
#include "store-kit.h"
#include "store/orch-conversation-list.h"
#include "store/orch-store-messages.h"
#include "store/orch-store-portal.h"

static const OrchActor colleague = { "Practitioner/9", ORCH_PERMISSION_PROFESSIONAL, "workstation-1" };

#define PATIENT_A "11111111-0000-4000-8000-00000000000a"
#define PATIENT_B "11111111-0000-4000-8000-00000000000b"

static void
add_patient (Kit *kit, const char *id, const char *emr_id, const char *family)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  OrchPatientFields fields = {
    .id = id, .emr_id = emr_id, .family = family, .given = "Luc", .nam = "GAGL80010112", .birth_date = "1980-01-01"
  };

  g_ptr_array_add (rows, orch_patient_new (&fields));
  kit_ok (orch_store_write_schedule_page (kit->store, &kit_workstation, ORCH_STORE_PATIENTS, rows, NULL, NULL, 1));
}

/* The account of a patient, as the hub has it now */
static void
put_account (Kit *kit, const char *patient, gboolean active, gboolean made)
{
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *hub_id = g_strconcat ("person-", patient, NULL);
  static guint version = 0;
  g_autofree char *text = g_strdup_printf ("%u", ++version);
  OrchPortalAccountFields fields = {
    .patient_id = patient, .hub_id = hub_id, .hub_version = text, .active = active, .validated = TRUE, .made = made
  };

  g_ptr_array_add (accounts, orch_portal_account_new (&fields));
  kit_ok (orch_store_apply_hub_accounts (kit->store, &kit_workstation, accounts));
}

static void
set_up (Kit *kit, gconstpointer data)
{
  OrchClinicFields fields = { .id = "77777777-0000-4000-8000-000000000001", .name = "Clinique" };
  g_autoptr (OrchClinic) clinic = orch_clinic_new (&fields);

  kit_set_up (kit, data);
  kit_ok (orch_store_save_clinic (kit->store, &kit_admin, clinic, FALSE));
  add_patient (kit, PATIENT_A, "P-1", "Gagnon");
  add_patient (kit, PATIENT_B, "P-2", "Bélanger");
  put_account (kit, PATIENT_A, TRUE, TRUE);
  put_account (kit, PATIENT_B, TRUE, TRUE);
}

static OrchConversation *
make_conversation (const char *id, const char *patient, const char *subject)
{
  OrchConversationFields fields = {
    .id = id,
    .patient = patient,
    .subject = subject,
    .professional = kit_professional.id,
    .professional_name = "Dre Roy",
  };
  return orch_conversation_new (&fields);
}

static OrchMessage *
make_message (const char *id, const char *text)
{
  OrchMessageFields fields = { .id = id, .text = text, .sender_name = "Dre Roy" };

  return orch_message_new (&fields);
}

static void
send (Kit *kit, const OrchActor *actor, const char *conversation, const char *patient, const char *subject,
      const char *id, const char *text)
{
  g_autoptr (OrchConversation) c = make_conversation (conversation, patient, subject);
  g_autoptr (OrchMessage) m = make_message (id, text);

  kit_ok (orch_store_send_message (kit->store, actor, c, m, ORCH_AGE_LIMIT_DEFAULT));
}

static void
refuse_send (Kit *kit, const OrchActor *actor, const char *conversation, OrchError code)
{
  g_autoptr (OrchConversation) c = make_conversation (conversation, PATIENT_A, "S");
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (OrchMessage) m = make_message (id, "non");

  kit_fails (orch_store_send_message (kit->store, actor, c, m, ORCH_AGE_LIMIT_DEFAULT), code);
}

static OrchConversation *
find (Kit *kit, const char *id)
{
  return kit_object (orch_store_find_conversation (kit->store, &kit_professional, id));
}

/* A server need not send the name beside a reference: the member of the staff has one. */
static void
test_names (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchStaffMember) imported = kit_staff (1, "Tremblay");
  OrchStaffMemberFields fields = *orch_staff_member_get_fields (imported);
  const char *who = strchr (kit_professional.id, '/');
  OrchConversationFields bare = {
    .id = "c-bare", .patient = PATIENT_A, .subject = "S", .professional = kit_professional.id
  };
  OrchMessageFields said = { .id = "m-bare", .text = "Bonjour" };
  g_autoptr (OrchConversation) conversation = orch_conversation_new (&bare);
  g_autoptr (OrchMessage) message = orch_message_new (&said);
  g_autoptr (OrchConversation) before = NULL;
  g_autoptr (OrchConversation) after = NULL;
  g_autoptr (GPtrArray) messages = NULL;

  kit_ok (orch_store_send_message (kit->store, &kit_professional, conversation, message, ORCH_AGE_LIMIT_DEFAULT));
  before = find (kit, "c-bare");
  g_assert_null (orch_conversation_get_fields (before)->professional_name);
  g_assert_nonnull (who);
  fields.hub_id = who + 1;
  g_autoptr (OrchStaffMember) known = orch_staff_member_new (&fields);
  kit_ok (orch_store_save_staff (kit->store, &kit_admin, known));
  after = find (kit, "c-bare");
  g_assert_cmpstr (orch_conversation_get_fields (after)->professional_name, ==, "Dre Élise Tremblay");
  messages = kit_boxed (orch_store_load_messages (kit->store, &kit_professional, "c-bare", 0, 10));
  g_assert_cmpuint (messages->len, ==, 1);
  g_assert_cmpstr (orch_message_get_fields (messages->pdata[0])->sender_name, ==, "Dre Élise Tremblay");
  /* What came with it is what is shown. */
  send (kit, &kit_professional, "c-named", PATIENT_B, "S", "m-named", "Bonjour");
  g_clear_object (&after);
  after = find (kit, "c-named");
  g_assert_cmpstr (orch_conversation_get_fields (after)->professional_name, ==, "Dre Roy");
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

  send (kit, &kit_professional, "c-1", PATIENT_A, "Renouvellement", "m-1", "Bonjour");
  /* Asked twice, it is sent once. */
  send (kit, &kit_professional, "c-1", PATIENT_A, "Renouvellement", "m-1", "Bonjour");

  row = find (kit, "c-1");
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
  g_autoptr (OrchConversation) nobody = make_conversation ("c-9", "no-such-patient", "S");
  g_autoptr (OrchMessage) message = make_message ("m-9", "texte");
  g_autoptr (OrchMessage) empty = make_message ("m-8", "  ");

  refuse_send (kit, &kit_receptionist, "c-0", ORCH_ERROR_REFUSED);
  send (kit, &kit_professional, "c-1", PATIENT_A, "S", "m-1", "Bonjour");
  refuse_send (kit, &colleague, "c-1", ORCH_ERROR_REFUSED);
  refuse_send (kit, &kit_nobody, "c-1", ORCH_ERROR_REFUSED);
  refuse_send (kit, &kit_workstation, "c-1", ORCH_ERROR_REFUSED);
  kit_fails (orch_store_send_message (kit->store, &kit_professional, nobody, message, ORCH_AGE_LIMIT_DEFAULT),
             ORCH_ERROR_NOT_FOUND);
  kit_fails (orch_store_send_message (kit->store, &kit_professional, nobody, empty, ORCH_AGE_LIMIT_DEFAULT),
             ORCH_ERROR_INVALID);
  kit_fails (orch_store_end_conversation (kit->store, &colleague, "c-1"), ORCH_ERROR_REFUSED);
  kit_fails (orch_store_end_conversation (kit->store, &kit_receptionist, "c-1"), ORCH_ERROR_REFUSED);
  kit_fails (orch_store_load_messages (kit->store, &kit_nobody, "c-1", 0, 10), ORCH_ERROR_REFUSED);

  /* Who it is assigned to may write. */
  kit_ok (orch_store_assign_conversation (kit->store, &kit_professional, "c-1", colleague.id, "Dr Côté"));
  send (kit, &colleague, "c-1", PATIENT_A, "S", "m-2", "Je réponds");
  kit_ok (orch_store_assign_conversation (kit->store, &kit_professional, "c-1", kit_receptionist.id, "Accueil"));
  send (kit, &kit_receptionist, "c-1", PATIENT_A, "S", "m-3", "L’accueil aussi");
}

/* The store asks again what the window has asked: age and account (security.md 15). */
static void
test_gate (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchConversation) c = make_conversation ("c-1", PATIENT_A, "S");
  g_autoptr (OrchConversation) row = NULL;
  g_autoptr (OrchMessage) m = make_message ("m-1", "Bonjour");

  put_account (kit, PATIENT_A, TRUE, FALSE);
  refuse_send (kit, &kit_professional, "c-1", ORCH_ERROR_REFUSED);
  put_account (kit, PATIENT_A, FALSE, TRUE);
  refuse_send (kit, &kit_professional, "c-1", ORCH_ERROR_REFUSED);
  put_account (kit, PATIENT_A, TRUE, TRUE);
  /* Born in 1980: a limit of 90 years is a way to be too young. */
  kit_fails (orch_store_send_message (kit->store, &kit_professional, c, m, 90), ORCH_ERROR_REFUSED);
  /* Nothing of it is left. */
  kit_fails (orch_store_find_conversation (kit->store, &kit_professional, "c-1"), ORCH_ERROR_NOT_FOUND);
  g_assert_cmpuint (count_journal (kit, "message-sent"), ==, 0);

  send (kit, &kit_professional, "c-1", PATIENT_A, "S", "m-1", "Bonjour");
  /* Disabled in the middle of an exchange: no answer leaves. */
  put_account (kit, PATIENT_A, FALSE, TRUE);
  refuse_send (kit, &kit_professional, "c-1", ORCH_ERROR_REFUSED);
  row = find (kit, "c-1");
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

  send (kit, &kit_professional, "c-1", PATIENT_A, "S", "m-1", "Bonjour");
  kit_fails (orch_store_complete_conversation (kit->store, &kit_professional, "c-1", &none), ORCH_ERROR_CONFLICT);
  kit_ok (orch_store_end_conversation (kit->store, &kit_professional, "c-1"));
  ended = find (kit, "c-1");
  g_assert_cmpint (orch_conversation_get_fields (ended)->status, ==, ORCH_CONVERSATION_REPORT);
  g_assert_cmpint (orch_conversation_get_fields (ended)->closed_us, >, 0);
  refuse_send (kit, &kit_professional, "c-1", ORCH_ERROR_CONFLICT);
  kit_fails (orch_store_end_conversation (kit->store, &kit_professional, "c-1"), ORCH_ERROR_CONFLICT);
  kit_fails (orch_store_complete_conversation (kit->store, &colleague, "c-1", &none), ORCH_ERROR_REFUSED);

  complete (kit, "c-1");
  complete_one = find (kit, "c-1");
  g_assert_cmpint (orch_conversation_get_fields (complete_one)->status, ==, ORCH_CONVERSATION_COMPLETED);
  refuse_send (kit, &kit_professional, "c-1", ORCH_ERROR_CONFLICT);
  kit_fails (orch_store_assign_conversation (kit->store, &kit_professional, "c-1", colleague.id, NULL),
             ORCH_ERROR_CONFLICT);
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

  send (kit, &kit_professional, "c-1", PATIENT_A, "S", "m-1", "Bonjour");
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

  send (kit, &kit_professional, "c-1", PATIENT_A, "S", "m-1", "Bonjour");
  kit_ok (orch_store_end_conversation (kit->store, &kit_professional, "c-1"));
  kit_ok (orch_store_complete_conversation (kit->store, &kit_professional, "c-1", &report));
  row = claim_report (kit);
  kit_ok (orch_store_outbox_fail (kit->store, row, &refusal));
  g_assert_null (claim_document (kit));
  kit_ok (orch_store_outbox_discard (kit->store, &kit_professional, orch_outbox_row_get_fields (row)->seq));
  g_assert_null (claim_document (kit));
  left = orch_store_outbox_find (kit->store, NULL, ORCH_STORE_DOCUMENT, "r-1");
  kit_fails (g_steal_pointer (&left), ORCH_ERROR_NOT_FOUND);
  owed = find (kit, "c-1");
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

  send (kit, &kit_professional, "c-1", PATIENT_A, "S", "m-1", "Bonjour");
  kit_ok (orch_store_add_note (kit->store, &kit_professional, "c-1", "n-1", "Dre Roy", "Entre nous"));
  kit_ok (orch_store_add_note (kit->store, &kit_professional, "c-1", "n-1", "Dre Roy", "Entre nous"));
  kit_fails (orch_store_add_note (kit->store, &colleague, "c-1", "n-2", NULL, "x"), ORCH_ERROR_REFUSED);
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
  counted = find (kit, "c-1");
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

  send (kit, &kit_professional, "c-1", PATIENT_A, "S", "m-1", "Bonjour");
  kit_fails (orch_store_keep_report (kit->store, &kit_professional, "c-2", &report), ORCH_ERROR_NOT_FOUND);
  kit_fails (orch_store_load_report (kit->store, &kit_professional, "c-1"), ORCH_ERROR_NOT_FOUND);
  kit_ok (orch_store_keep_report (kit->store, &kit_professional, "c-1", &report));
  check_report (kit, "c-1", "%PDF-1.4 ailleurs");
  g_assert_cmpuint (count_journal (kit, "report-fetched"), ==, 1);

  send (kit, &kit_professional, "c-3", PATIENT_A, "S", "m-3", "Bonjour");
  kit_ok (orch_store_end_conversation (kit->store, &kit_professional, "c-3"));
  complete (kit, "c-3");
  kit_ok (orch_store_keep_report (kit->store, &kit_professional, "c-3", &same));
  check_report (kit, "c-3", "%PDF-1.7");
}

static void
test_drafts (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchConversation) draft = make_conversation ("c-1", PATIENT_A, "Début");
  g_autoptr (GBytes) sealed = g_bytes_new_static ("sealed", 6);
  g_autoptr (GBytes) kept = NULL;
  const GValue *none = NULL;
  g_autoptr (DexFuture) theirs = NULL;

  kit_ok (orch_store_keep_draft (kit->store, &kit_professional, draft, sealed));
  kept = kit_boxed (orch_store_load_draft (kit->store, &kit_professional, "c-1"));
  g_assert_true (g_bytes_equal (kept, sealed));
  theirs = orch_store_load_draft (kit->store, &colleague, "c-1");
  none = kit_wait (theirs, NULL);
  g_assert_null (g_value_get_boxed (none));
  kit_fails (orch_store_keep_draft (kit->store, &colleague, draft, sealed), ORCH_ERROR_REFUSED);

  /* Sent, it is no draft any more; dropped, a new one goes. */
  send (kit, &kit_professional, "c-1", PATIENT_A, "Début", "m-1", "Bonjour");
  kit_ok (orch_store_keep_draft (kit->store, &kit_professional, draft, sealed));
  kit_ok (orch_store_keep_draft (kit->store, &kit_professional, draft, NULL));
  g_object_unref (find (kit, "c-1"));
  g_object_unref (draft);
  draft = make_conversation ("c-2", PATIENT_A, "Autre");
  kit_ok (orch_store_keep_draft (kit->store, &kit_professional, draft, sealed));
  kit_ok (orch_store_keep_draft (kit->store, &kit_professional, draft, NULL));
  kit_fails (orch_store_find_conversation (kit->store, &kit_professional, "c-2"), ORCH_ERROR_NOT_FOUND);
}

/* --- from the hub -------------------------------------------------------------------------- */

static void
apply (Kit *kit, GObject *record, const char *version, guint expected)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  const char *versions[] = { version, NULL };
  g_autoptr (DexFuture) future = NULL;

  g_ptr_array_add (records, record);
  future = orch_store_apply_hub_messages (kit->store, &kit_workstation, records, versions);
  g_assert_cmpuint (g_value_get_uint (kit_wait (future, NULL)), ==, expected);
}

static GObject *
hub_message (const char *hub_id, const char *conversation, gint64 sent, const char *text)
{
  g_autofree char *id = g_strconcat ("id-of-", hub_id, NULL);
  OrchMessageFields fields = {
    .id = id, .hub_id = hub_id, .conversation_hub_id = conversation, .from_patient = TRUE, .sent_us = sent, .text = text
  };

  return G_OBJECT (orch_message_new (&fields));
}

static void
test_hub (Kit *kit, gconstpointer data)
{
  const OrchStoreLink links[] = { { .type = ORCH_STORE_CONVERSATION, .id = "c-1", .hub_id = "H1", .revision = 1 },
                                  { .type = ORCH_STORE_MESSAGE, .id = "m-1", .hub_id = "H2", .revision = 1 } };
  OrchConversationFields fields = { .id = "c-7",
                                    .hub_id = "H7",
                                    .patient_hub_id = "HP",
                                    .subject = "Ailleurs",
                                    .professional = "Practitioner/9",
                                    .status = ORCH_CONVERSATION_IN_PROGRESS,
                                    .began_us = 5 };
  g_autoptr (OrchConversation) row = NULL, other = NULL;
  g_auto (GStrv) early = NULL;
  g_auto (GStrv) unknown = NULL;
  g_autoptr (DexFuture) seen = NULL;
  g_autoptr (DexFuture) counted = NULL;
  const OrchMessageCounts *counts = NULL;

  send (kit, &kit_professional, "c-1", PATIENT_A, "S", "m-1", "Bonjour");
  kit_ok (orch_store_set_hub_links (kit->store, &kit_workstation, links, 2));
  apply (kit, hub_message ("H3", "H1", G_MAXINT64 / 4, "Merci"), "1", 1);
  apply (kit, hub_message ("H3", "H1", G_MAXINT64 / 4, "Merci"), "1", 0);
  row = find (kit, "c-1");
  g_assert_true (orch_conversation_get_fields (row)->our_turn);
  g_assert_cmpuint (orch_conversation_get_fields (row)->n_unread, ==, 1);
  counted = orch_store_count_messages (kit->store, &kit_professional);
  counts = g_value_get_boxed (kit_wait (counted, NULL));
  g_assert_cmpuint (counts->unread, ==, 1);
  g_assert_cmpuint (counts->to_answer, ==, 1);

  /* A colleague's reading is not the professional's. */
  kit_ok (orch_store_mark_seen (kit->store, &colleague, "c-1"));
  g_clear_object (&row);
  row = find (kit, "c-1");
  g_assert_cmpuint (orch_conversation_get_fields (row)->n_unread, ==, 1);
  seen = orch_store_mark_seen (kit->store, &kit_professional, "c-1");
  g_assert_cmpuint (g_value_get_uint (kit_wait (seen, NULL)), ==, 1);

  /* A message before its conversation, a conversation before its patient */
  apply (kit, hub_message ("H8", "H7", 6, "Tôt"), "1", 0);
  early = kit_boxed (orch_store_list_early_messages (kit->store));
  g_assert_cmpstr (early[0], ==, "H7");
  apply (kit, G_OBJECT (orch_conversation_new (&fields)), "1", 1);
  apply (kit, hub_message ("H8", "H7", 6, "Tôt"), "1", 1);
  unknown = kit_boxed (orch_store_list_unknown_patients (kit->store, 10));
  g_assert_cmpstr (unknown[0], ==, "HP");
  {
    OrchPatientFields patient = { .id = "11111111-0000-4000-8000-00000000000c",
                                  .hub_id = "HP",
                                  .emr_id = "P-77",
                                  .family = "Nouveau",
                                  .given = "Ève" };
    const char *const versions[] = { "1", NULL };
    g_autoptr (GPtrArray) patients = g_ptr_array_new_with_free_func (g_object_unref);

    g_ptr_array_add (patients, orch_patient_new (&patient));
    kit_ok (orch_store_apply_hub_patients (kit->store, &kit_workstation, patients, versions));
  }
  other = find (kit, "c-7");
  g_assert_nonnull (orch_conversation_get_fields (other)->patient);
  g_assert_cmpuint (orch_conversation_get_fields (other)->n_messages, ==, 1);
}

/* --- the dashboard ------------------------------------------------------------------------ */

static char *
read_list (OrchConversationList *list)
{
  g_autoptr (GString) text = g_string_new (NULL);

  kit_ok (orch_key_list_when_loaded (ORCH_KEY_LIST (list)));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (OrchStoreItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);
      gpointer object = NULL;

      while ((object = orch_store_item_get_object (item)) == NULL)
        g_main_context_iteration (NULL, TRUE);
      if (ORCH_IS_CONVERSATION (object))
        g_string_append_printf (text, "%s ", orch_conversation_get_fields (object)->id);
      else if (orch_conversation_group_get_subject (object) == NULL)
        g_string_append_printf (text, "[%d:%u] ", orch_conversation_group_get_status (object),
                                orch_conversation_group_get_count (object));
      else
        g_string_append_printf (text, "(%s:%u) ", orch_conversation_group_get_subject (object),
                                orch_conversation_group_get_count (object));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Headings are read again a moment after the rows: what is waited for is the whole. */
static void
check_list (OrchConversationList *list, const char *expected)
{
  const gint64 deadline = g_get_monotonic_time () + kit_patience_s (5) * G_USEC_PER_SEC;
  g_autofree char *text = read_list (list);

  while (!g_str_equal (text, expected) && g_get_monotonic_time () < deadline)
    {
      g_main_context_iteration (NULL, FALSE);
      g_free (text);
      text = read_list (list);
    }
  g_assert_cmpstr (text, ==, expected);
}

static void
test_dashboard (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchConversation) draft = make_conversation ("c-d", PATIENT_A, "Brouillon");
  g_autoptr (GBytes) sealed = g_bytes_new_static ("sealed", 6);
  const OrchStoreLink link = { .type = ORCH_STORE_CONVERSATION, .id = "c-2", .hub_id = "H2", .revision = 1 };
  g_autoptr (OrchConversationList) list = NULL;
  OrchConversationFilter filter = { 0 };

  kit_ok (orch_store_keep_draft (kit->store, &kit_professional, draft, sealed));
  send (kit, &kit_professional, "c-1", PATIENT_A, "Résultats", "m-1", "un");
  send (kit, &kit_professional, "c-2", PATIENT_B, "Renouvellement", "m-2", "deux");
  send (kit, &kit_professional, "c-3", PATIENT_B, "Résultats", "m-3", "trois");
  send (kit, &kit_professional, "c-4", PATIENT_A, "Renouvellement", "m-4", "quatre");
  kit_ok (orch_store_end_conversation (kit->store, &kit_professional, "c-3"));

  list = orch_conversation_list_new (kit->store, &kit_professional);
  check_list (list,
              "[0:1] (Brouillon:1) c-d [1:3] (Renouvellement:2) c-2 c-4 (Résultats:1) c-1 [2:1] (Résultats:1) c-3 ");

  /* The patient of c-4 has answered: it waits for us, and comes first. */
  kit_ok (orch_store_set_hub_links (kit->store, &kit_workstation, &link, 1));
  apply (kit, hub_message ("H9", "H2", 1, "tôt"), "1", 1);
  apply (kit, hub_message ("H10", "H2", G_MAXINT64 / 4, "réponse"), "1", 1);
  filter.unread = TRUE;
  orch_conversation_list_set_filter (list, &filter);
  check_list (list, "[1:1] (Renouvellement:1) c-2 ");
  filter = (OrchConversationFilter) { .search = "BELANGER" };
  orch_conversation_list_set_filter (list, &filter);
  check_list (list, "[1:1] (Renouvellement:1) c-2 [2:1] (Résultats:1) c-3 ");
  filter = (OrchConversationFilter) { .statuses = 1 << ORCH_CONVERSATION_REPORT };
  orch_conversation_list_set_filter (list, &filter);
  check_list (list, "[2:1] (Résultats:1) c-3 ");
  filter = (OrchConversationFilter) { .professional = "Practitioner/9" };
  orch_conversation_list_set_filter (list, &filter);
  check_list (list, "");
}

static void
test_folds (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchConversationList) list = NULL;
  g_autoptr (OrchConversationList) others = NULL;
  g_autoptr (OrchStoreItem) item = NULL;

  send (kit, &kit_professional, "c-1", PATIENT_A, "A", "m-1", "un");
  send (kit, &kit_professional, "c-2", PATIENT_B, "B", "m-2", "deux");
  list = orch_conversation_list_new (kit->store, &kit_professional);
  check_list (list, "[1:2] (A:1) c-1 (B:1) c-2 ");
  item = g_list_model_get_item (G_LIST_MODEL (list), 1);
  orch_conversation_list_set_folded (list, orch_store_item_get_key (item), TRUE);
  check_list (list, "[1:2] (A:1) (B:1) c-2 ");
  g_clear_object (&item);
  item = g_list_model_get_item (G_LIST_MODEL (list), 0);
  orch_conversation_list_set_folded (list, orch_store_item_get_key (item), TRUE);
  check_list (list, "[1:2] ");
  g_clear_object (&item);

  others = orch_conversation_list_new (kit->store, &kit_nobody);
  kit_ok (orch_key_list_when_loaded (ORCH_KEY_LIST (others)));
  g_assert_error (orch_key_list_get_error (ORCH_KEY_LIST (others)), ORCH_ERROR, ORCH_ERROR_REFUSED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(path, func) g_test_add (path, Kit, NULL, set_up, func, kit_tear_down)
  ADD ("/store/messages/names", test_names);
  ADD ("/store/messages/send", test_send);
  ADD ("/store/messages/refused", test_refused);
  ADD ("/store/messages/gate", test_gate);
  ADD ("/store/messages/ends", test_ends);
  ADD ("/store/messages/chart", test_chart);
  ADD ("/store/messages/chart-refused", test_chart_refused);
  ADD ("/store/messages/fetched", test_fetched);
  ADD ("/store/messages/notes", test_notes);
  ADD ("/store/messages/drafts", test_drafts);
  ADD ("/store/messages/hub", test_hub);
  ADD ("/store/messages/dashboard", test_dashboard);
  ADD ("/store/messages/folds", test_folds);
  return g_test_run ();
}
