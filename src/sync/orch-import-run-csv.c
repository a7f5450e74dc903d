/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The conflicts of an import as a CSV file that spreadsheets open without harm. Main thread.
 */
#include <string.h>

#include "orch-import-run.h"

static void
append_csv_cell (GString *csv, const char *text, gboolean last)
{
  /* A cell that begins with one of these would be run as a formula by a spreadsheet. */
  const gboolean formula = text != NULL && text[0] != '\0' && strchr ("=+-@\t", text[0]) != NULL;

  g_string_append_c (csv, '"');
  if (formula)
    g_string_append_c (csv, '\'');
  for (const char *c = text != NULL ? text : ""; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *c);
    }
  g_string_append (csv, last ? "\"\r\n" : "\";");
}

char *
orch_import_run_dup_csv (GListModel *conflicts, char *(*describe) (OrchConflict *conflict, gboolean remedy))
{
  g_autoptr (GString) csv = NULL;

  g_return_val_if_fail (G_IS_LIST_MODEL (conflicts), NULL);
  g_return_val_if_fail (describe != NULL, NULL);

  csv = g_string_new ("\xef\xbb\xbf");
  g_string_append (csv, "record;emr-id;rule;problem;remedy\r\n");
  for (guint i = 0; i < g_list_model_get_n_items (conflicts); i++)
    {
      g_autoptr (OrchConflict) conflict = g_list_model_get_item (conflicts, i);
      g_autofree char *problem = describe (conflict, FALSE);
      g_autofree char *remedy = describe (conflict, TRUE);

      append_csv_cell (csv, orch_conflict_get_record_name (conflict), FALSE);
      append_csv_cell (csv, orch_conflict_get_record_id (conflict), FALSE);
      append_csv_cell (csv, orch_conflict_rule_get_nick (orch_conflict_get_rule (conflict)), FALSE);
      append_csv_cell (csv, problem, FALSE);
      append_csv_cell (csv, remedy, TRUE);
    }
  return g_strdup (csv->str);
}
