/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The page of the services on a fake clinic: what the rows show, what is done with several, the synchronisation, the assistant, the
 * dialogs, what each permission may do.
 */
#include "ui-test.h"

#include "core/orch-error.h"
#include "fake-clinic.h"
#include "fake-desk.h"
#include "ui/services/orch-announced-dialog.h"
#include "ui/services/orch-lists-dialog.h"
#include "ui/services/orch-review-dialog.h"
#include "ui/services/orch-review-row.h"
#include "ui/services/orch-service-collisions.h"
#include "ui/services/orch-service-dialog.h"
#include "ui/services/orch-service-text.h"
#include "ui/services/orch-services-bar.h"
#include "ui/services/orch-services-page.h"
#include "ui/shell/orch-typed-actions.h"
#include "ui/services/orch-services-window.h"
#include "ui/services/orch-type-picker.h"
#include "ui/services/orch-types-alert.h"
#include "ui/wizard/orch-hand-dialog.h"

#define N_SERVICES 40
#define N_ACTIVE 18
#define NAME_COLUMN 2 /* after the check box and the column of a narrow window */

typedef struct
{
  OrchEngine *engine;
  GtkWidget *window;
  GtkWidget *page;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const FakeClinic scene = { .state = ORCH_ENGINE_READY,
                             .signed_in = TRUE,
                             .permission = ORCH_PERMISSION_ADMINISTRATOR,
                             .n_staff = 5,
                             .n_services = N_SERVICES,
                             .n_active = N_ACTIVE };

  fixture->engine = fake_clinic_new (&scene);
  fixture->window = adw_window_new ();
  fixture->page = GTK_WIDGET (orch_services_page_new (fixture->engine));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1200, 800);
  adw_window_set_content (ADW_WINDOW (fixture->window), fixture->page);
  gtk_window_present (GTK_WINDOW (fixture->window));
  ui_test_wait (gtk_widget_get_mapped (fixture->window));
  ui_test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_test_settle ();
  g_object_unref (fixture->engine);
}

static gpointer
find (Fixture *fixture, GType type, const char *id)
{
  return ui_test_find (fixture->window, type, id);
}

static GtkSelectionModel *
get_selection (Fixture *fixture)
{
  return gtk_column_view_get_model (find (fixture, GTK_TYPE_COLUMN_VIEW, "view"));
}

static guint
n_rows (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (get_selection (fixture)));
}

static OrchService *
get_service (Fixture *fixture, guint position)
{
  g_autoptr (OrchStoreItem) item = g_list_model_get_item (G_LIST_MODEL (get_selection (fixture)), position);

  return orch_store_item_get_object (item);
}

static void
act (Fixture *fixture, const char *action)
{
  gtk_widget_activate_action (find (fixture, ORCH_TYPE_SERVICES_BAR, NULL), action, NULL);
  ui_test_settle ();
}

static gboolean
is_shown (Fixture *fixture, GType type)
{
  gpointer dialog = find (fixture, type, NULL);

  return dialog != NULL && gtk_widget_get_mapped (dialog);
}

static gpointer
find_button (gpointer root, const char *label)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = NULL;

      if (GTK_IS_BUTTON (child) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (child)), label) == 0)
        return child;
      found = find_button (child, label);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_rows (Fixture *fixture, gconstpointer data)
{
  AdwToggleGroup *tabs = find (fixture, ADW_TYPE_TOGGLE_GROUP, "tabs");

  g_assert_cmpuint (n_rows (fixture), ==, N_ACTIVE);
  g_assert_cmpstr (adw_toggle_get_label (adw_toggle_group_get_toggle_by_name (tabs, "active")), ==, "Active 18");
  ui_test_wait (ui_test_says (fixture->page, "Suivi de grossesse"));
  g_assert_true (ui_test_says (fixture->page, "Type to choose"));
  adw_toggle_group_set_active_name (tabs, "inactive");
  ui_test_settle ();
  g_assert_cmpuint (n_rows (fixture), ==, N_SERVICES - N_ACTIVE);
  ui_test_wait (ui_test_says (fixture->page, "To define"));
  g_assert_true (ui_test_says (fixture->page, "Excluded"));
}

/* Another tab is read from its first row on, wherever the one before was scrolled to. */
static void
test_tab_from_top (Fixture *fixture, gconstpointer data)
{
  AdwToggleGroup *tabs = find (fixture, ADW_TYPE_TOGGLE_GROUP, "tabs");
  GtkAdjustment *scroll = gtk_scrollable_get_vadjustment (find (fixture, GTK_TYPE_COLUMN_VIEW, "view"));

  adw_toggle_group_set_active_name (tabs, "inactive");
  ui_test_wait (n_rows (fixture) == N_SERVICES - N_ACTIVE);
  ui_test_settle ();
  gtk_adjustment_set_value (scroll, gtk_adjustment_get_upper (scroll) - gtk_adjustment_get_page_size (scroll));
  ui_test_settle ();
  g_assert_cmpfloat (gtk_adjustment_get_value (scroll), >, 0);
  adw_toggle_group_set_active_name (tabs, "active");
  ui_test_wait (n_rows (fixture) == N_ACTIVE);
  ui_test_settle ();
  g_assert_cmpfloat (gtk_adjustment_get_upper (scroll), >, gtk_adjustment_get_page_size (scroll));
  ui_test_wait (gtk_adjustment_get_value (scroll) == 0);
}

/* Another order, too, is read from its first row on. */
static void
test_sort_from_top (Fixture *fixture, gconstpointer data)
{
  GtkColumnView *view = find (fixture, GTK_TYPE_COLUMN_VIEW, "view");
  GtkAdjustment *scroll = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  g_autoptr (GtkColumnViewColumn) column = NULL;

  ui_test_wait (n_rows (fixture) == N_ACTIVE);
  ui_test_settle ();
  gtk_adjustment_set_value (scroll, gtk_adjustment_get_upper (scroll) - gtk_adjustment_get_page_size (scroll));
  ui_test_settle ();
  g_assert_cmpfloat (gtk_adjustment_get_value (scroll), >, 0);
  gtk_selection_model_select_item (gtk_column_view_get_model (view), N_ACTIVE - 1, TRUE);
  column = g_list_model_get_item (gtk_column_view_get_columns (view), NAME_COLUMN);
  gtk_column_view_sort_by_column (view, column, GTK_SORT_DESCENDING);
  ui_test_wait (gtk_adjustment_get_value (scroll) == 0);
  ui_test_settle ();
  g_assert_cmpfloat (gtk_adjustment_get_value (scroll), ==, 0);
  g_assert_false (gtk_selection_model_is_selected (gtk_column_view_get_model (view), N_ACTIVE - 1));
}

static void
test_states (void)
{
  static const char *const types[] = { "walk-in", NULL };
  g_autoptr (OrchCareOffer) offer = orch_care_offer_new (&(OrchCareOfferFields) { .staff_only = TRUE });
  const struct
  {
    OrchServiceFields fields;
    OrchServiceState state;
  } cases[] = {
    { { .id = "1", .name = "A", .in_conflict = TRUE, .active = TRUE }, ORCH_SERVICE_STATE_IN_CONFLICT },
    { { .id = "1", .name = "A", .vanished = TRUE, .active = TRUE, .types = types }, ORCH_SERVICE_STATE_TO_CONFIRM },
    { { .id = "1", .name = "A", .active = TRUE }, ORCH_SERVICE_STATE_TYPE_TO_CHOOSE },
    { { .id = "1", .name = "A", .active = TRUE, .types = types }, ORCH_SERVICE_STATE_OFFER_TO_MAKE },
    { { .id = "1", .name = "A", .active = TRUE, .types = types, .offer = offer }, ORCH_SERVICE_STATE_ACTIVE },
    { { .id = "1", .name = "A", .active = TRUE, .excluded = TRUE, .types = types }, ORCH_SERVICE_STATE_EXCLUDED },
    { { .id = "1", .name = "A", .to_define = TRUE }, ORCH_SERVICE_STATE_TO_DEFINE },
    { { .id = "1", .name = "A", .excluded = TRUE }, ORCH_SERVICE_STATE_EXCLUDED },
    { { .id = "1", .name = "A" }, ORCH_SERVICE_STATE_INACTIVE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OrchService) service = orch_service_new (&cases[i].fields);

      g_assert_cmpint (orch_service_text_get_state (service), ==, cases[i].state);
      g_assert_cmpstr (orch_service_text_get_word (cases[i].state), !=, "");
      g_assert_cmpstr (orch_service_text_get_icon (cases[i].state), !=, "");
    }
}

/* The bar comes with a selection; the act is done, told, and undone. */
static void
test_bulk_and_undo (Fixture *fixture, gconstpointer data)
{
  g_assert_false (gtk_widget_get_visible (find (fixture, ORCH_TYPE_SERVICES_BAR, NULL)));
  gtk_selection_model_select_range (get_selection (fixture), 0, 3, TRUE);
  ui_test_settle ();
  g_assert_true (gtk_widget_get_visible (find (fixture, ORCH_TYPE_SERVICES_BAR, NULL)));
  g_assert_true (ui_test_says (fixture->page, "3 selected"));
  act (fixture, "bar.deactivate");
  ui_test_wait (n_rows (fixture) == N_ACTIVE - 3);
  ui_test_wait (ui_test_says (fixture->page, "3 services deactivated"));
  g_assert_false (gtk_widget_get_visible (find (fixture, ORCH_TYPE_SERVICES_BAR, NULL)));
  g_signal_emit_by_name (find_button (fixture->page, "_Undo"), "clicked");
  ui_test_wait (n_rows (fixture) == N_ACTIVE);
}

static void
test_upcoming_warns (Fixture *fixture, gconstpointer data)
{
  AdwAlertDialog *alert = NULL;

  fake_desk_set_upcoming (orch_engine_get_services (fixture->engine),
                          orch_service_get_fields (get_service (fixture, 0))->id, 2);
  gtk_selection_model_select_range (get_selection (fixture), 0, 2, TRUE);
  act (fixture, "bar.deactivate");
  ui_test_wait (is_shown (fixture, ADW_TYPE_ALERT_DIALOG));
  g_assert_cmpuint (n_rows (fixture), ==, N_ACTIVE);
  alert = find (fixture, ADW_TYPE_ALERT_DIALOG, NULL);
  g_assert_nonnull (strstr (adw_alert_dialog_get_body (alert), "1 service has upcoming appointments"));
  g_signal_emit_by_name (alert, "response", "go-on");
  adw_dialog_force_close (ADW_DIALOG (alert));
  ui_test_wait (n_rows (fixture) == N_ACTIVE - 2);
}

/* Who was refused is named, with the words of who refused; the others are done. */
static void
test_partial_failure (Fixture *fixture, gconstpointer data)
{
  AdwAlertDialog *alert = NULL;

  fake_desk_refuse (orch_engine_get_services (fixture->engine), orch_service_get_fields (get_service (fixture, 1))->id,
                    "closed by the ministry");
  gtk_selection_model_select_range (get_selection (fixture), 0, 3, TRUE);
  act (fixture, "bar.exclude");
  ui_test_wait (is_shown (fixture, ADW_TYPE_ALERT_DIALOG));
  alert = find (fixture, ADW_TYPE_ALERT_DIALOG, NULL);
  g_assert_cmpstr (adw_alert_dialog_get_heading (alert), ==, "The hub refused 1 service");
  g_assert_cmpstr (adw_alert_dialog_get_body (alert), ==, "2 are done.");
  g_assert_true (ui_test_says (alert, "closed by the ministry"));
  g_assert_true (ui_test_says (alert, orch_service_get_display_name (get_service (fixture, 0))));
  g_assert_true (adw_alert_dialog_has_response (alert, "retry"));
  g_assert_cmpuint (n_rows (fixture), ==, N_ACTIVE - 2);
}

/* An active service needs a type: activating those without one asks for it. */
static void
test_activate_asks_for_types (Fixture *fixture, gconstpointer data)
{
  AdwAlertDialog *alert = NULL;
  GtkWidget *chip = NULL;

  adw_toggle_group_set_active_name (find (fixture, ADW_TYPE_TOGGLE_GROUP, "tabs"), "inactive");
  ui_test_settle ();
  gtk_selection_model_select_range (get_selection (fixture), 0, 2, TRUE);
  act (fixture, "bar.activate");
  ui_test_wait (is_shown (fixture, ORCH_TYPE_TYPES_ALERT));
  alert = find (fixture, ORCH_TYPE_TYPES_ALERT, NULL);
  g_assert_false (adw_alert_dialog_get_response_enabled (alert, "set"));
  chip = ui_test_find (alert, GTK_TYPE_TOGGLE_BUTTON, NULL);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip), TRUE);
  g_assert_true (adw_alert_dialog_get_response_enabled (alert, "set"));
  g_signal_emit_by_name (alert, "response", "set");
  adw_dialog_force_close (ADW_DIALOG (alert));
  ui_test_wait (n_rows (fixture) == N_SERVICES - N_ACTIVE - 2);
}

static void
test_permissions (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    OrchPermission permission;
    gboolean edits;
    gboolean edits_lists;
  } cases[] = { { ORCH_PERMISSION_RECEPTIONIST, TRUE, FALSE },
                { ORCH_PERMISSION_PROFESSIONAL, FALSE, FALSE },
                { ORCH_PERMISSION_ADMINISTRATOR, TRUE, TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AdwDialog *lists = NULL;

      fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, cases[i].permission);
      gtk_selection_model_select_item (get_selection (fixture), 0, TRUE);
      ui_test_settle ();
      g_assert_true (gtk_widget_is_sensitive (find (fixture, GTK_TYPE_BUTTON, "deactivate_button")) == cases[i].edits);
      g_assert_true (gtk_widget_is_sensitive (find (fixture, GTK_TYPE_BUTTON, "synchronise_button")) == cases[i].edits);
      /* Never closed without a word */
      g_assert_true (ui_test_says (find (fixture, ORCH_TYPE_SERVICES_BAR, NULL), "without changing them") ==
                     !cases[i].edits);
      lists = orch_lists_dialog_new (fixture->engine);
      adw_dialog_present (lists, fixture->page);
      ui_test_settle ();
      g_assert_true (gtk_widget_is_sensitive (ui_test_find (lists, GTK_TYPE_BUTTON, "add_type")) ==
                     cases[i].edits_lists);
      g_assert_true (adw_banner_get_revealed (ui_test_find (lists, ADW_TYPE_BANNER, "reason")) ==
                     !cases[i].edits_lists);
      adw_dialog_force_close (lists);
      ui_test_settle ();
    }
}

static void
synchronise (Fixture *fixture)
{
  gtk_widget_activate_action (find (fixture, GTK_TYPE_STACK, "stack"), "services.synchronise", NULL);
  ui_test_settle ();
}

static void
test_synchronise (Fixture *fixture, gconstpointer data)
{
  OrchSync *sync = orch_engine_get_sync (fixture->engine);
  g_autoptr (GError) offline = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_OFFLINE, "no route");

  synchronise (fixture);
  fake_sync_set_progress (sync, ORCH_SYNC_PHASE_SERVICES, 12, 60);
  g_assert_true (gtk_revealer_get_reveal_child (find (fixture, GTK_TYPE_REVEALER, "progress_box")));
  g_assert_true (ui_test_says (fixture->page, "Services from the EMR: 12 of 60"));
  g_assert_false (gtk_widget_is_sensitive (find (fixture, GTK_TYPE_BUTTON, "synchronise_button")));
  fake_sync_end (sync, offline);
  ui_test_wait (adw_banner_get_revealed (find (fixture, ADW_TYPE_BANNER, "failed_banner")));
  g_assert_true (gtk_widget_is_sensitive (find (fixture, GTK_TYPE_BUTTON, "synchronise_button")));
  g_assert_false (is_shown (fixture, ORCH_TYPE_REVIEW_DIALOG));

  synchronise (fixture);
  g_assert_false (adw_banner_get_revealed (find (fixture, ADW_TYPE_BANNER, "failed_banner")));
  fake_sync_end (sync, NULL);
  ui_test_wait (is_shown (fixture, ORCH_TYPE_REVIEW_DIALOG));
}

static GtkListView *
get_page_list (gpointer dialog, const char *bin)
{
  return ui_test_find (ui_test_find (dialog, ADW_TYPE_BIN, bin), GTK_TYPE_LIST_VIEW, "list");
}

static guint
n_on_page (gpointer dialog, const char *bin)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (get_page_list (dialog, bin))));
}

static void
press (gpointer dialog, const char *button)
{
  g_signal_emit_by_name (ui_test_find (dialog, GTK_TYPE_BUTTON, button), "clicked");
  ui_test_settle ();
}

static const char *
get_shown (gpointer dialog)
{
  return gtk_stack_get_visible_child_name (ui_test_find (dialog, GTK_TYPE_STACK, "stack"));
}

static gpointer
open_review (Fixture *fixture)
{
  g_autoptr (OrchServiceNames) names = orch_service_names_new ();
  gpointer dialog = orch_review_dialog_new (fixture->engine, names);

  adw_dialog_present (dialog, fixture->page);
  ui_test_wait (g_strcmp0 (get_shown (dialog), "0") == 0);
  return dialog;
}

static void
on_left (OrchReviewDialog *dialog, int *left)
{
  (*left)++;
}

/* Excluded ones leave the next page; Previous changes the choice; leaving keeps it. */
static void
test_review_pages (Fixture *fixture, gconstpointer data)
{
  gpointer dialog = open_review (fixture);
  GtkWidget *row = NULL;
  guint before = 0;
  int left = 0;

  g_assert_cmpuint (n_on_page (dialog, "page_0"), ==, N_SERVICES);
  press (dialog, "next");
  before = n_on_page (dialog, "page_1");
  press (dialog, "previous");
  row = ui_test_find (ui_test_find (dialog, ADW_TYPE_BIN, "page_0"), ORCH_TYPE_REVIEW_ROW, NULL);
  gtk_check_button_set_active (ui_test_find (row, GTK_TYPE_CHECK_BUTTON, "check"), TRUE);
  press (dialog, "next");
  g_assert_cmpstr (get_shown (dialog), ==, "1");
  g_assert_cmpuint (n_on_page (dialog, "page_1"), ==, before - 1);
  press (dialog, "previous");
  g_assert_cmpstr (get_shown (dialog), ==, "0");
  g_assert_false (gtk_widget_get_sensitive (ui_test_find (dialog, GTK_TYPE_BUTTON, "previous")));
  g_signal_connect (dialog, "left", G_CALLBACK (on_left), &left);
  adw_dialog_force_close (dialog);
  ui_test_wait (left == 1);

  dialog = open_review (fixture);
  press (dialog, "next");
  g_assert_cmpuint (n_on_page (dialog, "page_1"), ==, before - 1);
  row = ui_test_find (ui_test_find (dialog, ADW_TYPE_BIN, "page_0"), ORCH_TYPE_REVIEW_ROW, NULL);
  gtk_check_button_set_active (ui_test_find (row, GTK_TYPE_CHECK_BUTTON, "check"), FALSE);
  g_assert_cmpuint (n_on_page (dialog, "page_1"), ==, before);
}

/* What a search does not find here, it tells where it is and why. */
static void
test_review_missing (Fixture *fixture, gconstpointer data)
{
  gpointer dialog = open_review (fixture);
  GtkWidget *page = ui_test_find (dialog, ADW_TYPE_BIN, "page_0");
  AdwStatusPage *empty = NULL;

  /* Every blood sample is excluded. */
  g_signal_emit_by_name (ui_test_find (page, GTK_TYPE_SEARCH_ENTRY, "search"), "search-changed");
  gtk_editable_set_text (ui_test_find (page, GTK_TYPE_SEARCH_ENTRY, "search"), "prise de sang");
  ui_test_wait (n_on_page (dialog, "page_0") == N_SERVICES / 4);
  press (page, "all");
  press (dialog, "next");
  page = ui_test_find (dialog, ADW_TYPE_BIN, "page_1");
  gtk_editable_set_text (ui_test_find (page, GTK_TYPE_SEARCH_ENTRY, "search"), "PRISE");
  ui_test_wait (n_on_page (dialog, "page_1") == 0);
  empty = ui_test_find (page, ADW_TYPE_STATUS_PAGE, "empty");
  g_assert_nonnull (
      strstr (adw_status_page_get_description (empty), "Prise de sang: You excluded it on the first page."));
}

/* The preview says it, Apply does it, and what patients cannot reach yet is led to. */
static void
test_review_apply (Fixture *fixture, gconstpointer data)
{
  gpointer dialog = open_review (fixture);
  GtkWidget *group = NULL;

  for (guint i = 0; i < 3; i++)
    press (dialog, "next");
  g_assert_cmpstr (get_shown (dialog), ==, "3");
  g_assert_true (ui_test_says (dialog, "services have no offer of care yet"));
  g_assert_true (ui_test_says (dialog, "switched off for want of a type"));
  g_assert_cmpstr (gtk_button_get_label (ui_test_find (dialog, GTK_TYPE_BUTTON, "next")), ==, "_Apply");
  press (dialog, "next");
  ui_test_wait (g_strcmp0 (get_shown (dialog), "4") == 0);
  group = ui_test_find (dialog, ADW_TYPE_PREFERENCES_GROUP, "offers_group");
  g_assert_true (gtk_widget_get_visible (group));
  /* A service without a type is no longer active. */
  g_assert_cmpuint (n_rows (fixture), <, N_ACTIVE);
  adw_action_row_activate (ui_test_find (group, ADW_TYPE_ACTION_ROW, NULL));
  press (dialog, "next");
  ui_test_settle ();
  g_assert_false (is_shown (fixture, ORCH_TYPE_REVIEW_DIALOG));
}

static gpointer
open_service (Fixture *fixture, guint position)
{
  g_autoptr (OrchServiceNames) names = orch_service_names_new ();
  gpointer dialog = orch_service_dialog_new (fixture->engine, names, get_service (fixture, position));

  adw_dialog_present (dialog, fixture->page);
  ui_test_settle ();
  return dialog;
}

static void
test_details (Fixture *fixture, gconstpointer data)
{
  gpointer dialog = open_service (fixture, 0);
  GtkWidget *save = ui_test_find (dialog, GTK_TYPE_BUTTON, "save");
  const char *id = orch_service_get_fields (get_service (fixture, 0))->id;

  /* Nothing is changed yet. */
  g_assert_false (gtk_widget_get_sensitive (save));
  g_assert_cmpstr (adw_action_row_get_subtitle (ui_test_find (dialog, ADW_TYPE_ACTION_ROW, "emr_id")), ==, id);
  adw_expander_row_set_enable_expansion (ui_test_find (dialog, ADW_TYPE_EXPANDER_ROW, "own_duration"), TRUE);
  adw_spin_row_set_value (ui_test_find (dialog, ADW_TYPE_SPIN_ROW, "minutes"), 45);
  g_assert_true (gtk_widget_get_sensitive (save));
  press (dialog, "save");
  ui_test_wait (orch_service_get_duration (get_service (fixture, 0)) == 45);
  /* The EMR's own is as it was. */
  g_assert_cmpint (orch_service_get_fields (get_service (fixture, 0))->duration_minutes, !=, 45);
}

static void
set_minutes (gpointer dialog, int minutes)
{
  adw_expander_row_set_enable_expansion (ui_test_find (dialog, ADW_TYPE_EXPANDER_ROW, "own_duration"), TRUE);
  adw_spin_row_set_value (ui_test_find (dialog, ADW_TYPE_SPIN_ROW, "minutes"), minutes);
}

static int
get_minutes (gpointer dialog)
{
  return (int) adw_spin_row_get_value (ui_test_find (dialog, ADW_TYPE_SPIN_ROW, "minutes"));
}

/* A sync brings somebody else's choice of another field while the dialog is open: both are kept, and nothing is asked. */
static void
test_details_beside (Fixture *fixture, gconstpointer data)
{
  gpointer dialog = open_service (fixture, 0);
  OrchServiceFields theirs = *orch_service_get_fields (get_service (fixture, 0));

  set_minutes (dialog, 45);
  theirs.online = !theirs.online;
  fake_desk_change (orch_engine_get_services (fixture->engine), &theirs);
  press (dialog, "save");
  ui_test_wait (orch_service_get_duration (get_service (fixture, 0)) == 45);
  g_assert_cmpint (orch_service_get_fields (get_service (fixture, 0))->online, ==, theirs.online);
}

/* … of the same field: what was typed stays, theirs is shown beside it, and may be taken. */
static void
test_details_collide (Fixture *fixture, gconstpointer data)
{
  gpointer dialog = open_service (fixture, 0);
  GtkWidget *save = ui_test_find (dialog, GTK_TYPE_BUTTON, "save");
  OrchServiceFields theirs = *orch_service_get_fields (get_service (fixture, 0));
  GtkToggleButton *take = NULL;

  set_minutes (dialog, 45);
  theirs.duration_override = 30;
  theirs.online = !theirs.online;
  fake_desk_change (orch_engine_get_services (fixture->engine), &theirs);
  press (dialog, "save");
  ui_test_wait (ui_test_says (dialog, "Changed by somebody else meanwhile"));
  g_assert_true (ui_test_says (dialog, "There: 30"));
  g_assert_cmpint (get_minutes (dialog), ==, 45);
  g_assert_cmpint (adw_switch_row_get_active (ui_test_find (dialog, ADW_TYPE_SWITCH_ROW, "online")), ==, theirs.online);
  g_assert_cmpint (orch_service_get_duration (get_service (fixture, 0)), ==, 30);

  take = ui_test_find (ui_test_find (dialog, ORCH_TYPE_SERVICE_COLLISIONS, NULL), GTK_TYPE_TOGGLE_BUTTON, NULL);
  gtk_toggle_button_set_active (take, TRUE);
  g_assert_cmpint (get_minutes (dialog), ==, 30);
  /* It is what is saved already. */
  g_assert_false (gtk_widget_get_sensitive (save));
  gtk_toggle_button_set_active (take, FALSE);
  g_assert_cmpint (get_minutes (dialog), ==, 45);
  g_assert_true (gtk_widget_get_sensitive (save));

  /* And again, between being asked and answering. */
  theirs = *orch_service_get_fields (get_service (fixture, 0));
  theirs.duration_override = 25;
  fake_desk_change (orch_engine_get_services (fixture->engine), &theirs);
  press (dialog, "save");
  ui_test_wait (ui_test_says (dialog, "There: 25"));
  g_assert_false (ui_test_says (dialog, "There: 30"));
  press (dialog, "save");
  ui_test_wait (orch_service_get_duration (get_service (fixture, 0)) == 45);
  g_assert_cmpint (orch_service_get_fields (get_service (fixture, 0))->online, ==, theirs.online);
}

static void
test_offer (Fixture *fixture, gconstpointer data)
{
  gpointer dialog = open_service (fixture, 0);
  GtkWidget *save = ui_test_find (dialog, GTK_TYPE_BUTTON, "save");
  const OrchCareOfferFields *offer = NULL;

  orch_service_dialog_show_offer (dialog);
  ui_test_settle ();
  adw_switch_row_set_active (ui_test_find (dialog, ADW_TYPE_SWITCH_ROW, "offered"), TRUE);
  adw_switch_row_set_active (ui_test_find (dialog, ADW_TYPE_SWITCH_ROW, "in_person"), FALSE);
  /* No way at all: said, and not saved */
  g_assert_true (ui_test_says (dialog, "Choose at least one way"));
  g_assert_false (gtk_widget_get_sensitive (save));
  adw_switch_row_set_active (ui_test_find (dialog, ADW_TYPE_SWITCH_ROW, "virtual"), TRUE);
  adw_expander_row_set_enable_expansion (ui_test_find (dialog, ADW_TYPE_EXPANDER_ROW, "ages"), TRUE);
  adw_spin_row_set_value (ui_test_find (dialog, ADW_TYPE_SPIN_ROW, "age_min"), 20);
  adw_spin_row_set_value (ui_test_find (dialog, ADW_TYPE_SPIN_ROW, "age_max"), 10);
  g_assert_true (ui_test_says (dialog, "The first age is above the last one."));
  g_assert_false (gtk_widget_get_sensitive (save));
  adw_spin_row_set_value (ui_test_find (dialog, ADW_TYPE_SPIN_ROW, "age_max"), 30);
  adw_combo_row_set_selected (ui_test_find (dialog, ADW_TYPE_COMBO_ROW, "audience"), 1);
  g_assert_true (gtk_widget_get_sensitive (save));
  press (dialog, "save");
  ui_test_wait (orch_service_get_fields (get_service (fixture, 0))->offer != NULL);
  offer = orch_care_offer_get_fields (orch_service_get_fields (get_service (fixture, 0))->offer);
  g_assert_cmpstr (offer->audience, ==, ORCH_AUDIENCE_ATTACHED);
  g_assert_cmpint (offer->modes, ==, ORCH_CARE_VIRTUAL);
  g_assert_cmpint (offer->age_min, ==, 20);
  g_assert_cmpint (offer->age_max, ==, 30);
  g_assert_cmpint (offer->publication_days, ==, -1);
}

static void
test_lists (Fixture *fixture, gconstpointer data)
{
  OrchServiceDesk *desk = orch_engine_get_services (fixture->engine);
  AdwDialog *dialog = orch_lists_dialog_new (fixture->engine);
  const guint n = g_list_model_get_n_items (orch_service_desk_get_types (desk));
  GtkWidget *save = NULL;
  AdwEntryRow *french = NULL;

  adw_dialog_present (dialog, fixture->page);
  ui_test_settle ();
  save = ui_test_find (dialog, GTK_TYPE_BUTTON, "save");
  g_assert_false (gtk_widget_get_sensitive (save));
  press (dialog, "add_type");
  /* A name is missing. */
  g_assert_false (gtk_widget_get_sensitive (save));
  g_assert_true (ui_test_says (dialog, "Each one needs a French name."));
  for (GtkWidget *row =
           ui_test_find (ui_test_find (dialog, ADW_TYPE_PREFERENCES_GROUP, "types"), ADW_TYPE_EXPANDER_ROW, NULL);
       row != NULL; row = gtk_widget_get_next_sibling (row))
    if (ADW_IS_EXPANDER_ROW (row))
      french = ui_test_find (row, ADW_TYPE_ENTRY_ROW, NULL);
  gtk_editable_set_text (GTK_EDITABLE (french), "Télésanté");
  g_assert_true (gtk_widget_get_sensitive (save));
  press (dialog, "save");
  ui_test_wait (g_list_model_get_n_items (orch_service_desk_get_types (desk)) == n + 1);
  /* The chips follow. */
  gtk_selection_model_select_item (get_selection (fixture), 0, TRUE);
  act (fixture, "bar.set-types");
  ui_test_wait (is_shown (fixture, ORCH_TYPE_TYPES_ALERT));
  g_assert_true (ui_test_says (find (fixture, ORCH_TYPE_TYPES_ALERT, NULL), "Télésanté"));
}

/* What came back by itself is said until somebody has read it. */
static void
test_announced (Fixture *fixture, gconstpointer data)
{
  OrchServiceDesk *desk = orch_engine_get_services (fixture->engine);
  AdwBanner *banner = find (fixture, ADW_TYPE_BANNER, "announced_banner");
  gpointer dialog = NULL;

  g_assert_false (adw_banner_get_revealed (banner));
  fake_desk_announce (desk, orch_service_get_fields (get_service (fixture, 3))->id);
  ui_test_settle ();
  g_assert_true (adw_banner_get_revealed (banner));
  g_assert_cmpstr (adw_banner_get_title (banner), ==, "An appointment in the EMR brought 1 service back");
  g_signal_emit_by_name (banner, "button-clicked");
  ui_test_wait (is_shown (fixture, ORCH_TYPE_ANNOUNCED_DIALOG));
  dialog = find (fixture, ORCH_TYPE_ANNOUNCED_DIALOG, NULL);
  ui_test_wait (ui_test_says (dialog, "A type is to be chosen"));
  orch_service_desk_dismiss_announced (desk);
  ui_test_settle ();
  g_assert_false (adw_banner_get_revealed (banner));
}

static void
test_lock (Fixture *fixture, gconstpointer data)
{
  open_review (fixture);
  ui_test_wait (ui_test_says (fixture->window, "Suivi de grossesse"));
  fake_clinic_set_session (fixture->engine, TRUE, TRUE, FALSE, ORCH_PERMISSION_ADMINISTRATOR);
  ui_test_settle ();
  g_assert_false (is_shown (fixture, ORCH_TYPE_REVIEW_DIALOG));
  g_assert_cmpuint (n_rows (fixture), ==, 0);
  g_assert_false (ui_test_says (fixture->window, "Suivi de grossesse"));
}

static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  GtkColumnView *view = find (fixture, GTK_TYPE_COLUMN_VIEW, "view");
  GListModel *columns = gtk_column_view_get_columns (view);
  guint shown = 0;

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 700);
  ui_test_wait (gtk_widget_get_width (fixture->page) <= 400);
  ui_test_settle ();
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      shown += gtk_column_view_column_get_visible (column);
    }
  g_assert_cmpuint (shown, ==, 2);
}

static GtkWindow *
find_services_window (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (ORCH_IS_SERVICES_WINDOW (window))
        return window;
    }
  return NULL;
}

/* The page in a window of its own, which opens no other and goes with the main one. */
static void
test_own_window (Fixture *fixture, gconstpointer data)
{
  GtkWindow *window = NULL;
  GtkWidget *page = NULL;

  g_assert_true (gtk_widget_activate_action (fixture->page, "services.open-window", NULL));
  window = find_services_window ();
  g_assert_nonnull (window);
  ui_test_wait (gtk_widget_get_mapped (GTK_WIDGET (window)));
  page = ui_test_find (window, ORCH_TYPE_SERVICES_PAGE, NULL);
  ui_test_wait (ui_test_says (page, "Active 18"));
  gtk_widget_activate_action (page, "services.open-window", NULL);
  g_assert_true (find_services_window () == window);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_test_wait (find_services_window () == NULL);

  /* For the end of the test */
  fixture->window = adw_window_new ();
}

static gboolean
offers_to_add (Fixture *fixture)
{
  return gtk_widget_get_mapped (find (fixture, GTK_TYPE_BUTTON, "add_button"));
}

/* Services come from the EMR; where there is none, from who may type them. */
static void
test_add_offered (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    OrchPermission permission;
    gboolean may;
  } cases[] = { { ORCH_PERMISSION_RECEPTIONIST, TRUE },
                { ORCH_PERMISSION_PROFESSIONAL, FALSE },
                { ORCH_PERMISSION_NONE, FALSE },
                { ORCH_PERMISSION_ADMINISTRATOR, TRUE } };

  g_assert_false (offers_to_add (fixture));
  gtk_widget_activate_action (fixture->page, "services.add", NULL);
  ui_test_settle ();
  g_assert_false (is_shown (fixture, ORCH_TYPE_HAND_DIALOG));
  fake_clinic_set_to_set_up (fixture->engine, TRUE);
  ui_test_settle ();
  g_assert_true (offers_to_add (fixture));
  fake_clinic_set_to_set_up (fixture->engine, FALSE);
  ui_test_settle ();
  g_assert_false (offers_to_add (fixture));
  fake_clinic_be_standalone (fixture->engine);
  ui_test_settle ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, cases[i].permission);
      ui_test_settle ();
      g_assert_true (offers_to_add (fixture) == cases[i].may);
      g_assert_true (gtk_widget_get_mapped (find (fixture, GTK_TYPE_BUTTON, "synchronise_button")) == !cases[i].may);
    }
}

static void
test_add (Fixture *fixture, gconstpointer data)
{
  AdwToggleGroup *tabs = find (fixture, ADW_TYPE_TOGGLE_GROUP, "tabs");
  g_autoptr (GError) error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_INVALID, "A service has this name already.");
  OrchHandDialog *dialog = NULL;
  const OrchServiceFields *fields = NULL;

  fake_clinic_be_standalone (fixture->engine);
  g_signal_emit_by_name (find (fixture, GTK_TYPE_BUTTON, "add_button"), "clicked");
  ui_test_settle ();
  dialog = find (fixture, ORCH_TYPE_HAND_DIALOG, NULL);
  g_assert_true (is_shown (fixture, ORCH_TYPE_HAND_DIALOG));

  /* Without a name nothing is asked. */
  g_signal_emit_by_name (ui_test_find (dialog, GTK_TYPE_BUTTON, "save"), "clicked");
  ui_test_settle ();
  g_assert_null (fake_clinic_get_added (fixture->engine));
  g_assert_true (ui_test_says (GTK_WIDGET (dialog), "Enter the name of the service."));

  /* What is refused stays to be mended, and says why. */
  gtk_editable_set_text (ui_test_find (dialog, GTK_TYPE_ENTRY, "service_name"), "Prise de sang à domicile");
  fake_clinic_set_answer (fixture->engine, error);
  g_signal_emit_by_name (ui_test_find (dialog, GTK_TYPE_BUTTON, "save"), "clicked");
  ui_test_wait (ui_test_says (GTK_WIDGET (dialog), "A service has this name already."));
  g_assert_true (is_shown (fixture, ORCH_TYPE_HAND_DIALOG));
  g_assert_true (gtk_widget_get_sensitive (ui_test_find (dialog, GTK_TYPE_BUTTON, "save")));
  error->code = ORCH_ERROR_DISK_FULL;
  fake_clinic_set_answer (fixture->engine, error);
  g_signal_emit_by_name (ui_test_find (dialog, GTK_TYPE_BUTTON, "save"), "clicked");
  ui_test_wait (gtk_widget_get_mapped (ui_test_find (dialog, GTK_TYPE_LABEL, "fault")));

  fake_clinic_set_answer (fixture->engine, NULL);
  g_signal_emit_by_name (ui_test_find (dialog, GTK_TYPE_BUTTON, "save"), "clicked");
  ui_test_wait (!is_shown (fixture, ORCH_TYPE_HAND_DIALOG));
  fields = orch_service_get_fields (ORCH_SERVICE (fake_clinic_get_added (fixture->engine)));
  g_assert_cmpstr (fields->name, ==, "Prise de sang à domicile");
  g_assert_cmpint (fields->origin, ==, ORCH_ORIGIN_HAND);

  /* It is seen where it is, and can be defined from there. */
  ui_test_wait (g_strcmp0 (adw_toggle_group_get_active_name (tabs), "inactive") == 0);
  g_assert_cmpuint (n_rows (fixture), ==, N_SERVICES - N_ACTIVE + 1);
  ui_test_wait (ui_test_says (fixture->page, "Prise de sang à domicile was added."));
  ui_test_wait (find_button (fixture->page, "_Define…") != NULL);
  g_signal_emit_by_name (find_button (fixture->page, "_Define…"), "clicked");
  ui_test_wait (is_shown (fixture, ORCH_TYPE_SERVICE_DIALOG));
}

/* What is being typed does not stay on the screen of a locked clinic. */
static void
test_add_locked (Fixture *fixture, gconstpointer data)
{
  fake_clinic_be_standalone (fixture->engine);
  gtk_widget_activate_action (fixture->page, "services.add", NULL);
  ui_test_wait (is_shown (fixture, ORCH_TYPE_HAND_DIALOG));
  fake_clinic_set_session (fixture->engine, TRUE, TRUE, FALSE, ORCH_PERMISSION_ADMINISTRATOR);
  ui_test_wait (!is_shown (fixture, ORCH_TYPE_HAND_DIALOG));
  g_assert_false (offers_to_add (fixture));
}

/* What was typed is changed and taken away from its details, with Undo; what the EMR has is not. */
static void
test_typed_actions (Fixture *fixture, gconstpointer data)
{
  OrchServiceFields fields = *orch_service_get_fields (get_service (fixture, 0));
  g_autoptr (OrchServiceNames) names = orch_service_names_new ();
  g_autoptr (OrchService) typed = NULL;
  AdwDialog *dialog = orch_service_dialog_new (fixture->engine, names, get_service (fixture, 0));
  OrchHandDialog *form = NULL;
  GtkWidget *alert = NULL;

  adw_dialog_present (dialog, fixture->page);
  ui_test_settle ();
  g_assert_false (gtk_widget_get_mapped (ui_test_find (dialog, ORCH_TYPE_TYPED_ACTIONS, NULL)));
  adw_dialog_force_close (dialog);
  ui_test_wait (!is_shown (fixture, ORCH_TYPE_SERVICE_DIALOG));

  fields.origin = ORCH_ORIGIN_HAND;
  typed = orch_service_new (&fields);
  dialog = orch_service_dialog_new (fixture->engine, names, typed);
  adw_dialog_present (dialog, fixture->page);
  ui_test_settle ();
  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_PROFESSIONAL);
  g_assert_false (gtk_widget_get_visible (ui_test_find (dialog, ORCH_TYPE_TYPED_ACTIONS, NULL)));
  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_ADMINISTRATOR);
  g_assert_true (gtk_widget_get_visible (ui_test_find (dialog, ORCH_TYPE_TYPED_ACTIONS, NULL)));
  g_assert_false (ui_test_says (GTK_WIDGET (dialog), "It is changed in the EMR"));

  g_signal_emit_by_name (ui_test_find (dialog, ADW_TYPE_BUTTON_ROW, "change"), "activated");
  ui_test_settle ();
  form = find (fixture, ORCH_TYPE_HAND_DIALOG, NULL);
  g_assert_nonnull (form);
  gtk_editable_set_text (ui_test_find (form, GTK_TYPE_ENTRY, "service_name"), "Prise de sang à domicile");
  g_signal_emit_by_name (ui_test_find (form, GTK_TYPE_BUTTON, "save"), "clicked");
  ui_test_wait (!is_shown (fixture, ORCH_TYPE_HAND_DIALOG));
  g_assert_cmpstr (orch_service_get_fields (ORCH_SERVICE (fake_clinic_get_added (fixture->engine)))->name, ==,
                   "Prise de sang à domicile");
  ui_test_wait (!is_shown (fixture, ORCH_TYPE_SERVICE_DIALOG));

  dialog = orch_service_dialog_new (fixture->engine, names, typed);
  adw_dialog_present (dialog, fixture->page);
  ui_test_settle ();
  g_signal_emit_by_name (ui_test_find (dialog, ADW_TYPE_BUTTON_ROW, "remove"), "activated");
  ui_test_settle ();
  alert = find (fixture, ADW_TYPE_ALERT_DIALOG, NULL);
  g_assert_nonnull (alert);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (alert), "remove");
  adw_dialog_close (ADW_DIALOG (alert));
  ui_test_wait (ui_test_says (fixture->page, "was taken away."));
  g_assert_nonnull (strstr (fake_clinic_get_calls (fixture->engine), "remove-typed"));
  ui_test_wait (!is_shown (fixture, ORCH_TYPE_SERVICE_DIALOG));
  g_signal_emit_by_name (find_button (fixture->page, "_Undo"), "clicked");
  ui_test_wait (strstr (fake_clinic_get_calls (fixture->engine), "restore-typed") != NULL);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(name, function) g_test_add ("/ui/services-page/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("rows", test_rows);
  ADD ("tab-from-top", test_tab_from_top);
  ADD ("sort-from-top", test_sort_from_top);
  g_test_add_func ("/ui/services-page/states", test_states);
  ADD ("bulk-and-undo", test_bulk_and_undo);
  ADD ("upcoming-warns", test_upcoming_warns);
  ADD ("partial-failure", test_partial_failure);
  ADD ("activate-asks-for-types", test_activate_asks_for_types);
  ADD ("permissions", test_permissions);
  ADD ("synchronise", test_synchronise);
  ADD ("review-pages", test_review_pages);
  ADD ("review-missing", test_review_missing);
  ADD ("review-apply", test_review_apply);
  ADD ("details", test_details);
  ADD ("details-beside", test_details_beside);
  ADD ("details-collide", test_details_collide);
  ADD ("offer", test_offer);
  ADD ("lists", test_lists);
  ADD ("announced", test_announced);
  ADD ("lock", test_lock);
  ADD ("narrow", test_narrow);
  ADD ("own-window", test_own_window);
  ADD ("add-offered", test_add_offered);
  ADD ("add", test_add);
  ADD ("typed-actions", test_typed_actions);
  ADD ("add-locked", test_add_locked);
  return g_test_run ();
}
