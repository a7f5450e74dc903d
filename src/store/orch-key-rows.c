/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-key-rows.h.
 */
#include "orch-key-rows.h"

#include "orch-key-turn.h"
#include "orch-store-query.h"

#define KEY(key) GSIZE_TO_POINTER (key)

struct _OrchKeyRows
{
  GObject parent_instance;

  OrchKeyList *list; /* (not owned) */

  /* owned */
  OrchStoreCache *cache;
  GHashTable *wanted;     /* key: to be fetched next */
  GArray *order;          /* gint64: of those, as they were asked for */
  GHashTable *fetched;    /* key: being fetched */
  GQueue arrived;         /* Arrival: read, and not all shown yet */
  GCancellable *fetching; /* (nullable): of every fetch until stopped */

  guint fetch_source;
};

enum
{
  SIGNAL_READ,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchKeyRows, orch_key_rows, G_TYPE_OBJECT)

/* What one fetch brought. */
typedef struct
{
  /* owned */
  GArray *keys;
  GPtrArray *rows; /* OrchStoreDetails (nullable) */

  guint next; /* to be shown */
} Arrival;

static void
arrival_free (gpointer data)
{
  Arrival *arrival = data;

  g_array_unref (arrival->keys);
  g_ptr_array_unref (arrival->rows);
  g_free (arrival);
}

/* Does not keep the rows. */
typedef struct
{
  /* owned */
  GWeakRef rows;
  GArray *keys;
  DexFuture *answer;
} Fetch;

static void
fetch_free (Fetch *fetch)
{
  g_weak_ref_clear (&fetch->rows);
  g_array_unref (fetch->keys);
  dex_clear (&fetch->answer);
  g_free (fetch);
}

/* Each row that a widget shows has it laid out again: a few in one turn. */
static gboolean
show (gpointer data, guint *left)
{
  OrchKeyRows *self = data;
  /* Whoever is told may let the list go, or empty it. */
  g_autoptr (OrchKeyRows) held = g_object_ref (self);
  Arrival *arrival = NULL;

  while (*left > 0 && (arrival = g_queue_peek_head (&self->arrived)) != NULL)
    {
      if (arrival->next == arrival->keys->len)
        {
          arrival_free (g_queue_pop_head (&self->arrived));
          g_signal_emit (self, signals[SIGNAL_READ], 0);
          continue;
        }
      const gint64 key = g_array_index (arrival->keys, gint64, arrival->next);
      const OrchStoreDetails *details = g_ptr_array_index (arrival->rows, arrival->next);
      g_autoptr (OrchStoreItem) item = orch_store_cache_get (self->cache, key);

      arrival->next++;
      g_hash_table_remove (self->fetched, KEY (key));
      orch_store_cache_touch (self->cache, item);
      /* A row that is gone keeps its last face until the array without it arrives. */
      if (details != NULL && orch_store_item_set_details (item, details))
        *left -= MIN (*left, ORCH_KEY_TURN_FACE);
    }
  return self->arrived.head != NULL;
}

static DexFuture *
fetch_fiber (gpointer data)
{
  Fetch *fetch = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = dex_await_boxed (dex_ref (fetch->answer), &error);
  g_autoptr (OrchKeyRows) self = g_weak_ref_get (&fetch->rows);

  if (self == NULL || g_error_matches (error, ORCH_ERROR, ORCH_ERROR_CANCELLED))
    return dex_future_new_true ();
  if (rows == NULL)
    {
      g_debug ("Rows could not be fetched: %s", error->message);
      for (guint i = 0; i < fetch->keys->len; i++)
        g_hash_table_remove (self->fetched, KEY (g_array_index (fetch->keys, gint64, i)));
      g_signal_emit (self, signals[SIGNAL_READ], 0);
    }
  else if (self->fetching != NULL)
    {
      Arrival *arrival = g_new0 (Arrival, 1);

      arrival->keys = g_array_ref (fetch->keys);
      arrival->rows = g_ptr_array_ref (rows);
      g_queue_push_tail (&self->arrived, arrival);
      orch_key_turn_add (show, self, TRUE);
    }
  return dex_future_new_true ();
}

static gboolean
on_fetch (gpointer data)
{
  OrchKeyRows *self = data;
  Fetch *fetch = g_new0 (Fetch, 1);

  self->fetch_source = 0;
  g_weak_ref_init (&fetch->rows, self);
  fetch->keys = g_steal_pointer (&self->order);
  self->order = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < fetch->keys->len; i++)
    g_hash_table_add (self->fetched, KEY (g_array_index (fetch->keys, gint64, i)));
  g_hash_table_remove_all (self->wanted);
  fetch->answer = ORCH_KEY_LIST_GET_CLASS (self->list)->query_rows (self->list, fetch->keys, self->fetching);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, fetch_fiber, fetch, (GDestroyNotify) fetch_free));
  return G_SOURCE_REMOVE;
}

static void
add_wanted (OrchKeyRows *self, gint64 key)
{
  if (g_hash_table_add (self->wanted, KEY (key)))
    g_array_append_val (self->order, key);
  if (self->fetch_source == 0)
    /* Before a frame is drawn, after all the positions of this one were asked for */
    self->fetch_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_fetch, self, NULL);
}

static void
orch_key_rows_finalize (GObject *object)
{
  OrchKeyRows *self = ORCH_KEY_ROWS (object);

  orch_key_rows_stop (self);
  g_clear_pointer (&self->cache, orch_store_cache_free);
  g_clear_pointer (&self->wanted, g_hash_table_unref);
  g_clear_pointer (&self->order, g_array_unref);
  g_clear_pointer (&self->fetched, g_hash_table_unref);
  G_OBJECT_CLASS (orch_key_rows_parent_class)->finalize (object);
}

static void
orch_key_rows_class_init (OrchKeyRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_key_rows_finalize;
  signals[SIGNAL_READ] =
      g_signal_new ("read", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
orch_key_rows_init (OrchKeyRows *self)
{
  self->cache = orch_store_cache_new ();
  self->wanted = g_hash_table_new (NULL, NULL);
  self->order = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->fetched = g_hash_table_new (NULL, NULL);
}

OrchKeyRows *
orch_key_rows_new (OrchKeyList *list)
{
  OrchKeyRows *self = g_object_new (ORCH_TYPE_KEY_ROWS, NULL);

  self->list = list;
  return self;
}

void
orch_key_rows_start (OrchKeyRows *self)
{
  g_assert (self->fetching == NULL);

  self->fetching = g_cancellable_new ();
}

void
orch_key_rows_stop (OrchKeyRows *self)
{
  g_clear_handle_id (&self->fetch_source, g_source_remove);
  orch_key_turn_remove (show, self);
  g_queue_clear_full (&self->arrived, arrival_free);
  g_cancellable_cancel (self->fetching);
  g_clear_object (&self->fetching);
}

OrchStoreCache *
orch_key_rows_get_cache (OrchKeyRows *self)
{
  return self->cache;
}

gboolean
orch_key_rows_want (OrchKeyRows *self, gint64 key)
{
  OrchStoreItem *item = orch_store_cache_peek (self->cache, key);

  if (item != NULL && orch_store_item_get_object (item) != NULL)
    return FALSE;
  if (!g_hash_table_contains (self->fetched, KEY (key)))
    add_wanted (self, key);
  return TRUE;
}

guint
orch_key_rows_count_shown (OrchKeyRows *self, OrchKeyChange *change, guint removed)
{
  const guint cut = orch_key_change_get_cut (change);
  guint n = 0;

  for (guint i = cut - MIN (removed, cut); i < cut; i++)
    {
      OrchStoreItem *item = orch_store_cache_peek (self->cache, orch_key_change_get_old_key (change, i));

      n += item != NULL && orch_store_item_is_watched (item);
    }
  return n;
}

void
orch_key_rows_refresh (OrchKeyRows *self)
{
  g_autoptr (GArray) keys = orch_store_cache_list_keys (self->cache);

  for (guint i = 0; i < keys->len; i++)
    add_wanted (self, g_array_index (keys, gint64, i));
}

void
orch_key_rows_forget (OrchKeyRows *self)
{
  orch_store_cache_clear (self->cache);
  g_hash_table_remove_all (self->wanted);
  g_array_set_size (self->order, 0);
  g_hash_table_remove_all (self->fetched);
}
