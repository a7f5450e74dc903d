/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The ops "clinic" and "emr" of the outbox: the clinic's own set on the hub, without or with its connection to the EMR. Main thread.
 */
#pragma once

#include "hub/orch-hub.h"
#include "store/orch-store.h"

G_BEGIN_DECLS

/** orch_outbox_dup_connection: what an "emr" op carries. @address: (nullable): to be set up; @sealed: (nullable): no credentials.
 * Returns: (transfer full) */
char *orch_outbox_dup_connection (const char *address, GBytes *sealed, const char *key_id);

/** orch_outbox_await_send_clinic: in a fiber. @emr: (nullable): of the op "emr": Endpoint and credentials too; without it those of the hub
 * stay, for another workstation may have changed them. Returns: (transfer full) (nullable): what became of the clinic */
OrchHubRow *orch_outbox_await_send_clinic (OrchStore *store, OrchHub *hub, const char *workstation,
                                           const OrchOutboxRowFields *emr, GError **error);

G_END_DECLS
