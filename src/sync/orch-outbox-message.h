/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to sync/) Conversations, messages and reports on their way to the hub: the conversation before its messages, its messages before its
 * report, the report before the end. In fibers on the main thread.
 */
#pragma once

#include "orch-outbox-send.h"

G_BEGIN_DECLS

/** orch_outbox_is_message: whether the op is one of these */
gboolean orch_outbox_is_message (const OrchOutboxRowFields *op);
/** orch_outbox_await_send_message: Returns: (transfer full) (nullable): what became of it */
OrchHubRow *orch_outbox_await_send_message (const OrchOutboxSender *self, const OrchOutboxRowFields *op,
                                            GError **error);

G_END_DECLS
