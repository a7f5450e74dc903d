/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One position of an OrchKeyList: there at once, its object a moment later. Bind to "object" through an expression or
 * notify::object. Made by the list; main thread.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define ORCH_TYPE_STORE_ITEM (orch_store_item_get_type ())
G_DECLARE_FINAL_TYPE (OrchStoreItem, orch_store_item, ORCH, STORE_ITEM, GObject)

/** orch_store_item_get_object: Returns: (transfer none) (nullable): an #OrchStaffMember, #OrchService or #OrchAppointment; %NULL while it is
 * fetched, and when the list is detached */
gpointer orch_store_item_get_object (OrchStoreItem *self);

/** orch_store_item_get_patient: of an appointment; Returns: (transfer none) (nullable): an #OrchPatient; they change when "object" does */
gpointer orch_store_item_get_patient (OrchStoreItem *self);
/** orch_store_item_get_service: the same: an #OrchService */
gpointer orch_store_item_get_service (OrchStoreItem *self);
/** orch_store_item_get_staff: the same: an #OrchStaffMember */
gpointer orch_store_item_get_staff (OrchStoreItem *self);

/** orch_store_item_get_key: the row's number in the store; the same row is always the same key. Notified: where another order or search puts
 * another row, the item that is shown there may become that row's */
gint64 orch_store_item_get_key (OrchStoreItem *self);

G_END_DECLS
