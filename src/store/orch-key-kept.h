/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The items in sight while the rows of an OrchKeyList become others: they stay where they are and get the rows that come there, so that
 * a view keeps its widgets. Private to store/; main thread.
 */
#pragma once

#include "orch-key-change.h"
#include "orch-key-rows.h"

G_BEGIN_DECLS

typedef struct _OrchKeyKept OrchKeyKept;

/** orch_key_kept_new: @keys: (element-type gint64): before the change */
OrchKeyKept *orch_key_kept_new (OrchKeyRows *rows, GArray *keys, const OrchKeySight *sight);
void orch_key_kept_free (OrchKeyKept *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchKeyKept, orch_key_kept_free)

/** orch_key_kept_want: has the rows that come in sight read. @keys: after the change. Returns: whether some have yet to come */
gboolean orch_key_kept_want (OrchKeyKept *self, GArray *keys);

/** orch_key_kept_get: Returns: (transfer full) (nullable): the item that stands at @position of @change and is another row's or stays */
OrchStoreItem *orch_key_kept_get (OrchKeyKept *self, OrchKeyChange *change, guint position);

/** orch_key_kept_put: what a step of @change brought. Returns: for how many rows, the first ones, nothing need be told */
guint orch_key_kept_put (OrchKeyKept *self, OrchKeyChange *change, guint position, guint removed, guint added);

G_END_DECLS
