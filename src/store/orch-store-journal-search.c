/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-store-journal-search.h.
 */
#include "orch-store-journal-search.h"

#include <string.h>

#include "orch-store-private.h"

static void
search (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);
  sqlite3_stmt *statement = orch_connection_query (
      connection,
      ORCH_STORE_SELECT_JOURNAL
      " WHERE instant BETWEEN ? AND ? AND (?3 IS NULL OR patient = ?3) ORDER BY instant DESC, seq "
      "DESC LIMIT ?4",
      "llsl", call->from, call->to, call->id, (gint64) call->limit);

  while (orch_connection_next (connection, statement))
    g_ptr_array_add (entries, orch_store_read_journal_entry (statement));
  orch_store_take_array (result, entries);
}

static void
take_name (OrchConnection *connection, GHashTable *names, const char *id, const char *sql, const char *key)
{
  char *name = NULL;

  if (id == NULL || g_hash_table_contains (names, id))
    return;
  name = orch_connection_dup_text (connection, sql, "s", key);
  if (name != NULL && *name != '\0')
    g_hash_table_insert (names, g_strdup (id), name);
  else
    g_free (name);
}

static void
name_all (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < call->rows->len; i++)
    {
      const OrchJournalEntryFields *f = orch_journal_entry_get_fields (g_ptr_array_index (call->rows, i));
      const char *slash = strchr (f->actor, '/');

      take_name (connection, names, slash != NULL ? f->actor : NULL,
                 "SELECT concat_ws (' ', nullif (prefix, ''), nullif (given, ''), nullif (family, '')) FROM staff "
                 "WHERE hub_id = ? LIMIT 1",
                 slash != NULL ? slash + 1 : NULL);
      take_name (connection, names, f->patient,
                 "SELECT concat_ws (', ', nullif (family, ''), nullif (given, '')) FROM patient WHERE id = ?",
                 f->patient);
    }
  g_value_init (result, G_TYPE_HASH_TABLE);
  g_value_take_boxed (result, names);
}

static void
get_hub_id (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;

  g_value_init (result, G_TYPE_STRING);
  g_value_take_string (result,
                       orch_connection_dup_text (connection, "SELECT hub_id FROM patient WHERE id = ?", "s", call->id));
}

DexFuture *
orch_store_search_journal (OrchStore *self, const OrchActor *actor, const OrchStoreJournalQuery *query)
{
  OrchStoreCall *call = NULL;
  DexFuture *refused = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (query != NULL && query->limit > 0, NULL);

  refused = orch_store_refuse (actor, ORCH_ACT_READ_JOURNAL);
  if (refused != NULL)
    return refused;
  call = orch_store_call_new (actor);
  call->id = g_strdup (query->patient);
  call->from = query->since_us;
  call->to = query->until_us;
  call->limit = query->limit;
  return orch_store_read (self, search, call, NULL);
}

DexFuture *
orch_store_name_journal (OrchStore *self, const OrchActor *actor, GPtrArray *entries)
{
  OrchStoreCall *call = NULL;
  DexFuture *refused = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (entries != NULL, NULL);

  refused = orch_store_refuse (actor, ORCH_ACT_READ_JOURNAL);
  if (refused != NULL)
    return refused;
  call = orch_store_call_new (actor);
  call->rows = g_ptr_array_ref (entries);
  return orch_store_read (self, name_all, call, NULL);
}

DexFuture *
orch_store_get_patient_hub_id (OrchStore *self, const char *patient)
{
  OrchStoreCall *call = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (patient != NULL, NULL);

  call = orch_store_call_new (NULL);
  call->id = g_strdup (patient);
  return orch_store_read (self, get_hub_id, call, NULL);
}
