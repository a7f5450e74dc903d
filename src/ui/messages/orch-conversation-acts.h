/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What can be done with a conversation beside writing in it: each asks what it needs, does it, and tells the outcome. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-message-desk.h"

G_BEGIN_DECLS

/** orch_conversation_acts_tell: what went wrong. @error: (transfer full) */
void orch_conversation_acts_tell (AdwToastOverlay *toasts, GError *error);
/** orch_conversation_acts_look: it changed while it is open: @shown: somebody looks on: what the patient wrote meanwhile is seen. Returns: (transfer full): a
 * future of #OrchConversation */
DexFuture *orch_conversation_acts_look (OrchMessageDesk *desk, const char *id, gboolean shown);
/** orch_conversation_acts_take_back: one that was refused is to be typed again. Returns: (transfer full): a future of a boxed GPtrArray of #OrchMessageFile: its
 * files with their bytes; as orch_message_desk_withdraw() */
DexFuture *orch_conversation_acts_take_back (OrchMessageDesk *desk, OrchMessage *message);
/** orch_conversation_acts_end: asks first; not while a message was refused. @typed: something is written and not sent: the report takes it over */
void orch_conversation_acts_end (AdwToastOverlay *toasts, OrchMessageDesk *desk, OrchConversation *conversation,
                                 gboolean typed);
/** orch_conversation_acts_open_file: a picture is shown, and can be saved; another file is saved */
void orch_conversation_acts_open_file (AdwToastOverlay *toasts, OrchMessageDesk *desk, OrchMessage *message,
                                       guint position);
/** orch_conversation_acts_save: @name: proposed; asks where, and tells the outcome. Returns: (transfer full): a future of boolean: whether it was saved */
DexFuture *orch_conversation_acts_save (AdwToastOverlay *toasts, const char *name, GBytes *bytes);

G_END_DECLS
