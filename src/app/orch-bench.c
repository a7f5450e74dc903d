/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Lines: "ORCH_BENCH first-frame <monotonic µs>", "ORCH_BENCH import-done <records> <µs>", and after it what was the longest during
 * that import: "ORCH_BENCH longest-block-us <µs>", "longest-turn-us", "longest-cpu-us", "longest-progress-gap-us".
 *
 * A turn is what the main loop does between two looks at its sources (from one poll to the next): nothing else is served meanwhile.
 * A block is the length of a turn less the time in it when the main thread could run and other programs had all the cores: reading
 * a file, waiting for a lock and computing count, the machine being busy with others does not.
 */
#include "orch-bench.h"

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#define SETTLE_MS 100 /* the frames that show the end of an import come within this */

typedef struct
{
  gint64 wall;   /* µs, monotonic */
  gint64 cpu;    /* µs that the main thread has computed */
  gint64 waited; /* µs that it could have and had no core */
} Moment;

static gint64 import_began;
static gboolean measuring;
static guint settle_source;
static Moment turn_began;
static gint64 progress_seen;
static Moment longest; /* wall: the longest turn; cpu: the most computing in one; waited: the longest block */
static gint64 longest_progress_gap;
static int schedstat = -1; /* the kernel's account of the main thread */

static gboolean
is_on (void)
{
  return g_getenv ("ORCH_BENCH") != NULL;
}

static void
on_after_paint (GdkFrameClock *clock, gpointer data)
{
  static gboolean told = FALSE;

  g_signal_handlers_disconnect_by_func (clock, on_after_paint, data);
  if (!told)
    g_printerr ("ORCH_BENCH first-frame %" G_GINT64_FORMAT "\n", g_get_monotonic_time ());
  told = TRUE;
}

static void
on_map (GtkWidget *window, gpointer data)
{
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_after_paint), NULL);
}

/* The second number of the kernel's account: nanoseconds spent runnable, without a core. */
static gint64
get_waited (void)
{
  char text[96];
  const ssize_t length = schedstat >= 0 ? pread (schedstat, text, sizeof text - 1, 0) : -1;
  char *rest = NULL;

  if (length <= 0)
    return 0;
  text[length] = '\0';
  g_ascii_strtoull (text, &rest, 10);
  return (gint64) (g_ascii_strtoull (rest, NULL, 10) / 1000);
}

static Moment
get_moment (void)
{
  struct timespec cpu = { 0 };

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &cpu);
  return (Moment) {
    .wall = g_get_monotonic_time (),
    .cpu = (gint64) cpu.tv_sec * G_USEC_PER_SEC + cpu.tv_nsec / 1000,
    .waited = get_waited (),
  };
}

static void
end_turn (void)
{
  const Moment now = get_moment ();
  const gint64 wall = now.wall - turn_began.wall;

  longest.wall = MAX (longest.wall, wall);
  longest.cpu = MAX (longest.cpu, now.cpu - turn_began.cpu);
  longest.waited = MAX (longest.waited, wall - (now.waited - turn_began.waited));
}

static int
poll_between_turns (GPollFD *fds, guint n_fds, int timeout)
{
  int result = 0;

  if (measuring)
    end_turn ();
  result = g_poll (fds, n_fds, timeout);
  turn_began = get_moment ();
  return result;
}

static void
on_progress (OrchImportRun *run)
{
  const gint64 now = g_get_monotonic_time ();

  if (!measuring || settle_source != 0)
    return;
  longest_progress_gap = MAX (longest_progress_gap, now - progress_seen);
  progress_seen = now;
}

static gboolean
on_settled (gpointer unused)
{
  settle_source = 0;
  measuring = FALSE;
  g_printerr ("ORCH_BENCH longest-turn-us %" G_GINT64_FORMAT "\nORCH_BENCH longest-cpu-us %" G_GINT64_FORMAT
              "\nORCH_BENCH longest-progress-gap-us %" G_GINT64_FORMAT "\nORCH_BENCH longest-block-us %" G_GINT64_FORMAT
              "\n",
              longest.wall, longest.cpu, longest_progress_gap, longest.waited);
  return G_SOURCE_REMOVE;
}

static void
on_run (OrchImportRun *run)
{
  if (orch_import_run_get_state (run) == ORCH_IMPORT_RUNNING)
    {
      if (settle_source != 0)
        {
          g_clear_handle_id (&settle_source, g_source_remove);
          on_settled (NULL);
        }
      longest = (Moment) { 0 };
      longest_progress_gap = 0;
      import_began = progress_seen = g_get_monotonic_time ();
      measuring = TRUE;
    }
  else if (measuring && settle_source == 0)
    {
      on_progress (run);
      g_printerr ("ORCH_BENCH import-done %u %" G_GINT64_FORMAT "\n", orch_import_run_get_counts (run)->seen,
                  g_get_monotonic_time () - import_began);
      settle_source = g_timeout_add (SETTLE_MS, on_settled, NULL);
    }
}

static void
on_state (OrchEngine *engine)
{
  OrchSetup *setup = orch_engine_get_setup (engine);

  for (guint kind = 0; setup != NULL && kind <= ORCH_IMPORT_SERVICES; kind++)
    {
      OrchImportRun *run = orch_setup_get_run (setup, (OrchImportKind) kind);

      g_signal_connect (run, "notify::state", G_CALLBACK (on_run), NULL);
      g_signal_connect (run, "notify::done", G_CALLBACK (on_progress), NULL);
      g_signal_connect (run, "notify::phase", G_CALLBACK (on_progress), NULL);
    }
}

void
orch_bench_watch_window (GtkWindow *window)
{
  if (is_on ())
    g_signal_connect_after (window, "map", G_CALLBACK (on_map), NULL);
}

void
orch_bench_watch_engine (OrchEngine *engine)
{
  if (!is_on ())
    return;
  g_signal_connect (engine, "notify::state", G_CALLBACK (on_state), NULL);
  if (schedstat < 0)
    schedstat = open ("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
  g_main_context_set_poll_func (NULL, poll_between_turns);
}
