/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A patient with what this clinic knows of their account on the portal. Immutable; any thread.
 */
#pragma once

#include "core/orch-patient.h"
#include "core/orch-portal-account.h"

G_BEGIN_DECLS

#define ORCH_TYPE_PATIENT_CASE (orch_patient_case_get_type ())
G_DECLARE_FINAL_TYPE (OrchPatientCase, orch_patient_case, ORCH, PATIENT_CASE, GObject)

/** orch_patient_case_new: @account, @invitation: (nullable): the last one; @unsent: something of the patient or the account waits for the hub */
OrchPatientCase *orch_patient_case_new (OrchPatient *patient, OrchPortalAccount *account,
                                        OrchPortalInvitation *invitation, gboolean unsent);
OrchPatient *orch_patient_case_get_patient (OrchPatientCase *self);
const OrchPatientFields *orch_patient_case_get_fields (OrchPatientCase *self);
OrchPortalAccount *orch_patient_case_get_account (OrchPatientCase *self);       /* (nullable) */
OrchPortalInvitation *orch_patient_case_get_invitation (OrchPatientCase *self); /* (nullable) */
gboolean orch_patient_case_is_unsent (OrchPatientCase *self);
/** orch_patient_case_get_badge: @limit: completed years that are still too few */
OrchAccountBadge orch_patient_case_get_badge (OrchPatientCase *self, guint limit, gint64 now_us);

G_END_DECLS
