/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What goes into the charts, on a fake clinic: what is asked first, what the EMR cannot do, what turning the attachments off says.
 */
#include "ui-test.h"

#include "fake-clinic.h"
#include "fake-desk.h"
#include "ui/shell/orch-chart-dialog.h"
#include "ui/shell/orch-clinic-page.h"

#define ALL_FEATURES ((ORCH_EMR_FEATURE_REMINDER_STATUS << 1) - 1)

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
                             .permission = ORCH_PERMISSION_ADMINISTRATOR };

  fixture->engine = fake_clinic_new (&scene);
  fixture->window = adw_window_new ();
  fixture->page = GTK_WIDGET (orch_clinic_page_new (fixture->engine));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 900);
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

static const char *
tag_of (GtkWidget *dialog)
{
  AdwNavigationPage *page =
      adw_navigation_view_get_visible_page (ui_test_find (dialog, ADW_TYPE_NAVIGATION_VIEW, "view"));

  return adw_navigation_page_get_tag (page);
}

static GtkWidget *
open_dialog (Fixture *fixture, OrchEmrFeatures features)
{
  GtkWidget *dialog = NULL;

  fake_clinic_set_emr_features (fixture->engine, features);
  g_signal_emit_by_name (ui_test_find (fixture->page, ADW_TYPE_BUTTON_ROW, "charts"), "activated");
  ui_test_wait (ui_test_find (fixture->window, ORCH_TYPE_CHART_DIALOG, NULL) != NULL);
  dialog = ui_test_find (fixture->window, ORCH_TYPE_CHART_DIALOG, NULL);
  g_assert_cmpstr (tag_of (dialog), ==, "pin");
  gtk_editable_set_text (ui_test_find (dialog, GTK_TYPE_PASSWORD_ENTRY, "pin"), "246813");
  g_signal_emit_by_name (ui_test_find (dialog, GTK_TYPE_BUTTON, "confirm"), "clicked");
  ui_test_wait (g_strcmp0 (tag_of (dialog), "edit") == 0);
  return dialog;
}

/* The first row of that type in a group */
static gpointer
row_in (GtkWidget *dialog, const char *group, GType type)
{
  return ui_test_find (ui_test_find (dialog, ADW_TYPE_PREFERENCES_GROUP, group), type, NULL);
}

static void
answer (Fixture *fixture, const char *response)
{
  GtkWidget *alert = NULL;

  ui_test_wait (ui_test_find (fixture->window, ADW_TYPE_ALERT_DIALOG, NULL) != NULL);
  alert = ui_test_find (fixture->window, ADW_TYPE_ALERT_DIALOG, NULL);
  g_assert_true (ui_test_says (alert, "eReferral"));
  g_signal_emit_by_name (alert, "response", response);
  adw_dialog_force_close (ADW_DIALOG (alert));
  ui_test_wait (ui_test_find (fixture->window, ADW_TYPE_ALERT_DIALOG, NULL) == NULL);
}

static void
test_save (Fixture *fixture, gconstpointer data)
{
  OrchSync *sync = orch_engine_get_sync (fixture->engine);
  GtkWidget *dialog = open_dialog (fixture, ALL_FEATURES);
  GtkWidget *save = ui_test_find (dialog, GTK_TYPE_BUTTON, "save");
  AdwSwitchRow *attachments = ui_test_find (dialog, ADW_TYPE_SWITCH_ROW, "attachments");
  const OrchChartSettingsFields *saved = NULL;

  g_assert_false (gtk_widget_get_sensitive (save));
  /* It takes effect once the person has read what it does, and not when they think better of it. */
  adw_switch_row_set_active (attachments, FALSE);
  g_assert_true (adw_switch_row_get_active (attachments));
  answer (fixture, "keep");
  g_assert_true (adw_switch_row_get_active (attachments));
  g_assert_false (gtk_widget_get_sensitive (save));
  adw_switch_row_set_active (attachments, FALSE);
  answer (fixture, "off");
  g_assert_false (adw_switch_row_get_active (attachments));
  g_assert_true (gtk_widget_get_sensitive (save));

  gtk_drop_down_set_selected (row_in (dialog, "messages", GTK_TYPE_DROP_DOWN), ORCH_CHART_NOTE);
  g_assert_true (ui_test_says (dialog, "become encounter notes"));
  gtk_editable_set_text (row_in (dialog, "messages", ADW_TYPE_ENTRY_ROW), "  Messages ");
  adw_switch_row_set_active (ui_test_find (dialog, ADW_TYPE_SWITCH_ROW, "walk_in"), FALSE);
  adw_switch_row_set_active (ui_test_find (dialog, ADW_TYPE_SWITCH_ROW, "reminders"), TRUE);
  gtk_editable_set_text (ui_test_find (dialog, ADW_TYPE_ENTRY_ROW, "reminder_status"), "Rappel");
  g_signal_emit_by_name (save, "clicked");
  ui_test_wait (ui_test_find (fixture->window, ORCH_TYPE_CHART_DIALOG, NULL) == NULL);
  saved = orch_chart_settings_get_fields (fake_sync_get_chart (sync));
  g_assert_false (saved->attachments);
  g_assert_false (saved->walk_in);
  g_assert_true (saved->reminders);
  g_assert_cmpint (saved->places[ORCH_CHART_MESSAGES].form, ==, ORCH_CHART_NOTE);
  g_assert_cmpstr (saved->places[ORCH_CHART_MESSAGES].folder, ==, "Messages");
  g_assert_cmpint (saved->places[ORCH_CHART_REFERRALS_SENT].form, ==, ORCH_CHART_DOCUMENT);
  g_assert_cmpstr (saved->reminder_status, ==, "Rappel");
  g_assert_false (orch_sync_get_running (sync));

  /* Those of before come with the whole schedule. */
  dialog = open_dialog (fixture, ALL_FEATURES);
  g_signal_emit_by_name (ui_test_find (dialog, ADW_TYPE_BUTTON_ROW, "usual"), "activated");
  g_signal_emit_by_name (ui_test_find (dialog, GTK_TYPE_BUTTON, "save"), "clicked");
  ui_test_wait (orch_sync_get_running (sync));
  g_assert_cmpint (orch_sync_get_kind (sync), ==, ORCH_SYNC_FULL);
  g_assert_true (orch_chart_settings_get_fields (fake_sync_get_chart (sync))->attachments);
  orch_sync_cancel (sync);
}

/* What the EMR cannot do is grey, and says why. */
static void
test_features (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    OrchEmrFeatures features;
    gboolean form, folder, attachments, fields, walk_in, status;
    const char *says;
    OrchChartForm shown;
  } cases[] = {
    { 0, FALSE, FALSE, FALSE, FALSE, FALSE, FALSE, "This EMR is not known to take documents" },
    { ORCH_EMR_FEATURE_NOTES, FALSE, FALSE, FALSE, FALSE, FALSE, FALSE, "This EMR takes encounter notes only",
      ORCH_CHART_NOTE },
    { ORCH_EMR_FEATURE_NOTES, FALSE, FALSE, FALSE, FALSE, FALSE, FALSE, "added in the EMR by hand", ORCH_CHART_NOTE },
    { ORCH_EMR_FEATURE_DOCUMENTS | ORCH_EMR_FEATURE_WALK_IN, FALSE, FALSE, TRUE, FALSE, TRUE, FALSE,
      "This EMR takes documents only" },
    { ORCH_EMR_FEATURE_DOCUMENTS | ORCH_EMR_FEATURE_NOTES | ORCH_EMR_FEATURE_REMINDER_STATUS, TRUE, FALSE, TRUE, FALSE,
      FALSE, TRUE, "This EMR does not tell who comes without an appointment" },
    { ALL_FEATURES, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, "Only if you map some" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GtkWidget *dialog = open_dialog (fixture, cases[i].features);

#define SENSITIVE(name) gtk_widget_get_sensitive (ui_test_find (dialog, ADW_TYPE_SWITCH_ROW, name))
      g_assert_true (gtk_widget_is_sensitive (row_in (dialog, "messages", GTK_TYPE_DROP_DOWN)) == cases[i].form);
      g_assert_true (gtk_widget_get_visible (row_in (dialog, "messages", ADW_TYPE_ENTRY_ROW)) == cases[i].folder);
      g_assert_true (SENSITIVE ("attachments") == cases[i].attachments);
      g_assert_true (SENSITIVE ("custom_fields") == cases[i].fields);
      g_assert_true (SENSITIVE ("walk_in") == cases[i].walk_in);
#undef SENSITIVE
      g_assert_true (gtk_widget_get_visible (ui_test_find (dialog, ADW_TYPE_ENTRY_ROW, "reminder_status")) ==
                     cases[i].status);
      g_assert_true (ui_test_says (dialog, cases[i].says));
      g_assert_cmpuint (gtk_drop_down_get_selected (row_in (dialog, "messages", GTK_TYPE_DROP_DOWN)), ==,
                        cases[i].shown);
      /* To see it changes nothing of what was chosen for another EMR. */
      g_assert_false (gtk_widget_get_sensitive (ui_test_find (dialog, GTK_TYPE_BUTTON, "save")));
      adw_dialog_force_close (ADW_DIALOG (dialog));
      ui_test_wait (ui_test_find (fixture->window, ORCH_TYPE_CHART_DIALOG, NULL) == NULL);
    }
}

/* An administrator's alone; the lock takes it away. */
static void
test_who (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = ui_test_find (fixture->page, ADW_TYPE_BUTTON_ROW, "charts");

  open_dialog (fixture, ALL_FEATURES);
  fake_clinic_set_session (fixture->engine, TRUE, TRUE, FALSE, ORCH_PERMISSION_ADMINISTRATOR);
  ui_test_wait (ui_test_find (fixture->window, ORCH_TYPE_CHART_DIALOG, NULL) == NULL);
  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_RECEPTIONIST);
  g_assert_false (gtk_widget_get_sensitive (row));
  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_ADMINISTRATOR);
  g_assert_true (gtk_widget_get_sensitive (row));
}

/* Returns: (nullable): a shown label of @widget that is cut */
static GtkWidget *
find_cut (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (GTK_IS_LABEL (widget) && pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *cut = find_cut (child);

      if (cut != NULL)
        return cut;
    }
  return NULL;
}

static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = open_dialog (fixture, ALL_FEATURES);

  ui_test_check_narrow (adw_dialog_get_child (ADW_DIALOG (dialog)), "charts");
  /* The chosen one is read whole: it breaks, and has no dots. */
  g_assert_null (find_cut (row_in (dialog, "messages", GTK_TYPE_DROP_DOWN)));
}

int
main (int argc, char *argv[])
{
  ui_test_init (&argc, &argv);
#define ADD(name, func) g_test_add ("/chart-dialog/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("save", test_save);
  ADD ("features", test_features);
  ADD ("who", test_who);
  ADD ("narrow", test_narrow);
#undef ADD
  return g_test_run ();
}
