/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to emr/) Pages of Schedule, Slot, Appointment and Patient into core objects, on a worker. Any thread.
 * Source: emr-facts E2 and D.
 */
#pragma once

#include <json-glib/json-glib.h>

#include "orch-emr-fhir-index.h"
#include "orch-emr-page.h"

G_BEGIN_DECLS

typedef enum
{
  ORCH_EMR_FHIR_SCHEDULES = 0,
  ORCH_EMR_FHIR_SLOTS,
  ORCH_EMR_FHIR_APPOINTMENTS,
  ORCH_EMR_FHIR_PATIENTS,
} OrchEmrFhirKind;

#define ORCH_EMR_FHIR_N_KINDS (ORCH_EMR_FHIR_PATIENTS + 1)

/** orch_emr_fhir_kind_get_type: Returns: (transfer none): "Schedule"… */
const char *orch_emr_fhir_kind_get_type (OrchEmrFhirKind kind);

/** OrchEmrFhirScan: what a worker is to read, and what it found missing. Owned by the job */
typedef struct
{
  OrchEmrFhirKind kind;
  gint64 from_us;
  gint64 to_us;    /* 0 = no end */
  gint64 since_us; /* 0 = all; the overlap is taken off already */
  OrchEmrFhirIndex *index;
  /* out: to be put in the index, for a page to be read again */
  GPtrArray *roles_missing; /* of strings */
  gboolean services_missing;
} OrchEmrFhirScan;

/** orch_emr_fhir_scan: one page. What the server did not narrow down is left out here: the window, and what did not change.
 * Returns: (transfer full) (nullable) */
OrchEmrPage *orch_emr_fhir_scan (GBytes *bytes, OrchEmrFhirScan *scan, GError **error);

/** orch_emr_fhir_read_appointment: one Appointment by itself, if it is in the window of @scan */
void orch_emr_fhir_read_appointment (JsonObject *appointment, const char *id, OrchEmrFhirScan *scan, GPtrArray *records,
                                     GPtrArray *unreadable);
/** orch_emr_fhir_read_patient: one Patient by itself; @id: what appointments call them */
void orch_emr_fhir_read_patient (JsonObject *patient, const char *id, GPtrArray *records, GPtrArray *unreadable);

G_END_DECLS
