/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The hub and the portal of the patients: accounts, invitations. As the person who acts; main thread; every call is a fiber.
 * Source: hub/README.md (Secure messages, Invitation).
 */
#pragma once

#include "core/orch-invitation-code.h"
#include "core/orch-patient.h"
#include "core/orch-portal-account.h"
#include "orch-hub.h"

G_BEGIN_DECLS

/** orch_hub_put_account: @patient: with its hub id; an account that is not there yet is made. What others wrote in it stays. Returns: (transfer full): a
 * future of #OrchHubRow */
DexFuture *orch_hub_put_account (OrchHub *self, const char *clinic_hub_id, OrchPortalAccount *account,
                                 OrchPatient *patient);

/** OrchHubInvitation: what the hub answered: the code is in it once, and nowhere else */
#define ORCH_TYPE_HUB_INVITATION (orch_hub_invitation_get_type ())
G_DECLARE_FINAL_TYPE (OrchHubInvitation, orch_hub_invitation, ORCH, HUB_INVITATION, GObject)

OrchPortalInvitation *orch_hub_invitation_get_invitation (OrchHubInvitation *self);
OrchInvitationCode *orch_hub_invitation_get_code (OrchHubInvitation *self); /* (nullable): an SMS carries it */

/**
 * orch_hub_invite:
 * @patient_hub_id: the patient is on the hub, and so is the account, validated
 * @phone: (nullable): of an SMS
 *
 * Asks for a new code; those before it die.
 *
 * Returns: (transfer full): a future of #OrchHubInvitation; UNSUPPORTED: this hub does not offer it; INVALID with the hub's words, REFUSED, OFFLINE…
 */
DexFuture *orch_hub_invite (OrchHub *self, const char *patient_hub_id, OrchInvitationChannel channel,
                            const char *language, const char *phone);
/** orch_hub_revoke_invitation: Returns: (transfer full): a future of #OrchPortalInvitation, as it is then */
DexFuture *orch_hub_revoke_invitation (OrchHub *self, OrchPortalInvitation *invitation);

G_END_DECLS
