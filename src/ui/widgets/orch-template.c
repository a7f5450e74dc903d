/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-template.h.
 */
#include "orch-template.h"

void
orch_template_dispose (GtkWidget *widget, GType type)
{
  GtkWidget *child;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  gtk_widget_dispose_template (widget, type);
  while ((child = gtk_widget_get_first_child (widget)) != NULL)
    gtk_widget_unparent (child);
}

void
orch_template_wrap_buttons (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (GTK_IS_BUTTON (widget) && GTK_IS_LABEL (gtk_button_get_child (GTK_BUTTON (widget))))
    g_object_set (gtk_button_get_child (GTK_BUTTON (widget)), "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR,
                  "justify", GTK_JUSTIFY_CENTER, NULL);
  if (GTK_IS_EXPANDER (widget) && GTK_IS_LABEL (gtk_expander_get_label_widget (GTK_EXPANDER (widget))))
    g_object_set (gtk_expander_get_label_widget (GTK_EXPANDER (widget)), "wrap", TRUE, "wrap-mode",
                  PANGO_WRAP_WORD_CHAR, "xalign", 0.0, NULL);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    orch_template_wrap_buttons (child);
}
