/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-table.h. CSV as RFC 4180 has it, every text in quotation marks.
 */
#include "orch-table.h"

#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"
#define LINE_END "\r\n"

typedef struct
{
  char *title; /* (owned) */
  OrchTableKind kind;
  guint weight;
} Column;

struct _OrchTable
{
  char *title;      /* (nullable) */
  GArray *columns;  /* (element-type Column) */
  GPtrArray *cells; /* (element-type utf8): row after row */
};

static void
column_clear (gpointer data)
{
  g_free (((Column *) data)->title);
}

OrchTable *
orch_table_new (const char *title)
{
  OrchTable *self = g_new0 (OrchTable, 1);

  self->title = g_strdup (title);
  self->columns = g_array_new (FALSE, FALSE, sizeof (Column));
  g_array_set_clear_func (self->columns, column_clear);
  self->cells = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
orch_table_free (OrchTable *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->title);
  g_array_unref (self->columns);
  g_ptr_array_unref (self->cells);
  g_free (self);
}

void
orch_table_add_column (OrchTable *self, const char *title, OrchTableKind kind, guint weight)
{
  const Column column = { g_strdup (title), kind, weight };

  g_return_if_fail (self != NULL && title != NULL && weight > 0);
  g_return_if_fail (self->cells->len == 0);

  g_array_append_val (self->columns, column);
}

void
orch_table_add_row (OrchTable *self, const char *const *cells)
{
  g_return_if_fail (self != NULL && cells != NULL);

  for (guint i = 0; i < self->columns->len; i++)
    g_ptr_array_add (self->cells, g_strdup (cells[i] != NULL ? cells[i] : ""));
}

const char *
orch_table_get_title (const OrchTable *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->title;
}

guint
orch_table_get_n_columns (const OrchTable *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->columns->len;
}

const char *
orch_table_get_column (const OrchTable *self, guint column)
{
  g_return_val_if_fail (self != NULL && column < self->columns->len, "");

  return g_array_index (self->columns, Column, column).title;
}

OrchTableKind
orch_table_get_kind (const OrchTable *self, guint column)
{
  g_return_val_if_fail (self != NULL && column < self->columns->len, ORCH_TABLE_TEXT);

  return g_array_index (self->columns, Column, column).kind;
}

guint
orch_table_get_weight (const OrchTable *self, guint column)
{
  g_return_val_if_fail (self != NULL && column < self->columns->len, 1);

  return g_array_index (self->columns, Column, column).weight;
}

guint
orch_table_get_n_rows (const OrchTable *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->columns->len > 0 ? self->cells->len / self->columns->len : 0;
}

const char *
orch_table_get_cell (const OrchTable *self, guint row, guint column)
{
  g_return_val_if_fail (self != NULL && column < self->columns->len, "");
  g_return_val_if_fail (row < orch_table_get_n_rows (self), "");

  return g_ptr_array_index (self->cells, row * self->columns->len + column);
}

/* --- CSV ---------------------------------------------------------------------------------- */

/* A sign, digits, and one decimal sign at most: it cannot be anything else. */
static gboolean
is_number (const char *text)
{
  const char *digits = text + (*text == '-');
  const gsize whole = strspn (digits, "0123456789");
  const char *rest = digits + whole;

  if (whole == 0)
    return FALSE;
  return *rest == '\0' ||
         ((*rest == '.' || *rest == ',') && rest[1] != '\0' && rest[1 + strspn (rest + 1, "0123456789")] == '\0');
}

/* Also after white space, which some spreadsheets drop; the full-width signs are the same ones in East Asian versions. */
static gboolean
is_formula (const char *text)
{
  static const char *const signs[] = { "=", "+", "-", "@", "＝", "＋", "－", "＠" };

  if (*text == '\t' || *text == '\r' || *text == '\n')
    return TRUE;
  while (g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (g_str_has_prefix (text, signs[i]))
      return TRUE;
  return FALSE;
}

static void
append_cell (GString *csv, const char *text, OrchTableKind kind, char separator)
{
  if (kind == ORCH_TABLE_NUMBER && is_number (text) && strchr (text, separator) == NULL)
    {
      g_string_append (csv, text);
      return;
    }
  g_string_append_c (csv, '"');
  if (is_formula (text) && !(kind == ORCH_TABLE_NUMBER && is_number (text)))
    g_string_append_c (csv, '\'');
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *c);
    }
  g_string_append_c (csv, '"');
}

static void
append_end (GString *csv, gboolean is_last, char separator)
{
  if (is_last)
    g_string_append (csv, LINE_END);
  else
    g_string_append_c (csv, separator);
}

GBytes *
orch_table_to_csv (const OrchTable *self, char separator)
{
  GString *csv = g_string_new (BYTE_ORDER_MARK);
  guint n = 0;

  g_return_val_if_fail (self != NULL, g_string_free_to_bytes (csv));
  g_return_val_if_fail (separator == ',' || separator == ';', g_string_free_to_bytes (csv));

  n = self->columns->len;
  for (guint column = 0; column < n; column++)
    {
      append_cell (csv, orch_table_get_column (self, column), ORCH_TABLE_TEXT, separator);
      append_end (csv, column + 1 == n, separator);
    }
  for (guint row = 0; row < orch_table_get_n_rows (self); row++)
    for (guint column = 0; column < n; column++)
      {
        append_cell (csv, orch_table_get_cell (self, row, column), orch_table_get_kind (self, column), separator);
        append_end (csv, column + 1 == n, separator);
      }
  return g_string_free_to_bytes (csv);
}
