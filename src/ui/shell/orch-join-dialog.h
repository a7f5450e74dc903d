/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Joining a clinic that exists, from another of its workstations: sign in, pick the clinic, type the shared key. It closes by
 * itself when the engine is READY; the window then asks for the PIN. Owned by the window that presents it; main thread.
 * Source: product.md §3 (shared key), issue of the foundations (D).
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_JOIN_DIALOG (orch_join_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OrchJoinDialog, orch_join_dialog, ORCH, JOIN_DIALOG, AdwDialog)

/** orch_join_dialog_new: @engine: WELCOME */
AdwDialog *orch_join_dialog_new (OrchEngine *engine);

G_END_DECLS
