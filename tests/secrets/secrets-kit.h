/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Waiting for a future in a test.
 */
#pragma once

#include <libdex.h>

#include "core/orch-error.h"
#include "secrets/orch-secret.h"

static inline DexFuture *
kit_on_settled (DexFuture *future, gpointer user_data)
{
  gboolean *settled = user_data;
  *settled = TRUE;
  return NULL;
}

/* Returns: (transfer none): the value, or %NULL with @error set */
static inline const GValue *
kit_wait (DexFuture *future, GError **error)
{
  gboolean settled = FALSE;
  g_autoptr (DexFuture) waiting = dex_future_finally (dex_ref (future), kit_on_settled, &settled, NULL);

  while (!settled)
    g_main_context_iteration (NULL, TRUE);
  return dex_future_get_value (future, error);
}

#define kit_ok(future)                                                                                                 \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_autoptr (DexFuture) kit_future = (future);                                                                       \
    g_autoptr (GError) kit_error = NULL;                                                                               \
    kit_wait (kit_future, &kit_error);                                                                                 \
    g_assert_no_error (kit_error);                                                                                     \
  }                                                                                                                    \
  G_STMT_END

#define kit_fails(future, code)                                                                                        \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_autoptr (DexFuture) kit_future = (future);                                                                       \
    g_autoptr (GError) kit_error = NULL;                                                                               \
    kit_wait (kit_future, &kit_error);                                                                                 \
    g_assert_error (kit_error, ORCH_ERROR, (int) (code));                                                              \
  }                                                                                                                    \
  G_STMT_END

static inline gpointer
kit_boxed (DexFuture *future)
{
  g_autoptr (DexFuture) owned = future;
  g_autoptr (GError) error = NULL;
  const GValue *value = kit_wait (owned, &error);
  g_assert_no_error (error);
  return g_value_dup_boxed (value);
}

static inline gpointer
kit_object (DexFuture *future)
{
  g_autoptr (DexFuture) owned = future;
  g_autoptr (GError) error = NULL;
  const GValue *value = kit_wait (owned, &error);
  g_assert_no_error (error);
  return g_value_dup_object (value);
}

static inline guint
kit_uint (DexFuture *future)
{
  g_autoptr (DexFuture) owned = future;
  g_autoptr (GError) error = NULL;
  const GValue *value = kit_wait (owned, &error);
  g_assert_no_error (error);
  return g_value_get_uint (value);
}

static inline gboolean
kit_boolean (DexFuture *future)
{
  g_autoptr (DexFuture) owned = future;
  g_autoptr (GError) error = NULL;
  const GValue *value = kit_wait (owned, &error);
  g_assert_no_error (error);
  return g_value_get_boolean (value);
}

static inline OrchSecret *
kit_text (const char *text)
{
  return orch_secret_new_take_string (g_strdup (text));
}
