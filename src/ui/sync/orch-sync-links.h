/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Where the page of the synchronisation leads to: what is new in the EMR, the patients to reconcile and those that arrived, its
 * settings, the ticket to support and how far it is. Empties itself when the session locks. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SYNC_LINKS (orch_sync_links_get_type ())
G_DECLARE_FINAL_TYPE (OrchSyncLinks, orch_sync_links, ORCH, SYNC_LINKS, AdwBin)

/** orch_sync_links_set_engine: once */
void orch_sync_links_set_engine (OrchSyncLinks *self, OrchEngine *engine);
void orch_sync_links_open_patients (OrchSyncLinks *self);
void orch_sync_links_open_ticket (OrchSyncLinks *self);

/** orch_sync_links_dup_arrivals: @arrivals: of #OrchSyncSource. Returns: (transfer full) (nullable): who is new in the EMR, in a sentence; %NULL for nobody */
char *orch_sync_links_dup_arrivals (GListModel *arrivals);

G_END_DECLS
