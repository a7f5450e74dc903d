/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Tells whoever works in the main window that a synchronisation failed: once a cause, until the cause changes or goes away. What the line under the
 * pages says already (the hub does not answer), and what somebody ended, is not told. Owned by the window; main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SYNC_NEWS (orch_sync_news_get_type ())
G_DECLARE_FINAL_TYPE (OrchSyncNews, orch_sync_news, ORCH, SYNC_NEWS, GObject)

/** orch_sync_news_new: @toasts: of the window: behind the lock like the rest of it */
OrchSyncNews *orch_sync_news_new (OrchEngine *engine, AdwToastOverlay *toasts);

G_END_DECLS
