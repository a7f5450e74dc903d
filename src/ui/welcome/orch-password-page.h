/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Chooses the password of the hub's account in the app's own page: training only; otherwise the browser does it. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-activation.h"

G_BEGIN_DECLS

#define ORCH_TYPE_PASSWORD_PAGE (orch_password_page_get_type ())
G_DECLARE_FINAL_TYPE (OrchPasswordPage, orch_password_page, ORCH, PASSWORD_PAGE, AdwNavigationPage)

/* Signal "chosen": the password is chosen and the person signed in */

AdwNavigationPage *orch_password_page_new (OrchActivation *activation);

G_END_DECLS
