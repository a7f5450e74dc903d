/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the desktop shows when a patient has answered: once a conversation, with neither name nor text, and not after it was read, nor from before the
 * lock; a click asks for the conversation. A private bus plays the session's, with somebody on it who shows notifications. Source: security.md 16.
 */
#include <libdex.h>
#include <locale.h>

#include "../patience.h"
#include "../ui/fake-clinic.h"
#include "../ui/fake-messages.h"
#include "app/orch-message-notices.h"

#define PATH "/org/freedesktop/Notifications"
#define NAME "org.freedesktop.Notifications"

static const char interface_xml[] = "<node><interface name='" NAME "'>"
                                    "<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/>"
                                    "<arg type='s' direction='in'/><arg type='s' direction='in'/>"
                                    "<arg type='s' direction='in'/><arg type='as' direction='in'/>"
                                    "<arg type='a{sv}' direction='in'/><arg type='i' direction='in'/>"
                                    "<arg type='u' direction='out'/></method>"
                                    "<method name='CloseNotification'><arg type='u' direction='in'/></method>"
                                    "</interface></node>";

typedef struct
{
  GTestDBus *daemon;
  GDBusConnection *desktop; /* who has the name */
  GApplication *application;
  OrchEngine *engine;
  OrchMessageNotices *notices;
  GHashTable *shown; /* of ids of notifications */
  GString *texts;    /* all that was ever shown */
  GString *asked;    /* conversations that were clicked */
  guint n_shown;     /* ever */
  guint last_id;
} Fixture;

static Fixture desk;

static void
on_call (GDBusConnection *connection, const char *sender, const char *path, const char *interface, const char *method,
         GVariant *parameters, GDBusMethodInvocation *invocation, gpointer data)
{
  Fixture *fixture = data;
  guint id = 0;

  if (g_str_equal (method, "Notify"))
    {
      g_autofree char *text = g_variant_print (parameters, FALSE);

      g_variant_get_child (parameters, 1, "u", &id);
      if (id == 0)
        id = ++fixture->last_id;
      fixture->n_shown++;
      g_string_append_printf (fixture->texts, "%s\n", text);
      g_hash_table_add (fixture->shown, GUINT_TO_POINTER (id));
      g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", id));
      return;
    }
  g_variant_get (parameters, "(u)", &id);
  g_hash_table_remove (fixture->shown, GUINT_TO_POINTER (id));
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
on_open (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_string_append_printf (((Fixture *) data)->asked, "%s ", g_variant_get_string (parameter, NULL));
}

static void
play_desktop (Fixture *fixture)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_call };
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (interface_xml, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) owned = NULL;

  fixture->desktop = g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (fixture->daemon),
                                                             G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                                 G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                             NULL, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_register_object (fixture->desktop, PATH, info->interfaces[0], &vtable, fixture, NULL, &error);
  g_assert_no_error (error);
  owned =
      g_dbus_connection_call_sync (fixture->desktop, "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "RequestName",
                                   g_variant_new ("(su)", NAME, 0), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

/* Once: GLib knows one session bus in a process, and its notifications do not outlive their application. */
static void
begin (Fixture *fixture)
{
  const GActionEntry action = { .name = "open-conversation", .activate = on_open, .parameter_type = "s" };
  g_autoptr (GError) error = NULL;

  fixture->shown = g_hash_table_new (NULL, NULL);
  fixture->texts = g_string_new (NULL);
  fixture->asked = g_string_new (NULL);
  fixture->daemon = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (fixture->daemon);
  play_desktop (fixture);
  fixture->application = g_application_new (ORCH_APPLICATION_ID, G_APPLICATION_DEFAULT_FLAGS);
  g_action_map_add_action_entries (G_ACTION_MAP (fixture->application), &action, 1, fixture);
  g_application_register (fixture->application, NULL, &error);
  g_assert_no_error (error);
}

static void
round_trip (GDBusConnection *connection)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) id =
      g_dbus_connection_call_sync (connection, "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "GetId", NULL, NULL,
                                   G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

  g_assert_no_error (error);
}

/* What was asked of the desktop so far has been answered, and the answer taken in. */
static void
catch_up (Fixture *fixture)
{
  GDBusConnection *ours = g_application_get_dbus_connection (fixture->application);

  for (guint i = 0; i < 2; i++)
    {
      round_trip (ours);
      round_trip (fixture->desktop);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
}

static void
run (gconstpointer data)
{
  const FakeClinic scene = { .state = ORCH_ENGINE_READY,
                             .signed_in = TRUE,
                             .permission = ORCH_PERMISSION_PROFESSIONAL };

  desk.engine = fake_clinic_new (&scene);
  desk.notices = orch_message_notices_new (desk.application, desk.engine);
  desk.n_shown = 0;
  g_string_truncate (desk.texts, 0);
  ((void (*) (Fixture *)) data) (&desk);
  catch_up (&desk);
  orch_message_notices_clear (desk.notices);
  catch_up (&desk);
  g_assert_cmpuint (g_hash_table_size (desk.shown), ==, 0);
  g_clear_object (&desk.notices);
  g_clear_object (&desk.engine);
}

static gboolean
on_expired (gpointer data)
{
  g_error ("The condition waited for did not come");
  return G_SOURCE_REMOVE;
}

#define WAIT(condition)                                                                                                \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    guint source = g_timeout_add_seconds (kit_patience_s (20), on_expired, NULL);                                      \
    while (!(condition))                                                                                               \
      g_main_context_iteration (NULL, TRUE);                                                                           \
    g_source_remove (source);                                                                                          \
  }                                                                                                                    \
  G_STMT_END

static void
tell (Fixture *fixture, const char *signal, const char *id)
{
  fake_message_news_tell (orch_engine_get_news (fixture->engine), signal, id);
}

#define N_SHOWN(fixture) g_hash_table_size ((fixture)->shown)

static void
test_once (Fixture *fixture)
{
  tell (fixture, "arrived", "talk-1");
  WAIT (fixture->n_shown == 1);
  g_assert_nonnull (strstr (fixture->texts->str, "A patient has answered"));
  g_assert_nonnull (strstr (fixture->texts->str, orch_clinic_get_name (orch_engine_get_clinic (fixture->engine))));
  catch_up (fixture);
  /* Another answer in the same conversation is told in the same notification. */
  tell (fixture, "arrived", "talk-1");
  WAIT (fixture->n_shown == 2);
  g_assert_cmpuint (N_SHOWN (fixture), ==, 1);
  tell (fixture, "arrived", "talk-2");
  WAIT (N_SHOWN (fixture) == 2);
}

static void
test_withdrawn (Fixture *fixture)
{
  tell (fixture, "arrived", "talk-1");
  tell (fixture, "arrived", "talk-2");
  WAIT (N_SHOWN (fixture) == 2);
  catch_up (fixture);
  tell (fixture, "gone", "talk-1");
  WAIT (N_SHOWN (fixture) == 1);
  fake_clinic_set_session (fixture->engine, TRUE, TRUE, FALSE, ORCH_PERMISSION_PROFESSIONAL);
  WAIT (N_SHOWN (fixture) == 0);
  /* One that comes behind the lock says nothing that the lock hides. */
  tell (fixture, "arrived", "talk-3");
  WAIT (N_SHOWN (fixture) == 1);
  catch_up (fixture);
  orch_message_notices_clear (fixture->notices);
  WAIT (N_SHOWN (fixture) == 0);
}

static void
test_clicked (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  tell (fixture, "arrived", "talk-7");
  WAIT (N_SHOWN (fixture) == 1);
  catch_up (fixture);
  g_dbus_connection_emit_signal (fixture->desktop, NULL, PATH, NAME, "ActionInvoked",
                                 g_variant_new ("(us)", fixture->last_id, "default"), &error);
  g_assert_no_error (error);
  WAIT (fixture->asked->len > 0);
  g_assert_cmpstr (fixture->asked->str, ==, "talk-7 ");
  /* The desktop takes it away by itself. */
  g_hash_table_remove_all (fixture->shown);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_setenv ("GNOTIFICATION_BACKEND", "freedesktop", TRUE);
  begin (&desk);
  g_test_add_data_func ("/app/message-notices/once", test_once, run);
  g_test_add_data_func ("/app/message-notices/withdrawn", test_withdrawn, run);
  g_test_add_data_func ("/app/message-notices/clicked", test_clicked, run);
  return g_test_run ();
}
