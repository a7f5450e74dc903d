/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-message-composer.h. Ctrl+Enter sends; Enter is a line.
 */
#include "orch-message-composer.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "core/orch-message-template.h"
#include "core/orch-text.h"
#include "orch-message-files.h"
#include "orch-message-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-announce.h"

struct _OrchMessageComposer
{
  AdwBin parent_instance;

  /* owned */
  GPtrArray *attached; /* (element-type OrchMessageFile) */

  gboolean may_send;
  gboolean showing; /* set by us, not by the person */
  guint serial;     /* a file that is read for what was cleared meanwhile is dropped */

  /* template children */
  GtkWidget *box;
  GtkLabel *warning;
  AdwWrapBox *files;
  GtkTextView *text;
  GtkLabel *hint;
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_SEND,
  SIGNAL_TEMPLATE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchMessageComposer, orch_message_composer, ADW_TYPE_BIN)

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

static void
update_actions (OrchMessageComposer *self)
{
  g_autofree char *text = orch_message_composer_dup_text (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.send",
                                 self->may_send && (!orch_text_is_empty (text) || self->attached->len > 0));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.attach", self->attached->len < ORCH_MESSAGE_FILES_MAX);
}

static void show_files (OrchMessageComposer *self);

static void
on_remove (GtkButton *button, OrchMessageComposer *self)
{
  const guint position = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "position"));

  if (position < self->attached->len)
    g_ptr_array_remove_index (self->attached, position);
  orch_message_composer_warn (self, NULL);
  show_files (self);
  orch_message_composer_focus (self);
}

static void
show_files (OrchMessageComposer *self)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->files))) != NULL)
    adw_wrap_box_remove (self->files, child);
  for (guint i = 0; i < self->attached->len; i++)
    {
      OrchMessageFile *file = g_ptr_array_index (self->attached, i);
      g_autofree char *size = orch_message_text_dup_size (orch_message_file_get_size (file));
      /* translators: a file: its name and its size */
      g_autofree char *words = g_strdup_printf (_ ("%s, %s"), orch_message_file_get_name (file), size);
      g_autofree char *spoken = NULL;
      GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      GtkWidget *label = gtk_label_new (words);
      GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_box_append (GTK_BOX (chip), label);
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_add_css_class (button, "circular");
      gtk_widget_add_css_class (chip, "message-file");
      /* translators: a button: %s is a file's name and size */
      spoken = g_strdup_printf (_ ("Do not send %s"), words);
      gtk_widget_set_tooltip_text (button, spoken);
      g_object_set_data (G_OBJECT (button), "position", GUINT_TO_POINTER (i));
      g_signal_connect_object (button, "clicked", G_CALLBACK (on_remove), self, 0);
      gtk_box_append (GTK_BOX (chip), button);
      adw_wrap_box_append (self->files, chip);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->files), self->attached->len > 0);
  update_actions (self);
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

static void
on_attach (GtkWidget *widget, const char *action, GVariant *parameter)
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

static void
on_send (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_SEND], 0);
}

static void
on_template (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_TEMPLATE], 0);
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

static void
on_text_changed (OrchMessageComposer *self)
{
  update_actions (self);
  if (!self->showing)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
orch_message_composer_dispose (GObject *object)
{
  OrchMessageComposer *self = ORCH_MESSAGE_COMPOSER (object);

  self->serial++;
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_MESSAGE_COMPOSER);
  g_clear_pointer (&self->attached, g_ptr_array_unref);
  G_OBJECT_CLASS (orch_message_composer_parent_class)->dispose (object);
}

static void
orch_message_composer_class_init (OrchMessageComposerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_message_composer_dispose;
  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SEND] =
      g_signal_new ("send", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_TEMPLATE] =
      g_signal_new ("template", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "composer.template", NULL, on_template);
  gtk_widget_class_install_action (widget_class, "composer.attach", NULL, on_attach);
  gtk_widget_class_install_action (widget_class, "composer.send", NULL, on_send);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/messages/orch-message-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchMessageComposer, box);
  gtk_widget_class_bind_template_child (widget_class, OrchMessageComposer, warning);
  gtk_widget_class_bind_template_child (widget_class, OrchMessageComposer, files);
  gtk_widget_class_bind_template_child (widget_class, OrchMessageComposer, text);
  gtk_widget_class_bind_template_child (widget_class, OrchMessageComposer, hint);
}

static void
orch_message_composer_init (OrchMessageComposer *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  g_autofree char *size = orch_message_text_dup_size (ORCH_MESSAGE_FILE_MAX_BYTES);
  g_autofree char *hint = NULL;

  self->attached = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  hint = g_strdup_printf (
      /* translators: %u is a number of files, %s a size; Ctrl+Enter are keys */
      _ ("Ctrl+Enter sends. Up to %u files of %s each: pictures, PDF, plain text."), ORCH_MESSAGE_FILES_MAX, size);
  gtk_label_set_label (self->hint, hint);
  g_signal_connect_object (gtk_text_view_get_buffer (self->text), "changed", G_CALLBACK (on_text_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->text, "paste-clipboard", G_CALLBACK (on_paste), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drop, "drop", G_CALLBACK (on_drop), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
  update_actions (self);
}

char *
orch_message_composer_dup_text (OrchMessageComposer *self)
{
  GtkTextBuffer *buffer = NULL;
  GtkTextIter start;
  GtkTextIter end;

  g_return_val_if_fail (ORCH_IS_MESSAGE_COMPOSER (self), NULL);

  buffer = gtk_text_view_get_buffer (self->text);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

void
orch_message_composer_set_text (OrchMessageComposer *self, const char *text)
{
  GtkTextBuffer *buffer = NULL;

  g_return_if_fail (ORCH_IS_MESSAGE_COMPOSER (self));

  buffer = gtk_text_view_get_buffer (self->text);
  self->showing = TRUE;
  /* What another conversation held does not come back with Ctrl+Z. */
  gtk_text_buffer_begin_irreversible_action (buffer);
  gtk_text_buffer_set_text (buffer, text != NULL ? text : "", -1);
  gtk_text_buffer_end_irreversible_action (buffer);
  self->showing = FALSE;
}

void
orch_message_composer_insert (OrchMessageComposer *self, const char *text)
{
  GtkTextBuffer *buffer = NULL;

  g_return_if_fail (ORCH_IS_MESSAGE_COMPOSER (self) && text != NULL);

  buffer = gtk_text_view_get_buffer (self->text);
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete_selection (buffer, FALSE, TRUE);
  gtk_text_buffer_insert_at_cursor (buffer, text, -1);
  gtk_text_buffer_end_user_action (buffer);
  orch_message_composer_select_place (self);
}

void
orch_message_composer_select_place (OrchMessageComposer *self)
{
  GtkTextBuffer *buffer = NULL;
  g_autofree char *text = NULL;
  g_autofree char *place = NULL;
  GtkTextIter from;
  GtkTextIter to;
  guint start = 0;
  guint end = 0;

  g_return_if_fail (ORCH_IS_MESSAGE_COMPOSER (self));

  buffer = gtk_text_view_get_buffer (self->text);
  text = orch_message_composer_dup_text (self);
  place = orch_template_find_place (text, &start, &end);
  if (place != NULL)
    {
      gtk_text_buffer_get_iter_at_offset (buffer, &from, (int) start);
      gtk_text_buffer_get_iter_at_offset (buffer, &to, (int) end);
      gtk_text_buffer_select_range (buffer, &to, &from);
      gtk_text_view_scroll_mark_onscreen (self->text, gtk_text_buffer_get_insert (buffer));
    }
  orch_message_composer_focus (self);
}

GPtrArray *
orch_message_composer_get_files (OrchMessageComposer *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_COMPOSER (self), NULL);

  return self->attached;
}

void
orch_message_composer_add_file (OrchMessageComposer *self, OrchMessageFile *file)
{
  g_autofree char *text = NULL;

  g_return_if_fail (ORCH_IS_MESSAGE_COMPOSER (self));
  g_return_if_fail (ORCH_IS_MESSAGE_FILE (file));

  if (self->attached->len >= ORCH_MESSAGE_FILES_MAX)
    {
      /* translators: %u is a number of files */
      text = g_strdup_printf (_ ("At most %u files in one message."), ORCH_MESSAGE_FILES_MAX);
      orch_message_composer_warn (self, text);
      return;
    }
  g_ptr_array_add (self->attached, g_object_ref (file));
  orch_message_composer_warn (self, NULL);
  show_files (self);
  /* translators: %s is a file's name */
  text = g_strdup_printf (_ ("%s is attached"), orch_message_file_get_name (file));
  orch_announce (GTK_WIDGET (self), text);
}

void
orch_message_composer_clear (OrchMessageComposer *self)
{
  g_return_if_fail (ORCH_IS_MESSAGE_COMPOSER (self));

  self->serial++;
  g_ptr_array_set_size (self->attached, 0);
  orch_message_composer_set_text (self, NULL);
  orch_message_composer_warn (self, NULL);
  show_files (self);
}

void
orch_message_composer_warn (OrchMessageComposer *self, const char *text)
{
  g_return_if_fail (ORCH_IS_MESSAGE_COMPOSER (self));

  gtk_label_set_label (self->warning, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->warning), text != NULL);
  if (text != NULL)
    orch_announce (GTK_WIDGET (self), text);
}

void
orch_message_composer_set_may_send (OrchMessageComposer *self, gboolean may_send)
{
  g_return_if_fail (ORCH_IS_MESSAGE_COMPOSER (self));

  self->may_send = may_send;
  update_actions (self);
}

void
orch_message_composer_focus (OrchMessageComposer *self)
{
  g_return_if_fail (ORCH_IS_MESSAGE_COMPOSER (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}
