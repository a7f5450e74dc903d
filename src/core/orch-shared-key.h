/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The policy of the clinic's shared encryption key: 16 characters at least, with a digit, an upper-case and a lower-case letter and
 * a punctuation mark. Pure; any thread. Source: emr-facts D3.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  ORCH_SHARED_KEY_OK = 0,
  ORCH_SHARED_KEY_TOO_SHORT = 1 << 0,
  ORCH_SHARED_KEY_NO_DIGIT = 1 << 1,
  ORCH_SHARED_KEY_NO_UPPER = 1 << 2,
  ORCH_SHARED_KEY_NO_LOWER = 1 << 3,
  ORCH_SHARED_KEY_NO_PUNCTUATION = 1 << 4,
  ORCH_SHARED_KEY_SPACE_AT_END = 1 << 5, /* a leading or trailing space: pasted by mistake */
} OrchSharedKeyFlags;

OrchSharedKeyFlags orch_shared_key_check (const char *text);

G_END_DECLS
