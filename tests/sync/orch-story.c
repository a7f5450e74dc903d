/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 */
#include "orch-story.h"

#include <glib/gstdio.h>
#include <string.h>

#include "secrets/orch-memory-keyring.h"
#include "secrets/orch-sealer.h"
#include "sync/orch-engine-private.h"

#include "../patience.h"

#define PATIENCE_S kit_patience_s (20)

static gboolean
on_timeout (gpointer data)
{
  g_error ("Nothing came of it in %u seconds", PATIENCE_S);
  return G_SOURCE_REMOVE;
}

void
story_remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name = NULL;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        story_remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

/* Runs begin when a test says so: one that began by itself would be seen by tests of something else. */
static void
on_state (OrchEngine *engine)
{
  if (orch_engine_get_sync (engine) != NULL)
    orch_sync_set_automatic (orch_engine_get_sync (engine), FALSE);
}

static void
make_engine (Story *story)
{
  story->engine = orch_engine_new (TRUE, story->origin, story->data_dir);
  orch_engine_set_keyring (story->engine, story->keyring);
  g_signal_connect (story->engine, "notify::state", G_CALLBACK (on_state), NULL);
}

Story *
story_new_at (const char *origin, OrchKeyring *keyring, const char *data_dir)
{
  Story *story = g_new0 (Story, 1);

  orch_sealer_set_cheap (TRUE);
  story->origin = g_strdup (origin);
  story->keyring = g_object_ref (keyring);
  story->data_dir = g_strdup (data_dir);
  make_engine (story);
  return story;
}

Story *
story_new (OrchSandboxProcess *sandbox)
{
  g_autoptr (OrchKeyring) keyring = orch_memory_keyring_new (TRUE);
  g_autofree char *data_dir = g_dir_make_tmp ("orch-story-XXXXXX", NULL);
  Story *story = story_new_at (orch_sandbox_process_get_origin (sandbox), keyring, data_dir);

  story->temporary = TRUE;
  return story;
}

void
story_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* What the outbox was asking of the store when the engine went is answered later, by a thread: nobody turns the loop for it after the
 * last test, and a fiber that nobody resumes is a leak. What it was asking of a hub that says nothing is not waited for long. */
static void
drop_engine (Story *story)
{
  OrchOutboxPump *pump = story->engine != NULL ? story->engine->pump : NULL;
  g_autoptr (DexFuture) ended = pump != NULL ? orch_outbox_pump_end (pump) : NULL;
  const gint64 end = g_get_monotonic_time () + kit_patience_s (1) * (gint64) G_USEC_PER_SEC;
  guint tick = 0;

  g_clear_object (&story->engine);
  story_settle ();
  if (ended == NULL || !dex_future_is_pending (ended))
    return;
  tick = g_timeout_add (10, on_tick, NULL);
  while (dex_future_is_pending (ended) && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
  story_settle ();
}

void
story_free (Story *story)
{
  drop_engine (story);
  g_clear_object (&story->keyring);
  if (story->temporary)
    story_remove_tree (story->data_dir);
  g_free (story->data_dir);
  g_free (story->origin);
  g_free (story);
}

void
story_quit (Story *story)
{
  drop_engine (story);
}

void
story_resume (Story *story)
{
  make_engine (story);
  story_start (story);
}

void
story_restart (Story *story)
{
  story_wait_ok (orch_engine_flush (story->engine));
  story_quit (story);
  story_resume (story);
}

static DexFuture *
on_settled (DexFuture *future, gpointer unused)
{
  return NULL;
}

gboolean
story_wait (DexFuture *future, GError **error)
{
  /* What a thread of the store resolves wakes the main loop only when something there waits for it. */
  DexFuture *watch = dex_future_finally (dex_ref (future), on_settled, NULL, NULL);

  const guint timeout = g_timeout_add_seconds (PATIENCE_S, on_timeout, NULL);
  gboolean resolved = FALSE;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timeout);
  dex_future_disown (watch);
  resolved = dex_future_get_value (future, error) != NULL;
  dex_unref (future);
  return resolved;
}

void
story_wait_ok (DexFuture *future)
{
  g_autoptr (GError) error = NULL;

  story_wait (future, &error);
  g_assert_no_error (error);
}

gpointer
story_wait_object (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  const GValue *value = NULL;
  gpointer object = NULL;

  dex_ref (future);
  story_wait (future, &error);
  g_assert_no_error (error);
  value = dex_future_get_value (future, &error);
  object = G_VALUE_HOLDS_OBJECT (value) ? g_value_dup_object (value) : NULL;
  dex_unref (future);
  return object;
}

void
story_wait_until (gboolean (*condition) (gpointer data), gpointer data)
{
  const guint timeout = g_timeout_add_seconds (PATIENCE_S, on_timeout, NULL);

  while (!condition (data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timeout);
}

void
story_start (Story *story)
{
  story_wait_ok (orch_engine_start (story->engine));
}

void
story_activate (Story *story)
{
  g_autoptr (OrchActivation) activation = NULL;
  g_autoptr (OrchSecret) password = orch_secret_new (STORY_PASSWORD, strlen (STORY_PASSWORD));
  g_autoptr (OrchSecret) pin = orch_secret_new (STORY_PIN, strlen (STORY_PIN));
  g_autoptr (GError) error = NULL;
  g_autofree char *link = NULL;
  DexFuture *future = orch_engine_dup_training_link (story->engine);

  dex_ref (future);
  story_wait_ok (future);
  link = g_value_dup_string (dex_future_get_value (future, NULL));
  dex_unref (future);
  activation = orch_engine_parse_activation (story->engine, link, &error);
  g_assert_no_error (error);
  story_wait_ok (orch_activation_contact (activation));
  g_assert_nonnull (orch_activation_get_username (activation));
  story_wait_ok (orch_activation_choose_password (activation, orch_activation_get_username (activation), password));
  story_wait_ok (orch_engine_begin_setup (story->engine, activation));
  g_assert_cmpint (orch_engine_get_state (story->engine), ==, ORCH_ENGINE_SETUP);
  g_assert_true (orch_session_needs_pin (orch_engine_get_session (story->engine)));
  story_wait_ok (orch_session_choose_pin (orch_engine_get_session (story->engine), pin));
}

void
story_identify (Story *story)
{
  OrchSetup *setup = orch_engine_get_setup (story->engine);
  g_autoptr (OrchClinic) clinic = NULL;
  OrchClinicFields fields = *orch_clinic_get_fields (orch_setup_get_clinic (setup));

  fields.phone = "+14185555555";
  if (fields.name == NULL)
    fields.name = "Clinique Beauséjour";
  if (fields.street == NULL)
    fields.street = "350, boulevard Charest Est";
  if (fields.city == NULL)
    fields.city = "Québec";
  if (fields.postal_code == NULL)
    fields.postal_code = "G1K 3H5";
  clinic = orch_clinic_new (&fields);
  orch_setup_set_clinic (setup, clinic);
  g_assert_true (orch_setup_is_complete (setup, ORCH_STEP_CLINIC));
  orch_setup_set_step (setup, ORCH_STEP_PROVIDERS);
}

/* The keyring takes it a moment after the choice. */
static gboolean
has_training_secret (gpointer data)
{
  return orch_setup_has_emr_secret (data, "client-secret");
}

void
story_connect_emr (Story *story)
{
  OrchSetup *setup = orch_engine_get_setup (story->engine);
  g_autoptr (OrchSecret) key = orch_secret_new (STORY_SHARED_KEY, strlen (STORY_SHARED_KEY));

  orch_setup_set_step (setup, ORCH_STEP_EMR);
  g_assert_true (orch_setup_choose_emr (setup, "fhir-r4"));
  g_assert_nonnull (orch_setup_get_emr_value (setup, "base-url"));
  story_wait_until (has_training_secret, setup);
  g_assert_cmpint (orch_setup_get_missing (setup, ORCH_STEP_EMR), ==, ORCH_MISSING_SHARED_KEY);
  story_wait_ok (orch_setup_set_shared_key (setup, key));
  g_assert_cmpint (orch_setup_get_missing (setup, ORCH_STEP_EMR), ==, ORCH_MISSING_CONNECTION);
  story_wait_ok (orch_setup_test_connection (setup));
  g_assert_true (orch_setup_is_complete (setup, ORCH_STEP_EMR));
}

static gboolean
is_imported (gpointer data)
{
  return orch_import_run_get_state (data) != ORCH_IMPORT_RUNNING &&
         orch_import_run_get_state (data) != ORCH_IMPORT_IDLE;
}

void
story_import (Story *story, OrchImportKind kind)
{
  OrchSetup *setup = orch_engine_get_setup (story->engine);

  orch_setup_set_step (setup, kind == ORCH_IMPORT_STAFF ? ORCH_STEP_STAFF : ORCH_STEP_SERVICES);
  orch_setup_start_import (setup, kind);
  story_wait_until (is_imported, orch_setup_get_run (setup, kind));
  if (orch_import_run_get_error (orch_setup_get_run (setup, kind)) != NULL)
    g_test_message ("Import: %s", orch_import_run_get_error (orch_setup_get_run (setup, kind))->message);
}

static gboolean
is_created (gpointer data)
{
  return orch_creation_get_state (data) == ORCH_CREATION_DONE || orch_creation_get_state (data) == ORCH_CREATION_FAILED;
}

void
story_unlock (Story *story)
{
  g_autoptr (OrchSecret) pin = orch_secret_new (STORY_PIN, strlen (STORY_PIN));

  story_wait_ok (orch_session_unlock (orch_engine_get_session (story->engine), pin));
}

void
story_prepare (Story *story)
{
  story_start (story);
  story_activate (story);
  story_identify (story);
  story_connect_emr (story);
  story_import (story, ORCH_IMPORT_STAFF);
  story_import (story, ORCH_IMPORT_SERVICES);
}

void
story_create (Story *story)
{
  OrchSetup *setup = orch_engine_get_setup (story->engine);

  orch_setup_set_step (setup, ORCH_STEP_PATIENTS);
  orch_setup_set_patients_understood (setup, TRUE);
  orch_setup_create_clinic (setup);
  orch_setup_create_clinic (setup);
  story_wait_until (is_created, orch_setup_get_creation (setup));
  if (orch_creation_get_error (orch_setup_get_creation (setup)) != NULL)
    g_error ("Creation: %s", orch_creation_get_error (orch_setup_get_creation (setup))->message);
  story_wait_ok (orch_engine_finish_setup (story->engine));
  g_assert_cmpint (orch_engine_get_state (story->engine), ==, ORCH_ENGINE_READY);
}

void
story_set_up (Story *story)
{
  story_prepare (story);
  story_create (story);
}
