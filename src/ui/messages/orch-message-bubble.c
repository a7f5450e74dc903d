/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-message-bubble.h. Made in C: a template would be read for each message.
 */
#include "orch-message-bubble.h"

#include <glib/gi18n.h>

#include "orch-message-text.h"
#include "ui/orch-time-text.h"

#define BUBBLE_CHARS 64
#define BUBBLE_INDENT 36

struct _OrchMessageBubble
{
  AdwBin parent_instance;

  /* children */
  GtkLabel *day;
  GtkWidget *bubble;
  GtkWidget *note;
  GtkLabel *sender;
  GtkLabel *text;
  GtkWidget *files;
  GtkLabel *time;
  GtkImage *state_icon;
  GtkLabel *state;
  GtkWidget *remedies;
  GtkWidget *retry;
  GtkWidget *edit;
  GtkLabel *correction;
  GtkWidget *correct;
};

G_DEFINE_FINAL_TYPE (OrchMessageBubble, orch_message_bubble, ADW_TYPE_BIN)

static void
empty (GtkWidget *box)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    adw_wrap_box_remove (ADW_WRAP_BOX (box), child);
}

static void
set_class (GtkWidget *widget, const char *css, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, css);
  else
    gtk_widget_remove_css_class (widget, css);
}

static void
show_files (OrchMessageBubble *self, const OrchMessageFields *f)
{
  empty (self->files);
  for (guint i = 0; f->files != NULL && i < f->files->len; i++)
    {
      OrchMessageFile *file = g_ptr_array_index (f->files, i);
      const char *type = orch_message_file_get_content_type (file);
      g_autofree char *size = orch_message_text_dup_size (orch_message_file_get_size (file));
      /* translators: a file: its name and its size */
      g_autofree char *words = g_strdup_printf (_ ("%s, %s"), orch_message_file_get_name (file), size);
      g_autofree char *spoken = NULL;
      GtkWidget *button = gtk_button_new ();
      GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      GtkWidget *label = gtk_label_new (words);
      const gboolean image = type != NULL && g_str_has_prefix (type, "image/");

      gtk_box_append (GTK_BOX (content), g_object_new (GTK_TYPE_IMAGE, "icon-name",
                                                       image ? "orch-image-symbolic" : "text-x-generic-symbolic",
                                                       "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_box_append (GTK_BOX (content), label);
      gtk_button_set_child (GTK_BUTTON (button), content);
      gtk_widget_add_css_class (button, "message-file");
      /* translators: a button: %s is a file's name and size */
      spoken = g_strdup_printf (_ ("Open the attachment %s"), words);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "conversation.file");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(su)", f->id, i);
      adw_wrap_box_append (ADW_WRAP_BOX (self->files), button);
    }
  gtk_widget_set_visible (self->files, f->files != NULL && f->files->len > 0);
}

/* What it corrects, or that it is corrected. */
static void
show_correction (OrchMessageBubble *self, OrchMessageLine *line, const OrchMessageFields *f)
{
  OrchMessage *corrected = orch_message_line_get_corrected (line);
  g_autofree char *text = NULL;

  if (corrected != NULL)
    {
      g_autofree char *when = orch_time_text_dup_when (orch_message_get_fields (corrected)->sent_us);

      /* translators: over a message that corrects another: %s is a date and a time, or a time of today */
      text = g_strdup_printf (_ ("Correction of the message of %s"), when);
    }
  else if (f->corrects != NULL)
    text = g_strdup (_ ("Correction of an earlier message"));
  else if (orch_message_line_is_corrected (line))
    text = g_strdup (_ ("Corrected by a later message"));
  gtk_label_set_label (self->correction, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->correction), text != NULL);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->correct), "s", f->id);
  gtk_widget_set_visible (self->correct, !f->from_patient && !f->note && !orch_message_line_is_corrected (line) &&
                                             f->text != NULL &&
                                             (f->state == ORCH_MESSAGE_SENT || f->state == ORCH_MESSAGE_SEEN));
}

static void
show_state (OrchMessageBubble *self, OrchMessage *message)
{
  const OrchMessageFields *f = orch_message_get_fields (message);
  const gboolean failed = !f->from_patient && f->state == ORCH_MESSAGE_FAILED;
  const char *icon = NULL;
  g_autofree char *state = f->from_patient ? NULL : orch_message_text_dup_state (message, &icon);

  gtk_widget_set_visible (GTK_WIDGET (self->state), state != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->state_icon), state != NULL);
  gtk_label_set_label (self->state, state != NULL ? state : "");
  gtk_image_set_from_icon_name (self->state_icon, icon);
  gtk_widget_set_visible (self->remedies, failed);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->retry), "s", f->id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->edit), "s", f->id);
  set_class (self->bubble, "failed", failed);
}

static void
orch_message_bubble_class_init (OrchMessageBubbleClass *klass)
{
}

static GtkLabel *
add_label (GtkWidget *box, const char *css)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css != NULL)
    gtk_widget_add_css_class (label, css);
  if (ADW_IS_WRAP_BOX (box))
    adw_wrap_box_append (ADW_WRAP_BOX (box), label);
  else
    gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static GtkWidget *
add_button (GtkWidget *box, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_button_set_can_shrink (GTK_BUTTON (button), TRUE);
  /* In the tree before it is of any message: an action without its target is complained of. */
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  adw_wrap_box_append (ADW_WRAP_BOX (box), button);
  return button;
}

static GtkWidget *
make_wrap_box (GtkWidget *box)
{
  GtkWidget *wrap = adw_wrap_box_new ();

  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (wrap), 6);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (wrap), 6);
  gtk_box_append (GTK_BOX (box), wrap);
  return wrap;
}

static void
orch_message_bubble_init (OrchMessageBubble *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *foot = NULL;
  GtkWidget *head = NULL;
  GtkWidget *state = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  self->day = add_label (box, "message-day");
  gtk_widget_add_css_class (GTK_WIDGET (self->day), "caption-heading");
  gtk_widget_add_css_class (GTK_WIDGET (self->day), "dimmed");
  gtk_widget_set_halign (GTK_WIDGET (self->day), GTK_ALIGN_CENTER);
  self->bubble = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_add_css_class (self->bubble, "message-bubble");
  gtk_box_append (GTK_BOX (box), self->bubble);
  head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->note = g_object_new (GTK_TYPE_IMAGE, "icon-name", "orch-note-symbolic", "pixel-size", 12, "accessible-role",
                             GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_box_append (GTK_BOX (head), self->note);
  self->sender = add_label (head, "caption-heading");
  gtk_box_append (GTK_BOX (self->bubble), head);
  self->correction = add_label (self->bubble, "caption");
  self->text = add_label (self->bubble, NULL);
  gtk_label_set_selectable (self->text, TRUE);
  gtk_label_set_max_width_chars (self->text, BUBBLE_CHARS);
  /* A label that is selected with the mouse says that it took the focus, and keeps Tab for ever. */
  gtk_widget_set_can_focus (GTK_WIDGET (self->text), FALSE);
  self->files = make_wrap_box (self->bubble);
  foot = make_wrap_box (self->bubble);
  self->time = add_label (foot, "caption");
  self->state_icon =
      g_object_new (GTK_TYPE_IMAGE, "pixel-size", 12, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_box_append (GTK_BOX (state), GTK_WIDGET (self->state_icon));
  self->state = add_label (state, "caption");
  adw_wrap_box_append (ADW_WRAP_BOX (foot), state);
  gtk_widget_add_css_class (foot, "message-foot");
  self->correct = add_button (foot, _ ("Co_rrect"), "conversation.correct");
  gtk_widget_add_css_class (self->correct, "flat");
  gtk_widget_add_css_class (self->correct, "message-correct");
  self->remedies = make_wrap_box (self->bubble);
  self->retry = add_button (self->remedies, _ ("_Try Again"), "conversation.retry");
  self->edit = add_button (self->remedies, _ ("_Edit Again"), "conversation.edit");
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
orch_message_bubble_new (void)
{
  return g_object_new (ORCH_TYPE_MESSAGE_BUBBLE, NULL);
}

void
orch_message_bubble_set_line (OrchMessageBubble *self, GtkListItem *item, OrchMessageLine *line, const char *patient)
{
  OrchMessage *message = NULL;
  const OrchMessageFields *f = NULL;
  const char *sender = NULL;
  g_autofree char *day = NULL;
  g_autofree char *time = NULL;
  g_autofree char *spoken = NULL;
  g_autofree char *note = NULL;
  g_autofree char *event = NULL;

  g_return_if_fail (ORCH_IS_MESSAGE_BUBBLE (self));

  if (line == NULL)
    {
      empty (self->files);
      gtk_label_set_label (self->text, "");
      return;
    }
  message = orch_message_line_get_message (line);
  f = orch_message_get_fields (message);
  sender = f->sender_name != NULL ? f->sender_name : f->from_patient ? patient : NULL;
  if (sender == NULL)
    sender = f->from_patient ? _ ("Patient") : _ ("Name not known");
  day = orch_message_text_dup_day (f->sent_us);
  time = orch_time_text_dup_time (f->sent_us);
  gtk_widget_set_visible (GTK_WIDGET (self->day), orch_message_line_begins_day (line));
  gtk_label_set_label (self->day, day);
  event = orch_message_text_dup_event (message);
  if (event != NULL)
    /* translators: over a line of the history of a conversation: what became of it, and who did it */
    note = g_strdup_printf (_ ("%s · %s"), event, sender);
  else if (f->note)
    /* translators: over an internal note: %s is who wrote it */
    note = g_strdup_printf (_ ("Internal note · %s"), sender);
  gtk_label_set_label (self->sender, note != NULL ? note : sender);
  gtk_label_set_label (self->text, f->text != NULL ? f->text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->text), f->text != NULL);
  gtk_label_set_label (self->time, time);
  gtk_widget_set_visible (self->note, f->note);
  gtk_widget_set_halign (self->bubble, f->note ? GTK_ALIGN_FILL : f->from_patient ? GTK_ALIGN_START : GTK_ALIGN_END);
  gtk_widget_set_margin_start (self->bubble, f->from_patient || f->note ? 0 : BUBBLE_INDENT);
  gtk_widget_set_margin_end (self->bubble, f->from_patient ? BUBBLE_INDENT : 0);
  set_class (self->bubble, "note", f->note);
  set_class (self->bubble, "ours", !f->note && !f->from_patient);
  set_class (self->bubble, "theirs", f->from_patient);
  show_files (self, f);
  show_state (self, message);
  show_correction (self, line, f);
  spoken = g_strdup_printf ("%s, %s, %s. %s %s", note != NULL ? note : sender, day, time,
                            f->text != NULL ? f->text : "", gtk_label_get_label (self->state));
  if (item != NULL)
    gtk_list_item_set_accessible_label (item, spoken);
}
