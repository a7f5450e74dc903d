/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchStore: documents for the charts of the EMR. They wait in the outbox as what is for the hub does, and are seen with it; they leave by themselves.
 */
#include "core/orch-clock.h"
#include "orch-store-messages.h"
#include "orch-store-private.h"

/* By outbox_by_object: tens of thousands of other changes may wait beside a few documents. A report goes to the chart once the hub has taken
 * it: one that the hub refuses is not alone in the chart. */
#define DUE                                                                                                            \
  "outbox INDEXED BY outbox_by_object WHERE object_type = '" ORCH_STORE_DOCUMENT "' AND state = 0 AND NOT EXISTS "     \
  "(SELECT 1 FROM outbox AS first WHERE first.object_type = '" ORCH_STORE_REPORT "' AND first.object_id = "            \
  "outbox.object_id AND first.state <> 2)"

/* --- database thread -------------------------------------------------------------------- */

static void
file_document (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_autofree char *object = g_strconcat (ORCH_STORE_DOCUMENT "/", call->id, NULL);

  gint64 seq =
      orch_connection_get_int64 (connection, 0, "SELECT seq FROM outbox WHERE object_type = ? AND object_id = ?", "ss",
                                 ORCH_STORE_DOCUMENT, call->id);

  g_value_init (result, G_TYPE_INT64);
  /* Asked twice, it is filed once. */
  if (seq == 0)
    {
      seq = orch_store_add_to_outbox (connection, call, ORCH_STORE_DOCUMENT, call->id, "create", call->text, 0);
      orch_store_add_to_journal (connection, call, "document-filed", object, call->verb, NULL);
    }
  g_value_set_int64 (result, seq);
}

static void
claim_document (OrchConnection *connection, GValue *result, gpointer data)
{
  g_autoptr (OrchOutboxRow) row = NULL;
  sqlite3_stmt *statement =
      orch_connection_query (connection,
                             "UPDATE outbox SET state = 1, attempts = attempts + 1 WHERE seq = (SELECT seq FROM " DUE
                             " AND next_try <= ? ORDER BY seq LIMIT 1) RETURNING " ORCH_STORE_OUTBOX_COLUMNS (
                                 "payload"),
                             "l", orch_clock_now_us ());

  /* A statement with RETURNING is done when it was stepped to its end. */
  while (orch_connection_next (connection, statement))
    row = orch_store_read_outbox_row (statement);
  if (row != NULL)
    orch_connection_mark (connection, ORCH_STORE_CHANGED_OUTBOX);
  orch_store_take_object (result, g_steal_pointer (&row));
}

static void
next_due (OrchConnection *connection, GValue *result, gpointer data)
{
  g_value_init (result, G_TYPE_INT64);
  g_value_set_int64 (result, orch_connection_get_int64 (connection, 0, "SELECT min (next_try) FROM " DUE, ""));
}

static void
set_left (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;

  orch_connection_run (connection, "UPDATE outbox SET sent = iif (?, 'left', NULL) WHERE seq = ? AND object_type = ?",
                       "ils", call->flag, call->number, ORCH_STORE_DOCUMENT);
}

/* --- public ----------------------------------------------------------------------------- */

DexFuture *
orch_store_file_document (OrchStore *self, const OrchActor *actor, const char *id, const char *patient,
                          const char *payload)
{
  DexFuture *refused = NULL;
  OrchStoreCall *call = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && id != NULL && payload != NULL, NULL);

  refused = orch_store_refuse (actor, ORCH_ACT_WRITE_CHART);
  if (refused != NULL)
    return refused;
  call = orch_store_call_new (actor);
  call->id = g_strdup (id);
  call->verb = g_strdup (patient);
  call->text = g_strdup (payload);
  return orch_store_write (self, file_document, call);
}

DexFuture *
orch_store_claim_document (OrchStore *self)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);

  return orch_store_write (self, claim_document, orch_store_call_new (NULL));
}

DexFuture *
orch_store_next_document_due (OrchStore *self)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);

  return orch_store_read (self, next_due, orch_store_call_new (NULL), NULL);
}

DexFuture *
orch_store_outbox_set_left (OrchStore *self, OrchOutboxRow *row, gboolean left)
{
  OrchStoreCall *call = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (ORCH_IS_OUTBOX_ROW (row), NULL);

  call = orch_store_call_new (NULL);
  call->number = orch_outbox_row_get_fields (row)->seq;
  call->flag = left;
  return orch_store_write (self, set_left, call);
}
