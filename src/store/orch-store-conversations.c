/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchStore: what becomes of a conversation: opened, ended, completed; and what people are writing. See orch-store-messages.h.
 */
#include <string.h>

#include "core/orch-clock.h"
#include "orch-store-messages-private.h"

static char *
name_object (const char *id)
{
  return g_strconcat (ORCH_STORE_CONVERSATION "/", id, NULL);
}

static OrchStoreCall *
make_call (const OrchActor *actor, const char *id)
{
  OrchStoreCall *call = orch_store_call_new (actor);

  call->id = g_strdup (id);
  return call;
}

/* Returns: (transfer full) (nullable): NOT_FOUND otherwise */
static OrchConversation *
load_or_fail (OrchConnection *connection, const OrchStoreCall *call)
{
  OrchConversation *conversation = orch_store_load_conversation_row (connection, call->id, 0);

  if (conversation == NULL)
    orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "No such conversation");
  return conversation;
}

/* The row changed: the hub is told. */
static void
queue (OrchConnection *connection, const OrchStoreCall *call)
{
  orch_store_add_to_outbox (connection, call, ORCH_STORE_CONVERSATION, call->id, "update", NULL,
                            orch_connection_get_int64 (connection, 1, "SELECT revision FROM conversation WHERE id = ?",
                                                       "s", call->id));
}

static void
journal (OrchConnection *connection, const OrchStoreCall *call, const char *act, OrchConversation *conversation)
{
  g_autofree char *object = name_object (call->id);

  orch_store_add_to_journal (connection, call, act, object, orch_conversation_get_fields (conversation)->patient, NULL);
}

/* --- ending and completing ----------------------------------------------------------------- */

static void
end_conversation (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_autoptr (OrchConversation) conversation = load_or_fail (connection, call);

  if (conversation == NULL ||
      orch_store_refuse_bar (connection, orch_conversation_get_bar (conversation, call->actor, call->permission)))
    return;
  if (!orch_conversation_can_end (conversation, call->actor, call->permission))
    {
      orch_connection_fail (connection, ORCH_ERROR_REFUSED, "Not a conversation that this person ends");
      return;
    }
  orch_store_set_conversation_status (connection, orch_store_get_conversation_key (connection, call->id),
                                      ORCH_CONVERSATION_REPORT);
  queue (connection, call);
  journal (connection, call, "conversation-ended", conversation);
}

DexFuture *
orch_store_end_conversation (OrchStore *self, const OrchActor *actor, const char *id)
{
  DexFuture *refused = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self) && actor != NULL && id != NULL, NULL);

  refused = orch_store_refuse (actor, ORCH_ACT_WRITE_REPORT);
  return refused != NULL ? refused : orch_store_write (self, end_conversation, make_call (actor, id));
}

static void
complete_conversation (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_autoptr (OrchConversation) conversation = load_or_fail (connection, call);
  gint64 key = 0;

  if (conversation == NULL)
    return;
  if (!orch_conversation_can_report (conversation, call->actor, call->permission))
    {
      const gboolean late = orch_conversation_get_fields (conversation)->status != ORCH_CONVERSATION_REPORT;

      orch_connection_fail (connection, late ? ORCH_ERROR_CONFLICT : ORCH_ERROR_REFUSED, "No report is owed by them");
      return;
    }
  key = orch_store_get_conversation_key (connection, call->id);
  orch_connection_run (connection,
                       "INSERT INTO report (id, conversation, author, author_name, title, made, bytes, revision) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?, 1)",
                       "slsssl"
                       "b",
                       call->type, key, call->actor, call->text, call->detail, orch_clock_now_us (),
                       call->more->pdata[0]);
  orch_connection_run (connection, "DELETE FROM draft WHERE conversation = ?", "l", key);
  orch_store_set_conversation_status (connection, key, ORCH_CONVERSATION_COMPLETED);
  /* It carries the end of the conversation, too: after it the hub takes no message any more. */
  orch_store_add_to_outbox (connection, call, ORCH_STORE_REPORT, call->type, "create", NULL, 1);
  if (call->verb != NULL)
    {
      g_autofree char *document = g_strconcat (ORCH_STORE_DOCUMENT "/", call->type, NULL);

      orch_store_add_to_outbox (connection, call, ORCH_STORE_DOCUMENT, call->type, "create",
                                g_bytes_get_data (call->more->pdata[1], NULL), 0);
      orch_store_add_to_journal (connection, call, "document-filed", document, call->verb, NULL);
    }
  journal (connection, call, "report-made", conversation);
}

DexFuture *
orch_store_complete_conversation (OrchStore *self, const OrchActor *actor, const char *id, const OrchReport *report)
{
  DexFuture *refused = NULL;
  OrchStoreCall *call = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self) && actor != NULL && id != NULL, NULL);
  g_return_val_if_fail (report != NULL && report->id != NULL && report->title != NULL && report->pdf != NULL, NULL);

  refused = orch_store_refuse (actor, ORCH_ACT_WRITE_REPORT);
  if (refused == NULL && report->chart_patient != NULL)
    refused = orch_store_refuse (actor, ORCH_ACT_WRITE_CHART);
  if (refused != NULL)
    return refused;
  call = make_call (actor, id);
  call->type = g_strdup (report->id);
  call->text = g_strdup (report->author_name);
  call->detail = g_strdup (report->title);
  call->more = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_ptr_array_add (call->more, g_bytes_ref (report->pdf));
  if (report->chart_patient != NULL)
    {
      call->verb = g_strdup (report->chart_patient);
      g_ptr_array_add (call->more, g_bytes_new (report->chart_payload, strlen (report->chart_payload) + 1));
    }
  return orch_store_write (self, complete_conversation, call);
}

/* --- drafts ------------------------------------------------------------------------------- */

static void
drop_draft (OrchConnection *connection, const OrchStoreCall *call, const char *id, OrchConversation *known)
{
  const gint64 key = orch_store_get_conversation_key (connection, id);

  orch_connection_run (connection, "DELETE FROM draft WHERE conversation = ? AND actor = ?", "ls", key, call->actor);
  if (known != NULL && orch_conversation_get_fields (known)->status == ORCH_CONVERSATION_DRAFT &&
      g_strcmp0 (orch_conversation_get_fields (known)->author, call->actor) == 0)
    orch_connection_run (connection, "DELETE FROM conversation WHERE key = ?", "l", key);
  orch_connection_mark (connection, ORCH_STORE_CHANGED_MESSAGES);
}

static void
keep_draft (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  OrchConversation *wanted = ORCH_CONVERSATION (call->object);
  const char *id = orch_conversation_get_fields (wanted)->id;
  g_autoptr (OrchConversation) known = orch_store_load_conversation_row (connection, id, 0);
  const gboolean begins = known == NULL || orch_conversation_get_fields (known)->status == ORCH_CONVERSATION_DRAFT;

  if (call->more == NULL)
    {
      drop_draft (connection, call, id, known);
      return;
    }
  if (begins && !orch_conversation_can_begin (call->permission))
    {
      orch_connection_fail (connection, ORCH_ERROR_REFUSED, "Not somebody who begins conversations");
      return;
    }
  if (begins && known != NULL && g_strcmp0 (orch_conversation_get_fields (known)->author, call->actor) != 0)
    {
      orch_connection_fail (connection, ORCH_ERROR_REFUSED, "Somebody else's draft");
      return;
    }
  if (begins)
    {
      OrchConversationFields fields = *orch_conversation_get_fields (wanted);
      g_autoptr (OrchConversation) row = NULL;

      fields.status = ORCH_CONVERSATION_DRAFT;
      fields.author = call->actor;
      fields.began_us = known != NULL ? orch_conversation_get_fields (known)->began_us : orch_clock_now_us ();
      row = orch_conversation_new (&fields);
      orch_store_write_conversation_row (connection, row);
    }
  else
    {
      const OrchConversationBar bar = orch_conversation_get_bar (known, call->actor, call->permission);

      /* Of an exchange that has ended it is the report. */
      if (orch_store_refuse_bar (connection, bar == ORCH_CONVERSATION_ENDED ? ORCH_CONVERSATION_OPEN : bar))
        return;
    }
  orch_connection_run (connection,
                       "INSERT INTO draft (conversation, actor, sealed, changed) VALUES (?, ?, ?, ?) ON CONFLICT DO "
                       "UPDATE SET sealed = excluded.sealed, changed = excluded.changed",
                       "lsbl", orch_store_get_conversation_key (connection, id), call->actor, call->more->pdata[0],
                       orch_clock_now_us ());
}

DexFuture *
orch_store_keep_draft (OrchStore *self, const OrchActor *actor, OrchConversation *conversation, GBytes *sealed)
{
  DexFuture *refused = NULL;
  OrchStoreCall *call = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self) && actor != NULL && ORCH_IS_CONVERSATION (conversation), NULL);

  refused = orch_store_refuse (actor, ORCH_ACT_WRITE_MESSAGES);
  if (refused != NULL)
    return refused;
  call = orch_store_call_new (actor);
  call->object = G_OBJECT (g_object_ref (conversation));
  if (sealed != NULL)
    {
      call->more = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
      g_ptr_array_add (call->more, g_bytes_ref (sealed));
    }
  return orch_store_write (self, keep_draft, call);
}

static void
load_draft (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  GBytes *sealed = NULL;
  sqlite3_stmt *statement = orch_connection_query (
      connection,
      "SELECT sealed FROM draft WHERE conversation = (SELECT key FROM conversation WHERE id = ?) AND actor = ?", "ss",
      call->id, call->actor);

  if (orch_connection_next (connection, statement))
    {
      sealed = orch_column_dup_bytes (statement, 0);
      orch_connection_done (connection, statement);
    }
  g_value_init (result, G_TYPE_BYTES);
  g_value_take_boxed (result, sealed);
}

DexFuture *
orch_store_load_draft (OrchStore *self, const OrchActor *actor, const char *id)
{
  g_return_val_if_fail (ORCH_IS_STORE (self) && actor != NULL && id != NULL, NULL);

  return orch_store_read (self, load_draft, make_call (actor, id), NULL);
}

/* --- reading ------------------------------------------------------------------------------ */

static void
find_conversation (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  OrchConversation *conversation = load_or_fail (connection, call);

  if (conversation != NULL)
    orch_store_take_object (result, conversation);
}

DexFuture *
orch_store_find_conversation (OrchStore *self, const OrchActor *actor, const char *id)
{
  DexFuture *refused = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self) && actor != NULL && id != NULL, NULL);

  refused = orch_store_refuse (actor, ORCH_ACT_READ_MESSAGES);
  return refused != NULL ? refused : orch_store_read (self, find_conversation, make_call (actor, id), NULL);
}

static void
open_conversation (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  OrchConversation *conversation = load_or_fail (connection, call);

  if (conversation == NULL)
    return;
  journal (connection, call,
           orch_conversation_takes_part (conversation, call->actor) ? "conversation-opened" : "colleague-read",
           conversation);
  orch_store_take_object (result, conversation);
}

DexFuture *
orch_store_open_conversation (OrchStore *self, const OrchActor *actor, const char *id)
{
  DexFuture *refused = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self) && actor != NULL && id != NULL, NULL);

  refused = orch_store_refuse (actor, ORCH_ACT_READ_MESSAGES);
  return refused != NULL ? refused : orch_store_write (self, open_conversation, make_call (actor, id));
}
