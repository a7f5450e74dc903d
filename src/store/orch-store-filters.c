/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchStore: choices of filters that somebody gave a name. See orch-store-messages.h.
 */
#include "orch-store-messages-private.h"

static void
save_filter (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;

  if (call->detail == NULL)
    orch_connection_run (connection, "DELETE FROM saved_filter WHERE actor = ? AND name = ?", "ss", call->actor,
                         call->text);
  else
    orch_connection_run (
        connection,
        "INSERT INTO saved_filter (actor, name, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value "
        "= excluded.value",
        "sss", call->actor, call->text, call->detail);
}

DexFuture *
orch_store_save_filter (OrchStore *self, const OrchActor *actor, const char *name, const char *value)
{
  DexFuture *refused = NULL;
  OrchStoreCall *call = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self) && actor != NULL && name != NULL, NULL);

  refused = orch_store_refuse (actor, ORCH_ACT_READ_MESSAGES);
  if (refused != NULL)
    return refused;
  call = orch_store_call_new (actor);
  call->text = g_strdup (name);
  call->detail = g_strdup (value);
  return orch_store_write (self, save_filter, call);
}

static void
list_filters (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(ss)"));
  sqlite3_stmt *statement =
      orch_connection_query (connection, "SELECT name, value FROM saved_filter WHERE actor = ? ORDER BY name", "s",
                             call->actor);

  while (orch_connection_next (connection, statement))
    g_variant_builder_add (&builder, "(ss)", orch_column_text (statement, 0), orch_column_text (statement, 1));
  g_value_init (result, G_TYPE_VARIANT);
  g_value_take_variant (result, g_variant_ref_sink (g_variant_builder_end (&builder)));
}

DexFuture *
orch_store_list_filters (OrchStore *self, const OrchActor *actor)
{
  DexFuture *refused = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self) && actor != NULL, NULL);

  refused = orch_store_refuse (actor, ORCH_ACT_READ_MESSAGES);
  return refused != NULL ? refused : orch_store_read (self, list_filters, orch_store_call_new (actor), NULL);
}
