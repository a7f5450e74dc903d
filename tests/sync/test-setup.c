/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a set-up meets off the straight road: links that are used or hostile, an EMR that the hub knows better, a clinic without one,
 * conflicts that wait, and stores or keyrings that do not open. Expected results: orch-engine.h, orch-setup.h, product.md §1.
 */
#include <string.h>

#include "core/orch-error.h"
#include "orch-hub-look.h"
#include "orch-story.h"
#include "secrets/orch-memory-keyring.h"

static char *
dup_link (Story *story)
{
  DexFuture *future = orch_engine_dup_training_link (story->engine);
  char *link = NULL;

  dex_ref (future);
  story_wait_ok (future);
  link = g_value_dup_string (dex_future_get_value (future, NULL));
  dex_unref (future);
  return link;
}

static void
test_link_used_twice (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  g_autoptr (Story) first = story_new (sandbox);
  g_autoptr (Story) second = story_new (sandbox);
  g_autoptr (OrchSecret) password = orch_secret_new (STORY_PASSWORD, strlen (STORY_PASSWORD));
  g_autoptr (OrchActivation) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *link = NULL;

  story_start (first);
  link = dup_link (first);
  story_activate (first);
  story_start (second);
  again = orch_engine_parse_activation (second->engine, link, &error);
  g_assert_no_error (error);
  story_wait_ok (orch_activation_contact (again));
  g_assert_false (
      story_wait (orch_activation_choose_password (again, orch_activation_get_username (again), password), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED);
  g_assert_cmpint (orch_engine_get_state (second->engine), ==, ORCH_ENGINE_WELCOME);
}

static void
test_hostile_links (void)
{
  static const struct
  {
    gboolean training;
    const char *text;
    int code;
  } rows[] = {
    { FALSE, "orchestrateur://activate?hub=http%3A%2F%2Fhub.example.org%2Ffhir&code=abc", ORCH_ERROR_UNTRUSTED },
    { FALSE, "orchestrateur://activate?hub=http%3A%2F%2F127.0.0.1%3A1%2Fhub&code=abc", ORCH_ERROR_UNTRUSTED },
    { TRUE, "orchestrateur://activate?hub=https%3A%2F%2Fhub.example.org%2Ffhir&code=abc", ORCH_ERROR_UNTRUSTED },
    { FALSE, "https://hub.example.org/activate?code=abc", ORCH_ERROR_INVALID },
    { TRUE, "", ORCH_ERROR_INVALID },
    { TRUE, "Bonjour, votre clinique…", ORCH_ERROR_INVALID },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *dir = g_dir_make_tmp ("orch-story-XXXXXX", NULL);
      g_autoptr (OrchEngine) engine =
          orch_engine_new (rows[i].training, rows[i].training ? "http://127.0.0.1:1" : NULL, dir);
      g_autoptr (OrchActivation) activation = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("row: %s", rows[i].text);
      activation = orch_engine_parse_activation (engine, rows[i].text, &error);
      g_assert_null (activation);
      g_assert_error (error, ORCH_ERROR, rows[i].code);
      story_remove_tree (dir);
    }
}

static gboolean
has_two_alerts (gpointer data)
{
  return orch_sandbox_process_count (data, "Task") >= 2;
}

static void
test_locked_emr (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  g_autoptr (Story) story = story_new (sandbox);
  g_autoptr (JsonNode) alert = NULL;
  OrchSetup *setup = NULL;

  orch_sandbox_process_order (sandbox, "activation", "{\"emr\": \"fhir-r4\"}");
  story_start (story);
  story_activate (story);
  story_identify (story);
  setup = orch_engine_get_setup (story->engine);
  g_assert_true (orch_setup_is_emr_locked (setup));
  g_assert_false (orch_setup_choose_emr (setup, "myle"));
  g_assert_cmpstr (orch_setup_get_emr (setup), !=, "myle");
  story_wait_ok (orch_setup_send_emr_alert (setup, "myle"));
  story_wait_ok (orch_setup_send_emr_alert (setup, "myle"));
  story_wait_ok (orch_setup_send_emr_alert (setup, "ofys"));
  story_wait_ok (orch_setup_send_emr_alert (setup, "myle"));
  story_wait_until (has_two_alerts, sandbox);
  g_assert_cmpuint (orch_sandbox_process_count (sandbox, "Task"), ==, 2);
  alert = hub_look_find (sandbox, "Task", "myle");
  g_assert_nonnull (alert);
  story_connect_emr (story);
}

static void
put_by_hand (Story *story)
{
  OrchSetup *setup = orch_engine_get_setup (story->engine);
  g_autoptr (GPtrArray) staff = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) services = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *person = g_uuid_string_random ();
  g_autofree char *service = g_uuid_string_random ();

  g_ptr_array_add (staff, orch_staff_member_new (&(OrchStaffMemberFields) { .id = person,
                                                                            .family = "Roy",
                                                                            .given = "José",
                                                                            .licence = "12345",
                                                                            .bookable = TRUE,
                                                                            .active = TRUE,
                                                                            .origin = ORCH_ORIGIN_HAND }));
  g_ptr_array_add (services, orch_service_new (&(OrchServiceFields) {
                                 .id = service, .name = "Suivi", .duration_minutes = 15, .origin = ORCH_ORIGIN_HAND }));
  g_assert_cmpint (orch_setup_get_missing (setup, ORCH_STEP_STAFF), ==, ORCH_MISSING_HAND_ENTRY);
  story_wait_ok (orch_setup_put_hand_staff (setup, staff));
  story_wait_ok (orch_setup_put_hand_staff (setup, staff));
  g_assert_cmpuint (g_list_model_get_n_items (orch_setup_get_hand_staff (setup)), ==, 1);
  g_assert_cmpint (orch_setup_get_missing (setup, ORCH_STEP_STAFF), ==, ORCH_MISSING_NOTHING);
  g_assert_cmpint (orch_setup_get_missing (setup, ORCH_STEP_SERVICES), ==, ORCH_MISSING_HAND_ENTRY);
  story_wait_ok (orch_setup_put_hand_services (setup, services));
}

static void
test_standalone (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  const guint before = orch_sandbox_process_count (sandbox, "Practitioner");
  g_autoptr (Story) story = story_new (sandbox);
  OrchSetup *setup = NULL;

  story_start (story);
  story_activate (story);
  story_identify (story);
  setup = orch_engine_get_setup (story->engine);
  g_assert_true (orch_setup_choose_emr (setup, "none"));
  g_assert_true (orch_setup_is_standalone (setup));
  g_assert_true (orch_setup_is_complete (setup, ORCH_STEP_EMR));
  put_by_hand (story);
  story_restart (story);
  story_unlock (story);
  g_assert_cmpuint (g_list_model_get_n_items (orch_setup_get_hand_staff (orch_engine_get_setup (story->engine))), ==,
                    1);
  story_create (story);
  g_assert_cmpuint (orch_sandbox_process_count (sandbox, "Practitioner"), ==, before + 1);
  g_assert_cmpuint (orch_sandbox_process_count (sandbox, "HealthcareService"), ==, 1);
  g_assert_cmpuint (orch_sandbox_process_count (sandbox, "Endpoint"), ==, 0);
}

typedef struct
{
  GString *phases;
  double fraction;
} Told;

static void
on_told (OrchImportRun *run, GParamSpec *property, gpointer data)
{
  static const char *const names[] = { "asking ", "roles ", "reading ", "checking ", "saving " };
  Told *told = data;
  const char *name = names[orch_import_run_get_phase (run)];
  const double fraction = orch_import_run_get_fraction (run);

  g_assert_true (orch_import_run_get_total (run) == 0 ||
                 orch_import_run_get_done (run) <= orch_import_run_get_total (run));
  g_assert_true (fraction < 0 || fraction >= told->fraction);
  told->fraction = MAX (told->fraction, fraction);
  if (!g_str_has_suffix (told->phases->str, name))
    g_string_append (told->phases, name);
}

/* Whoever waits sees each part of the work, and a bar that never goes back. */
static void
test_import_tells_its_phases (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  g_autoptr (Story) story = story_new (sandbox);
  g_autoptr (GString) phases = g_string_new (NULL);
  Told told = { .phases = phases };
  OrchImportRun *run = NULL;

  story_start (story);
  story_activate (story);
  story_identify (story);
  story_connect_emr (story);
  run = orch_setup_get_run (orch_engine_get_setup (story->engine), ORCH_IMPORT_STAFF);
  g_signal_connect (run, "notify::done", G_CALLBACK (on_told), &told);
  story_import (story, ORCH_IMPORT_STAFF);
  g_signal_handlers_disconnect_by_data (run, &told);
  g_assert_cmpint (orch_import_run_get_state (run), ==, ORCH_IMPORT_SUCCESS);
  g_assert_cmpstr (phases->str, ==, "roles reading checking saving ");
  g_assert_cmpfloat (orch_import_run_get_fraction (run), ==, 1);
}

static void
test_accepted_conflicts_stay_here (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  const guint before = orch_sandbox_process_count (sandbox, "Practitioner");
  g_autoptr (Story) story = story_new (sandbox);
  OrchSetup *setup = NULL;
  OrchImportRun *staff = NULL;
  OrchImportRun *services = NULL;

  orch_sandbox_process_order (sandbox, "emr-mode", "{\"staff\": \"conflicts\", \"services\": \"conflicts\"}");
  story_prepare (story);
  setup = orch_engine_get_setup (story->engine);
  staff = orch_setup_get_run (setup, ORCH_IMPORT_STAFF);
  services = orch_setup_get_run (setup, ORCH_IMPORT_SERVICES);
  g_assert_cmpint (orch_import_run_get_state (staff), ==, ORCH_IMPORT_CONFLICTS);
  g_assert_cmpint (orch_import_run_get_state (services), ==, ORCH_IMPORT_CONFLICTS);
  g_assert_cmpuint (orch_import_run_get_counts (services)->in_conflict, ==, 3);
  g_assert_cmpint (orch_setup_get_missing (setup, ORCH_STEP_STAFF), ==, ORCH_MISSING_CONFLICTS);
  orch_setup_accept_conflicts (setup, ORCH_IMPORT_STAFF);
  orch_setup_accept_conflicts (setup, ORCH_IMPORT_SERVICES);
  g_assert_cmpint (orch_setup_get_missing (setup, ORCH_STEP_STAFF), ==, ORCH_MISSING_NOTHING);
  const guint usable_staff = orch_import_run_get_counts (staff)->usable;
  const guint usable_services = orch_import_run_get_counts (services)->usable;

  story_create (story);
  g_assert_cmpuint (orch_sandbox_process_count (sandbox, "Practitioner"), ==, before + usable_staff);
  g_assert_cmpuint (orch_sandbox_process_count (sandbox, "HealthcareService"), ==, usable_services);
}

static gboolean
is_saved (gpointer setup)
{
  gboolean saved = FALSE;

  g_object_get (setup, "saved", &saved, NULL);
  return saved;
}

/* What passes for saved is there after an end that flushed nothing. */
static void
test_tells_what_is_saved (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  g_autoptr (Story) story = story_new (sandbox);
  g_autoptr (OrchClinic) clinic = NULL;
  OrchSetup *setup = NULL;
  OrchClinicFields fields;

  story_start (story);
  story_activate (story);
  setup = orch_engine_get_setup (story->engine);
  g_assert_true (is_saved (setup));
  fields = *orch_clinic_get_fields (orch_setup_get_clinic (setup));
  fields.name = "Clinique à moitié tapée";
  clinic = orch_clinic_new (&fields);
  orch_setup_set_clinic (setup, clinic);
  g_assert_false (is_saved (setup));
  story_wait_until (is_saved, setup);
  story_quit (story);
  story_resume (story);
  g_assert_cmpstr (orch_clinic_get_name (orch_setup_get_clinic (orch_engine_get_setup (story->engine))), ==,
                   "Clinique à moitié tapée");
}

static void
test_logo_reaches_the_hub (void)
{
  static const guint8 dot[] = { 0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1, 0, 1, 0, 0x80, 0, 0, 0,    0, 0, 0xff, 0xff,
                                0xff, 0x2c, 0,    0,    0,    0,    1, 0, 1, 0, 0,    2, 2, 0x44, 1, 0, 0x3b };
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  g_autoptr (Story) story = story_new (sandbox);
  g_autoptr (GBytes) logo = g_bytes_new_static (dot, sizeof dot);
  g_autofree char *encoded = g_base64_encode (dot, sizeof dot);
  g_autoptr (OrchClinic) clinic = NULL;
  g_autoptr (JsonNode) document = NULL;
  OrchClinicFields fields;

  story_prepare (story);
  fields = *orch_clinic_get_fields (orch_setup_get_clinic (orch_engine_get_setup (story->engine)));
  fields.logo = logo;
  fields.logo_type = "image/gif";
  clinic = orch_clinic_new (&fields);
  orch_setup_set_clinic (orch_engine_get_setup (story->engine), clinic);
  story_restart (story);
  story_unlock (story);
  g_assert_true (
      g_bytes_equal (orch_clinic_get_fields (orch_setup_get_clinic (orch_engine_get_setup (story->engine)))->logo,
                     logo));
  story_create (story);
  g_assert_cmpuint (orch_sandbox_process_count (sandbox, "DocumentReference"), ==, 2);
  document = hub_look_find (sandbox, "DocumentReference", encoded);
  g_assert_nonnull (document);
}

static void
test_keyring_states (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  g_autoptr (Story) story = story_new (sandbox);
  OrchMemoryKeyring *keyring = ORCH_MEMORY_KEYRING (story->keyring);

  orch_memory_keyring_set_state (keyring, ORCH_KEYRING_MISSING);
  story_start (story);
  g_assert_cmpint (orch_engine_get_state (story->engine), ==, ORCH_ENGINE_KEYRING_MISSING);
  orch_memory_keyring_set_state (keyring, ORCH_KEYRING_LOCKED);
  story_start (story);
  g_assert_cmpint (orch_engine_get_state (story->engine), ==, ORCH_ENGINE_KEYRING_LOCKED);
  story_wait_ok (orch_engine_unlock_keyring (story->engine));
  g_assert_cmpint (orch_engine_get_state (story->engine), ==, ORCH_ENGINE_WELCOME);
}

static void
test_session_only (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  g_autoptr (Story) story = story_new (sandbox);
  gboolean session_only = FALSE;

  orch_memory_keyring_set_state (ORCH_MEMORY_KEYRING (story->keyring), ORCH_KEYRING_MISSING);
  story_start (story);
  story_wait_ok (orch_engine_run_session_only (story->engine));
  g_assert_cmpint (orch_engine_get_state (story->engine), ==, ORCH_ENGINE_WELCOME);
  g_object_get (story->engine, "session-only", &session_only, NULL);
  g_assert_true (session_only);
  story_activate (story);
  story_identify (story);
  story_connect_emr (story);
  story_import (story, ORCH_IMPORT_STAFF);
  story_import (story, ORCH_IMPORT_SERVICES);
  story_create (story);
}

static char *
find_clinic_file (Story *story)
{
  g_autofree char *name = g_strconcat (orch_clinic_get_id (orch_engine_get_clinic (story->engine)), ".db", NULL);

  return g_build_filename (story->data_dir, "clinics", name, NULL);
}

static void
test_damaged_store_is_set_aside (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  g_autoptr (Story) story = story_new (sandbox);
  g_autofree char *path = NULL;
  g_autofree char *noise = g_strnfill (8192, 'x');
  g_autofree char *folder = NULL;
  g_autoptr (GDir) dir = NULL;
  gboolean kept = FALSE;

  story_set_up (story);
  path = find_clinic_file (story);
  story_wait_ok (orch_engine_flush (story->engine));
  story_quit (story);
  g_assert_true (g_file_set_contents (path, noise, 8192, NULL));
  story_resume (story);
  g_assert_cmpint (orch_engine_get_state (story->engine), ==, ORCH_ENGINE_DAMAGED);
  g_assert_error (orch_engine_get_error (story->engine), ORCH_ERROR, ORCH_ERROR_DAMAGED);
  story_wait_ok (orch_engine_set_aside (story->engine));
  g_assert_cmpint (orch_engine_get_state (story->engine), ==, ORCH_ENGINE_WELCOME);

  folder = g_path_get_dirname (path);
  dir = g_dir_open (folder, 0, NULL);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    kept |= strstr (name, ".aside-") != NULL;
  g_assert_true (kept);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/setup/link-used-twice", test_link_used_twice);
  g_test_add_func ("/setup/hostile-links", test_hostile_links);
  g_test_add_func ("/setup/locked-emr", test_locked_emr);
  g_test_add_func ("/setup/standalone", test_standalone);
  g_test_add_func ("/setup/accepted-conflicts-stay-here", test_accepted_conflicts_stay_here);
  g_test_add_func ("/setup/import-tells-its-phases", test_import_tells_its_phases);
  g_test_add_func ("/setup/tells-what-is-saved", test_tells_what_is_saved);
  g_test_add_func ("/setup/logo-reaches-the-hub", test_logo_reaches_the_hub);
  g_test_add_func ("/setup/keyring-states", test_keyring_states);
  g_test_add_func ("/setup/session-only", test_session_only);
  g_test_add_func ("/setup/damaged-store-is-set-aside", test_damaged_store_is_set_aside);
  return g_test_run ();
}
