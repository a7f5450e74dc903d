/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Shows what a CSV file holds, good rows and bad ones, before anything is kept. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-csv-import.h"

G_BEGIN_DECLS

#define ORCH_TYPE_CSV_DIALOG (orch_csv_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OrchCsvDialog, orch_csv_dialog, ORCH, CSV_DIALOG, AdwDialog)

/* Signal "accepted" (GPtrArray *objects): the good rows are to be kept */

OrchCsvDialog *orch_csv_dialog_new (OrchCsvImport *import, OrchImportKind kind);

G_END_DECLS
