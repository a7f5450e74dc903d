/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A list that leaves: for its owner alone to read, whole or not at all; and a long table on paper, as somebody else's reader reads it (poppler).
 */
#include "ui-test.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#include "core/orch-error.h"
#include "ui/widgets/orch-export.h"
#include "ui/widgets/orch-paper.h"

static char *
make_directory (void)
{
  g_autoptr (GError) error = NULL;
  char *directory = g_dir_make_tmp ("orch-export-XXXXXX", &error);

  g_assert_no_error (error);
  return directory;
}

/* Returns: 0, or the code of ORCH_ERROR plus one */
static int
write_text (const char *path, const char *text)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (DexFuture) future = orch_export_write (file, bytes);
  g_autoptr (GError) error = NULL;

  ui_test_wait (!dex_future_is_pending (future));
  if (dex_future_get_value (future, &error) != NULL)
    return 0;
  g_assert_true (error->domain == ORCH_ERROR);
  return error->code + 1;
}

static void
check_file (const char *path, const char *expected)
{
  g_autofree char *text = NULL;
  struct stat status = { 0 };

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

static void
test_file (void)
{
  g_autofree char *directory = make_directory ();
  g_autofree char *path = g_build_filename (directory, "liste.csv", NULL);
  g_autofree char *nowhere = g_build_filename (directory, "gone", "liste.csv", NULL);
  g_autoptr (GDir) dir = NULL;
  guint n = 0;

  g_assert_cmpint (write_text (path, "one"), ==, 0);
  check_file (path, "one");
  /* One that everybody could read is replaced, and nobody else reads it any more. */
  g_assert_cmpint (g_chmod (path, 0666), ==, 0);
  g_assert_cmpint (write_text (path, "two"), ==, 0);
  check_file (path, "two");
  g_assert_cmpint (write_text (nowhere, "three"), !=, 0);
  /* Nothing half-written is left beside it. */
  dir = g_dir_open (directory, 0, NULL);
  while (g_dir_read_name (dir) != NULL)
    n++;
  g_assert_cmpuint (n, ==, 1);
  g_unlink (path);
  g_rmdir (directory);
}

/* --- paper -------------------------------------------------------------------------------- */

#define N_ROWS 120

static GStrv
read_pages (OrchPaper *paper)
{
  g_autoptr (DexFuture) future = orch_paper_write (paper);
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  GBytes *pdf = NULL;
  const char *argv[] = { "pdftotext", "-layout", NULL, "-", NULL };
  int fd = g_file_open_tmp ("table-XXXXXX.pdf", &path, &error);

  g_assert_no_error (error);
  close (fd);
  ui_test_wait (!dex_future_is_pending (future));
  g_assert_true (dex_future_is_resolved (future));
  pdf = g_value_get_boxed (dex_future_get_value (future, NULL));
  g_file_set_contents (path, g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf), &error);
  g_assert_no_error (error);
  argv[2] = path;
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL, &error);
  g_assert_no_error (error);
  g_unlink (path);
  return g_strsplit (text, "\f", -1);
}

static OrchTable *
make_table (guint n)
{
  OrchTable *table = orch_table_new ("Compté");

  orch_table_add_column (table, "Service", ORCH_TABLE_TEXT, 3);
  orch_table_add_column (table, "Rendez-vous", ORCH_TABLE_NUMBER, 1);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("Rang%03u & <b>tel quel</b>", i);
      g_autofree char *number = g_strdup_printf ("%u", 1000 + i);

      orch_table_add_row (table, (const char *const[]) { name, number });
    }
  return table;
}

static void
test_table (void)
{
  OrchPaper *paper = orch_paper_new ("Rapport", NULL);
  g_auto (GStrv) pages = NULL;
  g_autofree char *all = NULL;
  guint n = 0;

  orch_paper_set_foot (paper, "Rapport", "Page %u/%u");
  orch_paper_add_fact (paper, "Trimestre", "juillet à septembre 2026");
  orch_paper_add_table (paper, make_table (N_ROWS));
  orch_paper_add_table (paper, make_table (0));
  pages = read_pages (paper);
  n = g_strv_length (pages) - 1;
  g_assert_cmpuint (n, >, 2);
  for (guint i = 0; i < n; i++)
    {
      /* The titles of the columns are on each page. */
      g_assert_nonnull (strstr (pages[i], "Rendez-vous"));
      g_assert_true ((strstr (pages[i], "juillet à septembre 2026") != NULL) == (i == 0));
    }
  all = g_strjoinv ("\n", pages);
  for (guint i = 0; i < N_ROWS; i++)
    {
      /* On one line: what stands beside it */
      g_autofree char *row = g_strdup_printf ("Rang%03u & <b>tel quel</b> +%u\\n", i, 1000 + i);

      g_assert_true (g_regex_match_simple (row, all, 0, 0));
    }
}

/* A cell of any length leaves room for the others, and the pages come to an end. */
static void
test_long_cell (void)
{
  OrchPaper *paper = orch_paper_new ("Rapport", NULL);
  OrchTable *table = make_table (2);
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) pages = NULL;
  g_autofree char *all = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (text, "mot%u ", i);
  orch_table_add_row (table, (const char *const[]) { text->str, "77777" });
  orch_table_add_row (table, (const char *const[]) { "Dernier", "88888" });
  orch_paper_add_table (paper, table);
  pages = read_pages (paper);
  all = g_strjoinv ("\n", pages);
  g_assert_cmpuint (g_strv_length (pages) - 1, <=, 3);
  g_assert_nonnull (strstr (all, "mot100 "));
  g_assert_nonnull (strstr (all, "77777"));
  g_assert_nonnull (strstr (all, "88888"));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/export/file", test_file);
  g_test_add_func ("/export/table", test_table);
  g_test_add_func ("/export/long-cell", test_long_cell);
  return g_test_run ();
}
