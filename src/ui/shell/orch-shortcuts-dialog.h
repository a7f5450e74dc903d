/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * All the keys of the program. A list of our own: AdwShortcutsDialog asks for libadwaita 1.8, and GtkShortcutsWindow does not fit in
 * 360 pixels. Main thread.
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ORCH_TYPE_SHORTCUTS_DIALOG (orch_shortcuts_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OrchShortcutsDialog, orch_shortcuts_dialog, ORCH, SHORTCUTS_DIALOG, AdwDialog)

AdwDialog *orch_shortcuts_dialog_new (void);

G_END_DECLS
