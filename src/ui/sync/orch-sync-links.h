/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Where the page of the synchronisation leads to: its settings. A group of rows; empties itself when the session locks. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SYNC_LINKS (orch_sync_links_get_type ())
G_DECLARE_FINAL_TYPE (OrchSyncLinks, orch_sync_links, ORCH, SYNC_LINKS, AdwBin)

/** orch_sync_links_set_engine: once */
void orch_sync_links_set_engine (OrchSyncLinks *self, OrchEngine *engine);

G_END_DECLS
