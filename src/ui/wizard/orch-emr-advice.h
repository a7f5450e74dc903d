/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What to do about what a test of the connection found, where that is more than its error says. Source: emr-facts A.
 */
#pragma once

#include "sync/orch-setup.h"

G_BEGIN_DECLS

/** orch_emr_advice_dup: Returns: (transfer full) (nullable): a sentence or two; %NULL when there is nothing to add to the error */
char *orch_emr_advice_dup (OrchSetup *setup);

G_END_DECLS
