/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A ticket to the platform support: what was asked, and how far it is. Immutable; any thread. What the person wrote is with the
 * hub, not here. Source: product.md §2, hub.md (alert or ticket), emr-facts F4.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** OrchTicketReason: on the hub by its code */
typedef enum
{
  ORCH_TICKET_SUPPORT = 0, /* "support" */
  ORCH_TICKET_EMR_CHANGE,  /* "emr-change" */
  ORCH_TICKET_REPORTS,     /* "reports" */
} OrchTicketReason;

#define ORCH_N_TICKET_REASONS (ORCH_TICKET_REPORTS + 1)

typedef enum
{
  ORCH_TICKET_WAITS = 0, /* for the hub to answer */
  ORCH_TICKET_SENT,      /* the hub has it */
  ORCH_TICKET_RECEIVED,  /* by the support */
  ORCH_TICKET_REFUSED,   /* by the hub: it can be tried again from the list of what waits */
} OrchTicketState;

/** OrchTicketText: of the form */
typedef struct
{
  OrchTicketReason reason;
  const char *description; /* what happened, in the person's words */
  const char *contact;     /* how to reach them */
  const char *diagnostic;  /* (nullable): as it was shown to them; %NULL when they keep it */
} OrchTicketText;

typedef struct
{
  const char *id;     /* our UUID */
  const char *number; /* what is told on the telephone, and what the hub has with it; made of the id */
  OrchTicketReason reason;
  gint64 created; /* µs since 1970 */
  OrchTicketState state;
} OrchTicketFields;

#define ORCH_TYPE_TICKET (orch_ticket_get_type ())
G_DECLARE_FINAL_TYPE (OrchTicket, orch_ticket, ORCH, TICKET, GObject)

/** orch_ticket_new: @fields: its number is not looked at */
OrchTicket *orch_ticket_new (const OrchTicketFields *fields);
const OrchTicketFields *orch_ticket_get_fields (OrchTicket *self);

/** orch_ticket_reason_get_code: Returns: (transfer none): what the hub calls it */
const char *orch_ticket_reason_get_code (OrchTicketReason reason);
/** orch_ticket_reason_from_code: unknown or %NULL: SUPPORT */
OrchTicketReason orch_ticket_reason_from_code (const char *code);

/** orch_ticket_holds_nam: whether a health insurance number is in @text: a word of four letters and eight digits, spaces and dashes between
 * them ignored. What is written for the support must hold none */
gboolean orch_ticket_holds_nam (const char *text);

G_END_DECLS
