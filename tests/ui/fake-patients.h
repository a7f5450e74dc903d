/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A stand-in for the desk of the patients page: one patient for each badge. Main thread.
 */
#pragma once

#include "sync/orch-patient-desk.h"

G_BEGIN_DECLS

/** fake_patients_new: "p-0" to "p-4": in the order of OrchAccountBadge */
OrchPatientDesk *fake_patients_new (void);
/** fake_patients_set_answer: what the next acts answer; @error: (nullable): copied; %NULL = success */
void fake_patients_set_answer (OrchPatientDesk *self, const GError *error);
/** fake_patients_get_calls: Returns: the names of the calls so far, each after a space */
const char *fake_patients_get_calls (OrchPatientDesk *self);
/** fake_patients_get_saved: Returns: (nullable): the last that was saved */
OrchPatient *fake_patients_get_saved (OrchPatientDesk *self);

G_END_DECLS
