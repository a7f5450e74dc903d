/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchStore: the reports of conversations: read, fetched from the hub, taken back. See orch-store-messages.h.
 */
#include "orch-store-messages-private.h"

static void
load_report (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  GBytes *bytes = NULL;
  sqlite3_stmt *statement =
      orch_connection_query (connection,
                             "SELECT bytes FROM report WHERE conversation = (SELECT key FROM conversation WHERE id = "
                             "?) AND bytes IS NOT NULL ORDER BY made DESC LIMIT 1",
                             "s", call->id);

  if (orch_connection_next (connection, statement))
    {
      bytes = orch_column_dup_bytes (statement, 0);
      orch_connection_done (connection, statement);
    }
  if (bytes == NULL)
    {
      orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "The report is not here");
      return;
    }
  g_value_init (result, G_TYPE_BYTES);
  g_value_take_boxed (result, bytes);
}

DexFuture *
orch_store_load_report (OrchStore *self, const OrchActor *actor, const char *conversation_id)
{
  DexFuture *refused = NULL;
  OrchStoreCall *call = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self) && actor != NULL && conversation_id != NULL, NULL);

  refused = orch_store_refuse (actor, ORCH_ACT_READ_MESSAGES);
  if (refused != NULL)
    return refused;
  call = orch_store_call_new (actor);
  call->id = g_strdup (conversation_id);
  return orch_store_read (self, load_report, call, NULL);
}

/* --- from the hub ------------------------------------------------------------------------- */

static void
keep_report (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_autoptr (OrchConversation) conversation = orch_store_load_conversation_row (connection, call->id, 0);
  g_autofree char *object = g_strconcat (ORCH_STORE_CONVERSATION "/", call->id, NULL);

  if (conversation == NULL)
    {
      orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "No such conversation");
      return;
    }
  /* One that was made here stays as it was made. */
  orch_connection_run (connection,
                       "INSERT INTO report (id, conversation, author, author_name, title, made, bytes, hub_id, "
                       "hub_version, revision, synced_revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 1) ON CONFLICT "
                       "(id) DO UPDATE SET bytes = coalesce (bytes, excluded.bytes)",
                       "slsssl"
                       "bss",
                       call->type, orch_store_get_conversation_key (connection, call->id),
                       g_ptr_array_index (call->rows, 0), call->text, call->detail, call->number, call->more->pdata[0],
                       g_ptr_array_index (call->rows, 1), g_ptr_array_index (call->rows, 2));
  orch_store_add_to_journal (connection, call, "report-fetched", object,
                             orch_conversation_get_fields (conversation)->patient, NULL);
}

DexFuture *
orch_store_keep_report (OrchStore *self, const OrchActor *actor, const char *conversation_id,
                        const OrchFetchedReport *report)
{
  DexFuture *refused = NULL;
  OrchStoreCall *call = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self) && actor != NULL && conversation_id != NULL, NULL);
  g_return_val_if_fail (report != NULL && report->id != NULL && report->pdf != NULL, NULL);

  refused = orch_store_refuse (actor, ORCH_ACT_READ_MESSAGES);
  if (refused != NULL)
    return refused;
  call = orch_store_call_new (actor);
  call->id = g_strdup (conversation_id);
  call->type = g_strdup (report->id);
  call->text = g_strdup (report->author_name);
  call->detail = g_strdup (report->title != NULL ? report->title : "");
  call->number = report->made_us;
  call->rows = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (call->rows, g_strdup (report->author));
  g_ptr_array_add (call->rows, g_strdup (report->hub_id));
  g_ptr_array_add (call->rows, g_strdup (report->hub_version));
  call->more = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_ptr_array_add (call->more, g_bytes_ref (report->pdf));
  return orch_store_write (self, keep_report, call);
}

/* --- given up ----------------------------------------------------------------------------- */

void
orch_store_take_back_report (OrchConnection *connection, const char *id)
{
  const gint64 conversation =
      orch_connection_get_int64 (connection, 0, "SELECT conversation FROM report WHERE id = ? AND hub_id IS NULL", "s",
                                 id);

  if (conversation == 0)
    return;
  orch_connection_run (connection, "DELETE FROM report WHERE id = ?", "s", id);
  /* What waited for it does not go to the patient's chart alone. */
  orch_connection_run (connection, "DELETE FROM outbox WHERE object_type = ? AND object_id = ? AND state IN (0, 3)",
                       "ss", ORCH_STORE_DOCUMENT, id);
  orch_connection_run (connection,
                       "UPDATE conversation SET status = 2, completed = 0, revision = revision + 1 WHERE key = ?", "l",
                       conversation);
  orch_store_count_conversation (connection, conversation);
}
