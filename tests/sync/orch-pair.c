/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-pair.h.
 */
#include "orch-pair.h"

#include <string.h>

#include "core/orch-clock.h"
#include "orch-small-emr.h"

static void
join (Pair *pair)
{
  g_autoptr (OrchSecret) password = orch_secret_new (STORY_PASSWORD, strlen (STORY_PASSWORD));
  g_autoptr (OrchSecret) key = orch_secret_new (STORY_SHARED_KEY, strlen (STORY_SHARED_KEY));
  g_autoptr (OrchSecret) pin = orch_secret_new (STORY_PIN, strlen (STORY_PIN));
  g_autoptr (JsonNode) users = orch_sandbox_process_get (pair->sandbox, "/training/users");
  const char *username = json_object_get_string_member (
      json_array_get_object_element (json_object_get_array_member (json_node_get_object (users), "users"), 0),
      "username");
  g_autoptr (GListModel) clinics = NULL;
  g_autoptr (OrchClinic) clinic = NULL;

  story_start (pair->two);
  clinics = story_wait_object (orch_engine_sign_in (pair->two->engine, NULL, username, password));
  clinic = g_list_model_get_item (clinics, 0);
  story_wait_ok (orch_engine_join (pair->two->engine, clinic, key));
  story_wait_ok (orch_session_choose_pin (orch_engine_get_session (pair->two->engine), pin));
}

Pair *
pair_new (void)
{
  Pair *pair = g_new0 (Pair, 1);

  pair->sandbox = small_emr_start ();
  pair->one = story_new (pair->sandbox);
  pair->two = story_new (pair->sandbox);
  story_set_up (pair->one);
  orch_sync_set_automatic (orch_engine_get_sync (pair->one->engine), FALSE);
  join (pair);
  orch_sync_set_automatic (orch_engine_get_sync (pair->two->engine), FALSE);
  return pair;
}

static void
type_in_wizard (OrchSetup *setup)
{
  g_autoptr (GPtrArray) staff = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) services = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *person = g_uuid_string_random ();
  g_autofree char *service = g_uuid_string_random ();

  g_ptr_array_add (staff, orch_staff_member_new (&(OrchStaffMemberFields) { .id = person,
                                                                            .family = "Roy",
                                                                            .given = "José",
                                                                            .licence = "12-345",
                                                                            .bookable = TRUE,
                                                                            .active = TRUE,
                                                                            .origin = ORCH_ORIGIN_HAND }));
  g_ptr_array_add (
      services,
      orch_service_new (&(OrchServiceFields) {
          .id = service, .name = "Suivi", .duration_minutes = 15, .to_define = TRUE, .origin = ORCH_ORIGIN_HAND }));
  story_wait_ok (orch_setup_put_hand_staff (setup, staff));
  story_wait_ok (orch_setup_put_hand_services (setup, services));
}

Pair *
pair_new_by_hand (void)
{
  Pair *pair = g_new0 (Pair, 1);
  OrchSetup *setup = NULL;

  pair->sandbox = orch_sandbox_process_start (NULL);
  pair->one = story_new (pair->sandbox);
  pair->two = story_new (pair->sandbox);
  story_start (pair->one);
  story_activate (pair->one);
  story_identify (pair->one);
  setup = orch_engine_get_setup (pair->one->engine);
  g_assert_true (orch_setup_choose_emr (setup, "none"));
  type_in_wizard (setup);
  story_create (pair->one);
  orch_sync_set_automatic (orch_engine_get_sync (pair->one->engine), FALSE);
  join (pair);
  orch_sync_set_automatic (orch_engine_get_sync (pair->two->engine), FALSE);
  return pair;
}

void
pair_free (Pair *pair)
{
  orch_clock_set_offset_us (0);
  story_free (pair->one);
  story_free (pair->two);
  orch_sandbox_process_stop (pair->sandbox);
  g_free (pair);
}
