/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The fields of a patient's identity: all required, each with what is wrong of it once it was left, and what is to be looked at in the
 * health insurance number. Main thread. Source: product.md §4.
 *
 * Signal "edited": a field changed.
 */
#pragma once

#include <gtk/gtk.h>

#include "core/orch-patient-identity.h"

G_BEGIN_DECLS

#define ORCH_TYPE_IDENTITY_FORM (orch_identity_form_get_type ())
G_DECLARE_FINAL_TYPE (OrchIdentityForm, orch_identity_form, ORCH, IDENTITY_FORM, GtkWidget)

/** orch_identity_form_set_patient: @patient: (nullable): empties it. What came filled in and is wrong is said at once */
void orch_identity_form_set_patient (OrchIdentityForm *self, OrchPatient *patient);
/** orch_identity_form_dup_patient: Returns: (transfer full): as typed, with the ids and the revision of the one that was set */
OrchPatient *orch_identity_form_dup_patient (OrchIdentityForm *self);
/** orch_identity_form_restore: @typed: what was typed before, over the one that is set */
void orch_identity_form_restore (OrchIdentityForm *self, OrchPatient *typed);
/** orch_identity_form_is_edited: Returns: whether anything differs from the one that was set */
gboolean orch_identity_form_is_edited (OrchIdentityForm *self);
gboolean orch_identity_form_is_complete (OrchIdentityForm *self);
/** orch_identity_form_show_problems: says all that is wrong, and goes to the first. Returns: whether nothing is */
gboolean orch_identity_form_show_problems (OrchIdentityForm *self);

G_END_DECLS
