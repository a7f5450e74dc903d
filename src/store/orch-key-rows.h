/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The rows of one OrchKeyList: its items, and what they show, read when somebody looks. Owned by the list. Private to store/; main thread.
 */
#pragma once

#include "orch-key-change.h"
#include "orch-key-list.h"
#include "orch-store-cache.h"

G_BEGIN_DECLS

#define ORCH_TYPE_KEY_ROWS (orch_key_rows_get_type ())
G_DECLARE_FINAL_TYPE (OrchKeyRows, orch_key_rows, ORCH, KEY_ROWS, GObject)

/* Signal "read": what was wanted before the last look at it has come, or cannot */

/** orch_key_rows_new: @list: (not owned): outlives it */
OrchKeyRows *orch_key_rows_new (OrchKeyList *list);

/** orch_key_rows_start: reads until orch_key_rows_stop() */
void orch_key_rows_start (OrchKeyRows *self);
void orch_key_rows_stop (OrchKeyRows *self);

OrchStoreCache *orch_key_rows_get_cache (OrchKeyRows *self);

/** orch_key_rows_want: has the row @key read where it is not there, before the next frame. Returns: whether it is not */
gboolean orch_key_rows_want (OrchKeyRows *self, gint64 key);
/** orch_key_rows_count_shown: Returns: how many of the last @removed rows that @change took away a widget shows */
guint orch_key_rows_count_shown (OrchKeyRows *self, OrchKeyChange *change, guint removed);
/** orch_key_rows_refresh: has all of them read again: they may have changed in the store */
void orch_key_rows_refresh (OrchKeyRows *self);
/** orch_key_rows_forget: items held elsewhere lose their object */
void orch_key_rows_forget (OrchKeyRows *self);

G_END_DECLS
