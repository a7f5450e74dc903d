/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Which support guide serves: the establishment's own (support-guide.json in its folder of the catalogue), else the one built in. An
 * own one that is damaged is left aside and its fault is told. Main thread.
 */
#pragma once

#include "orch-support-guide.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SUPPORT_LIBRARY (orch_support_library_get_type ())
G_DECLARE_FINAL_TYPE (OrchSupportLibrary, orch_support_library, ORCH, SUPPORT_LIBRARY, GObject)

/** orch_support_library_get_default: that of the process, over $XDG_DATA_HOME/orchestrateur/catalogue. Returns: (transfer none) */
OrchSupportLibrary *orch_support_library_get_default (void);
/** orch_support_library_new: @folder: it need not exist. Returns: (transfer full) */
OrchSupportLibrary *orch_support_library_new (const char *folder);

/** orch_support_library_get_guide: Returns: (transfer none): the property "guide" */
OrchSupportGuide *orch_support_library_get_guide (OrchSupportLibrary *self);
/** orch_support_library_is_own: whether it is the establishment's */
gboolean orch_support_library_is_own (OrchSupportLibrary *self);
/** orch_support_library_get_problem: Returns: (transfer none) (nullable): why an own file was left aside */
const GError *orch_support_library_get_problem (OrchSupportLibrary *self);

/** orch_support_library_read: @path: a file, which is not kept. Returns: (transfer full) (nullable): what it holds, unparsed; INVALID when too large */
GBytes *orch_support_library_read (const char *path, GError **error);
/** orch_support_library_install: keeps @bytes as the establishment's guide, from now on and over updates. Nothing changes on an error: INVALID with line
 * and key, or G_FILE_ERROR */
gboolean orch_support_library_install (OrchSupportLibrary *self, GBytes *bytes, GError **error);
/** orch_support_library_restore: the built-in one serves again; the establishment's is kept beside it as support-guide.json.old */
gboolean orch_support_library_restore (OrchSupportLibrary *self, GError **error);

G_END_DECLS
