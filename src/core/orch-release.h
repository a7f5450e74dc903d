/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Letting go of what is big. Freeing ten thousand records takes 40 ms: the main thread hands them over rather than missing frames.
 * Any thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * orch_release_elsewhere:
 * @data: (nullable) (transfer full): nothing that only the main thread may free
 *
 * Calls @destroy (@data) on a worker, soon; %NULL is left alone.
 */
void orch_release_elsewhere (gpointer data, GDestroyNotify destroy);

/**
 * orch_release_prepare:
 *
 * To be called at the start of a program: what is freed joins what is free beside it at once. The C library keeps small pieces apart, for the
 * next one of their size; after some hundred pages of JSON those lists lead through the whole of memory, and to follow them takes longer
 * than to parse (a fifth of a first synchronisation).
 */
void orch_release_prepare (void);

G_END_DECLS
