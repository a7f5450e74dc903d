/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to sync/) A patient whose identity a person typed, and the account of a patient, on their way to the hub. Either may be sent
 * again after a lost answer. In fibers on the main thread.
 */
#pragma once

#include "store/orch-store-portal.h"
#include "orch-outbox-send.h"

G_BEGIN_DECLS

/** orch_outbox_await_send_patient: as the patient is now; what the hub calls them is noted. Returns: (transfer full) (nullable) */
OrchHubRow *orch_outbox_await_send_patient (const OrchOutboxSender *self, const char *id, GError **error);
/** orch_outbox_await_send_account: @id: of the patient, who goes first when the hub does not have them. Returns: (transfer full) (nullable) */
OrchHubRow *orch_outbox_await_send_account (const OrchOutboxSender *self, const char *id, GError **error);

G_END_DECLS
