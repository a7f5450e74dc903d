/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The page of the services in a window of its own, beside the main one (ux.md): behind the same lock, and gone with the main window. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SERVICES_WINDOW (orch_services_window_get_type ())
G_DECLARE_FINAL_TYPE (OrchServicesWindow, orch_services_window, ORCH, SERVICES_WINDOW, AdwApplicationWindow)

/** orch_services_window_open: presents the one there is, or makes it. @main: the window whose end is its end */
void orch_services_window_open (GtkWindow *main, OrchEngine *engine);

G_END_DECLS
