/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the clinic has decided about its messages, in the preferences, for who administers it: after how many days a message that was not opened is told,
 * and the text of completed conversations leaves the workstations. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_MESSAGE_SETTINGS_GROUP (orch_message_settings_group_get_type ())
G_DECLARE_FINAL_TYPE (OrchMessageSettingsGroup, orch_message_settings_group, ORCH, MESSAGE_SETTINGS_GROUP,
                      AdwPreferencesGroup)

void orch_message_settings_group_set_engine (OrchMessageSettingsGroup *self, OrchEngine *engine);

G_END_DECLS
