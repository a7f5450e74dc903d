/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The EMR vendors: which there are, what their forms ask, and when a form is complete. Expected from product.md §1 and §3.
 */
#include <math.h>

#include "catalogue/orch-catalogue.h"

static OrchEmrVendor *
vendor (const char *code)
{
  OrchEmrVendor *found = orch_catalogue_find_vendor (orch_catalogue_get_default (), code);

  g_assert_nonnull (found);
  return found;
}

/* Those without an interface of their own: by files, or by FHIR. */
#define BY_CHOICE                                                                                                      \
  "protocol,folder,staff-file,services-file,appointments-file,base-url,auth,client-id,client-secret,private-key,key-"  \
  "id,"                                                                                                                \
  "token-url,scopes"

static void
test_list (void)
{
  static const struct
  {
    const char *code;
    const char *french;
    const char *protocol;
    const char *fields; /* ids joined by commas; "" = no form yet */
  } rows[] = {
    { "kinlogix", "Kinlogix", "rest", "national-api-url,instance-id,emr-secret,app-token" },
    { "medesync", "Medesync", "rest", "national-api-url,instance-id,emr-secret,app-token" },
    { "myle", "Myle", "chosen", BY_CHOICE },
    { "ofys", "Ofys", "chosen", BY_CHOICE },
    { "omnimed", "Omnimed", "chosen", BY_CHOICE },
    { "softinfo", "Softinfo", "chosen", BY_CHOICE },
    { "toubib", "Toubib", "chosen", BY_CHOICE },
    { "telus-ps-suite", "TELUS PS Suite", "rest", "national-api-url,instance-id,emr-secret,app-token" },
    { "telus-med-access", "TELUS Med Access", "rest", "national-api-url,instance-id,emr-secret,app-token" },
    { "accuro", "Accuro", "rest", "api-url,tenant-id,database-uuid,subscription-key,api-user,api-password,api-auth" },
    { "oscar-pro", "OSCAR Pro", "oscar", "server-url,rest-key,rest-secret,oceanconnect-user,authorisation,seen-as" },
    { "oscar-15", "OSCAR 15 et 19", "oscar",
      "server-url,rest-key,rest-secret,oceanconnect-user,authorisation,seen-as" },
    { "fhir-r4", "DMÉ FHIR R4", "fhir-r4",
      "base-url,auth,client-id,client-secret,private-key,key-id,token-url,scopes" },
    { "none", "Aucun DMÉ (standalone)", "none", "" },
  };
  GListModel *vendors = orch_catalogue_get_vendors (orch_catalogue_get_default ());

  g_assert_cmpuint (g_list_model_get_n_items (vendors), ==, G_N_ELEMENTS (rows));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (OrchEmrVendor) one = g_list_model_get_item (vendors, i);
      GListModel *fields = orch_emr_vendor_get_fields (one);
      g_autoptr (GString) ids = g_string_new (NULL);

      g_assert_cmpstr (orch_emr_vendor_get_code (one), ==, rows[i].code);
      g_assert_cmpstr (orch_emr_vendor_get_name (one, "fr"), ==, rows[i].french);
      g_assert_cmpstr (orch_emr_vendor_get_protocol (one), ==, rows[i].protocol);
      for (guint j = 0; j < g_list_model_get_n_items (fields); j++)
        {
          g_autoptr (OrchFormField) field = g_list_model_get_item (fields, j);

          g_string_append_printf (ids, "%s%s", j > 0 ? "," : "", orch_form_field_get_id (field));
        }
      g_assert_cmpstr (ids->str, ==, rows[i].fields);
    }
}

static void
test_kinds (void)
{
  g_assert_true (orch_emr_vendor_is_standalone (vendor ("none")));
  g_assert_false (orch_emr_vendor_is_connectable (vendor ("none")));
  g_assert_false (orch_emr_vendor_is_standalone (vendor ("omnimed")));
  g_assert_true (orch_emr_vendor_is_chosen (vendor ("omnimed")));
  g_assert_true (orch_emr_vendor_is_connectable (vendor ("omnimed")));
  g_assert_true (orch_emr_vendor_is_connectable (vendor ("fhir-r4")));
  g_assert_null (orch_catalogue_find_vendor (orch_catalogue_get_default (), "FHIR-R4"));
  g_assert_null (orch_catalogue_find_vendor (orch_catalogue_get_default (), NULL));
}

/* What the form says decides which connector it is, and which fields there are. */
static void
test_chosen (void)
{
  static const struct
  {
    const char *way;  /* NULL: nothing chosen yet */
    const char *auth; /* (nullable) */
    const char *protocol;
    gboolean connectable;
    const char *shown; /* fields, besides the choice */
  } rows[] = {
    { NULL, NULL, "to-be-set-up", FALSE, "" },
    { "to-be-set-up", NULL, "to-be-set-up", FALSE, "" },
    { "file", NULL, "file", TRUE, "folder,staff-file,services-file,appointments-file" },
    { "fhir-r4", NULL, "fhir-r4", TRUE, "base-url,auth,client-id,client-secret,token-url,scopes" },
    { "fhir-r4", "private-key-jwt", "fhir-r4", TRUE, "base-url,auth,client-id,private-key,key-id,token-url,scopes" },
    /* What is not asked decides nothing. */
    { "file", "private-key-jwt", "file", TRUE, "folder,staff-file,services-file,appointments-file" },
    { "else", NULL, "to-be-set-up", FALSE, "" },
  };
  OrchEmrVendor *ofys = vendor ("ofys");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
      g_autoptr (GString) shown = g_string_new (NULL);
      GListModel *fields = orch_emr_vendor_get_fields (ofys);

      g_test_message ("%u", i);
      if (rows[i].way != NULL)
        g_hash_table_insert (values, (gpointer) "protocol", (gpointer) rows[i].way);
      if (rows[i].auth != NULL)
        g_hash_table_insert (values, (gpointer) "auth", (gpointer) rows[i].auth);
      g_assert_cmpstr (orch_emr_vendor_get_protocol_as (ofys, values), ==, rows[i].protocol);
      g_assert_cmpint (orch_emr_vendor_is_connectable_as (ofys, values), ==, rows[i].connectable);
      for (guint j = 1; j < g_list_model_get_n_items (fields); j++)
        {
          g_autoptr (OrchFormField) field = g_list_model_get_item (fields, j);

          if (orch_emr_vendor_is_field_shown (ofys, field, values))
            g_string_append_printf (shown, "%s%s", shown->len > 0 ? "," : "", orch_form_field_get_id (field));
        }
      g_assert_cmpstr (shown->str, ==, rows[i].shown);
    }
}

static void
test_files (void)
{
  static const struct
  {
    const char *field;
    const char *text;
    OrchFieldState state;
  } rows[] = {
    { "folder", "/srv/exports", ORCH_FIELD_OK },
    { "folder", "exports", ORCH_FIELD_MALFORMED },
    { "folder", "", ORCH_FIELD_MISSING },
    { "staff-file", "", ORCH_FIELD_MISSING },
    { "staff-file", "x", ORCH_FIELD_MALFORMED },
    { "staff-file", "[file]\nname=x.csv\nseparator=;\n[columns]\nfamily=Nom\n", ORCH_FIELD_OK },
    { "staff-file", "[file]\nname=x.csv\nseparator=;\n[columns]\ngiven=Nom\n", ORCH_FIELD_MALFORMED },
    { "appointments-file", "", ORCH_FIELD_OK },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      OrchFormField *field = orch_emr_vendor_find_field (vendor ("toubib"), rows[i].field);

      g_test_message ("%u", i);
      g_assert_cmpint (orch_form_field_check (field, rows[i].text, NULL, NULL), ==, rows[i].state);
    }
}

/* Secrets go to the keyring: nothing that is one may be an ordinary text. */
static void
test_secrets (void)
{
  static const struct
  {
    const char *vendor;
    const char *id;
  } rows[] = {
    { "telus-ps-suite", "emr-secret" }, { "telus-med-access", "emr-secret" }, { "accuro", "api-password" },
    { "oscar-pro", "rest-secret" },     { "oscar-15", "rest-secret" },        { "fhir-r4", "client-secret" },
    { "fhir-r4", "private-key" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      OrchFormField *field = orch_emr_vendor_find_field (vendor (rows[i].vendor), rows[i].id);

      g_assert_nonnull (field);
      g_assert_cmpint (orch_form_field_get_kind (field), ==, ORCH_FORM_FIELD_SECRET);
      g_assert_null (orch_form_field_get_default (field));
    }
}

/* What the page of the charts offers is what the connector of that protocol does, or what the vendor's connection declares. */
static void
test_features (void)
{
  GListModel *vendors = orch_catalogue_get_vendors (orch_catalogue_get_default ());

  g_assert_cmpint (orch_emr_vendor_get_features_as (vendor ("oscar-pro"), NULL), ==,
                   ORCH_EMR_FEATURE_DOCUMENTS | ORCH_EMR_FEATURE_NOTES | ORCH_EMR_FEATURE_REMINDER_STATUS);
  /* OSCAR 15 and 19 have no document/saveDocumentToDemographic: emr-facts A6. */
  g_assert_cmpint (orch_emr_vendor_get_features_as (vendor ("oscar-15"), NULL), ==,
                   ORCH_EMR_FEATURE_NOTES | ORCH_EMR_FEATURE_REMINDER_STATUS);
  for (guint i = 0; i < g_list_model_get_n_items (vendors); i++)
    {
      g_autoptr (OrchEmrVendor) one = g_list_model_get_item (vendors, i);
      const char *protocol = orch_emr_vendor_get_protocol_as (one, NULL);
      const OrchEmrFeatures features = orch_emr_vendor_get_features_as (one, NULL);

      if (g_str_equal (protocol, "fhir-r4"))
        g_assert_cmpint (features & (ORCH_EMR_FEATURE_NOTES | ORCH_EMR_FEATURE_FOLDERS), ==, 0);
      if (g_str_equal (protocol, "oscar"))
        g_assert_cmpint (features & (ORCH_EMR_FEATURE_FOLDERS | ORCH_EMR_FEATURE_LETTER_TYPES), ==, 0);
      if (g_str_equal (protocol, "file") || g_str_equal (protocol, "none"))
        g_assert_cmpint (features, ==, 0);
    }
}

static void
test_checklists (void)
{
  GListModel *vendors = orch_catalogue_get_vendors (orch_catalogue_get_default ());

  for (guint i = 0; i < g_list_model_get_n_items (vendors); i++)
    {
      g_autoptr (OrchEmrVendor) one = g_list_model_get_item (vendors, i);
      const char *const *french = orch_emr_vendor_get_checklist (one, "fr");
      const char *const *english = orch_emr_vendor_get_checklist (one, "en");

      g_assert_cmpuint (g_strv_length ((char **) french), ==, g_strv_length ((char **) english));
      if (!orch_emr_vendor_is_standalone (one))
        g_assert_cmpuint (g_strv_length ((char **) french), >=, 2);
      for (guint j = 0; french[j] != NULL; j++)
        g_assert_cmpstr (french[j], !=, english[j]);
    }
}

static void
test_shown (void)
{
  static const struct
  {
    const char *auth; /* NULL = not typed: the default */
    gboolean has_secret;
    gboolean has_key;
  } rows[] = {
    { NULL, TRUE, FALSE },
    { "secret-post", TRUE, FALSE },
    { "secret-basic", TRUE, FALSE },
    { "private-key-jwt", FALSE, TRUE },
    { "", FALSE, FALSE },
  };
  OrchEmrVendor *fhir = vendor ("fhir-r4");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);

      if (rows[i].auth != NULL)
        g_hash_table_insert (values, (gpointer) "auth", (gpointer) rows[i].auth);
      g_assert_cmpint (orch_emr_vendor_is_field_shown (fhir, orch_emr_vendor_find_field (fhir, "client-secret"),
                                                       values),
                       ==, rows[i].has_secret);
      g_assert_cmpint (orch_emr_vendor_is_field_shown (fhir, orch_emr_vendor_find_field (fhir, "private-key"), values),
                       ==, rows[i].has_key);
      g_assert_true (orch_emr_vendor_is_field_shown (fhir, orch_emr_vendor_find_field (fhir, "base-url"), values));
    }
  g_assert_true (orch_emr_vendor_is_field_shown (fhir, orch_emr_vendor_find_field (fhir, "client-secret"), NULL));
}

static void
assert_wrong (GHashTable *values, const char *const *secrets, const char *id, OrchFieldState expected)
{
  OrchFieldState state;
  OrchFormField *wrong = orch_emr_vendor_find_wrong_field (vendor ("fhir-r4"), values, secrets, &state);

  g_assert_cmpstr (wrong != NULL ? orch_form_field_get_id (wrong) : NULL, ==, id);
  g_assert_cmpint (state, ==, expected);
}

static void
test_complete (void)
{
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  const char *const secret[] = { "client-secret", NULL };
  const char *const key[] = { "private-key", NULL };

  assert_wrong (NULL, NULL, "base-url", ORCH_FIELD_MISSING);
  g_hash_table_insert (values, (gpointer) "base-url", (gpointer) "http://emr.example.ca");
  assert_wrong (values, NULL, "base-url", ORCH_FIELD_MALFORMED);
  g_hash_table_insert (values, (gpointer) "base-url", (gpointer) "https://emr.example.ca");
  assert_wrong (values, NULL, "client-id", ORCH_FIELD_MISSING);
  g_hash_table_insert (values, (gpointer) "client-id", (gpointer) "clinic");
  assert_wrong (values, NULL, "client-secret", ORCH_FIELD_MISSING);
  assert_wrong (values, key, "client-secret", ORCH_FIELD_MISSING);
  assert_wrong (values, secret, NULL, ORCH_FIELD_OK);
  g_hash_table_insert (values, (gpointer) "auth", (gpointer) "private-key-jwt");
  assert_wrong (values, secret, "private-key", ORCH_FIELD_MISSING);
  assert_wrong (values, key, NULL, ORCH_FIELD_OK);
  g_hash_table_insert (values, (gpointer) "token-url", (gpointer) "nonsense");
  assert_wrong (values, key, "token-url", ORCH_FIELD_MALFORMED);
}

static double
luminance (const char *colour)
{
  static const double weights[] = { 0.2126, 0.7152, 0.0722 };
  double sum = 0;

  for (guint i = 0; i < 3; i++)
    {
      double part = (g_ascii_xdigit_value (colour[1 + 2 * i]) * 16 + g_ascii_xdigit_value (colour[2 + 2 * i])) / 255.0;

      sum += weights[i] * (part <= 0.04045 ? part / 12.92 : pow ((part + 0.055) / 1.055, 2.4));
    }
  return sum;
}

static void
assert_legible (const char *colour)
{
  /* WCAG 2, 1.4.3: white initials on the tile. */
  g_test_message ("%s", colour);
  g_assert_cmpfloat (1.05 / (luminance (colour) + 0.05), >=, 4.5);
}

static void
test_tiles_are_legible (void)
{
  GListModel *vendors = orch_catalogue_get_vendors (orch_catalogue_get_default ());
  GListModel *providers = orch_catalogue_get_providers (orch_catalogue_get_default ());

  for (guint i = 0; i < g_list_model_get_n_items (vendors); i++)
    {
      g_autoptr (OrchEmrVendor) one = g_list_model_get_item (vendors, i);

      assert_legible (orch_emr_vendor_get_colour (one));
    }
  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr (OrchCatalogueEntry) one = g_list_model_get_item (providers, i);

      assert_legible (orch_catalogue_entry_get_colour (one));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/catalogue/emr-vendor/list", test_list);
  g_test_add_func ("/catalogue/emr-vendor/kinds", test_kinds);
  g_test_add_func ("/catalogue/emr-vendor/chosen", test_chosen);
  g_test_add_func ("/catalogue/emr-vendor/files", test_files);
  g_test_add_func ("/catalogue/emr-vendor/secrets", test_secrets);
  g_test_add_func ("/catalogue/emr-vendor/features", test_features);
  g_test_add_func ("/catalogue/emr-vendor/checklists", test_checklists);
  g_test_add_func ("/catalogue/emr-vendor/shown", test_shown);
  g_test_add_func ("/catalogue/emr-vendor/complete", test_complete);
  g_test_add_func ("/catalogue/emr-vendor/tiles-are-legible", test_tiles_are_legible);
  return g_test_run ();
}
