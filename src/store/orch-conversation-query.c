/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-conversation-query.h.
 */
#include "orch-conversation-query.h"

#include "core/orch-text.h"
#include "orch-store-messages-private.h"

#define WORDS_MAX 6
#define ARGUMENTS_MAX (WORDS_MAX + 8)

struct _OrchConversationQuery
{
  /* owned */
  GHashTable *folded;             /* gint64 keys of groups */
  char *arguments[ARGUMENTS_MAX]; /* of the conditions, in order */
  char *where;
  GArray *shown; /* (nullable) */
  GArray *keys;  /* (nullable) */

  guint n_arguments;
};

static void
add (OrchConversationQuery *self, GString *where, const char *condition, const char *argument, guint times)
{
  g_string_append_printf (where, " AND %s", condition);
  for (guint i = 0; i < times; i++)
    self->arguments[self->n_arguments++] = g_strdup (argument);
}

OrchConversationQuery *
orch_conversation_query_new (const char *actor, const OrchConversationFilter *filter, GHashTable *folded)
{
  OrchConversationQuery *self = g_new0 (OrchConversationQuery, 1);
  g_autoptr (GString) where = g_string_new ("");
  g_autofree char *search = orch_text_fold (filter->search);
  g_auto (GStrv) words = g_strsplit (search, " ", WORDS_MAX);
  GHashTableIter iter;
  gpointer key = NULL;

  self->folded = g_hash_table_new (NULL, NULL);
  g_hash_table_iter_init (&iter, folded);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_add (self->folded, key);

  /* What somebody is writing is theirs alone. */
  add (self, where, "(status <> 0 OR author = ?)", actor, 1);
  if (filter->statuses != 0)
    {
      g_autofree char *bits = g_strdup_printf ("%u", filter->statuses);

      add (self, where, "((1 << status) & CAST (? AS INTEGER)) <> 0", bits, 1);
    }
  if (filter->mine)
    add (self, where, "? IN (professional, author, assignee)", actor, 1);
  if (filter->professional != NULL)
    add (self, where, "? IN (professional, assignee)", filter->professional, 1);
  if (filter->department != NULL)
    add (self, where, "department = ?", filter->department, 1);
  if (filter->unread)
    add (self, where, "n_unread > 0", NULL, 0);
  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      add (self, where, "instr (search, ?)", words[i], 1);
  self->where = g_strdup (where->str);
  return self;
}

void
orch_conversation_query_free (OrchConversationQuery *self)
{
  g_hash_table_unref (self->folded);
  for (guint i = 0; i < self->n_arguments; i++)
    g_free (self->arguments[i]);
  g_free (self->where);
  g_clear_pointer (&self->shown, g_array_unref);
  g_clear_pointer (&self->keys, g_array_unref);
  g_free (self);
}

/* --- reader thread ------------------------------------------------------------------------- */

#define FOLDED(query, key) g_hash_table_contains ((query)->folded, GSIZE_TO_POINTER (key))

static sqlite3_stmt *
start (OrchConnection *connection, OrchConversationQuery *query, const char *sql)
{
  char types[ARGUMENTS_MAX + 1] = "";
  char *const *a = query->arguments;

  for (guint i = 0; i < query->n_arguments; i++)
    types[i] = 's';
  return orch_connection_query (connection, sql, types, a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9],
                                a[10], a[11], a[12], a[13]);
}

static void
run (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchConversationQuery *query = data;
  OrchStoreKeys *keys = g_new0 (OrchStoreKeys, 1);
  g_autofree char *sql = g_strconcat ("SELECT status, subject, key FROM conversation INDEXED BY conversation_by_group "
                                      "WHERE 1",
                                      query->where, " ORDER BY status, sort_subject, subject, place, key", NULL);
  sqlite3_stmt *statement = start (connection, query, sql);
  gint64 status_group = 0, subject_group = 0;

  g_atomic_ref_count_init (&keys->count);
  keys->keys = g_array_sized_new (FALSE, FALSE, sizeof (gint64), query->shown->len);
  while (orch_connection_next (connection, statement))
    {
      const int status = sqlite3_column_int (statement, 0);
      const gint64 group = ORCH_GROUP_KEY (status, 0);
      const gint64 under = ORCH_GROUP_KEY (status, sqlite3_column_int64 (statement, 1));
      const gint64 key = sqlite3_column_int64 (statement, 2);

      if (group != status_group)
        g_array_append_val (keys->keys, group);
      if (under != subject_group && !FOLDED (query, group))
        g_array_append_val (keys->keys, under);
      if (!FOLDED (query, group) && !FOLDED (query, under))
        g_array_append_val (keys->keys, key);
      status_group = group;
      subject_group = under;
    }
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
  g_autofree char *sql = NULL;
  sqlite3_stmt *statement = NULL;
  guint count = 0, unread = 0;

  /* The numbers are ours: no text of a person gets into the statement. */
  if (subject != 0)
    sql = g_strdup_printf ("SELECT count (*), sum (n_unread > 0) FROM conversation INDEXED BY conversation_by_group "
                           "WHERE status = %d AND sort_subject = (SELECT sort_text FROM subject WHERE key = "
                           "%" G_GINT64_FORMAT ") AND subject = %" G_GINT64_FORMAT "%s",
                           status, subject, subject, query->where);
  else
    sql = g_strdup_printf ("SELECT count (*), sum (n_unread > 0) FROM conversation INDEXED BY conversation_by_group "
                           "WHERE status = %d%s",
                           status, query->where);
  statement = start (connection, query, sql);
  if (orch_connection_next (connection, statement))
    {
      count = (guint) sqlite3_column_int64 (statement, 0);
      unread = (guint) sqlite3_column_int64 (statement, 1);
      orch_connection_done (connection, statement);
    }
  return G_OBJECT (orch_conversation_group_new (key, (OrchConversationStatus) CLAMP (status, 0, 3), text, count, unread,
                                                FOLDED (query, key)));
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
