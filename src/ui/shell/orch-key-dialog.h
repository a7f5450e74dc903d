/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Asks for the clinic's shared key, once, on a workstation whose own is no longer the one that seals the connection to the EMR. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_KEY_DIALOG (orch_key_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OrchKeyDialog, orch_key_dialog, ORCH, KEY_DIALOG, AdwDialog)

/** orch_key_dialog_new: it closes by itself once the key was right */
AdwDialog *orch_key_dialog_new (OrchEngine *engine);

G_END_DECLS
