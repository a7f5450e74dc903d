/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The look-alike of Accuro, QHR's EMR, over the data of the training EMR: /emr/accuro. Routes a request to its service. Owned by
 * OrchSandbox; main thread.
 */
#pragma once

#include "orch-sandbox-accuro-call.h"

G_BEGIN_DECLS

OrchSandboxAccuro *orch_sandbox_accuro_new (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *origin);
void orch_sandbox_accuro_free (OrchSandboxAccuro *self);
/** orch_sandbox_accuro_reset: all switches as on the first day */
void orch_sandbox_accuro_reset (OrchSandboxAccuro *self);

/** orch_sandbox_accuro_is_path: whether @path is one of its own */
gboolean orch_sandbox_accuro_is_path (const char *path);
OrchSandboxReply *orch_sandbox_accuro_handle (OrchSandboxAccuro *self, const OrchSandboxRequest *request);
/** orch_sandbox_accuro_describe: Returns: (transfer full): what /training/accuro answers */
JsonObject *orch_sandbox_accuro_describe (OrchSandboxAccuro *self);

/** orch_sandbox_accuro_get_switches: Returns: (transfer none): for the control orders to write */
OrchSandboxAccuroSwitches *orch_sandbox_accuro_get_switches (OrchSandboxAccuro *self);

G_END_DECLS
