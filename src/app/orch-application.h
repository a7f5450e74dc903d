/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The application: one process a session bus, the engine, and the window that the engine's state asks for. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_APPLICATION (orch_application_get_type ())
G_DECLARE_FINAL_TYPE (OrchApplication, orch_application, ORCH, APPLICATION, AdwApplication)

OrchApplication *orch_application_new (void);

G_END_DECLS
