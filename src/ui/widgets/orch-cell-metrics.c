/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-cell-metrics.h. Another size of letters is another resolution of the context, other fonts are another serial of the font map.
 */
#include "orch-cell-metrics.h"

#include <pango/pangocairo.h>

#define N_KEPT 8 /* a page has three or four */

typedef struct
{
  PangoFontDescription *font; /* (owned) (nullable) */
  double resolution;
  guint serial;
  OrchCellMetrics metrics;
} Kept;

static Kept kept[N_KEPT];
static guint next_kept;

static OrchCellMetrics
ask (PangoContext *context, const PangoFontDescription *font)
{
  PangoFontMetrics *told = pango_context_get_metrics (context, font, NULL);
  const OrchCellMetrics metrics = {
    .character = MAX (pango_font_metrics_get_approximate_char_width (told),
                      pango_font_metrics_get_approximate_digit_width (told)),
    .height = pango_font_metrics_get_ascent (told) + pango_font_metrics_get_descent (told),
  };

  pango_font_metrics_unref (told);
  return metrics;
}

OrchCellMetrics
orch_cell_metrics_get (GtkWidget *widget, int weight, double scale)
{
  PangoContext *context = NULL;
  PangoFontDescription *font = NULL;
  double resolution = 0;
  guint serial = 0;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), (OrchCellMetrics) { 0 });

  context = gtk_widget_get_pango_context (widget);
  resolution = pango_cairo_context_get_resolution (context);
  serial = pango_font_map_get_serial (pango_context_get_font_map (context));
  font = pango_font_description_copy (pango_context_get_font_description (context));
  if (weight != 0)
    pango_font_description_set_weight (font, (PangoWeight) weight);
  if (pango_font_description_get_size_is_absolute (font))
    pango_font_description_set_absolute_size (font, pango_font_description_get_size (font) * scale);
  else
    pango_font_description_set_size (font, (int) (pango_font_description_get_size (font) * scale));
  for (guint i = 0; i < N_KEPT; i++)
    if (kept[i].font != NULL && kept[i].serial == serial && kept[i].resolution == resolution &&
        pango_font_description_equal (kept[i].font, font))
      {
        pango_font_description_free (font);
        return kept[i].metrics;
      }
  Kept *one = &kept[next_kept++ % N_KEPT];
  g_clear_pointer (&one->font, pango_font_description_free);
  *one = (Kept) { .font = font, .resolution = resolution, .serial = serial, .metrics = ask (context, font) };
  return one->metrics;
}
