/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the random walk of two workstations (test-walk.c) has found, a short story each: removals, people, lists, names of an EMR that
 * took them back, conflicts over what moved on, and what is too old to be kept.
 */
#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "orch-hub-look.h"
#include "orch-pair.h"
#include "orch-small-emr.h"
#include "sync/orch-engine-private.h"

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
flush (Story *story)
{
  story_wait_ok (orch_outbox_pump_flush (story->engine->pump));
}

/* --- typed by hand --------------------------------------------------------------------------- */

#define BY_HAND "00000001-0000-4000-8000-000000000000"
#define PERSON "00000002-0000-4000-8000-000000000000"

static const OrchActor *
get_actor (Story *story)
{
  return orch_session_get_actor (orch_engine_get_session (story->engine));
}

/* Returns: (transfer full) (nullable) */
static gpointer
find_id (Story *story, OrchStoreKind kind, const char *id)
{
  DexFuture *future = orch_store_find (story->engine->store, kind, id);
  gpointer found = NULL;

  dex_ref (future);
  if (story_wait (future, NULL))
    found = g_value_dup_object (dex_future_get_value (future, NULL));
  dex_unref (future);
  return found;
}

static gboolean
has (Story *story, OrchStoreKind kind, const char *id)
{
  g_autoptr (GObject) found = find_id (story, kind, id);

  return found != NULL;
}

static void
type_service (Story *story, const char *name, int minutes)
{
  g_autoptr (OrchService) service = orch_service_new (&(OrchServiceFields) {
      .id = BY_HAND, .name = name, .duration_minutes = 15, .duration_override = minutes, .origin = ORCH_ORIGIN_HAND });

  story_wait_ok (orch_store_save_service (story->engine->store, get_actor (story), service));
}

/* On both, and on the hub */
static void
share_service (Pair *pair)
{
  type_service (pair->one, "Main", 0);
  run (pair->one);
  run (pair->two);
  g_assert_true (has (pair->two, ORCH_STORE_SERVICES, BY_HAND));
}

static void
lengthen (Story *story, int minutes)
{
  g_autoptr (OrchService) service = find_id (story, ORCH_STORE_SERVICES, BY_HAND);
  OrchServiceFields fields = *orch_service_get_fields (service);
  g_autoptr (OrchService) edited = NULL;

  fields.duration_override = minutes;
  edited = orch_service_new (&fields);
  story_wait_ok (orch_store_save_service (story->engine->store, get_actor (story), edited));
}

static void
remove_row (Story *story, OrchStoreKind kind, const char *id)
{
  story_wait_ok (orch_store_remove (story->engine->store, get_actor (story), kind, id));
}

/* Whether or not the hub honours If-Match: what is removed goes from the other workstation too, and stays gone. */
static void
test_removal (gconstpointer data)
{
  g_autoptr (Pair) pair = pair_new ();

  if (data != NULL)
    orch_sandbox_process_order (pair->sandbox, "ignore", "{\"if_match\": true, \"if_none_exist\": true}");
  share_service (pair);
  remove_row (pair->one, ORCH_STORE_SERVICES, BY_HAND);
  flush (pair->one);
  run (pair->two);
  g_assert_false (has (pair->two, ORCH_STORE_SERVICES, BY_HAND));
  run (pair->one);
  run (pair->two);
  g_assert_false (has (pair->one, ORCH_STORE_SERVICES, BY_HAND));
  g_assert_false (has (pair->two, ORCH_STORE_SERVICES, BY_HAND));

  /* Typed again, it is there again. */
  type_service (pair->two, "Main", 0);
  run (pair->two);
  run (pair->one);
  g_assert_true (has (pair->one, ORCH_STORE_SERVICES, BY_HAND));
  hub_look_check_no_doubles (pair->sandbox);
}

/* Removed here, changed there and already sent: it is here again, as they have it. */
static void
test_removed_too_late (void)
{
  g_autoptr (Pair) pair = pair_new ();
  g_autoptr (OrchService) back = NULL;

  share_service (pair);
  lengthen (pair->two, 45);
  flush (pair->two);
  remove_row (pair->one, ORCH_STORE_SERVICES, BY_HAND);
  flush (pair->one);
  run (pair->one);
  back = find_id (pair->one, ORCH_STORE_SERVICES, BY_HAND);
  g_assert_nonnull (back);
  g_assert_cmpint (orch_service_get_fields (back)->duration_override, ==, 45);
  run (pair->two);
  g_assert_true (has (pair->two, ORCH_STORE_SERVICES, BY_HAND));
}

/* Removed there, changed here and not sent yet: asked. */
static void
test_removed_under_an_edit (gconstpointer data)
{
  const gboolean keep = data != NULL;
  g_autoptr (Pair) pair = pair_new ();
  OrchSync *sync = NULL;
  g_autoptr (GListModel) conflicts = NULL;
  g_autoptr (OrchEditConflict) conflict = NULL;

  share_service (pair);
  sync = orch_engine_get_sync (pair->two->engine);
  remove_row (pair->one, ORCH_STORE_SERVICES, BY_HAND);
  flush (pair->one);
  lengthen (pair->two, 45);
  run (pair->two);
  conflicts = story_wait_object (orch_sync_list_conflicts (sync));
  g_assert_cmpuint (g_list_model_get_n_items (conflicts), ==, 1);
  conflict = g_list_model_get_item (conflicts, 0);
  g_assert_null (orch_edit_conflict_get_fields (conflict)->theirs);
  story_wait_ok (orch_sync_settle (sync, conflict, keep ? ORCH_SERVICE_ALL_FIELDS : 0));
  run (pair->two);
  run (pair->one);
  g_assert_cmpint (has (pair->one, ORCH_STORE_SERVICES, BY_HAND), ==, keep);
  g_assert_cmpint (has (pair->two, ORCH_STORE_SERVICES, BY_HAND), ==, keep);
}

/* --- people ------------------------------------------------------------------------------------ */

static void
save_person (Story *story, const char *phone)
{
  g_autoptr (OrchStaffMember) before = find_id (story, ORCH_STORE_STAFF, PERSON);
  OrchStaffMemberFields fields = { .id = PERSON,
                                   .family = "Roy",
                                   .active = TRUE,
                                   .bookable = TRUE,
                                   .permission = ORCH_PERMISSION_RECEPTIONIST,
                                   .origin = ORCH_ORIGIN_HAND };
  g_autoptr (OrchStaffMember) member = NULL;

  if (before != NULL)
    fields = *orch_staff_member_get_fields (before);
  fields.phone = phone;
  member = orch_staff_member_new (&fields);
  story_wait_ok (orch_store_save_staff (story->engine->store, get_actor (story), member));
}

static void
check_person (Story *story, const char *phone, OrchPermission permission)
{
  g_autoptr (OrchStaffMember) member = find_id (story, ORCH_STORE_STAFF, PERSON);

  g_assert_nonnull (member);
  g_assert_cmpstr (orch_staff_member_get_fields (member)->phone, ==, phone);
  g_assert_cmpint (orch_staff_member_get_fields (member)->permission, ==, permission);
}

/* A number typed here does not undo a permission that was taken away there. */
static void
test_person (void)
{
  g_autoptr (Pair) pair = pair_new ();

  save_person (pair->one, "4185550001");
  run (pair->one);
  run (pair->two);
  check_person (pair->two, "4185550001", ORCH_PERMISSION_RECEPTIONIST);

  /* What only the person says, and no role, reaches the other too. */
  save_person (pair->one, "4185550002");
  flush (pair->one);
  run (pair->two);
  check_person (pair->two, "4185550002", ORCH_PERMISSION_RECEPTIONIST);

  story_wait_ok (
      orch_store_set_staff_permission (pair->two->engine->store, get_actor (pair->two), PERSON, ORCH_PERMISSION_NONE));
  flush (pair->two);
  save_person (pair->one, "4185550003");
  flush (pair->one);
  check_person (pair->one, "4185550003", ORCH_PERMISSION_NONE);
  run (pair->two);
  check_person (pair->two, "4185550003", ORCH_PERMISSION_NONE);

  remove_row (pair->one, ORCH_STORE_STAFF, PERSON);
  flush (pair->one);
  run (pair->two);
  g_assert_false (has (pair->two, ORCH_STORE_STAFF, PERSON));
  run (pair->one);
  g_assert_false (has (pair->one, ORCH_STORE_STAFF, PERSON));
}

/* --- lists --------------------------------------------------------------------------------------- */

/* Adds a type, or calls it something else. */
static void
name_type (Story *story, const char *id, const char *name)
{
  OrchServiceDesk *desk = orch_engine_get_services (story->engine);
  GListModel *types = orch_service_desk_get_types (desk);
  g_autoptr (GPtrArray) shown = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();
  g_autoptr (OrchCatalogueEntry) named = orch_catalogue_entry_new_named (id, name, name, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (types); i++)
    {
      OrchCatalogueEntry *entry = g_list_model_get_item (types, i);

      g_ptr_array_add (shown, entry);
      if (!g_str_equal (orch_catalogue_entry_get_code (entry), id))
        g_ptr_array_add (entries, entry);
    }
  g_ptr_array_add (entries, named);
  story_wait_ok (orch_service_desk_set_types (desk, shown, entries));
}

static gboolean
has_type (Story *story, const char *id, const char *name)
{
  GListModel *types = orch_service_desk_get_types (orch_engine_get_services (story->engine));

  for (guint i = 0; i < g_list_model_get_n_items (types); i++)
    {
      g_autoptr (OrchCatalogueEntry) entry = g_list_model_get_item (types, i);

      if (g_str_equal (orch_catalogue_entry_get_code (entry), id) &&
          g_str_equal (orch_catalogue_entry_get_name (entry, "en"), name))
        return TRUE;
    }
  return FALSE;
}

static void
wait_for_type (Story *story, const char *id, const char *name)
{
  while (!has_type (story, id, name))
    g_main_context_iteration (NULL, TRUE);
}

/* Each adds a type: both keep both. */
static void
test_lists (void)
{
  g_autoptr (Pair) pair = pair_new ();
  Story *const stories[] = { pair->one, pair->two };

  name_type (pair->one, "un", "Un");
  name_type (pair->two, "deux", "Deux");
  flush (pair->one);
  flush (pair->two);
  run (pair->two);
  run (pair->one);
  for (guint i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      wait_for_type (stories[i], "un", "Un");
      wait_for_type (stories[i], "deux", "Deux");
      wait_for_type (stories[i], "walk-in", "Walk-in");
    }
}

/* One's list arrived without an answer, and the other went on from it before it was sent again. */
static void
test_list_answer_lost (void)
{
  g_autoptr (Pair) pair = pair_new ();
  Story *const stories[] = { pair->one, pair->two };
  g_autoptr (GError) error = NULL;

  /* It looks, writes, and looks again: that does not get through. */
  orch_sandbox_process_order (pair->sandbox, "fault",
                              "{\"path\": \"/hub/Basic\", \"method\": \"POST\", \"kind\": \"cut-after-commit\"}");
  orch_sandbox_process_order (pair->sandbox, "fault",
                              "{\"path\": \"/hub/Basic\", \"method\": \"GET\", \"kind\": \"503\", \"skip\": 1, "
                              "\"count\": 20}");
  name_type (pair->one, "un", "Un");
  story_wait (orch_outbox_pump_flush (pair->one->engine->pump), &error);
  g_assert_cmpuint (orch_sandbox_process_count (pair->sandbox, "Basic"), ==, 1);
  orch_sandbox_process_clear_faults (pair->sandbox);

  run (pair->two);
  wait_for_type (pair->two, "un", "Un");
  name_type (pair->two, "un", "Premier");
  flush (pair->two);
  flush (pair->one);
  run (pair->one);
  run (pair->two);
  for (guint i = 0; i < G_N_ELEMENTS (stories); i++)
    wait_for_type (stories[i], "un", "Premier");
}

/* --- the EMR, conflicts ---------------------------------------------------------------------------- */

/* Renamed and dropped before the other workstation looked. */
static void
test_name_taken_back (void)
{
  g_autoptr (Pair) pair = pair_new ();
  g_autoptr (OrchService) there = NULL;

  run (pair->two);
  small_emr_add_service (pair->sandbox, "serv-1", "Autre nom");
  run (pair->one);
  small_emr_remove_service (pair->sandbox, "serv-1");
  run (pair->two);
  there = find (pair->two, "serv-1");
  g_assert_cmpstr (orch_service_get_fields (there)->name, ==, "Autre nom");
  g_assert_true (orch_service_get_fields (there)->vanished);
}

/* Somebody looks at a conflict while the hub moves on: they are asked again, and nothing of either is lost. */
static void
test_moved_on (void)
{
  g_autoptr (Pair) pair = pair_new ();
  OrchSync *sync = orch_engine_get_sync (pair->two->engine);
  g_autoptr (GListModel) conflicts = NULL;
  g_autoptr (OrchEditConflict) seen = NULL;
  g_autoptr (OrchEditConflict) now = NULL;
  g_autoptr (OrchService) settled = NULL;
  g_autoptr (GError) error = NULL;

  share_service (pair);
  lengthen (pair->one, 7);
  flush (pair->one);
  lengthen (pair->two, 20);
  flush (pair->two);
  conflicts = story_wait_object (orch_sync_list_conflicts (sync));
  g_assert_cmpuint (g_list_model_get_n_items (conflicts), ==, 1);
  seen = g_list_model_get_item (conflicts, 0);

  lengthen (pair->one, 32);
  flush (pair->one);
  run (pair->two);
  g_assert_false (story_wait (orch_sync_settle (sync, seen, 0), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_CONFLICT);
  g_clear_object (&conflicts);
  conflicts = story_wait_object (orch_sync_list_conflicts (sync));
  g_assert_cmpuint (g_list_model_get_n_items (conflicts), ==, 1);
  now = g_list_model_get_item (conflicts, 0);
  story_wait_ok (orch_sync_settle (sync, now, 0));
  run (pair->two);
  settled = find_id (pair->two, ORCH_STORE_SERVICES, BY_HAND);
  g_assert_cmpint (orch_service_get_fields (settled)->duration_override, ==, 32);
}

/* --- what is too old -------------------------------------------------------------------------------- */

static guint
count_appointments (Story *story)
{
  DexFuture *future = orch_store_count (story->engine->store, ORCH_STORE_APPOINTMENTS);
  g_autoptr (OrchStoreCounts) counts = NULL;

  dex_ref (future);
  story_wait_ok (future);
  counts = g_value_dup_boxed (dex_future_get_value (future, NULL));
  dex_unref (future);
  return counts->total;
}

static void
go_on (Story *story, OrchSandboxProcess *sandbox, int days)
{
  g_autofree char *order = g_strdup_printf ("{\"offset_s\": %d}", days * 86400);

  orch_clock_set_offset_us (days * G_TIME_SPAN_DAY);
  orch_sandbox_process_order (sandbox, "clock", order);
  story_wait (orch_sync_start (orch_engine_get_sync (story->engine), ORCH_SYNC_FULL), NULL);
}

/* Two months later all of it is still here: a report of the quarter may be asked for, and one to compare with it. Ten months later the run of the
 * night takes the old ones off the workstation; the hub keeps them. */
static void
test_purge (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = small_emr_start ();
  g_autoptr (Story) story = story_new (sandbox);
  guint before = 0;

  small_emr_add_days (sandbox, 3);
  story_set_up (story);
  orch_sync_set_automatic (orch_engine_get_sync (story->engine), FALSE);
  story_wait_ok (orch_sync_start (orch_engine_get_sync (story->engine), ORCH_SYNC_FULL));
  g_assert_cmpuint (count_appointments (story), ==, 3);
  before = orch_sandbox_process_count (sandbox, "Appointment");
  story_wait_ok (orch_sync_start (orch_engine_get_sync (story->engine), ORCH_SYNC_FULL));
  g_assert_cmpuint (count_appointments (story), ==, 3);

  go_on (story, sandbox, 60);
  g_assert_cmpuint (count_appointments (story), ==, 3);
  go_on (story, sandbox, 300);
  g_assert_cmpuint (count_appointments (story), ==, 1); /* the last: no key is given twice */
  g_assert_cmpuint (orch_sandbox_process_count (sandbox, "Appointment"), ==, before);
  orch_clock_set_offset_us (0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_data_func ("/found/removal", NULL, test_removal);
  g_test_add_data_func ("/found/removal-without-if-match", "ignored", test_removal);
  g_test_add_func ("/found/removed-too-late", test_removed_too_late);
  g_test_add_data_func ("/found/removed-under-an-edit/kept", "keep", test_removed_under_an_edit);
  g_test_add_data_func ("/found/removed-under-an-edit/gone", NULL, test_removed_under_an_edit);
  g_test_add_func ("/found/person", test_person);
  g_test_add_func ("/found/lists", test_lists);
  g_test_add_func ("/found/list-answer-lost", test_list_answer_lost);
  g_test_add_func ("/found/name-taken-back", test_name_taken_back);
  g_test_add_func ("/found/moved-on", test_moved_on);
  g_test_add_func ("/found/purge", test_purge);
  return g_test_run ();
}
