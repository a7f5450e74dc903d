/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-conversation-row.h. Made in C: a template would be read for each row of the list.
 */
#include "orch-conversation-row.h"

#include <glib/gi18n.h>

#include "orch-message-text.h"
#include "ui/sync/orch-patient-text.h"

struct _OrchConversationRow
{
  AdwBin parent_instance;

  /* owned */
  OrchStoreItem *item; /* (nullable) */
  char *open;          /* (nullable): id */

  GtkListItem *list_item; /* (not owned) (nullable) */

  /* children */
  GtkWidget *heading;
  GtkImage *arrow;
  GtkImage *status_icon;
  GtkLabel *title;
  GtkLabel *count;

  GtkWidget *line;
  GtkWidget *dot;
  GtkLabel *patient;
  GtkWidget *clip;
  GtkLabel *age;
  GtkLabel *subject;
  GtkLabel *people;
  GtkWidget *urgent;
  GtkWidget *follow_up_badge;
  GtkLabel *follow_up;
  GtkWidget *badge;
  GtkImage *turn_icon;
  GtkLabel *turn;
};

G_DEFINE_FINAL_TYPE (OrchConversationRow, orch_conversation_row, ADW_TYPE_BIN)

static void
tell (OrchConversationRow *self, const char *text)
{
  if (self->list_item != NULL)
    gtk_list_item_set_accessible_label (self->list_item, text);
}

static void
show_group (OrchConversationRow *self, OrchConversationGroup *group)
{
  const char *subject = orch_conversation_group_get_subject (group);
  const guint n = orch_conversation_group_get_count (group);
  const guint unread = orch_conversation_group_get_unread (group);
  const gboolean folded = orch_conversation_group_is_folded (group);
  const char *icon = NULL;
  const char *status = orch_message_text_get_status (orch_conversation_group_get_status (group), &icon);
  g_autofree char *count = NULL;
  g_autofree char *spoken = NULL;
  g_autofree char *unread_text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->status_icon), subject == NULL);
  gtk_image_set_from_icon_name (self->status_icon, icon);
  gtk_label_set_label (self->title, subject != NULL ? orch_message_text_get_subject (subject) : status);
  count = g_strdup_printf ("%'u", n);
  gtk_label_set_label (self->count, count);
  gtk_image_set_from_icon_name (self->arrow, folded ? "pan-end-symbolic" : "pan-down-symbolic");
  gtk_widget_remove_css_class (self->heading, subject == NULL ? "of-subject" : "of-status");
  gtk_widget_add_css_class (self->heading, subject != NULL ? "of-subject" : "of-status");
  if (unread > 0)
    /* translators: after a heading: of its conversations, those with a message that nobody has opened */
    unread_text = g_strdup_printf (ngettext (", %'u unread", ", %'u unread", unread), unread);
  spoken = g_strdup_printf (
      /* translators: a heading of a list as it is spoken: its name, how many conversations, "2 unread" (or nothing), "folded" (or "unfolded") */
      ngettext ("%s, %'u conversation%s, %s", "%s, %'u conversations%s, %s", n), gtk_label_get_label (self->title), n,
      unread_text != NULL ? unread_text : "", folded ? _ ("folded") : _ ("unfolded"));
  tell (self, spoken);
}

static void
set_acts (GtkWidget *badge, gboolean acts)
{
  gtk_widget_remove_css_class (badge, acts ? "quiet" : "acts");
  gtk_widget_add_css_class (badge, acts ? "acts" : "quiet");
}

static void
show_conversation (OrchConversationRow *self, OrchConversation *conversation)
{
  const OrchConversationFields *f = orch_conversation_get_fields (conversation);
  OrchPatient *patient = orch_store_item_get_patient (self->item);
  g_autofree char *name =
      patient != NULL ? orch_patient_text_dup_name (patient) : g_strdup (_ ("Patient not known here yet"));
  g_autofree char *people = orch_message_text_dup_people (conversation);
  g_autofree char *follow_up = orch_message_text_dup_follow_up (conversation);
  const char *icon = NULL;
  g_autofree char *turn = orch_message_text_dup_turn (conversation, &icon);
  const gint64 moment = f->last_us != 0 ? f->last_us : f->began_us;
  g_autofree char *age = moment != 0 ? orch_message_text_dup_age (moment) : g_strdup ("");
  GString *spoken = g_string_new (name);
  const gboolean acts =
      f->status == ORCH_CONVERSATION_REPORT || (f->status == ORCH_CONVERSATION_IN_PROGRESS && f->our_turn);

  gtk_label_set_label (self->patient, name);
  gtk_label_set_label (self->subject, orch_message_text_get_subject (f->subject));
  gtk_label_set_label (self->people, people);
  gtk_label_set_label (self->age, age);
  gtk_label_set_label (self->turn, turn);
  gtk_image_set_from_icon_name (self->turn_icon, icon);
  gtk_widget_set_visible (self->dot, f->n_unread > 0);
  gtk_widget_set_visible (self->urgent, f->urgent);
  gtk_widget_set_visible (self->clip, f->n_files > 0);
  set_acts (self->badge, acts);
  gtk_label_set_label (self->follow_up, follow_up != NULL ? follow_up : "");
  gtk_widget_set_visible (self->follow_up_badge, follow_up != NULL && f->status == ORCH_CONVERSATION_IN_PROGRESS);
  set_acts (self->follow_up_badge, orch_message_text_is_due (conversation));
  if (f->n_unread > 0)
    gtk_widget_add_css_class (GTK_WIDGET (self->patient), "heading");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->patient), "heading");
  if (g_strcmp0 (f->id, self->open) == 0)
    gtk_widget_add_css_class (GTK_WIDGET (self), "open");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "open");

  g_string_append_printf (spoken, ", %s, %s, %s", gtk_label_get_label (self->subject), people, turn);
  if (age[0] != '\0')
    g_string_append_printf (spoken, ", %s", age);
  if (f->n_unread > 0)
    {
      g_string_append (spoken, ", ");
      /* translators: %'u is how many */
      g_string_append_printf (spoken, ngettext ("%'u unread message", "%'u unread messages", f->n_unread), f->n_unread);
    }
  if (f->urgent)
    g_string_append_printf (spoken, ", %s", _ ("urgent"));
  if (gtk_widget_get_visible (self->follow_up_badge))
    g_string_append_printf (spoken, ", %s", follow_up);
  if (f->n_files > 0)
    g_string_append_printf (spoken, ", %s", _ ("with attachments"));
  tell (self, spoken->str);
  g_string_free (spoken, TRUE);
}

static void
show (OrchConversationRow *self)
{
  gpointer object = self->item != NULL ? orch_store_item_get_object (self->item) : NULL;
  const gboolean heading = ORCH_IS_CONVERSATION_GROUP (object);

  gtk_widget_set_visible (self->heading, heading);
  gtk_widget_set_visible (self->line, !heading);
  /* Until it is read, and once the lock took it away. */
  gtk_widget_set_opacity (self->line, ORCH_IS_CONVERSATION (object) ? 1 : 0);
  if (heading)
    show_group (self, object);
  else if (ORCH_IS_CONVERSATION (object))
    show_conversation (self, object);
  else
    {
      GtkLabel *labels[] = { self->patient, self->subject, self->people, self->age, self->turn };

      for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
        gtk_label_set_label (labels[i], " ");
      tell (self, "");
    }
}

static GtkLabel *
add_label (GtkWidget *box, const char *css, gboolean expand)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, expand);
  if (css != NULL)
    gtk_widget_add_css_class (label, css);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static GtkImage *
add_image (GtkWidget *box, const char *icon)
{
  GtkWidget *image =
      g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "icon-name", icon, NULL);

  gtk_box_append (GTK_BOX (box), image);
  return GTK_IMAGE (image);
}

/* An icon and a word */
static GtkWidget *
add_badge (GtkWidget *wrap, const char *icon, GtkLabel **label)
{
  GtkWidget *badge = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 5);

  gtk_widget_add_css_class (badge, "turn-badge");
  gtk_widget_add_css_class (badge, "caption");
  add_image (badge, icon);
  *label = add_label (badge, NULL, FALSE);
  adw_wrap_box_append (ADW_WRAP_BOX (wrap), badge);
  return badge;
}

static void
make_heading (OrchConversationRow *self)
{
  self->heading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_add_css_class (self->heading, "conversation-heading");
  self->arrow = add_image (self->heading, "pan-down-symbolic");
  self->status_icon = add_image (self->heading, NULL);
  self->title = add_label (self->heading, NULL, TRUE);
  self->count = add_label (self->heading, "numeric", FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "dimmed");
}

static void
make_line (OrchConversationRow *self)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *first = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *last = adw_wrap_box_new ();
  GtkLabel *label = NULL;

  self->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->line, "conversation-line");
  gtk_widget_set_hexpand (texts, TRUE);
  self->dot = g_object_new (ADW_TYPE_BIN, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "valign",
                            GTK_ALIGN_CENTER, NULL);
  gtk_widget_add_css_class (self->dot, "unread-dot");
  gtk_box_append (GTK_BOX (first), self->dot);
  self->patient = add_label (first, NULL, TRUE);
  self->clip = GTK_WIDGET (add_image (first, "mail-attachment-symbolic"));
  self->age = add_label (first, "caption", FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->age), "dimmed");
  gtk_box_append (GTK_BOX (texts), first);
  self->subject = add_label (texts, NULL, TRUE);

  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (last), 9);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (last), 3);
  self->urgent = add_badge (last, "dialog-warning-symbolic", &label);
  gtk_widget_add_css_class (self->urgent, "urgent");
  gtk_label_set_label (label, _ ("Urgent"));
  self->badge = add_badge (last, NULL, &self->turn);
  self->turn_icon = GTK_IMAGE (gtk_widget_get_first_child (self->badge));
  self->follow_up_badge = add_badge (last, "orch-calendar-symbolic", &self->follow_up);
  self->people = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->people, 0);
  gtk_label_set_wrap (self->people, TRUE);
  gtk_label_set_wrap_mode (self->people, PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (GTK_WIDGET (self->people), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->people), "dimmed");
  adw_wrap_box_append (ADW_WRAP_BOX (last), GTK_WIDGET (self->people));
  gtk_box_append (GTK_BOX (texts), last);
  gtk_box_append (GTK_BOX (self->line), texts);
}

static void
orch_conversation_row_dispose (GObject *object)
{
  OrchConversationRow *self = ORCH_CONVERSATION_ROW (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, show, self);
  g_clear_object (&self->item);
  g_clear_pointer (&self->open, g_free);
  self->list_item = NULL;
  G_OBJECT_CLASS (orch_conversation_row_parent_class)->dispose (object);
}

static void
orch_conversation_row_class_init (OrchConversationRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = orch_conversation_row_dispose;
}

static void
orch_conversation_row_init (OrchConversationRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  make_heading (self);
  make_line (self);
  gtk_box_append (GTK_BOX (box), self->heading);
  gtk_box_append (GTK_BOX (box), self->line);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
orch_conversation_row_new (void)
{
  return g_object_new (ORCH_TYPE_CONVERSATION_ROW, NULL);
}

void
orch_conversation_row_set_item (OrchConversationRow *self, GtkListItem *list_item, OrchStoreItem *item)
{
  g_return_if_fail (ORCH_IS_CONVERSATION_ROW (self));

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, show, self);
  g_set_object (&self->item, item);
  self->list_item = list_item;
  if (item == NULL)
    return;
  g_signal_connect_swapped (item, "notify::object", G_CALLBACK (show), self);
  show (self);
}

OrchStoreItem *
orch_conversation_row_get_item (OrchConversationRow *self)
{
  g_return_val_if_fail (ORCH_IS_CONVERSATION_ROW (self), NULL);

  return self->item;
}

void
orch_conversation_row_set_open (OrchConversationRow *self, const char *id)
{
  g_return_if_fail (ORCH_IS_CONVERSATION_ROW (self));

  if (g_set_str (&self->open, id) && self->item != NULL)
    show (self);
}
