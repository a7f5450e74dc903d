/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-service-columns.h.
 */
#include "orch-service-columns.h"

#include <glib/gi18n.h>

#include "orch-service-text.h"

static void
on_cell_setup (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell, gpointer names)
{
  const OrchServiceAspect aspect = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (factory), "aspect"));

  gtk_column_view_cell_set_child (cell, orch_service_cell_new (aspect, names));
}

static void
on_cell_bind (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell, gpointer names)
{
  orch_service_cell_set_item (ORCH_SERVICE_CELL (gtk_column_view_cell_get_child (cell)),
                              gtk_column_view_cell_get_item (cell));
}

static void
on_cell_unbind (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell, gpointer names)
{
  orch_service_cell_set_item (ORCH_SERVICE_CELL (gtk_column_view_cell_get_child (cell)), NULL);
}

GtkListItemFactory *
orch_service_columns_factory_new (OrchServiceAspect aspect, OrchServiceNames *names)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_object_set_data (G_OBJECT (factory), "aspect", GINT_TO_POINTER (aspect));
  g_signal_connect_object (factory, "setup", G_CALLBACK (on_cell_setup), names, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_cell_bind), names, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_cell_unbind), names, 0);
  return factory;
}

static void
name_row (GtkColumnViewRow *row)
{
  OrchStoreItem *item = gtk_column_view_row_get_item (row);
  OrchServiceNames *names = g_object_get_data (G_OBJECT (row), "names");
  gpointer object = item != NULL ? orch_store_item_get_object (item) : NULL;
  g_autofree char *spoken = ORCH_IS_SERVICE (object) ? orch_service_text_dup_spoken (object, names) : NULL;

  gtk_column_view_row_set_accessible_label (row, spoken != NULL ? spoken : "");
}

static void
on_row_bind (GtkSignalListItemFactory *factory, GtkColumnViewRow *row, OrchServiceNames *names)
{
  g_object_set_data_full (G_OBJECT (row), "names", g_object_ref (names), g_object_unref);
  g_signal_connect_object (gtk_column_view_row_get_item (row), "notify::object", G_CALLBACK (name_row), row,
                           G_CONNECT_SWAPPED);
  name_row (row);
}

static void
on_row_unbind (GtkSignalListItemFactory *factory, GtkColumnViewRow *row, OrchServiceNames *names)
{
  g_signal_handlers_disconnect_by_func (gtk_column_view_row_get_item (row), name_row, row);
}

GtkListItemFactory *
orch_service_columns_row_factory_new (OrchServiceNames *names)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "bind", G_CALLBACK (on_row_bind), names, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_row_unbind), names, 0);
  return factory;
}

/* The check box says what is selected; pressing it selects. It is not a stop of Tab: the row itself is chosen by Space. */
static void
on_toggled (GtkCheckButton *check, GtkColumnViewCell *cell)
{
  GtkColumnView *view = g_object_get_data (G_OBJECT (check), "view");
  GtkSelectionModel *selection = gtk_column_view_get_model (view);
  const gboolean active = gtk_check_button_get_active (check);
  const guint position = gtk_column_view_cell_get_position (cell);

  if (position == GTK_INVALID_LIST_POSITION || selection == NULL || active == gtk_column_view_cell_get_selected (cell))
    return;
  if (active)
    gtk_selection_model_select_item (selection, position, FALSE);
  else
    gtk_selection_model_unselect_item (selection, position);
}

static void
on_selected (GtkColumnViewCell *cell)
{
  GtkWidget *check = gtk_column_view_cell_get_child (cell);

  if (check != NULL)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (check), gtk_column_view_cell_get_selected (cell));
}

static void
on_check_setup (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell, GtkColumnView *view)
{
  GtkWidget *check = gtk_check_button_new ();

  gtk_widget_set_focusable (check, FALSE);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (check), "view", view);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Selected"), -1);
  gtk_column_view_cell_set_focusable (cell, FALSE);
  gtk_column_view_cell_set_child (cell, check);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_toggled), cell, 0);
  g_signal_connect (cell, "notify::selected", G_CALLBACK (on_selected), NULL);
}

static void
on_check_bind (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell, GtkColumnView *view)
{
  on_selected (cell);
}

GtkListItemFactory *
orch_service_columns_check_factory_new (GtkColumnView *view)
{
  GtkListItemFactory *factory = NULL;

  g_return_val_if_fail (GTK_IS_COLUMN_VIEW (view), NULL);

  factory = gtk_signal_list_item_factory_new ();
  g_signal_connect_object (factory, "setup", G_CALLBACK (on_check_setup), view, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_check_bind), view, 0);
  return factory;
}
