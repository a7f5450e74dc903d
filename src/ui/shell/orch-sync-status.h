/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * How the clinic stands with its hub, in one quiet line. Main thread. Source: ux.md (Shell).
 */
#pragma once

#include "sync/orch-engine.h"

G_BEGIN_DECLS

/** orch_sync_status_dup_text: @icon: (out) (transfer none): the name of the icon that goes with it. Returns: (transfer full): the first of
 * these that is true: refused changes, offline, being sent, last exchange, nothing exchanged yet */
char *orch_sync_status_dup_text (OrchEngine *engine, const char **icon);

G_END_DECLS
