/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What another guide would change, in a few lines. Main thread. Strings are translated.
 */
#pragma once

#include "catalogue/orch-support-guide.h"

G_BEGIN_DECLS

/** orch_support_changes_dup: Returns: (transfer full): lines: its date, what is added, changed and taken away */
char *orch_support_changes_dup (OrchSupportGuide *before, OrchSupportGuide *after);

/** orch_support_changes_dup_holidays: Returns: (transfer full): the days off within a year after @today, as dates in a line */
char *orch_support_changes_dup_holidays (OrchSupportGuide *guide, const GDate *today);

G_END_DECLS
