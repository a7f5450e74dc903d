/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a remuneration report costs: one line of JSON. `bench-report [appointments [rounds]]`, by default 200000 and 10.
 *
 * quarter_ms: from asking the store to having the report, the median, of a quarter that has all of the appointments and as many times that were
 * offered: more than any clinic has in one; year_quarter_ms: the same, of four quarters that have as many together. Each report is compared
 * with what SQL says, which counts for nothing in the time.
 */
#include "report-kit.h"

#include <stdlib.h>
#include <string.h>

static int
compare (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *) a;
  const double y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
measure (guint n, guint n_rounds, gint64 from, gint64 to)
{
  Kit kit = { 0 };
  g_autoptr (GArray) took = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char *theirs = NULL;

  report_open (&kit, NULL);
  report_make_directory (kit.store);
  report_make_schedule (kit.store, n, from, to);
  theirs = report_by_sql (&kit);
  for (guint i = 0; i <= n_rounds; i++)
    {
      const gint64 start = g_get_monotonic_time ();
      g_autoptr (OrchRemuneration) report =
          kit_object (orch_store_load_remuneration (kit.store, &kit_admin, report_quarter, NULL));
      const double ms = (g_get_monotonic_time () - start) / 1e3;
      g_autofree char *ours = report_to_text (report);

      g_assert_cmpstr (ours, ==, theirs);
      /* The first warms caches. */
      if (i > 0)
        g_array_append_val (took, ms);
    }
  kit_tear_down (&kit, NULL);
  g_array_sort (took, compare);
  return g_array_index (took, double, took->len / 2);
}

int
main (int argc, char **argv)
{
  const guint n = argc > 1 ? (guint) atoi (argv[1]) : 200000;
  const guint n_rounds = argc > 2 ? (guint) atoi (argv[2]) : 10;
  const gint64 from = report_at (REPORT_FROM);
  const gint64 to = report_at (REPORT_TO);
  double quarter = 0;
  double year = 0;

  dex_init ();
  if (n == 0 || n_rounds == 0)
    {
      g_printerr ("usage: bench-report [appointments [rounds]]\n");
      return 2;
    }
  quarter = measure (n, n_rounds, from, to);
  year = measure (n, n_rounds, from - 183 * G_TIME_SPAN_DAY, from + 182 * G_TIME_SPAN_DAY);
  g_print ("{\"report_appointments\": %u, \"quarter_ms\": %.1f, \"year_quarter_ms\": %.1f}\n", n, quarter, year);
  return 0;
}
