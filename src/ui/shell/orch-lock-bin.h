/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Shows its child only to the person who is signed in and has unlocked: otherwise the lock page, or the page to sign in. The child
 * is taken out of the widget tree meanwhile, so that nothing of it can be read (security.md 4). Used by every window that shows a
 * clinic. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_LOCK_BIN (orch_lock_bin_get_type ())
G_DECLARE_FINAL_TYPE (OrchLockBin, orch_lock_bin, ORCH, LOCK_BIN, AdwBin)

/* Properties: engine (OrchEngine), content (GtkWidget): what is hidden; open (gboolean, read-only): whether it shows */

GtkWidget *orch_lock_bin_new (OrchEngine *engine, GtkWidget *content);
gboolean orch_lock_bin_get_open (OrchLockBin *self);

G_END_DECLS
