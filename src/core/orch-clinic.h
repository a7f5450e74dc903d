/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The clinic: what steps 1 to 3 of the wizard ask, and the Clinic page edits. Immutable; any thread.
 * Source: seeds/wizard-guide.txt (Votre clinique, Fournisseur de rendez-vous, Fournisseur de DMÉ).
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ORCH_CLINIC_NAME_MAX 200              /* characters; seeds/wizard-guide.txt */
#define ORCH_LOGO_MAX_BYTES (5 * 1000 * 1000) /* "5 mo"; seeds/wizard-guide.txt */

#define ORCH_TYPE_CLINIC (orch_clinic_get_type ())
G_DECLARE_FINAL_TYPE (OrchClinic, orch_clinic, ORCH, CLINIC, GObject)

/** OrchClinicFields: every string (nullable); copied by orch_clinic_new(), "" as %NULL, providers sorted */
typedef struct
{
  const char *id; /* our UUID, lower case */
  const char *name;
  const char *street; /* Adresse */
  const char *office; /* Bureau (optional) */
  const char *city;
  const char *province;         /* "QC" */
  const char *postal_code;      /* "G1G 1G1" */
  const char *phone;            /* E.164 once valid, else as typed */
  const char *extension;        /* Poste (optional): digits */
  GBytes *logo;                 /* encoded image, metadata stripped */
  const char *logo_type;        /* "image/png", "image/jpeg", "image/gif" */
  const char *const *providers; /* ticked appointment providers, codes, NULL-terminated */
  const char *emr_vendor;       /* catalogue code, "none" = standalone, NULL = not chosen */
  const char *hub_emr_vendor;   /* what the hub knows; locked when not NULL */
  const char *hub_id;           /* the server's Organization id, NULL until known */
  const char *hub_version;      /* opaque */
} OrchClinicFields;

/** OrchClinicField: what may be missing or wrong, in the order of the page */
typedef enum
{
  ORCH_CLINIC_FIELD_NAME = 0,
  ORCH_CLINIC_FIELD_STREET,
  ORCH_CLINIC_FIELD_OFFICE,
  ORCH_CLINIC_FIELD_CITY,
  ORCH_CLINIC_FIELD_PROVINCE,
  ORCH_CLINIC_FIELD_POSTAL_CODE,
  ORCH_CLINIC_FIELD_PHONE,
  ORCH_CLINIC_FIELD_EXTENSION,
  ORCH_CLINIC_FIELD_LOGO,
} OrchClinicField;

#define ORCH_N_CLINIC_FIELDS (ORCH_CLINIC_FIELD_LOGO + 1)

typedef enum
{
  ORCH_FIELD_OK = 0,
  ORCH_FIELD_MISSING,
  ORCH_FIELD_TOO_LONG,
  ORCH_FIELD_MALFORMED,
} OrchFieldState;

OrchClinic *orch_clinic_new (const OrchClinicFields *fields);

/** orch_clinic_get_fields: Returns: (transfer none): all fields, borrowed from @self; copy the struct and change it to make a new clinic */
const OrchClinicFields *orch_clinic_get_fields (OrchClinic *self);

const char *orch_clinic_get_id (OrchClinic *self);
const char *orch_clinic_get_name (OrchClinic *self);

/** orch_clinic_check_field: Returns: the state of one field; optional fields are OK when empty */
OrchFieldState orch_clinic_check_field (OrchClinic *self, OrchClinicField field);

/** orch_clinic_is_identified: Returns: whether step 1 is complete: every required field valid, optional ones valid or empty */
gboolean orch_clinic_is_identified (OrchClinic *self);

gboolean orch_clinic_has_provider (OrchClinic *self, const char *code);

/** orch_clinic_equal: every field, the logo by content */
gboolean orch_clinic_equal (OrchClinic *a, OrchClinic *b);

/** orch_clinic_has_emr: whether there is a medical record to bring things from; a clinic of one's own (standalone) has none. @self may be NULL. */
gboolean orch_clinic_has_emr (OrchClinic *self);

G_END_DECLS
