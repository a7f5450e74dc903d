/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-key-list.h. While a new array replaces the old one, the model is the beginning of the new and the end of the old:
 * each items-changed moves the two cuts past one hunk, so that a handler that looks sees exactly what it was told.
 */
#include "orch-key-list.h"

#include "orch-store-cache.h"
#include "orch-store-query.h"

#define WINDOW_BEFORE 40
#define WINDOW_AFTER 80
/* An import commits many pages a second: the list follows it at this pace. */
#define FOLLOW_MS 60

typedef struct
{
  /* borrowed */
  OrchKeyList *list; /* whose this is */

  /* owned */
  OrchStore *store;
  GArray *keys;      /* gint64 */
  GArray *next_keys; /* (nullable): while hunks are being told */
  OrchStoreCache *cache;
  GHashTable *wanted;     /* key: to be fetched next */
  GHashTable *fetched;    /* key: being fetched */
  GCancellable *querying; /* (nullable): of the query that runs */
  GCancellable *fetching; /* of every fetch until detached */
  GPtrArray *waiting;     /* DexPromise: orch_key_list_when_loaded() */
  GError *error;          /* (nullable) */

  guint changes; /* OrchStoreChanges */
  gboolean attached;
  gboolean loading;
  gboolean stale; /* the query that runs is no longer the one wanted */
  guint old_cut;  /* while next_keys is set */
  guint new_cut;
  guint n_items;
  guint fetch_source;
  guint follow_source;
} OrchKeyListPrivate;

enum
{
  PROP_LOADING = 1,
  PROP_N_ITEMS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void orch_key_list_model_init (GListModelInterface *iface);
static void start_query (OrchKeyListPrivate *self);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (OrchKeyList, orch_key_list, G_TYPE_OBJECT,
                                  G_ADD_PRIVATE (OrchKeyList)
                                      G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, orch_key_list_model_init))

#define P(self) ((OrchKeyListPrivate *) orch_key_list_get_instance_private (self))

/* --- positions -------------------------------------------------------------------------- */

static guint
get_length (OrchKeyListPrivate *self)
{
  if (self->next_keys == NULL)
    return self->keys->len;
  return self->new_cut + self->keys->len - self->old_cut;
}

static gint64
get_key (OrchKeyListPrivate *self, guint position)
{
  if (self->next_keys == NULL)
    return g_array_index (self->keys, gint64, position);
  if (position < self->new_cut)
    return g_array_index (self->next_keys, gint64, position);
  return g_array_index (self->keys, gint64, position - self->new_cut + self->old_cut);
}

static void
tell_change (OrchKeyListPrivate *self, guint position, guint removed, guint added)
{
  g_list_model_items_changed (G_LIST_MODEL (self->list), position, removed, added);
  guint length = get_length (self);
  if (length != self->n_items)
    {
      self->n_items = length;
      g_object_notify_by_pspec (G_OBJECT (self->list), properties[PROP_N_ITEMS]);
    }
}

static void
apply_keys (OrchKeyListPrivate *self, GArray *keys, GArray *hunks)
{
  /* What shows the count is told once, at the end. */
  g_object_freeze_notify (G_OBJECT (self->list));
  self->next_keys = g_array_ref (keys);
  self->old_cut = self->new_cut = 0;
  for (guint i = 0; i < hunks->len; i++)
    {
      const OrchStoreHunk *hunk = &g_array_index (hunks, OrchStoreHunk, i);
      self->old_cut = hunk->old_start + hunk->old_length;
      self->new_cut = hunk->new_start + hunk->new_length;
      tell_change (self, hunk->new_start, hunk->old_length, hunk->new_length);
    }
  g_array_unref (self->keys);
  self->keys = g_steal_pointer (&self->next_keys);
  g_object_thaw_notify (G_OBJECT (self->list));
}

#define KEY(key) GSIZE_TO_POINTER (key)

static void
forget_items (OrchKeyListPrivate *self)
{
  orch_store_cache_clear (self->cache);
  g_hash_table_remove_all (self->wanted);
  g_hash_table_remove_all (self->fetched);
}

/* --- fetching rows ---------------------------------------------------------------------- */

typedef struct
{
  /* owned */
  GWeakRef list;
  GArray *keys;
  DexFuture *rows;
} Fetch;

static void
fetch_free (Fetch *fetch)
{
  g_weak_ref_clear (&fetch->list);
  g_array_unref (fetch->keys);
  dex_clear (&fetch->rows);
  g_free (fetch);
}

static DexFuture *
fetch_fiber (gpointer user_data)
{
  Fetch *fetch = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = dex_await_boxed (dex_ref (fetch->rows), &error);
  g_autoptr (OrchKeyList) list = g_weak_ref_get (&fetch->list);
  OrchKeyListPrivate *self = list != NULL ? P (list) : NULL;

  if (self == NULL || g_error_matches (error, ORCH_ERROR, ORCH_ERROR_CANCELLED))
    return dex_future_new_true ();
  for (guint i = 0; i < fetch->keys->len; i++)
    g_hash_table_remove (self->fetched, KEY (g_array_index (fetch->keys, gint64, i)));
  if (rows == NULL)
    {
      g_debug ("Rows could not be fetched: %s", error->message);
      return dex_future_new_true ();
    }

  for (guint i = 0; i < rows->len && self->attached; i++)
    {
      g_autoptr (OrchStoreItem) item = orch_store_cache_get (self->cache, g_array_index (fetch->keys, gint64, i));
      /* A row that is gone keeps its last face until the array without it arrives. */
      if (rows->pdata[i] != NULL)
        orch_store_item_set_details (item, rows->pdata[i]);
      orch_store_cache_touch (self->cache, item);
    }
  return dex_future_new_true ();
}

static gboolean
on_fetch (gpointer user_data)
{
  OrchKeyListPrivate *self = user_data;
  Fetch *fetch = g_new0 (Fetch, 1);
  GHashTableIter iter;
  gpointer key;

  self->fetch_source = 0;
  g_weak_ref_init (&fetch->list, self->list);
  fetch->keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_hash_table_iter_init (&iter, self->wanted);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      gint64 number = (gint64) GPOINTER_TO_SIZE (key);
      g_array_append_val (fetch->keys, number);
      g_hash_table_add (self->fetched, key);
    }
  g_hash_table_remove_all (self->wanted);
  fetch->rows = ORCH_KEY_LIST_GET_CLASS (self->list)->query_rows (self->list, fetch->keys, self->fetching);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, fetch_fiber, fetch, (GDestroyNotify) fetch_free));
  return G_SOURCE_REMOVE;
}

static void
want (OrchKeyListPrivate *self, gint64 key)
{
  g_hash_table_add (self->wanted, KEY (key));
  if (self->fetch_source == 0)
    /* Before a frame is drawn, after all the positions of this one were asked for */
    self->fetch_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_fetch, self, NULL);
}

static void
want_window (OrchKeyListPrivate *self, guint position)
{
  guint first = position > WINDOW_BEFORE ? position - WINDOW_BEFORE : 0;
  guint last = MIN (position + WINDOW_AFTER, get_length (self));

  for (guint i = first; i < last; i++)
    {
      gint64 key = get_key (self, i);
      OrchStoreItem *item = orch_store_cache_peek (self->cache, key);
      if ((item == NULL || orch_store_item_get_object (item) == NULL) &&
          !g_hash_table_contains (self->fetched, KEY (key)))
        want (self, key);
    }
}

/* What is in memory may have changed in the store */
static void
refresh_items (OrchKeyListPrivate *self)
{
  g_autoptr (GArray) keys = orch_store_cache_list_keys (self->cache);

  for (guint i = 0; i < keys->len; i++)
    want (self, g_array_index (keys, gint64, i));
}

/* --- the array of keys -------------------------------------------------------------------- */

typedef struct
{
  /* owned */
  GWeakRef list;
  DexFuture *keys;
} KeysQuery;

static void
keys_query_free (KeysQuery *query)
{
  g_weak_ref_clear (&query->list);
  dex_clear (&query->keys);
  g_free (query);
}

static void
set_loading (OrchKeyListPrivate *self, gboolean loading)
{
  if (self->loading != loading)
    {
      self->loading = loading;
      g_object_notify_by_pspec (G_OBJECT (self->list), properties[PROP_LOADING]);
    }
  if (loading)
    return;
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);
  self->waiting = g_ptr_array_new_with_free_func (dex_unref);
  for (guint i = 0; i < waiting->len; i++)
    dex_promise_resolve_boolean (waiting->pdata[i], TRUE);
}

static DexFuture *
keys_fiber (gpointer user_data)
{
  KeysQuery *query = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OrchStoreKeys) keys = dex_await_boxed (dex_ref (query->keys), &error);
  g_autoptr (OrchKeyList) list = g_weak_ref_get (&query->list);
  OrchKeyListPrivate *self = list != NULL ? P (list) : NULL;

  if (self == NULL)
    return dex_future_new_true ();
  g_clear_object (&self->querying);
  if (!self->attached)
    {
      set_loading (self, FALSE);
      return dex_future_new_true ();
    }
  if (self->stale)
    {
      start_query (self);
      return dex_future_new_true ();
    }

  g_clear_error (&self->error);
  if (keys != NULL)
    apply_keys (self, keys->keys, keys->hunks);
  else
    self->error = g_steal_pointer (&error);
  if (self->stale)
    start_query (self);
  else
    set_loading (self, FALSE);
  return dex_future_new_true ();
}

static void
start_query (OrchKeyListPrivate *self)
{
  if (!self->attached)
    return;
  /* Asked by a handler of items-changed: the array is neither the old nor the new one. keys_fiber() starts it. */
  if (self->next_keys != NULL)
    {
      self->stale = TRUE;
      return;
    }
  if (self->querying != NULL)
    {
      self->stale = TRUE;
      g_cancellable_cancel (self->querying);
      return;
    }

  KeysQuery *query = g_new0 (KeysQuery, 1);
  self->stale = FALSE;
  self->querying = g_cancellable_new ();
  set_loading (self, TRUE);
  g_weak_ref_init (&query->list, self->list);
  query->keys = ORCH_KEY_LIST_GET_CLASS (self->list)->query_keys (self->list, self->keys, self->querying);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, keys_fiber, query, (GDestroyNotify) keys_query_free));
}

static gboolean
on_follow (gpointer user_data)
{
  OrchKeyListPrivate *self = user_data;

  self->follow_source = 0;
  refresh_items (self);
  /* Not to be cancelled by the next page of an import: it would never end. */
  if (self->querying != NULL)
    self->stale = TRUE;
  else
    start_query (self);
  return G_SOURCE_REMOVE;
}

static void
on_store_changed (OrchKeyList *list, guint changes)
{
  OrchKeyListPrivate *self = P (list);

  if (self->attached && (changes & self->changes) != 0 && self->follow_source == 0)
    self->follow_source = g_timeout_add (FOLLOW_MS, on_follow, self);
}

/* --- model ------------------------------------------------------------------------------ */

static GType
orch_key_list_get_item_type (GListModel *model)
{
  return ORCH_TYPE_STORE_ITEM;
}

static guint
orch_key_list_get_n_items (GListModel *model)
{
  return get_length (P (ORCH_KEY_LIST (model)));
}

static gpointer
orch_key_list_get_item (GListModel *model, guint position)
{
  OrchKeyListPrivate *self = P (ORCH_KEY_LIST (model));

  if (position >= get_length (self))
    return NULL;
  OrchStoreItem *item = orch_store_cache_get (self->cache, get_key (self, position));
  if (orch_store_item_get_object (item) == NULL)
    want_window (self, position);
  orch_store_cache_touch (self->cache, item);
  return item;
}

static void
orch_key_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = orch_key_list_get_item_type;
  iface->get_n_items = orch_key_list_get_n_items;
  iface->get_item = orch_key_list_get_item;
}

/* --- type ------------------------------------------------------------------------------- */

static void
stop (OrchKeyListPrivate *self)
{
  g_clear_handle_id (&self->fetch_source, g_source_remove);
  g_clear_handle_id (&self->follow_source, g_source_remove);
  g_cancellable_cancel (self->fetching);
  g_clear_object (&self->fetching);
  if (self->querying != NULL)
    g_cancellable_cancel (self->querying);
}

static void
orch_key_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  OrchKeyListPrivate *self = P (ORCH_KEY_LIST (object));

  switch (prop_id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, get_length (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
orch_key_list_dispose (GObject *object)
{
  OrchKeyListPrivate *self = P (ORCH_KEY_LIST (object));

  self->attached = FALSE;
  stop (self);
  forget_items (self);
  g_clear_object (&self->querying);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (orch_key_list_parent_class)->dispose (object);
}

static void
orch_key_list_finalize (GObject *object)
{
  OrchKeyListPrivate *self = P (ORCH_KEY_LIST (object));

  g_clear_pointer (&self->keys, g_array_unref);
  g_clear_pointer (&self->cache, orch_store_cache_free);
  g_clear_pointer (&self->wanted, g_hash_table_unref);
  g_clear_pointer (&self->fetched, g_hash_table_unref);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (orch_key_list_parent_class)->finalize (object);
}

static void
orch_key_list_class_init (OrchKeyListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = orch_key_list_get_property;
  object_class->dispose = orch_key_list_dispose;
  object_class->finalize = orch_key_list_finalize;

  /**
   * OrchKeyList:loading:
   *
   * Whether the array of keys is being made.
   */
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE,
                                                   G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * OrchKeyList:n-items:
   *
   * How many rows the tab and the search let through.
   */
  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0,
                                                G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
orch_key_list_init (OrchKeyList *list)
{
  OrchKeyListPrivate *self = P (list);

  self->list = list;
  self->keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->cache = orch_store_cache_new ();
  self->wanted = g_hash_table_new (NULL, NULL);
  self->fetched = g_hash_table_new (NULL, NULL);
  self->waiting = g_ptr_array_new_with_free_func (dex_unref);
}

/* --- public ----------------------------------------------------------------------------- */

gboolean
orch_key_list_get_loading (OrchKeyList *list)
{
  g_return_val_if_fail (ORCH_IS_KEY_LIST (list), FALSE);

  return P (list)->loading;
}

const GError *
orch_key_list_get_error (OrchKeyList *list)
{
  g_return_val_if_fail (ORCH_IS_KEY_LIST (list), NULL);

  return P (list)->error;
}

void
orch_key_list_detach (OrchKeyList *list)
{
  OrchKeyListPrivate *self;

  g_return_if_fail (ORCH_IS_KEY_LIST (list));
  self = P (list);
  g_return_if_fail (self->next_keys == NULL); /* not from a handler of items-changed */

  if (!self->attached)
    return;
  self->attached = FALSE;
  stop (self);

  guint length = self->keys->len;
  g_array_unref (self->keys);
  self->keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  forget_items (self);
  if (length > 0)
    tell_change (self, 0, length, 0);
}

void
orch_key_list_attach (OrchKeyList *list)
{
  OrchKeyListPrivate *self;

  g_return_if_fail (ORCH_IS_KEY_LIST (list));
  self = P (list);

  if (self->attached)
    return;
  self->attached = TRUE;
  self->fetching = g_cancellable_new ();
  start_query (self);
}

DexFuture *
orch_key_list_when_loaded (OrchKeyList *list)
{
  OrchKeyListPrivate *self;

  g_return_val_if_fail (ORCH_IS_KEY_LIST (list), NULL);

  self = P (list);
  if (!self->loading && self->follow_source == 0)
    return dex_future_new_true ();
  DexPromise *promise = dex_promise_new ();
  g_ptr_array_add (self->waiting, dex_ref (promise));
  return DEX_FUTURE (promise);
}

void
orch_key_list_set_up (OrchKeyList *list, OrchStore *store, guint changes)
{
  OrchKeyListPrivate *self;

  g_return_if_fail (ORCH_IS_KEY_LIST (list));
  g_return_if_fail (ORCH_IS_STORE (store));

  self = P (list);
  self->store = g_object_ref (store);
  self->changes = changes;
  g_signal_connect_object (store, "changed", G_CALLBACK (on_store_changed), list, G_CONNECT_SWAPPED);
  orch_key_list_attach (list);
}

OrchStore *
orch_key_list_get_store (OrchKeyList *list)
{
  return P (list)->store;
}

void
orch_key_list_query (OrchKeyList *list)
{
  start_query (P (list));
}
