/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Opens the main window, or the dialog to join, on canned data, to be looked at: shell-demo [SCENE…]. Not installed.
 */
#include <adwaita.h>
#include <libdex.h>
#include <libintl.h>
#include <locale.h>

#include "fake-clinic.h"
#include "fake-desk.h"
#include "fake-messages.h"
#include "fake-setup.h"
#include "ui/orch-ui.h"
#include "ui/shell/orch-join-dialog.h"
#include "ui/shell/orch-shell-actions.h"
#include "ui/shell/orch-window.h"

static char **scenes;

static gboolean
is_scene (const char *name)
{
  return g_strv_contains ((const char *const *) scenes, name);
}

/* Which widgets ask for more than the narrowest window has. */
static void
tell_wide (GtkWidget *widget, int depth)
{
  int minimum = 0;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  if (minimum > 360 && gtk_widget_get_visible (widget))
    g_printerr ("%*s%s %d\n", depth, "", G_OBJECT_TYPE_NAME (widget), minimum);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    tell_wide (child, depth + 1);
}

static gboolean
on_measure_time (gpointer data)
{
  tell_wide (data, 0);
  return G_SOURCE_REMOVE;
}

/* Runs, one of which failed, changes that wait, a conflict. */
static void
show_sync (OrchSync *sync)
{
  static const char *const types[] = { "walk-in", NULL };
  const gint64 now = g_get_real_time ();
  g_autoptr (GError) error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_SERVER_FAULT, "500: disque plein");
  g_autoptr (OrchService) mine = orch_service_new (&(OrchServiceFields) {
      .id = "s", .name = "Prise de sang", .active = TRUE, .types = types, .duration_override = 20 });
  g_autoptr (OrchService) theirs =
      orch_service_new (&(OrchServiceFields) { .id = "s", .name = "Prise de sang", .duration_override = 15 });
  OrchSyncRecordFields run = {
    .kind = ORCH_SYNC_FULL, .state = ORCH_STORE_RUN_SUCCEEDED, .started = now - 9 * G_TIME_SPAN_HOUR, .error_code = -1
  };

  run.counts.kinds[ORCH_STORE_APPOINTMENTS].changed = 1240;
  run.counts.kinds[ORCH_STORE_PATIENTS].changed = 312;
  run.counts.sent = 1552;
  fake_sync_add_run (sync, &run);
  memset (&run.counts, 0, sizeof run.counts);
  run.kind = ORCH_SYNC_RECENT;
  run.state = ORCH_STORE_RUN_FAILED;
  run.error_code = ORCH_ERROR_SERVER_FAULT;
  run.error_text = "disque plein";
  run.started = now - 20 * G_TIME_SPAN_MINUTE;
  fake_sync_add_run (sync, &run);
  fake_sync_set_last (sync, now - 50 * G_TIME_SPAN_MINUTE);
  fake_sync_set_state (sync, FALSE, error, ORCH_SYNC_RECENT, NULL);
  fake_sync_add_waiting (sync,
                         &(OrchOutboxRowFields) { .seq = 1,
                                                  .object_type = "service",
                                                  .object_id = "s",
                                                  .state = ORCH_OUTBOX_FAILED,
                                                  .created = now - G_TIME_SPAN_HOUR,
                                                  .error_code = ORCH_ERROR_SERVER_FAULT,
                                                  .error_text = "disque plein" },
                         "Vaccination des enfants de 2 mois à 5 ans");
  fake_sync_add_waiting (sync,
                         &(OrchOutboxRowFields) { .seq = 2, .object_type = "clinic", .created = now, .error_code = -1 },
                         NULL);
  fake_sync_add_conflict (sync,
                          &(OrchEditConflictFields) { .id = 1,
                                                      .object_type = "service",
                                                      .object_id = "s",
                                                      .created = now,
                                                      .mine = G_OBJECT (mine),
                                                      .theirs = G_OBJECT (theirs),
                                                      .fields = ORCH_SERVICE_FIELD_STATE | ORCH_SERVICE_FIELD_TYPES |
                                                                ORCH_SERVICE_FIELD_DURATION });
}

static void
on_startup (GtkApplication *application)
{
  FakeClinic scene = { .state = is_scene ("join") ? ORCH_ENGINE_WELCOME : ORCH_ENGINE_READY,
                       .training = !is_scene ("real"),
                       .signed_in = !is_scene ("signed-out") && !is_scene ("join"),
                       .locked = is_scene ("locked"),
                       .needs_pin = is_scene ("pin"),
                       .permission =
                           is_scene ("receptionist") ? ORCH_PERMISSION_RECEPTIONIST : ORCH_PERMISSION_ADMINISTRATOR,
                       .n_staff = is_scene ("empty") ? 0 : 25,
                       .n_services = is_scene ("empty") ? 0 : 40,
                       .n_active = is_scene ("active") ? 18 : 0,
                       .n_conflicts = is_scene ("conflicts") ? 3 : 0 };
  OrchEngine *engine = fake_clinic_new (&scene);
  GtkWindow *window = NULL;

  if (is_scene ("offline"))
    fake_clinic_set_sync (engine, FALSE, 3, 0, 0);
  else if (is_scene ("refused"))
    fake_clinic_set_sync (engine, TRUE, 0, 2, 0);
  else
    fake_clinic_set_sync (engine, TRUE, 0, 0, g_get_real_time ());
  if (is_scene ("running"))
    {
      orch_engine_start_import (engine, ORCH_IMPORT_STAFF);
      fake_setup_set_progress (fake_clinic_get_import (engine), ORCH_IMPORT_STAFF, ORCH_IMPORT_READING, 12, 25);
    }
  if (is_scene ("fault"))
    {
      g_autoptr (GError) error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_REFUSED, "no");

      fake_clinic_set_answer (engine, error);
    }
  if (!is_scene ("no-appointments"))
    fake_schedule_fill (fake_clinic_get_schedule (engine));
  if (!is_scene ("no-messages"))
    fake_message_desk_fill (orch_engine_get_messages (engine));
  if (is_scene ("synchronised"))
    show_sync (orch_engine_get_sync (engine));
  orch_shell_add_actions (application, engine);
  if (is_scene ("join"))
    {
      window = GTK_WINDOW (adw_application_window_new (application));
      gtk_window_set_default_size (window, 800, 700);
      adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), adw_bin_new ());
      gtk_window_present (window);
      adw_dialog_present (orch_join_dialog_new (engine), GTK_WIDGET (window));
      return;
    }
  window = orch_window_new (application, engine);
  if (is_scene ("measure"))
    g_timeout_add_seconds (2, on_measure_time, window);
  gtk_window_present (window);
}

static void
on_activate (GtkApplication *application)
{
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application = adw_application_new (ORCH_APPLICATION_ID, G_APPLICATION_NON_UNIQUE);

  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("ORCH_LOCALEDIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  setlocale (LC_ALL, "");
  dex_init ();
  scenes = argv + 1;
  orch_ui_init ();
  g_application_set_resource_base_path (G_APPLICATION (application), ORCH_RESOURCE_BASE);
  g_signal_connect (application, "startup", G_CALLBACK (on_startup), NULL);
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), NULL);
  return g_application_run (G_APPLICATION (application), 1, argv);
}
