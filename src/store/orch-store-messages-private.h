/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the files about conversations share, on a database thread. Private to store/.
 */
#pragma once

#include "orch-store-messages.h"
#include "orch-store-private.h"

G_BEGIN_DECLS

/* SQL: the name of who is referred to in a column: what came beside the reference (the column's name with "_name"), which is not always there,
 * else that of the member of the staff whom the hub calls so
 * ("Practitioner/<id>"). */
#define ORCH_STORE_NAME_OF(column)                                                                                     \
  "coalesce (" column "_name, (SELECT nullif (concat_ws (' ', nullif (prefix, ''), nullif (given, ''), "               \
  "nullif (family, '')), '') FROM staff WHERE hub_id IN (substr (" column ", 14), " column ") LIMIT 1))"

/** orch_store_load_conversation_row: @id: (nullable): else by @key. Returns: (transfer full) (nullable) */
OrchConversation *orch_store_load_conversation_row (OrchConnection *connection, const char *id, gint64 key);
gint64 orch_store_get_conversation_key (OrchConnection *connection, const char *id);

/** orch_store_write_conversation_row: adds it, or changes what people decide: subject, people, department, status, urgency and times. Returns: its key */
gint64 orch_store_write_conversation_row (OrchConnection *connection, OrchConversation *conversation);
/** orch_store_count_conversation: after its messages changed: what the row says of them, and its place */
void orch_store_count_conversation (OrchConnection *connection, gint64 key);
/** orch_store_link_conversations: those about whom the hub calls @hub_id are about the patient @id from now on */
void orch_store_link_conversations (OrchConnection *connection, const char *id, const char *hub_id);
/** orch_store_refuse_account: the gate before a message: age, account (security.md 15). @patient: (nullable); @age_limit: completed years that
 * are still too few. Returns: %TRUE: refused, and failed */
gboolean orch_store_refuse_account (OrchConnection *connection, const char *patient, guint age_limit);
/** orch_store_set_conversation_status: with the time and the revision */
void orch_store_set_conversation_status (OrchConnection *connection, gint64 key, OrchConversationStatus status);

/** orch_store_insert_message: with its files. Returns: its key, 0 when it was there */
gint64 orch_store_insert_message (OrchConnection *connection, gint64 conversation, OrchMessage *message);
/** orch_store_insert_files: @files: (nullable): of the message of that key, which has none yet */
void orch_store_insert_files (OrchConnection *connection, gint64 key, GPtrArray *files);
/** orch_store_keep_text_away: after something of the conversation came from the hub: what has left, or is due to, does not come back with it */
void orch_store_keep_text_away (OrchConnection *connection, gint64 key);
/** orch_store_take_back_message: an op of a conversation, message or report is given up: a message or report that the hub never got goes */
void orch_store_take_back_message (OrchConnection *connection, const char *type, const char *id);

/** orch_store_load_note_row: @conversation: (out): the key of its conversation, 0 when that is not here. Returns: (transfer full) (nullable) */
OrchMessage *orch_store_load_note_row (OrchConnection *connection, const char *id, gint64 *conversation);
/** orch_store_take_back_report: of a report that the hub never got: its exchange is again one whose report is owed, and nothing of it goes to a chart */
void orch_store_take_back_report (OrchConnection *connection, const char *id);

/** orch_store_refuse_bar: fails the job with what @bar means. Returns: whether it did */
gboolean orch_store_refuse_bar (OrchConnection *connection, OrchConversationBar bar);

G_END_DECLS
