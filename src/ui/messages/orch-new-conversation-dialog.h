/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * To whom, in whose name and about what a conversation is begun; the message itself is typed in the pane. Main thread.
 * Signal "begun" (OrchConversation, string: the patient's name): the conversation as it is to be.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-message-desk.h"
#include "sync/orch-patient-desk.h"

G_BEGIN_DECLS

#define ORCH_TYPE_NEW_CONVERSATION_DIALOG (orch_new_conversation_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OrchNewConversationDialog, orch_new_conversation_dialog, ORCH, NEW_CONVERSATION_DIALOG, AdwDialog)

/** orch_new_conversation_dialog_new: @subjects: those that are usual here */
AdwDialog *orch_new_conversation_dialog_new (OrchMessageDesk *desk, OrchPatientDesk *patients,
                                             const char *const *subjects);

G_END_DECLS
