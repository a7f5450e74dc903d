/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchStore: messages: sent, read, counted. See orch-store-messages.h.
 */
#include "core/orch-clock.h"
#include "core/orch-text.h"
#include "orch-store-messages-private.h"

static OrchMessageCounts *
copy_counts (OrchMessageCounts *counts)
{
  return g_memdup2 (counts, sizeof *counts);
}

G_DEFINE_BOXED_TYPE (OrchMessageCounts, orch_message_counts, copy_counts, g_free)

/* --- rows --------------------------------------------------------------------------------- */

void
orch_store_insert_files (OrchConnection *connection, gint64 key, GPtrArray *files)
{
  for (guint i = 0; files != NULL && i < files->len; i++)
    {
      OrchMessageFile *file = g_ptr_array_index (files, i);

      orch_connection_run (connection,
                           "INSERT INTO message_file (message, position, name, content_type, size, bytes) VALUES (?, "
                           "?, ?, ?, ?, ?)",
                           "lisslb", key, (int) i, orch_message_file_get_name (file),
                           orch_message_file_get_content_type (file), (gint64) orch_message_file_get_size (file),
                           orch_message_file_get_bytes (file));
    }
}

gint64
orch_store_insert_message (OrchConnection *connection, gint64 conversation, OrchMessage *message)
{
  const OrchMessageFields *f = orch_message_get_fields (message);
  gint64 key = 0;

  if (orch_connection_get_int64 (connection, 0, "SELECT key FROM message WHERE id = ?", "s", f->id) != 0)
    return 0;
  orch_connection_run (connection,
                       "INSERT INTO message (id, hub_id, conversation, sender, sender_name, text, corrects, sent, "
                       "received, n_files, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
                       "sslssssl"
                       "li",
                       f->id, f->hub_id, conversation, f->from_patient ? NULL : f->sender, f->sender_name, f->text,
                       f->corrects, f->sent_us, f->received_us, (int) orch_message_get_n_files (message));
  key = orch_connection_last_key (connection);
  orch_store_insert_files (connection, key, f->files);
  return key;
}

static void
take_back_unsent (OrchConnection *connection, const char *id)
{
  const gint64 conversation =
      orch_connection_get_int64 (connection, 0, "SELECT conversation FROM message WHERE id = ? AND hub_id IS NULL", "s",
                                 id);

  if (conversation == 0)
    return;
  orch_connection_run (connection, "DELETE FROM message WHERE id = ? AND hub_id IS NULL", "s", id);
  orch_store_count_conversation (connection, conversation);
}

void
orch_store_take_back_message (OrchConnection *connection, const char *type, const char *id)
{
  if (g_str_equal (type, ORCH_STORE_MESSAGE))
    take_back_unsent (connection, id);
  else if (g_str_equal (type, ORCH_STORE_REPORT))
    orch_store_take_back_report (connection, id);
  else if (g_str_equal (type, ORCH_STORE_NOTE))
    {
      orch_connection_run (connection, "DELETE FROM note WHERE id = ? AND hub_id IS NULL", "s", id);
      orch_connection_mark (connection, ORCH_STORE_CHANGED_MESSAGES);
    }
  else if (g_str_equal (type, ORCH_STORE_CONVERSATION))
    /* The next download brings it, whatever its version. */
    orch_connection_run (connection, "UPDATE conversation SET hub_version = NULL WHERE id = ?", "s", id);
}

/* --- sending ------------------------------------------------------------------------------ */

static char *
name_object (const char *id)
{
  return g_strconcat (ORCH_STORE_CONVERSATION "/", id, NULL);
}

/* Returns: the key of the conversation that is written in, 0 when it may not be */
static gint64
begin_or_find (OrchConnection *connection, const OrchStoreCall *call, OrchConversation *wanted)
{
  const OrchConversationFields *f = orch_conversation_get_fields (wanted);
  g_autoptr (OrchConversation) known = orch_store_load_conversation_row (connection, f->id, 0);
  g_autoptr (OrchConversation) begun = NULL;
  OrchConversationFields fields = *f;

  if (known != NULL && orch_conversation_get_fields (known)->status != ORCH_CONVERSATION_DRAFT)
    {
      if (orch_store_refuse_bar (connection, orch_conversation_get_bar (known, call->actor, call->permission)))
        return 0;
      return orch_store_get_conversation_key (connection, f->id);
    }
  if (!orch_conversation_can_begin (call->permission))
    {
      orch_connection_fail (connection, ORCH_ERROR_REFUSED, "Not somebody who begins conversations");
      return 0;
    }
  if (f->patient == NULL ||
      orch_connection_get_int64 (connection, 0, "SELECT 1 FROM patient WHERE id = ?", "s", f->patient) == 0)
    {
      orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "No such patient");
      return 0;
    }
  fields.status = ORCH_CONVERSATION_IN_PROGRESS;
  fields.author = call->actor;
  fields.began_us = orch_clock_now_us ();
  fields.closed_us = 0;
  fields.completed_us = 0;
  begun = orch_conversation_new (&fields);
  return orch_store_write_conversation_row (connection, begun);
}

static void
send_message (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  OrchConversation *conversation = ORCH_CONVERSATION (call->object);
  OrchMessage *message = g_ptr_array_index (call->rows, 0);
  OrchMessageFields fields = *orch_message_get_fields (message);
  g_autoptr (OrchMessage) row = NULL;
  g_autofree char *object = name_object (orch_conversation_get_fields (conversation)->id);
  g_autofree char *patient = NULL;
  gint64 key = 0;

  if (orch_connection_get_int64 (connection, 0, "SELECT key FROM message WHERE id = ?", "s", fields.id) != 0)
    return;
  key = begin_or_find (connection, call, conversation);
  if (key == 0)
    return;
  patient = orch_connection_dup_text (connection, "SELECT patient FROM conversation WHERE key = ?", "l", key);
  if (orch_store_refuse_account (connection, patient, call->limit))
    return;
  fields.hub_id = NULL;
  fields.from_patient = FALSE;
  fields.sender = call->actor;
  fields.sent_us = orch_clock_now_us ();
  fields.received_us = 0;
  row = orch_message_new (&fields);
  orch_store_insert_message (connection, key, row);
  orch_connection_run (connection, "DELETE FROM draft WHERE conversation = ? AND actor = ?", "ls", key, call->actor);
  orch_store_count_conversation (connection, key);
  orch_store_add_to_outbox (connection, call, ORCH_STORE_MESSAGE, fields.id, "create", NULL, 1);
  orch_store_add_to_journal (connection, call, "message-sent", object,
                             orch_conversation_get_fields (conversation)->patient, NULL);
}

DexFuture *
orch_store_send_message (OrchStore *self, const OrchActor *actor, OrchConversation *conversation, OrchMessage *message,
                         guint age_limit)
{
  DexFuture *refused = NULL;
  OrchStoreCall *call = NULL;
  GError *error = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self) && actor != NULL, NULL);
  g_return_val_if_fail (ORCH_IS_CONVERSATION (conversation) && ORCH_IS_MESSAGE (message), NULL);

  refused = orch_store_refuse_workstation (actor, ORCH_ACT_WRITE_MESSAGES);
  if (refused == NULL)
    refused = orch_store_refuse (actor, ORCH_ACT_WRITE_MESSAGES);
  if (refused != NULL)
    return refused;
  if (!orch_message_check (message, &error))
    return dex_future_new_for_error (error);
  call = orch_store_call_new (actor);
  call->object = G_OBJECT (g_object_ref (conversation));
  call->limit = age_limit;
  call->rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (call->rows, g_object_ref (message));
  return orch_store_write (self, send_message, call);
}

/* --- seen --------------------------------------------------------------------------------- */

static void
mark_seen (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_autoptr (OrchConversation) conversation = orch_store_load_conversation_row (connection, call->id, 0);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  const gint64 now = orch_clock_now_us ();
  gint64 key = 0;

  g_value_init (result, G_TYPE_UINT);
  if (conversation == NULL || !orch_conversation_takes_part (conversation, call->actor))
    return;
  key = orch_store_get_conversation_key (connection, call->id);
  sqlite3_stmt *statement =
      orch_connection_query (connection,
                             "SELECT id FROM message WHERE conversation = ? AND sender IS NULL AND received = 0", "l",
                             key);
  while (orch_connection_next (connection, statement))
    g_ptr_array_add (ids, g_strdup (orch_column_text (statement, 0)));
  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);

      orch_connection_run (connection, "UPDATE message SET received = ?, revision = revision + 1 WHERE id = ?", "ls",
                           now, id);
      orch_store_add_to_outbox (connection, call, ORCH_STORE_MESSAGE, id, "update", NULL,
                                orch_connection_get_int64 (connection, 1, "SELECT revision FROM message WHERE id = ?",
                                                           "s", id));
    }
  if (ids->len > 0)
    orch_store_count_conversation (connection, key);
  g_value_set_uint (result, ids->len);
}

DexFuture *
orch_store_mark_seen (OrchStore *self, const OrchActor *actor, const char *id)
{
  DexFuture *refused = NULL;
  OrchStoreCall *call = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self) && actor != NULL && id != NULL, NULL);

  refused = orch_store_refuse (actor, ORCH_ACT_READ_MESSAGES);
  if (refused != NULL)
    return refused;
  call = orch_store_call_new (actor);
  call->id = g_strdup (id);
  return orch_store_write (self, mark_seen, call);
}

/* --- reading ------------------------------------------------------------------------------ */

static GPtrArray *
load_files (OrchConnection *connection, gint64 key)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_object_unref);
  sqlite3_stmt *statement =
      orch_connection_query (connection,
                             "SELECT name, content_type, size FROM message_file WHERE message = ? ORDER BY position",
                             "l", key);

  while (orch_connection_next (connection, statement))
    g_ptr_array_add (files, orch_message_file_new (orch_column_text (statement, 0), orch_column_text (statement, 1),
                                                   (gsize) sqlite3_column_int64 (statement, 2), NULL));
  return files;
}

#define NAME_OF_SENDER ORCH_STORE_NAME_OF ("m.sender")
#define MESSAGE_SELECT                                                                                                 \
  "SELECT m.key, m.id, m.hub_id, m.sender, " NAME_OF_SENDER ", m.text, m.corrects, m.sent, m.received, m.n_files, "    \
  "m.revision, o.state, o.error_code, o.error_text, o.seq FROM message AS m LEFT JOIN outbox AS o ON "                 \
  "o.object_type = '" ORCH_STORE_MESSAGE "' AND o.object_id = m.id AND o.verb = 'create' AND o.state <> 2 "

static OrchMessage *
read_message (OrchConnection *connection, sqlite3_stmt *statement, const char *conversation)
{
  const gboolean waits = sqlite3_column_type (statement, 11) != SQLITE_NULL;
  const int state = sqlite3_column_int (statement, 11);
  g_autoptr (GPtrArray) files =
      sqlite3_column_int (statement, 9) > 0 ? load_files (connection, sqlite3_column_int64 (statement, 0)) : NULL;
  OrchMessageFields fields = {
    .id = orch_column_text (statement, 1),
    .hub_id = orch_column_text (statement, 2),
    .conversation = conversation,
    .sender = orch_column_text (statement, 3),
    .sender_name = orch_column_text (statement, 4),
    .from_patient = orch_column_text (statement, 3) == NULL,
    .text = orch_column_text (statement, 5),
    .corrects = orch_column_text (statement, 6),
    .sent_us = sqlite3_column_int64 (statement, 7),
    .received_us = sqlite3_column_int64 (statement, 8),
    .files = files,
    .revision = sqlite3_column_int64 (statement, 10),
    .state = waits && state == ORCH_OUTBOX_FAILED       ? ORCH_MESSAGE_FAILED
             : waits                                    ? ORCH_MESSAGE_QUEUED
             : sqlite3_column_int64 (statement, 8) != 0 ? ORCH_MESSAGE_SEEN
                                                        : ORCH_MESSAGE_SENT,
    .error_code = waits ? sqlite3_column_int (statement, 12) : -1,
    .error_text = orch_column_text (statement, 13),
    .outbox_seq = sqlite3_column_int64 (statement, 14),
  };
  return orch_message_new (&fields);
}

static void
load_messages (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  GPtrArray *messages = g_ptr_array_new_with_free_func (g_object_unref);
  sqlite3_stmt *statement =
      orch_connection_query (connection,
                             MESSAGE_SELECT
                             "WHERE m.conversation = (SELECT key FROM conversation WHERE id = ?) AND m.sent < ? "
                             "ORDER BY m.sent DESC, m.key DESC LIMIT ?",
                             "sll", call->id, call->from > 0 ? call->from : G_MAXINT64, (gint64) call->limit);

  while (orch_connection_next (connection, statement))
    g_ptr_array_insert (messages, -1, read_message (connection, statement, call->id));
  for (guint i = 0; i < messages->len / 2; i++)
    {
      gpointer other = messages->pdata[i];

      messages->pdata[i] = messages->pdata[messages->len - 1 - i];
      messages->pdata[messages->len - 1 - i] = other;
    }
  orch_store_take_array (result, messages);
}

DexFuture *
orch_store_load_messages (OrchStore *self, const OrchActor *actor, const char *id, gint64 before_us, guint limit)
{
  DexFuture *refused = NULL;
  OrchStoreCall *call = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self) && actor != NULL && id != NULL, NULL);

  refused = orch_store_refuse (actor, ORCH_ACT_READ_MESSAGES);
  if (refused != NULL)
    return refused;
  call = orch_store_call_new (actor);
  call->id = g_strdup (id);
  call->from = before_us;
  call->limit = limit;
  return orch_store_read (self, load_messages, call, NULL);
}

static void
load_file (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  GBytes *bytes = NULL;
  sqlite3_stmt *statement =
      orch_connection_query (connection,
                             "SELECT bytes FROM message_file WHERE message = (SELECT key FROM message WHERE id = ?) "
                             "AND position = ? AND bytes IS NOT NULL",
                             "si", call->id, (int) call->limit);

  if (orch_connection_next (connection, statement))
    {
      bytes = orch_column_dup_bytes (statement, 0);
      orch_connection_done (connection, statement);
    }
  if (bytes == NULL)
    {
      orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "The file is not here");
      return;
    }
  g_value_init (result, G_TYPE_BYTES);
  g_value_take_boxed (result, bytes);
}

DexFuture *
orch_store_load_file (OrchStore *self, const OrchActor *actor, const char *message_id, guint position)
{
  DexFuture *refused = NULL;
  OrchStoreCall *call = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self) && actor != NULL && message_id != NULL, NULL);

  refused = orch_store_refuse (actor, ORCH_ACT_READ_MESSAGES);
  if (refused != NULL)
    return refused;
  call = orch_store_call_new (actor);
  call->id = g_strdup (message_id);
  call->limit = position;
  return orch_store_read (self, load_file, call, NULL);
}

static void
count_messages (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  OrchMessageCounts counts = { 0 };
  sqlite3_stmt *statement = orch_connection_query (
      connection,
      "SELECT coalesce (sum (iif (status = 1, n_unread, 0)), 0), coalesce (sum (status = 1 AND our_turn), 0), "
      "coalesce (sum (status = 2), 0) FROM conversation_line WHERE status IN (1, 2) AND (SELECT key FROM reference "
      "WHERE "
      "text = ?) IN (professional, author, assignee)",
      "s", call->actor);

  if (orch_connection_next (connection, statement))
    {
      counts.unread = (guint) sqlite3_column_int64 (statement, 0);
      counts.to_answer = (guint) sqlite3_column_int64 (statement, 1);
      counts.reports_owed = (guint) sqlite3_column_int64 (statement, 2);
      orch_connection_done (connection, statement);
    }
  g_value_init (result, ORCH_TYPE_MESSAGE_COUNTS);
  g_value_take_boxed (result, g_memdup2 (&counts, sizeof counts));
}

DexFuture *
orch_store_count_messages (OrchStore *self, const OrchActor *actor)
{
  DexFuture *refused = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self) && actor != NULL, NULL);

  refused = orch_store_refuse (actor, ORCH_ACT_READ_MESSAGES);
  return refused != NULL ? refused : orch_store_read (self, count_messages, orch_store_call_new (actor), NULL);
}

static void
list_waiting (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(sx)"));
  sqlite3_stmt *statement = orch_connection_query (
      connection,
      "SELECT c.id, (SELECT max (m.key) FROM message AS m WHERE m.conversation = c.key AND m.sender IS NULL AND "
      "m.received = 0) FROM conversation_line AS l JOIN conversation AS c ON c.key = l.conversation WHERE l.status = 1 "
      "AND l.n_unread > 0 AND (SELECT key FROM reference WHERE text = ?) IN (l.professional, l.author, l.assignee)",
      "s", call->id);

  while (orch_connection_next (connection, statement))
    g_variant_builder_add (&builder, "(sx)", orch_column_text (statement, 0), sqlite3_column_int64 (statement, 1));
  g_value_init (result, G_TYPE_VARIANT);
  g_value_take_variant (result, g_variant_ref_sink (g_variant_builder_end (&builder)));
}

DexFuture *
orch_store_list_waiting (OrchStore *self, const char *person)
{
  OrchStoreCall *call = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self) && person != NULL, NULL);

  call = orch_store_call_new (NULL);
  call->id = g_strdup (person);
  return orch_store_read (self, list_waiting, call, NULL);
}
