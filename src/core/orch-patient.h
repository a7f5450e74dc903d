/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A patient (« usager »): who has appointments in the clinic, or was typed by hand. Immutable; any thread. Names, NAM, birth date and sex
 * are protected: when the EMR says otherwise than we do, a person decides (product.md §3, emr-facts D4.4).
 */
#pragma once

#include <glib-object.h>

#include "orch-origin.h"

G_BEGIN_DECLS

#define ORCH_TYPE_PATIENT (orch_patient_get_type ())
G_DECLARE_FINAL_TYPE (OrchPatient, orch_patient, ORCH, PATIENT, GObject)

/** OrchPatientField: a protected field. Kept in the store: append only */
typedef enum
{
  ORCH_PATIENT_FAMILY = 1 << 0,
  ORCH_PATIENT_GIVEN = 1 << 1,
  ORCH_PATIENT_NAM = 1 << 2,
  ORCH_PATIENT_BIRTH_DATE = 1 << 3,
  ORCH_PATIENT_SEX = 1 << 4,
} OrchPatientField;

#define ORCH_PATIENT_N_PROTECTED 5

/** OrchPatientFields: strings (nullable) unless said; copied, "" as %NULL */
typedef struct
{
  const char *id;     /* our UUID: orch_record_id(); NULL in what a connector yields */
  const char *emr_id; /* (nullable) of one who was typed by hand alone */
  const char *hub_id;
  const char *family;
  const char *given;
  const char *birth_date; /* YYYY-MM-DD */
  const char *sex;        /* FHIR: male female other unknown */
  const char *nam;
  const char *phone;
  const char *email;
  const char *street; /* with the number and the apartment */
  const char *city;
  const char *province; /* two letters */
  const char *postal_code;
  OrchOrigin origin;
  gint64 revision;
} OrchPatientFields;

OrchPatient *orch_patient_new (const OrchPatientFields *fields);
const OrchPatientFields *orch_patient_get_fields (OrchPatient *self);

/** orch_patient_compare_protected: the protected fields that both have and that differ. Spaces and capitals of a NAM count for nothing;
 * accents of a name count. What one side does not have differs from nothing */
OrchPatientField orch_patient_compare_protected (OrchPatient *ours, OrchPatient *theirs);

/** orch_patient_get_protected: @field: one. Returns: (transfer none) (nullable): its value */
const char *orch_patient_get_protected (OrchPatient *self, OrchPatientField field);

/** orch_patient_settle: ours, with what it lacks, phone, email and the protected fields @taken from @theirs; no EMR tells an address. With 0 it is what an import writes.
 * Returns: (transfer full) */
OrchPatient *orch_patient_settle (OrchPatient *ours, OrchPatient *theirs, OrchPatientField taken);

/** orch_patient_same_identity: whether all that a person may type is equal: what the EMR says but its own number, and the address */
gboolean orch_patient_same_identity (OrchPatient *a, OrchPatient *b);

/** orch_patient_same_content: whether all that the EMR says is equal */
gboolean orch_patient_same_content (OrchPatient *a, OrchPatient *b);

G_END_DECLS
