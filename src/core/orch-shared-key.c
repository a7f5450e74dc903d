/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The policy of the shared encryption key.
 */
#include "orch-shared-key.h"

#define MIN_CHARACTERS 16 /* emr-facts D3 */

OrchSharedKeyFlags
orch_shared_key_check (const char *text)
{
  OrchSharedKeyFlags flags = ORCH_SHARED_KEY_TOO_SHORT | ORCH_SHARED_KEY_NO_DIGIT | ORCH_SHARED_KEY_NO_UPPER |
                             ORCH_SHARED_KEY_NO_LOWER | ORCH_SHARED_KEY_NO_PUNCTUATION;
  gunichar first = 0, last = 0;
  gsize n = 0;

  /* An invalid byte would end the walk: bytes that are not text make a key too short. */
  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return flags;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p), n++)
    {
      gunichar c = g_utf8_get_char (p);

      if (n == 0)
        first = c;
      last = c;
      if (g_unichar_isdigit (c))
        flags &= ~ORCH_SHARED_KEY_NO_DIGIT;
      else if (g_unichar_isupper (c))
        flags &= ~ORCH_SHARED_KEY_NO_UPPER;
      else if (g_unichar_islower (c))
        flags &= ~ORCH_SHARED_KEY_NO_LOWER;
      else if (g_unichar_ispunct (c))
        flags &= ~ORCH_SHARED_KEY_NO_PUNCTUATION;
    }
  if (n >= MIN_CHARACTERS)
    flags &= ~ORCH_SHARED_KEY_TOO_SHORT;
  if (n > 0 && (g_unichar_isspace (first) || g_unichar_isspace (last)))
    flags |= ORCH_SHARED_KEY_SPACE_AT_END;
  return flags;
}
