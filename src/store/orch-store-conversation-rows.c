/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The rows of conversations, on a database thread: read, written, and brought up to date with their messages.
 */
#include "core/orch-clock.h"
#include "core/orch-text.h"
#include "orch-store-messages-private.h"

#define NAME_OF_PROFESSIONAL ORCH_STORE_NAME_OF ("c.professional")
#define NAME_OF_AUTHOR ORCH_STORE_NAME_OF ("c.author")
#define NAME_OF_ASSIGNEE ORCH_STORE_NAME_OF ("c.assignee")
#define CONVERSATION_SELECT                                                                                            \
  "SELECT c.key, c.id, c.hub_id, c.patient, c.patient_hub_id, s.text, c.professional, " NAME_OF_PROFESSIONAL           \
  ", c.author, " NAME_OF_AUTHOR ", c.assignee, " NAME_OF_ASSIGNEE                                                      \
  ", c.department, c.status, c.urgent, c.began, c.last, c.our_turn, "                                                  \
  "c.closed, c.completed, c.n_messages, c.n_unread, c.n_files, c.revision, c.follow_up, c.text_left "                  \
  "FROM conversation AS c JOIN subject AS s ON s.key = c.subject WHERE "

/* Who must act first comes first: an urgent one, then one where the patient waits for an answer, then one to look at again, the nearest day first,
 * then the one that waits longest; of what is over, the last first. Each has a range of its own: a time is less than 1 << 58. */
#define DAY_OF_FOLLOW_UP "coalesce (unixepoch (follow_up), 0) * 1000000"
#define PLACE                                                                                                          \
  "CASE status WHEN 3 THEN -last WHEN 2 THEN closed ELSE iif (our_turn OR follow_up IS NULL, last, " DAY_OF_FOLLOW_UP  \
  ") - iif (urgent, 1 << 61, 0) - iif (our_turn, 1 << 60, iif (follow_up IS NULL, 0, 1 << 59)) END"

static OrchConversation *
read_conversation (sqlite3_stmt *statement)
{
  OrchConversationFields fields = {
    .id = orch_column_text (statement, 1),
    .hub_id = orch_column_text (statement, 2),
    .patient = orch_column_text (statement, 3),
    .patient_hub_id = orch_column_text (statement, 4),
    .subject = orch_column_text (statement, 5),
    .professional = orch_column_text (statement, 6),
    .professional_name = orch_column_text (statement, 7),
    .author = orch_column_text (statement, 8),
    .author_name = orch_column_text (statement, 9),
    .assignee = orch_column_text (statement, 10),
    .assignee_name = orch_column_text (statement, 11),
    .department = orch_column_text (statement, 12),
    .status = (OrchConversationStatus) CLAMP (sqlite3_column_int (statement, 13), 0, ORCH_CONVERSATION_COMPLETED),
    .urgent = sqlite3_column_int (statement, 14) != 0,
    .began_us = sqlite3_column_int64 (statement, 15),
    .last_us = sqlite3_column_int64 (statement, 16),
    .our_turn = sqlite3_column_int (statement, 17) != 0,
    .closed_us = sqlite3_column_int64 (statement, 18),
    .completed_us = sqlite3_column_int64 (statement, 19),
    .n_messages = (guint) sqlite3_column_int (statement, 20),
    .n_unread = (guint) sqlite3_column_int (statement, 21),
    .n_files = (guint) sqlite3_column_int (statement, 22),
    .revision = sqlite3_column_int64 (statement, 23),
    .follow_up = orch_column_text (statement, 24),
    .text_left = sqlite3_column_int64 (statement, 25) != 0,
  };
  return orch_conversation_new (&fields);
}

OrchConversation *
orch_store_load_conversation_row (OrchConnection *connection, const char *id, gint64 key)
{
  sqlite3_stmt *statement = id != NULL ? orch_connection_query (connection, CONVERSATION_SELECT "c.id = ?", "s", id)
                                       : orch_connection_query (connection, CONVERSATION_SELECT "c.key = ?", "l", key);
  OrchConversation *conversation = NULL;

  if (!orch_connection_next (connection, statement))
    return NULL;
  conversation = read_conversation (statement);
  orch_connection_done (connection, statement);
  return conversation;
}

gint64
orch_store_get_conversation_key (OrchConnection *connection, const char *id)
{
  return orch_connection_get_int64 (connection, 0, "SELECT key FROM conversation WHERE id = ?", "s", id);
}

/* --- writing ------------------------------------------------------------------------------ */

static gint64
get_subject (OrchConnection *connection, const char *text)
{
  const char *subject = text != NULL ? text : "";
  const gint64 key = orch_connection_get_int64 (connection, 0, "SELECT key FROM subject WHERE text = ?", "s", subject);
  g_autofree char *sort_text = NULL;

  if (key != 0)
    return key;
  sort_text = orch_text_collation_key (subject);
  orch_connection_run (connection, "INSERT INTO subject (text, sort_text) VALUES (?, ?)", "ss", subject, sort_text);
  return orch_connection_last_key (connection);
}

gint64
orch_store_write_conversation_row (OrchConnection *connection, OrchConversation *conversation)
{
  const OrchConversationFields *f = orch_conversation_get_fields (conversation);
  const gint64 subject = get_subject (connection, f->subject);
  gint64 key = 0;

  orch_connection_run (
      connection,
      "INSERT INTO conversation (id, hub_id, patient, patient_hub_id, subject, professional, professional_name, "
      "author, author_name, assignee, assignee_name, department, status, urgent, began, last, closed, completed, "
      "follow_up, revision, place) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 0) "
      "ON CONFLICT (id) DO UPDATE SET hub_id = coalesce (excluded.hub_id, hub_id), "
      "patient = coalesce (excluded.patient, patient), patient_hub_id = coalesce (excluded.patient_hub_id, "
      "patient_hub_id), subject = excluded.subject, professional = excluded.professional, "
      "professional_name = coalesce (excluded.professional_name, professional_name), author = excluded.author, "
      "author_name = coalesce (excluded.author_name, author_name), assignee = excluded.assignee, "
      "assignee_name = excluded.assignee_name, department = excluded.department, status = excluded.status, "
      "urgent = excluded.urgent, follow_up = excluded.follow_up, began = excluded.began, closed = excluded.closed, "
      "completed = excluded.completed, "
      "revision = revision + 1",
      "ssssl"
      "sssssss"
      "iilllls",
      f->id, f->hub_id, f->patient, f->patient_hub_id, subject, f->professional, f->professional_name, f->author,
      f->author_name, f->assignee, f->assignee_name, f->department, (int) f->status, f->urgent, f->began_us,
      f->last_us != 0 ? f->last_us : f->began_us, f->closed_us, f->completed_us, f->follow_up);
  key = orch_store_get_conversation_key (connection, f->id);
  orch_store_count_conversation (connection, key);
  return key;
}

void
orch_store_count_conversation (OrchConnection *connection, gint64 key)
{
  orch_connection_run (
      connection,
      "UPDATE conversation SET "
      "n_messages = (SELECT count (*) FROM message WHERE conversation = ?), "
      "n_unread = (SELECT count (*) FROM message WHERE conversation = ? AND sender IS NULL AND received = 0), "
      "n_files = (SELECT coalesce (sum (n_files), 0) FROM message WHERE conversation = ?), "
      "last = coalesce ((SELECT max (sent) FROM message WHERE conversation = ?), began), "
      "our_turn = coalesce ((SELECT sender IS NULL FROM message WHERE conversation = ? ORDER BY sent DESC, key DESC "
      "LIMIT 1), 0) WHERE key = ?",
      "llllll", key, key, key, key, key, key);
  /* A hub may hold an exchange that has ended, and not when: since the last message at the latest. */
  orch_connection_run (connection, "UPDATE conversation SET closed = last WHERE key = ? AND status = 2 AND closed = 0",
                       "l", key);
  orch_connection_run (connection, "UPDATE conversation SET place = " PLACE " WHERE key = ?", "l", key);
  orch_connection_mark (connection, ORCH_STORE_CHANGED_MESSAGES);
}

void
orch_store_link_conversations (OrchConnection *connection, const char *id, const char *hub_id)
{
  /* Nothing that the hub has to be told of. */
  if (orch_connection_run (connection,
                           "UPDATE conversation SET patient = ?, revision = revision + 1, synced_revision = "
                           "iif (synced_revision = revision, revision + 1, synced_revision) WHERE patient IS NULL AND "
                           "patient_hub_id = ?",
                           "ss", id, hub_id) > 0)
    orch_connection_mark (connection, ORCH_STORE_CHANGED_MESSAGES);
}

void
orch_store_set_conversation_status (OrchConnection *connection, gint64 key, OrchConversationStatus status)
{
  const gint64 now = orch_clock_now_us ();

  orch_connection_run (connection,
                       "UPDATE conversation SET status = ?, closed = iif (? = 2, ?, closed), "
                       "completed = iif (? = 3, ?, completed), revision = revision + 1 WHERE key = ?",
                       "iilill", (int) status, (int) status, now, (int) status, now, key);
  orch_store_count_conversation (connection, key);
}

gboolean
orch_store_refuse_bar (OrchConnection *connection, OrchConversationBar bar)
{
  switch (bar)
    {
    case ORCH_CONVERSATION_OPEN:
      return FALSE;
    case ORCH_CONVERSATION_NOT_ALLOWED:
    case ORCH_CONVERSATION_COLLEAGUES:
      orch_connection_fail (connection, ORCH_ERROR_REFUSED, "Not a conversation of this person");
      return TRUE;
    case ORCH_CONVERSATION_ENDED:
    case ORCH_CONVERSATION_IS_COMPLETE:
    default:
      orch_connection_fail (connection, ORCH_ERROR_CONFLICT, "The exchange has ended");
      return TRUE;
    }
}
