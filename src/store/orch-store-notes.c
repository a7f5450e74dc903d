/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchStore: internal notes on conversations. A table of their own: nothing that goes to patients, to reports or to charts reads it. See
 * orch-store-messages.h.
 */
#include "core/orch-clock.h"
#include "core/orch-text.h"
#include "orch-store-messages-private.h"

#define NOTES_MAX 1000 /* of one conversation */

static void
add_note (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_autoptr (OrchConversation) conversation = orch_store_load_conversation_row (connection, call->id, 0);
  g_autofree char *object = g_strconcat (ORCH_STORE_CONVERSATION "/", call->id, NULL);

  if (conversation == NULL)
    {
      orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "No such conversation");
      return;
    }
  if (orch_store_refuse_bar (connection, orch_conversation_get_note_bar (conversation, call->actor, call->permission)))
    return;
  /* Asked twice, it is written once. */
  if (orch_connection_run (connection,
                           "INSERT INTO note (id, conversation, conversation_hub_id, author, author_name, text, "
                           "written, revision) VALUES (?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT DO NOTHING",
                           "ssssssl", call->type, call->id, orch_conversation_get_fields (conversation)->hub_id,
                           call->actor, call->detail, call->text, orch_clock_now_us ()) <= 0)
    return;
  orch_connection_run (connection, "DELETE FROM draft WHERE conversation = ? AND actor = ?", "ls",
                       orch_store_get_conversation_key (connection, call->id), call->actor);
  orch_store_add_to_outbox (connection, call, ORCH_STORE_NOTE, call->type, "create", NULL, 1);
  orch_store_add_to_journal (connection, call, "note-written", object,
                             orch_conversation_get_fields (conversation)->patient, NULL);
  orch_connection_mark (connection, ORCH_STORE_CHANGED_MESSAGES);
}

DexFuture *
orch_store_add_note (OrchStore *self, const OrchActor *actor, const char *conversation_id, const char *id,
                     const char *author_name, const char *text)
{
  DexFuture *refused = NULL;
  OrchStoreCall *call = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self) && actor != NULL && conversation_id != NULL && id != NULL, NULL);

  refused = orch_store_refuse_workstation (actor, ORCH_ACT_WRITE_MESSAGES);
  if (refused == NULL)
    refused = orch_store_refuse (actor, ORCH_ACT_WRITE_MESSAGES);
  if (refused != NULL)
    return refused;
  if (orch_text_is_empty (text) || orch_text_length (text) > ORCH_MESSAGE_TEXT_MAX)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, "A note has a text, and not too long a one");
  call = orch_store_call_new (actor);
  call->id = g_strdup (conversation_id);
  call->type = g_strdup (id);
  call->detail = g_strdup (author_name);
  call->text = g_strdup (text);
  return orch_store_write (self, add_note, call);
}

/* --- reading ------------------------------------------------------------------------------ */

#define NOTE_SELECT                                                                                                    \
  "SELECT n.id, n.hub_id, n.author, n.author_name, n.text, n.written, n.revision, o.state, o.error_code, "             \
  "o.error_text, o.seq, n.event, n.about, " ORCH_STORE_NAME_OF (                                                       \
      "n.about") ", n.day FROM note AS n LEFT JOIN outbox AS o ON o.object_type = '" ORCH_STORE_NOTE                   \
                 "' AND o.object_id = n.id AND o.state <> 2 "

static OrchMessage *
read_note (sqlite3_stmt *statement, const char *conversation)
{
  const gboolean waits = sqlite3_column_type (statement, 7) != SQLITE_NULL;

  return orch_message_new (&(OrchMessageFields) {
      .id = orch_column_text (statement, 0),
      .hub_id = orch_column_text (statement, 1),
      .conversation = conversation,
      .note = TRUE,
      .sender = orch_column_text (statement, 2),
      .sender_name = orch_column_text (statement, 3),
      .text = orch_column_text (statement, 4),
      .sent_us = sqlite3_column_int64 (statement, 5),
      .revision = sqlite3_column_int64 (statement, 6),
      .state = !waits                                                    ? ORCH_MESSAGE_SENT
               : sqlite3_column_int (statement, 7) == ORCH_OUTBOX_FAILED ? ORCH_MESSAGE_FAILED
                                                                         : ORCH_MESSAGE_QUEUED,
      .error_code = waits ? sqlite3_column_int (statement, 8) : -1,
      .error_text = orch_column_text (statement, 9),
      .outbox_seq = sqlite3_column_int64 (statement, 10),
      .event = (OrchNoteEvent) CLAMP (sqlite3_column_int (statement, 11), 0, ORCH_N_NOTE_EVENTS - 1),
      .about = orch_column_text (statement, 12),
      .about_name = orch_column_text (statement, 13),
      .day = orch_column_text (statement, 14),
  });
}

static void
load_notes (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  GPtrArray *notes = g_ptr_array_new_with_free_func (g_object_unref);
  sqlite3_stmt *statement =
      orch_connection_query (connection,
                             NOTE_SELECT
                             "WHERE n.conversation = ? OR n.conversation_hub_id = (SELECT hub_id FROM conversation "
                             "WHERE id = ?) ORDER BY n.written, n.key LIMIT ?",
                             "ssl", call->id, call->id, (gint64) NOTES_MAX);

  while (orch_connection_next (connection, statement))
    g_ptr_array_add (notes, read_note (statement, call->id));
  orch_store_take_array (result, notes);
}

DexFuture *
orch_store_load_notes (OrchStore *self, const OrchActor *actor, const char *conversation_id)
{
  DexFuture *refused = NULL;
  OrchStoreCall *call = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self) && actor != NULL && conversation_id != NULL, NULL);

  refused = orch_store_refuse (actor, ORCH_ACT_READ_MESSAGES);
  if (refused != NULL)
    return refused;
  call = orch_store_call_new (actor);
  call->id = g_strdup (conversation_id);
  return orch_store_read (self, load_notes, call, NULL);
}

OrchMessage *
orch_store_load_note_row (OrchConnection *connection, const char *id, gint64 *conversation)
{
  OrchMessage *note = NULL;
  sqlite3_stmt *statement = orch_connection_query (connection, NOTE_SELECT "WHERE n.id = ?", "s", id);

  if (orch_connection_next (connection, statement))
    {
      note = read_note (statement, NULL);
      orch_connection_done (connection, statement);
    }
  *conversation = orch_connection_get_int64 (connection, 0,
                                             "SELECT c.key FROM note AS n JOIN conversation AS c ON c.id = "
                                             "n.conversation OR c.hub_id = n.conversation_hub_id WHERE n.id = ?",
                                             "s", id);
  return note;
}

/* --- from the hub ------------------------------------------------------------------------- */

static void
apply_notes (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  guint n = 0;

  for (guint i = 0; i < call->rows->len; i++)
    {
      const OrchMessageFields *f = orch_message_get_fields (call->rows->pdata[i]);

      /* A note does not change: of one that is here only what the hub calls it is learnt. */
      if (orch_connection_run (connection,
                               "INSERT INTO note (id, hub_id, hub_version, conversation, conversation_hub_id, author, "
                               "author_name, text, written, event, about, about_name, day, revision, synced_revision) "
                               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 1) ON CONFLICT (id) DO UPDATE SET "
                               "hub_id = excluded.hub_id, hub_version = "
                               "excluded.hub_version, conversation_hub_id = excluded.conversation_hub_id, "
                               "synced_revision = revision WHERE hub_id IS NULL",
                               "ssssssssl"
                               "isss",
                               f->id, f->hub_id, call->more->pdata[i], f->conversation, f->conversation_hub_id,
                               f->sender, f->sender_name, f->text != NULL ? f->text : "", f->sent_us, (int) f->event,
                               f->about, f->about_name, f->day) <= 0)
        continue;
      n++;
      orch_store_keep_text_away (connection,
                                 orch_connection_get_int64 (connection, 0,
                                                            "SELECT key FROM conversation WHERE id = ? OR hub_id = ?",
                                                            "ss", f->conversation, f->conversation_hub_id));
    }
  if (n > 0)
    orch_connection_mark (connection, ORCH_STORE_CHANGED_MESSAGES);
  g_value_init (result, G_TYPE_UINT);
  g_value_set_uint (result, n);
}

DexFuture *
orch_store_apply_hub_notes (OrchStore *self, const OrchActor *actor, GPtrArray *notes, const char *const *versions)
{
  DexFuture *refused = NULL;
  OrchStoreCall *call = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self) && actor != NULL && notes != NULL, NULL);

  refused = orch_store_refuse_persons (actor, ORCH_ACT_SYNC);
  if (refused != NULL)
    return refused;
  call = orch_store_call_new (actor);
  call->rows = g_ptr_array_ref (notes);
  call->more = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < notes->len; i++)
    g_ptr_array_add (call->more, g_strdup (versions[i]));
  return orch_store_write (self, apply_notes, call);
}
