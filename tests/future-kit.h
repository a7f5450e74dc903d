/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Waiting for a future in a test, for the kits of the layers that speak to threads.
 */
#pragma once

#include <libdex.h>

#include "core/orch-error.h"

static inline DexFuture *
kit_on_settled (DexFuture *future, gpointer user_data)
{
  gboolean *settled = user_data;
  *settled = TRUE;
  return NULL;
}

/* Runs the main context until @future is settled. Returns: (transfer none): its value, or %NULL with @error set */
static inline const GValue *
kit_wait (DexFuture *future, GError **error)
{
  gboolean settled = FALSE;
  /* A future that a thread settles wakes the main context only when something here waits for it. */
  g_autoptr (DexFuture) waiting = dex_future_finally (dex_ref (future), kit_on_settled, &settled, NULL);

  while (!settled)
    g_main_context_iteration (NULL, TRUE);
  return dex_future_get_value (future, error);
}

/* @future: (transfer full): must succeed */
#define kit_ok(future)                                                                                                 \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_autoptr (DexFuture) kit_future = (future);                                                                       \
    g_autoptr (GError) kit_error = NULL;                                                                               \
    kit_wait (kit_future, &kit_error);                                                                                 \
    g_assert_no_error (kit_error);                                                                                     \
  }                                                                                                                    \
  G_STMT_END

/* @future: (transfer full): must fail with this code of ORCH_ERROR */
#define kit_fails(future, code)                                                                                        \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_autoptr (DexFuture) kit_future = (future);                                                                       \
    g_autoptr (GError) kit_error = NULL;                                                                               \
    kit_wait (kit_future, &kit_error);                                                                                 \
    g_assert_error (kit_error, ORCH_ERROR, (int) (code));                                                              \
  }                                                                                                                    \
  G_STMT_END

/* What a future, which must succeed, resolved with; each takes it over, and returns a value of its own. */
#define KIT_VALUE(type, name, get)                                                                                     \
  static inline type kit_##name (DexFuture *future)                                                                    \
  {                                                                                                                    \
    g_autoptr (DexFuture) owned = future;                                                                              \
    g_autoptr (GError) error = NULL;                                                                                   \
    const GValue *value = kit_wait (owned, &error);                                                                    \
    g_assert_no_error (error);                                                                                         \
    return get (value);                                                                                                \
  }

KIT_VALUE (gpointer, object, g_value_dup_object)
KIT_VALUE (gpointer, boxed, g_value_dup_boxed)
KIT_VALUE (char *, string, g_value_dup_string)
KIT_VALUE (gint64, int64, g_value_get_int64)
KIT_VALUE (guint, uint, g_value_get_uint)
KIT_VALUE (gboolean, boolean, g_value_get_boolean)
