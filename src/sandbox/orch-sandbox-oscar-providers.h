/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OSCAR's providerService, and the two calls that say who is signed in: oauth/info and status/checkIfAuthed. Main thread.
 */
#pragma once

#include "orch-sandbox-oscar-data.h"

G_BEGIN_DECLS

/** orch_sandbox_oscar_providers_handle: Returns: (transfer full) (nullable): the answer, %NULL when the call is not of this service */
OrchSandboxReply *orch_sandbox_oscar_providers_handle (const OrchSandboxOscarCall *call);
/** orch_sandbox_oscar_provider: Returns: (transfer full) (nullable): the ProviderTo1 of @provider_no, %NULL when there is none */
JsonObject *orch_sandbox_oscar_provider (const OrchSandboxOscarCall *call, const char *provider_no);

G_END_DECLS
