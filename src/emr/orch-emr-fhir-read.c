/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * FHIR pages into core objects, on a worker. Any thread; calls are serialised inside.
 */
#include "orch-emr-fhir-read.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/orch-error.h"
#include "core/orch-service.h"
#include "core/orch-staff-member.h"
#include "core/orch-text.h"
#include "fhir/orch-fhir-reference.h"
#include "http/orch-json.h"
#include "orch-emr-fhir-values.h"

#define BASE "https://orchestrateur.ca/fhir"
#define DURATION BASE "/StructureDefinition/duration-minutes"
#define SERVICE_TYPE BASE "/CodeSystem/service-type"
#define OCEAN_DURATION "https://ocean.cognisantmd.com/svc/fhir/v1/StructureDefinition/oab-min-appointment-duration"

/* What the roles of one person say, added up. */
typedef struct
{
  char *profession;
  char *profession_code;
  char *speciality;
  char *speciality_code;
  char *phone;
  char *email;
  GPtrArray *departments; /* (nullable) of strings, each once */
} Person;

struct _OrchEmrFhirRoles
{
  GRWLock lock;
  GHashTable *people;   /* practitioner key → Person */
  GHashTable *services; /* service key → GPtrArray of practitioner keys, each once */
  guint n_roles;
};

static void
person_free (gpointer data)
{
  Person *self = data;

  g_free (self->profession);
  g_free (self->profession_code);
  g_free (self->speciality);
  g_free (self->speciality_code);
  g_free (self->phone);
  g_free (self->email);
  g_clear_pointer (&self->departments, g_ptr_array_unref);
  g_free (self);
}

OrchEmrFhirRoles *
orch_emr_fhir_roles_new (void)
{
  OrchEmrFhirRoles *self = g_atomic_rc_box_new0 (OrchEmrFhirRoles);
  g_rw_lock_init (&self->lock);
  self->people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, person_free);
  self->services = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  return self;
}

OrchEmrFhirRoles *
orch_emr_fhir_roles_ref (OrchEmrFhirRoles *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
roles_clear (gpointer data)
{
  OrchEmrFhirRoles *self = data;

  g_hash_table_unref (self->people);
  g_hash_table_unref (self->services);
  g_rw_lock_clear (&self->lock);
}

void
orch_emr_fhir_roles_unref (OrchEmrFhirRoles *self)
{
  g_atomic_rc_box_release_full (self, roles_clear);
}

/* --- helpers ------------------------------------------------------------------------------ */

static void
add_once (GPtrArray *strings, char *taken)
{
  if (g_ptr_array_find_with_equal_func (strings, taken, g_str_equal, NULL))
    g_free (taken);
  else
    g_ptr_array_add (strings, taken);
}

static void
take_if_empty (char **field, char *taken)
{
  if (*field == NULL)
    *field = taken;
  else
    g_free (taken);
}

/* A name to show for a record that is not what it should be. */
static char *
name_to_show (JsonObject *resource)
{
  OrchFhirName name;
  orch_fhir_choose_name (resource, &name);
  char *shown = name.given != NULL && name.family != NULL ? g_strdup_printf ("%s %s", name.given, name.family)
                                                          : g_strdup (name.family != NULL ? name.family : name.given);
  orch_fhir_name_clear (&name);
  if (shown == NULL)
    shown = g_strdup (orch_json_get_string (resource, "name"));
  return shown;
}

OrchEmrPage *
orch_emr_fhir_walk (GBytes *bytes, const char *type, OrchEmrFhirEach each, gpointer data, GError **error)
{
  g_autoptr (JsonObject) bundle = orch_json_parse_scratch_sync (bytes, error);
  if (bundle == NULL)
    return NULL;
  if (g_strcmp0 (orch_json_get_string (bundle, "resourceType"), "Bundle") != 0)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, _ ("The answer is not a list of FHIR resources"));
      return NULL;
    }

  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) unreadable = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_emr_unreadable_free);
  guint n = orch_json_count (bundle, "entry");
  guint listed = 0;
  for (guint i = 0; i < n; i++)
    {
      JsonObject *entry = orch_json_nth (bundle, "entry", i);
      JsonObject *resource = orch_json_get_object (entry, "resource");
      const char *mode = orch_json_get_string (orch_json_get_object (entry, "search"), "mode");
      if (mode != NULL && !g_str_equal (mode, "match"))
        continue;
      const char *actual = orch_json_get_string (resource, "resourceType");
      const char *id = orch_json_get_string (resource, "id");
      if (actual != NULL && !g_str_equal (actual, type))
        continue;
      listed++;
      if (actual != NULL && orch_fhir_id_is_valid (id))
        {
          each (resource, id, data, records, unreadable);
          orch_emr_unreadable_place (unreadable, listed);
          continue;
        }
      g_autofree char *url_id = orch_fhir_reference_id (orch_json_get_string (entry, "fullUrl"), type);
      g_autofree char *shown = name_to_show (resource);
      if (resource == NULL)
        orch_emr_unreadable_add (unreadable, NULL, url_id, N_ ("there is no resource in the entry"));
      else if (actual == NULL)
        orch_emr_unreadable_add (unreadable, shown, id != NULL ? id : url_id,
                                 N_ ("it does not say what it is (resourceType)"));
      else if (id != NULL || url_id == NULL)
        orch_emr_unreadable_add (unreadable, shown, id,
                                 id != NULL ? N_ ("its identifier is not valid") : N_ ("it has no identifier"));
      else
        each (resource, url_id, data, records, unreadable);
      orch_emr_unreadable_place (unreadable, listed);
    }
  OrchEmrPage *page = orch_emr_page_new (g_steal_pointer (&records), g_steal_pointer (&unreadable),
                                         orch_json_get_int (bundle, "total", -1), FALSE);
  orch_emr_page_set_listed (page, listed);
  return page;
}

/* --- roles -------------------------------------------------------------------------------- */

static void
each_role (JsonObject *role, const char *id, gpointer data, GPtrArray *records, GPtrArray *unreadable)
{
  OrchEmrFhirRoles *roles = data;
  g_autofree char *key = orch_fhir_reference_key (orch_json_get_first (role, "practitioner"), "Practitioner");
  if (key == NULL || !orch_json_get_bool (role, "active", TRUE) || roles->n_roles >= ORCH_EMR_MAX_ROLES)
    return; /* a role that nobody holds, or that is over */
  roles->n_roles++;

  Person *person = g_hash_table_lookup (roles->people, key);
  if (person == NULL)
    {
      person = g_new0 (Person, 1);
      g_hash_table_insert (roles->people, g_strdup (key), person);
    }
  take_if_empty (&person->profession, orch_fhir_concept_text (role, "code"));
  take_if_empty (&person->profession_code, orch_fhir_concept_code (role, "code"));
  take_if_empty (&person->speciality, orch_fhir_concept_text (role, "specialty"));
  take_if_empty (&person->speciality_code, orch_fhir_concept_code (role, "specialty"));
  take_if_empty (&person->phone, orch_fhir_choose_telecom (role, "phone"));
  take_if_empty (&person->email, orch_fhir_choose_telecom (role, "email"));

  char *department = orch_fhir_reference_key (orch_json_get_first (role, "organization"), "Organization");
  if (department != NULL)
    {
      if (person->departments == NULL)
        person->departments = g_ptr_array_new_with_free_func (g_free);
      add_once (person->departments, department);
    }
  guint n = orch_json_count (role, "healthcareService");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *service =
          orch_fhir_reference_key (orch_json_nth (role, "healthcareService", i), "HealthcareService");
      if (service == NULL)
        continue;
      GPtrArray *who = g_hash_table_lookup (roles->services, service);
      if (who == NULL)
        {
          who = g_ptr_array_new_with_free_func (g_free);
          g_hash_table_insert (roles->services, g_steal_pointer (&service), who);
        }
      add_once (who, g_strdup (key));
    }
}

/* --- staff -------------------------------------------------------------------------------- */

/* By id, or by one of the person's identifiers: some servers refer by those. */
static Person *
find_person (JsonObject *practitioner, const char *id, OrchEmrFhirRoles *roles)
{
  Person *person = g_hash_table_lookup (roles->people, id);
  guint n = person == NULL ? orch_json_count (practitioner, "identifier") : 0;
  for (guint i = 0; person == NULL && i < n; i++)
    {
      JsonObject *identifier = orch_json_nth (practitioner, "identifier", i);
      const char *system = orch_json_get_string (identifier, "system");
      const char *value = orch_json_get_string (identifier, "value");
      if (value == NULL)
        continue;
      g_autofree char *key = g_strdup_printf ("%s|%s", system != NULL ? system : "", value);
      person = g_hash_table_lookup (roles->people, key);
    }
  return person;
}

static void
each_practitioner (JsonObject *practitioner, const char *id, gpointer data, GPtrArray *records, GPtrArray *unreadable)
{
  OrchEmrFhirRoles *roles = data;
  if (!orch_json_get_bool (practitioner, "active", TRUE))
    return;
  if (orch_json_has (practitioner, "name") && orch_json_get_array (practitioner, "name") == NULL &&
      orch_json_get_object (practitioner, "name") == NULL)
    {
      const char *text = orch_json_get_string (practitioner, "name");
      orch_emr_unreadable_add (unreadable, text, id, N_ ("its name is not a FHIR name"));
      return;
    }

  OrchFhirName name;
  orch_fhir_choose_name (practitioner, &name);
  g_autofree char *licence = orch_fhir_choose_licence (practitioner);
  g_autofree char *phone = orch_fhir_choose_telecom (practitioner, "phone");
  g_autofree char *email = orch_fhir_choose_telecom (practitioner, "email");
  Person *person = find_person (practitioner, id, roles);
  g_autofree char *qualification = NULL;
  if (person == NULL || person->profession == NULL)
    {
      JsonObject *first = orch_json_get_first (practitioner, "qualification");
      qualification = first != NULL ? orch_fhir_concept_text (first, "code") : NULL;
    }
  g_autoptr (GPtrArray) departments = NULL;
  if (person != NULL && person->departments != NULL)
    {
      departments = g_ptr_array_new ();
      for (guint i = 0; i < person->departments->len; i++)
        g_ptr_array_add (departments, g_ptr_array_index (person->departments, i));
      g_ptr_array_add (departments, NULL);
    }

  OrchStaffMemberFields fields = {
    .emr_id = id,
    .family = name.family,
    .given = name.given,
    .prefix = name.prefix,
    .licence = licence,
    .profession = person != NULL && person->profession != NULL ? person->profession : qualification,
    .profession_code = person != NULL ? person->profession_code : NULL,
    .speciality = person != NULL ? person->speciality : NULL,
    .speciality_code = person != NULL ? person->speciality_code : NULL,
    .phone = phone != NULL    ? phone
             : person != NULL ? person->phone
                              : NULL,
    .email = email != NULL    ? email
             : person != NULL ? person->email
                              : NULL,
    .department_emr_ids = departments != NULL ? (const char *const *) departments->pdata : NULL,
    .bookable = person != NULL,
    .active = TRUE,
    .permission = ORCH_PERMISSION_NONE,
    .origin = ORCH_ORIGIN_EMR,
  };
  g_ptr_array_add (records, orch_staff_member_new (&fields));
  orch_fhir_name_clear (&name);
}

/* --- services ----------------------------------------------------------------------------- */

/* Minutes as the EMR gave them, even wrong; 0 when it gave none */
static int
read_duration (JsonObject *service)
{
  static const char *const urls[] = { DURATION, OCEAN_DURATION };
  static const char *const values[] = { "valuePositiveInt", "valueUnsignedInt", "valueInteger", "valueDecimal",
                                        "valueString" };
  for (gsize i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      JsonObject *extension = orch_fhir_find_extension (service, urls[i]);
      for (gsize j = 0; extension != NULL && j < G_N_ELEMENTS (values); j++)
        if (orch_json_has (extension, values[j]))
          return (int) CLAMP (orch_json_get_int (extension, values[j], 0), G_MININT, G_MAXINT);
      JsonObject *duration = orch_json_get_object (extension, "valueDuration");
      if (duration != NULL)
        {
          gint64 value = CLAMP (orch_json_get_int (duration, "value", 0), -100000, 100000);
          const char *unit = orch_json_get_string (duration, "code");
          return (int) (g_strcmp0 (unit, "h") == 0 ? value * 60 : value);
        }
    }
  return 0;
}

static char **
read_types (JsonObject *service)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = orch_json_count (service, "type");
  guint found = 0;
  for (guint i = 0; i < n; i++)
    {
      JsonObject *concept = orch_json_nth (service, "type", i);
      guint m = orch_json_count (concept, "coding");
      for (guint j = 0; j < m; j++)
        {
          JsonObject *coding = orch_json_nth (concept, "coding", j);
          const char *code = orch_json_get_string (coding, "code");
          if (g_strcmp0 (orch_json_get_string (coding, "system"), SERVICE_TYPE) != 0 || orch_text_is_empty (code))
            continue;
          g_strv_builder_add (builder, code);
          found++;
        }
    }
  return found > 0 ? g_strv_builder_end (builder) : NULL;
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* By id, or by one of the service's identifiers. Returns: (transfer container) (nullable): NULL-terminated, sorted */
static GPtrArray *
find_professionals (JsonObject *service, const char *id, OrchEmrFhirRoles *roles)
{
  GPtrArray *who = g_hash_table_lookup (roles->services, id);
  guint n = who == NULL ? orch_json_count (service, "identifier") : 0;
  for (guint i = 0; who == NULL && i < n; i++)
    {
      JsonObject *identifier = orch_json_nth (service, "identifier", i);
      const char *system = orch_json_get_string (identifier, "system");
      const char *value = orch_json_get_string (identifier, "value");
      if (value == NULL)
        continue;
      g_autofree char *key = g_strdup_printf ("%s|%s", system != NULL ? system : "", value);
      who = g_hash_table_lookup (roles->services, key);
    }
  if (who == NULL)
    return NULL;
  GPtrArray *sorted = g_ptr_array_new ();
  for (guint i = 0; i < who->len; i++)
    g_ptr_array_add (sorted, g_ptr_array_index (who, i));
  g_ptr_array_sort (sorted, compare_strings);
  g_ptr_array_add (sorted, NULL);
  return sorted;
}

static void
each_service (JsonObject *service, const char *id, gpointer data, GPtrArray *records, GPtrArray *unreadable)
{
  OrchEmrFhirRoles *roles = data;
  if (!orch_json_get_bool (service, "active", TRUE))
    return;
  if (orch_json_has (service, "name") && orch_json_get_string (service, "name") == NULL)
    {
      orch_emr_unreadable_add (unreadable, NULL, id, N_ ("its name is not text"));
      return;
    }
  const char *raw = orch_json_get_string (service, "name");
  g_autofree char *name = orch_text_is_empty (raw) ? NULL : orch_text_clean (raw, 300);
  g_autofree char *name_en = orch_fhir_translation (service, "name", "en");
  g_autofree char *category = orch_fhir_concept_text (service, "category");
  g_auto (GStrv) types = read_types (service);
  g_autoptr (GPtrArray) professionals = find_professionals (service, id, roles);

  OrchServiceFields fields = {
    .emr_id = id,
    .name = name,
    .name_en = name_en,
    .category = category,
    .types = (const char *const *) types,
    .professional_emr_ids = professionals != NULL ? (const char *const *) professionals->pdata : NULL,
    .duration_minutes = read_duration (service),
    .origin = ORCH_ORIGIN_EMR,
    .to_define = TRUE,
  };
  g_ptr_array_add (records, orch_service_new (&fields));
}

/* --- pages -------------------------------------------------------------------------------- */

OrchEmrPage *
orch_emr_fhir_read_roles (GBytes *bytes, OrchEmrFhirRoles *roles, GError **error)
{
  g_autoptr (GRWLockWriterLocker) locker = g_rw_lock_writer_locker_new (&roles->lock);
  g_autoptr (OrchEmrPage) read = orch_emr_fhir_walk (bytes, "PractitionerRole", each_role, roles, error);
  if (read == NULL)
    return NULL;
  /* A role that cannot be read is nobody's: the person shows up as not bookable. */
  OrchEmrPage *page =
      orch_emr_page_new (g_ptr_array_new_with_free_func (g_object_unref), NULL, orch_emr_page_get_total (read), FALSE);
  orch_emr_page_set_roles (page, roles->n_roles);
  return page;
}

OrchEmrPage *
orch_emr_fhir_read_staff (GBytes *bytes, OrchEmrFhirRoles *roles, GError **error)
{
  g_autoptr (GRWLockReaderLocker) locker = g_rw_lock_reader_locker_new (&roles->lock);
  return orch_emr_fhir_walk (bytes, "Practitioner", each_practitioner, roles, error);
}

OrchEmrPage *
orch_emr_fhir_read_services (GBytes *bytes, OrchEmrFhirRoles *roles, GError **error)
{
  g_autoptr (GRWLockReaderLocker) locker = g_rw_lock_reader_locker_new (&roles->lock);
  return orch_emr_fhir_walk (bytes, "HealthcareService", each_service, roles, error);
}
