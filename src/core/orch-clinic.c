/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The clinic.
 */
#include "orch-clinic.h"

#include "orch-fields.h"
#include "orch-phone.h"
#include "orch-postal-code.h"
#include "orch-province.h"
#include "orch-text.h"

struct _OrchClinic
{
  GObject parent_instance;

  OrchClinicFields fields; /* (owned) */
};

static const gsize string_offsets[] = {
  G_STRUCT_OFFSET (OrchClinicFields, id),          G_STRUCT_OFFSET (OrchClinicFields, name),
  G_STRUCT_OFFSET (OrchClinicFields, street),      G_STRUCT_OFFSET (OrchClinicFields, office),
  G_STRUCT_OFFSET (OrchClinicFields, city),        G_STRUCT_OFFSET (OrchClinicFields, province),
  G_STRUCT_OFFSET (OrchClinicFields, postal_code), G_STRUCT_OFFSET (OrchClinicFields, phone),
  G_STRUCT_OFFSET (OrchClinicFields, extension),   G_STRUCT_OFFSET (OrchClinicFields, logo_type),
  G_STRUCT_OFFSET (OrchClinicFields, emr_vendor),  G_STRUCT_OFFSET (OrchClinicFields, hub_emr_vendor),
  G_STRUCT_OFFSET (OrchClinicFields, hub_id),      G_STRUCT_OFFSET (OrchClinicFields, hub_version),
};
static const OrchStringTable strings = { string_offsets, G_N_ELEMENTS (string_offsets) };

static const char *const logo_types[] = { "image/png", "image/jpeg", "image/gif", NULL };

G_DEFINE_FINAL_TYPE (OrchClinic, orch_clinic, G_TYPE_OBJECT)

static OrchFieldState
check_text (const char *text, gsize max_characters)
{
  if (orch_text_is_empty (text))
    return ORCH_FIELD_MISSING;
  if (max_characters > 0 && orch_text_length (text) > max_characters)
    return ORCH_FIELD_TOO_LONG;
  return ORCH_FIELD_OK;
}

static OrchFieldState
check_postal_code (const char *text)
{
  g_autofree char *code = NULL;

  if (orch_text_is_empty (text))
    return ORCH_FIELD_MISSING;
  code = orch_postal_code_normalize (text);
  return code != NULL ? ORCH_FIELD_OK : ORCH_FIELD_MALFORMED;
}

static OrchFieldState
check_province (const char *code)
{
  if (orch_text_is_empty (code))
    return ORCH_FIELD_MISSING;
  return orch_province_find (code) != NULL ? ORCH_FIELD_OK : ORCH_FIELD_MALFORMED;
}

static OrchFieldState
check_phone (const char *text)
{
  switch (orch_phone_check (text))
    {
    case ORCH_PHONE_VALID:
      return ORCH_FIELD_OK;
    case ORCH_PHONE_EMPTY:
      return ORCH_FIELD_MISSING;
    default:
      return ORCH_FIELD_MALFORMED;
    }
}

static OrchFieldState
check_logo (const OrchClinicFields *fields)
{
  if (fields->logo == NULL)
    return ORCH_FIELD_OK;
  if (g_bytes_get_size (fields->logo) > ORCH_LOGO_MAX_BYTES)
    return ORCH_FIELD_TOO_LONG;
  if (fields->logo_type == NULL || !g_strv_contains (logo_types, fields->logo_type))
    return ORCH_FIELD_MALFORMED;
  return ORCH_FIELD_OK;
}

static void
orch_clinic_finalize (GObject *object)
{
  OrchClinic *self = ORCH_CLINIC (object);

  orch_strings_clear (&self->fields, strings);
  g_clear_pointer (&self->fields.logo, g_bytes_unref);
  g_strfreev ((char **) self->fields.providers);
  G_OBJECT_CLASS (orch_clinic_parent_class)->finalize (object);
}

static void
orch_clinic_class_init (OrchClinicClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_clinic_finalize;
}

static void
orch_clinic_init (OrchClinic *self)
{
}

OrchClinic *
orch_clinic_new (const OrchClinicFields *fields)
{
  OrchClinic *self;

  g_return_val_if_fail (fields != NULL, NULL);

  self = g_object_new (ORCH_TYPE_CLINIC, NULL);
  self->fields = *fields;
  orch_strings_copy (&self->fields, strings);
  self->fields.providers = (const char *const *) orch_strv_copy_set (fields->providers);
  if (fields->logo != NULL)
    self->fields.logo = g_bytes_get_size (fields->logo) > 0 ? g_bytes_ref (fields->logo) : NULL;
  return self;
}

const OrchClinicFields *
orch_clinic_get_fields (OrchClinic *self)
{
  g_return_val_if_fail (ORCH_IS_CLINIC (self), NULL);

  return &self->fields;
}

const char *
orch_clinic_get_id (OrchClinic *self)
{
  g_return_val_if_fail (ORCH_IS_CLINIC (self), NULL);

  return self->fields.id;
}

const char *
orch_clinic_get_name (OrchClinic *self)
{
  g_return_val_if_fail (ORCH_IS_CLINIC (self), NULL);

  return self->fields.name;
}

OrchFieldState
orch_clinic_check_field (OrchClinic *self, OrchClinicField field)
{
  const OrchClinicFields *fields;

  g_return_val_if_fail (ORCH_IS_CLINIC (self), ORCH_FIELD_MISSING);

  fields = &self->fields;
  switch (field)
    {
    case ORCH_CLINIC_FIELD_NAME:
      return check_text (fields->name, ORCH_CLINIC_NAME_MAX);
    case ORCH_CLINIC_FIELD_STREET:
      return check_text (fields->street, 0);
    case ORCH_CLINIC_FIELD_OFFICE:
      return ORCH_FIELD_OK;
    case ORCH_CLINIC_FIELD_CITY:
      return check_text (fields->city, 0);
    case ORCH_CLINIC_FIELD_PROVINCE:
      return check_province (fields->province);
    case ORCH_CLINIC_FIELD_POSTAL_CODE:
      return check_postal_code (fields->postal_code);
    case ORCH_CLINIC_FIELD_PHONE:
      return check_phone (fields->phone);
    case ORCH_CLINIC_FIELD_EXTENSION:
      return orch_phone_extension_is_valid (fields->extension) ? ORCH_FIELD_OK : ORCH_FIELD_MALFORMED;
    case ORCH_CLINIC_FIELD_LOGO:
      return check_logo (fields);
    default:
      g_return_val_if_reached (ORCH_FIELD_MALFORMED);
    }
}

gboolean
orch_clinic_is_identified (OrchClinic *self)
{
  g_return_val_if_fail (ORCH_IS_CLINIC (self), FALSE);

  for (int field = 0; field < ORCH_N_CLINIC_FIELDS; field++)
    if (orch_clinic_check_field (self, (OrchClinicField) field) != ORCH_FIELD_OK)
      return FALSE;
  return TRUE;
}

gboolean
orch_clinic_has_provider (OrchClinic *self, const char *code)
{
  g_return_val_if_fail (ORCH_IS_CLINIC (self), FALSE);
  g_return_val_if_fail (code != NULL, FALSE);

  return self->fields.providers != NULL && g_strv_contains (self->fields.providers, code);
}

gboolean
orch_clinic_equal (OrchClinic *a, OrchClinic *b)
{
  g_return_val_if_fail (ORCH_IS_CLINIC (a), FALSE);
  g_return_val_if_fail (ORCH_IS_CLINIC (b), FALSE);

  if (a->fields.logo != b->fields.logo &&
      (a->fields.logo == NULL || b->fields.logo == NULL || !g_bytes_equal (a->fields.logo, b->fields.logo)))
    return FALSE;
  return orch_strings_equal (&a->fields, &b->fields, strings) &&
         orch_strv_equal_set (a->fields.providers, b->fields.providers);
}

gboolean
orch_clinic_has_emr (OrchClinic *self)
{
  g_return_val_if_fail (self == NULL || ORCH_IS_CLINIC (self), FALSE);

  if (self == NULL || self->fields.emr_vendor == NULL)
    return FALSE;
  return !g_str_equal (self->fields.emr_vendor, "none");
}
