/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a file exported from an EMR may hold: staff, services or appointments, which values of each there are, and what columns
 * with these values are usually called. Pure; any thread. Source: help, page "Import from files".
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  ORCH_FILE_STAFF = 0,
  ORCH_FILE_SERVICES,
  ORCH_FILE_APPOINTMENTS,
} OrchFileKind;

#define ORCH_FILE_N_KINDS (ORCH_FILE_APPOINTMENTS + 1)

/** OrchFileField: a value of a record. Those of a person are the patient's in a file of appointments */
typedef enum
{
  ORCH_FILE_ID = 0,
  ORCH_FILE_NAME, /* of a service; of a person "family, given" */
  ORCH_FILE_FAMILY,
  ORCH_FILE_GIVEN,
  ORCH_FILE_PREFIX,
  ORCH_FILE_LICENCE,
  ORCH_FILE_PROFESSION,
  ORCH_FILE_SPECIALITY,
  ORCH_FILE_DEPARTMENT,
  ORCH_FILE_ACTIVE,
  ORCH_FILE_NAME_EN,
  ORCH_FILE_CATEGORY,
  ORCH_FILE_MINUTES,
  ORCH_FILE_DATE,
  ORCH_FILE_START,
  ORCH_FILE_END,
  ORCH_FILE_STAFF_MEMBER, /* whose appointment it is: id, licence or name */
  ORCH_FILE_SERVICE,      /* its id or name */
  ORCH_FILE_STATUS,
  ORCH_FILE_LOCATION,
  ORCH_FILE_PATIENT, /* the patient's id */
  ORCH_FILE_NAM,
  ORCH_FILE_BIRTH_DATE,
  ORCH_FILE_SEX,
  ORCH_FILE_PHONE,
  ORCH_FILE_EMAIL,
} OrchFileField;

#define ORCH_FILE_N_FIELDS (ORCH_FILE_EMAIL + 1)

/** orch_file_kind_get_nick: Returns: "staff", "services", "appointments": of the catalogue and of settings */
const char *orch_file_kind_get_nick (OrchFileKind kind);
gboolean orch_file_kind_find (const char *nick, OrchFileKind *kind);

/** orch_file_kind_get_fields: Returns: (array length=n): those a file of that kind may have, in the order of the form */
const OrchFileField *orch_file_kind_get_fields (OrchFileKind kind, guint *n);

/** orch_file_field_get_nick: stable: kept in settings */
const char *orch_file_field_get_nick (OrchFileField field);
gboolean orch_file_field_find (const char *nick, OrchFileField *field);

/** orch_file_kind_guess: @heading: of a column. Returns: whether it is what a column of @field is usually called, in French or English */
gboolean orch_file_kind_guess (OrchFileKind kind, const char *heading, OrchFileField *field);

G_END_DECLS
