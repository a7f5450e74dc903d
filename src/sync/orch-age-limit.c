/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-age-limit.h.
 */
#include "orch-age-limit.h"

#include "core/orch-portal-account.h"
#include "orch-setting-text.h"

#define SETTINGS "messages" /* group of settings, hub/README.md */
#define AGE_LIMIT "age-limit"

static DexFuture *
read_text (DexFuture *future, gpointer data)
{
  const GValue *value = dex_future_get_value (future, NULL);
  const char *text = value != NULL ? g_value_get_string (value) : NULL;
  g_autoptr (GHashTable) values = text != NULL ? orch_setting_text_to_values (text) : NULL;

  return dex_future_new_for_uint (
      orch_age_limit_from_text (values != NULL ? g_hash_table_lookup (values, AGE_LIMIT) : NULL));
}

DexFuture *
orch_age_limit_load (OrchStore *store)
{
  g_return_val_if_fail (ORCH_IS_STORE (store), NULL);

  return dex_future_finally (orch_store_get_setting (store, SETTINGS), read_text, NULL, NULL);
}
