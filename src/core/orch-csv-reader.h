/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Reads the records of a CSV text one after another: RFC 4180, with the separators and the encodings that spreadsheets and EMRs write in Quebec:
 * comma, semicolon or tab; UTF-8, with or without its mark, UTF-16 with its mark, else Windows-1252. Used by one thread at a time, any.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  ORCH_CSV_UTF_8 = 0,
  ORCH_CSV_UTF_16,
  ORCH_CSV_WINDOWS_1252,
} OrchCsvEncoding;

/** OrchCsvRefusal: why a file cannot be read as text at all */
typedef enum
{
  ORCH_CSV_READABLE = 0,
  ORCH_CSV_EMPTY_OR_BINARY,
  ORCH_CSV_NOT_TEXT,
} OrchCsvRefusal;

#define ORCH_CSV_CELL_MAX 500 /* characters kept of one cell */

#define ORCH_TYPE_CSV_READER (orch_csv_reader_get_type ())
G_DECLARE_FINAL_TYPE (OrchCsvReader, orch_csv_reader, ORCH, CSV_READER, GObject)

/** orch_csv_reader_new: @separator: 0 = the one that its first line has most of. Returns: (transfer full) (nullable): %NULL when @refusal says why */
OrchCsvReader *orch_csv_reader_new (GBytes *bytes, char separator, OrchCsvRefusal *refusal);

/** orch_csv_reader_next: Returns: (transfer none) (nullable) (array zero-terminated=1): the cells of the next record, cleaned, until the next call; %NULL at the end */
const char *const *orch_csv_reader_next (OrchCsvReader *self);
/* Of the record read last: */
guint orch_csv_reader_get_n_cells (OrchCsvReader *self);
guint orch_csv_reader_get_line (OrchCsvReader *self);     /* where it begins; 1 = the first */
gboolean orch_csv_reader_is_closed (OrchCsvReader *self); /* FALSE: the text ended inside its quotes */
gboolean orch_csv_reader_ends_line (OrchCsvReader *self); /* FALSE: the text ended without ending its line */
const char *orch_csv_reader_get_first (
    OrchCsvReader *self); /* (nullable): its first cell that says something; NULL: an empty record */

char orch_csv_reader_get_separator (OrchCsvReader *self);
OrchCsvEncoding orch_csv_reader_get_encoding (OrchCsvReader *self);

G_END_DECLS
