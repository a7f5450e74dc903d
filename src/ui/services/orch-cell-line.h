/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One line of text that a cell draws itself, cut with “…”: what GtkInscription shows, without a widget and a CSS node of its own, of which
 * a table has thousands. Its size is a number of characters of the font, never that of the text. Owned by the widget that draws it.
 * Main thread.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _OrchCellLine OrchCellLine;

/** orch_cell_line_new: @widget: (borrowed): whose font and colour it has; @numeric: whether all digits are as wide. Returns: (transfer full) */
OrchCellLine *orch_cell_line_new (GtkWidget *widget, gboolean numeric);
/** orch_cell_line_set_font: once, beforehand. @weight: 0: the widget's own; @scale: of the size of its font */
void orch_cell_line_set_font (OrchCellLine *self, int weight, double scale);
void orch_cell_line_free (OrchCellLine *self);

/** orch_cell_line_set_text: has the widget drawn again. Returns: whether it is another */
gboolean orch_cell_line_set_text (OrchCellLine *self, const char *text);
/** orch_cell_line_get_text: Returns: (transfer none): "" without one */
const char *orch_cell_line_get_text (OrchCellLine *self);

/** orch_cell_line_measure_width: Returns: pixels that so many characters take */
int orch_cell_line_measure_width (OrchCellLine *self, guint n_characters);
int orch_cell_line_measure_height (OrchCellLine *self);
/** orch_cell_line_measure_text: pixels that this text takes, in lines of @width, -1: one that has all; @text_width, @text_height: (out) (nullable) */
void orch_cell_line_measure_text (OrchCellLine *self, int width, guint most_lines, int *text_width, int *text_height);

/** orch_cell_line_snapshot: from @x, in the middle of the height of the widget */
void orch_cell_line_snapshot (OrchCellLine *self, GtkSnapshot *snapshot, int x, int width);
/** orch_cell_line_snapshot_at: from the top of @place, in as many lines; @opacity: of its colour, 1: all */
void orch_cell_line_snapshot_at (OrchCellLine *self, GtkSnapshot *snapshot, const GdkRectangle *place, guint most_lines,
                                 double opacity);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchCellLine, orch_cell_line_free)

G_END_DECLS
