/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What is synchronised: whose appointments, and of which days. For the whole clinic; an administrator's, behind the PIN (security.md
 * 13). Closes when the session locks. Main thread. Source: product.md §3 (Settings).
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SYNC_SETTINGS_DIALOG (orch_sync_settings_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OrchSyncSettingsDialog, orch_sync_settings_dialog, ORCH, SYNC_SETTINGS_DIALOG, AdwDialog)

/** orch_sync_settings_dialog_new: Signal "saved" (boolean whole): whether the whole schedule is being synchronised for it */
AdwDialog *orch_sync_settings_dialog_new (OrchEngine *engine);

/** orch_sync_settings_may: whether the person who is there may change them */
gboolean orch_sync_settings_may (OrchEngine *engine);
/** orch_sync_settings_get_reason: Returns: (transfer none) (nullable): why not */
const char *orch_sync_settings_get_reason (OrchEngine *engine);

G_END_DECLS
