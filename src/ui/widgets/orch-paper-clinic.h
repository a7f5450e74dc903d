/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The head of the clinic’s papers: its logo, name, address and phone. Main thread.
 */
#pragma once

#include "core/orch-clinic.h"
#include "orch-paper.h"

G_BEGIN_DECLS

/** orch_paper_set_clinic: @clinic: (nullable): nothing is written then */
void orch_paper_set_clinic (OrchPaper *paper, OrchClinic *clinic);

G_END_DECLS
