/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchStore: what the hub must be told. An op waits (QUEUED), is on its way (SENDING), was acknowledged (SENT) or was refused
 * for good (FAILED). The ops of one object leave in the order they came; those of others may overtake.
 */
#include <string.h>

#include "core/orch-clock.h"
#include "orch-store-messages-private.h"

/* What is for the EMR leaves by itself: orch-store-chart.c */
#define FOR_THE_HUB "object_type <> '" ORCH_STORE_DOCUMENT "' AND "

/* Literals, for they are part of partial conditions: QUEUED 0, SENDING 1, SENT 2, FAILED 3 */
G_STATIC_ASSERT (ORCH_OUTBOX_QUEUED == 0 && ORCH_OUTBOX_SENDING == 1 && ORCH_OUTBOX_SENT == 2 &&
                 ORCH_OUTBOX_FAILED == 3);

#define FIRST_OF_ITS_OBJECT                                                                                            \
  "NOT EXISTS (SELECT 1 FROM outbox AS older WHERE older.object_type = outbox.object_type AND "                        \
  "older.object_id = outbox.object_id AND older.seq < outbox.seq AND older.state <> 2)"

/* --- database thread -------------------------------------------------------------------- */

/* Puts the change into the op that already waits for this object, when there is one. Returns: its seq, or 0 */
static gint64
merge_into_waiting (OrchConnection *connection, const OrchStoreCall *call, const char *type, const char *id,
                    const char *payload, gint64 revision)
{
  gint64 seq = orch_connection_get_int64 (
      connection, 0,
      "SELECT seq FROM outbox WHERE object_type = ? AND object_id = ? AND state <> 2 AND "
      "(verb = 'update' OR (verb = 'create' AND payload IS NULL)) AND "
      "seq = (SELECT max (seq) FROM outbox WHERE object_type = ? AND object_id = ? AND state <> 2)",
      "ssss", type, id, type, id);
  if (seq == 0)
    return 0;

  /* What the workstation adds to a person's change does not make it the workstation's. */
  gboolean keeps_person =
      call->permission == ORCH_PERMISSION_WORKSTATION &&
      orch_connection_get_int64 (connection, 0, "SELECT 1 FROM outbox WHERE seq = ? AND permission <> ?", "li", seq,
                                 ORCH_PERMISSION_WORKSTATION) != 0;

  /* One that is being sent stays so: orch_store_outbox_ack() sees by the revision that it was edited meanwhile. A create keeps
   * its op_id, which is what makes it happen once. */
  g_autofree char *op_id = g_uuid_string_random ();
  orch_connection_run (connection,
                       "UPDATE outbox SET op_id = iif (verb = 'create', op_id, ?), actor = iif (?, actor, ?), "
                       "permission = iif (?, permission, ?), "
                       "payload = ?, revision = iif (? > 0, ?, revision + 1), state = iif (state = 1, 1, 0), "
                       "attempts = iif (state = 1, attempts, 0), next_try = iif (state = 3, ?, next_try) WHERE seq = ?",
                       "sisiisllll", op_id, keeps_person, call->actor, keeps_person, call->permission, payload,
                       revision, revision, orch_clock_now_us (), seq);
  return seq;
}

gint64
orch_store_add_to_outbox (OrchConnection *connection, const OrchStoreCall *call, const char *type, const char *id,
                          const char *verb, const char *payload, gint64 revision)
{
  gint64 seq = 0;

  orch_connection_mark (connection, ORCH_STORE_CHANGED_OUTBOX);
  if (g_str_equal (verb, "update") || (g_str_equal (verb, "create") && payload == NULL))
    seq = merge_into_waiting (connection, call, type, id, payload, revision);
  if (seq != 0)
    return seq;

  gint64 now = orch_clock_now_us ();
  g_autofree char *op_id = g_uuid_string_random ();
  orch_connection_run (connection,
                       "INSERT INTO outbox (op_id, actor, permission, object_type, object_id, verb, payload, revision, "
                       "state, created, next_try) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)",
                       "ssisssslll", op_id, call->actor != NULL ? call->actor : "", call->permission, type, id, verb,
                       payload, MAX (revision, 1), now, now);
  return orch_connection_last_key (connection);
}

static void
enqueue (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;

  g_value_init (result, G_TYPE_INT64);
  g_value_set_int64 (result,
                     orch_store_add_to_outbox (connection, call, call->type, call->id, call->verb, call->text, 0));
}

/* Returns: (transfer full): those that are due, at most call->limit. type: (nullable): with verb, only those */
static GArray *
find_due (OrchConnection *connection, const OrchStoreCall *call)
{
  GArray *seqs = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 now = orch_clock_now_us ();
  /* In the order of the index: it stops at the first that is due. */
  sqlite3_stmt *statement =
      call->type != NULL
          ? orch_connection_query (connection,
                                   "SELECT seq FROM outbox INDEXED BY outbox_waiting WHERE state = 0 AND "
                                   "next_try <= ? AND object_type = ? AND verb = ? AND " FIRST_OF_ITS_OBJECT
                                   " ORDER BY seq LIMIT ?",
                                   "lssl", now, call->type, call->verb, (gint64) call->limit)
          : orch_connection_query (connection,
                                   "SELECT seq FROM outbox INDEXED BY outbox_waiting WHERE state = 0 AND "
                                   "next_try <= ? AND " FOR_THE_HUB FIRST_OF_ITS_OBJECT " ORDER BY seq LIMIT ?",
                                   "ll", now, (gint64) call->limit);

  while (orch_connection_next (connection, statement))
    {
      gint64 seq = sqlite3_column_int64 (statement, 0);
      g_array_append_val (seqs, seq);
    }
  return seqs;
}

/* Returns: whether some of those that are due had nothing left to say */
static gboolean
claim_due (OrchConnection *connection, const OrchStoreCall *call, GPtrArray *rows)
{
  g_autoptr (GArray) seqs = find_due (connection, call);
  gboolean any_gone = FALSE;

  for (guint i = 0; i < seqs->len; i++)
    {
      g_autoptr (OrchOutboxRow) row = NULL;
      sqlite3_stmt *statement = orch_connection_query (
          connection,
          "UPDATE outbox SET state = 1, attempts = attempts + 1 WHERE seq = ? RETURNING " ORCH_STORE_OUTBOX_COLUMNS (
              "payload"),
          "l", g_array_index (seqs, gint64, i));
      /* A statement with RETURNING is done when it was stepped to its end. */
      while (orch_connection_next (connection, statement))
        row = orch_store_read_outbox_row (statement);
      if (row == NULL)
        continue;
      row = orch_store_note_what_leaves (connection, g_steal_pointer (&row));
      any_gone = any_gone || row == NULL;
      if (row != NULL)
        g_ptr_array_add (rows, g_steal_pointer (&row));
    }
  return any_gone;
}

static void
claim_batch (OrchConnection *connection, GValue *result, gpointer data)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);

  while (claim_due (connection, data, rows) && rows->len == 0)
    ;
  if (rows->len > 0)
    orch_connection_mark (connection, ORCH_STORE_CHANGED_OUTBOX);
  orch_store_take_array (result, rows);
}

static void
claim (OrchConnection *connection, GValue *result, gpointer data)
{
  g_auto (GValue) batch = G_VALUE_INIT;

  claim_batch (connection, &batch, data);
  GPtrArray *rows = g_value_get_boxed (&batch);
  orch_store_take_object (result, rows->len > 0 ? g_object_ref (rows->pdata[0]) : NULL);
}

static void
reset_waits (OrchConnection *connection, GValue *result, gpointer data)
{
  gint64 now = orch_clock_now_us ();
  int n = orch_connection_run (connection, "UPDATE outbox SET next_try = ? WHERE state = 0 AND next_try > ?", "ll", now,
                               now);

  if (n > 0)
    orch_connection_mark (connection, ORCH_STORE_CHANGED_OUTBOX);
  g_value_init (result, G_TYPE_UINT);
  g_value_set_uint (result, MAX (n, 0));
}

static void
next_due (OrchConnection *connection, GValue *result, gpointer data)
{
  g_value_init (result, G_TYPE_INT64);
  g_value_set_int64 (result,
                     orch_connection_get_int64 (
                         connection, 0,
                         "SELECT min (next_try) FROM outbox INDEXED BY outbox_waiting WHERE state = 0 AND " FOR_THE_HUB
                             FIRST_OF_ITS_OBJECT,
                         ""));
}

static void
mark_synced (OrchConnection *connection, const OrchOutboxRowFields *f, const char *hub_version)
{
  static const struct
  {
    const char *type;
    const char *sql;
    guint change;
  } tables[] = {
#define SYNCED(type, table, change)                                                                                    \
  { type,                                                                                                              \
    "UPDATE " table " SET synced_revision = max (synced_revision, ?), hub_version = coalesce (?, hub_version) "        \
    "WHERE id = ?",                                                                                                    \
    change }
    SYNCED ("clinic", "clinic", ORCH_STORE_CHANGED_CLINIC),
    SYNCED ("emr", "clinic", ORCH_STORE_CHANGED_CLINIC), /* sends the clinic with its connection */
    SYNCED ("department", "department", ORCH_STORE_CHANGED_CLINIC),
    SYNCED ("staff", "staff", ORCH_STORE_CHANGED_STAFF),
    SYNCED ("service", "service", ORCH_STORE_CHANGED_SERVICES),
    SYNCED ("patient", "patient", ORCH_STORE_CHANGED_PATIENTS),
    SYNCED ("conversation", "conversation", ORCH_STORE_CHANGED_MESSAGES),
    SYNCED ("message", "message", ORCH_STORE_CHANGED_MESSAGES),
    SYNCED ("report", "report", ORCH_STORE_CHANGED_MESSAGES),
    SYNCED ("note", "note", ORCH_STORE_CHANGED_MESSAGES),
    SYNCED ("account", "portal_account", ORCH_STORE_CHANGED_PATIENTS),
#undef SYNCED
  };

  if (g_str_equal (f->verb, "delete"))
    {
      orch_store_forget_removed (connection, f->object_type, f->object_id);
      orch_store_keep_base (connection, f->object_type, f->object_id, NULL);
      orch_store_forget_sent (connection, f->object_type, f->object_id);
      orch_connection_run (connection, "DELETE FROM hub_link WHERE type = ? AND id = ?", "ss", f->object_type,
                           f->object_id);
      if (g_str_equal (f->object_type, "setting"))
        {
          orch_connection_run (connection,
                               "UPDATE setting SET synced_revision = max (synced_revision, ?) WHERE name = ?", "ls",
                               f->revision, f->object_id);
        }
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (g_str_equal (tables[i].type, f->object_type))
      {
        orch_connection_run (connection, tables[i].sql, "lss", f->revision, hub_version, f->object_id);
        g_autofree char *sent =
            orch_connection_dup_text (connection, "SELECT sent FROM outbox WHERE seq = ?", "l", f->seq);
        if (sent != NULL)
          orch_store_keep_base (connection, f->object_type, f->object_id, sent);
        orch_store_forget_sent (connection, f->object_type, f->object_id);
        orch_connection_mark (connection, tables[i].change);
        return;
      }
  if (g_str_equal (f->object_type, "setting"))
    {
      orch_connection_run (connection, "UPDATE setting SET synced_revision = max (synced_revision, ?) WHERE name = ?",
                           "ls", f->revision, f->object_id);
      orch_store_agree_on_setting (connection, f->object_id, f->payload);
    }
  if (hub_version != NULL)
    orch_connection_run (connection,
                         g_str_equal (f->object_type, "setting")
                             ? "INSERT INTO hub_link (version, type, id) VALUES (?, ?, ?) "
                               "ON CONFLICT DO UPDATE SET version = excluded.version"
                             : "UPDATE hub_link SET version = ? WHERE type = ? AND id = ?",
                         "sss", hub_version, f->object_type, f->object_id);
}

static void
ack (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  const OrchOutboxRowFields *f = orch_outbox_row_get_fields (ORCH_OUTBOX_ROW (call->object));
  gint64 now = orch_clock_now_us ();

  mark_synced (connection, f, call->text);
  int n_done =
      orch_connection_run (connection,
                           "UPDATE outbox SET state = 2, payload = NULL, sent = NULL, next_try = ?, error_code = -1, "
                           "error_text = NULL WHERE seq = ? AND revision = ? AND op_id = ?",
                           "llls", now, f->seq, f->revision, f->op_id);

  /* Edited while it was sent: what the hub has is not the last word. */
  if (n_done == 0)
    orch_connection_run (connection,
                         "UPDATE outbox SET state = 0, next_try = ?, attempts = 0 WHERE seq = ? AND state = 1", "ll",
                         now, f->seq);
  orch_connection_mark (connection, ORCH_STORE_CHANGED_OUTBOX);
  g_value_init (result, G_TYPE_BOOLEAN);
  g_value_set_boolean (result, n_done > 0);
}

static void
put_back (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  const OrchOutboxRowFields *f = orch_outbox_row_get_fields (ORCH_OUTBOX_ROW (call->object));

  /* What was edited since is another op, and what was removed since waits behind it: neither is failed by the answer to the old one. Of what
   * was removed nothing is left to say: it goes when it is claimed. */
  orch_connection_run (connection,
                       "UPDATE outbox SET state = iif (revision = ? AND op_id = ? AND (verb = 'delete' OR NOT EXISTS "
                       "(SELECT 1 FROM removed "
                       "WHERE type = object_type AND id = object_id)), ?, 0), next_try = ?, error_code = ?, "
                       "error_text = ? WHERE seq = ? AND state = 1",
                       "lsilisl", f->revision, f->op_id, call->state, call->number,
                       call->error != NULL ? (int) orch_error_code_of (call->error) : -1,
                       call->error != NULL ? call->error->message : NULL, f->seq);
  const gboolean shown =
      g_str_equal (f->object_type, ORCH_STORE_MESSAGE) || g_str_equal (f->object_type, ORCH_STORE_NOTE);
  orch_connection_mark (connection, ORCH_STORE_CHANGED_OUTBOX | (shown ? ORCH_STORE_CHANGED_MESSAGES : 0));
}

static gboolean
refuse_others (OrchConnection *connection, const OrchStoreCall *call)
{
  if (orch_permission_allows (call->permission, ORCH_ACT_SYNC) ||
      orch_connection_get_int64 (connection, 0, "SELECT 1 FROM outbox WHERE seq = ? AND actor = ?", "ls", call->number,
                                 call->actor) != 0)
    return FALSE;
  orch_connection_fail (connection, ORCH_ERROR_REFUSED, "Somebody else's op");
  return TRUE;
}

static void
requeue (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;

  if (!refuse_others (connection, call) &&
      orch_connection_run (connection,
                           "UPDATE outbox SET state = 0, attempts = 0, next_try = ?, "
                           "sent = iif (object_type = '" ORCH_STORE_DOCUMENT "' AND error_code = ?, NULL, sent) "
                           "WHERE seq = ? AND state = 3",
                           "lil", orch_clock_now_us (), ORCH_ERROR_CONFLICT, call->number) == 0)
    orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "No such failed op");
  orch_connection_mark (connection, ORCH_STORE_CHANGED_OUTBOX | ORCH_STORE_CHANGED_MESSAGES);
}

static void
discard (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_autoptr (OrchOutboxRow) row = NULL;
  sqlite3_stmt *statement = NULL;

  if (refuse_others (connection, call))
    return;
  statement = orch_connection_query (connection,
                                     "SELECT " ORCH_STORE_OUTBOX_COLUMNS (
                                         "payload") " FROM outbox WHERE seq = ? AND state IN (0, 3)",
                                     "l", call->number);

  if (orch_connection_next (connection, statement))
    {
      row = orch_store_read_outbox_row (statement);
      orch_connection_done (connection, statement);
    }
  if (row == NULL)
    {
      orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "No such op, or it is being sent");
      return;
    }

  const OrchOutboxRowFields *f = orch_outbox_row_get_fields (row);
  orch_connection_run (connection, "DELETE FROM outbox WHERE seq = ?", "l", call->number);
  if (!orch_store_has_unsent (connection, f->object_type, f->object_id))
    orch_store_take_back (connection, call, f->object_type, f->object_id, f->verb);
  if (orch_connection_run (connection,
                           "DELETE FROM edit_conflict WHERE object_type = ? AND object_id = ? AND settled = 0", "ss",
                           f->object_type, f->object_id) > 0)
    orch_connection_mark (connection, ORCH_STORE_CHANGED_EDIT_CONFLICTS);
  g_autofree char *object = g_strdup_printf ("outbox/%" G_GINT64_FORMAT, call->number);
  orch_store_add_to_journal (connection, call, "unsent-discarded", object, NULL, NULL);
  orch_connection_mark (connection, ORCH_STORE_CHANGED_OUTBOX);
}

static void
find (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  sqlite3_stmt *statement =
      call->text != NULL
          ? orch_connection_query (connection,
                                   "SELECT " ORCH_STORE_OUTBOX_COLUMNS ("payload") " FROM outbox WHERE op_id = ?", "s",
                                   call->text)
          : orch_connection_query (connection,
                                   "SELECT " ORCH_STORE_OUTBOX_COLUMNS (
                                       "payload") " FROM outbox WHERE object_type = ? AND object_id = ? "
                                                  "ORDER BY seq DESC LIMIT 1",
                                   "ss", call->type, call->id);

  if (orch_connection_next (connection, statement))
    {
      orch_store_take_object (result, orch_store_read_outbox_row (statement));
      orch_connection_done (connection, statement);
    }
  else
    orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "No such op");
}

static void
list (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  /* Megabytes, of a document: nobody who lists reads them. */
  sqlite3_stmt *statement = orch_connection_query (connection,
                                                   "SELECT " ORCH_STORE_OUTBOX_COLUMNS (
                                                       "iif (object_type = '" ORCH_STORE_DOCUMENT
                                                       "', NULL, payload)") " FROM outbox WHERE "
                                                                            "state <> 2 ORDER BY seq LIMIT ?",
                                                   "l", (gint64) call->limit);

  while (orch_connection_next (connection, statement))
    g_ptr_array_add (rows, orch_store_read_outbox_row (statement));
  orch_store_take_array (result, rows);
}

static void
count (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchOutboxCounts counts = { 0 };
  sqlite3_stmt *statement =
      orch_connection_query (connection, "SELECT state, count (*), min (created) FROM outbox GROUP BY state", "");

  while (orch_connection_next (connection, statement))
    {
      guint n = sqlite3_column_int (statement, 1);
      gint64 oldest = sqlite3_column_int64 (statement, 2);
      switch (sqlite3_column_int (statement, 0))
        {
        case ORCH_OUTBOX_QUEUED:
        case ORCH_OUTBOX_SENDING:
          counts.queued += n;
          counts.oldest = counts.oldest == 0 ? oldest : MIN (counts.oldest, oldest);
          break;
        case ORCH_OUTBOX_SENT:
          counts.sent += n;
          break;
        default:
          counts.failed += n;
        }
    }
  g_value_init (result, ORCH_TYPE_OUTBOX_COUNTS);
  g_value_set_boxed (result, &counts);
}

/* --- public ----------------------------------------------------------------------------- */

DexFuture *
orch_store_enqueue (OrchStore *self, const OrchActor *actor, OrchAct act, const char *object_type,
                    const char *object_id, const char *verb, const char *payload)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && object_type != NULL && object_id != NULL && verb != NULL, NULL);

  DexFuture *refused = orch_store_refuse (actor, act);
  if (refused != NULL)
    return refused;

  OrchStoreCall *call = orch_store_call_new (actor);
  call->type = g_strdup (object_type);
  call->id = g_strdup (object_id);
  call->verb = g_strdup (verb);
  call->text = g_strdup (payload);
  return orch_store_write (self, enqueue, call);
}

DexFuture *
orch_store_outbox_claim (OrchStore *self)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);

  OrchStoreCall *call = orch_store_call_new (NULL);
  call->limit = 1;
  return orch_store_write (self, claim, call);
}

DexFuture *
orch_store_outbox_claim_batch (OrchStore *self, const char *object_type, const char *verb, guint limit)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (object_type != NULL && verb != NULL, NULL);

  OrchStoreCall *call = orch_store_call_new (NULL);
  call->type = g_strdup (object_type);
  call->verb = g_strdup (verb);
  call->limit = limit;
  return orch_store_write (self, claim_batch, call);
}

DexFuture *
orch_store_outbox_reset_waits (OrchStore *self)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);

  return orch_store_write (self, reset_waits, orch_store_call_new (NULL));
}

DexFuture *
orch_store_outbox_next_due (OrchStore *self)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);

  return orch_store_read (self, next_due, orch_store_call_new (NULL), NULL);
}

DexFuture *
orch_store_outbox_ack (OrchStore *self, OrchOutboxRow *row, const char *hub_version)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (ORCH_IS_OUTBOX_ROW (row), NULL);

  OrchStoreCall *call = orch_store_call_new (NULL);
  call->object = G_OBJECT (g_object_ref (row));
  call->text = g_strdup (hub_version);
  return orch_store_write (self, ack, call);
}

static DexFuture *
give_back (OrchStore *self, OrchOutboxRow *row, OrchOutboxState state, gint64 next_try, const GError *error)
{
  OrchStoreCall *call = orch_store_call_new (NULL);

  call->object = G_OBJECT (g_object_ref (row));
  call->state = state;
  call->number = next_try;
  call->error = error != NULL ? g_error_copy (error) : NULL;
  return orch_store_write (self, put_back, call);
}

DexFuture *
orch_store_outbox_retry_later (OrchStore *self, OrchOutboxRow *row, gint64 next_try, const GError *error)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (ORCH_IS_OUTBOX_ROW (row), NULL);

  return give_back (self, row, ORCH_OUTBOX_QUEUED, next_try, error);
}

DexFuture *
orch_store_outbox_fail (OrchStore *self, OrchOutboxRow *row, const GError *error)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (ORCH_IS_OUTBOX_ROW (row), NULL);

  return give_back (self, row, ORCH_OUTBOX_FAILED, orch_clock_now_us (), error);
}

/* Whoever may see to the synchronisation, and each person to what they asked themselves: refused in the job. */
static DexFuture *
settle (OrchStore *self, const OrchActor *actor, gint64 seq, OrchDatabaseFunc func)
{
  OrchStoreCall *call = orch_store_call_new (actor);
  call->number = seq;
  return orch_store_write (self, func, call);
}

DexFuture *
orch_store_outbox_requeue (OrchStore *self, const OrchActor *actor, gint64 seq)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL, NULL);

  return settle (self, actor, seq, requeue);
}

DexFuture *
orch_store_outbox_discard (OrchStore *self, const OrchActor *actor, gint64 seq)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL, NULL);

  return settle (self, actor, seq, discard);
}

DexFuture *
orch_store_outbox_find (OrchStore *self, const char *op_id, const char *object_type, const char *object_id)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (op_id != NULL || (object_type != NULL && object_id != NULL), NULL);

  OrchStoreCall *call = orch_store_call_new (NULL);
  call->text = g_strdup (op_id);
  call->type = g_strdup (object_type);
  call->id = g_strdup (object_id);
  return orch_store_read (self, find, call, NULL);
}

DexFuture *
orch_store_outbox_list (OrchStore *self, guint limit)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);

  OrchStoreCall *call = orch_store_call_new (NULL);
  call->limit = limit;
  return orch_store_read (self, list, call, NULL);
}

DexFuture *
orch_store_outbox_count (OrchStore *self)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);

  return orch_store_read (self, count, orch_store_call_new (NULL), NULL);
}
