/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-conflict-export.h.
 */
#include "orch-conflict-export.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "orch-alert.h"
#include "orch-announce.h"
#include "ui/orch-error-text.h"

typedef struct
{
  /* owned */
  GtkWidget *widget;
  GListModel *conflicts;
} Export;

static void
export_free (Export *export)
{
  g_object_unref (export->widget);
  g_object_unref (export->conflicts);
  g_free (export);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Export, export_free)

static void
on_exported (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Export) export = data;
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    orch_announce (export->widget, _ ("The list is saved."));
  else
    {
      g_autofree char *text = orch_error_text_dup (error);
      AdwDialog *dialog = adw_alert_dialog_new (_ ("The list was not saved"), text);

      adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _ ("_Close"));
      orch_alert_present (dialog, export->widget);
    }
}

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Export) export = data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);
  g_autofree char *csv = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (file == NULL)
    return;
  csv = orch_import_run_dup_csv (export->conflicts, orch_error_text_dup_conflict);
  bytes = g_bytes_new (csv, strlen (csv));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, on_exported,
                                       g_steal_pointer (&export));
}

const char *
orch_conflict_list_title (OrchImportKind kind)
{
  return kind == ORCH_IMPORT_STAFF ? _ ("Staff in conflict") : _ ("Services in conflict");
}

void
orch_conflict_export (GtkWidget *widget, GListModel *conflicts, const char *title)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (G_IS_LIST_MODEL (conflicts));
  g_return_if_fail (title != NULL);

  GtkRoot *root = gtk_widget_get_root (widget);
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autofree char *name = g_strconcat (title, ".csv", NULL);
  Export *export = g_new0 (Export, 1);

  export->widget = g_object_ref (widget);
  export->conflicts = g_object_ref (conflicts);
  gtk_file_dialog_set_title (dialog, _ ("Export the List"));
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL, on_chosen, export);
}
