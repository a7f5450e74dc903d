/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-conversation-query.h.
 */
#include "orch-conversation-query.h"

#include "orch-store-messages-private.h"

struct _OrchConversationQuery
{
  /* owned */
  OrchConversationTable *table;
  OrchConversationWanted wanted; /* what it points to is ours, too */
  OrchConversationFilter filter;
  OrchConversationSearch *search;
  GArray *shown; /* (nullable) */
  GArray *keys;  /* (nullable) */
};

OrchConversationQuery *
orch_conversation_query_new (OrchConversationTable *table, const OrchConversationWanted *wanted)
{
  OrchConversationQuery *self = g_new0 (OrchConversationQuery, 1);
  GHashTableIter iter;
  gpointer key = NULL;

  self->table = orch_conversation_table_ref (table);
  self->filter = *wanted->filter;
  self->filter.professional = g_strdup (wanted->filter->professional);
  self->filter.department = g_strdup (wanted->filter->department);
  self->filter.places = (const char *const *) g_strdupv ((char **) wanted->filter->places);
  self->search = orch_conversation_search_parse (wanted->filter->search);
  self->filter.search = NULL;
  self->wanted.serial = wanted->serial;
  self->wanted.actor = g_strdup (wanted->actor);
  self->wanted.filter = &self->filter;
  self->wanted.search = self->search;
  self->wanted.folded = g_hash_table_new (NULL, NULL);
  g_hash_table_iter_init (&iter, wanted->folded);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_add (self->wanted.folded, key);
  return self;
}

void
orch_conversation_query_free (OrchConversationQuery *self)
{
  orch_conversation_table_unref (self->table);
  g_free ((char *) self->filter.professional);
  g_free ((char *) self->filter.department);
  g_strfreev ((char **) self->filter.places);
  orch_conversation_search_free (self->search);
  g_free ((char *) self->wanted.actor);
  g_hash_table_unref (self->wanted.folded);
  g_clear_pointer (&self->shown, g_array_unref);
  g_clear_pointer (&self->keys, g_array_unref);
  g_free (self);
}

/* --- reader thread ------------------------------------------------------------------------- */

static void
run (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchConversationQuery *query = data;
  OrchStoreKeys *keys = g_new0 (OrchStoreKeys, 1);

  g_atomic_ref_count_init (&keys->count);
  keys->keys = orch_conversation_table_list (query->table, connection, &query->wanted);
  keys->hunks = orch_store_diff (query->shown, keys->keys);
  g_value_init (result, ORCH_TYPE_STORE_KEYS);
  g_value_take_boxed (result, keys);
}

static GObject *
load_group (OrchConnection *connection, OrchConversationQuery *query, gint64 key)
{
  const gint64 subject = ORCH_GROUP_SUBJECT (key);
  const int status = ORCH_GROUP_STATUS (key);
  g_autofree char *text =
      subject != 0 ? orch_connection_dup_text (connection, "SELECT text FROM subject WHERE key = ?", "l", subject)
                   : NULL;
  guint unread = 0;
  const guint count = orch_conversation_table_count (query->table, connection, &query->wanted, key, &unread);

  return G_OBJECT (orch_conversation_group_new (key, (OrchConversationStatus) CLAMP (status, 0, 3), text, count, unread,
                                                g_hash_table_contains (query->wanted.folded, GSIZE_TO_POINTER (key))));
}

static void
details_free (gpointer data)
{
  if (data == NULL)
    return;
  orch_store_details_clear (data);
  g_free (data);
}

static void
load (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchConversationQuery *query = data;
  GPtrArray *rows = g_ptr_array_new_with_free_func (details_free);

  for (guint i = 0; i < query->keys->len; i++)
    {
      const gint64 key = g_array_index (query->keys, gint64, i);
      GObject *object = key < 0 ? load_group (connection, query, key)
                                : (GObject *) orch_store_load_conversation_row (connection, NULL, key);
      OrchStoreDetails *details = NULL;

      if (object != NULL)
        {
          details = g_new0 (OrchStoreDetails, 1);
          details->object = object;
          if (key > 0 && orch_conversation_get_fields (ORCH_CONVERSATION (object))->patient != NULL)
            details->patient = orch_store_load_row (connection, ORCH_STORE_PATIENTS,
                                                    orch_conversation_get_fields (ORCH_CONVERSATION (object))->patient);
        }
      g_ptr_array_add (rows, details);
    }
  orch_store_take_array (result, rows);
}

DexFuture *
orch_conversation_query_run (OrchStore *store, OrchConversationQuery *query, GArray *shown, GCancellable *cancellable)
{
  query->shown = g_array_ref (shown);
  return orch_database_read (store->database, run, query, (GDestroyNotify) orch_conversation_query_free, cancellable);
}

DexFuture *
orch_conversation_query_load (OrchStore *store, OrchConversationQuery *query, GArray *keys, GCancellable *cancellable)
{
  query->keys = g_array_ref (keys);
  return orch_database_read (store->database, load, query, (GDestroyNotify) orch_conversation_query_free, cancellable);
}
