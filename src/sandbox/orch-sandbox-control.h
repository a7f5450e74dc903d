/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The control API of tests: faults, modes, clock, seed data, and a look inside. Main thread.
 */
#pragma once

#include "orch-sandbox.h"

G_BEGIN_DECLS

/** orch_sandbox_control_handle: @what: the path below /control/. Returns: (transfer full): the answer */
OrchSandboxReply *orch_sandbox_control_handle (OrchSandbox *sandbox, const OrchSandboxRequest *request,
                                               const char *what);

G_END_DECLS
