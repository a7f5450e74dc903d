/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Rows chosen in a list whose rows are mostly not in memory: asks for all of them at once and waits until they are there. Main thread.
 */
#pragma once

#include <gtk/gtk.h>
#include <libdex.h>

G_BEGIN_DECLS

/** orch_row_reader_load: @list: an OrchStoreList, or a selection of one; @positions: (nullable): %NULL = every row. Returns: (transfer full): a future of a
 * boxed GPtrArray of what the items hold; rows that went meanwhile, or whose place in the list another one took, are left out */
DexFuture *orch_row_reader_load (GListModel *list, GtkBitset *positions);

G_END_DECLS
