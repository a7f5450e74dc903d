/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The appointments of a quarter as bars, those of the one it is compared with below them. What it shows is told in full by the table beside it: of
 * itself it says only what it is a picture of. Main thread.
 */
#pragma once

#include <gtk/gtk.h>

#include "core/orch-remuneration.h"

G_BEGIN_DECLS

#define ORCH_TYPE_REMUNERATION_CHART (orch_remuneration_chart_get_type ())
G_DECLARE_FINAL_TYPE (OrchRemunerationChart, orch_remuneration_chart, ORCH, REMUNERATION_CHART, GtkWidget)

/** orch_remuneration_chart_show: @sums: (nullable) (element-type OrchRemunerationLine): in the order of the bars; %NULL: nothing; @now, @before: (nullable): what the
 * two quarters are called; without @before there is one bar each */
void orch_remuneration_chart_show (OrchRemunerationChart *self, GPtrArray *sums, const char *now, const char *before);

G_END_DECLS
