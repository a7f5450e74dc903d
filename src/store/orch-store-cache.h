/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The items of one OrchStoreList: one item a row as long as anybody holds it, and the last used ones for a while longer. Private
 * to store/; main thread.
 */
#pragma once

#include "orch-store-item.h"

G_BEGIN_DECLS

typedef struct _OrchStoreCache OrchStoreCache;

OrchStoreCache *orch_store_cache_new (void);
void orch_store_cache_free (OrchStoreCache *self);

/** orch_store_cache_get: Returns: (transfer full): the item of the row @key, made when there is none */
OrchStoreItem *orch_store_cache_get (OrchStoreCache *self, gint64 key);
/** orch_store_cache_peek: Returns: (transfer none) (nullable) */
OrchStoreItem *orch_store_cache_peek (OrchStoreCache *self, gint64 key);
/** orch_store_cache_put: makes @item that of the row @key; the item that was, if any, becomes that of the row @item had */
void orch_store_cache_put (OrchStoreCache *self, OrchStoreItem *item, gint64 key);
/** orch_store_cache_touch: keeps @item for a while after its last use elsewhere */
void orch_store_cache_touch (OrchStoreCache *self, OrchStoreItem *item);
/** orch_store_cache_list_keys: Returns: (transfer full) (element-type gint64): of every item that lives */
GArray *orch_store_cache_list_keys (OrchStoreCache *self);
/** orch_store_cache_clear: forgets every item; those held elsewhere lose their object */
void orch_store_cache_clear (OrchStoreCache *self);

G_END_DECLS
