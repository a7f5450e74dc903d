/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A person chooses a CSV file of staff or services, and it is read. Main thread.
 */
#pragma once

#include <gtk/gtk.h>
#include <libdex.h>

#include "sync/orch-csv-import.h"

G_BEGIN_DECLS

/** orch_csv_open: @parent: over which the desktop's file dialog shows. Returns: (transfer full): a future of #OrchCsvImport; rejects CANCELLED when no file is
 * chosen, INVALID with a sentence for the person when it cannot be used */
DexFuture *orch_csv_open (GtkWidget *parent, OrchImportKind kind);
/** orch_csv_read: the same of a file that is known already */
DexFuture *orch_csv_read (GFile *file, OrchImportKind kind);

G_END_DECLS
