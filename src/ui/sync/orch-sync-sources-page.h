/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The professionals or the offices of the EMR with a check box each: ticked = their appointments are synchronised. A page of the
 * settings of the synchronisation; keeps nothing by itself. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-sync-source.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SYNC_SOURCES_PAGE (orch_sync_sources_page_get_type ())
G_DECLARE_FINAL_TYPE (OrchSyncSourcesPage, orch_sync_sources_page, ORCH, SYNC_SOURCES_PAGE, AdwNavigationPage)

/** orch_sync_sources_page_new: @sources: of #OrchSyncSource, all of @kind; @left_out: (element-type utf8): a set of EMR ids, shared: it is what the
 * boxes show and change. Signal "changed" */
AdwNavigationPage *orch_sync_sources_page_new (OrchSyncSourceKind kind, GListModel *sources, GHashTable *left_out);

G_END_DECLS
