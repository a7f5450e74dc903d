/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The form of a clinic's identity, used by step 1 of the wizard and by the Clinic page: name, address, phone, logo. It holds a clinic of its own, which
 * changes with each key; a fault is shown once its field has been left. Main thread. Source: seeds/wizard-guide.txt.
 */
#pragma once

#include <gtk/gtk.h>

#include "core/orch-clinic.h"

G_BEGIN_DECLS

#define ORCH_TYPE_CLINIC_FORM (orch_clinic_form_get_type ())
G_DECLARE_FINAL_TYPE (OrchClinicForm, orch_clinic_form, ORCH, CLINIC_FORM, GtkWidget)

/* Signal "edited": the person changed something; orch_clinic_form_get_clinic() has it */

/** orch_clinic_form_get_clinic: Returns: (transfer none) (nullable): as typed, valid or not */
OrchClinic *orch_clinic_form_get_clinic (OrchClinicForm *self);
/** orch_clinic_form_set_clinic: fills the entries; what already says the same is left alone, cursor and all */
void orch_clinic_form_set_clinic (OrchClinicForm *self, OrchClinic *clinic);
/** orch_clinic_form_show_faults: shows every fault, left or not; for a Save button. Returns: whether there is none */
gboolean orch_clinic_form_show_faults (OrchClinicForm *self);

G_END_DECLS
