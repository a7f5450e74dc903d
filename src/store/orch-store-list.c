/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-store-list.h.
 */
#include "orch-store-list.h"

#include "core/orch-text.h"
#include "orch-store-query.h"

struct _OrchStoreList
{
  OrchKeyList parent_instance;

  /* owned */
  char *search; /* folded */

  OrchStoreKind kind;
  OrchStoreTab tab;
  OrchStoreSort sort;
  gboolean descending;
};

G_DEFINE_FINAL_TYPE (OrchStoreList, orch_store_list, ORCH_TYPE_KEY_LIST)

/* --- vfuncs ----------------------------------------------------------------------------- */

static DexFuture *
orch_store_list_query_keys (OrchKeyList *list, GArray *shown, GCancellable *cancellable)
{
  OrchStoreList *self = ORCH_STORE_LIST (list);

  return orch_store_query_keys (orch_key_list_get_store (list), self->kind, self->tab, self->search, self->sort,
                                self->descending, shown, cancellable);
}

static DexFuture *
orch_store_list_query_rows (OrchKeyList *list, GArray *keys, GCancellable *cancellable)
{
  OrchStoreList *self = ORCH_STORE_LIST (list);

  return orch_store_query_rows (orch_key_list_get_store (list), self->kind, keys, cancellable);
}

/* --- type ------------------------------------------------------------------------------- */

static void
orch_store_list_finalize (GObject *object)
{
  OrchStoreList *self = ORCH_STORE_LIST (object);

  g_clear_pointer (&self->search, g_free);

  G_OBJECT_CLASS (orch_store_list_parent_class)->finalize (object);
}

static void
orch_store_list_class_init (OrchStoreListClass *klass)
{
  OrchKeyListClass *list_class = ORCH_KEY_LIST_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = orch_store_list_finalize;
  list_class->keeps_items = TRUE;
  list_class->query_keys = orch_store_list_query_keys;
  list_class->query_rows = orch_store_list_query_rows;
}

static void
orch_store_list_init (OrchStoreList *self)
{
  self->search = g_strdup ("");
}

/* --- public ----------------------------------------------------------------------------- */

OrchStoreList *
orch_store_list_new (OrchStore *store, OrchStoreKind kind)
{
  g_return_val_if_fail (ORCH_IS_STORE (store), NULL);
  g_return_val_if_fail (ORCH_STORE_KIND_IS_DIRECTORY (kind), NULL);

  OrchStoreList *self = g_object_new (ORCH_TYPE_STORE_LIST, NULL);
  self->kind = kind;
  orch_key_list_set_up (ORCH_KEY_LIST (self), store,
                        kind == ORCH_STORE_STAFF ? ORCH_STORE_CHANGED_STAFF : ORCH_STORE_CHANGED_SERVICES);
  return self;
}

void
orch_store_list_leave (OrchStoreList *self)
{
  g_return_if_fail (ORCH_IS_STORE_LIST (self));

  orch_key_list_leave (ORCH_KEY_LIST (self));
}

void
orch_store_list_set_tab (OrchStoreList *self, OrchStoreTab tab)
{
  g_return_if_fail (ORCH_IS_STORE_LIST (self));
  g_return_if_fail (tab <= ORCH_STORE_TAB_NEEDS_TYPE);

  if (self->tab == tab)
    return;
  self->tab = tab;
  orch_key_list_query (ORCH_KEY_LIST (self));
}

void
orch_store_list_set_search (OrchStoreList *self, const char *text)
{
  g_autofree char *folded = NULL;

  g_return_if_fail (ORCH_IS_STORE_LIST (self));

  folded = orch_text_fold (text);
  if (g_str_equal (self->search, folded))
    return;
  g_free (self->search);
  self->search = g_steal_pointer (&folded);
  orch_key_list_query (ORCH_KEY_LIST (self));
}

void
orch_store_list_set_sort (OrchStoreList *self, OrchStoreSort sort, gboolean descending)
{
  g_return_if_fail (ORCH_IS_STORE_LIST (self));
  g_return_if_fail (sort <= ORCH_STORE_SORT_STATE);

  if (self->sort == sort && !self->descending == !descending)
    return;
  self->sort = sort;
  self->descending = descending;
  orch_key_list_query (ORCH_KEY_LIST (self));
}

gboolean
orch_store_list_get_loading (OrchStoreList *self)
{
  g_return_val_if_fail (ORCH_IS_STORE_LIST (self), FALSE);

  return orch_key_list_get_loading (ORCH_KEY_LIST (self));
}

const GError *
orch_store_list_get_error (OrchStoreList *self)
{
  g_return_val_if_fail (ORCH_IS_STORE_LIST (self), NULL);

  return orch_key_list_get_error (ORCH_KEY_LIST (self));
}

void
orch_store_list_detach (OrchStoreList *self)
{
  g_return_if_fail (ORCH_IS_STORE_LIST (self));

  orch_key_list_detach (ORCH_KEY_LIST (self));
}

void
orch_store_list_attach (OrchStoreList *self)
{
  g_return_if_fail (ORCH_IS_STORE_LIST (self));

  orch_key_list_attach (ORCH_KEY_LIST (self));
}

DexFuture *
orch_store_list_when_loaded (OrchStoreList *self)
{
  g_return_val_if_fail (ORCH_IS_STORE_LIST (self), NULL);

  return orch_key_list_when_loaded (ORCH_KEY_LIST (self));
}
