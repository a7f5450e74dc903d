/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The one file that says, for a person, what an appointment is: its status in a word and an icon, who booked it, its patient, service and
 * professional. Main thread. Strings are translated. Source: FHIR R4 Appointment.status.
 */
#pragma once

#include "core/orch-appointment.h"
#include "sync/orch-engine.h"

G_BEGIN_DECLS

/** orch_appointment_text_get_status: Returns: (transfer none): the status in a few words; that the EMR no longer has it comes first */
const char *orch_appointment_text_get_status (OrchAppointment *appointment);
/** orch_appointment_text_get_icon: Returns: (transfer none): the name of the status' icon */
const char *orch_appointment_text_get_icon (OrchAppointment *appointment);
/** orch_appointment_text_get_style: Returns: (transfer none): a style class of icon and word: "success", "warning", "error" or "dimmed" */
const char *orch_appointment_text_get_style (OrchAppointment *appointment);
/** orch_appointment_text_get_source: Returns: (transfer none): who booked it: the EMR, or a provider's name; the code of one that the catalogue does not have */
const char *orch_appointment_text_get_source (OrchAppointment *appointment);

/** orch_appointment_text_is_of_emr: whether the clinic itself booked it, which needs no colour */
gboolean orch_appointment_text_is_of_emr (OrchAppointment *appointment);
/** orch_appointment_text_name_source: @code: (nullable): "emr", "rvsq"… Returns: (transfer none): the same, of a code */
const char *orch_appointment_text_name_source (const char *code);

/** orch_appointment_text_dup_patient: @item: of an OrchAppointmentList, fetched. Returns: (transfer full): "Gagnon, Alice" */
char *orch_appointment_text_dup_patient (OrchStoreItem *item);
/** orch_appointment_text_dup_details: Returns: (transfer full): service and professional on one line */
char *orch_appointment_text_dup_details (OrchStoreItem *item);
/** orch_appointment_text_dup_length: Returns: (transfer full): "20 min"; "" when nobody knows */
char *orch_appointment_text_dup_length (OrchAppointment *appointment);
/** orch_appointment_text_dup_spoken: Returns: (transfer full): the whole row for a screen reader */
char *orch_appointment_text_dup_spoken (OrchStoreItem *item);

G_END_DECLS
