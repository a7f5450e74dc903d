/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Conversations between two workstations of a clinic, the hub and a patient: what one writes the other reads, each thing is on the hub once whatever
 * answer is lost, one that is refused holds nothing back, and an exchange that ended leaves its report there. Source: hub/README.md (Secure messages).
 */
#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "http/orch-json.h"
#include "orch-hub-look.h"
#include "orch-pair.h"
#include "orch-small-emr.h"
#include "sync/orch-engine-private.h"

#define C1 "aaaaaaaa-0000-4000-8000-000000000001"
#define M1 "bbbbbbbb-0000-4000-8000-000000000001"
#define M2 "bbbbbbbb-0000-4000-8000-000000000002"
#define R1 "cccccccc-0000-4000-8000-000000000001"

static OrchMessageDesk *
get_desk (Story *story)
{
  return orch_engine_get_messages (story->engine);
}

static void
run (Story *story)
{
  story_wait_ok (orch_sync_start (orch_engine_get_sync (story->engine), ORCH_SYNC_FULL));
}

static OrchPatient *
find_patient (Story *story)
{
  return story_wait_object (orch_store_find_by_emr_id (story->engine->store, ORCH_STORE_PATIENTS, "pat-1"));
}

/* The account of the patient, as the hub has it once they made it */
static void
put_person (Pair *pair, gboolean active)
{
  g_autoptr (OrchPatient) patient = find_patient (pair->one);

  orch_sandbox_process_order (
      pair->sandbox, "hub-record",
      "{\"resourceType\": \"Person\", \"id\": \"person-1\", \"active\": %s, \"identifier\": [{\"system\": "
      "\"https://orchestrateur.ca/fhir/identifier/portal-account\", \"value\": \"compte-1\"}], \"name\": [{\"family\": "
      "\"Gagnon\", \"given\": [\"Zoé\"]}], \"managingOrganization\": {\"reference\": \"Organization/%s\"}, \"link\": "
      "[{\"target\": {\"reference\": \"Patient/%s\"}, \"assurance\": \"level3\"}]}",
      active ? "true" : "false", orch_clinic_get_fields (pair->one->engine->clinic)->hub_id,
      orch_patient_get_fields (patient)->hub_id);
}

/* A patient with an appointment and an account, whom both workstations and the hub know. */
static Pair *
set_up (void)
{
  Pair *pair = pair_new ();
  const SmallAppointment appointment = {
    .id = "rdv-1", .status = "booked", .patient = "pat-1", .staff = "prat-1", .service = "serv-1", .in_s = 3600
  };

  small_emr_add_patient (pair->sandbox, "pat-1", "Gagnon");
  small_emr_add_appointment (pair->sandbox, &appointment);
  run (pair->one);
  put_person (pair, TRUE);
  run (pair->one);
  return pair;
}

static void
send (Story *story, const char *id, const char *text)
{
  g_autoptr (OrchPatient) patient = find_patient (story);
  OrchConversationFields fields = { .id = C1,
                                    .patient = orch_patient_get_fields (patient)->id,
                                    .subject = "Renouvellement",
                                    .professional = orch_message_desk_get_person (get_desk (story)),
                                    .professional_name = "Ginette Bellerose" };
  OrchMessageFields written = { .id = id, .text = text };
  g_autoptr (OrchConversation) conversation = orch_conversation_new (&fields);
  g_autoptr (OrchMessage) message = orch_message_new (&written);

  story_wait_ok (orch_message_desk_send (get_desk (story), conversation, message));
}

/* What is due is tried, without waiting for its time. */
static void
flush (Story *story)
{
  story_wait_ok (orch_store_outbox_reset_waits (story->engine->store));
  story_wait_ok (orch_outbox_pump_flush (story->engine->pump));
}

static void
pull (Story *story)
{
  story_wait_ok (orch_message_feed_refresh (story->engine->feed));
}

static GPtrArray *
load (Story *story)
{
  g_autoptr (DexFuture) future = orch_message_desk_load_messages (get_desk (story), C1, 0, 100);

  story_wait_ok (dex_ref (future));
  return g_value_dup_boxed (dex_future_get_value (future, NULL));
}

static void
check_message (Story *story, guint index, const char *text, OrchMessageState state)
{
  g_autoptr (GPtrArray) messages = load (story);

  g_assert_cmpuint (messages->len, >, index);
  g_assert_cmpstr (orch_message_get_fields (messages->pdata[index])->text, ==, text);
  g_assert_cmpint (orch_message_get_fields (messages->pdata[index])->state, ==, state);
}

static char *
find_hub_id (Story *story, const char *type, const char *id)
{
  g_autoptr (DexFuture) future = orch_store_get_hub_id (story->engine->store, type, id);

  story_wait_ok (dex_ref (future));
  return g_value_dup_string (dex_future_get_value (future, NULL));
}

/* As the portal would write it. */
static void
reply (Pair *pair, const char *hub_id, const char *text)
{
  g_autofree char *header = find_hub_id (pair->one, ORCH_STORE_CONVERSATION, C1);
  g_autoptr (OrchPatient) patient = find_patient (pair->one);
  g_autofree char *now = orch_clock_format_instant (orch_clock_now_us () + G_USEC_PER_SEC);

  orch_sandbox_process_order (
      pair->sandbox, "hub-record",
      "{\"resourceType\": \"Communication\", \"id\": \"%s\", \"status\": \"completed\", \"partOf\": [{\"reference\": "
      "\"Communication/%s\"}], \"subject\": {\"reference\": \"Patient/%s\"}, \"sender\": {\"reference\": "
      "\"Patient/%s\"}, \"recipient\": [{\"reference\": \"Organization/%s\"}], \"sent\": \"%s\", \"payload\": "
      "[{\"contentString\": \"%s\"}]}",
      hub_id, header, orch_patient_get_fields (patient)->hub_id, orch_patient_get_fields (patient)->hub_id,
      orch_clinic_get_fields (pair->one->engine->clinic)->hub_id, now, text);
}

/* --- the tests ------------------------------------------------------------------------------ */

static void
test_both_ways (void)
{
  g_autoptr (Pair) pair = set_up ();
  g_autoptr (OrchConversation) theirs = NULL;

  send (pair->one, M1, "Bonjour, votre ordonnance est prête.");
  check_message (pair->one, 0, "Bonjour, votre ordonnance est prête.", ORCH_MESSAGE_QUEUED);
  flush (pair->one);
  check_message (pair->one, 0, "Bonjour, votre ordonnance est prête.", ORCH_MESSAGE_SENT);
  g_assert_cmpuint (orch_sandbox_process_count (pair->sandbox, "Communication"), ==, 2);

  pull (pair->two);
  check_message (pair->two, 0, "Bonjour, votre ordonnance est prête.", ORCH_MESSAGE_SENT);
  theirs = story_wait_object (orch_message_desk_find (get_desk (pair->two), C1));
  g_assert_cmpstr (orch_conversation_get_fields (theirs)->subject, ==, "Renouvellement");
  g_assert_nonnull (orch_conversation_get_fields (theirs)->patient);

  reply (pair, "reponse-1", "Merci beaucoup !");
  pull (pair->one);
  pull (pair->two);
  check_message (pair->one, 1, "Merci beaucoup !", ORCH_MESSAGE_SENT);
  g_assert_cmpuint (orch_message_desk_get_unread (get_desk (pair->one)), ==, 1);

  /* Opened on one, it is read on both. */
  g_clear_object (&theirs);
  theirs = story_wait_object (orch_message_desk_open (get_desk (pair->one), C1));
  flush (pair->one);
  pull (pair->two);
  check_message (pair->two, 1, "Merci beaucoup !", ORCH_MESSAGE_SEEN);
  g_clear_object (&theirs);
  theirs = story_wait_object (orch_message_desk_find (get_desk (pair->two), C1));
  g_assert_cmpuint (orch_conversation_get_fields (theirs)->n_unread, ==, 0);
}

/* Each answer that can be lost, one after the other: nothing is there twice, and all of it is there. */
static void
test_lost_answers (void)
{
  g_autoptr (Pair) pair = set_up ();

  for (guint skip = 0; skip < 2; skip++)
    orch_sandbox_process_order (
        pair->sandbox, "fault",
        "{\"path\": \"/hub/Communication\", \"method\": \"POST\", \"kind\": \"cut-after-commit\", \"skip\": %u}", skip);
  send (pair->one, M1, "un");
  send (pair->one, M2, "deux");
  for (guint i = 0; i < 4; i++)
    flush (pair->one);
  orch_sandbox_process_clear_faults (pair->sandbox);
  flush (pair->one);
  check_message (pair->one, 0, "un", ORCH_MESSAGE_SENT);
  check_message (pair->one, 1, "deux", ORCH_MESSAGE_SENT);
  g_assert_cmpuint (orch_sandbox_process_count (pair->sandbox, "Communication"), ==, 3);
  hub_look_check_no_doubles (pair->sandbox);
}

static void
test_refused_alone (void)
{
  g_autoptr (Pair) pair = set_up ();
  g_autoptr (GPtrArray) messages = NULL;

  send (pair->one, M1, "un");
  flush (pair->one);
  orch_sandbox_process_order (pair->sandbox, "fault",
                              "{\"path\": \"/hub/Communication\", \"method\": \"POST\", \"kind\": \"422\"}");
  send (pair->one, M2, "deux");
  flush (pair->one);
  check_message (pair->one, 1, "deux", ORCH_MESSAGE_FAILED);
  send (pair->one, R1, "trois");
  flush (pair->one);
  check_message (pair->one, 2, "trois", ORCH_MESSAGE_SENT);

  messages = load (pair->one);
  story_wait_ok (orch_message_desk_retry (get_desk (pair->one), messages->pdata[1]));
  flush (pair->one);
  check_message (pair->one, 1, "deux", ORCH_MESSAGE_SENT);
}

/* A hub that shows no conversations does without them: the rest of the run is done. */
static void
test_not_shown (void)
{
  g_autoptr (Pair) pair = set_up ();

  orch_sandbox_process_order (
      pair->sandbox, "fault",
      "{\"path\": \"/hub/Communication\", \"method\": \"GET\", \"kind\": \"403\", \"count\": -1}");
  small_emr_add_patient (pair->sandbox, "pat-2", "Lavoie");
  run (pair->one);
  orch_sandbox_process_clear_faults (pair->sandbox);
  send (pair->one, M1, "un");
  flush (pair->one);
  pull (pair->two);
  check_message (pair->two, 0, "un", ORCH_MESSAGE_SENT);
}

/* An account that is disabled on the hub stops what is sent from here, once it is known. */
static void
test_disabled (void)
{
  g_autoptr (Pair) pair = set_up ();
  g_autoptr (OrchConversation) conversation = NULL;
  g_autoptr (OrchMessage) message = orch_message_new (&(OrchMessageFields) { .id = M2, .text = "deux" });
  g_autoptr (GError) error = NULL;

  send (pair->one, M1, "un");
  flush (pair->one);
  put_person (pair, FALSE);
  run (pair->one);
  conversation = story_wait_object (orch_message_desk_find (get_desk (pair->one), C1));
  g_assert_false (story_wait (orch_message_desk_send (get_desk (pair->one), conversation, message), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED);
  g_assert_cmpuint (orch_sandbox_process_count (pair->sandbox, "Communication"), ==, 2);
}

static void
test_report (void)
{
  g_autoptr (Pair) pair = set_up ();
  g_autoptr (GBytes) pdf = g_bytes_new_static ("%PDF-1.7 test", 13);
  const OrchReport report = { .id = R1, .author_name = "Ginette Bellerose", .title = "Rapport", .pdf = pdf };
  g_autoptr (OrchConversation) theirs = NULL;
  g_autoptr (JsonNode) header = NULL;

  send (pair->one, M1, "Bonjour");
  /* Offline all the way: ended and reported before anything left. */
  story_wait_ok (orch_message_desk_end (get_desk (pair->one), C1));
  story_wait_ok (orch_message_desk_complete (get_desk (pair->one), C1, &report, TRUE));
  for (guint i = 0; i < 3; i++)
    flush (pair->one);
  g_assert_cmpuint (orch_sandbox_process_count (pair->sandbox, "Communication"), ==, 2);
  header = hub_look_find (pair->sandbox, "Communication", "Renouvellement");
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (header), "status"), ==, "completed");
  json_node_unref (g_steal_pointer (&header));
  header = hub_look_find (pair->sandbox, "DocumentReference", R1);
  g_assert_nonnull (header);

  pull (pair->two);
  theirs = story_wait_object (orch_message_desk_find (get_desk (pair->two), C1));
  g_assert_cmpint (orch_conversation_get_fields (theirs)->status, ==, ORCH_CONVERSATION_COMPLETED);
  check_message (pair->two, 0, "Bonjour", ORCH_MESSAGE_SENT);
}

/* What is being written is the person's, and comes back after the program was killed. */
static void
test_draft (void)
{
  g_autoptr (Pair) pair = set_up ();
  g_autoptr (OrchPatient) patient = find_patient (pair->one);
  OrchConversationFields fields = { .id = C1, .patient = orch_patient_get_fields (patient)->id, .subject = "Début" };
  g_autoptr (OrchConversation) draft = orch_conversation_new (&fields);
  g_autoptr (DexFuture) future = NULL;

  story_wait_ok (orch_message_desk_keep_draft (get_desk (pair->one), draft, "Je voulais vous dire"));
  story_restart (pair->one);
  story_unlock (pair->one);
  future = orch_message_desk_load_draft (get_desk (pair->one), C1);
  story_wait_ok (dex_ref (future));
  g_assert_cmpstr (g_value_get_string (dex_future_get_value (future, NULL)), ==, "Je voulais vous dire");
  flush (pair->one);
  g_assert_cmpuint (orch_sandbox_process_count (pair->sandbox, "Communication"), ==, 0);
}

/* Locked at the very key: nothing of what is typed is lost, and nobody else reads it. What is sent leaves no draft. */
static void
test_draft_at_the_lock (void)
{
  g_autoptr (Pair) pair = set_up ();
  g_autoptr (OrchPatient) patient = find_patient (pair->one);
  OrchConversationFields fields = { .id = C1, .patient = orch_patient_get_fields (patient)->id, .subject = "Début" };
  g_autoptr (OrchConversation) draft = orch_conversation_new (&fields);
  g_autoptr (DexFuture) kept = NULL;
  g_autoptr (DexFuture) behind = NULL;
  g_autoptr (DexFuture) after = NULL;
  g_autoptr (DexFuture) sent = NULL;
  g_autoptr (GError) error = NULL;

  kept = orch_message_desk_keep_draft (get_desk (pair->one), draft, "Je");
  dex_clear (&kept);
  kept = orch_message_desk_keep_draft (get_desk (pair->one), draft, "Je voulais");
  orch_session_lock (orch_engine_get_session (pair->one->engine));
  behind = orch_message_desk_load_draft (get_desk (pair->one), C1);
  g_assert_false (story_wait (dex_ref (behind), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED);
  story_unlock (pair->one);
  after = orch_message_desk_load_draft (get_desk (pair->one), C1);
  story_wait_ok (dex_ref (after));
  g_assert_cmpstr (g_value_get_string (dex_future_get_value (after, NULL)), ==, "Je voulais");

  dex_clear (&kept);
  kept = orch_message_desk_keep_draft (get_desk (pair->one), draft, "Je voulais vous dire");
  send (pair->one, M1, "Je voulais vous dire");
  story_wait_ok (orch_message_desk_flush (get_desk (pair->one)));
  sent = orch_message_desk_load_draft (get_desk (pair->one), C1);
  story_wait_ok (dex_ref (sent));
  g_assert_null (g_value_get_string (dex_future_get_value (sent, NULL)));
}

static void
on_arrived (GString *told, const char *id)
{
  g_string_append_printf (told, "+%s ", id);
}

static void
on_gone (GString *told, const char *id)
{
  g_string_append_printf (told, "-%s ", id);
}

typedef struct
{
  GString *told;
  const char *expected;
} Told;

static gboolean
is_told (gpointer data)
{
  const Told *told = data;

  return g_str_equal (told->told->str, told->expected);
}

/* A patient's answer is news once, behind the lock too, until somebody opens it; what was there when the program started is none. */
static void
test_news (void)
{
  g_autoptr (Pair) pair = set_up ();
  g_autoptr (GString) text = g_string_new (NULL);
  Told told = { text, "+" C1 " " };
  g_autoptr (OrchConversation) opened = NULL;

  send (pair->one, M1, "Bonjour");
  flush (pair->one);
  reply (pair, "reponse-0", "Avant");
  pull (pair->one);
  story_restart (pair->one);
  story_unlock (pair->one);
  g_signal_connect_swapped (orch_engine_get_news (pair->one->engine), "arrived", G_CALLBACK (on_arrived), text);
  g_signal_connect_swapped (orch_engine_get_news (pair->one->engine), "gone", G_CALLBACK (on_gone), text);
  reply (pair, "reponse-1", "Un");
  pull (pair->one);
  story_wait_until (is_told, &told);
  orch_session_lock (orch_engine_get_session (pair->one->engine));
  reply (pair, "reponse-2", "Deux");
  pull (pair->one);
  told.expected = "+" C1 " +" C1 " ";
  story_wait_until (is_told, &told);
  story_unlock (pair->one);
  opened = story_wait_object (orch_message_desk_open (get_desk (pair->one), C1));
  told.expected = "+" C1 " +" C1 " -" C1 " ";
  story_wait_until (is_told, &told);
  g_assert_cmpuint (orch_message_desk_get_unread (get_desk (pair->one)), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/messages/both-ways", test_both_ways);
  g_test_add_func ("/sync/messages/lost-answers", test_lost_answers);
  g_test_add_func ("/sync/messages/refused-alone", test_refused_alone);
  g_test_add_func ("/sync/messages/not-shown", test_not_shown);
  g_test_add_func ("/sync/messages/disabled", test_disabled);
  g_test_add_func ("/sync/messages/report", test_report);
  g_test_add_func ("/sync/messages/draft", test_draft);
  g_test_add_func ("/sync/messages/draft-at-the-lock", test_draft_at_the_lock);
  g_test_add_func ("/sync/messages/news", test_news);
  const int status = g_test_run ();

  story_settle ();
  return status;
}
