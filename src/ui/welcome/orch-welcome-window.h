/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The window before there is a clinic: what stands in the way of starting, the welcome, and the activation up to the set-up. Made by the application
 * whenever the engine is neither in SETUP nor READY. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_WELCOME_WINDOW (orch_welcome_window_get_type ())
G_DECLARE_FINAL_TYPE (OrchWelcomeWindow, orch_welcome_window, ORCH, WELCOME_WINDOW, AdwApplicationWindow)

/*
 * Actions that it activates and others install:
 *   win.join            the dialog to join an existing clinic
 *   app.training        an engine of training data in place of this one, then orch_welcome_window_start_training()
 *   app.help-page (s)   a page of the help
 *   app.quit
 */

OrchWelcomeWindow *orch_welcome_window_new (GtkApplication *application, OrchEngine *engine);
/** orch_welcome_window_open_link: an activation link opened from outside */
void orch_welcome_window_open_link (OrchWelcomeWindow *self, const char *link);
/** orch_welcome_window_start_training: starts the training environment and follows its activation link; the engine is one of training */
void orch_welcome_window_start_training (OrchWelcomeWindow *self);

G_END_DECLS
