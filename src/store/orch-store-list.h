/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Staff or services as a GListModel of OrchStoreItem, for GtkColumnView: an OrchKeyList with tabs, search and sorts. Main thread;
 * owned by the page that shows it.
 */
#pragma once

#include "orch-key-list.h"

G_BEGIN_DECLS

/** OrchStoreTab: a row in conflict is in ALL and CONFLICTS only. Those after it are for services; a row is in several */
typedef enum
{
  ORCH_STORE_TAB_ALL = 0,
  ORCH_STORE_TAB_ACTIVE,
  ORCH_STORE_TAB_INACTIVE,
  ORCH_STORE_TAB_CONFLICTS,
  ORCH_STORE_TAB_EXCLUDED,
  ORCH_STORE_TAB_TO_DEFINE,
  ORCH_STORE_TAB_VANISHED,   /* "to confirm"; staff too */
  ORCH_STORE_TAB_NEEDS_TYPE, /* active without a type */
} OrchStoreTab;

typedef enum
{
  ORCH_STORE_SORT_NAME = 0,
  ORCH_STORE_SORT_CATEGORY, /* services: category; staff: profession */
  ORCH_STORE_SORT_DURATION, /* services; staff: licence */
  ORCH_STORE_SORT_EMR_ID,
  ORCH_STORE_SORT_PERMISSION,    /* staff; services: online */
  ORCH_STORE_SORT_TYPES,         /* services: how many */
  ORCH_STORE_SORT_PROFESSIONALS, /* services: how many offer it */
  ORCH_STORE_SORT_STATE, /* what asks for a decision first: in conflict, to confirm, to define, active, inactive, excluded */
} OrchStoreSort;

#define ORCH_STORE_SORT_ONLINE ORCH_STORE_SORT_PERMISSION /* services */

#define ORCH_TYPE_STORE_LIST (orch_store_list_get_type ())
G_DECLARE_FINAL_TYPE (OrchStoreList, orch_store_list, ORCH, STORE_LIST, OrchKeyList)

/** orch_store_list_new: starts empty and loading. Properties: "loading" (boolean), "n-items" (uint), both notified */
OrchStoreList *orch_store_list_new (OrchStore *store, OrchStoreKind kind);

/** orch_store_list_leave: see orch_key_list_leave(); before one of the next three */
void orch_store_list_leave (OrchStoreList *self);
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
