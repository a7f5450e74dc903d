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
#include "sync/orch-chart-pump.h"
#include "sync/orch-engine-private.h"
#include "sync/orch-sync-private.h"

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

static void
report (Story *story, const char *pdf, gboolean to_chart)
{
  g_autoptr (GBytes) bytes = g_bytes_new (pdf, strlen (pdf));
  const OrchReport made = { .id = R1, .author_name = "Ginette Bellerose", .title = "Rapport", .pdf = bytes };

  story_wait_ok (orch_message_desk_end (get_desk (story), C1));
  story_wait_ok (orch_message_desk_complete (get_desk (story), C1, &made, to_chart));
}

static void
check_report (Story *story, const char *text)
{
  g_autoptr (DexFuture) future = orch_message_desk_load_report (get_desk (story), C1);
  GBytes *bytes = NULL;

  story_wait_ok (dex_ref (future));
  bytes = g_value_get_boxed (dex_future_get_value (future, NULL));
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, strlen (text));
}

static void
check_no_report (Story *story, OrchError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (story_wait (orch_message_desk_load_report (get_desk (story), C1), &error));
  g_assert_error (error, ORCH_ERROR, (int) code);
}

/* Made on one workstation, it is read on another, which fetches it once; without the hub, or before it is there, that is said. */
static void
test_report_elsewhere (void)
{
  g_autoptr (Pair) pair = set_up ();

  send (pair->one, M1, "Bonjour");
  flush (pair->one);
  pull (pair->two);
  check_no_report (pair->two, ORCH_ERROR_NOT_FOUND);
  report (pair->one, "%PDF-1.7 test", FALSE);
  for (guint i = 0; i < 3; i++)
    flush (pair->one);
  pull (pair->two);

  orch_sandbox_process_order (pair->sandbox, "fault", "{\"path\": \"/hub/\", \"kind\": \"cut-before\", \"count\": -1}");
  check_no_report (pair->two, ORCH_ERROR_OFFLINE);
  orch_sandbox_process_clear_faults (pair->sandbox);
  check_report (pair->two, "%PDF-1.7 test");
  orch_sandbox_process_order (pair->sandbox, "fault", "{\"path\": \"/hub/\", \"kind\": \"cut-before\", \"count\": -1}");
  check_report (pair->two, "%PDF-1.7 test");
  orch_session_lock (orch_engine_get_session (pair->two->engine));
  check_no_report (pair->two, ORCH_ERROR_REFUSED);
}

static const OrchConversationFields *
find (Story *story, OrchConversation **conversation)
{
  g_clear_object (conversation);
  *conversation = story_wait_object (orch_message_desk_find (get_desk (story), C1));
  return orch_conversation_get_fields (*conversation);
}

static void
move_clock (Pair *pair, int days)
{
  orch_clock_set_offset_us (days * G_TIME_SPAN_DAY);
  orch_sandbox_process_order (pair->sandbox, "clock", "{\"offset_s\": %d}", days * 24 * 3600);
}

static void
check_no_text (Story *story)
{
  g_autoptr (OrchConversation) conversation = NULL;

  g_assert_true (find (story, &conversation)->text_left);
  check_message (story, 0, NULL, ORCH_MESSAGE_SENT);
}

/* A week after its report a conversation's text leaves each workstation, behind the lock; no run brings it back. Who opens it fetches it. */
static void
test_retention (void)
{
  g_autoptr (Pair) pair = set_up ();
  g_autoptr (OrchConversation) conversation = NULL;
  g_autoptr (GPtrArray) notes = NULL;
  g_autoptr (DexFuture) loaded = NULL;
  g_autoptr (GError) error = NULL;

  send (pair->one, M1, "Bonjour");
  story_wait_ok (orch_message_desk_add_note (get_desk (pair->one), C1, M2, "À rappeler"));
  report (pair->one, "%PDF-1.7 test", FALSE);
  for (guint i = 0; i < 3; i++)
    flush (pair->one);
  run (pair->two);
  check_message (pair->two, 0, "Bonjour", ORCH_MESSAGE_SENT);
  move_clock (pair, 6);
  run (pair->one);
  check_message (pair->one, 0, "Bonjour", ORCH_MESSAGE_SENT);

  move_clock (pair, 8);
  orch_session_lock (orch_engine_get_session (pair->one->engine));
  run (pair->one);
  story_unlock (pair->one);
  check_no_text (pair->one);
  run (pair->two);
  check_no_text (pair->two);
  story_wait_ok (orch_store_set_cursor (pair->two->engine->store,
                                        &(OrchActor) { .permission = ORCH_PERMISSION_WORKSTATION }, "hub-messages",
                                        NULL));
  run (pair->two);
  check_no_text (pair->two);

  orch_sandbox_process_order (pair->sandbox, "fault", "{\"path\": \"/hub/\", \"kind\": \"cut-before\", \"count\": -1}");
  g_assert_false (story_wait (orch_message_desk_fetch (get_desk (pair->two), C1), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_OFFLINE);
  check_no_text (pair->two);
  orch_sandbox_process_clear_faults (pair->sandbox);
  story_wait_ok (orch_message_desk_fetch (get_desk (pair->two), C1));
  check_message (pair->two, 0, "Bonjour", ORCH_MESSAGE_SENT);
  loaded = orch_message_desk_load_notes (get_desk (pair->two), C1);
  story_wait_ok (dex_ref (loaded));
  notes = g_value_dup_boxed (dex_future_get_value (loaded, NULL));
  g_assert_cmpuint (notes->len, ==, 1);
  g_assert_cmpstr (orch_message_get_fields (notes->pdata[0])->text, ==, "À rappeler");
  check_no_text (pair->one);
  run (pair->two);
  check_message (pair->two, 0, "Bonjour", ORCH_MESSAGE_SENT);
  move_clock (pair, 10);
  run (pair->two);
  check_no_text (pair->two);
}

/* The clinic's settings of days: kept, told to the hub, and followed by the other workstation; nobody else decides. */
static void
test_days (void)
{
  g_autoptr (Pair) pair = set_up ();
  g_autoptr (DexFuture) there = NULL;
  g_autoptr (GError) error = NULL;

  story_wait_ok (orch_message_desk_set_days (get_desk (pair->one), ORCH_TEXT_DAYS, 30));
  story_wait_ok (orch_message_desk_set_days (get_desk (pair->one), ORCH_UNSEEN_DAYS, 5));
  g_assert_false (story_wait (orch_message_desk_set_days (get_desk (pair->one), ORCH_TEXT_DAYS, 91), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_INVALID);
  flush (pair->one);
  run (pair->two);
  there = orch_message_desk_load_days (get_desk (pair->two), ORCH_TEXT_DAYS);
  story_wait_ok (dex_ref (there));
  g_assert_cmpuint (g_value_get_uint (dex_future_get_value (there, NULL)), ==, 30);
  dex_clear (&there);
  there = orch_message_desk_load_days (get_desk (pair->two), ORCH_UNSEEN_DAYS);
  story_wait_ok (dex_ref (there));
  g_assert_cmpuint (g_value_get_uint (dex_future_get_value (there, NULL)), ==, 5);
}

/* Sent, and locked in the same moment: it leaves behind the lock. What the store refuses then is still what was being written. */
static void
test_sent_and_locked (void)
{
  g_autoptr (Pair) pair = set_up ();
  g_autoptr (OrchPatient) patient = find_patient (pair->one);
  OrchConversationFields fields = { .id = C1,
                                    .patient = orch_patient_get_fields (patient)->id,
                                    .subject = "Renouvellement",
                                    .professional = orch_message_desk_get_person (get_desk (pair->one)) };
  g_autoptr (OrchConversation) conversation = orch_conversation_new (&fields);
  g_autoptr (OrchMessage) message = orch_message_new (&(OrchMessageFields) { .id = M1, .text = "Bonjour" });
  g_autoptr (OrchMessage) other = orch_message_new (&(OrchMessageFields) { .id = M2, .text = "Encore" });
  g_autoptr (DexFuture) sent = NULL;
  g_autoptr (DexFuture) draft = NULL;
  g_autoptr (GError) error = NULL;

  dex_future_disown (orch_message_desk_keep_draft (get_desk (pair->one), conversation, "Bonjour"));
  sent = orch_message_desk_send (get_desk (pair->one), conversation, message);
  orch_session_lock (orch_engine_get_session (pair->one->engine));
  story_wait_ok (dex_ref (sent));
  flush (pair->one);
  g_assert_cmpuint (orch_sandbox_process_count (pair->sandbox, "Communication"), ==, 2);
  g_assert_false (story_wait (orch_message_desk_send (get_desk (pair->one), conversation, other), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED);
  story_unlock (pair->one);
  check_message (pair->one, 0, "Bonjour", ORCH_MESSAGE_SENT);
  draft = orch_message_desk_load_draft (get_desk (pair->one), C1);
  story_wait_ok (dex_ref (draft));
  g_assert_null (g_value_get_string (dex_future_get_value (draft, NULL)));

  put_person (pair, FALSE);
  run (pair->one);
  dex_future_disown (orch_message_desk_keep_draft (get_desk (pair->one), conversation, "Encore"));
  dex_clear (&sent);
  sent = orch_message_desk_send (get_desk (pair->one), conversation, other);
  orch_session_lock (orch_engine_get_session (pair->one->engine));
  g_clear_error (&error);
  g_assert_false (story_wait (dex_ref (sent), &error));
  story_unlock (pair->one);
  dex_clear (&draft);
  draft = orch_message_desk_load_draft (get_desk (pair->one), C1);
  story_wait_ok (dex_ref (draft));
  g_assert_cmpstr (g_value_get_string (dex_future_get_value (draft, NULL)), ==, "Encore");
}

/* What is not the document that was sent is not shown. */
static void
test_report_not_whole (void)
{
  g_autoptr (Pair) pair = set_up ();
  g_autoptr (JsonNode) document = NULL;
  g_autofree char *text = NULL;
  g_autofree char *other = NULL;
  g_autofree char *cut = NULL;

  send (pair->one, M1, "Bonjour");
  report (pair->one, "%PDF-1.7 test", FALSE);
  for (guint i = 0; i < 3; i++)
    flush (pair->one);
  pull (pair->two);
  document = hub_look_find (pair->sandbox, "DocumentReference", R1);
  text = json_to_string (document, FALSE);
  other = g_base64_encode ((const guchar *) "%PDF-1.7 tes", 12);
  cut = g_base64_encode ((const guchar *) "%PDF-1.7 test", 13);
  {
    g_auto (GStrv) parts = g_strsplit (text, cut, 2);
    g_autofree char *changed = g_strjoinv (other, parts);

    g_assert_nonnull (parts[1]);
    orch_sandbox_process_order (pair->sandbox, "hub-record", "%s", changed);
  }
  check_no_report (pair->two, ORCH_ERROR_BAD_ANSWER);
}

/* A report that the hub refuses is in no chart, and once given up is owed again; what is then produced goes to both. */
static void
test_report_refused (void)
{
  g_autoptr (Pair) pair = set_up ();
  g_autoptr (OrchOutboxRow) row = NULL;
  g_autoptr (OrchConversation) owed = NULL;
  OrchChartPump *charts = orch_sync_get_charts (orch_engine_get_sync (pair->one->engine));

  send (pair->one, M1, "Bonjour");
  flush (pair->one);
  orch_sandbox_process_order (pair->sandbox, "fault",
                              "{\"path\": \"/hub/DocumentReference\", \"method\": \"POST\", \"kind\": \"422\"}");
  report (pair->one, "%PDF-1.7 un", TRUE);
  for (guint i = 0; i < 3; i++)
    flush (pair->one);
  story_wait_ok (orch_chart_pump_flush (charts));
  g_assert_cmpuint (orch_sandbox_process_count (pair->sandbox, "DocumentReference&server=emr"), ==, 0);
  row = story_wait_object (orch_store_outbox_find (pair->one->engine->store, NULL, ORCH_STORE_REPORT, R1));
  g_assert_cmpint (orch_outbox_row_get_fields (row)->state, ==, ORCH_OUTBOX_FAILED);
  story_wait_ok (orch_sync_give_up (orch_engine_get_sync (pair->one->engine), orch_outbox_row_get_fields (row)->seq));
  owed = story_wait_object (orch_message_desk_find (get_desk (pair->one), C1));
  g_assert_cmpint (orch_conversation_get_fields (owed)->status, ==, ORCH_CONVERSATION_REPORT);
  story_wait_ok (orch_chart_pump_flush (charts));
  g_assert_cmpuint (orch_sandbox_process_count (pair->sandbox, "DocumentReference&server=emr"), ==, 0);

  {
    g_autoptr (GBytes) bytes = g_bytes_new_static ("%PDF-1.7 deux", 13);
    const OrchReport again = { .id = M2, .title = "Rapport", .pdf = bytes };

    story_wait_ok (orch_message_desk_complete (get_desk (pair->one), C1, &again, TRUE));
  }
  for (guint i = 0; i < 3; i++)
    flush (pair->one);
  story_wait_ok (orch_store_outbox_reset_waits (pair->one->engine->store));
  story_wait_ok (orch_chart_pump_flush (charts));
  g_assert_cmpuint (orch_sandbox_process_count (pair->sandbox, "DocumentReference&server=emr"), ==, 1);
}

static GPtrArray *
load_notes (Story *story)
{
  g_autoptr (DexFuture) future = orch_message_desk_load_notes (get_desk (story), C1);

  story_wait_ok (dex_ref (future));
  return g_value_dup_boxed (dex_future_get_value (future, NULL));
}

/* A note written before its conversation is on the hub goes after it, to the clinic alone, and once, whatever answer is lost; the report waits for it. */
static void
test_notes (void)
{
  g_autoptr (Pair) pair = set_up ();
  g_autoptr (GPtrArray) there = NULL;
  g_autoptr (GPtrArray) late = NULL;
  g_autoptr (JsonNode) task = NULL;
  g_autofree char *text = NULL;

  send (pair->one, M1, "Bonjour");
  story_wait_ok (orch_message_desk_add_note (get_desk (pair->one), C1, M2, "Entre nous"));
  orch_sandbox_process_order (pair->sandbox, "fault",
                              "{\"path\": \"/hub/Task\", \"method\": \"POST\", \"kind\": \"cut-after-commit\"}");
  for (guint i = 0; i < 4; i++)
    flush (pair->one);
  orch_sandbox_process_clear_faults (pair->sandbox);
  flush (pair->one);
  task = hub_look_find (pair->sandbox, "Task", "Entre nous");
  g_assert_nonnull (task);
  text = json_to_string (task, FALSE);
  g_assert_null (strstr (text, "Patient/"));
  hub_look_check_no_doubles (pair->sandbox);
  run (pair->two);
  there = load_notes (pair->two);
  g_assert_cmpuint (there->len, ==, 1);
  g_assert_cmpstr (orch_message_get_fields (there->pdata[0])->text, ==, "Entre nous");
  check_message (pair->two, 0, "Bonjour", ORCH_MESSAGE_SENT);

  story_wait_ok (orch_message_desk_end (get_desk (pair->one), C1));
  story_wait_ok (orch_message_desk_add_note (get_desk (pair->one), C1, R1, "Au dernier moment"));
  {
    g_autoptr (GBytes) pdf = g_bytes_new_static ("%PDF-1.7", 8);
    const OrchReport made = { .id = "cccccccc-0000-4000-8000-000000000009", .title = "Rapport", .pdf = pdf };

    story_wait_ok (orch_message_desk_complete (get_desk (pair->one), C1, &made, FALSE));
  }
  for (guint i = 0; i < 4; i++)
    flush (pair->one);
  run (pair->two);
  late = load_notes (pair->two);
  g_assert_cmpuint (late->len, ==, 2);
  json_node_unref (g_steal_pointer (&task));
  task = hub_look_find (pair->sandbox, "DocumentReference", "cccccccc-0000-4000-8000-000000000009");
  g_assert_nonnull (task);
}

static GPtrArray *
list_templates (Story *story)
{
  g_autoptr (DexFuture) future = orch_message_desk_list_templates (get_desk (story));

  story_wait_ok (dex_ref (future));
  return g_value_dup_boxed (dex_future_get_value (future, NULL));
}

static void
save_template (Story *story, const char *id, const char *title, const char *text)
{
  g_autoptr (OrchMessageTemplate) one = orch_message_template_new (
      &(OrchMessageTemplateFields) { .id = id, .title = title, .text = text, .approved = TRUE });

  story_wait_ok (orch_message_desk_save_template (get_desk (story), one));
}

/* Written on one workstation, a template is on the other; two that are written at once are both there, and one that is removed goes everywhere. */
static void
test_templates (void)
{
  g_autoptr (Pair) pair = set_up ();
  g_autoptr (GPtrArray) there = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) left = NULL;
  const OrchMessageTemplateFields *f = NULL;
  g_autoptr (GError) error = NULL;

  save_template (pair->one, M1, "Ordonnance", "Bonjour {prénom},\nprenez {dose}.");
  flush (pair->one);
  run (pair->two);
  there = list_templates (pair->two);
  g_assert_cmpuint (there->len, ==, 1);
  f = orch_message_template_get_fields (there->pdata[0]);
  g_assert_cmpstr (f->title, ==, "Ordonnance");
  g_assert_cmpstr (f->text, ==, "Bonjour {prénom},\nprenez {dose}.");
  g_assert_cmpstr (f->author, ==, orch_message_desk_get_person (get_desk (pair->one)));
  g_assert_true (f->approved);

  save_template (pair->one, M2, "Été", "Un");
  save_template (pair->two, R1, "Absence", "Deux");
  flush (pair->one);
  flush (pair->two);
  run (pair->two);
  run (pair->one);
  all = list_templates (pair->one);
  g_assert_cmpuint (all->len, ==, 3);
  g_assert_cmpstr (orch_message_template_get_fields (all->pdata[0])->title, ==, "Absence");
  g_assert_cmpstr (orch_message_template_get_fields (all->pdata[1])->title, ==, "Été");
  story_wait_ok (orch_message_desk_remove_template (get_desk (pair->one), M1));
  flush (pair->one);
  run (pair->two);
  left = list_templates (pair->two);
  g_assert_cmpuint (left->len, ==, 2);
  g_assert_false (story_wait (orch_message_desk_remove_template (get_desk (pair->two), M1), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND);
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
  g_test_add_func ("/sync/messages/report-elsewhere", test_report_elsewhere);
  g_test_add_func ("/sync/messages/report-not-whole", test_report_not_whole);
  g_test_add_func ("/sync/messages/report-refused", test_report_refused);
  g_test_add_func ("/sync/messages/sent-and-locked", test_sent_and_locked);
  g_test_add_func ("/sync/messages/retention", test_retention);
  g_test_add_func ("/sync/messages/days", test_days);
  g_test_add_func ("/sync/messages/notes", test_notes);
  g_test_add_func ("/sync/messages/templates", test_templates);
  g_test_add_func ("/sync/messages/draft", test_draft);
  g_test_add_func ("/sync/messages/draft-at-the-lock", test_draft_at_the_lock);
  g_test_add_func ("/sync/messages/news", test_news);
  const int status = g_test_run ();

  story_settle ();
  return status;
}
