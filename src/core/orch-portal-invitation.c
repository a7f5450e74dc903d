/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-portal-invitation.h.
 */
#include "orch-portal-invitation.h"

#include "orch-fields.h"

struct _OrchPortalInvitation
{
  GObject parent_instance;

  OrchPortalInvitationFields fields; /* (owned) */
};

#define OFFSET(member) G_STRUCT_OFFSET (OrchPortalInvitationFields, member)

static const gsize string_offsets[] = { OFFSET (id),         OFFSET (hub_id),         OFFSET (hub_version),
                                        OFFSET (patient_id), OFFSET (patient_hub_id), OFFSET (language) };
static const OrchStringTable strings = { string_offsets, G_N_ELEMENTS (string_offsets) };

static const char *const state_codes[ORCH_N_INVITATION_STATES] = {
  [ORCH_INVITATION_QUEUED] = "queued",       [ORCH_INVITATION_SENT] = "sent",
  [ORCH_INVITATION_UNCERTAIN] = "uncertain", [ORCH_INVITATION_FAILED] = "failed",
  [ORCH_INVITATION_EXHAUSTED] = "exhausted", [ORCH_INVITATION_ACCEPTED] = "accepted",
  [ORCH_INVITATION_EXPIRED] = "expired",     [ORCH_INVITATION_REVOKED] = "revoked",
};

static const char *const channel_codes[ORCH_N_INVITATION_CHANNELS] = {
  [ORCH_INVITATION_IN_PERSON] = "in-person",
  [ORCH_INVITATION_ORAL] = "oral",
  [ORCH_INVITATION_SMS] = "sms",
};

G_DEFINE_FINAL_TYPE (OrchPortalInvitation, orch_portal_invitation, G_TYPE_OBJECT)

static int
find_code (const char *const *codes, guint n, const char *code)
{
  for (guint i = 0; code != NULL && i < n; i++)
    if (g_str_equal (codes[i], code))
      return (int) i;
  return -1;
}

static void
orch_portal_invitation_finalize (GObject *object)
{
  OrchPortalInvitation *self = ORCH_PORTAL_INVITATION (object);

  orch_strings_clear (&self->fields, strings);
  G_OBJECT_CLASS (orch_portal_invitation_parent_class)->finalize (object);
}

static void
orch_portal_invitation_class_init (OrchPortalInvitationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_portal_invitation_finalize;
}

static void
orch_portal_invitation_init (OrchPortalInvitation *self)
{
}

OrchPortalInvitation *
orch_portal_invitation_new (const OrchPortalInvitationFields *fields)
{
  OrchPortalInvitation *self = NULL;

  g_return_val_if_fail (fields != NULL && fields->id != NULL, NULL);

  self = g_object_new (ORCH_TYPE_PORTAL_INVITATION, NULL);
  self->fields = *fields;
  orch_strings_copy (&self->fields, strings);
  return self;
}

const OrchPortalInvitationFields *
orch_portal_invitation_get_fields (OrchPortalInvitation *self)
{
  g_return_val_if_fail (ORCH_IS_PORTAL_INVITATION (self), NULL);

  return &self->fields;
}

OrchInvitationState
orch_portal_invitation_get_state (OrchPortalInvitation *self, gint64 now_us)
{
  g_return_val_if_fail (ORCH_IS_PORTAL_INVITATION (self), ORCH_INVITATION_REVOKED);

  if (self->fields.state <= ORCH_INVITATION_UNCERTAIN && now_us >= self->fields.expires_us)
    return ORCH_INVITATION_EXPIRED;
  return self->fields.state;
}

gboolean
orch_portal_invitation_waits (OrchPortalInvitation *self, gint64 now_us)
{
  g_return_val_if_fail (ORCH_IS_PORTAL_INVITATION (self), FALSE);

  return orch_portal_invitation_get_state (self, now_us) <= ORCH_INVITATION_UNCERTAIN;
}

const char *
orch_invitation_state_get_code (OrchInvitationState state)
{
  g_return_val_if_fail ((guint) state < ORCH_N_INVITATION_STATES, NULL);

  return state_codes[state];
}

int
orch_invitation_state_from_code (const char *code)
{
  return find_code (state_codes, ORCH_N_INVITATION_STATES, code);
}

const char *
orch_invitation_channel_get_code (OrchInvitationChannel channel)
{
  g_return_val_if_fail ((guint) channel < ORCH_N_INVITATION_CHANNELS, NULL);

  return channel_codes[channel];
}

int
orch_invitation_channel_from_code (const char *code)
{
  return find_code (channel_codes, ORCH_N_INVITATION_CHANNELS, code);
}
