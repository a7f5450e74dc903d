/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-folder-entry.h.
 */
#include "orch-folder-entry.h"

#include <glib/gi18n-lib.h>

struct _OrchFolderEntry
{
  AdwBin parent_instance;

  /* template children */
  GtkEditable *text;
  GtkWidget *choose;
};

static void orch_folder_entry_editable_init (GtkEditableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OrchFolderEntry, orch_folder_entry, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_EDITABLE, orch_folder_entry_editable_init))

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (OrchFolderEntry) self = data;
  g_autoptr (GFile) folder = gtk_file_dialog_select_folder_finish (GTK_FILE_DIALOG (source), result, NULL);
  g_autofree char *path = folder != NULL ? g_file_get_path (folder) : NULL;

  /* A folder without a path is on no disk and on no drive that is connected. */
  if (path != NULL && self->text != NULL)
    gtk_editable_set_text (self->text, path);
}

static void
on_choose (OrchFolderEntry *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  const char *path = gtk_editable_get_text (self->text);
  g_autoptr (GFile) before = g_path_is_absolute (path) ? g_file_new_for_path (path) : NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_file_dialog_set_title (dialog, _ ("Choose the Folder"));
  if (before != NULL)
    gtk_file_dialog_set_initial_folder (dialog, before);
  gtk_file_dialog_select_folder (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL, on_chosen,
                                 g_object_ref (self));
}

static GtkEditable *
orch_folder_entry_get_delegate (GtkEditable *editable)
{
  return ORCH_FOLDER_ENTRY (editable)->text;
}

static void
orch_folder_entry_editable_init (GtkEditableInterface *iface)
{
  iface->get_delegate = orch_folder_entry_get_delegate;
}

static gboolean
orch_folder_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (ORCH_FOLDER_ENTRY (widget)->text));
}

static void
orch_folder_entry_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (!gtk_editable_delegate_get_property (object, id, value, pspec))
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
orch_folder_entry_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (!gtk_editable_delegate_set_property (object, id, value, pspec))
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
orch_folder_entry_dispose (GObject *object)
{
  OrchFolderEntry *self = ORCH_FOLDER_ENTRY (object);

  if (self->text != NULL)
    gtk_editable_finish_delegate (GTK_EDITABLE (self));
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_FOLDER_ENTRY);
  G_OBJECT_CLASS (orch_folder_entry_parent_class)->dispose (object);
}

static void
orch_folder_entry_class_init (OrchFolderEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = orch_folder_entry_dispose;
  object_class->get_property = orch_folder_entry_get_property;
  object_class->set_property = orch_folder_entry_set_property;
  widget_class->grab_focus = orch_folder_entry_grab_focus;
  gtk_editable_install_properties (object_class, 1);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ca/orchestrateur/Orchestrateur/widgets/orch-folder-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchFolderEntry, text);
  gtk_widget_class_bind_template_child (widget_class, OrchFolderEntry, choose);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
}

static void
orch_folder_entry_init (OrchFolderEntry *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_editable_init_delegate (GTK_EDITABLE (self));
}

GtkWidget *
orch_folder_entry_new (const char *label)
{
  OrchFolderEntry *self = g_object_new (ORCH_TYPE_FOLDER_ENTRY, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return GTK_WIDGET (self);
}
