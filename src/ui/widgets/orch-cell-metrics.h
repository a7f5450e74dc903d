/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * How large the letters of a font are, asked of Pango once and not by each cell of a long list each time it is measured: Pango lays out a sample
 * of the language to tell it. Kept for the fonts that were asked for last. Main thread.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** OrchCellMetrics: in Pango units */
typedef struct
{
  int character; /* the wider of an average letter and a digit */
  int height;    /* of a line */
} OrchCellMetrics;

/** orch_cell_metrics_get: @weight: 0: the widget's own; @scale: of the size of its font */
OrchCellMetrics orch_cell_metrics_get (GtkWidget *widget, int weight, double scale);

G_END_DECLS
