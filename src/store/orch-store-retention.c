/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchStore: the text of completed conversations leaves the workstation, and comes back when somebody opens one. The rows stay, without their words:
 * counts stay right, and a download knows what it has seen. See orch-store-messages.h. Source: security.md 9.
 *
 * What is deleted is written over (PRAGMA secure_delete, orch-connection.c), the log is emptied after it, and the index of words is merged step by step:
 * it only marks what was taken out until then. The file is not made smaller: VACUUM would write all of it anew each day, and its free pages hold zeros.
 */
#include <glib/gstdio.h>
#include <string.h>

#include "core/orch-clock.h"
#include "orch-store-messages-private.h"

#define READ_AGAIN_US G_TIME_SPAN_DAY /* what was fetched to be read stays for the day */
#define MERGE_PAGES 250               /* of the index in one step: a few milliseconds */
#define WORDS_CURSOR "words-to-forget"

/* Complete before ?1, not fetched since ?2, and all of it on the hub: nothing of it waits to be sent, in no outbox. */
#define MAY_LEAVE                                                                                                      \
  "c.status = 3 AND c.text_left = 0 AND iif (c.completed > 0, c.completed, c.last) < ?1 AND c.text_back < ?2 AND "     \
  "c.hub_id IS NOT NULL AND c.revision <= c.synced_revision "                                                          \
  "AND NOT EXISTS (SELECT 1 FROM message WHERE conversation = c.key AND hub_id IS NULL) "                              \
  "AND NOT EXISTS (SELECT 1 FROM note WHERE conversation = c.id AND hub_id IS NULL) "                                  \
  "AND NOT EXISTS (SELECT 1 FROM report WHERE conversation = c.key AND hub_id IS NULL) "                               \
  "AND NOT EXISTS (SELECT 1 FROM outbox WHERE state <> 2 AND (object_type = '" ORCH_STORE_CONVERSATION                 \
  "' AND object_id = c.id OR object_type = '" ORCH_STORE_MESSAGE                                                       \
  "' AND object_id IN (SELECT id FROM message WHERE conversation = c.key) OR object_type = '" ORCH_STORE_NOTE          \
  "' AND object_id IN (SELECT id FROM note WHERE conversation = c.id) OR object_type IN ('" ORCH_STORE_REPORT          \
  "', '" ORCH_STORE_DOCUMENT "') AND object_id IN (SELECT id FROM report WHERE conversation = c.key)))"

/* What is not a number, or none that there is, counts as the usual one: never as "for ever". */
static gint64
read_days (OrchConnection *connection)
{
  const gint64 days = orch_connection_get_int64 (
      connection, 0,
      "SELECT CAST (json_extract (iif (json_valid (text), text, '{}'), '$.\"" ORCH_STORE_TEXT_DAYS
      "\"') AS INTEGER) FROM setting WHERE name = '" ORCH_STORE_MESSAGE_SETTINGS "'",
      "");

  return days >= 1 && days <= ORCH_STORE_TEXT_DAYS_MAX ? days : ORCH_STORE_TEXT_DAYS_USUAL;
}

static gint64
before_us (OrchConnection *connection)
{
  return orch_clock_now_us () - read_days (connection) * G_TIME_SPAN_DAY;
}

/* --- leaving ------------------------------------------------------------------------------ */

static void
strip (OrchConnection *connection, gint64 key)
{
  orch_connection_run (connection, "UPDATE message SET text = NULL WHERE conversation = ? AND text IS NOT NULL", "l",
                       key);
  orch_connection_run (connection,
                       "DELETE FROM message_file WHERE message IN (SELECT key FROM message WHERE conversation = ?)",
                       "l", key);
  orch_connection_run (
      connection,
      "UPDATE note SET text = '' WHERE text <> '' AND hub_id IS NOT NULL AND key IN (SELECT n.key FROM "
      "conversation AS c JOIN note AS n ON n.conversation = c.id OR n.conversation_hub_id = c.hub_id "
      "WHERE c.key = ?)",
      "l", key);
  orch_connection_run (connection, "UPDATE report SET bytes = NULL WHERE conversation = ? AND hub_id IS NOT NULL", "l",
                       key);
  orch_connection_run (connection,
                       "UPDATE conversation SET text_left = iif (text_left = 0, ?, text_left) WHERE key = ?", "ll",
                       orch_clock_now_us (), key);
  orch_store_move_cursor (connection, WORDS_CURSOR, "1");
  orch_connection_mark (connection, ORCH_STORE_CHANGED_MESSAGES);
}

void
orch_store_keep_text_away (OrchConnection *connection, gint64 key)
{
  if (orch_connection_get_int64 (connection, 0,
                                 "SELECT 1 FROM conversation AS c WHERE key = ?3 AND (text_left > 0 OR (" MAY_LEAVE
                                 "))",
                                 "lll", before_us (connection), orch_clock_now_us () - READ_AGAIN_US, key) != 0)
    strip (connection, key);
}

/* A copy of the file that was kept before it was changed has the same words; by then nobody goes back to it. */
static void
remove_old_copies (OrchConnection *connection)
{
  const char *path = sqlite3_db_filename (orch_connection_get_handle (connection), "main");
  g_autofree char *directory = g_path_get_dirname (path != NULL ? path : "");
  g_autofree char *name = g_path_get_basename (path != NULL ? path : "");
  g_autofree char *prefix = g_strconcat (name, ".before-", NULL);
  const gint64 oldest = before_us (connection) / G_USEC_PER_SEC;
  g_autoptr (GDir) dir = path != NULL ? g_dir_open (directory, 0, NULL) : NULL;

  for (const char *entry = NULL; dir != NULL && (entry = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *file = g_build_filename (directory, entry, NULL);
      GStatBuf status;

      if (g_str_has_prefix (entry, prefix) && g_stat (file, &status) == 0 && status.st_mtime < oldest)
        g_unlink (file);
    }
}

static void
let_leave (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *statement =
      orch_connection_query (connection,
                             "SELECT c.key FROM conversation AS c WHERE " MAY_LEAVE
                             " ORDER BY iif (c.completed > 0, c.completed, c.last) LIMIT ?3",
                             "lll", before_us (connection), orch_clock_now_us () - READ_AGAIN_US, (gint64) call->limit);

  while (orch_connection_next (connection, statement))
    {
      const gint64 key = sqlite3_column_int64 (statement, 0);

      g_array_append_val (keys, key);
    }
  for (guint i = 0; i < keys->len; i++)
    strip (connection, g_array_index (keys, gint64, i));
  remove_old_copies (connection);
  g_value_init (result, G_TYPE_UINT);
  g_value_set_uint (result, keys->len);
}

DexFuture *
orch_store_let_texts_leave (OrchStore *self, const OrchActor *actor, guint limit)
{
  DexFuture *refused = NULL;
  OrchStoreCall *call = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self) && actor != NULL && limit > 0, NULL);

  refused = orch_store_refuse_persons (actor, ORCH_ACT_SYNC);
  if (refused != NULL)
    return refused;
  call = orch_store_call_new (actor);
  call->limit = limit;
  return orch_store_write (self, let_leave, call);
}

/* The first step puts all parts of the index side by side, those that follow merge them: what is left then has the words of what is here. */
static void
forget_words (OrchConnection *connection, GValue *result, gpointer data)
{
  sqlite3 *db = orch_connection_get_handle (connection);
  g_autofree char *step =
      orch_connection_dup_text (connection, "SELECT text FROM cursor WHERE name = ?", "s", WORDS_CURSOR);
  gboolean more = step != NULL;

  if (more)
    {
      const gboolean first = g_str_equal (step, "1");
      const gint64 before = sqlite3_total_changes64 (db);

      orch_connection_run (connection, "INSERT INTO conversation_text (conversation_text, rank) VALUES ('merge', ?)",
                           "i", first ? -MERGE_PAGES : MERGE_PAGES);
      /* Fewer than two changes: there was nothing to do (sqlite.org/fts5.html, 6.7). */
      more = first || sqlite3_total_changes64 (db) - before >= 2;
      orch_store_move_cursor (connection, WORDS_CURSOR, more ? "2" : NULL);
      if (!more)
        orch_connection_empty_log (connection);
    }
  g_value_init (result, G_TYPE_BOOLEAN);
  g_value_set_boolean (result, more);
}

DexFuture *
orch_store_forget_words (OrchStore *self, const OrchActor *actor)
{
  DexFuture *refused = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self) && actor != NULL, NULL);

  refused = orch_store_refuse_persons (actor, ORCH_ACT_SYNC);
  return refused != NULL ? refused : orch_store_write (self, forget_words, orch_store_call_new (actor));
}

/* --- coming back -------------------------------------------------------------------------- */

static void
put_back_message (OrchConnection *connection, gint64 conversation, OrchMessage *message)
{
  const OrchMessageFields *f = orch_message_get_fields (message);
  const gint64 key =
      orch_connection_get_int64 (connection, 0,
                                 "SELECT key FROM message WHERE conversation = ?1 AND (id = ?2 OR hub_id = ?3)", "lss",
                                 conversation, f->id, f->hub_id);

  if (key == 0)
    return;
  orch_connection_run (connection, "UPDATE message SET text = ? WHERE key = ? AND text IS NULL", "sl", f->text, key);
  orch_connection_run (connection, "DELETE FROM message_file WHERE message = ?", "l", key);
  orch_store_insert_files (connection, key, f->files);
}

static void
put_back (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_autoptr (OrchConversation) conversation = orch_store_load_conversation_row (connection, call->id, 0);
  const gint64 key = orch_store_get_conversation_key (connection, call->id);
  g_autofree char *object = g_strconcat (ORCH_STORE_CONVERSATION "/", call->id, NULL);

  if (conversation == NULL)
    {
      orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "No such conversation");
      return;
    }
  if (!orch_conversation_get_fields (conversation)->text_left)
    return;
  for (guint i = 0; i < call->rows->len; i++)
    {
      const OrchMessageFields *f = NULL;

      if (!ORCH_IS_MESSAGE (call->rows->pdata[i]))
        continue;
      f = orch_message_get_fields (call->rows->pdata[i]);
      if (f->note)
        orch_connection_run (connection,
                             "UPDATE note SET text = ? WHERE id = ? AND text = '' AND (conversation = ? OR "
                             "conversation_hub_id = ?)",
                             "ssss", f->text != NULL ? f->text : "", f->id, call->id,
                             orch_conversation_get_fields (conversation)->hub_id);
      else
        put_back_message (connection, key, call->rows->pdata[i]);
    }
  orch_connection_run (connection, "UPDATE conversation SET text_left = 0, text_back = ? WHERE key = ?", "ll",
                       orch_clock_now_us (), key);
  orch_store_add_to_journal (connection, call, "conversation-fetched", object,
                             orch_conversation_get_fields (conversation)->patient, NULL);
  orch_connection_mark (connection, ORCH_STORE_CHANGED_MESSAGES);
}

DexFuture *
orch_store_put_back_text (OrchStore *self, const OrchActor *actor, const char *id, GPtrArray *records)
{
  DexFuture *refused = NULL;
  OrchStoreCall *call = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self) && actor != NULL && id != NULL && records != NULL, NULL);

  refused = orch_store_refuse (actor, ORCH_ACT_READ_MESSAGES);
  if (refused != NULL)
    return refused;
  call = orch_store_call_new (actor);
  call->id = g_strdup (id);
  call->rows = g_ptr_array_ref (records);
  return orch_store_write (self, put_back, call);
}
