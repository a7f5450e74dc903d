/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-row-reader.h. Asking for an item makes the list fetch it; held items are filled in place.
 */
#include "orch-row-reader.h"

#include "sync/orch-engine.h"

/* A row that went never comes: what is there is enough then. */
#define PATIENCE_S 5

typedef struct
{
  /* owned */
  DexPromise *promise;
  GPtrArray *items; /* OrchStoreItem */
  GArray *keys;     /* gint64: whose rows they were when they were asked for */

  guint missing;
  guint timeout;
} Reading;

static void on_object (Reading *reading, GParamSpec *pspec, OrchStoreItem *item);

static void
finish (Reading *reading)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (GValue) value = G_VALUE_INIT;

  for (guint i = 0; i < reading->items->len; i++)
    {
      OrchStoreItem *item = g_ptr_array_index (reading->items, i);
      gpointer object = orch_store_item_get_object (item);

      g_signal_handlers_disconnect_by_func (item, on_object, reading);
      /* Another order or search may have made it another row's: that one was not asked for. */
      if (object != NULL && orch_store_item_get_key (item) == g_array_index (reading->keys, gint64, i))
        g_ptr_array_add (rows, g_object_ref (object));
    }
  g_clear_handle_id (&reading->timeout, g_source_remove);
  g_value_init (&value, G_TYPE_PTR_ARRAY);
  g_value_set_boxed (&value, rows);
  dex_promise_resolve (reading->promise, &value);
  dex_clear (&reading->promise);
  g_ptr_array_unref (reading->items);
  g_array_unref (reading->keys);
  g_free (reading);
}

static gboolean
on_patience_over (gpointer data)
{
  Reading *reading = data;

  reading->timeout = 0;
  finish (reading);
  return G_SOURCE_REMOVE;
}

static void
on_object (Reading *reading, GParamSpec *pspec, OrchStoreItem *item)
{
  if (orch_store_item_get_object (item) == NULL)
    return;
  g_signal_handlers_disconnect_by_func (item, on_object, reading);
  if (--reading->missing == 0)
    finish (reading);
}

static void
add_item (Reading *reading, GListModel *list, guint position)
{
  OrchStoreItem *item = g_list_model_get_item (list, position);
  gint64 key = 0;

  if (item == NULL)
    return;
  key = orch_store_item_get_key (item);
  g_ptr_array_add (reading->items, item);
  g_array_append_val (reading->keys, key);
  if (orch_store_item_get_object (item) != NULL)
    return;
  reading->missing++;
  g_signal_connect_swapped (item, "notify::object", G_CALLBACK (on_object), reading);
}

DexFuture *
orch_row_reader_load (GListModel *list, GtkBitset *positions)
{
  Reading *reading = NULL;
  DexFuture *future = NULL;
  GtkBitsetIter iter;
  guint position = 0;

  g_return_val_if_fail (G_IS_LIST_MODEL (list), NULL);

  reading = g_new0 (Reading, 1);
  reading->promise = dex_promise_new ();
  reading->items = g_ptr_array_new_with_free_func (g_object_unref);
  reading->keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  future = dex_ref (DEX_FUTURE (reading->promise));
  if (positions == NULL)
    for (guint i = 0; i < g_list_model_get_n_items (list); i++)
      add_item (reading, list, i);
  else if (gtk_bitset_iter_init_first (&iter, positions, &position))
    do
      add_item (reading, list, position);
    while (gtk_bitset_iter_next (&iter, &position));
  if (reading->missing == 0)
    finish (reading);
  else
    reading->timeout = g_timeout_add_seconds (PATIENCE_S, on_patience_over, reading);
  return future;
}
