/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * When somebody may be seen in Accuro: suggestions, and the times of a provider to which they are applied; and booking such a time. Main
 * thread.
 */
#pragma once

#include "orch-sandbox-accuro-schedule.h"

G_BEGIN_DECLS

OrchSandboxReply *orch_sandbox_accuro_suggestions (const OrchSandboxAccuroCall *call);
OrchSandboxReply *orch_sandbox_accuro_applied (const OrchSandboxAccuroCall *call);
OrchSandboxReply *orch_sandbox_accuro_book (const OrchSandboxAccuroCall *call);

G_END_DECLS
