/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The error vocabulary: nicks, help branches, and how errors of the platform are sorted into it.
 */
#include "orch-error.h"

#include <gio/gio.h>

#include "orch-clock.h"

G_DEFINE_QUARK (orch - error - quark, orch_error)

typedef struct
{
  const char *nick;   /* kept in the outbox: append only */
  const char *branch; /* page id of help/ */
} ErrorWords;

static const ErrorWords error_words[] = {
  [ORCH_ERROR_OFFLINE] = { "offline", "offline" },
  [ORCH_ERROR_SIGN_IN_AGAIN] = { "sign-in-again", "sign-in-again" },
  [ORCH_ERROR_REFUSED] = { "refused", "refused" },
  [ORCH_ERROR_CONFLICT] = { "conflict", "conflict" },
  [ORCH_ERROR_INVALID] = { "invalid", "invalid" },
  [ORCH_ERROR_NOT_FOUND] = { "not-found", "not-found" },
  [ORCH_ERROR_THROTTLED] = { "throttled", "throttled" },
  [ORCH_ERROR_SERVER_FAULT] = { "server-fault", "server-fault" },
  [ORCH_ERROR_BAD_ANSWER] = { "bad-answer", "bad-answer" },
  [ORCH_ERROR_KEYRING_LOCKED] = { "keyring-locked", "keyring-locked" },
  [ORCH_ERROR_KEYRING_MISSING] = { "keyring-missing", "keyring-missing" },
  [ORCH_ERROR_DISK_FULL] = { "disk-full", "disk-full" },
  [ORCH_ERROR_NEWER_DATABASE] = { "newer-database", "newer-database" },
  [ORCH_ERROR_DAMAGED] = { "damaged", "damaged" },
  [ORCH_ERROR_CANCELLED] = { "cancelled", "cancelled" },
  [ORCH_ERROR_UNTRUSTED] = { "untrusted", "untrusted" },
  [ORCH_ERROR_UNSUPPORTED] = { "unsupported", "unsupported" },
  [ORCH_ERROR_FAILED] = { "failed", "failed" },
  [ORCH_ERROR_WRONG_KEY] = { "wrong-key", "shared-key" },
  [ORCH_ERROR_KEY_CHANGED] = { "key-changed", "shared-key" },
  [ORCH_ERROR_WRONG_CLOCK] = { "wrong-clock", "wrong-clock" },
  [ORCH_ERROR_FILE] = { "file", "emr-files" },
  [ORCH_ERROR_FEWER] = { "fewer", "emr-files" },
};

G_STATIC_ASSERT (G_N_ELEMENTS (error_words) == ORCH_N_ERRORS);

const char *
orch_error_get_branch (OrchError code)
{
  g_return_val_if_fail ((guint) code < ORCH_N_ERRORS, "support");

  return error_words[code].branch;
}

const char *
orch_error_get_nick (OrchError code)
{
  g_return_val_if_fail ((guint) code < ORCH_N_ERRORS, "failed");

  return error_words[code].nick;
}

/* The words are for the log and the outbox; ui/ says it in the person's language. */
GError *
orch_error_new_clock (gint64 server_us, gint64 our_us)
{
  g_autofree char *there = orch_clock_format_instant (server_us);
  g_autofree char *here = orch_clock_format_instant (our_us);

  return g_error_new (ORCH_ERROR, ORCH_ERROR_WRONG_CLOCK, "The server's clock: %s; ours: %s", there, here);
}

gboolean
orch_error_get_clocks (const GError *error, gint64 *server_us, gint64 *our_us)
{
  g_auto (GStrv) words = NULL;

  if (!g_error_matches (error, ORCH_ERROR, ORCH_ERROR_WRONG_CLOCK) || error->message == NULL)
    return FALSE;
  words = g_strsplit (error->message, " ", 7);
  if (g_strv_length (words) != 6)
    return FALSE;
  g_strdelimit (words[3], ";", '\0');
  return orch_clock_parse_instant (words[3], server_us) && orch_clock_parse_instant (words[5], our_us);
}

OrchError
orch_error_code_of (const GError *error)
{
  if (error == NULL)
    return ORCH_ERROR_FAILED;
  if (error->domain == ORCH_ERROR)
    return (guint) error->code < ORCH_N_ERRORS ? (OrchError) error->code : ORCH_ERROR_FAILED;
  if (error->domain == G_RESOLVER_ERROR)
    return ORCH_ERROR_OFFLINE;
  if (error->domain == G_TLS_ERROR)
    return ORCH_ERROR_UNTRUSTED;
  if (error->domain == G_FILE_ERROR)
    return error->code == G_FILE_ERROR_NOSPC ? ORCH_ERROR_DISK_FULL : ORCH_ERROR_FAILED;
  if (error->domain != G_IO_ERROR)
    return ORCH_ERROR_FAILED;

  switch (error->code)
    {
    case G_IO_ERROR_CANCELLED:
      return ORCH_ERROR_CANCELLED;
    case G_IO_ERROR_NO_SPACE:
      return ORCH_ERROR_DISK_FULL;
    case G_IO_ERROR_HOST_NOT_FOUND:
    case G_IO_ERROR_HOST_UNREACHABLE:
    case G_IO_ERROR_NETWORK_UNREACHABLE:
    case G_IO_ERROR_CONNECTION_REFUSED:
    case G_IO_ERROR_CONNECTION_CLOSED: /* also BROKEN_PIPE */
    case G_IO_ERROR_NOT_CONNECTED:
    case G_IO_ERROR_TIMED_OUT:
    case G_IO_ERROR_PROXY_FAILED:
    case G_IO_ERROR_PROXY_AUTH_FAILED:
    case G_IO_ERROR_PROXY_NEED_AUTH:
    case G_IO_ERROR_PROXY_NOT_ALLOWED:
      return ORCH_ERROR_OFFLINE;
    default:
      return ORCH_ERROR_FAILED;
    }
}

void
orch_error_translate (GError **error)
{
  GError *translated;

  if (error == NULL || *error == NULL || (*error)->domain == ORCH_ERROR)
    return;
  translated = g_error_new_literal (ORCH_ERROR, orch_error_code_of (*error), (*error)->message);
  g_error_free (*error);
  *error = translated;
}
