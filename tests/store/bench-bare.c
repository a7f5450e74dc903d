/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See bench-bare.h.
 */
#include "bench-bare.h"

#include "store-kit.h"

#include <time.h>

#define KEY_SQL "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768"

static OrchAppointment *
make_appointment (guint n)
{
  g_autofree char *emr_id = g_strdup_printf ("A-%08u", n);
  g_autofree char *staff = g_strdup_printf ("EMR-%u", n % 25);
  g_autofree char *service = g_strdup_printf ("SVC-%u", n % 40);
  g_autofree char *patient = g_strdup_printf ("P-%u", n % 6000);
  gint64 start = G_GINT64_CONSTANT (1790000000000000) + (gint64) (n / 25) * 15 * G_TIME_SPAN_MINUTE;
  OrchAppointmentFields fields = {
    .emr_id = emr_id,
    .emr_version = "1",
    .source = n % 3 ? "emr" : "rvsq",
    .status = n % 20 ? "booked" : "cancelled",
    .start_us = start,
    .end_us = start + 15 * G_TIME_SPAN_MINUTE,
    .minutes = 15,
    .service_emr_id = service,
    .staff_emr_id = staff,
    .patient_emr_id = patient,
    .location_emr_id = "L-1",
  };
  return orch_appointment_new (&fields);
}

GPtrArray *
bench_make_appointments (guint first, guint n)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = first; i < first + n; i++)
    g_ptr_array_add (rows, make_appointment (i));
  return rows;
}

double
bench_now_s (void)
{
  return g_get_monotonic_time () / 1e6;
}

static void
bind_text (sqlite3_stmt *statement, int at, const char *text)
{
  sqlite3_bind_text (statement, at, text, -1, SQLITE_STATIC);
}

double
bench_cpu_s (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

BenchRate
bench_insert_bare (const char *directory, GPtrArray *appointments, gboolean indexed)
{
  g_autofree char *path = g_build_filename (directory, "bare.db", NULL);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL), *shm = g_strconcat (path, "-shm", NULL);
  sqlite3_stmt *statement;

  g_unlink (path);
  g_unlink (wal);
  g_unlink (shm);
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  sqlite3 *db = kit_raw_open (path);
  sqlite3_exec (db, KEY_SQL, NULL, NULL, NULL);
  kit_raw_run (db, "CREATE TABLE a (key INTEGER PRIMARY KEY, id TEXT, emr_id TEXT, emr_version TEXT, source TEXT, "
                   "status TEXT, start INTEGER, end INTEGER, minutes INTEGER, service TEXT, staff TEXT, patient TEXT, "
                   "location TEXT, first_seen INTEGER, counting INTEGER, vanished INTEGER, revision INTEGER, "
                   "synced INTEGER) STRICT");
  if (indexed)
    kit_raw_run (db, "CREATE UNIQUE INDEX a1 ON a (emr_id); "
                     "CREATE INDEX a2 ON a (start, key, staff, source, counting, service, first_seen); "
                     "CREATE INDEX a3 ON a (key) WHERE revision > synced");
  sqlite3_prepare_v2 (db, "INSERT INTO a VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 1, 0, 1, 0)", -1,
                      &statement, NULL);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < appointments->len; i++)
    g_ptr_array_add (ids, g_uuid_string_random ());

  double start = bench_now_s (), cpu = bench_cpu_s ();
  for (guint i = 0; i < appointments->len; i++)
    {
      const OrchAppointmentFields *f = orch_appointment_get_fields (appointments->pdata[i]);
      if (i % BENCH_PAGE == 0)
        sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
      bind_text (statement, 1, ids->pdata[i]);
      bind_text (statement, 2, f->emr_id);
      bind_text (statement, 3, f->emr_version);
      bind_text (statement, 4, f->source);
      bind_text (statement, 5, f->status);
      sqlite3_bind_int64 (statement, 6, f->start_us);
      sqlite3_bind_int64 (statement, 7, f->end_us);
      sqlite3_bind_int (statement, 8, f->minutes);
      bind_text (statement, 9, f->service_emr_id);
      bind_text (statement, 10, f->staff_emr_id);
      bind_text (statement, 11, f->patient_emr_id);
      bind_text (statement, 12, f->location_emr_id);
      g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_DONE);
      sqlite3_reset (statement);
      if (i % BENCH_PAGE == BENCH_PAGE - 1 || i == appointments->len - 1)
        g_assert_cmpint (sqlite3_exec (db, "COMMIT", NULL, NULL, NULL), ==, SQLITE_OK);
    }
  double took = bench_now_s () - start, computed = bench_cpu_s () - cpu;
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return (BenchRate) { appointments->len / took, appointments->len / computed };
}
