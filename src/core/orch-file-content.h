/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a file exported from an EMR holds, read by its map: core objects, and what could not be read, by line and value. Nothing is guessed: what can be meant in two
 * ways and nobody said which, is at fault. Immutable; read on any thread.
 *
 * Ids are those of the id columns. Without one they are derived: of a professional from the licence, else the name; of a service from its name; of a patient
 * from the NAM, else names and birth date; of an appointment from professional, start, patient and service. A derived id is a digest: it is
 * "d" and 24 hexadecimal digits, and says nothing of whom it is of.
 */
#pragma once

#include <gio/gio.h>

#include "orch-csv-reader.h"
#include "orch-file-directory.h"
#include "orch-file-map.h"

G_BEGIN_DECLS

#define ORCH_FILE_MAX_BYTES (32 * 1024 * 1024)
#define ORCH_FILE_MAX_ROWS 250000

/** OrchFileRefusal: why nothing of a file is read */
typedef enum
{
  ORCH_FILE_READ = 0,
  ORCH_FILE_TOO_LARGE,
  ORCH_FILE_TOO_MANY_ROWS,
  ORCH_FILE_NO_TEXT,   /* empty, or not a text file */
  ORCH_FILE_NO_HEADER, /* its first line names no columns */
  ORCH_FILE_NO_COLUMN, /* detail = the heading that is missing */
  ORCH_FILE_CUT,       /* it ends in the middle of a record: half written, or a quote is missing; detail = the line */
} OrchFileRefusal;

/** OrchFileProblem: what is wrong with one value of a row */
typedef enum
{
  ORCH_FILE_NO_VALUE = 0,
  ORCH_FILE_BAD_DAY,
  ORCH_FILE_BAD_TIME,
  ORCH_FILE_BAD_MINUTES,
  ORCH_FILE_BAD_NAM,
  ORCH_FILE_TWICE,
  ORCH_FILE_UNKNOWN_STAFF,
  ORCH_FILE_UNKNOWN_SERVICE,
  ORCH_FILE_UNKNOWN_STATUS,
} OrchFileProblem;

#define ORCH_FILE_N_PROBLEMS (ORCH_FILE_UNKNOWN_STATUS + 1)

typedef struct
{
  guint line; /* 1 = the header */
  OrchFileProblem problem;
  OrchFileField field;
  gboolean left_out; /* the row is; else it is read without that value */
  const char *text;  /* what is there; of a missing value the row's first cell */
} OrchFileFault;

#define ORCH_TYPE_FILE_CONTENT (orch_file_content_get_type ())
G_DECLARE_FINAL_TYPE (OrchFileContent, orch_file_content, ORCH, FILE_CONTENT, GObject)

/**
 * orch_file_content_read:
 * @directory: (nullable): of a file of appointments: whom and what it names; without one they are not looked for
 * @refusal: (out): why the file is not read
 * @detail: (out) (transfer full) (nullable)
 *
 * Returns: (transfer full) (nullable)
 */
OrchFileContent *orch_file_content_read (GBytes *bytes, OrchFileMap *map, OrchFileDirectory *directory,
                                         OrchFileRefusal *refusal, char **detail);

OrchFileKind orch_file_content_get_kind (OrchFileContent *self);
/** orch_file_content_get_records: Returns: (transfer none) (element-type GObject): OrchStaffMember, OrchService or OrchAppointment, in the file's order */
GPtrArray *orch_file_content_get_records (OrchFileContent *self);
/** orch_file_content_get_patients: Returns: (transfer none) (element-type OrchPatient): of appointments, each once */
GPtrArray *orch_file_content_get_patients (OrchFileContent *self);
/** orch_file_content_get_departments: Returns: (transfer none) (element-type OrchDepartment): of the staff, each once */
GPtrArray *orch_file_content_get_departments (OrchFileContent *self);
/** orch_file_content_get_faults: Returns: (transfer none) (array length=n): in the file's order */
const OrchFileFault *orch_file_content_get_faults (OrchFileContent *self, guint *n);
/** orch_file_content_get_n_rows: that say something, faulty ones too */
guint orch_file_content_get_n_rows (OrchFileContent *self);
/** orch_file_content_get_n_left_out: rows of which nothing is read */
guint orch_file_content_get_n_left_out (OrchFileContent *self);
OrchCsvEncoding orch_file_content_get_encoding (OrchFileContent *self);
/** orch_file_content_get_span: the first and the last start of its appointments. Returns: %FALSE when it has none */
gboolean orch_file_content_get_span (OrchFileContent *self, gint64 *first_us, gint64 *last_us);

G_END_DECLS
