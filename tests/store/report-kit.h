/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What test and bench of the remuneration report share: a clinic of many, and the same report as SQL says it, from the rows alone.
 */
#pragma once

#include "store-kit.h"

#include "core/orch-clock.h"
#include "core/orch-remuneration.h"

/* 2026, July to September, as the calendar of the clinic says */
#define REPORT_FROM "2026-07-01T00:00:00-04:00"
#define REPORT_TO "2026-10-01T00:00:00-04:00"
static const OrchQuarter report_quarter = { 2026, 3 };

static inline gint64
report_at (const char *instant)
{
  gint64 us = 0;

  g_assert_true (orch_clock_parse_instant (instant, &us));
  return us;
}

static inline void
report_open (Kit *kit, gconstpointer data)
{
  OrchClinicFields fields = { .id = "77777777-0000-4000-8000-000000000001", .name = "Clinique" };
  g_autoptr (OrchClinic) clinic = orch_clinic_new (&fields);

  kit_set_up (kit, data);
  kit_ok (orch_store_save_clinic (kit->store, &kit_admin, clinic, FALSE));
}

/* @rows: (transfer full) (element-type GObject) */
static inline void
report_import (OrchStore *store, OrchStoreKind kind, GPtrArray *rows)
{
  const gint64 run = kit_int64 (orch_store_begin_import (store, &kit_workstation, kind));

  kit_ok (orch_store_write_import_page (store, &kit_workstation, run, rows, NULL));
  kit_ok (orch_store_finish_import (store, &kit_workstation, run, ORCH_STORE_RUN_SUCCEEDED, NULL, NULL, NULL, NULL));
  g_ptr_array_unref (rows);
}

static inline OrchService *
report_service (guint n, const char *name, gboolean active, gboolean excluded, gboolean in_conflict)
{
  g_autofree char *id = g_strdup_printf ("11111111-0000-4000-8000-%012u", n);
  g_autofree char *emr_id = g_strdup_printf ("SVC-%u", n);
  const char *types[] = { "regular", NULL };

  return orch_service_new (&(OrchServiceFields) { .id = id,
                                                  .emr_id = emr_id,
                                                  .name = name,
                                                  .types = types,
                                                  .duration_minutes = 20,
                                                  .active = active,
                                                  .excluded = excluded,
                                                  .in_conflict = in_conflict,
                                                  .origin = ORCH_ORIGIN_EMR });
}

static inline OrchStaffMember *
report_member (guint n, const char *family, gboolean active, gboolean in_conflict)
{
  g_autofree char *id = g_strdup_printf ("00000000-0000-4000-8000-%012u", n);
  g_autofree char *emr_id = g_strdup_printf ("EMR-%u", n);

  return orch_staff_member_new (&(OrchStaffMemberFields) { .id = id,
                                                           .emr_id = emr_id,
                                                           .family = family,
                                                           .given = "Élise",
                                                           .prefix = "Dre",
                                                           .bookable = TRUE,
                                                           .active = active,
                                                           .in_conflict = in_conflict,
                                                           .origin = ORCH_ORIGIN_EMR });
}

static inline OrchAppointment *
report_appointment (guint n, gint64 start, const char *status, const char *service, const char *staff)
{
  g_autofree char *emr_id = g_strdup_printf ("A-%u", n);

  return orch_appointment_new (&(OrchAppointmentFields) { .emr_id = emr_id,
                                                          .source = "emr",
                                                          .status = status,
                                                          .start_us = start,
                                                          .end_us = start + 20 * G_TIME_SPAN_MINUTE,
                                                          .minutes = 20,
                                                          .service_emr_id = service,
                                                          .staff_emr_id = staff,
                                                          .patient_emr_id = "P-1" });
}

static inline OrchSchedule *
report_schedule (const char *emr_id, const char *service, const char *staff)
{
  return orch_schedule_new (
      &(OrchScheduleFields) { .emr_id = emr_id, .service_emr_id = service, .staff_emr_id = staff, .active = TRUE });
}

static inline OrchSlot *
report_slot (guint n, gint64 start, int minutes, const char *status, const char *schedule)
{
  g_autofree char *emr_id = g_strdup_printf ("T-%u", n);

  return orch_slot_new (&(OrchSlotFields) { .emr_id = emr_id,
                                            .schedule_emr_id = schedule,
                                            .status = status,
                                            .start_us = start,
                                            .end_us = start + minutes * G_TIME_SPAN_MINUTE });
}

static inline GPtrArray *
report_rows (void)
{
  return g_ptr_array_new_with_free_func (g_object_unref);
}

/* @rows: (transfer full); @run: when the run that saw them began */
static inline void
report_write (OrchStore *store, OrchStoreKind kind, GPtrArray *rows, gint64 run)
{
  kit_ok (orch_store_write_schedule_page (store, &kit_workstation, kind, rows, NULL, NULL, run));
  g_ptr_array_unref (rows);
}

/* --- many --------------------------------------------------------------------------------- */

#define REPORT_SERVICES 40
#define REPORT_STAFF 25
#define REPORT_PAGE 500

/* Every fifth service is of each kind that does not count, every sixth person is inactive. */
static inline void
report_make_directory (OrchStore *store)
{
  GPtrArray *services = report_rows ();
  GPtrArray *staff = report_rows ();
  GPtrArray *schedules = report_rows ();

  for (guint i = 0; i < REPORT_SERVICES; i++)
    {
      g_autofree char *name = g_strdup_printf ("Service %03u", i);
      g_autofree char *emr_id = g_strdup_printf ("SVC-%u", i);

      g_ptr_array_add (services, report_service (i, name, i % 5 != 1, i % 5 == 2 && i % 2 == 0, i % 15 == 3));
      for (guint j = 0; j < REPORT_STAFF; j++)
        {
          g_autofree char *schedule = g_strdup_printf ("S-%u-%u", i, j);
          g_autofree char *member = g_strdup_printf ("EMR-%u", j);

          g_ptr_array_add (schedules, report_schedule (schedule, emr_id, member));
        }
    }
  for (guint j = 0; j < REPORT_STAFF; j++)
    {
      g_autofree char *family = g_strdup_printf ("Tremblay %03u", j);

      g_ptr_array_add (staff, report_member (j, family, j % 6 != 4, j % 24 == 11));
    }
  report_import (store, ORCH_STORE_SERVICES, services);
  report_import (store, ORCH_STORE_STAFF, staff);
  report_write (store, ORCH_STORE_SCHEDULES, schedules, 1);
}

/* @n appointments and as many times that were offered, spread over [@from, @to); some name what the clinic has never imported, or nothing */
static inline void
report_make_schedule (OrchStore *store, guint n, gint64 from, gint64 to)
{
  static const char *const statuses[] = { "booked", "fulfilled", "booked", "cancelled", "arrived",
                                          "noshow", "pending",   "booked", "booked",    "entered-in-error" };
  static const char *const kinds[] = { "free", "busy", "busy", "busy-unavailable", "busy", "busy-tentative" };
  g_autoptr (GRand) random = g_rand_new_with_seed (20261123);

  for (guint first = 0; first < n; first += REPORT_PAGE)
    {
      GPtrArray *appointments = report_rows ();
      GPtrArray *slots = report_rows ();

      for (guint i = first; i < MIN (first + REPORT_PAGE, n); i++)
        {
          const gint64 start = from + (gint64) ((double) (to - from) / n * i) / G_TIME_SPAN_MINUTE * G_TIME_SPAN_MINUTE;
          const guint service = (guint) g_rand_int_range (random, 0, REPORT_SERVICES + 1);
          const guint member = (guint) g_rand_int_range (random, 0, REPORT_STAFF + 1);
          g_autofree char *service_id = g_strdup_printf ("SVC-%u", service);
          g_autofree char *member_id = g_strdup_printf ("EMR-%u", member);
          g_autofree char *schedule_id = g_strdup_printf ("S-%u-%u", service, member);

          g_ptr_array_add (appointments,
                           report_appointment (i, start, statuses[g_rand_int_range (random, 0, 10)],
                                               i % 97 == 0 ? NULL : service_id, i % 89 == 0 ? NULL : member_id));
          g_ptr_array_add (slots, report_slot (i, start, 10 * g_rand_int_range (random, 1, 4),
                                               kinds[g_rand_int_range (random, 0, 6)], schedule_id));
        }
      report_write (store, ORCH_STORE_APPOINTMENTS, appointments, 1);
      report_write (store, ORCH_STORE_SLOTS, slots, 1);
    }
}

/* --- the same, by SQL --------------------------------------------------------------------- */

/* Of one quarter, what is counted: "service|professional|appointments|offered|free|minutes" a line, in the order of the ids. From the columns that
 * the EMR fills: neither what the store keeps beside them to be fast, nor any rule of core/. */
#define REPORT_SQL                                                                                                     \
  "WITH good_service AS (SELECT id, emr_id FROM service WHERE active AND NOT excluded AND NOT in_conflict), "          \
  "good_staff AS (SELECT id, emr_id FROM staff WHERE active AND NOT in_conflict), "                                    \
  "facts AS ("                                                                                                         \
  "SELECT service_emr_id AS s, staff_emr_id AS p, 1 AS a, 0 AS o, 0 AS f, 0 AS m FROM appointment "                    \
  "WHERE NOT vanished AND status NOT IN ('cancelled', 'noshow', 'entered-in-error') AND start >= %1$s AND start < "    \
  "%2$s UNION ALL "                                                                                                    \
  "SELECT schedule.service_emr_id, schedule.staff_emr_id, 0, 1, status = 'free', (slot.end - slot.start) / 60000000 "  \
  "FROM slot JOIN schedule ON schedule.emr_id = slot.schedule_emr_id WHERE NOT slot.vanished AND status IN "           \
  "('free', 'busy', 'busy-tentative') AND slot.start >= %1$s AND slot.start < %2$s) "                                  \
  "SELECT group_concat (line, char (10)) FROM (SELECT good_service.id || '|' || good_staff.id || '|' || sum (a) || "   \
  "'|' || sum (o) || '|' || sum (f) || '|' || sum (m) AS line FROM facts JOIN good_service ON good_service.emr_id = "  \
  "s JOIN good_staff ON good_staff.emr_id = p GROUP BY good_service.id, good_staff.id "                                \
  "ORDER BY good_service.id, good_staff.id)"

/* Returns: (transfer full): what REPORT_SQL says of report_quarter */
static inline char *
report_by_sql (Kit *kit)
{
  g_autofree char *from = g_strdup_printf ("%" G_GINT64_FORMAT, report_at (REPORT_FROM));
  g_autofree char *to = g_strdup_printf ("%" G_GINT64_FORMAT, report_at (REPORT_TO));
  g_autofree char *sql = g_strdup_printf (REPORT_SQL, from, to);
  sqlite3 *db = kit_raw_open (kit->path);
  char *text = kit_raw_text (db, sql);

  sqlite3_close (db);
  return text;
}

static inline int
report_compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* Returns: (transfer full): the lines of @report in the same form */
static inline char *
report_to_text (OrchRemuneration *report)
{
  GPtrArray *lines = orch_remuneration_get_lines (report);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < lines->len; i++)
    {
      const OrchRemunerationLineFields *f = orch_remuneration_line_get_fields (g_ptr_array_index (lines, i));

      g_ptr_array_add (texts,
                       g_strdup_printf ("%s|%s|%u|%u|%u|%" G_GINT64_FORMAT, f->service_id, f->staff_id,
                                        f->counts.appointments, f->counts.offered, f->counts.free, f->counts.minutes));
    }
  g_ptr_array_sort (texts, report_compare_lines);
  g_ptr_array_add (texts, NULL);
  return g_strjoinv ("\n", (char **) texts->pdata);
}
