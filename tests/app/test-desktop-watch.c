/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The desktop says on its buses that the person has gone. Two private buses play the system's and the session's, with somebody on them who has
 * the names of logind and of both screen savers, and a stranger who has none.
 */
#include "app/orch-desktop-watch.h"

#define PATIENCE_S 60
#define MARK_PATH "/ca/orchestrateur/Mark"

typedef struct
{
  GTestDBus *daemon;
  GDBusConnection *ours;     /* what the watch listens on */
  GDBusConnection *desktop;  /* who has the names */
  GDBusConnection *stranger; /* who has none */
} Bus;

typedef struct
{
  const char *name;
  GBusType bus;
  const char *path, *interface, *member;
  gboolean has_begins; /* says whether it begins or is over */
} Case;

static const Case cases[] = {
  { "sleep", G_BUS_TYPE_SYSTEM, "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep", TRUE },
  { "session", G_BUS_TYPE_SYSTEM, "/org/freedesktop/login1/session/_31", "org.freedesktop.login1.Session", "Lock",
    FALSE },
  { "gnome-screen", G_BUS_TYPE_SESSION, "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", TRUE },
  { "screen", G_BUS_TYPE_SESSION, "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged",
    TRUE },
};

static Bus buses[G_BUS_TYPE_SESSION + 1];

static GDBusConnection *
connect_to (GTestDBus *daemon, const char *const *names)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *connection =
      g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (daemon),
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autoptr (GVariant) owned =
          g_dbus_connection_call_sync (connection, "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "RequestName",
                                       g_variant_new ("(su)", names[i], 0), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                                       &error);

      g_assert_no_error (error);
    }
  return connection;
}

static void
bus_start (GBusType type, const char *variable, const char *const *names)
{
  Bus *bus = &buses[type];
  g_autoptr (GError) error = NULL;

  bus->daemon = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus->daemon);
  g_setenv (variable, g_test_dbus_get_bus_address (bus->daemon), TRUE);
  bus->desktop = connect_to (bus->daemon, names);
  bus->stranger = connect_to (bus->daemon, NULL);
  bus->ours = g_bus_get_sync (type, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_set_exit_on_close (bus->ours, FALSE);
}

static void
bus_stop (Bus *bus)
{
  g_clear_object (&bus->desktop);
  g_clear_object (&bus->stranger);
  g_clear_object (&bus->ours);
  g_test_dbus_down (bus->daemon);
  g_clear_object (&bus->daemon);
}

static void
say (GDBusConnection *who, const Case *what, gboolean begins)
{
  g_autoptr (GError) error = NULL;

  g_dbus_connection_emit_signal (who, NULL, what->path, what->interface, what->member,
                                 what->has_begins ? g_variant_new ("(b)", begins) : NULL, &error);
  g_assert_no_error (error);
}

static void
on_mark (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *member,
         GVariant *parameters, gpointer data)
{
  *(gboolean *) data = TRUE;
}

static gboolean
on_late (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Until all that @who said before was heard: what one says arrives in order. */
static void
hear (const Bus *bus, GDBusConnection *who)
{
  gboolean is_heard = FALSE, is_late = FALSE;
  guint subscription = g_dbus_connection_signal_subscribe (bus->ours, NULL, NULL, "Mark", MARK_PATH, NULL,
                                                           G_DBUS_SIGNAL_FLAGS_NONE, on_mark, &is_heard, NULL);
  guint timeout = g_timeout_add_seconds (PATIENCE_S, on_late, &is_late);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = NULL;

  /* An answer means that the bus knows the subscription. */
  answer = g_dbus_connection_call_sync (bus->ours, "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "GetId", NULL,
                                        NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_emit_signal (who, NULL, MARK_PATH, "ca.orchestrateur.Mark", "Mark", NULL, &error);
  g_assert_no_error (error);
  while (!is_heard && !is_late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (is_heard);
  g_dbus_connection_signal_unsubscribe (bus->ours, subscription);
  if (!is_late)
    g_source_remove (timeout);
}

static void
on_left (guint *n_left)
{
  (*n_left)++;
}

/* The watch asks for its buses by itself; it hears when it has heard one. */
static OrchDesktopWatch *
watch_new (const Case *what, guint *n_left)
{
  const Bus *bus = &buses[what->bus];
  OrchDesktopWatch *watch = orch_desktop_watch_new ();
  gint64 end = g_get_monotonic_time () + PATIENCE_S * G_USEC_PER_SEC;

  g_signal_connect_swapped (watch, "left", G_CALLBACK (on_left), n_left);
  while (*n_left == 0 && g_get_monotonic_time () < end)
    {
      say (bus->desktop, what, TRUE);
      hear (bus, bus->desktop);
    }
  g_assert_cmpuint (*n_left, >, 0);
  *n_left = 0;
  return watch;
}

static void
test_left (gconstpointer data)
{
  const Case *what = data;
  const Bus *bus = &buses[what->bus];
  guint n_left = 0;
  g_autoptr (OrchDesktopWatch) watch = watch_new (what, &n_left);

  say (bus->desktop, what, TRUE);
  hear (bus, bus->desktop);
  g_assert_cmpuint (n_left, ==, 1);

  /* Coming back is not leaving. */
  if (what->has_begins)
    {
      say (bus->desktop, what, FALSE);
      hear (bus, bus->desktop);
      g_assert_cmpuint (n_left, ==, 1);
    }

  /* Nor is what somebody says who is not the desktop. */
  say (bus->stranger, what, TRUE);
  hear (bus, bus->stranger);
  g_assert_cmpuint (n_left, ==, 1);

  say (bus->desktop, what, TRUE);
  hear (bus, bus->desktop);
  g_assert_cmpuint (n_left, ==, 2);
}

/* Gone before its buses came, or after: nothing is called that is no longer there. */
static void
test_gone (void)
{
  const Bus *bus = &buses[cases[0].bus];
  guint n_left = 0;
  OrchDesktopWatch *watch = orch_desktop_watch_new ();

  g_assert_finalize_object (watch);
  hear (bus, bus->desktop);
  watch = watch_new (&cases[0], &n_left);
  g_assert_finalize_object (watch);
  say (bus->desktop, &cases[0], TRUE);
  hear (bus, bus->desktop);
  g_assert_cmpuint (n_left, ==, 0);
}

int
main (int argc, char *argv[])
{
  int status = 0;

  g_test_init (&argc, &argv, NULL);
  bus_start (G_BUS_TYPE_SESSION, "DBUS_SESSION_BUS_ADDRESS",
             (const char *[]) { "org.gnome.ScreenSaver", "org.freedesktop.ScreenSaver", NULL });
  bus_start (G_BUS_TYPE_SYSTEM, "DBUS_SYSTEM_BUS_ADDRESS", (const char *[]) { "org.freedesktop.login1", NULL });
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/desktop-watch/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_left);
    }
  g_test_add_func ("/desktop-watch/gone", test_gone);
  status = g_test_run ();
  bus_stop (&buses[G_BUS_TYPE_SESSION]);
  bus_stop (&buses[G_BUS_TYPE_SYSTEM]);
  return status;
}
