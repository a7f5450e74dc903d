/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchStore: what a remuneration report is made of. Rows are added up as they are read, in the order of time: to group them, SQLite would sort them.
 * What counts is told by core/orch-remuneration.h.
 */
#include "core/orch-remuneration.h"
#include "orch-store-private.h"

#define US_PER_MINUTE G_TIME_SPAN_MINUTE

typedef struct
{
  OrchConnection *connection;

  /* owned */
  GHashTable *services;  /* EMR id, "" = none → (owned) OrchRemunerationParty */
  GHashTable *staff;     /* the same */
  GHashTable *schedules; /* EMR id → (owned) Schedule */
  GHashTable *cells;     /* (owned) OrchRemunerationCell, by its two sides */

  OrchRemunerationParty any; /* service */
} Adding;

typedef struct
{
  OrchRemunerationParty *service;
  OrchRemunerationParty *staff;
} Schedule;

static guint
hash_cell (gconstpointer data)
{
  const OrchRemunerationCell *cell = data;

  return g_direct_hash (cell->service) * 31 + g_direct_hash (cell->staff);
}

static gboolean
is_same_cell (gconstpointer a, gconstpointer b)
{
  const OrchRemunerationCell *one = a;
  const OrchRemunerationCell *other = b;

  return one->service == other->service && one->staff == other->staff;
}

static OrchRemunerationCounts *
find_counts (Adding *adding, OrchRemunerationParty *service, OrchRemunerationParty *staff)
{
  const OrchRemunerationCell wanted = { .service = service, .staff = staff };
  OrchRemunerationCell *cell = g_hash_table_lookup (adding->cells, &wanted);

  if (cell == NULL)
    {
      cell = g_memdup2 (&wanted, sizeof wanted);
      g_hash_table_add (adding->cells, cell);
    }
  return &cell->counts;
}

/* Of two rows with the EMR's id, one in conflict, the other one is what the clinic goes by. */
static void
load_service (OrchConnection *connection, OrchRemunerationParty *party)
{
  sqlite3_stmt *statement = orch_connection_query (connection,
                                                   "SELECT id, name, active, excluded, in_conflict, sort_name FROM "
                                                   "service WHERE emr_id = ? ORDER BY in_conflict, key LIMIT 1",
                                                   "s", party->emr_id);

  if (!orch_connection_next (connection, statement))
    return;
  party->id = g_strdup (orch_column_text (statement, 0));
  party->name = g_strdup (orch_column_text (statement, 1));
  party->active = sqlite3_column_int (statement, 2);
  party->excluded = sqlite3_column_int (statement, 3);
  party->in_conflict = sqlite3_column_int (statement, 4);
  party->sort_key = g_strdup (orch_column_text (statement, 5));
  orch_connection_done (connection, statement);
}

static void
load_member (OrchConnection *connection, OrchRemunerationParty *party)
{
  sqlite3_stmt *statement =
      orch_connection_query (connection,
                             "SELECT id, prefix, given, family, active, in_conflict, sort_name FROM "
                             "staff WHERE emr_id = ? ORDER BY in_conflict, key LIMIT 1",
                             "s", party->emr_id);
  g_autoptr (OrchStaffMember) member = NULL;

  if (!orch_connection_next (connection, statement))
    return;
  member = orch_staff_member_new (&(OrchStaffMemberFields) { .emr_id = party->emr_id,
                                                             .prefix = orch_column_text (statement, 1),
                                                             .given = orch_column_text (statement, 2),
                                                             .family = orch_column_text (statement, 3) });
  party->id = g_strdup (orch_column_text (statement, 0));
  party->name = g_strdup (orch_staff_member_get_display_name (member));
  party->active = sqlite3_column_int (statement, 4);
  party->in_conflict = sqlite3_column_int (statement, 5);
  party->sort_key = g_strdup (orch_column_text (statement, 6));
  orch_connection_done (connection, statement);
}

/* @emr_id: (nullable) */
static OrchRemunerationParty *
find_party (Adding *adding, gboolean of_staff, const char *emr_id)
{
  GHashTable *parties = of_staff ? adding->staff : adding->services;
  OrchRemunerationParty *party = g_hash_table_lookup (parties, emr_id != NULL ? emr_id : "");

  if (party != NULL)
    return party;
  party = g_new0 (OrchRemunerationParty, 1);
  party->emr_id = g_strdup (emr_id);
  g_hash_table_insert (parties, g_strdup (emr_id != NULL ? emr_id : ""), party);
  if (emr_id != NULL && of_staff)
    load_member (adding->connection, party);
  else if (emr_id != NULL)
    load_service (adding->connection, party);
  return party;
}

/* from, to: in µs */
static void
add_appointments (Adding *adding, const OrchStoreCall *call)
{
  OrchConnection *connection = adding->connection;
  /* All of it is in the index: no appointment is read. */
  sqlite3_stmt *statement =
      orch_connection_query (connection,
                             "SELECT service_emr_id, staff_emr_id FROM appointment INDEXED BY appointment_by_start "
                             "WHERE start >= ? AND start < ? AND counting = 1",
                             "ll", call->from, call->to);

  while (orch_connection_next (connection, statement))
    {
      OrchRemunerationParty *service = find_party (adding, FALSE, orch_column_text (statement, 0));

      find_counts (adding, service, find_party (adding, TRUE, orch_column_text (statement, 1)))->appointments++;
    }
}

/* A schedule that the EMR no longer has still tells whose the times of the past were. */
static void
load_schedules (Adding *adding)
{
  OrchConnection *connection = adding->connection;
  sqlite3_stmt *statement =
      orch_connection_query (connection,
                             "SELECT emr_id, service_emr_id, staff_emr_id FROM schedule WHERE emr_id IS NOT NULL", "");

  while (orch_connection_next (connection, statement))
    {
      Schedule *schedule = g_new0 (Schedule, 1);

      schedule->staff = find_party (adding, TRUE, orch_column_text (statement, 2));
      schedule->service = find_party (adding, FALSE, orch_column_text (statement, 1));
      if (schedule->service->emr_id == NULL && schedule->staff->emr_id != NULL)
        schedule->service = &adding->any;
      g_hash_table_replace (adding->schedules, g_strdup (orch_column_text (statement, 0)), schedule);
    }
}

static void
add_slots (Adding *adding, const OrchStoreCall *call)
{
  OrchConnection *connection = adding->connection;
  sqlite3_stmt *statement = orch_connection_query (
      connection,
      "SELECT schedule_emr_id, status, end - start FROM slot WHERE start >= ? AND start < ? AND vanished = 0", "ll",
      call->from, call->to);

  while (orch_connection_next (connection, statement))
    {
      const char *schedule_id = orch_column_text (statement, 0);
      const Schedule *schedule = schedule_id != NULL ? g_hash_table_lookup (adding->schedules, schedule_id) : NULL;
      OrchRemunerationCounts *counts = NULL;
      gboolean is_free = FALSE;

      if (!orch_remuneration_slot_counts (orch_column_text (statement, 1), &is_free))
        continue;
      counts = schedule != NULL
                   ? find_counts (adding, schedule->service, schedule->staff)
                   : find_counts (adding, find_party (adding, FALSE, NULL), find_party (adding, TRUE, NULL));
      counts->offered++;
      counts->free += is_free;
      counts->minutes += MAX (sqlite3_column_int64 (statement, 2), 0) / US_PER_MINUTE;
    }
}

static gint64
get_oldest (OrchConnection *connection)
{
  const gint64 appointment = orch_connection_get_int64 (connection, 0, "SELECT min (start) FROM appointment", "");
  const gint64 slot = orch_connection_get_int64 (connection, 0, "SELECT min (start) FROM slot", "");

  return appointment == 0 || (slot != 0 && slot < appointment) ? slot : appointment;
}

/* number, limit: year and number of the quarter */
static void
load_remuneration (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  const OrchQuarter quarter = { (int) call->number, (int) call->limit };
  g_autoptr (GHashTable) services =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) orch_remuneration_party_free);
  g_autoptr (GHashTable) staff =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) orch_remuneration_party_free);
  g_autoptr (GHashTable) schedules = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) known = g_hash_table_new_full (hash_cell, is_same_cell, g_free, NULL);
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (OrchRemunerationCell));
  Adding adding = { connection, services, staff, schedules, known, { .is_any = TRUE } };
  GHashTableIter iter;
  gpointer cell = NULL;

  call->from = orch_quarter_get_start (quarter);
  call->to = orch_quarter_get_start (orch_quarter_add (quarter, 1));
  add_appointments (&adding, call);
  load_schedules (&adding);
  add_slots (&adding, call);
  g_hash_table_iter_init (&iter, known);
  while (g_hash_table_iter_next (&iter, &cell, NULL))
    g_array_append_vals (cells, cell, 1);
  orch_store_take_object (result, orch_remuneration_new (quarter, cells, get_oldest (connection)));
}

DexFuture *
orch_store_load_remuneration (OrchStore *self, const OrchActor *actor, OrchQuarter quarter, GCancellable *cancellable)
{
  OrchStoreCall *call = NULL;
  DexFuture *refused = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && quarter.number >= 1 && quarter.number <= 4, NULL);

  refused = orch_store_refuse (actor, ORCH_ACT_READ_REPORTS);
  if (refused != NULL)
    return refused;
  call = orch_store_call_new (actor);
  call->number = quarter.year;
  call->limit = (guint) quarter.number;
  return orch_store_read (self, load_remuneration, call, cancellable);
}
