/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What is said of a patient and of a field of theirs. A health insurance number is masked unless it was asked for. Any thread;
 * strings are translated.
 */
#pragma once

#include "core/orch-patient.h"

G_BEGIN_DECLS

/** orch_patient_text_dup_name: Returns: (transfer full): "Gagnon, Zoé"; never empty */
char *orch_patient_text_dup_name (OrchPatient *patient);
/** orch_patient_text_dup_nam: @nam: (nullable): %NULL = "". Returns: (transfer full): "GAGZ •••• ••••", or the whole number when @shown */
char *orch_patient_text_dup_nam (const char *nam, gboolean shown);
const char *orch_patient_text_get_field (OrchPatientField field);
/** orch_patient_text_dup_value: @value: (nullable) of @field. Returns: (transfer full): never empty */
char *orch_patient_text_dup_value (OrchPatientField field, const char *value, gboolean shown);

G_END_DECLS
