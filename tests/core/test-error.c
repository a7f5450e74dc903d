/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The error vocabulary: numbers that are on disk, words that are in logs, and how foreign errors are sorted.
 */
#include <gio/gio.h>

#include "core/orch-error.h"
#include "orch-test.h"

/* The order in which the header lists them; the outbox keeps these numbers. */
static void
test_numbers (void)
{
  static const OrchError order[] = {
    ORCH_ERROR_OFFLINE,        ORCH_ERROR_SIGN_IN_AGAIN,  ORCH_ERROR_REFUSED,         ORCH_ERROR_CONFLICT,
    ORCH_ERROR_INVALID,        ORCH_ERROR_NOT_FOUND,      ORCH_ERROR_THROTTLED,       ORCH_ERROR_SERVER_FAULT,
    ORCH_ERROR_BAD_ANSWER,     ORCH_ERROR_KEYRING_LOCKED, ORCH_ERROR_KEYRING_MISSING, ORCH_ERROR_DISK_FULL,
    ORCH_ERROR_NEWER_DATABASE, ORCH_ERROR_DAMAGED,        ORCH_ERROR_CANCELLED,       ORCH_ERROR_UNTRUSTED,
    ORCH_ERROR_UNSUPPORTED,    ORCH_ERROR_FAILED,         ORCH_ERROR_WRONG_KEY,       ORCH_ERROR_KEY_CHANGED,
    ORCH_ERROR_WRONG_CLOCK,
  };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    g_assert_cmpint (order[i], ==, i);
  g_assert_cmpuint (ORCH_N_ERRORS, >=, G_N_ELEMENTS (order));
}

static void
test_words (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GRegex) word = g_regex_new ("^[a-z]+(-[a-z]+)*$", 0, 0, NULL);

  for (int code = 0; code < ORCH_N_ERRORS; code++)
    {
      const char *nick = orch_error_get_nick ((OrchError) code);
      const char *branch = orch_error_get_branch ((OrchError) code);
      g_autofree char *row = g_strdup_printf ("code %d", code);

      orch_test_check_true (nick != NULL && g_regex_match (word, nick, 0, NULL), row);
      orch_test_check_true (branch != NULL && g_regex_match (word, branch, 0, NULL), row);
      if (nick != NULL)
        orch_test_check_true (g_hash_table_add (seen, (gpointer) nick), row);
    }
  g_assert_cmpstr (orch_error_get_nick (ORCH_ERROR_SIGN_IN_AGAIN), ==, "sign-in-again");
  g_assert_cmpstr (orch_error_get_branch (ORCH_ERROR_OFFLINE), ==, "offline");
}

static void
test_foreign (void)
{
  const struct
  {
    GQuark domain;
    int code;
    OrchError expected;
  } rows[] = {
    { G_IO_ERROR, G_IO_ERROR_CANCELLED, ORCH_ERROR_CANCELLED },
    { G_IO_ERROR, G_IO_ERROR_HOST_NOT_FOUND, ORCH_ERROR_OFFLINE },
    { G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE, ORCH_ERROR_OFFLINE },
    { G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE, ORCH_ERROR_OFFLINE },
    { G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, ORCH_ERROR_OFFLINE },
    { G_IO_ERROR, G_IO_ERROR_TIMED_OUT, ORCH_ERROR_OFFLINE }, /* "the host does not answer" */
    { G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, ORCH_ERROR_OFFLINE },
    { G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE, ORCH_ERROR_OFFLINE },
    { G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, ORCH_ERROR_UNTRUSTED },
    { G_TLS_ERROR, G_TLS_ERROR_NOT_TLS, ORCH_ERROR_UNTRUSTED },
    { G_TLS_ERROR, G_TLS_ERROR_HANDSHAKE, ORCH_ERROR_UNTRUSTED },
    { G_IO_ERROR, G_IO_ERROR_NO_SPACE, ORCH_ERROR_DISK_FULL },
    { G_FILE_ERROR, G_FILE_ERROR_NOSPC, ORCH_ERROR_DISK_FULL },
    { G_IO_ERROR, G_IO_ERROR_FAILED, ORCH_ERROR_FAILED },
    { G_IO_ERROR, G_IO_ERROR_EXISTS, ORCH_ERROR_FAILED },
    { G_MARKUP_ERROR, G_MARKUP_ERROR_PARSE, ORCH_ERROR_FAILED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = g_error_new (rows[i].domain, rows[i].code, "the words of row %u", i);
      g_autofree char *words = g_strdup (error->message);
      g_autofree char *row = g_strdup_printf ("%s, code %d", g_quark_to_string (rows[i].domain), rows[i].code);

      orch_test_check_int (rows[i].expected, orch_error_code_of (error), row);
      orch_error_translate (&error);
      orch_test_check_true (g_error_matches (error, ORCH_ERROR, (int) rows[i].expected), row);
      orch_test_check_string (words, g_strdup (error->message), row);
    }
}

/* Our own errors come through as they are. */
static void
test_own (void)
{
  for (int code = 0; code < ORCH_N_ERRORS; code++)
    {
      g_autoptr (GError) error = g_error_new (ORCH_ERROR, code, "postal_code");

      g_assert_cmpint (orch_error_code_of (error), ==, code);
      orch_error_translate (&error);
      g_assert_error (error, ORCH_ERROR, code);
      g_assert_cmpstr (error->message, ==, "postal_code");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/error/numbers", test_numbers);
  g_test_add_func ("/core/error/words", test_words);
  g_test_add_func ("/core/error/foreign", test_foreign);
  g_test_add_func ("/core/error/own", test_own);
  return orch_test_run ();
}
