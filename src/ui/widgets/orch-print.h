/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A text on paper: paragraphs one below the other, none of them cut by the end of a page. Main thread.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** orch_print_paragraphs: opens the print dialog over the window of @widget. @title: of the job and the first page; @paragraphs: (element-type utf8): Pango
 * markup; kept */
void orch_print_paragraphs (GtkWidget *widget, const char *title, GPtrArray *paragraphs);

G_END_DECLS
