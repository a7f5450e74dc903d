/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * In the header of a page: that the clinic is being synchronised, once it takes longer than half a second, or that the last time did not
 * do everything; nothing the rest of the time. A press opens the page of the synchronisation. It finds the engine by the main window: elsewhere it
 * never shows. Main thread.
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ORCH_TYPE_SYNC_INDICATOR (orch_sync_indicator_get_type ())
G_DECLARE_FINAL_TYPE (OrchSyncIndicator, orch_sync_indicator, ORCH, SYNC_INDICATOR, AdwBin)

G_END_DECLS
