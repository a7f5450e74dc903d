/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Conversations, messages and reports to FHIR and back, on random records, each given to the validator too (ORCH_EMIT_DIR); and what foreign hubs
 * write otherwise, or wrong.
 */
#include <string.h>

#include "core/orch-clock.h"
#include "http/orch-json.h"
#include "hub/orch-map-message.h"
#include "hub/orch-map-note.h"
#include "hub/orch-map-report.h"
#include "hub/orch-map.h"

#define ROUNDS 200
#define ID "3f2b6c1e-8c53-4f7e-9b1a-5d1f0a6e2c47"
#define OTHER "11111111-2222-4333-8444-555555555555"

static GRand *rand_;

static gboolean
maybe (void)
{
  return g_rand_boolean (rand_);
}

static const char *
some_words (void)
{
  static const char *const words[] = { "Émilie Côté", "L’Heureux", "a<b>&\"c\"", "中文", "Œuvre 1\\2" };

  return words[g_rand_int_range (rand_, 0, G_N_ELEMENTS (words))];
}

static gint64
some_time (void)
{
  return G_GINT64_CONSTANT (1795262400000000) +
         g_rand_int_range (rand_, -1000000, 1000000) * G_GINT64_CONSTANT (1000003);
}

static const OrchMapTalk talk = { .clinic_hub_id = "org-1", .patient_hub_id = "pat-1", .patient_id = OTHER };

static JsonObject *
from_server (JsonObject *sent, const char *id)
{
  JsonObject *stored = orch_json_copy (sent);

  orch_map_emitted (stored);
  json_object_set_string_member (stored, "id", id);
  return stored;
}

static OrchConversation *
some_conversation (OrchConversationStatus status)
{
  const char *subject = some_words ();
  OrchConversationFields fields = {
    .id = ID,
    .hub_id = "com-1",
    .patient = OTHER,
    .patient_hub_id = "pat-1",
    .subject = maybe () ? subject : NULL,
    .professional = "Practitioner/p-1",
    .professional_name = "Dre Roy",
    .author = maybe () ? "Practitioner/p-2" : "Practitioner/p-1",
    .author_name = some_words (),
    .department = maybe () ? "Organization/dep-1" : NULL,
    .status = status,
    .urgent = maybe (),
    .follow_up = maybe () ? "2026-12-01" : NULL,
    .began_us = some_time (),
    .closed_us = status >= ORCH_CONVERSATION_REPORT ? some_time () : 0,
    .completed_us = status == ORCH_CONVERSATION_COMPLETED ? some_time () : 0,
  };

  if (maybe ())
    {
      fields.assignee = "Practitioner/p-3";
      fields.assignee_name = "Dr Côté";
    }
  return orch_conversation_new (&fields);
}

static void
test_conversation (void)
{
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (OrchConversation) ours = some_conversation (1 + i % 3);
      g_autoptr (JsonObject) sent = orch_map_conversation (ours, &talk);
      g_autoptr (JsonObject) stored = from_server (sent, "com-1");
      g_autoptr (GObject) back = orch_map_communication_from (stored);
      const OrchConversationFields *a = orch_conversation_get_fields (ours);
      const OrchConversationFields *b = NULL;
      g_autoptr (JsonObject) merged = orch_map_merge (stored, sent);

      g_assert_true (ORCH_IS_CONVERSATION (back));
      b = orch_conversation_get_fields (ORCH_CONVERSATION (back));
#define SAME(member) g_assert_cmpstr (a->member, ==, b->member)
      SAME (id);
      SAME (hub_id);
      SAME (patient);
      SAME (patient_hub_id);
      SAME (subject);
      SAME (professional);
      SAME (professional_name);
      SAME (author);
      SAME (author_name);
      SAME (assignee);
      SAME (assignee_name);
      SAME (department);
      SAME (follow_up);
#undef SAME
      g_assert_cmpint (a->status, ==, b->status);
      g_assert_cmpint (!a->urgent, ==, !b->urgent);
      g_assert_cmpint (a->began_us, ==, b->began_us);
      g_assert_cmpint (a->closed_us, ==, b->closed_us);
      g_assert_cmpint (a->completed_us, ==, b->completed_us);
      g_assert_true (orch_map_is_sent_to (stored, "org-1"));
      g_assert_false (orch_map_is_sent_to (stored, "org-2"));
      /* Writing it again changes nothing. */
      g_assert_true (orch_json_equal (merged, stored));
    }
}

static void
test_message (void)
{
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (OrchConversation) conversation = some_conversation (ORCH_CONVERSATION_IN_PROGRESS);
      g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr (GBytes) bytes = g_bytes_new_static ("%PDF", 4);
      const gboolean with_file = maybe ();
      OrchMessageFields fields = { .id = ID,
                                   .hub_id = "com-2",
                                   .from_patient = maybe (),
                                   .text = with_file && maybe () ? NULL : "Bonjour,\n\nà demain. 😀",
                                   .corrects = maybe () ? OTHER : NULL,
                                   .sent_us = some_time (),
                                   .received_us = maybe () ? some_time () : 0 };
      g_autoptr (OrchMessage) ours = NULL;
      g_autoptr (JsonObject) sent = NULL;
      g_autoptr (JsonObject) stored = NULL;
      g_autoptr (GObject) back = NULL;
      const OrchMessageFields *b = NULL;

      if (!fields.from_patient)
        {
          fields.sender = "Practitioner/p-1";
          fields.sender_name = "Dre Roy";
        }
      if (with_file)
        g_ptr_array_add (files, orch_message_file_new ("résultat.pdf", "application/pdf", 0, bytes));
      fields.files = files;
      ours = orch_message_new (&fields);
      sent = orch_map_message (ours, conversation, &talk);
      stored = from_server (sent, "com-2");
      back = orch_map_communication_from (stored);
      g_assert_true (ORCH_IS_MESSAGE (back));
      b = orch_message_get_fields (ORCH_MESSAGE (back));
      g_assert_cmpstr (b->id, ==, ID);
      g_assert_cmpstr (b->conversation, ==, ID);
      g_assert_cmpstr (b->conversation_hub_id, ==, "com-1");
      g_assert_cmpstr (b->sender, ==, fields.sender);
      g_assert_cmpstr (b->sender_name, ==, fields.sender_name);
      g_assert_cmpint (!b->from_patient, ==, !fields.from_patient);
      g_assert_cmpstr (b->text, ==, fields.text);
      g_assert_cmpstr (b->corrects, ==, fields.corrects);
      g_assert_cmpint (b->sent_us, ==, fields.sent_us);
      g_assert_cmpint (b->received_us, ==, fields.received_us);
      g_assert_cmpuint (orch_message_get_n_files (ORCH_MESSAGE (back)), ==, with_file);
      if (with_file)
        g_assert_true (g_bytes_equal (orch_message_file_get_bytes (b->files->pdata[0]), bytes));
    }
}

static void
test_report (void)
{
  g_autoptr (OrchConversation) conversation = some_conversation (ORCH_CONVERSATION_REPORT);
  g_autoptr (GBytes) pdf = g_bytes_new_static ("%PDF", 4);
  g_autoptr (JsonObject) report = orch_map_report (ID, "Rapport de communication", "Practitioner/p-1", "Dre Roy",
                                                   some_time (), pdf, conversation, &talk);

  orch_map_emitted (report);
  g_assert_cmpstr (orch_json_path_string (report, "context.related[0].reference"), ==, "Communication/com-1");
  g_assert_cmpstr (orch_json_path_string (report, "content[0].attachment.data"), ==, "JVBERg==");
}

static void
test_report_back (void)
{
  g_autoptr (OrchConversation) conversation = some_conversation (ORCH_CONVERSATION_COMPLETED);
  g_autoptr (GBytes) pdf = g_bytes_new_static ("%PDF-1.7", 8);
  const gint64 made_us = some_time ();
  g_autoptr (JsonObject) written = orch_map_report (ID, "Rapport de communication", "Practitioner/p-1", "Dre Roy",
                                                    made_us, pdf, conversation, &talk);
  g_autoptr (JsonObject) stored = from_server (written, "doc-1");
  g_autoptr (OrchHubReport) back = orch_map_report_from (stored, "com-1");
  g_autoptr (OrchHubReport) of_another = orch_map_report_from (stored, "com-2");
  g_autoptr (OrchHubReport) superseded = NULL;
  g_autoptr (GBytes) cut = g_bytes_new_static ("%PDF-1.", 7);
  g_autoptr (GBytes) no_pdf = g_bytes_new_static ("<html>", 6);
  const OrchHubReportFields *f = orch_hub_report_get_fields (back);

  g_assert_null (of_another);
  g_assert_cmpstr (f->id, ==, ID);
  g_assert_cmpstr (f->hub_id, ==, "doc-1");
  g_assert_cmpstr (f->title, ==, "Rapport de communication");
  g_assert_cmpstr (f->author, ==, "Practitioner/p-1");
  g_assert_cmpstr (f->author_name, ==, "Dre Roy");
  g_assert_cmpint (f->made_us, ==, made_us);
  g_assert_true (g_bytes_equal (f->pdf, pdf));
  g_assert_true (orch_map_report_check (f->pdf, f->hash, NULL));
  g_assert_false (orch_map_report_check (cut, f->hash, NULL));
  g_assert_false (orch_map_report_check (no_pdf, NULL, NULL));
  json_object_set_string_member (stored, "status", "superseded");
  superseded = orch_map_report_from (stored, "com-1");
  g_assert_null (superseded);
}

/* As hubs that keep large things apart have it. */
static void
test_report_apart (void)
{
  static const char document[] =
      "{\"resourceType\": \"DocumentReference\", \"id\": \"d1\", \"status\": \"current\", \"type\": {\"coding\": "
      "[{\"system\": \"https://orchestrateur.ca/fhir/CodeSystem/document-kind\", \"code\": \"report\"}]}, \"context\": "
      "{\"related\": [{\"reference\": \"https://hub.example/fhir/Communication/com-1/_history/2\"}]}, \"content\": "
      "[{\"attachment\": {\"contentType\": \"application/pdf\", \"url\": \"https://hub.example/fhir/Binary/b7\"}}]}";
  g_autoptr (GBytes) bytes = g_bytes_new_static (document, sizeof document - 1);
  g_autoptr (JsonObject) object = orch_json_parse_object_sync (bytes, NULL);
  g_autoptr (OrchHubReport) report = orch_map_report_from (object, "com-1");
  g_autoptr (OrchHubReport) again = orch_map_report_from (object, "com-1");
  g_autoptr (JsonObject) binary = json_object_new ();
  g_autoptr (GBytes) pdf = NULL;

  g_assert_null (orch_hub_report_get_fields (report)->pdf);
  g_assert_cmpstr (orch_hub_report_get_fields (report)->binary, ==, "b7");
  g_assert_cmpstr (orch_hub_report_get_fields (report)->id, ==, orch_hub_report_get_fields (again)->id);
  json_object_set_string_member (binary, "data", "JVBERi0xLjc=");
  pdf = orch_map_report_read_binary (binary);
  g_assert_true (orch_map_report_check (pdf, NULL, NULL));
}

/* Nothing of a note leads to it from the patient, and it comes back as it was written. */
static void
test_note (void)
{
  g_autoptr (OrchConversation) conversation = some_conversation (ORCH_CONVERSATION_IN_PROGRESS);
  const gint64 written_us = some_time ();
  g_autoptr (OrchMessage) note = orch_message_new (&(OrchMessageFields) { .id = OTHER,
                                                                          .note = TRUE,
                                                                          .sender = "Practitioner/p-1",
                                                                          .sender_name = "Dre Roy",
                                                                          .text = "À rappeler\ndemain <b>",
                                                                          .sent_us = written_us });
  g_autoptr (JsonObject) task = orch_map_note (note, conversation, "org-1");
  g_autoptr (JsonObject) stored = from_server (task, "task-1");
  g_autoptr (OrchMessage) back = orch_map_note_from (stored);
  g_autoptr (OrchMessage) of_another_code = NULL;
  const OrchMessageFields *f = orch_message_get_fields (back);
  g_autofree char *text = orch_json_to_string (task);

  g_assert_null (strstr (text, "Patient"));
  g_assert_null (strstr (text, "pat-1"));
  g_assert_cmpstr (orch_json_path_string (task, "for.reference"), ==, "Organization/org-1");
  g_assert_cmpstr (orch_json_path_string (task, "focus.reference"), ==, "Communication/com-1");
  g_assert_true (f->note);
  g_assert_cmpstr (f->id, ==, OTHER);
  g_assert_cmpstr (f->hub_id, ==, "task-1");
  g_assert_cmpstr (f->conversation, ==, ID);
  g_assert_cmpstr (f->conversation_hub_id, ==, "com-1");
  g_assert_cmpstr (f->sender, ==, "Practitioner/p-1");
  g_assert_cmpstr (f->sender_name, ==, "Dre Roy");
  g_assert_cmpstr (f->text, ==, "À rappeler\ndemain <b>");
  g_assert_cmpint (f->sent_us, ==, written_us);
  json_object_remove_member (stored, "code");
  of_another_code = orch_map_note_from (stored);
  g_assert_null (of_another_code);
}

/* What became of a conversation comes back with whom, when and why; a note without a word and without that is none. */
static void
test_history (void)
{
  static const OrchMessageFields all[] = {
    { .event = ORCH_NOTE_ASSIGNED, .about = "Practitioner/p-3", .about_name = "Dr Côté", .text = "Pour toi" },
    { .event = ORCH_NOTE_ASSIGNED },
    { .event = ORCH_NOTE_DEPARTMENT, .about = "Organization/d-1", .about_name = "Médecine" },
    { .event = ORCH_NOTE_URGENT },
    { .event = ORCH_NOTE_ROUTINE },
    { .event = ORCH_NOTE_FOLLOW_UP, .day = "2026-12-01", .text = "Résultats" },
    { .event = ORCH_NOTE_FOLLOW_UP },
  };
  g_autoptr (OrchConversation) conversation = some_conversation (ORCH_CONVERSATION_IN_PROGRESS);

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      OrchMessageFields fields = all[i];
      g_autoptr (OrchMessage) note = NULL;
      g_autoptr (OrchMessage) back = NULL;
      g_autoptr (OrchMessage) wordless = NULL;
      g_autoptr (JsonObject) task = NULL;
      g_autoptr (JsonObject) stored = NULL;
      const OrchMessageFields *f = NULL;

      fields.id = OTHER;
      fields.note = TRUE;
      fields.sender = "Practitioner/p-1";
      fields.sent_us = some_time ();
      note = orch_message_new (&fields);
      task = orch_map_note (note, conversation, "org-1");
      stored = from_server (task, "task-1");
      back = orch_map_note_from (stored);
      f = orch_message_get_fields (back);
      g_assert_cmpint (f->event, ==, fields.event);
      g_assert_cmpstr (f->about, ==, fields.about);
      g_assert_cmpstr (f->about_name, ==, fields.about_name);
      g_assert_cmpstr (f->day, ==, fields.day);
      g_assert_cmpstr (f->text, ==, fields.text);
      json_object_remove_member (stored, "businessStatus");
      wordless = orch_map_note_from (stored);
      g_assert_cmpint (wordless != NULL, ==, fields.text != NULL);
    }
}

/* What others write. Returns: (transfer full) (nullable) */
static GObject *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = orch_json_parse_object_sync (bytes, &error);

  g_assert_no_error (error);
  return orch_map_communication_from (object);
}

static void
test_foreign (void)
{
  /* Made by a server: no identifier of ours: every workstation gives it the same one. */
  g_autoptr (GObject) a =
      parse ("{\"resourceType\": \"Communication\", \"id\": \"x1\", \"status\": \"completed\", "
             "\"partOf\": {\"reference\": \"https://hub.example/fhir/Communication/h1/_history/3\"}, "
             "\"sender\": {\"reference\": \"Patient/p1\"}, \"payload\": [{\"contentString\": "
             "\"un\\u0007\"}, {\"contentString\": \"deux\"}, {\"contentAttachment\": {\"data\": "
             "\"!!\", \"title\": \"../../a\"}}, 7]}");
  g_autoptr (GObject) again =
      parse ("{\"resourceType\": \"Communication\", \"id\": \"x1\", \"partOf\": [{\"reference\": "
             "\"Communication/h1\"}], \"sender\": {\"reference\": \"Patient/p1\"}}");
  static const char *const neither[] = {
    "{}",
    "{\"id\": \"x\"}",
    "{\"id\": \"x\", \"status\": \"preparation\", \"subject\": {\"reference\": \"Patient/p\"}}",
    "{\"id\": \"x\", \"status\": \"in-progress\", \"subject\": {\"reference\": \"Group/p\"}}",
    "{\"id\": \"x\", \"partOf\": [{\"reference\": \"Communication/h\"}], \"sender\": {\"reference\": \"Device/d\"}}",
    "{\"id\": \"x\", \"partOf\": [{\"reference\": \"Communication/h\"}], \"sender\": 7}",
  };

  g_assert_true (ORCH_IS_MESSAGE (a));
  g_assert_cmpstr (orch_message_get_fields (ORCH_MESSAGE (a))->conversation_hub_id, ==, "h1");
  g_assert_cmpstr (orch_message_get_fields (ORCH_MESSAGE (a))->text, ==, "un\ndeux");
  g_assert_cmpstr (orch_message_get_fields (ORCH_MESSAGE (a))->id, ==,
                   orch_message_get_fields (ORCH_MESSAGE (again))->id);
  for (guint i = 0; i < G_N_ELEMENTS (neither); i++)
    {
      g_autoptr (GObject) nothing = parse (neither[i]);

      g_assert_null (nothing);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rand_ = g_rand_new_with_seed (20261123);
  g_test_add_func ("/mapping/message/conversation", test_conversation);
  g_test_add_func ("/mapping/message/message", test_message);
  g_test_add_func ("/mapping/message/report", test_report);
  g_test_add_func ("/mapping/message/report-back", test_report_back);
  g_test_add_func ("/mapping/message/report-apart", test_report_apart);
  g_test_add_func ("/mapping/message/note", test_note);
  g_test_add_func ("/mapping/message/history", test_history);
  g_test_add_func ("/mapping/message/foreign", test_foreign);
  const int status = g_test_run ();

  g_rand_free (rand_);
  return status;
}
