/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-remuneration-left-out.h.
 */
#include "orch-remuneration-left-out.h"

#include <adwaita.h>

#include "orch-remuneration-text.h"
#include "ui/shell/orch-window.h"

#define LINE "line" /* data of a button */

static void
on_mend (GtkWidget *button)
{
  OrchRemunerationLine *line = g_object_get_data (G_OBJECT (button), LINE);
  const OrchRemunerationLineFields *f = line != NULL ? orch_remuneration_line_get_fields (line) : NULL;

  if (f == NULL)
    return;
  switch (f->reason)
    {
    case ORCH_REMUNERATION_SERVICE_EXCLUDED:
    case ORCH_REMUNERATION_SERVICE_INACTIVE:
      orch_window_open_service (button, f->service_id);
      break;
    case ORCH_REMUNERATION_SERVICE_UNKNOWN:
    case ORCH_REMUNERATION_SERVICE_CONFLICT:
      orch_window_go (button, ORCH_WINDOW_SERVICES);
      break;
    case ORCH_REMUNERATION_STAFF_INACTIVE:
      orch_window_open_member (button, f->staff_id);
      break;
    case ORCH_REMUNERATION_STAFF_UNKNOWN:
    case ORCH_REMUNERATION_STAFF_CONFLICT:
      orch_window_go (button, ORCH_WINDOW_STAFF);
      break;
    case ORCH_REMUNERATION_COUNTED:
    case ORCH_REMUNERATION_NO_SERVICE:
    case ORCH_REMUNERATION_NO_STAFF:
    default:
      break;
    }
}

static GtkWidget *
add_label (GtkWidget *box, const char *class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (class != NULL)
    gtk_widget_add_css_class (label, class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  AdwWrapBox *row = ADW_WRAP_BOX (adw_wrap_box_new ());
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *button = gtk_button_new ();
  GtkWidget *remedy = NULL;

  adw_wrap_box_set_child_spacing (row, 18);
  adw_wrap_box_set_line_spacing (row, 9);
  adw_wrap_box_set_justify (row, ADW_JUSTIFY_FILL);
  adw_wrap_box_set_justify_last_line (row, FALSE);
  gtk_widget_set_margin_top (GTK_WIDGET (row), 12);
  gtk_widget_set_margin_bottom (GTK_WIDGET (row), 12);
  gtk_widget_set_margin_start (GTK_WIDGET (row), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (row), 12);
  gtk_widget_set_hexpand (text, TRUE);
  add_label (text, "heading");
  add_label (text, "numeric");
  remedy = add_label (text, "caption");
  gtk_widget_add_css_class (remedy, "dimmed");
  gtk_button_set_can_shrink (GTK_BUTTON (button), TRUE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect (button, "clicked", G_CALLBACK (on_mend), NULL);
  adw_wrap_box_append (row, text);
  adw_wrap_box_append (row, button);
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_child (item, GTK_WIDGET (row));
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  OrchRemunerationLine *line = gtk_list_item_get_item (item);
  const OrchRemunerationLineFields *f = orch_remuneration_line_get_fields (line);
  GtkWidget *text = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *button = gtk_widget_get_next_sibling (text);
  GtkWidget *title = gtk_widget_get_first_child (text);
  GtkWidget *counts_label = gtk_widget_get_next_sibling (title);
  g_autofree char *about = orch_remuneration_text_dup_about (f);
  const char *reason = orch_remuneration_text_reason (f->reason);
  const char *act = orch_remuneration_text_act (f->reason);
  /* Of no service at all, the title says it. */
  g_autofree char *head =
      f->service_name == NULL && f->staff_name == NULL ? g_strdup (about) : g_strdup_printf ("%s — %s", about, reason);
  g_autofree char *counts = orch_remuneration_text_dup_counts (&f->counts);
  g_autofree char *spoken = g_strjoin (", ", head, counts, NULL);

  gtk_label_set_label (GTK_LABEL (title), head);
  gtk_label_set_label (GTK_LABEL (counts_label), counts);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (counts_label)),
                       orch_remuneration_text_remedy (f->reason));
  gtk_widget_set_visible (button, act != NULL);
  if (act != NULL)
    gtk_button_set_label (GTK_BUTTON (button), act);
  /* Many say the same. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, about, -1);
  g_object_set_data_full (G_OBJECT (button), LINE, g_object_ref (line), g_object_unref);
  gtk_list_item_set_accessible_label (item, spoken);
  gtk_list_item_set_accessible_description (item, orch_remuneration_text_remedy (f->reason));
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *text = gtk_widget_get_first_child (gtk_list_item_get_child (item));

  g_object_set_data (G_OBJECT (gtk_widget_get_next_sibling (text)), LINE, NULL);
}

GtkListItemFactory *
orch_remuneration_left_out_factory_new (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
  return factory;
}
