/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The clinic: what the wizard's guide requires of each field, each state of each, and equality field by field.
 */
#include "core/orch-clinic.h"
#include "orch-test.h"

static const char *const providers[] = { "rvsq", "bonjour-sante", NULL };
static const char png_start[] = "\x89PNG\r\n\x1a\n";

static OrchClinicFields
good_fields (void)
{
  return (OrchClinicFields) {
    .id = "6f1f1c3e-0d5e-4a53-9a41-5d3c9ad0f001",
    .name = "Clinique médicale de l’Érable",
    .street = "350 Boulevard Charest Est",
    .office = "200",
    .city = "Québec",
    .province = "QC",
    .postal_code = "G1G 1G1",
    .phone = "+14185555555",
    .extension = "12",
    .providers = providers,
    .emr_vendor = "none",
    .hub_emr_vendor = "omnimed",
    .hub_id = "clinic-1",
    .hub_version = "7",
  };
}

static GBytes *
make_logo (gsize size)
{
  guint8 *data = g_malloc0 (size);

  memcpy (data, png_start, MIN (size, strlen (png_start)));
  return g_bytes_new_take (data, size);
}

static void
set_field (OrchClinicFields *fields, OrchClinicField field, const char *value)
{
  switch (field)
    {
    case ORCH_CLINIC_FIELD_NAME:
      fields->name = value;
      break;
    case ORCH_CLINIC_FIELD_STREET:
      fields->street = value;
      break;
    case ORCH_CLINIC_FIELD_OFFICE:
      fields->office = value;
      break;
    case ORCH_CLINIC_FIELD_CITY:
      fields->city = value;
      break;
    case ORCH_CLINIC_FIELD_PROVINCE:
      fields->province = value;
      break;
    case ORCH_CLINIC_FIELD_POSTAL_CODE:
      fields->postal_code = value;
      break;
    case ORCH_CLINIC_FIELD_PHONE:
      fields->phone = value;
      break;
    case ORCH_CLINIC_FIELD_EXTENSION:
      fields->extension = value;
      break;
    case ORCH_CLINIC_FIELD_LOGO:
    default:
      g_assert_not_reached ();
    }
}

static const char *const field_names[] = { "name",        "street", "office",    "city", "province",
                                           "postal code", "phone",  "extension", "logo" };

/* Only @changed is in @state, the others are as they should be, and step 1 is complete exactly when it is right. */
static void
check_states (const OrchClinicFields *fields, OrchClinicField changed, OrchFieldState state, const char *value)
{
  g_autoptr (OrchClinic) clinic = orch_clinic_new (fields);

  for (int field = 0; field < ORCH_N_CLINIC_FIELDS; field++)
    {
      g_autofree char *row = g_strdup_printf ("%s when %s is \"%s\"", field_names[field], field_names[changed],
                                              value != NULL ? value : "NULL");

      orch_test_check_int (field == (int) changed ? state : ORCH_FIELD_OK,
                           orch_clinic_check_field (clinic, (OrchClinicField) field), row);
    }
  orch_test_check_int (state == ORCH_FIELD_OK, orch_clinic_is_identified (clinic) != FALSE, field_names[changed]);
}

static void
test_good (void)
{
  OrchClinicFields fields = good_fields ();

  check_states (&fields, ORCH_CLINIC_FIELD_NAME, ORCH_FIELD_OK, fields.name);

  /* Without anything that is optional. */
  fields.office = fields.extension = NULL;
  fields.providers = NULL;
  fields.emr_vendor = fields.hub_emr_vendor = fields.hub_id = fields.hub_version = NULL;
  check_states (&fields, ORCH_CLINIC_FIELD_NAME, ORCH_FIELD_OK, fields.name);
}

/* Each required field missing in turn; the optional ones may be. */
static void
test_missing (void)
{
  static const char *const nothing[] = { NULL, "", "   ", "\t" };
  static const struct
  {
    OrchClinicField field;
    gboolean required;
  } rows[] = {
    { ORCH_CLINIC_FIELD_NAME, TRUE },  { ORCH_CLINIC_FIELD_STREET, TRUE },     { ORCH_CLINIC_FIELD_OFFICE, FALSE },
    { ORCH_CLINIC_FIELD_CITY, TRUE },  { ORCH_CLINIC_FIELD_PROVINCE, TRUE },   { ORCH_CLINIC_FIELD_POSTAL_CODE, TRUE },
    { ORCH_CLINIC_FIELD_PHONE, TRUE }, { ORCH_CLINIC_FIELD_EXTENSION, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint j = 0; j < G_N_ELEMENTS (nothing); j++)
      {
        OrchClinicFields fields = good_fields ();

        if (!rows[i].required && j > 1)
          continue; /* white space in an optional field: the sources do not say */
        set_field (&fields, rows[i].field, nothing[j]);
        check_states (&fields, rows[i].field, rows[i].required ? ORCH_FIELD_MISSING : ORCH_FIELD_OK, nothing[j]);
      }
}

static void
test_empty_clinic (void)
{
  OrchClinicFields fields = { 0 };
  g_autoptr (OrchClinic) clinic = orch_clinic_new (&fields);

  for (int field = 0; field < ORCH_N_CLINIC_FIELDS; field++)
    {
      gboolean optional =
          field == ORCH_CLINIC_FIELD_OFFICE || field == ORCH_CLINIC_FIELD_EXTENSION || field == ORCH_CLINIC_FIELD_LOGO;

      orch_test_check_int (optional ? ORCH_FIELD_OK : ORCH_FIELD_MISSING,
                           orch_clinic_check_field (clinic, (OrchClinicField) field), field_names[field]);
    }
  g_assert_false (orch_clinic_is_identified (clinic));
  g_assert_false (orch_clinic_has_provider (clinic, "rvsq"));
}

static char *
repeat (const char *character, guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (text, character);
  return g_string_free_and_steal (text);
}

/* 200 characters, whatever their bytes. */
static void
test_name_length (void)
{
  static const char *const characters[] = { "a", "é", "’", "😀" };

  for (guint i = 0; i < G_N_ELEMENTS (characters); i++)
    for (guint n = 199; n <= 202; n++)
      {
        OrchClinicFields fields = good_fields ();
        g_autofree char *name = repeat (characters[i], n);

        fields.name = name;
        check_states (&fields, ORCH_CLINIC_FIELD_NAME, n <= 200 ? ORCH_FIELD_OK : ORCH_FIELD_TOO_LONG, characters[i]);
      }
}

static void
test_malformed (void)
{
  static const struct
  {
    OrchClinicField field;
    const char *value;
    gboolean right;
  } rows[] = {
    { ORCH_CLINIC_FIELD_POSTAL_CODE, "H2X 3Y7", TRUE },
    { ORCH_CLINIC_FIELD_POSTAL_CODE, "J4B 5E4", TRUE },
    { ORCH_CLINIC_FIELD_POSTAL_CODE, "G1G", FALSE },
    { ORCH_CLINIC_FIELD_POSTAL_CODE, "G1G 1G11", FALSE },
    { ORCH_CLINIC_FIELD_POSTAL_CODE, "D1D 1D1", FALSE },
    { ORCH_CLINIC_FIELD_POSTAL_CODE, "90210", FALSE },
    { ORCH_CLINIC_FIELD_PHONE, "+15145141100", TRUE },
    { ORCH_CLINIC_FIELD_PHONE, "(418) 5", FALSE },
    { ORCH_CLINIC_FIELD_PHONE, "555-5555", FALSE },
    { ORCH_CLINIC_FIELD_PHONE, "911 555-5555", FALSE },
    { ORCH_CLINIC_FIELD_PHONE, "+33 1 23 45 67 89", FALSE },
    { ORCH_CLINIC_FIELD_EXTENSION, "1", TRUE },
    { ORCH_CLINIC_FIELD_EXTENSION, "1234567", TRUE },
    { ORCH_CLINIC_FIELD_EXTENSION, "12a", FALSE },
    { ORCH_CLINIC_FIELD_PROVINCE, "QC", TRUE },
    { ORCH_CLINIC_FIELD_PROVINCE, "XX", FALSE },
    { ORCH_CLINIC_FIELD_PROVINCE, "Québec", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      OrchClinicFields fields = good_fields ();

      set_field (&fields, rows[i].field, rows[i].value);
      check_states (&fields, rows[i].field, rows[i].right ? ORCH_FIELD_OK : ORCH_FIELD_MALFORMED, rows[i].value);
    }

  /* Too many digits is wrong, under whichever of the two names. */
  OrchClinicFields fields = good_fields ();
  fields.extension = "12345678";
  g_autoptr (OrchClinic) clinic = orch_clinic_new (&fields);
  g_assert_cmpint (orch_clinic_check_field (clinic, ORCH_CLINIC_FIELD_EXTENSION), !=, ORCH_FIELD_OK);
  g_assert_false (orch_clinic_is_identified (clinic));
}

static void
test_logo (void)
{
  static const struct
  {
    gsize size;
    const char *type;
    OrchFieldState state;
  } rows[] = {
    { 1000, "image/png", ORCH_FIELD_OK },
    { 5000000, "image/png", ORCH_FIELD_OK },
    { 5000001, "image/png", ORCH_FIELD_TOO_LONG },
    { 6000000, "image/png", ORCH_FIELD_TOO_LONG },
    { 1000, "image/svg+xml", ORCH_FIELD_MALFORMED },
    { 1000, "image/webp", ORCH_FIELD_MALFORMED },
    { 1000, "text/html", ORCH_FIELD_MALFORMED },
    { 1000, NULL, ORCH_FIELD_MALFORMED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      OrchClinicFields fields = good_fields ();
      g_autoptr (GBytes) logo = make_logo (rows[i].size);
      g_autofree char *row = g_strdup_printf ("%" G_GSIZE_FORMAT " bytes of %s", rows[i].size, rows[i].type);

      fields.logo = logo;
      fields.logo_type = rows[i].type;
      check_states (&fields, ORCH_CLINIC_FIELD_LOGO, rows[i].state, row);
    }
}

static void
test_provider (void)
{
  OrchClinicFields fields = good_fields ();
  g_autoptr (OrchClinic) clinic = orch_clinic_new (&fields);

  g_assert_true (orch_clinic_has_provider (clinic, "rvsq"));
  g_assert_true (orch_clinic_has_provider (clinic, "bonjour-sante"));
  g_assert_false (orch_clinic_has_provider (clinic, "pomelo"));
  g_assert_false (orch_clinic_has_provider (clinic, "rvs"));
  g_assert_false (orch_clinic_has_provider (clinic, ""));
}

/* What it was made from may change afterwards: a clinic does not. */
static void
test_copies (void)
{
  OrchClinicFields fields = good_fields ();
  char name[] = "Clinique A", code[] = "rvsq";
  const char *codes[] = { code, NULL };

  fields.name = name;
  fields.providers = codes;
  g_autoptr (OrchClinic) clinic = orch_clinic_new (&fields);
  name[0] = code[0] = '?';
  codes[0] = NULL;
  g_assert_cmpstr (orch_clinic_get_name (clinic), ==, "Clinique A");
  g_assert_cmpstr (orch_clinic_get_id (clinic), ==, fields.id);
  g_assert_true (orch_clinic_has_provider (clinic, "rvsq"));

  const OrchClinicFields *kept = orch_clinic_get_fields (clinic);
  g_assert_cmpstr (kept->street, ==, fields.street);
  g_assert_cmpstr (kept->office, ==, fields.office);
  g_assert_cmpstr (kept->city, ==, fields.city);
  g_assert_cmpstr (kept->province, ==, fields.province);
  g_assert_cmpstr (kept->postal_code, ==, fields.postal_code);
  g_assert_cmpstr (kept->phone, ==, fields.phone);
  g_assert_cmpstr (kept->extension, ==, fields.extension);
  g_assert_cmpstr (kept->emr_vendor, ==, fields.emr_vendor);
  g_assert_cmpstr (kept->hub_emr_vendor, ==, fields.hub_emr_vendor);
  g_assert_cmpstr (kept->hub_id, ==, fields.hub_id);
  g_assert_cmpstr (kept->hub_version, ==, fields.hub_version);

  /* The way the header tells: copy the struct, change it, make another one. */
  OrchClinicFields changed = *kept;
  changed.city = "Lévis";
  g_autoptr (OrchClinic) other = orch_clinic_new (&changed);
  g_assert_cmpstr (orch_clinic_get_fields (other)->city, ==, "Lévis");
  g_assert_cmpstr (orch_clinic_get_fields (clinic)->city, ==, "Québec");
}

static void
test_equal (void)
{
  static const char *const other_providers[] = { "rvsq", NULL };
  OrchClinicFields same = good_fields ();
  g_autoptr (GBytes) logo = make_logo (100), logo_again = make_logo (100), other_logo = make_logo (101);

  same.logo = logo;
  same.logo_type = "image/png";
  g_autoptr (OrchClinic) clinic = orch_clinic_new (&same);
  same.logo = logo_again;
  g_autoptr (OrchClinic) again = orch_clinic_new (&same);
  g_assert_true (orch_clinic_equal (clinic, clinic));
  g_assert_true (orch_clinic_equal (clinic, again));

  OrchClinicFields changes[20];
  guint n = 0;
#define CHANGE(member, value)                                                                                          \
  changes[n] = same;                                                                                                   \
  changes[n++].member = (value)
  CHANGE (id, "6f1f1c3e-0d5e-4a53-9a41-5d3c9ad0f002");
  CHANGE (name, "Clinique medicale de l’Érable");
  CHANGE (street, "351 Boulevard Charest Est");
  CHANGE (office, "201");
  CHANGE (office, NULL);
  CHANGE (city, "quebec");
  CHANGE (province, "ON");
  CHANGE (postal_code, "G1G 1G2");
  CHANGE (phone, "+14185555556");
  CHANGE (extension, "13");
  CHANGE (extension, NULL);
  CHANGE (logo, other_logo);
  CHANGE (logo, NULL);
  CHANGE (logo_type, "image/gif");
  CHANGE (providers, other_providers);
  CHANGE (providers, NULL);
  CHANGE (emr_vendor, "kinlogix");
  CHANGE (hub_emr_vendor, NULL);
  CHANGE (hub_id, "clinic-2");
  CHANGE (hub_version, "8");
#undef CHANGE
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (changes));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (OrchClinic) other = orch_clinic_new (&changes[i]);
      g_autofree char *row = g_strdup_printf ("change %u", i);

      orch_test_check_true (!orch_clinic_equal (clinic, other), row);
      orch_test_check_true (!orch_clinic_equal (other, clinic), row);
    }
}

/* Standalone is a choice like another; no choice yet, or no clinic, is no EMR either. */
static void
test_emr (void)
{
  static const struct
  {
    const char *vendor;
    gboolean has;
  } rows[] = { { NULL, FALSE }, { "none", FALSE }, { "omnimed", TRUE } };

  g_assert_false (orch_clinic_has_emr (NULL));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      OrchClinicFields fields = good_fields ();
      g_autoptr (OrchClinic) clinic = NULL;

      fields.emr_vendor = rows[i].vendor;
      clinic = orch_clinic_new (&fields);
      orch_test_check_true (orch_clinic_has_emr (clinic) == rows[i].has,
                            rows[i].vendor != NULL ? rows[i].vendor : "not chosen");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/clinic/good", test_good);
  g_test_add_func ("/core/clinic/missing", test_missing);
  g_test_add_func ("/core/clinic/empty", test_empty_clinic);
  g_test_add_func ("/core/clinic/name-length", test_name_length);
  g_test_add_func ("/core/clinic/malformed", test_malformed);
  g_test_add_func ("/core/clinic/logo", test_logo);
  g_test_add_func ("/core/clinic/provider", test_provider);
  g_test_add_func ("/core/clinic/copies", test_copies);
  g_test_add_func ("/core/clinic/equal", test_equal);
  g_test_add_func ("/core/clinic/emr", test_emr);
  return orch_test_run ();
}
