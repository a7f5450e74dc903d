/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The ticket form: what happened, how to reach the person, and the diagnostic, shown whole before it goes. Sent through the outbox, so
 * offline too. Closes when the session locks. Main thread. Source: product.md §2, emr-facts F4.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_TICKET_DIALOG (orch_ticket_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OrchTicketDialog, orch_ticket_dialog, ORCH, TICKET_DIALOG, AdwDialog)

/** orch_ticket_dialog_new: @begun: (nullable): what was being written when the lock closed the one before. Signal "sent" */
AdwDialog *orch_ticket_dialog_new (OrchEngine *engine, const char *begun);
/** orch_ticket_dialog_dup_begun: Returns: (transfer full) (nullable): what is written and not sent, of a dialog that the lock closes */
char *orch_ticket_dialog_dup_begun (OrchTicketDialog *self);

const char *orch_ticket_text_get_reason (OrchTicketReason reason);
/** orch_ticket_text_dup_state: Returns: (transfer full): when it was written, and how far it is */
char *orch_ticket_text_dup_state (OrchTicket *ticket);

G_END_DECLS
