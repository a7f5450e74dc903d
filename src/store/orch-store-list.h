/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Staff or services as a GListModel of OrchStoreItem, for GtkColumnView. SQL gives the ordered array of row keys on the reader
 * thread (8 bytes a row); rows are fetched in windows around what is looked at. It follows the store: after a change the new
 * array is compared with the old one and items-changed is emitted for exactly what differs, so that selection and scroll stay.
 * Main thread; owned by the page that shows it.
 */
#pragma once

#include "orch-store-item.h"
#include "orch-store.h"

G_BEGIN_DECLS

/** OrchStoreTab: a row in conflict is in ALL and CONFLICTS only */
typedef enum
{
  ORCH_STORE_TAB_ALL = 0,
  ORCH_STORE_TAB_ACTIVE,
  ORCH_STORE_TAB_INACTIVE,
  ORCH_STORE_TAB_CONFLICTS,
} OrchStoreTab;

typedef enum
{
  ORCH_STORE_SORT_NAME = 0,
  ORCH_STORE_SORT_CATEGORY, /* services: category; staff: profession */
  ORCH_STORE_SORT_DURATION, /* services; staff: licence */
  ORCH_STORE_SORT_EMR_ID,
  ORCH_STORE_SORT_PERMISSION, /* staff; services: online */
} OrchStoreSort;

#define ORCH_TYPE_STORE_LIST (orch_store_list_get_type ())
G_DECLARE_FINAL_TYPE (OrchStoreList, orch_store_list, ORCH, STORE_LIST, GObject)

/** orch_store_list_new: starts empty and loading. Properties: "loading" (boolean), "n-items" (uint), both notified */
OrchStoreList *orch_store_list_new (OrchStore *store, OrchStoreKind kind);

void orch_store_list_set_tab (OrchStoreList *self, OrchStoreTab tab);
/** orch_store_list_set_search: @text: as typed; every word must be found in name, EMR id, profession or category, accents ignored */
void orch_store_list_set_search (OrchStoreList *self, const char *text);
void orch_store_list_set_sort (OrchStoreList *self, OrchStoreSort sort, gboolean descending);

/** orch_store_list_get_loading: whether the array of keys is being made; "nothing found" is true only when this is %FALSE */
gboolean orch_store_list_get_loading (OrchStoreList *self);

/** orch_store_list_get_error: Returns: (transfer none) (nullable): why the last query failed; the rows of the one before stay */
const GError *orch_store_list_get_error (OrchStoreList *self);

/** orch_store_list_detach: the lock: the model empties, items held elsewhere lose their object, nothing is read until attach */
void orch_store_list_detach (OrchStoreList *self);
void orch_store_list_attach (OrchStoreList *self);

/** orch_store_list_when_loaded: Returns: (transfer full): a future of boolean that resolves when the list is not loading; for tests and for moving focus */
DexFuture *orch_store_list_when_loaded (OrchStoreList *self);

G_END_DECLS
