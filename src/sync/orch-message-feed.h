/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * New messages while somebody is there: the hub is asked every other second while the window is in use, now and then while it is not, and not at all
 * while it cannot be reached but by the outbox, which tells when it can again. Owned by the engine; main thread.
 */
#pragma once

#include "session/orch-hub-access.h"
#include "store/orch-store.h"
#include "orch-outbox-pump.h"

G_BEGIN_DECLS

#define ORCH_TYPE_MESSAGE_FEED (orch_message_feed_get_type ())
G_DECLARE_FINAL_TYPE (OrchMessageFeed, orch_message_feed, ORCH, MESSAGE_FEED, GObject)

/** orch_message_feed_new: @workstation: its UUID. Asks nothing before orch_message_feed_set_active() */
OrchMessageFeed *orch_message_feed_new (OrchStore *store, OrchHubAccess *access, OrchOutboxPump *pump,
                                        const char *workstation);
/** orch_message_feed_set_active: @active: a window is in use */
void orch_message_feed_set_active (OrchMessageFeed *self, gboolean active);
/** orch_message_feed_refresh: at once. Returns: (transfer full): a future boolean; rejects as the hub does */
DexFuture *orch_message_feed_refresh (OrchMessageFeed *self);
/** orch_message_feed_stop: nothing is asked any more */
void orch_message_feed_stop (OrchMessageFeed *self);

G_END_DECLS
