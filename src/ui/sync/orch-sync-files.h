/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The files of an EMR that is read from files: when each was read and how many rows it had; and the question whether one that is far shorter than the one before is
 * right. Nothing for any other EMR. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-sync.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SYNC_FILES (orch_sync_files_get_type ())
G_DECLARE_FINAL_TYPE (OrchSyncFiles, orch_sync_files, ORCH, SYNC_FILES, AdwBin)

/** orch_sync_files_set_sync: @sync: (nullable); @may: whether the person may say that a file is right */
void orch_sync_files_set_sync (OrchSyncFiles *self, OrchSync *sync, gboolean may);

G_END_DECLS
