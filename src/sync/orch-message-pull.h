/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to sync/) Conversations and messages that changed on the hub, into the store; those that came before their conversation, and patients that
 * are not here, are asked for one by one. In fibers on the main thread, under the workstation's identity.
 */
#pragma once

#include "orch-hub-pull.h"

G_BEGIN_DECLS

/** orch_message_pull_await: as orch_hub_pull_await(): who asks, for what clinic, and since when are of @self */
gboolean orch_message_pull_await (OrchHubPull *self, GError **error);

G_END_DECLS
