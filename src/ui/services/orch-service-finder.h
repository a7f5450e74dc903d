/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A service as the store has it now, by its id: what was read before an act is not to be edited after it. Main thread.
 */
#pragma once

#include <libdex.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

/** orch_service_finder_find: @id: ours, of an active service. Returns: (transfer full): a future of an #OrchService; NOT_FOUND */
DexFuture *orch_service_finder_find (OrchEngine *engine, const char *id);

G_END_DECLS
