/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * "Confirm that it is you": the PIN, before what not every passer-by may do (security.md 13). The first page of a dialog; nothing of
 * what was typed stays in it. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "session/orch-session.h"

G_BEGIN_DECLS

#define ORCH_TYPE_PIN_CONFIRM (orch_pin_confirm_get_type ())
G_DECLARE_FINAL_TYPE (OrchPinConfirm, orch_pin_confirm, ORCH, PIN_CONFIRM, GtkWidget)

/*
 * Properties: explanation  string: what is asked for, and why
 * Signal "confirmed": it is the person who is signed in
 */

void orch_pin_confirm_set_session (OrchPinConfirm *self, OrchSession *session);
/** orch_pin_confirm_get_entry: Returns: (transfer none): where the focus belongs when the dialog opens */
GtkWidget *orch_pin_confirm_get_entry (OrchPinConfirm *self);
/** orch_pin_confirm_show_fault: what should have come after "confirmed" did not: the person may try again */
void orch_pin_confirm_show_fault (OrchPinConfirm *self, const GError *error);

G_END_DECLS
