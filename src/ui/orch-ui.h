/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The ui library as a whole: its resources (templates, style, pictures), registered once before the first widget. Main thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** ORCH_RESOURCE_BASE: where our resources live; the resource base path of the application */
#define ORCH_RESOURCE_BASE "/ca/orchestrateur/Orchestrateur"

/** orch_ui_init: registers the resources; after gtk_init() or inside GApplication::startup. Safe to call twice. */
void orch_ui_init (void);

G_END_DECLS
