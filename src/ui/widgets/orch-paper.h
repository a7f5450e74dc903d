/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A text for paper as a PDF: the clinic's head on the first page, then headings, facts, tables and texts of any length; at the foot of every page whose it is and
 * its number of how many. Its text can be selected, and is tagged for screen readers. Filled on the main thread, written on a worker, never to a file by
 * itself.
 */
#pragma once

#include <gtk/gtk.h>
#include <libdex.h>

#include "core/orch-table.h"

G_BEGIN_DECLS

typedef struct _OrchPaper OrchPaper;

/** orch_paper_new: @title: of the first page and of the PDF; @author: (nullable). Returns: (transfer full) */
OrchPaper *orch_paper_new (const char *title, const char *author);
void orch_paper_free (OrchPaper *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchPaper, orch_paper_free)

/** orch_paper_set_head: @logo: (nullable): an encoded picture; @name, @lines: (nullable): of the clinic */
void orch_paper_set_head (OrchPaper *self, GBytes *logo, const char *name, const char *lines);
/** orch_paper_set_foot: @text: (nullable): on the left of each page's foot; @number: a format of two %u, the page and how many */
void orch_paper_set_foot (OrchPaper *self, const char *text, const char *number);

void orch_paper_add_heading (OrchPaper *self, const char *text);
/** orch_paper_add_fact: a line: what it is, and what it says */
void orch_paper_add_fact (OrchPaper *self, const char *label, const char *text);
/** orch_paper_add_text: @head: (nullable): a line in bold, on the page of the text's first lines; @text: (nullable) */
void orch_paper_add_text (OrchPaper *self, const char *head, const char *text);

/** orch_paper_add_table: @table: (transfer full): with its title over it, and those of its columns on each page */
void orch_paper_add_table (OrchPaper *self, OrchTable *table);

/** orch_paper_write: @self: (transfer full). Returns: (transfer full): a future of boxed GBytes: the PDF, letter size */
DexFuture *orch_paper_write (OrchPaper *self);

/** orch_paper_print: @pdf: to a printer that the person chooses over the window of @widget; @title: of the job: nobody's name. Returns:
 * (transfer full): a future of boolean: %FALSE when the person gave it up */
DexFuture *orch_paper_print (GtkWidget *widget, const char *title, GBytes *pdf);

G_END_DECLS
