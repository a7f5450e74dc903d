/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the lists of the store have in common: a GListModel of OrchStoreItem over an ordered array of row keys (8 bytes a row) that
 * the reader thread makes and compares with the one shown; rows are fetched in windows around what is looked at. It follows the store:
 * items-changed is emitted for exactly what differs, so that selection and scroll stay. Main thread. Only the lists of store/ derive
 * from it.
 */
#pragma once

#include "orch-store-item.h"
#include "orch-store.h"

G_BEGIN_DECLS

#define ORCH_TYPE_KEY_LIST (orch_key_list_get_type ())
G_DECLARE_DERIVABLE_TYPE (OrchKeyList, orch_key_list, ORCH, KEY_LIST, GObject)

struct _OrchKeyListClass
{
  GObjectClass parent_class;

  /* What an item shows follows its "object" alone: another order or search puts other rows in the items that are seen, without
   * items-changed, which would make each widget anew. */
  gboolean keeps_items;
  /* What rows show depends on what is wanted: they are read again with each query. */
  gboolean rows_tell_query;

  /* @shown: (element-type gint64). Returns: (transfer full): a future of a boxed OrchStoreKeys */
  DexFuture *(*query_keys) (OrchKeyList *self, GArray *shown, GCancellable *cancellable);
  /* @keys: (element-type gint64). Returns: (transfer full): a future of a boxed GPtrArray of OrchStoreDetails as long as @keys */
  DexFuture *(*query_rows) (OrchKeyList *self, GArray *keys, GCancellable *cancellable);
};

/* Properties, read-only and notified: loading (gboolean), n-items (uint) */

/** orch_key_list_get_loading: whether the array of keys is being made; "nothing found" is true only when this is %FALSE */
gboolean orch_key_list_get_loading (OrchKeyList *self);

/** orch_key_list_get_error: Returns: (transfer none) (nullable): why the last query failed; the rows of the one before stay */
const GError *orch_key_list_get_error (OrchKeyList *self);

/** orch_key_list_leave: others are asked for next, and read from the first one on: the rows above those in sight go, so that a view is at its top without
 * making a row anew. The list asks again, lest it stay so */
void orch_key_list_leave (OrchKeyList *self);

/** orch_key_list_detach: the lock: the model empties, items held elsewhere lose their object, nothing is read until attach */
void orch_key_list_detach (OrchKeyList *self);
void orch_key_list_attach (OrchKeyList *self);

/** orch_key_list_when_loaded: Returns: (transfer full): a future of boolean that resolves when the list is not loading; for tests and for moving focus */
DexFuture *orch_key_list_when_loaded (OrchKeyList *self);

/* --- for those that derive from it --- */

/** orch_key_list_set_up: @changes: OrchStoreChanges that it follows */
void orch_key_list_set_up (OrchKeyList *self, OrchStore *store, guint changes);
OrchStore *orch_key_list_get_store (OrchKeyList *self);
/** orch_key_list_query: what is wanted is another: the query that runs is interrupted; what is selected should not be any more */
void orch_key_list_query (OrchKeyList *self);

G_END_DECLS
