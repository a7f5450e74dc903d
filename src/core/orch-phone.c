/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * North American phone numbers.
 */
#include "orch-phone.h"

#include <string.h>

#define NATIONAL_DIGITS 10
#define EXTENSION_MAX_DIGITS 7

/* What a typed text comes to: the digits without the country code. */
typedef struct
{
  char *digits;         /* (owned) */
  gboolean is_plus;     /* begins with + */
  gboolean is_foreign;  /* + and another country code than 1 */
  gboolean is_bad;      /* holds a character no number has */
  gboolean has_dropped; /* a leading 1 was dropped */
  gboolean is_blank;    /* nothing but white space */
} Reading;

static void
reading_clear (Reading *reading)
{
  g_clear_pointer (&reading->digits, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

static gboolean
is_separator (gunichar c)
{
  return g_unichar_isspace (c) || g_unichar_type (c) == G_UNICODE_DASH_PUNCTUATION || c == '.' || c == '(' || c == ')';
}

static Reading
read_number (const char *text)
{
  Reading reading = { .is_blank = TRUE };
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  GString *digits = g_string_new (NULL);
  gboolean is_after_parenthesis = FALSE, is_area_code = FALSE;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c))
        continue;
      if (c == '+' && reading.is_blank)
        reading.is_plus = TRUE;
      else if (c < 0x80 && g_ascii_isdigit (c))
        {
          /* "(1" begins an area code, however wrong; a bare 1 is the long-distance prefix. */
          if (digits->len == 0)
            is_area_code = is_after_parenthesis;
          g_string_append_c (digits, c);
        }
      else if (!is_separator (c))
        reading.is_bad = TRUE;
      is_after_parenthesis = c == '(';
      reading.is_blank = FALSE;
    }
  if (digits->len > 0 && digits->str[0] == '1' && !is_area_code)
    {
      g_string_erase (digits, 0, 1);
      reading.has_dropped = TRUE;
    }
  else if (reading.is_plus && digits->len > 0)
    reading.is_foreign = TRUE;
  reading.digits = g_string_free (digits, FALSE);
  return reading;
}

/* Three digits, the first 2 to 9, not N11. */
static gboolean
is_nanp_code (const char *digits)
{
  return digits[0] >= '2' && !(digits[1] == '1' && digits[2] == '1');
}

static OrchPhoneCheck
check_reading (const Reading *reading)
{
  gsize n = strlen (reading->digits);

  if (reading->is_blank)
    return ORCH_PHONE_EMPTY;
  if (reading->is_bad)
    return ORCH_PHONE_BAD_CHARACTER;
  if (reading->is_foreign)
    return ORCH_PHONE_NOT_NANP;
  if (n < NATIONAL_DIGITS)
    return ORCH_PHONE_TOO_SHORT;
  if (n > NATIONAL_DIGITS)
    return ORCH_PHONE_TOO_LONG;
  if (!is_nanp_code (reading->digits))
    return ORCH_PHONE_BAD_AREA_CODE;
  if (!is_nanp_code (reading->digits + 3))
    return ORCH_PHONE_BAD_EXCHANGE;
  return ORCH_PHONE_VALID;
}

OrchPhoneCheck
orch_phone_check (const char *text)
{
  g_auto (Reading) reading = read_number (text);

  return check_reading (&reading);
}

char *
orch_phone_normalize (const char *text)
{
  g_auto (Reading) reading = read_number (text);

  if (check_reading (&reading) != ORCH_PHONE_VALID)
    return NULL;
  return g_strconcat ("+1", reading.digits, NULL);
}

char *
orch_phone_format (const char *number)
{
  g_auto (Reading) reading = read_number (number);
  const char *d = reading.digits;

  if (check_reading (&reading) != ORCH_PHONE_VALID)
    return g_strdup (number != NULL ? number : "");
  return g_strdup_printf ("(%.3s) %.3s-%s", d, d + 3, d + 6);
}

char *
orch_phone_format_international (const char *number)
{
  g_auto (Reading) reading = read_number (number);
  const char *d = reading.digits;

  if (check_reading (&reading) != ORCH_PHONE_VALID)
    return g_strdup (number != NULL ? number : "");
  return g_strdup_printf ("+1 %.3s %.3s-%s", d, d + 3, d + 6);
}

char *
orch_phone_format_typing (const char *text, int *cursor)
{
  g_auto (Reading) reading = read_number (text);
  GString *out;
  int before = 0, position = 0, end = 0;

  if (text == NULL)
    text = "";
  /* Another country, a letter, or a prefix still without its number: leave what was typed alone. */
  if (reading.is_bad || reading.is_foreign || (reading.digits[0] == '\0' && (reading.is_plus || reading.has_dropped)))
    return g_utf8_make_valid (text, -1);

  if (cursor != NULL)
    {
      g_autofree char *valid = g_utf8_make_valid (text, -1);

      for (const char *p = valid; *p != '\0' && position < *cursor; p = g_utf8_next_char (p), position++)
        before += g_ascii_isdigit (*p);
      if (reading.has_dropped && before > 0)
        before--;
    }

  out = g_string_new (NULL);
  for (int i = 0; reading.digits[i] != '\0'; i++)
    {
      if (i == 0)
        g_string_append_c (out, '(');
      else if (i == 3)
        g_string_append (out, ") ");
      else if (i == 6)
        g_string_append_c (out, '-');
      g_string_append_c (out, reading.digits[i]);
      if (i + 1 == before)
        end = out->len;
    }
  if (cursor != NULL)
    *cursor = end;
  return g_string_free (out, FALSE);
}

gboolean
orch_phone_extension_is_valid (const char *text)
{
  gsize n = text != NULL ? strlen (text) : 0;

  return n <= EXTENSION_MAX_DIGITS && (n == 0 || strspn (text, "0123456789") == n);
}
