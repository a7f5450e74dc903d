/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The remuneration report as it leaves the program: on paper what is counted and what is not, in a spreadsheet both in one table. Main thread.
 */
#pragma once

#include "core/orch-remuneration.h"
#include "ui/widgets/orch-export.h"

G_BEGIN_DECLS

/** orch_remuneration_paper_make: Returns: (transfer full) */
OrchExport *orch_remuneration_paper_make (OrchRemuneration *report);
/** orch_remuneration_paper_dup_cut: Returns: (transfer full) (nullable): that the beginning of a quarter, or of the one it is compared with, may be missing here;
 * %NULL when all of it is here */
char *orch_remuneration_paper_dup_cut (OrchRemuneration *report);

G_END_DECLS
