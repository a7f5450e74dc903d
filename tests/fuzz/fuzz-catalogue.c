/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Files and forms of the catalogue: an establishment may write anything in the first, a user in the second.
 */
#include <string.h>

#include "catalogue/orch-catalogue.h"
#include "catalogue/orch-json-schema.h"
#include "catalogue/orch-support-guide.h"
#include "orch-fuzz.h"

static JsonNode *
vendor_schema (void)
{
  static JsonNode *schema;

  if (schema == NULL)
    {
      /* Loading the catalogue registers its resource. */
      OrchCatalogue *catalogue = orch_catalogue_get_default ();
      g_autoptr (GBytes) bytes = g_resources_lookup_data ("/ca/orchestrateur/catalogue/schema/emr-vendor.schema.json",
                                                          G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

      g_assert_nonnull (catalogue);
      schema = orch_json_schema_parse (bytes, 1 << 20, NULL);
      g_assert_nonnull (schema);
    }
  return schema;
}

static void
check_file (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (JsonNode) root = orch_json_schema_parse (bytes, 1 << 20, NULL);
  g_autoptr (GError) error = NULL;

  if (root == NULL || orch_json_schema_check (vendor_schema (), root, &error))
    return;
  orch_fuzz_check (error != NULL && g_utf8_validate (error->message, -1, NULL), "error");
}

static void
check_guide (const uint8_t *data, size_t size, const char *text)
{
  static OrchSupportGuide *built_in;
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (OrchSupportGuide) guide = orch_support_guide_parse (bytes, &error);
  g_autoptr (GPtrArray) hits = NULL;
  g_autoptr (GPtrArray) found = NULL;

  if (built_in == NULL)
    built_in = orch_support_guide_new_built_in ();
  if (guide == NULL)
    orch_fuzz_check (error != NULL && g_utf8_validate (error->message, -1, NULL), "error");
  if (!g_utf8_validate (text, -1, NULL))
    return;
  hits = orch_support_guide_search (guide != NULL ? guide : built_in, text);
  found = orch_support_guide_find (guide != NULL ? guide : built_in, text);
}

static void
check_field (OrchFormField *field, const char *text)
{
  g_autofree char *kept = NULL;
  g_autofree char *kept_again = NULL;
  const OrchBilingual *message = NULL;
  OrchFieldState state = orch_form_field_check (field, text, &kept, &message);

  orch_fuzz_check ((state == ORCH_FIELD_OK) == (kept != NULL), text);
  orch_fuzz_check (state == ORCH_FIELD_OK || message != NULL, text);
  if (kept == NULL || *kept == '\0')
    return;
  orch_fuzz_check (orch_form_field_check (field, kept, &kept_again, NULL) == ORCH_FIELD_OK, kept);
  orch_fuzz_check (g_str_equal (kept, kept_again), kept);
  if (orch_form_field_get_kind (field) == ORCH_FORM_FIELD_URL)
    orch_fuzz_check (g_str_has_prefix (kept, "https://") || g_str_has_prefix (kept, "http://"), kept);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  OrchCatalogue *catalogue = orch_catalogue_get_default ();
  const char *const vendors[] = { "fhir-r4", "oscar-pro", "accuro" };

  check_file (data, size);
  check_guide (data, size, text);
  for (guint i = 0; i < G_N_ELEMENTS (vendors); i++)
    {
      GListModel *fields = orch_emr_vendor_get_fields (orch_catalogue_find_vendor (catalogue, vendors[i]));

      for (guint j = 0; j < g_list_model_get_n_items (fields); j++)
        {
          g_autoptr (OrchFormField) field = g_list_model_get_item (fields, j);

          check_field (field, text);
        }
    }
  orch_catalogue_find_speciality (catalogue, text, text);
  return 0;
}
