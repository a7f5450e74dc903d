/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * With the dictionaries of the workstation, French and English of Canada: what is underlined, what is proposed, and what is kept of it, which
 * is nothing.
 */
#define _GNU_SOURCE
#include "ui-test.h"

#include <string.h>

#include "ui/widgets/orch-spelling.h"

typedef struct
{
  GtkWidget *window;
  GtkTextView *view;
} Desk;

static void
desk_open (Desk *desk)
{
  desk->view = GTK_TEXT_VIEW (gtk_text_view_new ());
  orch_spelling_watch (desk->view);
  desk->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (desk->window), GTK_WIDGET (desk->view));
  gtk_window_present (GTK_WINDOW (desk->window));
  ui_test_wait (orch_spelling_get_language (desk->view) != NULL);
}

static void
desk_close (Desk *desk)
{
  gtk_window_destroy (GTK_WINDOW (desk->window));
  ui_test_settle ();
}

static void
desk_write (Desk *desk, const char *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (desk->view), text, -1);
}

/* Whether a file below DIRECTORY holds NEEDLE. */
static gboolean
is_kept (const char *directory, const char *needle)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name = NULL;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);
      g_autofree char *text = NULL;
      gsize size = 0;

      if (g_file_test (path, G_FILE_TEST_IS_DIR)
              ? is_kept (path, needle)
              : g_file_get_contents (path, &text, &size, NULL) && memmem (text, size, needle, strlen (needle)) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* In characters. */
static int
find (Desk *desk, const char *word)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (desk->view);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_start_iter (buffer, &start);
  g_assert_true (gtk_text_iter_forward_search (&start, word, 0, &start, &end, NULL));
  return gtk_text_iter_get_offset (&start);
}

static gboolean
is_unknown (Desk *desk, const char *word)
{
  return orch_spelling_is_unknown (desk->view, find (desk, word) + 1);
}

/* At the end of WORD, as the cursor is when one comes back to it. */
static void
put_cursor (Desk *desk, const char *word)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (desk->view);
  GtkTextIter at;

  gtk_text_buffer_get_iter_at_offset (buffer, &at, find (desk, word) + 1);
  gtk_text_buffer_place_cursor (buffer, &at);
}

/* Whether an item of MENU, or of what is in it, has LABEL. */
static gboolean
offers (GMenuModel *menu, const char *label)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autofree char *found = NULL;

      if (section != NULL && offers (section, label))
        return TRUE;
      if (g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &found) && g_str_equal (found, label))
        return TRUE;
    }
  return FALSE;
}

static int
count_corrections (GMenuModel *menu)
{
  g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, 0, G_MENU_LINK_SECTION);

  return section != NULL ? g_menu_model_get_n_items (section) : 0;
}

static void
test_unknown_words (void)
{
  Desk desk = { 0 };

  desk_open (&desk);
  desk_write (&desk, "Bonjour, l’usager a confirmmé son rendez-vous de demain matin. ");
  ui_test_wait (g_str_has_prefix (orch_spelling_get_language (desk.view), "fr") && is_unknown (&desk, "confirmmé"));
  g_assert_false (is_unknown (&desk, "Bonjour"));
  g_assert_false (is_unknown (&desk, "usager"));
  g_assert_false (is_unknown (&desk, "rendez-vous"));
  desk_close (&desk);
}

static void
test_language (void)
{
  Desk desk = { 0 };

  desk_open (&desk);
  desk_write (&desk, "Bonjour, votre rendez-vous est confirmé pour demain. ");
  ui_test_wait (g_str_has_prefix (orch_spelling_get_language (desk.view), "fr"));
  desk_write (&desk, "Good morning, your appointment is confirrmed for tomorrow. ");
  ui_test_wait (g_str_has_prefix (orch_spelling_get_language (desk.view), "en") && is_unknown (&desk, "confirrmed") &&
                !is_unknown (&desk, "tomorrow"));

  // What is chosen holds for this text, whatever is in it.
  gtk_widget_activate_action (GTK_WIDGET (desk.view), "spelling.language", "s", "fr_CA");
  ui_test_wait (is_unknown (&desk, "tomorrow"));
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (desk.view), "Please arrive early with your card. ", -1);
  ui_test_wait (is_unknown (&desk, "early"));
  g_assert_true (g_str_has_prefix (orch_spelling_get_language (desk.view), "fr"));

  // The next one is recognised again.
  desk_write (&desk, "");
  desk_write (&desk, "Please arrive early with your card. ");
  ui_test_wait (g_str_has_prefix (orch_spelling_get_language (desk.view), "en"));
  desk_close (&desk);
}

static void
test_corrections (void)
{
  Desk desk = { 0 };
  GMenuModel *menu = NULL;
  g_autofree char *text = NULL;

  desk_open (&desk);
  desk_write (&desk, "Votre rendez-vous est confirmmé pour demain. ");
  ui_test_wait (g_str_has_prefix (orch_spelling_get_language (desk.view), "fr") && is_unknown (&desk, "confirmmé"));
  put_cursor (&desk, "confirmmé");
  menu = gtk_text_view_get_extra_menu (desk.view);
  ui_test_wait (offers (menu, "confirmé"));
  g_assert_true (offers (menu, "Français"));
  g_assert_true (offers (menu, "English"));

  // The word may be a name: it is not written into any file.
  g_assert_false (offers (menu, "Add to Dictionary"));
  g_assert_false (gtk_widget_activate_action (GTK_WIDGET (desk.view), "spelling.add", NULL));

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (desk.view), "spelling.correct", "s", "confirmé"));
  g_object_get (gtk_text_view_get_buffer (desk.view), "text", &text, NULL);
  g_assert_cmpstr (text, ==, "Votre rendez-vous est confirmé pour demain. ");

  // As Ctrl+Z takes it back.
  gtk_text_buffer_undo (gtk_text_view_get_buffer (desk.view));
  put_cursor (&desk, "Votre");
  ui_test_wait (is_unknown (&desk, "confirmmé"));

  // Behind the lock the text goes, and with it what was proposed for a word of it.
  put_cursor (&desk, "confirmmé");
  ui_test_wait (count_corrections (menu) > 0);
  desk_write (&desk, "");
  ui_test_wait (count_corrections (menu) == 0);
  desk_close (&desk);
}

/* The last word of a sentence keeps its full stop, one in brackets its brackets. */
static void
test_signs (void)
{
  static const struct
  {
    const char *text;
    const char *word;
    const char *correction;
    const char *corrected;
  } table[] = {
    { "Votre rendez-vous est pour demain mattin.", "mattin", "matin", "Votre rendez-vous est pour demain matin." },
    { "Votre rendez-vous (demain mattin) est confirmé", "mattin", "matin",
      "Votre rendez-vous (demain matin) est confirmé" },
    { "Votre rendez-vous de demain : « mattin »…", "mattin", "matin", "Votre rendez-vous de demain : « matin »…" },
    { "Nous avons votre rendez-vvous.", "rendez-vvous", "rendez-vous", "Nous avons votre rendez-vous." },
    { "Voici tout de suite votre dossier, l’usagger.", "usagger", "l’usager",
      "Voici tout de suite votre dossier, l’usager." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      Desk desk = { 0 };
      g_autofree char *text = NULL;

      desk_open (&desk);
      desk_write (&desk, table[i].text);
      gtk_widget_activate_action (GTK_WIDGET (desk.view), "spelling.language", "s", "fr_CA");
      put_cursor (&desk, table[i].word);
      ui_test_wait (offers (gtk_text_view_get_extra_menu (desk.view), table[i].correction));
      g_assert_true (gtk_widget_activate_action (GTK_WIDGET (desk.view), "spelling.correct", "s", table[i].correction));
      g_object_get (gtk_text_view_get_buffer (desk.view), "text", &text, NULL);
      g_assert_cmpstr (text, ==, table[i].corrected);
      gtk_text_buffer_undo (gtk_text_view_get_buffer (desk.view));
      g_clear_pointer (&text, g_free);
      g_object_get (gtk_text_view_get_buffer (desk.view), "text", &text, NULL);
      g_assert_cmpstr (text, ==, table[i].text);
      desk_close (&desk);
    }
}

static void
test_ignore (void)
{
  Desk desk = { 0 };
  GMenuModel *menu = NULL;

  desk_open (&desk);
  desk_write (&desk, "Votre professionnelle est Madame Tremblayova demain matin. ");
  ui_test_wait (g_str_has_prefix (orch_spelling_get_language (desk.view), "fr") && is_unknown (&desk, "Tremblayova"));
  put_cursor (&desk, "Tremblayova");
  menu = gtk_text_view_get_extra_menu (desk.view);
  g_assert_true (offers (menu, "_Ignore This Word"));
  ui_test_wait (gtk_widget_activate_action (GTK_WIDGET (desk.view), "spelling.ignore", NULL));
  ui_test_wait (!is_unknown (&desk, "Tremblayova"));
  desk_close (&desk);
  g_assert_false (is_kept (g_get_home_dir (), "Tremblayova"));
}

static void
test_off (void)
{
  g_autoptr (GSettings) settings = g_settings_new (ORCH_APPLICATION_ID);
  Desk desk = { 0 };

  desk_open (&desk);
  desk_write (&desk, "Votre rendez-vous est confirmmé pour demain. ");
  ui_test_wait (is_unknown (&desk, "confirmmé"));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (desk.view), "spelling.check-spelling", NULL));
  g_assert_false (g_settings_get_boolean (settings, "check-spelling"));
  ui_test_wait (!is_unknown (&desk, "confirmmé"));
  g_settings_set_boolean (settings, "check-spelling", TRUE);
  ui_test_wait (is_unknown (&desk, "confirmmé"));
  desk_close (&desk);
}

/* A window that closes while the dictionaries are read. */
static void
test_gone_at_once (void)
{
  GtkWidget *view = g_object_ref_sink (gtk_text_view_new ());

  orch_spelling_watch (GTK_TEXT_VIEW (view));
  g_assert_null (orch_spelling_get_language (GTK_TEXT_VIEW (view)));
  g_assert_finalize_object (view);
  ui_test_settle ();
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/spelling/gone-at-once", test_gone_at_once);
  g_test_add_func ("/ui/spelling/unknown-words", test_unknown_words);
  g_test_add_func ("/ui/spelling/language", test_language);
  g_test_add_func ("/ui/spelling/corrections", test_corrections);
  g_test_add_func ("/ui/spelling/signs", test_signs);
  g_test_add_func ("/ui/spelling/ignore", test_ignore);
  g_test_add_func ("/ui/spelling/off", test_off);
  return g_test_run ();
}
