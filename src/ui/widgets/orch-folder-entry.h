/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The path of a folder: typed, or chosen in the desktop's own window. A GtkEditable. Main thread.
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ORCH_TYPE_FOLDER_ENTRY (orch_folder_entry_get_type ())
G_DECLARE_FINAL_TYPE (OrchFolderEntry, orch_folder_entry, ORCH, FOLDER_ENTRY, AdwBin)

/** orch_folder_entry_new: @label: what it is of, for who hears it */
GtkWidget *orch_folder_entry_new (const char *label);

G_END_DECLS
