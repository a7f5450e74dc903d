/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * kill-chart-driver ORIGIN DATA-DIR MICROSECONDS DOCUMENTS REPORT [VENDOR [FIELD=VALUE | !FIELD=SECRET]…]: a workstation whose clinic is ready files
 * that many documents for the charts, those of its former lives again, and tries them all; killed as by kill -9 so long after it began to (0 = never).
 * Whoever is not killed writes into REPORT the numbers of those that wait for a person. With a vendor it is connected to that EMR. Its keyring
 * is at the other end of standard input and output.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "orch-pipe-keyring.h"
#include "orch-story.h"
#include "sync/orch-engine-private.h"

#define PATIENT_FHIR "pat-00012"
#define PATIENT "12"

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

/* As a person changes it, once: the next lives begin with it, and with what was not sent. */
static void
connect_to (Story *story, char **words)
{
  DexFuture *future = orch_engine_edit_emr (story->engine);
  g_autoptr (OrchSetup) setup = NULL;

  dex_ref (future);
  story_wait_ok (future);
  setup = g_value_dup_object (dex_future_get_value (future, NULL));
  dex_unref (future);
  g_assert_true (orch_setup_choose_emr (setup, words[0]));
  for (guint i = 1; words[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (words[i], "=", 2);

      if (pair[0][0] == '!')
        {
          g_autoptr (OrchSecret) secret = orch_secret_new (pair[1], strlen (pair[1]));

          story_wait_ok (orch_setup_set_emr_secret (setup, pair[0] + 1, secret));
        }
      else
        orch_setup_set_emr_value (setup, pair[0], pair[1]);
    }
  story_wait_ok (orch_setup_test_connection (setup));
  story_wait_ok (orch_engine_keep_emr (story->engine, setup));
}

static void
choose_folder (Story *story)
{
  OrchSync *sync = orch_engine_get_sync (story->engine);
  g_autoptr (OrchChartSettings) shown = story_wait_object (orch_sync_load_chart (sync));
  g_autoptr (OrchChartSettings) wanted = orch_chart_settings_new (&(OrchChartSettingsFields) {
      .places = { { ORCH_CHART_DOCUMENT, "Documents", "Messages", NULL } }, .attachments = TRUE });

  if (!orch_chart_settings_equal (shown, wanted))
    story_wait_ok (orch_sync_save_chart (sync, shown, wanted));
}

static char *
dup_id (guint n)
{
  return g_strdup_printf ("00000000-0000-4000-8000-%012u", n);
}

static void
file (Story *story, const char *patient, guint n)
{
  g_autofree char *id = dup_id (n);
  g_autofree char *title = g_strdup_printf ("Essai-%03u", n);

  story_wait_ok (orch_engine_file_document (story->engine,
                                            &(OrchChartEntry) { .id = id,
                                                                .patient = patient,
                                                                .title = title,
                                                                .text = title,
                                                                .written_us = G_GINT64_CONSTANT (1763820000000000) }));
}

static OrchOutboxState
get_state (Story *story, guint n)
{
  g_autofree char *id = dup_id (n);
  g_autoptr (OrchOutboxRow) row =
      story_wait_object (orch_store_outbox_find (story->engine->store, NULL, ORCH_STORE_DOCUMENT, id));

  if (row == NULL)
    g_error ("Document %u is not in the outbox", n);
  return orch_outbox_row_get_fields (row)->state;
}

static void
report (Story *story, guint n_documents, const char *path)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint n = 1; n <= n_documents; n++)
    switch (get_state (story, n))
      {
      case ORCH_OUTBOX_SENT:
        break;
      case ORCH_OUTBOX_FAILED:
        g_string_append_printf (text, "%u\n", n);
        break;
      default:
        g_error ("Document %u is in state %d after everything was tried", n, get_state (story, n));
      }
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
}

int
main (int argc, char *argv[])
{
  g_autoptr (OrchKeyring) keyring = NULL;
  g_autoptr (Story) story = NULL;
  guint n_documents = 0;

  if (argc < 6)
    return 2;
  dex_init ();
  keyring = orch_pipe_keyring_new (STDIN_FILENO, STDOUT_FILENO);
  story = story_new_at (argv[1], keyring, argv[2]);
  n_documents = (guint) strtoul (argv[4], NULL, 10);
  if (!g_file_test (argv[2], G_FILE_TEST_EXISTS))
    {
      story_set_up (story);
      if (argc > 6)
        connect_to (story, argv + 6);
    }
  else
    {
      story_start (story);
      story_unlock (story);
    }
  if (orch_engine_get_state (story->engine) != ORCH_ENGINE_READY)
    g_error ("The state is %d", orch_engine_get_state (story->engine));
  choose_folder (story);
  arm (argv[3]);
  for (guint n = 1; n <= n_documents; n++)
    file (story, argc > 6 ? PATIENT : PATIENT_FHIR, n);
  story_wait_ok (orch_store_outbox_reset_waits (story->engine->store));
  story_wait_ok (orch_chart_pump_flush (orch_sync_get_charts (orch_engine_get_sync (story->engine))));
  report (story, n_documents, argv[5]);
  /* As a power cut: what is still in flight on a fiber's stack looks like a leak to whoever counts at the end of a process. */
  _exit (EXIT_SUCCESS);
}
