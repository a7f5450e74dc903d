/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One position of an OrchStoreList: there at once, its object a moment later. Bind to "object" through an expression or
 * notify::object. Made by the list; main thread.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define ORCH_TYPE_STORE_ITEM (orch_store_item_get_type ())
G_DECLARE_FINAL_TYPE (OrchStoreItem, orch_store_item, ORCH, STORE_ITEM, GObject)

/** orch_store_item_get_object: Returns: (transfer none) (nullable): an #OrchStaffMember or #OrchService; %NULL while it is fetched, and when the list is detached */
gpointer orch_store_item_get_object (OrchStoreItem *self);

/** orch_store_item_get_key: the row's number in the store; the same row is always the same key */
gint64 orch_store_item_get_key (OrchStoreItem *self);

G_END_DECLS
