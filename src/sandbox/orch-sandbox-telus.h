/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The look-alike of TELUS's National API, which PS Suite, Med Access, Wolf, Kinlogix and Medesync share, over the data of the training EMR:
 * /emr/telus/{EmrType}/{InstanceId}. Routes a request to its service. Owned by OrchSandbox; main thread.
 */
#pragma once

#include "orch-sandbox-telus-call.h"

G_BEGIN_DECLS

OrchSandboxTelus *orch_sandbox_telus_new (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *origin);
void orch_sandbox_telus_free (OrchSandboxTelus *self);
/** orch_sandbox_telus_reset: all switches as on the first day */
void orch_sandbox_telus_reset (OrchSandboxTelus *self);

/** orch_sandbox_telus_is_path: whether @path is one of its own */
gboolean orch_sandbox_telus_is_path (const char *path);
OrchSandboxReply *orch_sandbox_telus_handle (OrchSandboxTelus *self, const OrchSandboxRequest *request);
/** orch_sandbox_telus_describe: @type: (nullable): of one EMR. Returns: (transfer full) (nullable): what /training/telus answers; %NULL when there is no such type */
JsonObject *orch_sandbox_telus_describe (OrchSandboxTelus *self, const char *type);

/** orch_sandbox_telus_get_switches: Returns: (transfer none): for the control orders to write */
OrchSandboxTelusSwitches *orch_sandbox_telus_get_switches (OrchSandboxTelus *self);

G_END_DECLS
