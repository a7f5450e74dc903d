/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-store-cache.h.
 */
#include "orch-store-cache.h"

#include "orch-store-query.h"

/* A dozen screens of rows, beside those that a view has widgets for: going back and forth reads nothing again. A week is seven lists. */
#define RECENT_MAX 256

#define KEY(key) GSIZE_TO_POINTER (key)

struct _OrchStoreCache
{
  GHashTable *items; /* key → OrchStoreItem (unowned): every one that lives */
  GQueue recent;     /* OrchStoreItem (owned): the last used at the head */
  GHashTable *links; /* key → its GList in recent */
};

static void
on_item_gone (gpointer data, GObject *was)
{
  OrchStoreCache *self = data;

  g_hash_table_remove (self->items, KEY (orch_store_item_get_key ((OrchStoreItem *) was)));
}

OrchStoreCache *
orch_store_cache_new (void)
{
  OrchStoreCache *self = g_new0 (OrchStoreCache, 1);

  self->items = g_hash_table_new (NULL, NULL);
  self->links = g_hash_table_new (NULL, NULL);
  g_queue_init (&self->recent);
  return self;
}

void
orch_store_cache_free (OrchStoreCache *self)
{
  orch_store_cache_clear (self);
  g_hash_table_unref (self->items);
  g_hash_table_unref (self->links);
  g_free (self);
}

OrchStoreItem *
orch_store_cache_get (OrchStoreCache *self, gint64 key)
{
  OrchStoreItem *item = g_hash_table_lookup (self->items, KEY (key));

  if (item != NULL)
    return g_object_ref (item);
  item = orch_store_item_new (key);
  g_hash_table_insert (self->items, KEY (key), item);
  g_object_weak_ref (G_OBJECT (item), on_item_gone, self);
  return item;
}

OrchStoreItem *
orch_store_cache_peek (OrchStoreCache *self, gint64 key)
{
  return g_hash_table_lookup (self->items, KEY (key));
}

static void
set_pair (GHashTable *table, gint64 key, gpointer value)
{
  if (value != NULL)
    g_hash_table_insert (table, KEY (key), value);
  else
    g_hash_table_remove (table, KEY (key));
}

void
orch_store_cache_put (OrchStoreCache *self, OrchStoreItem *item, gint64 key)
{
  const gint64 before = orch_store_item_get_key (item);
  OrchStoreItem *other = g_hash_table_lookup (self->items, KEY (key));
  gpointer link = g_hash_table_lookup (self->links, KEY (before));
  gpointer other_link = g_hash_table_lookup (self->links, KEY (key));

  if (other == item)
    return;
  set_pair (self->items, key, item);
  set_pair (self->items, before, other);
  set_pair (self->links, key, link);
  set_pair (self->links, before, other_link);
  orch_store_item_exchange (item, key, other);
}

void
orch_store_cache_touch (OrchStoreCache *self, OrchStoreItem *item)
{
  gpointer key = KEY (orch_store_item_get_key (item));
  GList *link = g_hash_table_lookup (self->links, key);

  if (link != NULL)
    {
      g_queue_unlink (&self->recent, link);
      g_queue_push_head_link (&self->recent, link);
      return;
    }
  g_queue_push_head (&self->recent, g_object_ref (item));
  g_hash_table_insert (self->links, key, self->recent.head);
  if (self->recent.length > RECENT_MAX)
    {
      g_autoptr (OrchStoreItem) oldest = g_queue_pop_tail (&self->recent);
      g_hash_table_remove (self->links, KEY (orch_store_item_get_key (oldest)));
    }
}

GArray *
orch_store_cache_list_keys (OrchStoreCache *self)
{
  GArray *keys = g_array_sized_new (FALSE, FALSE, sizeof (gint64), g_hash_table_size (self->items));
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      gint64 number = (gint64) GPOINTER_TO_SIZE (key);
      g_array_append_val (keys, number);
    }
  return keys;
}

void
orch_store_cache_clear (OrchStoreCache *self)
{
  GHashTableIter iter;
  OrchStoreItem *item;

  /* Losing its object tells whoever watches an item, and that may end the last hold on another. */
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func (g_object_unref);
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &item))
    {
      g_object_weak_unref (G_OBJECT (item), on_item_gone, self);
      g_ptr_array_add (held, g_object_ref (item));
    }
  g_hash_table_remove_all (self->items);
  g_hash_table_remove_all (self->links);
  g_queue_clear_full (&self->recent, g_object_unref);
  for (guint i = 0; i < held->len; i++)
    orch_store_item_set_details (held->pdata[i], NULL);
}
