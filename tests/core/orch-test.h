/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the tests of this folder share. Expected values come from the headers, the seeds and the standards, never from the
 * implementation. Assertions are not fatal, so that one run shows every row that is wrong.
 */
#pragma once

#include <glib.h>
#include <string.h>

/* The words after @row say which row of a table is being looked at; shown with the failure. */
#define orch_test_row(...) g_test_message (__VA_ARGS__)

#define orch_test_check_string(expected, actual, row)                                                                  \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_autofree char *orch_test_actual = (actual);                                                                      \
    if (g_strcmp0 (orch_test_actual, (expected)) != 0)                                                                 \
      orch_test_row ("row: %s", (row));                                                                                \
    g_assert_cmpstr (orch_test_actual, ==, (expected));                                                                \
  }                                                                                                                    \
  G_STMT_END

#define orch_test_check_int(expected, actual, row)                                                                     \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    gint64 orch_test_actual = (actual);                                                                                \
    if (orch_test_actual != (gint64) (expected))                                                                       \
      orch_test_row ("row: %s", (row));                                                                                \
    g_assert_cmpint (orch_test_actual, ==, (expected));                                                                \
  }                                                                                                                    \
  G_STMT_END

#define orch_test_check_true(condition, row)                                                                           \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    gboolean orch_test_actual = (condition);                                                                           \
    if (!orch_test_actual)                                                                                             \
      orch_test_row ("row: %s: %s", (row), #condition);                                                                \
    g_assert_true (orch_test_actual);                                                                                  \
  }                                                                                                                    \
  G_STMT_END

static inline int
orch_test_run (void)
{
  g_test_set_nonfatal_assertions ();
  return g_test_run ();
}

/* Fisher and Yates, from a seeded generator, so that a failure can be repeated. */
static inline void
orch_test_shuffle (GRand *random, gpointer *items, guint n)
{
  for (guint i = n; i > 1; i--)
    {
      guint j = (guint) g_rand_int_range (random, 0, (gint32) i);
      gpointer swapped = items[i - 1];

      items[i - 1] = items[j];
      items[j] = swapped;
    }
}
