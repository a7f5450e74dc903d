/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Keeps the process, and so the synchronisation, when the last window closes; and has the desktop start it with the session. Only
 * where a clinic exists, the person wants it (GSettings "run-in-background"), and the data are real: training ends with its window.
 * Owned by OrchApplication; main thread. Source: product.md §3 (in the background with the window closed).
 */
#pragma once

#include <gtk/gtk.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_BACKGROUND (orch_background_get_type ())
G_DECLARE_FINAL_TYPE (OrchBackground, orch_background, ORCH, BACKGROUND, GObject)

OrchBackground *orch_background_new (GApplication *application, OrchEngine *engine);
/** orch_background_is_on: whether the process stays when its window closes */
gboolean orch_background_is_on (OrchBackground *self);
/** orch_background_stop: no longer kept: another engine takes its place, or the program quits */
void orch_background_stop (OrchBackground *self);
/** orch_background_tell: the window has just closed: says once, ever, that the synchronisation goes on */
void orch_background_tell (OrchBackground *self);

/**
 * orch_background_write_autostart:
 * @config_dir: the user's configuration directory
 * @program: (nullable): what to start; %NULL removes the entry
 *
 * Returns: %FALSE and @error when the entry could not be written; one that is already so is not touched
 */
gboolean orch_background_write_autostart (const char *config_dir, const char *program, GError **error);

G_END_DECLS
