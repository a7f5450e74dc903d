/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-in-sight.h.
 */
#include "orch-in-sight.h"

/* On the second frame the widget has its place. */
#define FRAMES 2

static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer left)
{
  GtkWidget *viewport = gtk_widget_get_ancestor (widget, GTK_TYPE_VIEWPORT);

  if (--*(guint *) left > 0)
    return G_SOURCE_CONTINUE;
  if (viewport != NULL && gtk_widget_get_mapped (widget))
    gtk_viewport_scroll_to (GTK_VIEWPORT (viewport), widget, NULL);
  return G_SOURCE_REMOVE;
}

void
orch_bring_in_sight (GtkWidget *widget)
{
  guint *left = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  left = g_new (guint, 1);
  *left = FRAMES;
  gtk_widget_add_tick_callback (widget, on_frame, left, g_free);
}
