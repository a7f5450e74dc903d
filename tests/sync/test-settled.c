/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What was on its way to the hub while a person settled the very conflict it would meet: it is not written over what they chose. The op is
 * claimed, as a sender of the pump does, and sent after the settlement. Source: issue of the sync (Conflicts).
 */
#include "orch-pair.h"
#include "sync/orch-engine-private.h"
#include "sync/orch-outbox-send.h"

typedef struct
{
  OrchOutboxSender sender;
  GPtrArray *ops;
  GPtrArray *rows; /* what became of them */
} Sending;

static DexFuture *
send_fiber (gpointer data)
{
  Sending *sending = data;
  GError *error = NULL;

  sending->rows = orch_outbox_await_send (&sending->sender, sending->ops, &error);
  return error == NULL ? dex_future_new_for_boolean (TRUE) : dex_future_new_for_error (error);
}

static void
flush (Story *story)
{
  story_wait_ok (orch_outbox_pump_flush (story->engine->pump));
}

static void
run (Story *story)
{
  story_wait_ok (orch_sync_start (orch_engine_get_sync (story->engine), ORCH_SYNC_SERVICES));
}

/* Queued again by a person, and claimed before the pump can. Returns: (transfer full) */
static OrchOutboxRow *
claim_again (Story *story, const char *type, const char *id)
{
  OrchStore *store = story->engine->store;
  const OrchActor *actor = orch_session_get_actor (orch_engine_get_session (story->engine));
  g_autoptr (OrchOutboxRow) failed = story_wait_object (orch_store_outbox_find (store, NULL, type, id));
  DexFuture *requeued = orch_store_outbox_requeue (store, actor, orch_outbox_row_get_fields (failed)->seq);
  DexFuture *claimed = orch_store_outbox_claim (store);

  story_wait_ok (requeued);
  return story_wait_object (claimed);
}

/* @op: sent as it was claimed. It must not get through. */
static void
send_late (Story *story, OrchOutboxRow *op)
{
  g_autoptr (OrchHub) hub = story_wait_object (orch_hub_access_get_workstation_hub (story->engine->access));
  const OrchActor actor = { .id = "test", .permission = ORCH_PERMISSION_WORKSTATION };
  g_autoptr (GPtrArray) ops = g_ptr_array_new ();
  Sending sending = { .sender = { .store = story->engine->store,
                                  .hub = hub,
                                  .actor = &actor,
                                  .clinic_hub_id =
                                      orch_clinic_get_fields (orch_engine_get_clinic (story->engine))->hub_id },
                      .ops = ops };

  g_ptr_array_add (ops, op);
  story_wait_ok (dex_scheduler_spawn (NULL, 0, send_fiber, &sending, NULL));
  g_assert_cmpuint (sending.rows->len, ==, 1);
  g_assert_error (orch_hub_row_get_error (g_ptr_array_index (sending.rows, 0)), ORCH_ERROR, ORCH_ERROR_CONFLICT);
  g_ptr_array_unref (sending.rows);
}

/* Returns: (transfer full): the only one */
static OrchEditConflict *
get_conflict (Story *story)
{
  g_autoptr (GListModel) conflicts =
      story_wait_object (orch_sync_list_conflicts (orch_engine_get_sync (story->engine)));

  g_assert_cmpuint (g_list_model_get_n_items (conflicts), ==, 1);
  return g_list_model_get_item (conflicts, 0);
}

static void
set_duration (Story *story, int minutes)
{
  g_autoptr (OrchService) service =
      story_wait_object (orch_store_find_by_emr_id (story->engine->store, ORCH_STORE_SERVICES, "serv-1"));
  OrchServiceFields fields = *orch_service_get_fields (service);
  g_autoptr (OrchService) edited = NULL;

  fields.duration_override = minutes;
  edited = orch_service_new (&fields);
  story_wait_ok (orch_service_desk_save (orch_engine_get_services (story->engine), service, edited));
}

static int
get_duration (Story *story)
{
  g_autoptr (OrchService) service =
      story_wait_object (orch_store_find_by_emr_id (story->engine->store, ORCH_STORE_SERVICES, "serv-1"));

  return orch_service_get_fields (service)->duration_override;
}

static void
test_service (void)
{
  g_autoptr (Pair) pair = pair_new ();
  g_autoptr (OrchEditConflict) conflict = NULL;
  g_autoptr (OrchOutboxRow) op = NULL;

  set_duration (pair->one, 10);
  flush (pair->one);
  set_duration (pair->two, 20);
  flush (pair->two);
  conflict = get_conflict (pair->two);
  op = claim_again (pair->two, "service", orch_edit_conflict_get_fields (conflict)->object_id);
  story_wait_ok (orch_sync_settle (orch_engine_get_sync (pair->two->engine), conflict, 0));
  send_late (pair->two, op);
  flush (pair->two);
  for (guint i = 0; i < 2; i++)
    {
      run (pair->two);
      run (pair->one);
    }
  g_assert_cmpint (get_duration (pair->one), ==, 10);
  g_assert_cmpint (get_duration (pair->two), ==, 10);
}

static OrchStaffMember *
find_member (Story *story)
{
  return story_wait_object (orch_store_find_by_emr_id (story->engine->store, ORCH_STORE_STAFF, "prat-1"));
}

static void
set_permission (Story *story, OrchPermission permission)
{
  g_autoptr (OrchStaffMember) member = find_member (story);

  story_wait_ok (orch_store_set_staff_permission (story->engine->store,
                                                  orch_session_get_actor (orch_engine_get_session (story->engine)),
                                                  orch_staff_member_get_fields (member)->id, permission));
}

static OrchPermission
get_permission (Story *story)
{
  g_autoptr (OrchStaffMember) member = find_member (story);

  return orch_staff_member_get_fields (member)->permission;
}

static void
test_member (void)
{
  g_autoptr (Pair) pair = pair_new ();
  g_autoptr (OrchEditConflict) conflict = NULL;
  g_autoptr (OrchOutboxRow) op = NULL;

  set_permission (pair->one, ORCH_PERMISSION_RECEPTIONIST);
  flush (pair->one);
  set_permission (pair->two, ORCH_PERMISSION_PROFESSIONAL);
  flush (pair->two);
  conflict = get_conflict (pair->two);
  op = claim_again (pair->two, "staff", orch_edit_conflict_get_fields (conflict)->object_id);
  story_wait_ok (orch_sync_settle (orch_engine_get_sync (pair->two->engine), conflict, 0));
  send_late (pair->two, op);
  flush (pair->two);
  for (guint i = 0; i < 2; i++)
    {
      run (pair->two);
      run (pair->one);
    }
  g_assert_cmpint (get_permission (pair->one), ==, ORCH_PERMISSION_RECEPTIONIST);
  g_assert_cmpint (get_permission (pair->two), ==, ORCH_PERMISSION_RECEPTIONIST);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/settled/service", test_service);
  g_test_add_func ("/settled/member", test_member);
  return g_test_run ();
}
