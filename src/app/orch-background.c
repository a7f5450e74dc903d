/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A hold on the application, and an entry of the desktop's autostart: a file outside a sandbox, the Background portal inside one.
 */
#include "orch-background.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <libportal/portal.h>

#include "ui/orch-ui.h"

#define KEY "run-in-background"
#define TOLD_KEY "background-told"

struct _OrchBackground
{
  GObject parent_instance;

  /* owned */
  OrchEngine *engine;
  GSettings *settings;
  XdpPortal *portal; /* (nullable): in a sandbox only */

  GApplication *application; /* (not owned): owns us */

  gboolean held;
  gboolean stopped;
};

G_DEFINE_FINAL_TYPE (OrchBackground, orch_background, G_TYPE_OBJECT)

static void
on_requested (GObject *object, GAsyncResult *result, gpointer unused)
{
  g_autoptr (GError) error = NULL;

  if (!xdp_portal_request_background_finish (XDP_PORTAL (object), result, &error))
    g_message ("The desktop does not let the program run in the background: %s",
               error != NULL ? error->message : "refused");
}

static void
ask_portal (OrchBackground *self)
{
  g_autoptr (GPtrArray) command = g_ptr_array_new ();

  g_ptr_array_add (command, (gpointer) "orchestrateur");
  g_ptr_array_add (command, (gpointer) "--gapplication-service");
  xdp_portal_request_background (self->portal, NULL,
                                 _ ("The clinic and its hub are kept in step while the window is closed."), command,
                                 self->held ? XDP_BACKGROUND_FLAG_AUTOSTART : XDP_BACKGROUND_FLAG_NONE, NULL,
                                 on_requested, NULL);
}

gboolean
orch_background_write_autostart (const char *config_dir, const char *program, GError **error)
{
  g_autofree char *folder = g_build_filename (config_dir, "autostart", NULL);
  g_autofree char *path = g_build_filename (folder, ORCH_APPLICATION_ID ".desktop", NULL);
  g_autofree char *quoted = NULL;
  g_autofree char *text = NULL;
  g_autofree char *there = NULL;

  g_return_val_if_fail (config_dir != NULL, FALSE);

  if (program == NULL)
    {
      if (g_unlink (path) == 0 || errno == ENOENT)
        return TRUE;
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s cannot be removed", path);
      return FALSE;
    }
  /* A desktop entry quotes with double quotes; what they would not hold is in no path of ours. */
  quoted = g_strdup_printf ("\"%s\"", program);
  text = g_strdup_printf ("[Desktop Entry]\nType=Application\nName=Orchestrateur\nIcon=%s\n"
                          "Exec=%s --gapplication-service\nNoDisplay=true\nX-GNOME-Autostart-enabled=true\n",
                          ORCH_APPLICATION_ID, strchr (program, ' ') != NULL ? quoted : program);
  if (g_file_get_contents (path, &there, NULL, NULL) && g_str_equal (there, text))
    return TRUE;
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s cannot be made", folder);
      return FALSE;
    }
  return g_file_set_contents (path, text, -1, error);
}

static void
update_autostart (OrchBackground *self)
{
  g_autoptr (GError) error = NULL;

  if (self->portal != NULL)
    {
      ask_portal (self);
      return;
    }
  /* From a build directory nothing is started with the session. */
  if (self->held && !g_file_test (ORCH_PROGRAM, G_FILE_TEST_IS_EXECUTABLE))
    return;
  if (!orch_background_write_autostart (g_get_user_config_dir (), self->held ? ORCH_PROGRAM : NULL, &error))
    g_warning ("The program will not start with the session: %s", error->message);
}

static void
set_held (OrchBackground *self, gboolean held)
{
  if (self->held == held)
    return;
  self->held = held;
  if (held)
    g_application_hold (self->application);
  else
    g_application_release (self->application);
}

static void
update (OrchBackground *self)
{
  if (self->stopped || orch_engine_is_training (self->engine))
    return;
  switch (orch_engine_get_state (self->engine))
    {
    case ORCH_ENGINE_READY:
      set_held (self, g_settings_get_boolean (self->settings, KEY));
      update_autostart (self);
      break;
    case ORCH_ENGINE_WELCOME:
      set_held (self, FALSE);
      update_autostart (self);
      break;
    case ORCH_ENGINE_STARTING:
    case ORCH_ENGINE_SETUP:
    case ORCH_ENGINE_KEYRING_LOCKED:
    case ORCH_ENGINE_KEYRING_MISSING:
    case ORCH_ENGINE_DAMAGED:
    case ORCH_ENGINE_NEWER:
    case ORCH_ENGINE_DISK_FULL:
    default:
      /* Nothing to keep running; whether it starts with the session is as it was. */
      set_held (self, FALSE);
    }
}

static void
orch_background_dispose (GObject *object)
{
  OrchBackground *self = ORCH_BACKGROUND (object);

  orch_background_stop (self);
  g_clear_object (&self->engine);
  g_clear_object (&self->settings);
  g_clear_object (&self->portal);
  G_OBJECT_CLASS (orch_background_parent_class)->dispose (object);
}

static void
orch_background_class_init (OrchBackgroundClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = orch_background_dispose;
}

static void
orch_background_init (OrchBackground *self)
{
  self->settings = g_settings_new (ORCH_APPLICATION_ID);
}

OrchBackground *
orch_background_new (GApplication *application, OrchEngine *engine)
{
  OrchBackground *self = NULL;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_BACKGROUND, NULL);
  self->application = application;
  self->engine = g_object_ref (engine);
  if (xdp_portal_running_under_sandbox ())
    self->portal = xdp_portal_new ();
  g_signal_connect_object (engine, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::" KEY, G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}

gboolean
orch_background_is_on (OrchBackground *self)
{
  g_return_val_if_fail (ORCH_IS_BACKGROUND (self), FALSE);

  return self->held;
}

void
orch_background_stop (OrchBackground *self)
{
  g_return_if_fail (ORCH_IS_BACKGROUND (self));

  self->stopped = TRUE;
  set_held (self, FALSE);
}

void
orch_background_tell (OrchBackground *self)
{
  g_autoptr (GNotification) notification = NULL;

  g_return_if_fail (ORCH_IS_BACKGROUND (self));

  if (!self->held || g_settings_get_boolean (self->settings, TOLD_KEY))
    return;
  g_settings_set_boolean (self->settings, TOLD_KEY, TRUE);
  notification = g_notification_new (_ ("Orchestrateur goes on in the background"));
  g_notification_set_body (notification,
                           _ ("The clinic and its hub are kept in step. This can be changed in the preferences."));
  g_application_send_notification (self->application, "background", notification);
}
