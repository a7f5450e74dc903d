/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Signing in to the clinic of this workstation, and choosing a PIN the first time: in the app's own form in training, in the browser
 * otherwise. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SIGN_IN_PAGE (orch_sign_in_page_get_type ())
G_DECLARE_FINAL_TYPE (OrchSignInPage, orch_sign_in_page, ORCH, SIGN_IN_PAGE, AdwBin)

/* Signal "back": the person who locked wants the lock page again */

GtkWidget *orch_sign_in_page_new (OrchEngine *engine);

G_END_DECLS
