/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-cell-line.h. The layout is that of the widget's Pango context, which notes by itself that the font has changed.
 */
#include "orch-cell-line.h"

struct _OrchCellLine
{
  GtkWidget *widget;   /* (borrowed) */
  PangoLayout *layout; /* (owned) (nullable): made when first drawn */
  char *text;          /* (owned) */
  gboolean numeric;
};

static PangoFontMetrics *
get_metrics (OrchCellLine *self)
{
  return pango_context_get_metrics (gtk_widget_get_pango_context (self->widget), NULL, NULL);
}

static PangoLayout *
get_layout (OrchCellLine *self)
{
  if (self->layout != NULL)
    return self->layout;
  self->layout = gtk_widget_create_pango_layout (self->widget, self->text);
  pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
  if (self->numeric)
    {
      PangoAttrList *attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
      pango_layout_set_attributes (self->layout, attributes);
      pango_attr_list_unref (attributes);
    }
  return self->layout;
}

OrchCellLine *
orch_cell_line_new (GtkWidget *widget, gboolean numeric)
{
  OrchCellLine *self = NULL;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  self = g_new0 (OrchCellLine, 1);
  self->widget = widget;
  self->numeric = numeric;
  self->text = g_strdup ("");
  return self;
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
  PangoFontMetrics *metrics = NULL;
  int character = 0;

  g_return_val_if_fail (self != NULL, 0);

  metrics = get_metrics (self);
  character = MAX (pango_font_metrics_get_approximate_char_width (metrics),
                   pango_font_metrics_get_approximate_digit_width (metrics));
  pango_font_metrics_unref (metrics);
  return PANGO_PIXELS_CEIL (character * (int) n_characters);
}

int
orch_cell_line_measure_height (OrchCellLine *self)
{
  PangoFontMetrics *metrics = NULL;
  int height = 0;

  g_return_val_if_fail (self != NULL, 0);

  metrics = get_metrics (self);
  height = pango_font_metrics_get_ascent (metrics) + pango_font_metrics_get_descent (metrics);
  pango_font_metrics_unref (metrics);
  return PANGO_PIXELS_CEIL (height);
}

void
orch_cell_line_snapshot (OrchCellLine *self, GtkSnapshot *snapshot, int x, int width)
{
  const gboolean rtl = gtk_widget_get_direction (self->widget) == GTK_TEXT_DIR_RTL;
  PangoLayout *layout = NULL;
  GdkRGBA colour;
  int line = 0;
  int height = 0;

  g_return_if_fail (self != NULL);

  if (self->text[0] == '\0' || width <= 0)
    return;
  layout = get_layout (self);
  line = orch_cell_line_measure_height (self);
  pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_set_height (layout, line * PANGO_SCALE);
  pango_layout_set_alignment (layout, rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  pango_layout_get_pixel_size (layout, NULL, &height);
  gtk_widget_get_color (self->widget, &colour);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot,
      &GRAPHENE_POINT_INIT ((float) x, (float) ((gtk_widget_get_height (self->widget) - MAX (line, height)) / 2)));
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_restore (snapshot);
}
