/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A conversation passes from hand to hand in the window: what is asked, what is told, what the list and the thread show of it.
 */
#include "ui-test.h"

#include "core/orch-clock.h"
#include "fake-clinic.h"
#include "fake-messages.h"
#include "ui/messages/orch-conversation-pane.h"
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

/* Answers the question that is shown: the choice at @choice, and @why. */
static void
answer (Fixture *fixture, guint choice, const char *why)
{
  GtkWidget *shown = NULL;

  ui_test_wait (dialog (fixture) != NULL);
  shown = GTK_WIDGET (dialog (fixture));
  gtk_drop_down_set_selected (ui_test_find (shown, GTK_TYPE_DROP_DOWN, NULL), choice);
  gtk_editable_set_text (ui_test_find (shown, ADW_TYPE_ENTRY_ROW, NULL), why);
  g_signal_emit_by_name (shown, "response", "do");
  adw_dialog_force_close (ADW_DIALOG (shown));
  ui_test_settle ();
}

static void
test_assign (Fixture *fixture, gconstpointer data)
{
  open_id (fixture, "c2");
  act (fixture, "conversation.assign");
  answer (fixture, 0, "");
  ui_test_wait (was_asked (fixture, "hand:1:: "));
  act (fixture, "conversation.assign");
  answer (fixture, 1, "Pour demain");
  ui_test_wait (was_asked (fixture, ":Pour demain "));
  ui_test_wait (ui_test_says (pane (fixture), "assigned to"));
  /* The departments that the hub has come after the people. */
  act (fixture, "conversation.assign");
  ui_test_wait (dialog (fixture) != NULL);
  {
    GtkDropDown *choice = ui_test_find (dialog (fixture), GTK_TYPE_DROP_DOWN, NULL);
    GListModel *names = gtk_drop_down_get_model (choice);
    const guint n = g_list_model_get_n_items (names);

    g_assert_cmpstr (gtk_string_list_get_string (GTK_STRING_LIST (names), n - 2), ==, "GMF (department)");
    answer (fixture, n - 2, "");
  }
  ui_test_wait (was_asked (fixture, "hand:2:GMF: "));
}

static void
test_urgent (Fixture *fixture, gconstpointer data)
{
  open_id (fixture, "c2");
  g_assert_false (ui_test_says (pane (fixture), "Urgent"));
  act (fixture, "conversation.routine");
  act (fixture, "conversation.urgent");
  ui_test_wait (was_asked (fixture, "hand:3:: "));
  g_assert_false (was_asked (fixture, "hand:4:"));
  ui_test_wait (ui_test_says (pane (fixture), "Urgent"));
  act (fixture, "conversation.routine");
  ui_test_wait (was_asked (fixture, "hand:4:: "));
}

static void
test_follow_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) now = orch_clock_now_local ();
  g_autoptr (GDateTime) then = g_date_time_add_days (now, 7);
  g_autofree char *day = g_date_time_format (then, "%Y-%m-%d");
  g_autofree char *call = g_strdup_printf ("hand:5:%s:Résultats ", day);
  g_autofree char *told = g_strdup_printf ("Follow-up %s", day);

  open_id (fixture, "c2");
  act (fixture, "conversation.follow-up");
  answer (fixture, 3, "Résultats");
  ui_test_wait (was_asked (fixture, call));
  ui_test_wait (ui_test_says (pane (fixture), told));
  g_assert_true (ui_test_says (fixture->page, told));
  /* The day that is there is chosen, and can be taken away. */
  act (fixture, "conversation.follow-up");
  ui_test_wait (dialog (fixture) != NULL);
  g_assert_cmpuint (gtk_drop_down_get_selected (ui_test_find (dialog (fixture), GTK_TYPE_DROP_DOWN, NULL)), ==, 3);
  answer (fixture, 7, "");
  ui_test_wait (was_asked (fixture, "hand:5:: "));
  ui_test_wait (!ui_test_says (pane (fixture), told));
}

/* Of a colleague's, of one that ended and of a completed one nothing is asked. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const char *const ids[] = { "c3", "c4", "c5" };
  static const char *const acts[] = { "conversation.assign", "conversation.follow-up", "conversation.urgent",
                                      "conversation.routine", "conversation.take" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      open_id (fixture, ids[i]);
      for (guint k = 0; k < G_N_ELEMENTS (acts); k++)
        act (fixture, acts[k]);
      g_assert_null (dialog (fixture));
    }
  g_assert_false (was_asked (fixture, "hand:"));
}

/* One of a department where the person practises, that nobody answers. */
static void
test_take_over (Fixture *fixture, gconstpointer data)
{
  fake_message_desk_put (fixture->desk,
                         &(OrchConversationFields) { .id = "c6",
                                                     .subject = "S",
                                                     .professional = "Practitioner/other",
                                                     .author = "Practitioner/other",
                                                     .department = "Organization/21",
                                                     .status = ORCH_CONVERSATION_IN_PROGRESS },
                         "Côté, Rose");
  open_id (fixture, "c3");
  g_assert_false (gtk_widget_get_visible (ui_test_find (pane (fixture), GTK_TYPE_BUTTON, "take")));
  open_id (fixture, "c6");
  ui_test_wait (gtk_widget_get_visible (ui_test_find (pane (fixture), GTK_TYPE_BUTTON, "take")));
  act (fixture, "conversation.take");
  ui_test_wait (was_asked (fixture, "hand:1:Dre Roy: "));
  ui_test_wait (!gtk_widget_get_visible (ui_test_find (pane (fixture), GTK_TYPE_BUTTON, "take")));
}

static void
test_history (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    OrchMessageFields fields;
    const char *told;
  } rows[] = {
    { { .event = ORCH_NOTE_ASSIGNED, .about = "Practitioner/x", .about_name = "Dr Luc Roy", .text = "Pour toi" },
      "Assigned to Dr Luc Roy · Dre Roy" },
    { { .event = ORCH_NOTE_ASSIGNED }, "Assigned to nobody · Dre Roy" },
    { { .event = ORCH_NOTE_ASSIGNED, .about = "Practitioner/me" }, "Taken over · Dre Roy" },
    { { .event = ORCH_NOTE_DEPARTMENT, .about = "Organization/1", .about_name = "GMF" },
      "Given to the department GMF · Dre Roy" },
    { { .event = ORCH_NOTE_URGENT }, "Marked as urgent · Dre Roy" },
    { { .event = ORCH_NOTE_ROUTINE }, "No longer urgent · Dre Roy" },
    { { .event = ORCH_NOTE_FOLLOW_UP, .day = "2026-12-01" }, "To follow up on 2026-12-01 · Dre Roy" },
    { { .event = ORCH_NOTE_FOLLOW_UP }, "No follow-up any more · Dre Roy" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      OrchMessageFields f = rows[i].fields;
      g_autofree char *id = g_strdup_printf ("n%u", i);

      f.id = id;
      f.conversation = "c2";
      f.note = TRUE;
      f.sender = "Practitioner/me";
      f.sender_name = "Dre Roy";
      f.state = ORCH_MESSAGE_SENT;
      f.sent_us = orch_clock_now_us ();
      fake_message_desk_add_message (fixture->desk, &f);
    }
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1000, 1600);
  open_id (fixture, "c2");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    ui_test_wait (ui_test_says (pane (fixture), rows[i].told));
  g_assert_true (ui_test_says (pane (fixture), "Pour toi"));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/hand/assign", test_assign },   { "/hand/urgent", test_urgent },       { "/hand/follow-up", test_follow_up },
    { "/hand/refused", test_refused }, { "/hand/take-over", test_take_over }, { "/hand/history", test_history },
  };

  ui_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
