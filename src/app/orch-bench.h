/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What build-aux/bench reads, told on standard error when ORCH_BENCH is set and nothing otherwise: the first frame, the end of an
 * import with its length, the longest time that the main thread was busy, the longest without progress. Main thread.
 */
#pragma once

#include <gtk/gtk.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

void orch_bench_watch_window (GtkWindow *window);
void orch_bench_watch_engine (OrchEngine *engine);

G_END_DECLS
