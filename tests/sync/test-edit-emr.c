/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Changing the EMR, its connection and the shared key of a clinic that exists: what the store, the keyring and the hub hold
 * afterwards, what cancelling leaves, who may, and what another workstation opens. Source: product.md §1 (afterwards everything
 * stays editable) and §3, security.md 13.
 */
#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "orch-hub-look.h"
#include "orch-small-emr.h"
#include "orch-story.h"

#define NEW_KEY "Une-cle-neuve.2027!"

static OrchSetup *
edit (Story *story)
{
  DexFuture *future = orch_engine_edit_emr (story->engine);
  OrchSetup *setup = NULL;

  dex_ref (future);
  story_wait_ok (future);
  setup = g_value_dup_object (dex_future_get_value (future, NULL));
  dex_unref (future);
  return setup;
}

typedef struct
{
  OrchEngine *engine;
  gint64 since;
} Sent;

static gint64
get_last_sync (Story *story)
{
  gint64 last = 0;

  g_object_get (story->engine, "last-sync", &last, NULL);
  return last;
}

static gboolean
has_sent_all (gpointer data)
{
  const Sent *sent = data;
  guint waiting = 1;
  gint64 last = 0;
  gboolean syncing = TRUE;

  g_object_get (sent->engine, "waiting", &waiting, "syncing", &syncing, "last-sync", &last, NULL);
  return waiting == 0 && !syncing && last > sent->since;
}

static void
wait_sent (Story *story, gint64 since)
{
  Sent sent = { story->engine, since };

  story_wait_until (has_sent_all, &sent);
}

static void
keep (Story *story, OrchSetup *setup)
{
  const gint64 since = get_last_sync (story);

  story_wait_ok (orch_engine_keep_emr (story->engine, setup));
  wait_sent (story, since);
}

static char *
dup_lookup (Story *story, OrchSecretKind kind, const char *name)
{
  DexFuture *future = orch_keyring_lookup (story->keyring, kind,
                                           orch_clinic_get_id (orch_engine_get_clinic (story->engine)), name, NULL);
  const OrchSecret *secret = NULL;
  char *text = NULL;

  dex_ref (future);
  story_wait_ok (future);
  secret = g_value_get_boxed (dex_future_get_value (future, NULL));
  text = secret != NULL ? g_strdup (orch_secret_get_text ((OrchSecret *) secret)) : NULL;
  dex_unref (future);
  return text;
}

static gboolean
hub_has (OrchSandboxProcess *sandbox, const char *type, const char *words)
{
  g_autoptr (JsonNode) found = hub_look_find (sandbox, type, words);

  return found != NULL;
}

static void
set_key (OrchSetup *setup, const char *text)
{
  g_autoptr (OrchSecret) key = orch_secret_new (text, strlen (text));

  story_wait_ok (orch_setup_set_shared_key (setup, key));
}

/* A second workstation of the same administrator. */
static OrchClinic *
sign_in (Story *story, OrchSandboxProcess *sandbox)
{
  g_autoptr (OrchSecret) password = orch_secret_new (STORY_PASSWORD, strlen (STORY_PASSWORD));
  DexFuture *future = NULL;
  OrchClinic *clinic = NULL;

  story_start (story);
  future = orch_engine_sign_in (story->engine, NULL, "administration", password);
  dex_ref (future);
  story_wait_ok (future);
  clinic = g_list_model_get_item (g_value_get_object (dex_future_get_value (future, NULL)), 0);
  dex_unref (future);
  return clinic;
}

static void
test_change_and_back (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = small_emr_start ();
  g_autoptr (Story) story = story_new (sandbox);
  g_autoptr (OrchSetup) setup = NULL;
  g_autoptr (OrchSetup) again = NULL;
  g_autofree char *secret = NULL;
  g_autofree char *kept = NULL;

  story_set_up (story);
  g_assert_cmpint (orch_engine_get_emr_connection (story->engine), ==, ORCH_CONNECTION_TESTED);
  g_assert_true (g_str_has_prefix (orch_engine_get_emr_server (story->engine), "orchestrateur-sandbox "));
  g_assert_true (hub_has (sandbox, "Endpoint", "\"active\""));
  g_assert_cmpuint (orch_sandbox_process_count (sandbox, "DocumentReference"), ==, 1);

  setup = edit (story);
  g_assert_cmpstr (orch_setup_get_emr_server (setup), ==, orch_engine_get_emr_server (story->engine));
  g_assert_cmpint (orch_setup_get_connection (setup), ==, ORCH_CONNECTION_TESTED);
  g_assert_true (orch_setup_has_shared_key (setup));
  g_assert_false (orch_setup_is_emr_locked (setup));
  g_assert_true (orch_setup_choose_emr (setup, "toubib"));
  g_assert_true (orch_setup_is_complete (setup, ORCH_STEP_EMR));
  keep (story, setup);

  g_assert_cmpstr (orch_clinic_get_fields (orch_engine_get_clinic (story->engine))->emr_vendor, ==, "toubib");
  g_assert_cmpint (orch_engine_get_emr_connection (story->engine), ==, ORCH_CONNECTION_TO_SET_UP);
  g_assert_null (orch_engine_get_emr_server (story->engine));
  g_assert_true (hub_has (sandbox, "Organization", "\"toubib\""));
  g_assert_true (hub_has (sandbox, "Endpoint", "\"off\""));
  g_assert_cmpuint (orch_sandbox_process_count (sandbox, "Endpoint"), ==, 1);
  /* Credentials of an EMR that is no longer the clinic's are nowhere. */
  g_assert_cmpuint (orch_sandbox_process_count (sandbox, "DocumentReference"), ==, 0);
  secret = dup_lookup (story, ORCH_SECRET_EMR_SECRET, "client-secret");
  g_assert_null (secret);

  again = edit (story);
  g_assert_true (orch_setup_choose_emr (again, "fhir-r4"));
  g_assert_cmpint (orch_setup_get_missing (again, ORCH_STEP_EMR), ==, ORCH_MISSING_CONNECTION);
  g_assert_null (orch_setup_get_emr_server (again));
  story_wait_ok (orch_setup_test_connection (again));
  g_assert_true (g_str_has_prefix (orch_setup_get_emr_server (again), "orchestrateur-sandbox "));
  keep (story, again);
  g_assert_cmpint (orch_engine_get_emr_connection (story->engine), ==, ORCH_CONNECTION_TESTED);
  g_assert_true (hub_has (sandbox, "Organization", "\"fhir-r4\""));
  g_assert_true (hub_has (sandbox, "Endpoint", "\"active\""));
  g_assert_cmpuint (orch_sandbox_process_count (sandbox, "DocumentReference"), ==, 1);
  kept = dup_lookup (story, ORCH_SECRET_EMR_SECRET, "client-secret");
  g_assert_nonnull (kept);
  hub_look_check_no_doubles (sandbox);
}

static void
test_none_withdraws_the_connection (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = small_emr_start ();
  g_autoptr (Story) story = story_new (sandbox);
  g_autoptr (OrchSetup) setup = NULL;

  story_set_up (story);
  setup = edit (story);
  g_assert_true (orch_setup_choose_emr (setup, ORCH_EMR_VENDOR_NONE));
  keep (story, setup);
  g_assert_cmpuint (orch_sandbox_process_count (sandbox, "Endpoint"), ==, 0);
  g_assert_cmpuint (orch_sandbox_process_count (sandbox, "DocumentReference"), ==, 0);
  g_assert_true (hub_has (sandbox, "Organization", "\"none\""));
}

static void
test_cancelling_changes_nothing (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = small_emr_start ();
  g_autoptr (Story) story = story_new (sandbox);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *key = NULL;
  g_autofree char *secret_before = NULL;
  g_autofree char *secret_after = NULL;
  OrchSetup *setup = NULL;
  g_autoptr (OrchSecret) other = orch_secret_new ("autre-secret", 12);

  story_set_up (story);
  before = hub_look_dup_counts (sandbox);
  secret_before = dup_lookup (story, ORCH_SECRET_EMR_SECRET, "client-secret");
  g_assert_nonnull (secret_before);

  setup = edit (story);
  set_key (setup, NEW_KEY);
  story_wait_ok (orch_setup_set_emr_secret (setup, "client-secret", other));
  orch_setup_set_emr_value (setup, "base-url", "https://ailleurs.example.org/fhir");
  g_assert_true (orch_setup_choose_emr (setup, "toubib"));
  g_object_unref (setup);

  key = dup_lookup (story, ORCH_SECRET_SHARED_KEY, NULL);
  secret_after = dup_lookup (story, ORCH_SECRET_EMR_SECRET, "client-secret");
  g_assert_cmpstr (key, ==, STORY_SHARED_KEY);
  g_assert_cmpstr (secret_after, ==, secret_before);
  story_restart (story);
  g_assert_cmpstr (orch_clinic_get_fields (orch_engine_get_clinic (story->engine))->emr_vendor, ==, "fhir-r4");
  g_assert_cmpint (orch_engine_get_emr_connection (story->engine), ==, ORCH_CONNECTION_TESTED);
  after = hub_look_dup_counts (sandbox);
  g_assert_cmpstr (after, ==, before);
}

/* Changed while the hub is away, it reaches the hub when the hub is back, after a restart too; the other workstation opens what was sealed anew. */
static void
test_offline_then_another_workstation (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = small_emr_start ();
  g_autoptr (Story) story = story_new (sandbox);
  g_autoptr (Story) second = story_new (sandbox);
  g_autoptr (OrchSetup) setup = NULL;
  g_autoptr (OrchClinic) clinic = NULL;
  g_autoptr (OrchSecret) former = orch_secret_new (STORY_SHARED_KEY, strlen (STORY_SHARED_KEY));
  g_autoptr (OrchSecret) key = orch_secret_new (NEW_KEY, strlen (NEW_KEY));
  g_autofree char *secret = NULL;
  g_autofree char *expected = NULL;
  g_autoptr (GError) error = NULL;

  story_set_up (story);
  expected = dup_lookup (story, ORCH_SECRET_EMR_SECRET, "client-secret");
  orch_sandbox_process_order (sandbox, "fault", "{\"path\": \"/hub\", \"kind\": \"503\", \"count\": -1}");
  setup = edit (story);
  set_key (setup, NEW_KEY);
  orch_setup_set_emr_value (setup, "note", "x");
  g_assert_cmpint (orch_setup_get_connection (setup), ==, ORCH_CONNECTION_UNTESTED);
  story_wait_ok (orch_setup_test_connection (setup));
  story_wait_ok (orch_engine_keep_emr (story->engine, setup));
  g_clear_object (&setup);
  story_restart (story);
  story_unlock (story);
  orch_sandbox_process_clear_faults (sandbox);
  wait_sent (story, 0);

  clinic = sign_in (second, sandbox);
  g_assert_false (story_wait (orch_engine_join (second->engine, clinic, former), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_WRONG_KEY);
  story_wait_ok (orch_engine_join (second->engine, clinic, key));
  g_assert_cmpint (orch_engine_get_emr_connection (second->engine), ==, ORCH_CONNECTION_TESTED);
  secret = dup_lookup (second, ORCH_SECRET_EMR_SECRET, "client-secret");
  g_assert_cmpstr (secret, ==, expected);
  /* What a clinic chose by itself is locked on none of its workstations. */
  g_assert_null (orch_clinic_get_fields (orch_engine_get_clinic (second->engine))->hub_emr_vendor);
  hub_look_check_no_doubles (sandbox);
}

/* Joined without the key: it is typed later, and is the clinic's or asks to be made so. */
static void
test_key_typed_later (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = small_emr_start ();
  g_autoptr (Story) story = story_new (sandbox);
  g_autoptr (Story) second = story_new (sandbox);
  g_autoptr (OrchSetup) setup = NULL;
  g_autoptr (OrchClinic) clinic = NULL;
  g_autoptr (OrchSecret) other = orch_secret_new (NEW_KEY, strlen (NEW_KEY));
  g_autoptr (OrchSecret) pin = orch_secret_new (STORY_PIN, strlen (STORY_PIN));
  g_autoptr (GError) error = NULL;

  story_set_up (story);
  clinic = sign_in (second, sandbox);
  story_wait_ok (orch_engine_join (second->engine, clinic, NULL));
  story_wait_ok (orch_session_choose_pin (orch_engine_get_session (second->engine), pin));
  g_assert_false (orch_engine_has_shared_key (second->engine));
  g_assert_cmpint (orch_engine_get_emr_connection (second->engine), ==, ORCH_CONNECTION_UNTESTED);

  setup = edit (second);
  g_assert_cmpint (orch_setup_get_missing (setup, ORCH_STEP_EMR), ==, ORCH_MISSING_SHARED_KEY);
  g_assert_false (story_wait (orch_setup_set_shared_key (setup, other), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_WRONG_KEY);
  g_assert_false (orch_setup_has_shared_key (setup));
  set_key (setup, STORY_SHARED_KEY);
  g_assert_true (orch_setup_has_emr_secret (setup, "client-secret"));
  g_assert_nonnull (orch_setup_get_emr_value (setup, "base-url"));
  story_wait_ok (orch_setup_test_connection (setup));
  keep (second, setup);
  g_assert_true (orch_engine_has_shared_key (second->engine));
  g_assert_cmpint (orch_engine_get_emr_connection (second->engine), ==, ORCH_CONNECTION_TESTED);
  /* security.md 13: its use on a new workstation is told. */
  g_assert_true (hub_has (sandbox, "Task", "shared-key-used"));
}

static void
test_who_may (void)
{
  static const OrchPermission others[] = { ORCH_PERMISSION_RECEPTIONIST, ORCH_PERMISSION_PROFESSIONAL,
                                           ORCH_PERMISSION_NONE };
  g_autoptr (OrchSandboxProcess) sandbox = small_emr_start ();
  g_autoptr (Story) story = story_new (sandbox);
  g_autoptr (OrchSetup) setup = NULL;
  OrchSession *session = NULL;

  story_set_up (story);
  session = orch_engine_get_session (story->engine);
  setup = edit (story);
  g_assert_true (orch_setup_choose_emr (setup, "toubib"));
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (GError) opening = NULL;
      g_autoptr (GError) keeping = NULL;

      orch_session_set_permission (session, others[i]);
      g_assert_false (story_wait (orch_engine_edit_emr (story->engine), &opening));
      g_assert_error (opening, ORCH_ERROR, ORCH_ERROR_REFUSED);
      g_assert_false (story_wait (orch_engine_keep_emr (story->engine, setup), &keeping));
      g_assert_error (keeping, ORCH_ERROR, ORCH_ERROR_REFUSED);
    }
  g_assert_cmpstr (orch_clinic_get_fields (orch_engine_get_clinic (story->engine))->emr_vendor, ==, "fhir-r4");
}

/* An administrator who is there, but whose PIN was typed long ago, or by whoever unlocked before. */
static void
test_pin_again (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = small_emr_start ();
  g_autoptr (Story) story = story_new (sandbox);
  g_autoptr (OrchSecret) pin = orch_secret_new (STORY_PIN, strlen (STORY_PIN));
  g_autoptr (OrchSetup) setup = NULL;
  g_autoptr (OrchSyncSettings) settings = orch_sync_settings_new (NULL);
  g_autoptr (OrchChartSettings) chart = orch_chart_settings_new (&(OrchChartSettingsFields) { .attachments = TRUE });
  OrchSync *sync = NULL;

  story_set_up (story);
  sync = orch_engine_get_sync (story->engine);
  orch_sync_set_automatic (sync, FALSE);
  setup = edit (story);
  g_assert_true (orch_setup_choose_emr (setup, "toubib"));
  orch_clock_set_elapsed_offset_us ((ORCH_SESSION_CONFIRM_S + 1) * G_USEC_PER_SEC);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;
      DexFuture *future = i == 0   ? orch_engine_keep_emr (story->engine, setup)
                          : i == 1 ? orch_sync_save_settings (sync, settings, settings)
                                   : orch_sync_save_chart (sync, chart, chart);

      g_assert_false (story_wait (future, &error));
      g_assert_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED);
    }
  g_assert_cmpstr (orch_clinic_get_fields (orch_engine_get_clinic (story->engine))->emr_vendor, ==, "fhir-r4");
  story_wait_ok (orch_session_confirm (orch_engine_get_session (story->engine), pin));
  story_wait_ok (orch_sync_save_settings (sync, settings, settings));
  story_wait_ok (orch_sync_save_chart (sync, chart, chart));
  story_wait_ok (orch_engine_keep_emr (story->engine, setup));
  orch_clock_set_elapsed_offset_us (0);
}

static void
test_not_while_incomplete (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = small_emr_start ();
  g_autoptr (Story) story = story_new (sandbox);
  g_autoptr (OrchSetup) setup = NULL;
  g_autoptr (GError) error = NULL;

  story_set_up (story);
  setup = edit (story);
  orch_setup_set_emr_value (setup, "base-url", "https://ailleurs.example.org/fhir");
  g_assert_false (story_wait (orch_engine_keep_emr (story->engine, setup), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_INVALID);
}

/* A clinic whose EMR the platform has on record: another is asked for by an alert, once for each EMR wanted, across edits and restarts. */
static void
test_locked (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = small_emr_start ();
  g_autoptr (Story) story = story_new (sandbox);
  gint64 since = 0;

  orch_sandbox_process_order (sandbox, "activation", "{\"emr\": \"fhir-r4\"}");
  story_set_up (story);
  since = get_last_sync (story);
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (OrchSetup) setup = edit (story);

      g_assert_true (orch_setup_is_emr_locked (setup));
      g_assert_false (orch_setup_choose_emr (setup, "toubib"));
      story_wait_ok (orch_setup_send_emr_alert (setup, "toubib"));
      g_assert_cmpstr (orch_setup_get_emr (setup), ==, "fhir-r4");
    }
  wait_sent (story, since);
  g_assert_cmpuint (orch_sandbox_process_count (sandbox, "Task"), ==, 1);
  g_assert_true (hub_has (sandbox, "Task", "toubib"));
}

/* Two workstations that synchronise when they are told to. */
static void
join_second (Story *second, OrchSandboxProcess *sandbox, const char *text)
{
  g_autoptr (OrchClinic) clinic = sign_in (second, sandbox);
  g_autoptr (OrchSecret) key = text != NULL ? orch_secret_new (text, strlen (text)) : NULL;
  g_autoptr (OrchSecret) pin = orch_secret_new (STORY_PIN, strlen (STORY_PIN));

  story_wait_ok (orch_engine_join (second->engine, clinic, key));
  orch_sync_set_automatic (orch_engine_get_sync (second->engine), FALSE);
  story_wait_ok (orch_session_choose_pin (orch_engine_get_session (second->engine), pin));
}

static gboolean
synchronise (Story *story, GError **error)
{
  return story_wait (orch_sync_start (orch_engine_get_sync (story->engine), ORCH_SYNC_SERVICES), error);
}

static void
synchronise_well (Story *story)
{
  g_autoptr (GError) error = NULL;

  synchronise (story, &error);
  g_assert_no_error (error);
}

static gboolean
has_notice (gpointer data)
{
  return orch_engine_get_emr_notice (data) != ORCH_EMR_NOTICE_NONE;
}

static void
accept (Story *story, const char *text, gboolean expected)
{
  g_autoptr (OrchSecret) key = text != NULL ? orch_secret_new (text, strlen (text)) : NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (story_wait (orch_engine_accept_emr (story->engine, key), &error), ==, expected);
  if (expected)
    g_assert_no_error (error);
  else
    g_assert_error (error, ORCH_ERROR, ORCH_ERROR_WRONG_KEY);
}

/* What was begun before another workstation's change is not kept over it. */
static void
check_outdated (Story *story, OrchSetup *before)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (story_wait (orch_engine_keep_emr (story->engine, before), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_CONFLICT);
}

/* What one workstation changes the other notices when it synchronises: it takes what the key they share has sealed. */
static void
test_noticed_elsewhere (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = small_emr_start ();
  g_autoptr (Story) story = story_new (sandbox);
  g_autoptr (Story) second = story_new (sandbox);
  g_autoptr (OrchSetup) setup = NULL;
  g_autoptr (OrchSetup) again = NULL;
  g_autoptr (OrchSetup) begun = NULL;
  g_autofree char *secret = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *taken = NULL;

  story_set_up (story);
  orch_sync_set_automatic (orch_engine_get_sync (story->engine), FALSE);
  join_second (second, sandbox, STORY_SHARED_KEY);
  expected = dup_lookup (story, ORCH_SECRET_EMR_SECRET, "client-secret");
  synchronise_well (story);
  synchronise_well (second);
  g_assert_false (has_notice (story->engine));
  g_assert_false (has_notice (second->engine));

  setup = edit (story);
  begun = edit (second);
  g_assert_true (orch_setup_choose_emr (begun, "softinfo"));
  g_assert_true (orch_setup_choose_emr (setup, "toubib"));
  keep (story, setup);
  synchronise (second, NULL);
  story_wait_until (has_notice, second->engine);
  g_assert_cmpint (orch_engine_get_emr_notice (second->engine), ==, ORCH_EMR_NOTICE_TAKEN);
  g_assert_cmpstr (orch_clinic_get_fields (orch_engine_get_clinic (second->engine))->emr_vendor, ==, "toubib");
  g_assert_cmpint (orch_engine_get_emr_connection (second->engine), ==, ORCH_CONNECTION_TO_SET_UP);
  secret = dup_lookup (second, ORCH_SECRET_EMR_SECRET, "client-secret");
  g_assert_null (secret);
  check_outdated (second, begun);
  g_clear_object (&begun);

  /* It stays until somebody has read it, and then is gone. */
  story_restart (second);
  orch_sync_set_automatic (orch_engine_get_sync (second->engine), FALSE);
  story_unlock (second);
  g_assert_cmpint (orch_engine_get_emr_notice (second->engine), ==, ORCH_EMR_NOTICE_TAKEN);
  accept (second, NULL, TRUE);
  g_assert_false (has_notice (second->engine));
  synchronise (second, NULL);
  g_assert_false (has_notice (second->engine));

  again = edit (story);
  g_assert_true (orch_setup_choose_emr (again, "fhir-r4"));
  story_wait_ok (orch_setup_test_connection (again));
  keep (story, again);
  synchronise_well (second);
  story_wait_until (has_notice, second->engine);
  g_assert_cmpint (orch_engine_get_emr_notice (second->engine), ==, ORCH_EMR_NOTICE_TAKEN);
  g_assert_cmpint (orch_engine_get_emr_connection (second->engine), ==, ORCH_CONNECTION_TESTED);
  taken = dup_lookup (second, ORCH_SECRET_EMR_SECRET, "client-secret");
  g_assert_cmpstr (taken, ==, expected);
  /* Who made the change has nothing to learn of it. */
  synchronise_well (story);
  g_assert_false (has_notice (story->engine));
}

static gboolean
is_well (gpointer data)
{
  return orch_sync_get_error (data) == NULL;
}

/* Nothing of the connection can be changed here, by whatever way: it would overwrite what the other workstation made. */
static void
check_guarded (Story *second, OrchSetup *before)
{
  OrchEngine *engine = second->engine;
  g_autoptr (GError) opening = NULL;
  g_autoptr (GError) keeping = NULL;

  g_assert_false (story_wait (orch_engine_edit_emr (engine), &opening));
  g_assert_error (opening, ORCH_ERROR, ORCH_ERROR_KEY_CHANGED);
  g_assert_false (story_wait (orch_engine_keep_emr (engine, before), &keeping));
  g_assert_error (keeping, ORCH_ERROR, ORCH_ERROR_KEY_CHANGED);
  g_assert_cmpstr (orch_clinic_get_fields (orch_engine_get_clinic (engine))->emr_vendor, ==, "fhir-r4");
}

/* Under another key: the EMR is left alone until it is typed, by a person, on this workstation. */
static void
test_key_changed_elsewhere (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = small_emr_start ();
  g_autoptr (Story) story = story_new (sandbox);
  g_autoptr (Story) second = story_new (sandbox);
  g_autoptr (OrchSetup) setup = NULL;
  g_autoptr (OrchSetup) before = NULL;
  g_autoptr (OrchSetup) after = NULL;
  g_autoptr (OrchSecret) key = orch_secret_new (NEW_KEY, strlen (NEW_KEY));
  g_autofree char *kept = NULL;
  g_autofree char *now = NULL;
  g_autoptr (GError) error = NULL;

  story_set_up (story);
  orch_sync_set_automatic (orch_engine_get_sync (story->engine), FALSE);
  join_second (second, sandbox, STORY_SHARED_KEY);
  setup = edit (story);
  story_wait_ok (orch_setup_make_shared_key (setup, key));
  if (orch_setup_get_connection (setup) != ORCH_CONNECTION_TESTED)
    story_wait_ok (orch_setup_test_connection (setup));
  keep (story, setup);

  before = edit (second);
  g_assert_true (orch_setup_choose_emr (before, "toubib"));
  g_assert_false (synchronise (second, &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_KEY_CHANGED);
  story_wait_until (has_notice, second->engine);
  check_guarded (second, before);
  g_assert_cmpint (orch_engine_get_emr_notice (second->engine), ==, ORCH_EMR_NOTICE_WANTS_KEY);
  kept = dup_lookup (second, ORCH_SECRET_SHARED_KEY, NULL);
  g_assert_cmpstr (kept, ==, STORY_SHARED_KEY);

  story_restart (second);
  orch_sync_set_automatic (orch_engine_get_sync (second->engine), FALSE);
  story_unlock (second);
  g_assert_cmpint (orch_engine_get_emr_notice (second->engine), ==, ORCH_EMR_NOTICE_WANTS_KEY);
  g_clear_error (&error);
  g_assert_false (synchronise (second, &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_KEY_CHANGED);
  g_clear_object (&before);
  accept (second, "Une-autre-cle.2028!", FALSE);
  g_assert_cmpint (orch_engine_get_emr_notice (second->engine), ==, ORCH_EMR_NOTICE_WANTS_KEY);
  accept (second, NEW_KEY, TRUE);
  g_assert_false (has_notice (second->engine));
  /* It goes on by itself from where it had to stop. */
  story_wait_until (is_well, orch_engine_get_sync (second->engine));
  now = dup_lookup (second, ORCH_SECRET_SHARED_KEY, NULL);
  g_assert_cmpstr (now, ==, NEW_KEY);
  synchronise_well (second);
  g_assert_false (has_notice (second->engine));
  g_assert_true (hub_has (sandbox, "Task", "shared-key-used"));
  /* What the other made is what is changed from here on. */
  after = edit (second);
  g_assert_cmpint (orch_setup_get_connection (after), ==, ORCH_CONNECTION_TESTED);
  g_assert_true (orch_setup_choose_emr (after, "toubib"));
  keep (second, after);
}

static gint64
get_confirmation (Story *story)
{
  DexFuture *future = orch_engine_load_emr_confirmation (story->engine);
  gint64 when = 0;

  story_wait_ok (dex_ref (future));
  when = g_value_get_int64 (dex_future_get_value (future, NULL));
  dex_unref (future);
  return when;
}

static gboolean
is_confirmed (gpointer data)
{
  return get_confirmation (data) > 0;
}

/* The hub holds the connection back: that is not said to be enabled, and it is asked again until it is. A change is not confirmed before
 * it was sent, and what was confirmed of the former says nothing of it. */
static void
test_confirmed (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = small_emr_start ();
  g_autoptr (Story) story = story_new (sandbox);
  g_autoptr (JsonNode) endpoint = NULL;
  g_autoptr (OrchSetup) setup = NULL;
  g_autofree char *held = NULL;
  g_autofree char *active = NULL;
  gint64 first = 0;

  story_set_up (story);
  endpoint = hub_look_find (sandbox, "Endpoint", "active");
  active = json_to_string (endpoint, FALSE);
  json_object_set_string_member (json_node_get_object (endpoint), "status", "suspended");
  held = json_to_string (endpoint, FALSE);
  orch_sandbox_process_order (sandbox, "hub-record", "%s", held);
  synchronise_well (story);
  g_assert_cmpint (get_confirmation (story), ==, 0);
  orch_sandbox_process_order (sandbox, "hub-record", "%s", active);
  synchronise_well (story);
  first = get_confirmation (story);
  g_assert_cmpint (first, >, 0);
  synchronise_well (story);
  g_assert_cmpint (get_confirmation (story), ==, first);

  /* Another key: what is sealed is another. */
  orch_sandbox_process_order (sandbox, "fault", "{\"path\": \"/hub\", \"kind\": \"503\", \"count\": -1}");
  setup = edit (story);
  set_key (setup, NEW_KEY);
  story_wait_ok (orch_setup_test_connection (setup));
  story_wait_ok (orch_engine_keep_emr (story->engine, setup));
  g_assert_cmpint (get_confirmation (story), ==, 0);
  orch_sandbox_process_clear_faults (sandbox);
  story_restart (story);
  story_unlock (story);
  story_wait_until (is_confirmed, story);
  g_assert_cmpint (get_confirmation (story), >, first);

  g_clear_object (&setup);
  setup = edit (story);
  g_assert_true (orch_setup_choose_emr (setup, "toubib"));
  keep (story, setup);
  g_assert_cmpint (get_confirmation (story), ==, 0);
}

/* Joined without the key: nothing has changed, and nothing is asked for. */
static void
test_nothing_to_notice (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = small_emr_start ();
  g_autoptr (Story) story = story_new (sandbox);
  g_autoptr (Story) second = story_new (sandbox);
  g_autoptr (Story) third = story_new (sandbox);
  g_autoptr (OrchSetup) setup = NULL;
  g_autoptr (OrchSetup) own = NULL;

  story_set_up (story);
  orch_sync_set_automatic (orch_engine_get_sync (story->engine), FALSE);
  join_second (second, sandbox, NULL);
  synchronise (second, NULL);
  g_assert_false (has_notice (second->engine));

  /* A change of its own that is not sent yet is what the hub will have, whatever another made of it meanwhile. */
  join_second (third, sandbox, STORY_SHARED_KEY);
  setup = edit (third);
  g_assert_true (orch_setup_choose_emr (setup, "toubib"));
  keep (third, setup);
  orch_sandbox_process_order (
      sandbox, "fault", "{\"path\": \"/hub/Organization\", \"method\": \"PUT\", \"kind\": \"503\", \"count\": -1}");
  own = edit (story);
  g_assert_true (orch_setup_choose_emr (own, "softinfo"));
  story_wait_ok (orch_engine_keep_emr (story->engine, own));
  synchronise (story, NULL);
  g_assert_false (has_notice (story->engine));
  g_assert_cmpstr (orch_clinic_get_fields (orch_engine_get_clinic (story->engine))->emr_vendor, ==, "softinfo");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/edit-emr/change-and-back", test_change_and_back);
  g_test_add_func ("/edit-emr/confirmed", test_confirmed);
  g_test_add_func ("/edit-emr/none-withdraws-the-connection", test_none_withdraws_the_connection);
  g_test_add_func ("/edit-emr/cancelling-changes-nothing", test_cancelling_changes_nothing);
  g_test_add_func ("/edit-emr/offline-then-another-workstation", test_offline_then_another_workstation);
  g_test_add_func ("/edit-emr/key-typed-later", test_key_typed_later);
  g_test_add_func ("/edit-emr/noticed-elsewhere", test_noticed_elsewhere);
  g_test_add_func ("/edit-emr/key-changed-elsewhere", test_key_changed_elsewhere);
  g_test_add_func ("/edit-emr/nothing-to-notice", test_nothing_to_notice);
  g_test_add_func ("/edit-emr/who-may", test_who_may);
  g_test_add_func ("/edit-emr/pin-again", test_pin_again);
  g_test_add_func ("/edit-emr/not-while-incomplete", test_not_while_incomplete);
  g_test_add_func ("/edit-emr/locked", test_locked);
  return g_test_run ();
}
