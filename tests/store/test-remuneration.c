/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The remuneration report of a small clinic, against a table written by hand from product.md §2 before the report was first made; of a large one,
 * against SQL.
 */
#include <string.h>

#include "report-kit.h"

#define DAY G_TIME_SPAN_DAY

/* A service offered (1), another (2); the clinic's own administration, activated by hand (3); one not offered for now (4); one in conflict (5);
 * 9 was never imported. Two people, one inactive (3), one in conflict (4); 9 was never imported. */
static void
make_small (Kit *kit)
{
  GPtrArray *services = report_rows ();
  GPtrArray *staff = report_rows ();
  GPtrArray *schedules = report_rows ();
  GPtrArray *old = report_rows ();
  GPtrArray *appointments = report_rows ();
  GPtrArray *slots = report_rows ();
  const gint64 august = report_at ("2026-08-12T09:00:00-04:00");
  static const struct
  {
    const char *start; /* NULL: in August */
    const char *status;
    const char *service;
    const char *staff;
  } all[] = {
    { "2026-07-01T00:00:00-04:00", "booked", "SVC-1", "EMR-1" }, /* the first moment of the quarter */
    { "2026-06-30T23:59:00-04:00", "booked", "SVC-1", "EMR-1" }, /* the quarter before; in UTC it is July */
    { "2026-09-30T23:30:00-04:00", "booked", "SVC-1", "EMR-1" }, /* the last day; in UTC it is October */
    { "2026-10-01T00:00:00-04:00", "booked", "SVC-1", "EMR-1" }, /* the next quarter */
    { NULL, "fulfilled", "SVC-1", "EMR-2" },
    { NULL, "cancelled", "SVC-1", "EMR-2" },
    { NULL, "noshow", "SVC-1", "EMR-2" },
    { NULL, "entered-in-error", "SVC-1", "EMR-2" },
    { NULL, "arrived", "SVC-2", "EMR-1" },
    { NULL, "booked", "SVC-3", "EMR-1" }, /* excluded */
    { NULL, "booked", "SVC-4", "EMR-1" }, /* inactive */
    { NULL, "booked", "SVC-4", "EMR-3" }, /* inactive, both: the service's reason */
    { NULL, "booked", "SVC-1", "EMR-3" }, /* the person is inactive */
    { NULL, "booked", "SVC-2", "EMR-3" },
    { NULL, "booked", "SVC-9", "EMR-1" }, /* never imported */
    { NULL, "booked", NULL, "EMR-1" },
    { NULL, "booked", "SVC-1", "EMR-9" }, /* never imported */
    { NULL, "booked", "SVC-1", NULL },
    { NULL, "booked", "SVC-5", "EMR-1" }, /* in conflict */
    { NULL, "booked", "SVC-1", "EMR-4" }, /* in conflict */
  };
  static const struct
  {
    const char *schedule;
    int minutes;
    const char *status;
  } times[] = {
    { "hor-1", 20, "free" },
    { "hor-1", 20, "busy" },
    { "hor-1", 30, "busy-tentative" },
    { "hor-1", 60, "busy-unavailable" }, /* blocked */
    { "hor-1", 60, "entered-in-error" },
    { "hor-2", 15, "free" }, /* nobody came */
    { "hor-3", 30, "busy" }, /* excluded */
    { "hor-4", 10, "free" }, /* of somebody, for any service */
    { "hor-5", 10, "free" }, /* the same of somebody inactive */
    { "hor-9", 10, "free" }, /* of nothing that is known */
  };

  g_ptr_array_add (services, report_service (1, "Suivi régulier", TRUE, FALSE, FALSE));
  g_ptr_array_add (services, report_service (2, "Vaccination", TRUE, FALSE, FALSE));
  g_ptr_array_add (services, report_service (3, "Pauses", TRUE, TRUE, FALSE));
  g_ptr_array_add (services, report_service (4, "Santé voyage", FALSE, FALSE, FALSE));
  g_ptr_array_add (services, report_service (5, "Examen", TRUE, FALSE, TRUE));
  g_ptr_array_add (staff, report_member (1, "Tremblay", TRUE, FALSE));
  g_ptr_array_add (staff, report_member (2, "Roy", TRUE, FALSE));
  g_ptr_array_add (staff, report_member (3, "Côté", FALSE, FALSE));
  g_ptr_array_add (staff, report_member (4, "Gagné", TRUE, TRUE));
  g_ptr_array_add (schedules, report_schedule ("hor-1", "SVC-1", "EMR-1"));
  g_ptr_array_add (schedules, report_schedule ("hor-2", "SVC-2", "EMR-2"));
  g_ptr_array_add (schedules, report_schedule ("hor-3", "SVC-3", "EMR-1"));
  g_ptr_array_add (schedules, report_schedule ("hor-4", NULL, "EMR-1"));
  g_ptr_array_add (schedules, report_schedule ("hor-5", NULL, "EMR-3"));
  report_import (kit->store, ORCH_STORE_SERVICES, services);
  report_import (kit->store, ORCH_STORE_STAFF, staff);
  report_write (kit->store, ORCH_STORE_SCHEDULES, schedules, 2);

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    g_ptr_array_add (appointments,
                     report_appointment (i, all[i].start != NULL ? report_at (all[i].start) : august + i * DAY,
                                         all[i].status, all[i].service, all[i].staff));
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    g_ptr_array_add (slots, report_slot (i, august + i * DAY, times[i].minutes, times[i].status, times[i].schedule));
  /* The day before the quarter, and its next one */
  g_ptr_array_add (slots, report_slot (90, report_at ("2026-06-30T23:50:00-04:00"), 20, "free", "hor-1"));
  g_ptr_array_add (slots, report_slot (91, report_at ("2026-10-01T00:00:00-04:00"), 20, "free", "hor-1"));

  /* One appointment and one time that the EMR had once, and has no longer */
  g_ptr_array_add (old, report_appointment (80, august, "booked", "SVC-1", "EMR-1"));
  report_write (kit->store, ORCH_STORE_APPOINTMENTS, old, 1);
  old = report_rows ();
  g_ptr_array_add (old, report_slot (80, august, 20, "free", "hor-1"));
  report_write (kit->store, ORCH_STORE_SLOTS, old, 1);
  report_write (kit->store, ORCH_STORE_APPOINTMENTS, appointments, 2);
  report_write (kit->store, ORCH_STORE_SLOTS, slots, 2);
  g_assert_cmpuint (kit_uint (orch_store_sweep_appointments (kit->store, &kit_workstation, 0, G_MAXINT64, 2)), ==, 1);
  g_assert_cmpuint (kit_uint (
                        orch_store_sweep_schedule (kit->store, &kit_workstation, ORCH_STORE_SLOTS, 0, G_MAXINT64, 2)),
                    ==, 1);
}

typedef struct
{
  OrchRemunerationReason reason;
  const char *service;
  const char *staff;
  guint appointments;
  guint offered;
  guint free;
  gint64 minutes;
} Expected;

static void
check_lines (GPtrArray *lines, const Expected *expected, guint n)
{
  g_assert_cmpuint (lines->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      const OrchRemunerationLineFields *f = orch_remuneration_line_get_fields (g_ptr_array_index (lines, i));

      g_test_message ("line %u: %s, %s", i, f->service_name, f->staff_name);
      g_assert_cmpint (f->reason, ==, expected[i].reason);
      g_assert_cmpstr (f->service_name, ==, expected[i].service);
      g_assert_cmpstr (f->staff_name, ==, expected[i].staff);
      g_assert_cmpuint (f->counts.appointments, ==, expected[i].appointments);
      g_assert_cmpuint (f->counts.offered, ==, expected[i].offered);
      g_assert_cmpuint (f->counts.free, ==, expected[i].free);
      g_assert_cmpint (f->counts.minutes, ==, expected[i].minutes);
    }
}

/* By hand, from the table above. Services by name; their professionals by family name. */
static const Expected counted[] = {
  { ORCH_REMUNERATION_COUNTED, "Suivi régulier", "Dre Élise Roy", 1, 0, 0, 0 },
  { ORCH_REMUNERATION_COUNTED, "Suivi régulier", "Dre Élise Tremblay", 2, 3, 1, 70 },
  { ORCH_REMUNERATION_COUNTED, "Vaccination", "Dre Élise Roy", 0, 1, 1, 15 },
  { ORCH_REMUNERATION_COUNTED, "Vaccination", "Dre Élise Tremblay", 1, 0, 0, 0 },
  { ORCH_REMUNERATION_COUNTED, NULL, "Dre Élise Tremblay", 0, 1, 1, 10 },
};

static const Expected left_out[] = {
  { ORCH_REMUNERATION_NO_SERVICE, NULL, NULL, 1, 1, 1, 10 },
  { ORCH_REMUNERATION_SERVICE_UNKNOWN, "SVC-9", NULL, 1, 0, 0, 0 },
  { ORCH_REMUNERATION_SERVICE_EXCLUDED, "Pauses", NULL, 1, 1, 0, 30 },
  { ORCH_REMUNERATION_SERVICE_CONFLICT, "Examen", NULL, 1, 0, 0, 0 },
  { ORCH_REMUNERATION_SERVICE_INACTIVE, "Santé voyage", NULL, 2, 0, 0, 0 },
  { ORCH_REMUNERATION_NO_STAFF, NULL, NULL, 1, 0, 0, 0 },
  { ORCH_REMUNERATION_STAFF_UNKNOWN, NULL, "EMR-9", 1, 0, 0, 0 },
  { ORCH_REMUNERATION_STAFF_CONFLICT, NULL, "Dre Élise Gagné", 1, 0, 0, 0 },
  { ORCH_REMUNERATION_STAFF_INACTIVE, NULL, "Dre Élise Côté", 2, 1, 1, 10 },
};

static OrchRemuneration *
load (Kit *kit, OrchQuarter quarter)
{
  return kit_object (orch_store_load_remuneration (kit->store, &kit_admin, quarter, NULL));
}

static void
small_is_as_by_hand (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchRemuneration) report = NULL;
  OrchRemunerationCounts total = { 0 };
  const OrchRemunerationLineFields *first = NULL;

  make_small (kit);
  report = load (kit, report_quarter);
  check_lines (orch_remuneration_get_lines (report), counted, G_N_ELEMENTS (counted));
  check_lines (orch_remuneration_get_left_out (report), left_out, G_N_ELEMENTS (left_out));
  total = orch_remuneration_get_total (report, NULL);
  g_assert_cmpuint (total.appointments, ==, 4);
  g_assert_cmpuint (total.offered, ==, 5);
  g_assert_cmpuint (total.free, ==, 3);
  g_assert_cmpint (total.minutes, ==, 95);
  g_assert_cmpint (orch_remuneration_get_oldest (report), ==, report_at ("2026-06-30T23:50:00-04:00"));
  g_assert_false (orch_remuneration_is_cut (report));

  /* What mends it is found by these. */
  first = orch_remuneration_line_get_fields (g_ptr_array_index (orch_remuneration_get_lines (report), 0));
  g_assert_cmpstr (first->service_id, ==, "11111111-0000-4000-8000-000000000001");
  g_assert_cmpstr (first->staff_id, ==, "00000000-0000-4000-8000-000000000002");
}

/* One of each side of the quarter; before the first, nothing is. */
static void
other_quarters (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchRemuneration) before = NULL;
  g_autoptr (OrchRemuneration) after = NULL;
  g_autoptr (OrchRemuneration) long_ago = NULL;
  static const Expected one = { ORCH_REMUNERATION_COUNTED, "Suivi régulier", "Dre Élise Tremblay", 1, 1, 1, 20 };

  make_small (kit);
  before = load (kit, (OrchQuarter) { 2026, 2 });
  after = load (kit, (OrchQuarter) { 2026, 4 });
  long_ago = load (kit, (OrchQuarter) { 2024, 4 });
  check_lines (orch_remuneration_get_lines (before), &one, 1);
  check_lines (orch_remuneration_get_lines (after), &one, 1);
  check_lines (orch_remuneration_get_lines (long_ago), NULL, 0);
  /* April has nothing here, and the report says so. */
  g_assert_true (orch_remuneration_is_cut (before));
  g_assert_true (orch_remuneration_is_cut (long_ago));
}

static void
one_mended_is_counted (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchService) service = NULL;
  g_autoptr (OrchService) active = NULL;
  g_autoptr (OrchRemuneration) report = NULL;
  OrchServiceFields fields = { 0 };
  const char *types[] = { "regular", NULL };

  make_small (kit);
  service = kit_object (orch_store_find_by_emr_id (kit->store, ORCH_STORE_SERVICES, "SVC-4"));
  fields = *orch_service_get_fields (service);
  fields.active = TRUE;
  fields.types = types;
  active = orch_service_new (&fields);
  kit_ok (orch_store_save_service (kit->store, &kit_admin, active));
  report = load (kit, report_quarter);
  /* Its two appointments: one counts, the other has its person's reason now. */
  g_assert_cmpuint (orch_remuneration_get_lines (report)->len, ==, G_N_ELEMENTS (counted) + 1);
  g_assert_cmpuint (orch_remuneration_get_total (report, NULL).appointments, ==, 5);
  g_assert_cmpuint (orch_remuneration_get_left_out (report)->len, ==, G_N_ELEMENTS (left_out) - 1);
}

static void
who_may (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchRemuneration) report =
      kit_object (orch_store_load_remuneration (kit->store, &kit_receptionist, report_quarter, NULL));

  g_assert_cmpuint (orch_remuneration_get_lines (report)->len, ==, 0);
  g_assert_cmpint (orch_remuneration_get_oldest (report), ==, 0);
  g_assert_false (orch_remuneration_is_cut (report));
  kit_fails (orch_store_load_remuneration (kit->store, &kit_professional, report_quarter, NULL), ORCH_ERROR_REFUSED);
  kit_fails (orch_store_load_remuneration (kit->store, &kit_nobody, report_quarter, NULL), ORCH_ERROR_REFUSED);
  kit_fails (orch_store_load_remuneration (kit->store, &kit_workstation, report_quarter, NULL), ORCH_ERROR_REFUSED);
}

static void
large_is_as_by_sql (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchRemuneration) report = NULL;
  g_autofree char *ours = NULL;
  g_autofree char *theirs = NULL;

  report_make_directory (kit->store);
  /* A month before to a month after */
  report_make_schedule (kit->store, 20000, report_at (REPORT_FROM) - 30 * DAY, report_at (REPORT_TO) + 30 * DAY);
  report = load (kit, report_quarter);
  ours = report_to_text (report);
  theirs = report_by_sql (kit);
  g_assert_cmpuint (orch_remuneration_get_lines (report)->len, >, 200);
  g_assert_cmpstr (ours, ==, theirs);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

#define TEST(path, func) g_test_add ("/remuneration/" path, Kit, NULL, report_open, func, kit_tear_down)
  TEST ("small-is-as-by-hand", small_is_as_by_hand);
  TEST ("other-quarters", other_quarters);
  TEST ("one-mended-is-counted", one_mended_is_counted);
  TEST ("who-may", who_may);
  TEST ("large-is-as-by-sql", large_is_as_by_sql);
  return g_test_run ();
}
