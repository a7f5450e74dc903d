/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The keyrings by what they promise, both kinds with the same table. The desktop's needs a session bus: keyring-session.sh starts
 * one of its own with gnome-keyring, and says in ORCH_TEST_KEYRING what is to be found there: "unlocked", "locked" or "missing".
 */
#include "secrets-kit.h"
#include "secrets/orch-memory-keyring.h"
#include "secrets/orch-secret-service-keyring.h"

typedef OrchKeyring *(*MakeKeyring) (gboolean training);

static void
keeps_secrets (gconstpointer data)
{
  MakeKeyring make = (MakeKeyring) (GCallback) data;
  g_autoptr (OrchKeyring) keyring = make (FALSE);
  const guint8 bytes[] = { 0, 1, 2, 255, 254, 0 };
  g_autoptr (OrchSecret) key = orch_secret_new (bytes, sizeof bytes), token = kit_text ("jeton-é"),
                         other = kit_text ("b");

  g_assert_cmpuint (kit_uint (orch_keyring_probe (keyring, NULL)), ==, ORCH_KEYRING_AVAILABLE);
  g_assert_true (kit_boolean (orch_keyring_unlock (keyring, NULL)));
  g_assert_null (kit_boxed (orch_keyring_lookup (keyring, ORCH_SECRET_STORE_KEY, "clinic-1", NULL, NULL)));

  kit_ok (orch_keyring_store (keyring, ORCH_SECRET_STORE_KEY, "clinic-1", NULL, "Key", key, NULL));
  kit_ok (orch_keyring_store (keyring, ORCH_SECRET_REFRESH_TOKEN, "clinic-1", "Practitioner/1", "Token", token, NULL));
  kit_ok (orch_keyring_store (keyring, ORCH_SECRET_REFRESH_TOKEN, "clinic-1", "Practitioner/2", "Token", other, NULL));
  kit_ok (orch_keyring_store (keyring, ORCH_SECRET_STORE_KEY, "clinic-2", NULL, "Key", other, NULL));

  g_autoptr (OrchSecret) found =
      kit_boxed (orch_keyring_lookup (keyring, ORCH_SECRET_STORE_KEY, "clinic-1", NULL, NULL));
  g_assert_nonnull (found);
  g_assert_true (orch_secret_equal (key, found));
  g_autoptr (OrchSecret) named =
      kit_boxed (orch_keyring_lookup (keyring, ORCH_SECRET_REFRESH_TOKEN, "clinic-1", "Practitioner/1", NULL));
  g_assert_cmpstr (orch_secret_get_text (named), ==, "jeton-é");

  /* Replaced, not added */
  kit_ok (orch_keyring_store (keyring, ORCH_SECRET_STORE_KEY, "clinic-1", NULL, "Key", token, NULL));
  g_autoptr (OrchSecret) replaced =
      kit_boxed (orch_keyring_lookup (keyring, ORCH_SECRET_STORE_KEY, "clinic-1", NULL, NULL));
  g_assert_true (orch_secret_equal (token, replaced));

  g_assert_true (
      kit_boolean (orch_keyring_clear (keyring, ORCH_SECRET_REFRESH_TOKEN, "clinic-1", "Practitioner/1", NULL)));
  g_assert_false (
      kit_boolean (orch_keyring_clear (keyring, ORCH_SECRET_REFRESH_TOKEN, "clinic-1", "Practitioner/1", NULL)));
  g_assert_null (
      kit_boxed (orch_keyring_lookup (keyring, ORCH_SECRET_REFRESH_TOKEN, "clinic-1", "Practitioner/1", NULL)));

  g_assert_true (kit_boolean (orch_keyring_clear_scope (keyring, "clinic-1", NULL)));
  g_assert_null (kit_boxed (orch_keyring_lookup (keyring, ORCH_SECRET_STORE_KEY, "clinic-1", NULL, NULL)));
  g_assert_null (
      kit_boxed (orch_keyring_lookup (keyring, ORCH_SECRET_REFRESH_TOKEN, "clinic-1", "Practitioner/2", NULL)));
  g_autoptr (OrchSecret) kept =
      kit_boxed (orch_keyring_lookup (keyring, ORCH_SECRET_STORE_KEY, "clinic-2", NULL, NULL));
  g_assert_true (orch_secret_equal (other, kept));
  g_assert_true (kit_boolean (orch_keyring_clear_scope (keyring, "clinic-2", NULL)));
  g_assert_false (kit_boolean (orch_keyring_clear_scope (keyring, "clinic-2", NULL)));
}

static void
training_and_real_never_mix (gconstpointer data)
{
  MakeKeyring make = (MakeKeyring) (GCallback) data;
  g_autoptr (OrchKeyring) real = make (FALSE), training = make (TRUE);
  g_autoptr (OrchSecret) a = kit_text ("real"), b = kit_text ("training");

  g_assert_false (orch_keyring_get_training (real));
  g_assert_true (orch_keyring_get_training (training));
  kit_ok (orch_keyring_store (real, ORCH_SECRET_SHARED_KEY, "c", NULL, "Key", a, NULL));
  g_assert_null (kit_boxed (orch_keyring_lookup (training, ORCH_SECRET_SHARED_KEY, "c", NULL, NULL)));
  kit_ok (orch_keyring_store (training, ORCH_SECRET_SHARED_KEY, "c", NULL, "Key", b, NULL));
  g_assert_true (kit_boolean (orch_keyring_clear_scope (training, "c", NULL)));
  g_autoptr (OrchSecret) kept = kit_boxed (orch_keyring_lookup (real, ORCH_SECRET_SHARED_KEY, "c", NULL, NULL));
  g_assert_cmpstr (orch_secret_get_text (kept), ==, "real");
  kit_ok (orch_keyring_clear_scope (real, "c", NULL));
}

static void
cancelled (gconstpointer data)
{
  MakeKeyring make = (MakeKeyring) (GCallback) data;
  g_autoptr (OrchKeyring) keyring = make (FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (OrchSecret) secret = kit_text ("x");

  g_cancellable_cancel (cancellable);
  kit_fails (orch_keyring_probe (keyring, cancellable), ORCH_ERROR_CANCELLED);
  kit_fails (orch_keyring_unlock (keyring, cancellable), ORCH_ERROR_CANCELLED);
  kit_fails (orch_keyring_lookup (keyring, ORCH_SECRET_STORE_KEY, "c", NULL, cancellable), ORCH_ERROR_CANCELLED);
  kit_fails (orch_keyring_store (keyring, ORCH_SECRET_STORE_KEY, "c", NULL, "Key", secret, cancellable),
             ORCH_ERROR_CANCELLED);
  kit_fails (orch_keyring_clear (keyring, ORCH_SECRET_STORE_KEY, "c", NULL, cancellable), ORCH_ERROR_CANCELLED);
  kit_fails (orch_keyring_clear_scope (keyring, "c", cancellable), ORCH_ERROR_CANCELLED);
}

static void
all_fail (OrchKeyring *keyring, int code)
{
  g_autoptr (OrchSecret) secret = kit_text ("x");

  kit_fails (orch_keyring_lookup (keyring, ORCH_SECRET_STORE_KEY, "c", NULL, NULL), code);
  kit_fails (orch_keyring_store (keyring, ORCH_SECRET_STORE_KEY, "c", NULL, "Key", secret, NULL), code);
  kit_fails (orch_keyring_clear (keyring, ORCH_SECRET_STORE_KEY, "c", NULL, NULL), code);
  kit_fails (orch_keyring_clear_scope (keyring, "c", NULL), code);
}

static void
memory_states (void)
{
  g_autoptr (OrchKeyring) keyring = orch_memory_keyring_new (FALSE);
  OrchMemoryKeyring *memory = ORCH_MEMORY_KEYRING (keyring);

  g_assert_false (orch_keyring_is_lasting (keyring));
  orch_memory_keyring_set_state (memory, ORCH_KEYRING_LOCKED);
  g_assert_cmpuint (kit_uint (orch_keyring_probe (keyring, NULL)), ==, ORCH_KEYRING_LOCKED);
  all_fail (keyring, ORCH_ERROR_KEYRING_LOCKED);
  orch_memory_keyring_set_dismiss (memory, TRUE);
  kit_fails (orch_keyring_unlock (keyring, NULL), ORCH_ERROR_KEYRING_LOCKED);
  orch_memory_keyring_set_dismiss (memory, FALSE);
  g_assert_true (kit_boolean (orch_keyring_unlock (keyring, NULL)));
  g_assert_cmpuint (kit_uint (orch_keyring_probe (keyring, NULL)), ==, ORCH_KEYRING_AVAILABLE);

  orch_memory_keyring_set_state (memory, ORCH_KEYRING_MISSING);
  g_assert_cmpuint (kit_uint (orch_keyring_probe (keyring, NULL)), ==, ORCH_KEYRING_MISSING);
  all_fail (keyring, ORCH_ERROR_KEYRING_MISSING);
  kit_fails (orch_keyring_unlock (keyring, NULL), ORCH_ERROR_KEYRING_MISSING);
  g_assert_cmpuint (orch_memory_keyring_get_n_secrets (memory), ==, 0);
}

static void
service_is_locked (void)
{
  g_autoptr (OrchKeyring) keyring = orch_secret_service_keyring_new (FALSE);

  g_assert_true (orch_keyring_is_lasting (keyring));
  g_assert_cmpuint (kit_uint (orch_keyring_probe (keyring, NULL)), ==, ORCH_KEYRING_LOCKED);
  g_autoptr (OrchSecret) secret = kit_text ("x");
  kit_fails (orch_keyring_store (keyring, ORCH_SECRET_STORE_KEY, "c", NULL, "Key", secret, NULL),
             ORCH_ERROR_KEYRING_LOCKED);
}

static void
service_is_missing (void)
{
  g_autoptr (OrchKeyring) keyring = orch_secret_service_keyring_new (FALSE);

  g_assert_cmpuint (kit_uint (orch_keyring_probe (keyring, NULL)), ==, ORCH_KEYRING_MISSING);
  kit_fails (orch_keyring_unlock (keyring, NULL), ORCH_ERROR_KEYRING_MISSING);
  all_fail (keyring, ORCH_ERROR_KEYRING_MISSING);
}

static void
nicks_are_stable (void)
{
  static const char *const nicks[] = { "store-key",  "bootstrap-key",   "refresh-token", "emr-secret",
                                       "shared-key", "workstation-key", "person-key",    "pin-failures" };

  G_STATIC_ASSERT (G_N_ELEMENTS (nicks) == ORCH_N_SECRET_KINDS);
  for (guint i = 0; i < G_N_ELEMENTS (nicks); i++)
    g_assert_cmpstr (orch_secret_kind_get_nick (i), ==, nicks[i]);
}

int
main (int argc, char **argv)
{
  const char *session = g_getenv ("ORCH_TEST_KEYRING");

  dex_init ();
  g_test_init (&argc, &argv, NULL);
  if (session == NULL)
    {
      gconstpointer make = (gconstpointer) (GCallback) orch_memory_keyring_new;
      g_test_add_func ("/keyring/nicks-are-stable", nicks_are_stable);
      g_test_add_func ("/keyring/memory/states", memory_states);
      g_test_add_data_func ("/keyring/memory/keeps-secrets", make, keeps_secrets);
      g_test_add_data_func ("/keyring/memory/training-and-real-never-mix", make, training_and_real_never_mix);
      g_test_add_data_func ("/keyring/memory/cancelled", make, cancelled);
    }
  else if (g_str_equal (session, "unlocked"))
    {
      gconstpointer make = (gconstpointer) (GCallback) orch_secret_service_keyring_new;
      g_test_add_data_func ("/keyring/service/keeps-secrets", make, keeps_secrets);
      g_test_add_data_func ("/keyring/service/training-and-real-never-mix", make, training_and_real_never_mix);
      g_test_add_data_func ("/keyring/service/cancelled", make, cancelled);
    }
  else if (g_str_equal (session, "locked"))
    g_test_add_func ("/keyring/service/locked", service_is_locked);
  else
    g_test_add_func ("/keyring/service/missing", service_is_missing);
  return g_test_run ();
}
