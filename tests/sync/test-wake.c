/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A machine that slept, a network that came back: what was due meanwhile runs once, and what waited for its next try is tried at once.
 * A private bus plays the system's, with somebody on it who has logind's name.
 */
#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "story-desk.h"
#include "sync/orch-engine-private.h"

#define N_WAITING 24

static GDBusConnection *logind; /* a connection that owns the name */
static guint begun;             /* runs of this desk */

static void
on_running (OrchSync *sync)
{
  begun += orch_sync_get_running (sync);
}

static gboolean
has_run (gpointer data)
{
  Desk *desk = data;

  return !orch_sync_get_running (desk->sync) && orch_sync_get_last (desk->sync, ORCH_SYNC_RECENT) > 0;
}

static Desk *
begin (void)
{
  Desk *desk = desk_new ();

  desk_move_clock (desk, 1);
  orch_sync_set_automatic (desk->sync, TRUE);
  story_wait_until (has_run, desk);
  begun = 0;
  g_signal_connect (desk->sync, "notify::running", G_CALLBACK (on_running), NULL);
  return desk;
}

static void
tell_sleep (gboolean falls_asleep)
{
  g_autoptr (GError) error = NULL;

  g_dbus_connection_emit_signal (logind, NULL, "/org/freedesktop/login1", "org.freedesktop.login1.Manager",
                                 "PrepareForSleep", g_variant_new ("(b)", falls_asleep), &error);
  g_assert_no_error (error);
}

static gboolean
has_begun_again (gpointer data)
{
  Desk *desk = data;

  return begun > 0 && !orch_sync_get_running (desk->sync);
}

/* Asleep over the time of two runs: one on waking. */
static void
test_slept (void)
{
  g_autoptr (Desk) desk = begin ();

  tell_sleep (TRUE);
  desk_move_clock (desk, 90);
  tell_sleep (FALSE);
  story_wait_until (has_begun_again, desk);
  g_assert_cmpint (orch_sync_get_next (desk->sync, ORCH_SYNC_RECENT), >, orch_clock_now_us ());
  orch_sync_poke (desk->sync);
  g_assert_cmpuint (begun, ==, 1);
  g_assert_null (orch_sync_get_error (desk->sync));
}

static gboolean
has_failed (gpointer data)
{
  Desk *desk = data;

  return !orch_sync_get_running (desk->sync) && orch_sync_get_error (desk->sync) != NULL;
}

static gboolean
has_recovered (gpointer data)
{
  Desk *desk = data;

  return !orch_sync_get_running (desk->sync) && orch_sync_get_error (desk->sync) == NULL;
}

static gboolean
is_offline (gpointer data)
{
  gboolean online = TRUE;

  g_object_get (((Desk *) data)->story->engine, "online", &online, NULL);
  return !online;
}

static gboolean
has_sent (gpointer data)
{
  guint waiting = 1;
  gboolean online = FALSE;

  g_object_get (((Desk *) data)->story->engine, "waiting", &waiting, "online", &online, NULL);
  return online && waiting == 0;
}

/* The hub was away, and runs failed in a row: when the network says that it changed and the hub answers, nobody waits for the back-off. */
static void
test_network_back (void)
{
  g_autoptr (Desk) desk = begin ();
  OrchServiceDesk *services = orch_engine_get_services (desk->story->engine);
  g_autoptr (OrchService) service = NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  service = story_wait_object (orch_store_find_by_emr_id (desk->story->engine->store, ORCH_STORE_SERVICES, "serv-1"));
  g_ptr_array_add (ids, (gpointer) orch_service_get_fields (service)->id);
  orch_sandbox_process_order (desk->sandbox, "fault", "{\"path\": \"/\", \"kind\": \"cut-before\", \"count\": -1}");
  story_wait_ok (orch_service_desk_act (services, ids, ORCH_SERVICE_EXCLUDE, NULL));
  for (guint i = 0; i < 3; i++)
    g_assert_false (story_wait (orch_sync_start (desk->sync, ORCH_SYNC_RECENT), NULL));
  story_wait_until (has_failed, desk);
  story_wait_until (is_offline, desk);
  /* Minutes away. */
  g_assert_cmpint (orch_sync_get_next (desk->sync, ORCH_SYNC_RECENT), >,
                   orch_clock_now_us () + 60 * G_GINT64_CONSTANT (1000000));

  /* A network that is back without our hub changes nothing of it for long. */
  g_signal_emit_by_name (g_network_monitor_get_default (), "network-changed", TRUE);
  begun = 0;
  desk_move_clock (desk, 35);
  orch_sync_poke (desk->sync);
  story_wait_until (has_begun_again, desk);
  g_assert_true (is_offline (desk));
  g_assert_nonnull (orch_sync_get_error (desk->sync));

  orch_sandbox_process_clear_faults (desk->sandbox);
  desk_move_clock (desk, 70);
  g_signal_emit_by_name (g_network_monitor_get_default (), "network-changed", TRUE);
  story_wait_until (has_sent, desk);
  story_wait_until (has_recovered, desk);
}

/* Of everything that waits, only what was under way when the hub went has been tried. */
static guint
count_tried (Desk *desk)
{
  g_autoptr (DexFuture) listed = orch_store_outbox_list (desk->story->engine->store, N_WAITING * 2);
  GPtrArray *rows = NULL;
  guint tried = 0;

  story_wait_ok (dex_ref (listed));
  rows = g_value_get_boxed (dex_future_get_value (listed, NULL));
  g_assert_cmpuint (rows->len, ==, N_WAITING);
  for (guint i = 0; i < rows->len; i++)
    tried += orch_outbox_row_get_fields (rows->pdata[i])->attempts > 0;
  return tried;
}

typedef struct
{
  OrchHubAccess *access; /* borrowed */
  guint requests;
} Asked;

static gboolean
has_asked (gpointer data)
{
  Asked *asked = data;

  return orch_hub_access_get_requests (asked->access) > asked->requests;
}

/* While the hub is away, a question that costs it nothing is asked now and then; what waits is left in peace, however much it is. */
static void
test_probed_only (void)
{
  g_autoptr (Desk) desk = begin ();
  OrchStore *store = desk->story->engine->store;
  Asked asked = { .access = desk->story->engine->access };
  const OrchActor actor = { .id = "wake", .permission = ORCH_PERMISSION_WORKSTATION, .workstation = "wake" };
  guint tried = 0;

  orch_sync_set_automatic (desk->sync, FALSE);
  orch_sandbox_process_order (desk->sandbox, "fault", "{\"path\": \"/\", \"kind\": \"cut-before\", \"count\": -1}");
  for (guint i = 0; i < N_WAITING; i++)
    {
      g_autofree char *group = g_strdup_printf ("sync-wake-%02u", i);

      story_wait_ok (orch_store_set_setting (store, &actor, group, "some", TRUE));
    }
  orch_outbox_pump_kick (desk->story->engine->pump);
  story_wait_until (is_offline, desk);
  tried = count_tried (desk);
  asked.requests = orch_hub_access_get_requests (asked.access);
  story_wait_until (has_asked, &asked);
  g_assert_cmpuint (count_tried (desk), ==, tried);
  g_assert_cmpuint (tried, <, N_WAITING);

  /* Nor is it asked each time that something is added: who works on without it would have it asked less and less. */
  asked.requests = orch_hub_access_get_requests (asked.access);
  for (guint i = 0; i < N_WAITING; i++)
    story_wait_ok (orch_store_set_setting (store, &actor, "sync-wake-00", i % 2 == 0 ? "other" : "some", TRUE));
  g_assert_cmpuint (orch_hub_access_get_requests (asked.access), <, asked.requests + N_WAITING / 2);

  orch_sandbox_process_clear_faults (desk->sandbox);
  g_signal_emit_by_name (g_network_monitor_get_default (), "network-changed", TRUE);
  story_wait_until (has_sent, desk);
}

/* The clock was hours ahead when the hub asked to be left alone for a moment, and was put right then: nobody waits for those hours. */
static void
test_clock_put_back (void)
{
  g_autoptr (Desk) desk = begin ();
  OrchServiceDesk *services = orch_engine_get_services (desk->story->engine);
  g_autoptr (OrchService) service = NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  orch_sync_set_automatic (desk->sync, FALSE);
  service = story_wait_object (orch_store_find_by_emr_id (desk->story->engine->store, ORCH_STORE_SERVICES, "serv-1"));
  g_ptr_array_add (ids, (gpointer) orch_service_get_fields (service)->id);
  desk_move_clock (desk, 300);
  orch_sandbox_process_order (desk->sandbox, "fault",
                              "{\"path\": \"/hub\", \"kind\": \"503\", \"count\": -1, \"retry_after\": 1}");
  story_wait_ok (orch_service_desk_act (services, ids, ORCH_SERVICE_EXCLUDE, NULL));
  story_wait (orch_outbox_pump_flush (desk->story->engine->pump), NULL);
  g_assert_false (has_sent (desk));

  orch_sandbox_process_clear_faults (desk->sandbox);
  desk_move_clock (desk, 1);
  orch_outbox_pump_kick (desk->story->engine->pump);
  story_wait_until (has_sent, desk);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GTestDBus) bus = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) owned = NULL;
  int status = 0;

  g_test_init (&argc, &argv, NULL);
  dex_init ();
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", g_test_dbus_get_bus_address (bus), TRUE);
  logind = g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (bus),
                                                   G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                       G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                   NULL, NULL, &error);
  g_assert_no_error (error);
  owned = g_dbus_connection_call_sync (logind, "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "RequestName",
                                       g_variant_new ("(su)", "org.freedesktop.login1", 0), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  g_test_add_func ("/wake/slept", test_slept);
  g_test_add_func ("/wake/network-back", test_network_back);
  g_test_add_func ("/wake/probed-only", test_probed_only);
  g_test_add_func ("/wake/clock-put-back", test_clock_put_back);
  status = g_test_run ();
  g_clear_object (&logind);
  g_test_dbus_stop (bus);
  return status;
}
