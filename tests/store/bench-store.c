/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the store costs, as ratios to the barest program over the same library in the same rounds; one line of JSON. Not a test: what
 * a machine is busy with changes milliseconds, hardly ratios. `bench-store [rows [rounds]]`, by default 20000 rows and 8 rounds.
 *
 * insert_ratio: appointments a second through the store, to rows a second through one prepared INSERT into a table of the same columns and
 * indices; insert_plain_ratio: the same without any index; services_ratio: services through an import, to rows a second of the three tables
 * they are in. Then, on 50,000 services and 200,000 appointments (fewer with fewer rows): for a search, a sort, another tab and a live
 * change, how long until it shows, and the most that the main thread computed in one turn; and the memory of the list.
 */
#include "bench-bare.h"
#include "store-kit.h"
#include "store/orch-appointment-list.h"
#include "store/orch-store-list.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PAGE BENCH_PAGE

static guint n_rows = 20000;
static guint n_rounds = 8;

/* --- what is written ---------------------------------------------------------------------- */

static GPtrArray *
make_services (guint first, guint n)
{
  static const char *const words[] = { "Suivi", "Échographie", "Examen", "Vaccination", "Consultation", "Prélèvement" };
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = first; i < first + n; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s %06u", words[i % G_N_ELEMENTS (words)], i * 7919 % 1000003);
      g_ptr_array_add (rows, kit_service (i, name, i % 3 != 0));
    }
  return rows;
}

/* --- through the store -------------------------------------------------------------------- */

static void
open_empty (Kit *kit)
{
  OrchClinicFields fields = { .id = "77777777-0000-4000-8000-000000000001", .name = "Clinique" };
  g_autoptr (OrchClinic) clinic = orch_clinic_new (&fields);

  kit_set_up (kit, NULL);
  kit_ok (orch_store_save_clinic (kit->store, &kit_admin, clinic, FALSE));
}

static void
write_appointments (OrchStore *store, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i += PAGE)
    {
      g_autoptr (GPtrArray) page = g_ptr_array_new ();
      for (guint j = i; j < MIN (i + PAGE, rows->len); j++)
        g_ptr_array_add (page, rows->pdata[j]);
      kit_ok (orch_store_write_schedule_page (store, &kit_workstation, ORCH_STORE_APPOINTMENTS, page, "appointments",
                                              "next", 1));
    }
}

static BenchRate
insert_store (GPtrArray *rows)
{
  Kit kit = { 0 };

  open_empty (&kit);
  double start = bench_now_s (), cpu = bench_cpu_s ();
  write_appointments (kit.store, rows);
  double took = bench_now_s () - start, computed = bench_cpu_s () - cpu;
  kit_tear_down (&kit, NULL);
  return (BenchRate) { rows->len / took, rows->len / computed };
}

/* The same rows again, all known: what a full run costs when nothing is new */
static BenchRate
again_store (GPtrArray *rows)
{
  Kit kit = { 0 };

  open_empty (&kit);
  write_appointments (kit.store, rows);
  double start = bench_now_s (), cpu = bench_cpu_s ();
  for (guint i = 0; i < rows->len; i += PAGE)
    {
      g_autoptr (GPtrArray) page = g_ptr_array_new ();
      for (guint j = i; j < MIN (i + PAGE, rows->len); j++)
        g_ptr_array_add (page, rows->pdata[j]);
      kit_ok (
          orch_store_write_schedule_page (kit.store, &kit_workstation, ORCH_STORE_APPOINTMENTS, page, NULL, NULL, 2));
    }
  double took = bench_now_s () - start, computed = bench_cpu_s () - cpu;
  kit_tear_down (&kit, NULL);
  return (BenchRate) { rows->len / took, rows->len / computed };
}

static void
import_services (OrchStore *store, GPtrArray *rows)
{
  gint64 run = kit_int64 (orch_store_begin_import (store, &kit_workstation, ORCH_STORE_SERVICES));

  for (guint i = 0; i < rows->len; i += PAGE)
    {
      g_autoptr (GPtrArray) page = g_ptr_array_new ();
      for (guint j = i; j < MIN (i + PAGE, rows->len); j++)
        g_ptr_array_add (page, rows->pdata[j]);
      kit_ok (orch_store_write_import_page (store, &kit_workstation, run, page, NULL));
    }
  kit_ok (orch_store_finish_import (store, &kit_workstation, run, ORCH_STORE_RUN_SUCCEEDED, NULL, NULL, NULL, NULL));
}

static BenchRate
insert_services (GPtrArray *rows)
{
  Kit kit = { 0 };

  open_empty (&kit);
  double start = bench_now_s (), cpu = bench_cpu_s ();
  import_services (kit.store, rows);
  double took = bench_now_s () - start, computed = bench_cpu_s () - cpu;
  kit_tear_down (&kit, NULL);
  return (BenchRate) { rows->len / took, rows->len / computed };
}

/* --- lists ------------------------------------------------------------------------------ */

static double
thread_ms (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

typedef struct
{
  double shown_ms;
  double turn_ms; /* the most computing in one turn of the main loop */
} Cost;

static Cost
wait_for (OrchKeyList *list, double started, double first_turn)
{
  Cost cost = { .turn_ms = first_turn };

  for (gboolean more = TRUE; more;)
    {
      double before = thread_ms ();
      g_main_context_iteration (NULL, orch_key_list_get_loading (list));
      cost.turn_ms = MAX (cost.turn_ms, thread_ms () - before);
      more = orch_key_list_get_loading (list) || g_main_context_pending (NULL);
    }
  cost.shown_ms = (bench_now_s () - started) * 1e3;
  return cost;
}

#define COST(list, call)                                                                                               \
  ({                                                                                                                   \
    double bench_start = bench_now_s (), bench_cpu = thread_ms ();                                                     \
    call;                                                                                                              \
    wait_for (ORCH_KEY_LIST (list), bench_start, thread_ms () - bench_cpu);                                            \
  })

static double
memory_mib (void)
{
  g_autofree char *text = NULL;

  malloc_trim (0);
  g_assert_true (g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL));
  const char *line = strstr (text, "\nPss:");
  return line != NULL ? g_ascii_strtod (line + strlen ("\nPss:"), NULL) / 1024 : 0;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median (GArray *values)
{
  g_array_sort (values, compare);
  return g_array_index (values, double, values->len / 2);
}

static void
add (GArray *values, double value)
{
  g_array_append_val (values, value);
}

static void
tell (GString *json, const char *name, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (json, "%s\"%s\": %s", json->len > 1 ? ", " : "", name,
                          g_ascii_formatd (text, sizeof text, "%.2f", value));
}

static void
measure_inserts (GString *json)
{
  static const char *const names[] = {
    "insert_ratio",           "insert_cpu_ratio", "insert_plain_ratio",
    "insert_plain_cpu_ratio", "unchanged_ratio",  "appointments_per_s",
    "services_per_s",         "bare_per_s",       "plain_per_s",
  };
  g_autofree char *directory = kit_make_directory ();
  g_autoptr (GPtrArray) appointments = bench_make_appointments (0, n_rows);
  g_autoptr (GPtrArray) services = make_services (1, n_rows / 4);
  GArray *values[G_N_ELEMENTS (names)];

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    values[i] = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint i = 0; i <= n_rounds; i++)
    {
      BenchRate plain = bench_insert_bare (directory, appointments, FALSE);
      BenchRate bare = bench_insert_bare (directory, appointments, TRUE);
      BenchRate store = insert_store (appointments);
      BenchRate known = again_store (appointments);
      BenchRate of_services = insert_services (services);
      const double found[] = {
        store.wall / bare.wall,
        store.cpu / bare.cpu,
        store.wall / plain.wall,
        store.cpu / plain.cpu,
        known.wall / bare.wall,
        store.wall,
        of_services.wall,
        bare.wall,
        plain.wall,
      };
      for (guint j = 0; j < G_N_ELEMENTS (names) && i > 0; j++)
        add (values[j], found[j]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      tell (json, names[i], median (values[i]));
      g_array_unref (values[i]);
    }
  kit_remove_directory (directory);
}

static void
measure_list (GString *json, const char *name, Cost cost)
{
  g_autofree char *shown = g_strconcat (name, "_shown_ms", NULL), *turn = g_strconcat (name, "_turn_ms", NULL);

  tell (json, shown, cost.shown_ms);
  tell (json, turn, cost.turn_ms);
}

static void
measure_lists (GString *json)
{
  Kit kit = { 0 };
  const guint n_services = n_rows * 5 / 2, n_appointments = n_rows * 10;

  open_empty (&kit);
  for (guint first = 1; first < n_services; first += 5000)
    {
      g_autoptr (GPtrArray) rows = make_services (first, 5000);
      import_services (kit.store, rows);
    }
  for (guint first = 0; first < n_appointments; first += 5000)
    {
      g_autoptr (GPtrArray) rows = bench_make_appointments (first, 5000);
      write_appointments (kit.store, rows);
    }
  kit_close (&kit);
  kit_open (&kit, ORCH_STORE_OPEN_EXISTING);

  double empty = memory_mib ();
  g_autoptr (OrchAppointmentList) all = orch_appointment_list_new (kit.store, &kit_admin);
  measure_list (json, "appointments", COST (all, orch_appointment_list_set_range (all, 0, G_MAXINT64)));
  tell (json, "appointments", g_list_model_get_n_items (G_LIST_MODEL (all)));
  tell (json, "appointments_mib", memory_mib () - empty);
  measure_list (json, "of_one", COST (all, orch_appointment_list_set_staff (all, "EMR-3")));
  measure_list (json, "of_all", COST (all, orch_appointment_list_set_staff (all, NULL)));
  gint64 day = G_GINT64_CONSTANT (1790000000000000);
  measure_list (json, "week", COST (all, orch_appointment_list_set_range (all, day, day + 7 * G_TIME_SPAN_DAY)));

  double before = memory_mib ();
  OrchStoreList *list = orch_store_list_new (kit.store, ORCH_STORE_SERVICES);
  measure_list (json, "services", COST (list, (void) 0));
  tell (json, "services", g_list_model_get_n_items (G_LIST_MODEL (list)));
  tell (json, "services_mib", memory_mib () - before);
  measure_list (json, "search_e", COST (list, orch_store_list_set_search (list, "e")));
  measure_list (json, "search_echo", COST (list, orch_store_list_set_search (list, "écho")));
  measure_list (json, "search_two", COST (list, orch_store_list_set_search (list, "écho 0377")));
  measure_list (json, "search_none", COST (list, orch_store_list_set_search (list, "")));
  measure_list (json, "tab_active", COST (list, orch_store_list_set_tab (list, ORCH_STORE_TAB_ACTIVE)));
  measure_list (json, "tab_inactive", COST (list, orch_store_list_set_tab (list, ORCH_STORE_TAB_INACTIVE)));
  measure_list (json, "tab_all", COST (list, orch_store_list_set_tab (list, ORCH_STORE_TAB_ALL)));
  measure_list (json, "sort_down", COST (list, orch_store_list_set_sort (list, ORCH_STORE_SORT_NAME, TRUE)));
  measure_list (json, "sort_duration", COST (list, orch_store_list_set_sort (list, ORCH_STORE_SORT_DURATION, FALSE)));
  measure_list (json, "sort_emr_id", COST (list, orch_store_list_set_sort (list, ORCH_STORE_SORT_EMR_ID, FALSE)));
  measure_list (json, "sort_state", COST (list, orch_store_list_set_sort (list, ORCH_STORE_SORT_STATE, FALSE)));

  double start = bench_now_s ();
  g_autoptr (GPtrArray) facts = kit_boxed (orch_store_load_service_facts (kit.store, day));
  tell (json, "facts_ms", (bench_now_s () - start) * 1e3);
  start = bench_now_s ();
  g_autoptr (OrchStoreCounts) counts = kit_boxed (orch_store_count (kit.store, ORCH_STORE_SERVICES));
  tell (json, "count_ms", (bench_now_s () - start) * 1e3);
  g_object_unref (list);
  g_clear_object (&all);
  kit_tear_down (&kit, NULL);
}

int
main (int argc, char **argv)
{
  g_autoptr (GString) json = g_string_new ("{");

  dex_init ();
  if (argc > 1)
    n_rows = (guint) g_ascii_strtoull (argv[1], NULL, 10) / PAGE * PAGE;
  if (argc > 2)
    n_rounds = (guint) g_ascii_strtoull (argv[2], NULL, 10);
  if (n_rows < 2 * PAGE || n_rounds == 0)
    {
      g_printerr ("usage: bench-store [rows [rounds]], at least %d rows\n", 2 * PAGE);
      return 2;
    }
  measure_inserts (json);
  measure_lists (json);
  g_print ("%s}\n", json->str);
  return 0;
}
