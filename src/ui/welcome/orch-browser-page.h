/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Waits while the person signs in through the system's browser; shows the address to copy when no browser opens. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-activation.h"

G_BEGIN_DECLS

#define ORCH_TYPE_BROWSER_PAGE (orch_browser_page_get_type ())
G_DECLARE_FINAL_TYPE (OrchBrowserPage, orch_browser_page, ORCH, BROWSER_PAGE, AdwNavigationPage)

/* Signal "signed-in": the browser has come back */

/** orch_browser_page_new: opens the browser as soon as the page is shown, gives up when it is left */
AdwNavigationPage *orch_browser_page_new (OrchActivation *activation);

G_END_DECLS
