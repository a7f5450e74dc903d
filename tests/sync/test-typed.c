/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a person typed by hand is created on the hub in their name: it waits for them, and what the hub refuses they can give up.
 * Source: issue of the sync (§2), architecture.md rule 4.
 */
#include <string.h>

#include "core/orch-error.h"
#include "orch-hub-look.h"
#include "orch-small-emr.h"
#include "orch-story.h"
#include "sync/orch-engine-private.h"

#define SERVICE_ID "5b1f6a52-3f0a-4c38-9d3a-2f6a4f6f2d10"
#define MEMBER_ID "6c1f6a52-3f0a-4c38-9d3a-2f6a4f6f2d11"

typedef struct
{
  OrchSandboxProcess *sandbox;
  Story *story;
} Desk;

static Desk *
desk_new (void)
{
  Desk *desk = g_new0 (Desk, 1);

  desk->sandbox = small_emr_start ();
  desk->story = story_new (desk->sandbox);
  story_set_up (desk->story);
  orch_sync_set_automatic (orch_engine_get_sync (desk->story->engine), FALSE);
  return desk;
}

static void
desk_free (Desk *desk)
{
  story_free (desk->story);
  orch_sandbox_process_stop (desk->sandbox);
  g_free (desk);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free)

static OrchStore *
get_store (Desk *desk)
{
  return desk->story->engine->store;
}

static const OrchActor *
get_actor (Desk *desk)
{
  return orch_session_get_actor (orch_engine_get_session (desk->story->engine));
}

static void
type_service (Desk *desk)
{
  g_autoptr (OrchService) service = orch_service_new (
      &(OrchServiceFields) { .id = SERVICE_ID, .name = "Main", .duration_minutes = 30, .origin = ORCH_ORIGIN_HAND });

  story_wait_ok (orch_store_save_service (get_store (desk), get_actor (desk), service));
}

static void
type_member (Desk *desk)
{
  g_autoptr (OrchStaffMember) member = orch_staff_member_new (&(OrchStaffMemberFields) {
      .id = MEMBER_ID, .family = "Tremblay", .active = TRUE, .bookable = TRUE, .origin = ORCH_ORIGIN_HAND });

  story_wait_ok (orch_store_save_staff (get_store (desk), get_actor (desk), member));
}

static void
flush (Desk *desk)
{
  story_wait_ok (orch_store_outbox_reset_waits (get_store (desk)));
  orch_outbox_pump_wake (desk->story->engine->pump);
  story_wait_ok (orch_outbox_pump_flush (desk->story->engine->pump));
}

static OrchOutboxRow *
find_op (Desk *desk, const char *type, const char *id)
{
  return story_wait_object (orch_store_outbox_find (get_store (desk), NULL, type, id));
}

static void
check_op (Desk *desk, const char *type, const char *id, const char *person, OrchOutboxState state)
{
  g_autoptr (OrchOutboxRow) op = find_op (desk, type, id);

  g_assert_cmpstr (orch_outbox_row_get_fields (op)->verb, ==, "create");
  g_assert_cmpstr (orch_outbox_row_get_fields (op)->actor, ==, person);
  g_assert_cmpint (orch_outbox_row_get_fields (op)->state, ==, state);
}

/* Returns: whether the store says under which id the hub has it */
static gboolean
is_linked (Desk *desk, const char *type, const char *id)
{
  DexFuture *future = orch_store_get_hub_id (get_store (desk), type, id);
  gboolean linked = FALSE;

  dex_ref (future);
  story_wait_ok (future);
  linked = g_value_get_string (dex_future_get_value (future, NULL)) != NULL;
  dex_unref (future);
  return linked;
}

static void
test_as_the_person (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (OrchSecret) password = orch_secret_new (STORY_PASSWORD, strlen (STORY_PASSWORD));
  g_autofree char *person = g_strdup (get_actor (desk)->id);

  orch_sandbox_process_order (desk->sandbox, "fault", "{\"path\": \"/hub\", \"kind\": \"cut-before\", \"count\": -1}");
  type_service (desk);
  type_member (desk);
  /* Once more while it waits: it is created once. */
  type_service (desk);
  flush (desk);
  story_wait_ok (orch_session_sign_out (orch_engine_get_session (desk->story->engine)));
  orch_sandbox_process_clear_faults (desk->sandbox);

  /* The workstation does not do it for them. */
  flush (desk);
  story_wait_ok (orch_sync_start (orch_engine_get_sync (desk->story->engine), ORCH_SYNC_SERVICES));
  g_assert_cmpuint (hub_look_count (desk->sandbox, "HealthcareService"), ==, 4);
  check_op (desk, "service", SERVICE_ID, person, ORCH_OUTBOX_QUEUED);
  check_op (desk, "staff", MEMBER_ID, person, ORCH_OUTBOX_QUEUED);

  story_wait_ok (orch_engine_sign_in_again (desk->story->engine, "administration", password));
  flush (desk);
  check_op (desk, "service", SERVICE_ID, person, ORCH_OUTBOX_SENT);
  check_op (desk, "staff", MEMBER_ID, person, ORCH_OUTBOX_SENT);
  g_assert_true (is_linked (desk, "service", SERVICE_ID));
  g_assert_true (is_linked (desk, "staff", MEMBER_ID));
  story_wait_ok (orch_sync_start (orch_engine_get_sync (desk->story->engine), ORCH_SYNC_SERVICES));
  g_assert_cmpuint (hub_look_count (desk->sandbox, "HealthcareService"), ==, 5);
  hub_look_check_no_doubles (desk->sandbox);
}

/* Of what the hub would not have, nothing stays when it is given up: it is as the hub has it. */
static void
test_given_up (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (OrchOutboxRow) op = NULL;
  g_autoptr (GListModel) waiting = NULL;
  g_autoptr (GError) error = NULL;

  orch_sandbox_process_order (
      desk->sandbox, "fault",
      "{\"path\": \"/hub/HealthcareService\", \"method\": \"POST\", \"kind\": \"422\", \"count\": -1}");
  type_service (desk);
  flush (desk);
  check_op (desk, "service", SERVICE_ID, get_actor (desk)->id, ORCH_OUTBOX_FAILED);
  op = find_op (desk, "service", SERVICE_ID);
  story_wait_ok (orch_store_outbox_discard (get_store (desk), get_actor (desk), orch_outbox_row_get_fields (op)->seq));
  g_assert_false (story_wait (orch_store_find (get_store (desk), ORCH_STORE_SERVICES, SERVICE_ID), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND);
  orch_sandbox_process_clear_faults (desk->sandbox);
  flush (desk);
  story_wait_ok (orch_sync_start (orch_engine_get_sync (desk->story->engine), ORCH_SYNC_SERVICES));
  waiting = story_wait_object (orch_sync_list_waiting (orch_engine_get_sync (desk->story->engine)));
  g_assert_cmpuint (g_list_model_get_n_items (waiting), ==, 0);
  g_assert_cmpuint (hub_look_count (desk->sandbox, "HealthcareService"), ==, 4);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/typed/as-the-person", test_as_the_person);
  g_test_add_func ("/typed/given-up", test_given_up);
  return g_test_run ();
}
