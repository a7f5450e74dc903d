/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The health insurance number. The first five numbers are the vectors of emr-facts E4; the check digits of the others were
 * computed from its formula, apart from this program, for both centuries. All of them are made up.
 */
#include "core/orch-nam.h"
#include "orch-test.h"

/* Eleven characters, then the twelfth as the formula gives it for 19YY and for 20YY. */
static const struct
{
  const char *eleven;
  int digit_19, digit_20;
  gboolean day_in_19;
  gboolean female;
} vectors[] = {
  { "AAAA0101011", 2, 0, TRUE, FALSE },  { "LASF8002141", 1, 9, TRUE, FALSE }, { "AAAA0151011", 7, 5, TRUE, TRUE },
  { "LASF8052141", 6, 4, TRUE, TRUE },   { "TEST5412281", 6, 4, TRUE, FALSE }, { "ZYXW9912311", 1, 9, TRUE, FALSE },
  { "QRST4704053", 5, 3, TRUE, FALSE },  { "RSTU0362299", 3, 1, TRUE, TRUE },  { "BELE0556151", 1, 9, TRUE, TRUE },
  { "LYXA7211302", 8, 6, TRUE, FALSE },  { "OXXX6601014", 9, 7, TRUE, FALSE }, { "TREA8501011", 6, 4, TRUE, FALSE },
  { "GAGM1256311", 3, 1, FALSE, TRUE },  /* 31 June is no day at all */
  { "DAMZ0002291", 6, 4, FALSE, FALSE }, /* 29 February 1900 was no day, that of 2000 was */
  { "STPJ0052291", 8, 6, FALSE, TRUE },  { "LEBI0452291", 6, 4, TRUE, TRUE },  { "NGUV2505152", 4, 2, TRUE, FALSE },
  { "VWXY8560029", 6, 4, TRUE, TRUE },   { "JKLM9607318", 7, 5, TRUE, FALSE }, { "HIJN3058308", 5, 3, TRUE, TRUE },
  { "CDPO1962019", 6, 4, TRUE, TRUE },
};

static gboolean
is_no_day (const char *eleven)
{
  return g_str_equal (eleven, "GAGM1256311");
}

static OrchNamFlags
check (const char *text)
{
  return orch_nam_check (text, NULL, NULL, NULL, 0);
}

static void
test_vectors (void)
{
  static const char *const printed[] = { "AAAA01010112", "LASF80021411", "AAAA01510117", "LASF80521416",
                                         "TEST54122816" };

  for (guint i = 0; i < G_N_ELEMENTS (printed); i++)
    orch_test_check_int (ORCH_NAM_OK, check (printed[i]), printed[i]);
}

/* All ten last digits of every vector: right in one of the centuries that have the day, or a warning. */
static void
test_check_digit (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    for (int digit = 0; digit <= 9; digit++)
      {
        g_autofree char *nam = g_strdup_printf ("%s%d", vectors[i].eleven, digit);
        gboolean right = digit == vectors[i].digit_20 || (vectors[i].day_in_19 && digit == vectors[i].digit_19);

        if (is_no_day (vectors[i].eleven))
          orch_test_check_int (ORCH_NAM_BAD_DATE, check (nam) & ORCH_NAM_ERRORS, nam);
        else
          orch_test_check_int (right ? ORCH_NAM_OK : ORCH_NAM_BAD_CHECK_DIGIT, check (nam), nam);
      }
}

/* The birth date decides the century. */
static void
test_century (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    for (int century = 19; century <= 20; century++)
      {
        const char *eleven = vectors[i].eleven;
        int year = century * 100 + (eleven[4] - '0') * 10 + (eleven[5] - '0');
        int month = ((eleven[6] - '0') * 10 + (eleven[7] - '0')) % 50;
        int day = (eleven[8] - '0') * 10 + (eleven[9] - '0');

        if (!g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
          continue;

        g_autoptr (GDate) birth = g_date_new_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year);
        for (int digit = 0; digit <= 9; digit++)
          {
            g_autofree char *nam = g_strdup_printf ("%s%d", eleven, digit);
            g_autofree char *row = g_strdup_printf ("%s born in %d", nam, year);
            int right = century == 19 ? vectors[i].digit_19 : vectors[i].digit_20;

            orch_test_check_int (digit == right ? ORCH_NAM_OK : ORCH_NAM_BAD_CHECK_DIGIT,
                                 orch_nam_check (nam, NULL, NULL, birth, 0), row);
          }
      }
}

static void
test_malformed (void)
{
  static const char *const rows[] = {
    "",
    "   ",
    "A",
    "AAAA",
    "AAAA0101011",   /* eleven */
    "AAAA010101122", /* thirteen */
    "AAA001010112",  /* a digit among the letters */
    "AAAAA1010112",  /* a letter among the digits */
    "0101011AAAA2",
    "AAAA01010102", /* 11th character 0 */
    "AAAAO1010112", /* O for 0: never corrected */
    "TRE001010112", /* 0 for O: never corrected */
    "AAAA0101O112",
    "AAAA01010I12",
    "A\xce\x91"
    "AA01010112", /* a Greek Alpha */
    "AAAA\xef\xbc\x90"
    "1010112", /* a full-width 0 */
    "AAAA\xd9\xa0"
    "1010112", /* an Arabic-Indic 0 */
    "AAAA_0101_0112",
    "AAAA.0101.0112",
    "123456789012",
    "ABCDEFGHIJKL",
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      orch_test_check_true ((check (rows[i]) & ORCH_NAM_MALFORMED) != 0, rows[i]);
      orch_test_check_string (rows[i], orch_nam_format (rows[i]), rows[i]);
    }
}

/* AAAA YYMMDD1?: the day must exist in 19YY or in 20YY, month 1–12, or 51–62 for women. */
static void
test_dates (void)
{
  static const struct
  {
    const char *yymmdd;
    gboolean exists;
  } rows[] = {
    { "010131", TRUE },  { "010132", FALSE }, { "010100", FALSE }, { "010001", FALSE }, { "011201", TRUE },
    { "011301", FALSE }, { "015001", FALSE }, { "015101", TRUE },  { "016231", TRUE },  { "016301", FALSE },
    { "014901", FALSE }, { "019901", FALSE }, { "012001", FALSE }, { "013301", FALSE }, { "017101", FALSE },
    { "010431", FALSE }, { "010430", TRUE },  { "015431", FALSE }, { "010631", FALSE }, { "010931", FALSE },
    { "011131", FALSE }, { "010731", TRUE },  { "010831", TRUE },  { "010228", TRUE },  { "010229", FALSE },
    { "015229", FALSE }, { "010230", FALSE }, { "040229", TRUE },  { "045229", TRUE },  { "040230", FALSE },
    { "000229", TRUE },  { "005229", TRUE },  { "960229", TRUE },  { "990229", FALSE }, { "000230", FALSE },
    { "800299", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *nam = g_strdup_printf ("AAAA%s11", rows[i].yymmdd);
      OrchNamFlags flags = check (nam);

      orch_test_check_int (rows[i].exists ? 0 : ORCH_NAM_BAD_DATE, flags & ORCH_NAM_ERRORS, nam);
    }
}

static void
test_normalize (void)
{
  static const struct
  {
    const char *text, *normal;
  } rows[] = {
    { "AAAA01010112", "AAAA01010112" },
    { "aaaa 0101 0112", "AAAA01010112" },
    { "AAAA-0101-0112", "AAAA01010112" },
    { "  aaaa0101 0112 ", "AAAA01010112" },
    { "lasf\xc2\xa0"
      "8052\xc2\xa0"
      "1416",
      "LASF80521416" },                                 /* no-break spaces */
    { "b\xc3\xa9l\xc3\xa9 0556 1511", "BELE05561511" }, /* bélé */
    { "be\xcc\x81le 0556 1511", "BELE05561511" },       /* e and a combining acute */
    { "GAR\xc3\x87 8001 0111", "GARC80010111" },        /* GARÇ */
    { "LASF 8O52 1416", "LASF8O521416" },               /* a letter O stays one */
    { "TRE0 8501 0116", "TRE085010116" },               /* a digit 0 stays one */
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    orch_test_check_string (rows[i].normal, orch_nam_normalize (rows[i].text), rows[i].text);

  orch_test_check_int (ORCH_NAM_OK, check ("b\xc3\xa9l\xc3\xa9 0556 1511"), "bélé 0556 1511");
  orch_test_check_int (ORCH_NAM_OK, check ("lasf-8052-1416"), "lasf-8052-1416");
}

static void
test_format (void)
{
  orch_test_check_string ("AAAA 0101 0112", orch_nam_format ("AAAA01010112"), "plain");
  orch_test_check_string ("LASF 8052 1416", orch_nam_format ("lasf-8052-1416"), "as typed");
  orch_test_check_string ("AAAA 0101 0112", orch_nam_format ("AAAA 0101 0112"), "already");
  orch_test_check_string ("AAAA 0101 0119", orch_nam_format ("AAAA01010119"), "a wrong check digit is only a warning");
  orch_test_check_string ("lasf 8o52 1416", orch_nam_format ("lasf 8o52 1416"), "malformed: left as it is");
}

/* Three letters of the family name, padded with X, and the first of the given name: information only. */
static void
test_names (void)
{
  static const struct
  {
    const char *nam, *family, *given;
    gboolean agrees;
  } rows[] = {
    { "TREA85010116", "Tremblay", "Alice", TRUE },
    { "TREA85010116", "TREMBLAY", "alice", TRUE },
    { "TREA85010116", "Tr\xc3\xa9panier", "\xc3\x82nne", TRUE }, /* Trépanier, Ânne */
    { "TREA85010116", "Tre\xcc\x81panier", "Alice", TRUE },      /* decomposed */
    { "TREA85010116", "Gagnon", "Alice", FALSE },
    { "TREA85010116", "Tremblay", "Zo\xc3\xa9", FALSE },
    { "TREA85010116", "Gagnon", "Zo\xc3\xa9", FALSE },
    { "TREA85010116", NULL, NULL, TRUE },
    { "TREA85010116", "Tremblay", NULL, TRUE },
    { "TREA85010116", NULL, "Alice", TRUE },
    { "TREA85010116", "Gagnon", NULL, FALSE },
    { "TREA85010116", NULL, "Zo\xc3\xa9", FALSE },
    { "BELE05561511", "B\xc3\xa9langer", "\xc3\x89milie", TRUE }, /* Bélanger, Émilie */
    { "LYXA72113028", "Ly", "An", TRUE },                         /* padded */
    { "LYXA72113028", "Lyne", "An", FALSE },
    { "OXXX66010149", "O", "Xi", TRUE },
    { "OXXX66010149", "Oxx", "Xi", TRUE },
    { "DAMZ00022914", "D'Amours", "Zoltan", TRUE },
    { "DAMZ00022914",
      "D\xe2\x80\x99"
      "Amours",
      "Zoltan", TRUE }, /* D’Amours */
    { "STPJ00522916", "St-Pierre", "Julie", TRUE },
    { "LEBI04522916", "Le Blanc", "Isabelle", TRUE },
    { "LEBI04522914", "Lebel", "Isabelle-Marie", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *row = g_strdup_printf ("%s: %s, %s", rows[i].nam, rows[i].family != NULL ? rows[i].family : "-",
                                              rows[i].given != NULL ? rows[i].given : "-");

      orch_test_check_int (rows[i].agrees ? ORCH_NAM_OK : ORCH_NAM_OTHER_NAME,
                           orch_nam_check (rows[i].nam, rows[i].family, rows[i].given, NULL, 0), row);
    }
}

static void
test_sex (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      if (is_no_day (vectors[i].eleven))
        continue;

      g_autofree char *nam = g_strdup_printf ("%s%d", vectors[i].eleven, vectors[i].digit_20);

      orch_test_check_int (vectors[i].female ? ORCH_NAM_OK : ORCH_NAM_OTHER_SEX,
                           orch_nam_check (nam, NULL, NULL, NULL, 'F'), nam);
      orch_test_check_int (vectors[i].female ? ORCH_NAM_OTHER_SEX : ORCH_NAM_OK,
                           orch_nam_check (nam, NULL, NULL, NULL, 'M'), nam);
      orch_test_check_int (ORCH_NAM_OK, orch_nam_check (nam, NULL, NULL, NULL, 0), nam);
    }
}

static void
test_birth_date (void)
{
  static const struct
  {
    const char *nam;
    int year, month, day;
    gboolean agrees;
  } rows[] = {
    { "LASF80521416", 1980, 2, 14, TRUE },  { "LASF80521416", 1980, 2, 15, FALSE },
    { "LASF80521416", 1980, 3, 14, FALSE }, { "LASF80521416", 1981, 2, 14, FALSE },
    { "TEST54122816", 1954, 12, 28, TRUE }, { "DAMZ00022914", 2000, 2, 29, TRUE },
    { "DAMZ00022914", 2000, 3, 1, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GDate) birth =
          g_date_new_dmy ((GDateDay) rows[i].day, (GDateMonth) rows[i].month, (GDateYear) rows[i].year);
      g_autofree char *row =
          g_strdup_printf ("%s born %d-%02d-%02d", rows[i].nam, rows[i].year, rows[i].month, rows[i].day);
      OrchNamFlags flags = orch_nam_check (rows[i].nam, NULL, NULL, birth, 0);

      orch_test_check_int (rows[i].agrees ? 0 : ORCH_NAM_OTHER_BIRTH_DATE, flags & ORCH_NAM_OTHER_BIRTH_DATE, row);
      orch_test_check_int (0, flags & (ORCH_NAM_ERRORS | ORCH_NAM_OTHER_NAME | ORCH_NAM_OTHER_SEX), row);
      if (rows[i].agrees)
        orch_test_check_int (ORCH_NAM_OK, flags, row);
    }
}

/* Several disagreements are all told, and none of them is an error. */
static void
test_together (void)
{
  g_autoptr (GDate) birth = g_date_new_dmy (1, G_DATE_MAY, 1980);
  OrchNamFlags flags = orch_nam_check ("LASF80521416", "Gagnon", "Marc", birth, 'M');
  OrchNamFlags all = ORCH_NAM_OTHER_BIRTH_DATE | ORCH_NAM_OTHER_SEX | ORCH_NAM_OTHER_NAME;

  g_assert_cmpuint (flags & all, ==, all);
  g_assert_cmpuint (flags & ORCH_NAM_ERRORS, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/nam/vectors", test_vectors);
  g_test_add_func ("/core/nam/check-digit", test_check_digit);
  g_test_add_func ("/core/nam/century", test_century);
  g_test_add_func ("/core/nam/malformed", test_malformed);
  g_test_add_func ("/core/nam/dates", test_dates);
  g_test_add_func ("/core/nam/normalize", test_normalize);
  g_test_add_func ("/core/nam/format", test_format);
  g_test_add_func ("/core/nam/names", test_names);
  g_test_add_func ("/core/nam/sex", test_sex);
  g_test_add_func ("/core/nam/birth-date", test_birth_date);
  g_test_add_func ("/core/nam/together", test_together);
  return orch_test_run ();
}
