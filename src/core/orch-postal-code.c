/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Canadian postal codes.
 */
#include "orch-postal-code.h"

#include <string.h>

/* First letters of Canada Post's postal districts. X serves both Nunavut and the Northwest Territories. */
static const struct
{
  const char *province;
  const char *letters;
} districts[] = {
  { "NL", "A" }, { "NS", "B" }, { "PE", "C" }, { "NB", "E" }, { "QC", "GHJ" }, { "ON", "KLMNP" }, { "MB", "R" },
  { "SK", "S" }, { "AB", "T" }, { "BC", "V" }, { "NT", "X" }, { "NU", "X" },   { "YT", "Y" },
};

static gboolean
is_separator (gunichar c)
{
  return g_unichar_isspace (c) || g_unichar_type (c) == G_UNICODE_DASH_PUNCTUATION;
}

static gboolean
is_code_letter (char c, gboolean is_first)
{
  return g_ascii_isupper (c) && strchr (is_first ? "DFIOQUWZ" : "DFIOQU", c) == NULL;
}

/* @text in upper case without separators; @cursor, in characters, follows. */
static GString *
compact (const char *text, int *cursor)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *out = g_string_new (NULL);
  int before = 0, position = 0;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p), position++)
    {
      gunichar c = g_utf8_get_char (p);

      if (is_separator (c))
        continue;
      g_string_append_unichar (out, g_unichar_toupper (c));
      if (cursor != NULL && position < *cursor)
        before++;
    }
  if (cursor != NULL)
    *cursor = before;
  return out;
}

char *
orch_postal_code_normalize (const char *text)
{
  g_autoptr (GString) code = NULL;

  if (text == NULL)
    return NULL;
  code = compact (text, NULL);
  if (code->len != 6)
    return NULL;
  for (guint i = 0; i < 6; i++)
    if (i % 2 == 0 ? !is_code_letter (code->str[i], i == 0) : !g_ascii_isdigit (code->str[i]))
      return NULL;
  g_string_insert_c (code, 3, ' ');
  return g_string_free (g_steal_pointer (&code), FALSE);
}

char *
orch_postal_code_format_typing (const char *text, int *cursor)
{
  GString *code = compact (text != NULL ? text : "", cursor);

  if (g_utf8_strlen (code->str, -1) > 3)
    {
      g_string_insert_c (code, g_utf8_offset_to_pointer (code->str, 3) - code->str, ' ');
      if (cursor != NULL && *cursor > 3)
        (*cursor)++;
    }
  return g_string_free (code, FALSE);
}

gboolean
orch_postal_code_matches_province (const char *postal_code, const char *province)
{
  g_autofree char *code = orch_postal_code_normalize (postal_code);

  if (code == NULL || province == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (districts); i++)
    if (g_ascii_strcasecmp (districts[i].province, province) == 0)
      return strchr (districts[i].letters, code[0]) != NULL;
  return FALSE;
}
