/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Folding and sorting of text, and the cleaning of text from outside.
 *
 * A collation key has four fields, separated by the lowest printable character, the space: base letters, accents, case,
 * and the folded text where punctuation could still decide. Trailing empty fields are left out.
 */
#include "orch-text.h"

#include <string.h>

#define BREAK_COMMA '!' /* "Tremblay, Zoé" before "Tremblay-Roy, Alice": the comma ends the family name */
#define BREAK_WORD '"'  /* space, dash, apostrophe */
#define SYMBOL '#'      /* any other sign, before digits and letters */
#define NUMBER_MAX_DIGITS 99

static gboolean
is_apostrophe (gunichar c)
{
  return c == '\'' || c == 0x2018 || c == 0x2019 || c == 0x201B || c == 0x2032 || c == 0x02BC || c == 0x00B4 ||
         c == '`';
}

static gboolean
is_dash (gunichar c)
{
  return c == 0x2212 || g_unichar_type (c) == G_UNICODE_DASH_PUNCTUATION;
}

static gboolean
is_mark (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK;
}

/* Letters that Unicode does not decompose but people type in two, or without the stroke. */
static const char *
open_letter (gunichar c)
{
  switch (c)
    {
    case 0x0153:
      return "oe"; /* œ */
    case 0x00E6:
      return "ae"; /* æ */
    case 0x00DF:
      return "ss"; /* ß */
    case 0x00F8:
      return "o"; /* ø */
    case 0x0142:
      return "l"; /* ł */
    case 0x0111:
      return "d"; /* đ */
    case 0x00F0:
      return "d"; /* ð */
    case 0x00FE:
      return "th"; /* þ */
    case 0x0127:
      return "h"; /* ħ */
    case 0x0131:
      return "i"; /* ı */
    default:
      return NULL;
    }
}

/* @text decomposed: the marks follow their letters. The acute accent typed for an apostrophe would decompose to a space. */
static char *
decompose (const char *text)
{
  g_autoptr (GString) plain = NULL;

  if (!g_utf8_validate (text, -1, NULL) || strstr (text, "\xC2\xB4") != NULL)
    {
      g_autofree char *valid = g_utf8_make_valid (text, -1);

      plain = g_string_new (valid);
      g_string_replace (plain, "\xC2\xB4", "'", 0);
      text = plain->str;
    }
  return g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
}

static gboolean
is_plain_ascii (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text >= 0x7F)
      return FALSE;
  return TRUE;
}

char *
orch_text_fold (const char *text)
{
  g_autofree char *decomposed = NULL;
  GString *out;
  gboolean is_space_due = FALSE;

  if (text == NULL)
    return g_strdup ("");
  if (!is_plain_ascii (text))
    text = decomposed = decompose (text);

  out = g_string_sized_new (strlen (text));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      const char *opened;

      if (g_unichar_isspace (c))
        {
          is_space_due = out->len > 0;
          continue;
        }
      if (is_mark (c) || g_unichar_type (c) == G_UNICODE_CONTROL || g_unichar_type (c) == G_UNICODE_FORMAT)
        continue;
      if (is_space_due)
        g_string_append_c (out, ' ');
      is_space_due = FALSE;
      c = g_unichar_tolower (c);
      opened = open_letter (c);
      if (opened != NULL)
        g_string_append (out, opened);
      else if (is_apostrophe (c))
        g_string_append_c (out, '\'');
      else if (is_dash (c))
        g_string_append_c (out, '-');
      else
        g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

/* --- collation ------------------------------------------------------------------------ */

typedef struct
{
  GString *base;    /* (owned) */
  GString *accents; /* (owned): one digit a letter, 0 = none */
  GString *cases;   /* (owned): one digit a letter, 1 = capital */
  GString *number;  /* (owned): digits of a number being read, without leading zeros */
  gboolean is_number;
  char due;         /* break to write before the next letter, 0 = none */
  gboolean is_tied; /* punctuation or leading zeros were left out: the folded text decides last */
} Key;

/* Order of accents on one letter: CAN/CSA Z243.4.1. */
static char
accent_weight (gunichar mark)
{
  switch (mark)
    {
    case 0x0301:
      return '1'; /* acute */
    case 0x0300:
      return '2'; /* grave */
    case 0x0302:
      return '3'; /* circumflex */
    case 0x0308:
      return '4'; /* diaeresis */
    case 0x0327:
      return '5'; /* cedilla */
    case 0x0303:
      return '6'; /* tilde */
    default:
      return '7';
    }
}

static void
key_end_number (Key *key)
{
  if (!key->is_number)
    return;
  /* The count of digits first, so that 9 comes before 10. */
  g_string_append_printf (key->base, "%02d%s", (int) MIN (key->number->len, NUMBER_MAX_DIGITS), key->number->str);
  g_string_truncate (key->number, 0);
  key->is_number = FALSE;
}

static void
key_end_break (Key *key)
{
  if (key->due != 0 && key->base->len > 0)
    g_string_append_c (key->base, key->due);
  key->due = 0;
}

static void
key_add_letter (Key *key, gunichar c, char accent, gboolean is_capital)
{
  key_end_break (key);
  g_string_append_unichar (key->base, c);
  g_string_append_c (key->accents, accent);
  g_string_append_c (key->cases, is_capital ? '1' : '0');
}

static void
key_add (Key *key, gunichar c)
{
  int digit = g_unichar_digit_value (c);
  gunichar lower = g_unichar_tolower (c);
  const char *opened = open_letter (lower);

  if (digit >= 0)
    {
      key_end_break (key);
      if (digit == 0 && key->number->len == 0)
        key->is_tied = TRUE;
      else
        g_string_append_c (key->number, '0' + digit);
      key->is_number = TRUE;
      return;
    }
  key_end_number (key);
  if (g_unichar_isspace (c) || is_dash (c) || is_apostrophe (c))
    {
      if (key->due == 0)
        key->due = BREAK_WORD;
      key->is_tied |= c != ' ';
    }
  else if (c == ',' || c == ';')
    key->due = BREAK_COMMA;
  else if (opened != NULL)
    {
      for (; *opened != '\0'; opened++)
        key_add_letter (key, *opened, '8', lower != c);
    }
  else if (g_unichar_isalpha (c))
    key_add_letter (key, lower, '0', lower != c);
  else if (g_unichar_isgraph (c))
    {
      key_end_break (key);
      g_string_append_c (key->base, SYMBOL);
      g_string_append_unichar (key->base, c);
    }
}

static void
trim_zeros (GString *string)
{
  while (string->len > 0 && string->str[string->len - 1] == '0')
    g_string_truncate (string, string->len - 1);
}

char *
orch_text_collation_key (const char *text)
{
  g_autofree char *decomposed = NULL;
  Key key = { 0 };

  if (text == NULL)
    return g_strdup ("");
  decomposed = decompose (text);
  key.base = g_string_sized_new (strlen (decomposed) + 8);
  key.accents = g_string_new (NULL);
  key.cases = g_string_new (NULL);
  key.number = g_string_new (NULL);

  for (const char *p = decomposed; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!is_mark (c))
        key_add (&key, c);
      else if (key.accents->len > 0 && !key.is_number && key.due == 0)
        key.accents->str[key.accents->len - 1] = accent_weight (c);
    }
  key_end_number (&key);

  /* In Quebec as in French dictionaries accents are weighed from the end: cote, côte, coté, côté. */
  g_strreverse (key.accents->str);
  trim_zeros (key.accents);
  trim_zeros (key.cases);
  g_string_append_printf (key.base, " %s %s ", key.accents->str, key.cases->str);
  if (key.is_tied)
    {
      g_autofree char *folded = orch_text_fold (text);

      for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
        if (g_unichar_isprint (g_utf8_get_char (p)))
          g_string_append_unichar (key.base, g_utf8_get_char (p));
    }
  while (key.base->len > 0 && key.base->str[key.base->len - 1] == ' ')
    g_string_truncate (key.base, key.base->len - 1);

  g_string_free (key.accents, TRUE);
  g_string_free (key.cases, TRUE);
  g_string_free (key.number, TRUE);
  return g_string_free (key.base, FALSE);
}

/* --- cleaning ------------------------------------------------------------------------- */

/* Signs that turn the reading direction of what follows: a way to make one name look like another. */
static gboolean
is_direction_override (gunichar c)
{
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static void
trim_end (GString *string)
{
  while (string->len > 0)
    {
      const char *last = g_utf8_prev_char (string->str + string->len);

      if (!g_unichar_isspace (g_utf8_get_char (last)))
        return;
      g_string_truncate (string, last - string->str);
    }
}

char *
orch_text_clean (const char *text, gsize max_characters)
{
  g_autofree char *valid = NULL;
  GString *out;
  gsize n = 0;

  if (text == NULL)
    return g_strdup ("");
  valid = g_utf8_make_valid (text, -1);
  out = g_string_sized_new (strlen (valid));
  for (const char *p = valid; *p != '\0' && (max_characters == 0 || n < max_characters); p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_type (c) == G_UNICODE_CONTROL || is_direction_override (c) || (n == 0 && g_unichar_isspace (c)))
        continue;
      g_string_append_unichar (out, c);
      n++;
    }
  trim_end (out);
  return g_string_free (out, FALSE);
}

gboolean
orch_text_is_empty (const char *text)
{
  if (text == NULL)
    return TRUE;
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return FALSE;
  return TRUE;
}

gsize
orch_text_length (const char *text)
{
  g_autofree char *valid = NULL;

  if (text == NULL)
    return 0;
  if (g_utf8_validate (text, -1, NULL))
    return g_utf8_strlen (text, -1);
  valid = g_utf8_make_valid (text, -1);
  return g_utf8_strlen (valid, -1);
}

char *
orch_text_escape_log (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; p != NULL && *p != '\0';)
    {
      gunichar c = g_utf8_get_char_validated (p, -1);

      if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          g_string_append_printf (out, "\\x%02x", (guchar) *p++);
          continue;
        }
      if (c == '\n')
        g_string_append (out, "\\n");
      else if (c == '\r')
        g_string_append (out, "\\r");
      else if (c == '\t')
        g_string_append (out, "\\t");
      else if (c < 0x80 && g_ascii_iscntrl (c))
        g_string_append_printf (out, "\\x%02x", c);
      else if (g_unichar_type (c) == G_UNICODE_CONTROL || is_direction_override (c) || c == 0x2028 || c == 0x2029)
        g_string_append_printf (out, "\\u%04x", c);
      else
        g_string_append_unichar (out, c);
      p = g_utf8_next_char (p);
    }
  return g_string_free (out, FALSE);
}
