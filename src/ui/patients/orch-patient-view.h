/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One patient, or somebody new: the state of their account and what to do about it, the identity with what is wrong of each field, the
 * tick that it was checked. Main thread. Source: seeds/messaging-article.txt, product.md §4.
 *
 * Action used: "patients.open" (string id) of an ancestor: shows another patient instead.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_PATIENT_VIEW (orch_patient_view_get_type ())
G_DECLARE_FINAL_TYPE (OrchPatientView, orch_patient_view, ORCH, PATIENT_VIEW, AdwNavigationPage)

/** orch_patient_view_new: @patient: (nullable): somebody new */
AdwNavigationPage *orch_patient_view_new (OrchEngine *engine, OrchPatientCase *patient);

/** orch_patient_view_dup_unsaved: Returns: (transfer full) (nullable): what was typed and not saved */
OrchPatient *orch_patient_view_dup_unsaved (OrchPatientView *self);
/** orch_patient_view_set_unsaved: @typed: of orch_patient_view_dup_unsaved() */
void orch_patient_view_set_unsaved (OrchPatientView *self, OrchPatient *typed);
const char *orch_patient_view_get_id (OrchPatientView *self); /* (nullable): somebody new */

G_END_DECLS
