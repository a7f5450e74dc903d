/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * logind says when the machine wakes, GNetworkMonitor when the network changes; either may be missing. A change comes in a burst
 * (link, address, route): one wake is told at its end.
 */
#include "orch-wake-watch.h"

#define BURST_S 1

struct _OrchWakeWatch
{
  GObject parent_instance;

  /* owned */
  GDBusConnection *bus; /* (nullable): the system's */
  GCancellable *cancellable;

  guint subscription;
  guint source;
};

enum
{
  SIGNAL_WOKE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchWakeWatch, orch_wake_watch, G_TYPE_OBJECT)

static gboolean
on_burst_over (gpointer data)
{
  OrchWakeWatch *self = data;

  self->source = 0;
  g_signal_emit (self, signals[SIGNAL_WOKE], 0);
  return G_SOURCE_REMOVE;
}

static void
wake (OrchWakeWatch *self)
{
  if (self->source == 0)
    self->source = g_timeout_add_seconds (BURST_S, on_burst_over, self);
}

static void
on_network_changed (GNetworkMonitor *monitor, gboolean available, OrchWakeWatch *self)
{
  if (available)
    wake (self);
}

static void
on_prepare_for_sleep (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
                      const char *name, GVariant *parameters, gpointer data)
{
  gboolean falls_asleep = TRUE;

  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    g_variant_get (parameters, "(b)", &falls_asleep);
  if (!falls_asleep)
    wake (data);
}

static void
on_bus (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);
  OrchWakeWatch *self = data;

  /* No system bus, or we are gone: the clock's own jumps still tell. */
  if (bus == NULL)
    return;
  self->bus = g_steal_pointer (&bus);
  self->subscription =
      g_dbus_connection_signal_subscribe (self->bus, "org.freedesktop.login1", "org.freedesktop.login1.Manager",
                                          "PrepareForSleep", "/org/freedesktop/login1", NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                          on_prepare_for_sleep, self, NULL);
}

static void
orch_wake_watch_finalize (GObject *object)
{
  OrchWakeWatch *self = ORCH_WAKE_WATCH (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->bus != NULL)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);
  g_clear_object (&self->bus);
  G_OBJECT_CLASS (orch_wake_watch_parent_class)->finalize (object);
}

static void
orch_wake_watch_class_init (OrchWakeWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_wake_watch_finalize;

  signals[SIGNAL_WOKE] =
      g_signal_new ("woke", ORCH_TYPE_WAKE_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
orch_wake_watch_init (OrchWakeWatch *self)
{
  self->cancellable = g_cancellable_new ();
}

OrchWakeWatch *
orch_wake_watch_new (void)
{
  OrchWakeWatch *self = g_object_new (ORCH_TYPE_WAKE_WATCH, NULL);

  g_signal_connect_object (g_network_monitor_get_default (), "network-changed", G_CALLBACK (on_network_changed), self,
                           G_CONNECT_DEFAULT);
  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, on_bus, self);
  return self;
}
