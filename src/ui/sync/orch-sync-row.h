/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The rows of the page of the synchronisation: what waits for the hub, what is in conflict, what was done. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-sync-item.h"
#include "sync/orch-sync.h"

G_BEGIN_DECLS

GtkWidget *orch_sync_row_new (const char *icon, const char *title, const char *subtitle);
/** orch_sync_row_new_waiting: @may: whether the person may try again: action sync.retry, with the item's seq */
GtkWidget *orch_sync_row_new_waiting (OrchSyncItem *item, gboolean may);
/** orch_sync_row_new_conflict: activatable */
GtkWidget *orch_sync_row_new_conflict (OrchEditConflict *conflict);
/** orch_sync_row_get_conflict: Returns: (transfer none) (nullable): of a row of orch_sync_row_new_conflict() */
OrchEditConflict *orch_sync_row_get_conflict (GtkListBoxRow *row);
GtkWidget *orch_sync_row_new_run (OrchSyncRecord *run);

/** orch_sync_row_fill: puts @rows (element-type GtkWidget) in @list, and shows @group when there are some; the keyboard's focus stays in the list, or goes
 * to @fallback */
void orch_sync_row_fill (GtkWidget *group, GtkListBox *list, GPtrArray *rows, GtkWidget *fallback);
/** orch_sync_row_set_shown: when @group goes with the focus in it, @fallback takes it */
void orch_sync_row_set_shown (GtkWidget *group, gboolean shown, GtkWidget *fallback);

G_END_DECLS
