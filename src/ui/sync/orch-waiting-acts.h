/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a person does about a change that waits for the hub: tries it again, or gives it up, which is asked first: what was chosen here is
 * lost. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-sync.h"

G_BEGIN_DECLS

/** orch_waiting_retry: @sync: (nullable); @seq: of an #OrchSyncItem, 0 = all that can be; @toasts: where it is told that it cannot */
void orch_waiting_retry (AdwToastOverlay *toasts, OrchSync *sync, gint64 seq);
/** orch_waiting_give_up: @sync: (nullable); @seq: of an #OrchSyncItem that failed; @page: over which the question stands; @toasts: where it is told what came of it;
 * @document: whether it is for a chart: nothing is left of it here then */
void orch_waiting_give_up (GtkWidget *page, AdwToastOverlay *toasts, OrchSync *sync, gint64 seq, gboolean document);

G_END_DECLS
