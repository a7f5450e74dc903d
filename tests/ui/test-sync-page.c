/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The page of the synchronisation on a fake one: its states, what to try next, what waits, conflicts, who may what, the lock.
 */
#include "ui-test.h"

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "core/orch-service-merge.h"
#include "core/orch-staff-merge.h"
#include "fake-clinic.h"
#include "fake-desk.h"
#include "ui/sync/orch-edit-conflict-dialog.h"
#include "ui/sync/orch-sync-page.h"

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

static void
act (Fixture *fixture, const char *action)
{
  gtk_widget_activate_action (find (fixture, GTK_TYPE_BOX, "start"), action, NULL);
  ui_test_settle ();
}

/* The lists are read again when the outbox changes. */
static void
read_again (Fixture *fixture)
{
  g_object_notify (G_OBJECT (fixture->engine), "waiting");
  ui_test_settle ();
}

static void
test_states (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_SERVER_FAULT, "500: panne");
  g_autoptr (GError) cancelled = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_CANCELLED, "cancelled");
  GtkWidget *failure = find (fixture, GTK_TYPE_BOX, "failure_box");

  g_assert_true (ui_test_says (fixture->page, "Never synchronised yet"));
  fake_sync_set_last (fixture->sync, orch_clock_now_us ());
  fake_sync_set_state (fixture->sync, FALSE, NULL, ORCH_SYNC_RECENT, NULL);
  g_assert_true (ui_test_says (fixture->page, "Up to date"));
  fake_clinic_set_sync (fixture->engine, FALSE, 0, 0, 0);
  g_assert_true (ui_test_says (fixture->page, "Offline"));
  fake_clinic_set_sync (fixture->engine, TRUE, 0, 0, 0);
  fake_clinic_set_sync (fixture->engine, TRUE, 0, 1, 0);
  g_assert_true (ui_test_says (fixture->page, "1 change waits for your decision"));
  g_assert_false (ui_test_says (fixture->page, "Up to date"));
  fake_clinic_set_sync (fixture->engine, TRUE, 0, 0, 0);
  fake_sync_set_state (fixture->sync, FALSE, NULL, ORCH_SYNC_RECENT, "Accueil 2");
  g_assert_true (ui_test_says (fixture->page, "“Accueil 2” is synchronising the clinic"));
  g_assert_false (gtk_widget_get_visible (failure));
  /* What was cancelled has not failed. */
  fake_sync_set_state (fixture->sync, FALSE, cancelled, ORCH_SYNC_RECENT, NULL);
  g_assert_false (gtk_widget_get_visible (failure));
  fake_sync_set_state (fixture->sync, FALSE, error, ORCH_SYNC_RECENT, NULL);
  g_assert_true (ui_test_says (fixture->page, "The last synchronisation did not do everything"));
  g_assert_true (ui_test_says (failure, "panne"));
  /* What is to be set up elsewhere has a way there. */
  g_assert_false (gtk_widget_get_visible (find (fixture, GTK_TYPE_BUTTON, "to_clinic")));
  fake_clinic_set_to_set_up (fixture->engine, TRUE);
  ui_test_settle ();
  g_assert_true (ui_test_says (fixture->page, "The EMR is not connected yet"));
  g_assert_true (gtk_widget_get_visible (find (fixture, GTK_TYPE_BUTTON, "to_clinic")));
}

/* First advice when something recent fails: the whole schedule; then support. */
static void
test_advice (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    OrchError code;
    OrchSyncKind kind;
    gboolean full;
    gboolean again;
    const char *says; /* (nullable) */
  } cases[] = {
    { ORCH_ERROR_SERVER_FAULT, ORCH_SYNC_RECENT, TRUE, FALSE, "First try the whole schedule" },
    { ORCH_ERROR_BAD_ANSWER, ORCH_SYNC_SERVICES, TRUE, FALSE, "First try the whole schedule" },
    { ORCH_ERROR_SERVER_FAULT, ORCH_SYNC_FULL, TRUE, FALSE, "If it fails again, reach support" },
    { ORCH_ERROR_OFFLINE, ORCH_SYNC_RECENT, FALSE, TRUE, "Check the network" },
    { ORCH_ERROR_OFFLINE, ORCH_SYNC_FULL, TRUE, FALSE, "Check the network" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (ORCH_ERROR, (int) cases[i].code, "no");

      fake_sync_set_state (fixture->sync, FALSE, error, cases[i].kind, NULL);
      g_assert_true (gtk_widget_get_visible (find (fixture, GTK_TYPE_BUTTON, "try_full")) == cases[i].full);
      g_assert_true (gtk_widget_get_visible (find (fixture, GTK_TYPE_BUTTON, "try_again")) == cases[i].again);
      /* A ticket is of no use to a network that is cut: Get Help leads to who helps. */
      g_assert_true (gtk_widget_get_visible (find (fixture, GTK_TYPE_BUTTON, "support")) ==
                     (cases[i].code != ORCH_ERROR_OFFLINE));
      g_assert_true (ui_test_says (find (fixture, GTK_TYPE_BOX, "failure_box"), cases[i].says));
    }
}

static void
test_run (Fixture *fixture, gconstpointer data)
{
  OrchSyncRecordFields run = { .id = 1, .kind = ORCH_SYNC_FULL, .state = ORCH_STORE_RUN_SUCCEEDED, .error_code = -1 };

  act (fixture, "sync.full");
  g_assert_true (orch_sync_get_running (fixture->sync));
  g_assert_true (ui_test_says (fixture->page, "Synchronising: Whole schedule"));
  fake_sync_set_progress (fixture->sync, ORCH_SYNC_PHASE_APPOINTMENTS, 120, 480);
  g_assert_true (ui_test_says (fixture->page, "Appointments from the EMR: 120 of 480"));
  /* One at a time */
  g_assert_false (gtk_widget_is_sensitive (find (fixture, GTK_TYPE_BUTTON, "try_full")));
  run.started = orch_clock_now_us ();
  run.counts.kinds[ORCH_STORE_APPOINTMENTS].changed = 480;
  run.counts.kinds[ORCH_STORE_PATIENTS].changed = 1;
  fake_sync_set_last (fixture->sync, run.started);
  fake_sync_add_run (fixture->sync, &run);
  fake_sync_end (fixture->sync, NULL);
  ui_test_wait (ui_test_says (fixture->page, "480 appointments, 1 patient"));
  g_assert_false (gtk_widget_get_visible (find (fixture, GTK_TYPE_BOX, "progress_box")));
  /* The first one leads to what arrived, until somebody has gone there: it may have run with nobody at the desk. */
  g_assert_true (gtk_widget_get_visible (find (fixture, GTK_TYPE_BOX, "arrived_box")));
  act (fixture, "sync.recent");
  run.kind = ORCH_SYNC_RECENT;
  run.state = ORCH_STORE_RUN_SUCCEEDED;
  memset (&run.counts, 0, sizeof run.counts);
  fake_sync_add_run (fixture->sync, &run);
  fake_sync_end (fixture->sync, NULL);
  ui_test_wait (ui_test_says (fixture->page, "Nothing new"));
  g_assert_true (gtk_widget_get_visible (find (fixture, GTK_TYPE_BOX, "arrived_box")));
  act (fixture, "sync.patients");
  g_assert_true (orch_sync_get_patients_seen (fixture->sync));
  g_assert_false (gtk_widget_get_visible (find (fixture, GTK_TYPE_BOX, "arrived_box")));
  act (fixture, "sync.recent");
  act (fixture, "sync.cancel");
  g_assert_false (orch_sync_get_running (fixture->sync));
}

static void
test_pause (Fixture *fixture, gconstpointer data)
{
  AdwSwitchRow *row = find (fixture, ADW_TYPE_SWITCH_ROW, "paused_row");

  fake_sync_set_last (fixture->sync, orch_clock_now_us ());
  adw_switch_row_set_active (row, TRUE);
  g_assert_true (orch_sync_get_paused (fixture->sync));
  g_assert_true (ui_test_says (fixture->page, "Next: not by itself."));
  fake_sync_set_state (fixture->sync, FALSE, NULL, ORCH_SYNC_RECENT, NULL);
  g_assert_false (adw_switch_row_get_active (row));
  g_assert_false (ui_test_says (fixture->page, "Next: not by itself."));
}

static void
test_waiting (Fixture *fixture, gconstpointer data)
{
  const OrchOutboxRowFields waits = {
    .seq = 1, .object_type = "service", .object_id = "s", .state = ORCH_OUTBOX_QUEUED, .error_code = -1
  };
  const OrchOutboxRowFields refused = { .seq = 7,
                                        .object_type = "clinic",
                                        .state = ORCH_OUTBOX_FAILED,
                                        .error_code = ORCH_ERROR_SERVER_FAULT,
                                        .error_text = "500: disque plein" };
  const OrchOutboxRowFields useless = { .seq = 9,
                                        .object_type = "staff",
                                        .state = ORCH_OUTBOX_FAILED,
                                        .error_code = ORCH_ERROR_INVALID,
                                        .error_text = "name" };
  GtkWidget *group = find (fixture, ADW_TYPE_PREFERENCES_GROUP, "waiting_group");

  g_assert_false (gtk_widget_get_visible (group));
  fake_sync_add_waiting (fixture->sync, &waits, "Suivi de grossesse");
  read_again (fixture);
  ui_test_wait (ui_test_says (group, "Service: Suivi de grossesse"));
  g_assert_true (ui_test_says (group, "It waits for its turn."));
  g_assert_false (gtk_widget_get_visible (find (fixture, GTK_TYPE_BUTTON, "retry_all")));
  fake_sync_add_item (fixture->sync, &useless, "Luc Roy", ORCH_SYNC_ITEM_GONE);
  read_again (fixture);
  ui_test_wait (ui_test_says (group, "Staff: Luc Roy"));
  /* It says why nothing is offered. */
  g_assert_true (ui_test_says (group, "nothing is left to send"));
  g_assert_null (ui_test_find (find (fixture, GTK_TYPE_LIST_BOX, "waiting_list"), GTK_TYPE_BUTTON, NULL));
  fake_sync_add_waiting (fixture->sync, &refused, NULL);
  read_again (fixture);
  ui_test_wait (ui_test_says (group, "disque plein"));
  g_assert_true (gtk_widget_get_visible (find (fixture, GTK_TYPE_BUTTON, "retry_all")));
  g_signal_emit_by_name (ui_test_find (find (fixture, GTK_TYPE_LIST_BOX, "waiting_list"), GTK_TYPE_BUTTON, NULL),
                         "clicked");
  g_assert_cmpint (fake_sync_get_retried (fixture->sync), ==, 7);
  act (fixture, "sync.retry-all");
  g_assert_cmpint (fake_sync_get_retried (fixture->sync), ==, 0);
}

/* A document that may be in the chart already: why is said, it is tried by itself alone, and it is removed once that was asked. */
static void
test_document (Fixture *fixture, gconstpointer data)
{
  const OrchOutboxRowFields lost = { .seq = 12,
                                     .object_type = ORCH_STORE_DOCUMENT,
                                     .object_id = "d-1",
                                     .verb = "create",
                                     .state = ORCH_OUTBOX_FAILED,
                                     .error_code = ORCH_ERROR_CONFLICT,
                                     .error_text = "Look in the patient’s chart." };
  GtkWidget *list = find (fixture, GTK_TYPE_LIST_BOX, "waiting_list");
  AdwDialog *dialog = NULL;
  GtkWidget *retry = NULL;

  fake_sync_add_waiting (fixture->sync, &lost, NULL);
  read_again (fixture);
  ui_test_wait (ui_test_says (list, "A document for a patient’s chart in the EMR"));
  g_assert_true (ui_test_says (list, "Look in the patient’s chart."));
  g_assert_false (gtk_widget_get_visible (find (fixture, GTK_TYPE_BUTTON, "retry_all")));
  retry = ui_test_find (list, GTK_TYPE_BUTTON, NULL);
  g_signal_emit_by_name (retry, "clicked");
  g_assert_cmpint (fake_sync_get_retried (fixture->sync), ==, 12);
  g_signal_emit_by_name (gtk_widget_get_next_sibling (retry), "clicked");
  dialog = adw_window_get_visible_dialog (ADW_WINDOW (fixture->window));
  g_assert_true (ADW_IS_ALERT_DIALOG (dialog));
  g_assert_cmpint (fake_sync_get_given_up (fixture->sync), ==, 0);
  g_signal_emit_by_name (dialog, "response", "give-up");
  g_assert_cmpint (fake_sync_get_given_up (fixture->sync), ==, 12);
  adw_dialog_force_close (dialog);
}

/* What the hub refuses of a service can be given up, once it was asked; an alert has nothing to go back to. */
static void
test_give_up (Fixture *fixture, gconstpointer data)
{
  OrchOutboxRowFields refused = { .seq = 9,
                                  .object_type = "service",
                                  .object_id = "s-1",
                                  .verb = "update",
                                  .state = ORCH_OUTBOX_FAILED,
                                  .error_code = ORCH_ERROR_INVALID,
                                  .error_text = "400: non" };
  GtkWidget *list = find (fixture, GTK_TYPE_LIST_BOX, "waiting_list");
  AdwDialog *dialog = NULL;

  fake_sync_add_waiting (fixture->sync, &refused, "Suivi de grossesse");
  refused.object_type = "alert";
  refused.seq = 10;
  fake_sync_add_waiting (fixture->sync, &refused, NULL);
  read_again (fixture);
  ui_test_wait (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 1) != NULL);
  gtk_widget_activate_action (list, "sync.give-up", "x", refused.seq - 1);
  dialog = adw_window_get_visible_dialog (ADW_WINDOW (fixture->window));
  g_assert_true (ADW_IS_ALERT_DIALOG (dialog));
  g_assert_cmpint (fake_sync_get_given_up (fixture->sync), ==, 0);
  g_signal_emit_by_name (dialog, "response", "give-up");
  g_assert_cmpint (fake_sync_get_given_up (fixture->sync), ==, 9);
  adw_dialog_force_close (dialog);
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *row = GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), (int) i));
      guint n = 0;

      for (GtkWidget *child = ui_test_find (row, GTK_TYPE_BUTTON, NULL); child != NULL;
           child = gtk_widget_get_next_sibling (child))
        n++;
      g_assert_cmpuint (n, ==, i == 0 ? 2 : 1);
    }
}

/* Names are read again after each run: the card that has the keyboard stays, or the window would hear Escape no more. */
static void
read_names_again (Fixture *fixture, GtkWidget *card)
{
  const OrchOutboxRowFields waiting = { .seq = 21, .object_type = "service", .object_id = "x", .verb = "update" };
  GtkWidget *watched = card;

  g_assert_true (gtk_widget_grab_focus (card));
  g_object_add_weak_pointer (G_OBJECT (card), (gpointer *) &watched);
  fake_sync_add_waiting (fixture->sync, &waiting, "Autre");
  read_again (fixture);
  ui_test_settle ();
  g_assert_true (watched == card);
  g_assert_true (gtk_widget_has_focus (card));
  g_object_remove_weak_pointer (G_OBJECT (card), (gpointer *) &watched);
}

static void
test_conflict (Fixture *fixture, gconstpointer data)
{
  static const char *const types[] = { "walk-in", NULL };
  const OrchServiceFields mine_fields = { .id = "s", .name = "Prise de sang", .active = TRUE, .types = types };
  const OrchServiceFields theirs_fields = { .id = "s", .name = "Prise de sang", .excluded = TRUE };
  g_autoptr (OrchService) mine = orch_service_new (&mine_fields);
  g_autoptr (OrchService) theirs = orch_service_new (&theirs_fields);
  const OrchEditConflictFields fields = { .id = 3,
                                          .object_type = "service",
                                          .object_id = "s",
                                          .mine = G_OBJECT (mine),
                                          .theirs = G_OBJECT (theirs),
                                          .fields = ORCH_SERVICE_FIELD_STATE | ORCH_SERVICE_FIELD_TYPES };
  GtkWidget *group = find (fixture, ADW_TYPE_PREFERENCES_GROUP, "conflicts_group");
  GtkWidget *dialog = NULL;
  GtkWidget *save = NULL;
  GtkWidget *state = NULL;
  GtkWidget *kinds = NULL;

  fake_sync_add_conflict (fixture->sync, &fields);
  read_again (fixture);
  ui_test_wait (ui_test_says (group, "Prise de sang"));
  g_signal_emit_by_name (find (fixture, GTK_TYPE_LIST_BOX, "conflicts_list"), "row-activated",
                         gtk_list_box_get_row_at_index (find (fixture, GTK_TYPE_LIST_BOX, "conflicts_list"), 0));
  ui_test_wait (find (fixture, ORCH_TYPE_EDIT_CONFLICT_DIALOG, NULL) != NULL);
  dialog = find (fixture, ORCH_TYPE_EDIT_CONFLICT_DIALOG, NULL);
  ui_test_settle ();
  g_assert_true (ui_test_says (dialog, "Active"));
  g_assert_true (ui_test_says (dialog, "Excluded"));
  /* Nothing is chosen by itself. */
  save = ui_test_find (dialog, GTK_TYPE_BUTTON, "save");
  g_assert_false (gtk_widget_get_sensitive (save));
  state = gtk_widget_get_first_child (ui_test_find (dialog, GTK_TYPE_BOX, "fields"));
  kinds = gtk_widget_get_next_sibling (state);
  gtk_check_button_set_active (ui_test_find (state, GTK_TYPE_CHECK_BUTTON, NULL), TRUE);
  g_assert_false (gtk_widget_get_sensitive (save));
  read_names_again (fixture, ui_test_find (state, GTK_TYPE_CHECK_BUTTON, NULL));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (
                                   gtk_widget_get_next_sibling (ui_test_find (kinds, GTK_TYPE_CHECK_BUTTON, NULL))),
                               TRUE);
  g_assert_true (gtk_widget_get_sensitive (save));
  g_signal_emit_by_name (save, "clicked");
  ui_test_wait (fake_sync_get_kept (fixture->sync) == ORCH_SERVICE_FIELD_STATE);
  ui_test_wait (!gtk_widget_get_visible (group));
}

/* It was settled while the dialog was open: the dialog goes, at once or when one saves, and it is said what is kept. */
static void
check_overtaken (Fixture *fixture, GObject *mine, GObject *theirs, gboolean saved, const char *outcome)
{
  const OrchEditConflictFields fields = { .id = 4,
                                          .object_type = "service",
                                          .object_id = "x",
                                          .mine = mine,
                                          .theirs = theirs,
                                          .fields = ORCH_SERVICE_FIELD_STATE };
  GtkWidget *dialog = NULL;

  fake_sync_add_conflict (fixture->sync, &fields);
  read_again (fixture);
  ui_test_wait (gtk_list_box_get_row_at_index (find (fixture, GTK_TYPE_LIST_BOX, "conflicts_list"), 0) != NULL);
  g_signal_emit_by_name (find (fixture, GTK_TYPE_LIST_BOX, "conflicts_list"), "row-activated",
                         gtk_list_box_get_row_at_index (find (fixture, GTK_TYPE_LIST_BOX, "conflicts_list"), 0));
  ui_test_wait (find (fixture, ORCH_TYPE_EDIT_CONFLICT_DIALOG, NULL) != NULL);
  dialog = find (fixture, ORCH_TYPE_EDIT_CONFLICT_DIALOG, NULL);
  ui_test_settle ();
  gtk_check_button_set_active (ui_test_find (ui_test_find (dialog, GTK_TYPE_BOX, "fields"), GTK_TYPE_CHECK_BUTTON,
                                             NULL),
                               TRUE);
  fake_sync_overtake (fixture->sync);
  if (saved)
    g_signal_emit_by_name (ui_test_find (dialog, GTK_TYPE_BUTTON, "save"), "clicked");
  else
    read_again (fixture);
  ui_test_wait (find (fixture, ORCH_TYPE_EDIT_CONFLICT_DIALOG, NULL) == NULL);
  ui_test_wait (ui_test_says (find (fixture, ADW_TYPE_TOAST_OVERLAY, "toasts"), outcome));
}

static void
test_conflict_overtaken (Fixture *fixture, gconstpointer data)
{
  OrchStoreList *list = orch_engine_list_services (fixture->engine);
  g_autoptr (OrchStoreItem) item = g_list_model_get_item (G_LIST_MODEL (list), 0);
  OrchService *now = orch_store_item_get_object (item);
  OrchServiceFields fields = *orch_service_get_fields (now);
  g_autoptr (OrchService) other = NULL;
  g_autoptr (OrchService) gone = NULL;
  const gboolean saved = GPOINTER_TO_INT (data) < 3;

  fields.excluded = !fields.excluded;
  fields.active = FALSE;
  other = orch_service_new (&fields);
  fields.id = "nowhere";
  gone = orch_service_new (&fields);
  g_object_unref (list);
  switch (GPOINTER_TO_INT (data) % 3)
    {
    case 0:
      check_overtaken (fixture, G_OBJECT (now), G_OBJECT (other), saved, "what was done here is kept");
      break;
    case 1:
      check_overtaken (fixture, G_OBJECT (other), G_OBJECT (now), saved, "the other workstation’s is kept");
      break;
    default:
      check_overtaken (fixture, G_OBJECT (gone), G_OBJECT (now), saved, "was taken away meanwhile");
    }
}

/* The other workstation changed it once more while the dialog was open: what is as it was stays chosen, the rest is to be chosen again. */
static void
test_conflict_moves (Fixture *fixture, gconstpointer data)
{
  static const char *const types[] = { "walk-in", NULL };
  g_autoptr (OrchService) mine =
      orch_service_new (&(OrchServiceFields) { .id = "s", .name = "Prise de sang", .active = TRUE, .types = types });
  g_autoptr (OrchService) before =
      orch_service_new (&(OrchServiceFields) { .id = "s", .name = "Prise de sang", .excluded = TRUE });
  g_autoptr (OrchService) after = orch_service_new (&(OrchServiceFields) { .id = "s", .name = "Prise de sang" });
  OrchEditConflictFields fields = { .id = 6,
                                    .object_type = "service",
                                    .object_id = "s",
                                    .mine = G_OBJECT (mine),
                                    .theirs = G_OBJECT (before),
                                    .fields = ORCH_SERVICE_FIELD_STATE | ORCH_SERVICE_FIELD_TYPES };
  GtkWidget *dialog = NULL;
  GtkWidget *box = NULL;

  fake_sync_add_conflict (fixture->sync, &fields);
  read_again (fixture);
  ui_test_wait (gtk_list_box_get_row_at_index (find (fixture, GTK_TYPE_LIST_BOX, "conflicts_list"), 0) != NULL);
  g_signal_emit_by_name (find (fixture, GTK_TYPE_LIST_BOX, "conflicts_list"), "row-activated",
                         gtk_list_box_get_row_at_index (find (fixture, GTK_TYPE_LIST_BOX, "conflicts_list"), 0));
  ui_test_wait (find (fixture, ORCH_TYPE_EDIT_CONFLICT_DIALOG, NULL) != NULL);
  dialog = find (fixture, ORCH_TYPE_EDIT_CONFLICT_DIALOG, NULL);
  ui_test_settle ();
  box = ui_test_find (dialog, GTK_TYPE_BOX, "fields");
  for (GtkWidget *field = gtk_widget_get_first_child (box); field != NULL; field = gtk_widget_get_next_sibling (field))
    gtk_check_button_set_active (ui_test_find (field, GTK_TYPE_CHECK_BUTTON, NULL), TRUE);
  g_assert_true (gtk_widget_get_sensitive (ui_test_find (dialog, GTK_TYPE_BUTTON, "save")));

  fields.theirs = G_OBJECT (after);
  fake_sync_overtake (fixture->sync);
  fake_sync_add_conflict (fixture->sync, &fields);
  read_again (fixture);
  ui_test_wait (ui_test_says (dialog, "It was changed once more meanwhile"));
  g_assert_false (ui_test_says (box, "Excluded"));
  g_assert_false (gtk_widget_get_sensitive (ui_test_find (dialog, GTK_TYPE_BUTTON, "save")));
  g_assert_false (
      gtk_check_button_get_active (ui_test_find (gtk_widget_get_first_child (box), GTK_TYPE_CHECK_BUTTON, NULL)));
  g_assert_true (
      gtk_check_button_get_active (ui_test_find (gtk_widget_get_last_child (box), GTK_TYPE_CHECK_BUTTON, NULL)));
}

/* What the hub no longer has was changed by nobody: it is told so, and lives on or goes as a whole. */
static void
test_conflict_deleted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchService) mine =
      orch_service_new (&(OrchServiceFields) { .id = "s", .name = "Prise de sang", .active = TRUE });
  const OrchEditConflictFields fields = {
    .id = 5, .object_type = "service", .object_id = "s", .mine = G_OBJECT (mine)
  };
  GtkWidget *dialog = NULL;

  fake_sync_add_conflict (fixture->sync, &fields);
  read_again (fixture);
  ui_test_wait (ui_test_says (find (fixture, ADW_TYPE_PREFERENCES_GROUP, "conflicts_group"), "Prise de sang"));
  g_signal_emit_by_name (find (fixture, GTK_TYPE_LIST_BOX, "conflicts_list"), "row-activated",
                         gtk_list_box_get_row_at_index (find (fixture, GTK_TYPE_LIST_BOX, "conflicts_list"), 0));
  ui_test_wait (find (fixture, ORCH_TYPE_EDIT_CONFLICT_DIALOG, NULL) != NULL);
  dialog = find (fixture, ORCH_TYPE_EDIT_CONFLICT_DIALOG, NULL);
  ui_test_settle ();
  g_assert_false (ui_test_says (dialog, "Both workstations changed this"));
  g_assert_true (ui_test_says (dialog, "The hub no longer has it"));
  g_assert_true (ui_test_says (dialog, "Keep it, and make it again on the hub"));
  g_assert_true (ui_test_says (dialog, "Take it away here too"));
}

/* Of a person too, each field is asked by itself, in the words of the staff page. */
static void
test_conflict_person (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchStaffMember) mine = orch_staff_member_new (&(OrchStaffMemberFields) {
      .id = "p", .family = "Roy", .phone = "+14185550101", .permission = ORCH_PERMISSION_PROFESSIONAL });
  g_autoptr (OrchStaffMember) theirs = orch_staff_member_new (&(OrchStaffMemberFields) {
      .id = "p", .family = "Roy", .phone = "+14185550102", .permission = ORCH_PERMISSION_ADMINISTRATOR });
  const OrchEditConflictFields fields = { .id = 4,
                                          .object_type = "staff",
                                          .object_id = "p",
                                          .mine = G_OBJECT (mine),
                                          .theirs = G_OBJECT (theirs),
                                          .fields = ORCH_STAFF_FIELD_PERMISSION | ORCH_STAFF_FIELD_PHONE };
  GtkWidget *dialog = NULL;
  GtkWidget *save = NULL;
  GtkWidget *role = NULL;
  GtkWidget *phone = NULL;

  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_ADMINISTRATOR);
  fake_sync_add_conflict (fixture->sync, &fields);
  read_again (fixture);
  ui_test_wait (ui_test_says (find (fixture, ADW_TYPE_PREFERENCES_GROUP, "conflicts_group"), "Roy"));
  g_signal_emit_by_name (find (fixture, GTK_TYPE_LIST_BOX, "conflicts_list"), "row-activated",
                         gtk_list_box_get_row_at_index (find (fixture, GTK_TYPE_LIST_BOX, "conflicts_list"), 0));
  ui_test_wait (find (fixture, ORCH_TYPE_EDIT_CONFLICT_DIALOG, NULL) != NULL);
  dialog = find (fixture, ORCH_TYPE_EDIT_CONFLICT_DIALOG, NULL);
  ui_test_settle ();
  g_assert_true (ui_test_says (dialog, "Administrator"));
  g_assert_true (ui_test_says (dialog, "(418) 555-0101"));
  g_assert_true (ui_test_says (dialog, "(418) 555-0102"));
  save = ui_test_find (dialog, GTK_TYPE_BUTTON, "save");
  role = gtk_widget_get_first_child (ui_test_find (dialog, GTK_TYPE_BOX, "fields"));
  phone = gtk_widget_get_next_sibling (role);
  g_assert_null (gtk_widget_get_next_sibling (phone));
  gtk_check_button_set_active (ui_test_find (phone, GTK_TYPE_CHECK_BUTTON, NULL), TRUE);
  g_assert_false (gtk_widget_get_sensitive (save));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (
                                   gtk_widget_get_next_sibling (ui_test_find (role, GTK_TYPE_CHECK_BUTTON, NULL))),
                               TRUE);
  g_signal_emit_by_name (save, "clicked");
  ui_test_wait (fake_sync_get_kept (fixture->sync) == ORCH_STAFF_FIELD_PHONE);
}

static void
test_permissions (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    OrchPermission permission;
    gboolean may;
  } cases[] = { { ORCH_PERMISSION_PROFESSIONAL, FALSE },
                { ORCH_PERMISSION_RECEPTIONIST, TRUE },
                { ORCH_PERMISSION_ADMINISTRATOR, TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, cases[i].permission);
      ui_test_settle ();
      g_assert_true (ui_test_says (fixture->page, "Never synchronised yet"));
      g_assert_true (gtk_widget_get_sensitive (find (fixture, ADW_TYPE_SWITCH_ROW, "paused_row")) == cases[i].may);
      g_assert_true (gtk_widget_is_sensitive (find (fixture, GTK_TYPE_BUTTON, "try_full")) == cases[i].may);
    }
}

static void
test_lock (Fixture *fixture, gconstpointer data)
{
  const OrchOutboxRowFields waits = { .seq = 1, .object_type = "staff", .error_code = -1 };

  fake_sync_add_waiting (fixture->sync, &waits, "Luc Roy");
  read_again (fixture);
  ui_test_wait (ui_test_says (fixture->page, "Luc Roy"));
  fake_clinic_set_session (fixture->engine, TRUE, TRUE, FALSE, ORCH_PERMISSION_ADMINISTRATOR);
  read_again (fixture);
  g_assert_null (gtk_list_box_get_row_at_index (find (fixture, GTK_TYPE_LIST_BOX, "waiting_list"), 0));
  fake_clinic_set_session (fixture->engine, TRUE, FALSE, FALSE, ORCH_PERMISSION_ADMINISTRATOR);
  ui_test_wait (ui_test_says (fixture->page, "Luc Roy"));
}

static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  int minimum = 0;

  gtk_widget_measure (fixture->page, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(name, function) g_test_add ("/ui/sync-page/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("states", test_states);
  ADD ("advice", test_advice);
  ADD ("run", test_run);
  ADD ("pause", test_pause);
  ADD ("waiting", test_waiting);
  ADD ("give-up", test_give_up);
  ADD ("document", test_document);
  ADD ("conflict", test_conflict);
  for (int i = 0; i < 6; i++)
    {
      g_autofree char *name = g_strdup_printf ("/ui/sync-page/conflict-overtaken/%d", i);

      g_test_add (name, Fixture, GINT_TO_POINTER (i), set_up, test_conflict_overtaken, tear_down);
    }
  ADD ("conflict-moves", test_conflict_moves);
  ADD ("conflict-deleted", test_conflict_deleted);
  ADD ("conflict-person", test_conflict_person);
  ADD ("permissions", test_permissions);
  ADD ("lock", test_lock);
  ADD ("narrow", test_narrow);
  return g_test_run ();
}
