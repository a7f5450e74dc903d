/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-paper.h. It is laid out twice: the first time counts the pages, which the foot of each one tells.
 */
#include "orch-paper.h"

#include <cairo-pdf.h>
#include <math.h>

#include "core/orch-error.h"
#include "orch-logo.h"
#include "orch-paper-private.h"

/* Decoders want more than a fiber's usual 128 KiB of stack. */
#define STACK (1024 * 1024)

typedef enum
{
  BLOCK_HEADING,
  BLOCK_FACT,
  BLOCK_TEXT,
  BLOCK_TABLE,
} BlockKind;

typedef struct
{
  BlockKind kind;
  char *head;       /* (nullable) */
  char *text;       /* (nullable) */
  OrchTable *table; /* (nullable) */
} Block;

struct _OrchPaper
{
  char *title;
  char *author;      /* (nullable) */
  GBytes *logo;      /* (nullable) */
  char *name;        /* (nullable) */
  char *lines;       /* (nullable) */
  char *foot;        /* (nullable) */
  char *foot_number; /* (nullable) */
  GPtrArray *blocks; /* (element-type Block) */
};

static void
block_free (gpointer data)
{
  Block *block = data;

  g_free (block->head);
  g_free (block->text);
  g_clear_pointer (&block->table, orch_table_free);
  g_free (block);
}

OrchPaper *
orch_paper_new (const char *title, const char *author)
{
  OrchPaper *self = NULL;

  g_return_val_if_fail (title != NULL, NULL);

  self = g_new0 (OrchPaper, 1);
  self->title = g_strdup (title);
  self->author = g_strdup (author);
  self->blocks = g_ptr_array_new_with_free_func (block_free);
  return self;
}

void
orch_paper_free (OrchPaper *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->title);
  g_free (self->author);
  g_clear_pointer (&self->logo, g_bytes_unref);
  g_free (self->name);
  g_free (self->lines);
  g_free (self->foot);
  g_free (self->foot_number);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

void
orch_paper_set_head (OrchPaper *self, GBytes *logo, const char *name, const char *lines)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->logo, g_bytes_unref);
  self->logo = logo != NULL ? g_bytes_ref (logo) : NULL;
  g_set_str (&self->name, name);
  g_set_str (&self->lines, lines);
}

void
orch_paper_set_foot (OrchPaper *self, const char *text, const char *number)
{
  g_return_if_fail (self != NULL);

  g_set_str (&self->foot, text);
  g_set_str (&self->foot_number, number);
}

static Block *
add_block (OrchPaper *self, BlockKind kind, const char *head, const char *text)
{
  Block *block = g_new0 (Block, 1);

  block->kind = kind;
  block->head = g_strdup (head);
  block->text = g_strdup (text);
  g_ptr_array_add (self->blocks, block);
  return block;
}

void
orch_paper_add_heading (OrchPaper *self, const char *text)
{
  g_return_if_fail (self != NULL && text != NULL);

  add_block (self, BLOCK_HEADING, NULL, text);
}

void
orch_paper_add_fact (OrchPaper *self, const char *label, const char *text)
{
  g_return_if_fail (self != NULL && label != NULL);

  add_block (self, BLOCK_FACT, label, text);
}

void
orch_paper_add_text (OrchPaper *self, const char *head, const char *text)
{
  g_return_if_fail (self != NULL);

  add_block (self, BLOCK_TEXT, head, text);
}

void
orch_paper_add_table (OrchPaper *self, OrchTable *table)
{
  g_return_if_fail (self != NULL && table != NULL);

  if (orch_table_get_title (table) != NULL)
    orch_paper_add_heading (self, orch_table_get_title (table));
  add_block (self, BLOCK_TABLE, NULL, NULL)->table = table;
}

/* --- laying out, on a worker ---------------------------------------------------------------- */

PangoLayout *
orch_paper_pen_lay_out (OrchPaperPen *pen, const char *text, const char *font, double width)
{
  PangoLayout *layout = pango_cairo_create_layout (pen->cr);
  g_autoptr (PangoFontDescription) description = pango_font_description_from_string (font);

  pango_layout_set_font_description (layout, description);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text != NULL ? text : "", -1);
  return layout;
}

double
orch_paper_pen_get_height (PangoLayout *layout)
{
  int height = 0;

  pango_layout_get_size (layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

void
orch_paper_pen_begin_tag (OrchPaperPen *pen, const char *tag)
{
  if (pen->n_pages > 0)
    cairo_tag_begin (pen->cr, tag, NULL);
}

void
orch_paper_pen_end_tag (OrchPaperPen *pen, const char *tag)
{
  if (pen->n_pages > 0)
    cairo_tag_end (pen->cr, tag);
}

static void
draw_foot (OrchPaperPen *pen)
{
  OrchPaper *paper = pen->paper;
  g_autofree char *number = NULL;
  g_autoptr (GString) text = NULL;
  g_autofree char *page = g_strdup_printf ("%u", pen->page);
  g_autofree char *pages = g_strdup_printf ("%u", pen->n_pages);

  if (pen->n_pages == 0)
    return;
  orch_paper_pen_begin_tag (pen, "P");
  cairo_set_line_width (pen->cr, 0.5);
  cairo_move_to (pen->cr, MARGIN, BOTTOM + GAP);
  cairo_rel_line_to (pen->cr, WIDTH, 0);
  cairo_stroke (pen->cr);
  if (paper->foot != NULL)
    {
      g_autoptr (PangoLayout) layout = orch_paper_pen_lay_out (pen, paper->foot, FONT_SMALL, WIDTH - FOOT_NUMBER);

      pango_layout_set_height (layout, -2);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
      cairo_move_to (pen->cr, MARGIN, BOTTOM + 2 * GAP);
      pango_cairo_show_layout (pen->cr, layout);
    }
  if (paper->foot_number != NULL)
    {
      g_autoptr (PangoLayout) layout = NULL;

      text = g_string_new (paper->foot_number);
      g_string_replace (text, "%u", page, 1);
      g_string_replace (text, "%u", pages, 1);
      layout = orch_paper_pen_lay_out (pen, text->str, FONT_SMALL, FOOT_NUMBER);
      pango_layout_set_alignment (layout, PANGO_ALIGN_RIGHT);
      cairo_move_to (pen->cr, PAGE_WIDTH - MARGIN - FOOT_NUMBER, BOTTOM + 2 * GAP);
      pango_cairo_show_layout (pen->cr, layout);
    }
  orch_paper_pen_end_tag (pen, "P");
}

void
orch_paper_pen_turn_page (OrchPaperPen *pen)
{
  draw_foot (pen);
  if (pen->n_pages > 0)
    cairo_show_page (pen->cr);
  pen->page++;
  pen->y = MARGIN;
}

/* What follows is on this page, if a page can hold it. */
void
orch_paper_pen_keep_room (OrchPaperPen *pen, double height)
{
  if (pen->y > MARGIN && pen->y + MIN (height, BOTTOM - MARGIN) > BOTTOM)
    orch_paper_pen_turn_page (pen);
}

/* Line by line: a text may be longer than a page. */
static void
draw_lines (OrchPaperPen *pen, PangoLayout *layout, double x, const char *tag)
{
  g_autoptr (PangoLayoutIter) iter = pango_layout_get_iter (layout);
  gboolean open = FALSE;

  do
    {
      PangoRectangle extents;
      double top = 0;
      double height = 0;

      pango_layout_iter_get_line_extents (iter, NULL, &extents);
      height = (double) extents.height / PANGO_SCALE;
      top = (double) (pango_layout_iter_get_baseline (iter) - extents.y) / PANGO_SCALE;
      if (pen->y > MARGIN && pen->y + height > BOTTOM)
        {
          if (open)
            orch_paper_pen_end_tag (pen, tag);
          open = FALSE;
          orch_paper_pen_turn_page (pen);
        }
      if (!open)
        orch_paper_pen_begin_tag (pen, tag);
      open = TRUE;
      if (pen->n_pages > 0)
        {
          cairo_move_to (pen->cr, x + (double) extents.x / PANGO_SCALE, pen->y + top);
          pango_cairo_show_layout_line (pen->cr, pango_layout_iter_get_line_readonly (iter));
        }
      pen->y += height;
    }
  while (pango_layout_iter_next_line (iter));
  if (open)
    orch_paper_pen_end_tag (pen, tag);
}

static void
draw_text (OrchPaperPen *pen, const char *text, const char *font, const char *tag, double gap)
{
  g_autoptr (PangoLayout) layout = NULL;

  if (text == NULL || text[0] == '\0')
    return;
  layout = orch_paper_pen_lay_out (pen, text, font, WIDTH);
  draw_lines (pen, layout, MARGIN, tag);
  pen->y += gap;
}

static cairo_surface_t *
decode_logo (GBytes *logo)
{
  const gboolean readable = logo != NULL && orch_logo_sniff (logo, NULL, NULL, NULL) != NULL;
  g_autoptr (GdkTexture) texture = readable ? gdk_texture_new_from_bytes (logo, NULL) : NULL;
  cairo_surface_t *surface = NULL;

  if (texture == NULL)
    return NULL;
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, gdk_texture_get_width (texture),
                                        gdk_texture_get_height (texture));
  gdk_texture_download (texture, cairo_image_surface_get_data (surface),
                        (gsize) cairo_image_surface_get_stride (surface));
  cairo_surface_mark_dirty (surface);
  return surface;
}

static double
draw_logo (OrchPaperPen *pen, cairo_surface_t *logo)
{
  const double width = cairo_image_surface_get_width (logo);
  const double height = cairo_image_surface_get_height (logo);
  const double scale = MIN (LOGO_HEIGHT / height, LOGO_WIDTH / width);

  if (pen->n_pages > 0)
    {
      orch_paper_pen_begin_tag (pen, "Figure");
      cairo_save (pen->cr);
      cairo_translate (pen->cr, MARGIN, pen->y);
      cairo_scale (pen->cr, scale, scale);
      cairo_set_source_surface (pen->cr, logo, 0, 0);
      cairo_paint (pen->cr);
      cairo_restore (pen->cr);
      orch_paper_pen_end_tag (pen, "Figure");
    }
  return width * scale;
}

static void
draw_head (OrchPaperPen *pen, cairo_surface_t *logo)
{
  OrchPaper *paper = pen->paper;
  const double top = pen->y;
  double left = MARGIN;

  if (logo != NULL)
    left += draw_logo (pen, logo) + 2 * GAP;
  if (paper->name != NULL)
    {
      g_autoptr (PangoLayout) layout =
          orch_paper_pen_lay_out (pen, paper->name, FONT_CLINIC, PAGE_WIDTH - MARGIN - left);

      draw_lines (pen, layout, left, "P");
    }
  if (paper->lines != NULL && paper->lines[0] != '\0')
    {
      g_autoptr (PangoLayout) layout =
          orch_paper_pen_lay_out (pen, paper->lines, FONT_SMALL, PAGE_WIDTH - MARGIN - left);

      draw_lines (pen, layout, left, "P");
    }
  pen->y = MAX (pen->y, logo != NULL ? top + LOGO_HEIGHT : top);
  pen->y += pen->y > top ? 3 * GAP : 0;
  draw_text (pen, paper->title, FONT_TITLE, "H1", 2 * GAP);
}

static void
draw_fact (OrchPaperPen *pen, const Block *block)
{
  g_autoptr (PangoLayout) label = orch_paper_pen_lay_out (pen, block->head, FONT_BOLD, LABEL_WIDTH - GAP);
  g_autoptr (PangoLayout) text = orch_paper_pen_lay_out (pen, block->text, FONT_TEXT, WIDTH - LABEL_WIDTH);
  double top = 0;
  double bottom = 0;

  orch_paper_pen_keep_room (pen, MAX (orch_paper_pen_get_height (label), orch_paper_pen_get_height (text)));
  top = pen->y;
  draw_lines (pen, label, MARGIN, "P");
  bottom = pen->y;
  pen->y = top;
  draw_lines (pen, text, MARGIN + LABEL_WIDTH, "P");
  pen->y = MAX (pen->y, bottom) + GAP / 2;
}

static void
draw_block (OrchPaperPen *pen, const Block *block)
{
  g_autoptr (PangoLayout) one = orch_paper_pen_lay_out (pen, "X", FONT_TEXT, WIDTH);
  const double line = orch_paper_pen_get_height (one);

  switch (block->kind)
    {
    case BLOCK_HEADING:
      pen->y += pen->y > MARGIN ? GAP : 0;
      orch_paper_pen_keep_room (pen, 5 * line);
      draw_text (pen, block->text, FONT_HEADING, "H2", GAP);
      break;
    case BLOCK_FACT:
      draw_fact (pen, block);
      break;
    case BLOCK_TABLE:
      orch_paper_pen_draw_table (pen, block->table);
      break;
    case BLOCK_TEXT:
    default:
      /* A head is not left alone at the end of a page. */
      orch_paper_pen_keep_room (pen, block->head != NULL ? 3 * line : 0);
      draw_text (pen, block->head, FONT_BOLD, "P", 0);
      draw_text (pen, block->text, FONT_TEXT, "P", 0);
      pen->y += GAP;
      break;
    }
}

static guint
draw (OrchPaper *self, cairo_t *cr, cairo_surface_t *logo, guint n_pages)
{
  OrchPaperPen pen = { .paper = self, .cr = cr, .y = MARGIN, .page = 1, .n_pages = n_pages };

  orch_paper_pen_begin_tag (&pen, "Document");
  draw_head (&pen, logo);
  for (guint i = 0; i < self->blocks->len; i++)
    draw_block (&pen, g_ptr_array_index (self->blocks, i));
  draw_foot (&pen);
  /* Before the page is over: what ends on none begins one more. */
  orch_paper_pen_end_tag (&pen, "Document");
  if (n_pages > 0)
    cairo_show_page (cr);
  return pen.page;
}

static cairo_status_t
on_write (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static DexFuture *
write_fiber (gpointer data)
{
  OrchPaper *self = data;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *logo = decode_logo (self->logo);
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (on_write, bytes, PAGE_WIDTH, PAGE_HEIGHT);
  cairo_t *cr = NULL;
  cairo_status_t status = CAIRO_STATUS_SUCCESS;
  guint n_pages = 0;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, self->title);
  if (self->author != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_AUTHOR, self->author);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Orchestrateur");
  cr = cairo_create (surface);
  n_pages = draw (self, cr, logo, 0);
  draw (self, cr, logo, n_pages);
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  g_clear_pointer (&logo, cairo_surface_destroy);
  if (status != CAIRO_STATUS_SUCCESS)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, "The PDF cannot be made: %s",
                                  cairo_status_to_string (status));
  return dex_future_new_take_boxed (G_TYPE_BYTES, g_byte_array_free_to_bytes (g_steal_pointer (&bytes)));
}

DexFuture *
orch_paper_write (OrchPaper *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), STACK, write_fiber, self,
                              (GDestroyNotify) orch_paper_free);
}

/* --- printing ------------------------------------------------------------------------------- */

typedef struct
{
  GBytes *pdf;
  DexPromise *promise;
} Printing;

static void
printing_free (Printing *printing)
{
  g_bytes_unref (printing->pdf);
  dex_unref (printing->promise);
  g_free (printing);
}

static void
on_closed (GObject *source, GAsyncResult *result, gpointer data)
{
  Printing *printing = data;
  GError *error = NULL;

  if (g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, &error))
    dex_promise_resolve_boolean (printing->promise, TRUE);
  else
    dex_promise_reject (printing->promise, error);
  printing_free (printing);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  Printing *printing = data;
  GError *error = NULL;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    {
      g_output_stream_close_async (G_OUTPUT_STREAM (source), G_PRIORITY_DEFAULT, NULL, on_closed, printing);
      return;
    }
  dex_promise_reject (printing->promise, error);
  printing_free (printing);
}

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer data)
{
  Printing *printing = data;
  GError *error = NULL;
  g_autoptr (GOutputStream) stream = gtk_print_dialog_print_finish (GTK_PRINT_DIALOG (source), result, &error);
  gsize size = 0;
  const void *bytes = g_bytes_get_data (printing->pdf, &size);

  if (stream != NULL)
    {
      g_output_stream_write_all_async (stream, bytes, size, G_PRIORITY_DEFAULT, NULL, on_written, printing);
      return;
    }
  if (g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    {
      g_error_free (error);
      dex_promise_resolve_boolean (printing->promise, FALSE);
    }
  else
    dex_promise_reject (printing->promise, error);
  printing_free (printing);
}

DexFuture *
orch_paper_print (GtkWidget *widget, const char *title, GBytes *pdf)
{
  g_autoptr (GtkPrintDialog) dialog = NULL;
  GtkRoot *root = NULL;
  Printing *printing = NULL;
  DexPromise *promise = NULL;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);
  g_return_val_if_fail (title != NULL && pdf != NULL, NULL);

  root = gtk_widget_get_root (widget);
  promise = dex_promise_new ();
  printing = g_new0 (Printing, 1);
  printing->pdf = g_bytes_ref (pdf);
  printing->promise = dex_ref (promise);
  dialog = gtk_print_dialog_new ();
  gtk_print_dialog_set_title (dialog, title);
  gtk_print_dialog_print (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL, NULL, on_chosen, printing);
  return DEX_FUTURE (promise);
}
