/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Text of any kind: folding, sorting, cleaning, escaping, and reading of instants and health insurance numbers.
 */
#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-nam.h"
#include "core/orch-shared-key.h"
#include "core/orch-text.h"
#include "orch-fuzz.h"

static gboolean
is_printable (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isprint (g_utf8_get_char (text)))
      return FALSE;
  return TRUE;
}

static void
check_text (const char *text)
{
  g_autofree char *folded = orch_text_fold (text);
  g_autofree char *twice = orch_text_fold (folded);
  g_autofree char *key = orch_text_collation_key (text);
  g_autofree char *clean = orch_text_clean (text, 7);
  g_autofree char *clean_twice = orch_text_clean (clean, 7);
  g_autofree char *escaped = orch_text_escape_log (text);

  orch_fuzz_check (g_utf8_validate (folded, -1, NULL), folded);
  orch_fuzz_check (g_str_equal (folded, twice), folded);
  orch_fuzz_check (g_utf8_validate (key, -1, NULL) && is_printable (key), key);
  orch_fuzz_check (orch_text_length (clean) <= 7 && g_str_equal (clean, clean_twice), clean);
  orch_fuzz_check (g_utf8_validate (escaped, -1, NULL) && strpbrk (escaped, "\n\r\x1b") == NULL, escaped);
  orch_fuzz_check (orch_text_length (text) > 0 || *text == '\0', text);
}

static void
check_instant (const char *text)
{
  g_autofree char *formatted = NULL;
  gint64 us, again;

  if (!orch_clock_parse_instant (text, &us))
    return;
  formatted = orch_clock_format_instant (us);
  /* The first and last hours of the calendar may leave it with their offset. */
  if (strlen (formatted) != strlen ("2026-11-21T14:30:00.000Z"))
    return;
  orch_fuzz_check (orch_clock_parse_instant (formatted, &again), formatted);
  orch_fuzz_check (us - again >= 0 && us - again < 1000, formatted);
}

static void
check_nam (const char *text)
{
  g_autofree char *normalized = orch_nam_normalize (text);
  g_autofree char *twice = orch_nam_normalize (normalized);
  g_autofree char *formatted = orch_nam_format (text);

  orch_fuzz_check (g_utf8_validate (normalized, -1, NULL), normalized);
  if ((orch_nam_check (text, text, text, NULL, 'F') & ORCH_NAM_MALFORMED) != 0)
    return;
  orch_fuzz_check (g_str_equal (normalized, twice) && strlen (normalized) == 12, normalized);
  orch_fuzz_check (strlen (formatted) == 14, formatted);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);

  check_text (text);
  check_instant (text);
  check_nam (text);
  orch_fuzz_check (orch_text_length (text) >= 16 || (orch_shared_key_check (text) & ORCH_SHARED_KEY_TOO_SHORT) != 0,
                   text);
  return 0;
}
