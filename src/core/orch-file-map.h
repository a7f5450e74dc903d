/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Where the values of a record are in a file exported from an EMR: which file, how it is written, which column is which value. Immutable; any thread.
 * As text it is a key file, kept with the connection:
 *
 *   [file]                      [columns]
 *   name=rendez-vous_*.csv      start=Heure de début
 *   separator=;                 nam=NAM
 *   days=dmy
 */
#pragma once

#include <glib-object.h>

#include "orch-file-kind.h"
#include "orch-file-values.h"

G_BEGIN_DECLS

#define ORCH_TYPE_FILE_MAP (orch_file_map_get_type ())
G_DECLARE_FINAL_TYPE (OrchFileMap, orch_file_map, ORCH, FILE_MAP, GObject)

/** orch_file_map_new: @pattern: the file's name, "*" for what changes; @separator: ",", ";" or a tab; @columns: the heading of each value's column, by #OrchFileField,
 * %NULL where there is none; ORCH_FILE_N_FIELDS of them. What is not of @kind is left out */
OrchFileMap *orch_file_map_new (OrchFileKind kind, const char *pattern, char separator, OrchFileDays days,
                                const char *const *columns);
/** orch_file_map_parse: @text: (nullable). Returns: (transfer full) (nullable): %NULL when it is no such text */
OrchFileMap *orch_file_map_parse (OrchFileKind kind, const char *text);
char *orch_file_map_to_text (OrchFileMap *self);

OrchFileKind orch_file_map_get_kind (OrchFileMap *self);
const char *orch_file_map_get_pattern (OrchFileMap *self);
char orch_file_map_get_separator (OrchFileMap *self);
OrchFileDays orch_file_map_get_days (OrchFileMap *self);
const char *orch_file_map_get_column (OrchFileMap *self, OrchFileField field); /* (nullable) */
guint orch_file_map_get_n_columns (OrchFileMap *self);

/** orch_file_map_find_missing: Returns: whether something has to be chosen before a file can be read: the column of @field */
gboolean orch_file_map_find_missing (OrchFileMap *self, OrchFileField *field);
/** orch_file_map_is_whole: @text: (nullable). Returns: whether it is such a text, from which nothing is missing */
gboolean orch_file_map_is_whole (OrchFileKind kind, const char *text);
gboolean orch_file_map_matches (OrchFileMap *self, const char *name);

/** orch_file_map_find_places: @header: a file's first record; @places: (out): the column of each field, -1 = none, ORCH_FILE_N_FIELDS of them. Returns: (transfer none) (nullable): the
 * first heading that the file lacks */
const char *orch_file_map_find_places (OrchFileMap *self, const char *const *header, int *places);

/** orch_file_map_guess: @header: a file's first record; @columns: (out): by #OrchFileField, borrowed from @header, ORCH_FILE_N_FIELDS of them */
void orch_file_map_guess (OrchFileKind kind, const char *const *header, const char **columns);
/** orch_file_map_dup_pattern: Returns: (transfer full): @name with "*" for what looks like a date or a number of the day */
char *orch_file_map_dup_pattern (const char *name);

G_END_DECLS
