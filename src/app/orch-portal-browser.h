/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Opens web pages with the desktop's browser, through the portal where there is one. Owned by the application; main thread.
 */
#pragma once

#include <gtk/gtk.h>

#include "fhir/orch-browser.h"

G_BEGIN_DECLS

#define ORCH_TYPE_PORTAL_BROWSER (orch_portal_browser_get_type ())
G_DECLARE_FINAL_TYPE (OrchPortalBrowser, orch_portal_browser, ORCH, PORTAL_BROWSER, GObject)

/** orch_portal_browser_new: @application: (not owned) whose active window is the parent */
OrchPortalBrowser *orch_portal_browser_new (GtkApplication *application);

G_END_DECLS
