/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-print.h. Each paragraph is one Pango layout; a page takes as many as fit.
 */
#include "orch-print.h"

#define GAP 10.0 /* points between two paragraphs */

typedef struct
{
  char *title;
  GPtrArray *paragraphs; /* (element-type utf8): markup */
  GPtrArray *layouts;    /* (element-type PangoLayout) */
  GArray *first;         /* (element-type guint): index of the first layout of each page */
} Printing;

static void
printing_free (gpointer data)
{
  Printing *printing = data;

  g_free (printing->title);
  g_ptr_array_unref (printing->paragraphs);
  g_ptr_array_unref (printing->layouts);
  g_array_unref (printing->first);
  g_free (printing);
}

static void
add_layout (Printing *printing, GtkPrintContext *context, const char *markup)
{
  PangoLayout *layout = gtk_print_context_create_pango_layout (context);
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string ("Cantarell, Sans 10");

  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (int) (gtk_print_context_get_width (context) * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_markup (layout, markup, -1);
  g_ptr_array_add (printing->layouts, layout);
}

static double
layout_height (PangoLayout *layout)
{
  int height;

  pango_layout_get_size (layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

static void
on_begin_print (GtkPrintOperation *operation, GtkPrintContext *context, Printing *printing)
{
  g_autofree char *title = g_markup_printf_escaped ("<span size='x-large' weight='bold'>%s</span>", printing->title);
  double room = gtk_print_context_get_height (context), used = 0;
  guint zero = 0;

  g_ptr_array_set_size (printing->layouts, 0);
  g_array_set_size (printing->first, 0);
  add_layout (printing, context, title);
  for (guint i = 0; i < printing->paragraphs->len; i++)
    add_layout (printing, context, printing->paragraphs->pdata[i]);
  g_array_append_val (printing->first, zero);
  for (guint i = 0; i < printing->layouts->len; i++)
    {
      double height = layout_height (g_ptr_array_index (printing->layouts, i)) + GAP;
      if (used > 0 && used + height > room)
        {
          g_array_append_val (printing->first, i);
          used = 0;
        }
      used += height;
    }
  gtk_print_operation_set_n_pages (operation, (int) printing->first->len);
}

static void
on_draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int page, Printing *printing)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  guint start = g_array_index (printing->first, guint, page);
  guint end = (guint) page + 1 < printing->first->len ? g_array_index (printing->first, guint, page + 1)
                                                      : printing->layouts->len;
  double y = 0;

  for (guint i = start; i < end; i++)
    {
      PangoLayout *layout = g_ptr_array_index (printing->layouts, i);
      cairo_move_to (cr, 0, y);
      pango_cairo_show_layout (cr, layout);
      y += layout_height (layout) + GAP;
    }
}

void
orch_print_paragraphs (GtkWidget *widget, const char *title, GPtrArray *paragraphs)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (title != NULL && paragraphs != NULL);

  GtkRoot *root = gtk_widget_get_root (widget);
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  Printing *printing = g_new0 (Printing, 1);

  printing->title = g_strdup (title);
  printing->paragraphs = g_ptr_array_ref (paragraphs);
  printing->layouts = g_ptr_array_new_with_free_func (g_object_unref);
  printing->first = g_array_new (FALSE, FALSE, sizeof (guint));
  gtk_print_operation_set_job_name (operation, title);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_object_set_data_full (G_OBJECT (operation), "orch-printing", printing, printing_free);
  g_signal_connect (operation, "begin-print", G_CALLBACK (on_begin_print), printing);
  g_signal_connect (operation, "draw-page", G_CALLBACK (on_draw_page), printing);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL);
}
