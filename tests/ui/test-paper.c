/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A text on paper, as somebody else's reader reads it (poppler): nothing is lost where a page ends, and each page says whose it is and its number.
 */
#include "ui-test.h"

#include <glib/gstdio.h>

#include "ui/widgets/orch-paper.h"

#define N_MESSAGES 60
#define N_WORDS 2500 /* of one of them: three pages */

/* Returns: (transfer full): what is on its pages, one after the other */
static GStrv
read_pages (OrchPaper *paper)
{
  g_autoptr (DexFuture) future = orch_paper_write (paper);
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  GBytes *pdf = NULL;
  const char *const argv[] = { "pdftotext", "-layout", NULL, "-", NULL };
  const char *command[G_N_ELEMENTS (argv)];
  int fd = g_file_open_tmp ("paper-XXXXXX.pdf", &path, &error);

  g_assert_no_error (error);
  close (fd);
  ui_test_wait (!dex_future_is_pending (future));
  g_assert_true (dex_future_is_resolved (future));
  pdf = g_value_get_boxed (dex_future_get_value (future, NULL));
  g_file_set_contents (path, g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf), &error);
  g_assert_no_error (error);
  memcpy (command, argv, sizeof argv);
  command[2] = path;
  g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL, &error);
  g_assert_no_error (error);
  g_unlink (path);
  return g_strsplit (text, "\f", -1);
}

static void
test_pages (void)
{
  OrchPaper *paper = orch_paper_new ("Rapport", "Dre Roy");
  g_autoptr (GString) longest = g_string_new (NULL);
  g_auto (GStrv) pages = NULL;
  g_autofree char *all = NULL;
  guint n = 0;

  orch_paper_set_head (paper, NULL, "Clinique Beauséjour", "1000, rue de l’Exemple");
  orch_paper_set_foot (paper, "Côté, Zoé · COTZ 8552 0111", "Page %u/%u");
  orch_paper_add_fact (paper, "Objet", "Suivi");
  orch_paper_add_heading (paper, "Messages");
  for (guint i = 0; i < N_MESSAGES; i++)
    {
      g_autofree char *text = g_strdup_printf ("Texte%u & <b>tel quel</b>", i);

      orch_paper_add_text (paper, "Dre Roy, 2026-11-23", text);
    }
  for (guint i = 0; i < N_WORDS; i++)
    g_string_append_printf (longest, "mot%u ", i);
  orch_paper_add_text (paper, NULL, longest->str);
  pages = read_pages (paper);

  /* After the last page there is nothing. */
  n = g_strv_length (pages) - 1;
  g_assert_cmpstr (pages[n], ==, "");
  g_assert_cmpuint (n, >=, 6);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *number = g_strdup_printf ("Page %u/%u", i + 1, n);

      g_assert_nonnull (strstr (pages[i], "Côté, Zoé · COTZ 8552 0111"));
      g_assert_nonnull (strstr (pages[i], number));
      g_assert_true ((strstr (pages[i], "Clinique Beauséjour") != NULL) == (i == 0));
    }
  all = g_strjoinv (" ", pages);
  for (guint i = 0; i < N_MESSAGES; i++)
    {
      g_autofree char *text = g_strdup_printf ("Texte%u & <b>tel quel</b>", i);

      g_assert_nonnull (strstr (all, text));
    }
  for (guint i = 0; i < N_WORDS; i++)
    {
      g_autofree char *word = g_strdup_printf ("\\bmot%u\\b", i);

      g_assert_true (g_regex_match_simple (word, all, 0, 0));
    }
}

/* One page is one page. */
static void
test_short (void)
{
  OrchPaper *paper = orch_paper_new ("Rapport", NULL);
  g_auto (GStrv) pages = NULL;

  orch_paper_set_foot (paper, NULL, "Page %u/%u");
  orch_paper_add_text (paper, NULL, "Bref.");
  pages = read_pages (paper);
  g_assert_cmpuint (g_strv_length (pages), ==, 2);
  g_assert_nonnull (strstr (pages[0], "Page 1/1"));
}

/* Returns: (transfer none) (nullable): the dialog of the printers */
static GtkWindow *
find_print_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (g_str_equal (G_OBJECT_TYPE_NAME (window), "GtkPrintUnixDialog") &&
          gtk_widget_get_visible (GTK_WIDGET (window)))
        return window;
    }
  return NULL;
}

/* Who gives up printing is told nothing. */
static void
test_print_given_up (void)
{
  GtkWidget *window = gtk_window_new ();
  g_autoptr (GBytes) pdf = g_bytes_new_static ("%PDF-1.7", 8);
  g_autoptr (DexFuture) future = NULL;

  gtk_window_present (GTK_WINDOW (window));
  ui_test_wait (gtk_widget_get_mapped (window));
  future = orch_paper_print (window, "Print", pdf);
  ui_test_wait (find_print_dialog () != NULL || !dex_future_is_pending (future));
  g_assert_true (dex_future_is_pending (future));
  gtk_window_close (find_print_dialog ());
  ui_test_wait (!dex_future_is_pending (future));
  g_assert_true (dex_future_is_resolved (future));
  g_assert_false (g_value_get_boolean (dex_future_get_value (future, NULL)));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/paper/pages", test_pages);
  g_test_add_func ("/paper/short", test_short);
  g_test_add_func ("/paper/print-given-up", test_print_given_up);
  return g_test_run ();
}
