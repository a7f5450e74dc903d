/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The page of the messages on a fake desk: the dashboard, a conversation, what is typed, who may write, the lock; files by their content.
 */
#include "ui-test.h"

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "fake-clinic.h"
#include "fake-messages.h"
#include "ui/messages/orch-conversation-pane.h"
#include "ui/messages/orch-message-composer.h"
#include "ui/messages/orch-message-files.h"
#include "ui/messages/orch-message-gate.h"
#include "ui/messages/orch-message-text.h"
#include "ui/messages/orch-message-view.h"
#include "ui/messages/orch-messages-page.h"

typedef struct
{
  OrchEngine *engine;
  OrchMessageDesk *desk;
  GtkWidget *window;
  GtkWidget *page;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const FakeClinic scene = { .state = ORCH_ENGINE_READY,
                             .signed_in = TRUE,
                             .permission = ORCH_PERMISSION_PROFESSIONAL };

  fixture->engine = fake_clinic_new (&scene);
  fixture->desk = orch_engine_get_messages (fixture->engine);
  if (data == NULL)
    fake_message_desk_fill (fixture->desk);
  fixture->window = adw_window_new ();
  fixture->page = orch_messages_page_new (fixture->engine);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1000, 700);
  adw_window_set_content (ADW_WINDOW (fixture->window), fixture->page);
  gtk_window_present (GTK_WINDOW (fixture->window));
  ui_test_wait (gtk_widget_get_mapped (fixture->window));
  ui_test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_object_add_weak_pointer (G_OBJECT (fixture->engine), (gpointer *) &fixture->engine);
  g_object_unref (fixture->engine);
  ui_test_wait (fixture->engine == NULL);
}

static gpointer
find (Fixture *fixture, GType type, const char *id)
{
  return ui_test_find (fixture->window, type, id);
}

static GtkWidget *
pane (Fixture *fixture)
{
  return find (fixture, ORCH_TYPE_CONVERSATION_PANE, NULL);
}

static void
open_id (Fixture *fixture, const char *id)
{
  orch_conversation_pane_open (ORCH_CONVERSATION_PANE (pane (fixture)), id);
  ui_test_settle ();
  ui_test_lay_out (fixture->window);
}

static OrchMessageComposer *
composer (Fixture *fixture)
{
  return find (fixture, ORCH_TYPE_MESSAGE_COMPOSER, NULL);
}

static void
type (Fixture *fixture, const char *text)
{
  GtkTextView *view = ui_test_find (composer (fixture), GTK_TYPE_TEXT_VIEW, "text");

  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (view), text, -1);
  ui_test_settle ();
}

static void
act (Fixture *fixture, const char *action)
{
  gtk_widget_activate_action (pane (fixture), action, NULL);
  ui_test_settle ();
}

static AdwDialog *
dialog (Fixture *fixture)
{
  return adw_window_get_visible_dialog (ADW_WINDOW (fixture->window));
}

static gboolean
was_asked (Fixture *fixture, const char *call)
{
  return strstr (fake_message_desk_get_calls (fixture->desk), call) != NULL;
}

static const char *
shown (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (find (fixture, GTK_TYPE_STACK, "stack"));
}

static void
test_dashboard (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (shown (fixture), ==, "list");
  g_assert_true (ui_test_says (fixture->page, "Gagnon, Alice"));
  g_assert_true (ui_test_says (fixture->page, "In progress"));
  g_assert_true (ui_test_says (fixture->page, "Report in progress"));
  g_assert_true (ui_test_says (fixture->page, "Report owed for 3 days"));
  g_assert_true (ui_test_says (fixture->page, "To answer"));
  g_assert_true (ui_test_says (fixture->page, "2 h ago"));
  gtk_editable_set_text (find (fixture, GTK_TYPE_SEARCH_ENTRY, "search"), "grossesse");
  ui_test_wait (!ui_test_says (fixture->page, "Gagnon, Alice"));
  gtk_widget_activate_action (fixture->page, "messages.everything", NULL);
  ui_test_wait (ui_test_says (fixture->page, "Gagnon, Alice"));
}

/* Each filter leaves out what it should, is told in a line, and can be kept under a name, chosen again and removed. */
static void
test_filters (Fixture *fixture, gconstpointer data)
{
  GtkWidget *summary = find (fixture, GTK_TYPE_LABEL, "summary");
  GtkDropDown *department = find (fixture, GTK_TYPE_DROP_DOWN, "department");
  GtkListBox *saved = NULL;

  g_assert_false (gtk_widget_get_mapped (summary));
  ui_test_wait (g_list_model_get_n_items (gtk_drop_down_get_model (department)) == 3);
  gtk_drop_down_set_selected (department, 2);
  ui_test_wait (!ui_test_says (fixture->page, "Gagnon, Alice"));
  g_assert_true (ui_test_says (fixture->page, "Bélanger-Archambault, Marie-Antoinette"));
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (summary)), ==, "Clinique de grossesse à risque");
  gtk_drop_down_set_selected (find (fixture, GTK_TYPE_DROP_DOWN, "scope"), ORCH_CONVERSATIONS_MINE);
  ui_test_wait (!ui_test_says (fixture->page, "Roy, Luc"));
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (summary)), ==, "Mine · Clinique de grossesse à risque");

  gtk_editable_set_text (find (fixture, GTK_TYPE_ENTRY, "name"), "  Grossesses  ");
  g_assert_true (gtk_widget_get_sensitive (find (fixture, GTK_TYPE_BUTTON, "save")));
  g_signal_emit_by_name (find (fixture, GTK_TYPE_BUTTON, "save"), "clicked");
  ui_test_wait (was_asked (fixture, "filter:Grossesses={"));
  gtk_widget_activate_action (fixture->page, "messages.everything", NULL);
  ui_test_wait (ui_test_says (fixture->page, "Gagnon, Alice"));
  saved = find (fixture, GTK_TYPE_LIST_BOX, "list");
  ui_test_wait (gtk_list_box_get_row_at_index (saved, 0) != NULL);
  g_signal_emit_by_name (saved, "row-activated", gtk_list_box_get_row_at_index (saved, 0));
  ui_test_wait (!ui_test_says (fixture->page, "Gagnon, Alice"));
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (summary)), ==, "Mine · Clinique de grossesse à risque");
  g_signal_emit_by_name (ui_test_find (GTK_WIDGET (saved), GTK_TYPE_BUTTON, NULL), "clicked");
  ui_test_wait (was_asked (fixture, "filter:Grossesses=(null)"));
  ui_test_wait (gtk_list_box_get_row_at_index (saved, 0) == NULL);
}

/* What an operator does not understand is told, beside what was found without it. */
static void
test_fault (Fixture *fixture, gconstpointer data)
{
  GtkWidget *fault = find (fixture, GTK_TYPE_LABEL, "fault");
  GtkEditable *search = find (fixture, GTK_TYPE_SEARCH_ENTRY, "search");

  gtk_editable_set_text (search, "statut:fermé");
  ui_test_wait (gtk_widget_get_mapped (fault));
  g_assert_nonnull (strstr (gtk_label_get_label (GTK_LABEL (fault)), "“statut:fermé” was left aside"));
  gtk_editable_set_text (search, "statut:rapport");
  ui_test_wait (!gtk_widget_get_mapped (fault));
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (shown (fixture), ==, "empty");
  gtk_check_button_set_active (find (fixture, GTK_TYPE_CHECK_BUTTON, "unread"), TRUE);
  ui_test_settle ();
  g_assert_cmpstr (shown (fixture), ==, "nothing");
}

static void
test_thread (Fixture *fixture, gconstpointer data)
{
  open_id (fixture, "c1");
  g_assert_true (was_asked (fixture, "open:c1"));
  ui_test_wait (ui_test_says (pane (fixture), "20 mg le matin"));
  g_assert_true (ui_test_says (pane (fixture), "Not sent: Le compte de l’usager est désactivé."));
  g_assert_true (ui_test_says (pane (fixture), "Waiting to be sent"));
  g_assert_true (ui_test_says (pane (fixture), "Photo de la boîte.png, 234 KB"));
  gtk_widget_activate_action (pane (fixture), "conversation.retry", "s", "m3");
  ui_test_settle ();
  g_assert_true (was_asked (fixture, "retry:m3"));
  /* What was refused is typed again, and waits no more. */
  gtk_widget_activate_action (pane (fixture), "conversation.edit", "s", "m3");
  ui_test_wait (was_asked (fixture, "withdraw:m3"));
  ui_test_settle ();
  {
    g_autofree char *text = orch_message_composer_dup_text (composer (fixture));

    g_assert_cmpstr (text, ==, "Merci. L’ordonnance part aujourd’hui.");
  }
}

/* A long one opens with its last messages; older ones come above without moving what is read. */
static void
test_long_thread (Fixture *fixture, gconstpointer data)
{
  const gint64 now = orch_clock_now_us ();
  GListModel *model = NULL;
  GtkAdjustment *scroll = NULL;

  for (guint i = 0; i < 250; i++)
    {
      g_autofree char *id = g_strdup_printf ("long-%u", i);
      g_autofree char *text = g_strdup_printf ("Message %u", i);

      fake_message_desk_add_message (fixture->desk,
                                     &(OrchMessageFields) { .id = id,
                                                            .conversation = "c2",
                                                            .from_patient = i % 2 == 0,
                                                            .text = text,
                                                            .sent_us = now - (250 - i) * G_TIME_SPAN_MINUTE,
                                                            .error_code = -1 });
    }
  open_id (fixture, "c2");
  model = G_LIST_MODEL (gtk_list_view_get_model (ui_test_find (pane (fixture), GTK_TYPE_LIST_VIEW, "view")));
  scroll = gtk_scrolled_window_get_vadjustment (ui_test_find (pane (fixture), GTK_TYPE_SCROLLED_WINDOW, "scroller"));
  ui_test_wait (ui_test_says (pane (fixture), "Message 249"));
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 100);
  ui_test_wait (gtk_adjustment_get_value (scroll) > 0 &&
                gtk_adjustment_get_value (scroll) + gtk_adjustment_get_page_size (scroll) >=
                    gtk_adjustment_get_upper (scroll) - 1);
  for (int i = 0; i < 3; i++)
    ui_test_lay_out (fixture->window);
  gtk_adjustment_set_value (scroll, 0);
  ui_test_wait (g_list_model_get_n_items (model) >= 200);
}

static void
test_send_and_draft (Fixture *fixture, gconstpointer data)
{
  open_id (fixture, "c1");
  type (fixture, "Bonjour");
  ui_test_wait (was_asked (fixture, "keep:Bonjour"));
  /* Another one is opened, and the first again: what was typed is there. */
  open_id (fixture, "c2");
  open_id (fixture, "c1");
  {
    g_autofree char *text = orch_message_composer_dup_text (composer (fixture));

    g_assert_cmpstr (text, ==, "Bonjour");
  }
  gtk_widget_activate_action (GTK_WIDGET (composer (fixture)), "composer.send", NULL);
  ui_test_wait (was_asked (fixture, "send:Bonjour"));
  ui_test_settle ();
  {
    g_autofree char *text = orch_message_composer_dup_text (composer (fixture));

    g_assert_cmpstr (text, ==, "");
  }
  ui_test_wait (ui_test_says (pane (fixture), "Bonjour"));
}

/* A patient who cannot be written to: the reason is said, what is typed is kept, nothing leaves (security.md 15). */
static void
test_gate (Fixture *fixture, gconstpointer data)
{
  const OrchConversationFields disabled = { .id = "c9",
                                            .patient = "p-1",
                                            .subject = "Suivi",
                                            .professional = "Practitioner/me",
                                            .status = ORCH_CONVERSATION_IN_PROGRESS };
  GtkWidget *gate = NULL;

  fake_message_desk_put (fixture->desk, &disabled, "Bélanger-Desrosiers, Marie-Antoinette");
  open_id (fixture, "c1");
  gate = find (fixture, ORCH_TYPE_MESSAGE_GATE, NULL);
  ui_test_wait (orch_message_gate_may_write (ORCH_MESSAGE_GATE (gate)));
  g_assert_false (gtk_widget_get_visible (gate));

  open_id (fixture, "c9");
  ui_test_wait (gtk_widget_get_visible (gate));
  g_assert_true (ui_test_says (pane (fixture), "This patient’s access was disabled."));
  type (fixture, "Bonjour");
  ui_test_wait (was_asked (fixture, "keep:Bonjour"));
  gtk_widget_activate_action (GTK_WIDGET (composer (fixture)), "composer.send", NULL);
  ui_test_settle ();
  g_assert_false (was_asked (fixture, "send:"));
}

static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *id;
    const char *notice;
  } cases[] = {
    { "c3", "Conversation of a colleague: to be read only." },
    { "c4", "Its report is still to be written." },
    { "c5", "nobody can change anything" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      open_id (fixture, cases[i].id);
      g_assert_true (ui_test_says (pane (fixture), cases[i].notice));
      g_assert_false (gtk_widget_get_visible (GTK_WIDGET (composer (fixture))));
      g_assert_false (gtk_widget_get_visible (ui_test_find (pane (fixture), GTK_TYPE_BUTTON, "end_button")));
      /* Whatever key is pressed. */
      act (fixture, "conversation.end");
      g_assert_null (dialog (fixture));
      g_assert_true (ui_test_says (pane (fixture), "Report owed for 3 days") == g_str_equal (cases[i].id, "c4"));
    }
}

static void
test_end (Fixture *fixture, gconstpointer data)
{
  open_id (fixture, "c2");
  type (fixture, "Autre chose");
  g_assert_true (gtk_widget_get_visible (ui_test_find (pane (fixture), GTK_TYPE_BUTTON, "end_button")));
  act (fixture, "conversation.end");
  ui_test_wait (dialog (fixture) != NULL);
  g_assert_nonnull (
      strstr (adw_alert_dialog_get_body (ADW_ALERT_DIALOG (dialog (fixture))), "What you have written and not sent"));
  g_assert_null (strstr (adw_alert_dialog_get_body (ADW_ALERT_DIALOG (dialog (fixture))), "The patient wrote last"));
  g_assert_false (was_asked (fixture, "end:c2"));
  g_signal_emit_by_name (dialog (fixture), "response", "end");
  adw_dialog_force_close (dialog (fixture));
  ui_test_wait (was_asked (fixture, "end:c2"));
  ui_test_wait (ui_test_says (pane (fixture), "Its report is still to be written."));
  g_assert_true (ui_test_says (pane (fixture), "Report owed for 1 min"));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (composer (fixture))));
}

/* The patient would never get it. */
static void
test_end_refused_message (Fixture *fixture, gconstpointer data)
{
  open_id (fixture, "c1");
  act (fixture, "conversation.end");
  ui_test_wait (dialog (fixture) != NULL);
  g_assert_true (ui_test_says (GTK_WIDGET (dialog (fixture)), "A message did not leave"));
  g_assert_false (adw_alert_dialog_has_response (ADW_ALERT_DIALOG (dialog (fixture)), "end"));
  adw_dialog_force_close (dialog (fixture));
  /* Settled, it ends. */
  gtk_widget_activate_action (pane (fixture), "conversation.edit", "s", "m3");
  ui_test_wait (was_asked (fixture, "withdraw:m3"));
  ui_test_settle ();
  act (fixture, "conversation.end");
  ui_test_wait (dialog (fixture) != NULL);
  g_assert_nonnull (strstr (adw_alert_dialog_get_body (ADW_ALERT_DIALOG (dialog (fixture))), "The patient wrote last"));
  g_assert_nonnull (strstr (adw_alert_dialog_get_body (ADW_ALERT_DIALOG (dialog (fixture))), "What waits to be sent"));
  adw_dialog_force_close (dialog (fixture));
}

static void
add_to_c4 (Fixture *fixture)
{
  const gint64 now = orch_clock_now_us ();

  fake_message_desk_add_message (fixture->desk, &(OrchMessageFields) { .id = "r1",
                                                                       .conversation = "c4",
                                                                       .from_patient = TRUE,
                                                                       .text = "Puis-je voyager ?",
                                                                       .sent_us = now - 5 * G_TIME_SPAN_DAY,
                                                                       .error_code = -1 });
  fake_message_desk_add_message (fixture->desk,
                                 &(OrchMessageFields) { .id = "r2",
                                                        .conversation = "c4",
                                                        .sender_name = "Dre Geneviève Tremblay-Beauchemin",
                                                        .text = "Oui, jusqu’à 36 semaines.",
                                                        .sent_us = now - 4 * G_TIME_SPAN_DAY,
                                                        .state = ORCH_MESSAGE_SEEN,
                                                        .error_code = -1 });
}

/* Returns: (transfer none): the text of the report that is written */
static GtkTextBuffer *
open_report (Fixture *fixture)
{
  act (fixture, "conversation.report");
  ui_test_wait (dialog (fixture) != NULL);
  ui_test_wait (ui_test_says (GTK_WIDGET (dialog (fixture)), "Puis-je voyager ?"));
  return gtk_text_view_get_buffer (ui_test_find (dialog (fixture), GTK_TYPE_TEXT_VIEW, "text"));
}

static char *
dup_report_text (GtkTextBuffer *buffer)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

/* What is known is there, what is written stays, and what is produced is a PDF. */
static void
test_report (Fixture *fixture, gconstpointer data)
{
  GtkTextBuffer *buffer = NULL;
  AdwDialog *report = NULL;
  g_autofree char *text = NULL;

  add_to_c4 (fixture);
  open_id (fixture, "c4");
  g_assert_true (gtk_widget_get_visible (ui_test_find (pane (fixture), GTK_TYPE_BUTTON, "write")));
  g_assert_false (gtk_widget_get_visible (ui_test_find (pane (fixture), GTK_TYPE_BUTTON, "save")));
  buffer = open_report (fixture);
  report = dialog (fixture);
  g_assert_true (ui_test_says (GTK_WIDGET (report), "Subject: Suivi de grossesse"));
  g_assert_true (ui_test_says (GTK_WIDGET (report),
                               "Participants: Dr Olivier Côté · Côté, Zoé · Dre Geneviève Tremblay-Beauchemin"));
  g_assert_true (ui_test_says (GTK_WIDGET (report), "Messages in the report: 2 of 2"));

  gtk_text_buffer_insert_at_cursor (buffer, "Voyage permis.", -1);
  g_signal_emit_by_name (ui_test_find (report, GTK_TYPE_LIST_VIEW, "view"), "activate", 2);
  ui_test_wait (ui_test_says (GTK_WIDGET (report), "Messages in the report: 1 of 2"));
  g_assert_nonnull (strstr (fake_message_desk_get_draft (fixture->desk, "c4"), "r1"));
  g_assert_nonnull (strstr (fake_message_desk_get_draft (fixture->desk, "c4"), "Voyage permis."));
  adw_dialog_force_close (report);
  ui_test_wait (dialog (fixture) == NULL);

  buffer = open_report (fixture);
  report = dialog (fixture);
  text = dup_report_text (buffer);
  g_assert_cmpstr (text, ==, "Voyage permis.");
  g_assert_true (ui_test_says (GTK_WIDGET (report), "Messages in the report: 1 of 2"));
  gtk_widget_activate_action (GTK_WIDGET (report), "report.produce", NULL);
  ui_test_wait (dialog (fixture) != report);
  g_assert_false (was_asked (fixture, "complete:"));
  g_signal_emit_by_name (dialog (fixture), "response", "produce");
  adw_dialog_force_close (dialog (fixture));
  ui_test_wait (was_asked (fixture, "complete:c4:Communication report: Suivi de grossesse"));
  ui_test_wait (dialog (fixture) == NULL);
  g_assert_cmpmem (g_bytes_get_data (fake_message_desk_get_report (fixture->desk), NULL), 5, "%PDF-", 5);
  g_assert_null (fake_message_desk_get_draft (fixture->desk, "c4"));
  ui_test_wait (ui_test_says (pane (fixture), "nobody can change anything"));
  g_assert_false (gtk_widget_get_visible (ui_test_find (pane (fixture), GTK_TYPE_BUTTON, "write")));
  g_assert_true (gtk_widget_get_visible (ui_test_find (pane (fixture), GTK_TYPE_BUTTON, "save")));
  g_assert_true (gtk_widget_get_visible (ui_test_find (pane (fixture), GTK_TYPE_BUTTON, "print")));
}

/* Nothing at all is no report; what was typed to the patient and not sent is its conclusion. */
static void
test_report_of_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchConversation) c4 =
      orch_conversation_new (&(OrchConversationFields) { .id = "c4", .status = ORCH_CONVERSATION_REPORT });
  GtkTextBuffer *buffer = NULL;
  AdwDialog *report = NULL;
  g_autofree char *text = NULL;

  add_to_c4 (fixture);
  dex_future_disown (orch_message_desk_keep_draft (fixture->desk, c4, "Bon voyage"));
  open_id (fixture, "c4");
  buffer = open_report (fixture);
  report = dialog (fixture);
  text = dup_report_text (buffer);
  g_assert_cmpstr (text, ==, "Bon voyage");
  gtk_text_buffer_set_text (buffer, "", 0);
  g_signal_emit_by_name (ui_test_find (report, GTK_TYPE_LIST_VIEW, "view"), "activate", 1);
  ui_test_wait (ui_test_says (GTK_WIDGET (report), "Messages in the report: 0 of 2"));
  gtk_widget_activate_action (GTK_WIDGET (report), "report.produce", NULL);
  ui_test_settle ();
  g_assert_true (dialog (fixture) == report);
  g_assert_true (ui_test_says (GTK_WIDGET (report), "Write a conclusion, or choose a message."));
  g_signal_emit_by_name (ui_test_find (report, GTK_TYPE_LIST_VIEW, "view"), "activate", 1);
  ui_test_wait (ui_test_says (GTK_WIDGET (report), "Messages in the report: 2 of 2"));
  adw_dialog_force_close (report);
  ui_test_wait (dialog (fixture) == NULL);
}

/* A report of another workstation is not lost, and that is said. */
static void
test_report_elsewhere (Fixture *fixture, gconstpointer data)
{
  open_id (fixture, "c5");
  act (fixture, "conversation.save-report");
  ui_test_wait (ui_test_says (pane (fixture), "This report is not on the hub yet"));
  g_assert_false (was_asked (fixture, "exported"));
}

static char *
dup_typed (Fixture *fixture)
{
  return orch_message_composer_dup_text (composer (fixture));
}

static void
add_templates (Fixture *fixture)
{
  fake_message_desk_add_template (fixture->desk,
                                  &(OrchMessageTemplateFields) { .id = "t1",
                                                                 .title = "Ordonnance",
                                                                 .text = "Bonjour {prénom}, prenez {dose}.",
                                                                 .author = "Practitioner/other",
                                                                 .approved = TRUE });
  fake_message_desk_add_template (fixture->desk, &(OrchMessageTemplateFields) { .id = "t2",
                                                                                .title = "Résultats",
                                                                                .text = "Vos résultats sont arrivés.",
                                                                                .author = "Practitioner/me",
                                                                                .author_name = "Moi" });
}

static gpointer
open_templates (Fixture *fixture)
{
  gtk_widget_activate_action (GTK_WIDGET (composer (fixture)), "composer.template", NULL);
  ui_test_wait (dialog (fixture) != NULL);
  ui_test_settle ();
  ui_test_lay_out (fixture->window);
  return dialog (fixture);
}

/* What is known is filled in, what is not is selected, and the message does not leave without a word about it. */
static void
test_template (Fixture *fixture, gconstpointer data)
{
  gpointer templates = NULL;
  g_autofree char *typed = NULL;
  g_autofree char *filled = NULL;
  GtkTextIter from;
  GtkTextIter to;
  g_autofree char *selected = NULL;
  GtkTextBuffer *buffer = NULL;

  add_templates (fixture);
  open_id (fixture, "c1");
  templates = open_templates (fixture);
  ui_test_check_narrow (GTK_WIDGET (templates), "templates");
  gtk_editable_set_text (ui_test_find (templates, GTK_TYPE_SEARCH_ENTRY, "search"), "ORDO");
  ui_test_wait (!ui_test_says (templates, "Résultats"));
  g_signal_emit_by_name (ui_test_find (templates, GTK_TYPE_SEARCH_ENTRY, "search"), "activate");
  ui_test_wait (dialog (fixture) == NULL);
  typed = dup_typed (fixture);
  g_assert_cmpstr (typed, ==, "Bonjour Alice, prenez {dose}.");
  buffer = gtk_text_view_get_buffer (ui_test_find (composer (fixture), GTK_TYPE_TEXT_VIEW, "text"));
  g_assert_true (gtk_text_buffer_get_selection_bounds (buffer, &from, &to));
  selected = gtk_text_buffer_get_text (buffer, &from, &to, FALSE);
  g_assert_cmpstr (selected, ==, "{dose}");

  gtk_widget_activate_action (GTK_WIDGET (composer (fixture)), "composer.send", NULL);
  ui_test_wait (dialog (fixture) != NULL);
  g_assert_true (ui_test_says (GTK_WIDGET (dialog (fixture)), "Something is still to be filled in"));
  g_assert_true (ui_test_says (GTK_WIDGET (dialog (fixture)), "{dose}"));
  adw_dialog_force_close (dialog (fixture));
  ui_test_wait (dialog (fixture) == NULL);
  ui_test_settle ();
  g_assert_false (was_asked (fixture, "send:"));
  gtk_text_buffer_delete_selection (buffer, TRUE, TRUE);
  type (fixture, "deux comprimés");
  filled = dup_typed (fixture);
  g_assert_cmpstr (filled, ==, "Bonjour Alice, prenez deux comprimés.");
  gtk_widget_activate_action (GTK_WIDGET (composer (fixture)), "composer.send", NULL);
  ui_test_wait (was_asked (fixture, "send:Bonjour Alice, prenez deux comprimés."));
}

static void
set_note (Fixture *fixture, gboolean note)
{
  gtk_toggle_button_set_active (ui_test_find (composer (fixture), GTK_TYPE_TOGGLE_BUTTON, "note"), note);
  ui_test_settle ();
}

/* An internal note is none of the messages: not sent as one, kept as what it is, shown as what it is, and not lost to another act. */
static void
test_note (Fixture *fixture, gconstpointer data)
{
  g_autofree char *left = NULL;

  open_id (fixture, "c1");
  set_note (fixture, TRUE);
  g_assert_true (ui_test_says (pane (fixture), "Internal note: the patient never sees it"));
  type (fixture, "À rappeler demain");
  ui_test_check_narrow (pane (fixture), "note");
  act (fixture, "conversation.end");
  g_assert_null (dialog (fixture));
  g_assert_true (ui_test_says (pane (fixture), "Add this note first, or clear it."));
  open_id (fixture, "c4");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (composer (fixture))));
  open_id (fixture, "c1");
  ui_test_wait (orch_message_composer_get_note (composer (fixture)));
  left = dup_typed (fixture);
  g_assert_cmpstr (left, ==, "À rappeler demain");
  gtk_widget_activate_action (GTK_WIDGET (composer (fixture)), "composer.send", NULL);
  ui_test_wait (was_asked (fixture, "note:À rappeler demain"));
  ui_test_wait (ui_test_says (pane (fixture), "Internal note · Moi"));
  g_assert_true (ui_test_says (pane (fixture), "Seen by the clinic’s people alone"));
  g_assert_false (was_asked (fixture, "send:"));
  ui_test_wait (!orch_message_composer_get_note (composer (fixture)));
}

/* A correction is a message of its own that says what it corrects; what corrects survives leaving the page, and does nothing to the first. */
static void
test_correction (Fixture *fixture, gconstpointer data)
{
  const gint64 now = orch_clock_now_us ();
  g_autofree char *typed = NULL;

  fake_message_desk_add_message (fixture->desk, &(OrchMessageFields) { .id = "k1",
                                                                       .conversation = "c2",
                                                                       .sender = "Practitioner/me",
                                                                       .sender_name = "Moi",
                                                                       .text = "Prenez-en trois",
                                                                       .sent_us = now - G_TIME_SPAN_MINUTE,
                                                                       .state = ORCH_MESSAGE_SENT,
                                                                       .error_code = -1 });
  open_id (fixture, "c2");
  gtk_widget_activate_action (pane (fixture), "conversation.correct", "s", "k1");
  ui_test_settle ();
  g_assert_true (ui_test_says (pane (fixture), "Correction of a message: the patient sees both"));
  open_id (fixture, "c1");
  g_assert_null (orch_message_composer_get_corrects (composer (fixture)));
  open_id (fixture, "c2");
  ui_test_wait (g_strcmp0 (orch_message_composer_get_corrects (composer (fixture)), "k1") == 0);
  typed = dup_typed (fixture);
  g_assert_cmpstr (typed, ==, "Prenez-en trois");
  ui_test_check_narrow (pane (fixture), "correction");
  gtk_widget_activate_action (GTK_WIDGET (composer (fixture)), "composer.no-correction", NULL);
  ui_test_settle ();
  g_assert_null (orch_message_composer_get_corrects (composer (fixture)));
  gtk_widget_activate_action (pane (fixture), "conversation.correct", "s", "k1");
  ui_test_settle ();
  gtk_widget_activate_action (GTK_WIDGET (composer (fixture)), "composer.send", NULL);
  ui_test_wait (was_asked (fixture, "send:Prenez-en trois"));
  fake_message_desk_add_message (fixture->desk, &(OrchMessageFields) { .id = "k2",
                                                                       .conversation = "c2",
                                                                       .sender = "Practitioner/me",
                                                                       .sender_name = "Moi",
                                                                       .text = "Prenez-en deux",
                                                                       .corrects = "k1",
                                                                       .sent_us = now + G_TIME_SPAN_MINUTE,
                                                                       .state = ORCH_MESSAGE_SENT,
                                                                       .error_code = -1 });
  ui_test_wait (ui_test_says (pane (fixture), "Correction of the message of"));
  g_assert_true (ui_test_says (pane (fixture), "Corrected by a later message"));
}

/* What the patient has left unopened for days is told; not what they have answered since, nor what is of today. */
static void
test_unseen (Fixture *fixture, gconstpointer data)
{
  const gint64 now = orch_clock_now_us ();
  OrchMessageFields fields = { .id = "u1",
                               .conversation = "c2",
                               .sender = "Practitioner/me",
                               .sender_name = "Moi",
                               .text = "Venez-vous ?",
                               .sent_us = now - 2 * G_TIME_SPAN_DAY - G_TIME_SPAN_HOUR,
                               .state = ORCH_MESSAGE_SENT,
                               .error_code = -1 };
  GtkWidget *notice = ui_test_find (pane (fixture), GTK_TYPE_BOX, "unseen_notice");

  fake_message_desk_add_message (fixture->desk, &fields);
  open_id (fixture, "c2");
  g_assert_false (gtk_widget_get_visible (notice));
  fields.sent_us = now - 4 * G_TIME_SPAN_DAY - G_TIME_SPAN_HOUR;
  fake_message_desk_add_message (fixture->desk, &fields);
  open_id (fixture, "c1");
  open_id (fixture, "c2");
  ui_test_wait (gtk_widget_get_visible (notice));
  g_assert_true (ui_test_says (notice, "4 days later"));
  ui_test_check_narrow (pane (fixture), "unseen");
  fields.state = ORCH_MESSAGE_SEEN;
  fields.received_us = now;
  fake_message_desk_add_message (fixture->desk, &fields);
  ui_test_wait (!gtk_widget_get_visible (notice));
  fields.state = ORCH_MESSAGE_SENT;
  fields.received_us = 0;
  fake_message_desk_add_message (fixture->desk, &fields);
  ui_test_wait (gtk_widget_get_visible (notice));
  fake_message_desk_add_message (fixture->desk, &(OrchMessageFields) { .id = "u2",
                                                                       .conversation = "c2",
                                                                       .from_patient = TRUE,
                                                                       .text = "Oui",
                                                                       .sent_us = now,
                                                                       .state = ORCH_MESSAGE_SEEN,
                                                                       .error_code = -1 });
  ui_test_wait (!gtk_widget_get_visible (notice));
}

/* One's own is written and changed; that of another is not a professional's to touch, and none approves theirs. */
static void
test_template_written (Fixture *fixture, gconstpointer data)
{
  gpointer templates = NULL;

  add_templates (fixture);
  open_id (fixture, "c1");
  templates = open_templates (fixture);
  g_assert_true (ui_test_says (templates, "Not approved yet: Moi alone may use it"));
  gtk_widget_activate_action (templates, "template.edit", "s", "t2");
  ui_test_settle ();
  g_assert_false (gtk_widget_get_visible (ui_test_find (templates, GTK_TYPE_CHECK_BUTTON, "approved")));
  gtk_widget_activate_action (templates, "template.remove", NULL);
  ui_test_wait (!ui_test_says (templates, "Résultats"));
  gtk_widget_activate_action (templates, "template.new", NULL);
  ui_test_settle ();
  gtk_editable_set_text (ui_test_find (templates, GTK_TYPE_ENTRY, "name"), "Suivi");
  gtk_widget_activate_action (templates, "template.place", "s", "given name");
  ui_test_settle ();
  gtk_widget_activate_action (templates, "template.save", NULL);
  ui_test_wait (was_asked (fixture, "template:Suivi:own"));
  ui_test_wait (ui_test_says (templates, "{given name}"));
  adw_dialog_force_close (templates);
  ui_test_wait (dialog (fixture) == NULL);
}

/* Tab goes through one message, and leaves the thread. */
static void
test_keyboard (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view = NULL;
  gboolean left = FALSE;

  open_id (fixture, "c2");
  fake_message_desk_add_message (
      fixture->desk,
      &(OrchMessageFields) {
          .id = "k1", .conversation = "c2", .from_patient = TRUE, .text = "Un", .sent_us = 1000, .error_code = -1 });
  ui_test_wait (ui_test_says (pane (fixture), "Un"));
  for (int i = 0; i < 3; i++)
    ui_test_lay_out (fixture->window);
  view = ui_test_find (pane (fixture), GTK_TYPE_LIST_VIEW, "view");
  g_assert_true (gtk_widget_child_focus (view, GTK_DIR_TAB_FORWARD));
  for (guint i = 0; i < 8 && !left; i++)
    {
      gtk_widget_child_focus (fixture->window, GTK_DIR_TAB_FORWARD);
      left = !gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (fixture->window)), view);
    }
  g_assert_true (left);
}

static void
test_lock (Fixture *fixture, gconstpointer data)
{
  open_id (fixture, "c1");
  type (fixture, "Bonjour");
  fake_clinic_set_session (fixture->engine, TRUE, TRUE, FALSE, ORCH_PERMISSION_PROFESSIONAL);
  ui_test_settle ();
  ui_test_lay_out (fixture->window);
  g_assert_false (ui_test_says (fixture->page, "Gagnon"));
  g_assert_false (ui_test_says (fixture->page, "20 mg"));
  {
    g_autofree char *text = orch_message_composer_dup_text (composer (fixture));

    g_assert_cmpstr (text, ==, "");
  }
  /* What a notification asked for meanwhile shows after the unlock. */
  orch_messages_page_open (ORCH_MESSAGES_PAGE (fixture->page), "c2");
  ui_test_settle ();
  g_assert_false (was_asked (fixture, "open:c2"));
  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_PROFESSIONAL);
  ui_test_wait (ui_test_says (fixture->page, "Gagnon, Alice"));
  ui_test_wait (was_asked (fixture, "open:c2"));
}

static void
test_files (void)
{
  static const struct
  {
    const char *name;
    const char *content;
    const char *type;
    const char *safe;
  } cases[] = {
    { "photo.png", "\x89PNG\r\n\x1a\n....", "image/png", "photo.png" },
    { "lettre.exe", "%PDF-1.7", "application/pdf", "lettre.exe.pdf" },
    { "../../etc/passwd", "abc", "text/plain", ".._.._etc_passwd.txt" },
    { "notes.TXT", "Été", "text/plain", "notes.TXT" },
    { "virus.png", "MZ\x90\x01\x02", NULL, NULL },
    { "vide.txt", "", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (cases[i].content, strlen (cases[i].content));
      g_autoptr (GError) error = NULL;
      g_autoptr (OrchMessageFile) file = orch_message_files_from_bytes (cases[i].name, bytes, &error);

      g_assert_cmpstr (orch_message_files_guess (bytes), ==, cases[i].type);
      if (cases[i].type == NULL)
        g_assert_error (error, ORCH_ERROR, ORCH_ERROR_INVALID);
      else if (cases[i].safe[0] != '.')
        g_assert_cmpstr (orch_message_file_get_name (file), ==, cases[i].safe);
      else
        {
          g_assert_null (strchr (orch_message_file_get_name (file), '/'));
          g_assert_false (g_str_has_prefix (orch_message_file_get_name (file), "."));
        }
    }
}

/* The key that sends and the one that locks, one after the other: it was sent. A note, too. */
static void
test_sent_and_locked (Fixture *fixture, gconstpointer data)
{
  open_id (fixture, "c2");
  type (fixture, "Bonjour");
  gtk_widget_activate_action (GTK_WIDGET (composer (fixture)), "composer.send", NULL);
  fake_clinic_set_session (fixture->engine, TRUE, TRUE, FALSE, ORCH_PERMISSION_PROFESSIONAL);
  ui_test_settle ();
  g_assert_true (was_asked (fixture, "send:Bonjour"));

  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_PROFESSIONAL);
  open_id (fixture, "c2");
  set_note (fixture, TRUE);
  type (fixture, "Rappeler");
  gtk_widget_activate_action (GTK_WIDGET (composer (fixture)), "composer.send", NULL);
  fake_clinic_set_session (fixture->engine, TRUE, TRUE, FALSE, ORCH_PERMISSION_PROFESSIONAL);
  ui_test_settle ();
  g_assert_true (was_asked (fixture, "note:Rappeler"));
}

/* What has left the workstation comes from the hub when it is opened; when the hub does not answer, that is said, and what to do. */
static void
test_away (Fixture *fixture, gconstpointer data)
{
  const OrchConversationFields fields = { .id = "c9",
                                          .hub_id = "9",
                                          .subject = "Renouvellement",
                                          .professional = "Practitioner/me",
                                          .status = ORCH_CONVERSATION_COMPLETED,
                                          .n_messages = 1,
                                          .text_left = TRUE };
  GtkWidget *away = find (fixture, ADW_TYPE_STATUS_PAGE, "away");
  GtkWidget *view = find (fixture, ORCH_TYPE_MESSAGE_VIEW, NULL);

  fake_message_desk_put (fixture->desk, &fields, "Gagnon, Alice");
  fake_message_desk_set_hub (fixture->desk, FALSE);
  open_id (fixture, "c9");
  ui_test_wait (gtk_widget_get_mapped (away));
  g_assert_true (was_asked (fixture, "fetch:c9"));
  g_assert_false (gtk_widget_get_visible (view));
  ui_test_wait (ui_test_says (away, "The server does not answer."));
  ui_test_check_narrow (pane (fixture), "away");

  fake_message_desk_set_hub (fixture->desk, TRUE);
  act (fixture, "conversation.fetch");
  ui_test_wait (!gtk_widget_get_visible (away));
  g_assert_true (gtk_widget_get_visible (view));
  /* Another one, which is here: nothing is asked. */
  open_id (fixture, "c1");
  g_assert_false (was_asked (fixture, "fetch:c1"));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
    gboolean empty;
  } tests[] = {
    { "/messages/dashboard", test_dashboard, FALSE },
    { "/messages/filters", test_filters, FALSE },
    { "/messages/fault", test_fault, FALSE },
    { "/messages/empty", test_empty, TRUE },
    { "/messages/thread", test_thread, FALSE },
    { "/messages/long-thread", test_long_thread, FALSE },
    { "/messages/draft", test_send_and_draft, FALSE },
    { "/messages/gate", test_gate, FALSE },
    { "/messages/read-only", test_read_only, FALSE },
    { "/messages/end", test_end, FALSE },
    { "/messages/end-refused-message", test_end_refused_message, FALSE },
    { "/messages/report", test_report, FALSE },
    { "/messages/report-of-nothing", test_report_of_nothing, FALSE },
    { "/messages/report-elsewhere", test_report_elsewhere, FALSE },
    { "/messages/template", test_template, FALSE },
    { "/messages/template-written", test_template_written, FALSE },
    { "/messages/note", test_note, FALSE },
    { "/messages/correction", test_correction, FALSE },
    { "/messages/unseen", test_unseen, FALSE },
    { "/messages/away", test_away, FALSE },
    { "/messages/sent-and-locked", test_sent_and_locked, FALSE },
    { "/messages/keyboard", test_keyboard, FALSE },
    { "/messages/lock", test_lock, FALSE },
  };

  ui_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, GINT_TO_POINTER (tests[i].empty), set_up, tests[i].test, tear_down);
  g_test_add_func ("/messages/files", test_files);
  return g_test_run ();
}
