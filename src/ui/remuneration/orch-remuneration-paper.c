/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-remuneration-paper.h.
 */
#include "orch-remuneration-paper.h"

#include <glib/gi18n.h>

#include "core/orch-clock.h"
#include "orch-remuneration-text.h"
#include "ui/orch-time-text.h"

#define MAX_CELLS 11

/* One row: cells are added in the order of the columns. */
typedef struct
{
  char *cells[MAX_CELLS + 1]; /* (owned) */
  guint n;
} Row;

/* @text: (transfer full) (nullable) */
static void
row_take (Row *row, char *text)
{
  g_assert (row->n < MAX_CELLS);
  row->cells[row->n++] = text;
}

static void
row_end (Row *row, OrchTable *table)
{
  orch_table_add_row (table, (const char *const *) row->cells);
  for (guint i = 0; i < row->n; i++)
    g_clear_pointer (&row->cells[i], g_free);
  row->n = 0;
}

static void
take_number (Row *row, guint number)
{
  row_take (row, g_strdup_printf ("%u", number));
}

static void
add_numbers (OrchTable *table, gboolean compared)
{
  orch_table_add_column (table, _ ("Appointments"), ORCH_TABLE_NUMBER, 5);
  if (compared)
    {
      orch_table_add_column (table, _ ("Before"), ORCH_TABLE_NUMBER, 4);
      orch_table_add_column (table, _ ("Change"), ORCH_TABLE_NUMBER, 5);
    }
  orch_table_add_column (table, _ ("Times offered"), ORCH_TABLE_NUMBER, 4);
  orch_table_add_column (table, _ ("Free"), ORCH_TABLE_NUMBER, 4);
  orch_table_add_column (table, _ ("Hours"), ORCH_TABLE_NUMBER, 4);
}

static void
take_numbers (Row *row, const OrchRemunerationLineFields *line, gboolean compared)
{
  take_number (row, line->counts.appointments);
  if (compared)
    {
      take_number (row, line->before.appointments);
      row_take (row,
                g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) line->counts.appointments - line->before.appointments));
    }
  take_number (row, line->counts.offered);
  take_number (row, line->counts.free);
  row_take (row, orch_remuneration_text_dup_decimal (line->counts.minutes));
}

static OrchTable *
make_counted (OrchRemuneration *report)
{
  OrchTable *table = orch_table_new (_ ("Counted"));
  GPtrArray *lines = orch_remuneration_get_lines (report);
  const gboolean compared = orch_remuneration_get_before (report, NULL);
  OrchRemunerationLineFields total = { 0 };
  Row row = { 0 };

  orch_table_add_column (table, _ ("Service"), ORCH_TABLE_TEXT, 12);
  orch_table_add_column (table, _ ("Professional"), ORCH_TABLE_TEXT, 10);
  add_numbers (table, compared);
  for (guint i = 0; i < lines->len; i++)
    {
      const OrchRemunerationLineFields *line = orch_remuneration_line_get_fields (g_ptr_array_index (lines, i));

      row_take (&row, g_strdup (orch_remuneration_text_get_service (line)));
      row_take (&row, g_strdup (line->staff_name));
      take_numbers (&row, line, compared);
      row_end (&row, table);
    }
  total.counts = orch_remuneration_get_total (report, &total.before);
  row_take (&row, g_strdup (_ ("Total")));
  row_take (&row, NULL);
  take_numbers (&row, &total, compared);
  row_end (&row, table);
  return table;
}

static OrchTable *
make_left_out (OrchRemuneration *report)
{
  OrchTable *table = orch_table_new (_ ("Not counted"));
  GPtrArray *lines = orch_remuneration_get_left_out (report);
  Row row = { 0 };

  orch_table_add_column (table, _ ("Service or professional"), ORCH_TABLE_TEXT, 12);
  orch_table_add_column (table, _ ("Reason"), ORCH_TABLE_TEXT, 10);
  add_numbers (table, FALSE);
  for (guint i = 0; i < lines->len; i++)
    {
      const OrchRemunerationLineFields *line = orch_remuneration_line_get_fields (g_ptr_array_index (lines, i));

      row_take (&row, orch_remuneration_text_dup_about (line));
      row_take (&row, g_strdup (orch_remuneration_text_reason (line->reason)));
      take_numbers (&row, line, FALSE);
      row_end (&row, table);
    }
  return table;
}

/* One table that can be filtered: each row says its quarter, and whether it is counted. No row of totals: a sum over the column would count it. */
static OrchTable *
make_sheet (OrchRemuneration *report)
{
  OrchTable *table = orch_table_new (NULL);
  GPtrArray *parts[] = { orch_remuneration_get_lines (report), orch_remuneration_get_left_out (report) };
  g_autofree char *quarter = orch_remuneration_text_dup_quarter (orch_remuneration_get_quarter (report));
  const gboolean compared = orch_remuneration_get_before (report, NULL);
  Row row = { 0 };

  orch_table_add_column (table, _ ("Quarter"), ORCH_TABLE_TEXT, 1);
  orch_table_add_column (table, _ ("Counted"), ORCH_TABLE_TEXT, 1);
  orch_table_add_column (table, _ ("Reason"), ORCH_TABLE_TEXT, 1);
  orch_table_add_column (table, _ ("Service"), ORCH_TABLE_TEXT, 1);
  orch_table_add_column (table, _ ("Professional"), ORCH_TABLE_TEXT, 1);
  add_numbers (table, compared);
  for (guint part = 0; part < G_N_ELEMENTS (parts); part++)
    for (guint i = 0; i < parts[part]->len; i++)
      {
        const OrchRemunerationLineFields *line = orch_remuneration_line_get_fields (g_ptr_array_index (parts[part], i));

        row_take (&row, g_strdup (quarter));
        row_take (&row, g_strdup (part == 0 ? C_ ("counted", "Yes") : C_ ("counted", "No")));
        row_take (&row, part == 0 ? NULL : g_strdup (orch_remuneration_text_reason (line->reason)));
        row_take (&row, g_strdup (part == 0 ? orch_remuneration_text_get_service (line) : line->service_name));
        row_take (&row, g_strdup (line->staff_name));
        take_numbers (&row, line, compared);
        row_end (&row, table);
      }
  return table;
}

char *
orch_remuneration_paper_dup_cut (OrchRemuneration *report)
{
  OrchQuarter before = { 0 };
  g_autoptr (GDateTime) oldest = NULL;
  g_autofree char *date = NULL;
  g_autofree char *of_before = NULL;

  g_return_val_if_fail (ORCH_IS_REMUNERATION (report), NULL);

  if (orch_remuneration_get_oldest (report) == 0)
    return NULL;
  oldest = orch_time_text_to_local (orch_remuneration_get_oldest (report));
  date = g_date_time_format (oldest, "%Y-%m-%d");
  if (orch_remuneration_is_cut (report))
    /* translators: %s is a date */
    return g_strdup_printf (_ ("This workstation has nothing before %s: the beginning of the quarter is not counted."),
                            date);
  if (!orch_remuneration_get_before (report, &before) || !orch_remuneration_was_cut (report))
    return NULL;
  of_before = orch_remuneration_text_dup_quarter (before);
  /* translators: %1$s is a date, %2$s a quarter, "July to September 2026" */
  return g_strdup_printf (_ ("This workstation has nothing before %1$s: %2$s is not whole."), date, of_before);
}

OrchExport *
orch_remuneration_paper_make (OrchRemuneration *report)
{
  OrchExport *export = NULL;
  OrchQuarter before = { 0 };
  OrchRemunerationCounts total = { 0 };
  g_autofree char *quarter = NULL;
  g_autofree char *title = NULL;
  g_autofree char *counts = NULL;
  g_autofree char *cut = NULL;

  g_return_val_if_fail (ORCH_IS_REMUNERATION (report), NULL);

  quarter = orch_remuneration_text_dup_quarter (orch_remuneration_get_quarter (report));
  /* translators: the title of a document and the name of its file: %s is a quarter, "July to September 2026" */
  title = g_strdup_printf (_ ("Remuneration report, %s"), quarter);
  export = orch_export_new (title, "remuneration");
  if (orch_remuneration_get_before (report, &before))
    {
      g_autofree char *other = orch_remuneration_text_dup_quarter (before);

      orch_export_add_fact (export, _ ("Compared with"), other);
    }
  total = orch_remuneration_get_total (report, NULL);
  counts = orch_remuneration_text_dup_counts (&total);
  orch_export_add_fact (export, _ ("Total"), counts);
  if (orch_quarter_get_start (orch_quarter_add (orch_remuneration_get_quarter (report), 1)) > orch_clock_now_us ())
    orch_export_add_fact (export, _ ("To note"), _ ("The quarter is not over: what is planned counts."));
  cut = orch_remuneration_paper_dup_cut (report);
  orch_export_add_fact (export, _ ("Incomplete"), cut);
  orch_export_add_table (export, make_counted (report));
  if (orch_remuneration_get_left_out (report)->len > 0)
    orch_export_add_table (export, make_left_out (report));
  orch_export_set_sheet (export, make_sheet (report));
  return export;
}
