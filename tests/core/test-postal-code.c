/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Postal codes by Canada Post's rules: letter digit letter, digit letter digit; D F I O Q U nowhere, W and Z not first; the
 * first letter is the postal district, which belongs to a province.
 */
#include "core/orch-postal-code.h"
#include "orch-test.h"

static void
test_normalize (void)
{
  static const struct
  {
    const char *text, *normal;
  } rows[] = {
    { "G1G 1G1", "G1G 1G1" }, /* the wizard's own example */
    { "g1g 1g1", "G1G 1G1" },
    { "g1g1g1", "G1G 1G1" },
    { "G1G1G1", "G1G 1G1" },
    { "h2x 3y7", "H2X 3Y7" },
    { "J4B5E4", "J4B 5E4" },
    { "K1A 0B1", "K1A 0B1" },
    { "X0A 0H0", "X0A 0H0" },
    { "G1W 1Z1", "G1W 1Z1" }, /* W and Z may stand elsewhere */
    { "G0Z 9W9", "G0Z 9W9" },
    { "", NULL },
    { "   ", NULL },
    { "G", NULL },
    { "G1G", NULL },
    { "G1G 1G", NULL },
    { "G1G 1G11", NULL },
    { "G1G 1G1 1", NULL },
    { "G1G1G1G1G1", NULL },
    { "11G 1G1", NULL },
    { "GGG 1G1", NULL },
    { "G11 1G1", NULL },
    { "G1G GG1", NULL },
    { "G1G 111", NULL },
    { "G1G 1GG", NULL },
    { "1G1 G1G", NULL },
    { "GIG 1G1", NULL }, /* a letter I for the digit */
    { "G1G OG1", NULL }, /* a letter O for the digit */
    { "90210", NULL },
    { "\xc3\x89"
      "1G 1G1",
      NULL },                       /* É */
    { "G\xef\xbc\x91G 1G1", NULL }, /* a full-width 1 */
    { "\xef\xbc\xa7"
      "1G 1G1",
      NULL }, /* a full-width G */
    { "G1G_1G1", NULL },
    { "G1G 1G!", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    orch_test_check_string (rows[i].normal, orch_postal_code_normalize (rows[i].text), rows[i].text);
}

/* Each letter in each of the three places, in both cases. */
static void
test_letters (void)
{
  for (char letter = 'A'; letter <= 'Z'; letter++)
    for (guint place = 0; place < 3; place++)
      {
        char code[] = "G1G 1G1";
        char lower[] = "g1g1g1";
        gboolean allowed = strchr ("DFIOQU", letter) == NULL && !(place == 0 && (letter == 'W' || letter == 'Z'));

        code[(guint[]) { 0, 2, 5 }[place]] = letter;
        lower[place * 2] = g_ascii_tolower (letter);
        orch_test_check_string (allowed ? code : NULL, orch_postal_code_normalize (code), code);
        orch_test_check_string (allowed ? code : NULL, orch_postal_code_normalize (lower), lower);
      }
}

static char *
typed (const char *text)
{
  int cursor = (int) g_utf8_strlen (text, -1);

  return orch_postal_code_format_typing (text, &cursor);
}

static void
test_typing (void)
{
  static const struct
  {
    const char *text, *shown;
  } rows[] = {
    { "", "" },
    { "g", "G" },
    { "g1", "G1" },
    { "g1g1", "G1G 1" },
    { "g1g1g1", "G1G 1G1" },
    { "G1G 1G1", "G1G 1G1" },
    { "g1g-1g1", "G1G 1G1" },
    { " g 1 g 1 g 1 ", "G1G 1G1" },
    { "g1g1g11", "G1G 1G11" }, /* nothing typed vanishes */
    { "a!b?", "A!B ?" },
    { "oiq0", "OIQ 0" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    orch_test_check_string (rows[i].shown, typed (rows[i].text), rows[i].text);
}

static guint
count_kept (const char *text, int characters)
{
  guint n = 0;

  for (const char *p = text; *p != '\0' && characters != 0; p = g_utf8_next_char (p), characters--)
    n += *p != ' ' && *p != '-' ? 1 : 0;
  return n;
}

static void
test_typing_keeps_cursor (void)
{
  static const char *const texts[] = {
    "", "g", "g1g", "g1g1", "g1g1g1", "G1G 1G1", "g1g-1g1", "g1g  1g1", "g1g1g1h2h"
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (int at = 0; at <= (int) strlen (texts[i]); at++)
      {
        int cursor = at;
        guint before = count_kept (texts[i], at);
        g_autofree char *shown = orch_postal_code_format_typing (texts[i], &cursor);

        orch_test_check_true (cursor >= 0 && cursor <= g_utf8_strlen (shown, -1), texts[i]);
        orch_test_check_int (before, count_kept (shown, cursor), texts[i]);
        orch_test_check_string (shown, typed (shown), texts[i]);
      }
}

/* Canada Post's districts. X is shared by Nunavut and the Northwest Territories. */
static void
test_matches_province (void)
{
  static const struct
  {
    const char *province, *districts;
  } rows[] = {
    { "QC", "GHJ" }, { "ON", "KLMNP" }, { "NL", "A" }, { "NS", "B" }, { "PE", "C" }, { "NB", "E" },
    { "MB", "R" },   { "SK", "S" },     { "AB", "T" }, { "BC", "V" }, { "YT", "Y" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (const char *district = "ABCEGHJKLMNPRSTVXY"; *district != '\0'; district++)
      {
        char code[] = "G2P 1L4";
        g_autofree char *row = NULL;

        code[0] = *district;
        row = g_strdup_printf ("%s in %s", code, rows[i].province);
        orch_test_check_int (strchr (rows[i].districts, *district) != NULL,
                             orch_postal_code_matches_province (code, rows[i].province), row);
      }

  orch_test_check_true (orch_postal_code_matches_province ("X0A 0H0", "NU"), "Iqaluit");
  orch_test_check_true (orch_postal_code_matches_province ("X1A 2N4", "NT"), "Yellowknife");
  orch_test_check_true (!orch_postal_code_matches_province ("G1G 1G1", "NU"), "Québec is not in Nunavut");
  orch_test_check_true (!orch_postal_code_matches_province ("G1G 1G1", "NT"), "nor in the Northwest Territories");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/postal-code/normalize", test_normalize);
  g_test_add_func ("/core/postal-code/letters", test_letters);
  g_test_add_func ("/core/postal-code/typing", test_typing);
  g_test_add_func ("/core/postal-code/typing-keeps-cursor", test_typing_keeps_cursor);
  g_test_add_func ("/core/postal-code/matches-province", test_matches_province);
  return orch_test_run ();
}
