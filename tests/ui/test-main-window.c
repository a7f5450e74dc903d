/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The main window on a fake clinic: its pages, what each permission may do, what the lock takes away, how narrow it gets.
 */
#include "ui-test.h"

#include "core/orch-error.h"
#include "fake-clinic.h"
#include "fake-desk.h"
#include "fake-setup.h"
#include "ui/appointments/orch-appointments-page.h"
#include "ui/messages/orch-messages-page.h"
#include "ui/services/orch-services-page.h"
#include "ui/shell/orch-clinic-page.h"
#include "ui/shell/orch-key-use-banner.h"
#include "ui/orch-error-text.h"
#include "ui/sync/orch-sync-indicator.h"
#include "ui/sync/orch-sync-page.h"
#include "ui/shell/orch-directory-page.h"
#include "ui/shell/orch-doubles-banner.h"
#include "ui/shell/orch-help-page.h"
#include "ui/shell/orch-key-dialog.h"
#include "ui/shell/orch-preferences-dialog.h"
#include "ui/patients/orch-patients-page.h"
#include "ui/remuneration/orch-remuneration-page.h"
#include "ui/shell/orch-window.h"
#include "ui/support/orch-support-page.h"
#include "ui/widgets/orch-field.h"
#include "ui/wizard/orch-hand-dialog.h"

typedef struct
{
  OrchEngine *engine;
  GtkWidget *window;
} Fixture;

enum
{
  MESSAGES,
  APPOINTMENTS,
  SERVICES,
  STAFF,
  PATIENTS,
  SYNC,
  REPORT,
  CLINIC,
  SUPPORT,
};

static void
open_clinic (Fixture *fixture, guint n_staff, guint n_services, guint n_conflicts)
{
  const FakeClinic scene = { .state = ORCH_ENGINE_READY,
                             .training = TRUE,
                             .signed_in = TRUE,
                             .permission = ORCH_PERMISSION_ADMINISTRATOR,
                             .n_staff = n_staff,
                             .n_services = n_services,
                             .n_conflicts = n_conflicts };

  fixture->engine = fake_clinic_new (&scene);
  fixture->window = GTK_WIDGET (orch_window_new (NULL, fixture->engine));
  gtk_window_present (GTK_WINDOW (fixture->window));
  ui_test_wait (gtk_widget_get_mapped (fixture->window));
  ui_test_settle ();
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  open_clinic (fixture, 25, 40, 3);
}

static void
set_up_empty (Fixture *fixture, gconstpointer data)
{
  open_clinic (fixture, 0, 0, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  /* What a page still waits for keeps it, and the engine, until it is there. */
  g_object_add_weak_pointer (G_OBJECT (fixture->engine), (gpointer *) &fixture->engine);
  g_object_unref (fixture->engine);
  ui_test_wait (fixture->engine == NULL);
}

/* In the page that shows, else in the window around it. */
static gpointer
find (Fixture *fixture, GType type, const char *id)
{
  GtkStack *pages = ui_test_find (fixture->window, GTK_TYPE_STACK, "pages");
  GtkWidget *page = pages != NULL ? gtk_stack_get_visible_child (pages) : NULL;
  gpointer found = NULL;

  if (page != NULL && g_type_is_a (G_OBJECT_TYPE (page), type) && id == NULL)
    return page;
  found = page != NULL ? ui_test_find (page, type, id) : NULL;
  return found != NULL ? found : ui_test_find (fixture->window, type, id);
}

static void
go (Fixture *fixture, int page)
{
  gtk_widget_activate_action (fixture->window, "win.go", "i", page);
  ui_test_settle ();
}

static guint
n_rows (Fixture *fixture)
{
  GtkColumnView *view = find (fixture, GTK_TYPE_COLUMN_VIEW, "view");

  return g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (view)));
}

static const char *
shown_page (Fixture *fixture)
{
  return adw_navigation_page_get_title (
      adw_navigation_split_view_get_content (find (fixture, ADW_TYPE_NAVIGATION_SPLIT_VIEW, "split")));
}

static void
test_pages (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *title;
    GType (*type) (void);
    const char *help;
  } pages[] = { { "Messages", orch_messages_page_get_type, "messages" },
                { "Appointments", orch_appointments_page_get_type, "appointments" },
                { "Services", orch_services_page_get_type, "services" },
                { "Staff", orch_directory_page_get_type, "staff" },
                { "Patients", orch_patients_page_get_type, "patients" },
                { "Synchronisation", orch_sync_page_get_type, "synchronisation" },
                { "Reports", orch_remuneration_page_get_type, "remuneration" },
                { "Clinic", orch_clinic_page_get_type, "clinic" },
                { "Support", orch_support_page_get_type, "support-guide" } };
  GtkListBox *sidebar = find (fixture, GTK_TYPE_LIST_BOX, "sidebar");

  for (int i = SUPPORT; i >= MESSAGES; i--)
    {
      go (fixture, i);
      /* Messages has a split view of its own. */
      g_assert_cmpstr (shown_page (fixture), ==, i == MESSAGES ? "Conversation" : pages[i].title);
      g_assert_nonnull (find (fixture, pages[i].type (), NULL));
      g_assert_cmpstr (orch_help_page_of (GTK_WINDOW (fixture->window)), ==, pages[i].help);
      /* F1 opens a page that is there. */
      g_autofree char *name = g_strconcat (pages[i].help, ".page", NULL);
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "help", "C", name, NULL);
      g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
      g_assert_cmpint (gtk_list_box_row_get_index (gtk_list_box_get_selected_row (sidebar)), ==, i);
    }
  /* Walking the sidebar shows the page too. */
  gtk_list_box_select_row (sidebar, gtk_list_box_get_row_at_index (sidebar, STAFF));
  g_assert_cmpstr (shown_page (fixture), ==, "Staff");
}

/* F1 is about the dialog in front; a question has no page: what it was asked about has. */
static void
test_help_of_dialogs (Fixture *fixture, gconstpointer data)
{
  AdwDialog *preferences = orch_preferences_dialog_new (fixture->engine);
  AdwDialog *question = adw_alert_dialog_new ("Sure?", NULL);

  go (fixture, STAFF);
  adw_dialog_present (preferences, fixture->window);
  g_assert_cmpstr (orch_help_page_of (GTK_WINDOW (fixture->window)), ==, "preferences");
  adw_dialog_present (question, fixture->window);
  g_assert_cmpstr (orch_help_page_of (GTK_WINDOW (fixture->window)), ==, "preferences");
  adw_dialog_force_close (question);
  adw_dialog_force_close (preferences);
  ui_test_settle ();
  g_assert_cmpstr (orch_help_page_of (GTK_WINDOW (fixture->window)), ==, "staff");
  g_assert_null (orch_help_page_of (NULL));
}

static void
on_layout (GdkFrameClock *clock, guint *n)
{
  (*n)++;
}

/* A page that does not show stays in the window, with its rows; what happens in it lays nothing out, and it asks for no width. */
static void
test_pages_stay (Fixture *fixture, gconstpointer data)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (fixture->window);
  GtkWidget *services = NULL;
  GtkWidget *view = NULL;
  guint n = 0;

  go (fixture, SERVICES);
  services = find (fixture, ORCH_TYPE_SERVICES_PAGE, NULL);
  view = find (fixture, GTK_TYPE_COLUMN_VIEW, "view");
  ui_test_wait (n_rows (fixture) == 40 && gtk_widget_get_mapped (view));
  go (fixture, SYNC);
  ui_test_lay_out (fixture->window);
  g_assert_true (gtk_widget_get_root (view) == GTK_ROOT (fixture->window));
  g_assert_true (gtk_widget_get_realized (view));
  g_assert_false (gtk_widget_get_mapped (view));
  g_assert_false (gtk_widget_get_visible (services));
  /* A change of the rows, of what the page says, of its size: none of it reaches the window. */
  g_signal_connect (clock, "layout", G_CALLBACK (on_layout), &n);
  gtk_widget_queue_resize (view);
  gtk_widget_set_size_request (services, 5000, -1);
  ui_test_lay_out (fixture->window);
  g_signal_handlers_disconnect_by_func (clock, on_layout, &n);
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpint (gtk_widget_get_width (fixture->window), <, 5000);
  gtk_widget_set_size_request (services, -1, -1);

  go (fixture, SERVICES);
  ui_test_lay_out (fixture->window);
  g_assert_true (find (fixture, ORCH_TYPE_SERVICES_PAGE, NULL) == services);
  g_assert_true (gtk_widget_get_mapped (view));
  g_assert_cmpuint (n_rows (fixture), ==, 40);
}

/* The lock empties the pages that do not show, too. */
static void
test_lock_behind (Fixture *fixture, gconstpointer data)
{
  GListModel *models[2] = { NULL };
  static const int pages[] = { SERVICES, STAFF };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      GtkColumnView *view = NULL;

      go (fixture, pages[i]);
      view = find (fixture, GTK_TYPE_COLUMN_VIEW, "view");
      models[i] = G_LIST_MODEL (gtk_column_view_get_model (view));
      ui_test_wait (g_list_model_get_n_items (models[i]) > 0);
    }
  go (fixture, CLINIC);
  gtk_widget_activate_action (fixture->window, "win.lock", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    g_assert_cmpuint (g_list_model_get_n_items (models[i]), ==, 0);
  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_ADMINISTRATOR);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    ui_test_wait (g_list_model_get_n_items (models[i]) > 0);
  g_assert_cmpstr (shown_page (fixture), ==, "Clinic");
}

static gboolean
has_focus (Fixture *fixture, gpointer widget)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (fixture->window));

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

/* The focus goes to the page that shows, and comes back with it; in a narrow window, too, where one goes back to the sidebar between. */
static void
test_focus (Fixture *fixture, gconstpointer data)
{
  AdwNavigationSplitView *split = find (fixture, ADW_TYPE_NAVIGATION_SPLIT_VIEW, "split");
  GtkListBox *sidebar = find (fixture, GTK_TYPE_LIST_BOX, "sidebar");
  GtkWidget *name = NULL;

  go (fixture, CLINIC);
  name = find (fixture, GTK_TYPE_ENTRY, "name_entry");
  gtk_widget_grab_focus (name);
  g_assert_true (has_focus (fixture, name));
  go (fixture, STAFF);
  g_assert_true (has_focus (fixture, find (fixture, ORCH_TYPE_DIRECTORY_PAGE, NULL)));
  go (fixture, CLINIC);
  g_assert_true (has_focus (fixture, name));

  adw_navigation_split_view_set_collapsed (split, TRUE);
  ui_test_settle ();
  gtk_widget_grab_focus (name);
  adw_navigation_split_view_set_show_content (split, FALSE);
  ui_test_settle ();
  g_assert_true (has_focus (fixture, adw_navigation_split_view_get_sidebar (split)));
  gtk_list_box_select_row (sidebar, gtk_list_box_get_row_at_index (sidebar, STAFF));
  g_signal_emit_by_name (sidebar, "row-activated", gtk_list_box_get_row_at_index (sidebar, STAFF));
  ui_test_settle ();
  g_assert_true (adw_navigation_split_view_get_show_content (split));
  g_assert_true (has_focus (fixture, find (fixture, ORCH_TYPE_DIRECTORY_PAGE, NULL)));
  g_assert_true (gtk_widget_get_mapped (gtk_root_get_focus (GTK_ROOT (fixture->window))));
  /* The way back is in the header of each page. */
  g_assert_nonnull (
      ui_test_find (find (fixture, ORCH_TYPE_DIRECTORY_PAGE, NULL), g_type_from_name ("AdwBackButton"), NULL));
  gtk_widget_activate_action (find (fixture, ORCH_TYPE_DIRECTORY_PAGE, NULL), "navigation.pop", NULL);
  ui_test_settle ();
  g_assert_false (adw_navigation_split_view_get_show_content (split));
}

/* Services arrive inactive: the tab that has rows is the one that shows, and the counts are said. */
static void
test_first_look (Fixture *fixture, gconstpointer data)
{
  AdwToggleGroup *tabs = NULL;

  go (fixture, SERVICES);
  tabs = find (fixture, ADW_TYPE_TOGGLE_GROUP, "tabs");
  ui_test_wait (g_strcmp0 (adw_toggle_group_get_active_name (tabs), "inactive") == 0);
  g_assert_cmpuint (n_rows (fixture), ==, 40);
  g_assert_cmpstr (adw_toggle_get_label (adw_toggle_group_get_toggle_by_name (tabs, "inactive")), ==, "Inactive 40");
  g_assert_true (adw_banner_get_revealed (find (fixture, ADW_TYPE_BANNER, "conflicts_banner")));

  adw_toggle_group_set_active_name (tabs, "active");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (find (fixture, GTK_TYPE_STACK, "stack")), ==, "empty");
  g_signal_emit_by_name (find (fixture, GTK_TYPE_BUTTON, "other_tab"), "clicked");
  g_assert_cmpstr (adw_toggle_group_get_active_name (tabs), ==, "inactive");
}

static void
test_permissions (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    OrchPermission permission;
    gboolean edits;
  } cases[] = { { ORCH_PERMISSION_RECEPTIONIST, FALSE },
                { ORCH_PERMISSION_PROFESSIONAL, FALSE },
                { ORCH_PERMISSION_NONE, FALSE },
                { ORCH_PERMISSION_ADMINISTRATOR, TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, cases[i].permission);
      go (fixture, CLINIC);
      g_assert_true (adw_banner_get_revealed (find (fixture, ADW_TYPE_BANNER, "refused_banner")) == !cases[i].edits);
      g_assert_true (gtk_widget_is_sensitive (find (fixture, GTK_TYPE_ENTRY, "name_entry")) == cases[i].edits);
      g_assert_true (gtk_widget_is_sensitive (find (fixture, ADW_TYPE_BUTTON_ROW, "remove")) == cases[i].edits);
      g_assert_true (gtk_widget_is_sensitive (find (fixture, ADW_TYPE_BUTTON_ROW, "change_emr")) == cases[i].edits);
      go (fixture, STAFF);
      g_assert_true (gtk_widget_is_sensitive (find (fixture, GTK_TYPE_BUTTON, "import_button")) ==
                     orch_session_allows (orch_engine_get_session (fixture->engine), ORCH_ACT_IMPORT));
      g_assert_cmpuint (n_rows (fixture), ==,
                        orch_session_allows (orch_engine_get_session (fixture->engine), ORCH_ACT_READ_DIRECTORY) ? 25
                                                                                                                 : 0);
    }
}

static void
test_import (Fixture *fixture, gconstpointer data)
{
  GtkRevealer *progress = NULL;

  go (fixture, STAFF);
  progress = find (fixture, GTK_TYPE_REVEALER, "progress_box");
  g_assert_false (gtk_revealer_get_reveal_child (progress));
  gtk_widget_activate_action (GTK_WIDGET (progress), "directory.import", NULL);
  fake_setup_set_progress (fake_clinic_get_import (fixture->engine), ORCH_IMPORT_STAFF, ORCH_IMPORT_READING, 12, 25);
  g_assert_true (gtk_revealer_get_reveal_child (progress));
  g_assert_false (gtk_widget_is_sensitive (find (fixture, GTK_TYPE_BUTTON, "import_button")));
  g_assert_cmpstr (gtk_inscription_get_text (find (fixture, GTK_TYPE_INSCRIPTION, "progress_label")), ==,
                   "Reading from the EMR: 12 of 25");
  fake_setup_end_import (fake_clinic_get_import (fixture->engine), ORCH_IMPORT_STAFF, ORCH_IMPORT_FAILED, 0);
  g_assert_false (gtk_revealer_get_reveal_child (progress));
  g_assert_true (adw_banner_get_revealed (find (fixture, ADW_TYPE_BANNER, "failed_banner")));
  g_assert_true (gtk_widget_is_sensitive (find (fixture, GTK_TYPE_BUTTON, "import_button")));
}

static void
test_save (Fixture *fixture, gconstpointer data)
{
  GtkWidget *save = NULL;

  go (fixture, CLINIC);
  save = find (fixture, GTK_TYPE_BUTTON, "save");
  g_assert_false (gtk_widget_get_sensitive (save));
  gtk_editable_set_text (find (fixture, GTK_TYPE_ENTRY, "name_entry"), "Clinique neuve");
  g_assert_true (gtk_widget_get_sensitive (save));
  gtk_editable_set_text (find (fixture, GTK_TYPE_ENTRY, "name_entry"), "Clinique médicale Beauséjour");
  g_assert_false (gtk_widget_get_sensitive (save));
  gtk_editable_set_text (find (fixture, GTK_TYPE_ENTRY, "name_entry"), "");
  g_assert_false (gtk_widget_get_sensitive (save));
  gtk_editable_set_text (find (fixture, GTK_TYPE_ENTRY, "name_entry"), "Clinique neuve");
  g_signal_emit_by_name (save, "clicked");
  g_assert_cmpstr (orch_clinic_get_name (fake_clinic_get_saved (fixture->engine)), ==, "Clinique neuve");
  /* What the page does not show is not lost. */
  g_assert_cmpstr (orch_clinic_get_fields (fake_clinic_get_saved (fixture->engine))->hub_id, ==, "org-1");
  g_assert_true (orch_clinic_has_provider (fake_clinic_get_saved (fixture->engine), "rvsq"));
}

/* No text below WIDGET holds NEEDLE. */
static gboolean
says (GtkWidget *widget, const char *needle)
{
  g_autofree char *text =
      GTK_IS_TEXT (widget) ? g_strdup (gtk_editable_get_text (GTK_EDITABLE (widget))) : ui_test_dup_text (widget);

  if (text != NULL && strstr (text, needle) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (says (child, needle))
      return TRUE;
  return FALSE;
}

static void
test_lock (Fixture *fixture, gconstpointer data)
{
  OrchSession *session = orch_engine_get_session (fixture->engine);
  GtkColumnView *view = NULL;
  GListModel *model = NULL;

  go (fixture, STAFF);
  view = find (fixture, GTK_TYPE_COLUMN_VIEW, "view");
  model = G_LIST_MODEL (gtk_column_view_get_model (view));
  ui_test_wait (says (fixture->window, "Gagnon"));
  g_assert_true (says (fixture->window, "Beauséjour"));
  gtk_widget_activate_action (fixture->window, "win.lock", NULL);
  g_assert_true (orch_session_is_locked (session));
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 0);
  g_assert_false (says (fixture->window, "Gagnon"));
  g_assert_false (says (fixture->window, "Beauséjour"));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (fixture->window)), ==, "Orchestrateur");
  g_assert_true (adw_banner_get_revealed (find (fixture, ADW_TYPE_BANNER, "training_banner")));

  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_RECEPTIONIST);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 25);
  g_assert_true (says (fixture->window, "Beauséjour"));
}

/* What is typed on the clinic's page is there again after the lock (security.md 5). */
static void
test_lock_keeps_what_is_typed (Fixture *fixture, gconstpointer data)
{
  go (fixture, CLINIC);
  gtk_editable_set_text (find (fixture, GTK_TYPE_ENTRY, "name_entry"), "Clinique à moitié tapée");
  gtk_widget_activate_action (fixture->window, "win.lock", NULL);
  g_assert_null (find (fixture, GTK_TYPE_ENTRY, "name_entry"));
  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_ADMINISTRATOR);
  g_assert_cmpstr (gtk_editable_get_text (find (fixture, GTK_TYPE_ENTRY, "name_entry")), ==, "Clinique à moitié tapée");
  g_assert_true (gtk_widget_get_sensitive (find (fixture, GTK_TYPE_BUTTON, "save")));
}

static AdwDialog *
open_emr_dialog (Fixture *fixture)
{
  g_signal_emit_by_name (find (fixture, ADW_TYPE_BUTTON_ROW, "change_emr"), "activated");
  return adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window));
}

static void
give_pin (AdwDialog *dialog)
{
  gtk_editable_set_text (ui_test_find (GTK_WIDGET (dialog), GTK_TYPE_PASSWORD_ENTRY, "pin"), "246813");
  g_signal_emit_by_name (ui_test_find (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "confirm"), "clicked");
}

static const char *
face_of (AdwDialog *dialog)
{
  return gtk_stack_get_visible_child_name (ui_test_find (GTK_WIDGET (dialog), GTK_TYPE_STACK, "stack"));
}

/* Nothing of the connection shows before the PIN; Save is closed until the connection is tested, and says why. */
static void
test_change_emr (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) refused = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_REFUSED, "no");
  OrchSetup *setup = fake_clinic_get_import (fixture->engine);
  AdwDialog *dialog = NULL;
  GtkWidget *save = NULL;

  go (fixture, CLINIC);
  dialog = open_emr_dialog (fixture);
  save = ui_test_find (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "save");
  fake_clinic_set_answer (fixture->engine, refused);
  give_pin (dialog);
  ui_test_wait (orch_field_get_error (ui_test_find (GTK_WIDGET (dialog), ORCH_TYPE_FIELD, "pin_field")) != NULL);
  g_assert_cmpstr (face_of (dialog), ==, "pin");
  g_assert_false (gtk_widget_get_visible (save));

  fake_clinic_set_answer (fixture->engine, NULL);
  give_pin (dialog);
  ui_test_wait (g_str_equal (face_of (dialog), "edit"));
  orch_setup_choose_emr (setup, "fhir-r4");
  g_assert_true (gtk_widget_get_visible (save));
  g_assert_false (gtk_widget_get_sensitive (save));
  g_assert_true (gtk_widget_get_visible (ui_test_find (GTK_WIDGET (dialog), GTK_TYPE_WIDGET, "why")));
  orch_setup_choose_emr (setup, "toubib");
  g_assert_true (gtk_widget_get_sensitive (save));
  g_signal_emit_by_name (save, "clicked");
  ui_test_wait (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window)) == NULL);
  g_assert_true (g_str_has_suffix (fake_clinic_get_calls (fixture->engine), " confirm edit-emr keep-emr"));
}

/* Escape drops what was begun; the lock keeps it, behind the PIN. */
static void
test_change_emr_interrupted (Fixture *fixture, gconstpointer data)
{
  AdwDialog *dialog = NULL;

  go (fixture, CLINIC);
  dialog = open_emr_dialog (fixture);
  give_pin (dialog);
  ui_test_wait (g_str_equal (face_of (dialog), "edit"));
  gtk_widget_activate_action (fixture->window, "win.lock", NULL);
  ui_test_wait (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window)) == NULL);
  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_ADMINISTRATOR);

  dialog = open_emr_dialog (fixture);
  g_assert_cmpstr (face_of (dialog), ==, "pin");
  give_pin (dialog);
  ui_test_wait (g_str_equal (face_of (dialog), "edit"));
  g_assert_nonnull (strstr (fake_clinic_get_calls (fixture->engine), " edit-emr"));
  g_assert_true (g_str_has_suffix (fake_clinic_get_calls (fixture->engine), " confirm"));
  adw_dialog_close (dialog);
  ui_test_wait (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window)) == NULL);
  dialog = open_emr_dialog (fixture);
  give_pin (dialog);
  ui_test_wait (g_str_equal (face_of (dialog), "edit"));
  g_assert_true (g_str_has_suffix (fake_clinic_get_calls (fixture->engine), " confirm edit-emr"));
  adw_dialog_force_close (dialog);
}

static gpointer
find_provider (gpointer below, const char *title)
{
  gpointer found = NULL;

  if (ADW_IS_SWITCH_ROW (below))
    return g_str_equal (adw_preferences_row_get_title (below), title) ? below : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (below); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_provider (child, title);
  return found;
}

static void
test_providers (Fixture *fixture, gconstpointer data)
{
  OrchSetup *hub = fake_clinic_get_import (fixture->engine);

  go (fixture, CLINIC);
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (find_provider (fixture->window, "Rendez-vous santé Québec"))));
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (find_provider (fixture->window, "TAP médical"))));
  g_assert_null (find_provider (fixture->window, "Autre"));
  fake_setup_list_provider (hub, "tap", "TAP médical");
  fake_setup_list_provider (hub, "other", "Autre");
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (find_provider (fixture->window, "TAP médical"))));
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (find_provider (fixture->window, "Autre"))));

  adw_switch_row_set_active (find_provider (fixture->window, "Autre"), TRUE);
  g_signal_emit_by_name (find (fixture, GTK_TYPE_BUTTON, "save"), "clicked");
  g_assert_true (orch_clinic_has_provider (fake_clinic_get_saved (fixture->engine), "other"));
}

/* After the text size has changed something of GTK keeps the pages, and after both sides became one something of libadwaita the page that
 * had the focus: not looked at here. */
static void
tear_down_unwatched (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_test_settle ();
  g_object_unref (fixture->engine);
}

static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  static const int dpi[] = { 96, 192 };

  for (guint i = 0; i < G_N_ELEMENTS (dpi); i++)
    {
      /* Each size in a window of its own: of an empty title of a column, GTK keeps the size it had, and warns of it. */
      gtk_window_destroy (GTK_WINDOW (fixture->window));
      ui_test_settle ();
      g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", dpi[i] * PANGO_SCALE, NULL);
      fixture->window = GTK_WIDGET (orch_window_new (NULL, fixture->engine));
      /* Both sides of the window show at both sizes. */
      gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1500, 900);
      gtk_window_present (GTK_WINDOW (fixture->window));
      ui_test_wait (gtk_widget_get_mapped (fixture->window));
      for (int page = SERVICES; page <= CLINIC; page++)
        {
          AdwNavigationPage *content = NULL;
          int minimum = 0;

          go (fixture, page);
          ui_test_lay_out (fixture->window);
          content = adw_navigation_split_view_get_content (find (fixture, ADW_TYPE_NAVIGATION_SPLIT_VIEW, "split"));
          gtk_widget_measure (GTK_WIDGET (content), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
          g_test_message ("page %d at %d dpi: %d", page, dpi[i], minimum);
          g_assert_cmpint (minimum, <=, 360);
        }
    }
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * PANGO_SCALE, NULL);
}

/* The connection was changed elsewhere: said to whoever sits here, gone once it was read, or the key was typed. */
/* What the hub has confirmed is said with its time; what it has not is not said to be enabled. */
static void
test_confirmed (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = NULL;

  go (fixture, CLINIC);
  row = find (fixture, ADW_TYPE_ACTION_ROW, "enabled");
  ui_test_wait (ui_test_says (row, "The hub has not confirmed yet"));
  fake_clinic_set_emr_confirmation (fixture->engine, 1790000000000000);
  g_object_notify (G_OBJECT (fixture->engine), "last-sync");
  ui_test_wait (ui_test_says (row, "The connection is enabled: the hub confirmed it, "));
  fake_clinic_set_emr_notice (fixture->engine, ORCH_EMR_NOTICE_WANTS_KEY);
  ui_test_wait (!gtk_widget_get_visible (row));
}

static AdwBanner *
find_key_banner (Fixture *fixture)
{
  return ui_test_find (find (fixture, ORCH_TYPE_KEY_USE_BANNER, NULL), ADW_TYPE_BANNER, NULL);
}

/* The shared key typed elsewhere: told to an administrator until they know it, to nobody else, and not behind the lock. */
static void
test_key_used (Fixture *fixture, gconstpointer data)
{
  OrchSync *sync = orch_engine_get_sync (fixture->engine);
  AdwBanner *banner = find_key_banner (fixture);
  GtkWidget *alert = NULL;

  g_assert_false (adw_banner_get_revealed (banner));
  fake_sync_set_key_uses (sync, g_variant_new_parsed ("[('POSTE <2>', int64 1790000000000000)]"));
  fake_sync_set_progress (sync, ORCH_SYNC_PHASE_IDLE, 0, 0);
  ui_test_wait (adw_banner_get_revealed (banner));
  g_assert_true (strstr (adw_banner_get_title (banner), "POSTE ") != NULL);

  fake_clinic_set_session (fixture->engine, TRUE, TRUE, FALSE, ORCH_PERMISSION_ADMINISTRATOR);
  ui_test_wait (!adw_banner_get_revealed (banner));
  g_assert_cmpstr (adw_banner_get_title (banner), ==, "");
  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_RECEPTIONIST);
  ui_test_settle ();
  g_assert_false (adw_banner_get_revealed (banner));
  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_ADMINISTRATOR);
  ui_test_wait (adw_banner_get_revealed (banner));

  g_signal_emit_by_name (banner, "button-clicked");
  ui_test_wait (find (fixture, ADW_TYPE_ALERT_DIALOG, NULL) != NULL);
  alert = find (fixture, ADW_TYPE_ALERT_DIALOG, NULL);
  g_assert_true (strstr (adw_alert_dialog_get_body (ADW_ALERT_DIALOG (alert)), "POSTE <2>, ") != NULL);
  g_signal_emit_by_name (alert, "response", "clinic");
  ui_test_wait (g_strcmp0 (shown_page (fixture), "Clinic") == 0);
  g_assert_true (adw_banner_get_revealed (banner));
  g_signal_emit_by_name (alert, "response", "known");
  adw_dialog_force_close (ADW_DIALOG (alert));
  ui_test_wait (!adw_banner_get_revealed (banner));
}

static void
test_emr_notice (Fixture *fixture, gconstpointer data)
{
  AdwBanner *banner = find (fixture, ADW_TYPE_BANNER, "emr_banner");
  g_autoptr (GError) wrong = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_WRONG_KEY, "No");
  AdwDialog *dialog = NULL;
  GtkEditable *key = NULL;
  GtkWidget *go_on = NULL;

  g_assert_false (adw_banner_get_revealed (banner));
  fake_clinic_set_emr_notice (fixture->engine, ORCH_EMR_NOTICE_TAKEN);
  g_assert_true (adw_banner_get_revealed (banner));
  orch_session_lock (orch_engine_get_session (fixture->engine));
  g_assert_false (adw_banner_get_revealed (banner));
  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_RECEPTIONIST);
  g_assert_true (adw_banner_get_revealed (banner));
  g_signal_emit_by_name (banner, "button-clicked");
  ui_test_settle ();
  g_assert_false (adw_banner_get_revealed (banner));
  g_assert_true (g_str_has_suffix (fake_clinic_get_calls (fixture->engine), " accept-emr"));

  fake_clinic_set_emr_notice (fixture->engine, ORCH_EMR_NOTICE_WANTS_KEY);
  g_signal_emit_by_name (banner, "button-clicked");
  ui_test_settle ();
  dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window));
  g_assert_true (ORCH_IS_KEY_DIALOG (dialog));
  key = ui_test_find (dialog, GTK_TYPE_PASSWORD_ENTRY, "key");
  go_on = ui_test_find (dialog, GTK_TYPE_BUTTON, "go_on");
  g_assert_false (gtk_widget_get_sensitive (go_on));
  fake_clinic_set_answer (fixture->engine, wrong);
  ui_test_type (key, "x");
  g_signal_emit_by_name (go_on, "clicked");
  ui_test_settle ();
  g_assert_nonnull (orch_field_get_error (ui_test_find (dialog, ORCH_TYPE_FIELD, "key_field")));
  g_assert_true (adw_banner_get_revealed (banner));
  fake_clinic_set_answer (fixture->engine, NULL);
  g_signal_emit_by_name (go_on, "clicked");
  ui_test_wait (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window)) == NULL);
  g_assert_false (adw_banner_get_revealed (banner));
}

/* Nothing of the connection can be changed before the key of the other workstation's was typed; what was begun before is dropped. */
static void
test_emr_guarded (Fixture *fixture, gconstpointer data)
{
  GtkWidget *change = NULL;
  GtkWidget *type_key = NULL;
  AdwActionRow *connection = NULL;
  AdwDialog *dialog = NULL;

  go (fixture, CLINIC);
  change = find (fixture, ADW_TYPE_BUTTON_ROW, "change_emr");
  type_key = find (fixture, ADW_TYPE_BUTTON_ROW, "type_key");
  connection = find (fixture, ADW_TYPE_ACTION_ROW, "connection");
  g_assert_true (gtk_widget_get_visible (change));
  g_assert_false (gtk_widget_get_visible (type_key));
  g_assert_cmpstr (adw_action_row_get_subtitle (connection), ==, "Set up and tested: Serveur <R4> 7.2");
  dialog = open_emr_dialog (fixture);
  give_pin (dialog);
  ui_test_wait (g_str_equal (face_of (dialog), "edit"));
  gtk_widget_activate_action (fixture->window, "win.lock", NULL);
  ui_test_wait (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window)) == NULL);
  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_ADMINISTRATOR);

  fake_clinic_set_emr_notice (fixture->engine, ORCH_EMR_NOTICE_WANTS_KEY);
  g_assert_false (gtk_widget_get_visible (change));
  g_assert_true (gtk_widget_get_visible (type_key));
  g_assert_cmpstr (adw_action_row_get_subtitle (connection), ==,
                   "Changed on another workstation: type the new shared key to see it and to change it");
  g_signal_emit_by_name (type_key, "activated");
  dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window));
  g_assert_true (ORCH_IS_KEY_DIALOG (dialog));
  ui_test_type (ui_test_find (dialog, GTK_TYPE_PASSWORD_ENTRY, "key"), "x");
  g_signal_emit_by_name (ui_test_find (dialog, GTK_TYPE_BUTTON, "go_on"), "clicked");
  ui_test_wait (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window)) == NULL);
  g_assert_true (gtk_widget_get_visible (change));
  g_assert_false (gtk_widget_get_visible (type_key));

  dialog = open_emr_dialog (fixture);
  give_pin (dialog);
  ui_test_wait (g_str_equal (face_of (dialog), "edit"));
  g_assert_true (g_str_has_suffix (fake_clinic_get_calls (fixture->engine), " confirm edit-emr"));
  adw_dialog_force_close (dialog);
}

/* Whether a text below WIDGET that can be seen is TEXT. */
static gboolean
says_exactly (GtkWidget *widget, const char *text)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (says_exactly (child, text))
      return TRUE;
  return FALSE;
}

/* The header shows what takes longer than half a second, then what failed; the same failure is told once. */
static void
test_sync_news (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) fault = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_SERVER_FAULT, "no");
  g_autoptr (GError) offline = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_OFFLINE, "no");
  const char *sentence = orch_error_text_sentence (ORCH_ERROR_SERVER_FAULT);
  OrchSync *sync = orch_engine_get_sync (fixture->engine);
  GtkWidget *indicator = NULL;

  go (fixture, CLINIC);
  indicator = find (fixture, ORCH_TYPE_SYNC_INDICATOR, NULL);
  g_assert_false (gtk_widget_get_visible (indicator));
  dex_future_disown (orch_sync_start (sync, ORCH_SYNC_RECENT));
  g_object_notify (G_OBJECT (sync), "running");
  g_assert_false (gtk_widget_get_visible (indicator));
  ui_test_wait (gtk_widget_get_visible (indicator));
  fake_sync_end (sync, NULL);
  g_assert_false (gtk_widget_get_visible (indicator));

  fake_sync_set_state (sync, FALSE, fault, ORCH_SYNC_RECENT, NULL);
  ui_test_wait (says_exactly (fixture->window, sentence));
  g_assert_true (gtk_widget_get_visible (indicator));
  adw_toast_overlay_dismiss_all (find (fixture, ADW_TYPE_TOAST_OVERLAY, "content"));
  ui_test_wait (!says_exactly (fixture->window, sentence));
  fake_sync_set_state (sync, FALSE, fault, ORCH_SYNC_RECENT, NULL);
  ui_test_settle ();
  g_assert_false (says_exactly (fixture->window, sentence));
  /* Gone, then there again: told again. What the line under the pages says already is not. */
  fake_sync_set_state (sync, FALSE, NULL, ORCH_SYNC_RECENT, NULL);
  g_assert_false (gtk_widget_get_visible (indicator));
  fake_sync_set_state (sync, FALSE, offline, ORCH_SYNC_RECENT, NULL);
  ui_test_settle ();
  g_assert_false (says_exactly (fixture->window, orch_error_text_sentence (ORCH_ERROR_OFFLINE)));
  fake_sync_set_state (sync, FALSE, fault, ORCH_SYNC_RECENT, NULL);
  ui_test_wait (says_exactly (fixture->window, sentence));
}

static void
check_entry (GtkWidget *widget, const char *name)
{
  g_autofree char *otherwise =
      gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name);

  g_assert_cmpstr (otherwise, ==, NULL);
}

/* The entries of the menus have a name for who only hears them, without the underline of their mnemonic. */
static void
test_menu_names (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "Preferences", "Keyboard Shortcuts", "Help", "About Orchestrateur" };
  GtkMenuButton *button = find (fixture, GTK_TYPE_MENU_BUTTON, "menu_button");
  GType type = 0;
  guint n = 0;

  gtk_menu_button_popup (button);
  ui_test_wait (gtk_widget_get_mapped (GTK_WIDGET (gtk_menu_button_get_popover (button))));
  type = g_type_from_name ("GtkModelButton");
  g_assert_true (g_type_is_a (type, GTK_TYPE_WIDGET));
  for (GtkWidget *entry = ui_test_find (gtk_menu_button_get_popover (button), type, NULL); entry != NULL;
       entry = gtk_widget_get_next_sibling (entry))
    if (g_type_is_a (G_OBJECT_TYPE (entry), type))
      {
        g_assert_cmpuint (n, <, G_N_ELEMENTS (names));
        check_entry (entry, names[n++]);
      }
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (names));
  gtk_menu_button_popdown (button);
}

static void
fill (OrchHandDialog *dialog, const char *entry, const char *text)
{
  gtk_editable_set_text (ui_test_find (dialog, GTK_TYPE_ENTRY, entry), text);
}

static void
save (OrchHandDialog *dialog)
{
  g_signal_emit_by_name (ui_test_find (dialog, GTK_TYPE_BUTTON, "save"), "clicked");
  ui_test_settle ();
}

/* The sidebar counts what was added. */
static void
test_add_counted (Fixture *fixture, gconstpointer data)
{
  GtkWidget *sidebar = find (fixture, GTK_TYPE_LIST_BOX, "sidebar");
  OrchHandDialog *dialog = NULL;

  fake_clinic_be_standalone (fixture->engine);
  go (fixture, SERVICES);
  ui_test_wait (ui_test_says (sidebar, "40"));
  g_signal_emit_by_name (find (fixture, GTK_TYPE_BUTTON, "add_button"), "clicked");
  ui_test_settle ();
  dialog = find (fixture, ORCH_TYPE_HAND_DIALOG, NULL);
  fill (dialog, "service_name", "Prise de sang à domicile");
  save (dialog);
  ui_test_wait (ui_test_says (sidebar, "41"));
}

/* What is done on the page Clinic is one press away from where it is said. */
static void
test_to_clinic (Fixture *fixture, gconstpointer data)
{
  static const int pages[] = { SERVICES, STAFF };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      GtkWidget *button = NULL;

      fake_clinic_set_to_set_up (fixture->engine, FALSE);
      go (fixture, pages[i]);
      button = find (fixture, GTK_TYPE_BUTTON, "to_clinic");
      g_assert_false (gtk_widget_get_mapped (button));
      fake_clinic_set_to_set_up (fixture->engine, TRUE);
      ui_test_wait (gtk_widget_get_mapped (button));
      g_assert_true (ui_test_says (fixture->window, "set up its connection on the page Clinic"));
      /* Nothing was found: another thing is said. */
      gtk_editable_set_text (find (fixture, GTK_TYPE_SEARCH_ENTRY, "search_entry"), "x");
      ui_test_wait (!gtk_widget_get_mapped (button));
      gtk_editable_set_text (find (fixture, GTK_TYPE_SEARCH_ENTRY, "search_entry"), "");
      ui_test_wait (gtk_widget_get_mapped (button));
      g_assert_true (gtk_widget_is_sensitive (button));
      g_signal_emit_by_name (button, "clicked");
      g_assert_cmpstr (shown_page (fixture), ==, "Clinic");
    }
}

static GPtrArray *
make_doubles (gboolean same_name)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < 2; i++)
    {
      const OrchStaffMemberFields fields = {
        .id = i == 0 ? "a" : "b",
        .family = "Roy",
        .given = same_name || i == 0 ? "Luc" : "Lucie",
        .licence = "12-345",
        .phone = i == 0 ? "+14185550001" : "+14185550002",
        .active = TRUE,
        .origin = ORCH_ORIGIN_HAND,
      };

      g_ptr_array_add (rows, orch_staff_member_new (&fields));
    }
  return rows;
}

/* Typed on two workstations: said on the page, to who may change it; one is chosen, the other goes. */
static void
test_doubles (Fixture *fixture, gconstpointer data)
{
  AdwBanner *banner = NULL;
  AdwDialog *alert = NULL;
  GtkWidget *rows = NULL;

  fake_clinic_be_standalone (fixture->engine);
  go (fixture, STAFF);
  banner = ui_test_find (find (fixture, ORCH_TYPE_DOUBLES_BANNER, NULL), ADW_TYPE_BANNER, NULL);
  ui_test_settle ();
  g_assert_false (adw_banner_get_revealed (banner));
  fake_clinic_set_doubles (fixture->engine, ORCH_IMPORT_STAFF, make_doubles (TRUE));
  ui_test_wait (adw_banner_get_revealed (banner));
  g_assert_cmpstr (adw_banner_get_title (banner), ==, "Luc Roy is there more than once.");
  fake_clinic_set_doubles (fixture->engine, ORCH_IMPORT_STAFF, make_doubles (FALSE));
  ui_test_wait (g_str_equal (adw_banner_get_title (banner), "Luc Roy and Lucie Roy have the same licence number."));

  /* Not to who may not change it, nor behind the lock. */
  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_RECEPTIONIST);
  ui_test_wait (!adw_banner_get_revealed (banner));
  g_assert_cmpstr (adw_banner_get_title (banner), ==, "");
  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_ADMINISTRATOR);
  ui_test_wait (adw_banner_get_revealed (banner));

  g_signal_emit_by_name (banner, "button-clicked");
  ui_test_settle ();
  alert = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window));
  g_assert_true (ADW_IS_ALERT_DIALOG (alert));
  rows = ui_test_find (alert, GTK_TYPE_LIST_BOX, NULL);
  g_assert_true (ui_test_says (rows, "12-345 · +14185550001"));
  g_assert_true (ui_test_says (rows, "12-345 · +14185550002"));
  gtk_widget_activate (GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (rows), 1)));
  ui_test_settle ();
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (alert), "keep");
  adw_dialog_close (alert);
  ui_test_wait (!adw_banner_get_revealed (banner));
  g_assert_true (strstr (fake_clinic_get_calls (fixture->engine), "keep-typed") != NULL);
  g_assert_cmpstr (orch_staff_member_get_fields (ORCH_STAFF_MEMBER (fake_clinic_get_added (fixture->engine)))->id, ==,
                   "b");

  /* What does not work is said. */
  fake_clinic_set_doubles (fixture->engine, ORCH_IMPORT_STAFF, make_doubles (TRUE));
  ui_test_wait (adw_banner_get_revealed (banner));
  g_autoptr (GError) error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_REFUSED, "no");
  fake_clinic_set_answer (fixture->engine, error);
  g_signal_emit_by_name (banner, "button-clicked");
  ui_test_settle ();
  alert = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window));
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (alert), "keep");
  adw_dialog_close (alert);
  ui_test_wait (ui_test_says (fixture->window, orch_error_text_sentence (ORCH_ERROR_REFUSED)));
  g_assert_true (adw_banner_get_revealed (banner));
}

/* People come from the EMR; where there is none, an administrator types them. */
static void
test_add_person (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error =
      g_error_new_literal (ORCH_ERROR, ORCH_ERROR_INVALID, "Luc Roy has this licence number already.");
  OrchHandDialog *dialog = NULL;
  const OrchStaffMemberFields *fields = NULL;

  go (fixture, STAFF);
  g_assert_false (gtk_widget_get_mapped (find (fixture, GTK_TYPE_BUTTON, "add_button")));
  /* … nor until it is connected: as in the set-up. */
  fake_clinic_set_to_set_up (fixture->engine, TRUE);
  ui_test_settle ();
  g_assert_true (gtk_widget_get_mapped (find (fixture, GTK_TYPE_BUTTON, "add_button")));
  g_assert_false (gtk_widget_get_mapped (find (fixture, GTK_TYPE_BUTTON, "import_button")));
  fake_clinic_set_to_set_up (fixture->engine, FALSE);
  ui_test_settle ();
  g_assert_false (gtk_widget_get_mapped (find (fixture, GTK_TYPE_BUTTON, "add_button")));
  fake_clinic_be_standalone (fixture->engine);
  ui_test_settle ();
  g_assert_true (gtk_widget_get_mapped (find (fixture, GTK_TYPE_BUTTON, "add_button")));
  g_assert_false (gtk_widget_get_mapped (find (fixture, GTK_TYPE_BUTTON, "import_button")));
  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_RECEPTIONIST);
  ui_test_settle ();
  g_assert_false (gtk_widget_get_mapped (find (fixture, GTK_TYPE_BUTTON, "add_button")));
  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_ADMINISTRATOR);
  ui_test_settle ();

  g_signal_emit_by_name (find (fixture, GTK_TYPE_BUTTON, "add_button"), "clicked");
  ui_test_settle ();
  dialog = find (fixture, ORCH_TYPE_HAND_DIALOG, NULL);
  g_assert_nonnull (dialog);
  save (dialog);
  g_assert_true (ui_test_says (GTK_WIDGET (dialog), "Enter the licence number."));
  g_assert_null (fake_clinic_get_added (fixture->engine));
  fill (dialog, "given", "Zoé");
  fill (dialog, "family", "Lavoie");
  fill (dialog, "licence", "12-345");
  fake_clinic_set_answer (fixture->engine, error);
  save (dialog);
  ui_test_wait (ui_test_says (GTK_WIDGET (dialog), "Luc Roy has this licence number already."));
  fake_clinic_set_answer (fixture->engine, NULL);
  save (dialog);
  ui_test_wait (find (fixture, ORCH_TYPE_HAND_DIALOG, NULL) == NULL);
  fields = orch_staff_member_get_fields (ORCH_STAFF_MEMBER (fake_clinic_get_added (fixture->engine)));
  g_assert_cmpstr (fields->licence, ==, "12-345");
  g_assert_cmpint (fields->origin, ==, ORCH_ORIGIN_HAND);
  g_assert_true (fields->active);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(name, function) g_test_add ("/ui/main-window/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("pages", test_pages);
  ADD ("help-of-dialogs", test_help_of_dialogs);
  ADD ("pages-stay", test_pages_stay);
  ADD ("lock-behind", test_lock_behind);
  ADD ("first-look", test_first_look);
  ADD ("permissions", test_permissions);
  ADD ("import", test_import);
  ADD ("add-person", test_add_person);
  ADD ("add-counted", test_add_counted);
  ADD ("doubles", test_doubles);
  g_test_add ("/ui/main-window/to-clinic", Fixture, NULL, set_up_empty, test_to_clinic, tear_down);
  ADD ("save", test_save);
  ADD ("change-emr", test_change_emr);
  ADD ("change-emr-interrupted", test_change_emr_interrupted);
  ADD ("emr-notice", test_emr_notice);
  ADD ("key-used", test_key_used);
  ADD ("confirmed", test_confirmed);
  ADD ("emr-guarded", test_emr_guarded);
  ADD ("providers", test_providers);
  ADD ("menu-names", test_menu_names);
  ADD ("sync-news", test_sync_news);
  ADD ("lock", test_lock);
  ADD ("lock-keeps-what-is-typed", test_lock_keeps_what_is_typed);
  g_test_add ("/ui/main-window/focus", Fixture, NULL, set_up, test_focus, tear_down_unwatched);
  g_test_add ("/ui/main-window/narrow", Fixture, NULL, set_up, test_narrow, tear_down_unwatched);
  return g_test_run ();
}
