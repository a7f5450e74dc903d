/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-key-kept.h.
 */
#include "orch-key-kept.h"

struct _OrchKeyKept
{
  /* owned */
  OrchKeyRows *rows;
  GPtrArray *items; /* OrchStoreItem (nullable) */

  guint from; /* where the first of them stood */
};

static void
unref_item (gpointer item)
{
  g_clear_object (&item);
}

OrchKeyKept *
orch_key_kept_new (OrchKeyRows *rows, GArray *keys, const OrchKeySight *sight)
{
  OrchKeyKept *self = g_new0 (OrchKeyKept, 1);

  self->rows = g_object_ref (rows);
  self->from = sight->first;
  self->items = g_ptr_array_new_with_free_func (unref_item);
  for (guint i = sight->first; i < MIN (sight->last + 1, keys->len); i++)
    {
      OrchStoreItem *item = orch_store_cache_peek (orch_key_rows_get_cache (rows), g_array_index (keys, gint64, i));

      g_ptr_array_add (self->items, item != NULL ? g_object_ref (item) : NULL);
    }
  return self;
}

void
orch_key_kept_free (OrchKeyKept *self)
{
  g_ptr_array_unref (self->items);
  g_object_unref (self->rows);
  g_free (self);
}

gboolean
orch_key_kept_want (OrchKeyKept *self, GArray *keys)
{
  gboolean missing = FALSE;

  for (guint i = self->from; i < MIN (self->from + self->items->len, keys->len); i++)
    missing |= orch_key_rows_want (self->rows, g_array_index (keys, gint64, i));
  return missing;
}

static OrchStoreItem *
get_item (OrchKeyKept *self, guint old)
{
  return old >= self->from && old - self->from < self->items->len ? g_ptr_array_index (self->items, old - self->from)
                                                                  : NULL;
}

/* The item of the row @key may still stand where that row was: it gets the row that is to come there first, and so on. */
static void
let_go (OrchKeyKept *self, OrchKeyChange *change, gint64 key)
{
  OrchStoreCache *cache = orch_key_rows_get_cache (self->rows);
  guint at = 0;
  gint64 next = 0;

  for (guint i = 0; i < self->items->len; i++)
    {
      OrchStoreItem *item = orch_store_cache_peek (cache, key);

      if (item == NULL || !g_ptr_array_find (self->items, item, &at) ||
          !orch_key_change_get_next (change, self->from + at, &next) || next == key)
        return;
      orch_store_cache_put (cache, item, next);
    }
}

OrchStoreItem *
orch_key_kept_get (OrchKeyKept *self, OrchKeyChange *change, guint position)
{
  const guint old = orch_key_change_get_old (change, position);
  OrchStoreItem *item = NULL;

  if (old == G_MAXUINT)
    let_go (self, change, orch_key_change_get_key (change, position));
  else
    item = get_item (self, old);
  return item != NULL ? g_object_ref (item) : NULL;
}

guint
orch_key_kept_put (OrchKeyKept *self, OrchKeyChange *change, guint position, guint removed, guint added)
{
  const guint old = orch_key_change_get_cut (change) - removed;
  guint n = 0;

  for (; n < MIN (removed, added); n++)
    {
      OrchStoreItem *item = get_item (self, old + n);

      if (item == NULL)
        break;
      orch_store_cache_put (orch_key_rows_get_cache (self->rows), item, orch_key_change_get_key (change, position + n));
      orch_key_rows_want (self->rows, orch_store_item_get_key (item));
    }
  return n;
}
