/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the parts of a paper share while it is laid out: measures, and where on which page something is drawn. On a worker.
 */
#pragma once

#include "orch-paper.h"

G_BEGIN_DECLS

/* Points: letter, as Quebec's printers have it */
#define PAGE_WIDTH 612.0
#define PAGE_HEIGHT 792.0
#define MARGIN 54.0
#define WIDTH (PAGE_WIDTH - 2 * MARGIN)
#define FOOT 30.0 /* kept for it */
#define BOTTOM (PAGE_HEIGHT - MARGIN - FOOT)
#define FOOT_NUMBER 90.0 /* of its width, for the number */
#define LOGO_HEIGHT 54.0
#define LOGO_WIDTH 160.0
#define GAP 8.0
#define LABEL_WIDTH 156.0

#define FONT_TEXT "Cantarell, Sans 10.5"
#define FONT_BOLD "Cantarell, Sans Bold 10.5"
#define FONT_SMALL "Cantarell, Sans 8.5"
#define FONT_CLINIC "Cantarell, Sans Bold 14"
#define FONT_TITLE "Cantarell, Sans Bold 18"
#define FONT_HEADING "Cantarell, Sans Bold 12.5"

typedef struct
{
  OrchPaper *paper;
  cairo_t *cr;
  double y;
  guint page;
  guint n_pages; /* 0: they are being counted: nothing is drawn */
} OrchPaperPen;

/** orch_paper_pen_lay_out: @text: (nullable). Returns: (transfer full) */
PangoLayout *orch_paper_pen_lay_out (OrchPaperPen *pen, const char *text, const char *font, double width);
/** orch_paper_pen_get_height: Returns: points */
double orch_paper_pen_get_height (PangoLayout *layout);
/** orch_paper_pen_begin_tag, _end_tag: of a tagged PDF; one does not go on over the end of a page */
void orch_paper_pen_begin_tag (OrchPaperPen *pen, const char *tag);
void orch_paper_pen_end_tag (OrchPaperPen *pen, const char *tag);
void orch_paper_pen_turn_page (OrchPaperPen *pen);
/** orch_paper_pen_keep_room: what follows is on this page, if a page can hold it */
void orch_paper_pen_keep_room (OrchPaperPen *pen, double height);

void orch_paper_pen_draw_table (OrchPaperPen *pen, const OrchTable *table);

G_END_DECLS
