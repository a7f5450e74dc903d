/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Staff and services from a CSV file, for clinics without an EMR: the preview of good and bad rows before anything is kept.
 * Immutable; parsed on any thread. Comma, semicolon or tab; UTF-8 (with or without BOM), else Windows-1252; a header row names the
 * columns in French or English, in any order. Source: product.md §1 step 4.
 */
#pragma once

#include <gio/gio.h>

#include "orch-import-run.h"

G_BEGIN_DECLS

#define ORCH_TYPE_CSV_IMPORT (orch_csv_import_get_type ())
G_DECLARE_FINAL_TYPE (OrchCsvImport, orch_csv_import, ORCH, CSV_IMPORT, GObject)

#define ORCH_CSV_MAX_BYTES (8 * 1024 * 1024)
#define ORCH_CSV_MAX_ROWS 20000

/** OrchCsvFault: what is wrong with one row or the file */
typedef enum
{
  ORCH_CSV_NO_NAME = 0,
  ORCH_CSV_NO_LICENCE,
  ORCH_CSV_LICENCE_TWICE,
  ORCH_CSV_NAME_TWICE,
  ORCH_CSV_BAD_DURATION,
  ORCH_CSV_TOO_FEW_COLUMNS,
  ORCH_CSV_BAD_QUOTES,
} OrchCsvFault;

typedef struct
{
  guint line; /* 1 = the header */
  OrchCsvFault fault;
  const char *text; /* the value at fault, or the row's first cell */
} OrchCsvBadRow;

/** orch_csv_import_parse: Returns: (transfer full) (nullable): %NULL and INVALID when the file has no usable header (the message names the columns
 * wanted), is too big, or is not text */
OrchCsvImport *orch_csv_import_parse (GBytes *bytes, OrchImportKind kind, GError **error);
/** orch_csv_import_get_good: Returns: (transfer none) (element-type GObject): OrchStaffMember or OrchService, origin HAND, with fresh ids */
GPtrArray *orch_csv_import_get_good (OrchCsvImport *self);
/** orch_csv_import_get_bad: Returns: (transfer none) (array length=n) */
const OrchCsvBadRow *orch_csv_import_get_bad (OrchCsvImport *self, guint *n);

G_END_DECLS
