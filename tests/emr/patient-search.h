/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Looking for a patient, of every connector alike.
 */
#pragma once

#include "core/orch-patient.h"
#include "emr/orch-emr.h"

G_BEGIN_DECLS

/** patient_search_check: @who: somebody of that EMR, as it was read. @by_day: whether a date of birth alone can be asked for; else it says what to give */
void patient_search_check (OrchEmr *emr, const OrchPatientFields *who, gboolean by_day);

G_END_DECLS
