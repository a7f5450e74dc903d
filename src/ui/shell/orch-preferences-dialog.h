/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What one Linux account prefers on this workstation: light or dark, when it locks. Kept in GSettings; nothing here is clinical.
 * From here too leads the way to what the clinic synchronises. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_PREFERENCES_DIALOG (orch_preferences_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OrchPreferencesDialog, orch_preferences_dialog, ORCH, PREFERENCES_DIALOG, AdwPreferencesDialog)

AdwDialog *orch_preferences_dialog_new (OrchEngine *engine);

/** orch_preferences_follow_color_scheme: @settings: owned by the caller, who keeps it as long as the colours follow: applies
 * "color-scheme" now and whenever it changes */
void orch_preferences_follow_color_scheme (GSettings *settings);

G_END_DECLS
