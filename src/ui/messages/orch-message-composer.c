/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-message-composer.h. Ctrl+Enter sends; Enter is a line.
 */
#include "orch-message-composer-private.h"

#include <glib/gi18n.h>
#include <libdex.h>
#include <string.h>

#include "core/orch-message-template.h"
#include "core/orch-report-draft.h"
#include "core/orch-text.h"
#include "orch-message-files.h"
#include "orch-message-text.h"
#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-spelling.h"

enum
{
  SIGNAL_CHANGED,
  SIGNAL_SEND,
  SIGNAL_TEMPLATE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchMessageComposer, orch_message_composer, ADW_TYPE_BIN)

static void
update_actions (OrchMessageComposer *self)
{
  const gboolean note = gtk_toggle_button_get_active (self->note);
  g_autofree char *text = orch_message_composer_dup_text (self);
  const gboolean typed = !orch_text_is_empty (text);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.send",
                                 note ? typed : self->may_send && (typed || self->attached->len > 0));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.attach",
                                 !note && self->attached->len < ORCH_MESSAGE_FILES_MAX);
}

/* A note looks like no message, from the first character on. */
static void
show_kind (OrchMessageComposer *self)
{
  const gboolean note = gtk_toggle_button_get_active (self->note);

  if (note)
    gtk_widget_add_css_class (self->box, "note");
  else
    gtk_widget_remove_css_class (self->box, "note");
  gtk_widget_set_visible (self->note_notice, note);
  gtk_widget_set_visible (self->correction, !note && self->corrects != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->hint), !note);
  gtk_widget_set_visible (GTK_WIDGET (self->files), !note && self->attached->len > 0);
  gtk_button_set_icon_name (self->send, note ? "orch-note-symbolic" : "mail-send-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->send), note ? _ ("Add the Note") : _ ("Send"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  note ? _ ("Internal note") : _ ("Message"), -1);
  update_actions (self);
}

static void
on_no_correction (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchMessageComposer *self = ORCH_MESSAGE_COMPOSER (widget);

  orch_message_composer_set_draft (self, NULL);
  orch_message_composer_focus (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_note (OrchMessageComposer *self)
{
  show_kind (self);
  orch_message_composer_warn (self, NULL);
  if (self->showing)
    return;
  if (gtk_toggle_button_get_active (self->note))
    orch_announce (GTK_WIDGET (self), _ ("Internal note: the patient never sees it"));
  orch_message_composer_focus (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
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
  show_kind (self);
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
  g_clear_pointer (&self->corrects, g_free);
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
  gtk_widget_class_install_action (widget_class, "composer.no-correction", NULL, on_no_correction);
  gtk_widget_class_install_action (widget_class, "composer.attach", NULL, orch_message_composer_attach);
  gtk_widget_class_install_action (widget_class, "composer.send", NULL, on_send);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/messages/orch-message-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchMessageComposer, box);
  gtk_widget_class_bind_template_child (widget_class, OrchMessageComposer, warning);
  gtk_widget_class_bind_template_child (widget_class, OrchMessageComposer, files);
  gtk_widget_class_bind_template_child (widget_class, OrchMessageComposer, text);
  gtk_widget_class_bind_template_child (widget_class, OrchMessageComposer, hint);
  gtk_widget_class_bind_template_child (widget_class, OrchMessageComposer, note_notice);
  gtk_widget_class_bind_template_child (widget_class, OrchMessageComposer, correction);
  gtk_widget_class_bind_template_child (widget_class, OrchMessageComposer, note);
  gtk_widget_class_bind_template_child (widget_class, OrchMessageComposer, send);
  gtk_widget_class_bind_template_callback (widget_class, on_note);
}

static void
orch_message_composer_init (OrchMessageComposer *self)
{
  g_autofree char *size = orch_message_text_dup_size (ORCH_MESSAGE_FILE_MAX_BYTES);
  g_autofree char *hint = NULL;

  self->attached = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_spelling_watch (self->text);
  hint = g_strdup_printf (
      /* translators: %u is a number of files, %s a size; Ctrl+Enter are keys */
      _ ("Ctrl+Enter sends. Up to %u files of %s each: pictures, PDF, plain text."), ORCH_MESSAGE_FILES_MAX, size);
  gtk_label_set_label (self->hint, hint);
  g_signal_connect_object (gtk_text_view_get_buffer (self->text), "changed", G_CALLBACK (on_text_changed), self,
                           G_CONNECT_SWAPPED);
  orch_message_composer_take_files (self);
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
      text = g_strdup_printf (_ ("At most %'u files in one message."), ORCH_MESSAGE_FILES_MAX);
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
  orch_message_composer_set_draft (self, NULL);
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
orch_message_composer_warn_error (OrchMessageComposer *self, const GError *error)
{
  g_autofree char *text = orch_error_text_dup (error);

  g_return_if_fail (ORCH_IS_MESSAGE_COMPOSER (self));

  orch_message_composer_warn (self, text);
  orch_get_help_beside (self->warning, error);
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

/* --- notes ---------------------------------------------------------------------------------- */

gboolean
orch_message_composer_get_note (OrchMessageComposer *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_COMPOSER (self), FALSE);

  return gtk_toggle_button_get_active (self->note);
}

static void
set_note (OrchMessageComposer *self, gboolean note)
{
  const gboolean before = self->showing;

  self->showing = TRUE;
  gtk_toggle_button_set_active (self->note, self->may_note && note);
  self->showing = before;
}

void
orch_message_composer_set_may_note (OrchMessageComposer *self, gboolean may_note)
{
  g_return_if_fail (ORCH_IS_MESSAGE_COMPOSER (self));

  self->may_note = may_note;
  gtk_widget_set_visible (GTK_WIDGET (self->note), may_note);
  if (may_note || !orch_message_composer_get_note (self))
    return;
  /* What was typed of a note does not become a message. */
  orch_message_composer_set_text (self, NULL);
  set_note (self, FALSE);
}

char *
orch_message_composer_dup_draft (OrchMessageComposer *self)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (ORCH_IS_MESSAGE_COMPOSER (self), NULL);

  text = orch_message_composer_dup_text (self);
  if (orch_text_is_empty (text))
    return g_steal_pointer (&text);
  if (orch_message_composer_get_note (self))
    return g_strconcat (ORCH_NOTE_DRAFT_HEAD, text, NULL);
  return self->corrects != NULL ? g_strconcat (ORCH_CORRECTION_DRAFT_HEAD, self->corrects, "\n", text, NULL)
                                : g_steal_pointer (&text);
}

void
orch_message_composer_set_draft (OrchMessageComposer *self, const char *draft)
{
  const gboolean note = draft != NULL && g_str_has_prefix (draft, ORCH_NOTE_DRAFT_HEAD);
  const char *line =
      draft != NULL && g_str_has_prefix (draft, ORCH_CORRECTION_DRAFT_HEAD) ? strchr (draft, '\n') : NULL;

  g_return_if_fail (ORCH_IS_MESSAGE_COMPOSER (self));

  g_clear_pointer (&self->corrects, g_free);
  if (line != NULL)
    {
      const gsize head = strlen (ORCH_CORRECTION_DRAFT_HEAD);

      self->corrects = g_strndup (draft + head, (gsize) (line - draft) - head);
      draft = line + 1;
    }

  /* Should a note not be possible any more, what was typed of it does not become a message. */
  orch_message_composer_set_text (self, note && !self->may_note ? NULL
                                        : note                  ? draft + strlen (ORCH_NOTE_DRAFT_HEAD)
                                                                : draft);
  set_note (self, note);
  show_kind (self);
}

const char *
orch_message_composer_get_corrects (OrchMessageComposer *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_COMPOSER (self), NULL);

  return self->corrects;
}

void
orch_message_composer_correct (OrchMessageComposer *self, OrchMessage *message)
{
  const OrchMessageFields *f = NULL;
  g_autofree char *draft = NULL;

  g_return_if_fail (ORCH_IS_MESSAGE_COMPOSER (self) && ORCH_IS_MESSAGE (message));

  f = orch_message_get_fields (message);
  draft = g_strconcat (ORCH_CORRECTION_DRAFT_HEAD, f->id, "\n", f->text, NULL);
  orch_message_composer_set_draft (self, draft);
  orch_announce (GTK_WIDGET (self), _ ("Correction: the patient sees both messages"));
  orch_message_composer_focus (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}
