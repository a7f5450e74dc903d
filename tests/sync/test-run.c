/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The synchronisation of a clinic that exists, against a sandbox: what a run brings and sends, and how runs queue, coalesce, end.
 */
#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "orch-small-emr.h"
#include "orch-story.h"

typedef struct
{
  OrchSandboxProcess *sandbox;
  Story *story;
  OrchSync *sync; /* borrowed */
} Desk;

static void
desk_use (Desk *desk)
{
  desk->sync = orch_engine_get_sync (desk->story->engine);
  g_assert_nonnull (desk->sync);
  orch_sync_set_automatic (desk->sync, FALSE);
}

static Desk *
desk_new (void)
{
  Desk *desk = g_new0 (Desk, 1);

  desk->sandbox = small_emr_start ();
  desk->story = story_new (desk->sandbox);
  story_set_up (desk->story);
  desk_use (desk);
  return desk;
}

static void
desk_free (Desk *desk)
{
  orch_clock_set_offset_us (0);
  story_free (desk->story);
  orch_sandbox_process_stop (desk->sandbox);
  g_free (desk);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free)

static guint
count_requests (Desk *desk)
{
  g_autoptr (JsonNode) requests = orch_sandbox_process_get (desk->sandbox, "/control/requests");

  return json_array_get_length (json_node_get_array (requests));
}

static void
test_brings_and_sends (void)
{
  g_autoptr (Desk) desk = desk_new ();

  g_assert_cmpuint (orch_sandbox_process_count (desk->sandbox, "HealthcareService"), ==, 4);
  small_emr_add_service (desk->sandbox, "serv-900", "Service tout neuf");
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_SERVICES));
  g_assert_false (orch_sync_get_running (desk->sync));
  g_assert_null (orch_sync_get_error (desk->sync));
  g_assert_cmpint (orch_sync_get_phase (desk->sync), ==, ORCH_SYNC_PHASE_IDLE);
  g_assert_cmpuint (orch_sandbox_process_count (desk->sandbox, "HealthcareService"), ==, 5);
}

#define DAYS 12

/* Everything an EMR has of a schedule comes to the store and goes to the hub, once. */
static void
test_first_run (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (OrchSyncRecord) record = NULL;
  const OrchSyncCounts *counts = NULL;

  small_emr_add_days (desk->sandbox, DAYS);
  record = story_wait_object (orch_sync_start (desk->sync, ORCH_SYNC_RECENT));
  g_assert_true (ORCH_IS_SYNC_RECORD (record));
  counts = &orch_sync_record_get_fields (record)->counts;
  g_assert_cmpint (orch_sync_record_get_fields (record)->state, ==, ORCH_STORE_RUN_SUCCEEDED);
  g_assert_cmpuint (counts->kinds[ORCH_STORE_APPOINTMENTS].changed, ==, DAYS);
  g_assert_cmpuint (counts->kinds[ORCH_STORE_PATIENTS].changed, ==, DAYS);
  g_assert_cmpuint (counts->kinds[ORCH_STORE_SLOTS].changed, ==, DAYS);
  g_assert_cmpuint (counts->kinds[ORCH_STORE_SCHEDULES].changed, ==, 1);
  g_assert_cmpuint (orch_sandbox_process_count (desk->sandbox, "Appointment"), ==, DAYS);
  g_assert_cmpuint (orch_sandbox_process_count (desk->sandbox, "Patient"), ==, DAYS);
  g_assert_cmpuint (orch_sandbox_process_count (desk->sandbox, "Slot"), ==, DAYS);
  g_assert_cmpuint (orch_sandbox_process_count (desk->sandbox, "Schedule"), ==, 1);
}

/* Everybody's clock. */
static void
move_clock (Desk *desk, int minutes)
{
  orch_clock_set_offset_us (minutes * 60 * G_GINT64_CONSTANT (1000000));
  orch_sandbox_process_order (desk->sandbox, "clock", "{\"offset_s\": %d}", minutes * 60);
}

/* What is not GET since the last call, and how many requests in all. */
static guint
count_since (Desk *desk, guint before, guint *writes)
{
  g_autoptr (JsonNode) requests = orch_sandbox_process_get (desk->sandbox, "/control/requests");
  JsonArray *array = json_node_get_array (requests);
  guint n = 0;

  *writes = 0;
  for (guint i = before; i < json_array_get_length (array); i++)
    {
      JsonObject *request = json_array_get_object_element (array, i);
      const char *path = json_object_get_string_member (request, "path");

      if (g_str_has_prefix (path, "/control") || g_str_has_suffix (path, "/token"))
        continue;
      n++;
      if (!g_str_equal (json_object_get_string_member (request, "method"), "GET"))
        {
          (*writes)++;
          g_test_message ("%s %s", json_object_get_string_member (request, "method"), path);
        }
      else
        g_test_message ("GET %s", path);
    }
  return n;
}

/* A quarter of an hour later nothing has changed: one question a kind, and nothing written. */
static void
test_nothing_changed (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (OrchSyncRecord) record = NULL;
  guint before = 0;
  guint writes = 0;

  small_emr_add_days (desk->sandbox, DAYS);
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_RECENT));
  move_clock (desk, 15);
  /* What this workstation wrote last comes back once. */
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_RECENT));
  move_clock (desk, 30);

  before = count_requests (desk);
  record = story_wait_object (orch_sync_start (desk->sync, ORCH_SYNC_RECENT));
  /* Hub: services, staff with their roles, settings. EMR: three of the directory, three of the schedule. */
  g_assert_cmpuint (count_since (desk, before, &writes), <=, 10);
  g_assert_cmpuint (writes, ==, 0);
  for (guint kind = 0; kind < ORCH_N_STORE_KINDS; kind++)
    g_assert_cmpuint (orch_sync_record_get_fields (record)->counts.kinds[kind].changed, ==, 0);
}

static void
test_coalesces (void)
{
  g_autoptr (Desk) desk = desk_new ();
  DexFuture *first = orch_sync_start (desk->sync, ORCH_SYNC_RECENT);
  DexFuture *same = orch_sync_start (desk->sync, ORCH_SYNC_RECENT);
  DexFuture *more = orch_sync_start (desk->sync, ORCH_SYNC_SERVICES);
  DexFuture *less = orch_sync_start (desk->sync, ORCH_SYNC_RECENT);

  g_assert_true (first == same);
  g_assert_true (first == less);
  g_assert_true (first != more);
  g_assert_true (orch_sync_get_running (desk->sync));
  story_wait_ok (first);
  story_wait_ok (same);
  story_wait_ok (less);
  story_wait_ok (more);
  g_assert_false (orch_sync_get_running (desk->sync));
  g_assert_cmpint (orch_sync_get_last (desk->sync, ORCH_SYNC_RECENT), >, 0);
}

static void
test_cancelled_then_again (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GError) error = NULL;
  DexFuture *run = NULL;

  small_emr_add_service (desk->sandbox, "serv-901", "Service lent");
  orch_sandbox_process_order (desk->sandbox, "fault",
                              "{\"path\": \"/emr/fhir/Practitioner\", \"kind\": \"stalled\", \"count\": 1}");
  run = orch_sync_start (desk->sync, ORCH_SYNC_RECENT);
  while (orch_sync_get_phase (desk->sync) != ORCH_SYNC_PHASE_STAFF)
    g_main_context_iteration (NULL, TRUE);
  orch_sync_cancel (desk->sync);
  g_assert_false (story_wait (run, &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_CANCELLED);
  g_assert_false (orch_sync_get_running (desk->sync));
  g_assert_null (orch_sync_get_error (desk->sync));

  orch_sandbox_process_clear_faults (desk->sandbox);
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_RECENT));
  g_assert_cmpuint (orch_sandbox_process_count (desk->sandbox, "HealthcareService"), ==, 5);
}

static void
test_emr_down (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GError) error = NULL;

  orch_sandbox_process_order (desk->sandbox, "fault", "{\"path\": \"/emr\", \"kind\": \"503\", \"count\": -1}");
  g_assert_false (story_wait (orch_sync_start (desk->sync, ORCH_SYNC_RECENT), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_SERVER_FAULT);
  g_assert_error (orch_sync_get_error (desk->sync), ORCH_ERROR, ORCH_ERROR_SERVER_FAULT);
  g_assert_cmpint (orch_sync_get_last (desk->sync, ORCH_SYNC_RECENT), ==, 0);

  orch_sandbox_process_clear_faults (desk->sandbox);
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_RECENT));
  g_assert_null (orch_sync_get_error (desk->sync));
}

static gboolean
has_run (gpointer data)
{
  Desk *desk = data;

  return !orch_sync_get_running (desk->sync) && orch_sync_get_last (desk->sync, ORCH_SYNC_RECENT) > 0;
}

/* The clock is moved half an hour on: a run begins by itself, and the next one is half an hour later. */
static void
test_by_itself (void)
{
  g_autoptr (Desk) desk = desk_new ();
  gint64 first = 0;

  g_assert_cmpint (orch_sync_get_next (desk->sync, ORCH_SYNC_RECENT), ==, 0);
  move_clock (desk, 1);
  orch_sync_set_automatic (desk->sync, TRUE);
  story_wait_until (has_run, desk);
  first = orch_sync_get_last (desk->sync, ORCH_SYNC_RECENT);
  g_assert_cmpint (orch_sync_get_next (desk->sync, ORCH_SYNC_RECENT), >, orch_clock_now_us ());

  const guint before = count_requests (desk);

  orch_sync_poke (desk->sync);
  g_assert_false (orch_sync_get_running (desk->sync));
  move_clock (desk, 33);
  orch_sync_poke (desk->sync);
  g_assert_true (orch_sync_get_running (desk->sync));
  story_wait_until (has_run, desk);
  g_assert_cmpint (orch_sync_get_last (desk->sync, ORCH_SYNC_RECENT), >, first);
  g_assert_cmpuint (count_requests (desk), >, before);

  orch_sync_pause (desk->sync);
  move_clock (desk, 120);
  orch_sync_poke (desk->sync);
  g_assert_false (orch_sync_get_running (desk->sync));
  g_assert_cmpint (orch_sync_get_next (desk->sync, ORCH_SYNC_RECENT), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/sync/brings-and-sends", test_brings_and_sends);
  g_test_add_func ("/sync/first-run", test_first_run);
  g_test_add_func ("/sync/nothing-changed", test_nothing_changed);
  g_test_add_func ("/sync/coalesces", test_coalesces);
  g_test_add_func ("/sync/cancelled-then-again", test_cancelled_then_again);
  g_test_add_func ("/sync/emr-down", test_emr_down);
  g_test_add_func ("/sync/by-itself", test_by_itself);
  return g_test_run ();
}
