/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchMessageComposer: files that are chosen, dropped or pasted. See orch-message-composer-private.h.
 */
#include <glib/gi18n.h>
#include <libdex.h>

#include "orch-message-composer-private.h"
#include "orch-message-files.h"

/* A file on its way */
typedef struct
{
  OrchMessageComposer *composer; /* (owned) */
  guint serial;
} Reading;

static void
reading_free (gpointer data)
{
  g_object_unref (((Reading *) data)->composer);
  g_free (data);
}

static DexFuture *
on_read (DexFuture *future, gpointer data)
{
  Reading *reading = data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (reading->serial != reading->composer->serial)
    return NULL;
  if (value != NULL)
    orch_message_composer_add_file (reading->composer, g_value_get_object (value));
  else
    orch_message_composer_warn (reading->composer, error->message);
  return NULL;
}

static void
read_file (OrchMessageComposer *self, GFile *file)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->composer = g_object_ref (self);
  reading->serial = self->serial;
  dex_future_disown (dex_future_finally (orch_message_files_read (file), on_read, reading, reading_free));
}

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (OrchMessageComposer) self = data;
  g_autoptr (GListModel) files = gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (source), result, NULL);

  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      read_file (self, file);
    }
}

void
orch_message_composer_attach (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  GtkRoot *root = gtk_widget_get_root (widget);

  gtk_file_dialog_set_title (dialog, _ ("Attach Files"));
  gtk_file_filter_set_name (filter, _ ("Pictures, PDF and plain text"));
  gtk_file_filter_add_mime_type (filter, "image/png");
  gtk_file_filter_add_mime_type (filter, "image/jpeg");
  gtk_file_filter_add_mime_type (filter, "image/gif");
  gtk_file_filter_add_mime_type (filter, "application/pdf");
  gtk_file_filter_add_mime_type (filter, "text/plain");
  gtk_file_dialog_set_default_filter (dialog, filter);
  gtk_file_dialog_open_multiple (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL, on_chosen,
                                 g_object_ref (widget));
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, OrchMessageComposer *self)
{
  GSList *files =
      G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST) ? gdk_file_list_get_files (g_value_get_boxed (value)) : NULL;

  for (GSList *l = files; l != NULL; l = l->next)
    read_file (self, l->data);
  g_slist_free (files);
  return files != NULL;
}

static void
on_texture (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (OrchMessageComposer) self = data;
  g_autoptr (GdkTexture) texture = gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autoptr (GBytes) bytes = texture != NULL ? gdk_texture_save_to_png_bytes (texture) : NULL;
  g_autoptr (OrchMessageFile) file = NULL;
  g_autoptr (GError) error = NULL;

  if (bytes == NULL)
    return;
  file = orch_message_files_from_bytes (_ ("Pasted picture"), bytes, &error);
  if (file != NULL)
    orch_message_composer_add_file (self, file);
  else
    orch_message_composer_warn (self, error->message);
}

static void
on_file_list (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (OrchMessageComposer) self = data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);

  if (value != NULL)
    on_drop (NULL, value, 0, 0, self);
}

/* A picture or files that were copied; text is the text view's own affair. */
static void
on_paste (OrchMessageComposer *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);

  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
    {
      g_signal_stop_emission_by_name (self->text, "paste-clipboard");
      gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL, on_file_list,
                                      g_object_ref (self));
    }
  else if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE) &&
           !gdk_content_formats_contain_gtype (formats, G_TYPE_STRING))
    {
      g_signal_stop_emission_by_name (self->text, "paste-clipboard");
      gdk_clipboard_read_texture_async (clipboard, NULL, on_texture, g_object_ref (self));
    }
}

void
orch_message_composer_take_files (OrchMessageComposer *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_object (self->text, "paste-clipboard", G_CALLBACK (on_paste), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drop, "drop", G_CALLBACK (on_drop), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}
