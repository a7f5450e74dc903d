/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An invitation of a patient to the portal, as the hub tells of it: never its code. Immutable; any thread.
 * Source: hub/README.md (Secure messages), product.md §4.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** OrchInvitationState: kept in the store: append only */
typedef enum
{
  ORCH_INVITATION_QUEUED = 0, /* an SMS waits at the hub */
  ORCH_INVITATION_SENT,       /* or handed over */
  ORCH_INVITATION_UNCERTAIN,  /* the operator gave no answer: it may have arrived */
  ORCH_INVITATION_FAILED,     /* the SMS was refused */
  ORCH_INVITATION_EXHAUSTED,  /* six wrong attempts */
  ORCH_INVITATION_ACCEPTED,
  ORCH_INVITATION_EXPIRED,
  ORCH_INVITATION_REVOKED, /* by a person, or by a newer code */
} OrchInvitationState;

#define ORCH_N_INVITATION_STATES (ORCH_INVITATION_REVOKED + 1)

/** OrchInvitationChannel: kept in the store: append only */
typedef enum
{
  ORCH_INVITATION_IN_PERSON = 0,
  ORCH_INVITATION_ORAL,
  ORCH_INVITATION_SMS,
} OrchInvitationChannel;

#define ORCH_N_INVITATION_CHANNELS (ORCH_INVITATION_SMS + 1)

#define ORCH_TYPE_PORTAL_INVITATION (orch_portal_invitation_get_type ())
G_DECLARE_FINAL_TYPE (OrchPortalInvitation, orch_portal_invitation, ORCH, PORTAL_INVITATION, GObject)

/** OrchPortalInvitationFields: strings (nullable) unless said; copied, "" as %NULL */
typedef struct
{
  const char *id; /* the hub's UUID of it; never NULL */
  const char *hub_id;
  const char *hub_version;
  const char *patient_id;     /* ours */
  const char *patient_hub_id; /* when ours is not known */
  const char *language;       /* "fr", "en", "es", "ar" */
  OrchInvitationChannel channel;
  OrchInvitationState state;
  gint64 authored_us;
  gint64 expires_us; /* when the code dies; 0 = not told */
} OrchPortalInvitationFields;

OrchPortalInvitation *orch_portal_invitation_new (const OrchPortalInvitationFields *fields);
const OrchPortalInvitationFields *orch_portal_invitation_get_fields (OrchPortalInvitation *self);

/** orch_portal_invitation_waits: whether its code can still be used at @now_us */
gboolean orch_portal_invitation_waits (OrchPortalInvitation *self, gint64 now_us);
/** orch_portal_invitation_get_state: as it is at @now_us: one whose end has passed is EXPIRED, told by the hub or not */
OrchInvitationState orch_portal_invitation_get_state (OrchPortalInvitation *self, gint64 now_us);

/** orch_invitation_state_get_code: Returns: (transfer none): the code of hub/README.md */
const char *orch_invitation_state_get_code (OrchInvitationState state);
/** orch_invitation_state_from_code: Returns: an OrchInvitationState, -1 for what is none */
int orch_invitation_state_from_code (const char *code);
const char *orch_invitation_channel_get_code (OrchInvitationChannel channel);
int orch_invitation_channel_from_code (const char *code);

G_END_DECLS
