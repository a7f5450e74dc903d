/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A text on paper, as somebody else's reader reads it (poppler): nothing is lost where a page ends, and each page says whose it is and its number.
 */
#include "ui-test.h"

#include <glib/gstdio.h>

#include "core/orch-error.h"
#include "ui/messages/orch-conversation-paper.h"
#include "ui/widgets/orch-paper.h"

#define N_MESSAGES 60
#define N_WORDS 2500 /* of one of them: three pages */

/* Returns: (transfer full): what a program of poppler says of the file */
static char *
ask (const char *program, const char *option, const char *path, const char *last)
{
  const char *const argv[] = { program, option, path, last, NULL };
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* @pictures: (out) (optional): how many. Returns: (transfer full): what is on its pages, one after the other */
static GStrv
read_all (OrchPaper *paper, guint *pictures)
{
  g_autoptr (DexFuture) future = orch_paper_write (paper);
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  GBytes *pdf = NULL;
  int fd = g_file_open_tmp ("paper-XXXXXX.pdf", &path, &error);

  g_assert_no_error (error);
  close (fd);
  ui_test_wait (!dex_future_is_pending (future));
  g_assert_true (dex_future_is_resolved (future));
  pdf = g_value_get_boxed (dex_future_get_value (future, NULL));
  g_file_set_contents (path, g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf), &error);
  g_assert_no_error (error);
  text = ask ("pdftotext", "-layout", path, "-");
  if (pictures != NULL)
    {
      g_autofree char *listed = ask ("pdfimages", "-list", path, NULL);
      g_auto (GStrv) lines = g_strsplit (g_strchomp (listed), "\n", -1);

      /* After two lines of headings */
      *pictures = g_strv_length (lines) - 2;
    }
  g_unlink (path);
  return g_strsplit (text, "\f", -1);
}

static GStrv
read_pages (OrchPaper *paper)
{
  return read_all (paper, NULL);
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

/* Returns: (transfer full): a picture */
static GBytes *
make_logo (void)
{
  static const guint8 pixels[4 * 4 * 4] = { 200, 30, 30, 255 };
  g_autoptr (GBytes) bytes = g_bytes_new_static (pixels, sizeof pixels);
  g_autoptr (GdkTexture) texture = gdk_memory_texture_new (4, 4, GDK_MEMORY_R8G8B8A8, bytes, 16);

  return gdk_texture_save_to_png_bytes (texture);
}

/* The whole of an exchange: the clinic with its logo, the patient, every message with its files, what failed and what corrects told as such, and no note. */
static void
test_thread (gconstpointer data)
{
  const gboolean with_logo = data != NULL;
  g_autoptr (GBytes) logo = with_logo ? make_logo () : NULL;
  g_autoptr (OrchClinic) clinic = orch_clinic_new (&(OrchClinicFields) {
      .id = "clinic", .name = "Clinique Beauséjour", .city = "Québec", .phone = "+14185555555", .logo = logo });
  g_autoptr (OrchPatient) patient = orch_patient_new (&(OrchPatientFields) { .id = "p",
                                                                             .emr_id = "8841",
                                                                             .family = "Côté",
                                                                             .given = "Zoé",
                                                                             .birth_date = "1985-02-01",
                                                                             .nam = "COTZ85520111" });
  g_autoptr (OrchConversation) conversation = orch_conversation_new (&(OrchConversationFields) {
      .id = "c", .subject = "Suivi", .professional_name = "Dre Roy", .status = ORCH_CONVERSATION_IN_PROGRESS });
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  static const char *const there[] = {
    "Clinique Beauséjour",
    "Côté, Zoé",
    "1985-02-01",
    "8841",
    "Suivi",
    "Dre Roy",
    "Prenez-en trois",
    "Prenez-en deux",
    "Correction of an earlier message",
    "Merci",
    "radio.png",
    "Not sent",
    "Page 1/1",
  };
  guint n_pictures = 0;
  g_auto (GStrv) pages = NULL;

  g_ptr_array_add (files, orch_message_file_new ("radio.png", "image/png", 2048, NULL));
  g_ptr_array_add (all, orch_message_new (&(OrchMessageFields) { .id = "m1",
                                                                 .sender = "Practitioner/1",
                                                                 .sender_name = "Dre Roy",
                                                                 .text = "Prenez-en trois",
                                                                 .sent_us = 1,
                                                                 .state = ORCH_MESSAGE_SEEN }));
  g_ptr_array_add (all, orch_message_new (&(OrchMessageFields) {
                            .id = "n1", .note = TRUE, .sender_name = "Dre Roy", .text = "Entre-nous", .sent_us = 2 }));
  g_ptr_array_add (all, orch_message_new (&(OrchMessageFields) { .id = "m2",
                                                                 .sender = "Practitioner/1",
                                                                 .sender_name = "Dre Roy",
                                                                 .text = "Prenez-en deux",
                                                                 .corrects = "m1",
                                                                 .sent_us = 3,
                                                                 .state = ORCH_MESSAGE_SENT }));
  g_ptr_array_add (all, orch_message_new (&(OrchMessageFields) {
                            .id = "m3", .from_patient = TRUE, .text = "Merci", .files = files, .sent_us = 4 }));
  g_ptr_array_add (all, orch_message_new (&(OrchMessageFields) { .id = "m4",
                                                                 .sender = "Practitioner/1",
                                                                 .sender_name = "Dre Roy",
                                                                 .text = "De rien",
                                                                 .sent_us = 5,
                                                                 .state = ORCH_MESSAGE_FAILED,
                                                                 .error_code = ORCH_ERROR_REFUSED }));
  pages = read_all (
      orch_conversation_paper_make (&(OrchConversationPaper) {
          .clinic = clinic, .patient = patient, .conversation = conversation, .all = all, .author = "Dre Roy" }),
      &n_pictures);
  for (guint i = 0; i < G_N_ELEMENTS (there); i++)
    {
      g_test_message ("%s", there[i]);
      g_assert_nonnull (strstr (pages[0], there[i]));
    }
  g_assert_null (strstr (pages[0], "Entre-nous"));
  g_assert_true ((n_pictures > 0) == with_logo);
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
  g_test_add_data_func ("/paper/thread", NULL, test_thread);
  g_test_add_data_func ("/paper/thread-with-logo", "logo", test_thread);
  g_test_add_func ("/paper/print-given-up", test_print_given_up);
  return g_test_run ();
}
