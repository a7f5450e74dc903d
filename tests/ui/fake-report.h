/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Remuneration reports of a clinic that is not there. Main thread.
 */
#pragma once

#include "core/orch-remuneration.h"
#include "sync/orch-engine.h"

G_BEGIN_DECLS

/** fake_report_set: what any quarter has; at first three services, and something for each reason. @error: (nullable): what is answered instead */
void fake_report_set (OrchEngine *engine, const OrchRemunerationCell *cells, guint n, gint64 oldest_us,
                      const GError *error);
/** fake_report_get_exports: Returns: (transfer none): what the journal was told of lists that left: "remuneration-exported n=4", each after a space; "" */
const char *fake_report_get_exports (OrchEngine *engine);

G_END_DECLS
