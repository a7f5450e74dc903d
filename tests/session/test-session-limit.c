/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * However busy, a person signs in again after twelve hours; neither a PIN nor a restart nor a date that was moved is a way round, and what was
 * sealed is found again. Source: security.md 5 and 7.
 */
#include <string.h>

#include "../future-kit.h"
#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "secrets/orch-memory-keyring.h"
#include "secrets/orch-sealer.h"
#include "session/orch-session.h"

#define CLINIC "11111111-2222-4333-8444-555555555555"
#define ALICE "Practitioner/alice"
#define PIN "246810"

typedef struct
{
  OrchKeyring *keyring;
  OrchSession *session;
  GString *acts;
} Desk;

static DexFuture *
write_act (const char *act, const OrchActor *actor, gpointer data)
{
  Desk *desk = data;

  g_string_append_printf (desk->acts, "%s ", act);
  return dex_future_new_for_boolean (TRUE);
}

static void
move (double elapsed_h, double date_h)
{
  orch_clock_set_elapsed_offset_us ((gint64) (elapsed_h * G_TIME_SPAN_HOUR));
  orch_clock_set_offset_us ((gint64) (date_h * G_TIME_SPAN_HOUR));
}

static void
sit_down (Desk *desk)
{
  g_clear_object (&desk->session);
  desk->session = orch_session_new (desk->keyring, TRUE);
  orch_session_set_journal (desk->session, write_act, desk);
}

static DexFuture *
sign_in (Desk *desk)
{
  return orch_session_start (desk->session, CLINIC, ALICE, "Alice", ORCH_PERMISSION_RECEPTIONIST, NULL);
}

static DexFuture *
unlock (Desk *desk)
{
  g_autoptr (OrchSecret) pin = orch_secret_new (PIN, strlen (PIN));

  return orch_session_unlock (desk->session, pin);
}

static void
set_up (Desk *desk, gconstpointer data)
{
  g_autoptr (OrchSecret) pin = orch_secret_new (PIN, strlen (PIN));

  orch_sealer_set_cheap (TRUE);
  move (0, 0);
  desk->keyring = orch_memory_keyring_new (TRUE);
  desk->acts = g_string_new (NULL);
  sit_down (desk);
  g_assert_cmpint (orch_session_get_left_us (desk->session), ==, G_MAXINT64);
  g_assert_null (orch_session_dup_since (desk->session));
  kit_ok (sign_in (desk));
  kit_ok (orch_session_choose_pin (desk->session, pin));
  g_string_truncate (desk->acts, 0);
}

static void
tear_down (Desk *desk, gconstpointer data)
{
  move (0, 0);
  g_assert_finalize_object (g_steal_pointer (&desk->session));
  g_clear_object (&desk->keyring);
  g_string_free (desk->acts, TRUE);
}

static gboolean
may_act (Desk *desk)
{
  const gboolean may = orch_session_get_actor (desk->session) != NULL;

  g_assert_true (may == orch_session_allows (desk->session, ORCH_ACT_READ_DIRECTORY));
  return may;
}

static void
test_day (Desk *desk, gconstpointer data)
{
  g_autoptr (GBytes) plain = g_bytes_new_static ("à moitié", strlen ("à moitié"));
  g_autoptr (GBytes) draft = NULL;
  g_autoptr (GBytes) found = NULL;

  draft = kit_boxed (orch_session_seal_draft (desk->session, plain));
  move (11.9, 11.9);
  orch_session_look (desk->session);
  g_assert_true (may_act (desk));
  orch_session_lock (desk->session);
  kit_ok (unlock (desk));
  g_assert_cmpstr (desk->acts->str, ==, "locked unlocked ");
  g_string_truncate (desk->acts, 0);

  move (12.01, 12.01);
  /* Refused before anybody looked. */
  g_assert_false (may_act (desk));
  orch_session_look (desk->session);
  orch_session_look (desk->session);
  g_assert_true (orch_session_is_locked (desk->session));
  g_assert_cmpstr (desk->acts->str, ==, "session-over locked ");
  kit_fails (unlock (desk), ORCH_ERROR_SIGN_IN_AGAIN);
  g_assert_true (orch_session_is_locked (desk->session));

  kit_ok (sign_in (desk));
  g_assert_false (may_act (desk));
  kit_ok (unlock (desk));
  g_assert_true (may_act (desk));
  found = kit_boxed (orch_session_open_draft (desk->session, draft));
  g_assert_true (g_bytes_equal (found, plain));
}

/* Signing in again before it is over begins anew. */
static void
test_again (Desk *desk, gconstpointer data)
{
  move (11, 11);
  kit_ok (sign_in (desk));
  move (13, 13);
  g_assert_true (may_act (desk));
  move (23.1, 23.1);
  g_assert_false (may_act (desk));
}

/* While the program runs, the date proves nothing. */
static void
test_date_moved (Desk *desk, gconstpointer data)
{
  move (1, 48);
  g_assert_true (may_act (desk));
  move (12.1, -48);
  g_assert_false (may_act (desk));
}

static void
test_restart (Desk *desk, gconstpointer data)
{
  static const struct
  {
    const char *what;
    double uptime_h; /* that went by on the machine's own clock; negative: it was started again since */
    double date_h;
    gboolean over;
  } rows[] = {
    { "an hour later", 1, 1, FALSE },
    { "the next day", 20, 20, TRUE },
    { "the date moved back", 13, 2, TRUE },
    { "the date put right by a minute", 0.001, -1 / 60., FALSE },
    { "the date before the sign-in", 1, -1, TRUE },
    { "the machine started again", -200, 1, FALSE },
    { "the machine started again, the next day", -200, 20, TRUE },
    { "the machine started again, the date before", -200, -1, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *since = NULL;

      g_test_message ("row: %s", rows[i].what);
      move (0, 0);
      kit_ok (sign_in (desk));
      since = orch_session_dup_since (desk->session);
      sit_down (desk);
      move (rows[i].uptime_h, rows[i].date_h);
      g_assert_true (kit_boolean (
          orch_session_resume (desk->session, CLINIC, ALICE, "Alice", ORCH_PERMISSION_RECEPTIONIST, since)));
      if (rows[i].over)
        kit_fails (unlock (desk), ORCH_ERROR_SIGN_IN_AGAIN);
      else
        kit_ok (unlock (desk));
      g_assert_true (may_act (desk) != rows[i].over);
    }
}

/* Twice restarted is not twice the time. */
static void
test_restart_keeps_sign_in (Desk *desk, gconstpointer data)
{
  g_autofree char *first = orch_session_dup_since (desk->session);
  g_autofree char *second = NULL;

  sit_down (desk);
  move (8, 8);
  g_assert_true (
      kit_boolean (orch_session_resume (desk->session, CLINIC, ALICE, "Alice", ORCH_PERMISSION_RECEPTIONIST, first)));
  second = orch_session_dup_since (desk->session);
  g_assert_cmpstr (second, ==, first);
  move (12.1, 12.1);
  kit_fails (unlock (desk), ORCH_ERROR_SIGN_IN_AGAIN);
}

/* The setting makes it shorter, never longer. */
static void
test_setting (Desk *desk, gconstpointer data)
{
  orch_session_set_limit (desk->session, 3600);
  move (1.1, 1.1);
  g_assert_false (may_act (desk));
  orch_session_set_limit (desk->session, 48 * 3600);
  g_assert_cmpuint (orch_session_get_limit (desk->session), ==, ORCH_SESSION_LIMIT_S);
  g_assert_true (may_act (desk));
}

static gboolean
is_confirmed (Desk *desk)
{
  return orch_session_is_confirmed (desk->session);
}

/* security.md 13: the PIN answers for a while, not after a lock, and not for another person. */
static void
test_confirmed (Desk *desk, gconstpointer data)
{
  g_autoptr (OrchSecret) pin = orch_secret_new (PIN, strlen (PIN));
  g_autoptr (OrchSecret) wrong = orch_secret_new ("135790", strlen ("135790"));

  g_assert_true (is_confirmed (desk));
  move (0.49, 0);
  g_assert_true (is_confirmed (desk));
  move (0.51, 0);
  g_assert_false (is_confirmed (desk));
  kit_fails (orch_session_confirm (desk->session, wrong), ORCH_ERROR_REFUSED);
  g_assert_false (is_confirmed (desk));
  kit_ok (orch_session_confirm (desk->session, pin));
  g_assert_true (is_confirmed (desk));
  orch_session_lock (desk->session);
  g_assert_false (is_confirmed (desk));
  kit_ok (unlock (desk));
  g_assert_true (is_confirmed (desk));
  kit_ok (orch_session_start (desk->session, CLINIC, "Practitioner/bernard", "Bernard", ORCH_PERMISSION_ADMINISTRATOR,
                              NULL));
  g_assert_false (is_confirmed (desk));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
#define ADD(name, function) g_test_add ("/session/limit/" name, Desk, NULL, set_up, function, tear_down)
  ADD ("day", test_day);
  ADD ("again", test_again);
  ADD ("date-moved", test_date_moved);
  ADD ("restart", test_restart);
  ADD ("restart-keeps-sign-in", test_restart_keeps_sign_in);
  ADD ("setting", test_setting);
  ADD ("confirmed", test_confirmed);
  return g_test_run ();
}
