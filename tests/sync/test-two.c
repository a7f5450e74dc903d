/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Two workstations of one clinic, each with its own store, on one hub: what each decides reaches the other, what both decide is put
 * together or settled by a person, and they take turns. Source: issue of the sync (§2), architecture.md rule 4.
 */
#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "orch-hub-look.h"
#include "orch-pair.h"
#include "orch-small-emr.h"
#include "sync/orch-engine-private.h"

static const char *const TYPE_A[] = { "walk-in", NULL };
static const char *const TYPE_B[] = { "priority", NULL };

static void
run (Story *story)
{
  story_wait_ok (orch_sync_start (orch_engine_get_sync (story->engine), ORCH_SYNC_SERVICES));
}

static OrchService *
find (Story *story, const char *emr_id)
{
  return story_wait_object (orch_store_find_by_emr_id (story->engine->store, ORCH_STORE_SERVICES, emr_id));
}

static void
act (Story *story, const char *emr_id, OrchServiceEvent event, const char *const *types)
{
  g_autoptr (OrchService) service = find (story, emr_id);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  g_ptr_array_add (ids, (gpointer) orch_service_get_fields (service)->id);
  story_wait_ok (orch_service_desk_act (orch_engine_get_services (story->engine), ids, event, types));
}

static void
flush (Story *story)
{
  story_wait_ok (orch_outbox_pump_flush (story->engine->pump));
}

static void
check_agree (Pair *pair, const char *emr_id)
{
  g_autoptr (OrchService) a = find (pair->one, emr_id);
  g_autoptr (OrchService) b = find (pair->two, emr_id);

  g_assert_cmpuint (orch_service_compare_decisions (a, b), ==, 0);
  g_assert_cmpstr (orch_service_get_fields (a)->id, ==, orch_service_get_fields (b)->id);
}

/* The workstations learn of each other's decisions, and of a new record of the EMR only one service is made. */
static void
test_converge (void)
{
  g_autoptr (Pair) pair = pair_new ();
  g_autoptr (OrchService) service = NULL;

  small_emr_add_service (pair->sandbox, "serv-9", "Service neuf");
  run (pair->one);
  run (pair->two);
  act (pair->one, "serv-1", ORCH_SERVICE_ACTIVATE, TYPE_A);
  act (pair->two, "serv-2", ORCH_SERVICE_EXCLUDE, NULL);
  act (pair->two, "serv-9", ORCH_SERVICE_ACTIVATE, TYPE_B);
  for (guint i = 0; i < 2; i++)
    {
      run (pair->one);
      run (pair->two);
    }
  for (guint i = 1; i <= 4; i++)
    {
      g_autofree char *id = g_strdup_printf ("serv-%u", i);

      check_agree (pair, id);
    }
  check_agree (pair, "serv-9");
  service = find (pair->one, "serv-9");
  g_assert_true (orch_service_get_fields (service)->active);
  g_assert_cmpuint (orch_sandbox_process_count (pair->sandbox, "HealthcareService"), ==, 5);
  hub_look_check_no_doubles (pair->sandbox);
}

/* Both changed the same service, each something else of it: nobody has to choose. */
static void
test_merged (void)
{
  g_autoptr (Pair) pair = pair_new ();
  g_autoptr (OrchService) service = NULL;
  g_autoptr (OrchService) edited = NULL;
  g_autoptr (GListModel) conflicts = NULL;
  OrchServiceFields fields;

  act (pair->one, "serv-1", ORCH_SERVICE_ACTIVATE, TYPE_A);
  flush (pair->one);
  run (pair->two);
  check_agree (pair, "serv-1");

  act (pair->one, "serv-1", ORCH_SERVICE_SET_TYPES, TYPE_B);
  flush (pair->one);
  service = find (pair->two, "serv-1");
  fields = *orch_service_get_fields (service);
  fields.duration_override = 45;
  edited = orch_service_new (&fields);
  story_wait_ok (orch_service_desk_save (orch_engine_get_services (pair->two->engine), service, edited));
  flush (pair->two);
  run (pair->two);
  run (pair->one);
  check_agree (pair, "serv-1");
  g_clear_object (&service);
  service = find (pair->one, "serv-1");
  g_assert_cmpint (orch_service_get_fields (service)->duration_override, ==, 45);
  g_assert_true (g_strv_equal (orch_service_get_fields (service)->types, TYPE_B));
  conflicts = story_wait_object (orch_sync_list_conflicts (orch_engine_get_sync (pair->two->engine)));
  g_assert_cmpuint (g_list_model_get_n_items (conflicts), ==, 0);
}

/* Both changed the same of the same service: the second is asked, and both agree afterwards. @kept: mine or theirs */
static void
check_conflict (OrchServiceMergeField kept, const char *const *expected)
{
  g_autoptr (Pair) pair = pair_new ();
  OrchSync *sync = orch_engine_get_sync (pair->two->engine);
  g_autoptr (GListModel) conflicts = NULL;
  g_autoptr (GListModel) waiting = NULL;
  g_autoptr (OrchEditConflict) conflict = NULL;
  g_autoptr (OrchSyncItem) item = NULL;
  g_autoptr (OrchService) service = NULL;

  act (pair->one, "serv-1", ORCH_SERVICE_ACTIVATE, TYPE_A);
  flush (pair->one);
  act (pair->two, "serv-1", ORCH_SERVICE_ACTIVATE, TYPE_B);
  flush (pair->two);
  conflicts = story_wait_object (orch_sync_list_conflicts (sync));
  g_assert_cmpuint (g_list_model_get_n_items (conflicts), ==, 1);
  conflict = g_list_model_get_item (conflicts, 0);
  g_assert_true ((orch_edit_conflict_get_fields (conflict)->fields & ORCH_SERVICE_FIELD_TYPES) != 0);
  waiting = story_wait_object (orch_sync_list_waiting (sync));
  g_assert_cmpuint (g_list_model_get_n_items (waiting), ==, 1);
  item = g_list_model_get_item (waiting, 0);
  g_assert_cmpint (orch_sync_item_get_retry (item), ==, ORCH_SYNC_RETRY_CONFLICT);

  /* A run in between changes nothing of it: neither side is lost. */
  run (pair->two);
  g_clear_object (&conflicts);
  conflicts = story_wait_object (orch_sync_list_conflicts (sync));
  g_assert_cmpuint (g_list_model_get_n_items (conflicts), ==, 1);

  story_wait_ok (orch_sync_settle (sync, conflict, kept));
  flush (pair->two);
  run (pair->two);
  run (pair->one);
  check_agree (pair, "serv-1");
  service = find (pair->one, "serv-1");
  g_assert_true (g_strv_equal (orch_service_get_fields (service)->types, expected));
  g_clear_object (&waiting);
  waiting = story_wait_object (orch_sync_list_waiting (sync));
  g_assert_cmpuint (g_list_model_get_n_items (waiting), ==, 0);
}

static void
test_conflict_mine (void)
{
  check_conflict (ORCH_SERVICE_ALL_FIELDS, TYPE_B);
}

static void
test_conflict_theirs (void)
{
  check_conflict (0, TYPE_A);
}

/* A hub that ignores If-Match finds the conflict too: what was read is compared. */
static void
test_conflict_without_if_match (void)
{
  g_autoptr (Pair) pair = pair_new ();
  g_autoptr (GListModel) conflicts = NULL;

  orch_sandbox_process_order (pair->sandbox, "ignore", "{\"if_match\": true, \"if_none_exist\": true}");
  act (pair->one, "serv-1", ORCH_SERVICE_ACTIVATE, TYPE_A);
  flush (pair->one);
  act (pair->two, "serv-1", ORCH_SERVICE_ACTIVATE, TYPE_B);
  flush (pair->two);
  conflicts = story_wait_object (orch_sync_list_conflicts (orch_engine_get_sync (pair->two->engine)));
  g_assert_cmpuint (g_list_model_get_n_items (conflicts), ==, 1);
}

static void
take_lease (Story *story)
{
  g_autoptr (OrchHub) hub = story_wait_object (orch_hub_access_get_workstation_hub (story->engine->access));
  OrchClinic *clinic = orch_engine_get_clinic (story->engine);
  const OrchHubHolder holder = { .workstation_id = "6b8a0e8e-6a0b-4a43-9a51-3d1d0d1b9c11", .name = "poste-accueil" };
  g_autoptr (OrchHubLease) lease = story_wait_object (
      orch_hub_take_lease (hub, orch_clinic_get_fields (clinic)->hub_id, orch_clinic_get_id (clinic), &holder, 120));

  g_assert_cmpint (orch_hub_lease_get_state (lease), ==, ORCH_HUB_LEASE_MINE);
}

/* While another workstation is at it, a run that a person asks for brings what the EMR says, and leaves filling the hub to the other;
 * a dead one is waited for no longer than its lease. */
static void
test_turns (void)
{
  g_autoptr (Pair) pair = pair_new ();
  OrchSync *sync = orch_engine_get_sync (pair->two->engine);
  g_autoptr (OrchSyncRecord) record = NULL;

  take_lease (pair->one);
  small_emr_add_days (pair->sandbox, 3);
  record = story_wait_object (orch_sync_start (sync, ORCH_SYNC_SERVICES));
  g_assert_cmpstr (orch_sync_get_held_by (sync), ==, "poste-accueil");
  g_assert_cmpuint (orch_sync_record_get_fields (record)->counts.kinds[ORCH_STORE_APPOINTMENTS].changed, ==, 3);
  g_assert_cmpuint (orch_sandbox_process_count (pair->sandbox, "Appointment"), ==, 0);

  orch_clock_set_offset_us (4 * 60 * G_GINT64_CONSTANT (1000000));
  orch_sandbox_process_order (pair->sandbox, "clock", "{\"offset_s\": 240}");
  run (pair->two);
  g_assert_null (orch_sync_get_held_by (sync));
  g_assert_cmpuint (orch_sandbox_process_count (pair->sandbox, "Appointment"), ==, 3);
}

static gboolean
is_held (gpointer data)
{
  return orch_sync_get_held_by (data) != NULL && !orch_sync_get_running (data);
}

/* A run by itself leaves the EMR alone, is no failure, and comes back soon. */
static void
test_turn_by_itself (void)
{
  g_autoptr (Pair) pair = pair_new ();
  OrchSync *sync = orch_engine_get_sync (pair->two->engine);

  small_emr_add_days (pair->sandbox, 3);
  take_lease (pair->one);
  orch_sync_set_automatic (sync, TRUE);
  story_wait_until (is_held, sync);
  g_assert_null (orch_sync_get_error (sync));
  g_assert_cmpint (orch_sync_get_last (sync, ORCH_SYNC_RECENT), ==, 0);
  g_assert_cmpint (orch_sync_get_next (sync, ORCH_SYNC_RECENT), <=,
                   orch_clock_now_us () + 3 * 60 * G_GINT64_CONSTANT (1000000));
  g_assert_cmpuint (orch_sandbox_process_count (pair->sandbox, "Appointment"), ==, 0);
}

static void
test_settings (void)
{
  g_autoptr (Pair) pair = pair_new ();
  const char *const left_out[] = { "prat-2", NULL };
  g_autoptr (OrchSyncSettings) settings = orch_sync_settings_new (&(OrchSyncSettingsFields) {
      .recent_back = 2, .recent_ahead = 10, .full_back = 5, .full_ahead = 60, .staff_left_out = left_out });
  g_autoptr (OrchSyncSettings) theirs = NULL, shown = orch_sync_settings_new (NULL);

  story_wait_ok (orch_sync_save_settings (orch_engine_get_sync (pair->one->engine), shown, settings));
  flush (pair->one);
  run (pair->two);
  theirs = story_wait_object (orch_sync_load_settings (orch_engine_get_sync (pair->two->engine)));
  g_assert_cmpint (orch_sync_settings_get_fields (theirs)->recent_ahead, ==, 10);
  g_assert_cmpint (orch_sync_settings_get_fields (theirs)->full_ahead, ==, 60);
  g_assert_true (orch_sync_settings_leaves_out (theirs, "prat-2", NULL));
  g_assert_false (orch_sync_settings_leaves_out (theirs, "prat-1", NULL));
}

/* As a workstation of that name would. */
static void
tell_key_use (Story *story, const char *name)
{
  g_autoptr (OrchHub) hub = story_wait_object (orch_hub_access_get_workstation_hub (story->engine->access));
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *workstation = g_uuid_string_random ();

  story_wait_ok (
      orch_hub_send_alert (hub,
                           &(OrchHubAlert) {
                               .id = id,
                               .reason = "shared-key-used",
                               .clinic_hub_id = orch_clinic_get_fields (orch_engine_get_clinic (story->engine))->hub_id,
                               .workstation = workstation,
                               .workstation_name = name,
                           }));
}

/* Returns: how many uses of the key nobody has said to know; @name: (out) (nullable): of the newest */
static guint
count_key_uses (Story *story, char **name)
{
  DexFuture *future = orch_sync_list_key_uses (orch_engine_get_sync (story->engine));
  g_autoptr (GVariant) uses = NULL;

  story_wait_ok (dex_ref (future));
  uses = g_value_dup_variant (dex_future_get_value (future, NULL));
  dex_unref (future);
  if (name != NULL && g_variant_n_children (uses) > 0)
    g_variant_get_child (uses, 0, "(sx)", name, NULL);
  return (guint) g_variant_n_children (uses);
}

/* The shared key was typed on the second: the first tells its administrator once, over a restart too; the second tells nobody of itself. */
static void
test_key_used (void)
{
  g_autoptr (Pair) pair = pair_new ();
  OrchSession *session = orch_engine_get_session (pair->one->engine);
  g_autoptr (OrchSecret) token = orch_secret_new ("x", 1);
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  flush (pair->two);
  run (pair->two);
  g_assert_cmpuint (count_key_uses (pair->two, NULL), ==, 0);
  g_assert_cmpuint (count_key_uses (pair->one, NULL), ==, 0);
  run (pair->one);
  g_assert_cmpuint (count_key_uses (pair->one, &name), ==, 1);
  g_assert_cmpstr (name, ==, g_get_host_name ());
  run (pair->one);
  g_assert_cmpuint (count_key_uses (pair->one, NULL), ==, 1);
  story_wait_ok (orch_sync_dismiss_key_uses (orch_engine_get_sync (pair->one->engine)));
  run (pair->one);
  g_assert_cmpuint (count_key_uses (pair->one, NULL), ==, 0);
  run (pair->two);
  g_assert_cmpuint (count_key_uses (pair->two, NULL), ==, 0);

  /* Another one joins: both are told. */
  tell_key_use (pair->one, "POSTE-9");
  run (pair->one);
  run (pair->two);
  g_clear_pointer (&name, g_free);
  g_assert_cmpuint (count_key_uses (pair->one, &name), ==, 1);
  g_assert_cmpstr (name, ==, "POSTE-9");
  g_assert_cmpuint (count_key_uses (pair->two, NULL), ==, 1);

  /* Whoever says to know it says it for every workstation; the next one is news again. */
  story_wait_ok (orch_sync_dismiss_key_uses (orch_engine_get_sync (pair->one->engine)));
  flush (pair->one);
  run (pair->two);
  g_assert_cmpuint (count_key_uses (pair->two, NULL), ==, 0);
  tell_key_use (pair->one, "POSTE-10");
  run (pair->one);
  run (pair->two);
  g_assert_cmpuint (count_key_uses (pair->one, NULL), ==, 1);
  g_assert_cmpuint (count_key_uses (pair->two, NULL), ==, 1);
  story_wait_ok (orch_sync_dismiss_key_uses (orch_engine_get_sync (pair->two->engine)));
  flush (pair->two);
  run (pair->one);
  g_assert_cmpuint (count_key_uses (pair->one, NULL), ==, 0);

  story_wait_ok (orch_session_start (session, orch_clinic_get_id (orch_engine_get_clinic (pair->one->engine)),
                                     "someone", "Quelqu’un", ORCH_PERMISSION_RECEPTIONIST, token));
  g_assert_false (story_wait (orch_sync_list_key_uses (orch_engine_get_sync (pair->one->engine)), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (story_wait (orch_sync_dismiss_key_uses (orch_engine_get_sync (pair->one->engine)), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/two/converge", test_converge);
  g_test_add_func ("/two/merged", test_merged);
  g_test_add_func ("/two/conflict-mine", test_conflict_mine);
  g_test_add_func ("/two/conflict-theirs", test_conflict_theirs);
  g_test_add_func ("/two/conflict-without-if-match", test_conflict_without_if_match);
  g_test_add_func ("/two/turns", test_turns);
  g_test_add_func ("/two/turn-by-itself", test_turn_by_itself);
  g_test_add_func ("/two/settings", test_settings);
  g_test_add_func ("/two/key-used", test_key_used);
  return g_test_run ();
}
