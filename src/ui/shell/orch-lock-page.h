/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The lock page: the person's name, their PIN, and another way out for somebody else. Main thread. Source: security.md 3–6.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_LOCK_PAGE (orch_lock_page_get_type ())
G_DECLARE_FINAL_TYPE (OrchLockPage, orch_lock_page, ORCH, LOCK_PAGE, AdwBin)

/* Signal "other-person": somebody else wants to sign in */

GtkWidget *orch_lock_page_new (OrchEngine *engine);

G_END_DECLS
