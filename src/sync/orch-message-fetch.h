/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to sync/) The text of a completed conversation that left the workstation, fetched from the hub again to be read. Main thread.
 * Source: security.md 9.
 */
#pragma once

#include "session/orch-hub-access.h"
#include "session/orch-session.h"
#include "store/orch-store-messages.h"

G_BEGIN_DECLS

/** orch_message_fetch: as the person who is signed in; journaled. @access: (nullable). Returns: (transfer full): a future boolean: the text is here; OFFLINE,
 * SIGN_IN_AGAIN…, NOT_FOUND when the hub does not show it, REFUSED when the screen was locked meanwhile */
DexFuture *orch_message_fetch (OrchStore *store, OrchSession *session, OrchHubAccess *access, const char *id);

G_END_DECLS
