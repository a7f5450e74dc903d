/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to sync/) Tells when trying again may help: the machine wakes from sleep, the network changes for the better. Owned by
 * OrchSync; main thread.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ORCH_TYPE_WAKE_WATCH (orch_wake_watch_get_type ())
G_DECLARE_FINAL_TYPE (OrchWakeWatch, orch_wake_watch, ORCH, WAKE_WATCH, GObject)

/* Signal "woke": at most once a second */

OrchWakeWatch *orch_wake_watch_new (void);

G_END_DECLS
