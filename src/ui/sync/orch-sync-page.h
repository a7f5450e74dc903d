/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The synchronisation of the clinic: what goes on now, when it was and when it will be, what failed and what to try next, what waits for
 * the hub. Who may not synchronise looks only. Main thread. Source: product.md §3 (Sync status panel).
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SYNC_PAGE (orch_sync_page_get_type ())
G_DECLARE_FINAL_TYPE (OrchSyncPage, orch_sync_page, ORCH, SYNC_PAGE, AdwBin)

GtkWidget *orch_sync_page_new (OrchEngine *engine);

G_END_DECLS
