/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The actions every window of the application has, with their keys: preferences, shortcuts, help, about, quit. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

/*
 * app.preferences  Ctrl+,   app.shortcuts  Ctrl+?   app.help  F1   app.about   app.quit  Ctrl+Q
 * app.help-page (s)  a page of the help: the branch of an error, orch_error_get_branch ()
 * app.get-help (s)  the support guide where an error leads: its nick, orch_error_get_nick (), then maybe "/" and the page of the help about it
 * app.diagnostic (s)  what may be told to the support about it
 * window.close  Ctrl+W
 */

/** orch_shell_add_actions: at startup, and again when another engine takes the place of this one; the style follows the preferences
 * from here on. What is typed is on disk before app.quit quits. */
void orch_shell_add_actions (GtkApplication *application, OrchEngine *engine);

G_END_DECLS
