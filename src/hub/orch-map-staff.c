/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Staff and services. Pure; any thread.
 */
#include "orch-map-staff.h"

#include "core/orch-text.h"
#include "fhir/orch-fhir-reference.h"
#include "http/orch-json.h"
#include "orch-map-offer.h"
#include "orch-map.h"

#define PERMISSION ORCH_HUB_CODE ("permission")
#define SERVICE_TYPE ORCH_HUB_CODE ("service-type")
#define SERVICE_CATEGORY ORCH_HUB_CODE ("service-category")

/* --- out ---------------------------------------------------------------------------------- */

static void
add_telecom (JsonObject *practitioner, const char *system, const char *value)
{
  if (orch_text_is_empty (value))
    return;
  JsonObject *telecom = json_object_new ();
  json_object_set_string_member (telecom, "system", system);
  json_object_set_string_member (telecom, "value", value);
  json_object_set_string_member (telecom, "use", "work");
  orch_map_append (practitioner, "telecom", telecom);
}

static void
set_words (JsonObject *name, const char *member, const char *text)
{
  if (orch_text_is_empty (text))
    return;
  JsonArray *array = json_array_new ();
  json_array_add_string_element (array, text);
  json_object_set_array_member (name, member, array);
}

JsonObject *
orch_map_practitioner (OrchStaffMember *member, const char *vendor)
{
  const OrchStaffMemberFields *fields = orch_staff_member_get_fields (member);
  JsonObject *practitioner = orch_map_new ("Practitioner", fields->id);

  orch_map_add_emr_id (practitioner, vendor, fields->emr_id);
  if (!orch_text_is_empty (fields->licence))
    orch_map_add_identifier (practitioner, ORCH_HUB_LICENCE_SYSTEM, fields->licence, "LN");
  json_object_set_boolean_member (practitioner, "active", fields->active);
  if (!orch_text_is_empty (fields->family) || !orch_text_is_empty (fields->given))
    {
      JsonObject *name = json_object_new ();
      orch_map_set_string (name, "family", fields->family);
      set_words (name, "given", fields->given);
      set_words (name, "prefix", fields->prefix);
      orch_map_append (practitioner, "name", name);
    }
  add_telecom (practitioner, "phone", fields->phone);
  add_telecom (practitioner, "email", fields->email);
  return practitioner;
}

JsonObject *
orch_map_role (OrchStaffMember *member, const char *practitioner_reference, const char *place_id,
               const char *place_reference, GPtrArray *service_references)
{
  const OrchStaffMemberFields *fields = orch_staff_member_get_fields (member);
  g_autofree char *part = g_strconcat ("role:", place_id, NULL);
  g_autofree char *id = orch_map_derive_id (fields->id, part);
  JsonObject *role = orch_map_new ("PractitionerRole", id);

  json_object_set_boolean_member (role, "active", fields->bookable);
  orch_map_set_reference (role, "practitioner", practitioner_reference);
  orch_map_set_reference (role, "organization", place_reference);
  orch_map_append (role, "code", orch_map_concept_of (fields->profession_code, fields->profession));
  orch_map_append (role, "code", orch_map_concept (PERMISSION, orch_permission_get_code (fields->permission), NULL));
  orch_map_append (role, "specialty", orch_map_concept_of (fields->speciality_code, fields->speciality));
  for (guint i = 0; service_references != NULL && i < service_references->len; i++)
    orch_map_append (role, "healthcareService", orch_map_reference (g_ptr_array_index (service_references, i)));
  return role;
}

char *
orch_map_person_digest (JsonObject *practitioner)
{
  g_autofree char *text = orch_json_to_string (practitioner);
  char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  digest[16] = '\0';
  return digest;
}

void
orch_map_role_set_person (JsonObject *role, const char *digest)
{
  JsonObject *extension = orch_map_extension (ORCH_HUB_EXTENSION ("person"));

  json_object_set_string_member (extension, "valueString", digest);
  orch_map_replace_extension (role, extension);
}

static void
add_flag (JsonObject *service, const char *url, gboolean value)
{
  JsonObject *extension = orch_map_extension (url);
  json_object_set_boolean_member (extension, "valueBoolean", value);
  orch_map_append (service, "extension", extension);
}

JsonObject *
orch_map_service (OrchService *service, const char *vendor, const char *clinic_reference)
{
  const OrchServiceFields *fields = orch_service_get_fields (service);
  JsonObject *json = orch_map_new ("HealthcareService", fields->id);

  if (fields->duration_minutes > 0)
    {
      JsonObject *duration = orch_map_extension (ORCH_HUB_EXTENSION ("duration-minutes"));
      json_object_set_int_member (duration, "valuePositiveInt", fields->duration_minutes);
      orch_map_append (json, "extension", duration);
    }
  add_flag (json, ORCH_HUB_EXTENSION ("excluded"), fields->excluded);
  add_flag (json, ORCH_HUB_EXTENSION ("online"), fields->online);
  orch_map_service_choices (service, json);
  orch_map_add_emr_id (json, vendor, fields->emr_id);
  json_object_set_boolean_member (json, "active", fields->active);
  orch_map_set_reference (json, "providedBy", clinic_reference);
  if (!orch_text_is_empty (fields->category))
    orch_map_append (json, "category", orch_map_concept (NULL, NULL, fields->category));
  if (!orch_text_is_empty (fields->category_id))
    orch_map_append (json, "category", orch_map_concept (SERVICE_CATEGORY, fields->category_id, NULL));
  for (gsize i = 0; fields->types != NULL && fields->types[i] != NULL; i++)
    orch_map_append (json, "type", orch_map_concept (SERVICE_TYPE, fields->types[i], NULL));
  orch_map_set_string (json, "name", fields->name);
  orch_map_set_translation (json, "name", "en", fields->name_en);
  json_object_set_boolean_member (json, "appointmentRequired", TRUE);
  return json;
}

/* --- in ----------------------------------------------------------------------------------- */

/* The concept that is not the permission. Returns: (transfer none) (nullable) */
static JsonObject *
find_profession (JsonObject *role)
{
  guint n = orch_json_count (role, "code");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *concept = orch_json_nth (role, "code", i);
      JsonObject *coding = orch_json_get_first (concept, "coding");
      if (g_strcmp0 (orch_json_get_string (coding, "system"), PERMISSION) != 0)
        return concept;
    }
  return NULL;
}

static char *
concept_code (JsonObject *concept)
{
  JsonObject *coding = orch_json_get_first (concept, "coding");
  const char *system = orch_json_get_string (coding, "system");
  const char *code = orch_json_get_string (coding, "code");
  return system != NULL && code != NULL ? g_strdup_printf ("%s|%s", system, code) : NULL;
}

static char *
concept_text (JsonObject *concept)
{
  char *text = orch_map_dup_text (concept, "text");
  return text != NULL ? text : orch_map_dup_text (orch_json_get_first (concept, "coding"), "display");
}

OrchPermission
orch_map_permission_from (GPtrArray *roles)
{
  /* From the least to the most; the enum is in the order it was written in. */
  static const OrchPermission order[] = { ORCH_PERMISSION_NONE, ORCH_PERMISSION_RECEPTIONIST,
                                          ORCH_PERMISSION_PROFESSIONAL, ORCH_PERMISSION_ADMINISTRATOR };
  gsize best = 0;
  for (guint i = 0; roles != NULL && i < roles->len; i++)
    {
      JsonObject *role = g_ptr_array_index (roles, i);
      if (!orch_json_get_bool (role, "active", TRUE))
        continue;
      OrchPermission permission = orch_permission_from_code (orch_map_get_code (role, "code", PERMISSION));
      for (gsize j = 0; j < G_N_ELEMENTS (order); j++)
        if (order[j] == permission)
          best = MAX (best, j);
    }
  return order[best];
}

OrchPermission
orch_map_role_permission (JsonObject *role)
{
  return orch_permission_from_code (orch_map_get_code (role, "code", PERMISSION));
}

OrchStaffMember *
orch_map_staff_from (JsonObject *practitioner, GPtrArray *roles, const char *const *department_emr_ids)
{
  const char *hub_id = orch_json_get_string (practitioner, "id");
  if (!orch_fhir_id_is_valid (hub_id))
    return NULL;

  g_autofree char *id = orch_map_get_id (practitioner);
  const char *emr_id = orch_map_get_emr_id (practitioner);
  JsonObject *name = orch_json_get_first (practitioner, "name");
  g_autofree char *family = orch_map_dup_text (name, "family");
  g_autofree char *given = orch_map_dup_words (name, "given");
  g_autofree char *prefix = orch_map_dup_words (name, "prefix");
  g_autofree char *phone = orch_map_dup_telecom (practitioner, "phone");
  g_autofree char *email = orch_map_dup_telecom (practitioner, "email");
  g_autofree char *profession = NULL;
  g_autofree char *profession_code = NULL;
  g_autofree char *speciality = NULL;
  g_autofree char *speciality_code = NULL;
  OrchPermission permission = orch_map_permission_from (roles);
  gboolean bookable = FALSE;
  for (guint i = 0; roles != NULL && i < roles->len; i++)
    {
      JsonObject *role = g_ptr_array_index (roles, i);
      JsonObject *code = find_profession (role);
      JsonObject *specialty = orch_json_get_first (role, "specialty");
      bookable = bookable || orch_json_get_bool (role, "active", TRUE);
      if (permission == ORCH_PERMISSION_NONE)
        permission = orch_permission_from_code (orch_map_get_code (role, "code", PERMISSION));
      if (code != NULL && profession == NULL && profession_code == NULL)
        {
          profession = concept_text (code);
          profession_code = concept_code (code);
        }
      if (specialty != NULL && speciality == NULL && speciality_code == NULL)
        {
          speciality = concept_text (specialty);
          speciality_code = concept_code (specialty);
        }
    }

  OrchStaffMemberFields fields = {
    .id = id,
    .emr_id = emr_id,
    .hub_id = hub_id,
    .family = family,
    .given = given,
    .prefix = prefix,
    .licence = orch_map_get_identifier (practitioner, ORCH_HUB_LICENCE_SYSTEM),
    .profession = profession,
    .profession_code = profession_code,
    .speciality = speciality,
    .speciality_code = speciality_code,
    .phone = phone,
    .email = email,
    .department_emr_ids = department_emr_ids,
    .bookable = bookable,
    .active = orch_json_get_bool (practitioner, "active", TRUE),
    .permission = permission,
    .origin = emr_id != NULL ? ORCH_ORIGIN_EMR : ORCH_ORIGIN_HUB,
    .removed = orch_map_is_removed (practitioner),
  };
  return orch_staff_member_new (&fields);
}

static gboolean
read_flag (JsonObject *service, const char *url)
{
  return orch_json_get_bool (orch_map_get_extension (service, url), "valueBoolean", FALSE);
}

/* Returns: (transfer full) (nullable) */
static char *
read_translation (JsonObject *service)
{
  JsonObject *shadow = orch_json_get_object (service, "_name");
  guint n = orch_json_count (shadow, "extension");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *translation = orch_json_nth (shadow, "extension", i);
      const char *language = orch_json_get_string (orch_map_get_extension (translation, "lang"), "valueCode");
      if (g_strcmp0 (orch_json_get_string (translation, "url"), ORCH_HUB_TRANSLATION) == 0 && language != NULL &&
          g_str_has_prefix (language, "en"))
        return orch_map_dup_text (orch_map_get_extension (translation, "content"), "valueString");
    }
  return NULL;
}

/* The EMR's words: the first category that is not the clinic's own. Returns: (transfer full) (nullable) */
static char *
read_category (JsonObject *service)
{
  guint n = orch_json_count (service, "category");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *concept = orch_json_nth (service, "category", i);
      const char *system = orch_json_get_string (orch_json_get_first (concept, "coding"), "system");
      char *text = g_strcmp0 (system, SERVICE_CATEGORY) != 0 ? concept_text (concept) : NULL;
      if (text != NULL)
        return text;
    }
  return NULL;
}

OrchService *
orch_map_service_from (JsonObject *service, const char *const *professional_emr_ids)
{
  const char *hub_id = orch_json_get_string (service, "id");
  if (!orch_fhir_id_is_valid (hub_id))
    return NULL;

  g_autofree char *id = orch_map_get_id (service);
  const char *emr_id = orch_map_get_emr_id (service);
  g_autofree char *name = orch_map_dup_text (service, "name");
  g_autofree char *name_en = read_translation (service);
  g_autofree char *category = read_category (service);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n_types = 0;
  guint n = orch_json_count (service, "type");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *coding = orch_json_get_first (orch_json_nth (service, "type", i), "coding");
      const char *code = orch_json_get_string (coding, "code");
      if (g_strcmp0 (orch_json_get_string (coding, "system"), SERVICE_TYPE) == 0 && !orch_text_is_empty (code))
        {
          g_strv_builder_add (builder, code);
          n_types++;
        }
    }
  g_auto (GStrv) types = n_types > 0 ? g_strv_builder_end (builder) : NULL;
  gint64 minutes = orch_json_get_int (orch_map_get_extension (service, ORCH_HUB_EXTENSION ("duration-minutes")),
                                      "valuePositiveInt", 0);

  OrchServiceFields fields = {
    .id = id,
    .emr_id = emr_id,
    .hub_id = hub_id,
    .name = name,
    .name_en = name_en,
    .category = category,
    .category_id = orch_map_get_code (service, "category", SERVICE_CATEGORY),
    .types = (const char *const *) types,
    .professional_emr_ids = professional_emr_ids,
    .duration_minutes = (int) CLAMP (minutes, 0, 100000),
    .active = orch_json_get_bool (service, "active", TRUE),
    .excluded = read_flag (service, ORCH_HUB_EXTENSION ("excluded")),
    .online = read_flag (service, ORCH_HUB_EXTENSION ("online")),
    .origin = emr_id != NULL ? ORCH_ORIGIN_EMR : ORCH_ORIGIN_HUB,
    .removed = orch_map_is_removed (service),
  };
  g_auto (OrchMapChoices) choices = { 0 };
  orch_map_choices_read (service, &choices);
  fields.duration_override = choices.duration_override;
  fields.deactivated_us = choices.deactivated_us;
  fields.vanished = choices.vanished;
  fields.to_define = choices.to_define;
  fields.offered_by = (const char *const *) choices.offered_by;
  fields.offer = choices.offer;
  return orch_service_new (&fields);
}
