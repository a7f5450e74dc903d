/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-logo-editor.h. Whatever comes in passes through orch_logo_encode() before it is shown or kept.
 */
#include "orch-logo-editor.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <libdex.h>

#include "core/orch-error.h"
#include "orch-announce.h"
#include "orch-crop-dialog.h"
#include "orch-logo.h"
#include "orch-template.h"

struct _OrchLogoEditor
{
  GtkWidget parent_instance;

  /* owned */
  GBytes *logo; /* (nullable) */
  char *type;   /* (nullable) */

  guint load_number; /* the latest load wins */

  /* template children */
  GtkStack *states;
  GtkPicture *picture;
  GtkLabel *message;
};

enum
{
  SIGNAL_EDITED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchLogoEditor, orch_logo_editor, GTK_TYPE_WIDGET)

typedef struct
{
  OrchLogoEditor *editor;
  GFile *file;   /* (nullable) */
  GBytes *bytes; /* (nullable) */
  graphene_rect_t crop;
  gboolean cropped;
  guint number;
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_clear_object (&load->file);
  g_clear_pointer (&load->bytes, g_bytes_unref);
  g_object_unref (load->editor);
  g_free (load);
}

static void
show_message (OrchLogoEditor *self, const char *text)
{
  gtk_label_set_text (self->message, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), text != NULL);
  if (text != NULL)
    orch_announce (GTK_WIDGET (self), text);
}

static void
show_logo (OrchLogoEditor *self)
{
  // The hub may have sent it: judged before it is decoded.
  gboolean readable = self->logo != NULL && orch_logo_sniff (self->logo, NULL, NULL, NULL) != NULL;
  g_autoptr (GdkTexture) texture = readable ? gdk_texture_new_from_bytes (self->logo, NULL) : NULL;

  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_stack_set_visible_child_name (self->states, texture != NULL ? "picture" : "empty");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "logo.crop", texture != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "logo.delete", texture != NULL);
}

static DexFuture *
load_fiber (gpointer data)
{
  Load *load = data;
  OrchLogoEditor *self = load->editor;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) png = NULL;

  if (load->bytes == NULL)
    load->bytes = dex_await_boxed (orch_logo_read (load->file), &error);
  if (load->bytes != NULL)
    png = dex_await_boxed (orch_logo_encode (load->bytes, load->cropped ? &load->crop : NULL), &error);
  if (load->number != self->load_number)
    return dex_future_new_true ();
  if (png != NULL)
    {
      g_clear_pointer (&self->logo, g_bytes_unref);
      self->logo = g_steal_pointer (&png);
      g_set_str (&self->type, "image/png");
    }
  show_message (self, error != NULL ? error->message : NULL);
  show_logo (self);
  if (error == NULL)
    g_signal_emit (self, signals[SIGNAL_EDITED], 0);
  return dex_future_new_true ();
}

static void
start_load (OrchLogoEditor *self, GFile *file, GBytes *bytes, const graphene_rect_t *crop)
{
  Load *load = g_new0 (Load, 1);

  load->editor = g_object_ref (self);
  load->file = file != NULL ? g_object_ref (file) : NULL;
  load->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  load->number = ++self->load_number;
  if (crop != NULL)
    {
      load->crop = *crop;
      load->cropped = TRUE;
    }
  show_message (self, NULL);
  gtk_stack_set_visible_child_name (self->states, "loading");
  dex_future_disown (dex_scheduler_spawn (NULL, 0, load_fiber, load, load_free));
}

static void
load_texture (OrchLogoEditor *self, GdkTexture *texture)
{
  // A picture from the clipboard has no file: it becomes one of the kind that we read.
  g_autoptr (GBytes) bytes = gdk_texture_save_to_png_bytes (texture);

  start_load (self, NULL, bytes, NULL);
}

static void
on_file_chosen (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (OrchLogoEditor) self = data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file != NULL)
    start_load (self, file, NULL, NULL);
}

static void
on_choose (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  GtkRoot *root = gtk_widget_get_root (widget);

  gtk_file_filter_set_name (filter, _ ("Pictures (PNG, JPEG, GIF)"));
  gtk_file_filter_add_mime_type (filter, "image/png");
  gtk_file_filter_add_mime_type (filter, "image/jpeg");
  gtk_file_filter_add_mime_type (filter, "image/gif");
  g_list_store_append (filters, filter);
  gtk_file_dialog_set_title (dialog, _ ("Choose the Logo"));
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_open (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL, on_file_chosen,
                        g_object_ref (widget));
}

static void
on_cropped (OrchLogoEditor *self, graphene_rect_t *crop)
{
  if (self->logo != NULL)
    start_load (self, NULL, self->logo, crop);
}

static void
on_crop (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchLogoEditor *self = ORCH_LOGO_EDITOR (widget);
  GdkPaintable *texture = gtk_picture_get_paintable (self->picture);

  if (texture == NULL)
    return;
  OrchCropDialog *dialog = orch_crop_dialog_new (GDK_TEXTURE (texture));
  g_signal_connect_object (dialog, "cropped", G_CALLBACK (on_cropped), self, G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

static void
on_delete (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchLogoEditor *self = ORCH_LOGO_EDITOR (widget);

  self->load_number++;
  g_clear_pointer (&self->logo, g_bytes_unref);
  g_clear_pointer (&self->type, g_free);
  show_message (self, NULL);
  show_logo (self);
  // The button that had the focus is gone.
  if (gtk_widget_get_root (widget) != NULL)
    gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
  g_signal_emit (self, signals[SIGNAL_EDITED], 0);
}

static void
on_texture_pasted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (OrchLogoEditor) self = data;
  g_autoptr (GdkTexture) texture = gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (source), result, NULL);

  if (texture != NULL)
    load_texture (self, texture);
  else
    show_message (self, _ ("There is no picture in the clipboard."));
}

static void
on_files_pasted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (OrchLogoEditor) self = data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);
  GSList *files = value != NULL ? g_value_get_boxed (value) : NULL;

  if (files != NULL)
    start_load (self, files->data, NULL, NULL);
}

static void
on_paste (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (widget);

  if (gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard), GDK_TYPE_FILE_LIST))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL, on_files_pasted,
                                    g_object_ref (widget));
  else
    gdk_clipboard_read_texture_async (clipboard, NULL, on_texture_pasted, g_object_ref (widget));
}

static gboolean
on_drop (OrchLogoEditor *self, const GValue *value)
{
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    {
      GSList *files = g_value_get_boxed (value);
      if (files == NULL)
        return FALSE;
      start_load (self, files->data, NULL, NULL);
    }
  else if (G_VALUE_HOLDS (value, G_TYPE_FILE))
    start_load (self, g_value_get_object (value), NULL, NULL);
  else if (G_VALUE_HOLDS (value, GDK_TYPE_TEXTURE))
    load_texture (self, g_value_get_object (value));
  else
    return FALSE;
  return TRUE;
}

static void
orch_logo_editor_dispose (GObject *object)
{
  OrchLogoEditor *self = ORCH_LOGO_EDITOR (object);

  self->load_number++;
  g_clear_pointer (&self->logo, g_bytes_unref);
  g_clear_pointer (&self->type, g_free);
  orch_template_dispose (GTK_WIDGET (self), ORCH_TYPE_LOGO_EDITOR);

  G_OBJECT_CLASS (orch_logo_editor_parent_class)->dispose (object);
}

static void
orch_logo_editor_class_init (OrchLogoEditorClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = orch_logo_editor_dispose;

  signals[SIGNAL_EDITED] =
      g_signal_new ("edited", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ca/orchestrateur/Orchestrateur/widgets/orch-logo-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchLogoEditor, states);
  gtk_widget_class_bind_template_child (widget_class, OrchLogoEditor, picture);
  gtk_widget_class_bind_template_child (widget_class, OrchLogoEditor, message);
  gtk_widget_class_install_action (widget_class, "logo.choose", NULL, on_choose);
  gtk_widget_class_install_action (widget_class, "logo.crop", NULL, on_crop);
  gtk_widget_class_install_action (widget_class, "logo.delete", NULL, on_delete);
  gtk_widget_class_install_action (widget_class, "logo.paste", NULL, on_paste);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "logo.paste", NULL);
}

static void
orch_logo_editor_init (OrchLogoEditor *self)
{
  GType types[] = { GDK_TYPE_FILE_LIST, G_TYPE_FILE, GDK_TYPE_TEXTURE };
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  orch_template_wrap_buttons (GTK_WIDGET (self));
  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  show_logo (self);
}

GtkWidget *
orch_logo_editor_new (void)
{
  return g_object_new (ORCH_TYPE_LOGO_EDITOR, NULL);
}

GBytes *
orch_logo_editor_get_logo (OrchLogoEditor *self, const char **type)
{
  g_return_val_if_fail (ORCH_IS_LOGO_EDITOR (self), NULL);

  if (type != NULL)
    *type = self->type;
  return self->logo;
}

void
orch_logo_editor_set_logo (OrchLogoEditor *self, GBytes *logo, const char *type)
{
  g_return_if_fail (ORCH_IS_LOGO_EDITOR (self));

  if (logo == self->logo || (logo != NULL && self->logo != NULL && g_bytes_equal (logo, self->logo)))
    return;
  self->load_number++;
  g_clear_pointer (&self->logo, g_bytes_unref);
  self->logo = logo != NULL ? g_bytes_ref (logo) : NULL;
  g_set_str (&self->type, type);
  show_logo (self);
}

void
orch_logo_editor_load (OrchLogoEditor *self, GBytes *bytes)
{
  g_return_if_fail (ORCH_IS_LOGO_EDITOR (self));
  g_return_if_fail (bytes != NULL);

  start_load (self, NULL, bytes, NULL);
}
