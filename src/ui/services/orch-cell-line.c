/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-cell-line.h. The layout is that of the widget's Pango context, which notes by itself that the font has changed.
 */
#include "orch-cell-line.h"

#include "ui/widgets/orch-cell-metrics.h"
#include "ui/widgets/orch-text-sizes.h"

struct _OrchCellLine
{
  GtkWidget *widget;   /* (borrowed) */
  PangoLayout *layout; /* (owned) (nullable): made when first drawn */
  char *text;          /* (owned) */
  gboolean numeric;
  int weight;   /* 0: the widget's */
  double scale; /* of the widget's font */
};

static OrchCellMetrics
get_metrics (OrchCellLine *self)
{
  return orch_cell_metrics_get (self->widget, self->weight, self->scale);
}

static PangoLayout *
get_layout (OrchCellLine *self)
{
  PangoAttrList *attributes = NULL;

  if (self->layout != NULL)
    return self->layout;
  self->layout = gtk_widget_create_pango_layout (self->widget, self->text);
  pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
  attributes = pango_attr_list_new ();
  if (self->numeric)
    pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  if (self->weight != 0)
    pango_attr_list_insert (attributes, pango_attr_weight_new ((PangoWeight) self->weight));
  if (self->scale != 1)
    pango_attr_list_insert (attributes, pango_attr_scale_new (self->scale));
  pango_layout_set_attributes (self->layout, attributes);
  pango_attr_list_unref (attributes);
  return self->layout;
}

static guint
get_look (OrchCellLine *self)
{
  return ((guint) (self->scale * 1000) << 12 | (guint) self->weight << 1 | (self->numeric ? 1 : 0)) + 1;
}

OrchCellLine *
orch_cell_line_new (GtkWidget *widget, gboolean numeric)
{
  OrchCellLine *self = NULL;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  self = g_new0 (OrchCellLine, 1);
  self->widget = widget;
  self->numeric = numeric;
  self->scale = 1;
  self->text = g_strdup ("");
  return self;
}

void
orch_cell_line_set_font (OrchCellLine *self, int weight, double scale)
{
  g_return_if_fail (self != NULL);

  self->weight = weight;
  self->scale = scale;
  g_clear_object (&self->layout);
}

void
orch_cell_line_free (OrchCellLine *self)
{
  g_clear_object (&self->layout);
  g_free (self->text);
  g_free (self);
}

gboolean
orch_cell_line_set_text (OrchCellLine *self, const char *text)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!g_set_str (&self->text, text != NULL ? text : ""))
    return FALSE;
  if (self->layout != NULL)
    pango_layout_set_text (self->layout, self->text, -1);
  gtk_widget_queue_draw (self->widget);
  return TRUE;
}

const char *
orch_cell_line_get_text (OrchCellLine *self)
{
  g_return_val_if_fail (self != NULL, "");

  return self->text;
}

int
orch_cell_line_measure_width (OrchCellLine *self, guint n_characters)
{
  g_return_val_if_fail (self != NULL, 0);

  return PANGO_PIXELS_CEIL (get_metrics (self).character * (int) n_characters);
}

int
orch_cell_line_measure_height (OrchCellLine *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return PANGO_PIXELS_CEIL (get_metrics (self).height);
}

void
orch_cell_line_measure_text (OrchCellLine *self, int width, guint most_lines, int *text_width, int *text_height)
{
  OrchTextShape shape;
  PangoLayout *layout = NULL;
  int measured_width = 0;
  int measured_height = 0;

  g_return_if_fail (self != NULL);

  shape = (OrchTextShape) { self->text, width, width < 0 ? -1 : -(int) most_lines, get_look (self) };
  if (orch_text_sizes_find (self->widget, &shape, text_width, text_height))
    return;
  layout = get_layout (self);
  pango_layout_set_width (layout, width < 0 ? -1 : width * PANGO_SCALE);
  pango_layout_set_height (layout, shape.height);
  pango_layout_get_pixel_size (layout, &measured_width, &measured_height);
  orch_text_sizes_keep (self->widget, &shape, measured_width, measured_height);
  if (text_width != NULL)
    *text_width = measured_width;
  if (text_height != NULL)
    *text_height = measured_height;
}

static void
draw (OrchCellLine *self, GtkSnapshot *snapshot, int x, int y, double opacity)
{
  GdkRGBA colour;

  gtk_widget_get_color (self->widget, &colour);
  colour.alpha *= (float) opacity;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_layout (snapshot, self->layout, &colour);
  gtk_snapshot_restore (snapshot);
}

static void
align (OrchCellLine *self)
{
  const gboolean rtl = gtk_widget_get_direction (self->widget) == GTK_TEXT_DIR_RTL;

  pango_layout_set_alignment (get_layout (self), rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
}

void
orch_cell_line_snapshot (OrchCellLine *self, GtkSnapshot *snapshot, int x, int width)
{
  int line = 0;
  int height = 0;

  g_return_if_fail (self != NULL);

  if (self->text[0] == '\0' || width <= 0)
    return;
  line = orch_cell_line_measure_height (self);
  pango_layout_set_width (get_layout (self), width * PANGO_SCALE);
  pango_layout_set_height (self->layout, line * PANGO_SCALE);
  align (self);
  pango_layout_get_pixel_size (self->layout, NULL, &height);
  draw (self, snapshot, x, (gtk_widget_get_height (self->widget) - MAX (line, height)) / 2, 1);
}

void
orch_cell_line_snapshot_at (OrchCellLine *self, GtkSnapshot *snapshot, const GdkRectangle *place, guint most_lines,
                            double opacity)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (place != NULL);

  if (self->text[0] == '\0' || place->width <= 0)
    return;
  pango_layout_set_width (get_layout (self), place->width * PANGO_SCALE);
  pango_layout_set_height (self->layout, -(int) most_lines);
  align (self);
  draw (self, snapshot, place->x, place->y, opacity);
}
