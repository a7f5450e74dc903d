/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What goes into the charts of the EMR, for every workstation of the clinic; an administrator's, after their PIN (security.md 13). What the
 * clinic's EMR cannot do is there, greyed, with the reason. Closes when the session locks. Main thread. Source: product.md §3
 * (Settings).
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_CHART_DIALOG (orch_chart_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OrchChartDialog, orch_chart_dialog, ORCH, CHART_DIALOG, AdwDialog)

/** orch_chart_dialog_new: READY only */
AdwDialog *orch_chart_dialog_new (OrchEngine *engine);

G_END_DECLS
