/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-desktop-watch.h. One table of signals, with what in each means that the person is gone.
 */
#include "orch-desktop-watch.h"

static const struct
{
  GBusType bus;
  const char *sender;
  const char *interface;
  const char *member;
  const char *path; /* (nullable): any */
} sources[] = {
  { G_BUS_TYPE_SYSTEM, "org.freedesktop.login1", "org.freedesktop.login1.Manager", "PrepareForSleep",
    "/org/freedesktop/login1" },
  /* Somebody else's session locks too, rarely: theirs is not told from ours. */
  { G_BUS_TYPE_SYSTEM, "org.freedesktop.login1", "org.freedesktop.login1.Session", "Lock", NULL },
  { G_BUS_TYPE_SESSION, "org.gnome.ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", NULL },
  { G_BUS_TYPE_SESSION, "org.freedesktop.ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", NULL },
};

struct _OrchDesktopWatch
{
  GObject parent_instance;

  /* owned */
  GDBusConnection *buses[G_BUS_TYPE_SESSION + 1]; /* (nullable) */
  GCancellable *cancellable;

  guint subscriptions[G_N_ELEMENTS (sources)];
};

enum
{
  SIGNAL_LEFT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchDesktopWatch, orch_desktop_watch, G_TYPE_OBJECT)

/* PrepareForSleep and ActiveChanged say whether it begins or is over; Lock says nothing more. */
static void
on_signal (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *name,
           GVariant *parameters, gpointer data)
{
  gboolean begins = TRUE;

  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    g_variant_get (parameters, "(b)", &begins);
  if (begins)
    g_signal_emit (data, signals[SIGNAL_LEFT], 0);
}

static void
use_bus (OrchDesktopWatch *self, GBusType type, GDBusConnection *bus)
{
  self->buses[type] = bus;
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    if (sources[i].bus == type)
      self->subscriptions[i] =
          g_dbus_connection_signal_subscribe (bus, sources[i].sender, sources[i].interface, sources[i].member,
                                              sources[i].path, NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_signal, self, NULL);
}

static void
on_system_bus (GObject *object, GAsyncResult *result, gpointer data)
{
  GDBusConnection *bus = g_bus_get_finish (result, NULL);

  /* No such bus, or we are gone. */
  if (bus != NULL)
    use_bus (data, G_BUS_TYPE_SYSTEM, bus);
}

static void
on_session_bus (GObject *object, GAsyncResult *result, gpointer data)
{
  GDBusConnection *bus = g_bus_get_finish (result, NULL);

  if (bus != NULL)
    use_bus (data, G_BUS_TYPE_SESSION, bus);
}

static void
orch_desktop_watch_finalize (GObject *object)
{
  OrchDesktopWatch *self = ORCH_DESKTOP_WATCH (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    if (self->subscriptions[i] != 0)
      g_dbus_connection_signal_unsubscribe (self->buses[sources[i].bus], self->subscriptions[i]);
  for (guint i = 0; i < G_N_ELEMENTS (self->buses); i++)
    g_clear_object (&self->buses[i]);
  G_OBJECT_CLASS (orch_desktop_watch_parent_class)->finalize (object);
}

static void
orch_desktop_watch_class_init (OrchDesktopWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_desktop_watch_finalize;
  signals[SIGNAL_LEFT] =
      g_signal_new ("left", ORCH_TYPE_DESKTOP_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
orch_desktop_watch_init (OrchDesktopWatch *self)
{
  self->cancellable = g_cancellable_new ();
}

OrchDesktopWatch *
orch_desktop_watch_new (void)
{
  OrchDesktopWatch *self = g_object_new (ORCH_TYPE_DESKTOP_WATCH, NULL);

  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, on_system_bus, self);
  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, on_session_bus, self);
  return self;
}
