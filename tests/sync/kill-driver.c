/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * kill-driver ORIGIN DATA-DIR MICROSECONDS [APPOINTMENTS]: a workstation that sets up its clinic, or goes on with it, until it is ready;
 * killed as by kill -9 so long after the first import may begin (0 = never). With the number of appointments that there are, it synchronises
 * the whole schedule then, and is killed so long after that began. Its keyring is at the other end of standard input and output.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "orch-pipe-keyring.h"
#include "orch-story.h"
#include "sync/orch-training.h"
#include "core/orch-error.h"
#include "sync/orch-engine-private.h"

static void
on_alarm (int signal)
{
  kill (getpid (), SIGKILL);
}

static void
arm (const char *microseconds)
{
  const long us = strtol (microseconds, NULL, 10);
  const struct itimerval timer = { .it_value = { .tv_sec = us / 1000000, .tv_usec = us % 1000000 } };

  signal (SIGALRM, on_alarm);
  setitimer (ITIMER_REAL, &timer, NULL);
}

static gboolean
is_at_rest (gpointer data)
{
  return orch_import_run_get_state (data) != ORCH_IMPORT_RUNNING;
}

static void
import_what_is_not (Story *story, OrchImportKind kind)
{
  OrchImportRun *run = orch_setup_get_run (orch_engine_get_setup (story->engine), kind);

  story_wait_until (is_at_rest, run);
  if (orch_import_run_get_state (run) == ORCH_IMPORT_SUCCESS)
    return;
  story_import (story, kind);
  if (orch_import_run_get_state (run) != ORCH_IMPORT_SUCCESS)
    g_error ("The import did not succeed: state %d", orch_import_run_get_state (run));
}

static gboolean
is_ended (gpointer data)
{
  return orch_creation_get_state (data) == ORCH_CREATION_DONE || orch_creation_get_state (data) == ORCH_CREATION_FAILED;
}

static void
sign_in_again (Story *story)
{
  g_autoptr (OrchTraining) training = orch_training_new (story->origin, story->data_dir);
  g_autoptr (OrchSecret) password = orch_secret_new (STORY_PASSWORD, strlen (STORY_PASSWORD));
  DexFuture *username = orch_training_dup_username (training);

  dex_ref (username);
  story_wait_ok (username);
  story_wait_ok (
      orch_engine_sign_in_again (story->engine, g_value_get_string (dex_future_get_value (username, NULL)), password));
  dex_unref (username);
}

/* Whoever was killed between using the refresh token and keeping the next one has to sign in again: that much, and no more. */
static void
create (Story *story)
{
  OrchSetup *setup = orch_engine_get_setup (story->engine);
  OrchCreation *creation = orch_setup_get_creation (setup);

  orch_setup_set_step (setup, ORCH_STEP_PATIENTS);
  orch_setup_set_patients_understood (setup, TRUE);
  for (int attempt = 0; attempt < 2; attempt++)
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      orch_setup_create_clinic (setup);
      story_wait_until (is_ended, creation);
      if (orch_creation_get_state (creation) == ORCH_CREATION_DONE)
        {
          story_wait_ok (orch_engine_finish_setup (story->engine));
          return;
        }
      if (!g_error_matches (orch_creation_get_error (creation), ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN))
        break;
      sign_in_again (story);
    }
  g_error ("Creation: %s", orch_creation_get_error (creation)->message);
}

static void
check_local (Story *story, OrchImportKind kind, guint expected)
{
  DexFuture *counted = orch_engine_count (story->engine, kind);
  guint active = 0;
  guint inactive = 0;
  guint in_conflict = 0;

  dex_ref (counted);
  story_wait_ok (counted);
  g_variant_get (g_value_get_variant (dex_future_get_value (counted, NULL)), "(uuu)", &active, &inactive, &in_conflict);
  dex_unref (counted);
  if (active + inactive != expected || in_conflict != 0)
    g_error ("The store holds %u + %u records, %u in conflict, not %u", active, inactive, in_conflict, expected);
}

static guint
count (Story *story, OrchStoreKind kind, guint *unsynced)
{
  DexFuture *counted = orch_store_count (story->engine->store, kind);
  const OrchStoreCounts *counts = NULL;
  guint total = 0;

  dex_ref (counted);
  story_wait_ok (counted);
  counts = g_value_get_boxed (dex_future_get_value (counted, NULL));
  total = counts->total;
  *unsynced += counts->unsynced;
  dex_unref (counted);
  return total;
}

/* The workstation stays what it was before the kill, but for what the run brings. */
static void
synchronise (Story *story, const char *kill_after, guint expected)
{
  static const OrchStoreKind kinds[] = { ORCH_STORE_APPOINTMENTS, ORCH_STORE_PATIENTS, ORCH_STORE_SLOTS };
  guint unsynced = 0;

  orch_sync_set_automatic (orch_engine_get_sync (story->engine), FALSE);
  arm (kill_after);
  story_wait_ok (orch_sync_start (orch_engine_get_sync (story->engine), ORCH_SYNC_FULL));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (count (story, kinds[i], &unsynced) != expected)
      g_error ("The store does not hold %u of kind %d", expected, kinds[i]);
  if (unsynced > 0)
    g_error ("The hub lacks %u", unsynced);
}

int
main (int argc, char *argv[])
{
  g_autoptr (OrchKeyring) keyring = NULL;
  g_autoptr (Story) story = NULL;

  if (argc != 4 && argc != 5)
    return 2;
  dex_init ();
  keyring = orch_pipe_keyring_new (STDIN_FILENO, STDOUT_FILENO);
  story = story_new_at (argv[1], keyring, argv[2]);
  if (argc == 4 && g_file_test (argv[2], G_FILE_TEST_EXISTS))
    arm (argv[3]);
  story_start (story);
  switch (orch_engine_get_state (story->engine))
    {
    case ORCH_ENGINE_WELCOME:
      story_activate (story);
      story_identify (story);
      story_connect_emr (story);
      story_wait_ok (orch_engine_flush (story->engine));
      if (argc == 4)
        arm (argv[3]);
      break;
    case ORCH_ENGINE_SETUP:
    case ORCH_ENGINE_READY:
      story_unlock (story);
      break;
    default:
      g_error ("The state is %d: %s", orch_engine_get_state (story->engine),
               orch_engine_get_error (story->engine) != NULL ? orch_engine_get_error (story->engine)->message : "");
    }
  if (orch_engine_get_state (story->engine) == ORCH_ENGINE_SETUP)
    {
      import_what_is_not (story, ORCH_IMPORT_STAFF);
      import_what_is_not (story, ORCH_IMPORT_SERVICES);
      create (story);
    }
  if (argc == 5)
    synchronise (story, argv[3], (guint) strtoul (argv[4], NULL, 10));
  else
    {
      check_local (story, ORCH_IMPORT_STAFF, 25);
      check_local (story, ORCH_IMPORT_SERVICES, 40);
    }
  /* As a power cut: what is still in flight on a fiber's stack looks like a leak to whoever counts at the end of a process. */
  _exit (EXIT_SUCCESS);
}
