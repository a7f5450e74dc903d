/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to sync/) Alerts to the platform support on their way: as the outbox keeps them, and as they are sent. Main thread.
 */
#pragma once

#include "hub/orch-hub.h"
#include "store/orch-store.h"

G_BEGIN_DECLS

/** orch_outbox_alert_to_text: Returns: (transfer full): what an "alert" op carries */
char *orch_outbox_alert_to_text (const OrchHubAlert *alert);

/** orch_outbox_await_send_alert: in a fiber: @clinic_hub_id: (nullable). Returns: (transfer full) (nullable): with the hub's id */
OrchHubRow *orch_outbox_await_send_alert (OrchHub *hub, const OrchOutboxRowFields *op, const char *clinic_hub_id,
                                          GError **error);

G_END_DECLS
