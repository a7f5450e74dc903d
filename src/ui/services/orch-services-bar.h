/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What can be done with the services that are selected: activate, deactivate, exclude, include, give types. Says exactly what was done and what
 * was not, and offers to undo. Hidden while nothing is selected. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "orch-service-names.h"
#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SERVICES_BAR (orch_services_bar_get_type ())
G_DECLARE_FINAL_TYPE (OrchServicesBar, orch_services_bar, ORCH, SERVICES_BAR, AdwBin)

/* Property: narrow gboolean: fewer words */

/** orch_services_bar_set_up: @selection: of an OrchStoreList; @toasts: (not owned): where what was done is told */
void orch_services_bar_set_up (OrchServicesBar *self, OrchEngine *engine, OrchServiceNames *names,
                               GtkSelectionModel *selection, AdwToastOverlay *toasts);
/** orch_services_bar_set_active_tab: whether the services listed are active ones: what can be done follows */
void orch_services_bar_set_active_tab (OrchServicesBar *self, gboolean active);

G_END_DECLS
