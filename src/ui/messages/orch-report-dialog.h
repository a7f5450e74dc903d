/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The report of an exchange that has ended: what is known of it is there already, messages are left out or not, the conclusion is written, and it is produced
 * once. What is written is kept at each key, sealed. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_REPORT_DIALOG (orch_report_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OrchReportDialog, orch_report_dialog, ORCH, REPORT_DIALOG, AdwDialog)

/** orch_report_dialog_open: @toasts: where the outcome is told, in the window that it opens over; @conversation: whose report is owed */
void orch_report_dialog_open (AdwToastOverlay *toasts, OrchEngine *engine, OrchConversation *conversation);

G_END_DECLS
