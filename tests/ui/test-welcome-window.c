/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * From what stands in the way of starting to the set-up, on the fake engine.
 */
#include "ui-test.h"

#include "fake-engine.h"
#include "ui/welcome/orch-browser-page.h"
#include "ui/welcome/orch-host-page.h"
#include "ui/welcome/orch-password-page.h"
#include "ui/welcome/orch-pin-page.h"
#include "ui/welcome/orch-welcome-page.h"
#include "ui/welcome/orch-welcome-window.h"
#include "ui/widgets/orch-field.h"

#define LINK "orchestrateur://activate?hub=x&code=y"

static OrchWelcomeWindow *
make (OrchEngine *engine)
{
  OrchWelcomeWindow *window = orch_welcome_window_new (NULL, engine);

  gtk_window_present (GTK_WINDOW (window));
  ui_test_wait (gtk_widget_get_mapped (GTK_WIDGET (window)));
  return window;
}

static GtkWidget *
visible_page (OrchWelcomeWindow *window)
{
  AdwNavigationView *navigation = ui_test_find (adw_application_window_get_content (ADW_APPLICATION_WINDOW (window)),
                                                ADW_TYPE_NAVIGATION_VIEW, NULL);
  return GTK_WIDGET (adw_navigation_view_get_visible_page (navigation));
}

static const char *
shown (OrchWelcomeWindow *window)
{
  return gtk_stack_get_visible_child_name (
      GTK_STACK (adw_application_window_get_content (ADW_APPLICATION_WINDOW (window))));
}

static void
click (gpointer root, const char *id)
{
  GtkWidget *button = ui_test_find (root, GTK_TYPE_BUTTON, id);

  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static void
type_in (gpointer root, const char *id, const char *text)
{
  GtkWidget *entry = ui_test_find (root, GTK_TYPE_WIDGET, id);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

/* The first window makes what it shows and nothing else: it is there sooner. Before anything else names these types. */
static void
test_only_what_shows (void)
{
  static const char *const later[] = {
    "OrchEnginePage", "OrchHostPage", "OrchPasswordPage", "OrchBrowserPage", "OrchPinPage", "OrchSetupWindow",
  };
  g_autoptr (OrchEngine) engine = fake_engine_new (TRUE);
  OrchWelcomeWindow *window = NULL;

  fake_engine_set_state (engine, ORCH_ENGINE_WELCOME);
  window = make (engine);
  g_assert_cmpuint (g_type_from_name ("OrchWelcomePage"), !=, 0);
  for (guint i = 0; i < G_N_ELEMENTS (later); i++)
    {
      g_test_message ("%s", later[i]);
      g_assert_cmpuint (g_type_from_name (later[i]), ==, 0);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_in_the_way (void)
{
  static const struct
  {
    OrchEngineState state;
    const char *shown;
    const char *title; /* (nullable) */
  } table[] = {
    { ORCH_ENGINE_STARTING, "engine", NULL },
    { ORCH_ENGINE_KEYRING_LOCKED, "engine", "The keyring is locked" },
    { ORCH_ENGINE_KEYRING_MISSING, "engine", "There is no keyring" },
    { ORCH_ENGINE_DAMAGED, "engine", "The data on this computer cannot be read" },
    { ORCH_ENGINE_NEWER, "engine", "A newer version wrote these data" },
    { ORCH_ENGINE_DISK_FULL, "engine", "The disk is full" },
    { ORCH_ENGINE_WELCOME, "welcome", NULL },
  };
  g_autoptr (OrchEngine) engine = fake_engine_new (FALSE);
  OrchWelcomeWindow *window = make (engine);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      fake_engine_set_state (engine, table[i].state);
      g_assert_cmpstr (shown (window), ==, table[i].shown);
      if (table[i].title == NULL)
        continue;
      AdwStatusPage *problem = ui_test_find (window, ADW_TYPE_STATUS_PAGE, "problem");
      g_assert_cmpstr (adw_status_page_get_title (problem), ==, table[i].title);
      g_assert_cmpstr (adw_status_page_get_description (problem), !=, "");
    }
  gtk_window_destroy (GTK_WINDOW (window));
  ui_test_settle ();
}

static void
test_unlock_is_dismissed (void)
{
  g_autoptr (OrchEngine) engine = fake_engine_new (FALSE);
  fake_engine_set_state (engine, ORCH_ENGINE_KEYRING_LOCKED);
  OrchWelcomeWindow *window = make (engine);
  GtkWidget *notice = ui_test_find (window, GTK_TYPE_BOX, "notice");

  g_assert_false (gtk_widget_get_visible (notice));
  click (window, "first");
  ui_test_wait (gtk_widget_get_visible (notice));
  // It can be tried again.
  g_assert_true (gtk_widget_is_sensitive (ui_test_find (window, GTK_TYPE_BUTTON, "first")));
  gtk_window_destroy (GTK_WINDOW (window));
  ui_test_settle ();
}

static void
test_bad_link (void)
{
  g_autoptr (OrchEngine) engine = fake_engine_new (FALSE);
  fake_engine_set_state (engine, ORCH_ENGINE_WELCOME);
  OrchWelcomeWindow *window = make (engine);
  OrchField *field = ui_test_find (visible_page (window), ORCH_TYPE_FIELD, "link_field");

  g_assert_false (gtk_widget_is_sensitive (ui_test_find (visible_page (window), GTK_TYPE_BUTTON, "go")));
  type_in (visible_page (window), "link", "https://example.ca");
  click (visible_page (window), "go");
  g_assert_true (ORCH_IS_WELCOME_PAGE (visible_page (window)));
  g_assert_nonnull (orch_field_get_error (field));
  // Typing takes the fault away.
  type_in (visible_page (window), "link", LINK);
  g_assert_null (orch_field_get_error (field));
  gtk_window_destroy (GTK_WINDOW (window));
  ui_test_settle ();
}

static void
test_activation_in_training (void)
{
  g_autoptr (OrchEngine) engine = fake_engine_new (TRUE);
  fake_engine_set_state (engine, ORCH_ENGINE_WELCOME);
  OrchWelcomeWindow *window = make (engine);

  orch_welcome_window_start_training (window);
  ui_test_wait (ORCH_IS_HOST_PAGE (visible_page (window)));
  g_assert_cmpstr (gtk_label_get_text (ui_test_find (visible_page (window), GTK_TYPE_LABEL, "host")), ==,
                   "127.0.0.1:40123");
  click (visible_page (window), "confirm");
  ui_test_wait (ORCH_IS_PASSWORD_PAGE (visible_page (window)));

  static const struct
  {
    const char *password;
    const char *again;
    gboolean open;
  } table[] = {
    { "", "", FALSE },
    { "Abcdefghij1", "Abcdefghij1", FALSE },    /* eleven characters */
    { "abcdefghijkl", "abcdefghijkl", FALSE },  /* one kind */
    { "Abcdefghijkl1", "Abcdefghijkl", FALSE }, /* not the same yet */
    { "Abcdefghijkl1", "Abcdefghijkl1", TRUE },
  };
  GtkWidget *page = visible_page (window);
  type_in (page, "username", "sophie");
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      type_in (page, "password", table[i].password);
      type_in (page, "again", table[i].again);
      g_assert_true (gtk_widget_is_sensitive (ui_test_find (page, GTK_TYPE_BUTTON, "go")) == table[i].open);
    }
  click (page, "go");
  ui_test_wait (ORCH_IS_PIN_PAGE (visible_page (window)));
  // The password does not stay in the page.
  g_assert_cmpstr (gtk_editable_get_text (ui_test_find (page, GTK_TYPE_WIDGET, "password")), ==, "");

  page = visible_page (window);
  type_in (page, "pin", "12345");
  type_in (page, "again", "12345");
  g_assert_false (gtk_widget_is_sensitive (ui_test_find (page, GTK_TYPE_BUTTON, "go")));
  type_in (page, "pin", "123456");
  type_in (page, "again", "123456");
  click (page, "go");
  ui_test_wait (orch_engine_get_state (engine) == ORCH_ENGINE_SETUP);
  gtk_window_destroy (GTK_WINDOW (window));
  ui_test_settle ();
}

static void
test_link_from_outside (void)
{
  g_autoptr (OrchEngine) engine = fake_engine_new (FALSE);
  OrchWelcomeWindow *window = make (engine);

  // It waits until the engine has started.
  orch_welcome_window_open_link (window, LINK);
  g_assert_cmpstr (shown (window), ==, "engine");
  fake_engine_set_state (engine, ORCH_ENGINE_WELCOME);
  ui_test_wait (ORCH_IS_HOST_PAGE (visible_page (window)));
  // Nothing is sent before the host is confirmed; then the browser.
  click (visible_page (window), "confirm");
  ui_test_wait (ORCH_IS_BROWSER_PAGE (visible_page (window)));
  gtk_window_destroy (GTK_WINDOW (window));
  ui_test_settle ();
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/welcome-window/only-what-shows", test_only_what_shows);
  g_test_add_func ("/welcome-window/in-the-way", test_in_the_way);
  g_test_add_func ("/welcome-window/unlock-is-dismissed", test_unlock_is_dismissed);
  g_test_add_func ("/welcome-window/bad-link", test_bad_link);
  g_test_add_func ("/welcome-window/activation-in-training", test_activation_in_training);
  g_test_add_func ("/welcome-window/link-from-outside", test_link_from_outside);
  return g_test_run ();
}
