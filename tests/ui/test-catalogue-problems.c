/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A file of the establishment that is wrong is told to whoever can mend it: in the main window, and where in the preferences.
 */
#include "ui-test.h"

#include <glib/gstdio.h>

#include "fake-clinic.h"
#include "ui/shell/orch-catalogue-problems.h"
#include "ui/shell/orch-preferences-dialog.h"
#include "ui/orch-error-text.h"
#include "ui/shell/orch-window.h"

typedef struct
{
  OrchEngine *engine;
  GtkWidget *window;
} Fixture;

static gboolean
is_french (void)
{
  return g_strcmp0 (g_getenv ("LANGUAGE"), "fr") == 0;
}

/* Before the process first asks for its catalogue. */
static void
put_bad_file (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "orchestrateur", "catalogue", NULL);
  g_autofree char *path = g_build_filename (folder, "service-types.json", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (
      g_file_set_contents (path, "{\"version\":1,\"types\":[{\"id\":\"a\",\"name\":{\"fr\":\"f\"}}]}", -1, NULL));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const FakeClinic scene = { .state = ORCH_ENGINE_READY,
                             .signed_in = TRUE,
                             .permission = ORCH_PERMISSION_ADMINISTRATOR };

  fixture->engine = fake_clinic_new (&scene);
  fixture->window = GTK_WIDGET (orch_window_new (NULL, fixture->engine));
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

static void
test_banner (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    gboolean locked;
    OrchPermission permission;
    gboolean told;
  } cases[] = { { FALSE, ORCH_PERMISSION_ADMINISTRATOR, TRUE },
                { FALSE, ORCH_PERMISSION_RECEPTIONIST, FALSE },
                { FALSE, ORCH_PERMISSION_PROFESSIONAL, FALSE },
                { TRUE, ORCH_PERMISSION_ADMINISTRATOR, FALSE } };
  AdwBanner *banner = ADW_BANNER (ui_test_find (fixture->window, ADW_TYPE_BANNER, "catalogue_banner"));

  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (banner)), ==, "app.preferences");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fake_clinic_set_session (fixture->engine, TRUE, cases[i].locked, FALSE, cases[i].permission);
      g_assert_true (adw_banner_get_revealed (banner) == cases[i].told);
    }
}

static void
test_preferences (Fixture *fixture, gconstpointer data)
{
  AdwDialog *dialog = orch_preferences_dialog_new (fixture->engine);
  GtkWidget *group = NULL, *row = NULL;

  adw_dialog_present (dialog, fixture->window);
  ui_test_settle ();
  group = ui_test_find (GTK_WIDGET (dialog), ORCH_TYPE_CATALOGUE_PROBLEMS, NULL);
  g_assert_true (gtk_widget_get_visible (group));
  row = ui_test_find (group, ADW_TYPE_ACTION_ROW, NULL);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "service-types.json");
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==,
                   is_french () ? "$.types[0].name: « en » manque" : "$.types[0].name: “en” is missing");
  g_assert_nonnull (strstr (adw_preferences_group_get_description (ADW_PREFERENCES_GROUP (group)),
                            is_french () ? "Corrigez" : "Mend each file"));
}

/* What an import found is kept in English, and told in the language of who reads it. */
static void
test_conflict (void)
{
  g_autoptr (OrchConflict) conflict =
      orch_conflict_new (ORCH_CONFLICT_RECORD_UNREADABLE, "Jean", "p5", "its name is not a FHIR name");
  g_autoptr (OrchConflict) empty = orch_conflict_new (ORCH_CONFLICT_RECORD_UNREADABLE, "Jean", "p5", "");
  g_autofree char *text = orch_error_text_dup_conflict (conflict, FALSE);
  g_autofree char *empty_text = orch_error_text_dup_conflict (empty, FALSE);

  g_assert_nonnull (strstr (text, is_french () ? "son nom n’est pas un nom FHIR" : "its name is not a FHIR name"));
  g_assert_null (strstr (empty_text, "Project-Id-Version"));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  put_bad_file ();
  g_test_add_func ("/ui/catalogue-problems/conflict", test_conflict);
  g_test_add ("/ui/catalogue-problems/banner", Fixture, NULL, set_up, test_banner, tear_down);
  g_test_add ("/ui/catalogue-problems/preferences", Fixture, NULL, set_up, test_preferences, tear_down);
  return g_test_run ();
}
