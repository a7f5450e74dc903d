/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An import of staff or services as a person sees it: not begun, under way, and its four outcomes. Used by steps 4 and 5 of the wizard and by the Staff
 * and Services pages. Main thread. Source: seeds/wizard-guide.txt (Personnel, Services offerts).
 */
#pragma once

#include <gtk/gtk.h>

#include "sync/orch-import-run.h"

G_BEGIN_DECLS

#define ORCH_TYPE_IMPORT_PANEL (orch_import_panel_get_type ())
G_DECLARE_FINAL_TYPE (OrchImportPanel, orch_import_panel, ORCH, IMPORT_PANEL, GtkWidget)

/*
 * Signals:
 *   "import"  start, or start again
 *   "accept"  the person goes on and will mend the conflicts later (only with orch_import_panel_set_can_accept())
 */

void orch_import_panel_set_run (OrchImportPanel *self, OrchImportRun *run);
/** orch_import_panel_set_can_accept: whether "continue and mend later" is offered: in the wizard */
void orch_import_panel_set_can_accept (OrchImportPanel *self, gboolean can_accept);
/** orch_import_panel_dup_progress: Returns: (transfer full): how far a @run that is RUNNING is, in words */
char *orch_import_panel_dup_progress (OrchImportRun *run);

G_END_DECLS
