/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Joining: sign in, pick the clinic, the shared key or none, and what each error says.
 */
#include "ui-test.h"

#include "core/orch-error.h"
#include "fake-clinic.h"
#include "ui/shell/orch-join-dialog.h"
#include "ui/widgets/orch-field.h"

typedef struct
{
  OrchEngine *engine;
  GtkWidget *window;
  AdwDialog *dialog;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer training)
{
  const FakeClinic scene = { .state = ORCH_ENGINE_WELCOME, .training = GPOINTER_TO_INT (training) };

  fixture->engine = fake_clinic_new (&scene);
  fixture->window = GTK_WIDGET (g_object_new (ADW_TYPE_APPLICATION_WINDOW, NULL));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (fixture->window), adw_bin_new ());
  gtk_window_present (GTK_WINDOW (fixture->window));
  ui_test_wait (gtk_widget_get_mapped (fixture->window));
  fixture->dialog = g_object_ref_sink (orch_join_dialog_new (fixture->engine));
  adw_dialog_present (fixture->dialog, fixture->window);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  adw_dialog_force_close (fixture->dialog);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_test_settle ();
  g_assert_finalize_object (fixture->dialog);
  g_assert_finalize_object (fixture->engine);
}

static gpointer
find (Fixture *fixture, GType type, const char *id)
{
  return ui_test_find (fixture->dialog, type, id);
}

static const char *
page (Fixture *fixture)
{
  return adw_navigation_view_get_visible_page_tag (find (fixture, ADW_TYPE_NAVIGATION_VIEW, NULL));
}

static void
click (Fixture *fixture, const char *id)
{
  g_signal_emit_by_name (find (fixture, GTK_TYPE_BUTTON, id), "clicked");
}

static void
pick_clinic (Fixture *fixture)
{
  gtk_editable_set_text (find (fixture, GTK_TYPE_ENTRY, "username"), "admin");
  gtk_editable_set_text (find (fixture, GTK_TYPE_PASSWORD_ENTRY, "password"), "secret");
  click (fixture, "sign_in");
  ui_test_wait (g_strcmp0 (page (fixture), "clinics") == 0);
  g_signal_emit_by_name (find (fixture, GTK_TYPE_LIST_BOX, "clinics"), "row-activated",
                         gtk_list_box_get_row_at_index (find (fixture, GTK_TYPE_LIST_BOX, "clinics"), 0));
  g_assert_cmpstr (page (fixture), ==, "key");
}

static void
test_training_form (Fixture *fixture, gconstpointer data)
{
  g_assert_false (gtk_widget_get_visible (find (fixture, ORCH_TYPE_FIELD, "address_field")));
  g_assert_false (gtk_widget_get_sensitive (find (fixture, GTK_TYPE_BUTTON, "sign_in")));
  gtk_editable_set_text (find (fixture, GTK_TYPE_ENTRY, "username"), "admin");
  g_assert_false (gtk_widget_get_sensitive (find (fixture, GTK_TYPE_BUTTON, "sign_in")));
  gtk_editable_set_text (find (fixture, GTK_TYPE_PASSWORD_ENTRY, "password"), "secret");
  g_assert_true (gtk_widget_get_sensitive (find (fixture, GTK_TYPE_BUTTON, "sign_in")));
}

static void
test_address (Fixture *fixture, gconstpointer data)
{
  static const char *const cases[][2] = {
    { "hub.example.ca/fhir/", " https://hub.example.ca/fhir" },
    { "  https://hub.example.ca/fhir ", " https://hub.example.ca/fhir" },
  };
  g_autoptr (GError) error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_OFFLINE, "no answer");

  g_assert_false (gtk_widget_get_visible (find (fixture, ORCH_TYPE_FIELD, "username_field")));
  g_assert_false (gtk_widget_get_visible (find (fixture, ORCH_TYPE_FIELD, "password_field")));
  fake_clinic_set_answer (fixture->engine, error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gtk_editable_set_text (find (fixture, GTK_TYPE_ENTRY, "address"), cases[i][0]);
      click (fixture, "sign_in");
      g_assert_true (g_str_has_suffix (fake_clinic_get_calls (fixture->engine), cases[i][1]));
      ui_test_wait (gtk_widget_get_visible (find (fixture, GTK_TYPE_BOX, "sign_in_notice")));
      g_assert_cmpstr (page (fixture), ==, "sign-in");
    }
}

/* Stopped: the engine is told, what it then answers is not read, and another begins at once. */
static void
test_stopped (Fixture *fixture, gconstpointer data)
{
  gtk_editable_set_text (find (fixture, GTK_TYPE_ENTRY, "address"), "hub.example.ca");
  fake_clinic_hold (fixture->engine);
  click (fixture, "sign_in");
  g_assert_false (gtk_widget_get_visible (find (fixture, GTK_TYPE_BUTTON, "sign_in")));
  click (fixture, "stop");
  g_assert_true (g_str_has_suffix (fake_clinic_get_calls (fixture->engine), " stop-sign-in"));
  g_assert_true (gtk_widget_get_sensitive (find (fixture, GTK_TYPE_BUTTON, "sign_in")));
  fake_clinic_release (fixture->engine);
  ui_test_settle ();
  g_assert_cmpstr (page (fixture), ==, "sign-in");
  click (fixture, "sign_in");
  ui_test_wait (g_strcmp0 (page (fixture), "clinics") == 0);
}

static void
test_with_key (Fixture *fixture, gconstpointer data)
{
  pick_clinic (fixture);
  g_assert_false (gtk_widget_get_sensitive (find (fixture, GTK_TYPE_BUTTON, "join")));
  gtk_editable_set_text (find (fixture, GTK_TYPE_PASSWORD_ENTRY, "key"), "the key");
  fake_clinic_hold (fixture->engine);
  click (fixture, "join");
  g_assert_cmpstr (page (fixture), ==, "joining");
  g_assert_false (adw_dialog_get_can_close (fixture->dialog));
  g_assert_true (g_str_has_suffix (fake_clinic_get_calls (fixture->engine), " join-with-key"));
  fake_clinic_release (fixture->engine);
  ui_test_wait (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window)) == NULL);
  g_assert_cmpint (orch_engine_get_state (fixture->engine), ==, ORCH_ENGINE_READY);
}

static void
test_without_key (Fixture *fixture, gconstpointer data)
{
  pick_clinic (fixture);
  gtk_editable_set_text (find (fixture, GTK_TYPE_PASSWORD_ENTRY, "key"), "half typed");
  click (fixture, "skip");
  g_assert_true (g_str_has_suffix (fake_clinic_get_calls (fixture->engine), " join-without-key"));
  ui_test_wait (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window)) == NULL);
}

static void
test_wrong_key (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_WRONG_KEY, "Sealed with another key");
  OrchField *field = NULL;

  pick_clinic (fixture);
  field = find (fixture, ORCH_TYPE_FIELD, "key_field");
  fake_clinic_set_answer (fixture->engine, error);
  gtk_editable_set_text (find (fixture, GTK_TYPE_PASSWORD_ENTRY, "key"), "not it");
  click (fixture, "join");
  ui_test_wait (orch_field_get_error (field) != NULL);
  g_assert_true (g_str_has_prefix (orch_field_get_error (field), "This is not the clinic's key."));
  g_assert_cmpstr (page (fixture), ==, "key");
  g_assert_cmpstr (gtk_editable_get_text (find (fixture, GTK_TYPE_PASSWORD_ENTRY, "key")), ==, "");
  g_assert_true (adw_dialog_get_can_close (fixture->dialog));
}

/* A hub that refuses is not a key that is wrong: its words are told, and what to do about them. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_REFUSED, "403: Account suspended");
  OrchField *field = NULL;

  pick_clinic (fixture);
  field = find (fixture, ORCH_TYPE_FIELD, "key_field");
  fake_clinic_set_answer (fixture->engine, error);
  gtk_editable_set_text (find (fixture, GTK_TYPE_PASSWORD_ENTRY, "key"), "any key");
  click (fixture, "join");
  ui_test_wait (orch_field_get_error (field) != NULL);
  g_assert_null (strstr (orch_field_get_error (field), "clinic's key"));
  g_assert_nonnull (strstr (orch_field_get_error (field), "Account suspended"));
  g_assert_nonnull (strstr (orch_field_get_error (field), "ask an administrator"));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(name, training, function)                                                                                  \
  g_test_add ("/ui/join-dialog/" name, Fixture, GINT_TO_POINTER (training), set_up, function, tear_down)
  ADD ("training-form", TRUE, test_training_form);
  ADD ("address", FALSE, test_address);
  ADD ("stopped", FALSE, test_stopped);
  ADD ("with-key", TRUE, test_with_key);
  ADD ("without-key", TRUE, test_without_key);
  ADD ("wrong-key", TRUE, test_wrong_key);
  ADD ("refused", TRUE, test_refused);
  return g_test_run ();
}
