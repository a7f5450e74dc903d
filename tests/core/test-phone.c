/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Phone numbers: the rules of the North American Numbering Plan and the shapes shown in the wizard's guide.
 */
#include "core/orch-phone.h"
#include "orch-test.h"

static const struct
{
  const char *typed;
  OrchPhoneCheck check;
  const char *e164; /* of valid ones */
} numbers[] = {
  { "4185555555", ORCH_PHONE_VALID, "+14185555555" },
  { "(418) 555-5555", ORCH_PHONE_VALID, "+14185555555" },
  { "418-555-5555", ORCH_PHONE_VALID, "+14185555555" },
  { "418.555.5555", ORCH_PHONE_VALID, "+14185555555" },
  { "418 555 5555", ORCH_PHONE_VALID, "+14185555555" },
  { "  418 555 5555  ", ORCH_PHONE_VALID, "+14185555555" },
  { "1 418 555 5555", ORCH_PHONE_VALID, "+14185555555" },
  { "14185555555", ORCH_PHONE_VALID, "+14185555555" },
  { "+1 418 555-5555", ORCH_PHONE_VALID, "+14185555555" },
  { "+1 (418) 555-5555", ORCH_PHONE_VALID, "+14185555555" },
  { "+14185555555", ORCH_PHONE_VALID, "+14185555555" },
  { "1-877- 313-1594", ORCH_PHONE_VALID, "+18773131594" }, /* as the wizard's guide prints it */
  { "1 833 564-0404", ORCH_PHONE_VALID, "+18335640404" },
  { "2002000000", ORCH_PHONE_VALID, "+12002000000" }, /* the lowest */
  { "9999999999", ORCH_PHONE_VALID, "+19999999999" }, /* the highest */
  { "2122122122", ORCH_PHONE_VALID, "+12122122122" }, /* 212 is no N11 */
  { "5145141100", ORCH_PHONE_VALID, "+15145141100" },
  { "", ORCH_PHONE_EMPTY, NULL },
  { "   ", ORCH_PHONE_EMPTY, NULL },
  { "\t", ORCH_PHONE_EMPTY, NULL },
  { "4", ORCH_PHONE_TOO_SHORT, NULL },
  { "418", ORCH_PHONE_TOO_SHORT, NULL },
  { "555-5555", ORCH_PHONE_TOO_SHORT, NULL },
  { "418555555", ORCH_PHONE_TOO_SHORT, NULL },
  { "1418555555", ORCH_PHONE_TOO_SHORT, NULL },
  { "+1418555555", ORCH_PHONE_TOO_SHORT, NULL },
  { "41855555555", ORCH_PHONE_TOO_LONG, NULL },
  { "(418) 555-5555 5", ORCH_PHONE_TOO_LONG, NULL },
  { "141855555555", ORCH_PHONE_TOO_LONG, NULL },
  { "+141855555555", ORCH_PHONE_TOO_LONG, NULL },
  { "0185555555", ORCH_PHONE_BAD_AREA_CODE, NULL },
  { "10185555555", ORCH_PHONE_BAD_AREA_CODE, NULL },
  { "11185555555", ORCH_PHONE_BAD_AREA_CODE, NULL },
  { "2115555555", ORCH_PHONE_BAD_AREA_CODE, NULL },
  { "4115555555", ORCH_PHONE_BAD_AREA_CODE, NULL },
  { "8115555555", ORCH_PHONE_BAD_AREA_CODE, NULL }, /* 811, Info-Santé */
  { "+1 911 555-5555", ORCH_PHONE_BAD_AREA_CODE, NULL },
  { "4180555555", ORCH_PHONE_BAD_EXCHANGE, NULL },
  { "4181555555", ORCH_PHONE_BAD_EXCHANGE, NULL },
  { "418 211-5555", ORCH_PHONE_BAD_EXCHANGE, NULL },
  { "418 411-5555", ORCH_PHONE_BAD_EXCHANGE, NULL },
  { "418 911-5555", ORCH_PHONE_BAD_EXCHANGE, NULL },
  { "+33 1 23 45 67 89", ORCH_PHONE_NOT_NANP, NULL },
  { "+44 20 7946 0958", ORCH_PHONE_NOT_NANP, NULL },
  { "+52 55 1234 5678", ORCH_PHONE_NOT_NANP, NULL },
  { "+4185555555", ORCH_PHONE_NOT_NANP, NULL }, /* +41 is Switzerland */
  { "418-555-ABCD", ORCH_PHONE_BAD_CHARACTER, NULL },
  { "abc", ORCH_PHONE_BAD_CHARACTER, NULL },
  { "418 555-5555 poste 12", ORCH_PHONE_BAD_CHARACTER, NULL },
  { "418@5555555", ORCH_PHONE_BAD_CHARACTER, NULL },
  { "418 555-5555é", ORCH_PHONE_BAD_CHARACTER, NULL },
  { "418;555;5555", ORCH_PHONE_BAD_CHARACTER, NULL },
};

static void
test_check (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      orch_test_check_int (numbers[i].check, orch_phone_check (numbers[i].typed), numbers[i].typed);
      orch_test_check_string (numbers[i].e164, orch_phone_normalize (numbers[i].typed), numbers[i].typed);
    }
}

/* Every area code and every exchange of three digits, by the rule itself. */
static void
test_codes (void)
{
  for (int code = 200; code <= 999; code++)
    {
      gboolean n11 = code % 100 == 11;
      g_autofree char *as_area = g_strdup_printf ("%d5552368", code);
      g_autofree char *as_exchange = g_strdup_printf ("418%d2368", code);

      orch_test_check_int (n11 ? ORCH_PHONE_BAD_AREA_CODE : ORCH_PHONE_VALID, orch_phone_check (as_area), as_area);
      orch_test_check_int (n11 ? ORCH_PHONE_BAD_EXCHANGE : ORCH_PHONE_VALID, orch_phone_check (as_exchange),
                           as_exchange);
    }
}

static void
test_format (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      const char *typed = numbers[i].typed, *e164 = numbers[i].e164;

      if (e164 == NULL)
        {
          orch_test_check_string (typed, orch_phone_format (typed), typed);
          continue;
        }

      g_autofree char *shown = g_strdup_printf ("(%.3s) %.3s-%.4s", e164 + 2, e164 + 5, e164 + 8);
      g_autofree char *international = g_strdup_printf ("+1 %.3s %.3s-%.4s", e164 + 2, e164 + 5, e164 + 8);

      orch_test_check_string (shown, orch_phone_format (typed), typed);
      orch_test_check_string (shown, orch_phone_format (e164), e164);
      orch_test_check_string (international, orch_phone_format_international (typed), typed);
      orch_test_check_string (e164, orch_phone_normalize (shown), shown);
      orch_test_check_string (e164, orch_phone_normalize (international), international);
    }

  orch_test_check_string ("(418) 555-5555", orch_phone_format ("+14185555555"), "the header's example");
  orch_test_check_string ("+1 418 555-5555", orch_phone_format_international ("+14185555555"), "the header's example");
}

static guint
count_digits (const char *text, int characters)
{
  guint n = 0;

  for (const char *p = text; *p != '\0' && characters != 0; p = g_utf8_next_char (p), characters--)
    n += g_ascii_isdigit (*p) ? 1 : 0;
  return n;
}

static char *
keep_digits (const char *text)
{
  GString *digits = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_isdigit (*p))
      g_string_append_c (digits, *p);
  return g_string_free_and_steal (digits);
}

static char *
typed (const char *text)
{
  int cursor = (int) g_utf8_strlen (text, -1);

  return orch_phone_format_typing (text, &cursor);
}

static void
test_typing (void)
{
  static const struct
  {
    const char *text, *shown;
  } rows[] = {
    { "", "" },
    { "4", "(4" },
    { "41", "(41" },
    { "4185", "(418) 5" },
    { "41855", "(418) 55" },
    { "4185555", "(418) 555-5" },
    { "418555555", "(418) 555-555" },
    { "4185555555", "(418) 555-5555" },
    { "(418) 5555", "(418) 555-5" }, /* a key after "(418) 555" */
    { "(418) 555-5555", "(418) 555-5555" },
    { "14185555555", "(418) 555-5555" },
    { "+14185555555", "(418) 555-5555" },
    { "+1 418 555-5555", "(418) 555-5555" }, /* pasted */
    { "418.555.5555", "(418) 555-5555" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    orch_test_check_string (rows[i].shown, typed (rows[i].text), rows[i].text);
}

static void
test_typing_keeps_digits_and_cursor (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (418);

  for (guint round = 0; round < 2000; round++)
    {
      GString *text = g_string_new (NULL);
      int n = g_rand_int_range (random, 0, 15);

      for (int i = 0; i < n; i++)
        {
          /* The first one is no 1, which would be dropped as the country's. */
          g_string_append_c (text, (char) ('0' + g_rand_int_range (random, i == 0 ? 2 : 0, 10)));
          if (g_rand_int_range (random, 0, 5) == 0)
            g_string_append_c (text, " .-()"[g_rand_int_range (random, 0, 5)]);
        }

      int cursor = g_rand_int_range (random, 0, (gint32) text->len + 1);
      guint before = count_digits (text->str, cursor);
      g_autofree char *shown = orch_phone_format_typing (text->str, &cursor);
      g_autofree char *wanted_digits = keep_digits (text->str);
      g_autofree char *digits = keep_digits (shown);

      orch_test_check_true (g_str_equal (digits, wanted_digits), text->str);
      orch_test_check_true (cursor >= 0 && cursor <= g_utf8_strlen (shown, -1), text->str);
      orch_test_check_int (before, count_digits (shown, cursor), text->str);
      orch_test_check_string (shown, typed (shown), text->str);
      if (orch_phone_check (text->str) == ORCH_PHONE_VALID)
        orch_test_check_string (shown, orch_phone_format (text->str), text->str);
      g_string_free (text, TRUE);
    }
}

/* The country's 1 is dropped from a whole number: the cursor stays after the same one of the other digits. */
static void
test_typing_country (void)
{
  static const char *const rows[] = { "14185555555", "+14185555555", "+1 418 555-5555", "1 (418) 555-5555",
                                      "1-418-555-5555" };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (int at = 0; at <= (int) strlen (rows[i]); at++)
      {
        int cursor = at;
        guint before = count_digits (rows[i], at);
        g_autofree char *shown = orch_phone_format_typing (rows[i], &cursor);
        g_autofree char *row = g_strdup_printf ("%s, cursor at %d", rows[i], at);

        orch_test_check_string ("(418) 555-5555", g_strdup (shown), row);
        orch_test_check_true (cursor >= 0 && cursor <= 14, row);
        orch_test_check_int (before > 0 ? before - 1 : 0, count_digits (shown, cursor), row);
      }
}

/* Key after key at the end of the entry, each time on what was shown before: the eleventh digit makes it too long. */
static void
test_typing_key_by_key (void)
{
  static const char keys[] = "41855512345";
  g_autofree char *entry = g_strdup ("");

  for (guint i = 0; i < strlen (keys); i++)
    {
      g_autofree char *with_key = g_strdup_printf ("%s%c", entry, keys[i]);
      g_autofree char *wanted = g_strndup (keys, i + 1);
      int cursor = (int) strlen (with_key);

      g_free (entry);
      entry = orch_phone_format_typing (with_key, &cursor);
      orch_test_check_int (i + 1, count_digits (entry, cursor), entry);
      orch_test_check_string (wanted, keep_digits (entry), entry);
      if (i == 9)
        orch_test_check_int (ORCH_PHONE_VALID, orch_phone_check (entry), entry);
    }
  orch_test_check_int (ORCH_PHONE_TOO_LONG, orch_phone_check (entry), entry);
}

static void
test_extension (void)
{
  static const struct
  {
    const char *text;
    gboolean valid;
  } rows[] = {
    { NULL, TRUE },        { "", TRUE },
    { "0", TRUE },         { "1", TRUE },
    { "12", TRUE },        { "1234567", TRUE },
    { "12345678", FALSE }, { "12a", FALSE },
    { "x12", FALSE },      { "-1", FALSE },
    { "1 2", FALSE },      { "+1", FALSE },
    { "1.5", FALSE },      { "\xd9\xa1\xd9\xa2", FALSE }, /* digits of another script: no phone dials them */
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    orch_test_check_int (rows[i].valid, orch_phone_extension_is_valid (rows[i].text),
                         rows[i].text != NULL ? rows[i].text : "NULL");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/phone/check", test_check);
  g_test_add_func ("/core/phone/codes", test_codes);
  g_test_add_func ("/core/phone/format", test_format);
  g_test_add_func ("/core/phone/typing", test_typing);
  g_test_add_func ("/core/phone/typing-keeps-digits-and-cursor", test_typing_keeps_digits_and_cursor);
  g_test_add_func ("/core/phone/typing-country", test_typing_country);
  g_test_add_func ("/core/phone/typing-key-by-key", test_typing_key_by_key);
  g_test_add_func ("/core/phone/extension", test_extension);
  return orch_test_run ();
}
