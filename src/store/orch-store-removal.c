/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchStore: rows that are deleted here, and what is left of them until the hub knows: enough to tell it, to keep a download from
 * bringing them back, and to undo. On a database thread.
 */
#include "core/orch-clock.h"
#include "orch-store-private.h"

#define REMOVED_KEPT_US (30 * G_TIME_SPAN_DAY) /* of what the hub never answered for */

/* What was sent may have arrived, whether or not an answer came. */
#define MAY_BE_THERE "state = 1 OR attempts > 0"

static gboolean
may_be_on_hub (OrchConnection *connection, const char *type, const char *id)
{
  return orch_connection_get_int64 (connection, 0,
                                    "SELECT EXISTS (SELECT 1 FROM outbox WHERE object_type = ?1 AND object_id = ?2 "
                                    "AND state <> 2 AND (" MAY_BE_THERE ")) OR EXISTS (SELECT 1 FROM hub_base WHERE "
                                    "type = ?1 || '-sent' AND id = ?2)",
                                    "ss", type, id) != 0;
}

static void
drop_waiting (OrchConnection *connection, const char *type, const char *id)
{
  if (orch_connection_run (connection, "DELETE FROM outbox WHERE object_type = ? AND object_id = ? AND state IN (0, 3)",
                           "ss", type, id) > 0)
    orch_connection_mark (connection, ORCH_STORE_CHANGED_OUTBOX);
}

void
orch_store_remove_row (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  gboolean is_staff = call->kind == ORCH_STORE_STAFF;
  const char *type = orch_store_kind_get_type_name (call->kind);
  gint64 now = orch_clock_now_us ();
  sqlite3_stmt *statement =
      orch_connection_query (connection,
                             is_staff
                                 ? "SELECT origin = ?, hub_id, hub_version, emr_id, revision FROM staff WHERE id = ?"
                                 : "SELECT origin = ?, hub_id, hub_version, emr_id, revision FROM service WHERE id = ?",
                             "is", ORCH_ORIGIN_EMR, call->id);

  if (!orch_connection_next (connection, statement))
    {
      orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "No such row");
      return;
    }
  gboolean is_emr = sqlite3_column_int (statement, 0);
  g_autofree char *hub_id = g_strdup (orch_column_text (statement, 1));
  g_autofree char *hub_version = g_strdup (orch_column_text (statement, 2));
  g_autofree char *emr_id = g_strdup (orch_column_text (statement, 3));
  gint64 revision = sqlite3_column_int64 (statement, 4) + 1;
  orch_connection_done (connection, statement);
  if (is_emr)
    {
      orch_connection_fail (connection, ORCH_ERROR_CONFLICT, "It comes from the EMR: make it inactive");
      return;
    }

  g_autoptr (GObject) row = orch_store_load_row (connection, call->kind, call->id);
  g_autofree char *text = row != NULL ? orch_row_to_text (row) : NULL;
  gboolean tell = hub_id != NULL || may_be_on_hub (connection, type, call->id);
  drop_waiting (connection, type, call->id);
  orch_connection_run (connection,
                       "INSERT OR REPLACE INTO removed (type, id, emr_id, hub_id, hub_version, revision, actor, "
                       "permission, instant) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                       "ssssslsil", type, call->id, emr_id, hub_id, hub_version, revision, call->actor,
                       call->permission, now);
  orch_connection_run (connection, is_staff ? "DELETE FROM staff WHERE id = ?" : "DELETE FROM service WHERE id = ?",
                       "s", call->id);
  /* What was removed: should the hub turn out to have that, nobody changed it meanwhile. */
  orch_store_keep_base (connection, type, call->id, text);
  if (orch_connection_run (connection,
                           "DELETE FROM edit_conflict WHERE object_type = ? AND object_id = ? AND settled = 0", "ss",
                           type, call->id) > 0)
    orch_connection_mark (connection, ORCH_STORE_CHANGED_EDIT_CONFLICTS);
  if (tell)
    orch_store_add_to_outbox (connection, call, type, call->id, "delete", NULL, revision);

  g_autofree char *object = g_strconcat (type, "/", call->id, NULL);
  orch_store_add_to_journal (connection, call, "removed", object, NULL, NULL);
  orch_connection_run (connection, "DELETE FROM removed WHERE hub_id IS NULL AND instant < ?", "l",
                       now - REMOVED_KEPT_US);
  orch_connection_mark (connection, orch_store_kind_get_change (call->kind));
}

gint64
orch_store_revive (OrchConnection *connection, const OrchStoreCall *call, const char *type, const char *id)
{
  gboolean is_staff = g_str_equal (type, "staff");
  sqlite3_stmt *statement = orch_connection_query (
      connection,
      "SELECT hub_id, hub_version, revision, EXISTS (SELECT 1 FROM outbox WHERE object_type = "
      "removed.type AND object_id = removed.id AND verb = 'delete' AND state <> 2 AND (" MAY_BE_THERE ")) "
      "FROM removed "
      "WHERE type = ? AND id = ?",
      "ss", type, id);

  if (!orch_connection_next (connection, statement))
    return 1;
  /* A removal that was sent cannot be called back: the row is created anew, after it. */
  gboolean is_going = sqlite3_column_int (statement, 3);
  g_autofree char *hub_id = is_going ? NULL : g_strdup (orch_column_text (statement, 0));
  g_autofree char *hub_version = is_going ? NULL : g_strdup (orch_column_text (statement, 1));
  gint64 revision = sqlite3_column_int64 (statement, 2) + 1;
  orch_connection_done (connection, statement);

  orch_connection_run (connection,
                       is_staff ? "UPDATE staff SET hub_id = ?, hub_version = ?, revision = ? WHERE id = ?"
                                : "UPDATE service SET hub_id = ?, hub_version = ?, revision = ? WHERE id = ?",
                       "ssls", hub_id, hub_version, revision, id);
  drop_waiting (connection, type, id);
  if (is_going)
    orch_store_add_to_outbox (connection, call, type, id, "create", NULL, revision);
  else
    orch_store_forget_removed (connection, type, id);
  return revision;
}

gboolean
orch_store_link_removed (OrchConnection *connection, const char *type, const char *id, const char *hub_id,
                         const char *version)
{
  sqlite3_stmt *statement =
      orch_connection_query (connection,
                             "SELECT actor, permission, revision, hub_id FROM removed WHERE type = ? AND id = ?", "ss",
                             type, id);

  if (!orch_connection_next (connection, statement))
    return FALSE;
  OrchActor actor = { .permission = (OrchPermission) sqlite3_column_int (statement, 1) };
  g_autofree char *actor_id = g_strdup (orch_column_text (statement, 0));
  gint64 revision = sqlite3_column_int64 (statement, 2);
  gboolean is_told = orch_column_text (statement, 3) != NULL;
  orch_connection_done (connection, statement);

  actor.id = actor_id;
  orch_connection_run (connection, "UPDATE removed SET hub_id = ?, hub_version = ? WHERE type = ? AND id = ?", "ssss",
                       hub_id, version, type, id);
  if (!is_told && !orch_store_has_unsent (connection, type, id))
    {
      g_autoptr (OrchStoreCall) call = orch_store_call_new (&actor);
      orch_store_add_to_outbox (connection, call, type, id, "delete", NULL, revision);
    }
  return TRUE;
}

void
orch_store_find_removed (OrchConnection *connection, const char *type, const char *id, const char *hub_id)
{
  if (orch_connection_get_int64 (connection, 0, "SELECT 1 FROM removed WHERE type = ? AND id = ? AND hub_id IS NULL",
                                 "ss", type, id) != 0)
    orch_store_link_removed (connection, type, id, hub_id, "");
}

void
orch_store_forget_removed (OrchConnection *connection, const char *type, const char *id)
{
  orch_connection_run (connection, "DELETE FROM removed WHERE type = ? AND id = ?", "ss", type, id);
}
