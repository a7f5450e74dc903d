/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A batch or a transaction: each entry is one interaction of its own. Main thread.
 */
#pragma once

#include "orch-sandbox-fhir.h"

G_BEGIN_DECLS

/** orch_sandbox_bundle_handle: Returns: (transfer full): a batch-response or transaction-response, or why not; a transaction is all or nothing */
OrchSandboxReply *orch_sandbox_bundle_handle (OrchSandboxFhir *fhir, const OrchSandboxInteraction *interaction);

G_END_DECLS
