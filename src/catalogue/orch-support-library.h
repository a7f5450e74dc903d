/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Which support guide serves: the establishment's own (support-guide.json in its folder of the catalogue), else the one built in. An
 * own one that is damaged is left aside and its fault is told. Main thread; files are read, parsed and written on threads of the pool.
 */
#pragma once

#include <libdex.h>

#include "orch-support-guide.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SUPPORT_LIBRARY (orch_support_library_get_type ())
G_DECLARE_FINAL_TYPE (OrchSupportLibrary, orch_support_library, ORCH, SUPPORT_LIBRARY, GObject)

/** orch_support_library_get_default: that of the process, over $XDG_DATA_HOME/orchestrateur/catalogue. Returns: (transfer none) */
OrchSupportLibrary *orch_support_library_get_default (void);
/** orch_support_library_new: the built-in guide serves until the establishment's is read, which begins at once. @folder: it need not exist.
 * Returns: (transfer full) */
OrchSupportLibrary *orch_support_library_new (const char *folder);
/** orch_support_library_load: Returns: (transfer full): a future boolean, resolved once the establishment's guide serves, or is left aside */
DexFuture *orch_support_library_load (OrchSupportLibrary *self);

/** orch_support_library_get_guide: Returns: (transfer none): the property "guide" */
OrchSupportGuide *orch_support_library_get_guide (OrchSupportLibrary *self);
/** orch_support_library_is_own: whether it is the establishment's */
gboolean orch_support_library_is_own (OrchSupportLibrary *self);
/** orch_support_library_get_problem: Returns: (transfer none) (nullable): why an own file was left aside */
const GError *orch_support_library_get_problem (OrchSupportLibrary *self);

/** orch_support_library_read: @path: a file, which is not kept. Returns: (transfer full): a future OrchSupportGuide: INVALID with the line and the key at
 * fault, or when it is too large; G_IO_ERROR */
DexFuture *orch_support_library_read (const char *path);
/** orch_support_library_install: keeps @guide as the establishment's, from now on and over updates; the one that served can be gone back to. Nothing changes
 * on an error. Returns: (transfer full): a future boolean; G_FILE_ERROR */
DexFuture *orch_support_library_install (OrchSupportLibrary *self, OrchSupportGuide *guide);
/** orch_support_library_has_previous: whether going back leads to another guide of the establishment; else it leads to the built-in one */
gboolean orch_support_library_has_previous (OrchSupportLibrary *self);
/** orch_support_library_go_back: the guide before serves again; the one that served is kept beside it as support-guide.json.undone. Returns: (transfer full):
 * a future boolean; G_FILE_ERROR */
DexFuture *orch_support_library_go_back (OrchSupportLibrary *self);

/** orch_support_library_add_day: a day off of the establishment, orch_support_days_add(): the guide that serves becomes its own with it.
 * Returns: (transfer full): a future boolean; INVALID, G_FILE_ERROR */
DexFuture *orch_support_library_add_day (OrchSupportLibrary *self, const char *date, const char *french,
                                         const char *english);
/** orch_support_library_remove_day: Returns: (transfer full): a future boolean; NOT_FOUND, G_FILE_ERROR */
DexFuture *orch_support_library_remove_day (OrchSupportLibrary *self, const char *date);

G_END_DECLS
