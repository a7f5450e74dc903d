/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * When the person leaves the desktop: it falls asleep, its screen locks or is handed to somebody else. The session locks with it
 * (security.md 3). What the desktop does not have says nothing. Main thread.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ORCH_TYPE_DESKTOP_WATCH (orch_desktop_watch_get_type ())
G_DECLARE_FINAL_TYPE (OrchDesktopWatch, orch_desktop_watch, ORCH, DESKTOP_WATCH, GObject)

/* Signal "left" */

OrchDesktopWatch *orch_desktop_watch_new (void);

G_END_DECLS
