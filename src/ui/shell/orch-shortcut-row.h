/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What keys do, and the keys as the language of the program names them. Main thread.
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ORCH_TYPE_SHORTCUT_ROW (orch_shortcut_row_get_type ())
G_DECLARE_FINAL_TYPE (OrchShortcutRow, orch_shortcut_row, ORCH, SHORTCUT_ROW, AdwActionRow)

/* Property: keys (string): an accelerator, "<Control>f" */

G_END_DECLS
