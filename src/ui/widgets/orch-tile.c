/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-tile.h.
 */
#include "orch-tile.h"

struct _OrchTile
{
  GtkWidget parent_instance;

  GdkRGBA colour;
  GtkWidget *label; /* (owned) */
};

G_DEFINE_FINAL_TYPE (OrchTile, orch_tile, GTK_TYPE_WIDGET)

static void
orch_tile_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  OrchTile *self = ORCH_TILE (widget);
  graphene_rect_t bounds =
      GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget), (float) gtk_widget_get_height (widget));
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &bounds, 9);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &self->colour, &bounds);
  gtk_snapshot_pop (snapshot);
  gtk_widget_snapshot_child (widget, self->label, snapshot);
}

static void
orch_tile_dispose (GObject *object)
{
  g_clear_pointer (&ORCH_TILE (object)->label, gtk_widget_unparent);
  G_OBJECT_CLASS (orch_tile_parent_class)->dispose (object);
}

static void
orch_tile_class_init (OrchTileClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = orch_tile_dispose;
  widget_class->snapshot = orch_tile_snapshot;
  gtk_widget_class_set_css_name (widget_class, "tile");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  // The name stands beside it.
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
orch_tile_init (OrchTile *self)
{
  self->label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

void
orch_tile_set (OrchTile *self, const char *initials, const char *colour)
{
  g_return_if_fail (ORCH_IS_TILE (self));

  gtk_label_set_text (GTK_LABEL (self->label), initials != NULL ? initials : "");
  if (colour == NULL || !gdk_rgba_parse (&self->colour, colour))
    gdk_rgba_parse (&self->colour, "#3d3846");
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
