/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-in-sight.h.
 */
#include "orch-in-sight.h"

/* On the second frame the widget has its place. */
#define FRAMES 2

typedef struct
{
  guint left;
  GtkWidget *first; /* (owned) (nullable) */
} Wait;

static void
wait_free (gpointer data)
{
  Wait *wait = data;

  g_clear_object (&wait->first);
  g_free (wait);
}

/* At the top of what is seen. */
static void
begin_with (GtkViewport *viewport, GtkWidget *first)
{
  GtkAdjustment *place = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport));
  graphene_rect_t bounds;

  if (gtk_widget_compute_bounds (first, GTK_WIDGET (viewport), &bounds))
    gtk_adjustment_set_value (place, gtk_adjustment_get_value (place) + bounds.origin.y);
}

static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Wait *wait = data;
  GtkWidget *viewport = gtk_widget_get_ancestor (widget, GTK_TYPE_VIEWPORT);

  if (--wait->left > 0)
    return G_SOURCE_CONTINUE;
  if (viewport == NULL || !gtk_widget_get_mapped (widget))
    return G_SOURCE_REMOVE;
  if (wait->first != NULL && gtk_widget_get_height (widget) > gtk_widget_get_height (viewport))
    begin_with (GTK_VIEWPORT (viewport), wait->first);
  else
    gtk_viewport_scroll_to (GTK_VIEWPORT (viewport), widget, NULL);
  return G_SOURCE_REMOVE;
}

static void
wait_to_bring (GtkWidget *widget, GtkWidget *first)
{
  Wait *wait = g_new0 (Wait, 1);

  wait->left = FRAMES;
  g_set_object (&wait->first, first);
  gtk_widget_add_tick_callback (widget, on_frame, wait, wait_free);
}

void
orch_bring_in_sight (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  wait_to_bring (widget, NULL);
}

void
orch_bring_in_sight_from (GtkWidget *whole, GtkWidget *first)
{
  g_return_if_fail (GTK_IS_WIDGET (whole));
  g_return_if_fail (GTK_IS_WIDGET (first));

  wait_to_bring (whole, first);
}
