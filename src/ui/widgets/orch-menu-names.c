/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-menu-names.h.
 */
#include "orch-menu-names.h"

/* The underline of a mnemonic is not read; two are one. */
static char *
dup_spoken (const char *text)
{
  GString *spoken = g_string_new (NULL);

  for (; *text != '\0'; text++)
    {
      if (*text == '_' && *++text == '\0')
        break;
      g_string_append_c (spoken, *text);
    }
  return g_string_free_and_steal (spoken);
}

/* GTK keeps the type of the entries to itself; what it is called and its property are of the public interface. */
static void
name_entries (GtkWidget *widget)
{
  g_autofree char *text = NULL;
  g_autofree char *spoken = NULL;

  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkModelButton"))
    {
      g_object_get (widget, "text", &text, NULL);
      if (text == NULL)
        return;
      spoken = dup_spoken (text);
      gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
      gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_entries (child);
}

/* The entries are made anew with the model. */
static void
on_popover (GtkMenuButton *button)
{
  GtkPopover *popover = gtk_menu_button_get_popover (button);

  if (!GTK_IS_POPOVER_MENU (popover))
    return;
  g_signal_handlers_disconnect_by_func (popover, name_entries, NULL);
  g_signal_connect (popover, "map", G_CALLBACK (name_entries), NULL);
}

void
orch_menu_names_give (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (GTK_IS_MENU_BUTTON (widget))
    {
      g_signal_connect (widget, "notify::popover", G_CALLBACK (on_popover), NULL);
      on_popover (GTK_MENU_BUTTON (widget));
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    orch_menu_names_give (child);
}

void
orch_menu_names_give_open (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_POPOVER_MENU (child))
      name_entries (child);
}
