/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-consequence-list.h.
 */
#include "orch-consequence-list.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "orch-service-text.h"

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *detail = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (name), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (detail), 0);
  gtk_label_set_wrap (GTK_LABEL (detail), TRUE);
  gtk_widget_add_css_class (detail, "caption");
  gtk_widget_add_css_class (detail, "dimmed");
  gtk_widget_add_css_class (box, "consequence");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), detail);
  gtk_list_item_set_child (item, box);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, OrchServiceNames *names)
{
  OrchServiceConsequence *consequence = gtk_list_item_get_item (item);
  OrchService *service = orch_service_consequence_get_service (consequence);
  GtkWidget *name = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  g_autofree char *origin = orch_service_text_dup_origin (service, names);
  g_autofree char *why = orch_service_text_dup_consequence (consequence);
  g_autofree char *detail = why[0] != '\0' ? g_strdup_printf ("%s · %s", origin, why) : g_strdup (origin);

  gtk_label_set_label (GTK_LABEL (name), orch_service_get_display_name (service));
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (name)), detail);
  gtk_list_item_set_accessible_label (item, orch_service_get_display_name (service));
  gtk_list_item_set_accessible_description (item, detail);
}

static void
on_header_setup (GtkSignalListItemFactory *factory, GtkListHeader *header, gpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkWidget *sentence = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, NULL);

  gtk_label_set_xalign (GTK_LABEL (sentence), 0);
  gtk_label_set_wrap (GTK_LABEL (sentence), TRUE);
  gtk_widget_set_hexpand (sentence, TRUE);
  gtk_widget_add_css_class (sentence, "heading");
  gtk_widget_set_valign (icon, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), sentence);
  gtk_list_header_set_child (header, box);
}

static void
on_header_bind (GtkSignalListItemFactory *factory, GtkListHeader *header, gpointer data)
{
  const OrchServiceConsequenceKind kind = orch_service_consequence_get_kind (gtk_list_header_get_item (header));
  GtkWidget *icon = gtk_widget_get_first_child (gtk_list_header_get_child (header));
  g_autofree char *sentence = orch_service_text_dup_consequences (kind, gtk_list_header_get_n_items (header));
  const char *classes[] = { orch_service_text_get_consequence_style (kind), NULL };

  gtk_image_set_from_icon_name (GTK_IMAGE (icon), orch_service_text_get_consequence_icon (kind));
  gtk_widget_set_css_classes (icon, classes);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (icon)), sentence);
}

GtkWidget *
orch_consequence_list_new (GPtrArray *consequences, OrchServiceNames *names)
{
  GListStore *store = g_list_store_new (ORCH_TYPE_SERVICE_CONSEQUENCE);
  GtkExpression *kind = gtk_property_expression_new (ORCH_TYPE_SERVICE_CONSEQUENCE, NULL, "kind");
  GtkSortListModel *sorted = NULL;
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkListItemFactory *header = gtk_signal_list_item_factory_new ();
  GtkWidget *view = NULL;

  g_list_store_splice (store, 0, 0, consequences->pdata, consequences->len);
  sorted = gtk_sort_list_model_new (G_LIST_MODEL (store), NULL);
  gtk_sort_list_model_set_section_sorter (sorted, GTK_SORTER (gtk_numeric_sorter_new (kind)));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), names, 0);
  g_signal_connect (header, "setup", G_CALLBACK (on_header_setup), NULL);
  g_signal_connect (header, "bind", G_CALLBACK (on_header_bind), NULL);
  view = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (sorted))), factory);
  gtk_list_view_set_header_factory (GTK_LIST_VIEW (view), header);
  g_object_unref (header);
  gtk_widget_add_css_class (view, "review-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Consequences"), -1);
  return view;
}
