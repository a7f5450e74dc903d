/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The appointments of a quarter by service or by professional: as a chart, and the same numbers beside it for who does not see it. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "core/orch-remuneration.h"

G_BEGIN_DECLS

#define ORCH_TYPE_REMUNERATION_SUMS (orch_remuneration_sums_get_type ())
G_DECLARE_FINAL_TYPE (OrchRemunerationSums, orch_remuneration_sums, ORCH, REMUNERATION_SUMS, AdwBin)

/** orch_remuneration_sums_show: @report: (nullable): nothing */
void orch_remuneration_sums_show (OrchRemunerationSums *self, OrchRemuneration *report);

G_END_DECLS
