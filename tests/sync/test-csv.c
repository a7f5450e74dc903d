/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Staff and services from the files that spreadsheets write in Quebec, and from what is not a file of theirs at all.
 * Expected results: orch-csv-import.h, RFC 4180.
 */
#include <string.h>

#include "core/orch-error.h"
#include "core/orch-service.h"
#include "core/orch-staff-member.h"
#include "sync/orch-csv-import.h"
#include "sync/orch-import-run.h"

static OrchCsvImport *
parse_bytes (const void *data, gsize size, OrchImportKind kind, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  return orch_csv_import_parse (bytes, kind, error);
}

static OrchCsvImport *
parse (const char *text, OrchImportKind kind)
{
  g_autoptr (GError) error = NULL;
  OrchCsvImport *import = parse_bytes (text, strlen (text), kind, &error);

  g_assert_no_error (error);
  g_assert_nonnull (import);
  return import;
}

static const OrchStaffMemberFields *
person (OrchCsvImport *import, guint i)
{
  g_assert_cmpuint (i, <, orch_csv_import_get_good (import)->len);
  return orch_staff_member_get_fields (g_ptr_array_index (orch_csv_import_get_good (import), i));
}

static const OrchServiceFields *
service (OrchCsvImport *import, guint i)
{
  g_assert_cmpuint (i, <, orch_csv_import_get_good (import)->len);
  return orch_service_get_fields (g_ptr_array_index (orch_csv_import_get_good (import), i));
}

static void
check_bad (OrchCsvImport *import, const OrchCsvBadRow *expected, guint n_expected)
{
  guint n = 0;
  const OrchCsvBadRow *bad = orch_csv_import_get_bad (import, &n);

  g_assert_cmpuint (n, ==, n_expected);
  for (guint i = 0; i < n; i++)
    {
      g_test_message ("bad row %u", i);
      g_assert_cmpuint (bad[i].line, ==, expected[i].line);
      g_assert_cmpint (bad[i].fault, ==, expected[i].fault);
      g_assert_cmpstr (bad[i].text, ==, expected[i].text);
    }
}

/* Two people, whatever writes them. */
static void
test_dialects (void)
{
  static const struct
  {
    const char *name;
    const char *text;
  } rows[] = {
    { "semicolons", "Nom;Prénom;Permis\nTremblay;Émilie;12345\nRoy;José;54321\n" },
    { "commas", "Nom,Prénom,Permis\nTremblay,Émilie,12345\nRoy,José,54321\n" },
    { "tabs", "Nom\tPrénom\tPermis\nTremblay\tÉmilie\t12345\nRoy\tJosé\t54321\n" },
    { "lines of Windows", "Nom;Prénom;Permis\r\nTremblay;Émilie;12345\r\nRoy;José;54321\r\n" },
    { "no end of line", "Nom;Prénom;Permis\nTremblay;Émilie;12345\nRoy;José;54321" },
    { "byte order mark", "\xef\xbb\xbfNom;Prénom;Permis\nTremblay;Émilie;12345\nRoy;José;54321\n" },
    { "Windows-1252", "Nom;Pr\xe9nom;Permis\nTremblay;\xc9milie;12345\nRoy;Jos\xe9;54321\n" },
    { "all quoted", "\"Nom\";\"Prénom\";\"Permis\"\n\"Tremblay\";\"Émilie\";\"12345\"\n\"Roy\";\"José\";\"54321\"\n" },
    { "spaces around", " Nom ; Prénom ; Permis \n Tremblay ; Émilie ; 12345 \n Roy ; José ; 54321 \n" },
    { "another order", "Permis;Prénom;Nom\n12345;Émilie;Tremblay\n54321;José;Roy\n" },
    { "capitals without accents", "NOM;PRENOM;PERMIS\nTremblay;Émilie;12345\nRoy;José;54321\n" },
    { "English", "Licence number,Last name,First name\n12345,Tremblay,Émilie\n54321,Roy,José\n" },
    { "American", "License,Surname,Given name\n12345,Tremblay,Émilie\n54321,Roy,José\n" },
    { "columns of somebody else",
      "Couleur;Nom;Taille;Prénom;Permis;Note\nbleu;Tremblay;1;Émilie;12345;x\n;Roy;;José;54321\n" },
    { "empty lines", "Nom;Prénom;Permis\n\nTremblay;Émilie;12345\n;;\n\nRoy;José;54321\n\n" },
    { "commas in a file of semicolons", "Nom;Prénom;Permis\n\"Tremblay\";Émilie;12345\nRoy;José;54321\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (OrchCsvImport) import = NULL;

      g_test_message ("row: %s", rows[i].name);
      import = parse (rows[i].text, ORCH_IMPORT_STAFF);
      check_bad (import, NULL, 0);
      g_assert_cmpuint (orch_csv_import_get_good (import)->len, ==, 2);
      g_assert_cmpstr (person (import, 0)->family, ==, "Tremblay");
      g_assert_cmpstr (person (import, 0)->given, ==, "Émilie");
      g_assert_cmpstr (person (import, 0)->licence, ==, "12345");
      g_assert_cmpstr (person (import, 1)->family, ==, "Roy");
      g_assert_cmpstr (person (import, 1)->given, ==, "José");
      g_assert_cmpstr (person (import, 1)->licence, ==, "54321");
    }
}

static void
test_staff_fields (void)
{
  g_autoptr (OrchCsvImport) import =
      parse ("Titre;Nom;Prénom;Numéro de permis;Profession;Spécialité;Téléphone;Courriel\n"
             "Dre;L'Écuyer-Roy;Anne-Marie;1-12345-6;Médecin;Médecine de famille;418 555-5555;am@exemple.ca\n"
             ";Côté;;99;;;;\n",
             ORCH_IMPORT_STAFF);
  const OrchStaffMemberFields *first = person (import, 0);
  const OrchStaffMemberFields *second = person (import, 1);

  g_assert_cmpstr (first->prefix, ==, "Dre");
  g_assert_cmpstr (first->family, ==, "L'Écuyer-Roy");
  g_assert_cmpstr (first->given, ==, "Anne-Marie");
  g_assert_cmpstr (first->licence, ==, "1-12345-6");
  g_assert_cmpstr (first->profession, ==, "Médecin");
  g_assert_cmpstr (first->speciality, ==, "Médecine de famille");
  g_assert_cmpstr (first->phone, ==, "418 555-5555");
  g_assert_cmpstr (first->email, ==, "am@exemple.ca");
  g_assert_cmpint (first->origin, ==, ORCH_ORIGIN_HAND);
  g_assert_true (g_uuid_string_is_valid (first->id));
  g_assert_null (first->emr_id);
  g_assert_null (second->given);
  g_assert_null (second->email);
  g_assert_cmpstr (first->id, !=, second->id);
}

static void
test_service_fields (void)
{
  static const char *const headers[] = {
    "Nom;Nom anglais;Catégorie;Durée\n",
    "Nom du service;Nom en anglais;Category;Durée (minutes)\n",
    "Service name;English name;Category;Duration (minutes)\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      g_autofree char *text =
          g_strconcat (headers[i], "Vaccination;Vaccine;Prévention;15\nSuivi;;;1\nLong;;;480\n", NULL);
      g_autoptr (OrchCsvImport) import = parse (text, ORCH_IMPORT_SERVICES);

      check_bad (import, NULL, 0);
      g_assert_cmpuint (orch_csv_import_get_good (import)->len, ==, 3);
      g_assert_cmpstr (service (import, 0)->name, ==, "Vaccination");
      g_assert_cmpstr (service (import, 0)->name_en, ==, "Vaccine");
      g_assert_cmpstr (service (import, 0)->category, ==, "Prévention");
      g_assert_cmpint (service (import, 0)->duration_minutes, ==, 15);
      g_assert_cmpint (service (import, 0)->origin, ==, ORCH_ORIGIN_HAND);
      g_assert_true (g_uuid_string_is_valid (service (import, 0)->id));
      g_assert_cmpint (service (import, 1)->duration_minutes, ==, 1);
      g_assert_cmpint (service (import, 2)->duration_minutes, ==, 480);
      g_assert_cmpstr (service (import, 0)->id, !=, service (import, 1)->id);
    }
}

static void
test_bad_staff (void)
{
  static const OrchCsvBadRow expected[] = {
    { 2, ORCH_CSV_NO_NAME, "Dre" },
    { 4, ORCH_CSV_NO_LICENCE, "Dr" },
    { 6, ORCH_CSV_LICENCE_TWICE, "111" },
    { 7, ORCH_CSV_TOO_FEW_COLUMNS, "seul" },
    { 10, ORCH_CSV_NO_LICENCE, "Après un saut" },
    { 12, ORCH_CSV_BAD_QUOTES, "Dr" },
  };
  g_autoptr (OrchCsvImport) import = parse ("Titre;Nom;Permis\n"                     /* 1 */
                                            "Dre;;999\n"                             /* 2 */
                                            "Dre;Roy;111\n"                          /* 3 */
                                            "Dr;Gagnon;\n"                           /* 4 */
                                            "\n"                                     /* 5 */
                                            "Dr;Bouchard;111\n"                      /* 6 */
                                            "seul\n"                                 /* 7 */
                                            "Dr;\"Deux\nlignes\";222\n"              /* 8, 9 */
                                            "\"Après un saut\";Lavoie;\n"            /* 10 */
                                            "Dr;\"Le \"\"Grand\"\" Côté\";333\r\n"   /* 11 */
                                            "Dr;\"jamais fermé;444\nDr;Morin;555\n", /* 12 */
                                            ORCH_IMPORT_STAFF);

  check_bad (import, expected, G_N_ELEMENTS (expected));
  g_assert_cmpuint (orch_csv_import_get_good (import)->len, ==, 3);
  g_assert_cmpstr (person (import, 0)->family, ==, "Roy");
  g_assert_cmpstr (person (import, 2)->family, ==, "Le \"Grand\" Côté");
}

static void
test_bad_services (void)
{
  static const OrchCsvBadRow expected[] = {
    { 3, ORCH_CSV_NAME_TWICE, "vaccination" },
    { 4, ORCH_CSV_BAD_DURATION, "0" },
    { 5, ORCH_CSV_BAD_DURATION, "481" },
    { 6, ORCH_CSV_BAD_DURATION, "-15" },
    { 7, ORCH_CSV_BAD_DURATION, "quinze" },
    { 8, ORCH_CSV_BAD_DURATION, "15,5" },
    { 9, ORCH_CSV_BAD_DURATION, "G" },
    { 10, ORCH_CSV_NO_NAME, "20" },
    { 11, ORCH_CSV_BAD_DURATION, "99999999999999999999" },
  };
  g_autoptr (OrchCsvImport) import = parse ("Nom;Durée\n"
                                            "Vaccination;15\n"
                                            "vaccination;20\n"
                                            "B;0\n"
                                            "C;481\n"
                                            "D;-15\n"
                                            "E;quinze\n"
                                            "F;15,5\n"
                                            "G;\n"
                                            ";20\n"
                                            "H;99999999999999999999\n"
                                            "I;30\n",
                                            ORCH_IMPORT_SERVICES);

  check_bad (import, expected, G_N_ELEMENTS (expected));
  g_assert_cmpuint (orch_csv_import_get_good (import)->len, ==, 2);
}

/* A cell that a spreadsheet would compute is text like another: nothing here computes. */
static void
test_formulas_are_text (void)
{
  g_autoptr (OrchCsvImport) import = parse ("Nom;Permis\n"
                                            "=HYPERLINK(\"http://example.org\");1\n"
                                            "+1+1;2\n"
                                            "@SUM(A1);3\n"
                                            "-2;4\n",
                                            ORCH_IMPORT_STAFF);

  check_bad (import, NULL, 0);
  g_assert_cmpuint (orch_csv_import_get_good (import)->len, ==, 4);
  g_assert_true (g_str_has_prefix (person (import, 0)->family, "=HYPERLINK("));
  g_assert_cmpstr (person (import, 1)->family, ==, "+1+1");
}

static void
test_control_characters (void)
{
  g_autoptr (OrchCsvImport) import = parse ("Nom;Permis\nTrem\x01\x1b[31mblay;1\n", ORCH_IMPORT_STAFF);

  for (const char *c = person (import, 0)->family; *c != '\0'; c++)
    g_assert_false (g_ascii_iscntrl (*c));
}

static void
test_refused_files (void)
{
  static const struct
  {
    const char *name;
    OrchImportKind kind;
    const char *data;
    gsize size;
  } rows[] = {
    { "empty", ORCH_IMPORT_STAFF, "", 0 },
    { "a byte order mark alone", ORCH_IMPORT_STAFF, "\xef\xbb\xbf", 3 },
    { "blank", ORCH_IMPORT_STAFF, "\n\n\n", 3 },
    { "no header", ORCH_IMPORT_STAFF, "Tremblay;Émilie;12345\n", sizeof "Tremblay;Émilie;12345\n" - 1 },
    { "no licence column", ORCH_IMPORT_STAFF, "Nom;Prénom\nRoy;José\n", sizeof "Nom;Prénom\nRoy;José\n" - 1 },
    { "services as staff", ORCH_IMPORT_STAFF, "Nom;Durée\nA;15\n", sizeof "Nom;Durée\nA;15\n" - 1 },
    { "staff as services", ORCH_IMPORT_SERVICES, "Nom;Prénom;Permis\nA;B;1\n",
      sizeof "Nom;Prénom;Permis\nA;B;1\n" - 1 },
    { "a picture", ORCH_IMPORT_STAFF, "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16 },
    { "UTF-16", ORCH_IMPORT_STAFF, "\xff\xfeN\0o\0m\0", 8 },
    { "a spreadsheet", ORCH_IMPORT_SERVICES, "PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0", 14 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (OrchCsvImport) import = NULL;

      g_test_message ("row: %s", rows[i].name);
      import = parse_bytes (rows[i].data, rows[i].size, rows[i].kind, &error);
      g_assert_error (error, ORCH_ERROR, ORCH_ERROR_INVALID);
      g_assert_null (import);
    }
}

static void
test_message_names_the_columns (void)
{
  g_autoptr (GError) staff = NULL;
  g_autoptr (GError) services = NULL;

  g_assert_null (parse_bytes ("a;b\n", 4, ORCH_IMPORT_STAFF, &staff));
  g_assert_nonnull (strstr (staff->message, "nom"));
  g_assert_nonnull (strstr (staff->message, "permis"));
  g_assert_null (parse_bytes ("a;b\n", 4, ORCH_IMPORT_SERVICES, &services));
  g_assert_nonnull (strstr (services->message, "nom"));
  g_assert_nonnull (strstr (services->message, "durée"));
}

static void
test_header_alone (void)
{
  g_autoptr (OrchCsvImport) import = parse ("Nom;Permis\n", ORCH_IMPORT_STAFF);

  check_bad (import, NULL, 0);
  g_assert_cmpuint (orch_csv_import_get_good (import)->len, ==, 0);
}

static void
test_size_limit (void)
{
  static const char header[] = "Nom;Permis\nRoy;1\n";
  g_autofree char *data = g_malloc (ORCH_CSV_MAX_BYTES + 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (OrchCsvImport) fits = NULL;

  memset (data, '\n', ORCH_CSV_MAX_BYTES + 1);
  memcpy (data, header, sizeof header - 1);
  fits = parse_bytes (data, ORCH_CSV_MAX_BYTES, ORCH_IMPORT_STAFF, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (orch_csv_import_get_good (fits)->len, ==, 1);
  g_assert_null (parse_bytes (data, ORCH_CSV_MAX_BYTES + 1, ORCH_IMPORT_STAFF, &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_INVALID);
}

static void
test_row_limit (void)
{
  g_autoptr (GString) text = g_string_new ("Nom;Permis\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (OrchCsvImport) fits = NULL;

  for (guint i = 0; i < ORCH_CSV_MAX_ROWS; i++)
    g_string_append_printf (text, "Nom %u;%s%u\n", i, i % 100 == 0 ? "" : "P", i % 100 == 0 ? 7 : i);
  fits = parse_bytes (text->str, text->len, ORCH_IMPORT_STAFF, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (orch_csv_import_get_good (fits)->len, >, ORCH_CSV_MAX_ROWS - 300);
  g_string_append (text, "Un de trop;P-1\n");
  g_assert_null (parse_bytes (text->str, text->len, ORCH_IMPORT_STAFF, &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_INVALID);
}

static void
test_long_cell (void)
{
  g_autofree char *name = g_strnfill (100000, 'x');
  g_autofree char *text = g_strconcat ("Nom;Permis\n", name, ";1\nRoy;2\n", NULL);
  g_autoptr (OrchCsvImport) import = parse (text, ORCH_IMPORT_STAFF);

  g_assert_cmpuint (orch_csv_import_get_good (import)->len, ==, 2);
  g_assert_cmpuint (strlen (person (import, 0)->family), <=, 1000);
  g_assert_cmpstr (person (import, 1)->family, ==, "Roy");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/dialects", test_dialects);
  g_test_add_func ("/csv/staff-fields", test_staff_fields);
  g_test_add_func ("/csv/service-fields", test_service_fields);
  g_test_add_func ("/csv/bad-staff", test_bad_staff);
  g_test_add_func ("/csv/bad-services", test_bad_services);
  g_test_add_func ("/csv/formulas-are-text", test_formulas_are_text);
  g_test_add_func ("/csv/control-characters", test_control_characters);
  g_test_add_func ("/csv/refused-files", test_refused_files);
  g_test_add_func ("/csv/message-names-the-columns", test_message_names_the_columns);
  g_test_add_func ("/csv/header-alone", test_header_alone);
  g_test_add_func ("/csv/size-limit", test_size_limit);
  g_test_add_func ("/csv/row-limit", test_row_limit);
  g_test_add_func ("/csv/long-cell", test_long_cell);
  return g_test_run ();
}
