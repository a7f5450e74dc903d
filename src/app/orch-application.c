/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Chooses the window: welcome (and what stands in the way of starting), wizard, or main window. The engine outlives the windows: an
 * import or a creation under way is finished before the process ends. Main thread.
 */
#include "orch-application.h"

#include <glib/gi18n.h>
#include <malloc.h>

#include "catalogue/orch-catalogue.h"
#include "orch-background.h"
#include "orch-bench.h"
#include "orch-desktop-watch.h"
#include "orch-journal-command.h"
#include "orch-leaving.h"
#include "orch-message-notices.h"
#include "orch-portal-browser.h"
#include "orch-toolkit.h"
#include "orch-training-clock.h"
#include "ui/orch-text-warmth.h"
#include "ui/orch-ui.h"
#include "ui/shell/orch-join-dialog.h"
#include "ui/shell/orch-lock-bin.h"
#include "ui/shell/orch-shell-actions.h"
#include "ui/shell/orch-window.h"
#include "ui/welcome/orch-welcome-window.h"
#include "ui/wizard/orch-setup-window.h"

#define PATIENCE_MS 500
#define RETURN_S 30 /* for an engine to start */

struct _OrchApplication
{
  AdwApplication parent_instance;

  /* owned */
  OrchEngine *engine;          /* (nullable) until startup */
  OrchBackground *background;  /* (nullable) until startup */
  OrchDesktopWatch *desktop;   /* (nullable) until startup */
  OrchMessageNotices *notices; /* (nullable) until startup */
  OrchTrainingClock *clock;    /* (nullable): in training */
  char *link;                  /* (nullable): an activation link that waits for the welcome */
  char *conversation;          /* (nullable): id of the one that a notification asks for, until the window is there */

  GtkWindow *window; /* (nullable) (not owned): the one shown */

  gboolean training;
  gboolean start_training; /* the welcome goes on to training once the engine is there */
  gboolean back_to_real;   /* training was asked for while a clinic was kept in step: that goes on afterwards */
  gboolean finishing;      /* no window: the process goes on for what is under way */
  gboolean ending;         /* no window, and nothing to go on for: the engine is stopping */
  gboolean again;          /* a window was asked for while the engine was stopping */
  gboolean wanted;         /* a window was asked for while the engine was starting */
  guint patience_source;   /* after it the welcome shows that the engine is starting */
};

G_DEFINE_FINAL_TYPE (OrchApplication, orch_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "training", 't', 0, G_OPTION_ARG_NONE, NULL, N_ ("Use the training environment, apart from real data"), NULL },
  { "verify-journal", 0, 0, G_OPTION_ARG_NONE, NULL,
    N_ ("Check that no entry of the journal is missing or was changed; exit with 1 if one is"), NULL },
  { "version", 'v', 0, G_OPTION_ARG_NONE, NULL, N_ ("Show the version"), NULL },
  { NULL },
};

static void show_window (OrchApplication *self);
static void on_state (OrchApplication *self);
static void start_engine (OrchApplication *self);

static void
on_lock (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  orch_session_lock (orch_engine_get_session (ORCH_APPLICATION (data)->engine));
}

/* Asleep, behind the screen's own lock, or somebody else's turn: nobody is at the window. */
static void
on_left (OrchApplication *self)
{
  orch_session_lock (orch_engine_get_session (self->engine));
}

static void on_training (GSimpleAction *action, GVariant *parameter, gpointer data);

static void
show_conversation (OrchApplication *self)
{
  g_autofree char *id = NULL;

  if (self->conversation == NULL || !ORCH_IS_WINDOW (self->window))
    return;
  id = g_steal_pointer (&self->conversation);
  orch_window_open_conversation (ORCH_WINDOW (self->window), id);
}

/* A notification was clicked, maybe without a window, or behind the lock. */
static void
on_open_conversation (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  OrchApplication *self = ORCH_APPLICATION (data);

  g_set_str (&self->conversation, g_variant_get_string (parameter, NULL));
  g_application_activate (G_APPLICATION (self));
  show_conversation (self);
}

static const GActionEntry actions[] = {
  { "lock", on_lock, NULL, NULL, NULL, { 0 } },
  { "training", on_training, NULL, NULL, NULL, { 0 } },
  { "open-conversation", on_open_conversation, "s", NULL, NULL, { 0 } },
};

/* Whether something is under way that a closed window should not end. */
static gboolean
is_busy (OrchApplication *self)
{
  OrchSetup *setup = orch_engine_get_setup (self->engine);

  for (guint kind = 0; kind <= ORCH_IMPORT_SERVICES; kind++)
    {
      OrchImportRun *run = setup != NULL ? orch_setup_get_run (setup, (OrchImportKind) kind)
                                         : orch_engine_get_run (self->engine, (OrchImportKind) kind);

      if (run != NULL && orch_import_run_get_state (run) == ORCH_IMPORT_RUNNING)
        return TRUE;
    }
  return setup != NULL && orch_creation_get_state (orch_setup_get_creation (setup)) == ORCH_CREATION_RUNNING;
}

static DexFuture *
on_ended (DexFuture *future, gpointer data)
{
  OrchApplication *self = data;

  self->ending = FALSE;
  if (self->again)
    {
      self->again = FALSE;
      start_engine (self);
      orch_shell_add_actions (GTK_APPLICATION (self), self->engine);
      g_application_activate (G_APPLICATION (self));
    }
  g_application_release (G_APPLICATION (self));
  return NULL;
}

/* Nothing keeps the process: what runs by itself ends before it does. */
static void
end_engine (OrchApplication *self)
{
  self->ending = TRUE;
  g_application_hold (G_APPLICATION (self));
  dex_future_disown (
      dex_future_finally (orch_engine_end (self->engine), on_ended, g_object_ref (self), g_object_unref));
}

static gboolean
on_background_time (gpointer data)
{
  OrchApplication *self = data;

  if (self->window == NULL && is_busy (self))
    return G_SOURCE_CONTINUE;
  self->finishing = FALSE;
  if (self->window == NULL && !orch_background_is_on (self->background))
    end_engine (self);
  g_application_release (G_APPLICATION (self));
  return G_SOURCE_REMOVE;
}

static gboolean
on_returned (gpointer data)
{
  g_application_release (G_APPLICATION (data));
  return G_SOURCE_REMOVE;
}

/* Training is over: the clinic that was kept in step before it is again, without a window. */
static void
return_to_real (OrchApplication *self)
{
  self->back_to_real = FALSE;
  self->training = FALSE;
  start_engine (self);
  orch_shell_add_actions (GTK_APPLICATION (self), self->engine);
  /* Until the engine is ready, and the background keeps the process itself. */
  g_application_hold (G_APPLICATION (self));
  g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, RETURN_S, on_returned, g_object_ref (self), g_object_unref);
}

static DexFuture *
on_kept (DexFuture *future, gpointer data)
{
  OrchApplication *self = data;

  if (self->window == NULL && !self->finishing && is_busy (self))
    {
      self->finishing = TRUE;
      g_application_hold (G_APPLICATION (self));
      g_timeout_add_full (G_PRIORITY_DEFAULT, 500, on_background_time, g_object_ref (self), g_object_unref);
    }
  else if (self->window == NULL && self->back_to_real)
    return_to_real (self);
  else if (self->window == NULL && !self->finishing && !orch_background_is_on (self->background))
    end_engine (self);
  g_application_release (G_APPLICATION (self));
  return NULL;
}

/* What was typed last is on disk before the process may end. */
static void
orch_application_window_removed (GtkApplication *application, GtkWindow *window)
{
  OrchApplication *self = ORCH_APPLICATION (application);

  if (self->window == window)
    {
      self->window = NULL;
      if (orch_background_is_on (self->background))
        {
          /* Whoever opens the window again is not necessarily who closed it. */
          orch_session_lock (orch_engine_get_session (self->engine));
          orch_background_tell (self->background);
        }
      g_application_hold (G_APPLICATION (self));
      dex_future_disown (
          dex_future_finally (orch_engine_flush (self->engine), on_kept, g_object_ref (self), g_object_unref));
    }
  GTK_APPLICATION_CLASS (orch_application_parent_class)->window_removed (application, window);
}

static gpointer
load_catalogue (gpointer unused)
{
  orch_catalogue_get_default ();
  return NULL;
}

/* In a thread; who needs the catalogue before it is there waits for it. */
static void
begin_catalogue (void)
{
  g_thread_unref (g_thread_new ("catalogue", load_catalogue, NULL));
}

/* What only starting needed (style sheets being read, the threads that helped) goes back to the system. */
static gboolean
on_started (gpointer unused)
{
  begin_catalogue ();
#ifdef __GLIBC__
  malloc_trim (0);
#endif
  return G_SOURCE_REMOVE;
}

static void
use_window (OrchApplication *self, GtkWindow *window)
{
  GtkWindow *old = self->window;

  if (old == NULL)
    g_idle_add_full (G_PRIORITY_LOW + 1, on_started, NULL, NULL);
  self->window = window;
  orch_bench_watch_window (window);
  gtk_window_present (window);
  if (old != NULL)
    gtk_window_destroy (old);
  show_conversation (self);
}

static DexFuture *
on_finished (DexFuture *future, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) == NULL)
    g_warning ("The set-up could not be finished: %s", error->message);
  return NULL;
}

static void
on_created (OrchApplication *self)
{
  dex_future_disown (dex_future_finally (orch_engine_finish_setup (self->engine), on_finished, NULL, NULL));
}

static GtkWindow *
new_setup_window (OrchApplication *self)
{
  OrchSetupWindow *window = orch_setup_window_new (GTK_APPLICATION (self), orch_engine_get_setup (self->engine),
                                                   orch_engine_is_training (self->engine));
  g_autoptr (GtkWidget) content = g_object_ref (adw_application_window_get_content (ADW_APPLICATION_WINDOW (window)));

  /* The wizard shows the clinic's and people's names: it hides behind the lock like the main window. */
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), NULL);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), orch_lock_bin_new (self->engine, content));
  g_signal_connect_object (window, "created", G_CALLBACK (on_created), self, G_CONNECT_SWAPPED);
  return GTK_WINDOW (window);
}

static void
on_join (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  OrchApplication *self = ORCH_APPLICATION (data);

  if (self->window != NULL && orch_engine_get_state (self->engine) == ORCH_ENGINE_WELCOME)
    adw_dialog_present (orch_join_dialog_new (self->engine), GTK_WIDGET (self->window));
}

static GtkWindow *
new_welcome_window (OrchApplication *self)
{
  OrchWelcomeWindow *window = orch_welcome_window_new (GTK_APPLICATION (self), self->engine);
  g_autoptr (GSimpleAction) join = g_simple_action_new ("join", NULL);

  g_signal_connect_object (join, "activate", G_CALLBACK (on_join), self, G_CONNECT_DEFAULT);
  g_action_map_add_action (G_ACTION_MAP (window), G_ACTION (join));
  return GTK_WINDOW (window);
}

static void
show_welcome (OrchApplication *self)
{
  if (!ORCH_IS_WELCOME_WINDOW (self->window))
    use_window (self, new_welcome_window (self));
  if (orch_engine_get_state (self->engine) != ORCH_ENGINE_WELCOME)
    return;
  if (self->link != NULL)
    {
      g_autofree char *link = g_steal_pointer (&self->link);

      orch_welcome_window_open_link (ORCH_WELCOME_WINDOW (self->window), link);
    }
  else if (self->start_training)
    {
      self->start_training = FALSE;
      orch_welcome_window_start_training (ORCH_WELCOME_WINDOW (self->window));
    }
}

/* Right after the activation the welcome goes on to the PIN; the wizard opens when there is one. */
static gboolean
waits_for_pin (OrchApplication *self)
{
  OrchSession *session = orch_engine_get_session (self->engine);

  if (!ORCH_IS_WELCOME_WINDOW (self->window) || !orch_session_needs_pin (session))
    return FALSE;
  g_signal_connect_object (session, "notify::needs-pin", G_CALLBACK (on_state), self, G_CONNECT_SWAPPED);
  return TRUE;
}

/* The windows are remade rather than changed: nothing of one state stays in another. */
static void
show_window (OrchApplication *self)
{
  if (self->engine == NULL)
    return;
  switch (orch_engine_get_state (self->engine))
    {
    case ORCH_ENGINE_READY:
      if (!ORCH_IS_WINDOW (self->window))
        use_window (self, orch_window_new (GTK_APPLICATION (self), self->engine));
      break;
    case ORCH_ENGINE_SETUP:
      if (waits_for_pin (self))
        break;
      if (!ORCH_IS_SETUP_WINDOW (self->window))
        use_window (self, new_setup_window (self));
      break;
    case ORCH_ENGINE_STARTING:
    case ORCH_ENGINE_KEYRING_LOCKED:
    case ORCH_ENGINE_KEYRING_MISSING:
    case ORCH_ENGINE_DAMAGED:
    case ORCH_ENGINE_NEWER:
    case ORCH_ENGINE_DISK_FULL:
    case ORCH_ENGINE_WELCOME:
    default:
      show_welcome (self);
    }
}

static void
stop_waiting (OrchApplication *self)
{
  g_clear_handle_id (&self->patience_source, g_source_remove);
  if (!self->wanted)
    return;
  self->wanted = FALSE;
  show_window (self);
  g_application_release (G_APPLICATION (self));
}

static gboolean
on_patience (gpointer data)
{
  OrchApplication *self = data;

  self->patience_source = 0;
  stop_waiting (self);
  return G_SOURCE_REMOVE;
}

static void
on_state (OrchApplication *self)
{
  if (self->wanted)
    stop_waiting (self);
  /* In the background no window opens by itself. */
  else if (self->window != NULL)
    show_window (self);
}

static void
start_engine (OrchApplication *self)
{
  g_autoptr (OrchPortalBrowser) browser = orch_portal_browser_new (GTK_APPLICATION (self));

  g_clear_object (&self->engine);
  g_clear_object (&self->clock);
  self->clock = self->training ? orch_training_clock_new (g_getenv ("ORCH_TRAINING_CLOCK")) : NULL;
  self->engine = orch_engine_new (self->training, self->training ? g_getenv ("ORCH_SANDBOX_URL") : NULL, NULL);
  orch_engine_set_browser (self->engine, browser);
  g_signal_connect_object (self->engine, "notify::state", G_CALLBACK (on_state), self, G_CONNECT_SWAPPED);
  if (self->background != NULL)
    orch_background_stop (self->background);
  g_clear_object (&self->background);
  self->background = orch_background_new (G_APPLICATION (self), self->engine);
  if (self->notices != NULL)
    orch_message_notices_clear (self->notices);
  g_clear_object (&self->notices);
  self->notices = orch_message_notices_new (G_APPLICATION (self), self->engine);
  orch_bench_watch_engine (self->engine);
  dex_future_disown (orch_engine_start (self->engine));
}

/* From the welcome of real data to training: another engine, apart from this one. */
static void
on_training (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  OrchApplication *self = ORCH_APPLICATION (data);
  GtkWindow *old = self->window;

  if (self->training)
    {
      if (ORCH_IS_WELCOME_WINDOW (self->window))
        orch_welcome_window_start_training (ORCH_WELCOME_WINDOW (self->window));
      /* Asked for again: the window that is there, or one for what goes on without. */
      g_application_activate (G_APPLICATION (self));
      return;
    }
  self->back_to_real = orch_background_is_on (self->background);
  self->training = TRUE;
  self->start_training = TRUE;
  start_engine (self);
  orch_shell_add_actions (GTK_APPLICATION (self), self->engine);
  self->window = NULL;
  use_window (self, new_welcome_window (self));
  if (old != NULL)
    gtk_window_destroy (old);
}

static void
orch_application_startup (GApplication *application)
{
  OrchApplication *self = ORCH_APPLICATION (application);

  static const char *const lock_keys[] = { "<Control>l", NULL };

  /* Both work in threads while GTK starts. The welcome needs no catalogue before its first frame. */
  start_engine (self);
  if (orch_engine_has_clinics (self->engine))
    begin_catalogue ();
  /* Before libadwaita looks for the style sheet and the icons among the resources. */
  orch_ui_init ();
  orch_toolkit_init ();
  G_APPLICATION_CLASS (orch_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.lock", lock_keys);
  orch_shell_add_actions (GTK_APPLICATION (self), self->engine);
  self->desktop = orch_desktop_watch_new ();
  g_signal_connect_object (self->desktop, "left", G_CALLBACK (on_left), self, G_CONNECT_SWAPPED);
  orch_text_warmth_end ();
}

static void
orch_application_activate (GApplication *application)
{
  OrchApplication *self = ORCH_APPLICATION (application);

  if (self->window != NULL)
    gtk_window_present (self->window);
  else if (self->ending)
    self->again = TRUE;
  else if (orch_engine_get_state (self->engine) != ORCH_ENGINE_STARTING)
    show_window (self);
  else if (!self->wanted)
    {
      /* The engine needs less than a tenth of a second: the right window at once is better than two in a row. */
      self->wanted = TRUE;
      g_application_hold (application);
      self->patience_source = g_timeout_add (PATIENCE_MS, on_patience, self);
    }
}

static void
orch_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  OrchApplication *self = ORCH_APPLICATION (application);

  if (n_files > 0)
    {
      g_free (self->link);
      self->link = g_file_get_uri (files[0]);
    }
  orch_application_activate (application);
  if (ORCH_IS_WELCOME_WINDOW (self->window))
    show_welcome (self);
}

static int
orch_application_handle_local_options (GApplication *application, GVariantDict *dict)
{
  OrchApplication *self = ORCH_APPLICATION (application);

  if (g_variant_dict_contains (dict, "version"))
    {
      g_print ("Orchestrateur %s\n", ORCH_VERSION);
      return 0;
    }
  self->training = g_variant_dict_contains (dict, "training");
  if (g_variant_dict_contains (dict, "verify-journal"))
    return orch_journal_command_run (self->training);
  /* The program is there already, maybe without a window: a plain start would show the real clinic. */
  if (self->training && g_application_register (application, NULL, NULL) && g_application_get_is_remote (application))
    {
      g_action_group_activate_action (G_ACTION_GROUP (application), "training", NULL);
      return 0;
    }
  return -1;
}

static void
orch_application_shutdown (GApplication *application)
{
  if (ORCH_APPLICATION (application)->notices != NULL)
    orch_message_notices_clear (ORCH_APPLICATION (application)->notices);
  orch_leaving_begin (ORCH_LEAVING_S);
  G_APPLICATION_CLASS (orch_application_parent_class)->shutdown (application);
}

static void
orch_application_finalize (GObject *object)
{
  OrchApplication *self = ORCH_APPLICATION (object);

  g_clear_handle_id (&self->patience_source, g_source_remove);
  g_clear_object (&self->desktop);
  g_clear_object (&self->background);
  g_clear_object (&self->notices);
  g_clear_object (&self->engine);
  g_clear_object (&self->clock);
  g_free (self->link);
  g_free (self->conversation);
  G_OBJECT_CLASS (orch_application_parent_class)->finalize (object);
}

static void
orch_application_class_init (OrchApplicationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_application_finalize;
  G_APPLICATION_CLASS (klass)->startup = orch_application_startup;
  G_APPLICATION_CLASS (klass)->activate = orch_application_activate;
  G_APPLICATION_CLASS (klass)->open = orch_application_open;
  G_APPLICATION_CLASS (klass)->shutdown = orch_application_shutdown;
  G_APPLICATION_CLASS (klass)->handle_local_options = orch_application_handle_local_options;
  GTK_APPLICATION_CLASS (klass)->window_removed = orch_application_window_removed;
}

static void
orch_application_init (OrchApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

OrchApplication *
orch_application_new (void)
{
  return g_object_new (ORCH_TYPE_APPLICATION, "application-id", ORCH_APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path", ORCH_RESOURCE_BASE, NULL);
}
