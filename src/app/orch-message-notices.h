/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A patient has answered while nobody looks at the program: one notification for each conversation, with neither name nor text; it goes when the message
 * is read, at the lock and when the person leaves. Its click activates app.open-conversation. Owned by the application; main thread.
 * Source: security.md 16.
 */
#pragma once

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_MESSAGE_NOTICES (orch_message_notices_get_type ())
G_DECLARE_FINAL_TYPE (OrchMessageNotices, orch_message_notices, ORCH, MESSAGE_NOTICES, GObject)

OrchMessageNotices *orch_message_notices_new (GApplication *application, OrchEngine *engine);
/** orch_message_notices_clear: those that show go */
void orch_message_notices_clear (OrchMessageNotices *self);

G_END_DECLS
