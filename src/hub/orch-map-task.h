/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to hub/) Alerts to the platform support, and the workstation. Pure; any thread. Source: hub/README.md (Mapping).
 */
#pragma once

#include <json-glib/json-glib.h>

#include "orch-hub-key-use.h"
#include "orch-hub.h"

G_BEGIN_DECLS

JsonObject *orch_map_alert (const OrchHubAlert *alert);
/** orch_map_alert_is_acknowledged: received, or any state that comes after */
gboolean orch_map_alert_is_acknowledged (JsonObject *task);
/** orch_map_key_use_from: Returns: (transfer full) (nullable): %NULL: it tells of something else */
OrchHubKeyUse *orch_map_key_use_from (JsonObject *task);
JsonObject *orch_map_device (const char *id, const char *name, const char *clinic_reference);

G_END_DECLS
