/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Who is at the keyboard: the PIN and its rules, the lock, drafts that only their writer can read, and what signing out destroys.
 * Expected results: orch-session.h, security.md 5, 6 and 8, architecture.md (Who acts).
 */
#include <string.h>

#include "core/orch-clock.h"
#include "secrets/orch-memory-keyring.h"
#include "secrets/orch-sealer.h"
#include "session/orch-session.h"
#include "secrets-kit.h"

#define CLINIC "11111111-2222-4333-8444-555555555555"
#define OTHER_CLINIC "11111111-2222-4333-8444-666666666666"
#define ALICE "Practitioner/alice"
#define BERNARD "Practitioner/bernard"
#define PIN "246813"
#define OTHER_PIN "135792"

typedef struct
{
  OrchKeyring *keyring;
  OrchSession *session;
  GHashTable *notified; /* names of properties */
} Desk;

static void
on_notify (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  g_hash_table_add (user_data, (gpointer) pspec->name);
}

static void
sit_down (Desk *desk)
{
  g_clear_object (&desk->session);
  desk->session = orch_session_new (desk->keyring, TRUE);
  g_signal_connect (desk->session, "notify", G_CALLBACK (on_notify), desk->notified);
}

static void
set_up (Desk *desk, gconstpointer data)
{
  orch_sealer_set_cheap (TRUE);
  orch_clock_set_offset_us (0);
  desk->keyring = orch_memory_keyring_new (TRUE);
  desk->notified = g_hash_table_new (g_str_hash, g_str_equal);
  sit_down (desk);
}

static void
tear_down (Desk *desk, gconstpointer data)
{
  orch_clock_set_offset_us (0);
  g_assert_finalize_object (g_steal_pointer (&desk->session));
  g_clear_object (&desk->keyring);
  g_hash_table_unref (desk->notified);
}

static DexFuture *
sign_in (Desk *desk, const char *person, const char *name, OrchPermission permission)
{
  g_autoptr (OrchSecret) token = kit_text ("refresh-token-1");

  return orch_session_start (desk->session, CLINIC, person, name, permission, token);
}

static void
sign_in_alice (Desk *desk)
{
  kit_ok (sign_in (desk, ALICE, "Alice Tremblay", ORCH_PERMISSION_ADMINISTRATOR));
}

static void
sign_in_bernard (Desk *desk)
{
  kit_ok (sign_in (desk, BERNARD, "Bernard Roy", ORCH_PERMISSION_RECEPTIONIST));
}

static DexFuture *
choose (Desk *desk, const char *pin)
{
  g_autoptr (OrchSecret) secret = kit_text (pin);

  return orch_session_choose_pin (desk->session, secret);
}

static DexFuture *
unlock (Desk *desk, const char *pin)
{
  g_autoptr (OrchSecret) secret = kit_text (pin);

  return orch_session_unlock (desk->session, secret);
}

static DexFuture *
confirm (Desk *desk, const char *pin)
{
  g_autoptr (OrchSecret) secret = kit_text (pin);

  return orch_session_confirm (desk->session, secret);
}

static GBytes *
seal (Desk *desk, const char *text)
{
  g_autoptr (GBytes) plain = g_bytes_new (text, strlen (text));

  return kit_boxed (orch_session_seal_draft (desk->session, plain));
}

static void
check_draft (Desk *desk, GBytes *sealed, const char *expected)
{
  g_autoptr (GBytes) plain = kit_boxed (orch_session_open_draft (desk->session, sealed));

  g_assert_cmpmem (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain), expected, strlen (expected));
}

static gboolean
was_notified (Desk *desk, const char *name)
{
  return g_hash_table_contains (desk->notified, name);
}

static void
test_nobody (Desk *desk, gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  g_autoptr (OrchSecret) token = kit_text ("t");

  g_assert_false (orch_session_is_signed_in (desk->session));
  g_assert_false (orch_session_is_locked (desk->session));
  g_assert_false (orch_session_needs_pin (desk->session));
  g_assert_true (orch_session_is_training (desk->session));
  g_assert_null (orch_session_get_person_name (desk->session));
  g_assert_null (orch_session_get_actor (desk->session));
  g_assert_cmpint (orch_session_get_permission (desk->session), ==, ORCH_PERMISSION_NONE);
  g_assert_false (orch_session_allows (desk->session, ORCH_ACT_READ_DIRECTORY));
  g_assert_cmpint (orch_session_get_unlock_delay (desk->session), ==, 0);

  orch_session_lock (desk->session);
  g_assert_false (orch_session_is_locked (desk->session));
  kit_fails (choose (desk, PIN), ORCH_ERROR_SIGN_IN_AGAIN);
  kit_fails (unlock (desk, PIN), ORCH_ERROR_SIGN_IN_AGAIN);
  kit_fails (orch_session_seal_draft (desk->session, bytes), ORCH_ERROR_REFUSED);
  kit_fails (orch_session_open_draft (desk->session, bytes), ORCH_ERROR_REFUSED);
  kit_fails (orch_session_keep_refresh_token (desk->session, token), ORCH_ERROR_SIGN_IN_AGAIN);
  kit_ok (orch_session_sign_out (desk->session));
  g_assert_cmpuint (orch_memory_keyring_get_n_secrets (ORCH_MEMORY_KEYRING (desk->keyring)), ==, 0);
}

static void
test_first_sign_in (Desk *desk, gconstpointer data)
{
  static const char *const names[] = { "signed-in", "person-name", "permission", "needs-pin" };
  g_autoptr (OrchSecret) token = NULL;
  const OrchActor *actor = NULL;

  orch_session_set_workstation (desk->session, "99999999-2222-4333-8444-555555555555");
  sign_in_alice (desk);
  g_assert_true (orch_session_is_signed_in (desk->session));
  g_assert_true (orch_session_needs_pin (desk->session));
  g_assert_false (orch_session_is_locked (desk->session));
  g_assert_cmpstr (orch_session_get_person_name (desk->session), ==, "Alice Tremblay");
  g_assert_cmpstr (orch_session_get_person_id (desk->session), ==, ALICE);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_true (was_notified (desk, names[i]));

  actor = orch_session_get_actor (desk->session);
  g_assert_nonnull (actor);
  g_assert_cmpstr (actor->id, ==, ALICE);
  g_assert_cmpint (actor->permission, ==, ORCH_PERMISSION_ADMINISTRATOR);
  g_assert_cmpstr (actor->workstation, ==, "99999999-2222-4333-8444-555555555555");

  token = kit_boxed (orch_session_dup_refresh_token (desk->session));
  g_assert_cmpstr (orch_secret_get_text (token), ==, "refresh-token-1");
}

static void
test_rotated_token (Desk *desk, gconstpointer data)
{
  g_autoptr (OrchSecret) rotated = kit_text ("refresh-token-2");
  g_autoptr (OrchSecret) token = NULL;
  guint n = 0;

  sign_in_alice (desk);
  n = orch_memory_keyring_get_n_secrets (ORCH_MEMORY_KEYRING (desk->keyring));
  kit_ok (orch_session_keep_refresh_token (desk->session, rotated));
  token = kit_boxed (orch_session_dup_refresh_token (desk->session));
  g_assert_cmpstr (orch_secret_get_text (token), ==, "refresh-token-2");
  g_assert_cmpuint (orch_memory_keyring_get_n_secrets (ORCH_MEMORY_KEYRING (desk->keyring)), ==, n);
}

static void
test_pin_rules (Desk *desk, gconstpointer data)
{
  static const struct
  {
    const char *pin;
    gboolean good;
  } rows[] = {
    { "", FALSE },      { "12345", FALSE }, { "éàüçô", FALSE }, /* ten bytes, five characters */
    { "123456", TRUE }, { "éàüçôî", TRUE }, { "une phrase de passe avec des espaces", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *person = g_strdup_printf ("Practitioner/%zu", i);

      g_test_message ("row: “%s”", rows[i].pin);
      kit_ok (sign_in (desk, person, "Quelqu'un", ORCH_PERMISSION_RECEPTIONIST));
      if (!rows[i].good)
        {
          kit_fails (choose (desk, rows[i].pin), ORCH_ERROR_INVALID);
          g_assert_true (orch_session_needs_pin (desk->session));
          continue;
        }
      g_hash_table_remove_all (desk->notified);
      kit_ok (choose (desk, rows[i].pin));
      g_assert_false (orch_session_needs_pin (desk->session));
      g_assert_true (was_notified (desk, "needs-pin"));
      orch_session_lock (desk->session);
      kit_ok (unlock (desk, rows[i].pin));
    }
}

/* The drafts hang on the key: a second PIN must not silently make another one. */
static void
test_pin_is_chosen_once (Desk *desk, gconstpointer data)
{
  g_autoptr (GBytes) draft = NULL;

  sign_in_alice (desk);
  kit_ok (choose (desk, PIN));
  draft = seal (desk, "à finir");
  kit_fails (choose (desk, OTHER_PIN), ORCH_ERROR_REFUSED);
  orch_session_lock (desk->session);
  kit_fails (choose (desk, OTHER_PIN), ORCH_ERROR_REFUSED);
  kit_ok (unlock (desk, PIN));
  check_draft (desk, draft, "à finir");
}

static void
test_kept_key_is_wrapped (Desk *desk, gconstpointer data)
{
  g_autoptr (OrchSecret) kept = NULL;
  g_autoptr (GBytes) envelope = NULL;
  g_autoptr (OrchSecret) pin = kit_text (PIN);
  g_autoptr (OrchSecret) wrong = kit_text (OTHER_PIN);
  g_autoptr (OrchSecret) key = NULL;

  sign_in_alice (desk);
  kit_ok (choose (desk, PIN));
  kept = kit_boxed (orch_keyring_lookup (desk->keyring, ORCH_SECRET_PERSON_KEY, CLINIC, ALICE, NULL));
  g_assert_nonnull (kept);
  g_assert_true (orch_keyring_get_training (desk->keyring));
  envelope = g_bytes_new (orch_secret_get_data (kept), orch_secret_get_length (kept));
  kit_fails (orch_sealer_unwrap_key (envelope, wrong, ALICE), ORCH_ERROR_REFUSED);
  kit_fails (orch_sealer_unwrap_key (envelope, pin, BERNARD), ORCH_ERROR_REFUSED);
  key = kit_boxed (orch_sealer_unwrap_key (envelope, pin, ALICE));
  g_assert_cmpuint (orch_secret_get_length (key), ==, ORCH_SEALER_KEY_LENGTH);
}

static void
test_lock (Desk *desk, gconstpointer data)
{
  g_autoptr (GBytes) plain = g_bytes_new_static ("brouillon", 9);
  g_autoptr (GBytes) draft = NULL;

  sign_in_alice (desk);
  kit_ok (choose (desk, PIN));
  draft = seal (desk, "brouillon");
  g_assert_true (orch_session_allows (desk->session, ORCH_ACT_EDIT_CLINIC));

  g_hash_table_remove_all (desk->notified);
  orch_session_lock (desk->session);
  g_assert_true (was_notified (desk, "locked"));
  g_assert_true (orch_session_is_locked (desk->session));
  g_assert_true (orch_session_is_signed_in (desk->session));
  g_assert_false (orch_session_needs_pin (desk->session));
  kit_fails (orch_session_seal_draft (desk->session, plain), ORCH_ERROR_REFUSED);
  kit_fails (orch_session_open_draft (desk->session, draft), ORCH_ERROR_REFUSED);
  for (int act = ORCH_ACT_READ_DIRECTORY; act <= ORCH_ACT_SYNC; act++)
    g_assert_false (orch_session_allows (desk->session, (OrchAct) act));

  g_hash_table_remove_all (desk->notified);
  orch_session_lock (desk->session);
  g_assert_cmpuint (g_hash_table_size (desk->notified), ==, 0);

  kit_fails (unlock (desk, OTHER_PIN), ORCH_ERROR_REFUSED);
  g_assert_true (orch_session_is_locked (desk->session));
  g_assert_cmpuint (g_hash_table_size (desk->notified), ==, 0);
  kit_ok (unlock (desk, PIN));
  g_assert_true (was_notified (desk, "locked"));
  g_assert_false (orch_session_is_locked (desk->session));
  check_draft (desk, draft, "brouillon");
  g_assert_true (orch_session_allows (desk->session, ORCH_ACT_EDIT_CLINIC));
  kit_ok (unlock (desk, OTHER_PIN)); /* nothing is locked: nothing is asked */
}

static void
test_allows_follows_permission (Desk *desk, gconstpointer data)
{
  static const OrchPermission permissions[] = { ORCH_PERMISSION_NONE, ORCH_PERMISSION_RECEPTIONIST,
                                                ORCH_PERMISSION_PROFESSIONAL, ORCH_PERMISSION_ADMINISTRATOR };

  sign_in_alice (desk);
  for (gsize i = 0; i < G_N_ELEMENTS (permissions); i++)
    {
      orch_session_set_permission (desk->session, permissions[i]);
      g_assert_cmpint (orch_session_get_permission (desk->session), ==, permissions[i]);
      g_assert_cmpint (orch_session_get_actor (desk->session)->permission, ==, permissions[i]);
      for (int act = ORCH_ACT_READ_DIRECTORY; act <= ORCH_ACT_SYNC; act++)
        g_assert_cmpint (orch_session_allows (desk->session, (OrchAct) act), ==,
                         orch_permission_allows (permissions[i], (OrchAct) act));
    }

  g_hash_table_remove_all (desk->notified);
  orch_session_set_permission (desk->session, ORCH_PERMISSION_ADMINISTRATOR);
  g_assert_false (was_notified (desk, "permission"));
  orch_session_set_permission (desk->session, ORCH_PERMISSION_RECEPTIONIST);
  g_assert_true (was_notified (desk, "permission"));
}

static void
fail_five_times (Desk *desk)
{
  for (int i = 0; i < ORCH_SESSION_FAILURES_MAX; i++)
    {
      g_assert_cmpint (orch_session_get_unlock_delay (desk->session), ==, 0);
      kit_fails (unlock (desk, OTHER_PIN), ORCH_ERROR_REFUSED);
    }
}

static void
test_five_failures (Desk *desk, gconstpointer data)
{
  sign_in_alice (desk);
  kit_ok (choose (desk, PIN));
  orch_session_lock (desk->session);
  fail_five_times (desk);
  g_assert_cmpint (orch_session_get_unlock_delay (desk->session), >, ORCH_SESSION_FAILURE_DELAY_S - 60);
  g_assert_cmpint (orch_session_get_unlock_delay (desk->session), <=, ORCH_SESSION_FAILURE_DELAY_S);
  kit_fails (unlock (desk, OTHER_PIN), ORCH_ERROR_THROTTLED);
  kit_fails (unlock (desk, PIN), ORCH_ERROR_THROTTLED);

  orch_clock_set_offset_us ((ORCH_SESSION_FAILURE_DELAY_S - 60) * G_USEC_PER_SEC);
  g_assert_cmpint (orch_session_get_unlock_delay (desk->session), >, 0);
  g_assert_cmpint (orch_session_get_unlock_delay (desk->session), <=, 60);
  kit_fails (unlock (desk, PIN), ORCH_ERROR_THROTTLED);

  orch_clock_set_offset_us ((ORCH_SESSION_FAILURE_DELAY_S + 1) * G_USEC_PER_SEC);
  g_assert_cmpint (orch_session_get_unlock_delay (desk->session), ==, 0);
  fail_five_times (desk);
  g_assert_cmpint (orch_session_get_unlock_delay (desk->session), >, 0);
  orch_clock_set_offset_us ((2 * ORCH_SESSION_FAILURE_DELAY_S + 60) * G_USEC_PER_SEC);
  kit_ok (unlock (desk, PIN));
  g_assert_false (orch_session_is_locked (desk->session));
}

static void
test_success_forgives_failures (Desk *desk, gconstpointer data)
{
  sign_in_alice (desk);
  kit_ok (choose (desk, PIN));
  for (int round = 0; round < 3; round++)
    {
      orch_session_lock (desk->session);
      for (int i = 0; i < ORCH_SESSION_FAILURES_MAX - 1; i++)
        kit_fails (unlock (desk, OTHER_PIN), ORCH_ERROR_REFUSED);
      kit_ok (unlock (desk, PIN));
    }
}

/* Guesses sent together are not more guesses. */
static void
test_guesses_in_parallel (Desk *desk, gconstpointer data)
{
  DexFuture *futures[12] = { NULL };
  guint refused = 0;
  guint throttled = 0;

  sign_in_alice (desk);
  kit_ok (choose (desk, PIN));
  orch_session_lock (desk->session);
  for (gsize i = 0; i < G_N_ELEMENTS (futures); i++)
    futures[i] = unlock (desk, OTHER_PIN);
  for (gsize i = 0; i < G_N_ELEMENTS (futures); i++)
    {
      g_autoptr (DexFuture) future = futures[i];
      g_autoptr (GError) error = NULL;

      kit_wait (future, &error);
      refused += g_error_matches (error, ORCH_ERROR, ORCH_ERROR_REFUSED);
      throttled += g_error_matches (error, ORCH_ERROR, ORCH_ERROR_THROTTLED);
    }
  g_assert_cmpuint (refused, <=, ORCH_SESSION_FAILURES_MAX);
  g_assert_cmpuint (refused + throttled, ==, G_N_ELEMENTS (futures));
  g_assert_cmpint (orch_session_get_unlock_delay (desk->session), >, 0);
}

/* Starting the program again is not a way round the delay. */
static void
test_delay_outlives_restart (Desk *desk, gconstpointer data)
{
  sign_in_alice (desk);
  kit_ok (choose (desk, PIN));
  orch_session_lock (desk->session);
  fail_five_times (desk);
  sit_down (desk);
  g_assert_true (kit_boolean (
      orch_session_resume (desk->session, CLINIC, ALICE, "Alice Tremblay", ORCH_PERMISSION_ADMINISTRATOR, NULL)));
  kit_fails (unlock (desk, PIN), ORCH_ERROR_THROTTLED);
  orch_clock_set_offset_us ((ORCH_SESSION_FAILURE_DELAY_S + 1) * G_USEC_PER_SEC);
  kit_ok (unlock (desk, PIN));
}

static void
test_other_person (Desk *desk, gconstpointer data)
{
  g_autoptr (GBytes) of_alice = NULL;
  g_autoptr (GBytes) of_bernard = NULL;

  sign_in_alice (desk);
  kit_ok (choose (desk, PIN));
  of_alice = seal (desk, "d'Alice");
  orch_session_lock (desk->session);

  /* Bernard, at the same desk, signs in afresh. */
  sign_in_bernard (desk);
  g_assert_false (orch_session_is_locked (desk->session));
  g_assert_true (orch_session_needs_pin (desk->session));
  g_assert_cmpstr (orch_session_get_person_name (desk->session), ==, "Bernard Roy");
  g_assert_cmpint (orch_session_get_permission (desk->session), ==, ORCH_PERMISSION_RECEPTIONIST);
  kit_fails (orch_session_open_draft (desk->session, of_alice), ORCH_ERROR_REFUSED);
  kit_ok (choose (desk, OTHER_PIN));
  kit_fails (orch_session_open_draft (desk->session, of_alice), ORCH_ERROR_REFUSED);
  of_bernard = seal (desk, "de Bernard");

  /* Alice finds hers again: with her PIN, not with his. */
  sign_in_alice (desk);
  g_assert_true (orch_session_is_locked (desk->session));
  g_assert_false (orch_session_needs_pin (desk->session));
  kit_fails (unlock (desk, OTHER_PIN), ORCH_ERROR_REFUSED);
  kit_ok (unlock (desk, PIN));
  check_draft (desk, of_alice, "d'Alice");
  kit_fails (orch_session_open_draft (desk->session, of_bernard), ORCH_ERROR_REFUSED);
}

static void
test_same_person_again (Desk *desk, gconstpointer data)
{
  g_autoptr (GBytes) draft = NULL;

  sign_in_alice (desk);
  kit_ok (choose (desk, PIN));
  draft = seal (desk, "à moitié");
  kit_ok (sign_in (desk, ALICE, "Alice Tremblay", ORCH_PERMISSION_PROFESSIONAL));
  g_assert_false (orch_session_is_locked (desk->session));
  g_assert_cmpint (orch_session_get_permission (desk->session), ==, ORCH_PERMISSION_PROFESSIONAL);
  check_draft (desk, draft, "à moitié");
}

static void
test_clinics_have_keys_of_their_own (Desk *desk, gconstpointer data)
{
  g_autoptr (OrchSecret) token = kit_text ("t");
  g_autoptr (GBytes) draft = NULL;

  sign_in_alice (desk);
  kit_ok (choose (desk, PIN));
  draft = seal (desk, "ici");
  kit_ok (
      orch_session_start (desk->session, OTHER_CLINIC, ALICE, "Alice Tremblay", ORCH_PERMISSION_ADMINISTRATOR, token));
  g_assert_true (orch_session_needs_pin (desk->session));
  kit_ok (choose (desk, OTHER_PIN));
  kit_fails (orch_session_open_draft (desk->session, draft), ORCH_ERROR_REFUSED);
}

static void
test_resume (Desk *desk, gconstpointer data)
{
  g_autoptr (GBytes) draft = NULL;

  sign_in_alice (desk);
  kit_ok (choose (desk, PIN));
  draft = seal (desk, "hier");
  sit_down (desk);

  g_assert_true (kit_boolean (
      orch_session_resume (desk->session, CLINIC, ALICE, "Alice Tremblay", ORCH_PERMISSION_ADMINISTRATOR, NULL)));
  g_assert_true (orch_session_is_signed_in (desk->session));
  g_assert_true (orch_session_is_locked (desk->session));
  g_assert_false (orch_session_needs_pin (desk->session));
  g_assert_false (orch_session_allows (desk->session, ORCH_ACT_READ_DIRECTORY));
  kit_fails (orch_session_open_draft (desk->session, draft), ORCH_ERROR_REFUSED);
  kit_fails (unlock (desk, OTHER_PIN), ORCH_ERROR_REFUSED);
  kit_ok (unlock (desk, PIN));
  check_draft (desk, draft, "hier");
}

static void
test_resume_without_pin (Desk *desk, gconstpointer data)
{
  sign_in_alice (desk);
  sit_down (desk);
  g_assert_false (kit_boolean (
      orch_session_resume (desk->session, CLINIC, ALICE, "Alice Tremblay", ORCH_PERMISSION_ADMINISTRATOR, NULL)));
  g_assert_false (orch_session_is_signed_in (desk->session));
  g_assert_false (orch_session_is_locked (desk->session));
  g_assert_null (orch_session_get_actor (desk->session));
}

static void
test_sign_out (Desk *desk, gconstpointer data)
{
  g_autoptr (GBytes) draft = NULL;

  sign_in_alice (desk);
  kit_ok (choose (desk, PIN));
  draft = seal (desk, "perdu");
  g_hash_table_remove_all (desk->notified);
  kit_ok (orch_session_sign_out (desk->session));
  g_assert_true (was_notified (desk, "signed-in"));
  g_assert_false (orch_session_is_signed_in (desk->session));
  g_assert_null (orch_session_get_person_name (desk->session));
  g_assert_null (orch_session_get_actor (desk->session));
  g_assert_cmpuint (orch_memory_keyring_get_n_secrets (ORCH_MEMORY_KEYRING (desk->keyring)), ==, 0);

  /* The key is gone: the same PIN makes another one, and the draft is nobody's. */
  sign_in_alice (desk);
  g_assert_true (orch_session_needs_pin (desk->session));
  kit_ok (choose (desk, PIN));
  kit_fails (orch_session_open_draft (desk->session, draft), ORCH_ERROR_REFUSED);
}

/* A token that the hub renews while the person leaves is not kept behind them. */
static void
test_sign_out_keeps_no_token (Desk *desk, gconstpointer data)
{
  g_autoptr (OrchSecret) token = kit_text ("renewed");
  DexFuture *leaving = NULL;

  sign_in_alice (desk);
  leaving = orch_session_sign_out (desk->session);
  kit_fails (orch_session_keep_refresh_token (desk->session, token), ORCH_ERROR_SIGN_IN_AGAIN);
  kit_ok (leaving);
  g_assert_cmpuint (orch_memory_keyring_get_n_secrets (ORCH_MEMORY_KEYRING (desk->keyring)), ==, 0);
}

static void
test_sign_out_leaves_others (Desk *desk, gconstpointer data)
{
  g_autoptr (GBytes) draft = NULL;

  sign_in_alice (desk);
  kit_ok (choose (desk, PIN));
  draft = seal (desk, "d'Alice");
  sign_in_bernard (desk);
  kit_ok (choose (desk, OTHER_PIN));
  kit_ok (orch_session_sign_out (desk->session));
  sign_in_alice (desk);
  kit_ok (unlock (desk, PIN));
  check_draft (desk, draft, "d'Alice");
}

static void
test_sign_out_while_locked (Desk *desk, gconstpointer data)
{
  sign_in_alice (desk);
  kit_ok (choose (desk, PIN));
  orch_session_lock (desk->session);
  kit_ok (orch_session_sign_out (desk->session));
  g_assert_false (orch_session_is_signed_in (desk->session));
  g_assert_false (orch_session_is_locked (desk->session));
  g_assert_cmpuint (orch_memory_keyring_get_n_secrets (ORCH_MEMORY_KEYRING (desk->keyring)), ==, 0);
}

static void
test_keyring_refuses (Desk *desk, gconstpointer data)
{
  static const struct
  {
    OrchKeyringState state;
    OrchError code;
  } rows[] = {
    { ORCH_KEYRING_LOCKED, ORCH_ERROR_KEYRING_LOCKED },
    { ORCH_KEYRING_MISSING, ORCH_ERROR_KEYRING_MISSING },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      orch_memory_keyring_set_state (ORCH_MEMORY_KEYRING (desk->keyring), rows[i].state);
      kit_fails (sign_in (desk, ALICE, "Alice Tremblay", ORCH_PERMISSION_ADMINISTRATOR), rows[i].code);
      g_assert_false (orch_session_is_signed_in (desk->session));
      kit_fails (orch_session_resume (desk->session, CLINIC, ALICE, "Alice", ORCH_PERMISSION_ADMINISTRATOR, NULL),
                 rows[i].code);
      g_assert_false (orch_session_is_signed_in (desk->session));
      g_assert_false (orch_session_is_locked (desk->session));
    }

  orch_memory_keyring_set_state (ORCH_MEMORY_KEYRING (desk->keyring), ORCH_KEYRING_AVAILABLE);
  sign_in_alice (desk);
  orch_memory_keyring_set_state (ORCH_MEMORY_KEYRING (desk->keyring), ORCH_KEYRING_LOCKED);
  kit_fails (choose (desk, PIN), ORCH_ERROR_KEYRING_LOCKED);
  g_assert_true (orch_session_needs_pin (desk->session));
  g_assert_true (orch_session_is_signed_in (desk->session));
}

static DexFuture *
on_pin_settled (DexFuture *future, gpointer data)
{
  return NULL;
}

/* Somebody else signs in while the PIN of the first is being worked out. */
static void
test_person_changes_during_unlock (Desk *desk, gconstpointer data)
{
  g_autoptr (DexFuture) pending = NULL;
  g_autoptr (GError) error = NULL;

  sign_in_alice (desk);
  kit_ok (choose (desk, PIN));
  orch_session_lock (desk->session);
  pending = dex_future_finally (unlock (desk, PIN), on_pin_settled, NULL, NULL);
  sign_in_bernard (desk);
  kit_wait (pending, &error);
  g_assert_cmpstr (orch_session_get_person_id (desk->session), ==, BERNARD);
  g_assert_true (orch_session_needs_pin (desk->session));
  g_assert_false (orch_session_is_locked (desk->session));
}

/* security.md 13: asked again of somebody who is there; guesses count as those of unlocking, and nothing else changes. */
static void
test_confirm (Desk *desk, gconstpointer data)
{
  kit_fails (confirm (desk, PIN), ORCH_ERROR_SIGN_IN_AGAIN);
  sign_in_alice (desk);
  kit_fails (confirm (desk, PIN), ORCH_ERROR_SIGN_IN_AGAIN);
  kit_ok (choose (desk, PIN));
  kit_ok (confirm (desk, PIN));
  g_assert_false (orch_session_is_locked (desk->session));
  for (int i = 0; i < ORCH_SESSION_FAILURES_MAX; i++)
    kit_fails (confirm (desk, OTHER_PIN), ORCH_ERROR_REFUSED);
  kit_fails (confirm (desk, PIN), ORCH_ERROR_THROTTLED);
  g_assert_false (orch_session_is_locked (desk->session));
  orch_session_lock (desk->session);
  kit_fails (unlock (desk, PIN), ORCH_ERROR_THROTTLED);
  orch_clock_set_offset_us (ORCH_SESSION_FAILURE_DELAY_S * G_USEC_PER_SEC);
  kit_fails (confirm (desk, PIN), ORCH_ERROR_SIGN_IN_AGAIN);
  kit_ok (unlock (desk, PIN));
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*run) (Desk *desk, gconstpointer data);
  } tests[] = {
    { "/session/nobody", test_nobody },
    { "/session/first-sign-in", test_first_sign_in },
    { "/session/rotated-token", test_rotated_token },
    { "/session/pin-rules", test_pin_rules },
    { "/session/pin-is-chosen-once", test_pin_is_chosen_once },
    { "/session/kept-key-is-wrapped", test_kept_key_is_wrapped },
    { "/session/lock", test_lock },
    { "/session/allows-follows-permission", test_allows_follows_permission },
    { "/session/five-failures", test_five_failures },
    { "/session/success-forgives-failures", test_success_forgives_failures },
    { "/session/guesses-in-parallel", test_guesses_in_parallel },
    { "/session/delay-outlives-restart", test_delay_outlives_restart },
    { "/session/other-person", test_other_person },
    { "/session/same-person-again", test_same_person_again },
    { "/session/clinics-have-keys-of-their-own", test_clinics_have_keys_of_their_own },
    { "/session/resume", test_resume },
    { "/session/resume-without-pin", test_resume_without_pin },
    { "/session/sign-out", test_sign_out },
    { "/session/sign-out-keeps-no-token", test_sign_out_keeps_no_token },
    { "/session/sign-out-leaves-others", test_sign_out_leaves_others },
    { "/session/sign-out-while-locked", test_sign_out_while_locked },
    { "/session/keyring-refuses", test_keyring_refuses },
    { "/session/person-changes-during-unlock", test_person_changes_during_unlock },
    { "/session/confirm", test_confirm },
  };

  g_test_init (&argc, &argv, NULL);
  dex_init ();
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Desk, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
