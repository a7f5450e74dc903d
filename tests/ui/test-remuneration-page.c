/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The remuneration report on a fake clinic: its states, its quarters, what is not counted and where that is mended, the lock, and how it leaves.
 */
#include "ui-test.h"

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "fake-clinic.h"
#include "fake-report.h"
#include "ui/orch-error-text.h"
#include "ui/remuneration/orch-remuneration-chart.h"
#include "ui/remuneration/orch-remuneration-page.h"
#include "ui/remuneration/orch-remuneration-paper.h"
#include "ui/remuneration/orch-remuneration-text.h"
#include "ui/shell/orch-window.h"

typedef struct
{
  OrchEngine *engine;
  GtkWidget *window;
  GtkWidget *page;
} Fixture;

/* 2026-11-18, 12:00 in Quebec: the quarter from October to December */
#define NOON (G_GINT64_CONSTANT (1795021200) * G_USEC_PER_SEC)

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const FakeClinic scene = { .state = ORCH_ENGINE_READY,
                             .signed_in = TRUE,
                             .permission = ORCH_PERMISSION_RECEPTIONIST,
                             .n_staff = 5,
                             .n_services = 5 };

  orch_clock_set_offset_us (NOON - g_get_real_time ());
  fixture->engine = fake_clinic_new (&scene);
  fixture->window = GTK_WIDGET (orch_window_new (NULL, fixture->engine));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1200, 800);
  gtk_window_present (GTK_WINDOW (fixture->window));
  ui_test_wait (gtk_widget_get_mapped (fixture->window));
  gtk_widget_activate_action (fixture->window, "win.go", "i", ORCH_WINDOW_REPORT);
  ui_test_settle ();
  fixture->page = ui_test_find (fixture->window, ORCH_TYPE_REMUNERATION_PAGE, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_test_settle ();
  g_object_unref (fixture->engine);
  ui_test_settle ();
  orch_clock_set_offset_us (0);
}

static gpointer
find (Fixture *fixture, GType type, const char *id)
{
  return ui_test_find (fixture->page, type, id);
}

static const char *
shown (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (find (fixture, GTK_TYPE_STACK, "stack"));
}

static guint
n_lines (Fixture *fixture)
{
  return g_list_model_get_n_items (
      G_LIST_MODEL (gtk_column_view_get_model (find (fixture, GTK_TYPE_COLUMN_VIEW, "view"))));
}

static const char *
total (Fixture *fixture)
{
  return gtk_label_get_label (find (fixture, GTK_TYPE_LABEL, "total"));
}

static void
show_part (Fixture *fixture, const char *name)
{
  adw_toggle_group_set_active_name (find (fixture, ADW_TYPE_TOGGLE_GROUP, "parts"), name);
  ui_test_settle ();
}

static void
reload (Fixture *fixture)
{
  gtk_widget_activate_action (find (fixture, GTK_TYPE_STACK, "stack"), "remuneration.reload", NULL);
  ui_test_settle ();
}

static GtkDropDown *
choice (Fixture *fixture, const char *place)
{
  return GTK_DROP_DOWN (adw_bin_get_child (find (fixture, ADW_TYPE_BIN, place)));
}

static char *
dup_chosen (Fixture *fixture, const char *place)
{
  return g_strdup (gtk_string_object_get_string (gtk_drop_down_get_selected_item (choice (fixture, place))));
}

static void
test_states (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new (ORCH_ERROR, ORCH_ERROR_DISK_FULL, "no");

  ui_test_wait (g_strcmp0 (shown (fixture), "table") == 0);
  g_assert_cmpuint (n_lines (fixture), ==, 4);
  g_assert_cmpstr (total (fixture), ==, "1595 appointments · 1930 times offered, 380 of them free, 643 h 30");

  fake_report_set (fixture->engine, NULL, 0, 0, NULL);
  reload (fixture);
  ui_test_wait (g_strcmp0 (shown (fixture), "empty") == 0);
  g_assert_true (ui_test_says (fixture->page, "Nothing to count yet"));

  fake_report_set (fixture->engine, NULL, 0, NOON - 5 * G_TIME_SPAN_DAY, NULL);
  reload (fixture);
  ui_test_wait (ui_test_says (fixture->page, "Nothing in this quarter"));
  g_assert_true (ui_test_says (fixture->page, "The oldest appointment on this workstation is of 2026-11-13."));
  g_assert_true (ui_test_says (fixture->page, "This workstation has nothing before 2026-11-13: the beginning of the "
                                              "quarter is not counted."));

  fake_report_set (fixture->engine, NULL, 0, 0, error);
  reload (fixture);
  ui_test_wait (g_strcmp0 (shown (fixture), "error") == 0);
  g_assert_true (ui_test_says (fixture->page, orch_error_text_remedy (ORCH_ERROR_DISK_FULL)));
}

static void
test_quarters (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = dup_chosen (fixture, "quarter_place");
  g_autofree char *second = NULL;
  g_autofree char *before = NULL;

  g_assert_cmpstr (first, ==, "October to December 2026");
  gtk_widget_activate_action (find (fixture, GTK_TYPE_STACK, "stack"), "remuneration.previous", NULL);
  ui_test_settle ();
  second = dup_chosen (fixture, "quarter_place");
  g_assert_cmpstr (second, ==, "July to September 2026");
  /* What it is compared with goes back from there. */
  gtk_drop_down_set_selected (choice (fixture, "before_place"), 1);
  ui_test_settle ();
  before = dup_chosen (fixture, "before_place");
  g_assert_cmpstr (before, ==, "April to June 2026");
  ui_test_wait (g_str_has_suffix (total (fixture), "(appointments before: 1595)"));
  g_assert_true (ui_test_says (fixture->page, "Change"));
  gtk_drop_down_set_selected (choice (fixture, "before_place"), 0);
  ui_test_wait (!g_str_has_suffix (total (fixture), "(appointments before: 1595)"));
  /* There is none after the one that runs. */
  gtk_widget_activate_action (find (fixture, GTK_TYPE_STACK, "stack"), "remuneration.next", NULL);
  gtk_widget_activate_action (find (fixture, GTK_TYPE_STACK, "stack"), "remuneration.next", NULL);
  g_assert_cmpuint (gtk_drop_down_get_selected (choice (fixture, "quarter_place")), ==, 0);
}

/* The button below ROOT whose label is TEXT, in the row whose title begins with TITLE */
static GtkWidget *
find_button (GtkWidget *root, const char *text)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = NULL;

      if (GTK_IS_BUTTON (child) && gtk_widget_get_visible (child) &&
          g_strcmp0 (gtk_button_get_label (GTK_BUTTON (child)), text) == 0)
        return child;
      found = find_button (child, text);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static const char *
shown_page (Fixture *fixture)
{
  return adw_navigation_page_get_title (
      adw_navigation_split_view_get_content (ui_test_find (fixture->window, ADW_TYPE_NAVIGATION_SPLIT_VIEW, "split")));
}

static void
press (Fixture *fixture, const char *label)
{
  GtkWidget *button = NULL;

  gtk_widget_activate_action (fixture->window, "win.go", "i", ORCH_WINDOW_REPORT);
  ui_test_settle ();
  button = find_button (find (fixture, GTK_TYPE_LIST_VIEW, "left_out"), label);
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  ui_test_settle ();
}

static void
test_left_out (Fixture *fixture, gconstpointer data)
{
  static const char *const told[] = {
    "Without a service",
    "Service serv-977 of the EMR — Service never imported",
    "Pauses et réunions — Service excluded",
    "Examen périodique — Service in conflict",
    "Santé voyage — Service inactive",
    "Without a professional",
    "Professional prat-977 of the EMR — Professional never imported",
    "Dr Éloi Gagné — Professional in conflict",
    "Dre Zoé Côté — Professional inactive",
  };

  ui_test_wait (n_lines (fixture) == 4);
  show_part (fixture, "left-out");
  g_assert_true (ui_test_says (fixture->page, "Not Counted (9)"));
  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    ui_test_wait (ui_test_says (fixture->page, told[i]));

  press (fixture, "Open the Services");
  g_assert_cmpstr (shown_page (fixture), ==, "Services");
  press (fixture, "Open the Staff");
  g_assert_cmpstr (shown_page (fixture), ==, "Staff");
  press (fixture, "Open the Service");
  g_assert_cmpstr (shown_page (fixture), ==, "Services");
  press (fixture, "Open the Person");
  g_assert_cmpstr (shown_page (fixture), ==, "Staff");
  g_assert_nonnull (strstr (fake_clinic_get_calls (fixture->engine), " find-member:p3"));
}

static void
test_chart (Fixture *fixture, gconstpointer data)
{
  GtkListBox *sums = find (fixture, GTK_TYPE_LIST_BOX, "list");

  ui_test_wait (n_lines (fixture) == 4);
  show_part (fixture, "chart");
  g_assert_cmpstr (shown (fixture), ==, "chart");
  gtk_test_accessible_assert_property (find (fixture, ORCH_TYPE_REMUNERATION_CHART, NULL),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Chart of the appointments, October to December 2026. The table has the same "
                                       "numbers.");
  gtk_test_accessible_assert_property (gtk_list_box_get_row_at_index (sums, 0), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Suivi régulier de maladie chronique, 1550 appointments");
  g_assert_null (gtk_list_box_get_row_at_index (sums, 2));
  adw_toggle_group_set_active_name (find (fixture, ADW_TYPE_TOGGLE_GROUP, "sides"), "staff");
  gtk_test_accessible_assert_property (gtk_list_box_get_row_at_index (sums, 1), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Dr Luc Roy, 355 appointments");
}

/* Nothing of a locked clinic stays, and who may not see reports has no such page. */
static void
test_lock (Fixture *fixture, gconstpointer data)
{
  GtkListBox *sidebar = ui_test_find (fixture->window, GTK_TYPE_LIST_BOX, "sidebar");
  GtkWidget *row = GTK_WIDGET (gtk_list_box_get_row_at_index (sidebar, ORCH_WINDOW_REPORT));

  ui_test_wait (n_lines (fixture) == 4);
  g_object_ref (fixture->page);
  fake_clinic_set_session (fixture->engine, TRUE, TRUE, FALSE, ORCH_PERMISSION_RECEPTIONIST);
  ui_test_settle ();
  g_assert_cmpuint (n_lines (fixture), ==, 0);
  g_assert_cmpstr (total (fixture), ==, "");
  g_assert_false (ui_test_says (fixture->page, "Not Counted (9)"));
  g_assert_null (gtk_list_box_get_row_at_index (find (fixture, GTK_TYPE_LIST_BOX, "list"), 0));
  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_RECEPTIONIST);
  ui_test_wait (n_lines (fixture) == 4);
  g_assert_true (gtk_widget_get_visible (row));

  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_PROFESSIONAL);
  ui_test_settle ();
  g_assert_cmpuint (n_lines (fixture), ==, 0);
  g_assert_false (gtk_widget_get_visible (row));
  g_assert_cmpstr (shown_page (fixture), ==, "Services");
  gtk_widget_activate_action (fixture->window, "win.go", "i", ORCH_WINDOW_REPORT);
  g_assert_cmpstr (shown_page (fixture), ==, "Services");
  g_object_unref (fixture->page);
}

static void
test_text (void)
{
  static const struct
  {
    OrchQuarter quarter;
    const char *text;
  } quarters[] = { { { 2026, 1 }, "January to March 2026" },
                   { { 2026, 2 }, "April to June 2026" },
                   { { 2026, 3 }, "July to September 2026" },
                   { { 2025, 4 }, "October to December 2025" } };
  g_autofree char *hours = orch_remuneration_text_dup_hours (90);
  g_autofree char *whole = orch_remuneration_text_dup_hours (120);
  g_autofree char *decimal = orch_remuneration_text_dup_decimal (90);
  g_autofree char *one = orch_remuneration_text_dup_counts (&(OrchRemunerationCounts) { 1, 0, 0, 0 });
  g_autofree char *more = orch_remuneration_text_dup_change (
      &(OrchRemunerationLineFields) { .counts = { .appointments = 5 }, .before = { .appointments = 2 } });
  g_autofree char *fewer = orch_remuneration_text_dup_change (
      &(OrchRemunerationLineFields) { .counts = { .appointments = 2 }, .before = { .appointments = 5 } });

  for (guint i = 0; i < G_N_ELEMENTS (quarters); i++)
    {
      g_autofree char *text = orch_remuneration_text_dup_quarter (quarters[i].quarter);

      g_assert_cmpstr (text, ==, quarters[i].text);
    }
  g_assert_cmpstr (hours, ==, "1 h 30");
  g_assert_cmpstr (whole, ==, "2 h");
  g_assert_cmpstr (decimal, ==, "1.50");
  g_assert_cmpstr (one, ==, "1 appointment");
  g_assert_cmpstr (more, ==, "+3");
  g_assert_cmpstr (fewer, ==, "-3");
  for (guint i = 1; i < ORCH_N_REMUNERATION_REASONS; i++)
    {
      g_assert_cmpstr (orch_remuneration_text_reason ((OrchRemunerationReason) i), !=, "");
      g_assert_cmpstr (orch_remuneration_text_remedy ((OrchRemunerationReason) i), !=, "");
    }
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ui_test_add_style ();

#define TEST(path, func) g_test_add ("/remuneration/" path, Fixture, NULL, set_up, func, tear_down)
  TEST ("states", test_states);
  TEST ("quarters", test_quarters);
  TEST ("left-out", test_left_out);
  TEST ("chart", test_chart);
  TEST ("lock", test_lock);
  g_test_add_func ("/remuneration/text", test_text);
  return g_test_run ();
}
