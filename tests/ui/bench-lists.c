/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the pages cost with many rows: the main window on a real engine and store, 50,000 services and 200,000 appointments; one line of JSON. Not a test: build-aux/bench runs it, on a display. `bench-lists [services
 * [appointments]]`, in whole pages of 500.
 *
 * Each act is done as its widget does it, then the main loop turns until the list has been read and drawn. A turn is what the loop does from
 * one poll to the next. search_ms, sort_ms, tab_ms: the most that the main thread computed in one turn, over every act of that kind, letters
 * of a word being one act each; …_block_ms: the longest turn less the time when the thread could run and had no core: waiting for a file, a
 * lock or the display server is in it. dropped_frames: the lists are scrolled by the frame clock, some lines a frame; a turn whose block is
 * longer than the interval of the frames lets one frame go by for each whole interval; computed_frames: those that the main thread's computing
 * alone would let go by: what a busy machine does not change. memory_mb: what the process costs (Pss) with both
 * pages shown and scrolled, over the same on a clinic with a handful of rows.
 */
#include "ui-test.h"

#include <fcntl.h>
#include <malloc.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "../store/store-kit.h"
#include "../sync/orch-story.h"
#include "core/orch-appointment.h"
#include "core/orch-clock.h"
#include "core/orch-service.h"
#include "store/orch-key-list.h"
#include "sync/orch-engine-private.h"
#include "ui/shell/orch-window.h"

#define PAGE 500
#define FRAME_US (G_USEC_PER_SEC / 60)
#define SCROLLED_FRAMES 300
#define STILL_MS 400
#define FIRST_ROWS 10 /* that a window shows at least */

typedef struct
{
  gint64 wall;   /* µs, monotonic */
  gint64 cpu;    /* µs that the main thread has computed */
  gint64 waited; /* µs that it could have and had no core */
} Moment;

static Moment turn_began;
static Moment longest; /* wall: the longest turn; cpu: the most computing in one; waited: the longest block */
static gint64 computed;
static guint dropped;
static guint dropped_by_us;
static guint n_loads; /* that ended since the act began */
static int schedstat = -1;

/* --- turns ---------------------------------------------------------------------------------- */

static Moment
get_moment (void)
{
  char text[96] = "";
  struct timespec cpu = { 0 };
  char *rest = text;

  if (pread (schedstat, text, sizeof text - 1, 0) > 0)
    g_ascii_strtoull (text, &rest, 10);
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &cpu);
  return (Moment) {
    .wall = g_get_monotonic_time (),
    .cpu = (gint64) cpu.tv_sec * G_USEC_PER_SEC + cpu.tv_nsec / 1000,
    .waited = (gint64) (g_ascii_strtoull (rest, NULL, 10) / 1000),
  };
}

static int
poll_between_turns (GPollFD *fds, guint n_fds, int timeout)
{
  const Moment now = get_moment ();
  const gint64 wall = now.wall - turn_began.wall;
  const gint64 cpu = now.cpu - turn_began.cpu;
  const gint64 block = wall - (now.waited - turn_began.waited);
  int result = 0;

  longest.wall = MAX (longest.wall, wall);
  longest.cpu = MAX (longest.cpu, cpu);
  longest.waited = MAX (longest.waited, block);
  computed += cpu;
  dropped += (guint) (MAX (block, 0) / FRAME_US);
  dropped_by_us += (guint) (cpu / FRAME_US);
  result = g_poll (fds, n_fds, timeout);
  turn_began = get_moment ();
  return result;
}

static void
begin (void)
{
  longest = (Moment) { 0 };
  computed = 0;
  dropped = 0;
  dropped_by_us = 0;
  n_loads = 0;
  turn_began = get_moment ();
}

static void
tell (GString *json, const char *name, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (json, "%s\"%s\": %s", json->len > 1 ? ", " : "", name,
                          g_ascii_formatd (text, sizeof text, "%.2f", value));
}

/* --- acts ----------------------------------------------------------------------------------- */

typedef struct
{
  double cpu_ms;
  double block_ms;
  double total_ms;
} Cost;

static GListModel *
get_model (gpointer view)
{
  return G_LIST_MODEL (GTK_IS_COLUMN_VIEW (view) ? gtk_column_view_get_model (view) : gtk_list_view_get_model (view));
}

static guint
count_rows (gpointer view)
{
  GListModel *model = get_model (view);

  return model != NULL ? g_list_model_get_n_items (model) : 0;
}

/* Those of the store that @model shows, one or one a day. */
static void
collect_lists (gpointer model, GPtrArray *lists)
{
  g_autoptr (GListModel) inner = NULL;

  if (ORCH_IS_KEY_LIST (model))
    g_ptr_array_add (lists, g_object_ref (model));
  else if (G_IS_LIST_STORE (model))
    for (guint i = 0; i < g_list_model_get_n_items (model); i++)
      {
        g_autoptr (GObject) item = g_list_model_get_item (model, i);

        collect_lists (item, lists);
      }
  else if (model != NULL)
    {
      g_object_get (model, "model", &inner, NULL);
      collect_lists (inner, lists);
    }
}

static void
on_loading (OrchKeyList *list)
{
  if (!orch_key_list_get_loading (list))
    n_loads++;
}

static GPtrArray *
get_lists (gpointer view)
{
  GPtrArray *lists = g_object_get_data (view, "lists");

  if (lists != NULL)
    return lists;
  lists = g_ptr_array_new_with_free_func (g_object_unref);
  collect_lists (get_model (view), lists);
  g_assert_cmpuint (lists->len, >, 0);
  for (guint i = 0; i < lists->len; i++)
    g_signal_connect (lists->pdata[i], "notify::loading", G_CALLBACK (on_loading), NULL);
  g_object_set_data_full (view, "lists", lists, (GDestroyNotify) g_ptr_array_unref);
  return lists;
}

static gboolean
is_loading (gpointer view)
{
  GPtrArray *lists = get_lists (view);

  for (guint i = 0; i < lists->len; i++)
    if (orch_key_list_get_loading (lists->pdata[i]))
      return TRUE;
  return FALSE;
}

/* Whether the first rows hold what they show, and not yet the next. */
static gboolean
is_filled (gpointer view)
{
  for (guint i = 0; i < MIN (count_rows (view), FIRST_ROWS); i++)
    {
      g_autoptr (OrchStoreItem) item = g_list_model_get_item (get_model (view), i);

      if (orch_store_item_get_object (item) == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
on_still (gpointer still)
{
  *(gboolean *) still = TRUE;
  return G_SOURCE_REMOVE;
}

static void
rest (void)
{
  gboolean still = FALSE;

  g_timeout_add (STILL_MS, on_still, &still);
  while (!still)
    g_main_context_iteration (NULL, TRUE);
}

/* Turns the loop until the list was read anew, which the act wants, its rows are there and were drawn; then for a moment more: what
 * follows from them is part of what the act costs. */
static void
settle (gpointer view)
{
  ui_test_wait (n_loads > 0 && !is_loading (view) && is_filled (view));
  ui_test_lay_out (view);
  rest ();
  ui_test_wait (!is_loading (view) && is_filled (view));
}

static void
begin_act (gpointer view)
{
  get_lists (view);
  /* What the store was told meanwhile is followed. */
  ui_test_wait (!is_loading (view));
  begin ();
}

static void
add_cost (Cost *cost)
{
  cost->cpu_ms = MAX (cost->cpu_ms, longest.cpu / 1e3);
  cost->block_ms = MAX (cost->block_ms, longest.waited / 1e3);
  cost->total_ms = MAX (cost->total_ms, computed / 1e3);
}

static void
end (gpointer view, Cost *cost)
{
  settle (view);
  add_cost (cost);
}

static void
tell_cost (GString *json, const char *name, const Cost *cost)
{
  g_autofree char *turn = g_strconcat (name, "_ms", NULL);
  g_autofree char *block = g_strconcat (name, "_block_ms", NULL);
  g_autofree char *total = g_strconcat (name, "_all_ms", NULL);

  tell (json, turn, cost->cpu_ms);
  tell (json, block, cost->block_ms);
  tell (json, total, cost->total_ms);
}

typedef struct
{
  GtkAdjustment *adjustment;
  double by;
  guint frames;
} Scroll;

static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Scroll *scroll = data;
  const double value = gtk_adjustment_get_value (scroll->adjustment) + scroll->by;
  const double most = gtk_adjustment_get_upper (scroll->adjustment) - gtk_adjustment_get_page_size (scroll->adjustment);

  if (value > most || value < 0)
    scroll->by = -scroll->by;
  gtk_adjustment_set_value (scroll->adjustment, CLAMP (value, 0, most));
  scroll->frames++;
  return scroll->frames < SCROLLED_FRAMES;
}

/* @by: pixels a frame */
static guint
scroll_view (gpointer view, double by, Cost *cost, guint *by_us)
{
  g_assert_true (gtk_widget_get_mapped (view) && count_rows (view) > 0);
  Scroll scroll = { .adjustment = gtk_scrollable_get_vadjustment (view), .by = by };

  begin ();
  gtk_widget_add_tick_callback (view, on_frame, &scroll, NULL);
  while (scroll.frames < SCROLLED_FRAMES)
    g_main_context_iteration (NULL, TRUE);
  rest ();
  add_cost (cost);
  *by_us += dropped_by_us;
  return dropped;
}

/* --- the clinic ----------------------------------------------------------------------------- */

static OrchAppointment *
make_appointment (guint n, guint all)
{
  g_autofree char *emr_id = g_strdup_printf ("A-%08u", n);
  g_autofree char *staff = g_strdup_printf ("EMR-%u", n % 25);
  g_autofree char *service = g_strdup_printf ("SVC-%u", n % 40);
  const gint64 first = (orch_clock_now_us () / G_TIME_SPAN_DAY - all / 2400 / 3) * G_TIME_SPAN_DAY;
  const gint64 start = first + (gint64) (n / 25) * 15 * G_TIME_SPAN_MINUTE;
  const OrchAppointmentFields fields = { .emr_id = emr_id,
                                         .emr_version = "1",
                                         .source = n % 3 != 0 ? "emr" : "rvsq",
                                         .status = n % 20 != 0 ? "booked" : "cancelled",
                                         .start_us = start,
                                         .end_us = start + 15 * G_TIME_SPAN_MINUTE,
                                         .minutes = 15,
                                         .service_emr_id = service,
                                         .staff_emr_id = staff };

  return orch_appointment_new (&fields);
}

static void
fill (OrchStore *store, guint n_services, guint n_appointments)
{
  static const char *const words[] = { "Suivi", "Échographie", "Examen", "Vaccination", "Consultation", "Prélèvement" };
  gint64 run = 0;

  kit_import_staff (store, 0, 25);
  run = kit_int64 (orch_store_begin_import (store, &kit_workstation, ORCH_STORE_SERVICES));
  for (guint i = 0; i < n_services; i += PAGE)
    {
      g_autoptr (GPtrArray) page = g_ptr_array_new_with_free_func (g_object_unref);

      for (guint j = i; j < i + PAGE; j++)
        {
          g_autofree char *name = g_strdup_printf ("%s %06u", words[j % G_N_ELEMENTS (words)], j * 7919 % 1000003);

          g_ptr_array_add (page, kit_service (j, name, j % 3 != 0));
        }
      kit_ok (orch_store_write_import_page (store, &kit_workstation, run, page, NULL));
    }
  kit_ok (orch_store_finish_import (store, &kit_workstation, run, ORCH_STORE_RUN_SUCCEEDED, NULL, NULL, NULL, NULL));
  for (guint i = 0; i < n_appointments; i += PAGE)
    {
      g_autoptr (GPtrArray) page = g_ptr_array_new_with_free_func (g_object_unref);

      for (guint j = i; j < i + PAGE; j++)
        g_ptr_array_add (page, make_appointment (j, n_appointments));
      kit_ok (orch_store_write_schedule_page (store, &kit_workstation, ORCH_STORE_APPOINTMENTS, page, "appointments",
                                              "next", 1));
    }
}

/* --- the window ----------------------------------------------------------------------------- */

static double
get_memory_mib (void)
{
  g_autofree char *text = NULL;
  const char *line = NULL;

  malloc_trim (0);
  g_assert_true (g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL));
  line = strstr (text, "\nPss:");
  return line != NULL ? g_ascii_strtod (line + strlen ("\nPss:"), NULL) / 1024 : 0;
}

static GtkWidget *
open_window (Story *story)
{
  GtkWidget *window = NULL;

  story_restart (story);
  story_unlock (story);
  orch_sync_set_automatic (orch_engine_get_sync (story->engine), FALSE);
  window = GTK_WIDGET (orch_window_new (NULL, story->engine));
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_window_present (GTK_WINDOW (window));
  rest ();
  return window;
}

static void
close_window (GtkWidget *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  rest ();
}

/* Shows the page, and waits for its list. @rows: it has some: the page may choose the other tab once it has counted. */
static gpointer
go (GtkWidget *window, OrchWindowPage page, GType type, gboolean rows, Cost *cost)
{
  gpointer view = NULL;

  begin ();
  gtk_widget_activate_action (window, "win.go", "i", page);
  ui_test_wait ((view = ui_test_find_shown (window, type, "view")) != NULL);
  ui_test_wait (!is_loading (view) && is_filled (view) &&
                (!rows || (count_rows (view) > 0 && gtk_widget_get_mapped (view))));
  rest ();
  add_cost (cost);
  return view;
}

static void
search (GtkWidget *window, gpointer view, const char *text, Cost *cost)
{
  GtkWidget *entry = ui_test_find_shown (window, GTK_TYPE_SEARCH_ENTRY, "search_entry");

  begin_act (view);
  gtk_widget_activate_action (view, "services.search", NULL);
  rest ();
  add_cost (cost);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      g_autofree char *letter = g_strndup (p, (gsize) (g_utf8_next_char (p) - p));

      begin_act (view);
      ui_test_type (entry, letter);
      if (g_str_equal (letter, " ")) /* searches for the same */
        {
          rest ();
          add_cost (cost);
        }
      else
        end (view, cost);
    }
  begin_act (view);
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  end (view, cost);
}

static void
sort (gpointer view, Cost *cost)
{
  GListModel *columns = gtk_column_view_get_columns (view);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    for (int order = GTK_SORT_DESCENDING; order >= GTK_SORT_ASCENDING; order--) /* by name, ascending: as it is */
      {
        g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

        if (!gtk_column_view_column_get_visible (column) || gtk_column_view_column_get_sorter (column) == NULL)
          continue;
        begin_act (view);
        gtk_column_view_sort_by_column (view, column, (GtkSortType) order);
        end (view, cost);
      }
}

static void
switch_toggle (GtkWidget *group, gpointer view, const char *name, Cost *cost)
{
  begin_act (view);
  adw_toggle_group_set_active_name (ADW_TOGGLE_GROUP (group), name);
  end (view, cost);
}

static void
switch_tab (GtkWidget *group, gpointer view, gboolean active, Cost *cost)
{
  switch_toggle (group, view, active ? "active" : "inactive", cost);
  for (guint i = 0; i < FIRST_ROWS; i++)
    {
      g_autoptr (OrchStoreItem) item = g_list_model_get_item (get_model (view), i);

      g_assert_true (orch_service_get_fields (orch_store_item_get_object (item))->active == active);
    }
}

static void
measure (GString *json, Story *story)
{
  Cost opened = { 0 };
  Cost searched = { 0 };
  Cost sorted = { 0 };
  Cost tab = { 0 };
  Cost days = { 0 };
  Cost scrolled = { 0 };
  Cost scrolled_appointments = { 0 };
  guint n = 0;
  guint by_us = 0;
  GtkWidget *window = open_window (story);
  gpointer view = go (window, ORCH_WINDOW_SERVICES, GTK_TYPE_COLUMN_VIEW, TRUE, &opened);
  GtkWidget *tabs = ui_test_find_shown (window, ADW_TYPE_TOGGLE_GROUP, "tabs");

  switch_tab (tabs, view, FALSE, &tab);
  tell (json, "lists_services_inactive", count_rows (view));
  switch_tab (tabs, view, TRUE, &tab);
  tell (json, "lists_services", count_rows (view));
  search (window, view, "écho 03", &searched);
  sort (view, &sorted);
  n += scroll_view (view, 60, &scrolled, &by_us);
  n += scroll_view (view, 2000, &scrolled, &by_us);
  tell (json, "dropped_frames_services", n);
  switch_tab (tabs, view, FALSE, &tab);
  tell_cost (json, "tab", &tab);
  tell_cost (json, "search", &searched);
  tell_cost (json, "sort", &sorted);

  view = go (window, ORCH_WINDOW_APPOINTMENTS, GTK_TYPE_LIST_VIEW, TRUE, &opened);
  tabs = ui_test_find_shown (window, ADW_TYPE_TOGGLE_GROUP, "span");
  switch_toggle (tabs, view, "week", &days);
  tell (json, "lists_appointments_week", count_rows (view));
  for (guint i = 0; i < 3; i++)
    {
      begin_act (view);
      gtk_widget_activate_action (view, "appointments.next", NULL);
      end (view, &days);
    }
  n += scroll_view (view, 60, &scrolled_appointments, &by_us);
  n += scroll_view (view, 2000, &scrolled_appointments, &by_us);
  switch_toggle (tabs, view, "day", &days);
  tell_cost (json, "day", &days);
  tell_cost (json, "page", &opened);
  tell_cost (json, "scroll_services", &scrolled);
  tell_cost (json, "scroll_appointments", &scrolled_appointments);
  tell (json, "scrolled_frames", 4 * SCROLLED_FRAMES);
  tell (json, "dropped_frames", n);
  tell (json, "computed_frames", by_us);
  tell (json, "full_mib", get_memory_mib ());
  close_window (window);
}

static double
measure_empty (Story *story)
{
  Cost cost = { 0 };
  GtkWidget *window = open_window (story);
  gpointer view = go (window, ORCH_WINDOW_SERVICES, GTK_TYPE_COLUMN_VIEW, TRUE, &cost);
  double mib = 0;
  guint by_us = 0;

  scroll_view (view, 60, &cost, &by_us);
  go (window, ORCH_WINDOW_APPOINTMENTS, GTK_TYPE_LIST_VIEW, FALSE, &cost);
  mib = get_memory_mib ();
  close_window (window);
  return mib;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GString) json = g_string_new ("{");
  const guint n_services = argc > 1 ? (guint) atoi (argv[1]) / PAGE * PAGE : 50000;
  const guint n_appointments = argc > 2 ? (guint) atoi (argv[2]) / PAGE * PAGE : 200000;
  double empty = 0;

  dex_init ();
  adw_init ();
  orch_ui_init ();
  schedstat = open ("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
  g_main_context_set_poll_func (NULL, poll_between_turns);

  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  g_autoptr (Story) story = story_new (sandbox);
  story_set_up (story);
  empty = measure_empty (story);
  fill (story->engine->store, n_services, n_appointments);
  measure (json, story);
  tell (json, "empty_mib", empty);
  tell (json, "lists_all_services", n_services);
  tell (json, "lists_appointments", n_appointments);
  g_print ("%s}\n", json->str);
  return 0;
}
