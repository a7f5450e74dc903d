/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The Quebec health insurance number.
 */
#include "orch-nam.h"

#include <string.h>

#include "orch-text.h"

#define NAM_LENGTH 12
#define MONTH_WOMEN 50 /* added to the month of birth of women */

typedef struct
{
  const char *text; /* (borrowed): normalized, twelve characters */
  int year;         /* of the century */
  int month;        /* 1 to 12 when the date is good */
  int day;
  gboolean is_woman;
} Nam;

static gboolean
is_well_formed (const char *nam)
{
  if (strlen (nam) != NAM_LENGTH)
    return FALSE;
  for (int i = 0; i < NAM_LENGTH; i++)
    if (i < 4 ? !g_ascii_isupper (nam[i]) : !g_ascii_isdigit (nam[i]))
      return FALSE;
  return nam[10] != '0'; /* counts the persons who share the first ten characters, from 1 */
}

static Nam
read_nam (const char *text)
{
  int month = (text[6] - '0') * 10 + (text[7] - '0');

  return (Nam) {
    .text = text,
    .year = (text[4] - '0') * 10 + (text[5] - '0'),
    .month = month % MONTH_WOMEN,
    .day = (text[8] - '0') * 10 + (text[9] - '0'),
    .is_woman = month > MONTH_WOMEN,
  };
}

static gboolean
is_date_in_century (const Nam *nam, int century)
{
  return nam->month >= 1 && nam->month <= 12 && nam->day >= 1 &&
         g_date_valid_dmy (nam->day, nam->month, century * 100 + nam->year);
}

/* A to R are 1 to 18, S to Z are 20 to 27: the gap is part of the rule (emr-facts E4). */
static int
letter_value (char letter)
{
  return letter <= 'R' ? letter - 'A' + 1 : letter - 'S' + 20;
}

/* The check digit were the person born in @century: 17 digits, weighed, modulo 10 (emr-facts E4). */
static int
check_digit (const char *text, int century)
{
  static const int weights[] = { 7, 1, 1, 3, 9, 7, 3, 9, 5, 3, 1, 3, 5, 7, 6, 9, 1 };
  int digits[G_N_ELEMENTS (weights)];
  int n = 0, sum = 0;

  for (int i = 0; i < 4; i++)
    {
      digits[n++] = letter_value (text[i]) / 10;
      digits[n++] = letter_value (text[i]) % 10;
    }
  digits[n++] = century / 10;
  digits[n++] = century % 10;
  for (int i = 4; i <= 10; i++)
    digits[n++] = text[i] - '0';
  g_assert (n == G_N_ELEMENTS (weights));
  for (int i = 0; i < n; i++)
    sum += digits[i] * weights[i];
  return sum % 10;
}

static gboolean
is_check_digit_good (const Nam *nam, int century)
{
  return check_digit (nam->text, century) == nam->text[11] - '0';
}

/* The letters of @name as a NAM holds them: "O'Brien" → OBRIEN. */
static char *
name_letters (const char *name)
{
  g_autofree char *folded = orch_text_fold (name);
  GString *letters = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p++)
    if (g_ascii_isalpha (*p))
      g_string_append_c (letters, g_ascii_toupper (*p));
  return g_string_free (letters, FALSE);
}

static gboolean
is_other_name (const char *nam, const char *family, const char *given)
{
  g_autofree char *surname = name_letters (family);
  g_autofree char *first = name_letters (given);

  if (surname[0] != '\0')
    for (int i = 0, is_over = FALSE; i < 3; i++)
      {
        is_over |= surname[i] == '\0';
        if (nam[i] != (is_over ? 'X' : surname[i]))
          return TRUE;
      }
  return first[0] != '\0' && first[0] != nam[3];
}

char *
orch_nam_normalize (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_autofree char *decomposed = g_utf8_normalize (valid, -1, G_NORMALIZE_DEFAULT);
  GString *out = g_string_new (NULL);

  for (const char *p = decomposed; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      GUnicodeType type = g_unichar_type (c);

      if (!g_unichar_isspace (c) && type != G_UNICODE_DASH_PUNCTUATION && type != G_UNICODE_NON_SPACING_MARK &&
          type != G_UNICODE_CONTROL && type != G_UNICODE_FORMAT)
        g_string_append_unichar (out, g_unichar_toupper (c));
    }
  return g_string_free (out, FALSE);
}

char *
orch_nam_format (const char *text)
{
  g_autofree char *nam = orch_nam_normalize (text);

  if (!is_well_formed (nam))
    return g_strdup (text != NULL ? text : "");
  return g_strdup_printf ("%.4s %.4s %s", nam, nam + 4, nam + 8);
}

OrchNamFlags
orch_nam_check (const char *text, const char *family, const char *given, const GDate *birth_date, char sex)
{
  g_autofree char *normalized = orch_nam_normalize (text);
  OrchNamFlags flags = ORCH_NAM_OK;
  gboolean has_birth_date = birth_date != NULL && g_date_valid (birth_date);
  gboolean may_be_19, may_be_20;
  Nam nam;

  if (!is_well_formed (normalized))
    return ORCH_NAM_MALFORMED;
  nam = read_nam (normalized);
  may_be_19 = is_date_in_century (&nam, 19);
  may_be_20 = is_date_in_century (&nam, 20);

  if (!may_be_19 && !may_be_20)
    flags |= ORCH_NAM_BAD_DATE;
  else if (has_birth_date)
    {
      int century = g_date_get_year (birth_date) / 100;

      if (century == 19 && may_be_19)
        may_be_20 = FALSE;
      else if (century == 20 && may_be_20)
        may_be_19 = FALSE;
    }
  /* A date that does not exist is the error to mend first: the check digit of no century can be told. */
  if ((may_be_19 || may_be_20) && !(may_be_19 && is_check_digit_good (&nam, 19)) &&
      !(may_be_20 && is_check_digit_good (&nam, 20)))
    flags |= ORCH_NAM_BAD_CHECK_DIGIT;

  if (has_birth_date && (g_date_get_year (birth_date) % 100 != nam.year ||
                         (int) g_date_get_month (birth_date) != nam.month || g_date_get_day (birth_date) != nam.day))
    flags |= ORCH_NAM_OTHER_BIRTH_DATE;
  sex = g_ascii_toupper (sex);
  if ((sex == 'F' && !nam.is_woman) || (sex == 'M' && nam.is_woman))
    flags |= ORCH_NAM_OTHER_SEX;
  if (is_other_name (nam.text, family, given))
    flags |= ORCH_NAM_OTHER_NAME;
  return flags;
}
