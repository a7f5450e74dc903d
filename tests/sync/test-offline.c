/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What is done to a record typed by hand while the hub is away, in every order, and what the hub holds once it is back: the eleven
 * transitions that evolution-data-server tests. Then each way in which the hub can fail. Source: issue of the sync (§2).
 */
#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "orch-hub-look.h"
#include "story-desk.h"
#include "sync/orch-engine-private.h"
#include "sync/orch-outbox-pump-private.h"

#define ID "5b1f6a52-3f0a-4c38-9d3a-2f6a4f6f2d10"
#define AGAIN_ID "9f0f7c7b-6f55-4d26-8b43-0a4f0a4d7e21"

static const OrchActor *
get_actor (Desk *desk)
{
  return orch_session_get_actor (orch_engine_get_session (desk->story->engine));
}

static void
save (Desk *desk, const char *id, const char *name)
{
  g_autoptr (OrchService) service = orch_service_new (
      &(OrchServiceFields) { .id = id, .name = name, .duration_minutes = 30, .origin = ORCH_ORIGIN_HAND });

  story_wait_ok (orch_store_save_service (desk->story->engine->store, get_actor (desk), service));
}

static void
drop (Desk *desk, const char *id)
{
  story_wait_ok (orch_store_remove (desk->story->engine->store, get_actor (desk), ORCH_STORE_SERVICES, id));
}

static void
go_offline (Desk *desk)
{
  orch_sandbox_process_order (desk->sandbox, "fault", "{\"path\": \"/hub\", \"kind\": \"cut-before\", \"count\": -1}");
}

static void
go_online (Desk *desk)
{
  orch_sandbox_process_clear_faults (desk->sandbox);
  orch_outbox_pump_wake (desk->story->engine->pump);
}

static gboolean
may_ask (gpointer data)
{
  return orch_outbox_pump_get_hold_us (((Desk *) data)->story->engine->pump) == 0;
}

/* Until nothing is left to send: the hub may have been away when it was last tried. */
static void
bring_up_to_date (Desk *desk)
{
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (OrchStoreCounts) counts = NULL;
      g_autoptr (GListModel) waiting = NULL;
      DexFuture *counted = NULL;

      /* It may have asked to be left alone for a second: twenty tries take less. */
      story_wait_until (may_ask, desk);
      story_wait_ok (orch_store_outbox_reset_waits (desk->story->engine->store));
      story_wait (orch_sync_start (desk->sync, ORCH_SYNC_SERVICES), NULL);
      counted = orch_store_count (desk->story->engine->store, ORCH_STORE_SERVICES);
      dex_ref (counted);
      story_wait_ok (counted);
      counts = g_value_dup_boxed (dex_future_get_value (counted, NULL));
      dex_unref (counted);
      waiting = story_wait_object (orch_sync_list_waiting (desk->sync));
      if (counts->unsynced == 0 && g_list_model_get_n_items (waiting) == 0 && orch_sync_get_error (desk->sync) == NULL)
        return;
    }
  g_error ("Something is left to send");
}

/* @name: (nullable): %NULL: the hub has only the four of the EMR */
static void
check_hub (Desk *desk, const char *name)
{
  g_assert_cmpuint (hub_look_count (desk->sandbox, "HealthcareService"), ==, name != NULL ? 5 : 4);
  if (name != NULL)
    {
      g_autofree char *words = g_strdup_printf ("\"name\":\"%s\"", name);
      g_autoptr (JsonNode) found = hub_look_find (desk->sandbox, "HealthcareService", words);

      g_assert_nonnull (found);
    }
  hub_look_check_no_doubles (desk->sandbox);
}

typedef struct
{
  const char *name;
  const char *
      steps; /* S: save and sync online first; a: add, e: edit, d: delete, A: add another, r: run while the hub is away */
  const char *expected;
} Transition;

static const Transition transitions[] = {
  { "add", "a", "Ajouté" },
  { "add-edit", "ae", "Modifié" },
  { "add-delete", "ad", NULL },
  { "add-delete-add", "adA", "Ajouté" },
  { "add-delete-add-same", "ada", "Ajouté" },
  { "add-resync-delete-add-same", "arda", "Ajouté" },
  { "add-resync-edit-delete", "ared", NULL },
  { "add-resync", "ar", "Ajouté" },
  { "edit", "Se", "Modifié" },
  { "edit-delete", "Sed", NULL },
  { "edit-resync", "Ser", "Modifié" },
  { "delete", "Sd", NULL },
  { "delete-add", "SdA", "Ajouté" },
  { "delete-resync", "Sdr", NULL },
};

static void
test_transition (gconstpointer data)
{
  const Transition *transition = data;
  g_autoptr (Desk) desk = desk_new ();
  const char *step = transition->steps;

  if (*step == 'S')
    {
      save (desk, ID, "D’abord");
      bring_up_to_date (desk);
      check_hub (desk, "D’abord");
      step++;
    }
  go_offline (desk);
  for (; *step != '\0'; step++)
    switch (*step)
      {
      case 'a':
        save (desk, ID, "Ajouté");
        break;
      case 'A':
        save (desk, AGAIN_ID, "Ajouté");
        break;
      case 'e':
        save (desk, ID, "Modifié");
        break;
      case 'd':
        drop (desk, ID);
        break;
      case 'r':
        g_assert_false (story_wait (orch_sync_start (desk->sync, ORCH_SYNC_SERVICES), NULL));
        break;
      default:
        g_assert_not_reached ();
      }
  go_online (desk);
  bring_up_to_date (desk);
  check_hub (desk, transition->expected);
  /* Once more changes nothing. */
  bring_up_to_date (desk);
  check_hub (desk, transition->expected);
}

typedef struct
{
  const char *name;
  const char *fault; /* but its path */
} Fault;

static const Fault faults[] = {
  { "401", "\"kind\": \"401\", \"count\": 1" },
  { "409", "\"kind\": \"409\", \"count\": 1" },
  { "412", "\"kind\": \"412\", \"count\": 1" },
  { "429", "\"kind\": \"429\", \"count\": 1" },
  { "500", "\"kind\": \"500\", \"count\": 2" },
  { "503", "\"kind\": \"503\", \"count\": 2" },
  { "truncated", "\"kind\": \"truncated\", \"count\": 1" },
  { "wrong-type", "\"kind\": \"wrong-type\", \"count\": 1" },
  { "cut-before", "\"kind\": \"cut-before\", \"count\": 2" },
  { "cut-after-commit", "\"kind\": \"cut-after-commit\", \"count\": 1" },
  { "slow", "\"kind\": \"slow\", \"count\": 1, \"delay_ms\": 300" },
  { "duplicate-page", "\"kind\": \"duplicate-page\", \"count\": 3" },
  { "skew", "\"kind\": \"skew\", \"count\": -1" },
};

/* A new service, appointments, and an edit meet the fault at each of the first requests in turn; all comes through, once. */
static void
test_fault (gconstpointer data)
{
  const Fault *fault = data;
  g_autoptr (Desk) desk = desk_new ();

  small_emr_add_days (desk->sandbox, 3);
  for (guint skip = 0; skip < 6; skip += 2)
    {
      g_autofree char *name = g_strdup_printf ("Version %u", skip);

      orch_sandbox_process_order (desk->sandbox, "fault", "{\"path\": \"/hub\", %s, \"skip\": %u}", fault->fault, skip);
      save (desk, ID, name);
      story_wait (orch_sync_start (desk->sync, ORCH_SYNC_SERVICES), NULL);
      go_online (desk);
      bring_up_to_date (desk);
      check_hub (desk, name);
    }
  g_assert_cmpuint (orch_sandbox_process_count (desk->sandbox, "Appointment"), ==, 3);
  g_assert_cmpuint (orch_sandbox_process_count (desk->sandbox, "Patient"), ==, 3);
}

/* The EMR's faults leave what was there, and the next run brings the rest. */
static void
test_emr_fault (gconstpointer data)
{
  const Fault *fault = data;
  g_autoptr (Desk) desk = desk_new ();

  small_emr_add_days (desk->sandbox, 3);
  orch_sandbox_process_order (desk->sandbox, "fault", "{\"path\": \"/emr/fhir/Appointment\", %s}", fault->fault);
  story_wait (orch_sync_start (desk->sync, ORCH_SYNC_RECENT), NULL);
  orch_sandbox_process_clear_faults (desk->sandbox);
  story_wait_ok (orch_sync_start (desk->sync, ORCH_SYNC_RECENT));
  g_assert_cmpuint (orch_sandbox_process_count (desk->sandbox, "Appointment"), ==, 3);
  g_assert_cmpuint (orch_sandbox_process_count (desk->sandbox, "Patient"), ==, 3);
  hub_look_check_no_doubles (desk->sandbox);
}

static guint
count_writes (Desk *desk)
{
  g_autoptr (JsonNode) requests = orch_sandbox_process_get (desk->sandbox, "/control/requests");
  JsonArray *array = json_node_get_array (requests);
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *request = json_array_get_object_element (array, i);

      n += g_str_has_prefix (json_object_get_string_member (request, "path"), "/hub") &&
           !g_str_equal (json_object_get_string_member (request, "method"), "GET");
    }
  return n;
}

/* A hub that asks to be left alone for a minute is left alone, whoever kicks; then it gets everything. */
static void
test_retry_after (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (OrchService) service = NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  const char *const types[] = { "walk-in", NULL };
  guint before = 0;

  service = story_wait_object (orch_store_find_by_emr_id (desk->story->engine->store, ORCH_STORE_SERVICES, "serv-1"));
  g_ptr_array_add (ids, (gpointer) orch_service_get_fields (service)->id);
  orch_sandbox_process_order (desk->sandbox, "fault",
                              "{\"path\": \"/hub\", \"kind\": \"429\", \"count\": 1, \"retry_after\": 60}");
  story_wait_ok (
      orch_service_desk_act (orch_engine_get_services (desk->story->engine), ids, ORCH_SERVICE_ACTIVATE, types));
  story_wait_ok (orch_outbox_pump_flush (desk->story->engine->pump));
  before = count_writes (desk);
  for (guint i = 0; i < 3; i++)
    story_wait_ok (orch_outbox_pump_flush (desk->story->engine->pump));
  g_assert_cmpuint (count_writes (desk), ==, before);

  orch_clock_set_offset_us (90 * G_GINT64_CONSTANT (1000000));
  orch_sandbox_process_order (desk->sandbox, "clock", "{\"offset_s\": 90}");
  bring_up_to_date (desk);
  g_assert_cmpuint (count_writes (desk), >, before);
  check_hub (desk, NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  for (guint i = 0; i < G_N_ELEMENTS (transitions); i++)
    {
      g_autofree char *path = g_strconcat ("/offline/", transitions[i].name, NULL);

      g_test_add_data_func (path, &transitions[i], test_transition);
    }
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *hub = g_strconcat ("/fault/hub/", faults[i].name, NULL);
      g_autofree char *emr = g_strconcat ("/fault/emr/", faults[i].name, NULL);

      g_test_add_data_func (hub, &faults[i], test_fault);
      g_test_add_data_func (emr, &faults[i], test_emr_fault);
    }
  g_test_add_func ("/fault/retry-after", test_retry_after);
  return g_test_run ();
}
