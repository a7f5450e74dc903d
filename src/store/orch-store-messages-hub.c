/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchStore: conversations and messages as they come down from the hub. See orch-store-messages.h.
 */
#include "orch-store-messages-private.h"

/* --- conversations ------------------------------------------------------------------------- */

/* Returns: (transfer full) (nullable): our id of the patient, when they are here */
static char *
find_patient (OrchConnection *connection, const OrchConversationFields *f)
{
  char *id = NULL;

  if (f->patient_hub_id != NULL)
    id = orch_connection_dup_text (connection, "SELECT id FROM patient WHERE hub_id = ?", "s", f->patient_hub_id);
  if (id == NULL && f->patient != NULL)
    id = orch_connection_dup_text (connection, "SELECT id FROM patient WHERE id = ?", "s", f->patient);
  return id;
}

/* An edit that the hub does not have yet is the last word until it is sent. */
static gboolean
is_kept_out (OrchConnection *connection, const char *id)
{
  return orch_store_has_unsent (connection, ORCH_STORE_CONVERSATION, id) ||
         orch_connection_get_int64 (connection, 0,
                                    "SELECT 1 FROM report WHERE synced_revision = 0 AND conversation = (SELECT key "
                                    "FROM conversation WHERE id = ?) LIMIT 1",
                                    "s", id) != 0;
}

/* Returns: the key of the row, 0 when nothing of it changed */
static gint64
apply_conversation (OrchConnection *connection, OrchConversation *theirs, const char *version)
{
  OrchConversationFields fields = *orch_conversation_get_fields (theirs);
  g_autofree char *known =
      orch_connection_dup_text (connection, "SELECT id FROM conversation WHERE hub_id = ?", "s", fields.hub_id);
  g_autofree char *patient = find_patient (connection, &fields);
  g_autoptr (OrchConversation) row = NULL;
  gint64 key = 0;

  if (known != NULL)
    fields.id = known;
  if (version != NULL &&
      orch_connection_get_int64 (connection, 0, "SELECT 1 FROM conversation WHERE id = ? AND hub_version = ?", "ss",
                                 fields.id, version) != 0)
    return 0;
  if (is_kept_out (connection, fields.id))
    return 0;
  fields.patient = patient;
  row = orch_conversation_new (&fields);
  key = orch_store_write_conversation_row (connection, row);
  orch_connection_run (connection,
                       "UPDATE conversation SET hub_id = ?, hub_version = ?, synced_revision = revision WHERE key = ?",
                       "ssl", fields.hub_id, version, key);
  return key;
}

/* --- messages ------------------------------------------------------------------------------ */

static gint64
find_conversation (OrchConnection *connection, const OrchMessageFields *f)
{
  gint64 key = orch_connection_get_int64 (connection, 0, "SELECT key FROM conversation WHERE hub_id = ?", "s",
                                          f->conversation_hub_id);

  if (key == 0 && f->conversation != NULL)
    key = orch_store_get_conversation_key (connection, f->conversation);
  return key;
}

/* Returns: the key of the conversation when something changed, else 0 */
static gint64
apply_message (OrchConnection *connection, OrchMessage *theirs, const char *version)
{
  const OrchMessageFields *f = orch_message_get_fields (theirs);
  gint64 key = orch_connection_get_int64 (connection, 0, "SELECT key FROM message WHERE id = ?", "s", f->id);
  const gint64 conversation = find_conversation (connection, f);
  gboolean adds = FALSE;

  if (key == 0)
    key = orch_connection_get_int64 (connection, 0, "SELECT key FROM message WHERE hub_id = ?", "s", f->hub_id);
  if (key == 0 && conversation == 0)
    {
      if (f->conversation_hub_id != NULL)
        orch_connection_run (connection,
                             "INSERT INTO message_early (hub_id, conversation_hub_id) VALUES (?, ?) ON CONFLICT DO "
                             "NOTHING",
                             "ss", f->hub_id, f->conversation_hub_id);
      return 0;
    }
  if (key != 0 && version != NULL &&
      orch_connection_get_int64 (connection, 0, "SELECT 1 FROM message WHERE key = ? AND hub_version = ?", "ls", key,
                                 version) != 0)
    return 0;
  adds = key == 0;
  if (adds)
    key = orch_store_insert_message (connection, conversation, theirs);
  orch_connection_run (connection,
                       "UPDATE message SET hub_id = ?, hub_version = ?, received = max (received, ?), "
                       "synced_revision = max (synced_revision, 1) WHERE key = ?",
                       "ssll", f->hub_id, version, f->received_us, key);
  orch_connection_run (connection, "DELETE FROM message_early WHERE hub_id = ?", "s", f->hub_id);
  return orch_connection_get_int64 (connection, 0, "SELECT conversation FROM message WHERE key = ?", "l", key);
}

static void
apply (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_autoptr (GHashTable) touched = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer key = NULL;
  guint n = 0;

  for (guint i = 0; i < call->rows->len; i++)
    {
      GObject *record = g_ptr_array_index (call->rows, i);
      const char *version = g_ptr_array_index (call->more, i);
      const gint64 changed = ORCH_IS_CONVERSATION (record)
                                 ? apply_conversation (connection, ORCH_CONVERSATION (record), version)
                                 : apply_message (connection, ORCH_MESSAGE (record), version);

      if (changed == 0)
        continue;
      n++;
      g_hash_table_add (touched, GSIZE_TO_POINTER (changed));
    }
  g_hash_table_iter_init (&iter, touched);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      orch_store_count_conversation (connection, (gint64) GPOINTER_TO_SIZE (key));
      orch_store_keep_text_away (connection, (gint64) GPOINTER_TO_SIZE (key));
    }
  g_value_init (result, G_TYPE_UINT);
  g_value_set_uint (result, n);
}

DexFuture *
orch_store_apply_hub_messages (OrchStore *self, const OrchActor *actor, GPtrArray *records, const char *const *versions)
{
  DexFuture *refused = NULL;
  OrchStoreCall *call = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self) && actor != NULL && records != NULL, NULL);

  refused = orch_store_refuse_persons (actor, ORCH_ACT_SYNC);
  if (refused != NULL)
    return refused;
  call = orch_store_call_new (actor);
  call->rows = g_ptr_array_ref (records);
  call->more = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (call->more, g_strdup (versions[i]));
  return orch_store_write (self, apply, call);
}

/* --- what is missing ------------------------------------------------------------------------ */

static void
list_ids (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  sqlite3_stmt *statement =
      call->flag ? orch_connection_query (connection,
                                          "SELECT DISTINCT patient_hub_id FROM conversation WHERE patient IS NULL AND "
                                          "patient_hub_id IS NOT NULL ORDER BY patient_hub_id LIMIT ?",
                                          "l", (gint64) call->limit)
                 : orch_connection_query (connection,
                                          "SELECT DISTINCT conversation_hub_id FROM message_early ORDER BY "
                                          "conversation_hub_id LIMIT ?",
                                          "l", (gint64) call->limit);

  while (orch_connection_next (connection, statement))
    g_strv_builder_add (ids, orch_column_text (statement, 0));
  g_value_init (result, G_TYPE_STRV);
  g_value_take_boxed (result, g_strv_builder_end (ids));
}

static DexFuture *
list (OrchStore *self, gboolean patients, guint limit)
{
  OrchStoreCall *call = orch_store_call_new (NULL);

  call->flag = patients;
  call->limit = limit;
  return orch_store_read (self, list_ids, call, NULL);
}

DexFuture *
orch_store_list_early_messages (OrchStore *self)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);

  return list (self, FALSE, 100);
}

DexFuture *
orch_store_list_unknown_patients (OrchStore *self, guint limit)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);

  return list (self, TRUE, limit);
}
