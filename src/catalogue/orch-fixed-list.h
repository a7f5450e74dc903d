/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A GListModel that never changes: unlike GListStore, whose look-ups move things about inside, it may be read by several threads
 * at once. Filled by its maker before anybody else sees it; then any thread.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ORCH_TYPE_FIXED_LIST (orch_fixed_list_get_type ())
G_DECLARE_FINAL_TYPE (OrchFixedList, orch_fixed_list, ORCH, FIXED_LIST, GObject)

OrchFixedList *orch_fixed_list_new (GType item_type);
/** orch_fixed_list_new_part: the @n of @items from the @from-th, without looking at each. @items: (transfer none): of GObjects of the item type; not to be
 * changed any more */
OrchFixedList *orch_fixed_list_new_part (GType item_type, GPtrArray *items, guint from, guint n);
/** orch_fixed_list_append: @item: (transfer none): a GObject of the item type; only before the list is shown to anyone, and not of a part */
void orch_fixed_list_append (OrchFixedList *self, gpointer item);

guint orch_fixed_list_get_n (OrchFixedList *self);
/** orch_fixed_list_peek: Returns: (transfer none): the item at @index, as long as the list */
gpointer orch_fixed_list_peek (OrchFixedList *self, guint index);

G_END_DECLS
