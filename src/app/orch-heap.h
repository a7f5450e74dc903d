/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * How the C library keeps the memory that is freed. Starting leaves much of it behind, in the heap of each thread that helped: it is
 * given back at once while the program starts, and kept for the next use, as is usual, from then on. Nothing where the C library is
 * not glibc.
 */
#pragma once

/** orch_heap_begin_start: before any thread */
void orch_heap_begin_start (void);

/** orch_heap_end_start: the window is there: what is free goes back to the system, this once */
void orch_heap_end_start (void);
