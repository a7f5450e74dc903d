/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A stand-in for the store's items, and for what its lists of keys have in common, over an array. Main thread.
 */
#pragma once

#include "store/orch-key-list.h"

G_BEGIN_DECLS

/** fake_store_item_new: @patient, @service, @staff: (nullable): each is referenced */
OrchStoreItem *fake_store_item_new (gint64 key, gpointer object, gpointer patient, gpointer service, gpointer staff);
/** fake_store_item_set_object: the row was written again */
void fake_store_item_set_object (OrchStoreItem *self, gpointer object);
/** fake_store_item_become: another order put another row there: its key, and its object once that is read (nullable) */
void fake_store_item_become (OrchStoreItem *self, gint64 key, gpointer object);

/** FakeListFilter: whether @object is among what @list shows */
typedef gboolean (*FakeListFilter) (gpointer list, gpointer object);

/** fake_list_set_up: @items: (element-type OrchStoreItem): a reference is taken: whoever changes it calls fake_list_refresh() */
void fake_list_set_up (gpointer list, GPtrArray *items, FakeListFilter filter);
/** fake_list_set_error: @error: (nullable): copied */
void fake_list_set_error (gpointer list, const GError *error);
void fake_list_refresh (gpointer list);

G_END_DECLS
