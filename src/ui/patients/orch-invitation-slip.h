/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The slip that a patient takes home: the code in large type, its letter spelled out, until when it is good, where to go, with a QR code of
 * that address alone; nothing about health, not even a name. Drawn, never written to a file. In the language of the patient, whatever the
 * program speaks. Main thread. Source: product.md §4.
 */
#pragma once

#include <gtk/gtk.h>

#include "core/orch-clinic.h"
#include "sync/orch-invitation-offer.h"

G_BEGIN_DECLS

/** OrchInvitationSlip: borrowed for the call; strings (nullable) but code and language */
typedef struct
{
  const char *language; /* "fr", "en", "es", "ar" */
  const char *clinic;
  const char *phone; /* of the clinic, as it is shown */
  OrchInvitationCode *code;
  const char *expiry; /* a date, as it is shown */
  const char *portal; /* an address */
} OrchInvitationSlip;

/** orch_invitation_slip_draw: on one page of @width × @height points. Returns: the height used */
double orch_invitation_slip_draw (const OrchInvitationSlip *slip, cairo_t *cr, double width, double height);

/** orch_invitation_slip_print: opens the print dialog over the window of @widget; one sheet. @clinic: (nullable); @offer: with its code; kept until it is printed */
void orch_invitation_slip_print (GtkWidget *widget, OrchClinic *clinic, OrchInvitationOffer *offer);

G_END_DECLS
