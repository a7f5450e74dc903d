/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What leaves for the hub of a conversation, with what it needs there. Immutable; any thread.
 */
#include "orch-store-messages-private.h"

struct _OrchMessageOut
{
  GObject parent_instance;

  /* owned */
  OrchMessage *message; /* (nullable) */
  OrchConversation *conversation;
  OrchPatient *patient; /* (nullable) */
  GBytes *report;       /* (nullable), and what follows */
  char *report_id;
  char *report_title;
  char *report_author;

  gint64 report_made_us;
  guint n_waiting;
  guint n_leaving;
};

G_DEFINE_FINAL_TYPE (OrchMessageOut, orch_message_out, G_TYPE_OBJECT)

static void
orch_message_out_finalize (GObject *object)
{
  OrchMessageOut *self = ORCH_MESSAGE_OUT (object);

  g_clear_object (&self->message);
  g_clear_object (&self->conversation);
  g_clear_object (&self->patient);
  g_clear_pointer (&self->report, g_bytes_unref);
  g_free (self->report_id);
  g_free (self->report_title);
  g_free (self->report_author);
  G_OBJECT_CLASS (orch_message_out_parent_class)->finalize (object);
}

static void
orch_message_out_class_init (OrchMessageOutClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_message_out_finalize;
}

static void
orch_message_out_init (OrchMessageOut *self)
{
}

OrchMessage *
orch_message_out_get_message (OrchMessageOut *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_OUT (self), NULL);

  return self->message;
}

OrchConversation *
orch_message_out_get_conversation (OrchMessageOut *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_OUT (self), NULL);

  return self->conversation;
}

OrchPatient *
orch_message_out_get_patient (OrchMessageOut *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_OUT (self), NULL);

  return self->patient;
}

GBytes *
orch_message_out_get_report (OrchMessageOut *self, const char **id, const char **title, const char **author_name,
                             gint64 *made_us)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_OUT (self), NULL);

  *id = self->report_id;
  *title = self->report_title;
  *author_name = self->report_author;
  *made_us = self->report_made_us;
  return self->report;
}

guint
orch_message_out_get_n_waiting (OrchMessageOut *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_OUT (self), 0);

  return self->n_waiting;
}

guint
orch_message_out_get_n_leaving (OrchMessageOut *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_OUT (self), 0);

  return self->n_leaving;
}

/* --- loading, on a database thread ------------------------------------------------------------- */

static GPtrArray *
load_whole_files (OrchConnection *connection, gint64 key)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_object_unref);
  sqlite3_stmt *statement = orch_connection_query (
      connection, "SELECT name, content_type, size, bytes FROM message_file WHERE message = ? ORDER BY position", "l",
      key);

  while (orch_connection_next (connection, statement))
    {
      g_autoptr (GBytes) bytes = orch_column_dup_bytes (statement, 3);

      g_ptr_array_add (files, orch_message_file_new (orch_column_text (statement, 0), orch_column_text (statement, 1),
                                                     (gsize) sqlite3_column_int64 (statement, 2), bytes));
    }
  return files;
}

/* Returns: the key of its conversation, 0 when it is gone */
static gint64
load_message (OrchConnection *connection, OrchMessageOut *out, const char *id)
{
  sqlite3_stmt *statement = orch_connection_query (
      connection,
      "SELECT m.key, m.hub_id, m.sender, m.sender_name, m.text, m.corrects, m.sent, m.received, m.revision, "
      "m.conversation, c.id, c.hub_id FROM message AS m JOIN conversation AS c ON c.key = m.conversation WHERE m.id = "
      "?",
      "s", id);
  gint64 conversation = 0;

  if (!orch_connection_next (connection, statement))
    return 0;
  g_autoptr (GPtrArray) files = load_whole_files (connection, sqlite3_column_int64 (statement, 0));
  OrchMessageFields fields = {
    .id = id,
    .hub_id = orch_column_text (statement, 1),
    .sender = orch_column_text (statement, 2),
    .sender_name = orch_column_text (statement, 3),
    .from_patient = orch_column_text (statement, 2) == NULL,
    .text = orch_column_text (statement, 4),
    .corrects = orch_column_text (statement, 5),
    .sent_us = sqlite3_column_int64 (statement, 6),
    .received_us = sqlite3_column_int64 (statement, 7),
    .revision = sqlite3_column_int64 (statement, 8),
    .conversation = orch_column_text (statement, 10),
    .conversation_hub_id = orch_column_text (statement, 11),
    .files = files,
  };
  conversation = sqlite3_column_int64 (statement, 9);
  out->message = orch_message_new (&fields);
  orch_connection_done (connection, statement);
  return conversation;
}

static gint64
load_report (OrchConnection *connection, OrchMessageOut *out, const char *id)
{
  sqlite3_stmt *statement =
      orch_connection_query (connection,
                             "SELECT conversation, title, author_name, made, bytes FROM report WHERE id = ?", "s", id);
  gint64 conversation = 0;

  if (!orch_connection_next (connection, statement))
    return 0;
  conversation = sqlite3_column_int64 (statement, 0);
  out->report_id = g_strdup (id);
  out->report_title = g_strdup (orch_column_text (statement, 1));
  out->report_author = g_strdup (orch_column_text (statement, 2));
  out->report_made_us = sqlite3_column_int64 (statement, 3);
  out->report = orch_column_dup_bytes (statement, 4);
  orch_connection_done (connection, statement);
  return conversation;
}

static void
load_out (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_autoptr (OrchMessageOut) out = g_object_new (ORCH_TYPE_MESSAGE_OUT, NULL);
  const char *patient = NULL;
  gint64 key = 0;

  if (g_str_equal (call->type, ORCH_STORE_MESSAGE))
    key = load_message (connection, out, call->id);
  else if (g_str_equal (call->type, ORCH_STORE_REPORT))
    key = load_report (connection, out, call->id);
  else if (g_str_equal (call->type, ORCH_STORE_NOTE))
    out->message = orch_store_load_note_row (connection, call->id, &key);
  else
    key = orch_store_get_conversation_key (connection, call->id);
  if (key != 0)
    out->conversation = orch_store_load_conversation_row (connection, NULL, key);
  if (out->conversation == NULL)
    {
      orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "It is no longer here");
      return;
    }
  patient = orch_conversation_get_fields (out->conversation)->patient;
  if (patient != NULL)
    out->patient = (OrchPatient *) orch_store_load_row (connection, ORCH_STORE_PATIENTS, patient);
  out->n_waiting = (guint)
      orch_connection_get_int64 (connection, 0,
                                 "SELECT (SELECT count (*) FROM message WHERE conversation = ? AND hub_id IS NULL) "
                                 "+ (SELECT count (*) FROM note AS n JOIN outbox AS o ON o.object_type = "
                                 "'" ORCH_STORE_NOTE "' AND o.object_id = n.id AND o.state IN (0, 1) WHERE "
                                 "n.conversation = (SELECT id FROM conversation WHERE key = ?))",
                                 "ll", key, key);
  out->n_leaving = (guint)
      orch_connection_get_int64 (connection, 0,
                                 "SELECT (SELECT count (*) FROM message AS m JOIN outbox AS o ON o.object_type = "
                                 "'" ORCH_STORE_MESSAGE "' AND o.object_id = m.id AND o.state IN (0, 1) WHERE "
                                 "m.conversation = ? AND m.sender IS NOT NULL) "
                                 "+ (SELECT count (*) FROM note AS n JOIN outbox AS o ON o.object_type = "
                                 "'" ORCH_STORE_NOTE "' AND o.object_id = n.id AND o.state IN (0, 1) WHERE "
                                 "n.conversation = (SELECT id FROM conversation WHERE key = ?))",
                                 "ll", key, key);
  orch_store_take_object (result, g_steal_pointer (&out));
}

DexFuture *
orch_store_load_out (OrchStore *self, const char *type, const char *id)
{
  OrchStoreCall *call = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self) && type != NULL && id != NULL, NULL);

  call = orch_store_call_new (NULL);
  call->type = g_strdup (type);
  call->id = g_strdup (id);
  return orch_store_read (self, load_out, call, NULL);
}
