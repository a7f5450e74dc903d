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

/** orch_ticket_dialog_new: with what the person had begun and not sent. Signal "sent" (OrchTicket) */
AdwDialog *orch_ticket_dialog_new (OrchEngine *engine);

const char *orch_ticket_text_get_reason (OrchTicketReason reason);
/** orch_ticket_text_dup_state: Returns: (transfer full): its number, when it was written, and how far it is */
char *orch_ticket_text_dup_state (OrchTicket *ticket);

G_END_DECLS
