/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-support-branch.h. Without a default: a new code has to be given its place.
 */
#include "orch-support-branch.h"

#define NETWORK "staff/problem/internet"
#define COMPUTER "staff/problem/ciusss-equipment"
#define PROGRAM "staff/problem/application/other-application"
#define HOW_TO "staff/question/other-application"

const char *
orch_support_branch_of (OrchError code)
{
  switch (code)
    {
    case ORCH_ERROR_OFFLINE:
    case ORCH_ERROR_UNTRUSTED:
      return NETWORK;
    case ORCH_ERROR_KEYRING_LOCKED:
    case ORCH_ERROR_KEYRING_MISSING:
    case ORCH_ERROR_DISK_FULL:
    case ORCH_ERROR_DAMAGED:
    case ORCH_ERROR_WRONG_CLOCK:
    case ORCH_ERROR_FILE:
      return COMPUTER;
    case ORCH_ERROR_CONFLICT:
    case ORCH_ERROR_INVALID:
    case ORCH_ERROR_CANCELLED:
    case ORCH_ERROR_WRONG_KEY:
    case ORCH_ERROR_KEY_CHANGED:
    case ORCH_ERROR_FEWER:
      return HOW_TO;
    case ORCH_ERROR_SIGN_IN_AGAIN:
    case ORCH_ERROR_REFUSED:
    case ORCH_ERROR_NOT_FOUND:
    case ORCH_ERROR_THROTTLED:
    case ORCH_ERROR_SERVER_FAULT:
    case ORCH_ERROR_BAD_ANSWER:
    case ORCH_ERROR_NEWER_DATABASE:
    case ORCH_ERROR_UNSUPPORTED:
    case ORCH_ERROR_FAILED:
      return PROGRAM;
    }
  return PROGRAM;
}

OrchError
orch_support_branch_code_of (const char *nick)
{
  for (int code = 0; code < ORCH_N_ERRORS; code++)
    if (g_strcmp0 (orch_error_get_nick ((OrchError) code), nick) == 0)
      return (OrchError) code;
  return ORCH_ERROR_FAILED;
}
