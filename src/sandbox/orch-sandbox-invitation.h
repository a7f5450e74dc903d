/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Invitations to the portal: the operation $portal-invitation, the life of a code, and the Task that tells of it. Of the code
 * only an HMAC is kept. Main thread.
 */
#pragma once

#include "orch-sandbox-access.h"
#include "orch-sandbox-reply.h"
#include "orch-sandbox-store.h"

G_BEGIN_DECLS

#define ORCH_SANDBOX_INVITATION_ATTEMPTS 6

typedef enum
{
  ORCH_SANDBOX_INVITATION_GOOD = 0,
  ORCH_SANDBOX_INVITATION_MALFORMED, /* not a letter and six digits: no attempt */
  ORCH_SANDBOX_INVITATION_WRONG,
  ORCH_SANDBOX_INVITATION_DEAD, /* used, revoked, expired, or guessed too often: just now perhaps */
} OrchSandboxInvitationCheck;

/**
 * orch_sandbox_invitation_operate: Patient/[id]/$portal-invitation
 * @id: of the patient
 * @parameters: (nullable): the body
 */
OrchSandboxReply *orch_sandbox_invitation_operate (OrchSandboxStore *store, const OrchSandboxAccess *access,
                                                   const char *id, JsonObject *parameters);
/** orch_sandbox_invitation_expire: those whose time has come say so; called before anything is answered */
void orch_sandbox_invitation_expire (OrchSandboxStore *store);

/** orch_sandbox_invitation_by_link: @link: what the e-mail's address holds. Returns: (transfer full) (nullable): the id of its Task, dead or alive */
char *orch_sandbox_invitation_by_link (OrchSandboxStore *store, const char *link);
/** orch_sandbox_invitation_of: Returns: (transfer full) (nullable): the id of the Task of the living invitation of @patient (Patient/id) */
char *orch_sandbox_invitation_of (OrchSandboxStore *store, const char *patient);
/** orch_sandbox_invitation_try: an attempt with @code as typed; the sixth wrong one kills it */
OrchSandboxInvitationCheck orch_sandbox_invitation_try (OrchSandboxStore *store, const char *task, const char *code);
/** orch_sandbox_invitation_get: Returns: whether it lives; @patient, @person, @language: (out) (transfer full) (optional) */
gboolean orch_sandbox_invitation_get (OrchSandboxStore *store, const char *task, char **patient, char **person,
                                      char **language);
/** orch_sandbox_invitation_end: it lives no more; @status, @state: (nullable): what the Task says, %NULL when it says so already */
void orch_sandbox_invitation_end (OrchSandboxStore *store, const char *task, const char *status, const char *state);

/** orch_sandbox_invitation_set_sms: @mode: "ok", "failed", "uncertain" or "queued"; ok sends what is queued. Returns: whether there is such a mode */
gboolean orch_sandbox_invitation_set_sms (OrchSandboxStore *store, const char *mode);

G_END_DECLS
