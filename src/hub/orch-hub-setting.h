/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One group of the clinic's settings, as all its workstations share it: names and values, both text. Immutable; any thread.
 * Source: hub/README.md (clinic setting), hub.md (one Basic a group, If-Match).
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define ORCH_HUB_SETTING_MAX 500 /* names in a group; the rest is not read */

#define ORCH_TYPE_HUB_SETTING (orch_hub_setting_get_type ())
G_DECLARE_FINAL_TYPE (OrchHubSetting, orch_hub_setting, ORCH, HUB_SETTING, GObject)

/** orch_hub_setting_new: @group: "sync", "service-types"…: letters, digits and "-"; @values: (element-type utf8 utf8): copied; @hub_id,
 * @version: (nullable): of the hub when this was read */
OrchHubSetting *orch_hub_setting_new (const char *group, GHashTable *values, const char *hub_id, const char *version);
const char *orch_hub_setting_get_group (OrchHubSetting *self);
/** orch_hub_setting_get_values: Returns: (transfer none) (element-type utf8 utf8): not to be changed */
GHashTable *orch_hub_setting_get_values (OrchHubSetting *self);
/** orch_hub_setting_get_value: Returns: (transfer none) (nullable) */
const char *orch_hub_setting_get_value (OrchHubSetting *self, const char *name);
const char *orch_hub_setting_get_hub_id (OrchHubSetting *self);  /* (nullable) */
const char *orch_hub_setting_get_version (OrchHubSetting *self); /* (nullable) */
gboolean orch_hub_setting_same_values (OrchHubSetting *a, OrchHubSetting *b);

G_END_DECLS
