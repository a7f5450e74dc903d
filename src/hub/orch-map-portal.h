/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to hub/) The account of a patient on the portal and the invitations to it, as FHIR, and back. Pure; any thread.
 * Source: hub/README.md (Secure messages).
 */
#pragma once

#include <json-glib/json-glib.h>

#include "core/orch-invitation-code.h"
#include "core/orch-patient.h"
#include "core/orch-portal-account.h"

G_BEGIN_DECLS

#define ORCH_MAP_PART_ACCOUNT "account" /* orch_map_derive_id() of the patient's id */
#define ORCH_HUB_ACCOUNT_SYSTEM ORCH_HUB_BASE "/identifier/portal-account"

/** orch_map_account: @patient: with its hub id. Returns: (transfer full): a Person */
JsonObject *orch_map_account (OrchPortalAccount *account, OrchPatient *patient, const char *clinic_reference);
/** orch_map_account_from: Returns: (transfer full) (nullable): %NULL when it is no account of a patient */
OrchPortalAccount *orch_map_account_from (JsonObject *person);

/** orch_map_invitation_from: Returns: (transfer full) (nullable): %NULL when the Task is no invitation */
OrchPortalInvitation *orch_map_invitation_from (JsonObject *task);
/** orch_map_invitation_ask: @phone: (nullable). Returns: (transfer full): the Parameters of the operation */
JsonObject *orch_map_invitation_ask (OrchInvitationChannel channel, const char *language, const char *phone);
/** orch_map_invitation_revoke: Returns: (transfer full): @task with its state revoked */
JsonObject *orch_map_invitation_revoke (JsonObject *task);
/** orch_map_invitation_answer: of the operation. @code: (out) (nullable): none for an SMS. Returns: (transfer full) (nullable): %NULL when it cannot be understood */
OrchPortalInvitation *orch_map_invitation_answer (JsonObject *parameters, OrchInvitationCode **code);

G_END_DECLS
