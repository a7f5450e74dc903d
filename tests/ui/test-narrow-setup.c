/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Every window and dialog until there is a clinic fits in 360 pixels, at twice the text size too, in the language it is run in.
 */
#include <string.h>

#include "ui-test.h"

#include "fake-engine.h"
#include "fake-setup.h"
#include "ui/welcome/orch-browser-page.h"
#include "ui/welcome/orch-host-page.h"
#include "ui/welcome/orch-password-page.h"
#include "ui/welcome/orch-pin-page.h"
#include "ui/welcome/orch-welcome-window.h"
#include "ui/widgets/orch-crop-dialog.h"
#include "ui/wizard/orch-columns-dialog.h"
#include "ui/wizard/orch-csv-dialog.h"
#include "ui/wizard/orch-hand-dialog.h"
#include "ui/wizard/orch-setup-window.h"

#define LINK "orchestrateur://activate?hub=x&code=y"

static GtkWidget *
content_of (gpointer window)
{
  return adw_application_window_get_content (ADW_APPLICATION_WINDOW (window));
}

static void
set_scene (OrchSetup *setup, const char *scene)
{
  orch_setup_choose_emr (setup, g_str_equal (scene, "none") ? "none" : "fhir-r4");
  if (g_str_equal (scene, "no-key"))
    return;
  dex_future_disown (orch_setup_set_shared_key (setup, NULL));
  if (!g_str_equal (scene, "untested"))
    dex_future_disown (orch_setup_test_connection (setup));
  if (g_str_equal (scene, "outcomes"))
    {
      fake_setup_end_import (setup, ORCH_IMPORT_STAFF, ORCH_IMPORT_CONFLICTS, 4);
      fake_setup_end_import (setup, ORCH_IMPORT_SERVICES, ORCH_IMPORT_FAILED, 0);
    }
  if (g_str_equal (scene, "running"))
    {
      orch_setup_start_import (setup, ORCH_IMPORT_STAFF);
      fake_setup_set_progress (setup, ORCH_IMPORT_STAFF, ORCH_IMPORT_READING, 12000, 25000);
      fake_setup_end_import (setup, ORCH_IMPORT_SERVICES, ORCH_IMPORT_SUCCESS, 0);
      orch_setup_set_patients_understood (setup, TRUE);
      fake_setup_set_creation (setup, ORCH_CREATION_RUNNING, ORCH_CREATION_PHASE_SERVICES, 42, 68, 0, NULL);
    }
}

static void
test_wizard (gconstpointer data)
{
  static const char *const scenes[] = { "none", "no-key", "untested", "outcomes", "running" };

  ui_test_set_text_scale (GPOINTER_TO_INT (data));
  for (guint i = 0; i < G_N_ELEMENTS (scenes); i++)
    {
      g_autoptr (OrchSetup) setup = fake_setup_new ();
      GtkWidget *window = GTK_WIDGET (orch_setup_window_new (NULL, setup, TRUE));

      set_scene (setup, scenes[i]);
      fake_setup_set_saved (setup, FALSE);
      gtk_window_set_default_size (GTK_WINDOW (window), 370, 640); /* with its frame */
      gtk_window_present (GTK_WINDOW (window));
      ui_test_wait (gtk_widget_has_css_class (window, "narrow"));
      for (int step = 0; step < ORCH_N_STEPS; step++)
        {
          g_autofree char *what = g_strdup_printf ("step %d, %s", step + 1, scenes[i]);

          orch_setup_set_step (setup, (OrchStep) step);
          ui_test_settle ();
          ui_test_check_narrow (content_of (window), what);
        }
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

static void
check_dialog (GtkWidget *window, gpointer dialog, const char *what)
{
  adw_dialog_present (dialog, window);
  ui_test_lay_out (window);
  ui_test_check_narrow (adw_dialog_get_child (dialog), what);
  adw_dialog_force_close (dialog);
  ui_test_settle ();
}

/* Of files exported from an EMR: long titles, and rows that are not read */
static void
check_columns (GtkWidget *window)
{
  static const char *const files[] = {
    "Numéro du professionnel dans le DMÉ;Nom de famille à la naissance;Prénom "
    "usuel;Profession\n1;Tremblay;Alice;Médecin\n;Roy;;\n",
    "Identifiant du type de rendez-vous;Nom du type de rendez-vous;Durée prévue en minutes\n1;Suivi régulier de "
    "grossesse;15\n2;;x\n",
    "Numéro du rendez-vous;Date du rendez-vous;Heure de début prévue;Numéro du professionnel;Nom de l’usager;Prénom de "
    "l’usager\n"
    "1;2026-01-05;09:30;1;Lachapelle-Beaulieu;Marie-Antoinette\n2;quand?;;1;;\n",
  };

  for (guint kind = 0; kind < G_N_ELEMENTS (files); kind++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (files[kind], strlen (files[kind]));
      OrchColumnsDialog *dialog =
          orch_columns_dialog_new ((OrchFileKind) kind, "liste-exportée-2026-01-05.csv", bytes, NULL);

      g_assert_nonnull (dialog);
      check_dialog (window, dialog, "columns");
    }
}

static void
test_dialogs (gconstpointer data)
{
  static const guchar pixels[320 * 100 * 4] = { 0 };
  g_autoptr (OrchSetup) setup = fake_setup_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static (pixels, sizeof pixels);
  g_autoptr (GdkTexture) texture = gdk_memory_texture_new (320, 100, GDK_MEMORY_R8G8B8A8, bytes, 320 * 4);
  GtkWidget *window = NULL;

  ui_test_set_text_scale (GPOINTER_TO_INT (data));
  window = GTK_WIDGET (orch_setup_window_new (NULL, setup, TRUE));
  gtk_window_set_default_size (GTK_WINDOW (window), 370, 640); /* with its frame */
  gtk_window_present (GTK_WINDOW (window));
  ui_test_wait (gtk_widget_get_mapped (window));
  for (int kind = ORCH_IMPORT_STAFF; kind <= ORCH_IMPORT_SERVICES; kind++)
    {
      g_autoptr (OrchCsvImport) csv = orch_csv_import_parse (bytes, (OrchImportKind) kind, NULL);

      check_dialog (window, orch_hand_dialog_new ((OrchImportKind) kind, NULL), "by hand");
      check_dialog (window, orch_csv_dialog_new (csv, (OrchImportKind) kind), "a file's rows");
    }
  check_columns (window);
  check_dialog (window, orch_crop_dialog_new (texture), "crop");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
check_page (AdwNavigationPage *page, const char *what)
{
  g_object_ref_sink (page);
  ui_test_check_narrow (GTK_WIDGET (page), what);
  g_object_unref (page);
}

static void
test_welcome (gconstpointer data)
{
  static const OrchEngineState states[] = { ORCH_ENGINE_STARTING,        ORCH_ENGINE_KEYRING_LOCKED,
                                            ORCH_ENGINE_KEYRING_MISSING, ORCH_ENGINE_DAMAGED,
                                            ORCH_ENGINE_NEWER,           ORCH_ENGINE_DISK_FULL,
                                            ORCH_ENGINE_WELCOME };

  ui_test_set_text_scale (GPOINTER_TO_INT (data));
  for (int training = 0; training < 2; training++)
    {
      OrchEngine *engine = fake_engine_new (training);
      g_autoptr (OrchActivation) activation = orch_engine_parse_activation (engine, LINK, NULL);
      GtkWidget *window = GTK_WIDGET (orch_welcome_window_new (NULL, engine));

      gtk_window_set_default_size (GTK_WINDOW (window), 370, 640); /* with its frame */
      gtk_window_present (GTK_WINDOW (window));
      ui_test_wait (gtk_widget_get_mapped (window));
      for (guint i = 0; i < G_N_ELEMENTS (states); i++)
        {
          g_autofree char *what = g_strdup_printf ("state %d", states[i]);

          fake_engine_set_state (engine, states[i]);
          ui_test_settle ();
          ui_test_check_narrow (content_of (window), what);
        }
      check_page (orch_host_page_new (activation), "host");
      check_page (orch_password_page_new (activation), "password");
      check_page (orch_browser_page_new (activation), "browser");
      check_page (orch_pin_page_new (orch_engine_get_session (engine)), "PIN");
      gtk_window_destroy (GTK_WINDOW (window));
      g_object_unref (engine);
    }
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
      ui_test_add_scaled ("/narrow/wizard", scale, test_wizard);
      ui_test_add_scaled ("/narrow/wizard-dialogs", scale, test_dialogs);
      ui_test_add_scaled ("/narrow/welcome", scale, test_welcome);
    }
  return g_test_run ();
}
