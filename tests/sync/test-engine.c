/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The set-up of a clinic from the activation e-mail to a created clinic, against a real sandbox: what the hub holds afterwards, and
 * what a restart, a lost hub or a second workstation change.
 */
#include <string.h>

#include "orch-hub-look.h"
#include "orch-story.h"
#include "sync/orch-engine-private.h"

static guint
count_emr_practitioners (OrchSandboxProcess *sandbox)
{
  return orch_sandbox_process_count (sandbox, "Practitioner");
}

static void
test_happy_path (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  const guint people_before = count_emr_practitioners (sandbox);
  g_autoptr (Story) story = story_new (sandbox);
  OrchSetup *setup = NULL;

  story_start (story);
  g_assert_cmpint (orch_engine_get_state (story->engine), ==, ORCH_ENGINE_WELCOME);
  story_activate (story);
  story_identify (story);
  story_connect_emr (story);
  setup = orch_engine_get_setup (story->engine);

  story_import (story, ORCH_IMPORT_STAFF);
  g_assert_cmpint (orch_import_run_get_state (orch_setup_get_run (setup, ORCH_IMPORT_STAFF)), ==, ORCH_IMPORT_SUCCESS);
  g_assert_cmpuint (orch_import_run_get_counts (orch_setup_get_run (setup, ORCH_IMPORT_STAFF))->usable, ==, 25);
  story_import (story, ORCH_IMPORT_SERVICES);
  g_assert_cmpint (orch_import_run_get_state (orch_setup_get_run (setup, ORCH_IMPORT_SERVICES)), ==,
                   ORCH_IMPORT_SUCCESS);
  g_assert_cmpuint (orch_import_run_get_counts (orch_setup_get_run (setup, ORCH_IMPORT_SERVICES))->usable, ==, 40);
  story_create (story);

  g_assert_cmpuint (count_emr_practitioners (sandbox), ==, people_before + 25);
  g_assert_cmpuint (orch_sandbox_process_count (sandbox, "HealthcareService"), ==, 40);
  g_assert_cmpuint (orch_sandbox_process_count (sandbox, "Endpoint"), ==, 1);
  g_assert_cmpuint (orch_sandbox_process_count (sandbox, "Device"), ==, 1);
  g_assert_cmpuint (orch_sandbox_process_count (sandbox, "DocumentReference"), ==, 1);
}

static void
test_restart_in_the_middle (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  g_autoptr (Story) story = story_new (sandbox);
  g_autoptr (OrchSecret) pin = orch_secret_new (STORY_PIN, strlen (STORY_PIN));
  g_autoptr (OrchSecret) wrong = orch_secret_new ("000000", 6);
  g_autoptr (GError) error = NULL;
  OrchSession *session = NULL;
  OrchSetup *setup = NULL;

  story_start (story);
  story_activate (story);
  story_identify (story);
  story_connect_emr (story);
  story_import (story, ORCH_IMPORT_STAFF);
  story_restart (story);

  g_assert_cmpint (orch_engine_get_state (story->engine), ==, ORCH_ENGINE_SETUP);
  session = orch_engine_get_session (story->engine);
  g_assert_true (orch_session_is_locked (session));
  g_assert_false (story_wait (orch_session_unlock (session, wrong), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED);
  story_wait_ok (orch_session_unlock (session, pin));

  setup = orch_engine_get_setup (story->engine);
  g_assert_cmpint (orch_setup_get_step (setup), ==, ORCH_STEP_STAFF);
  g_assert_cmpstr (orch_clinic_get_fields (orch_setup_get_clinic (setup))->phone, ==, "+14185555555");
  g_assert_cmpint (orch_setup_get_connection (setup), ==, ORCH_CONNECTION_TESTED);
  g_assert_true (orch_setup_has_shared_key (setup));
  g_assert_cmpuint (orch_import_run_get_counts (orch_setup_get_run (setup, ORCH_IMPORT_STAFF))->usable, ==, 25);
  story_import (story, ORCH_IMPORT_SERVICES);
  story_create (story);
  g_assert_cmpuint (orch_sandbox_process_count (sandbox, "HealthcareService"), ==, 40);
}

static gboolean
is_waiting (gpointer data)
{
  return orch_creation_get_state (data) == ORCH_CREATION_WAITING;
}

static gboolean
is_done (gpointer data)
{
  return orch_creation_get_state (data) == ORCH_CREATION_DONE;
}

static void
test_hub_down_at_creation (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  g_autoptr (Story) story = story_new (sandbox);
  OrchSetup *setup = NULL;

  story_start (story);
  story_activate (story);
  story_identify (story);
  story_connect_emr (story);
  story_import (story, ORCH_IMPORT_STAFF);
  story_import (story, ORCH_IMPORT_SERVICES);
  setup = orch_engine_get_setup (story->engine);
  orch_setup_set_step (setup, ORCH_STEP_PATIENTS);
  orch_setup_set_patients_understood (setup, TRUE);

  orch_sandbox_process_order (sandbox, "fault", "{\"path\": \"/hub\", \"kind\": \"503\", \"count\": -1}");
  orch_setup_create_clinic (setup);
  story_wait_until (is_waiting, orch_setup_get_creation (setup));
  orch_sandbox_process_clear_faults (sandbox);
  orch_setup_create_clinic (setup);
  story_wait_until (is_done, orch_setup_get_creation (setup));
  g_assert_cmpuint (orch_sandbox_process_count (sandbox, "HealthcareService"), ==, 40);
}

static gboolean
is_informed (gpointer data)
{
  return orch_import_run_get_informed (data);
}

static void
test_failed_import_tells_the_support (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  g_autoptr (Story) story = story_new (sandbox);
  OrchImportRun *run = NULL;

  story_start (story);
  story_activate (story);
  story_identify (story);
  story_connect_emr (story);
  run = orch_setup_get_run (orch_engine_get_setup (story->engine), ORCH_IMPORT_STAFF);
  orch_sandbox_process_order (sandbox, "emr-mode", "{\"staff\": \"failure\"}");
  story_import (story, ORCH_IMPORT_STAFF);
  g_assert_cmpint (orch_import_run_get_state (run), ==, ORCH_IMPORT_FAILED);
  story_wait_until (is_informed, run);
  g_assert_cmpuint (orch_sandbox_process_count (sandbox, "Task"), ==, 1);

  orch_sandbox_process_order (sandbox, "emr-mode", "{\"staff\": \"conflicts\"}");
  story_import (story, ORCH_IMPORT_STAFF);
  g_assert_cmpint (orch_import_run_get_state (run), ==, ORCH_IMPORT_CONFLICTS);
  g_assert_cmpuint (orch_import_run_get_counts (run)->in_conflict, ==, 3);

  orch_sandbox_process_order (sandbox, "emr-mode", "{\"staff\": \"ok\"}");
  story_import (story, ORCH_IMPORT_STAFF);
  g_assert_cmpint (orch_import_run_get_state (run), ==, ORCH_IMPORT_SUCCESS);
  g_assert_cmpuint (orch_import_run_get_counts (run)->usable, ==, 25);
}

/* "Informed" is what the screen says after a restart too; a failure that could not be told then is told now. */
static void
test_informed_survives_a_restart (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  g_autoptr (Story) story = story_new (sandbox);
  OrchImportRun *run = NULL;

  story_start (story);
  story_activate (story);
  story_identify (story);
  story_connect_emr (story);
  orch_sandbox_process_order (sandbox, "emr-mode", "{\"staff\": \"failure\"}");
  orch_sandbox_process_order (sandbox, "fault", "{\"path\": \"/hub\", \"kind\": \"503\", \"count\": -1}");
  story_import (story, ORCH_IMPORT_STAFF);
  story_restart (story);
  run = orch_setup_get_run (orch_engine_get_setup (story->engine), ORCH_IMPORT_STAFF);
  g_assert_cmpint (orch_import_run_get_state (run), ==, ORCH_IMPORT_FAILED);
  g_assert_false (orch_import_run_get_informed (run));

  orch_sandbox_process_clear_faults (sandbox);
  story_unlock (story);
  story_wait_until (is_informed, run);
  story_restart (story);
  run = orch_setup_get_run (orch_engine_get_setup (story->engine), ORCH_IMPORT_STAFF);
  g_assert_cmpint (orch_import_run_get_state (run), ==, ORCH_IMPORT_FAILED);
  g_assert_true (orch_import_run_get_informed (run));
  g_assert_cmpuint (orch_sandbox_process_count (sandbox, "Task"), ==, 1);
}

static gboolean
is_imported (gpointer data)
{
  return orch_import_run_get_state (data) != ORCH_IMPORT_RUNNING &&
         orch_import_run_get_state (data) != ORCH_IMPORT_IDLE;
}

static gboolean
has_failed (gpointer data)
{
  return orch_import_run_get_state (data) == ORCH_IMPORT_FAILED;
}

/* Once the clinic exists too. */
static void
test_failed_import_of_a_clinic_tells_the_support (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  g_autoptr (Story) story = story_new (sandbox);
  g_autoptr (JsonNode) alert = NULL;
  OrchImportRun *run = NULL;
  guint before = 0;

  story_set_up (story);
  orch_sync_set_automatic (orch_engine_get_sync (story->engine), FALSE);
  before = orch_sandbox_process_count (sandbox, "Task");
  run = orch_engine_get_run (story->engine, ORCH_IMPORT_SERVICES);
  orch_sandbox_process_order (sandbox, "emr-mode", "{\"services\": \"failure\"}");
  orch_sandbox_process_order (sandbox, "fault", "{\"path\": \"/hub\", \"kind\": \"503\", \"count\": -1}");
  orch_engine_start_import (story->engine, ORCH_IMPORT_SERVICES);
  g_assert_cmpint (orch_import_run_get_state (run), ==, ORCH_IMPORT_RUNNING);
  story_wait_until (has_failed, run);
  g_assert_true (orch_import_run_get_told (run));
  g_assert_false (orch_import_run_get_informed (run));
  orch_sandbox_process_clear_faults (sandbox);
  story_wait_until (is_informed, run);
  g_assert_cmpuint (orch_sandbox_process_count (sandbox, "Task"), ==, before + 1);
  alert = hub_look_find (sandbox, "Task", "import-failed");
  g_assert_nonnull (alert);

  story_restart (story);
  orch_sync_set_automatic (orch_engine_get_sync (story->engine), FALSE);
  run = orch_engine_get_run (story->engine, ORCH_IMPORT_SERVICES);
  g_assert_cmpint (orch_import_run_get_state (run), ==, ORCH_IMPORT_FAILED);
  g_assert_true (orch_import_run_get_told (run));
  g_assert_true (orch_import_run_get_informed (run));

  /* The next import leaves what was told behind. */
  story_unlock (story);
  orch_sandbox_process_order (sandbox, "emr-mode", "{\"services\": \"ok\"}");
  orch_engine_start_import (story->engine, ORCH_IMPORT_SERVICES);
  story_wait_until (is_imported, run);
  g_assert_false (orch_import_run_get_informed (run));
}

static gboolean
has_items (gpointer data)
{
  return g_list_model_get_n_items (data) > 0;
}

/* Without them the next import would make everybody a second time. */
static void
check_emr_ids (Story *story)
{
  g_autoptr (OrchStoreList) services = orch_engine_list_services (story->engine);
  g_autoptr (OrchStoreList) staff = orch_engine_list_staff (story->engine);

  story_wait_until (has_items, services);
  story_wait_until (has_items, staff);
  orch_engine_start_import (story->engine, ORCH_IMPORT_STAFF);
  story_wait_until (is_imported, orch_engine_get_run (story->engine, ORCH_IMPORT_STAFF));
  g_assert_cmpuint (orch_import_run_get_counts (orch_engine_get_run (story->engine, ORCH_IMPORT_STAFF))->added, ==, 0);
}

static void
test_second_workstation_joins (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  g_autoptr (Story) first = story_new (sandbox);
  g_autoptr (Story) second = story_new (sandbox);
  g_autoptr (OrchSecret) password = orch_secret_new (STORY_PASSWORD, strlen (STORY_PASSWORD));
  g_autoptr (OrchSecret) key = orch_secret_new (STORY_SHARED_KEY, strlen (STORY_SHARED_KEY));
  g_autoptr (OrchSecret) wrong = orch_secret_new ("Une-autre-cle.2026!", 19);
  g_autoptr (JsonNode) users = NULL;
  g_autoptr (OrchClinic) clinic = NULL;
  g_autoptr (GError) error = NULL;
  const char *username = NULL;
  DexFuture *future = NULL;

  story_set_up (first);
  users = orch_sandbox_process_get (sandbox, "/training/users");
  username = json_object_get_string_member (
      json_array_get_object_element (json_object_get_array_member (json_node_get_object (users), "users"), 0),
      "username");

  story_start (second);
  future = orch_engine_sign_in (second->engine, NULL, username, password);
  dex_ref (future);
  story_wait_ok (future);
  clinic = g_list_model_get_item (g_value_get_object (dex_future_get_value (future, NULL)), 0);
  dex_unref (future);
  g_assert_nonnull (clinic);

  g_assert_false (story_wait (orch_engine_join (second->engine, clinic, wrong), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_WRONG_KEY);
  story_wait_ok (orch_engine_join (second->engine, clinic, key));
  g_assert_cmpint (orch_engine_get_state (second->engine), ==, ORCH_ENGINE_READY);
  g_assert_cmpstr (orch_clinic_get_id (orch_engine_get_clinic (second->engine)), ==,
                   orch_clinic_get_id (orch_engine_get_clinic (first->engine)));

  DexFuture *counted = orch_engine_count (second->engine, ORCH_IMPORT_STAFF);
  guint active = 0;
  guint inactive = 0;
  guint in_conflict = 0;

  dex_ref (counted);
  story_wait_ok (counted);
  g_variant_get (g_value_get_variant (dex_future_get_value (counted, NULL)), "(uuu)", &active, &inactive, &in_conflict);
  dex_unref (counted);
  g_assert_cmpuint (active + inactive, ==, 25);
  check_emr_ids (second);
}

static gboolean
reads_staff (gpointer sync)
{
  return orch_sync_get_phase (sync) == ORCH_SYNC_PHASE_STAFF;
}

/* Those of @name that this process has */
static guint
count_threads (const char *name)
{
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  const char *task = NULL;
  guint count = 0;

  g_assert_nonnull (tasks);
  while ((task = g_dir_read_name (tasks)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/task", task, "comm", NULL);
      g_autofree char *comm = NULL;

      if (g_file_get_contents (path, &comm, NULL, NULL) && g_str_equal (g_strstrip (comm), name))
        count++;
    }
  return count;
}

static guint
count_database_threads (void)
{
  return count_threads ("orch-writer") + count_threads ("orch-reader");
}

static gboolean
has_no_more_threads (gpointer others)
{
  return count_database_threads () <= *(const guint *) others;
}

/* The program ends in the middle of a run: the EMR that never answers is not waited for, and the run says that it was broken off. */
static void
test_ends_what_runs (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  guint others = count_database_threads ();
  g_autoptr (Story) story = story_new (sandbox);
  g_autoptr (GError) error = NULL;
  OrchSync *sync = NULL;
  DexFuture *run = NULL;

  story_set_up (story);
  sync = orch_engine_get_sync (story->engine);
  orch_sync_set_automatic (sync, FALSE);
  orch_sandbox_process_order (sandbox, "fault",
                              "{\"path\": \"/emr/fhir/Practitioner\", \"kind\": \"stalled\", \"count\": -1}");
  run = orch_sync_start (sync, ORCH_SYNC_RECENT);
  story_wait_until (reads_staff, sync);
  g_assert_cmpuint (count_database_threads (), >, others);
  story_wait_ok (orch_engine_end (story->engine));
  story_wait_until (has_no_more_threads, &others);

  g_assert_false (dex_future_is_pending (run));
  g_assert_false (story_wait (run, &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_CANCELLED);
  g_assert_false (orch_sync_get_running (sync));
  for (guint kind = 0; kind <= ORCH_IMPORT_SERVICES; kind++)
    g_assert_cmpint (orch_import_run_get_state (orch_engine_get_run (story->engine, (OrchImportKind) kind)), !=,
                     ORCH_IMPORT_RUNNING);
  g_clear_error (&error);
  g_assert_false (story_wait (orch_sync_start (sync, ORCH_SYNC_RECENT), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_CANCELLED);
}

/* What was asked of a clinic that is then closed ends, and does not touch what is gone. */
static void
test_closed_meanwhile (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  g_autoptr (Story) story = story_new (sandbox);
  DexFuture *count = NULL;
  DexFuture *conflicts = NULL;
  DexFuture *reload = NULL;

  story_set_up (story);
  count = orch_engine_count (story->engine, ORCH_IMPORT_STAFF);
  conflicts = orch_engine_list_conflicts (story->engine, ORCH_IMPORT_STAFF);
  reload = orch_engine_reload_clinic (story->engine);
  orch_engine_close_clinic (story->engine);
  story_wait (count, NULL);
  story_wait (conflicts, NULL);
  story_wait_ok (reload);
  g_assert_null (orch_engine_get_clinic (story->engine));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  /* First: it counts threads, and those of an engine that ended before may still be going. */
  g_test_add_func ("/engine/ends-what-runs", test_ends_what_runs);
  g_test_add_func ("/engine/happy-path", test_happy_path);
  g_test_add_func ("/engine/restart-in-the-middle", test_restart_in_the_middle);
  g_test_add_func ("/engine/hub-down-at-creation", test_hub_down_at_creation);
  g_test_add_func ("/engine/failed-import-tells-the-support", test_failed_import_tells_the_support);
  g_test_add_func ("/engine/failed-import-of-a-clinic-tells-the-support",
                   test_failed_import_of_a_clinic_tells_the_support);
  g_test_add_func ("/engine/informed-survives-a-restart", test_informed_survives_a_restart);
  g_test_add_func ("/engine/second-workstation-joins", test_second_workstation_joins);
  g_test_add_func ("/engine/closed-meanwhile", test_closed_meanwhile);
  return g_test_run ();
}
