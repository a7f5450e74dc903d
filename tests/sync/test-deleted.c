/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What other software deleted from the hub, by the hub's own means: the run of the whole schedule finds it. What the EMR has is made there anew,
 * once; of what a person typed they are asked. A list that does not come to its end, or a hub that does not answer, says nothing.
 * Source: src/hub/README.md ("Removing"), architecture.md rule 4.
 */
#include "orch-hub-look.h"
#include "story-desk.h"
#include "sync/orch-engine-private.h"

#define SERVICE_ID "5b1f6a52-3f0a-4c38-9d3a-2f6a4f6f2d20"
#define MEMBER_ID "6c1f6a52-3f0a-4c38-9d3a-2f6a4f6f2d21"

static OrchStore *
get_store (Desk *desk)
{
  return desk->story->engine->store;
}

static gboolean
run (Desk *desk, OrchSyncKind kind)
{
  return story_wait (orch_sync_start (desk->sync, kind), NULL);
}

/* Returns: (transfer full) (nullable) */
static char *
dup_hub_id (Desk *desk, const char *type, const char *id)
{
  DexFuture *future = orch_store_get_hub_id (get_store (desk), type, id);
  char *hub_id = NULL;

  dex_ref (future);
  story_wait_ok (future);
  hub_id = g_value_dup_string (dex_future_get_value (future, NULL));
  dex_unref (future);
  return hub_id;
}

static char *
dup_id_of (Desk *desk, OrchStoreKind kind, const char *emr_id)
{
  g_autoptr (GObject) row = story_wait_object (orch_store_find_by_emr_id (get_store (desk), kind, emr_id));

  return g_strdup (kind == ORCH_STORE_SERVICES ? orch_service_get_fields (ORCH_SERVICE (row))->id
                                               : orch_staff_member_get_fields (ORCH_STAFF_MEMBER (row))->id);
}

/* As an administrator of the hub would; its server keeps nothing of it, or that it was there. */
static void
delete_on_hub (Desk *desk, const char *resource_type, const char *hub_id)
{
  orch_sandbox_process_order (desk->sandbox, "hub-record",
                              "{\"delete\": true, \"resource\": {\"resourceType\": \"%s\", \"id\": \"%s\"}}",
                              resource_type, hub_id);
}

static void
type_service (Desk *desk, const char *name)
{
  g_autoptr (OrchService) service = orch_service_new (
      &(OrchServiceFields) { .id = SERVICE_ID, .name = name, .duration_minutes = 30, .origin = ORCH_ORIGIN_HAND });

  story_wait_ok (orch_store_save_service (get_store (desk),
                                          orch_session_get_actor (orch_engine_get_session (desk->story->engine)),
                                          service));
}

static void
type_member (Desk *desk)
{
  g_autoptr (OrchStaffMember) member = orch_staff_member_new (&(OrchStaffMemberFields) {
      .id = MEMBER_ID, .family = "Roy", .active = TRUE, .bookable = TRUE, .origin = ORCH_ORIGIN_HAND });

  story_wait_ok (orch_store_save_staff (get_store (desk),
                                        orch_session_get_actor (orch_engine_get_session (desk->story->engine)),
                                        member));
}

static void
flush (Desk *desk)
{
  story_wait_ok (orch_store_outbox_reset_waits (get_store (desk)));
  orch_outbox_pump_wake (desk->story->engine->pump);
  story_wait_ok (orch_outbox_pump_flush (desk->story->engine->pump));
}

static GListModel *
list_conflicts (Desk *desk)
{
  return story_wait_object (orch_sync_list_conflicts (desk->sync));
}

static void
check_conflicts (Desk *desk, guint n)
{
  g_autoptr (GListModel) conflicts = list_conflicts (desk);

  g_assert_cmpuint (g_list_model_get_n_items (conflicts), ==, n);
}

typedef struct
{
  const char *name;
  OrchStoreKind kind;
  const char *type;
  const char *resource_type;
  const char *emr_id;
} Case;

static const Case cases[] = {
  { "service", ORCH_STORE_SERVICES, "service", "HealthcareService", "serv-2" },
  { "person", ORCH_STORE_STAFF, "staff", "Practitioner", "prat-2" },
};

static void
test_of_the_emr (gconstpointer data)
{
  const Case *is = data;
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *id = dup_id_of (desk, is->kind, is->emr_id);
  g_autofree char *before = dup_hub_id (desk, is->type, id);
  g_autofree char *after = NULL;
  const guint n = hub_look_count (desk->sandbox, is->resource_type);

  g_assert_true (run (desk, ORCH_SYNC_FULL));
  g_assert_cmpuint (hub_look_count (desk->sandbox, is->resource_type), ==, n);
  delete_on_hub (desk, is->resource_type, before);
  g_assert_cmpuint (hub_look_count (desk->sandbox, is->resource_type), ==, n - 1);

  /* Half an hour's run does not list the whole hub. */
  g_assert_true (run (desk, ORCH_SYNC_RECENT));
  g_assert_cmpuint (hub_look_count (desk->sandbox, is->resource_type), ==, n - 1);

  g_assert_true (run (desk, ORCH_SYNC_FULL));
  g_assert_cmpuint (hub_look_count (desk->sandbox, is->resource_type), ==, n);
  after = dup_hub_id (desk, is->type, id);
  g_assert_cmpstr (after, !=, NULL);
  g_assert_cmpstr (after, !=, before);
  check_conflicts (desk, 0);

  g_assert_true (run (desk, ORCH_SYNC_FULL));
  g_assert_cmpuint (hub_look_count (desk->sandbox, is->resource_type), ==, n);
  hub_look_check_no_doubles (desk->sandbox);
}

/* @keep: whether its person wants it again */
static void
check_typed (const Case *is, gboolean keep)
{
  g_autoptr (Desk) desk = desk_new ();
  const char *id = is->kind == ORCH_STORE_SERVICES ? SERVICE_ID : MEMBER_ID;
  g_autofree char *hub_id = NULL;
  g_autoptr (GListModel) conflicts = NULL;
  g_autoptr (OrchEditConflict) conflict = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  type_service (desk, "Main");
  type_member (desk);
  flush (desk);
  n = hub_look_count (desk->sandbox, is->resource_type);
  hub_id = dup_hub_id (desk, is->type, id);
  g_assert_nonnull (hub_id);
  delete_on_hub (desk, is->resource_type, hub_id);
  g_assert_true (run (desk, ORCH_SYNC_FULL));
  /* Asked once, however often it is looked for, and until then neither made nor taken away. */
  g_assert_true (run (desk, ORCH_SYNC_FULL));
  g_assert_cmpuint (hub_look_count (desk->sandbox, is->resource_type), ==, n - 1);
  conflicts = list_conflicts (desk);
  g_assert_cmpuint (g_list_model_get_n_items (conflicts), ==, 1);
  conflict = g_list_model_get_item (conflicts, 0);
  g_assert_cmpstr (orch_edit_conflict_get_fields (conflict)->object_id, ==, id);
  g_assert_null (orch_edit_conflict_get_fields (conflict)->theirs);

  story_wait_ok (orch_sync_settle (desk->sync, conflict, keep ? G_MAXUINT : 0));
  flush (desk);
  g_assert_true (run (desk, ORCH_SYNC_FULL));
  g_assert_cmpuint (hub_look_count (desk->sandbox, is->resource_type), ==, keep ? n : n - 1);
  g_assert_cmpint (story_wait (orch_store_find (get_store (desk), is->kind, id), &error), ==, keep);
  check_conflicts (desk, 0);
  hub_look_check_no_doubles (desk->sandbox);
}

static void
test_typed_kept (gconstpointer data)
{
  check_typed (data, TRUE);
}

static void
test_typed_given_up (gconstpointer data)
{
  check_typed (data, FALSE);
}

/* What does not come to its end, or is no answer to the question, proves nothing. */
static void
test_no_proof (void)
{
  static const char *const faults[] = {
    "{\"path\": \"/hub/HealthcareService\", \"method\": \"GET\", \"kind\": \"503\", \"count\": -1}",
    "{\"path\": \"/hub/HealthcareService\", \"method\": \"GET\", \"kind\": \"403\", \"count\": -1}",
    "{\"path\": \"/hub/HealthcareService\", \"method\": \"GET\", \"kind\": \"404\", \"count\": -1}",
    "{\"path\": \"/hub/HealthcareService\", \"method\": \"GET\", \"kind\": \"truncated\", \"count\": -1}",
    "{\"path\": \"/hub/HealthcareService/\", \"method\": \"GET\", \"kind\": \"503\", \"count\": -1}",
    "{\"path\": \"/hub/HealthcareService/\", \"method\": \"GET\", \"kind\": \"cut-before\", \"count\": -1}",
  };
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *id = dup_id_of (desk, ORCH_STORE_SERVICES, "serv-2");
  g_autofree char *before = dup_hub_id (desk, "service", id);

  type_service (desk, "Main");
  flush (desk);
  delete_on_hub (desk, "HealthcareService", before);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *now = NULL;

      orch_sandbox_process_order (desk->sandbox, "fault", "%s", faults[i]);
      run (desk, ORCH_SYNC_FULL);
      orch_sandbox_process_clear_faults (desk->sandbox);
      now = dup_hub_id (desk, "service", id);
      g_assert_cmpstr (now, ==, before);
      check_conflicts (desk, 0);
    }
  g_assert_true (run (desk, ORCH_SYNC_FULL));
  g_assert_cmpuint (hub_look_count (desk->sandbox, "HealthcareService"), ==, 5);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *emr = g_strconcat ("/deleted/of-the-emr/", cases[i].name, NULL);
      g_autofree char *kept = g_strconcat ("/deleted/typed-kept/", cases[i].name, NULL);
      g_autofree char *given_up = g_strconcat ("/deleted/typed-given-up/", cases[i].name, NULL);

      g_test_add_data_func (emr, &cases[i], test_of_the_emr);
      g_test_add_data_func (kept, &cases[i], test_typed_kept);
      g_test_add_data_func (given_up, &cases[i], test_typed_given_up);
    }
  g_test_add_func ("/deleted/no-proof", test_no_proof);
  return g_test_run ();
}
