/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Chooses the local PIN or passphrase of the person on this workstation. Main thread. Source: security.md 6.
 */
#pragma once

#include <adwaita.h>

#include "session/orch-session.h"

G_BEGIN_DECLS

#define ORCH_TYPE_PIN_PAGE (orch_pin_page_get_type ())
G_DECLARE_FINAL_TYPE (OrchPinPage, orch_pin_page, ORCH, PIN_PAGE, AdwNavigationPage)

/* Signal "chosen": orch_session_choose_pin() has resolved */

AdwNavigationPage *orch_pin_page_new (OrchSession *session);
/** orch_pin_page_show_fault: what came after the PIN did not succeed */
void orch_pin_page_show_fault (OrchPinPage *self, const char *text);

G_END_DECLS
