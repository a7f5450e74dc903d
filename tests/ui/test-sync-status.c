/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The quiet line: which of its sentences is said.
 */
#include "ui-test.h"

#include "core/orch-error.h"
#include "fake-clinic.h"
#include "fake-desk.h"
#include "ui/shell/orch-sync-status.h"

static void
test_sentences (void)
{
  static const struct
  {
    gboolean online;
    guint waiting;
    guint failed;
    gint64 last;
    const char *text;
    const char *icon;
  } cases[] = {
    { TRUE, 0, 0, 0, "Everything is kept on this workstation", "orch-sync-done-symbolic" },
    { TRUE, 1, 0, 0, "Sending 1 change…", "orch-sync-waiting-symbolic" },
    { TRUE, 3, 0, 1, "Sending 3 changes…", "orch-sync-waiting-symbolic" },
    { FALSE, 0, 0, 1, "Offline: what you do is kept and sent later", "orch-offline-symbolic" },
    { FALSE, 1, 0, 1, "Offline: 1 change will be sent later", "orch-offline-symbolic" },
    { FALSE, 2, 0, 1, "Offline: 2 changes will be sent later", "orch-offline-symbolic" },
    { FALSE, 2, 1, 1, "1 change waits for your decision", "orch-sync-problem-symbolic" },
    { TRUE, 0, 4, 1, "4 changes wait for your decision", "orch-sync-problem-symbolic" },
    /* Of another day: the date with the time. */
    { TRUE, 0, 0, G_GINT64_CONSTANT (1748801100000000), "Up to date with the hub at 2025-06-01, 14:05",
      "orch-sync-done-symbolic" },
  };
  const FakeClinic scene = { .state = ORCH_ENGINE_READY };
  g_autoptr (OrchEngine) engine = fake_clinic_new (&scene);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *icon = NULL;
      g_autofree char *text = NULL;

      fake_clinic_set_sync (engine, cases[i].online, cases[i].waiting, cases[i].failed, cases[i].last);
      text = orch_sync_status_dup_text (engine, &icon);
      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpstr (icon, ==, cases[i].icon);
    }
}

static void
test_today_has_no_date (void)
{
  const FakeClinic scene = { .state = ORCH_ENGINE_READY };
  g_autoptr (OrchEngine) engine = fake_clinic_new (&scene);
  const char *icon = NULL;
  g_autofree char *text = NULL;

  fake_clinic_set_sync (engine, TRUE, 0, 0, g_get_real_time ());
  text = orch_sync_status_dup_text (engine, &icon);
  g_assert_true (g_regex_match_simple ("^Up to date with the hub at [0-9]{2}:[0-9]{2}$", text, 0, 0));
}

/* All is sent, and yet not all is well: the line does not say so. */
static void
test_failed_run (void)
{
  const FakeClinic scene = { .state = ORCH_ENGINE_READY };
  g_autoptr (OrchEngine) engine = fake_clinic_new (&scene);
  OrchSync *sync = orch_engine_get_sync (engine);
  g_autoptr (GError) failed = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_SERVER_FAULT, "500: panne");
  g_autoptr (GError) ended = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_CANCELLED, "assez");
  const GError *const errors[] = { failed, ended, NULL };

  fake_clinic_set_sync (engine, TRUE, 0, 0, 0);
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      const char *icon = NULL;
      g_autofree char *text = NULL;

      fake_sync_set_state (sync, FALSE, errors[i], ORCH_SYNC_RECENT, NULL);
      text = orch_sync_status_dup_text (engine, &icon);
      g_assert_cmpstr (text, ==,
                       errors[i] == failed ? "The last synchronisation did not do everything"
                                           : "Everything is kept on this workstation");
      g_assert_cmpstr (icon, ==, errors[i] == failed ? "orch-sync-problem-symbolic" : "orch-sync-done-symbolic");
    }
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/sync-status/sentences", test_sentences);
  g_test_add_func ("/ui/sync-status/failed-run", test_failed_run);
  g_test_add_func ("/ui/sync-status/today-has-no-date", test_today_has_no_date);
  return g_test_run ();
}
