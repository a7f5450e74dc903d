/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Hands a code over: how, in which language; then the code, masked until somebody asks, with its letter spelled out and until when it is
 * good; printed, read aloud, or sent by the hub as a text message. Closes when the session locks: the code goes with it. Main thread.
 * Source: product.md §4, security.md 14.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_INVITATION_DIALOG (orch_invitation_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OrchInvitationDialog, orch_invitation_dialog, ORCH, INVITATION_DIALOG, AdwDialog)

/** orch_invitation_dialog_new: @phone: (nullable): of the patient, proposed for a text message */
AdwDialog *orch_invitation_dialog_new (OrchEngine *engine, const char *patient_id, const char *phone);

G_END_DECLS
