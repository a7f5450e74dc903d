/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to sync/) What people are writing to patients: sealed with their key at each change, so that the lock takes nothing away, and written a
 * moment later. Owned by OrchMessageDesk; main thread.
 */
#pragma once

#include "session/orch-session.h"
#include "store/orch-store-messages.h"

G_BEGIN_DECLS

#define ORCH_TYPE_MESSAGE_DRAFTS (orch_message_drafts_get_type ())
G_DECLARE_FINAL_TYPE (OrchMessageDrafts, orch_message_drafts, ORCH, MESSAGE_DRAFTS, GObject)

OrchMessageDrafts *orch_message_drafts_new (OrchStore *store, OrchSession *session);
/** orch_message_drafts_keep, _load: see orch_message_desk_keep_draft() and orch_message_desk_load_draft() */
DexFuture *orch_message_drafts_keep (OrchMessageDrafts *self, OrchConversation *conversation, const char *text);
DexFuture *orch_message_drafts_load (OrchMessageDrafts *self, const char *id);
/** orch_message_drafts_forget: what is not written yet of the conversation @id will not be */
void orch_message_drafts_forget (OrchMessageDrafts *self, const char *id);
/** orch_message_drafts_flush: Returns: (transfer full): a future that settles when all of it is in the store */
DexFuture *orch_message_drafts_flush (OrchMessageDrafts *self);

/** orch_message_drafts_take: what of @id is not in the store yet is not written either. Returns: (transfer full) (nullable): to be given to one of the next two */
gpointer orch_message_drafts_take (OrchMessageDrafts *self, const char *id);
/** orch_message_drafts_put_back: @taken: (transfer full) (nullable): it is written after all, unless something newer was typed */
void orch_message_drafts_put_back (OrchMessageDrafts *self, const char *id, gpointer taken);
/** orch_message_drafts_drop: @taken: (transfer full) (nullable) */
void orch_message_drafts_drop (gpointer taken);

G_END_DECLS
