/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-message-view.h.
 */
#include "orch-message-view.h"

#include "orch-message-bubble.h"
#include "ui/orch-ui.h"

#define NEAR_END 40.0 /* pixels */
#define N_FRAMES 4

struct _OrchMessageView
{
  AdwBin parent_instance;

  /* owned */
  OrchMessageThread *thread;
  char *patient; /* (nullable) */

  guint frames; /* left to stay at the end */

  /* template children */
  GtkScrolledWindow *scroller;
  GtkListView *view;
};

G_DEFINE_FINAL_TYPE (OrchMessageView, orch_message_view, ADW_TYPE_BIN)

/* The heights of rows are guessed until they are laid out: a few frames settle it. */
static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  OrchMessageView *self = ORCH_MESSAGE_VIEW (widget);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  gtk_adjustment_set_value (adjustment,
                            gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment));
  return --self->frames > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
on_scrolled (OrchMessageView *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  const double page = gtk_adjustment_get_page_size (adjustment);

  if (self->frames == 0 && page > 0 && gtk_adjustment_get_value (adjustment) < page)
    dex_future_disown (orch_message_thread_load_older (self->thread));
}

static void
on_row_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, orch_message_bubble_new ());
  gtk_list_item_set_activatable (item, FALSE);
}

static void
on_row_bind (OrchMessageView *self, GtkListItem *item)
{
  orch_message_bubble_set_line (ORCH_MESSAGE_BUBBLE (gtk_list_item_get_child (item)), item,
                                gtk_list_item_get_item (item), self->patient);
}

static void
on_row_unbind (OrchMessageView *self, GtkListItem *item)
{
  orch_message_bubble_set_line (ORCH_MESSAGE_BUBBLE (gtk_list_item_get_child (item)), NULL, NULL, NULL);
}

static void
orch_message_view_dispose (GObject *object)
{
  OrchMessageView *self = ORCH_MESSAGE_VIEW (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_MESSAGE_VIEW);
  g_clear_object (&self->thread);
  g_clear_pointer (&self->patient, g_free);
  G_OBJECT_CLASS (orch_message_view_parent_class)->dispose (object);
}

static void
orch_message_view_class_init (OrchMessageViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_message_view_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/messages/orch-message-view.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchMessageView, scroller);
  gtk_widget_class_bind_template_child (widget_class, OrchMessageView, view);
}

static void
orch_message_view_init (OrchMessageView *self)
{
  g_autoptr (GtkListItemFactory) rows = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkNoSelection) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->thread = orch_message_thread_new ();
  g_signal_connect (rows, "setup", G_CALLBACK (on_row_setup), NULL);
  g_signal_connect_object (rows, "bind", G_CALLBACK (on_row_bind), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (rows, "unbind", G_CALLBACK (on_row_unbind), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->view, rows);
  selection = gtk_no_selection_new (g_object_ref (orch_message_thread_get_lines (self->thread)));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller), "value-changed",
                           G_CALLBACK (on_scrolled), self, G_CONNECT_SWAPPED);
}

OrchMessageThread *
orch_message_view_get_thread (OrchMessageView *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_VIEW (self), NULL);

  return self->thread;
}

void
orch_message_view_set_patient (OrchMessageView *self, const char *name)
{
  g_return_if_fail (ORCH_IS_MESSAGE_VIEW (self));

  g_set_str (&self->patient, name);
}

gboolean
orch_message_view_is_at_end (OrchMessageView *self)
{
  GtkAdjustment *adjustment = NULL;

  g_return_val_if_fail (ORCH_IS_MESSAGE_VIEW (self), FALSE);

  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  return gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment) >=
         gtk_adjustment_get_upper (adjustment) - NEAR_END;
}

void
orch_message_view_go_to_end (OrchMessageView *self)
{
  g_return_if_fail (ORCH_IS_MESSAGE_VIEW (self));

  if (self->frames == 0)
    gtk_widget_add_tick_callback (GTK_WIDGET (self), on_frame, NULL, NULL);
  self->frames = N_FRAMES;
}
