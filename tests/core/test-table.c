/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A table as CSV, with separators, quotation marks and line ends in its cells; no cell is a formula for a
 * spreadsheet. The signs that begin one are those of OWASP's "CSV Injection".
 */
#include "core/orch-table.h"
#include "orch-test.h"

static OrchTable *
make (const char *cell, OrchTableKind kind)
{
  OrchTable *table = orch_table_new ("Liste");

  orch_table_add_column (table, "Nom", ORCH_TABLE_TEXT, 2);
  orch_table_add_column (table, "Valeur", kind, 1);
  orch_table_add_row (table, (const char *const[]) { "Roy", cell });
  return table;
}

/* Returns: (transfer full): the CSV of one cell, after "Roy" */
static char *
dup_cell (const char *cell, OrchTableKind kind, char separator)
{
  g_autoptr (OrchTable) table = make (cell, kind);
  g_autoptr (GBytes) csv = orch_table_to_csv (table, separator);
  g_autofree char *head = g_strdup_printf ("\xef\xbb\xbf\"Nom\"%c\"Valeur\"\r\n\"Roy\"%c", separator, separator);
  gsize size = 0;
  const char *text = g_bytes_get_data (csv, &size);
  g_autofree char *all = g_strndup (text, size);

  g_assert_true (g_str_has_prefix (all, head));
  g_assert_true (g_str_has_suffix (all, "\r\n"));
  all[size - 2] = '\0';
  return g_strdup (all + strlen (head));
}

static void
test_cells (void)
{
  static const struct
  {
    const char *cell;
    OrchTableKind kind;
    char separator;
    const char *expected;
  } table[] = {
    { "Côté", ORCH_TABLE_TEXT, ';', "\"Côté\"" },
    { "dit \"oui\"; encore", ORCH_TABLE_TEXT, ';', "\"dit \"\"oui\"\"; encore\"" },
    { "a\nb", ORCH_TABLE_TEXT, ',', "\"a\nb\"" },
    { "", ORCH_TABLE_TEXT, ',', "\"\"" },
    { NULL, ORCH_TABLE_TEXT, ',', "\"\"" },
    { "=1+1", ORCH_TABLE_TEXT, ';', "\"'=1+1\"" },
    { "+1 418 555-5555", ORCH_TABLE_TEXT, ';', "\"'+1 418 555-5555\"" },
    { "-1", ORCH_TABLE_TEXT, ';', "\"'-1\"" },
    { "@SUM(A1)", ORCH_TABLE_TEXT, ';', "\"'@SUM(A1)\"" },
    { "\t=1", ORCH_TABLE_TEXT, ';', "\"'\t=1\"" },
    { "\r=1", ORCH_TABLE_TEXT, ';', "\"'\r=1\"" },
    { "\n=1", ORCH_TABLE_TEXT, ';', "\"'\n=1\"" },
    { "  =1", ORCH_TABLE_TEXT, ';', "\"'  =1\"" },
    { "＝1", ORCH_TABLE_TEXT, ';', "\"'＝1\"" },
    { "＠A", ORCH_TABLE_TEXT, ';', "\"'＠A\"" },
    { "1=1", ORCH_TABLE_TEXT, ';', "\"1=1\"" },
    { "12", ORCH_TABLE_NUMBER, ';', "12" },
    { "-12", ORCH_TABLE_NUMBER, ';', "-12" },
    { "12,5", ORCH_TABLE_NUMBER, ';', "12,5" },
    { "12,5", ORCH_TABLE_NUMBER, ',', "\"12,5\"" },
    { "12.5", ORCH_TABLE_NUMBER, ',', "12.5" },
    { "-12,5", ORCH_TABLE_NUMBER, ',', "\"-12,5\"" },
    /* What only says that it is a number */
    { "=1+1", ORCH_TABLE_NUMBER, ';', "\"'=1+1\"" },
    { "-1+cmd|' /C calc'!A0", ORCH_TABLE_NUMBER, ';', "\"'-1+cmd|' /C calc'!A0\"" },
    { "-", ORCH_TABLE_NUMBER, ';', "\"'-\"" },
    { "1,2,3", ORCH_TABLE_NUMBER, ';', "\"1,2,3\"" },
    { "", ORCH_TABLE_NUMBER, ';', "\"\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    orch_test_check_string (table[i].expected, dup_cell (table[i].cell, table[i].kind, table[i].separator),
                            table[i].cell != NULL ? table[i].cell : "none");
}

static void
test_shape (void)
{
  g_autoptr (OrchTable) table = make ("12", ORCH_TABLE_NUMBER);
  g_autoptr (OrchTable) empty = orch_table_new (NULL);

  orch_table_add_row (table, (const char *const[]) { NULL, "3" });
  g_assert_cmpstr (orch_table_get_title (table), ==, "Liste");
  g_assert_cmpuint (orch_table_get_n_columns (table), ==, 2);
  g_assert_cmpuint (orch_table_get_n_rows (table), ==, 2);
  g_assert_cmpstr (orch_table_get_column (table, 1), ==, "Valeur");
  g_assert_cmpint (orch_table_get_kind (table, 1), ==, ORCH_TABLE_NUMBER);
  g_assert_cmpuint (orch_table_get_weight (table, 0), ==, 2);
  g_assert_cmpstr (orch_table_get_cell (table, 1, 0), ==, "");
  g_assert_cmpstr (orch_table_get_cell (table, 1, 1), ==, "3");
  g_assert_cmpuint (orch_table_get_n_rows (empty), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/table/cells", test_cells);
  g_test_add_func ("/core/table/shape", test_shape);
  return orch_test_run ();
}
