/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The first page, on a workstation without a clinic: the activation link, training data, joining a clinic, and what to do when no e-mail came. Main thread.
 * Source: product.md §1 (Entry).
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ORCH_TYPE_WELCOME_PAGE (orch_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (OrchWelcomePage, orch_welcome_page, ORCH, WELCOME_PAGE, AdwNavigationPage)

/*
 * Signals:
 *   "link" (const char *text)  what was typed or pasted
 *   "training"                 try with training data
 * The button to join activates "win.join".
 */

/** orch_welcome_page_show_fault: @text: (nullable): below the link; @error: (nullable): what it is about, when it is not only what was typed */
void orch_welcome_page_show_fault (OrchWelcomePage *self, const char *text, const GError *error);
/** orch_welcome_page_set_link: fills the entry */
void orch_welcome_page_set_link (OrchWelcomePage *self, const char *link);
/** orch_welcome_page_set_busy: the training environment is starting */
void orch_welcome_page_set_busy (OrchWelcomePage *self, gboolean busy);

G_END_DECLS
