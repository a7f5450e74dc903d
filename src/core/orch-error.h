/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The one error vocabulary. A code says what to do next, not where the fault was; foreign errors
 * are translated at the edge of the layer that met them. The sentence a person reads for each code
 * is written in one file, ui/orch-error-text.c. A message that begins with the three digits of an HTTP
 * status and ": " or " " is a server's words, shown as such. One of ours that is for a person is a whole
 * sentence of the catalogue, with its full stop; any other is for the log, in English. Any thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ORCH_ERROR (orch_error_quark ())

/**
 * OrchError:
 * Values are stored in the outbox: append only.
 */
typedef enum
{
  ORCH_ERROR_OFFLINE = 0,   /* no network, or the host does not answer: wait or check the network */
  ORCH_ERROR_SIGN_IN_AGAIN, /* the token is refused and cannot be renewed */
  ORCH_ERROR_REFUSED,       /* understood and refused: permission, role, policy */
  ORCH_ERROR_CONFLICT,      /* changed underneath us (409, 412) */
  ORCH_ERROR_INVALID,       /* what was sent or typed is not valid */
  ORCH_ERROR_NOT_FOUND,
  ORCH_ERROR_THROTTLED,    /* too many requests: wait */
  ORCH_ERROR_SERVER_FAULT, /* 5xx */
  ORCH_ERROR_BAD_ANSWER,   /* the answer cannot be understood, or is too large */
  ORCH_ERROR_KEYRING_LOCKED,
  ORCH_ERROR_KEYRING_MISSING,
  ORCH_ERROR_DISK_FULL,
  ORCH_ERROR_NEWER_DATABASE, /* made by a newer version of the program */
  ORCH_ERROR_DAMAGED,        /* the database does not open: a flipped byte, a torn file, a wrong key */
  ORCH_ERROR_CANCELLED,
  ORCH_ERROR_UNTRUSTED,   /* TLS, host or link not acceptable */
  ORCH_ERROR_UNSUPPORTED, /* this hub or EMR does not offer it */
  ORCH_ERROR_FAILED,      /* a bug or an unforeseen fault of the machine */
  ORCH_ERROR_WRONG_KEY,   /* the shared key typed is not the one that sealed: type it again */
  ORCH_ERROR_KEY_CHANGED, /* the shared key kept here is no longer the clinic's: type the new one */
  ORCH_ERROR_WRONG_CLOCK, /* refused because this computer's clock is off: see orch_error_new_clock() */
  ORCH_ERROR_FILE, /* a file or a folder of this computer cannot be used: the message is a sentence that says which, and what to do */
  ORCH_ERROR_FEWER, /* so much less came than before that a person has to confirm it; the message as that of FILE */
} OrchError;

#define ORCH_N_ERRORS (ORCH_ERROR_FEWER + 1)

GQuark orch_error_quark (void);

/**
 * orch_error_get_branch:
 * @code: a code
 *
 * The branch of the support guide that an error of this kind opens, such as "offline".
 *
 * Returns: (transfer none): the branch, a page id of the help
 */
const char *orch_error_get_branch (OrchError code);

/**
 * orch_error_get_nick:
 *
 * Returns: (transfer none): the code as a lower-case word for logs and the outbox, such as "sign-in-again"
 */
const char *orch_error_get_nick (OrchError code);

/** orch_error_new_clock: @server_us, @our_us: what time it is there and here. Returns: (transfer full): a WRONG_CLOCK that says both, so that it can be kept */
GError *orch_error_new_clock (gint64 server_us, gint64 our_us);
/** orch_error_get_clocks: @server_us, @our_us: (out). Returns: %FALSE when @error does not say them */
gboolean orch_error_get_clocks (const GError *error, gint64 *server_us, gint64 *our_us);

/**
 * orch_error_code_of:
 * @error: (nullable): any error
 *
 * Returns: the ORCH_ERROR code of @error; foreign errors are sorted (G_IO_ERROR_CANCELLED is
 *   CANCELLED, host and network errors OFFLINE, TLS errors UNTRUSTED, no space left DISK_FULL, the rest FAILED)
 */
OrchError orch_error_code_of (const GError *error);

/**
 * orch_error_translate:
 * @error: (inout): an error of any domain, replaced by an ORCH_ERROR that keeps its message
 */
void orch_error_translate (GError **error);

G_END_DECLS
