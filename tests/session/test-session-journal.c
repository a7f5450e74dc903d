/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a session writes in the journal, and that nobody is let in whose coming in could not be written. Source: security.md 10, issue “Locked,
 * journaled, least privilege”.
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
#define BERNARD "Practitioner/bernard"
#define PIN "246810"

typedef struct
{
  OrchKeyring *keyring;
  OrchSession *session;
  GString *acts; /* "act:person " each */
  gboolean full; /* the disk */
} Desk;

static DexFuture *
write_act (const char *act, const OrchActor *actor, gpointer data)
{
  Desk *desk = data;

  if (desk->full)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_DISK_FULL, "The disk is full");
  g_string_append_printf (desk->acts, "%s:%s ", act, strchr (actor->id, '/') + 1);
  return dex_future_new_for_boolean (TRUE);
}

static void
set_up (Desk *desk, gconstpointer data)
{
  orch_sealer_set_cheap (TRUE);
  desk->keyring = orch_memory_keyring_new (TRUE);
  desk->session = orch_session_new (desk->keyring, TRUE);
  desk->acts = g_string_new (NULL);
  orch_session_set_journal (desk->session, write_act, desk);
}

static void
tear_down (Desk *desk, gconstpointer data)
{
  orch_clock_set_offset_us (0);
  g_assert_finalize_object (g_steal_pointer (&desk->session));
  g_clear_object (&desk->keyring);
  g_string_free (desk->acts, TRUE);
}

static DexFuture *
sign_in (Desk *desk, const char *person)
{
  return orch_session_start (desk->session, CLINIC, person, "Nom", ORCH_PERMISSION_RECEPTIONIST, NULL);
}

static void
choose (Desk *desk)
{
  g_autoptr (OrchSecret) pin = orch_secret_new (PIN, strlen (PIN));

  kit_ok (orch_session_choose_pin (desk->session, pin));
}

static DexFuture *
type (Desk *desk, const char *text, gboolean confirms)
{
  g_autoptr (OrchSecret) pin = orch_secret_new (text, strlen (text));

  return confirms ? orch_session_confirm (desk->session, pin) : orch_session_unlock (desk->session, pin);
}

static void
check (Desk *desk, const char *expected)
{
  g_assert_cmpstr (desk->acts->str, ==, expected);
  g_string_truncate (desk->acts, 0);
}

static void
test_day (Desk *desk, gconstpointer data)
{
  kit_ok (sign_in (desk, ALICE));
  choose (desk);
  check (desk, "signed-in:alice ");
  orch_session_lock (desk->session);
  orch_session_lock (desk->session);
  check (desk, "locked:alice ");
  kit_fails (type (desk, "wrong-pin", FALSE), ORCH_ERROR_REFUSED);
  kit_ok (type (desk, PIN, FALSE));
  kit_ok (type (desk, PIN, TRUE));
  check (desk, "unlock-failed:alice unlocked:alice confirmed:alice ");
  kit_ok (sign_in (desk, ALICE));
  kit_ok (sign_in (desk, BERNARD));
  check (desk, "signed-in:alice signed-out:alice signed-in:bernard ");
  kit_ok (orch_session_sign_out (desk->session));
  kit_ok (orch_session_sign_out (desk->session));
  check (desk, "signed-out:bernard ");
}

static void
test_closed (Desk *desk, gconstpointer data)
{
  kit_ok (sign_in (desk, ALICE));
  choose (desk);
  orch_session_lock (desk->session);
  g_string_truncate (desk->acts, 0);
  for (guint i = 0; i < ORCH_SESSION_FAILURES_MAX; i++)
    kit_fails (type (desk, "wrong-pin", FALSE), ORCH_ERROR_REFUSED);
  kit_fails (type (desk, PIN, FALSE), ORCH_ERROR_THROTTLED);
  check (desk, "unlock-failed:alice unlock-failed:alice unlock-failed:alice unlock-failed:alice unlock-closed:alice ");
}

static void
test_full (Desk *desk, gconstpointer data)
{
  kit_ok (sign_in (desk, ALICE));
  choose (desk);
  desk->full = TRUE;
  kit_fails (type (desk, PIN, TRUE), ORCH_ERROR_DISK_FULL);
  /* Closing never waits for the journal. */
  orch_session_lock (desk->session);
  g_assert_true (orch_session_is_locked (desk->session));
  kit_fails (type (desk, PIN, FALSE), ORCH_ERROR_DISK_FULL);
  g_assert_true (orch_session_is_locked (desk->session));
  g_assert_null (orch_session_get_actor (desk->session));
  kit_fails (sign_in (desk, BERNARD), ORCH_ERROR_DISK_FULL);
  g_assert_false (orch_session_is_signed_in (desk->session));
  desk->full = FALSE;
  kit_ok (sign_in (desk, BERNARD));
  g_assert_false (orch_session_is_locked (desk->session));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add ("/session/journal/day", Desk, NULL, set_up, test_day, tear_down);
  g_test_add ("/session/journal/closed", Desk, NULL, set_up, test_closed, tear_down);
  g_test_add ("/session/journal/full", Desk, NULL, set_up, test_full, tear_down);
  return g_test_run ();
}
