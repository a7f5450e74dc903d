/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * How long a test waits for what must come: longer on a slow machine and under sanitizers, as the desk of the
 * acceptance scenarios does (tests/acceptance/kit/desk.py).
 */
#pragma once

#include <glib.h>

/* Returns: @seconds of a quiet, quick machine, times ORCH_TEST_PATIENCE (3 when it is not given) */
static inline guint
kit_patience_s (guint seconds)
{
  const char *given = g_getenv ("ORCH_TEST_PATIENCE");
  const double times = given != NULL ? g_ascii_strtod (given, NULL) : 3;

  return (guint) (seconds * MAX (times, 1));
}
