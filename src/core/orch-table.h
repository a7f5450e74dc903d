/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A list as what is shown of it: columns and rows of texts, for paper and for spreadsheets. Filled by one thread, then read by any.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  ORCH_TABLE_TEXT = 0,
  ORCH_TABLE_NUMBER, /* digits, as the person's language writes them: on the right of its column, and no formula in a spreadsheet */
} OrchTableKind;

typedef struct _OrchTable OrchTable;

/** orch_table_new: @title: (nullable): over it on paper. Returns: (transfer full) */
OrchTable *orch_table_new (const char *title);
void orch_table_free (OrchTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchTable, orch_table_free)

/** orch_table_add_column: before the first row. @weight: how much of the paper's width it gets, beside the others */
void orch_table_add_column (OrchTable *self, const char *title, OrchTableKind kind, guint weight);
/** orch_table_add_row: @cells: (nullable elements): one for each column */
void orch_table_add_row (OrchTable *self, const char *const *cells);

const char *orch_table_get_title (const OrchTable *self);
guint orch_table_get_n_columns (const OrchTable *self);
const char *orch_table_get_column (const OrchTable *self, guint column);
OrchTableKind orch_table_get_kind (const OrchTable *self, guint column);
guint orch_table_get_weight (const OrchTable *self, guint column);
guint orch_table_get_n_rows (const OrchTable *self);
/** orch_table_get_cell: Returns: (transfer none): "" where there is nothing */
const char *orch_table_get_cell (const OrchTable *self, guint row, guint column);

/** orch_table_to_csv: @separator: ; where the comma is the decimal sign. Returns: (transfer full): UTF-8 with a byte order mark, by which spreadsheets know it, and
 * a row of titles. A text that a spreadsheet would run as a formula is one no longer */
GBytes *orch_table_to_csv (const OrchTable *self, char separator);

G_END_DECLS
