/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Who sees what: the content for the person who unlocked, and for all others the lock page or the page to sign in.
 */
#include "ui-test.h"

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "fake-clinic.h"
#include "ui/shell/orch-idle-watch.h"
#include "ui/shell/orch-lock-bin.h"
#include "ui/shell/orch-lock-page.h"
#include "ui/shell/orch-sign-in-page.h"

typedef struct
{
  OrchEngine *engine;
  GtkWidget *window;
  GtkWidget *content;
  GtkWidget *bin;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const FakeClinic scene = {
    .state = ORCH_ENGINE_READY, .training = TRUE, .signed_in = TRUE, .permission = ORCH_PERMISSION_RECEPTIONIST
  };

  fixture->engine = fake_clinic_new (&scene);
  fixture->content = g_object_ref_sink (gtk_label_new ("Alice Tremblay"));
  fixture->bin = orch_lock_bin_new (fixture->engine, fixture->content);
  fixture->window = GTK_WIDGET (g_object_new (ADW_TYPE_APPLICATION_WINDOW, NULL));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (fixture->window), fixture->bin);
  gtk_window_present (GTK_WINDOW (fixture->window));
  ui_test_wait (gtk_widget_get_mapped (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_clear_object (&fixture->content);
  ui_test_settle ();
  g_assert_finalize_object (fixture->engine);
}

static GtkWidget *
face (Fixture *fixture)
{
  GtkWidget *child = adw_bin_get_child (ADW_BIN (fixture->bin));

  /* The content has room for warnings around it. */
  return ADW_IS_TOAST_OVERLAY (child) ? adw_toast_overlay_get_child (ADW_TOAST_OVERLAY (child)) : child;
}

static void
click (Fixture *fixture, const char *id)
{
  g_signal_emit_by_name (ui_test_find (face (fixture), GTK_TYPE_BUTTON, id), "clicked");
}

static void
test_faces (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    gboolean signed_in;
    gboolean locked;
    gboolean needs_pin;
    GType (*type) (void);
    const char *page; /* of the page to sign in */
  } cases[] = {
    { TRUE, FALSE, FALSE, gtk_label_get_type, NULL },
    { TRUE, TRUE, FALSE, orch_lock_page_get_type, NULL },
    { TRUE, FALSE, TRUE, orch_sign_in_page_get_type, "pin" },
    { FALSE, FALSE, FALSE, orch_sign_in_page_get_type, "sign-in" },
    { FALSE, FALSE, TRUE, orch_sign_in_page_get_type, "pin" },
    { TRUE, FALSE, FALSE, gtk_label_get_type, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fake_clinic_set_session (fixture->engine, cases[i].signed_in, cases[i].locked, cases[i].needs_pin,
                               ORCH_PERMISSION_RECEPTIONIST);
      g_assert_cmpstr (G_OBJECT_TYPE_NAME (face (fixture)), ==, g_type_name (cases[i].type ()));
      g_assert_true (orch_lock_bin_get_open (ORCH_LOCK_BIN (fixture->bin)) == (face (fixture) == fixture->content));
      if (cases[i].page != NULL)
        g_assert_cmpstr (gtk_stack_get_visible_child_name (ui_test_find (face (fixture), GTK_TYPE_STACK, "stack")), ==,
                         cases[i].page);
      /* What is hidden is out of the tree, not only out of sight. */
      g_assert_true ((gtk_widget_get_root (fixture->content) != NULL) == (face (fixture) == fixture->content));
    }
}

static void
test_lock_closes_dialogs (Fixture *fixture, gconstpointer data)
{
  AdwDialog *dialog = adw_dialog_new ();

  adw_dialog_set_can_close (dialog, FALSE);
  adw_dialog_present (dialog, fixture->bin);
  g_assert_true (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window)) == dialog);
  orch_session_lock (orch_engine_get_session (fixture->engine));
  g_assert_null (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window)));
}

static void
test_wrong_pin (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_REFUSED, "wrong");
  GtkWidget *pin = NULL;
  GtkWidget *fault = NULL;

  fake_clinic_set_answer (fixture->engine, error);
  orch_session_lock (orch_engine_get_session (fixture->engine));
  pin = ui_test_find (face (fixture), ADW_TYPE_PASSWORD_ENTRY_ROW, "pin");
  fault = ui_test_find (face (fixture), GTK_TYPE_LABEL, "fault");
  click (fixture, "unlock"); /* nothing typed: nothing tried */
  ui_test_settle ();
  g_assert_cmpstr (fake_clinic_get_calls (fixture->engine), ==, "");

  gtk_editable_set_text (GTK_EDITABLE (pin), "000000");
  click (fixture, "unlock");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (pin)), ==, "");
  ui_test_wait (gtk_widget_get_visible (fault));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (fault)), ==, "This is not the PIN you chose on this workstation.");

  fake_clinic_set_answer (fixture->engine, NULL);
  gtk_editable_set_text (GTK_EDITABLE (pin), "123456");
  g_assert_false (gtk_widget_get_visible (fault));
  click (fixture, "unlock");
  ui_test_wait (face (fixture) == fixture->content);
}

static void
test_delay (Fixture *fixture, gconstpointer data)
{
  fake_clinic_set_unlock_delay (fixture->engine, 285);
  orch_session_lock (orch_engine_get_session (fixture->engine));
  g_assert_cmpstr (gtk_label_get_text (ui_test_find (face (fixture), GTK_TYPE_LABEL, "fault")), ==,
                   "Too many wrong PINs. Try again in 4:45.");
  g_assert_false (gtk_widget_get_sensitive (ui_test_find (face (fixture), GTK_TYPE_BUTTON, "unlock")));
  fake_clinic_set_unlock_delay (fixture->engine, 0);
  ui_test_wait (gtk_widget_get_sensitive (ui_test_find (face (fixture), GTK_TYPE_BUTTON, "unlock")));
}

static void
test_another_person_and_back (Fixture *fixture, gconstpointer data)
{
  orch_session_lock (orch_engine_get_session (fixture->engine));
  click (fixture, "other");
  g_assert_true (ORCH_IS_SIGN_IN_PAGE (face (fixture)));
  ui_test_wait (gtk_widget_get_visible (ui_test_find (face (fixture), GTK_TYPE_BUTTON, "back")));
  click (fixture, "back");
  g_assert_true (ORCH_IS_LOCK_PAGE (face (fixture)));
}

static void
test_sign_in_then_pin (Fixture *fixture, gconstpointer data)
{
  fake_clinic_set_session (fixture->engine, FALSE, FALSE, FALSE, ORCH_PERMISSION_NONE);
  gtk_editable_set_text (ui_test_find (face (fixture), ADW_TYPE_ENTRY_ROW, "username"), "accueil");
  click (fixture, "sign_in"); /* no password: nothing tried */
  g_assert_cmpstr (fake_clinic_get_calls (fixture->engine), ==, "");
  gtk_editable_set_text (ui_test_find (face (fixture), ADW_TYPE_PASSWORD_ENTRY_ROW, "password"), "secret");
  fake_clinic_hold (fixture->engine);
  click (fixture, "sign_in");
  g_assert_cmpstr (gtk_editable_get_text (ui_test_find (face (fixture), ADW_TYPE_PASSWORD_ENTRY_ROW, "password")), ==,
                   "");
  g_assert_true (gtk_widget_get_visible (ui_test_find (face (fixture), GTK_TYPE_BUTTON, "stop")));
  fake_clinic_release (fixture->engine);
  ui_test_wait (orch_session_needs_pin (orch_engine_get_session (fixture->engine)));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (ui_test_find (face (fixture), GTK_TYPE_STACK, "stack")), ==,
                   "pin");

  gtk_editable_set_text (ui_test_find (face (fixture), ADW_TYPE_PASSWORD_ENTRY_ROW, "pin"), "12345");
  gtk_editable_set_text (ui_test_find (face (fixture), ADW_TYPE_PASSWORD_ENTRY_ROW, "pin_again"), "12345");
  g_assert_false (gtk_widget_get_sensitive (ui_test_find (face (fixture), GTK_TYPE_BUTTON, "keep_pin")));
  gtk_editable_set_text (ui_test_find (face (fixture), ADW_TYPE_PASSWORD_ENTRY_ROW, "pin"), "123456");
  g_assert_false (gtk_widget_get_sensitive (ui_test_find (face (fixture), GTK_TYPE_BUTTON, "keep_pin")));
  gtk_editable_set_text (ui_test_find (face (fixture), ADW_TYPE_PASSWORD_ENTRY_ROW, "pin_again"), "123456");
  g_assert_true (gtk_widget_get_sensitive (ui_test_find (face (fixture), GTK_TYPE_BUTTON, "keep_pin")));
  click (fixture, "keep_pin");
  ui_test_wait (face (fixture) == fixture->content);
}

static void
test_stopped_sign_in_is_not_followed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_OFFLINE, "late");

  fake_clinic_set_session (fixture->engine, FALSE, FALSE, FALSE, ORCH_PERMISSION_NONE);
  gtk_editable_set_text (ui_test_find (face (fixture), ADW_TYPE_ENTRY_ROW, "username"), "accueil");
  gtk_editable_set_text (ui_test_find (face (fixture), ADW_TYPE_PASSWORD_ENTRY_ROW, "password"), "secret");
  fake_clinic_hold (fixture->engine);
  fake_clinic_set_answer (fixture->engine, error);
  click (fixture, "sign_in");
  ui_test_settle ();
  click (fixture, "stop");
  fake_clinic_release (fixture->engine);
  ui_test_settle ();
  g_assert_false (gtk_widget_get_visible (ui_test_find (face (fixture), GTK_TYPE_LABEL, "fault")));
  g_assert_true (gtk_widget_get_visible (ui_test_find (face (fixture), GTK_TYPE_BUTTON, "sign_in")));
}

static void
test_idle (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (ORCH_APPLICATION_ID);

  g_settings_set_uint (settings, "lock-after-minutes", 3);
  g_assert_false (orch_session_is_locked (orch_engine_get_session (fixture->engine)));
  ui_test_settle ();
  orch_clock_set_elapsed_offset_us (181 * G_USEC_PER_SEC);
  ui_test_wait (orch_session_is_locked (orch_engine_get_session (fixture->engine)));
  g_assert_true (ORCH_IS_LOCK_PAGE (face (fixture)));
  orch_clock_set_elapsed_offset_us (0);
}

static gboolean
has_text (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_text (child, text))
      return TRUE;
  return FALSE;
}

static gboolean
is_told (Fixture *fixture, const char *text)
{
  return has_text (fixture->bin, text);
}

/* security.md 3: two minutes before it locks for want of activity, half the time when that is shorter; whatever a person does cancels it. */
static void
test_idle_is_told_before (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    guint minutes;
    int quiet_s; /* nothing is said yet */
    int told_s;
    const char *text;
  } rows[] = {
    { 10, 479, 481, "In 2 minutes the screen locks. Any key keeps it open." },
    { 3, 89, 91, "In 2 minutes the screen locks. Any key keeps it open." },
    { 1, 29, 31, "In 1 minute the screen locks. Any key keeps it open." },
  };
  g_autoptr (GSettings) settings = g_settings_new (ORCH_APPLICATION_ID);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (OrchIdleWatch) watch = orch_idle_watch_new ();

      g_settings_set_uint (settings, "lock-after-minutes", rows[i].minutes);
      orch_clock_set_elapsed_offset_us (0);
      orch_idle_watch_note ();
      orch_clock_set_elapsed_offset_us (rows[i].quiet_s * G_USEC_PER_SEC);
      g_assert_false (orch_idle_watch_is_soon (watch));
      orch_clock_set_elapsed_offset_us (rows[i].told_s * G_USEC_PER_SEC);
      g_assert_true (orch_idle_watch_is_soon (watch));
      ui_test_wait (is_told (fixture, rows[i].text));
      orch_idle_watch_note ();
      g_assert_false (orch_idle_watch_is_soon (watch));
      ui_test_wait (!is_told (fixture, rows[i].text));
      g_assert_false (orch_session_is_locked (orch_engine_get_session (fixture->engine)));
    }
  orch_clock_set_elapsed_offset_us (0);
  orch_idle_watch_note ();
}

/* security.md 7: told before, whatever is done; then only a sign-in opens. */
static void
test_session_over (Fixture *fixture, gconstpointer data)
{
  OrchSession *session = orch_engine_get_session (fixture->engine);

  fake_clinic_set_session_left (fixture->engine, 150);
  orch_clock_set_elapsed_offset_us (40 * G_USEC_PER_SEC);
  orch_idle_watch_note ();
  ui_test_wait (is_told (fixture, "In 2 minutes you sign in again. What you have typed is kept."));
  orch_clock_set_elapsed_offset_us (151 * G_USEC_PER_SEC);
  orch_idle_watch_note ();
  ui_test_wait (orch_session_is_locked (session));
  g_assert_true (ORCH_IS_LOCK_PAGE (face (fixture)));
  g_assert_false (gtk_widget_get_visible (ui_test_find (face (fixture), GTK_TYPE_BUTTON, "unlock")));
  g_assert_false (gtk_widget_get_mapped (ui_test_find (face (fixture), ADW_TYPE_PASSWORD_ENTRY_ROW, "pin")));
  g_assert_cmpstr (gtk_label_get_text (ui_test_find (face (fixture), GTK_TYPE_LABEL, "state")), ==,
                   "Signed in more than 12 hours ago. Sign in again: what you have typed waits for you.");
  click (fixture, "again");
  g_assert_true (ORCH_IS_SIGN_IN_PAGE (face (fixture)));
  orch_clock_set_elapsed_offset_us (0);
}

static void
on_over (OrchIdleWatch *watch, guint *n)
{
  ++*n;
}

/* What a person did while the program had no turn is seen after the time was found to be over, and before it counts. */
static void
test_late_input (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (ORCH_APPLICATION_ID);
  g_autoptr (OrchIdleWatch) watch = orch_idle_watch_new ();
  guint n = 0;

  g_settings_set_uint (settings, "lock-after-minutes", 3);
  g_signal_connect (watch, "over", G_CALLBACK (on_over), &n);
  orch_idle_watch_start (watch);
  g_assert_false (orch_idle_watch_look (watch));

  orch_clock_set_elapsed_offset_us (181 * G_USEC_PER_SEC);
  g_assert_true (orch_idle_watch_look (watch));
  g_assert_cmpuint (n, ==, 0);
  orch_idle_watch_note ();
  ui_test_wait (!orch_idle_watch_is_waiting (watch));
  g_assert_cmpuint (n, ==, 0);

  /* Nobody did anything. */
  orch_clock_set_elapsed_offset_us (2 * 181 * G_USEC_PER_SEC);
  g_assert_true (orch_idle_watch_look (watch));
  ui_test_wait (!orch_idle_watch_is_waiting (watch));
  g_assert_cmpuint (n, ==, 1);
  orch_idle_watch_stop (watch);
  g_assert_false (orch_idle_watch_look (watch));
  orch_clock_set_elapsed_offset_us (0);
}

/* A date that is put right, or moved in training, is nobody's absence. */
static void
test_date_moved (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (ORCH_APPLICATION_ID);
  g_autoptr (OrchIdleWatch) watch = orch_idle_watch_new ();

  g_settings_set_uint (settings, "lock-after-minutes", 3);
  orch_idle_watch_start (watch);
  orch_clock_set_offset_us (G_TIME_SPAN_DAY);
  g_assert_false (orch_idle_watch_look (watch));
  orch_clock_set_offset_us (-G_TIME_SPAN_DAY);
  g_assert_false (orch_idle_watch_look (watch));
  orch_clock_set_offset_us (0);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(name, function) g_test_add ("/ui/lock-bin/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("faces", test_faces);
  ADD ("lock-closes-dialogs", test_lock_closes_dialogs);
  ADD ("wrong-pin", test_wrong_pin);
  ADD ("delay", test_delay);
  ADD ("another-person-and-back", test_another_person_and_back);
  ADD ("sign-in-then-pin", test_sign_in_then_pin);
  ADD ("idle", test_idle);
  ADD ("idle-is-told-before", test_idle_is_told_before);
  ADD ("session-over", test_session_over);
  ADD ("late-input", test_late_input);
  ADD ("date-moved", test_date_moved);
  ADD ("stopped-sign-in-is-not-followed", test_stopped_sign_in_is_not_followed);
  return g_test_run ();
}
