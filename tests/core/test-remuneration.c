/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Quarters in the clinic's time zone, and what a remuneration report counts: each state of a service by each state of a professional.
 * Expected from product.md §2 and emr-facts F2: active and included counts; activated by hand but excluded does not.
 */
#include "core/orch-clock.h"
#include "core/orch-remuneration.h"
#include "orch-test.h"

static gint64
at (const char *instant)
{
  gint64 us = 0;

  g_assert_true (orch_clock_parse_instant (instant, &us));
  return us;
}

static void
test_quarters (void)
{
  static const struct
  {
    const char *moment;
    int year, number;
  } table[] = {
    { "2026-01-01T00:00:00-05:00", 2026, 1 }, { "2025-12-31T23:59:59-05:00", 2025, 4 },
    { "2026-01-01T04:59:59Z", 2025, 4 },      { "2026-03-31T23:59:59-04:00", 2026, 1 },
    { "2026-04-01T00:00:00-04:00", 2026, 2 }, { "2026-04-01T03:59:59Z", 2026, 1 },
    { "2026-06-30T23:59:59-04:00", 2026, 2 }, { "2026-07-01T00:00:00-04:00", 2026, 3 },
    { "2026-10-01T03:59:59Z", 2026, 3 },      { "2026-10-01T04:00:00Z", 2026, 4 },
    { "2026-12-31T23:59:59-05:00", 2026, 4 }, { "2028-02-29T12:00:00-05:00", 2028, 1 },
  };
  static const struct
  {
    OrchQuarter quarter;
    const char *start;
  } starts[] = {
    { { 2026, 1 }, "2026-01-01T05:00:00Z" }, { { 2026, 2 }, "2026-04-01T04:00:00Z" },
    { { 2026, 3 }, "2026-07-01T04:00:00Z" }, { { 2026, 4 }, "2026-10-01T04:00:00Z" },
    { { 2027, 1 }, "2027-01-01T05:00:00Z" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      const OrchQuarter quarter = orch_quarter_at (at (table[i].moment));

      orch_test_check_int (table[i].year, quarter.year, table[i].moment);
      orch_test_check_int (table[i].number, quarter.number, table[i].moment);
    }
  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    orch_test_check_int (at (starts[i].start), orch_quarter_get_start (starts[i].quarter), starts[i].start);
}

static void
test_arithmetic (void)
{
  static const struct
  {
    OrchQuarter from;
    int n;
    OrchQuarter to;
  } table[] = {
    { { 2026, 1 }, -1, { 2025, 4 } }, { { 2026, 4 }, 1, { 2027, 1 } },  { { 2026, 3 }, 0, { 2026, 3 } },
    { { 2026, 3 }, -4, { 2025, 3 } }, { { 2026, 2 }, -7, { 2024, 3 } }, { { 2024, 4 }, 9, { 2027, 1 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      const OrchQuarter to = orch_quarter_add (table[i].from, table[i].n);

      g_assert_cmpint (to.year, ==, table[i].to.year);
      g_assert_cmpint (to.number, ==, table[i].to.number);
      g_assert_cmpint (orch_quarter_compare (to, table[i].from), ==, table[i].n);
    }
}

/* The quarter that runs, the last one, and the one to compare that with. */
static void
test_kept (void)
{
  g_assert_cmpint (orch_quarter_get_kept (at ("2026-11-23T09:00:00-05:00")), ==, at ("2026-04-01T00:00:00-04:00"));
  g_assert_cmpint (orch_quarter_get_kept (at ("2026-01-01T00:00:00-05:00")), ==, at ("2025-07-01T00:00:00-04:00"));
  g_assert_cmpint (orch_quarter_get_kept (at ("2025-12-31T23:59:59-05:00")), ==, at ("2025-04-01T00:00:00-04:00"));
}

static void
test_times (void)
{
  static const struct
  {
    const char *status;
    gboolean offered, free;
  } table[] = {
    { "free", TRUE, TRUE },
    { "busy", TRUE, FALSE },
    { "busy-tentative", TRUE, FALSE },
    { "busy-unavailable", FALSE, FALSE },
    { "entered-in-error", FALSE, FALSE },
    { "something-new", FALSE, FALSE },
    { NULL, FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      gboolean is_free = TRUE;

      orch_test_check_int (table[i].offered, orch_remuneration_slot_counts (table[i].status, &is_free),
                           table[i].status != NULL ? table[i].status : "none");
      orch_test_check_int (table[i].free, is_free, table[i].status != NULL ? table[i].status : "none");
    }
}

#define NONE { NULL }
#define UNKNOWN { .emr_id = "9" }
#define KNOWN(...) { .emr_id = "1", .id = "one", .name = "One", __VA_ARGS__ }

static void
test_judge (void)
{
  static const struct
  {
    OrchRemunerationParty service;
    OrchRemunerationReason reason; /* with somebody who counts */
  } services[] = {
    { KNOWN (.active = TRUE), ORCH_REMUNERATION_COUNTED },
    { KNOWN (.active = FALSE), ORCH_REMUNERATION_SERVICE_INACTIVE },
    { KNOWN (.active = FALSE, .excluded = TRUE), ORCH_REMUNERATION_SERVICE_EXCLUDED },
    { KNOWN (.active = TRUE, .excluded = TRUE), ORCH_REMUNERATION_SERVICE_EXCLUDED },
    { KNOWN (.active = TRUE, .in_conflict = TRUE), ORCH_REMUNERATION_SERVICE_CONFLICT },
    { KNOWN (.active = FALSE, .in_conflict = TRUE), ORCH_REMUNERATION_SERVICE_CONFLICT },
    { KNOWN (.active = TRUE, .excluded = TRUE, .in_conflict = TRUE), ORCH_REMUNERATION_SERVICE_EXCLUDED },
    { UNKNOWN, ORCH_REMUNERATION_SERVICE_UNKNOWN },
    { NONE, ORCH_REMUNERATION_NO_SERVICE },
    { { .is_any = TRUE }, ORCH_REMUNERATION_COUNTED },
  };
  static const struct
  {
    OrchRemunerationParty staff;
    OrchRemunerationReason reason; /* of a service that counts */
  } staff[] = {
    { KNOWN (.active = TRUE), ORCH_REMUNERATION_COUNTED },
    { KNOWN (.active = FALSE), ORCH_REMUNERATION_STAFF_INACTIVE },
    { KNOWN (.active = TRUE, .in_conflict = TRUE), ORCH_REMUNERATION_STAFF_CONFLICT },
    { KNOWN (.active = FALSE, .in_conflict = TRUE), ORCH_REMUNERATION_STAFF_CONFLICT },
    { UNKNOWN, ORCH_REMUNERATION_STAFF_UNKNOWN },
    { NONE, ORCH_REMUNERATION_NO_STAFF },
  };

  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    for (guint j = 0; j < G_N_ELEMENTS (staff); j++)
      {
        g_autofree char *row = g_strdup_printf ("service %u, professional %u", i, j);
        const OrchRemunerationReason expected =
            services[i].reason != ORCH_REMUNERATION_COUNTED ? services[i].reason : staff[j].reason;

        orch_test_check_int (expected, orch_remuneration_judge (&services[i].service, &staff[j].staff), row);
      }
  for (guint j = 1; j < G_N_ELEMENTS (staff); j++)
    g_assert_true (orch_remuneration_reason_is_of_staff (staff[j].reason));
  for (guint i = 1; i + 1 < G_N_ELEMENTS (services); i++)
    g_assert_false (orch_remuneration_reason_is_of_staff (services[i].reason));
}

/* --- two quarters beside each other --------------------------------------------------------- */

static const OrchRemunerationParty visit = { .emr_id = "1", .id = "v", .name = "Visite", .active = TRUE };
static const OrchRemunerationParty exam = { .emr_id = "2", .id = "e", .name = "Examen", .active = TRUE };
static const OrchRemunerationParty paused = { .emr_id = "3", .id = "p", .name = "Pause", .excluded = TRUE };
static const OrchRemunerationParty roy = { .emr_id = "7", .id = "r", .name = "Dre Roy", .active = TRUE };
static const OrchRemunerationParty cote = { .emr_id = "8", .id = "c", .name = "Dr Côté", .active = TRUE };

static OrchRemuneration *
make (OrchQuarter quarter, const OrchRemunerationCell *cells, guint n)
{
  g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof *cells);

  g_array_append_vals (array, cells, n);
  return orch_remuneration_new (quarter, array, at ("2026-01-05T09:00:00-05:00"));
}

static void
check_line (GPtrArray *lines, guint i, const char *service, const char *staff, guint now, guint before)
{
  const OrchRemunerationLineFields *f = orch_remuneration_line_get_fields (g_ptr_array_index (lines, i));

  g_assert_cmpstr (f->service_name, ==, service);
  g_assert_cmpstr (f->staff_name, ==, staff);
  g_assert_cmpuint (f->counts.appointments, ==, now);
  g_assert_cmpuint (f->before.appointments, ==, before);
}

static void
test_compare (void)
{
  const OrchRemunerationCell of_now[] = { { &visit, &roy, { 5, 7, 2, 140 } },
                                          { &visit, &cote, { 3, 0, 0, 0 } },
                                          { &visit, &roy, { 1, 0, 0, 0 } },
                                          { &paused, &roy, { 2, 0, 0, 0 } } };
  const OrchRemunerationCell of_before[] = { { &exam, &roy, { 4, 0, 0, 0 } },
                                             { &visit, &cote, { 9, 0, 0, 0 } },
                                             { &paused, &cote, { 8, 0, 0, 0 } } };
  g_autoptr (OrchRemuneration) now = make ((OrchQuarter) { 2026, 2 }, of_now, G_N_ELEMENTS (of_now));
  g_autoptr (OrchRemuneration) before = make ((OrchQuarter) { 2026, 1 }, of_before, G_N_ELEMENTS (of_before));
  g_autoptr (OrchRemuneration) both = orch_remuneration_compare (now, before);
  g_autoptr (GPtrArray) by_service = orch_remuneration_sum (both, FALSE);
  g_autoptr (GPtrArray) by_staff = orch_remuneration_sum (both, TRUE);
  OrchRemunerationCounts then = { 0 };
  OrchQuarter quarter = { 0 };

  g_assert_false (orch_remuneration_get_before (now, NULL));
  g_assert_true (orch_remuneration_get_before (both, &quarter));
  g_assert_cmpint (quarter.number, ==, 1);
  g_assert_cmpuint (orch_remuneration_get_lines (both)->len, ==, 3);
  check_line (orch_remuneration_get_lines (both), 0, "Examen", "Dre Roy", 0, 4);
  check_line (orch_remuneration_get_lines (both), 1, "Visite", "Dr Côté", 3, 9);
  check_line (orch_remuneration_get_lines (both), 2, "Visite", "Dre Roy", 6, 0);
  g_assert_cmpuint (orch_remuneration_get_total (both, &then).appointments, ==, 9);
  g_assert_cmpuint (then.appointments, ==, 13);
  /* What is to be mended is that of the quarter itself. */
  g_assert_cmpuint (orch_remuneration_get_left_out (both)->len, ==, 1);
  check_line (orch_remuneration_get_left_out (both), 0, "Pause", NULL, 2, 0);
  /* The original is as it was. */
  check_line (orch_remuneration_get_lines (now), 1, "Visite", "Dre Roy", 6, 0);

  g_assert_cmpuint (by_service->len, ==, 2);
  check_line (by_service, 0, "Visite", NULL, 9, 9);
  check_line (by_service, 1, "Examen", NULL, 0, 4);
  g_assert_cmpuint (by_staff->len, ==, 2);
  check_line (by_staff, 0, NULL, "Dre Roy", 6, 4);
  check_line (by_staff, 1, NULL, "Dr Côté", 3, 9);
}

/* A quarter may begin with holidays and a week-end; a month is too much. */
static void
test_cut (void)
{
  g_autoptr (OrchRemuneration) whole = make ((OrchQuarter) { 2026, 1 }, NULL, 0);
  g_autoptr (OrchRemuneration) cut = make ((OrchQuarter) { 2025, 4 }, NULL, 0);

  g_assert_false (orch_remuneration_is_cut (whole));
  g_assert_true (orch_remuneration_is_cut (cut));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/remuneration/quarters", test_quarters);
  g_test_add_func ("/core/remuneration/arithmetic", test_arithmetic);
  g_test_add_func ("/core/remuneration/kept", test_kept);
  g_test_add_func ("/core/remuneration/times", test_times);
  g_test_add_func ("/core/remuneration/judge", test_judge);
  g_test_add_func ("/core/remuneration/compare", test_compare);
  g_test_add_func ("/core/remuneration/cut", test_cut);
  return orch_test_run ();
}
