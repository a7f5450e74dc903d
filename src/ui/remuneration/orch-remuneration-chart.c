/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-remuneration-chart.h. A name stands over its bars: it may be as long as the chart is wide, which a narrow window makes small.
 */
#include "orch-remuneration-chart.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "orch-remuneration-text.h"

#define BAR 14.0    /* pixels, high */
#define BAR_GAP 3.0 /* between the two of one name */
#define GAP 12.0    /* between two names */
#define PAD 4.0     /* between a name and its bars, and a bar and its number */
#define NUMBER 64.0 /* for the number after a bar */
#define SQUARE 11.0 /* of the legend */
#define FAINT 0.38F /* of the bars of before: told apart by their outline too */

struct _OrchRemunerationChart
{
  GtkWidget parent_instance;

  /* owned */
  GPtrArray *sums; /* (nullable) */
  char *now;       /* (nullable) */
  char *before;    /* (nullable) */
};

G_DEFINE_FINAL_TYPE (OrchRemunerationChart, orch_remuneration_chart, GTK_TYPE_WIDGET)

static double
get_line_height (OrchRemunerationChart *self)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), "X");
  int height = 0;

  pango_layout_get_pixel_size (layout, NULL, &height);
  return height;
}

static guint
get_n_bars (OrchRemunerationChart *self)
{
  return self->before != NULL ? 2 : 1;
}

static double
get_block_height (OrchRemunerationChart *self, double line)
{
  const double bar = MAX (BAR, line);

  return line + PAD + get_n_bars (self) * (bar + BAR_GAP) + GAP;
}

static void
orch_remuneration_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                                 int *natural, int *minimum_baseline, int *natural_baseline)
{
  OrchRemunerationChart *self = ORCH_REMUNERATION_CHART (widget);
  const double line = get_line_height (self);
  const guint n = self->sums != NULL ? self->sums->len : 0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 120;
      *natural = 420;
    }
  else
    *minimum = *natural =
        (int) (n * get_block_height (self, line) + (self->before != NULL ? 2 * (line + PAD) + GAP : 0));
  *minimum_baseline = *natural_baseline = -1;
}

/* Returns: the text's width */
static double
draw_text (OrchRemunerationChart *self, GtkSnapshot *snapshot, const char *text, double x, double y, double width,
           float alpha)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  GdkRGBA color;
  int taken = 0;

  gtk_widget_get_color (GTK_WIDGET (self), &color);
  color.alpha *= alpha;
  if (width > 0)
    {
      pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    }
  pango_layout_get_pixel_size (layout, &taken, NULL);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
  return taken;
}

/* A bar of cairo: what is before is an outline with a tint, so that black and white tell them apart. */
static void
draw_bar (OrchRemunerationChart *self, cairo_t *cr, double y, double width, gboolean is_before)
{
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));
  g_autoptr (GdkRGBA) accent = adw_style_manager_get_accent_color_rgba (manager);
  GdkRGBA color = *accent;

  if (adw_style_manager_get_high_contrast (manager))
    gtk_widget_get_color (GTK_WIDGET (self), &color);
  cairo_rectangle (cr, 0.5, y + 0.5, MAX (width - 1, 1), BAR - 1);
  if (is_before)
    {
      GdkRGBA faint = color;

      faint.alpha *= FAINT;
      gdk_cairo_set_source_rgba (cr, &faint);
      cairo_fill_preserve (cr);
      gdk_cairo_set_source_rgba (cr, &color);
      cairo_set_line_width (cr, 1);
      cairo_stroke (cr);
      return;
    }
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_fill (cr);
}

static double
draw_legend (OrchRemunerationChart *self, GtkSnapshot *snapshot, cairo_t *cr, double line, double width)
{
  const char *const names[] = { self->now, self->before };
  double y = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      draw_bar (self, cr, y + (line - BAR) / 2, SQUARE, i == 1);
      draw_text (self, snapshot, names[i], SQUARE + 2 * PAD, y, width - SQUARE - 2 * PAD, 1);
      y += line + PAD;
    }
  return y + GAP;
}

static void
orch_remuneration_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  OrchRemunerationChart *self = ORCH_REMUNERATION_CHART (widget);
  const double width = gtk_widget_get_width (widget);
  const double line = get_line_height (self);
  const double bar = MAX (BAR, line);
  const double room = MAX (width - NUMBER, 1);
  guint most = 1;
  double y = 0;
  cairo_t *cr = NULL;

  if (self->sums == NULL || self->sums->len == 0)
    return;
  for (guint i = 0; i < self->sums->len; i++)
    {
      const OrchRemunerationLineFields *sum = orch_remuneration_line_get_fields (g_ptr_array_index (self->sums, i));

      most = MAX (most, MAX (sum->counts.appointments, self->before != NULL ? sum->before.appointments : 0));
    }
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) gtk_widget_get_height (widget)));
  if (self->before != NULL)
    y = draw_legend (self, snapshot, cr, line, width);
  for (guint i = 0; i < self->sums->len; i++)
    {
      const OrchRemunerationLineFields *sum = orch_remuneration_line_get_fields (g_ptr_array_index (self->sums, i));
      const guint numbers[] = { sum->counts.appointments, sum->before.appointments };

      draw_text (self, snapshot, orch_remuneration_text_get_sum (sum), 0, y, width, 1);
      y += line + PAD;
      for (guint j = 0; j < get_n_bars (self); j++)
        {
          const double length = room * numbers[j] / most;
          g_autofree char *number = g_strdup_printf ("%'u", numbers[j]);

          draw_bar (self, cr, y + (bar - BAR) / 2, length, j == 1);
          draw_text (self, snapshot, number, MAX (length, 1) + PAD, y + (bar - line) / 2, 0, j == 1 ? 0.75F : 1);
          y += bar + BAR_GAP;
        }
      y += GAP;
    }
  cairo_destroy (cr);
}

static void
clear (OrchRemunerationChart *self)
{
  g_clear_pointer (&self->sums, g_ptr_array_unref);
  g_clear_pointer (&self->now, g_free);
  g_clear_pointer (&self->before, g_free);
}

static void
orch_remuneration_chart_finalize (GObject *object)
{
  clear (ORCH_REMUNERATION_CHART (object));
  G_OBJECT_CLASS (orch_remuneration_chart_parent_class)->finalize (object);
}

static void
orch_remuneration_chart_class_init (OrchRemunerationChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = orch_remuneration_chart_finalize;
  widget_class->measure = orch_remuneration_chart_measure;
  widget_class->snapshot = orch_remuneration_chart_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
orch_remuneration_chart_init (OrchRemunerationChart *self)
{
}

void
orch_remuneration_chart_show (OrchRemunerationChart *self, GPtrArray *sums, const char *now, const char *before)
{
  g_autofree char *spoken = NULL;

  g_return_if_fail (ORCH_IS_REMUNERATION_CHART (self));

  clear (self);
  if (sums != NULL)
    {
      self->sums = g_ptr_array_ref (sums);
      self->now = g_strdup (now);
      self->before = g_strdup (before);
      /* translators: what a screen reader says of a chart: %s is a quarter, "July to September 2026" */
      spoken = g_strdup_printf (_ ("Chart of the appointments, %s. The table has the same numbers."), now);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken != NULL ? spoken : "",
                                  -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
