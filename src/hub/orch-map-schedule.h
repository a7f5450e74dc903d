/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to hub/) Patients, availability and appointments as FHIR, and back. Pure; any thread. Source: hub/README.md.
 */
#pragma once

#include <json-glib/json-glib.h>

#include "core/orch-appointment.h"
#include "core/orch-patient.h"
#include "core/orch-schedule.h"
#include "core/orch-slot.h"
#include "orch-hub-links.h"

G_BEGIN_DECLS

/** OrchMapContext: what is said the same way in every resource; all borrowed */
typedef struct
{
  const char *vendor;           /* (nullable) code of the EMR */
  const char *clinic_reference; /* "Organization/…" */
  OrchHubLinks *links;          /* (nullable) */
} OrchMapContext;

JsonObject *orch_map_patient (OrchPatient *patient, const OrchMapContext *context);
JsonObject *orch_map_schedule (OrchSchedule *schedule, const OrchMapContext *context);
JsonObject *orch_map_slot (OrchSlot *slot, const OrchMapContext *context);
JsonObject *orch_map_appointment (OrchAppointment *appointment, const OrchMapContext *context);

/* Returns: (transfer full) (nullable): with hub_id, and our id when it is one of ours; %NULL when it cannot be read, or has no EMR id (a patient: nor ours) */
OrchPatient *orch_map_patient_from (JsonObject *patient);
OrchSchedule *orch_map_schedule_from (JsonObject *schedule);
OrchSlot *orch_map_slot_from (JsonObject *slot);
OrchAppointment *orch_map_appointment_from (JsonObject *appointment);

G_END_DECLS
