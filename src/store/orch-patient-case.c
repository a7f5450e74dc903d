/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-patient-case.h.
 */
#include "orch-patient-case.h"

struct _OrchPatientCase
{
  GObject parent_instance;

  /* owned */
  OrchPatient *patient;
  OrchPortalAccount *account;       /* (nullable) */
  OrchPortalInvitation *invitation; /* (nullable) */

  gboolean unsent;
};

G_DEFINE_FINAL_TYPE (OrchPatientCase, orch_patient_case, G_TYPE_OBJECT)

static void
orch_patient_case_finalize (GObject *object)
{
  OrchPatientCase *self = ORCH_PATIENT_CASE (object);

  g_clear_object (&self->patient);
  g_clear_object (&self->account);
  g_clear_object (&self->invitation);
  G_OBJECT_CLASS (orch_patient_case_parent_class)->finalize (object);
}

static void
orch_patient_case_class_init (OrchPatientCaseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_patient_case_finalize;
}

static void
orch_patient_case_init (OrchPatientCase *self)
{
}

OrchPatientCase *
orch_patient_case_new (OrchPatient *patient, OrchPortalAccount *account, OrchPortalInvitation *invitation,
                       gboolean unsent)
{
  OrchPatientCase *self = NULL;

  g_return_val_if_fail (ORCH_IS_PATIENT (patient), NULL);

  self = g_object_new (ORCH_TYPE_PATIENT_CASE, NULL);
  self->patient = g_object_ref (patient);
  self->account = account != NULL ? g_object_ref (account) : NULL;
  self->invitation = invitation != NULL ? g_object_ref (invitation) : NULL;
  self->unsent = unsent;
  return self;
}

OrchPatient *
orch_patient_case_get_patient (OrchPatientCase *self)
{
  g_return_val_if_fail (ORCH_IS_PATIENT_CASE (self), NULL);

  return self->patient;
}

const OrchPatientFields *
orch_patient_case_get_fields (OrchPatientCase *self)
{
  g_return_val_if_fail (ORCH_IS_PATIENT_CASE (self), NULL);

  return orch_patient_get_fields (self->patient);
}

OrchPortalAccount *
orch_patient_case_get_account (OrchPatientCase *self)
{
  g_return_val_if_fail (ORCH_IS_PATIENT_CASE (self), NULL);

  return self->account;
}

OrchPortalInvitation *
orch_patient_case_get_invitation (OrchPatientCase *self)
{
  g_return_val_if_fail (ORCH_IS_PATIENT_CASE (self), NULL);

  return self->invitation;
}

gboolean
orch_patient_case_is_unsent (OrchPatientCase *self)
{
  g_return_val_if_fail (ORCH_IS_PATIENT_CASE (self), FALSE);

  return self->unsent;
}

OrchAccountBadge
orch_patient_case_get_badge (OrchPatientCase *self, guint limit, gint64 now_us)
{
  g_return_val_if_fail (ORCH_IS_PATIENT_CASE (self), ORCH_ACCOUNT_NOT_VALIDATED);

  return orch_account_badge (orch_patient_get_fields (self->patient)->birth_date, self->account, self->invitation,
                             limit, now_us);
}
