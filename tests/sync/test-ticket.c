/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Tickets to the support, from the form to the hub and back, and the patients whom the appointments brought, with the journal of who
 * read them; against a sandbox.
 */
#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "orch-hub-look.h"
#include "story-desk.h"
#include "sync/orch-engine-private.h"

static OrchTicketState
get_state (Desk *desk)
{
  g_autoptr (OrchTicket) ticket = story_wait_object (orch_sync_load_ticket (desk->sync));

  g_assert_nonnull (ticket);
  return orch_ticket_get_fields (ticket)->state;
}

static gboolean
is_received (gpointer data)
{
  return get_state (data) == ORCH_TICKET_RECEIVED;
}

static guint
count_journal (Desk *desk, const char *act, gboolean of_patient)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *future = orch_store_list_journal (desk->story->engine->store, 0, 10000);
  guint n = 0;

  g_assert_true (story_wait (dex_ref (future), &error));
  entries = g_value_dup_boxed (dex_future_get_value (future, NULL));
  dex_unref (future);
  for (guint i = 0; i < entries->len; i++)
    {
      const OrchJournalEntryFields *fields = orch_journal_entry_get_fields (g_ptr_array_index (entries, i));

      n += g_str_equal (fields->act, act) && (fields->patient != NULL) == of_patient;
    }
  return n;
}

/* Written while the hub does not answer: it goes once, by itself, after a restart, and the person sees that it was received. */
static void
test_offline (void)
{
  static const OrchTicketText text = { .reason = ORCH_TICKET_EMR_CHANGE,
                                       .description = "Nous changeons de DMÉ.",
                                       .contact = "418 555-5555",
                                       .diagnostic = "orchestrateur: x\nhub: offline" };
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (OrchTicket) ticket = NULL;
  g_autoptr (JsonNode) task = NULL;
  g_autofree char *found = NULL;

  orch_sandbox_process_order (desk->sandbox, "fault", "{\"kind\": \"503\", \"path\": \"/hub\", \"count\": -1}");
  ticket = story_wait_object (orch_sync_send_ticket (desk->sync, &text));
  g_assert_cmpint (get_state (desk), ==, ORCH_TICKET_WAITS);
  g_assert_cmpuint (orch_sandbox_process_count (desk->sandbox, "Task"), ==, 0);

  desk_restart (desk);
  story_unlock (desk->story);
  g_assert_cmpint (get_state (desk), ==, ORCH_TICKET_WAITS);
  orch_sandbox_process_clear_faults (desk->sandbox);
  orch_outbox_pump_wake (desk->story->engine->pump);
  story_wait_until (is_received, desk);
  g_assert_cmpuint (orch_sandbox_process_count (desk->sandbox, "Task"), ==, 1);
  task = hub_look_find (desk->sandbox, "Task", "emr-change");
  g_assert_nonnull (task);
  found = json_to_string (task, FALSE);
  g_assert_nonnull (strstr (found, "Nous changeons de DMÉ."));
  g_assert_nonnull (strstr (found, "418 555-5555"));
  g_assert_nonnull (strstr (found, orch_ticket_get_fields (ticket)->number));
  g_assert_nonnull (strstr (found, "hub: offline"));
}

/* --- the draft -------------------------------------------------------------------------- */

static char *
dup_setting (Desk *desk)
{
  g_autofree char *setting =
      g_strconcat ("sync-ticket-draft-", orch_session_get_person_id (orch_engine_get_session (desk->story->engine)),
                   NULL);
  DexFuture *future = orch_store_get_setting (desk->story->engine->store, setting);
  char *text = NULL;

  g_assert_true (story_wait (dex_ref (future), NULL));
  text = g_value_dup_string (dex_future_get_value (future, NULL));
  dex_unref (future);
  return text;
}

static gboolean
is_written (gpointer data)
{
  g_autofree char *text = dup_setting (data);

  return text != NULL;
}

static gboolean
is_gone (gpointer data)
{
  return !is_written (data);
}

static void
assert_draft (Desk *desk, guint reason, const char *description, const char *contact)
{
  DexFuture *future = orch_sync_load_ticket_draft (desk->sync);
  g_autoptr (GVariant) draft = NULL;
  g_autoptr (GVariant) wanted = g_variant_ref_sink (g_variant_new ("(uss)", reason, description, contact));

  g_assert_true (story_wait (dex_ref (future), NULL));
  draft = g_value_dup_variant (dex_future_get_value (future, NULL));
  dex_unref (future);
  g_assert_true (g_variant_equal (draft, wanted));
}

static void
assert_no_draft (Desk *desk, OrchError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (story_wait (orch_sync_load_ticket_draft (desk->sync), &error));
  g_assert_error (error, ORCH_ERROR, (int) code);
}

/* What is half written is there after a restart, for who wrote it, and unreadable in the store. */
static void
test_draft (void)
{
  OrchTicketText text = { .reason = ORCH_TICKET_REPORTS, .description = "Il manque", .contact = "accueil@example.ca" };
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *raw = NULL;
  g_autofree guchar *sealed = NULL;
  gsize length = 0;

  assert_no_draft (desk, ORCH_ERROR_NOT_FOUND);
  g_assert_true (orch_sync_keep_ticket_draft (desk->sync, &text));
  text.description = "Il manque le rapport d’octobre";
  g_assert_true (orch_sync_keep_ticket_draft (desk->sync, &text));
  assert_draft (desk, ORCH_TICKET_REPORTS, text.description, text.contact);
  story_wait_until (is_written, desk);
  raw = dup_setting (desk);
  sealed = g_base64_decode (raw, &length);
  g_assert_null (g_strstr_len (raw, -1, "octobre"));
  g_assert_null (g_strstr_len ((const char *) sealed, (gssize) length, "octobre"));

  desk_restart (desk);
  assert_no_draft (desk, ORCH_ERROR_REFUSED);
  g_assert_false (orch_sync_keep_ticket_draft (desk->sync, NULL));
  story_unlock (desk->story);
  assert_draft (desk, ORCH_TICKET_REPORTS, text.description, text.contact);

  g_assert_true (orch_sync_keep_ticket_draft (desk->sync, NULL));
  assert_no_draft (desk, ORCH_ERROR_NOT_FOUND);
  story_wait_until (is_gone, desk);
}

/* Nothing of a patient or a colleague, no secret, no word of a server. */
static void
test_diagnostic (void)
{
  static const char *const secret[] = { "Gagnon", "Tremblay", "Ariane", STORY_PASSWORD, STORY_SHARED_KEY, STORY_PIN };
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *text = NULL;
  DexFuture *future = NULL;

  small_emr_add_days (desk->sandbox, 2);
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_FULL));
  future = orch_sync_dup_diagnostic (desk->sync);
  story_wait_ok (dex_ref (future));
  text = g_value_dup_string (dex_future_get_value (future, NULL));
  dex_unref (future);
  g_assert_nonnull (strstr (text, "orchestrateur: "));
  g_assert_nonnull (strstr (text, " full succeeded, error none"));
  g_assert_nonnull (strstr (text, "appointments 2, patients 2"));
  for (guint i = 0; i < G_N_ELEMENTS (secret); i++)
    g_assert_null (strstr (text, secret[i]));
}

static void
test_refused (void)
{
  static const struct
  {
    const char *description;
    const char *contact;
    OrchError code;
  } cases[] = { { "", "x", ORCH_ERROR_INVALID },
                { "x", " ", ORCH_ERROR_INVALID },
                { "gagz-8052 1412", "x", ORCH_ERROR_INVALID },
                { "x", "Mme GAGZ80521412", ORCH_ERROR_INVALID } };
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const OrchTicketText text = { .description = cases[i].description, .contact = cases[i].contact };

      g_assert_false (story_wait (orch_sync_send_ticket (desk->sync, &text), &error));
      g_assert_error (error, ORCH_ERROR, (int) cases[i].code);
      g_clear_error (&error);
    }
  orch_session_lock (orch_engine_get_session (desk->story->engine));
  g_assert_false (
      story_wait (orch_sync_send_ticket (desk->sync, &(OrchTicketText) { .description = "x", .contact = "y" }),
                  &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED);
}

static void
test_nam (void)
{
  static const struct
  {
    const char *text;
    gboolean holds;
  } cases[] = { { "GAGZ80521412", TRUE },        { "NAM: gagz 8052 1412.", TRUE },
                { "dame GAGZ-8052-1412", TRUE }, { "le 418 555-5555", FALSE },
                { "GAGZ 8052 141", FALSE },      { "poste 12345678", FALSE },
                { "GAG 80521412", FALSE },       { NULL, FALSE },
                { "error 1234 5678", FALSE },    { "GAGZ, 8052 1412", FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_true (orch_ticket_holds_nam (cases[i].text) == cases[i].holds);
}

/* Who reads a patient is in the journal, and so is who decided; nobody reads behind the lock. */
static void
test_patients (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GListModel) patients = NULL;
  g_autoptr (GListModel) waiting = NULL;
  g_autoptr (OrchReconciliation) first = NULL;
  g_autoptr (GVariant) counts = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *future = NULL;
  guint n = 0;
  guint reconcile = 0;

  small_emr_add_days (desk->sandbox, 3);
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_FULL));
  small_emr_add_patient (desk->sandbox, "pat-1", "Autrement");
  small_emr_add_patient (desk->sandbox, "pat-2", "Encore");
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_FULL));
  future = orch_sync_count_patients (desk->sync);
  story_wait_ok (dex_ref (future));
  counts = g_value_dup_variant (dex_future_get_value (future, NULL));
  dex_unref (future);
  g_variant_get (counts, "(uu)", &n, &reconcile);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpuint (reconcile, ==, 2);

  patients = story_wait_object (orch_sync_list_patients (desk->sync));
  g_assert_cmpuint (g_list_model_get_n_items (patients), ==, 3);
  g_assert_cmpuint (count_journal (desk, "patients-listed", FALSE), ==, 1);
  waiting = story_wait_object (orch_sync_list_reconciliations (desk->sync));
  g_assert_cmpuint (count_journal (desk, "reconciliation-read", TRUE), ==, 2);
  first = g_list_model_get_item (waiting, 0);
  story_wait_ok (orch_sync_settle_reconciliation (desk->sync, first, FALSE));
  g_assert_cmpuint (count_journal (desk, "reconciled", TRUE), ==, 1);
  /* Kept: the same value of the EMR is not asked about again. */
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_FULL));
  g_clear_object (&waiting);
  waiting = story_wait_object (orch_sync_list_reconciliations (desk->sync));
  g_assert_cmpuint (g_list_model_get_n_items (waiting), ==, 1);

  orch_session_lock (orch_engine_get_session (desk->story->engine));
  g_assert_false (story_wait (orch_sync_list_patients (desk->sync), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (story_wait (orch_sync_count_patients (desk->sync), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/ticket/offline", test_offline);
  g_test_add_func ("/ticket/draft", test_draft);
  g_test_add_func ("/ticket/diagnostic", test_diagnostic);
  g_test_add_func ("/ticket/refused", test_refused);
  g_test_add_func ("/ticket/nam", test_nam);
  g_test_add_func ("/ticket/patients", test_patients);
  return g_test_run ();
}
