/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Opens the set-up wizard on canned data, to be looked at: ui-demo [STEP [SCENE]]. Not installed.
 */
#include <adwaita.h>
#include <libdex.h>
#include <stdlib.h>

#include "core/orch-error.h"
#include "fake-engine.h"
#include "fake-setup.h"
#include "ui/orch-ui.h"
#include "ui/welcome/orch-welcome-window.h"
#include "ui/wizard/orch-setup-window.h"

static int step = 0;
static const char *scene = "";

static void
set_scene (OrchSetup *setup)
{
  OrchImportKind kind = step == ORCH_STEP_SERVICES ? ORCH_IMPORT_SERVICES : ORCH_IMPORT_STAFF;
  g_autoptr (GError) error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_OFFLINE, "connection refused");

  if (step > 0)
    {
      OrchClinicFields fields = *orch_clinic_get_fields (orch_setup_get_clinic (setup));
      fields.phone = "+14185555555";
      g_autoptr (OrchClinic) clinic = orch_clinic_new (&fields);
      orch_setup_set_clinic (setup, clinic);
    }
  if (g_str_equal (scene, "locked"))
    fake_setup_lock_emr (setup, "omnimed");
  if (g_str_equal (scene, "listed"))
    {
      fake_setup_list_provider (setup, "tap", "TAP médical");
      fake_setup_list_provider (setup, "autre", "Autre fournisseur");
      orch_setup_tick_provider (setup, "rvsq", TRUE);
    }
  if (step >= ORCH_STEP_EMR && !g_str_equal (scene, "hand") && !g_str_equal (scene, "empty") &&
      !g_str_equal (scene, "locked"))
    {
      orch_setup_choose_emr (setup, "fhir-r4");
      if (!g_str_equal (scene, "nokey"))
        dex_future_disown (orch_setup_set_shared_key (setup, NULL));
    }
  if (step > ORCH_STEP_EMR)
    dex_future_disown (orch_setup_test_connection (setup));
  if (g_str_equal (scene, "hand"))
    {
      orch_setup_choose_emr (setup, "none");
      if (step > ORCH_STEP_STAFF)
        {
          OrchServiceFields fields = {
            .id = "b", .name = "Suivi de grossesse", .duration_minutes = 30, .origin = ORCH_ORIGIN_HAND
          };
          g_autoptr (GPtrArray) services = g_ptr_array_new_with_free_func (g_object_unref);
          g_ptr_array_add (services, orch_service_new (&fields));
          dex_future_disown (orch_setup_put_hand_services (setup, services));
        }
      OrchStaffMemberFields person = { .id = "a",
                                       .prefix = "Dre",
                                       .given = "Alice",
                                       .family = "Tremblay",
                                       .licence = "12345",
                                       .profession = "Médecin de famille",
                                       .origin = ORCH_ORIGIN_HAND };
      g_autoptr (GPtrArray) staff = g_ptr_array_new_with_free_func (g_object_unref);
      g_ptr_array_add (staff, orch_staff_member_new (&person));
      dex_future_disown (orch_setup_put_hand_staff (setup, staff));
    }
  if (step > ORCH_STEP_STAFF && !g_str_equal (scene, "hand"))
    fake_setup_end_import (setup, ORCH_IMPORT_STAFF, ORCH_IMPORT_SUCCESS, 0);
  if (step > ORCH_STEP_SERVICES && !g_str_equal (scene, "hand"))
    fake_setup_end_import (setup, ORCH_IMPORT_SERVICES, ORCH_IMPORT_SUCCESS, 0);
  if (g_str_equal (scene, "running"))
    {
      orch_setup_start_import (setup, kind);
      fake_setup_set_progress (setup, kind, ORCH_IMPORT_READING, 12, 25);
    }
  else if (g_str_equal (scene, "success"))
    fake_setup_end_import (setup, kind, ORCH_IMPORT_SUCCESS, 0);
  else if (g_str_equal (scene, "conflicts"))
    fake_setup_end_import (setup, kind, ORCH_IMPORT_CONFLICTS, 4);
  else if (g_str_equal (scene, "failed"))
    fake_setup_end_import (setup, kind, ORCH_IMPORT_FAILED, 0);
  else if (g_str_equal (scene, "creating"))
    {
      orch_setup_set_patients_understood (setup, TRUE);
      fake_setup_set_creation (setup, ORCH_CREATION_RUNNING, ORCH_CREATION_PHASE_SERVICES, 42, 68, 0, NULL);
    }
  else if (g_str_equal (scene, "waiting"))
    {
      orch_setup_set_patients_understood (setup, TRUE);
      fake_setup_set_creation (setup, ORCH_CREATION_WAITING, ORCH_CREATION_PHASE_SERVICES, 42, 68, 12, error);
    }
  else if (g_str_equal (scene, "refused"))
    {
      error->code = ORCH_ERROR_REFUSED;
      orch_setup_set_patients_understood (setup, TRUE);
      fake_setup_set_creation (setup, ORCH_CREATION_FAILED, ORCH_CREATION_PHASE_CLINIC, 0, 68, 0, error);
    }
  orch_setup_set_step (setup, (OrchStep) step);
}

static void
on_activate (GtkApplication *application)
{
  GtkWindow *window;

  // Steps from 10 are states of the engine.
  if (step >= 10)
    {
      g_autoptr (OrchEngine) engine = fake_engine_new (g_str_equal (scene, "training"));
      fake_engine_set_state (engine, (OrchEngineState) (step - 10));
      window = GTK_WINDOW (orch_welcome_window_new (application, engine));
      if (g_str_equal (scene, "training"))
        orch_welcome_window_start_training (ORCH_WELCOME_WINDOW (window));
      else if (g_str_equal (scene, "link"))
        orch_welcome_window_open_link (ORCH_WELCOME_WINDOW (window), "orchestrateur://activate?hub=x");
    }
  else
    {
      g_autoptr (OrchSetup) setup = fake_setup_new ();
      set_scene (setup);
      window = GTK_WINDOW (orch_setup_window_new (application, setup, TRUE));
    }
  if (g_getenv ("DEMO_WIDTH") != NULL)
    gtk_window_set_default_size (window, atoi (g_getenv ("DEMO_WIDTH")), atoi (g_getenv ("DEMO_HEIGHT")));
  if (g_getenv ("DEMO_DARK") != NULL)
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  // Twice the size of text.
  if (g_getenv ("DEMO_LARGE") != NULL)
    g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  gtk_window_present (window);
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application =
      adw_application_new ("ca.orchestrateur.Orchestrateur.Demo", G_APPLICATION_NON_UNIQUE);

  dex_init ();
  if (argc > 1)
    step = atoi (argv[1]);
  if (argc > 2)
    scene = argv[2];
  orch_ui_init ();
  g_application_set_resource_base_path (G_APPLICATION (application), ORCH_RESOURCE_BASE);
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), NULL);
  return g_application_run (G_APPLICATION (application), 1, argv);
}
