/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Entries that format as one types: the cursor stays inside, formatting again changes nothing, and the check does not change its mind.
 */
#include <string.h>

#include "core/orch-phone.h"
#include "core/orch-postal-code.h"
#include "core/orch-text.h"
#include "orch-fuzz.h"

static void
check_phone (const char *text, int cursor)
{
  int length = (int) orch_text_length (text), moved = MIN (cursor, length);
  g_autofree char *shown = orch_phone_format_typing (text, &moved);
  g_autofree char *twice = orch_phone_format_typing (shown, NULL);
  g_autofree char *number = orch_phone_normalize (text);

  orch_fuzz_check (g_utf8_validate (shown, -1, NULL), shown);
  orch_fuzz_check (g_str_equal (shown, twice), shown);
  orch_fuzz_check (moved >= 0 && moved <= (int) orch_text_length (shown), shown);
  orch_fuzz_check (*shown == '\0' || orch_phone_check (shown) == orch_phone_check (text), text);
  orch_fuzz_check ((number != NULL) == (orch_phone_check (text) == ORCH_PHONE_VALID), text);
  if (number != NULL)
    {
      g_autofree char *local = orch_phone_format (number);
      g_autofree char *international = orch_phone_format_international (number);
      g_autofree char *from_local = orch_phone_normalize (local);
      g_autofree char *from_international = orch_phone_normalize (international);

      orch_fuzz_check (g_str_equal (local, shown), local);
      orch_fuzz_check (g_str_equal (from_local, number) && g_str_equal (from_international, number), number);
    }
}

static void
check_postal_code (const char *text, int cursor)
{
  int length = (int) orch_text_length (text), moved = MIN (cursor, length);
  g_autofree char *shown = orch_postal_code_format_typing (text, &moved);
  g_autofree char *twice = orch_postal_code_format_typing (shown, NULL);
  g_autofree char *code = orch_postal_code_normalize (text);

  orch_fuzz_check (g_utf8_validate (shown, -1, NULL), shown);
  orch_fuzz_check (g_str_equal (shown, twice), shown);
  orch_fuzz_check (moved >= 0 && moved <= (int) orch_text_length (shown), shown);
  orch_fuzz_check (code == NULL || g_str_equal (code, shown), shown);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = NULL;

  if (size == 0)
    return 0;
  text = g_strndup ((const char *) data + 1, size - 1);
  check_phone (text, data[0]);
  check_postal_code (text, data[0]);
  orch_phone_extension_is_valid (text);
  return 0;
}
