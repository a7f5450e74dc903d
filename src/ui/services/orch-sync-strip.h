/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * How far the synchronisation that somebody asked for is, with counts and Cancel; why it failed, with Try Again. Nothing shows while all is
 * quiet. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"
#include "sync/orch-sync.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SYNC_STRIP (orch_sync_strip_get_type ())
G_DECLARE_FINAL_TYPE (OrchSyncStrip, orch_sync_strip, ORCH, SYNC_STRIP, AdwBin)

/* Signals: "finished": what was asked for is done; "failed": it is not, and the strip says why */

void orch_sync_strip_set_engine (OrchSyncStrip *self, OrchEngine *engine);
/** orch_sync_strip_start: asks for a run */
void orch_sync_strip_start (OrchSyncStrip *self, OrchSyncKind kind);
/** orch_sync_strip_is_running: whether what was asked for here is under way */
gboolean orch_sync_strip_is_running (OrchSyncStrip *self);

G_END_DECLS
