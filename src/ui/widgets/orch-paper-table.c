/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A table on paper: its columns share the width, numbers stand on the right, a row stays whole, and each page begins with the titles.
 */
#include "orch-paper-private.h"

#define FONT_CELL "Cantarell, Sans 9"
#define FONT_TITLES "Cantarell, Sans Bold 9"
#define BETWEEN 8.0 /* two columns */
#define ABOVE 2.5   /* and below the texts of a row */
#define LINE_WIDTH 0.4

typedef struct
{
  OrchPaperPen *pen;
  const OrchTable *table;
  guint n;
  double total; /* of the weights */
  gboolean is_open;
} Drawing;

static double
get_width (const Drawing *drawing, guint column)
{
  return (WIDTH - BETWEEN * (drawing->n - 1)) * orch_table_get_weight (drawing->table, column) / drawing->total;
}

/* Returns: (transfer full): of one cell */
static PangoLayout *
lay_out (const Drawing *drawing, guint column, const char *text, const char *font)
{
  PangoLayout *layout = orch_paper_pen_lay_out (drawing->pen, text, font, get_width (drawing, column));

  if (orch_table_get_kind (drawing->table, column) == ORCH_TABLE_NUMBER)
    pango_layout_set_alignment (layout, PANGO_ALIGN_RIGHT);
  /* One that is longer than half a page is told to be. */
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_height (layout, (int) ((BOTTOM - MARGIN) / 2 * PANGO_SCALE));
  return layout;
}

/* @layouts: one for each column. Returns: points */
static double
measure (GPtrArray *layouts)
{
  double height = 0;

  for (guint i = 0; i < layouts->len; i++)
    height = MAX (height, orch_paper_pen_get_height (g_ptr_array_index (layouts, i)));
  return height + 2 * ABOVE;
}

static void
draw_rule (cairo_t *cr, double y)
{
  cairo_save (cr);
  cairo_set_line_width (cr, LINE_WIDTH);
  cairo_set_source_rgb (cr, 0.6, 0.6, 0.6);
  cairo_move_to (cr, MARGIN, y);
  cairo_rel_line_to (cr, WIDTH, 0);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
draw_cells (const Drawing *drawing, GPtrArray *layouts, const char *tag)
{
  OrchPaperPen *pen = drawing->pen;
  const double height = measure (layouts);
  double x = MARGIN;

  orch_paper_pen_begin_tag (pen, "TR");
  for (guint i = 0; i < layouts->len; i++)
    {
      orch_paper_pen_begin_tag (pen, tag);
      if (pen->n_pages > 0)
        {
          cairo_move_to (pen->cr, x, pen->y + ABOVE);
          pango_cairo_show_layout (pen->cr, g_ptr_array_index (layouts, i));
          if (i + 1 == layouts->len)
            draw_rule (pen->cr, pen->y + height);
        }
      orch_paper_pen_end_tag (pen, tag);
      x += get_width (drawing, i) + BETWEEN;
    }
  orch_paper_pen_end_tag (pen, "TR");
  pen->y += height;
}

static GPtrArray *
lay_out_titles (const Drawing *drawing)
{
  GPtrArray *layouts = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < drawing->n; i++)
    g_ptr_array_add (layouts, lay_out (drawing, i, orch_table_get_column (drawing->table, i), FONT_TITLES));
  return layouts;
}

static GPtrArray *
lay_out_row (const Drawing *drawing, guint row)
{
  GPtrArray *layouts = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < drawing->n; i++)
    g_ptr_array_add (layouts, lay_out (drawing, i, orch_table_get_cell (drawing->table, row, i), FONT_CELL));
  return layouts;
}

/* Titles stay with the row below them. */
static void
begin (Drawing *drawing, double first_row)
{
  g_autoptr (GPtrArray) titles = lay_out_titles (drawing);

  orch_paper_pen_keep_room (drawing->pen, measure (titles) + first_row);
  orch_paper_pen_begin_tag (drawing->pen, "Table");
  drawing->is_open = TRUE;
  draw_cells (drawing, titles, "TH");
}

static void
end (Drawing *drawing)
{
  if (drawing->is_open)
    orch_paper_pen_end_tag (drawing->pen, "Table");
  drawing->is_open = FALSE;
}

void
orch_paper_pen_draw_table (OrchPaperPen *pen, const OrchTable *table)
{
  Drawing drawing = { .pen = pen, .table = table, .n = orch_table_get_n_columns (table) };

  for (guint i = 0; i < drawing.n; i++)
    drawing.total += orch_table_get_weight (table, i);
  if (drawing.n == 0)
    return;
  for (guint row = 0; row < orch_table_get_n_rows (table); row++)
    {
      g_autoptr (GPtrArray) layouts = lay_out_row (&drawing, row);
      const double height = measure (layouts);

      if (drawing.is_open && pen->y + height > BOTTOM)
        {
          end (&drawing);
          orch_paper_pen_turn_page (pen);
        }
      if (!drawing.is_open)
        begin (&drawing, height);
      draw_cells (&drawing, layouts, "TD");
    }
  if (orch_table_get_n_rows (table) == 0)
    begin (&drawing, 0);
  end (&drawing);
  pen->y += GAP;
}
