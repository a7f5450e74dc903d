/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Lines: "ORCH_BENCH first-frame <monotonic µs>", "ORCH_BENCH import-done <records> <µs>", "ORCH_BENCH longest-block-us <µs>".
 */
#include "orch-bench.h"

#define TICK_MS 2 /* a block is seen to within this */

static gint64 import_began;
static gint64 last_tick;
static gint64 longest;
static guint tick_source;

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

static gboolean
on_tick (gpointer data)
{
  const gint64 now = g_get_monotonic_time ();

  longest = MAX (longest, now - last_tick - TICK_MS * 1000);
  last_tick = now;
  return G_SOURCE_CONTINUE;
}

static void
on_run (OrchImportRun *run)
{
  if (orch_import_run_get_state (run) == ORCH_IMPORT_RUNNING)
    {
      import_began = last_tick = g_get_monotonic_time ();
      longest = 0;
      if (tick_source == 0)
        tick_source = g_timeout_add_full (G_PRIORITY_HIGH, TICK_MS, on_tick, NULL, NULL);
      return;
    }
  if (tick_source == 0)
    return;
  g_clear_handle_id (&tick_source, g_source_remove);
  g_printerr ("ORCH_BENCH import-done %u %" G_GINT64_FORMAT "\nORCH_BENCH longest-block-us %" G_GINT64_FORMAT "\n",
              orch_import_run_get_counts (run)->seen, g_get_monotonic_time () - import_began, longest);
}

static void
on_state (OrchEngine *engine)
{
  OrchSetup *setup = orch_engine_get_setup (engine);

  for (guint kind = 0; setup != NULL && kind <= ORCH_IMPORT_SERVICES; kind++)
    g_signal_connect (orch_setup_get_run (setup, (OrchImportKind) kind), "notify::state", G_CALLBACK (on_run), NULL);
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
  if (is_on ())
    g_signal_connect (engine, "notify::state", G_CALLBACK (on_state), NULL);
}
