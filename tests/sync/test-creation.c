/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The creation of a clinic on hubs that lose answers, throttle, or have no courtesy: once it is done the hub holds what an
 * undisturbed creation leaves, and nothing twice. Expected results: product.md §1, hub.md (Interactions used).
 */
#include <string.h>

#include "core/orch-error.h"
#include "orch-hub-look.h"
#include "orch-story.h"

typedef struct
{
  OrchSandboxProcess *sandbox;
  char *baseline; /* what the hub holds after an undisturbed creation */
} Field;

static void
set_up (Field *field, gconstpointer data)
{
  g_autoptr (Story) story = NULL;

  field->sandbox = orch_sandbox_process_start (NULL);
  story = story_new (field->sandbox);
  story_set_up (story);
  field->baseline = hub_look_dup_counts (field->sandbox);
  hub_look_check_no_doubles (field->sandbox);
}

static void
tear_down (Field *field, gconstpointer data)
{
  orch_sandbox_process_stop (field->sandbox);
  g_free (field->baseline);
}

static gboolean
is_waiting_or_ended (gpointer data)
{
  const OrchCreationState state = orch_creation_get_state (data);

  return state == ORCH_CREATION_WAITING || state == ORCH_CREATION_DONE || state == ORCH_CREATION_FAILED;
}

static gboolean
is_under_way (gpointer data)
{
  return orch_creation_get_state (data) == ORCH_CREATION_RUNNING ||
         orch_creation_get_state (data) == ORCH_CREATION_DONE;
}

/* Presses Create until it is done, as an impatient person would. */
static void
press_until_done (Story *story)
{
  OrchSetup *setup = orch_engine_get_setup (story->engine);
  OrchCreation *creation = orch_setup_get_creation (setup);

  orch_setup_set_step (setup, ORCH_STEP_PATIENTS);
  orch_setup_set_patients_understood (setup, TRUE);
  for (int press = 0; orch_creation_get_state (creation) != ORCH_CREATION_DONE; press++)
    {
      if (press > 12)
        g_error ("The creation does not end: %s", orch_creation_get_error (creation)->message);
      while (g_main_context_iteration (NULL, FALSE)) /* what the last press began comes to its end */
        ;
      orch_setup_create_clinic (setup);
      story_wait_until (is_under_way, creation);
      story_wait_until (is_waiting_or_ended, creation);
    }
  story_wait_ok (orch_engine_finish_setup (story->engine));
}

static guint
count_faults (OrchSandboxProcess *sandbox)
{
  g_autoptr (JsonNode) state = orch_sandbox_process_get (sandbox, "/control/state");

  return (guint) json_object_get_int_member (json_node_get_object (state), "faults");
}

/* The answer to each POST of the creation is lost in turn, after the hub has done what it was asked. */
static guint
lose_answers (Field *field, const char *ignore, guint step)
{
  guint nth = 0;

  for (gboolean spent = TRUE; spent; nth += step)
    {
      g_autoptr (Story) story = NULL;
      g_autofree char *counts = NULL;

      g_test_message ("lost: the answer to POST %u", nth + 1);
      orch_sandbox_process_order (field->sandbox, "reset", "{}");
      if (ignore != NULL)
        orch_sandbox_process_order (field->sandbox, "ignore", "%s", ignore);
      story = story_new (field->sandbox);
      story_prepare (story);
      orch_sandbox_process_order (
          field->sandbox, "fault",
          "{\"path\": \"/hub\", \"method\": \"POST\", \"kind\": \"cut-after-commit\", \"skip\": %u}", nth);
      press_until_done (story);
      spent = count_faults (field->sandbox) == 0;
      orch_sandbox_process_clear_faults (field->sandbox);
      hub_look_check_no_doubles (field->sandbox);
      counts = hub_look_dup_counts (field->sandbox);
      g_assert_cmpstr (counts, ==, field->baseline);
      g_assert_cmpuint (nth, <, 200);
    }
  return nth;
}

static void
test_lost_answers (Field *field, gconstpointer data)
{
  /* At least the clinic, its services, its staff and its workstation are posted. */
  g_assert_cmpuint (lose_answers (field, NULL, 1), >, 3);
}

static void
test_lost_answers_without_courtesy (Field *field, gconstpointer data)
{
  const guint step = g_getenv ("ORCH_TEST_FULL") != NULL ? 1 : 3;

  lose_answers (field, "{\"if_none_exist\": true, \"if_match\": true, \"transactions\": true}", step);
}

static void
test_without_courtesy (Field *field, gconstpointer data)
{
  g_autoptr (Story) story = NULL;
  g_autofree char *counts = NULL;

  orch_sandbox_process_order (field->sandbox, "reset", "{}");
  orch_sandbox_process_order (field->sandbox, "ignore",
                              "{\"if_none_exist\": true, \"if_match\": true, \"transactions\": true}");
  story = story_new (field->sandbox);
  story_prepare (story);
  press_until_done (story);
  counts = hub_look_dup_counts (field->sandbox);
  g_assert_cmpstr (counts, ==, field->baseline);
  hub_look_check_no_doubles (field->sandbox);
}

static void
test_passing_faults (Field *field, gconstpointer data)
{
  static const struct
  {
    const char *kind;
    const char *method;
  } rows[] = {
    { "429", "POST" },       { "500", "POST" }, { "503", "POST" }, { "429", "GET" },
    { "truncated", "POST" }, { "401", "POST" }, { "slow", "GET" }, { "cut-before", "GET" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Story) story = NULL;
      g_autofree char *counts = NULL;

      g_test_message ("row: %s %s", rows[i].method, rows[i].kind);
      orch_sandbox_process_order (field->sandbox, "reset", "{}");
      story = story_new (field->sandbox);
      story_prepare (story);
      orch_sandbox_process_order (field->sandbox, "fault",
                                  "{\"path\": \"/hub\", \"method\": \"%s\", \"kind\": \"%s\", \"skip\": 1}",
                                  rows[i].method, rows[i].kind);
      press_until_done (story);
      orch_sandbox_process_clear_faults (field->sandbox);
      counts = hub_look_dup_counts (field->sandbox);
      g_assert_cmpstr (counts, ==, field->baseline);
      hub_look_check_no_doubles (field->sandbox);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add ("/creation/lost-answers", Field, NULL, set_up, test_lost_answers, tear_down);
  g_test_add ("/creation/without-courtesy", Field, NULL, set_up, test_without_courtesy, tear_down);
  g_test_add ("/creation/lost-answers-without-courtesy", Field, NULL, set_up, test_lost_answers_without_courtesy,
              tear_down);
  g_test_add ("/creation/passing-faults", Field, NULL, set_up, test_passing_faults, tear_down);
  return g_test_run ();
}
