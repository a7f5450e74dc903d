/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-key-list.h. While a new array replaces the old one, the model is what orch-key-change.h says, so that a handler that looks
 * sees exactly what it was told. GTK keeps some two hundred rows of widgets: they change a few at a time (orch-key-turn.h).
 */
#include "orch-key-list.h"

#include "orch-key-kept.h"
#include "orch-key-turn.h"
#include "orch-store-query.h"

#define WINDOW_BEFORE 40
#define WINDOW_AFTER 80
#define FOLLOW_MS 60 /* an import commits many pages a second: the list follows it at this pace */
#define READ_MS 100  /* that a change waits for the rows that it brings */

typedef struct
{
  /* borrowed */
  OrchKeyList *list; /* whose this is */

  /* owned */
  OrchStore *store;
  GArray *keys;          /* gint64: while they become others, the next ones */
  OrchKeyChange *change; /* (nullable): while they become others */
  OrchKeyKept *kept;     /* (nullable): meanwhile, where the items in sight stay */
  OrchKeyRows *rows;
  GCancellable *querying; /* (nullable): of the query that runs */
  GPtrArray *waiting;     /* DexPromise: orch_key_list_when_loaded() */
  GError *error;          /* (nullable) */

  guint changes; /* OrchStoreChanges */
  gboolean attached;
  gboolean loading;
  gboolean stale;   /* the query that runs is no longer the one wanted */
  gboolean telling; /* items-changed is being emitted */
  gboolean other;   /* the order or the search is another than that of what is shown */
  gboolean mixed;   /* a change was given up half-way: a key may be there twice */
  guint n_items;
  OrchKeySight sight;
  guint read_source; /* a change waits for the rows that it brings */
  guint follow_source;
  guint ask_source; /* rows were left, and nobody has asked for others yet */
} OrchKeyListPrivate;

enum
{
  PROP_LOADING = 1,
  PROP_N_ITEMS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void orch_key_list_model_init (GListModelInterface *iface);
static void set_loading (OrchKeyListPrivate *self, gboolean loading);
static void start_query (OrchKeyListPrivate *self);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (OrchKeyList, orch_key_list, G_TYPE_OBJECT,
                                  G_ADD_PRIVATE (OrchKeyList)
                                      G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, orch_key_list_model_init))

#define P(self) ((OrchKeyListPrivate *) orch_key_list_get_instance_private (self))

/* --- positions -------------------------------------------------------------------------- */

static guint
get_length (OrchKeyListPrivate *self)
{
  return self->change != NULL ? orch_key_change_get_length (self->change) : self->keys->len;
}

static gint64
get_key (OrchKeyListPrivate *self, guint position)
{
  if (self->change != NULL)
    return orch_key_change_get_key (self->change, position);
  return g_array_index (self->keys, gint64, position);
}

static void
tell_change (OrchKeyListPrivate *self, guint position, guint removed, guint added)
{
  self->telling = TRUE;
  g_list_model_items_changed (G_LIST_MODEL (self->list), position, removed, added);
  self->telling = FALSE;
  guint length = get_length (self);
  if (length != self->n_items)
    {
      self->n_items = length;
      g_object_notify_by_pspec (G_OBJECT (self->list), properties[PROP_N_ITEMS]);
    }
}

static void
end_change (OrchKeyListPrivate *self)
{
  g_clear_pointer (&self->change, orch_key_change_free);
  g_clear_pointer (&self->kept, orch_key_kept_free);
  if (self->stale)
    start_query (self);
  else
    set_loading (self, FALSE);
}

static gboolean
on_step (gpointer data, guint *left)
{
  OrchKeyListPrivate *self = data;
  /* Whoever is told may let the list go. */
  g_autoptr (OrchKeyList) list = g_object_ref (self->list);

  /* What shows the count is told once, at the end. */
  g_object_freeze_notify (G_OBJECT (list));
  while (self->change != NULL && (*left > 0 || orch_key_change_is_over (self->change)))
    {
      const guint before = orch_key_turn_get_looks ();
      guint position = 0;
      guint removed = 0;
      guint added = 0;
      guint cost = 0;

      if (!orch_key_change_step (self->change, (*left + ORCH_KEY_TURN_ROW - 1) / ORCH_KEY_TURN_ROW, &position, &removed,
                                 &added, &cost))
        {
          end_change (self);
          break;
        }
      const guint kept =
          cost > 0 && self->kept != NULL ? orch_key_kept_put (self->kept, self->change, position, removed, added) : 0;
      const guint gone =
          orch_key_rows_count_shown (self->rows, self->change, cost > 0 ? removed - MIN (kept, removed) : 0);

      if (removed > kept || added > kept)
        tell_change (self, position + kept, removed - kept, added - kept);
      cost = (kept + MAX (gone, orch_key_turn_get_looks () - before)) * ORCH_KEY_TURN_ROW;
      *left -= MIN (*left, MAX (cost, 1));
    }
  g_object_thaw_notify (G_OBJECT (list));
  return self->change != NULL;
}

static void
begin_change (gpointer data)
{
  OrchKeyListPrivate *self = data;

  g_clear_handle_id (&self->read_source, g_source_remove);
  orch_key_turn_add (on_step, self, FALSE);
}

static void
apply_keys (OrchKeyListPrivate *self, GArray *keys, GArray *hunks)
{
  g_autoptr (GArray) old_keys = g_steal_pointer (&self->keys);
  const gboolean keeps = self->other && old_keys->len > 0 && ORCH_KEY_LIST_GET_CLASS (self->list)->keeps_items;

  self->keys = g_array_ref (keys);
  self->kept = keeps ? orch_key_kept_new (self->rows, old_keys, &self->sight) : NULL;
  self->change = orch_key_change_new (old_keys, keys, self->mixed || keeps ? NULL : hunks, &self->sight);
  self->other = FALSE;
  self->mixed = FALSE;
  if (keeps && orch_key_kept_want (self->kept, keys))
    self->read_source = g_timeout_add_once (READ_MS, begin_change, self);
  else
    begin_change (self);
}

static void
on_read (OrchKeyListPrivate *self)
{
  if (self->read_source != 0)
    begin_change (self);
}

/* What is half-way stays as it is. */
static void
give_up_change (OrchKeyListPrivate *self)
{
  if (self->change == NULL)
    return;
  g_clear_handle_id (&self->read_source, g_source_remove);
  orch_key_turn_remove (on_step, self);
  g_clear_pointer (&self->kept, orch_key_kept_free);
  g_array_unref (self->keys);
  self->keys = orch_key_change_dup_keys (self->change);
  self->mixed = TRUE;
  g_clear_pointer (&self->change, orch_key_change_free);
}

static void
want_window (OrchKeyListPrivate *self, guint position)
{
  guint first = position > WINDOW_BEFORE ? position - WINDOW_BEFORE : 0;
  guint last = MIN (position + WINDOW_AFTER, get_length (self));

  for (guint i = first; i < last; i++)
    orch_key_rows_want (self->rows, get_key (self, i));
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
    {
      self->error = g_steal_pointer (&error);
      end_change (self);
    }
  return dex_future_new_true ();
}

static void
start_query (OrchKeyListPrivate *self)
{
  if (!self->attached)
    return;
  g_clear_handle_id (&self->ask_source, g_source_remove);
  /* Asked by a handler of items-changed, which knows of no other change: end_change() starts it. */
  if (self->telling)
    {
      self->stale = TRUE;
      return;
    }
  give_up_change (self);
  if (self->querying != NULL)
    {
      self->stale = TRUE;
      g_cancellable_cancel (self->querying);
      return;
    }

  KeysQuery *query = g_new0 (KeysQuery, 1);
  /* Arrays that hold a key twice cannot be compared. */
  g_autoptr (GArray) shown = self->mixed ? g_array_new (FALSE, FALSE, sizeof (gint64)) : g_array_ref (self->keys);
  self->stale = FALSE;
  self->querying = g_cancellable_new ();
  set_loading (self, TRUE);
  g_weak_ref_init (&query->list, self->list);
  query->keys = ORCH_KEY_LIST_GET_CLASS (self->list)->query_keys (self->list, shown, self->querying);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, keys_fiber, query, (GDestroyNotify) keys_query_free));
}

static gboolean
on_follow (gpointer user_data)
{
  OrchKeyListPrivate *self = user_data;

  self->follow_source = 0;
  orch_key_rows_refresh (self->rows);
  /* Not to be cancelled by the next page of an import: it would never end. */
  if (self->querying != NULL || self->change != NULL)
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
  orch_key_turn_look ();
  orch_key_sight_note (&self->sight, position);
  OrchStoreItem *item = self->kept != NULL ? orch_key_kept_get (self->kept, self->change, position) : NULL;
  if (item == NULL)
    item = orch_store_cache_get (orch_key_rows_get_cache (self->rows), get_key (self, position));
  if (orch_store_item_get_object (item) == NULL)
    want_window (self, position);
  orch_store_cache_touch (orch_key_rows_get_cache (self->rows), item);
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
  g_clear_handle_id (&self->follow_source, g_source_remove);
  g_clear_handle_id (&self->ask_source, g_source_remove);
  give_up_change (self);
  orch_key_rows_stop (self->rows);
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
  orch_key_rows_forget (self->rows);
  g_clear_object (&self->querying);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (orch_key_list_parent_class)->dispose (object);
}

static void
orch_key_list_finalize (GObject *object)
{
  OrchKeyListPrivate *self = P (ORCH_KEY_LIST (object));

  g_clear_pointer (&self->keys, g_array_unref);
  g_clear_object (&self->rows);
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
  self->rows = orch_key_rows_new (list);
  g_signal_connect_swapped (self->rows, "read", G_CALLBACK (on_read), self);
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

static void
on_ask (gpointer list)
{
  P (list)->ask_source = 0;
  orch_key_list_query (list);
}

void
orch_key_list_leave (OrchKeyList *list)
{
  OrchKeyListPrivate *self;
  guint gone = 0;

  g_return_if_fail (ORCH_IS_KEY_LIST (list));
  self = P (list);
  g_return_if_fail (!self->telling); /* not from a handler of items-changed */

  if (!self->attached)
    return;
  give_up_change (self);
  gone = orch_key_sight_leave (&self->sight, self->keys->len);
  if (gone > 0)
    {
      g_autoptr (GArray) before = g_steal_pointer (&self->keys);

      self->keys = g_array_remove_range (g_array_copy (before), 0, gone);
      /* How many there are is told when it is known. */
      self->telling = TRUE;
      g_list_model_items_changed (G_LIST_MODEL (list), 0, gone, 0);
      self->telling = FALSE;
    }
  /* Others are asked for in this turn, as a rule. A query that runs compares with what is no longer there. */
  if (self->querying != NULL)
    orch_key_list_query (list);
  else if ((gone > 0 || self->mixed) && self->ask_source == 0)
    {
      self->ask_source = g_timeout_add_once (0, on_ask, list);
      set_loading (self, TRUE);
    }
}

void
orch_key_list_detach (OrchKeyList *list)
{
  OrchKeyListPrivate *self;

  g_return_if_fail (ORCH_IS_KEY_LIST (list));
  self = P (list);
  g_return_if_fail (!self->telling); /* not from a handler of items-changed */

  if (!self->attached)
    return;
  self->attached = FALSE;
  stop (self);

  guint length = self->keys->len;
  g_array_unref (self->keys);
  self->keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->mixed = FALSE;
  orch_key_rows_forget (self->rows);
  if (length > 0)
    tell_change (self, 0, length, 0);
  if (self->querying == NULL)
    set_loading (self, FALSE);
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
  orch_key_rows_start (self->rows);
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
  P (list)->other = TRUE;
  if (ORCH_KEY_LIST_GET_CLASS (list)->rows_tell_query)
    orch_key_rows_refresh (P (list)->rows);
  start_query (P (list));
}
