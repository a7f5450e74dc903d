/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-invitation-offer.h.
 */
#include "orch-invitation-offer.h"

struct _OrchInvitationOffer
{
  GObject parent_instance;

  /* owned */
  OrchPortalInvitation *invitation;
  OrchInvitationCode *code; /* (nullable) */
  char *portal;             /* (nullable) */
};

G_DEFINE_FINAL_TYPE (OrchInvitationOffer, orch_invitation_offer, G_TYPE_OBJECT)

static void
orch_invitation_offer_finalize (GObject *object)
{
  OrchInvitationOffer *self = ORCH_INVITATION_OFFER (object);

  g_clear_object (&self->invitation);
  g_clear_object (&self->code);
  g_free (self->portal);
  G_OBJECT_CLASS (orch_invitation_offer_parent_class)->finalize (object);
}

static void
orch_invitation_offer_class_init (OrchInvitationOfferClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_invitation_offer_finalize;
}

static void
orch_invitation_offer_init (OrchInvitationOffer *self)
{
}

OrchInvitationOffer *
orch_invitation_offer_new (OrchPortalInvitation *invitation, OrchInvitationCode *code, const char *portal)
{
  OrchInvitationOffer *self = NULL;

  g_return_val_if_fail (ORCH_IS_PORTAL_INVITATION (invitation), NULL);

  self = g_object_new (ORCH_TYPE_INVITATION_OFFER, NULL);
  self->invitation = g_object_ref (invitation);
  self->code = code != NULL ? g_object_ref (code) : NULL;
  self->portal = g_strdup (portal);
  return self;
}

OrchPortalInvitation *
orch_invitation_offer_get_invitation (OrchInvitationOffer *self)
{
  g_return_val_if_fail (ORCH_IS_INVITATION_OFFER (self), NULL);

  return self->invitation;
}

OrchInvitationCode *
orch_invitation_offer_get_code (OrchInvitationOffer *self)
{
  g_return_val_if_fail (ORCH_IS_INVITATION_OFFER (self), NULL);

  return self->code;
}

const char *
orch_invitation_offer_get_portal (OrchInvitationOffer *self)
{
  g_return_val_if_fail (ORCH_IS_INVITATION_OFFER (self), NULL);

  return self->portal;
}
