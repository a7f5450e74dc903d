/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Which conversations of the person have a message of the patient that arrived since they signed in, and which no longer wait to be read. It
 * knows ids alone, so it goes on behind the lock. Owned by the engine; main thread.
 *
 * Signals, with the id of a conversation:
 *   "arrived"  a message of the patient has come, that nobody has opened
 *   "gone"     it was opened, here or elsewhere, or the person has left
 */
#pragma once

#include "session/orch-session.h"
#include "store/orch-store-messages.h"

G_BEGIN_DECLS

#define ORCH_TYPE_MESSAGE_NEWS (orch_message_news_get_type ())
G_DECLARE_FINAL_TYPE (OrchMessageNews, orch_message_news, ORCH, MESSAGE_NEWS, GObject)

OrchMessageNews *orch_message_news_new (OrchStore *store, OrchSession *session);

G_END_DECLS
