/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What every kind of rows has in common: reading by a condition, ids, what the hub had. On a database thread.
 */
#include "orch-store-private.h"

static const OrchStoreRowKind *const kinds[ORCH_N_STORE_KINDS] = {
  [ORCH_STORE_STAFF] = &orch_store_staff_rows,      [ORCH_STORE_SERVICES] = &orch_store_service_rows,
  [ORCH_STORE_PATIENTS] = &orch_store_patient_rows, [ORCH_STORE_SCHEDULES] = &orch_store_schedule_rows,
  [ORCH_STORE_SLOTS] = &orch_store_slot_rows,       [ORCH_STORE_APPOINTMENTS] = &orch_store_appointment_rows,
};

const OrchStoreRowKind *
orch_store_kind_get (OrchStoreKind kind)
{
  return kinds[kind];
}

guint
orch_store_kind_get_change (OrchStoreKind kind)
{
  return kinds[kind]->change;
}

const char *
orch_store_kind_get_type_name (OrchStoreKind kind)
{
  return kinds[kind]->type;
}

int
orch_store_kind_from_type_name (const char *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i]->type, type))
      return i;
  return -1;
}

/* The three that every row has */
static void
get_common (GObject *row, const char **id, const char **hub_id, gint64 *revision)
{
#define FROM(fields_of)                                                                                                \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    *id = (fields_of)->id;                                                                                             \
    *hub_id = (fields_of)->hub_id;                                                                                     \
    *revision = (fields_of)->revision;                                                                                 \
  }                                                                                                                    \
  G_STMT_END

  if (ORCH_IS_SERVICE (row))
    FROM (orch_service_get_fields (ORCH_SERVICE (row)));
  else if (ORCH_IS_STAFF_MEMBER (row))
    FROM (orch_staff_member_get_fields (ORCH_STAFF_MEMBER (row)));
  else if (ORCH_IS_APPOINTMENT (row))
    FROM (orch_appointment_get_fields (ORCH_APPOINTMENT (row)));
  else if (ORCH_IS_PATIENT (row))
    FROM (orch_patient_get_fields (ORCH_PATIENT (row)));
  else if (ORCH_IS_SLOT (row))
    FROM (orch_slot_get_fields (ORCH_SLOT (row)));
  else
    FROM (orch_schedule_get_fields (ORCH_SCHEDULE (row)));
#undef FROM
}

const char *
orch_store_row_get_id (GObject *row)
{
  const char *id, *hub_id;
  gint64 revision;

  get_common (row, &id, &hub_id, &revision);
  return id;
}

const char *
orch_store_row_get_hub_id (GObject *row)
{
  const char *id, *hub_id;
  gint64 revision;

  get_common (row, &id, &hub_id, &revision);
  return hub_id;
}

gint64
orch_store_row_get_revision (GObject *row)
{
  const char *id, *hub_id;
  gint64 revision;

  get_common (row, &id, &hub_id, &revision);
  return revision;
}

gboolean
orch_store_is_overtaken (GObject *old, GObject *row)
{
  return old != NULL && orch_store_row_get_revision (row) != 0 &&
         orch_store_row_get_revision (row) != orch_store_row_get_revision (old);
}

GPtrArray *
orch_store_load_rows (OrchConnection *connection, OrchStoreKind kind, const char *tail, GArray *keys, const char *types,
                      const char *text, gint64 number)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *sql = g_strconcat (kinds[kind]->select, tail, NULL);
  sqlite3_stmt *statement;

  if (g_str_equal (types, "sl"))
    statement = orch_connection_query (connection, sql, types, text, number);
  else if (g_str_equal (types, "s"))
    statement = orch_connection_query (connection, sql, types, text);
  else if (g_str_equal (types, "l"))
    statement = orch_connection_query (connection, sql, types, number);
  else
    statement = orch_connection_query (connection, sql, types);

  while (orch_connection_next (connection, statement))
    {
      if (keys != NULL)
        {
          gint64 key = sqlite3_column_int64 (statement, 0);
          g_array_append_val (keys, key);
        }
      g_ptr_array_add (rows, kinds[kind]->read (statement));
    }
  return g_steal_pointer (&rows);
}

static GObject *
first_of (GPtrArray *rows)
{
  return rows->len > 0 ? g_object_ref (rows->pdata[0]) : NULL;
}

GObject *
orch_store_load_row (OrchConnection *connection, OrchStoreKind kind, const char *id)
{
  g_autoptr (GPtrArray) rows = orch_store_load_rows (connection, kind, "WHERE id = ?", NULL, "s", id, 0);

  return first_of (rows);
}

GObject *
orch_store_load_row_by_key (OrchConnection *connection, OrchStoreKind kind, gint64 key)
{
  g_autoptr (GPtrArray) rows = orch_store_load_rows (connection, kind, "WHERE key = ?", NULL, "l", NULL, key);

  return first_of (rows);
}

gboolean
orch_store_has_unsent (OrchConnection *connection, const char *type, const char *id)
{
  return orch_connection_get_int64 (
             connection, 0, "SELECT 1 FROM outbox WHERE object_type = ? AND object_id = ? AND state <> 2 LIMIT 1", "ss",
             type, id) != 0;
}

void
orch_store_keep_base (OrchConnection *connection, const char *type, const char *id, const char *text)
{
  if (text == NULL)
    orch_connection_run (connection, "DELETE FROM hub_base WHERE type = ? AND id = ?", "ss", type, id);
  else
    orch_connection_run (connection,
                         "INSERT INTO hub_base (type, id, text) VALUES (?, ?, ?) "
                         "ON CONFLICT DO UPDATE SET text = excluded.text",
                         "sss", type, id, text);
}

/* What may have arrived without an answer, in the table of bases: the texts, one after the other */
#define SENT_MAX 20

void
orch_store_note_sent (OrchConnection *connection, const char *type, const char *id, const char *text)
{
  g_autofree char *sent = g_strconcat (type, "-sent", NULL);
  g_autofree char *before =
      orch_connection_dup_text (connection, "SELECT text FROM hub_base WHERE type = ? AND id = ?", "ss", sent, id);
  g_auto (GStrv) texts = g_strsplit (before != NULL ? before : "", ORCH_STORE_SENT_SEPARATOR, -1);
  g_autofree char *all = NULL;

  if (g_strv_contains ((const char *const *) texts, text))
    return;
  if (before != NULL && g_strv_length (texts) < SENT_MAX)
    all = g_strconcat (before, ORCH_STORE_SENT_SEPARATOR, text, NULL);
  orch_store_keep_base (connection, sent, id, all != NULL ? all : text);
}

OrchOutboxRow *
orch_store_note_what_leaves (OrchConnection *connection, OrchOutboxRow *row)
{
  const OrchOutboxRowFields *f = orch_outbox_row_get_fields (row);
  int kind = orch_store_kind_from_type_name (f->object_type);

  if (g_str_equal (f->object_type, "setting") && !g_str_equal (f->verb, "delete"))
    return orch_store_note_setting (connection, row);
  if (kind < 0 || !ORCH_STORE_KIND_IS_DIRECTORY (kind) || g_str_equal (f->verb, "delete"))
    return row;
  g_autoptr (GObject) object = orch_store_load_row (connection, (OrchStoreKind) kind, f->object_id);
  if (object == NULL)
    {
      /* It was on its way when its row was removed, and came back: nothing is left to say but the removal, which waits behind it. */
      orch_connection_run (connection, "DELETE FROM outbox WHERE seq = ?", "l", f->seq);
      orch_connection_mark (connection, ORCH_STORE_CHANGED_OUTBOX);
      g_object_unref (row);
      return NULL;
    }

  g_autofree char *text = orch_row_to_text (object);
  OrchOutboxRowFields fields = *f;
  fields.object = object;
  fields.revision = orch_store_row_get_revision (object);
  orch_connection_run (connection, "UPDATE outbox SET sent = ?, revision = ? WHERE seq = ?", "sll", text,
                       fields.revision, f->seq);
  g_autoptr (GPtrArray) sent = orch_store_load_sent_rows (connection, (OrchStoreKind) kind, f->object_id);
  orch_store_note_sent (connection, f->object_type, f->object_id, text);
  g_autofree char *version =
      orch_connection_dup_text (connection,
                                kind == ORCH_STORE_STAFF ? "SELECT hub_version FROM staff WHERE id = ?"
                                                         : "SELECT hub_version FROM service WHERE id = ?",
                                "s", f->object_id);
  g_autoptr (GObject) base = orch_store_load_base_row (connection, (OrchStoreKind) kind, f->object_id);
  fields.hub_version = version;
  fields.base = base;
  fields.sent = sent;
  OrchOutboxRow *with_object = orch_outbox_row_new (&fields);
  g_object_unref (row);
  return with_object;
}

void
orch_store_forget_sent (OrchConnection *connection, const char *type, const char *id)
{
  orch_connection_run (connection, "DELETE FROM hub_base WHERE type = ? || '-sent' AND id = ?", "ss", type, id);
}

char *
orch_store_newer_name (const char *type, const char *id)
{
  return g_strdup_printf (ORCH_STORE_NEWER "%s/%s", type, id);
}

OrchOutboxRow *
orch_store_read_outbox_row (sqlite3_stmt *statement)
{
  OrchOutboxRowFields fields = {
    .seq = sqlite3_column_int64 (statement, 0),
    .op_id = orch_column_text (statement, 1),
    .actor = orch_column_text (statement, 2),
    .permission = (OrchPermission) sqlite3_column_int (statement, 3),
    .object_type = orch_column_text (statement, 4),
    .object_id = orch_column_text (statement, 5),
    .verb = orch_column_text (statement, 6),
    .payload = orch_column_text (statement, 7),
    .revision = sqlite3_column_int64 (statement, 8),
    .state = (OrchOutboxState) sqlite3_column_int (statement, 9),
    .attempts = sqlite3_column_int (statement, 10),
    .created = sqlite3_column_int64 (statement, 11),
    .next_try = sqlite3_column_int64 (statement, 12),
    .error_code = sqlite3_column_int (statement, 13),
    .error_text = orch_column_text (statement, 14),
    .left = sqlite3_column_int (statement, 15) != 0,
  };
  return orch_outbox_row_new (&fields);
}
