/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the page of the synchronisation leads to, on a fake one: its settings, what is new in the EMR, patients, the
 * ticket.
 */
#include "ui-test.h"

#include "core/orch-error.h"
#include "fake-clinic.h"
#include "core/orch-clock.h"
#include "fake-desk.h"
#include "fake-messages.h"
#include "ui/shell/orch-preferences-dialog.h"
#include "ui/sync/orch-patient-text.h"
#include "ui/sync/orch-patients-dialog.h"
#include "ui/sync/orch-reconciliation-dialog.h"
#include "ui/sync/orch-sync-page.h"
#include "ui/sync/orch-sync-settings-dialog.h"
#include "ui/sync/orch-sync-sources-page.h"
#include "ui/sync/orch-ticket-dialog.h"
#include "ui/widgets/orch-field.h"

typedef struct
{
  OrchEngine *engine;
  OrchSync *sync;
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
                             .n_services = 4 };

  fixture->engine = fake_clinic_new (&scene);
  fixture->sync = orch_engine_get_sync (fixture->engine);
  fixture->window = adw_window_new ();
  fixture->page = GTK_WIDGET (orch_sync_page_new (fixture->engine));
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

static gpointer
find (Fixture *fixture, GType type, const char *id)
{
  return ui_test_find (fixture->window, type, id);
}

/* --- settings --------------------------------------------------------------------------- */

static void
add_sources (Fixture *fixture)
{
  static const OrchSyncSourceFields sources[] = {
    { .kind = ORCH_SYNC_SOURCE_OFFICE, .emr_id = "dept-1", .name = "Médecine familiale" },
    { .kind = ORCH_SYNC_SOURCE_STAFF, .emr_id = "p1", .name = "Dre Éloïse Roy", .detail = "Médecin de famille" },
    { .kind = ORCH_SYNC_SOURCE_STAFF, .emr_id = "p2", .name = "Luc Gagnon", .detail = "Infirmier", .fresh = TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    fake_sync_add_source (fixture->sync, &sources[i]);
}

static GtkWidget *
open_settings (Fixture *fixture)
{
  GtkWidget *dialog = NULL;

  adw_action_row_activate (find (fixture, ADW_TYPE_ACTION_ROW, "settings_row"));
  ui_test_wait (find (fixture, ORCH_TYPE_SYNC_SETTINGS_DIALOG, NULL) != NULL);
  dialog = find (fixture, ORCH_TYPE_SYNC_SETTINGS_DIALOG, NULL);
  gtk_editable_set_text (ui_test_find (dialog, GTK_TYPE_PASSWORD_ENTRY, "pin"), "246813");
  g_signal_emit_by_name (ui_test_find (dialog, GTK_TYPE_BUTTON, "confirm"), "clicked");
  return dialog;
}

static const char *
tag_of (GtkWidget *dialog)
{
  AdwNavigationPage *page =
      adw_navigation_view_get_visible_page (ui_test_find (dialog, ADW_TYPE_NAVIGATION_VIEW, "view"));

  return adw_navigation_page_get_tag (page);
}

static void
test_settings (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = NULL;
  GtkWidget *save = NULL;
  GtkWidget *sources = NULL;
  const OrchSyncSettingsFields *saved = NULL;

  add_sources (fixture);
  dialog = open_settings (fixture);
  ui_test_wait (g_strcmp0 (tag_of (dialog), "edit") == 0);
  save = ui_test_find (dialog, GTK_TYPE_BUTTON, "save");
  g_assert_true (ui_test_says (dialog, "All 2 · 1 new"));
  g_assert_false (gtk_widget_get_sensitive (save));
  adw_spin_row_set_value (ui_test_find (dialog, ADW_TYPE_SPIN_ROW, "recent_ahead"), 14);
  g_assert_true (gtk_widget_get_sensitive (save));
  /* As it was: nothing to save. */
  adw_spin_row_set_value (ui_test_find (dialog, ADW_TYPE_SPIN_ROW, "recent_ahead"), 7);
  g_assert_false (gtk_widget_get_sensitive (save));
  adw_spin_row_set_value (ui_test_find (dialog, ADW_TYPE_SPIN_ROW, "recent_ahead"), 14);

  adw_action_row_activate (ui_test_find (dialog, ADW_TYPE_ACTION_ROW, "staff_row"));
  ui_test_wait (ui_test_find (dialog, ORCH_TYPE_SYNC_SOURCES_PAGE, NULL) != NULL);
  sources = ui_test_find (dialog, ORCH_TYPE_SYNC_SOURCES_PAGE, NULL);
  ui_test_wait (ui_test_find (sources, GTK_TYPE_CHECK_BUTTON, NULL) != NULL);
  /* Accents do not count; what is found can be unticked at once. */
  gtk_editable_set_text (ui_test_find (sources, GTK_TYPE_SEARCH_ENTRY, "search"), "eloise");
  ui_test_wait (!ui_test_says (sources, "Luc Gagnon"));
  g_assert_true (ui_test_says (sources, "Dre Éloïse Roy"));
  gtk_check_button_set_active (ui_test_find (sources, GTK_TYPE_CHECK_BUTTON, NULL), FALSE);
  g_assert_true (ui_test_says (sources, "1 of 2 ticked"));
  /* Those that the search shows, all at once. */
  g_signal_emit_by_name (ui_test_find (sources, GTK_TYPE_BUTTON, "all"), "clicked");
  ui_test_wait (gtk_check_button_get_active (ui_test_find (sources, GTK_TYPE_CHECK_BUTTON, NULL)));
  g_signal_emit_by_name (ui_test_find (sources, GTK_TYPE_BUTTON, "untick"), "clicked");
  ui_test_wait (!gtk_check_button_get_active (ui_test_find (sources, GTK_TYPE_CHECK_BUTTON, NULL)));
  g_assert_true (ui_test_says (dialog, "1 of 2 · 1 new"));

  g_signal_emit_by_name (save, "clicked");
  ui_test_wait (find (fixture, ORCH_TYPE_SYNC_SETTINGS_DIALOG, NULL) == NULL);
  saved = orch_sync_settings_get_fields (fake_sync_get_settings (fixture->sync));
  g_assert_cmpint (saved->recent_ahead, ==, 14);
  g_assert_cmpint (saved->full_ahead, ==, 365);
  g_assert_cmpstr (saved->staff_left_out[0], ==, "p1");
  g_assert_null (saved->staff_left_out[1]);
  /* Less than before: nothing has to be brought at once. */
  g_assert_false (orch_sync_get_running (fixture->sync));
  g_assert_true (ui_test_says (fixture->page, "Saved for every workstation of the clinic."));

  /* Who is back has appointments that only the whole schedule brings. */
  dialog = open_settings (fixture);
  ui_test_wait (g_strcmp0 (tag_of (dialog), "edit") == 0);
  g_assert_true (ui_test_says (dialog, "1 of 2"));
  g_signal_emit_by_name (ui_test_find (dialog, ADW_TYPE_BUTTON_ROW, "usual"), "activated");
  g_signal_emit_by_name (ui_test_find (dialog, GTK_TYPE_BUTTON, "save"), "clicked");
  ui_test_wait (orch_sync_get_running (fixture->sync));
  g_assert_cmpint (orch_sync_get_kind (fixture->sync), ==, ORCH_SYNC_FULL);
  orch_sync_cancel (fixture->sync);
}

/* Nothing shows before the PIN, and the lock takes it away. */
static void
test_settings_pin (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) refused = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_REFUSED, "no");
  GtkWidget *dialog = NULL;

  add_sources (fixture);
  fake_clinic_set_answer (fixture->engine, refused);
  dialog = open_settings (fixture);
  ui_test_wait (orch_field_get_error (ui_test_find (dialog, ORCH_TYPE_FIELD, "pin_field")) != NULL);
  g_assert_cmpstr (tag_of (dialog), ==, "pin");
  fake_clinic_set_session (fixture->engine, TRUE, TRUE, FALSE, ORCH_PERMISSION_ADMINISTRATOR);
  ui_test_wait (find (fixture, ORCH_TYPE_SYNC_SETTINGS_DIALOG, NULL) == NULL);
}

static void
test_settings_who (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    OrchPermission permission;
    gboolean may;
  } cases[] = { { ORCH_PERMISSION_PROFESSIONAL, FALSE },
                { ORCH_PERMISSION_RECEPTIONIST, FALSE },
                { ORCH_PERMISSION_ADMINISTRATOR, TRUE } };
  GtkWidget *preferences = GTK_WIDGET (orch_preferences_dialog_new (fixture->engine));

  adw_dialog_present (ADW_DIALOG (preferences), fixture->page);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GtkWidget *row = find (fixture, ADW_TYPE_ACTION_ROW, "settings_row");

      fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, cases[i].permission);
      ui_test_settle ();
      g_assert_true (gtk_widget_get_sensitive (row) == cases[i].may);
      g_assert_true (ui_test_says (row, "An administrator of the clinic changes this.") != cases[i].may);
      row = ui_test_find (preferences, ADW_TYPE_ACTION_ROW, "sync_row");
      g_assert_true (gtk_widget_get_visible (row));
      g_assert_true (gtk_widget_get_sensitive (row) == cases[i].may);
    }
  fake_clinic_set_session (fixture->engine, TRUE, TRUE, FALSE, ORCH_PERMISSION_ADMINISTRATOR);
  g_assert_false (gtk_widget_get_visible (ui_test_find (preferences, ADW_TYPE_ACTION_ROW, "sync_row")));
}

/* The days of the messages are the clinic's: who administers it sees and sets them; one that rests is kept once. */
static void
test_message_days (Fixture *fixture, gconstpointer data)
{
  OrchMessageDesk *desk = orch_engine_get_messages (fixture->engine);
  GtkWidget *preferences = GTK_WIDGET (orch_preferences_dialog_new (fixture->engine));
  AdwSpinRow *text_days = NULL;

  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_PROFESSIONAL);
  adw_dialog_present (ADW_DIALOG (preferences), fixture->page);
  ui_test_settle ();
  text_days = ui_test_find (preferences, ADW_TYPE_SPIN_ROW, "text_days");
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (text_days)));
  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_ADMINISTRATOR);
  ui_test_wait (adw_spin_row_get_value (text_days) == 7);
  g_assert_cmpfloat (adw_spin_row_get_value (ui_test_find (preferences, ADW_TYPE_SPIN_ROW, "unseen_days")), ==, 3);
  adw_spin_row_set_value (text_days, 8);
  adw_spin_row_set_value (text_days, 9);
  ui_test_wait (strstr (fake_message_desk_get_calls (desk), "days:1=9") != NULL);
  g_assert_null (strstr (fake_message_desk_get_calls (desk), "days:1=8"));
  g_assert_null (strstr (fake_message_desk_get_calls (desk), "days:0"));
  adw_spin_row_set_value (ui_test_find (preferences, ADW_TYPE_SPIN_ROW, "unseen_days"), 5);
  ui_test_wait (strstr (fake_message_desk_get_calls (desk), "days:0=5") != NULL);
}

static void
test_settings_narrow (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = NULL;

  add_sources (fixture);
  dialog = open_settings (fixture);
  ui_test_wait (g_strcmp0 (tag_of (dialog), "edit") == 0);
  ui_test_check_narrow (adw_dialog_get_child (ADW_DIALOG (dialog)), "settings");
}

/* --- what is new ------------------------------------------------------------------------ */

static void
test_arrivals (Fixture *fixture, gconstpointer data)
{
  GtkWidget *box = find (fixture, GTK_TYPE_BOX, "arrivals_box");

  g_assert_false (gtk_widget_get_visible (box));
  add_sources (fixture);
  fake_sync_set_progress (fixture->sync, ORCH_SYNC_PHASE_IDLE, 0, 0);
  ui_test_wait (gtk_widget_get_visible (box));
  g_assert_true (ui_test_says (box, "New in the EMR: Luc Gagnon."));
  /* A name does not outlive the lock. */
  fake_clinic_set_session (fixture->engine, TRUE, TRUE, FALSE, ORCH_PERMISSION_ADMINISTRATOR);
  ui_test_settle ();
  g_assert_cmpstr (gtk_label_get_label (find (fixture, GTK_TYPE_LABEL, "arrivals")), ==, "");
  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_ADMINISTRATOR);
  ui_test_wait (gtk_widget_get_visible (box));
  g_signal_emit_by_name (find (fixture, GTK_TYPE_BUTTON, "dismiss"), "clicked");
  ui_test_wait (!gtk_widget_get_visible (box));
}

/* --- patients --------------------------------------------------------------------------- */

static void
add_patients (Fixture *fixture)
{
  static const struct
  {
    OrchPatientField field;
    const char *ours;
    const char *theirs;
  } fields[] = { { ORCH_PATIENT_FAMILY, "Gagnon", "Gagnon-Roy" },
                 { ORCH_PATIENT_NAM, "GAGZ80521412", "GAGZ80521420" },
                 { ORCH_PATIENT_SEX, "female", "other" } };
  g_autoptr (OrchPatient) patient = orch_patient_new (&(OrchPatientFields) { .id = "u",
                                                                             .emr_id = "pat-1",
                                                                             .family = "Gagnon",
                                                                             .given = "Zoé",
                                                                             .birth_date = "1980-02-14",
                                                                             .nam = "GAGZ80521412" });

  fake_sync_add_patient (fixture->sync, patient);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    fake_sync_add_reconciliation (fixture->sync, &(OrchReconciliationFields) { .id = i + 1,
                                                                               .patient = patient,
                                                                               .field = fields[i].field,
                                                                               .ours = fields[i].ours,
                                                                               .theirs = fields[i].theirs,
                                                                               .created = orch_clock_now_us () });
  fake_sync_set_progress (fixture->sync, ORCH_SYNC_PHASE_IDLE, 0, 0);
  ui_test_wait (gtk_widget_get_visible (find (fixture, ADW_TYPE_ACTION_ROW, "patients_row")));
}

/* The N-th choice of the dialog, ours and theirs by turns. */
static GtkCheckButton *
get_card (GtkWidget *root, guint *n)
{
  if (GTK_IS_CHECK_BUTTON (root) && (*n)-- == 0)
    return GTK_CHECK_BUTTON (root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkCheckButton *found = get_card (child, n);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
choose (GtkWidget *dialog, guint n)
{
  gtk_check_button_set_active (get_card (ui_test_find (dialog, GTK_TYPE_BOX, "patients"), &n), TRUE);
}

static void
test_reconcile (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = find (fixture, ADW_TYPE_ACTION_ROW, "reconcile_row");
  GtkWidget *dialog = NULL;
  GtkWidget *save = NULL;

  g_assert_false (gtk_widget_get_visible (row));
  add_patients (fixture);
  g_assert_true (ui_test_says (row, "1 patient:"));
  adw_action_row_activate (ADW_ACTION_ROW (row));
  ui_test_wait (find (fixture, ORCH_TYPE_RECONCILIATION_DIALOG, NULL) != NULL);
  dialog = find (fixture, ORCH_TYPE_RECONCILIATION_DIALOG, NULL);
  ui_test_wait (ui_test_says (dialog, "Gagnon, Zoé"));
  /* Nothing is chosen by itself; numbers are asked for. */
  save = ui_test_find (dialog, GTK_TYPE_BUTTON, "save");
  g_assert_false (gtk_widget_get_sensitive (save));
  g_assert_true (ui_test_says (dialog, "GAGZ •••• ••••"));
  g_assert_false (ui_test_says (dialog, "GAGZ 8052 1412"));
  gtk_toggle_button_set_active (ui_test_find (dialog, GTK_TYPE_TOGGLE_BUTTON, "show_nam"), TRUE);
  g_assert_true (ui_test_says (dialog, "GAGZ 8052 1412"));
  g_assert_true (ui_test_says (dialog, "GAGZ 8052 1420"));

  choose (dialog, 1);
  choose (dialog, 2);
  g_assert_true (ui_test_says (dialog, "2 of 3 chosen."));
  g_signal_emit_by_name (save, "clicked");
  ui_test_wait (!ui_test_says (dialog, "Gagnon-Roy"));
  g_assert_cmpuint (fake_sync_get_taken (fixture->sync), ==, ORCH_PATIENT_FAMILY);
  choose (dialog, 0);
  g_signal_emit_by_name (save, "clicked");
  ui_test_wait (ui_test_says (dialog, "Nothing to reconcile"));
  ui_test_wait (!gtk_widget_get_visible (row));
}

static void
test_reconcile_lock (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = NULL;

  add_patients (fixture);
  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_PROFESSIONAL);
  adw_action_row_activate (find (fixture, ADW_TYPE_ACTION_ROW, "reconcile_row"));
  ui_test_wait (find (fixture, ORCH_TYPE_RECONCILIATION_DIALOG, NULL) != NULL);
  dialog = find (fixture, ORCH_TYPE_RECONCILIATION_DIALOG, NULL);
  ui_test_wait (ui_test_says (dialog, "Gagnon, Zoé"));
  g_assert_true (ui_test_says (dialog, "Your role may look, not choose."));
  g_assert_false (gtk_widget_is_sensitive (
      ui_test_find (ui_test_find (dialog, GTK_TYPE_BOX, "patients"), GTK_TYPE_CHECK_BUTTON, NULL)));
  fake_clinic_set_session (fixture->engine, TRUE, TRUE, FALSE, ORCH_PERMISSION_PROFESSIONAL);
  ui_test_wait (find (fixture, ORCH_TYPE_RECONCILIATION_DIALOG, NULL) == NULL);
  g_assert_false (ui_test_says (fixture->window, "Gagnon"));
}

static void
test_patients (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = NULL;

  add_patients (fixture);
  adw_action_row_activate (find (fixture, ADW_TYPE_ACTION_ROW, "patients_row"));
  ui_test_wait (find (fixture, ORCH_TYPE_PATIENTS_DIALOG, NULL) != NULL);
  dialog = find (fixture, ORCH_TYPE_PATIENTS_DIALOG, NULL);
  ui_test_wait (ui_test_says (dialog, "Born 1980-02-14 · GAGZ •••• ••••"));
  gtk_toggle_button_set_active (ui_test_find (dialog, GTK_TYPE_TOGGLE_BUTTON, "show_nam"), TRUE);
  ui_test_wait (ui_test_says (dialog, "GAGZ 8052 1412"));
  gtk_editable_set_text (ui_test_find (dialog, GTK_TYPE_SEARCH_ENTRY, "search"), "personne");
  ui_test_wait (ui_test_says (dialog, "Nothing found"));
}

/* --- the ticket ------------------------------------------------------------------------- */

static void
describe (GtkWidget *dialog, const char *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (ui_test_find (dialog, GTK_TYPE_TEXT_VIEW, "description")), text,
                            -1);
}

static GtkWidget *
open_ticket (Fixture *fixture)
{
  adw_action_row_activate (find (fixture, ADW_TYPE_ACTION_ROW, "ticket_row"));
  ui_test_wait (find (fixture, ORCH_TYPE_TICKET_DIALOG, NULL) != NULL);
  ui_test_settle ();
  return find (fixture, ORCH_TYPE_TICKET_DIALOG, NULL);
}

static void
test_ticket (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = find (fixture, ADW_TYPE_ACTION_ROW, "ticket_row");
  GtkWidget *dialog = open_ticket (fixture);
  GtkWidget *send = ui_test_find (dialog, GTK_TYPE_BUTTON, "send");

  gtk_editable_set_text (ui_test_find (dialog, GTK_TYPE_ENTRY, "contact"), "accueil@example.ca");
  g_assert_false (gtk_widget_get_sensitive (send));
  g_assert_true (ui_test_says (dialog, "To send: say what happened."));
  describe (dialog, "GAGZ 8052 1412 n’arrive pas");
  g_assert_false (gtk_widget_get_sensitive (send));
  g_assert_nonnull (orch_field_get_error (ui_test_find (dialog, ORCH_TYPE_FIELD, "description_field")));
  describe (dialog, "Les rendez-vous de demain n’arrivent pas");
  g_assert_true (gtk_widget_get_sensitive (send));

  /* The lock closes it; what was written is there afterwards. */
  fake_clinic_set_session (fixture->engine, TRUE, TRUE, FALSE, ORCH_PERMISSION_RECEPTIONIST);
  ui_test_wait (find (fixture, ORCH_TYPE_TICKET_DIALOG, NULL) == NULL);
  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_RECEPTIONIST);
  ui_test_settle ();
  dialog = open_ticket (fixture);
  g_assert_true (ui_test_says (dialog, "Kept as a draft, for you alone, until it is sent or emptied."));
  g_assert_cmpstr (gtk_editable_get_text (ui_test_find (dialog, GTK_TYPE_ENTRY, "contact")), ==, "accueil@example.ca");
  send = ui_test_find (dialog, GTK_TYPE_BUTTON, "send");
  g_assert_true (gtk_widget_get_sensitive (send));
  g_signal_emit_by_name (send, "clicked");
  ui_test_wait (find (fixture, ORCH_TYPE_TICKET_DIALOG, NULL) == NULL);
  g_assert_cmpstr (fake_sync_get_ticket_text (fixture->sync), ==,
                   "Les rendez-vous de demain n’arrivent pas|accueil@example.ca|orchestrateur: 0.1\nhub: online\n");
  ui_test_wait (ui_test_says (row, "It is sent as soon as the hub answers."));
  g_assert_true (ui_test_says (row, "No. t, "));
  fake_sync_set_ticket_state (fixture->sync, ORCH_TICKET_RECEIVED);
  ui_test_wait (ui_test_says (row, "Received by the support."));

  /* What was sent is no draft any more; what is closed is one. */
  dialog = open_ticket (fixture);
  g_assert_false (gtk_widget_get_sensitive (ui_test_find (dialog, GTK_TYPE_BUTTON, "send")));
  describe (dialog, "Autre chose");
  adw_dialog_close (ADW_DIALOG (dialog));
  ui_test_wait (find (fixture, ORCH_TYPE_TICKET_DIALOG, NULL) == NULL);
  dialog = open_ticket (fixture);
  ui_test_wait (gtk_widget_get_sensitive (ui_test_find (dialog, GTK_TYPE_BUTTON, "send")));
}

/* Where the advice is to reach the support, the page leads to the ticket; where nothing was reached, to who can be called. */
static void
test_ticket_advice (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_SERVER_FAULT, "500: panne");
  g_autoptr (GError) offline = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_OFFLINE, "personne");
  GtkWidget *support = find (fixture, GTK_TYPE_BUTTON, "support");

  fake_sync_set_state (fixture->sync, FALSE, offline, ORCH_SYNC_FULL, NULL);
  g_signal_emit_by_name (support, "clicked");
  ui_test_settle ();
  g_assert_null (find (fixture, ORCH_TYPE_TICKET_DIALOG, NULL));
  fake_sync_set_state (fixture->sync, FALSE, error, ORCH_SYNC_FULL, NULL);
  g_assert_true (gtk_widget_get_sensitive (support));
  g_signal_emit_by_name (support, "clicked");
  ui_test_wait (find (fixture, ORCH_TYPE_TICKET_DIALOG, NULL) != NULL);
}

static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  AdwDialog *const dialogs[] = { orch_ticket_dialog_new (fixture->engine), orch_patients_dialog_new (fixture->engine),
                                 orch_reconciliation_dialog_new (fixture->engine) };

  add_patients (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (dialogs); i++)
    {
      adw_dialog_present (dialogs[i], fixture->page);
      ui_test_settle ();
      ui_test_check_narrow (adw_dialog_get_child (dialogs[i]), "a dialog of the synchronisation");
      adw_dialog_force_close (dialogs[i]);
    }
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(name, function) g_test_add ("/ui/sync-dialogs/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("settings", test_settings);
  ADD ("settings-pin", test_settings_pin);
  ADD ("settings-who", test_settings_who);
  ADD ("message-days", test_message_days);
  ADD ("settings-narrow", test_settings_narrow);
  ADD ("arrivals", test_arrivals);
  ADD ("reconcile", test_reconcile);
  ADD ("reconcile-lock", test_reconcile_lock);
  ADD ("patients", test_patients);
  ADD ("ticket", test_ticket);
  ADD ("ticket-advice", test_ticket_advice);
  ADD ("narrow", test_narrow);
  return g_test_run ();
}
