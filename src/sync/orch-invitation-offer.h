/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A code that was just made for a patient, to be handed over: it exists here and nowhere else, and goes with this object. Immutable; any
 * thread. Source: product.md §4, security.md 14.
 */
#pragma once

#include "core/orch-invitation-code.h"
#include "core/orch-portal-invitation.h"

G_BEGIN_DECLS

#define ORCH_TYPE_INVITATION_OFFER (orch_invitation_offer_get_type ())
G_DECLARE_FINAL_TYPE (OrchInvitationOffer, orch_invitation_offer, ORCH, INVITATION_OFFER, GObject)

/** orch_invitation_offer_new: @code: (nullable): an SMS carries it; @portal: (nullable): the address of the patients' page, when the hub tells it */
OrchInvitationOffer *orch_invitation_offer_new (OrchPortalInvitation *invitation, OrchInvitationCode *code,
                                                const char *portal);
OrchPortalInvitation *orch_invitation_offer_get_invitation (OrchInvitationOffer *self);
OrchInvitationCode *orch_invitation_offer_get_code (OrchInvitationOffer *self); /* (nullable) */
const char *orch_invitation_offer_get_portal (OrchInvitationOffer *self);       /* (nullable) */

G_END_DECLS
