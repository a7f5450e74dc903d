/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-keep-focus.h. A dialog that closes gives the focus back a moment after it had to let go of it: one looks once that is over.
 */
#include "orch-keep-focus.h"

#define KEY "orch-keep-focus"

typedef struct
{
  GtkWidget *area;   /* (not owned): owns us */
  GtkWidget *prefer; /* (not owned) (nullable): weak */
  gulong following;  /* the window's focus, while @area shows */
  guint looking;     /* source, or 0 */
} Keeper;

static void
keeper_free (gpointer data)
{
  Keeper *keeper = data;

  g_clear_handle_id (&keeper->looking, g_source_remove);
  g_clear_weak_pointer (&keeper->prefer);
  g_free (keeper);
}

static gboolean
look (gpointer data)
{
  Keeper *keeper = data;
  GtkRoot *root = gtk_widget_get_root (keeper->area);

  keeper->looking = 0;
  if (root == NULL || !gtk_widget_get_mapped (keeper->area) || gtk_root_get_focus (root) != NULL)
    return G_SOURCE_REMOVE;
  if (keeper->prefer != NULL && gtk_widget_get_mapped (keeper->prefer) && gtk_widget_grab_focus (keeper->prefer))
    return G_SOURCE_REMOVE;
  gtk_widget_child_focus (keeper->area, GTK_DIR_TAB_FORWARD);
  return G_SOURCE_REMOVE;
}

static void
on_focus (GtkWindow *window, GParamSpec *pspec, GtkWidget *area)
{
  Keeper *keeper = g_object_get_data (G_OBJECT (area), KEY);

  if (gtk_window_get_focus (window) == NULL && keeper->looking == 0)
    keeper->looking = g_idle_add (look, keeper);
}

static void
on_map (GtkWidget *area, Keeper *keeper)
{
  GtkRoot *root = gtk_widget_get_root (area);

  if (GTK_IS_WINDOW (root) && keeper->following == 0)
    keeper->following = g_signal_connect_object (root, "notify::focus-widget", G_CALLBACK (on_focus), area, 0);
}

static void
on_unmap (GtkWidget *area, Keeper *keeper)
{
  GtkRoot *root = gtk_widget_get_root (area);

  if (root != NULL && keeper->following != 0)
    g_signal_handler_disconnect (root, keeper->following);
  keeper->following = 0;
}

void
orch_keep_focus (GtkWidget *area, GtkWidget *prefer)
{
  Keeper *keeper = NULL;

  g_return_if_fail (GTK_IS_WIDGET (area));
  g_return_if_fail (prefer == NULL || GTK_IS_WIDGET (prefer));

  keeper = g_object_get_data (G_OBJECT (area), KEY);
  if (keeper == NULL)
    {
      keeper = g_new0 (Keeper, 1);
      keeper->area = area;
      g_object_set_data_full (G_OBJECT (area), KEY, keeper, keeper_free);
      g_signal_connect (area, "map", G_CALLBACK (on_map), keeper);
      g_signal_connect (area, "unmap", G_CALLBACK (on_unmap), keeper);
      if (gtk_widget_get_mapped (area))
        on_map (area, keeper);
    }
  g_set_weak_pointer (&keeper->prefer, prefer);
}
