/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to emr/) The folder into which an EMR's exports are put: which file of it counts, and what is in that once nobody writes it any more. In fibers, main thread.
 */
#pragma once

#include <gio/gio.h>

#include "core/orch-file-map.h"

G_BEGIN_DECLS

/** OrchFolderFile: a file as it was when it was looked at */
typedef struct
{
  char *name;
  gint64 size;
  gint64 changed_us; /* the later of its contents' time and its own: a copy may keep the first */
} OrchFolderFile;

void orch_folder_file_free (OrchFolderFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchFolderFile, orch_folder_file_free)

/** orch_folder_file_dup_mark: Returns: (transfer full): what tells this state of the file from any other */
char *orch_folder_file_dup_mark (const OrchFolderFile *self);

/** orch_file_folder_is_temporary: whether a file of that name is somebody's work in progress: "~$x.csv", ".x", "x.csv.part", "x.tmp" */
gboolean orch_file_folder_is_temporary (const char *name);

/** orch_file_folder_await_newest: the newest file that @map means. Returns: (transfer full) (nullable): ORCH_ERROR_FILE with what to do */
OrchFolderFile *orch_file_folder_await_newest (const char *folder, OrchFileMap *map, GError **error);

/** orch_file_folder_await_contents: waits until it no longer grows. @file: (inout): as it was when it was read. Returns: (transfer full) (nullable): ORCH_ERROR_FILE, CANCELLED */
GBytes *orch_file_folder_await_contents (const char *folder, OrchFolderFile **file, GCancellable *cancellable,
                                         GError **error);

G_END_DECLS
