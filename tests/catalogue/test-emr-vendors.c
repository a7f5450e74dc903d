/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An establishment's own vendors, a file each: one replaces the built-in of its code or adds a card; a damaged one is left aside by itself.
 */
#include <glib/gstdio.h>
#include <string.h>

#include "catalogue/orch-catalogue.h"
#include "core/orch-error.h"

#define W "{\"fr\":\"f\",\"en\":\"e\"}"
#define HEAD "{\"version\":1,\"code\":\"ours\",\"name\":" W ",\"initials\":\"O\",\"colour\":\"#000000\","
#define VENDOR(fields) HEAD "\"protocol\":\"fhir-r4\",\"checklist\":[],\"fields\":[" fields "]}"
#define FIELD(id, kind, more) "{\"id\":\"" id "\",\"kind\":\"" kind "\",\"label\":" W ",\"required\":true" more "}"

#define N_BUILT_IN 14

typedef struct
{
  char *folder; /* (owned) */
  char *emr;    /* (owned): the folder of vendors in it */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("orch-vendors-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->emr = g_build_filename (fixture->folder, "emr", NULL);
  g_assert_cmpint (g_mkdir (fixture->emr, 0700), ==, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->emr, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->emr, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (fixture->emr), ==, 0);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->emr);
  g_free (fixture->folder);
}

/* Returns: (transfer full): the path written */
static char *
put (Fixture *fixture, const char *name, const char *text)
{
  char *path = g_build_filename (fixture->emr, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return path;
}

static OrchCatalogue *
load (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  OrchCatalogue *catalogue = orch_catalogue_new (fixture->folder, &error);

  g_assert_no_error (error);
  return catalogue;
}

/* Step 3 of the wizard's guide: those with a vendor, any FHIR R4 EMR, then none. */
static void
test_order (Fixture *fixture, gconstpointer data)
{
  static const char *const codes[] = { "kinlogix",         "medesync", "myle",      "ofys",
                                       "omnimed",          "softinfo", "toubib",    "telus-ps-suite",
                                       "telus-med-access", "accuro",   "oscar-pro", "oscar-15",
                                       "fhir-r4",          "none" };
  g_autoptr (OrchCatalogue) catalogue = load (fixture);
  GListModel *vendors = orch_catalogue_get_vendors (catalogue);

  G_STATIC_ASSERT (G_N_ELEMENTS (codes) == N_BUILT_IN);
  g_assert_cmpuint (g_list_model_get_n_items (vendors), ==, G_N_ELEMENTS (codes));
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (OrchEmrVendor) vendor = g_list_model_get_item (vendors, i);

      g_assert_cmpstr (orch_emr_vendor_get_code (vendor), ==, codes[i]);
      g_assert_true (orch_catalogue_find_vendor (catalogue, codes[i]) == vendor);
    }
}

static void
test_added_and_replaced (Fixture *fixture, gconstpointer data)
{
  g_autofree char *added = put (fixture, "ours.json", VENDOR (FIELD ("base-url", "url", "")));
  g_autoptr (GString) text = g_string_new (VENDOR (""));
  g_autoptr (OrchCatalogue) catalogue = NULL;
  GListModel *vendors;

  g_assert_cmpuint (g_string_replace (text, "\"code\":\"ours\"", "\"code\":\"myle\",\"position\":5", 0), ==, 1);
  g_free (put (fixture, "myle.json", text->str));
  g_free (put (fixture, ".hidden.json", "{"));
  g_free (put (fixture, "notes.txt", "to be asked"));
  catalogue = load (fixture);
  vendors = orch_catalogue_get_vendors (catalogue);
  g_assert_cmpuint (orch_catalogue_get_problems (catalogue)->len, ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (vendors), ==, N_BUILT_IN + 1);
  g_assert_cmpstr (orch_emr_vendor_get_name (orch_catalogue_find_vendor (catalogue, "myle"), "fr"), ==, "f");
  g_assert_nonnull (orch_emr_vendor_find_field (orch_catalogue_find_vendor (catalogue, "ours"), "base-url"));
  for (guint i = 0; i < N_BUILT_IN + 1; i++)
    {
      g_autoptr (OrchEmrVendor) vendor = g_list_model_get_item (vendors, i);
      const char *code = orch_emr_vendor_get_code (vendor);

      /* One that says no position comes after the built-in EMRs, before the FHIR card and none at all. */
      g_assert_cmpint (g_str_equal (code, "myle"), ==, i == 0);
      g_assert_cmpint (g_str_equal (code, "ours"), ==, i == N_BUILT_IN - 2);
    }
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *text;
    const char *fault;
  } rows[] = {
    { "ours.json", "{", "not JSON" },
    { "ours.json", "[]", "$: a value of type array instead of object" },
    { "other.json", VENDOR (""), "$.code: the file of this code is named “ours.json”" },
    { "ours.json", HEAD "\"protocol\":\"soap\",\"checklist\":[],\"fields\":[]}", "$.protocol: \"soap\" is none of" },
    { "ours.json", HEAD "\"protocol\":\"rest\",\"checklist\":[],\"fields\":[]}", "$: connection: is missing" },
    { "ours.json", VENDOR (FIELD ("a", "text", ",\"pattern\":\"(\"")),
      "$: field “a”: the pattern is not a regular expression" },
    { "ours.json", VENDOR (FIELD ("a", "choice", "")), "$: field “a”: choices belong to a field of kind “choice”" },
    { "ours.json", VENDOR (FIELD ("a", "choice", ",\"default\":\"y\",\"choices\":[{\"id\":\"x\",\"label\":" W "}]")),
      "the default is not one of the choices" },
    { "ours.json", VENDOR (FIELD ("a", "text", ",\"visible_when\":{\"field\":\"b\",\"values\":[\"x\"]}")),
      "field “a” depends on “b”, which is not in the form" },
    { "ours.json", VENDOR (FIELD ("a", "text", "") "," FIELD ("a", "text", "")), "field “a” is given twice" },
    { "ours.json", VENDOR (FIELD ("a", "password", "")), "$.fields[0].kind: \"password\" is none of" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = put (fixture, rows[i].name, rows[i].text);
      g_autoptr (OrchCatalogue) catalogue = NULL;
      const GError *problem;

      g_test_message ("%s: %s", rows[i].name, rows[i].fault);
      g_test_expect_message ("Orch-catalogue", G_LOG_LEVEL_MESSAGE, "*it is left aside");
      catalogue = load (fixture);
      g_test_assert_expected_messages ();
      g_assert_cmpuint (orch_catalogue_get_problems (catalogue)->len, ==, 1);
      problem = orch_catalogue_get_problems (catalogue)->pdata[0];
      g_assert_error (problem, ORCH_ERROR, ORCH_ERROR_INVALID);
      g_assert_true (g_str_has_prefix (problem->message, path));
      g_assert_nonnull (strstr (problem->message, rows[i].fault));
      g_assert_cmpuint (g_list_model_get_n_items (orch_catalogue_get_vendors (catalogue)), ==, N_BUILT_IN);
      g_assert_null (orch_catalogue_find_vendor (catalogue, "ours"));
      g_assert_cmpint (g_remove (path), ==, 0);
    }
}

/* The damaged file of a vendor that is built in: the built-in one serves, and so do the other files. */
static void
test_damaged_by_itself (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchCatalogue) catalogue = NULL;

  g_free (put (fixture, "accuro.json", "{\"version\": 1, \"code\": \"accuro\"}"));
  g_free (put (fixture, "ours.json", VENDOR ("")));
  g_test_expect_message ("Orch-catalogue", G_LOG_LEVEL_MESSAGE, "*accuro.json: $: “name” is missing; it is left aside");
  catalogue = load (fixture);
  g_test_assert_expected_messages ();
  g_assert_cmpstr (orch_emr_vendor_get_protocol (orch_catalogue_find_vendor (catalogue, "accuro")), ==, "rest");
  g_assert_nonnull (orch_catalogue_find_vendor (catalogue, "ours"));
}

#define ADD(name, function) g_test_add ("/catalogue/emr-vendors/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("order", test_order);
  ADD ("added-and-replaced", test_added_and_replaced);
  ADD ("damaged", test_damaged);
  ADD ("damaged-by-itself", test_damaged_by_itself);
  return g_test_run ();
}
