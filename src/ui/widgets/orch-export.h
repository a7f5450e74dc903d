/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A list that leaves the program: a spreadsheet (CSV), a PDF, or paper. Every list goes through here: written on a worker, whole or not at all, for
 * its owner alone to read, and journaled before it leaves. Main thread.
 */
#pragma once

#include <gtk/gtk.h>
#include <libdex.h>

#include "core/orch-table.h"
#include "sync/orch-engine.h"

G_BEGIN_DECLS

/** OrchExportForm: of the signal of #OrchExportButton */
typedef enum
{
  ORCH_EXPORT_CSV = 0,
  ORCH_EXPORT_PDF,
  ORCH_EXPORT_PRINT,
} OrchExportForm;

typedef struct _OrchExport OrchExport;

/** orch_export_new: @title: of the paper and, with a date where it needs one, of the file: it names no patient; @what: (nullable): how the journal calls it,
 * "patients"; %NULL: nothing that the journal is to know. Returns: (transfer full) */
OrchExport *orch_export_new (const char *title, const char *what);
void orch_export_free (OrchExport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchExport, orch_export_free)

/** orch_export_add_fact: on paper, before the tables. @text: (nullable): nothing */
void orch_export_add_fact (OrchExport *self, const char *label, const char *text);
/** orch_export_add_table: @table: (transfer full) */
void orch_export_add_table (OrchExport *self, OrchTable *table);
/** orch_export_set_sheet: @table: (transfer full): the spreadsheet; without it, it is the first table */
void orch_export_set_sheet (OrchExport *self, OrchTable *table);

/**
 * orch_export_run:
 * @self: (transfer full)
 * @widget: over the window of which the person is asked where, or on which printer; gone or hidden by then, nothing leaves
 * @engine: (nullable): whose clinic heads the paper and whose journal is written; needed with a name for the journal
 *
 * Says what became of it, in a toast where @widget is below an overlay for them.
 *
 * Returns: (transfer full): a future boolean: whether it left
 */
DexFuture *orch_export_run (OrchExport *self, GtkWidget *widget, OrchEngine *engine, OrchExportForm form);

/** orch_export_write: on a worker: all of @bytes or what was there before, mode 0600. Returns: (transfer full): a future boolean; DISK_FULL, REFUSED, FAILED */
DexFuture *orch_export_write (GFile *file, GBytes *bytes);

G_END_DECLS
