/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The barest program over the same library as the store, to which the benches compare: rows by one prepared INSERT, 500 a transaction.
 */
#pragma once

#include "core/orch-appointment.h"

G_BEGIN_DECLS

#define BENCH_PAGE 500

/** BenchRate: rows a second: of the clock, and of what the process computes; the first is a busy machine's, the second the program's */
typedef struct
{
  double wall;
  double cpu;
} BenchRate;

double bench_now_s (void);
double bench_cpu_s (void);

/** bench_make_appointments: Returns: (transfer full) (element-type OrchAppointment): @n of them, those from number @first on */
GPtrArray *bench_make_appointments (guint first, guint n);
/** bench_insert_bare: into an encrypted database of its own in @directory. @indexed: with the indices that the store's table has */
BenchRate bench_insert_bare (const char *directory, GPtrArray *appointments, gboolean indexed);

G_END_DECLS
