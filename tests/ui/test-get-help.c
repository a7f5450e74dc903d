/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * "Get Help": every error has its place in the guide; the button follows the words of an error and goes with them; the Support page opens
 * there, or a dialog above what is being typed; and what may be told to the support holds nothing that came with the error.
 */
#include "ui-test.h"

#include <glib/gstdio.h>
#include <string.h>

#include "core/orch-error.h"
#include "fake-clinic.h"
#include "ui/orch-error-text.h"
#include "ui/shell/orch-shell-actions.h"
#include "ui/shell/orch-window.h"
#include "ui/support/orch-diagnostic-dialog.h"
#include "ui/support/orch-diagnostic.h"
#include "ui/support/orch-support-branch.h"
#include "ui/support/orch-support-page.h"
#include "ui/support/orch-support-problem.h"
#include "ui/widgets/orch-field.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-plain-text.h"

#define CANARY                                                                                                         \
  "403: Ariane Gagnon GAGA 8052 1412, 418 555-0123, token eyJhbGciOiJSUzI1NiJ9.canari, a.gagnon@example.ca."

typedef struct
{
  OrchEngine *engine;
  GtkWidget *window;
} Fixture;

/* One of the process: it is registered, and never run. */
static AdwApplication *application;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const FakeClinic scene = { .state = ORCH_ENGINE_READY,
                             .signed_in = TRUE,
                             .permission = ORCH_PERMISSION_ADMINISTRATOR,
                             .n_staff = 2,
                             .n_services = 2 };

  if (application == NULL)
    {
      application = ADW_APPLICATION (adw_application_new ("ca.orchestrateur.TestGetHelp", G_APPLICATION_NON_UNIQUE));
      g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
    }
  fixture->engine = fake_clinic_new (&scene);
  orch_shell_add_actions (GTK_APPLICATION (application), fixture->engine);
  fixture->window = GTK_WIDGET (orch_window_new (GTK_APPLICATION (application), fixture->engine));
  gtk_window_present (GTK_WINDOW (fixture->window));
  ui_test_wait (gtk_widget_get_mapped (fixture->window));
  ui_test_wait (gtk_application_get_active_window (GTK_APPLICATION (application)) != NULL);
  ui_test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_test_settle ();
  /* What the actions need hangs on the application, which stays. */
  g_object_set_data (G_OBJECT (application), "orch-shell", NULL);
  g_object_add_weak_pointer (G_OBJECT (fixture->engine), (gpointer *) &fixture->engine);
  g_object_unref (fixture->engine);
  ui_test_wait (fixture->engine == NULL);
}

static void
get_help (Fixture *fixture, OrchError code)
{
  g_assert_true (gtk_widget_activate_action (fixture->window, "app.get-help", "s", orch_error_get_nick (code)));
  ui_test_settle ();
}

static GtkWidget *
shown_page (Fixture *fixture)
{
  return gtk_stack_get_visible_child (ui_test_find (fixture->window, GTK_TYPE_STACK, "pages"));
}

/* A branch for each, which the guide has to its end. */
static void
test_branches (void)
{
  g_autoptr (OrchSupportGuide) guide = orch_support_guide_new_built_in ();

  for (int code = 0; code < ORCH_N_ERRORS; code++)
    {
      const char *branch = orch_support_branch_of ((OrchError) code);
      g_auto (GStrv) ids = g_strsplit (branch, "/", -1);
      g_autoptr (GPtrArray) found = orch_support_guide_find (guide, branch);

      g_assert_cmpuint (found->len, ==, g_strv_length (ids));
      g_assert_cmpuint (found->len, >=, 3);
      g_assert_cmpint (orch_support_branch_code_of (orch_error_get_nick ((OrchError) code)), ==, code);
    }
  g_assert_cmpstr (orch_support_branch_of (ORCH_ERROR_OFFLINE), ==, "staff/problem/internet");
  g_assert_cmpstr (orch_support_branch_of (ORCH_ERROR_DISK_FULL), ==, "staff/problem/ciusss-equipment");
  g_assert_cmpstr (orch_support_branch_of (ORCH_ERROR_WRONG_KEY), ==, "staff/question/other-application");
  g_assert_cmpint (orch_support_branch_code_of ("no-such"), ==, ORCH_ERROR_FAILED);
}

static GtkWidget *
find_button (GtkWidget *root)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found =
          GTK_IS_BUTTON (child) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (child)), "Get _Help") == 0
              ? child
              : find_button (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
offers (GtkWidget *root)
{
  GtkWidget *button = find_button (root);

  return button != NULL && gtk_widget_get_mapped (button);
}

/* Whatever tells it: the button comes with the error's words and goes with them. */
static void
test_beside (void)
{
  g_autoptr (GError) error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_OFFLINE, "x");
  GtkWidget *window = gtk_window_new ();
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *notice = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = gtk_label_new ("It failed");
  GtkWidget *field = orch_field_new ("Key", gtk_entry_new ());
  GtkWidget *banner = adw_banner_new ("");
  GtkWidget *status = adw_status_page_new ();
  GtkWidget *boxes[4];

  gtk_box_append (GTK_BOX (notice), label);
  for (guint i = 0; i < G_N_ELEMENTS (boxes); i++)
    {
      boxes[i] = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
      gtk_box_append (GTK_BOX (boxes[i]), (GtkWidget *[]) { notice, field, banner, status }[i]);
      gtk_box_append (GTK_BOX (column), boxes[i]);
    }
  gtk_window_set_child (GTK_WINDOW (window), column);
  gtk_window_present (GTK_WINDOW (window));
  ui_test_wait (gtk_widget_get_mapped (label));

  orch_get_help_beside (label, NULL);
  g_assert_null (find_button (column));
  orch_get_help_beside (label, error);
  ui_test_wait (offers (boxes[0]));
  gtk_label_set_label (GTK_LABEL (label), "All is well");
  ui_test_wait (!offers (boxes[0]));
  gtk_label_set_label (GTK_LABEL (label), "It failed");
  ui_test_wait (offers (boxes[0]));
  gtk_widget_set_visible (notice, FALSE);
  ui_test_wait (!offers (boxes[0]));

  orch_field_set_error (ORCH_FIELD (field), "Wrong");
  orch_get_help_beside (field, error);
  ui_test_wait (offers (boxes[1]));
  orch_field_set_error (ORCH_FIELD (field), NULL);
  ui_test_wait (!offers (boxes[1]));

  orch_plain_set_banner (ADW_BANNER (banner), "Failed");
  adw_banner_set_revealed (ADW_BANNER (banner), TRUE);
  orch_get_help_beside (banner, error);
  ui_test_wait (offers (boxes[2]));
  adw_banner_set_revealed (ADW_BANNER (banner), FALSE);
  ui_test_wait (!offers (boxes[2]));

  orch_plain_set_description (status, "Try & try again");
  orch_get_help_beside (status, error);
  ui_test_wait (offers (boxes[3]));
  orch_plain_set_description (status, "Nobody found");
  ui_test_wait (!offers (boxes[3]));

  gtk_window_destroy (GTK_WINDOW (window));
}

static const char *
focused_label (GtkWidget *window)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));

  return GTK_IS_BUTTON (focus) ? gtk_button_get_label (GTK_BUTTON (focus)) : NULL;
}

/* After the error comes a row of buttons: the button is one of them, looks as they do, and goes alone. */
static void
test_in_row (void)
{
  g_autoptr (GError) error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_OFFLINE, "x");
  GtkWidget *window = gtk_window_new ();
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = gtk_label_new ("It failed");
  GtkWidget *row = adw_wrap_box_new ();
  GtkWidget *again = gtk_button_new_with_label ("Again");

  gtk_widget_add_css_class (again, "pill");
  adw_wrap_box_append (ADW_WRAP_BOX (row), again);
  gtk_box_append (GTK_BOX (column), label);
  gtk_box_append (GTK_BOX (column), row);
  gtk_window_set_child (GTK_WINDOW (window), column);
  gtk_window_present (GTK_WINDOW (window));
  ui_test_wait (gtk_widget_get_mapped (label));
  orch_get_help_beside (label, error);
  ui_test_wait (offers (row));
  g_assert_true (gtk_widget_has_css_class (find_button (row), "pill"));
  gtk_label_set_label (GTK_LABEL (label), "All is well");
  ui_test_wait (!offers (row));
  g_assert_true (gtk_widget_get_mapped (again));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Below it, further to the right than it reaches, are buttons: Tab comes to them from it, and back. */
static void
test_tab (void)
{
  g_autoptr (GError) error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_OFFLINE, "x");
  GtkWidget *window = gtk_window_new ();
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = gtk_label_new ("It failed");
  GtkWidget *hint = gtk_label_new ("Try again");
  GtkWidget *row = adw_wrap_box_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 900, 300);
  adw_wrap_box_append (ADW_WRAP_BOX (row), gtk_button_new_with_label ("Again"));
  gtk_widget_set_halign (row, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (column), label);
  gtk_box_append (GTK_BOX (column), hint);
  gtk_box_append (GTK_BOX (column), row);
  gtk_window_set_child (GTK_WINDOW (window), column);
  gtk_window_present (GTK_WINDOW (window));
  ui_test_wait (gtk_widget_get_width (column) > 600);
  orch_get_help_beside (label, error);
  ui_test_wait (offers (column) && gtk_widget_get_height (find_button (column)) > 0);
  gtk_widget_grab_focus (find_button (column));
  g_assert_true (gtk_widget_child_focus (window, GTK_DIR_TAB_FORWARD));
  g_assert_cmpstr (focused_label (window), ==, "Again");
  g_assert_true (gtk_widget_child_focus (window, GTK_DIR_TAB_BACKWARD));
  g_assert_cmpstr (focused_label (window), ==, "Get _Help");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What is known of one EMR is on a page of its own: the guide offers that one. */
static void
test_about (Fixture *fixture, gconstpointer data)
{
  GtkWidget *read = NULL;
  g_autoptr (GVariant) target = NULL;

  g_assert_true (gtk_widget_activate_action (fixture->window, "app.get-help", "s", "refused/emr-oscar"));
  ui_test_settle ();
  g_assert_true (ui_test_says (shown_page (fixture), orch_error_text_sentence (ORCH_ERROR_REFUSED)));
  read = ui_test_find (shown_page (fixture), ADW_TYPE_ACTION_ROW, "read");
  g_object_get (read, "action-target", &target, NULL);
  g_assert_cmpstr (g_variant_get_string (target, NULL), ==, "emr-oscar");
}

static void
test_page (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page = NULL;

  get_help (fixture, ORCH_ERROR_OFFLINE);
  page = shown_page (fixture);
  g_assert_true (ORCH_IS_SUPPORT_PAGE (page));
  g_assert_true (ui_test_says (page, orch_error_text_sentence (ORCH_ERROR_OFFLINE)));
  g_assert_true (ui_test_says (page, "I am in a site of the CIUSSS"));
  /* Another error takes the place of the first. */
  get_help (fixture, ORCH_ERROR_DISK_FULL);
  g_assert_false (ui_test_says (page, orch_error_text_sentence (ORCH_ERROR_OFFLINE)));
  g_assert_true (ui_test_says (page, orch_error_text_sentence (ORCH_ERROR_DISK_FULL)));
  gtk_widget_activate_action (page, "support.restart", NULL);
  g_assert_null (ui_test_find (page, ORCH_TYPE_SUPPORT_PROBLEM, NULL));
}

/* What is being typed in a dialog stays; behind the lock nothing of the pages shows. */
static void
test_above (Fixture *fixture, gconstpointer data)
{
  AdwDialog *typed = adw_dialog_new ();
  AdwDialog *above = NULL;
  GtkWidget *before = shown_page (fixture);

  adw_dialog_present (typed, fixture->window);
  ui_test_settle ();
  get_help (fixture, ORCH_ERROR_REFUSED);
  above = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window));
  g_assert_true (above != typed);
  g_assert_true (ui_test_says (above, orch_error_text_sentence (ORCH_ERROR_REFUSED)));
  g_assert_true (shown_page (fixture) == before);
  adw_dialog_force_close (above);
  g_assert_true (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window)) == typed);
  adw_dialog_force_close (typed);
}

static void
test_alert (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_FILE, "x");
  AdwDialog *alert = adw_alert_dialog_new ("Failed", NULL);

  orch_get_help_in_alert (ADW_ALERT_DIALOG (alert), fixture->window, error);
  g_signal_emit_by_name (alert, "response", "get-help");
  ui_test_settle ();
  g_assert_true (ORCH_IS_SUPPORT_PAGE (shown_page (fixture)));
  g_assert_true (ui_test_says (shown_page (fixture), orch_error_text_sentence (ORCH_ERROR_FILE)));
  g_object_ref_sink (alert);
  g_object_unref (alert);
}

static void
test_toast (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_REFUSED, CANARY);
  GtkWidget *toasts = ui_test_find (fixture->window, ADW_TYPE_TOAST_OVERLAY, "content");

  orch_plain_tell_error (ADW_TOAST_OVERLAY (toasts), error);
  ui_test_wait (offers (toasts));
  g_signal_emit_by_name (find_button (toasts), "clicked");
  ui_test_wait (ORCH_IS_SUPPORT_PAGE (shown_page (fixture)));
  g_assert_true (ui_test_says (shown_page (fixture), orch_error_text_sentence (ORCH_ERROR_REFUSED)));
  g_assert_false (ui_test_says (shown_page (fixture), "Gagnon"));
}

/* Returns: (transfer full) */
static char *
dup_shown (AdwDialog *dialog)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (ui_test_find (dialog, GTK_TYPE_TEXT_VIEW, "diagnostic"));
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

/* Of an error whose context has all that must not be told: what is saved is what is shown, and neither has any of it. */
static void
test_diagnostic (Fixture *fixture, gconstpointer data)
{
  static const char *const secret[] = {
    "Ariane", "Gagnon", "GAGA", "8052", "418", "0123", "eyJ", "canari", "@example"
  };
  g_autoptr (GError) error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_REFUSED, CANARY);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "orch-diagnostic-test.txt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  AdwDialog *dialog = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *saved = NULL;
  g_autofree char *mail = NULL;

  fake_clinic_set_answer (fixture->engine, error);
  g_assert_true (gtk_widget_activate_action (fixture->window, "app.diagnostic", "s", "refused"));
  dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window));
  g_assert_true (ORCH_IS_DIAGNOSTIC_DIALOG (dialog));
  ui_test_wait (gtk_widget_get_sensitive (ui_test_find (dialog, ADW_TYPE_WRAP_BOX, "acts")));
  shown = dup_shown (dialog);
  g_assert_true (g_str_has_prefix (shown, "error: refused\n"));
  g_assert_nonnull (strstr (shown, "\norchestrateur: " ORCH_VERSION "\n"));
  g_assert_nonnull (strstr (shown, "\nstate: ready\nstate error: refused\n"));
  g_assert_nonnull (strstr (shown, "libadwaita "));
  for (guint i = 0; i < G_N_ELEMENTS (secret); i++)
    g_assert_null (strstr (shown, secret[i]));
  orch_diagnostic_dialog_save (ORCH_DIAGNOSTIC_DIALOG (dialog), file);
  ui_test_wait (g_file_get_contents (path, &saved, NULL, NULL) && saved[0] != '\0');
  g_assert_cmpstr (saved, ==, shown);
  g_remove (path);
  mail = orch_diagnostic_dup_mail ("error: x\nat: é&?");
  g_assert_cmpstr (mail, ==,
                   "mailto:?subject=Orchestrateur%3A%20diagnostic&body=error%3A%20x%0D%0Aat%3A%20%C3%A9%26%3F");
  adw_dialog_force_close (dialog);
  fake_clinic_set_answer (fixture->engine, NULL);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/get-help/branches", test_branches);
  g_test_add_func ("/get-help/beside", test_beside);
  g_test_add_func ("/get-help/in-row", test_in_row);
  g_test_add_func ("/get-help/tab", test_tab);
#define ADD(name, func) g_test_add ("/get-help/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("page", test_page);
  ADD ("about", test_about);
  ADD ("above", test_above);
  ADD ("alert", test_alert);
  ADD ("toast", test_toast);
  ADD ("diagnostic", test_diagnostic);
#undef ADD
  return g_test_run ();
}
