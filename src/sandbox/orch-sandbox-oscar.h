/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The look-alikes of the OSCAR EMR, in two dialects over the data of the training EMR: /emr/oscar15/oscar (OSCAR 15 and 19) and
 * /emr/openo/oscar (OpenO). Routes a request to its service. Owned by OrchSandbox; main thread.
 */
#pragma once

#include "orch-sandbox-oscar-call.h"
#include "orch-sandbox.h"

G_BEGIN_DECLS

OrchSandboxOscar *orch_sandbox_oscar_new (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *origin);
void orch_sandbox_oscar_free (OrchSandboxOscar *self);
/** orch_sandbox_oscar_reset: all switches as on the first day */
void orch_sandbox_oscar_reset (OrchSandboxOscar *self);

/** orch_sandbox_oscar_is_path: whether @path is one of theirs, the context forgotten included */
gboolean orch_sandbox_oscar_is_path (const char *path);
OrchSandboxReply *orch_sandbox_oscar_handle (OrchSandboxOscar *self, const OrchSandboxRequest *request);
/** orch_sandbox_oscar_describe: Returns: (transfer full): what /training/oscar answers */
JsonObject *orch_sandbox_oscar_describe (OrchSandboxOscar *self);

/** orch_sandbox_oscar_get_switches: Returns: (transfer none): of one dialect, for the control orders to write */
OrchSandboxOscarSwitches *orch_sandbox_oscar_get_switches (OrchSandboxOscar *self, OrchSandboxOscarDialect dialect);
OrchSandboxEmr *orch_sandbox_oscar_get_emr (OrchSandboxOscar *self);

G_END_DECLS
