/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Opens the assistant over a page, and does what follows it: the way back to choices that were left, the offers of care to make, what the hub
 * refuses once the dialog is closed. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "orch-service-names.h"
#include "sync/orch-engine.h"

G_BEGIN_DECLS

/** orch_review_opener_open: @page: has the action "services.review"; @toasts: where the page tells */
void orch_review_opener_open (GtkWidget *page, AdwToastOverlay *toasts, OrchEngine *engine, OrchServiceNames *names);

G_END_DECLS
