/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The set-up wizard: six steps at the top, the step's page in the middle, Previous and Next at the bottom. Closing it asks first and
 * loses nothing; an import goes on. Made by the application while the engine's state is SETUP. Main thread.
 * Source: product.md §1, seeds/wizard-guide.txt.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-setup.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SETUP_WINDOW (orch_setup_window_get_type ())
G_DECLARE_FINAL_TYPE (OrchSetupWindow, orch_setup_window, ORCH, SETUP_WINDOW, AdwApplicationWindow)

/*
 * Signal "created": the clinic exists on the hub; the application calls orch_engine_finish_setup(), opens the main window and
 * destroys this one. Emitted once, also when the window opens on a set-up already created.
 */

/** orch_setup_window_new: @training: whether the banner of the training environment shows */
OrchSetupWindow *orch_setup_window_new (GtkApplication *application, OrchSetup *setup, gboolean training);

G_END_DECLS
