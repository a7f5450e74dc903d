/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Staff or services of a clinic without a connected EMR: a list, a dialog to add or change one, and a CSV file. Main thread.
 * Source: product.md §1 step 4 (standalone clinics).
 */
#pragma once

#include <gtk/gtk.h>

#include "sync/orch-setup.h"

G_BEGIN_DECLS

#define ORCH_TYPE_HAND_ENTRY (orch_hand_entry_get_type ())
G_DECLARE_FINAL_TYPE (OrchHandEntry, orch_hand_entry, ORCH, HAND_ENTRY, GtkWidget)

/** orch_hand_entry_bind: once */
void orch_hand_entry_bind (OrchHandEntry *self, OrchSetup *setup, OrchImportKind kind);

G_END_DECLS
