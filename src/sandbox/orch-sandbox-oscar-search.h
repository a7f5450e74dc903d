/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * How OSCAR's demographics are listed and searched. Main thread.
 */
#pragma once

#include "orch-sandbox-oscar-data.h"

G_BEGIN_DECLS

/** orch_sandbox_oscar_search_handle: Returns: (transfer full): the list, the quick search or the search */
OrchSandboxReply *orch_sandbox_oscar_search_handle (const OrchSandboxOscarCall *call);

G_END_DECLS
