/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-catalogue-problems.h.
 */
#include "orch-catalogue-problems.h"

#include <glib/gi18n.h>

#include "catalogue/orch-catalogue.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-plain-text.h"

/* Between the file's path and what is wrong in it. */
#define SEPARATOR ".json: "

struct _OrchCatalogueProblems
{
  AdwPreferencesGroup parent_instance;

  char *path; /* (owned) (nullable): of the first file */

  GtkWidget *open; /* template child */
};

G_DEFINE_FINAL_TYPE (OrchCatalogueProblems, orch_catalogue_problems, ADW_TYPE_PREFERENCES_GROUP)

/* "…/emr/accuro.json: $.code: what is wrong": the file is the row's title, the rest its subtitle. */
static void
add_problem (OrchCatalogueProblems *self, const GError *problem)
{
  const char *separator = strstr (problem->message, SEPARATOR);
  const gsize length = separator != NULL ? (gsize) (separator - problem->message) + strlen (".json") : 0;
  g_autofree char *path = g_strndup (problem->message, length);
  g_autofree char *name = g_path_get_basename (path);
  GtkWidget *row = adw_action_row_new ();

  orch_plain_set_title (ADW_PREFERENCES_ROW (row), length > 0 ? name : "");
  orch_plain_set_subtitle (ADW_ACTION_ROW (row), length > 0 ? separator + strlen (SEPARATOR) : problem->message);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  if (self->path == NULL && length > 0)
    self->path = g_steal_pointer (&path);
}

static void
on_open (OrchCatalogueProblems *self)
{
  g_autoptr (GFile) file = g_file_new_for_path (self->path);
  g_autoptr (GtkFileLauncher) launcher = gtk_file_launcher_new (file);

  gtk_file_launcher_open_containing_folder (launcher, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL, NULL,
                                            NULL);
}

static void
orch_catalogue_problems_finalize (GObject *object)
{
  g_free (ORCH_CATALOGUE_PROBLEMS (object)->path);
  G_OBJECT_CLASS (orch_catalogue_problems_parent_class)->finalize (object);
}

static void
orch_catalogue_problems_class_init (OrchCatalogueProblemsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_catalogue_problems_finalize;
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               ORCH_RESOURCE_BASE "/shell/orch-catalogue-problems.ui");
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), OrchCatalogueProblems, open);
  gtk_widget_class_bind_template_callback (GTK_WIDGET_CLASS (klass), on_open);
}

static void
orch_catalogue_problems_init (OrchCatalogueProblems *self)
{
  GPtrArray *problems = orch_catalogue_get_problems (orch_catalogue_get_default ());

  gtk_widget_init_template (GTK_WIDGET (self));
  orch_plain_wrap_titles (GTK_WIDGET (self));
  for (guint i = 0; i < problems->len; i++)
    add_problem (self, g_ptr_array_index (problems, i));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->open);
  gtk_widget_set_visible (GTK_WIDGET (self), problems->len > 0);
}

gboolean
orch_catalogue_problems_exist (void)
{
  return orch_catalogue_get_problems (orch_catalogue_get_default ())->len > 0;
}
