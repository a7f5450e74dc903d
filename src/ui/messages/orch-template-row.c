/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-template-row.h. Made in C: a template would be read for each of them.
 */
#include "orch-template-row.h"

#include <glib/gi18n.h>

#define LINES 2

struct _OrchTemplateRow
{
  AdwBin parent_instance;

  /* children */
  GtkLabel *title;
  GtkLabel *text;
  GtkLabel *state;
  GtkWidget *edit;
};

G_DEFINE_FINAL_TYPE (OrchTemplateRow, orch_template_row, ADW_TYPE_BIN)

static GtkLabel *
add_label (GtkWidget *box, const char *css)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
orch_template_row_class_init (OrchTemplateRowClass *klass)
{
}

static void
orch_template_row_init (OrchTemplateRow *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_widget_set_margin_top (line, 9);
  gtk_widget_set_margin_bottom (line, 9);
  gtk_widget_set_margin_start (line, 9);
  gtk_widget_set_margin_end (line, 9);
  gtk_widget_set_hexpand (texts, TRUE);
  self->title = add_label (texts, "heading");
  self->text = add_label (texts, "dimmed");
  gtk_label_set_lines (self->text, LINES);
  gtk_label_set_ellipsize (self->text, PANGO_ELLIPSIZE_END);
  self->state = add_label (texts, "caption-heading");
  gtk_widget_add_css_class (GTK_WIDGET (self->state), "accent");
  gtk_box_append (GTK_BOX (line), texts);
  self->edit = gtk_button_new_from_icon_name ("document-edit-symbolic");
  gtk_widget_set_valign (self->edit, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->edit, "flat");
  /* In the tree before it is of any template: an action without its target is complained of. */
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->edit), "s", "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->edit), "template.edit");
  gtk_box_append (GTK_BOX (line), self->edit);
  adw_bin_set_child (ADW_BIN (self), line);
}

GtkWidget *
orch_template_row_new (void)
{
  return g_object_new (ORCH_TYPE_TEMPLATE_ROW, NULL);
}

void
orch_template_row_show (OrchTemplateRow *self, GtkListItem *item, OrchMessageTemplate *one, gboolean may_change)
{
  const OrchMessageTemplateFields *f = NULL;
  g_autofree char *flat = NULL;
  g_autofree char *state = NULL;
  g_autofree char *what = NULL;
  g_autofree char *spoken = NULL;

  g_return_if_fail (ORCH_IS_TEMPLATE_ROW (self) && ORCH_IS_MESSAGE_TEMPLATE (one));

  f = orch_message_template_get_fields (one);
  flat = g_strdelimit (g_strdup (f->text), "\n", ' ');
  if (!f->approved && f->author_name != NULL)
    /* translators: of a template; %s is who wrote it */
    state = g_strdup_printf (_ ("Not approved yet: %s alone may use it"), f->author_name);
  else if (!f->approved)
    state = g_strdup (_ ("Not approved yet"));
  gtk_label_set_label (self->title, f->title);
  gtk_label_set_label (self->text, flat);
  gtk_label_set_label (self->state, state != NULL ? state : "");
  gtk_widget_set_visible (GTK_WIDGET (self->state), state != NULL);
  gtk_widget_set_visible (self->edit, may_change);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->edit), "s", f->id);
  /* translators: a button: %s is the title of a template */
  what = g_strdup_printf (_ ("Change “%s”"), f->title);
  gtk_widget_set_tooltip_text (self->edit, what);
  spoken = g_strjoin (". ", f->title, flat, state, NULL);
  gtk_list_item_set_accessible_label (item, spoken);
}
