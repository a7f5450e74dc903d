/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A service typed by hand that reached the hub without an answer, and that is removed before anybody knew: it goes everywhere, unless
 * somebody else changed it meanwhile. Source: issue of the sync (§2).
 */
#include "core/orch-error.h"
#include "orch-hub-look.h"
#include "orch-pair.h"
#include "sync/orch-engine-private.h"

#define ID "5b1f6a52-3f0a-4c38-9d3a-2f6a4f6f2d10"

static void
save (Story *story, const char *name)
{
  const OrchActor *actor = orch_session_get_actor (orch_engine_get_session (story->engine));
  g_autoptr (OrchService) service = orch_service_new (
      &(OrchServiceFields) { .id = ID, .name = name, .duration_minutes = 30, .origin = ORCH_ORIGIN_HAND });

  story_wait_ok (orch_store_save_service (story->engine->store, actor, service));
}

static void
drop (Story *story)
{
  const OrchActor *actor = orch_session_get_actor (orch_engine_get_session (story->engine));

  story_wait_ok (orch_store_remove (story->engine->store, actor, ORCH_STORE_SERVICES, ID));
}

/* Returns: (transfer full) (nullable) */
static char *
dup_name (Story *story)
{
  DexFuture *future = orch_store_find (story->engine->store, ORCH_STORE_SERVICES, ID);
  g_autoptr (GError) error = NULL;
  char *name = NULL;

  dex_ref (future);
  if (story_wait (future, &error))
    name = g_strdup (
        orch_service_get_fields (ORCH_SERVICE (g_value_get_object (dex_future_get_value (future, NULL))))->name);
  else
    g_assert_error (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND);
  dex_unref (future);
  return name;
}

static void
check_names (Pair *pair, const char *name)
{
  g_autofree char *one = dup_name (pair->one);
  g_autofree char *two = dup_name (pair->two);

  g_assert_cmpstr (one, ==, name);
  g_assert_cmpstr (two, ==, name);
  g_assert_cmpuint (hub_look_count (pair->sandbox, "HealthcareService"), ==, name != NULL ? 5 : 4);
  hub_look_check_no_doubles (pair->sandbox);
}

static gboolean
run (Story *story)
{
  story_wait_ok (orch_store_outbox_reset_waits (story->engine->store));
  return story_wait (orch_sync_start (orch_engine_get_sync (story->engine), ORCH_SYNC_SERVICES), NULL);
}

/* The answer to its creation is lost, and what the workstation asks afterwards: the hub has it and the first workstation does not know. */
static void
send_unanswered (Pair *pair)
{
  save (pair->one, "Main");
  for (guint n_read = 0; n_read < 20 && hub_look_count (pair->sandbox, "HealthcareService") < 5; n_read++)
    {
      orch_sandbox_process_order (pair->sandbox, "fault",
                                  "{\"path\": \"/hub/HealthcareService\", \"method\": \"POST\", "
                                  "\"kind\": \"cut-after-commit\", \"count\": -1}");
      orch_sandbox_process_order (pair->sandbox, "fault",
                                  "{\"path\": \"/hub/HealthcareService\", \"method\": \"GET\", "
                                  "\"kind\": \"cut-before\", \"skip\": %u, \"count\": -1}",
                                  n_read);
      g_assert_false (run (pair->one));
      orch_sandbox_process_clear_faults (pair->sandbox);
    }
  g_assert_cmpuint (hub_look_count (pair->sandbox, "HealthcareService"), ==, 5);
}

/* Whether both have the same of it, and neither has anything left to send. */
static gboolean
agree (Pair *pair)
{
  g_autofree char *one = dup_name (pair->one);
  g_autofree char *two = dup_name (pair->two);
  guint waiting[2] = { 0 };

  g_object_get (pair->one->engine, "waiting", &waiting[0], NULL);
  g_object_get (pair->two->engine, "waiting", &waiting[1], NULL);
  return g_strcmp0 (one, two) == 0 && waiting[0] == 0 && waiting[1] == 0;
}

/* What a run learns is sent with the next one: three rounds at least, and as many as it takes. */
static void
come_together (Pair *pair)
{
  for (guint i = 0; i < 3 || (i < 12 && !agree (pair)); i++)
    {
      orch_outbox_pump_wake (pair->one->engine->pump);
      story_wait_ok (orch_outbox_pump_flush (pair->one->engine->pump));
      run (pair->one);
      run (pair->two);
    }
}

static void
test_unanswered (void)
{
  g_autoptr (Pair) pair = pair_new ();

  send_unanswered (pair);
  drop (pair->one);
  come_together (pair);
  check_names (pair, NULL);
}

/* Known there before it is gone. */
static void
test_seen_elsewhere (void)
{
  g_autoptr (Pair) pair = pair_new ();
  g_autofree char *name = NULL;

  send_unanswered (pair);
  g_assert_true (run (pair->two));
  name = dup_name (pair->two);
  g_assert_cmpstr (name, ==, "Main");
  drop (pair->one);
  come_together (pair);
  check_names (pair, NULL);
}

/* What the hub has is an earlier state of what was removed, which nobody else changed. */
static void
test_edited_before (void)
{
  g_autoptr (Pair) pair = pair_new ();

  send_unanswered (pair);
  save (pair->one, "Main gauche");
  drop (pair->one);
  come_together (pair);
  check_names (pair, NULL);
}

/* Who changed it did not know that it was removed: it stays, as they have it. */
static void
test_changed_elsewhere (void)
{
  g_autoptr (Pair) pair = pair_new ();

  send_unanswered (pair);
  g_assert_true (run (pair->two));
  save (pair->two, "Autrement");
  story_wait_ok (orch_outbox_pump_flush (pair->two->engine->pump));
  drop (pair->one);
  come_together (pair);
  check_names (pair, "Autrement");
}

/* --- people --------------------------------------------------------------------------- */

static void
save_member (Story *story, const char *phone)
{
  const OrchActor *actor = orch_session_get_actor (orch_engine_get_session (story->engine));
  DexFuture *future = orch_store_find (story->engine->store, ORCH_STORE_STAFF, ID);
  OrchStaffMemberFields fields = {
    .id = ID, .family = "Tremblay", .active = TRUE, .bookable = TRUE, .origin = ORCH_ORIGIN_HAND
  };
  g_autoptr (OrchStaffMember) member = NULL;

  dex_ref (future);
  if (story_wait (future, NULL))
    fields =
        *orch_staff_member_get_fields (ORCH_STAFF_MEMBER (g_value_get_object (dex_future_get_value (future, NULL))));
  fields.phone = phone;
  member = orch_staff_member_new (&fields);
  dex_unref (future);
  story_wait_ok (orch_store_save_staff (story->engine->store, actor, member));
  story_wait_ok (orch_outbox_pump_flush (story->engine->pump));
}

static gboolean
has_member (Story *story)
{
  return story_wait (orch_store_find (story->engine->store, ORCH_STORE_STAFF, ID), NULL);
}

/* One edits whom the other removed: it is asked. @kept: whether they stay */
static void
check_member_removed (gboolean kept)
{
  g_autoptr (Pair) pair = pair_new ();
  OrchSync *sync = orch_engine_get_sync (pair->one->engine);
  g_autoptr (GListModel) conflicts = NULL;
  g_autoptr (OrchEditConflict) conflict = NULL;

  save_member (pair->one, "4185550101");
  g_assert_true (run (pair->two));
  g_assert_true (has_member (pair->two));
  story_wait_ok (orch_store_remove (pair->two->engine->store,
                                    orch_session_get_actor (orch_engine_get_session (pair->two->engine)),
                                    ORCH_STORE_STAFF, ID));
  story_wait_ok (orch_outbox_pump_flush (pair->two->engine->pump));
  save_member (pair->one, "4185550102");
  g_assert_true (run (pair->two));
  g_assert_false (has_member (pair->two));
  conflicts = story_wait_object (orch_sync_list_conflicts (sync));
  g_assert_cmpuint (g_list_model_get_n_items (conflicts), ==, 1);
  conflict = g_list_model_get_item (conflicts, 0);
  g_assert_cmpstr (orch_edit_conflict_get_fields (conflict)->object_type, ==, "staff");
  g_assert_null (orch_edit_conflict_get_fields (conflict)->theirs);
  story_wait_ok (orch_sync_settle (sync, conflict, kept ? ORCH_SERVICE_ALL_FIELDS : 0));
  come_together (pair);
  g_assert_cmpint (has_member (pair->one), ==, kept);
  g_assert_cmpint (has_member (pair->two), ==, kept);
  hub_look_check_no_doubles (pair->sandbox);
}

static void
test_member_stays (void)
{
  check_member_removed (TRUE);
}

static void
test_member_goes (void)
{
  check_member_removed (FALSE);
}

/* The hub had them without an answer, the other workstation saw and removed them: they do not come back by themselves. */
static void
test_member_unanswered (void)
{
  g_autoptr (Pair) pair = pair_new ();
  g_autoptr (GListModel) conflicts = NULL;

  orch_sandbox_process_order (
      pair->sandbox, "fault",
      "{\"path\": \"/hub/PractitionerRole\", \"method\": \"POST\", \"kind\": \"truncated\", \"count\": -1}");
  save_member (pair->one, "4185550101");
  orch_sandbox_process_clear_faults (pair->sandbox);
  g_assert_true (run (pair->two));
  g_assert_true (has_member (pair->two));
  story_wait_ok (orch_store_remove (pair->two->engine->store,
                                    orch_session_get_actor (orch_engine_get_session (pair->two->engine)),
                                    ORCH_STORE_STAFF, ID));
  story_wait_ok (orch_outbox_pump_flush (pair->two->engine->pump));
  come_together (pair);
  g_assert_false (has_member (pair->two));
  conflicts = story_wait_object (orch_sync_list_conflicts (orch_engine_get_sync (pair->one->engine)));
  g_assert_cmpuint (g_list_model_get_n_items (conflicts), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/removal/unanswered", test_unanswered);
  g_test_add_func ("/removal/seen-elsewhere", test_seen_elsewhere);
  g_test_add_func ("/removal/edited-before", test_edited_before);
  g_test_add_func ("/removal/changed-elsewhere", test_changed_elsewhere);
  g_test_add_func ("/removal/member-stays", test_member_stays);
  g_test_add_func ("/removal/member-goes", test_member_goes);
  g_test_add_func ("/removal/member-unanswered", test_member_unanswered);
  return g_test_run ();
}
