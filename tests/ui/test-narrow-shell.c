/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The main window's dialogs, joining and the lock fit in 360 pixels, at twice the text size too, in the language they are run in.
 */
#include "ui-test.h"

#include "core/orch-error.h"
#include "fake-clinic.h"
#include "fake-journal.h"
#include "ui/journal/orch-journal-dialog.h"
#include "ui/shell/orch-clinic-page.h"
#include "ui/shell/orch-conflicts-dialog.h"
#include "ui/shell/orch-directory-page.h"
#include "ui/shell/orch-emr-dialog.h"
#include "ui/shell/orch-join-dialog.h"
#include "ui/shell/orch-key-dialog.h"
#include "ui/shell/orch-preferences-dialog.h"
#include "ui/shell/orch-shortcuts-dialog.h"
#include "ui/shell/orch-staff-dialog.h"
#include "ui/shell/orch-window.h"

static GtkWidget *
make_window (OrchEngine *engine)
{
  GtkWidget *window = GTK_WIDGET (orch_window_new (NULL, engine));

  gtk_window_set_default_size (GTK_WINDOW (window), 370, 640); /* with its frame */
  gtk_window_present (GTK_WINDOW (window));
  ui_test_wait (gtk_widget_get_mapped (window));
  ui_test_settle ();
  return window;
}

static OrchEngine *
make_engine (void)
{
  return fake_clinic_new (&(FakeClinic) { .state = ORCH_ENGINE_READY,
                                          .training = TRUE,
                                          .signed_in = TRUE,
                                          .permission = ORCH_PERMISSION_ADMINISTRATOR,
                                          .n_staff = 25,
                                          .n_services = 40,
                                          .n_conflicts = 3 });
}

static void
end (GtkWidget *window, OrchEngine *engine)
{
  gtk_window_destroy (GTK_WINDOW (window));
  ui_test_settle ();
  g_object_unref (engine);
}

/* Both sides of the window, its banners, and what is in the place of the clinic while it is locked. */
static void
test_window (gconstpointer data)
{
  OrchEngine *engine = make_engine ();
  GtkWidget *window = NULL;
  GtkWidget *content = NULL;

  ui_test_set_text_scale (GPOINTER_TO_INT (data));
  window = make_window (engine);
  content = adw_application_window_get_content (ADW_APPLICATION_WINDOW (window));
  ui_test_check_narrow (content, "sidebar");
  for (int notice = ORCH_EMR_NOTICE_TAKEN; notice <= ORCH_EMR_NOTICE_WANTS_KEY; notice++)
    {
      fake_clinic_set_emr_notice (engine, (OrchEmrNotice) notice);
      ui_test_settle ();
      ui_test_check_narrow (content, "notice");
    }
  gtk_widget_activate_action (window, "win.go", "i", ORCH_WINDOW_CLINIC);
  ui_test_settle ();
  ui_test_check_narrow (content, "clinic, key wanted");
  fake_clinic_set_emr_notice (engine, ORCH_EMR_NOTICE_NONE);
  for (int page = 0; page < ORCH_WINDOW_N_PAGES; page++)
    {
      g_autofree char *what = g_strdup_printf ("page %d", page);

      gtk_widget_activate_action (window, "win.go", "i", page);
      ui_test_settle ();
      ui_test_check_narrow (content, what);
    }
  /* Rows are typed there. */
  fake_clinic_be_standalone (engine);
  for (int page = ORCH_WINDOW_SERVICES; page <= ORCH_WINDOW_STAFF; page++)
    {
      gtk_widget_activate_action (window, "win.go", "i", page);
      ui_test_settle ();
      ui_test_check_narrow (content, page == ORCH_WINDOW_SERVICES ? "services, standalone" : "staff, standalone");
    }
  fake_clinic_set_session (engine, TRUE, TRUE, FALSE, ORCH_PERMISSION_ADMINISTRATOR);
  ui_test_settle ();
  ui_test_check_narrow (content, "locked");
  fake_clinic_set_session (engine, TRUE, FALSE, TRUE, ORCH_PERMISSION_ADMINISTRATOR);
  ui_test_settle ();
  ui_test_check_narrow (content, "PIN to choose");
  fake_clinic_set_session (engine, FALSE, FALSE, FALSE, ORCH_PERMISSION_NONE);
  ui_test_settle ();
  ui_test_check_narrow (content, "signed out");
  end (window, engine);
}

static void
check_dialog (GtkWidget *window, AdwDialog *dialog, const char *what)
{
  adw_dialog_present (dialog, window);
  ui_test_lay_out (window);
  ui_test_check_narrow (adw_dialog_get_child (dialog), what);
  adw_dialog_force_close (dialog);
  ui_test_settle ();
}

/* An act about somebody, done elsewhere, and a hub that does not answer: all that it can say. */
static void
check_journal (GtkWidget *window, OrchEngine *engine)
{
  g_autoptr (GError) error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_OFFLINE, "no answer");

  fake_journal_name ("Practitioner/1", "Marie-Antoinette Tranchemontagne-Desjardins");
  fake_journal_add ("Practitioner/1", "invitation-sent-again", "11111111-0000-4000-8000-00000000000a", "there", 1);
  fake_journal_set_hub_error (error);
  check_dialog (window, orch_journal_dialog_new (engine, NULL, NULL), "journal");
  fake_journal_clear ();
}

static void
test_dialogs (gconstpointer data)
{
  OrchEngine *engine = make_engine ();
  g_autoptr (OrchStaffMember) member =
      orch_staff_member_new (&(OrchStaffMemberFields) { .id = "a",
                                                        .prefix = "Dre",
                                                        .given = "Marie-Antoinette",
                                                        .family = "Charlebois-Desrosiers",
                                                        .licence = "12345",
                                                        .active = TRUE });
  GtkWidget *window = NULL;

  ui_test_set_text_scale (GPOINTER_TO_INT (data));
  window = make_window (engine);
  check_dialog (window, orch_key_dialog_new (engine), "key");
  check_journal (window, engine);
  check_dialog (window, orch_emr_dialog_new (engine, NULL), "EMR, the PIN");
  check_dialog (window, orch_preferences_dialog_new (engine), "preferences");
  check_dialog (window, orch_shortcuts_dialog_new (), "shortcuts");
  check_dialog (window, orch_conflicts_dialog_new (engine, ORCH_IMPORT_STAFF), "conflicts of staff");
  check_dialog (window, orch_conflicts_dialog_new (engine, ORCH_IMPORT_SERVICES), "conflicts of services");
  check_dialog (window, orch_staff_dialog_new (engine, member), "a member of the staff");
  end (window, engine);
}

/* Behind the PIN: the wizard's own forms. */
static void
test_emr (gconstpointer data)
{
  OrchEngine *engine = make_engine ();
  GtkWidget *window = NULL;
  AdwDialog *dialog = NULL;

  ui_test_set_text_scale (GPOINTER_TO_INT (data));
  window = make_window (engine);
  dialog = orch_emr_dialog_new (engine, NULL);
  adw_dialog_present (dialog, window);
  gtk_editable_set_text (ui_test_find (dialog, GTK_TYPE_PASSWORD_ENTRY, "pin"), "246813");
  g_signal_emit_by_name (ui_test_find (dialog, GTK_TYPE_BUTTON, "confirm"), "clicked");
  ui_test_wait (
      g_str_equal (gtk_stack_get_visible_child_name (ui_test_find (dialog, GTK_TYPE_STACK, "stack")), "edit"));
  orch_setup_choose_emr (fake_clinic_get_import (engine), "fhir-r4");
  ui_test_lay_out (window);
  ui_test_check_narrow (adw_dialog_get_child (dialog), "EMR");
  adw_dialog_force_close (dialog);
  end (window, engine);
}

static void
test_join (gconstpointer data)
{
  OrchEngine *engine = fake_clinic_new (&(FakeClinic) { .state = ORCH_ENGINE_WELCOME, .training = TRUE });
  GtkWidget *window = NULL;
  AdwDialog *dialog = NULL;
  AdwNavigationView *pages = NULL;

  ui_test_set_text_scale (GPOINTER_TO_INT (data));
  window = GTK_WIDGET (g_object_new (ADW_TYPE_APPLICATION_WINDOW, NULL));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), adw_bin_new ());
  gtk_window_set_default_size (GTK_WINDOW (window), 370, 640); /* with its frame */
  gtk_window_present (GTK_WINDOW (window));
  dialog = orch_join_dialog_new (engine);
  adw_dialog_present (dialog, window);
  ui_test_lay_out (window);
  pages = ui_test_find (dialog, ADW_TYPE_NAVIGATION_VIEW, NULL);
  ui_test_check_narrow (adw_dialog_get_child (dialog), "sign in");
  gtk_editable_set_text (ui_test_find (dialog, GTK_TYPE_ENTRY, "username"), "admin");
  gtk_editable_set_text (ui_test_find (dialog, GTK_TYPE_PASSWORD_ENTRY, "password"), "secret");
  g_signal_emit_by_name (ui_test_find (dialog, GTK_TYPE_BUTTON, "sign_in"), "clicked");
  ui_test_wait (g_strcmp0 (adw_navigation_view_get_visible_page_tag (pages), "clinics") == 0);
  ui_test_check_narrow (adw_dialog_get_child (dialog), "clinics");
  g_signal_emit_by_name (ui_test_find (dialog, GTK_TYPE_LIST_BOX, "clinics"), "row-activated",
                         gtk_list_box_get_row_at_index (ui_test_find (dialog, GTK_TYPE_LIST_BOX, "clinics"), 0));
  ui_test_settle ();
  ui_test_check_narrow (adw_dialog_get_child (dialog), "key");
  adw_dialog_force_close (dialog);
  end (window, engine);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ui_test_add_style ();
  /* What is too wide is told as such below, each time. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  for (int scale = 1; scale <= 2; scale++)
    {
      ui_test_add_scaled ("/narrow/window", scale, test_window);
      ui_test_add_scaled ("/narrow/dialogs", scale, test_dialogs);
      ui_test_add_scaled ("/narrow/emr", scale, test_emr);
      ui_test_add_scaled ("/narrow/join", scale, test_join);
    }
  return g_test_run ();
}
