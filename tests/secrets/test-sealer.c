/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Envelopes: opened by those who know the key, for the scope and purpose they were sealed for, and by nobody else. The layout is
 * checked against libsodium's primitives called here by hand, from the table in orch-sealer.h.
 */
#include "secrets-kit.h"
#include "secrets/orch-sealer.h"

#include <sodium.h>
#include <string.h>

#define CLINIC "7f1f7e0a-52a8-4c0f-9a3e-3c1b5b7d9e01"
#define PASSPHRASE "Clef-partagée-2026!"

static GBytes *
flip (GBytes *envelope, gsize offset)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (envelope, &size);
  guint8 *copy = g_memdup2 (bytes, size);

  g_assert_cmpuint (offset, <, size);
  copy[offset] ^= 0x01;
  return g_bytes_new_take (copy, size);
}

static void
round_trip (void)
{
  g_autoptr (OrchSecret) passphrase = kit_text (PASSPHRASE), secret = kit_text ("client-secret=é\x01z");
  g_autoptr (OrchSealer) here = kit_object (orch_sealer_new_for_shared_key (passphrase, CLINIC));
  g_autoptr (GBytes) envelope = orch_sealer_seal (here, secret, CLINIC, "emr-credentials");
  g_autoptr (GError) error = NULL;

  /* Another workstation, from the passphrase and the clinic */
  g_autoptr (OrchSealer) there = kit_object (orch_sealer_new_for_shared_key (passphrase, CLINIC));
  g_assert_cmpstr (orch_sealer_get_key_id (here), ==, orch_sealer_get_key_id (there));
  g_autoptr (OrchSecret) opened = orch_sealer_open (there, envelope, CLINIC, "emr-credentials", &error);
  g_assert_no_error (error);
  g_assert_true (orch_secret_equal (secret, opened));

  /* Another, from the passphrase and the envelope */
  g_autoptr (OrchSealer) joined = kit_object (orch_sealer_new_for_envelope (passphrase, envelope));
  g_autoptr (OrchSecret) again = orch_sealer_open (joined, envelope, CLINIC, "emr-credentials", &error);
  g_assert_no_error (error);
  g_assert_true (orch_secret_equal (secret, again));

  g_autofree char *id = orch_sealer_dup_envelope_key_id (envelope, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, orch_sealer_get_key_id (here));
  g_assert_cmpuint (strlen (id), ==, 32);

  /* Never twice the same bytes */
  g_autoptr (GBytes) second = orch_sealer_seal (here, secret, CLINIC, "emr-credentials");
  g_assert_false (g_bytes_equal (envelope, second));
}

static void
wrong_key_is_refused (void)
{
  g_autoptr (OrchSecret) right = kit_text (PASSPHRASE), wrong = kit_text ("Clef-partagée-2026?"),
                         secret = kit_text ("x");
  g_autoptr (OrchSealer) sealer = kit_object (orch_sealer_new_for_shared_key (right, CLINIC));
  g_autoptr (OrchSealer) other = kit_object (orch_sealer_new_for_shared_key (wrong, CLINIC));
  g_autoptr (OrchSealer) elsewhere = kit_object (orch_sealer_new_for_shared_key (right, "another-clinic"));
  g_autoptr (GBytes) envelope = orch_sealer_seal (sealer, secret, CLINIC, "p");
  OrchSealer *others[] = { other, elsewhere };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_cmpstr (orch_sealer_get_key_id (sealer), !=, orch_sealer_get_key_id (others[i]));
      g_assert_null (orch_sealer_open (others[i], envelope, CLINIC, "p", &error));
      g_assert_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED);
    }
  kit_fails (orch_sealer_new_for_envelope (wrong, envelope), ORCH_ERROR_REFUSED);
}

static void
another_scope_or_purpose_is_refused (void)
{
  g_autoptr (OrchSecret) key = orch_secret_new_random (32), secret = kit_text ("x");
  g_autoptr (OrchSealer) sealer = orch_sealer_new_for_key (key);
  g_autoptr (GBytes) envelope = orch_sealer_seal (sealer, secret, "ab", "c");
  const struct
  {
    const char *scope, *purpose;
  } cases[] = { { "a", "bc" }, { "abc", "" }, { "ab", "d" }, { "", "abc" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (orch_sealer_open (sealer, envelope, cases[i].scope, cases[i].purpose, &error));
      g_assert_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED);
    }
}

/* Every byte of an envelope counts */
static void
tampered_is_refused (void)
{
  g_autoptr (OrchSecret) key = orch_secret_new_random (32), secret = kit_text ("a secret of some length");
  g_autoptr (OrchSealer) sealer = orch_sealer_new_for_key (key);
  g_autoptr (GBytes) envelope = orch_sealer_seal (sealer, secret, CLINIC, "draft");

  for (gsize i = 0; i < g_bytes_get_size (envelope); i++)
    {
      g_autoptr (GBytes) flipped = flip (envelope, i);
      g_autoptr (GError) error = NULL;
      g_assert_null (orch_sealer_open (sealer, flipped, CLINIC, "draft", &error));
      g_assert_true (g_error_matches (error, ORCH_ERROR, ORCH_ERROR_REFUSED) ||
                     (i < 14 && (g_error_matches (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED) ||
                                 g_error_matches (error, ORCH_ERROR, ORCH_ERROR_INVALID))));
    }
  for (gsize length = 0; length < g_bytes_get_size (envelope); length++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (envelope, 0, length);
      g_autoptr (GError) error = NULL;
      g_assert_null (orch_sealer_open (sealer, cut, CLINIC, "draft", &error));
      g_assert_nonnull (error);
    }
}

static void
newer_is_unsupported (void)
{
  g_autoptr (OrchSecret) passphrase = kit_text (PASSPHRASE), secret = kit_text ("x");
  g_autoptr (OrchSealer) sealer = kit_object (orch_sealer_new_for_shared_key (passphrase, CLINIC));
  g_autoptr (GBytes) envelope = orch_sealer_seal (sealer, secret, CLINIC, "p");
  const struct
  {
    gsize offset;
    guint8 value;
    int code;
  } cases[] = {
    { 3, '2', ORCH_ERROR_UNSUPPORTED },   /* version */
    { 4, 9, ORCH_ERROR_UNSUPPORTED },     /* source of the key */
    { 5, 9, ORCH_ERROR_UNSUPPORTED },     /* derivation */
    { 6, 0x7f, ORCH_ERROR_UNSUPPORTED },  /* passes: two billion */
    { 10, 0x7f, ORCH_ERROR_UNSUPPORTED }, /* memory: 2 TiB */
    { 0, 'X', ORCH_ERROR_INVALID },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize size;
      const guint8 *bytes = g_bytes_get_data (envelope, &size);
      guint8 *copy = g_memdup2 (bytes, size);
      copy[cases[i].offset] = cases[i].value;
      g_autoptr (GBytes) changed = g_bytes_new_take (copy, size);
      g_autoptr (GError) error = NULL;
      g_assert_null (orch_sealer_open (sealer, changed, CLINIC, "p", &error));
      g_assert_error (error, ORCH_ERROR, cases[i].code);
      kit_fails (orch_sealer_new_for_envelope (passphrase, changed), cases[i].code);
      g_clear_error (&error);
      g_assert_null (orch_sealer_dup_envelope_key_id (changed, &error));
      g_assert_error (error, ORCH_ERROR, cases[i].code);
    }
}

static void
envelope_is_as_documented (void)
{
  g_autoptr (OrchSecret) passphrase = kit_text (PASSPHRASE), secret = kit_text ("contents");
  g_autoptr (OrchSealer) sealer = kit_object (orch_sealer_new_for_shared_key (passphrase, CLINIC));
  g_autoptr (GBytes) envelope = orch_sealer_seal (sealer, secret, "scope", "purpose");
  gsize size;
  const guint8 *bytes = g_bytes_get_data (envelope, &size);
  guint8 key[32], id[16], plain[64];
  unsigned long long plain_length;

  g_assert_cmpuint (size, ==, 70 + 8 + 16);
  g_assert_cmpmem (bytes, 6, "ORC1\x01\x01", 6);
  guint32 passes = bytes[6] << 24 | bytes[7] << 16 | bytes[8] << 8 | bytes[9];
  guint32 kib = bytes[10] << 24 | bytes[11] << 16 | bytes[12] << 8 | bytes[13];
  g_assert_cmpint (crypto_pwhash (key, sizeof key, PASSPHRASE, strlen (PASSPHRASE), bytes + 14, passes,
                                  (gsize) kib * 1024, crypto_pwhash_ALG_ARGON2ID13),
                   ==, 0);
  crypto_generichash (id, sizeof id, key, sizeof key, (const guint8 *) "orchestrateur-key-id", 20);
  g_assert_cmpmem (bytes + 30, 16, id, 16);

  guint8 associated[70 + 4 + 5 + 4 + 7];
  memcpy (associated, bytes, 70);
  memcpy (associated + 70, "\0\0\0\x05scope\0\0\0\x07purpose", 20);
  g_assert_cmpint (crypto_aead_xchacha20poly1305_ietf_decrypt (plain, &plain_length, NULL, bytes + 70, size - 70,
                                                               associated, sizeof associated, bytes + 46, key),
                   ==, 0);
  g_assert_cmpmem (plain, plain_length, "contents", 8);
}

static void
person_key_is_wrapped (void)
{
  g_autoptr (OrchSecret) key = orch_secret_new_random (32), pin = kit_text ("493817"), wrong = kit_text ("493818");
  g_autoptr (GBytes) wrapped = kit_boxed (orch_sealer_wrap_key (key, pin, "Practitioner/1"));
  g_autoptr (GBytes) again = kit_boxed (orch_sealer_wrap_key (key, pin, "Practitioner/1"));
  g_autoptr (OrchSecret) back = kit_boxed (orch_sealer_unwrap_key (wrapped, pin, "Practitioner/1"));
  g_autoptr (GBytes) rubbish = g_bytes_new_static ("rubbish", 7);

  g_assert_true (orch_secret_equal (key, back));
  /* A salt of its own: the same PIN of two people cannot be seen. */
  g_assert_false (memcmp ((const guint8 *) g_bytes_get_data (wrapped, NULL) + 14,
                          (const guint8 *) g_bytes_get_data (again, NULL) + 14, 32) == 0);
  kit_fails (orch_sealer_unwrap_key (wrapped, wrong, "Practitioner/1"), ORCH_ERROR_REFUSED);
  kit_fails (orch_sealer_unwrap_key (wrapped, pin, "Practitioner/2"), ORCH_ERROR_REFUSED);
  kit_fails (orch_sealer_unwrap_key (rubbish, pin, "Practitioner/1"), ORCH_ERROR_INVALID);

  g_autoptr (OrchSealer) drafts = orch_sealer_new_for_key (back);
  g_autoptr (OrchSecret) draft = kit_text ("brouillon"), empty = orch_secret_new (NULL, 0);
  g_autoptr (GBytes) sealed = orch_sealer_seal (drafts, draft, "Practitioner/1", "draft");
  g_autoptr (GBytes) sealed_empty = orch_sealer_seal (drafts, empty, "Practitioner/1", "draft");
  g_autoptr (OrchSecret) opened = orch_sealer_open (drafts, sealed, "Practitioner/1", "draft", NULL);
  g_autoptr (OrchSecret) opened_empty = orch_sealer_open (drafts, sealed_empty, "Practitioner/1", "draft", NULL);
  g_assert_cmpstr (orch_secret_get_text (opened), ==, "brouillon");
  g_assert_cmpuint (orch_secret_get_length (opened_empty), ==, 0);
  kit_fails (orch_sealer_new_for_envelope (pin, sealed), ORCH_ERROR_REFUSED);
}

/* At the cost that real keys pay: the main context goes on meanwhile. */
static gboolean
on_tick (gpointer user_data)
{
  (*(guint *) user_data)++;
  return G_SOURCE_CONTINUE;
}

static void
deriving_does_not_block (void)
{
  guint ticks = 0;
  g_autoptr (OrchSecret) passphrase = kit_text (PASSPHRASE), secret = kit_text ("x");

  orch_sealer_set_cheap (FALSE);
  guint source = g_timeout_add (5, on_tick, &ticks);
  g_autoptr (OrchSealer) sealer = kit_object (orch_sealer_new_for_shared_key (passphrase, CLINIC));
  g_source_remove (source);
  orch_sealer_set_cheap (TRUE);
  g_autoptr (GBytes) envelope = orch_sealer_seal (sealer, secret, CLINIC, "p");
  const guint8 *bytes = g_bytes_get_data (envelope, NULL);

  g_assert_cmpuint (ticks, >, 3);
  g_assert_cmpmem (bytes + 6, 8, "\0\0\0\x03\0\x04\0\0", 8); /* 3 passes, 256 MiB */
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  orch_sealer_set_cheap (TRUE);
  g_test_add_func ("/sealer/round-trip", round_trip);
  g_test_add_func ("/sealer/wrong-key-is-refused", wrong_key_is_refused);
  g_test_add_func ("/sealer/another-scope-or-purpose-is-refused", another_scope_or_purpose_is_refused);
  g_test_add_func ("/sealer/tampered-is-refused", tampered_is_refused);
  g_test_add_func ("/sealer/newer-is-unsupported", newer_is_unsupported);
  g_test_add_func ("/sealer/envelope-is-as-documented", envelope_is_as_documented);
  g_test_add_func ("/sealer/person-key-is-wrapped", person_key_is_wrapped);
  g_test_add_func ("/sealer/deriving-does-not-block", deriving_does_not_block);
  return g_test_run ();
}
