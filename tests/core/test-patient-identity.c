/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The identity page: what is required (product.md §4: name, birth date, sex, NAM, address, phone, e-mail), what is wrong of each, and who may be
 * the same person. NAM: a malformed number is an error, a check digit or a disagreement a warning (emr-facts E4; its numbers).
 */
#include "core/orch-clock.h"
#include "core/orch-patient-identity.h"
#include "orch-test.h"

#define NOW G_GINT64_CONSTANT (1795370400000000) /* 2026-11-22 in Montréal */

static const OrchPatientFields whole = {
  .id = "p",
  .family = "Lasalle",
  .given = "Françoise",
  .birth_date = "1980-02-14",
  .sex = "female",
  .nam = "LASF80521416", /* of emr-facts E4 */
  .street = "12, rue des Érables",
  .city = "Québec",
  .province = "QC",
  .postal_code = "G1G 1G1",
  .phone = "+14185555555",
  .email = "francoise@example.org",
};

typedef struct
{
  const char *row;
  gsize offset;
  OrchIdentityField field;
  const char *value;
  OrchIdentityProblem problem;
} Row;

#define FIELD(member, field, value, problem)                                                                           \
  { #member ": " #value, G_STRUCT_OFFSET (OrchPatientFields, member), field, value, problem }

static const Row rows[] = {
  FIELD (family, ORCH_IDENTITY_FAMILY, NULL, ORCH_IDENTITY_MISSING),
  FIELD (family, ORCH_IDENTITY_FAMILY, "  ", ORCH_IDENTITY_MISSING),
  FIELD (given, ORCH_IDENTITY_GIVEN, NULL, ORCH_IDENTITY_MISSING),
  FIELD (birth_date, ORCH_IDENTITY_BIRTH_DATE, NULL, ORCH_IDENTITY_MISSING),
  FIELD (birth_date, ORCH_IDENTITY_BIRTH_DATE, "1980-02", ORCH_IDENTITY_MALFORMED),
  FIELD (birth_date, ORCH_IDENTITY_BIRTH_DATE, "1981-02-29", ORCH_IDENTITY_MALFORMED),
  FIELD (birth_date, ORCH_IDENTITY_BIRTH_DATE, "14/02/1980", ORCH_IDENTITY_MALFORMED),
  FIELD (birth_date, ORCH_IDENTITY_BIRTH_DATE, "2026-11-23", ORCH_IDENTITY_FUTURE),
  FIELD (birth_date, ORCH_IDENTITY_BIRTH_DATE, "1880-01-01", ORCH_IDENTITY_TOO_OLD),
  FIELD (birth_date, ORCH_IDENTITY_BIRTH_DATE, "2026-11-22", ORCH_IDENTITY_GOOD),
  FIELD (sex, ORCH_IDENTITY_SEX, NULL, ORCH_IDENTITY_MISSING),
  FIELD (sex, ORCH_IDENTITY_SEX, "unknown", ORCH_IDENTITY_MISSING),
  FIELD (sex, ORCH_IDENTITY_SEX, "other", ORCH_IDENTITY_GOOD),
  FIELD (sex, ORCH_IDENTITY_SEX, "F", ORCH_IDENTITY_MALFORMED),
  FIELD (nam, ORCH_IDENTITY_NAM, NULL, ORCH_IDENTITY_MISSING),
  FIELD (nam, ORCH_IDENTITY_NAM, "LASF 8052 1416", ORCH_IDENTITY_GOOD),
  FIELD (nam, ORCH_IDENTITY_NAM, "LASF8052141", ORCH_IDENTITY_MALFORMED),
  FIELD (nam, ORCH_IDENTITY_NAM, "LASF80521406", ORCH_IDENTITY_MALFORMED), /* 11th character 0 */
  FIELD (nam, ORCH_IDENTITY_NAM, "LASF80633116", ORCH_IDENTITY_MALFORMED), /* no 13th month */
  FIELD (nam, ORCH_IDENTITY_NAM, "LASF80521417", ORCH_IDENTITY_GOOD),      /* check digit: a warning */
  FIELD (street, ORCH_IDENTITY_STREET, NULL, ORCH_IDENTITY_MISSING),
  FIELD (city, ORCH_IDENTITY_CITY, NULL, ORCH_IDENTITY_MISSING),
  FIELD (province, ORCH_IDENTITY_PROVINCE, NULL, ORCH_IDENTITY_MISSING),
  FIELD (province, ORCH_IDENTITY_PROVINCE, "XX", ORCH_IDENTITY_MALFORMED),
  FIELD (province, ORCH_IDENTITY_PROVINCE, "ON", ORCH_IDENTITY_GOOD),
  FIELD (postal_code, ORCH_IDENTITY_POSTAL_CODE, NULL, ORCH_IDENTITY_MISSING),
  FIELD (postal_code, ORCH_IDENTITY_POSTAL_CODE, "G1G1G1", ORCH_IDENTITY_GOOD),
  FIELD (postal_code, ORCH_IDENTITY_POSTAL_CODE, "D1G 1G1", ORCH_IDENTITY_MALFORMED),
  FIELD (phone, ORCH_IDENTITY_PHONE, NULL, ORCH_IDENTITY_MISSING),
  FIELD (phone, ORCH_IDENTITY_PHONE, "(418) 555-5555", ORCH_IDENTITY_GOOD),
  FIELD (phone, ORCH_IDENTITY_PHONE, "418 555", ORCH_IDENTITY_MALFORMED),
  FIELD (email, ORCH_IDENTITY_EMAIL, NULL, ORCH_IDENTITY_MISSING),
  FIELD (email, ORCH_IDENTITY_EMAIL, "f.lasalle+soins@hopital.example.org", ORCH_IDENTITY_GOOD),
  FIELD (email, ORCH_IDENTITY_EMAIL, "francoise", ORCH_IDENTITY_MALFORMED),
  FIELD (email, ORCH_IDENTITY_EMAIL, "francoise@", ORCH_IDENTITY_MALFORMED),
  FIELD (email, ORCH_IDENTITY_EMAIL, "@example.org", ORCH_IDENTITY_MALFORMED),
  FIELD (email, ORCH_IDENTITY_EMAIL, "a@b@example.org", ORCH_IDENTITY_MALFORMED),
  FIELD (email, ORCH_IDENTITY_EMAIL, "francoise@example", ORCH_IDENTITY_MALFORMED),
  FIELD (email, ORCH_IDENTITY_EMAIL, "fran coise@example.org", ORCH_IDENTITY_MALFORMED),
  FIELD (email, ORCH_IDENTITY_EMAIL, "francoise@example..org", ORCH_IDENTITY_MALFORMED),
};

static void
test_whole (void)
{
  OrchIdentityCheck check;

  orch_identity_check (&whole, NOW, &check);
  for (guint i = 0; i < ORCH_N_IDENTITY_FIELDS; i++)
    g_assert_cmpint (check.problems[i], ==, ORCH_IDENTITY_GOOD);
  g_assert_cmpint (check.warnings, ==, 0);
  g_assert_true (orch_identity_is_complete (&check));
}

/* One field at a time: that field alone is wrong, and the whole is complete when it is not. */
static void
test_fields (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      OrchPatientFields fields = whole;
      OrchIdentityCheck check;

      G_STRUCT_MEMBER (const char *, &fields, rows[i].offset) = rows[i].value;
      orch_identity_check (&fields, NOW, &check);
      for (guint j = 0; j < ORCH_N_IDENTITY_FIELDS; j++)
        orch_test_check_int (j == rows[i].field ? rows[i].problem : ORCH_IDENTITY_GOOD, check.problems[j], rows[i].row);
      orch_test_check_int (rows[i].problem == ORCH_IDENTITY_GOOD, orch_identity_is_complete (&check), rows[i].row);
    }
}

/* What is only to be looked at does not stop anybody. */
static void
test_warnings (void)
{
  static const struct
  {
    const char *row, *nam, *birth_date, *sex;
    OrchNamFlags warnings;
  } warned[] = {
    { "check digit", "LASF80521417", "1980-02-14", "female", ORCH_NAM_BAD_CHECK_DIGIT },
    { "sex", "LASF80521416", "1980-02-14", "male", ORCH_NAM_OTHER_SEX },
    { "sex that has no letter on the card", "LASF80521416", "1980-02-14", "other", 0 },
    { "birth date", "LASF80521416", "1980-02-15", "female", ORCH_NAM_OTHER_BIRTH_DATE },
    { "name", "TEST54122816", "1954-12-28", "male", ORCH_NAM_OTHER_NAME },
  };

  for (guint i = 0; i < G_N_ELEMENTS (warned); i++)
    {
      OrchPatientFields fields = whole;
      OrchIdentityCheck check;

      fields.nam = warned[i].nam;
      fields.birth_date = warned[i].birth_date;
      fields.sex = warned[i].sex;
      orch_identity_check (&fields, NOW, &check);
      orch_test_check_int (warned[i].warnings, check.warnings, warned[i].row);
      orch_test_check_true (orch_identity_is_complete (&check), warned[i].row);
    }
}

static void
test_duplicates (void)
{
  static const struct
  {
    const char *row, *family, *given, *birth_date, *nam;
    OrchDuplicate duplicate;
  } others[] = {
    { "the same number, typed with spaces", "Autre", "Nom", "1990-01-01", "lasf 8052 1416", ORCH_DUPLICATE_NAM },
    { "the same name and day", "Lasalle", "Françoise", "1980-02-14", NULL, ORCH_DUPLICATE_NAME },
    { "accents and capitals", "LASALLE", "Francoise", "1980-02-14", "LASF80021411", ORCH_DUPLICATE_NAME },
    { "hyphen and space", "La-Salle", "Françoise", "1980-02-14", NULL, ORCH_DUPLICATE_NAME },
    { "another day", "Lasalle", "Françoise", "1980-02-15", NULL, ORCH_DUPLICATE_NONE },
    { "another given name", "Lasalle", "France", "1980-02-14", NULL, ORCH_DUPLICATE_NONE },
    { "no day at all", "Lasalle", "Françoise", NULL, NULL, ORCH_DUPLICATE_NONE },
    { "no name at all", NULL, NULL, "1980-02-14", NULL, ORCH_DUPLICATE_NONE },
    { "another number", "Lasalle", "Françoise", "1980-02-14", "LASF80521424", ORCH_DUPLICATE_NAME },
  };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      OrchPatientFields other = { .id = "o",
                                  .family = others[i].family,
                                  .given = others[i].given,
                                  .birth_date = others[i].birth_date,
                                  .nam = others[i].nam };

      orch_test_check_int (others[i].duplicate, orch_patient_find_duplicate (&whole, &other), others[i].row);
      orch_test_check_int (others[i].duplicate, orch_patient_find_duplicate (&other, &whole), others[i].row);
    }
  /* Somebody is not their own double. */
  g_assert_cmpint (orch_patient_find_duplicate (&whole, &whole), ==, ORCH_DUPLICATE_NONE);
}

/* What is typed in the search, and whether it finds the patient above and nobody else */
static void
test_search (void)
{
  static const struct
  {
    const char *typed;
    gboolean found;
  } searches[] = {
    { "lasalle", TRUE },
    { "FRANÇOISE", TRUE },
    { "francoise lasalle", TRUE },
    { "lasalle fra", TRUE },
    { "LASF80521416", TRUE },
    { "lasf 8052 1416", TRUE },
    { "LASF-8052", TRUE },
    { "1980-02-14", TRUE },
    { "1980", TRUE },
    { "lasalle 1980", TRUE },
    { "418 555-5555", TRUE },
    { "(418) 555-5555", TRUE },
    { "+1 418 555 5555", TRUE },
    { "5555555", TRUE },
    { "D-204", TRUE },
    { "d204", FALSE },
    { "1980/02/14", TRUE },
    { "1980 02 14", TRUE },
    { "lasalle tremblay", FALSE },
    { "1981-02-14", FALSE },
    { "418 555-5556", FALSE },
    { "LASF80521417", FALSE },
    { "", TRUE },
    { "   ", TRUE },
    { "lasalle, françoise", TRUE },
    { "francoise@example.org", TRUE },
  };
  OrchPatientFields fields = whole;
  g_autofree char *text = NULL;

  fields.emr_id = "D-204";
  text = orch_patient_search_text (&fields);
  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_auto (GStrv) terms = orch_patient_search_terms (searches[i].typed);
      gboolean found = TRUE;

      for (guint j = 0; terms[j] != NULL; j++)
        found = found && strstr (text, terms[j]) != NULL;
      orch_test_check_int (searches[i].found, found, searches[i].typed);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/patient-identity/whole", test_whole);
  g_test_add_func ("/core/patient-identity/fields", test_fields);
  g_test_add_func ("/core/patient-identity/warnings", test_warnings);
  g_test_add_func ("/core/patient-identity/duplicates", test_duplicates);
  g_test_add_func ("/core/patient-identity/search", test_search);
  return orch_test_run ();
}
