/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The identity of a patient: what the clinic must know before it says that it checked it, what is wrong of each field, who may be the
 * same person twice, and what finds them. Pure; any thread. Source: product.md §4, emr-facts E4.
 */
#pragma once

#include "orch-nam.h"
#include "orch-patient.h"

G_BEGIN_DECLS

/** OrchIdentityField: all required, in the order of the page */
typedef enum
{
  ORCH_IDENTITY_FAMILY = 0,
  ORCH_IDENTITY_GIVEN,
  ORCH_IDENTITY_BIRTH_DATE,
  ORCH_IDENTITY_SEX,
  ORCH_IDENTITY_NAM,
  ORCH_IDENTITY_STREET,
  ORCH_IDENTITY_CITY,
  ORCH_IDENTITY_PROVINCE,
  ORCH_IDENTITY_POSTAL_CODE,
  ORCH_IDENTITY_PHONE,
  ORCH_IDENTITY_EMAIL,
} OrchIdentityField;

#define ORCH_N_IDENTITY_FIELDS (ORCH_IDENTITY_EMAIL + 1)

typedef enum
{
  ORCH_IDENTITY_GOOD = 0,
  ORCH_IDENTITY_MISSING,
  ORCH_IDENTITY_MALFORMED,
  ORCH_IDENTITY_FUTURE,  /* a birth date */
  ORCH_IDENTITY_TOO_OLD, /* a birth date: more than 130 years */
} OrchIdentityProblem;

typedef struct
{
  OrchIdentityProblem problems[ORCH_N_IDENTITY_FIELDS];
  OrchNamFlags warnings; /* of a NAM without a problem: to be looked at; nothing is stopped by them */
} OrchIdentityCheck;

/** orch_identity_check: @fields: as typed; @now_us: for what is in the future, in Montréal; @check: (out caller-allocates) */
void orch_identity_check (const OrchPatientFields *fields, gint64 now_us, OrchIdentityCheck *check);
gboolean orch_identity_is_complete (const OrchIdentityCheck *check);

/** orch_email_is_valid: enough to catch a slip: one @, no space, a domain with a dot. @email: (nullable) */
gboolean orch_email_is_valid (const char *email);

/** OrchDuplicate: why two patients may be one */
typedef enum
{
  ORCH_DUPLICATE_NONE = 0,
  ORCH_DUPLICATE_NAM,  /* the same number */
  ORCH_DUPLICATE_NAME, /* the same name, whatever its accents, and the same birth date */
} OrchDuplicate;

/** orch_patient_find_duplicate: of two records with different ids */
OrchDuplicate orch_patient_find_duplicate (const OrchPatientFields *a, const OrchPatientFields *b);

/** orch_patient_search_text: Returns: (transfer full): folded: names, NAM and phone number without spaces, birth date, the EMR's number, e-mail */
char *orch_patient_search_text (const OrchPatientFields *fields);
/** orch_patient_search_terms: @typed: names, or a NAM, a birth date or a phone number in any writing. Returns: (transfer full): what must all be in
 * orch_patient_search_text(); empty finds everybody */
GStrv orch_patient_search_terms (const char *typed);

G_END_DECLS
