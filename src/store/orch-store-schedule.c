/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchStore: the schedule of the EMR, page by page: schedules, slots, appointments and the patients of those. Written by the
 * workstation alone.
 */
#include "core/orch-clock.h"
#include "core/orch-record-id.h"
#include "core/orch-service-rules.h"
#include "orch-store-private.h"

/* --- rows ------------------------------------------------------------------------------- */

/* What is known of a row before it is written */
typedef struct
{
  OrchConnection *connection;
  const char *clinic; /* its id (nullable) */
  OrchStoreKind kind;
  gint64 now;
  gint64 run;        /* when it began */
  gint64 first_seen; /* of what is new here */
  gboolean has_ops;  /* whether the outbox has any of this kind */

  /* owned */
  GHashTable *patients; /* EMR ids (unowned) of those that were looked for */
} Page;

static const char *
get_emr_id (GObject *row)
{
  if (ORCH_IS_APPOINTMENT (row))
    return orch_appointment_get_fields (ORCH_APPOINTMENT (row))->emr_id;
  if (ORCH_IS_PATIENT (row))
    return orch_patient_get_fields (ORCH_PATIENT (row))->emr_id;
  if (ORCH_IS_SLOT (row))
    return orch_slot_get_fields (ORCH_SLOT (row))->emr_id;
  return orch_schedule_get_fields (ORCH_SCHEDULE (row))->emr_id;
}

static gboolean
is_same (GObject *a, GObject *b)
{
  if (ORCH_IS_APPOINTMENT (a))
    return orch_appointment_same_content (ORCH_APPOINTMENT (a), ORCH_APPOINTMENT (b));
  if (ORCH_IS_SLOT (a))
    return orch_slot_same_content (ORCH_SLOT (a), ORCH_SLOT (b));
  return orch_schedule_same_content (ORCH_SCHEDULE (a), ORCH_SCHEDULE (b));
}

static void
insert_row (const Page *page, const char *id, GObject *row)
{
  if (page->kind == ORCH_STORE_APPOINTMENTS)
    {
      const OrchAppointmentFields *f = orch_appointment_get_fields (ORCH_APPOINTMENT (row));
      orch_connection_run (page->connection,
                           "INSERT INTO appointment (id, emr_id, emr_version, source, status, start, end, minutes, "
                           "service_emr_id, staff_emr_id, patient_emr_id, location_emr_id, first_seen, counting, run, "
                           "vanished, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
                           "sssssllisssslili", id, f->emr_id, f->emr_version, f->source, f->status, f->start_us,
                           f->end_us, f->minutes, f->service_emr_id, f->staff_emr_id, f->patient_emr_id,
                           f->location_emr_id, page->first_seen, !!orch_appointment_counts (ORCH_APPOINTMENT (row)),
                           page->run, !!f->vanished);
    }
  else if (page->kind == ORCH_STORE_SLOTS)
    {
      const OrchSlotFields *f = orch_slot_get_fields (ORCH_SLOT (row));
      orch_connection_run (page->connection,
                           "INSERT INTO slot (id, emr_id, schedule_emr_id, status, start, end, run, vanished, "
                           "revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)",
                           "ssssllli", id, f->emr_id, f->schedule_emr_id, f->status, f->start_us, f->end_us, page->run,
                           !!f->vanished);
    }
  else
    {
      const OrchScheduleFields *f = orch_schedule_get_fields (ORCH_SCHEDULE (row));
      orch_connection_run (page->connection,
                           "INSERT INTO schedule (id, emr_id, staff_emr_id, service_emr_id, location_emr_id, active, "
                           "start, end, run, vanished, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
                           "sssssillli", id, f->emr_id, f->staff_emr_id, f->service_emr_id, f->location_emr_id,
                           !!f->active, f->from_us, f->to_us, page->run, !!f->vanished);
    }
}

static void
update_row (const Page *page, gint64 key, GObject *row)
{
  if (page->kind == ORCH_STORE_APPOINTMENTS)
    {
      const OrchAppointmentFields *f = orch_appointment_get_fields (ORCH_APPOINTMENT (row));
      orch_connection_run (page->connection,
                           "UPDATE appointment SET emr_version = ?, source = ?, status = ?, start = ?, end = ?, "
                           "minutes = ?, service_emr_id = ?, staff_emr_id = ?, patient_emr_id = ?, "
                           "location_emr_id = ?, counting = ?, vanished = ?, revision = revision + 1 WHERE key = ?",
                           "sssllissssiil", f->emr_version, f->source, f->status, f->start_us, f->end_us, f->minutes,
                           f->service_emr_id, f->staff_emr_id, f->patient_emr_id, f->location_emr_id,
                           !!orch_appointment_counts (ORCH_APPOINTMENT (row)), !!f->vanished, key);
    }
  else if (page->kind == ORCH_STORE_SLOTS)
    {
      const OrchSlotFields *f = orch_slot_get_fields (ORCH_SLOT (row));
      orch_connection_run (page->connection,
                           "UPDATE slot SET schedule_emr_id = ?, status = ?, start = ?, end = ?, vanished = ?, "
                           "revision = revision + 1 WHERE key = ?",
                           "ssllil", f->schedule_emr_id, f->status, f->start_us, f->end_us, !!f->vanished, key);
    }
  else
    {
      const OrchScheduleFields *f = orch_schedule_get_fields (ORCH_SCHEDULE (row));
      orch_connection_run (page->connection,
                           "UPDATE schedule SET staff_emr_id = ?, service_emr_id = ?, location_emr_id = ?, active = ?, "
                           "start = ?, end = ?, vanished = ?, revision = revision + 1 WHERE key = ?",
                           "sssillil", f->staff_emr_id, f->service_emr_id, f->location_emr_id, !!f->active, f->from_us,
                           f->to_us, !!f->vanished, key);
    }
}

static const char *const key_sqls[ORCH_N_STORE_KINDS] = {
  [ORCH_STORE_PATIENTS] = "SELECT key, id, NULL, 0 FROM patient WHERE emr_id = ?",
  [ORCH_STORE_SCHEDULES] = "SELECT key, id, NULL, vanished FROM schedule WHERE emr_id = ?",
  [ORCH_STORE_SLOTS] = "SELECT key, id, NULL, vanished FROM slot WHERE emr_id = ?",
  [ORCH_STORE_APPOINTMENTS] = "SELECT key, id, emr_version, vanished FROM appointment WHERE emr_id = ?",
};

static const char *const record_kinds[ORCH_N_STORE_KINDS] = {
  [ORCH_STORE_PATIENTS] = ORCH_RECORD_PATIENT,
  [ORCH_STORE_SCHEDULES] = ORCH_RECORD_SCHEDULE,
  [ORCH_STORE_SLOTS] = ORCH_RECORD_SLOT,
  [ORCH_STORE_APPOINTMENTS] = ORCH_RECORD_APPOINTMENT,
};

static void
add_row (const Page *page, GObject *row)
{
  const char *id = orch_store_row_get_id (row);
  g_autofree char *made = NULL;

  if (id == NULL && page->clinic != NULL)
    id = made = orch_record_id (page->clinic, record_kinds[page->kind], get_emr_id (row));
  if (id == NULL)
    {
      orch_connection_fail (page->connection, ORCH_ERROR_INVALID, "A row without id, in a store without clinic");
      return;
    }
  if (page->kind == ORCH_STORE_PATIENTS)
    orch_store_insert_patient (page->connection, id, ORCH_PATIENT (row));
  else
    insert_row (page, id, row);
}

static void
note_seen (const Page *page, gint64 key)
{
  /* Patients do not vanish: an EMR is asked for those of appointments alone. */
  if (page->kind != ORCH_STORE_PATIENTS)
    orch_connection_run (page->connection,
                         "INSERT INTO seen (kind, key, run) VALUES (?, ?, ?) "
                         "ON CONFLICT DO UPDATE SET run = excluded.run WHERE run < excluded.run",
                         "ill", page->kind, key, page->run);
}

/* Returns: whether the row is new or another */
static gboolean
write_row (const Page *page, GObject *row)
{
  sqlite3_stmt *statement = orch_connection_query (page->connection, key_sqls[page->kind], "s", get_emr_id (row));

  if (!orch_connection_next (page->connection, statement))
    {
      add_row (page, row);
      return !orch_connection_has_error (page->connection);
    }

  const char *new_version =
      ORCH_IS_APPOINTMENT (row) ? orch_appointment_get_fields (ORCH_APPOINTMENT (row))->emr_version : NULL;
  gint64 key = sqlite3_column_int64 (statement, 0);
  g_autofree char *id = page->has_ops ? g_strdup (orch_column_text (statement, 1)) : NULL;
  gboolean was_vanished = sqlite3_column_int (statement, 3);
  /* The same version of a record is the same record. */
  gboolean same_version =
      new_version != NULL && !was_vanished && g_strcmp0 (new_version, orch_column_text (statement, 2)) == 0;
  orch_connection_done (page->connection, statement);

  note_seen (page, key);
  if (same_version)
    return FALSE;
  if (id != NULL && orch_store_has_unsent (page->connection, orch_store_kind_get_type_name (page->kind), id))
    return FALSE;
  g_autoptr (GObject) old = orch_store_load_row_by_key (page->connection, page->kind, key);
  if (old == NULL)
    return FALSE;
  if (page->kind == ORCH_STORE_PATIENTS)
    return orch_store_update_patient (page->connection, key, ORCH_PATIENT (old), ORCH_PATIENT (row), page->now);
  if (!was_vanished && is_same (old, row))
    {
      if (new_version != NULL)
        orch_connection_run (page->connection, "UPDATE appointment SET emr_version = ? WHERE key = ?", "sl",
                             new_version, key);
      return FALSE;
    }
  update_row (page, key, row);
  return TRUE;
}

static void
want_patient (const Page *page, OrchAppointment *appointment)
{
  const char *emr_id = orch_appointment_get_fields (appointment)->patient_emr_id;

  /* One page names the same few again and again. */
  if (emr_id == NULL || !g_hash_table_add (page->patients, (gpointer) emr_id))
    return;
  orch_connection_run (page->connection,
                       "INSERT OR IGNORE INTO patient_wanted (emr_id) SELECT ? WHERE NOT EXISTS "
                       "(SELECT 1 FROM patient WHERE emr_id = ?)",
                       "ss", emr_id, emr_id);
}

/* number: when the run began; id, text: the cursor and where it is */
static void
write_schedule_page (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_autofree char *clinic = orch_connection_dup_text (connection, "SELECT id FROM clinic", "");
  Page page = {
    .connection = connection,
    .clinic = clinic,
    .kind = call->kind,
    .now = orch_clock_now_us (),
    .run = call->number,
    .first_seen =
        orch_connection_get_int64 (connection, 0, "SELECT 1 FROM setting WHERE name = '" ORCH_STORE_JOINED "'", ""),
    .has_ops =
        orch_connection_get_int64 (connection, 0, "SELECT 1 FROM outbox WHERE object_type = ? AND state <> 2 LIMIT 1",
                                   "s", orch_store_kind_get_type_name (call->kind)) != 0,
  };
  GType type = orch_store_kind_get (call->kind)->get_object_type ();
  g_autoptr (GHashTable) patients = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_changed = 0;

  page.patients = patients;
  if (page.first_seen == 0)
    page.first_seen = page.now;

  for (guint i = 0; i < call->rows->len && !orch_connection_has_error (connection); i++)
    {
      GObject *row = call->rows->pdata[i];
      if (G_OBJECT_TYPE (row) != type || get_emr_id (row) == NULL)
        {
          orch_connection_fail (connection, ORCH_ERROR_INVALID, "A row of another kind, or without the EMR's id");
          break;
        }
      if (write_row (&page, row))
        {
          n_changed++;
          if (ORCH_IS_APPOINTMENT (row))
            want_patient (&page, ORCH_APPOINTMENT (row));
        }
    }
  if (n_changed > 0)
    orch_connection_mark (connection, orch_store_kind_get_change (call->kind));
  if (call->id != NULL)
    orch_store_move_cursor (connection, call->id, call->text);
  g_value_init (result, G_TYPE_UINT);
  g_value_set_uint (result, n_changed);
}

/* --- what is no longer there ---------------------------------------------------------------- */

/* kind, when the run began; then the days */
#define UNSEEN                                                                                                         \
  "vanished = 0 AND NOT EXISTS (SELECT 1 FROM seen WHERE seen.kind = ?1 AND seen.key = row.key AND seen.run >= ?2) "   \
  "AND row.run < ?2 "

static const char *const sweep_sqls[ORCH_N_STORE_KINDS] = {
  [ORCH_STORE_SCHEDULES] = "UPDATE schedule AS row SET vanished = 1, revision = revision + 1 "
                           "WHERE " UNSEEN "AND ?3 < ?4",
  [ORCH_STORE_SLOTS] = "UPDATE slot AS row SET vanished = 1, revision = revision + 1 "
                       "WHERE " UNSEEN "AND start >= ?3 AND start < ?4",
  [ORCH_STORE_APPOINTMENTS] = "UPDATE appointment AS row SET vanished = 1, counting = 0, revision = revision + 1 "
                              "WHERE " UNSEEN "AND start >= ?3 AND start < ?4",
};

static void
sweep (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  int n =
      orch_connection_run (connection, sweep_sqls[call->kind], "illl", call->kind, call->number, call->from, call->to);

  if (n > 0)
    orch_connection_mark (connection, orch_store_kind_get_change (call->kind));
  g_value_init (result, G_TYPE_UINT);
  g_value_set_uint (result, MAX (n, 0));
}

/* id: after that one */
static void
list_unseen (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  sqlite3_stmt *statement =
      orch_connection_query (connection,
                             "SELECT emr_id FROM appointment AS row WHERE " UNSEEN
                             "AND start >= ?3 AND start < ?4 AND emr_id > ?5 ORDER BY emr_id LIMIT ?6",
                             "illlsl", ORCH_STORE_APPOINTMENTS, call->number, call->from, call->to,
                             call->id != NULL ? call->id : "", (gint64) call->limit);

  while (orch_connection_next (connection, statement))
    g_strv_builder_add (builder, orch_column_text (statement, 0));
  g_value_init (result, G_TYPE_STRV);
  g_value_take_boxed (result, g_strv_builder_end (builder));
}

/* --- reading ---------------------------------------------------------------------------- */

typedef struct
{
  /* owned */
  char *id;

  gint64 deactivated;
  guint upcoming;
  guint fresh;
} Facts;

static void
facts_free (gpointer data)
{
  Facts *facts = data;

  g_free (facts->id);
  g_free (facts);
}

/* Returns: (transfer full): emr_id → Facts */
static GHashTable *
list_services (OrchConnection *connection)
{
  GHashTable *services = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, facts_free);
  /* One in conflict comes second: of two with the same id of the EMR it is the other that counts. */
  sqlite3_stmt *statement = orch_connection_query (
      connection,
      "SELECT emr_id, id, deactivated FROM service WHERE emr_id IS NOT NULL ORDER BY in_conflict DESC, key DESC", "");

  while (orch_connection_next (connection, statement))
    {
      Facts *facts = g_new0 (Facts, 1);
      facts->id = g_strdup (orch_column_text (statement, 1));
      facts->deactivated = sqlite3_column_int64 (statement, 2);
      g_hash_table_replace (services, g_strdup (orch_column_text (statement, 0)), facts);
    }
  return services;
}

/* number: now */
static void
load_facts (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_service_facts_free);
  g_autoptr (GHashTable) services = list_services (connection);
  sqlite3_stmt *statement =
      orch_connection_query (connection,
                             "SELECT service_emr_id, start, first_seen FROM appointment INDEXED BY "
                             "appointment_by_start WHERE counting = 1 AND service_emr_id IS NOT NULL",
                             "");
  GHashTableIter iter;
  Facts *facts;

  while (orch_connection_next (connection, statement))
    {
      facts = g_hash_table_lookup (services, orch_column_text (statement, 0));
      if (facts == NULL)
        continue;
      facts->upcoming += sqlite3_column_int64 (statement, 1) >= call->number;
      facts->fresh += sqlite3_column_int64 (statement, 2) > facts->deactivated;
    }
  g_hash_table_iter_init (&iter, services);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &facts))
    if (facts->upcoming + facts->fresh > 0)
      g_ptr_array_add (list, orch_service_facts_new (facts->id, facts->upcoming, facts->fresh));
  orch_store_take_array (result, list);
}

static void
list_missing_patients (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  sqlite3_stmt *statement =
      orch_connection_query (connection, "SELECT emr_id FROM patient_wanted WHERE emr_id > ? ORDER BY emr_id LIMIT ?",
                             "sl", call->id != NULL ? call->id : "", (gint64) call->limit);

  while (orch_connection_next (connection, statement))
    g_strv_builder_add (builder, orch_column_text (statement, 0));
  g_value_init (result, G_TYPE_STRV);
  g_value_take_boxed (result, g_strv_builder_end (builder));
}

/* more: ids of the EMR */
static void
list_known (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_autoptr (GStrvBuilder) known = g_strv_builder_new ();

  for (guint i = 0; i < call->more->len; i++)
    if (orch_connection_get_int64 (connection, 0, "SELECT 1 FROM appointment WHERE emr_id = ?", "s",
                                   call->more->pdata[i]) != 0)
      g_strv_builder_add (known, call->more->pdata[i]);
  g_value_init (result, G_TYPE_STRV);
  g_value_take_boxed (result, g_strv_builder_end (known));
}

/* --- public ----------------------------------------------------------------------------- */

DexFuture *
orch_store_write_schedule_page (OrchStore *self, const OrchActor *actor, OrchStoreKind kind, GPtrArray *rows,
                                const char *cursor_name, const char *cursor, gint64 run_started_us)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && rows != NULL, NULL);
  g_return_val_if_fail (kind < ORCH_N_STORE_KINDS && !ORCH_STORE_KIND_IS_DIRECTORY (kind), NULL);

  DexFuture *refused = orch_store_refuse_persons (actor, ORCH_ACT_SYNC);
  if (refused != NULL)
    return refused;

  OrchStoreCall *call = orch_store_call_new (actor);
  call->kind = kind;
  call->rows = g_ptr_array_ref (rows);
  call->id = g_strdup (cursor_name);
  call->text = g_strdup (cursor);
  call->number = run_started_us;
  return orch_store_write_repeatable (self, write_schedule_page, call);
}

DexFuture *
orch_store_list_known_appointments (OrchStore *self, const char *const *emr_ids)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (emr_ids != NULL, NULL);

  OrchStoreCall *call = orch_store_call_new (NULL);
  call->more = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; emr_ids[i] != NULL; i++)
    g_ptr_array_add (call->more, g_strdup (emr_ids[i]));
  return orch_store_read (self, list_known, call, NULL);
}

DexFuture *
orch_store_sweep_schedule (OrchStore *self, const OrchActor *actor, OrchStoreKind kind, gint64 from_us, gint64 to_us,
                           gint64 run_started_us)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL, NULL);
  g_return_val_if_fail (kind < ORCH_N_STORE_KINDS && sweep_sqls[kind] != NULL, NULL);

  DexFuture *refused = orch_store_refuse_persons (actor, ORCH_ACT_SYNC);
  if (refused != NULL)
    return refused;

  OrchStoreCall *call = orch_store_call_new (actor);
  call->kind = kind;
  /* A schedule has no day of its own. */
  call->from = kind == ORCH_STORE_SCHEDULES ? 0 : from_us;
  call->to = kind == ORCH_STORE_SCHEDULES ? 1 : to_us;
  call->number = run_started_us;
  return orch_store_write (self, sweep, call);
}

DexFuture *
orch_store_sweep_appointments (OrchStore *self, const OrchActor *actor, gint64 from_us, gint64 to_us,
                               gint64 run_started_us)
{
  return orch_store_sweep_schedule (self, actor, ORCH_STORE_APPOINTMENTS, from_us, to_us, run_started_us);
}

DexFuture *
orch_store_list_unseen_appointments (OrchStore *self, gint64 from_us, gint64 to_us, gint64 run_started_us,
                                     const char *after, guint limit)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);

  OrchStoreCall *call = orch_store_call_new (NULL);
  call->from = from_us;
  call->to = to_us;
  call->number = run_started_us;
  call->id = g_strdup (after);
  call->limit = limit;
  return orch_store_read (self, list_unseen, call, NULL);
}

DexFuture *
orch_store_list_missing_patients (OrchStore *self, const char *after, guint limit)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);

  OrchStoreCall *call = orch_store_call_new (NULL);
  call->id = g_strdup (after);
  call->limit = limit;
  return orch_store_read (self, list_missing_patients, call, NULL);
}

DexFuture *
orch_store_load_service_facts (OrchStore *self, gint64 now_us)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);

  OrchStoreCall *call = orch_store_call_new (NULL);
  call->number = now_us;
  return orch_store_read (self, load_facts, call, NULL);
}
