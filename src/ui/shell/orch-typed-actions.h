/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the details of a person or a service offer when they were typed by hand: to change what was typed, and to take them away, with Undo.
 * Hidden for what an EMR has, and from who may not. Main thread. Source: issue 3 (§4: standalone: by hand).
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_TYPED_ACTIONS (orch_typed_actions_get_type ())
G_DECLARE_FINAL_TYPE (OrchTypedActions, orch_typed_actions, ORCH, TYPED_ACTIONS, AdwPreferencesGroup)

/** orch_typed_actions_set_up: once. @row: an #OrchStaffMember or #OrchService; @dialog: its details: closed when it has changed. @details: the group
 * that says that it comes from the EMR: of what was typed it says nothing of the kind */
void orch_typed_actions_set_up (OrchTypedActions *self, OrchEngine *engine, GObject *row, AdwDialog *dialog,
                                AdwPreferencesGroup *details);

/** orch_typed_actions_set_used: @text: (nullable): a sentence: what depends on it */
void orch_typed_actions_set_used (OrchTypedActions *self, const char *text);

G_END_DECLS
