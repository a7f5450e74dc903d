/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The clinic of a set-up as fields of the bootstrap store, and back. Main thread.
 */
#include "orch-setup-private.h"

/* The fields of the clinic that are kept as text, and where they live in the struct. */
static const struct
{
  const char *name;
  gsize offset;
} clinic_texts[] = {
  { "name", G_STRUCT_OFFSET (OrchClinicFields, name) },
  { "street", G_STRUCT_OFFSET (OrchClinicFields, street) },
  { "office", G_STRUCT_OFFSET (OrchClinicFields, office) },
  { "city", G_STRUCT_OFFSET (OrchClinicFields, city) },
  { "province", G_STRUCT_OFFSET (OrchClinicFields, province) },
  { "postal-code", G_STRUCT_OFFSET (OrchClinicFields, postal_code) },
  { "phone", G_STRUCT_OFFSET (OrchClinicFields, phone) },
  { "extension", G_STRUCT_OFFSET (OrchClinicFields, extension) },
  { "logo-type", G_STRUCT_OFFSET (OrchClinicFields, logo_type) },
  { "emr", G_STRUCT_OFFSET (OrchClinicFields, emr_vendor) },
  { "hub-emr", G_STRUCT_OFFSET (OrchClinicFields, hub_emr_vendor) },
  { "hub-id", G_STRUCT_OFFSET (OrchClinicFields, hub_id) },
  { "hub-version", G_STRUCT_OFFSET (OrchClinicFields, hub_version) },
};

static const char **
text_at (OrchClinicFields *fields, gsize offset)
{
  return (const char **) (void *) ((char *) fields + offset);
}

static GVariant *
logo_variant (GBytes *logo)
{
  return logo != NULL ? g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, logo, TRUE)
                      : g_variant_new_from_data (G_VARIANT_TYPE_BYTESTRING, NULL, 0, TRUE, NULL, NULL);
}

static GVariant *
strings_variant (const char *const *strings)
{
  static const char *const none[] = { NULL };

  return g_variant_new_strv (strings != NULL ? strings : none, -1);
}

static gboolean
same_strings (const char *const *a, const char *const *b)
{
  static const char *const none[] = { NULL };

  return g_strv_equal (a != NULL ? a : none, b != NULL ? b : none);
}

void
orch_setup_fields_diff (GVariantDict *dict, OrchClinic *before, OrchClinic *after)
{
  OrchClinicFields old = before != NULL ? *orch_clinic_get_fields (before) : (OrchClinicFields) { 0 };
  OrchClinicFields new = *orch_clinic_get_fields (after);

  for (guint i = 0; i < G_N_ELEMENTS (clinic_texts); i++)
    {
      const char *text = *text_at (&new, clinic_texts[i].offset);

      if (before == NULL || g_strcmp0 (*text_at (&old, clinic_texts[i].offset), text) != 0)
        g_variant_dict_insert (dict, clinic_texts[i].name, "s", text != NULL ? text : "");
    }
  if (before == NULL || !same_strings (old.providers, new.providers))
    g_variant_dict_insert_value (dict, "providers", strings_variant (new.providers));
  if (before == NULL || old.logo != new.logo)
    g_variant_dict_insert_value (dict, "logo", logo_variant (new.logo));
}

OrchClinic *
orch_setup_fields_read (const char *id, GVariantDict *dict)
{
  OrchClinicFields fields = { .id = id };
  g_autofree const char **providers = NULL;
  g_autoptr (GBytes) logo = NULL;
  GVariant *value = NULL;
  OrchClinic *clinic = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (clinic_texts); i++)
    {
      const char *text = NULL;

      if (g_variant_dict_lookup (dict, clinic_texts[i].name, "&s", &text) && text[0] != '\0')
        *text_at (&fields, clinic_texts[i].offset) = text;
    }
  g_autoptr (GVariant) provider_value = g_variant_dict_lookup_value (dict, "providers", G_VARIANT_TYPE_STRING_ARRAY);

  if (provider_value != NULL)
    providers = g_variant_get_strv (provider_value, NULL);
  fields.providers = providers;
  value = g_variant_dict_lookup_value (dict, "logo", G_VARIANT_TYPE_BYTESTRING);
  if (value != NULL && g_variant_get_size (value) > 0)
    {
      logo = g_variant_get_data_as_bytes (value);
      fields.logo = logo;
    }
  clinic = orch_clinic_new (&fields);
  g_clear_pointer (&value, g_variant_unref);
  return clinic;
}
