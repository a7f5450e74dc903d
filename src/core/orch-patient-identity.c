/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-patient-identity.h.
 */
#include "orch-patient-identity.h"

#include <string.h>

#include "orch-fields.h"
#include "orch-phone.h"
#include "orch-portal-account.h"
#include "orch-postal-code.h"
#include "orch-province.h"
#include "orch-text.h"

#define YEARS_MAX 130
#define EMAIL_MAX 254
#define PHONE_DIGITS_MIN 7 /* fewer are a year, or the number of a file */
#define NAM_LETTERS 4
#define NAM_LENGTH 12

/* --- what is wrong ---------------------------------------------------------------------------- */

static OrchIdentityProblem
check_birth_date (const char *text, gint64 now_us)
{
  int years = 0;

  if (!orch_completed_years (text, now_us, &years))
    return ORCH_IDENTITY_MALFORMED;
  if (years < 0)
    return ORCH_IDENTITY_FUTURE;
  return years > YEARS_MAX ? ORCH_IDENTITY_TOO_OLD : ORCH_IDENTITY_GOOD;
}

static gboolean
is_sex (const char *text)
{
  return g_str_equal (text, "female") || g_str_equal (text, "male") || g_str_equal (text, "other");
}

static gboolean
is_postal_code (const char *text)
{
  g_autofree char *code = orch_postal_code_normalize (text);

  return code != NULL;
}

static OrchIdentityProblem
check_nam (const OrchPatientFields *fields, OrchNamFlags *warnings)
{
  GDate born;
  const char sex = g_strcmp0 (fields->sex, "female") == 0 ? 'F' : g_strcmp0 (fields->sex, "male") == 0 ? 'M' : 0;
  OrchNamFlags flags = 0;

  g_date_clear (&born, 1);
  if (fields->birth_date != NULL && strlen (fields->birth_date) == strlen ("YYYY-MM-DD"))
    {
      const gint64 year = g_ascii_strtoll (fields->birth_date, NULL, 10);
      const gint64 month = g_ascii_strtoll (fields->birth_date + 5, NULL, 10);
      const gint64 day = g_ascii_strtoll (fields->birth_date + 8, NULL, 10);

      if (g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
        g_date_set_dmy (&born, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
    }
  flags = orch_nam_check (fields->nam, fields->family, fields->given, g_date_valid (&born) ? &born : NULL, sex);
  if ((flags & ORCH_NAM_ERRORS) != 0)
    return ORCH_IDENTITY_MALFORMED;
  *warnings = flags;
  return ORCH_IDENTITY_GOOD;
}

gboolean
orch_email_is_valid (const char *email)
{
  const char *at = email != NULL ? strchr (email, '@') : NULL;
  const char *domain = NULL;

  if (at == NULL || at == email || strlen (email) > EMAIL_MAX || !g_utf8_validate (email, -1, NULL))
    return FALSE;
  for (const char *p = email; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isspace (g_utf8_get_char (p)) || g_unichar_iscntrl (g_utf8_get_char (p)))
      return FALSE;
  domain = at + 1;
  return strchr (domain, '@') == NULL && strchr (domain, '.') != NULL && domain[0] != '.' &&
         domain[strlen (domain) - 1] != '.' && strstr (domain, "..") == NULL;
}

void
orch_identity_check (const OrchPatientFields *fields, gint64 now_us, OrchIdentityCheck *check)
{
  const char *values[ORCH_N_IDENTITY_FIELDS] = { NULL };

  g_return_if_fail (fields != NULL && check != NULL);

  values[ORCH_IDENTITY_FAMILY] = fields->family;
  values[ORCH_IDENTITY_GIVEN] = fields->given;
  values[ORCH_IDENTITY_BIRTH_DATE] = fields->birth_date;
  values[ORCH_IDENTITY_SEX] = g_strcmp0 (fields->sex, "unknown") != 0 ? fields->sex : NULL;
  values[ORCH_IDENTITY_NAM] = fields->nam;
  values[ORCH_IDENTITY_STREET] = fields->street;
  values[ORCH_IDENTITY_CITY] = fields->city;
  values[ORCH_IDENTITY_PROVINCE] = fields->province;
  values[ORCH_IDENTITY_POSTAL_CODE] = fields->postal_code;
  values[ORCH_IDENTITY_PHONE] = fields->phone;
  values[ORCH_IDENTITY_EMAIL] = fields->email;
  *check = (OrchIdentityCheck) { 0 };

#define UNLESS(good) ((good) ? ORCH_IDENTITY_GOOD : ORCH_IDENTITY_MALFORMED)
  for (guint i = 0; i < ORCH_N_IDENTITY_FIELDS; i++)
    if (orch_text_is_empty (values[i]))
      check->problems[i] = ORCH_IDENTITY_MISSING;
    else if (i == ORCH_IDENTITY_BIRTH_DATE)
      check->problems[i] = check_birth_date (values[i], now_us);
    else if (i == ORCH_IDENTITY_SEX)
      check->problems[i] = UNLESS (is_sex (values[i]));
    else if (i == ORCH_IDENTITY_NAM)
      check->problems[i] = check_nam (fields, &check->warnings);
    else if (i == ORCH_IDENTITY_PROVINCE)
      check->problems[i] = UNLESS (orch_province_find (values[i]) != NULL);
    else if (i == ORCH_IDENTITY_POSTAL_CODE)
      check->problems[i] = UNLESS (is_postal_code (values[i]));
    else if (i == ORCH_IDENTITY_PHONE)
      check->problems[i] = UNLESS (orch_phone_check (values[i]) == ORCH_PHONE_VALID);
    else if (i == ORCH_IDENTITY_EMAIL)
      check->problems[i] = UNLESS (orch_email_is_valid (values[i]));
#undef UNLESS
}

gboolean
orch_identity_is_complete (const OrchIdentityCheck *check)
{
  for (guint i = 0; i < ORCH_N_IDENTITY_FIELDS; i++)
    if (check->problems[i] != ORCH_IDENTITY_GOOD)
      return FALSE;
  return TRUE;
}

/* --- the same person twice ---------------------------------------------------------------------- */

/* "La-Salle" and "LASALLE" are one name. Returns: (transfer full) */
static char *
make_name_key (const OrchPatientFields *fields)
{
  g_autofree char *name =
      g_strconcat (orch_string_or_empty (fields->family), "\n", orch_string_or_empty (fields->given), NULL);
  g_autofree char *folded = orch_text_fold (name);
  GString *key = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalnum (g_utf8_get_char (p)))
      g_string_append_unichar (key, g_utf8_get_char (p));
  return g_string_free (key, FALSE);
}

OrchDuplicate
orch_patient_find_duplicate (const OrchPatientFields *a, const OrchPatientFields *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, ORCH_DUPLICATE_NONE);

  if (a->id != NULL && g_strcmp0 (a->id, b->id) == 0)
    return ORCH_DUPLICATE_NONE;
  if (!orch_text_is_empty (a->nam) && !orch_text_is_empty (b->nam))
    {
      g_autofree char *of_a = orch_nam_normalize (a->nam);
      g_autofree char *of_b = orch_nam_normalize (b->nam);

      if (g_str_equal (of_a, of_b))
        return ORCH_DUPLICATE_NAM;
    }
  if (!orch_text_is_empty (a->birth_date) && g_strcmp0 (a->birth_date, b->birth_date) == 0)
    {
      g_autofree char *of_a = make_name_key (a);
      g_autofree char *of_b = make_name_key (b);

      if (of_a[0] != '\0' && g_str_equal (of_a, of_b))
        return ORCH_DUPLICATE_NAME;
    }
  return ORCH_DUPLICATE_NONE;
}

/* --- finding -------------------------------------------------------------------------------------- */

static gboolean
is_separator (char c)
{
  return c != '\0' && strchr (" -.()+/", c) != NULL;
}

/* Returns: (transfer full): without what separates groups */
static char *
compact (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if (!is_separator (*p))
      g_string_append_c (out, *p);
  return g_string_free (out, FALSE);
}

/* @digits without the country's 1. */
static const char *
skip_country (const char *digits)
{
  return strlen (digits) == 11 && digits[0] == '1' ? digits + 1 : digits;
}

char *
orch_patient_search_text (const OrchPatientFields *fields)
{
  g_autofree char *nam = NULL;
  g_autofree char *phone = NULL;
  g_autofree char *all = NULL;

  g_return_val_if_fail (fields != NULL, NULL);

  nam = compact (orch_string_or_empty (fields->nam));
  phone = compact (orch_string_or_empty (fields->phone));
  all = g_strjoin ("\n", orch_string_or_empty (fields->family), orch_string_or_empty (fields->given), nam,
                   orch_string_or_empty (fields->birth_date), skip_country (phone),
                   orch_string_or_empty (fields->emr_id), orch_string_or_empty (fields->email), NULL);
  return orch_text_fold (all);
}

/* Four letters, then digits: a NAM, or its beginning */
static gboolean
is_nam_like (const char *text)
{
  const gsize length = strlen (text);

  if (length <= NAM_LETTERS || length > NAM_LENGTH)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (i < NAM_LETTERS ? !g_ascii_isalpha (text[i]) : !g_ascii_isdigit (text[i]))
      return FALSE;
  return TRUE;
}

static gboolean
is_number (const char *text)
{
  return text[0] != '\0' && strspn (text, "0123456789") == strlen (text);
}

/* 1980/02/14, 1980 02 14. Returns: (transfer full) (nullable) */
static char *
read_date (const char *text)
{
  if (strlen (text) != 10 || !is_separator (text[4]) || !is_separator (text[7]) || text[4] != text[7])
    return NULL;
  return g_strdup_printf ("%.4s-%.2s-%.2s", text, text + 5, text + 8);
}

GStrv
orch_patient_search_terms (const char *typed)
{
  g_autoptr (GStrvBuilder) terms = g_strv_builder_new ();
  g_autofree char *folded = orch_text_fold (typed);
  g_autofree char *whole = compact (folded);
  g_auto (GStrv) words = NULL;

  if (is_nam_like (whole))
    {
      g_strv_builder_add (terms, whole);
      return g_strv_builder_end (terms);
    }
  if (is_number (whole) && strlen (whole) >= PHONE_DIGITS_MIN)
    {
      g_autofree char *date = read_date (folded);

      g_strv_builder_add (terms, date != NULL ? date : skip_country (whole));
      return g_strv_builder_end (terms);
    }
  words = g_strsplit_set (folded, " ,", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      g_strv_builder_add (terms, words[i]);
  return g_strv_builder_end (terms);
}
