/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The catalogue: look-ups, and what becomes of an establishment's own files, whole or damaged.
 */
#include <glib/gstdio.h>
#include <string.h>

#include "catalogue/orch-catalogue.h"
#include "core/orch-error.h"
#include "core/orch-phone.h"

typedef struct
{
  char *folder; /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("orch-catalogue-XXXXXX", &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

static void
put (Fixture *fixture, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static OrchCatalogue *
load (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  OrchCatalogue *catalogue = orch_catalogue_new (fixture->folder, &error);

  g_assert_no_error (error);
  g_assert_nonnull (catalogue);
  return catalogue;
}

static void
test_providers (Fixture *fixture, gconstpointer data)
{
  static const char *const rows[][3] = {
    { "rvsq", "Rendez-vous santé Québec", "Rendez-vous santé Québec" },
    { "bonjour-sante", "Bonjour-santé", "Bonjour-santé" },
    { "pomelo", "Pomelo (autrefois Chronometriq)", "Pomelo (formerly Chronometriq)" },
    { "myle", "Myle par MEDFAR", "Myle by MEDFAR" },
    { "tap", "TAP médical", "TAP médical" },
  };
  g_autoptr (OrchCatalogue) catalogue = load (fixture);

  g_assert_cmpuint (g_list_model_get_n_items (orch_catalogue_get_providers (catalogue)), ==, G_N_ELEMENTS (rows));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      OrchCatalogueEntry *entry = orch_catalogue_find_provider (catalogue, rows[i][0]);

      g_assert_nonnull (entry);
      g_assert_cmpstr (orch_catalogue_entry_get_name (entry, "fr"), ==, rows[i][1]);
      g_assert_cmpstr (orch_catalogue_entry_get_name (entry, "en"), ==, rows[i][2]);
      g_assert_cmpuint (g_utf8_strlen (orch_catalogue_entry_get_initials (entry), -1), >, 0);
    }
  g_assert_null (orch_catalogue_find_provider (catalogue, "unheard-of"));
  g_assert_null (orch_catalogue_find_provider (catalogue, NULL));
}

/* The six types of emr-facts F3; the ids are kept in the store and on the hub, so they never change. */
static void
test_service_types (Fixture *fixture, gconstpointer data)
{
  static const char *const ids[] = { "walk-in", "priority", "periodic", "regular", "pregnancy", "child" };
  g_autoptr (OrchCatalogue) catalogue = load (fixture);
  GListModel *types = orch_catalogue_get_service_types (catalogue);

  g_assert_cmpuint (g_list_model_get_n_items (types), ==, G_N_ELEMENTS (ids));
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (OrchCatalogueEntry) type = g_list_model_get_item (types, i);

      g_assert_cmpstr (orch_catalogue_entry_get_code (type), ==, ids[i]);
      g_assert_cmpstr (orch_catalogue_entry_get_name (type, "fr"), !=, orch_catalogue_entry_get_name (type, "en"));
      g_assert_nonnull (orch_catalogue_entry_get_description (type, "fr"));
      g_assert_true (orch_catalogue_find_service_type (catalogue, ids[i]) == type);
    }
}

static void
test_specialities (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *code;
    const char *text;
    const char *expected; /* NULL = unknown */
  } rows[] = {
    { NULL, "Médecine de famille", "family-medicine" },
    { NULL, "médecin de famille", "family-medicine" },
    { NULL, "  MEDECINE   DE FAMILLE ", "family-medicine" },
    { NULL, "Family Medicine", "family-medicine" },
    { NULL, "Omnipraticienne", "family-medicine" },
    { NULL, "Médecine de famille (soins à domicile)", "family-medicine" },
    { NULL, "Médecine d'urgence", "emergency-medicine" },
    { NULL, "Médecine d’urgence", "emergency-medicine" },
    { NULL, "IPS", "nurse-practitioner-primary" },
    { NULL, "Pédiatrie", "pediatrics" },
    { NULL, "Obstetrics and gynecology", "obstetrics-gynecology" },
    { NULL, "Médecine maternelle et foetale", "maternal-fetal-medicine" },
    { NULL, "Astrologie", NULL },
    { NULL, "", NULL },
    { NULL, NULL, NULL },
    { "http://snomed.info/sct|394579002", NULL, "cardiology" },
    { "http://snomed.info/sct|394579002", "Cœur", "cardiology" },
    { "http://snomed.info/sct|1", "Cardiologie", "cardiology" },
    { "http://snomed.info/sct|1", "Astrologie", NULL },
    { "394579002", NULL, NULL },
    { ORCH_SPECIALITY_SYSTEM "|psychology", NULL, "psychology" },
  };
  g_autoptr (OrchCatalogue) catalogue = load (fixture);

  g_assert_cmpuint (g_list_model_get_n_items (orch_catalogue_get_specialities (catalogue)), >=, 40);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      OrchCatalogueEntry *entry = orch_catalogue_find_speciality (catalogue, rows[i].code, rows[i].text);

      g_test_message ("%s, %s", rows[i].code, rows[i].text);
      g_assert_cmpstr (entry != NULL ? orch_catalogue_entry_get_code (entry) : NULL, ==, rows[i].expected);
      g_assert_cmpint (orch_catalogue_is_known_speciality (rows[i].code, rows[i].text), ==, rows[i].expected != NULL);
    }
}

/* Every speciality is found again by its own names: no name is hidden by an earlier one. */
static void
test_specialities_are_distinct (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchCatalogue) catalogue = load (fixture);
  GListModel *specialities = orch_catalogue_get_specialities (catalogue);

  for (guint i = 0; i < g_list_model_get_n_items (specialities); i++)
    {
      g_autoptr (OrchCatalogueEntry) entry = g_list_model_get_item (specialities, i);

      g_assert_true (orch_catalogue_find_speciality (catalogue, NULL, orch_catalogue_entry_get_name (entry, "fr")) ==
                     entry);
      g_assert_true (orch_catalogue_find_speciality (catalogue, NULL, orch_catalogue_entry_get_name (entry, "en")) ==
                     entry);
    }
}

static void
test_support_phone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchCatalogue) catalogue = load (fixture);
  g_autofree char *shown = orch_phone_format (orch_catalogue_get_support_phone (catalogue));

  g_assert_cmpstr (shown, ==, "(877) 313-1594");
}

static void
test_entry_properties (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchCatalogue) catalogue = load (fixture);
  g_autofree char *code = NULL, *name = NULL, *description = NULL, *initials = NULL, *colour = NULL;

  g_object_get (orch_catalogue_find_service_type (catalogue, "child"), "code", &code, "name", &name, "description",
                &description, NULL);
  g_assert_cmpstr (code, ==, "child");
  g_assert_cmpstr (name, ==, "Child follow-up (0 to 5 years)");
  g_assert_nonnull (strstr (description, "0 to 5"));
  g_object_get (orch_catalogue_find_provider (catalogue, "rvsq"), "initials", &initials, "colour", &colour, NULL);
  g_assert_cmpstr (initials, ==, "RV");
  g_assert_cmpstr (colour, ==, "#1c71d8");
}

static void
test_own_file_replaces (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchCatalogue) catalogue = NULL;

  put (fixture, "support.json", "{\"version\": 1, \"phone\": \"+14185550100\"}");
  put (fixture, "service-types.json",
       "{\"version\": 1, \"types\": [{\"id\": \"flu\", \"name\": {\"fr\": \"Grippe\", \"en\": \"Flu\"}}]}");
  catalogue = load (fixture);
  g_assert_cmpuint (orch_catalogue_get_problems (catalogue)->len, ==, 0);
  g_assert_cmpstr (orch_catalogue_get_support_phone (catalogue), ==, "+14185550100");
  g_assert_nonnull (orch_catalogue_find_service_type (catalogue, "flu"));
  g_assert_null (orch_catalogue_find_service_type (catalogue, "child"));
  g_assert_nonnull (orch_catalogue_find_provider (catalogue, "rvsq"));
}

static void
test_damaged_file_falls_back (Fixture *fixture, gconstpointer data)
{
#define W "{\"fr\":\"f\",\"en\":\"e\"}"
  static const struct
  {
    const char *name;
    const char *text;
    const char *fault; /* what the message must say */
  } rows[] = {
    { "support.json", "", "empty" },
    { "support.json", "{\"version\": 1, \"phone\": \"+1418", "not JSON" },
    { "support.json", "{\"version\": 2, \"phone\": \"+14185550100\"}", "$.version: 2 instead of 1" },
    { "support.json", "{\"phone\": \"+14185550100\"}", "$: “version” is missing" },
    { "support.json", "{\"version\": 1, \"phone\": \"call us\"}", "$.phone: “call us” does not match" },
    { "support.json", "{\"version\": 1, \"phone\": \"+14185550100\", \"fax\": \"\"}",
      "$: “fax” is not a known member" },
    { "support.json", "[]", "$: a value of type array instead of object" },
    { "service-types.json", "{\"version\": 1, \"types\": []}", "$.types: the list has too few items: 0" },
    { "service-types.json", "{\"version\":1,\"types\":[{\"id\":\"a\",\"name\":" W "},{\"id\":\"a\",\"name\":" W "}]}",
      "$.types[1].id: “a” is given twice" },
    { "service-types.json", "{\"version\":1,\"types\":[{\"id\":\"a\",\"name\":{\"fr\":\"f\"}}]}",
      "$.types[0].name: “en” is missing" },
    { "service-types.json", "{\"version\":1,\"types\":[{\"id\":\"A b\",\"name\":" W "}]}",
      "$.types[0].id: “A b” does not match" },
    { "appointment-providers.json",
      "{\"version\":1,\"providers\":[{\"code\":\"a\",\"name\":" W ",\"initials\":\"A\",\"colour\":\"red\"}]}",
      "$.providers[0].colour: “red” does not match" },
    { "specialities.json",
      "{\"version\":1,\"specialities\":[{\"code\":\"a\",\"name\":" W ",\"codes\":[\"no-system\"]}]}",
      "$.specialities[0].codes[0]: “no-system” does not match" },
    { "form-messages.json", "{\"version\":1,\"messages\":{\"missing\":" W "}}", "$.messages: “too_long” is missing" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (OrchCatalogue) catalogue = NULL;
      g_autofree char *path = g_build_filename (fixture->folder, rows[i].name, NULL);
      const GError *problem;

      g_test_message ("%s: %s", rows[i].name, rows[i].fault);
      put (fixture, rows[i].name, rows[i].text);
      g_test_expect_message ("Orch-catalogue", G_LOG_LEVEL_MESSAGE, "*the built-in one is used");
      catalogue = load (fixture);
      g_test_assert_expected_messages ();
      g_assert_cmpuint (orch_catalogue_get_problems (catalogue)->len, ==, 1);
      problem = orch_catalogue_get_problems (catalogue)->pdata[0];
      g_assert_error (problem, ORCH_ERROR, ORCH_ERROR_INVALID);
      g_assert_true (g_str_has_prefix (problem->message, path));
      g_assert_nonnull (strstr (problem->message, rows[i].fault));

      /* All that is built in still serves. */
      g_assert_nonnull (orch_catalogue_find_vendor (catalogue, "fhir-r4"));
      g_assert_nonnull (orch_catalogue_find_provider (catalogue, "rvsq"));
      g_assert_nonnull (orch_catalogue_find_service_type (catalogue, "walk-in"));
      g_assert_nonnull (orch_catalogue_find_speciality (catalogue, NULL, "Cardiologie"));
      g_assert_cmpstr (orch_catalogue_get_support_phone (catalogue), ==, "+18773131594");
      g_assert_cmpint (g_remove (path), ==, 0);
    }
}

static void
test_strange_files (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder_path = g_build_filename (fixture->folder, "support.json", NULL);
  g_autofree char *large = g_strnfill (1024 * 1024 + 1, ' ');
  g_autoptr (OrchCatalogue) catalogue = NULL;

  g_assert_cmpint (g_mkdir (folder_path, 0700), ==, 0);
  put (fixture, "specialities.json", large);
  g_test_expect_message ("Orch-catalogue", G_LOG_LEVEL_MESSAGE, "*specialities.json: *the built-in one is used");
  g_test_expect_message ("Orch-catalogue", G_LOG_LEVEL_MESSAGE, "*support.json: *the built-in one is used");
  catalogue = load (fixture);
  g_test_assert_expected_messages ();
  g_assert_cmpuint (orch_catalogue_get_problems (catalogue)->len, ==, 2);
  g_assert_cmpstr (orch_catalogue_get_support_phone (catalogue), ==, "+18773131594");
}

static void
test_missing_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "nowhere", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (OrchCatalogue) catalogue = orch_catalogue_new (path, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (orch_catalogue_get_problems (catalogue)->len, ==, 0);
}

static gpointer
look_up (gpointer data)
{
  OrchCatalogue *catalogue = orch_catalogue_get_default ();
  guint found = 0;

  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr (OrchEmrVendor) vendor = g_list_model_get_item (orch_catalogue_get_vendors (catalogue), i % 13);

      found += orch_catalogue_find_vendor (catalogue, orch_emr_vendor_get_code (vendor)) == vendor;
      found += orch_catalogue_is_known_speciality (NULL, "Cardiologie");
    }
  return GUINT_TO_POINTER (found);
}

static void
test_threads (Fixture *fixture, gconstpointer data)
{
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("look-up", look_up, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_assert_cmpuint (GPOINTER_TO_UINT (g_thread_join (threads[i])), ==, 4000);
}

#define ADD(name, function) g_test_add ("/catalogue/catalogue/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("providers", test_providers);
  ADD ("service-types", test_service_types);
  ADD ("specialities", test_specialities);
  ADD ("specialities-are-distinct", test_specialities_are_distinct);
  ADD ("support-phone", test_support_phone);
  ADD ("entry-properties", test_entry_properties);
  ADD ("own-file-replaces", test_own_file_replaces);
  ADD ("damaged-file-falls-back", test_damaged_file_falls_back);
  ADD ("strange-files", test_strange_files);
  ADD ("missing-folder", test_missing_folder);
  ADD ("threads", test_threads);
  return g_test_run ();
}
