/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-heap.h. Each thread keeps a heap of its own: with fewer heaps than threads the main thread shares one, and waits for whoever
 * was put off while holding it: 40 ms were seen.
 */
#include "orch-heap.h"

#include <malloc.h>

/* malloc_trim leaves the end of a thread's heap alone; it is given back when it is freed, if it is longer than this. */
#define START_TRIM_THRESHOLD (16 * 1024)
#define START_TOP_PAD (16 * 1024)

/* Where glibc goes by itself once a large block was freed; naming any of them once has put an end to that. */
#define USUAL_TRIM_THRESHOLD (8 * 1024 * 1024)
#define USUAL_MMAP_THRESHOLD (4 * 1024 * 1024)
#define USUAL_TOP_PAD (128 * 1024)

void
orch_heap_begin_start (void)
{
#ifdef __GLIBC__
  mallopt (M_TRIM_THRESHOLD, START_TRIM_THRESHOLD);
  mallopt (M_TOP_PAD, START_TOP_PAD);
#endif
}

void
orch_heap_end_start (void)
{
#ifdef __GLIBC__
  malloc_trim (0);
  mallopt (M_TRIM_THRESHOLD, USUAL_TRIM_THRESHOLD);
  mallopt (M_MMAP_THRESHOLD, USUAL_MMAP_THRESHOLD);
  mallopt (M_TOP_PAD, USUAL_TOP_PAD);
#endif
}
