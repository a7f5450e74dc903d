/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-emr-file-row.h.
 */
#include "orch-emr-file-row.h"

#include <glib/gi18n-lib.h>
#include <libdex.h>

#include "core/orch-file-content.h"
#include "orch-columns-dialog.h"
#include "ui/widgets/orch-template.h"

struct _OrchEmrFileRow
{
  AdwBin parent_instance;

  OrchFileKind kind;
  char *folder; /* (owned) (nullable) */
  char *value;  /* (owned) */

  /* template children */
  GtkImage *icon;
  GtkLabel *state;
  GtkButton *choose;
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_FAULT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchEmrFileRow, orch_emr_file_row, ADW_TYPE_BIN)

static void
show_value (OrchEmrFileRow *self)
{
  g_autoptr (OrchFileMap) map = orch_file_map_parse (self->kind, self->value);
  const guint n = map != NULL ? orch_file_map_get_n_columns (map) : 0;
  g_autofree char *state =
      /* translators: the name of a file; how many of its columns are read */
      map != NULL ? g_strdup_printf (ngettext ("%s: %'u column is read", "%s: %'u columns are read", n),
                                     orch_file_map_get_pattern (map), n)
                  : g_strdup (_ ("No file is chosen yet"));

  gtk_image_set_from_icon_name (self->icon, map != NULL ? "object-select-symbolic" : "dialog-information-symbolic");
  gtk_label_set_label (self->state, state);
  gtk_button_set_label (self->choose,
                        map != NULL ? _ ("Choose Another File or Other _Columns…") : _ ("C_hoose the File…"));
  orch_template_wrap_buttons (GTK_WIDGET (self));
}

static void
on_kept (OrchEmrFileRow *self, const char *text)
{
  orch_emr_file_row_set_value (self, text);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

typedef struct
{
  OrchEmrFileRow *row;
  GFile *file;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_object_unref (reading->row);
  g_object_unref (reading->file);
  g_free (reading);
}

static void
tell (OrchEmrFileRow *self, const char *fault)
{
  g_signal_emit (self, signals[SIGNAL_FAULT], 0, fault);
}

static DexFuture *
read_fiber (gpointer data)
{
  Reading *reading = data;
  OrchEmrFileRow *self = reading->row;
  g_autofree char *name = g_file_get_basename (reading->file);
  g_autoptr (GFile) parent = g_file_get_parent (reading->file);
  g_autoptr (GFile) folder = self->folder != NULL ? g_file_new_for_path (self->folder) : NULL;
  g_autoptr (OrchFileMap) before = orch_file_map_parse (self->kind, self->value);
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GBytes) bytes = NULL;
  OrchColumnsDialog *dialog = NULL;

  if (folder == NULL || parent == NULL || !g_file_equal (folder, parent))
    {
      tell (self, _ ("This file is not in the folder chosen above. Choose a file of that folder."));
      return dex_future_new_true ();
    }
  info = dex_await_object (dex_file_query_info (reading->file,
                                                G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                                G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT),
                           NULL);
  if (info != NULL && g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR &&
      g_file_info_get_size (info) <= ORCH_FILE_MAX_BYTES)
    bytes = dex_await_boxed (dex_file_load_contents_bytes (reading->file), NULL);
  if (bytes == NULL)
    {
      tell (self, _ ("This file cannot be read, or is larger than 32 MB."));
      return dex_future_new_true ();
    }
  dialog = orch_columns_dialog_new (self->kind, name, bytes, before);
  if (dialog == NULL)
    {
      tell (self,
            _ ("This file is empty, or is not a CSV file with the titles of its columns. Export it again from the "
               "EMR."));
      return dex_future_new_true ();
    }
  tell (self, NULL);
  g_signal_connect_object (dialog, "kept", G_CALLBACK (on_kept), self, G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
  return dex_future_new_true ();
}

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (OrchEmrFileRow) self = data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);
  Reading *reading = NULL;

  if (file == NULL)
    return;
  reading = g_new0 (Reading, 1);
  reading->row = g_object_ref (self);
  reading->file = g_object_ref (file);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, read_fiber, reading, reading_free));
}

static void
on_choose (OrchEmrFileRow *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr (GFile) folder = self->folder != NULL ? g_file_new_for_path (self->folder) : NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (folder == NULL)
    {
      tell (self, _ ("Choose the folder above first."));
      return;
    }
  gtk_file_filter_set_name (filter, _ ("Tables (CSV)"));
  gtk_file_filter_add_mime_type (filter, "text/csv");
  gtk_file_filter_add_suffix (filter, "csv");
  gtk_file_filter_add_suffix (filter, "tsv");
  gtk_file_filter_add_suffix (filter, "txt");
  g_list_store_append (filters, filter);
  gtk_file_dialog_set_title (dialog, _ ("Choose the File"));
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_set_initial_folder (dialog, folder);
  gtk_file_dialog_open (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL, on_chosen, g_object_ref (self));
}

static void
orch_emr_file_row_dispose (GObject *object)
{
  OrchEmrFileRow *self = ORCH_EMR_FILE_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_EMR_FILE_ROW);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->value, g_free);
  G_OBJECT_CLASS (orch_emr_file_row_parent_class)->dispose (object);
}

static void
orch_emr_file_row_class_init (OrchEmrFileRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_emr_file_row_dispose;
  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAULT] = g_signal_new ("fault", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ca/orchestrateur/Orchestrateur/wizard/orch-emr-file-row.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchEmrFileRow, icon);
  gtk_widget_class_bind_template_child (widget_class, OrchEmrFileRow, state);
  gtk_widget_class_bind_template_child (widget_class, OrchEmrFileRow, choose);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
}

static void
orch_emr_file_row_init (OrchEmrFileRow *self)
{
  self->value = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
orch_emr_file_row_new (OrchFileKind kind)
{
  OrchEmrFileRow *self = g_object_new (ORCH_TYPE_EMR_FILE_ROW, NULL);

  self->kind = kind;
  show_value (self);
  return GTK_WIDGET (self);
}

void
orch_emr_file_row_set_folder (OrchEmrFileRow *self, const char *folder)
{
  g_return_if_fail (ORCH_IS_EMR_FILE_ROW (self));

  g_set_str (&self->folder, folder != NULL && g_path_is_absolute (folder) ? folder : NULL);
}

const char *
orch_emr_file_row_get_value (OrchEmrFileRow *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_FILE_ROW (self), NULL);

  return self->value;
}

void
orch_emr_file_row_set_value (OrchEmrFileRow *self, const char *value)
{
  g_return_if_fail (ORCH_IS_EMR_FILE_ROW (self));

  g_set_str (&self->value, value != NULL ? value : "");
  show_value (self);
}
