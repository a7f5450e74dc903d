/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What stands in the way of starting: keyring locked or missing, data damaged or written by a newer version, disk full; each with what happened, what it
 * means and what can be done. While the engine starts it shows a spinner, once that takes half a second. Main thread. Source: security.md 2.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_ENGINE_PAGE (orch_engine_page_get_type ())
G_DECLARE_FINAL_TYPE (OrchEnginePage, orch_engine_page, ORCH, ENGINE_PAGE, AdwBin)

GtkWidget *orch_engine_page_new (void);
/** orch_engine_page_set_engine: follows its state from now on; once */
void orch_engine_page_set_engine (OrchEnginePage *self, OrchEngine *engine);
/** orch_engine_page_is_for: Returns: whether this page is what a window shows in @state, rather than the welcome, the wizard or the clinic */
gboolean orch_engine_page_is_for (OrchEngineState state);

G_END_DECLS
