/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the pages of services and of staff share around their tables: search, Active and Inactive tabs with counts, the records in conflict, and
 * what stands where the table would be while it loads, is empty or cannot be read. Empties itself when the session locks.
 * Main thread. Source: ux.md.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_DIRECTORY_FRAME (orch_directory_frame_get_type ())
G_DECLARE_FINAL_TYPE (OrchDirectoryFrame, orch_directory_frame, ORCH, DIRECTORY_FRAME, AdwBin)

/** OrchDirectoryWords: what the frame says of its rows; all msgids, marked with N_() */
typedef struct
{
  const char *icon_name;
  const char *placeholder; /* of the search */
  const char *none_active;
  const char *none_active_hint; /* where rows come from */
  const char *
      to_clinic; /* (nullable): no msgid: the action that opens the page Clinic, where the hint says that it is done there */
  const char *none_inactive;
} OrchDirectoryWords;

/*
 * Properties:
 *   "view"       the GtkColumnView
 *   "searching"  whether the search bar is open
 *
 * Signals:
 *   "tab"             another tab was chosen
 *   "show-conflicts"  the person asks for the records in conflict
 */

/** orch_directory_frame_set_up: once. @page: typing anywhere in it searches. @list, of what @kind counts; @words: static. */
void orch_directory_frame_set_up (OrchDirectoryFrame *self, GtkWidget *page, OrchEngine *engine, OrchImportKind kind,
                                  OrchStoreList *list, const OrchDirectoryWords *words);

/** orch_directory_frame_set_words: what is said from now on. @words: static */
void orch_directory_frame_set_words (OrchDirectoryFrame *self, const OrchDirectoryWords *words);
/** orch_directory_frame_show_tab: as if chosen by the person, who searches for nothing: what was just added can be seen */
void orch_directory_frame_show_tab (OrchDirectoryFrame *self, gboolean active);
gboolean orch_directory_frame_is_active_tab (OrchDirectoryFrame *self);
/** orch_directory_frame_sort: another order: nothing stays selected, and it is read from the top */
void orch_directory_frame_sort (OrchDirectoryFrame *self, OrchStoreSort sort, gboolean descending);
/** orch_directory_frame_search: opens the search and puts the focus there */
void orch_directory_frame_search (OrchDirectoryFrame *self);
/** orch_directory_frame_count: asks the store again how many rows each tab has */
void orch_directory_frame_count (OrchDirectoryFrame *self);

G_END_DECLS
