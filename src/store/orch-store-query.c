/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-store-query.h.
 */
#include "orch-store-query.h"

#include <string.h>

#include "orch-conversation-group.h"
#include "orch-store-private.h"

#define WORDS_MAX 6
/* Beyond this many, one change that spans them all costs a list less than so many small ones. */
#define HUNKS_MAX 256

G_DEFINE_BOXED_TYPE (OrchStoreKeys, orch_store_keys, orch_store_keys_ref, orch_store_keys_unref)

OrchStoreKeys *
orch_store_keys_ref (OrchStoreKeys *self)
{
  g_atomic_ref_count_inc (&self->count);
  return self;
}

void
orch_store_keys_unref (OrchStoreKeys *self)
{
  if (!g_atomic_ref_count_dec (&self->count))
    return;
  g_array_unref (self->keys);
  g_array_unref (self->hunks);
  g_free (self);
}

/* --- what differs ----------------------------------------------------------------------- */

static void
append_hunk (GArray *hunks, guint old_start, guint old_end, guint new_start, guint new_end)
{
  if (old_start == old_end && new_start == new_end)
    return;
  OrchStoreHunk hunk = { old_start, old_end - old_start, new_start, new_end - new_start };
  g_array_append_val (hunks, hunk);
}

static GHashTable *
make_set (const gint64 *keys, guint start, guint end)
{
  GHashTable *set = g_hash_table_new (NULL, NULL);

  for (guint i = start; i < end; i++)
    g_hash_table_add (set, GSIZE_TO_POINTER (keys[i]));
  return set;
}

#define HAS(set, key) g_hash_table_contains (set, GSIZE_TO_POINTER (key))
#define DROP(set, key) g_hash_table_remove (set, GSIZE_TO_POINTER (key))

/* Between the common beginning and the common end: one pass, a key that stands elsewhere counts as removed and added. */
static void
diff_middle (const gint64 *old, guint i, guint old_end, const gint64 *new, guint j, guint new_end, GArray *hunks)
{
  g_autoptr (GHashTable) in_old = make_set (old, i, old_end), in_new = make_set (new, j, new_end);
  guint old_start = i, new_start = j;

  /* Beyond the most that is told one by one, the rest need not be found. */
  while ((i < old_end || j < new_end) && hunks->len <= HUNKS_MAX)
    if (i < old_end && j < new_end && old[i] == new[j])
      {
        append_hunk (hunks, old_start, i, new_start, j);
        old_start = ++i;
        new_start = ++j;
      }
    else if (i < old_end && !HAS (in_new, old[i]))
      i++;
    else if (j < new_end && !HAS (in_old, new[j]))
      j++;
    else if (i < old_end && j + 1 < new_end && old[i] == new[j + 1])
      DROP (in_new, new[j++]); /* one that came up from below */
    else
      {
        g_assert (i < old_end);
        DROP (in_old, old[i++]);
      }
  append_hunk (hunks, old_start, i, new_start, j);
}

GArray *
orch_store_diff (GArray *old_keys, GArray *new_keys)
{
  GArray *hunks = g_array_new (FALSE, FALSE, sizeof (OrchStoreHunk));
  const gint64 *old = (const gint64 *) (gpointer) old_keys->data, *new = (const gint64 *) (gpointer) new_keys->data;
  guint old_end = old_keys->len, new_end = new_keys->len, start = 0;

  while (start < old_end && start < new_end && old[start] == new[start])
    start++;
  while (old_end > start && new_end > start && old[old_end - 1] == new[new_end - 1])
    {
      old_end--;
      new_end--;
    }
  if (old_end == start || new_end == start)
    append_hunk (hunks, start, old_end, start, new_end);
  else
    diff_middle (old, start, old_end, new, start, new_end, hunks);

  if (hunks->len > HUNKS_MAX)
    {
      g_array_set_size (hunks, 0);
      append_hunk (hunks, start, old_end, start, new_end);
    }
  return hunks;
}

/* --- reader thread ---------------------------------------------------------------------- */

typedef struct
{
  /* owned */
  char *sql;
  char *words[WORDS_MAX]; /* (nullable) */
  GArray *shown;
} Query;

static void
query_free (Query *query)
{
  g_free (query->sql);
  for (guint i = 0; i < WORDS_MAX; i++)
    g_free (query->words[i]);
  g_array_unref (query->shown);
  g_free (query);
}

static void
query_keys (OrchConnection *connection, GValue *result, gpointer data)
{
  Query *query = data;
  OrchStoreKeys *keys = g_new0 (OrchStoreKeys, 1);
  char types[WORDS_MAX + 1] = "";

  for (guint i = 0; i < WORDS_MAX && query->words[i] != NULL; i++)
    types[i] = 's';
  g_atomic_ref_count_init (&keys->count);
  keys->keys = g_array_sized_new (FALSE, FALSE, sizeof (gint64), query->shown->len);
  sqlite3_stmt *statement = orch_connection_query (connection, query->sql, types, query->words[0], query->words[1],
                                                   query->words[2], query->words[3], query->words[4], query->words[5]);
  while (orch_connection_next (connection, statement))
    {
      gint64 key = sqlite3_column_int64 (statement, 0);
      g_array_append_val (keys->keys, key);
    }
  keys->hunks = orch_store_diff (query->shown, keys->keys);
  g_value_init (result, ORCH_TYPE_STORE_KEYS);
  g_value_take_boxed (result, keys);
}

/* @known: by the EMR's id, what was looked for already of this kind: rows that lie together name the same few. Returns: (transfer full) (nullable) */
static GObject *
load_by_emr_id (OrchConnection *connection, OrchStoreKind kind, const char *emr_id, GHashTable *known)
{
  gpointer found = NULL;

  if (emr_id == NULL)
    return NULL;
  if (g_hash_table_lookup_extended (known, emr_id, NULL, &found))
    return found != NULL ? g_object_ref (found) : NULL;
  g_autoptr (GPtrArray) rows =
      orch_store_load_rows (connection, kind,
                            ORCH_STORE_KIND_IS_DIRECTORY (kind) ? "WHERE emr_id = ? ORDER BY in_conflict, key LIMIT 1"
                                                                : "WHERE emr_id = ?",
                            NULL, "s", emr_id, 0);
  found = rows->len > 0 ? g_object_ref (rows->pdata[0]) : NULL;
  g_hash_table_insert (known, g_strdup (emr_id), found);
  return found != NULL ? g_object_ref (found) : NULL;
}

static void
unref_found (gpointer object)
{
  g_clear_object (&object);
}

static GHashTable *
make_known (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref_found);
}

static void
details_free (gpointer data)
{
  OrchStoreDetails *details = data;

  if (details == NULL)
    return;
  orch_store_details_clear (details);
  g_free (details);
}

static void
query_rows (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (details_free);
  g_autoptr (GHashTable) patients = make_known ();
  g_autoptr (GHashTable) services = make_known ();
  g_autoptr (GHashTable) staff = make_known ();

  for (guint i = 0; i < call->items->len; i++)
    {
      g_autoptr (GObject) object =
          orch_store_load_row_by_key (connection, call->kind, g_array_index (call->items, gint64, i));
      OrchStoreDetails *details = NULL;
      if (object != NULL)
        {
          details = g_new0 (OrchStoreDetails, 1);
          details->object = g_steal_pointer (&object);
          if (ORCH_IS_APPOINTMENT (details->object))
            {
              const OrchAppointmentFields *f = orch_appointment_get_fields (ORCH_APPOINTMENT (details->object));
              details->patient = load_by_emr_id (connection, ORCH_STORE_PATIENTS, f->patient_emr_id, patients);
              details->service = load_by_emr_id (connection, ORCH_STORE_SERVICES, f->service_emr_id, services);
              details->staff = load_by_emr_id (connection, ORCH_STORE_STAFF, f->staff_emr_id, staff);
            }
        }
      g_ptr_array_add (rows, details);
    }
  orch_store_take_array (result, g_steal_pointer (&rows));
}

void
orch_store_details_clear (OrchStoreDetails *details)
{
  g_clear_object (&details->object);
  g_clear_object (&details->patient);
  g_clear_object (&details->service);
  g_clear_object (&details->staff);
}

/* --- from the main thread ----------------------------------------------------------------- */

static const struct
{
  const char *table;
  const char *index; /* has all that tabs and search look at, in the order of the names */
} tables[] = {
  [ORCH_STORE_STAFF] = { "staff", "staff_by_name" },
  [ORCH_STORE_SERVICES] = { "service", "service_by_name" },
};

static const char *const tabs[] = {
  [ORCH_STORE_TAB_ALL] = "1",
  [ORCH_STORE_TAB_ACTIVE] = "active = 1 AND in_conflict = 0",
  [ORCH_STORE_TAB_INACTIVE] = "active = 0 AND in_conflict = 0",
  [ORCH_STORE_TAB_CONFLICTS] = "in_conflict = 1",
  [ORCH_STORE_TAB_EXCLUDED] = "excluded = 1 AND in_conflict = 0",
  [ORCH_STORE_TAB_TO_DEFINE] = "to_define = 1 AND in_conflict = 0",
  [ORCH_STORE_TAB_VANISHED] = "vanished = 1 AND in_conflict = 0",
  [ORCH_STORE_TAB_NEEDS_TYPE] = "active = 1 AND n_types = 0 AND in_conflict = 0",
};

#define STATE                                                                                                          \
  "CASE WHEN in_conflict THEN 0 WHEN vanished THEN 1 WHEN to_define THEN 2 WHEN active THEN 3 WHEN NOT excluded THEN " \
  "4 ELSE 5 END"

static const char *const sorts[][2] = {
  [ORCH_STORE_SORT_NAME] = { NULL, NULL },
  [ORCH_STORE_SORT_CATEGORY] = { "sort_profession", "sort_category" },
  [ORCH_STORE_SORT_DURATION] = { "licence", "iif (duration_override > 0, duration_override, duration_minutes)" },
  [ORCH_STORE_SORT_EMR_ID] = { "emr_id", "emr_id" },
  [ORCH_STORE_SORT_PERMISSION] = { "permission", "online AND active AND n_types > 0 AND NOT vanished" },
  [ORCH_STORE_SORT_TYPES] = { NULL, "n_types" },
  [ORCH_STORE_SORT_PROFESSIONALS] = { NULL, "n_professionals" },
  [ORCH_STORE_SORT_STATE] = { "active", STATE },
};

/* What a tab of services asks of staff, which has no such column */
static const char *
get_tab (OrchStoreKind kind, OrchStoreTab tab)
{
  gboolean is_of_services =
      tab == ORCH_STORE_TAB_EXCLUDED || tab == ORCH_STORE_TAB_TO_DEFINE || tab == ORCH_STORE_TAB_NEEDS_TYPE;

  return kind == ORCH_STORE_STAFF && is_of_services ? "0" : tabs[tab];
}

DexFuture *
orch_store_query_keys (OrchStore *store, OrchStoreKind kind, OrchStoreTab tab, const char *folded_search,
                       OrchStoreSort sort, gboolean descending, GArray *shown, GCancellable *cancellable)
{
  g_autoptr (GString) names = g_string_new (NULL), sql = g_string_new (NULL);
  g_auto (GStrv) words = g_strsplit (folded_search, " ", WORDS_MAX);
  Query *query = g_new0 (Query, 1);
  const char *column = sorts[sort][kind];
  const char *direction = descending ? " DESC" : "";

  g_string_printf (names, "SELECT key FROM %s INDEXED BY %s WHERE %s", tables[kind].table, tables[kind].index,
                   get_tab (kind, tab));
  for (guint i = 0; words[i] != NULL && *words[i] != '\0'; i++)
    {
      g_string_append (names, " AND instr (search, ?)");
      query->words[i] = g_strdup (words[i]);
    }
  if (column == NULL)
    /* As the index lies, forwards or backwards: nothing is sorted. */
    g_string_printf (sql, "%s ORDER BY sort_name%s, key%s", names->str, direction, direction);
  else if (tab == ORCH_STORE_TAB_ALL && *folded_search == '\0')
    g_string_printf (sql, "SELECT key FROM %s NOT INDEXED ORDER BY %s%s, sort_name, key", tables[kind].table, column,
                     direction);
  else
    /* The index says which; only of those is the row read. */
    g_string_printf (sql, "SELECT key FROM %s NOT INDEXED WHERE key IN (%s) ORDER BY %s%s, sort_name, key",
                     tables[kind].table, names->str, column, direction);
  query->sql = g_strdup (sql->str);
  query->shown = g_array_ref (shown);
  return orch_database_read (store->database, query_keys, query, (GDestroyNotify) query_free, cancellable);
}

DexFuture *
orch_store_query_appointments (OrchStore *store, const OrchAppointmentQuery *wanted, GArray *shown,
                               GCancellable *cancellable)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  Query *query = g_new0 (Query, 1);
  guint n_words = 0;

  g_string_append (sql, "SELECT key FROM appointment INDEXED BY appointment_by_start WHERE ");
  if (wanted->staff_emr_id != NULL)
    {
      g_string_append (sql, "staff_emr_id = ? AND ");
      query->words[n_words++] = g_strdup (wanted->staff_emr_id);
    }
  g_string_append (sql, "start >= CAST (? AS INTEGER) AND start < CAST (? AS INTEGER)");
  query->words[n_words++] = g_strdup_printf ("%" G_GINT64_FORMAT, wanted->from_us);
  query->words[n_words++] = g_strdup_printf ("%" G_GINT64_FORMAT, wanted->to_us);
  if (wanted->source != NULL)
    {
      g_string_append (sql, " AND source = ?");
      query->words[n_words++] = g_strdup (wanted->source);
    }
  g_string_append (sql, " ORDER BY start, key");
  query->sql = g_strdup (sql->str);
  query->shown = g_array_ref (shown);
  return orch_database_read (store->database, query_keys, query, (GDestroyNotify) query_free, cancellable);
}

DexFuture *
orch_store_query_rows (OrchStore *store, OrchStoreKind kind, GArray *keys, GCancellable *cancellable)
{
  OrchStoreCall *call = orch_store_call_new (NULL);

  call->kind = kind;
  call->items = g_array_ref (keys);
  return orch_store_read (store, query_rows, call, cancellable);
}

/* What its messages say of it is not of its revision. */
static gboolean
is_same_conversation (const OrchConversationFields *a, const OrchConversationFields *b)
{
  return g_str_equal (a->id, b->id) && a->revision == b->revision && g_strcmp0 (a->hub_id, b->hub_id) == 0 &&
         a->n_messages == b->n_messages && a->n_unread == b->n_unread && a->n_files == b->n_files &&
         a->last_us == b->last_us && g_strcmp0 (a->professional_name, b->professional_name) == 0 &&
         g_strcmp0 (a->author_name, b->author_name) == 0 && g_strcmp0 (a->assignee_name, b->assignee_name) == 0;
}

gboolean
orch_store_row_is_same (GObject *a, GObject *b)
{
  if (a == b)
    return TRUE;
  if (a == NULL || b == NULL || G_OBJECT_TYPE (a) != G_OBJECT_TYPE (b) || ORCH_IS_CONVERSATION_GROUP (a))
    return FALSE;
  if (ORCH_IS_CONVERSATION (a))
    return is_same_conversation (orch_conversation_get_fields (ORCH_CONVERSATION (a)),
                                 orch_conversation_get_fields (ORCH_CONVERSATION (b)));
  if (g_strcmp0 (orch_store_row_get_id (a), orch_store_row_get_id (b)) != 0)
    return FALSE;
  return orch_store_row_get_revision (a) == orch_store_row_get_revision (b) &&
         g_strcmp0 (orch_store_row_get_hub_id (a), orch_store_row_get_hub_id (b)) == 0;
}
