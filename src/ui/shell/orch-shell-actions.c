/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-shell-actions.h. What the actions need hangs on the application and goes away with it.
 */
#include "orch-shell-actions.h"

#include <glib/gi18n.h>

#include "orch-help-page.h"
#include "orch-help.h"
#include "orch-preferences-dialog.h"
#include "orch-shortcuts-dialog.h"
#include "orch-window.h"
#include "ui/orch-ui.h"
#include "ui/support/orch-diagnostic-dialog.h"
#include "ui/support/orch-support-branch.h"
#include "ui/support/orch-support-dialog.h"
#include "ui/support/orch-support-page.h"
#include "ui/widgets/orch-alert.h"

typedef struct
{
  GtkApplication *application; /* (not owned): owns us */
  OrchEngine *engine;          /* (owned) */
  GSettings *settings;         /* (owned) */
} Shell;

static void
shell_free (gpointer data)
{
  Shell *shell = data;

  g_clear_object (&shell->settings);
  g_clear_object (&shell->engine);
  g_free (shell);
}

/* Dialogs are presented on the window in front; a modal window of ours counts for the one below it. */
static GtkWindow *
get_window (Shell *shell)
{
  return gtk_application_get_active_window (shell->application);
}

static void
on_preferences (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Shell *shell = data;
  GtkWindow *window = get_window (shell);

  if (window != NULL)
    adw_dialog_present (orch_preferences_dialog_new (shell->engine), GTK_WIDGET (window));
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *window = get_window (data);
  AdwDialog *dialog = NULL;

  if (window == NULL)
    return;
  dialog = adw_about_dialog_new ();
  g_object_set (
      dialog, "application-name", _ ("Orchestrateur"), "application-icon", ORCH_APPLICATION_ID, "version", ORCH_VERSION,
      "developer-name", _ ("The Orchestrateur authors"), "license-type", GTK_LICENSE_GPL_3_0, "comments",
      _ ("Joins a Quebec clinic to the appointment hub, and keeps the hub and the clinic's electronic medical "
         "record in step."),
      /* translators: your names, one a line */
      "translator-credits", _ ("translator-credits"), "copyright", "© 2026 The Orchestrateur authors", NULL);
  adw_dialog_present (dialog, GTK_WIDGET (window));
}

static void
on_shortcuts (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *window = get_window (data);

  if (window != NULL)
    adw_dialog_present (orch_shortcuts_dialog_new (), GTK_WIDGET (window));
}

static void
on_help (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *window = get_window (data);

  dex_future_disown (
      orch_help_open (window, parameter != NULL ? g_variant_get_string (parameter, NULL) : orch_help_page_of (window)));
}

/* A dialog stays with what is typed in it, and behind the lock there is no page: then the guide comes above. */
static void
on_get_help (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Shell *shell = data;
  GtkWindow *window = get_window (shell);
  g_auto (GStrv) target = g_strsplit (g_variant_get_string (parameter, NULL), "/", 2);
  const OrchError code = orch_support_branch_code_of (target[0]);
  const char *page = target[0] != NULL ? target[1] : NULL;

  if (window == NULL)
    return;
  if (!ORCH_IS_WINDOW (window) || orch_session_is_locked (orch_engine_get_session (shell->engine)) ||
      adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)) != NULL)
    {
      adw_dialog_present (orch_support_dialog_new (code, page), GTK_WIDGET (window));
      return;
    }
  orch_window_go (GTK_WIDGET (window), ORCH_WINDOW_SUPPORT);
  orch_support_page_help (ORCH_SUPPORT_PAGE (orch_window_get_page (ORCH_WINDOW (window))), code, page);
}

static void
on_diagnostic (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Shell *shell = data;
  GtkWindow *window = get_window (shell);
  const OrchError code = orch_support_branch_code_of (g_variant_get_string (parameter, NULL));

  if (window != NULL)
    adw_dialog_present (orch_diagnostic_dialog_new (shell->engine, code), GTK_WIDGET (window));
}

static DexFuture *
on_ended (DexFuture *future, gpointer application)
{
  g_application_quit (application);
  return NULL;
}

/* The windows go at once, whatever has to be ended behind them. */
static void
quit (Shell *shell)
{
  for (GList *l = gtk_application_get_windows (shell->application); l != NULL; l = l->next)
    gtk_widget_set_visible (l->data, FALSE);
  dex_future_disown (dex_future_finally (orch_engine_end (shell->engine), on_ended, g_object_ref (shell->application),
                                         g_object_unref));
}

static void
on_quit_response (AdwAlertDialog *dialog, const char *response, Shell *shell)
{
  GtkWindow *window = get_window (shell);

  if (g_str_equal (response, "quit"))
    quit (shell);
  else if (g_str_equal (response, "close") && window != NULL)
    gtk_window_close (window);
}

/* Quitting ends what closing the window does not: that is said, where it is so. */
static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Shell *shell = data;
  GtkWindow *window = get_window (shell);
  AdwDialog *dialog = NULL;

  if (window == NULL || orch_engine_is_training (shell->engine) ||
      orch_engine_get_state (shell->engine) != ORCH_ENGINE_READY ||
      !g_settings_get_boolean (shell->settings, "run-in-background"))
    {
      quit (shell);
      return;
    }
  dialog =
      adw_alert_dialog_new (_ ("Quit Orchestrateur?"),
                            _ ("Synchronisation stops until Orchestrateur starts again. To let it go on, close the "
                               "window instead."));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "close", _ ("Close the _Window"),
                                  "quit", _ ("_Quit"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "quit", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "close");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (on_quit_response), shell);
  orch_alert_present (dialog, GTK_WIDGET (window));
}

/* The keys of a window do not reach into its dialogs, which have F1 of their own for it. */
static void
on_dialogs (GListModel *dialogs, guint position, guint removed, guint added)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GtkWidget) dialog = g_list_model_get_item (dialogs, i);
      GtkEventController *keys = NULL;

      if (g_object_get_data (G_OBJECT (dialog), "orch-help-keys") != NULL)
        continue;
      keys = gtk_shortcut_controller_new ();
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                            gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_F1, 0),
                                                              gtk_named_action_new ("app.help")));
      gtk_widget_add_controller (dialog, keys);
      g_object_set_data (G_OBJECT (dialog), "orch-help-keys", keys);
    }
}

static void
on_window_added (GtkApplication *application, GtkWindow *window)
{
  g_autoptr (GListModel) dialogs = NULL;

  if (!ADW_IS_APPLICATION_WINDOW (window))
    return;
  g_object_get (window, "dialogs", &dialogs, NULL);
  /* The model goes with the window. */
  g_signal_connect (dialogs, "items-changed", G_CALLBACK (on_dialogs), NULL);
  g_object_set_data_full (G_OBJECT (window), "orch-help-dialogs", g_steal_pointer (&dialogs), g_object_unref);
}

void
orch_shell_add_actions (GtkApplication *application, OrchEngine *engine)
{
  static const GActionEntry entries[] = {
    { .name = "preferences", .activate = on_preferences },
    { .name = "shortcuts", .activate = on_shortcuts },
    { .name = "help", .activate = on_help },
    { .name = "help-page", .activate = on_help, .parameter_type = "s" },
    { .name = "get-help", .activate = on_get_help, .parameter_type = "s" },
    { .name = "diagnostic", .activate = on_diagnostic, .parameter_type = "s" },
    { .name = "about", .activate = on_about },
    { .name = "quit", .activate = on_quit },
  };
  static const struct
  {
    const char *action;
    const char *keys[2];
  } accelerators[] = {
    { "app.preferences", { "<Control>comma" } },
    { "app.shortcuts", { "<Control>question" } },
    { "app.help", { "F1" } },
    { "app.quit", { "<Control>q" } },
    { "window.close", { "<Control>w" } },
  };
  Shell *shell = NULL;

  g_return_if_fail (GTK_IS_APPLICATION (application));
  g_return_if_fail (ORCH_IS_ENGINE (engine));

  shell = g_new0 (Shell, 1);
  shell->application = application;
  shell->engine = g_object_ref (engine);
  shell->settings = g_settings_new (ORCH_APPLICATION_ID);
  g_object_set_data_full (G_OBJECT (application), "orch-shell", shell, shell_free);

  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries), shell);
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (application, accelerators[i].action, accelerators[i].keys);
  g_signal_connect (application, "window-added", G_CALLBACK (on_window_added), NULL);
  orch_preferences_follow_color_scheme (shell->settings);
}
