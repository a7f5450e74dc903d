/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The main window: sidebar with what the clinic has, the page chosen, a quiet line that says how the hub is. Main thread.
 * Source: ux.md (Shell).
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_WINDOW (orch_window_get_type ())
G_DECLARE_FINAL_TYPE (OrchWindow, orch_window, ORCH, WINDOW, AdwApplicationWindow)

/** orch_window_new: @engine: READY */
GtkWindow *orch_window_new (GtkApplication *application, OrchEngine *engine);

/** orch_window_show_toast: @text: one short sentence */
void orch_window_show_toast (OrchWindow *self, const char *text);

G_END_DECLS
