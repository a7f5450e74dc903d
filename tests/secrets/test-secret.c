/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Secrets keep their bytes, and nothing keeps them after.
 */
#include "secrets/orch-secret.h"

#include <string.h>
#include <sys/resource.h>

static void
holds_bytes (void)
{
  const guint8 bytes[] = { 1, 0, 2, 255, 0 };
  g_autoptr (OrchSecret) secret = orch_secret_new (bytes, sizeof bytes);

  g_assert_cmpmem (orch_secret_get_data (secret), orch_secret_get_length (secret), bytes, sizeof bytes);
  g_assert_cmpint (orch_secret_get_data (secret)[sizeof bytes], ==, 0);

  g_autoptr (OrchSecret) text = orch_secret_new_take_string (g_strdup ("Élan-42"));
  g_assert_cmpstr (orch_secret_get_text (text), ==, "Élan-42");
  g_assert_cmpuint (orch_secret_get_length (text), ==, strlen ("Élan-42"));

  g_autoptr (OrchSecret) empty = orch_secret_new (NULL, 0);
  g_assert_cmpuint (orch_secret_get_length (empty), ==, 0);
  g_assert_cmpstr (orch_secret_get_text (empty), ==, "");
}

static void
random_differs (void)
{
  g_autoptr (OrchSecret) a = orch_secret_new_random (32), b = orch_secret_new_random (32);
  g_autoptr (OrchSecret) copy = orch_secret_new (orch_secret_get_data (a), 32);

  g_assert_cmpuint (orch_secret_get_length (a), ==, 32);
  g_assert_false (orch_secret_equal (a, b));
  g_assert_true (orch_secret_equal (a, copy));
  g_autoptr (OrchSecret) shorter = orch_secret_new (orch_secret_get_data (a), 31);
  g_assert_false (orch_secret_equal (a, shorter));
}

static void
is_boxed (void)
{
  g_auto (GValue) value = G_VALUE_INIT;
  OrchSecret *secret = orch_secret_new ("abc", 3);

  g_value_init (&value, ORCH_TYPE_SECRET);
  g_value_set_boxed (&value, secret);
  orch_secret_unref (secret);
  g_assert_cmpstr (orch_secret_get_text (g_value_get_boxed (&value)), ==, "abc");
}

static void
cannot_be_changed (void)
{
  if (g_test_subprocess ())
    {
      struct rlimit none = { 0, 0 };
      setrlimit (RLIMIT_CORE, &none);
      OrchSecret *secret = orch_secret_new ("abc", 3);
      *(volatile guint8 *) orch_secret_get_data (secret) = 'x';
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
}

static void
cannot_be_read_past_its_end (void)
{
  if (g_test_subprocess ())
    {
      struct rlimit none = { 0, 0 };
      setrlimit (RLIMIT_CORE, &none);
      OrchSecret *secret = orch_secret_new ("abc", 3);
      volatile guint8 byte = orch_secret_get_data (secret)[4];
      (void) byte;
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
}

static void
no_core_dumps (void)
{
  struct rlimit limit;

  orch_secret_forbid_core_dumps ();
  g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
  g_assert_cmpuint (limit.rlim_cur, ==, 0);
  g_assert_cmpuint (limit.rlim_max, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/secret/holds-bytes", holds_bytes);
  g_test_add_func ("/secret/random-differs", random_differs);
  g_test_add_func ("/secret/is-boxed", is_boxed);
  g_test_add_func ("/secret/cannot-be-changed", cannot_be_changed);
  g_test_add_func ("/secret/cannot-be-read-past-its-end", cannot_be_read_past_its_end);
  g_test_add_func ("/secret/no-core-dumps", no_core_dumps);
  return g_test_run ();
}
