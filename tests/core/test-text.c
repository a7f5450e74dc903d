/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Text: folding for searches, French dictionary order (a list put in order by hand), and cleaning of what comes from outside.
 */
#include <locale.h>
#include <stdlib.h>

#include "core/orch-text.h"
#include "orch-test.h"

static void
test_fold (void)
{
  static const struct
  {
    const char *text, *folded;
  } rows[] = {
    { NULL, "" },
    { "", "" },
    { "   ", "" },
    { "abc", "abc" },
    { "ABC", "abc" },
    { "Élève", "eleve" },
    { "ÉLÈVE", "eleve" },
    { "E\xcc\x81le\xcc\x80ve", "eleve" }, /* decomposed */
    { "à â ä ç é è ê ë î ï ô ö ù û ü ÿ ñ", "a a a c e e e e i i o o u u u y n" },
    { "À Â Ä Ç É È Ê Ë Î Ï Ô Ö Ù Û Ü Ÿ Ñ", "a a a c e e e e i i o o u u u y n" },
    { "Cœur", "coeur" },
    { "ŒUVRE", "oeuvre" },
    { "Lætitia", "laetitia" },
    { "ÆTHER", "aether" },
    { "  Prise   de\tsang \n", "prise de sang" },
    { "Prise\xc2\xa0"
      "de\xe2\x80\xaf"
      "sang",
      "prise de sang" }, /* no-break, narrow no-break */
    { "l\xe2\x80\x99"
      "été",
      "l'ete" }, /* ’ */
    { "l'été", "l'ete" },
    { "l\xe2\x80\x98été", "l'ete" }, /* ‘ */
    { "l\xca\xbcété", "l'ete" },     /* ʼ, the letter apostrophe */
    { "Saint\xe2\x80\x90"
      "Jean",
      "saint-jean" }, /* ‐ */
    { "Saint\xe2\x80\x92"
      "Jean",
      "saint-jean" }, /* ‒ */
    { "Saint\xe2\x80\x95"
      "Jean",
      "saint-jean" }, /* ― */
    { "\xc2\xa0"
      "été\xc2\xa0",
      "ete" },
    { "Saint\xe2\x80\x93"
      "Jean",
      "saint-jean" }, /* – */
    { "Saint\xe2\x80\x94"
      "Jean",
      "saint-jean" }, /* — */
    { "Saint\xe2\x80\x91"
      "Jean",
      "saint-jean" }, /* no-break hyphen */
    { "Saint-Jean", "saint-jean" },
    { "Échographie 2e trimestre (20 min)", "echographie 2e trimestre (20 min)" },
    { "Nguyễn Thị", "nguyen thi" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *row = rows[i].text != NULL ? rows[i].text : "NULL";

      orch_test_check_string (rows[i].folded, orch_text_fold (rows[i].text), row);
      orch_test_check_string (rows[i].folded, orch_text_fold (rows[i].folded), row); /* folding twice changes nothing */
    }
}

/* In dictionary order. Words that differ by accents only stand where every French order agrees: the plain one first. */
static const char *const dictionary[] = {
  "abcès",   "abeille",   "âge",    "agenda",  "aïeul",  "aigu",       "âme",    "amer",    "âne",     "année",
  "août",    "apéro",     "bébé",   "bec",     "bénin",  "benne",      "bœuf",   "bohème",  "ça",      "cabine",
  "codage",  "cœliaque",  "cœur",   "coffre",  "cote",   "côte",       "côté",   "coteau",  "dé",      "début",
  "des",     "dès",       "dessin", "du",      "dû",     "eau",        "écho",   "éclair",  "école",   "économie",
  "Édouard", "effet",     "élève",  "Émile",   "épée",   "été",        "être",   "étude",   "fête",    "feu",
  "forêt",   "forge",     "garçon", "gardien", "gêne",   "généalogie", "genou",  "hôpital", "horaire", "île",
  "image",   "la",        "là",     "labo",    "mais",   "maïs",       "maison", "mur",     "mûr",     "musée",
  "Noël",    "nœud",      "noir",   "odeur",   "œuf",    "offrir",     "ou",     "où",      "ouate",   "péché",
  "pêcher",  "pédiatrie", "sur",    "sûr",     "sûreté", "tache",      "tâche",  "taille",  "vaccin",  "zéro",
  "Zoé",
};

static const char *const numbered[] = {
  "Bloc 1",
  "Bloc 2",
  "Bloc 9",
  "Bloc 10",
  "Bloc 11",
  "Bloc 99",
  "Bloc 100",
  "Bloc 99999999999999999999",
  "Bloc 100000000000000000000",
};

static void
check_order (const char *const *words, guint n)
{
  for (guint i = 0; i < n; i++)
    for (guint j = i + 1; j < n; j++)
      {
        g_autofree char *a = orch_text_collation_key (words[i]);
        g_autofree char *b = orch_text_collation_key (words[j]);
        g_autofree char *row = g_strdup_printf ("%s before %s", words[i], words[j]);

        orch_test_check_true (strcmp (a, b) < 0, row);
      }
}

static void
test_collation (void)
{
  check_order (dictionary, G_N_ELEMENTS (dictionary));
  check_order (numbered, G_N_ELEMENTS (numbered));

  static const char *const pairs[][2] = {
    { "cote", "coté" },
    { "coté", "côté" },
    { "cote", "côté" },
    { "eleve", "élève" },
    { "peche", "pêche" },
    { "a", "à" },
    { "", "a" },
    { "", "1" },
    /* capitals do not come first */
    { "abeille", "Abri" },
    { "Abeille", "abri" },
    { "Zèbre", "zone" },
    { "ÉCOLE", "économie" },
    { "école", "ÉCONOMIE" },
    /* the accent decides only between equals: what follows counts before it */
    { "pêche a", "peche b" },
    { "côté 1", "cote 2" },
    { "Été 2025", "Ete 2026" },
    { "mûr ancien", "mur neuf" },
    { "cœur droit", "coeur gauche" },
    { "cotes", "côtes" },
    /* numbers by value, wherever they stand */
    { "salle 2", "salle 10" },
    { "a9b", "a10b" },
    { "9 h", "10 h" },
    { "Suivi 15 min", "Suivi 120 min" },
    { "Salle 2b", "Salle 10a" },
    { "Salle 2a", "Salle 2b" },
    { "Salle 1", "Salle 02" },
    { "Salle 02", "Salle 3" },
    { "Salle 9", "Salle 010" },
    { "0", "1" },
    { "000", "1" },
    { "2 étages", "10 caves" },
    { "1.9", "1.10" },
    { "lit 5", "lit 5 bis" },
    { "09", "10" },
    { "99", "0100" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    check_order (pairs[i], 2);
}

/* Equal letters in another case, or equal numbers with other zeros, stand side by side. */
static void
test_collation_neighbours (void)
{
  static const char *const rows[][4] = {
    { "Émil", "émile", "ÉMILE", "émilie" },
    { "salle 6", "salle 7", "salle 007", "salle 8" },
    { "œuf", "œufs", "Oeufs", "œufsa" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint j = 1; j <= 2; j++)
      {
        const char *const before[] = { rows[i][0], rows[i][j] };
        const char *const after[] = { rows[i][j], rows[i][3] };

        check_order (before, 2);
        check_order (after, 2);
      }
}

static void
test_collation_keys (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (dictionary); i++)
    {
      g_autofree char *key = orch_text_collation_key (dictionary[i]);
      g_autofree char *composed = g_utf8_normalize (dictionary[i], -1, G_NORMALIZE_NFC);
      g_autofree char *decomposed = g_utf8_normalize (dictionary[i], -1, G_NORMALIZE_NFD);

      orch_test_check_true (g_utf8_validate (key, -1, NULL), dictionary[i]);
      for (const char *p = key; *p != '\0'; p = g_utf8_next_char (p))
        orch_test_check_true (g_unichar_isprint (g_utf8_get_char (p)), dictionary[i]);
      orch_test_check_string (key, orch_text_collation_key (composed), dictionary[i]);
      orch_test_check_string (key, orch_text_collation_key (decomposed), dictionary[i]);
    }
}

static void
test_collation_locale (void)
{
  g_autofree char *before = g_strdup (setlocale (LC_ALL, NULL));
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (dictionary); i++)
    g_ptr_array_add (keys, orch_text_collation_key (dictionary[i]));
  if (setlocale (LC_ALL, "fr_CA.UTF-8") == NULL)
    {
      g_test_skip ("the locale fr_CA.UTF-8 is not installed");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (dictionary); i++)
    orch_test_check_string (g_ptr_array_index (keys, i), orch_text_collation_key (dictionary[i]), dictionary[i]);
  setlocale (LC_ALL, before);
}

static gboolean
has_control_character (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

static void
test_clean (void)
{
  static const struct
  {
    const char *text;
    gsize max;
    const char *clean;
  } rows[] = {
    { NULL, 0, "" },
    { "", 0, "" },
    { "  ", 0, "" },
    { " abc ", 0, "abc" },
    { "\t\nabc\r\n", 0, "abc" },
    { "a\x07"
      "b",
      0, "ab" },
    { "a\x1b"
      "b\x7f"
      "c",
      0, "abc" },
    { "a\xc2\x9b"
      "b",
      0, "ab" }, /* U+009B, a control character of two bytes */
    { "abc", 0, "abc" },
    { "abc", 3, "abc" },
    { "abc", 2, "ab" },
    { "éèêë", 2, "éè" },
    { "😀😀😀", 1, "😀" },
    { "L’été à l’hôpital", 0, "L’été à l’hôpital" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    orch_test_check_string (rows[i].clean, orch_text_clean (rows[i].text, rows[i].max),
                            rows[i].text != NULL ? rows[i].text : "NULL");
}

/* Bytes of every kind: always valid, without control characters, never longer than asked. */
static void
test_clean_any_bytes (void)
{
  static const char *const broken[] = { "abc\xff"
                                        "def",
                                        "\xc3",
                                        "\xe2\x82",
                                        "\xc0\xaf",
                                        "\xed\xa0\x80",
                                        "\xf5\x80\x80\x80",
                                        "\x80" };
  g_autoptr (GRand) random = g_rand_new_with_seed (29);

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autofree char *clean = orch_text_clean (broken[i], 0);

      orch_test_check_true (clean != NULL && g_utf8_validate (clean, -1, NULL), "broken");
    }

  g_autofree char *kept = orch_text_clean (broken[0], 0);
  orch_test_check_true (g_str_has_prefix (kept, "abc") && g_str_has_suffix (kept, "def"), "what is good in it stays");

  for (guint round = 0; round < 5000; round++)
    {
      char bytes[33] = { 0 };
      gsize max = (gsize) g_rand_int_range (random, 0, 12);

      for (int i = g_rand_int_range (random, 0, 32); i > 0; i--)
        bytes[i - 1] = (char) g_rand_int_range (random, 1, 256);

      g_autofree char *clean = orch_text_clean (bytes, max);
      if (clean == NULL || !g_utf8_validate (clean, -1, NULL))
        {
          g_test_message ("round %u", round);
          g_assert_not_reached ();
        }
      g_assert_false (has_control_character (clean));
      g_assert_true (max == 0 || g_utf8_strlen (clean, -1) <= (glong) max);
    }
}

static void
test_empty_and_length (void)
{
  static const char *const empty[] = { NULL, "", " ", "   ", "\t", "\n", " \t\r\n ", "\xc2\xa0", "\xe2\x80\xaf" };
  static const char *const full[] = { "a", " a ", ".", "0", "é", "\t-" };

  for (guint i = 0; i < G_N_ELEMENTS (empty); i++)
    orch_test_check_true (orch_text_is_empty (empty[i]), empty[i] != NULL ? empty[i] : "NULL");
  for (guint i = 0; i < G_N_ELEMENTS (full); i++)
    orch_test_check_true (!orch_text_is_empty (full[i]), full[i]);

  orch_test_check_int (0, orch_text_length (NULL), "NULL");
  orch_test_check_int (0, orch_text_length (""), "empty");
  orch_test_check_int (3, orch_text_length ("abc"), "abc");
  orch_test_check_int (4, orch_text_length ("éèêë"), "éèêë");
  orch_test_check_int (2, orch_text_length ("😀!"), "an emoji");
}

static void
test_escape_log (void)
{
  static const char *const hostile[] = {
    "a\nb",
    "a\rb",
    "a\r\n2026-11-21 sign-in ok",
    "\x1b[2J",
    "a\tb",
    "\x01\x02\x7f",
    "a\xc2\x85"
    "b",
    "a\xc2\x9b"
    "b",
  };

  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autofree char *line = orch_text_escape_log (hostile[i]);

      orch_test_check_true (g_utf8_validate (line, -1, NULL) && !has_control_character (line), hostile[i]);
      /* escaped, not dropped */
      orch_test_check_true (strlen (line) > strlen (hostile[i]) || strlen (line) >= 4, hostile[i]);
    }
  orch_test_check_string ("Réponse 404 du concentrateur", orch_text_escape_log ("Réponse 404 du concentrateur"),
                          "plain");

  /* Two different texts are never shown as one. */
  g_autofree char *newline = orch_text_escape_log ("a\nb");
  g_autofree char *joined = orch_text_escape_log ("ab");
  g_autofree char *bell = orch_text_escape_log ("a\x07"
                                                "b");
  g_assert_cmpstr (newline, !=, joined);
  g_assert_cmpstr (newline, !=, bell);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/text/fold", test_fold);
  g_test_add_func ("/core/text/collation", test_collation);
  g_test_add_func ("/core/text/collation-neighbours", test_collation_neighbours);
  g_test_add_func ("/core/text/collation-keys", test_collation_keys);
  g_test_add_func ("/core/text/collation-locale", test_collation_locale);
  g_test_add_func ("/core/text/clean", test_clean);
  g_test_add_func ("/core/text/clean-any-bytes", test_clean_any_bytes);
  g_test_add_func ("/core/text/empty-and-length", test_empty_and_length);
  g_test_add_func ("/core/text/escape-log", test_escape_log);
  return orch_test_run ();
}
