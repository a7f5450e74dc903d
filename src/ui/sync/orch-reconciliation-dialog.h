/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Protected fields of patients that the EMR gives otherwise than the clinic has them: both side by side, a choice for each field; who
 * chose is recorded. Closes when the session locks. Main thread. Source: product.md §3, emr-facts D4.4.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_RECONCILIATION_DIALOG (orch_reconciliation_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OrchReconciliationDialog, orch_reconciliation_dialog, ORCH, RECONCILIATION_DIALOG, AdwDialog)

/** orch_reconciliation_dialog_new: Signal "settled": there are fewer */
AdwDialog *orch_reconciliation_dialog_new (OrchEngine *engine);

G_END_DECLS
