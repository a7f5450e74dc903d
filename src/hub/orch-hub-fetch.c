/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the hub holds, read: the clinic for the pre-filled wizard, everything for joining. Every search is filtered again here, since a
 * server may ignore a parameter that it does not know. In fibers on the main thread.
 */
#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "core/orch-release.h"
#include "http/orch-json.h"
#include "orch-hub-private.h"
#include "orch-map-clinic.h"
#include "orch-map-staff.h"
#include "orch-map.h"

#define FEW 500     /* providers, affiliations, documents of one clinic */
#define MANY 200000 /* staff, services, roles of one clinic */
#define IDS_AT_ONCE 40
#define PAGE "200"

GPtrArray *
orch_hub_look_for (OrchHub *self, const char *type, const char *name, const char *value, const char *member,
                   GHashTable *targets, guint limit, GError **error)
{
  const char *const narrow[] = { name, value, "_count", PAGE, NULL };
  const char *const wide[] = { "_count", PAGE, NULL };
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GPtrArray) found =
      dex_await_boxed (orch_fhir_client_search_all (self->client, type, name != NULL ? narrow : wide, FALSE, limit),
                       &local_error);
  if (found == NULL && g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_INVALID))
    {
      g_clear_error (&local_error);
      found = dex_await_boxed (orch_fhir_client_search_all (self->client, type, wide, FALSE, limit), &local_error);
    }
  if (found == NULL)
    {
      /* A hub without that kind of thing has none of it. */
      if (g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND) ||
          g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED))
        return g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  for (guint i = found->len; member != NULL && i > 0; i--)
    {
      g_autofree char *id = orch_map_get_reference_id (g_ptr_array_index (found, i - 1), member, "Organization");
      if (id == NULL || !g_hash_table_contains (targets, id))
        g_ptr_array_remove_index (found, i - 1);
    }
  return g_steal_pointer (&found);
}

GHashTable *
orch_hub_set_of (const char *id)
{
  GHashTable *set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_add (set, g_strdup (id));
  return set;
}

GPtrArray *
orch_hub_list_providers_run (OrchHub *self, GError **error)
{
  g_autoptr (GPtrArray) found =
      orch_hub_look_for (self, "Organization", "type", ORCH_HUB_CODE ("organization-kind") "|appointment-provider",
                         NULL, NULL, FEW, error);
  if (found == NULL)
    return NULL;
  GPtrArray *providers = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < found->len; i++)
    {
      JsonObject *organization = g_ptr_array_index (found, i);
      OrchHubProvider *provider =
          orch_map_is_kind (organization, "appointment-provider") ? orch_map_provider_from (organization) : NULL;
      if (provider != NULL)
        g_ptr_array_add (providers, provider);
    }
  return providers;
}

/* Awaits. Codes of the providers that the clinic has ticked. Returns: (transfer full) (nullable): NULL-terminated */
static char **
find_ticked (OrchHub *self, const char *clinic_hub_id, GError **error)
{
  g_autoptr (GHashTable) clinic = orch_hub_set_of (clinic_hub_id);
  g_autofree char *reference = g_strconcat ("Organization/", clinic_hub_id, NULL);
  g_autoptr (GPtrArray) providers = orch_hub_list_providers_run (self, error);
  if (providers == NULL)
    return NULL;
  g_autoptr (GPtrArray) affiliations = orch_hub_look_for (self, "OrganizationAffiliation", "participating-organization",
                                                          reference, "participatingOrganization", clinic, FEW, error);
  if (affiliations == NULL)
    return NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  for (guint i = 0; i < providers->len; i++)
    for (guint j = 0; j < affiliations->len; j++)
      {
        OrchHubProvider *provider = g_ptr_array_index (providers, i);
        JsonObject *affiliation = g_ptr_array_index (affiliations, j);
        g_autofree char *id = orch_map_get_reference_id (affiliation, "organization", "Organization");
        if (g_strcmp0 (id, orch_hub_provider_get_hub_id (provider)) != 0 ||
            !orch_json_get_bool (affiliation, "active", TRUE))
          continue;
        g_strv_builder_add (builder, orch_hub_provider_get_code (provider));
        break;
      }
  return g_strv_builder_end (builder);
}

/* The newest of a kind. Returns: (transfer none) (nullable) */
static JsonObject *
pick_document (GPtrArray *documents, const char *kind)
{
  JsonObject *best = NULL;
  for (guint i = 0; i < documents->len; i++)
    {
      JsonObject *document = g_ptr_array_index (documents, i);
      if (!orch_map_is_document (document, kind))
        continue;
      const char *updated = orch_json_get_string (orch_json_get_object (document, "meta"), "lastUpdated");
      const char *former =
          best != NULL ? orch_json_get_string (orch_json_get_object (best, "meta"), "lastUpdated") : NULL;
      if (best == NULL || g_strcmp0 (updated, former) > 0)
        best = document;
    }
  return best;
}

/* What belongs to the clinic itself. */
typedef struct
{
  JsonObject *organization;
  GPtrArray *locations;
  GPtrArray *documents;
  char **ticked;
} Core;

static void
core_clear (Core *self)
{
  g_clear_pointer (&self->organization, json_object_unref);
  g_clear_pointer (&self->locations, g_ptr_array_unref);
  g_clear_pointer (&self->documents, g_ptr_array_unref);
  g_clear_pointer (&self->ticked, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Core, core_clear)

/* Awaits. */
static gboolean
read_core (OrchHub *self, const char *clinic_hub_id, Core *core, GError **error)
{
  g_autoptr (OrchFhirResult) result =
      dex_await_object (orch_fhir_client_read (self->client, "Organization", clinic_hub_id), error);
  if (result == NULL)
    return FALSE;
  core->organization = json_object_ref (orch_fhir_result_get_resource (result));
  g_autoptr (GHashTable) clinic = orch_hub_set_of (clinic_hub_id);
  g_autofree char *reference = g_strconcat ("Organization/", clinic_hub_id, NULL);
  core->locations =
      orch_hub_look_for (self, "Location", "organization", reference, "managingOrganization", clinic, FEW, error);
  if (core->locations == NULL)
    return FALSE;
  core->documents =
      orch_hub_look_for (self, "DocumentReference", "custodian", reference, "custodian", clinic, FEW, error);
  if (core->documents == NULL)
    return FALSE;
  core->ticked = find_ticked (self, clinic_hub_id, error);
  return core->ticked != NULL;
}

static OrchClinic *
clinic_of (Core *core)
{
  JsonObject *location = core->locations->len > 0 ? g_ptr_array_index (core->locations, 0) : NULL;
  const char *const *ticked = core->ticked[0] != NULL ? (const char *const *) core->ticked : NULL;
  return orch_map_clinic_from (core->organization, location, pick_document (core->documents, ORCH_MAP_PART_LOGO),
                               ticked);
}

OrchClinic *
orch_hub_prefill_run (OrchHub *self, const char *clinic_hub_id, GError **error)
{
  g_auto (Core) core = { 0 };
  return read_core (self, clinic_hub_id, &core, error) ? clinic_of (&core) : NULL;
}

OrchHubClinic *
orch_hub_fetch_connection_run (OrchHub *self, const char *clinic_hub_id, GError **error)
{
  g_autoptr (GHashTable) clinic = orch_hub_set_of (clinic_hub_id);
  g_autofree char *reference = g_strconcat ("Organization/", clinic_hub_id, NULL);
  g_autoptr (OrchFhirResult) result =
      dex_await_object (orch_fhir_client_read (self->client, "Organization", clinic_hub_id), error);
  g_autoptr (GPtrArray) documents = result != NULL ? orch_hub_look_for (self, "DocumentReference", "custodian",
                                                                        reference, "custodian", clinic, FEW, error)
                                                   : NULL;
  JsonObject *document = documents != NULL ? pick_document (documents, ORCH_MAP_PART_SEALED) : NULL;

  if (documents == NULL)
    return NULL;
  return orch_hub_clinic_new (orch_map_clinic_from (orch_fhir_result_get_resource (result), NULL, NULL, NULL),
                              g_ptr_array_new_with_free_func (g_object_unref),
                              g_ptr_array_new_with_free_func (g_object_unref),
                              g_ptr_array_new_with_free_func (g_object_unref),
                              document != NULL ? orch_map_attachment (document, NULL) : NULL,
                              orch_json_get_string (document, "description"), NULL, 0);
}

/* --- everything --------------------------------------------------------------------------- */

/* Awaits. The people that @roles name. Returns: (transfer full) (nullable): id → JsonObject */
static GHashTable *
read_people (OrchHub *self, GHashTable *roles_of, GError **error)
{
  g_autoptr (GHashTable) people =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_object_unref);
  g_autoptr (GPtrArray) ids = g_hash_table_get_keys_as_ptr_array (roles_of);
  for (guint start = 0; start < ids->len; start += IDS_AT_ONCE)
    {
      g_autoptr (GString) list = g_string_new (NULL);
      guint end = MIN (start + IDS_AT_ONCE, ids->len);
      for (guint i = start; i < end; i++)
        g_string_append_printf (list, "%s%s", i > start ? "," : "", (const char *) g_ptr_array_index (ids, i));
      const char *const query[] = { "_id", list->str, "_count", PAGE, NULL };
      g_autoptr (GError) local_error = NULL;
      g_autoptr (GPtrArray) found =
          dex_await_boxed (orch_fhir_client_search_all (self->client, "Practitioner", query, FALSE, IDS_AT_ONCE * 2),
                           &local_error);
      if (found == NULL && orch_hub_is_fatal (local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      for (guint i = 0; found != NULL && i < found->len; i++)
        {
          JsonObject *person = g_ptr_array_index (found, i);
          const char *id = orch_json_get_string (person, "id");
          if (id != NULL && g_hash_table_contains (roles_of, id))
            g_hash_table_replace (people, g_strdup (id), json_object_ref (person));
        }
      /* A server that takes no list of ids: one by one. */
      for (guint i = start; i < end; i++)
        {
          const char *id = g_ptr_array_index (ids, i);
          if (g_hash_table_contains (people, id))
            continue;
          g_clear_error (&local_error);
          g_autoptr (OrchFhirResult) result =
              dex_await_object (orch_fhir_client_read (self->client, "Practitioner", id), &local_error);
          if (result != NULL)
            g_hash_table_replace (people, g_strdup (id), json_object_ref (orch_fhir_result_get_resource (result)));
          else if (orch_hub_is_fatal (local_error))
            {
              g_propagate_error (error, g_steal_pointer (&local_error));
              return NULL;
            }
        }
    }
  return g_steal_pointer (&people);
}

/* Everything under one clinic while it is put together. */
typedef struct
{
  GHashTable *places;            /* set of Organization ids: the clinic and its departments */
  GHashTable *department_emr_id; /* Organization id → EMR id */
  GHashTable *roles_of;          /* Practitioner id → GPtrArray of roles (borrowed) */
  GHashTable *people;            /* Practitioner id → JsonObject */
  GPtrArray *roles;              /* (owned) JsonObject */
  guint unreadable;
} Under;

static void
under_clear (Under *self)
{
  g_clear_pointer (&self->places, g_hash_table_unref);
  g_clear_pointer (&self->department_emr_id, g_hash_table_unref);
  g_clear_pointer (&self->roles_of, g_hash_table_unref);
  orch_release_elsewhere (g_steal_pointer (&self->people), (GDestroyNotify) g_hash_table_unref);
  orch_release_elsewhere (g_steal_pointer (&self->roles), (GDestroyNotify) g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Under, under_clear)

static void
group_roles (Under *under)
{
  under->roles_of = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < under->roles->len; i++)
    {
      JsonObject *role = g_ptr_array_index (under->roles, i);
      g_autofree char *id = orch_map_get_reference_id (role, "practitioner", "Practitioner");
      orch_hub_await_breath (i);
      if (id == NULL)
        continue;
      GPtrArray *roles = g_hash_table_lookup (under->roles_of, id);
      if (roles == NULL)
        {
          roles = g_ptr_array_new ();
          g_hash_table_insert (under->roles_of, g_strdup (id), roles);
        }
      g_ptr_array_add (roles, role);
    }
}

static GPtrArray *
make_staff (Under *under)
{
  GPtrArray *staff = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer id = NULL;
  gpointer person = NULL;
  g_hash_table_iter_init (&iter, under->people);
  while (g_hash_table_iter_next (&iter, &id, &person))
    {
      GPtrArray *roles = g_hash_table_lookup (under->roles_of, id);
      g_autoptr (GPtrArray) departments = g_ptr_array_new ();
      for (guint i = 0; i < roles->len; i++)
        {
          g_autofree char *place =
              orch_map_get_reference_id (g_ptr_array_index (roles, i), "organization", "Organization");
          char *emr_id = place != NULL ? g_hash_table_lookup (under->department_emr_id, place) : NULL;
          if (emr_id != NULL)
            g_ptr_array_add (departments, emr_id);
        }
      gboolean some = departments->len > 0;
      g_ptr_array_add (departments, NULL);
      OrchStaffMember *member =
          orch_map_staff_from (person, roles, some ? (const char *const *) departments->pdata : NULL);
      if (member != NULL)
        g_ptr_array_add (staff, member);
      else
        under->unreadable++;
      orch_hub_await_breath (staff->len + under->unreadable);
    }
  return staff;
}

/* Service id → EMR ids of those whose roles name it, each once. Returns: (transfer full) */
static GHashTable *
index_offers (Under *under)
{
  GHashTable *offers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < under->roles->len; i++)
    {
      JsonObject *role = g_ptr_array_index (under->roles, i);
      g_autofree char *person_id = orch_map_get_reference_id (role, "practitioner", "Practitioner");
      JsonObject *person = person_id != NULL ? g_hash_table_lookup (under->people, person_id) : NULL;
      orch_hub_await_breath (i);
      const char *emr_id = person != NULL ? orch_map_get_emr_id (person) : NULL;
      guint n = emr_id != NULL ? orch_json_count (role, "healthcareService") : 0;
      for (guint j = 0; j < n; j++)
        {
          const char *reference = orch_json_get_string (orch_json_nth (role, "healthcareService", j), "reference");
          g_autofree char *id = orch_fhir_reference_id (reference, "HealthcareService");
          GPtrArray *who = id != NULL ? g_hash_table_lookup (offers, id) : NULL;
          if (id == NULL)
            continue;
          if (who == NULL)
            {
              who = g_ptr_array_new ();
              g_hash_table_insert (offers, g_strdup (id), who);
            }
          if (!g_ptr_array_find_with_equal_func (who, emr_id, g_str_equal, NULL))
            g_ptr_array_add (who, (gpointer) emr_id);
        }
    }
  return offers;
}

/* Returns: (transfer full): EMR ids, sorted, NULL-terminated */
static GPtrArray *
who_offers (GHashTable *offers, const char *service_id)
{
  GPtrArray *who = service_id != NULL ? g_hash_table_lookup (offers, service_id) : NULL;
  who = who != NULL ? g_ptr_array_copy (who, NULL, NULL) : g_ptr_array_new ();
  g_ptr_array_sort_values (who, (GCompareFunc) g_strcmp0);
  g_ptr_array_add (who, NULL);
  return who;
}

static GPtrArray *
make_services (Under *under, GPtrArray *found)
{
  GPtrArray *services = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) offers = index_offers (under);
  for (guint i = 0; i < found->len; i++)
    {
      JsonObject *json = g_ptr_array_index (found, i);
      g_autoptr (GPtrArray) who = who_offers (offers, orch_json_get_string (json, "id"));
      OrchService *service = orch_map_service_from (json, who->len > 1 ? (const char *const *) who->pdata : NULL);
      if (service != NULL)
        g_ptr_array_add (services, service);
      else
        under->unreadable++;
      orch_hub_await_breath (i);
    }
  return services;
}

static GPtrArray *
make_departments (Under *under, GPtrArray *found)
{
  GPtrArray *departments = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < found->len; i++)
    {
      JsonObject *json = g_ptr_array_index (found, i);
      OrchDepartment *department = orch_map_is_kind (json, "department") ? orch_map_department_from (json) : NULL;
      if (department == NULL)
        continue;
      const OrchDepartmentFields *fields = orch_department_get_fields (department);
      g_hash_table_add (under->places, g_strdup (fields->hub_id));
      if (fields->emr_id != NULL)
        g_hash_table_insert (under->department_emr_id, g_strdup (fields->hub_id), g_strdup (fields->emr_id));
      g_ptr_array_add (departments, department);
    }
  return departments;
}

/* Awaits. Roles of the clinic, then of each department. */
static gboolean
read_roles (OrchHub *self, Under *under, GError **error)
{
  under->roles = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) places = g_hash_table_get_keys_as_ptr_array (under->places);
  for (guint i = 0; i < places->len; i++)
    {
      g_autofree char *reference = g_strconcat ("Organization/", (const char *) g_ptr_array_index (places, i), NULL);
      g_autoptr (GPtrArray) found = orch_hub_look_for (self, "PractitionerRole", "organization", reference,
                                                       "organization", under->places, MANY, error);
      if (found == NULL)
        return FALSE;
      for (guint j = 0; j < found->len; j++)
        {
          JsonObject *role = g_ptr_array_index (found, j);
          const char *id = orch_json_get_string (role, "id");
          if (id == NULL || !g_hash_table_add (seen, (gpointer) id))
            continue;
          g_ptr_array_add (under->roles, json_object_ref (role));
        }
    }
  return TRUE;
}

static char *
emr_address_of (GPtrArray *endpoints)
{
  for (guint i = 0; i < endpoints->len; i++)
    {
      JsonObject *endpoint = g_ptr_array_index (endpoints, i);
      if (g_strcmp0 (orch_json_get_string (endpoint, "status"), "active") == 0)
        return orch_map_dup_text (endpoint, "address");
    }
  return NULL;
}

/* Who joins has nothing that could be taken away. */
static void
leave_out_removed (GPtrArray *records)
{
  for (guint i = records->len; i > 0; i--)
    {
      GObject *record = g_ptr_array_index (records, i - 1);
      if (ORCH_IS_SERVICE (record) ? orch_service_get_fields (ORCH_SERVICE (record))->removed
                                   : orch_staff_member_get_fields (ORCH_STAFF_MEMBER (record))->removed)
        g_ptr_array_remove_index (records, i - 1);
    }
}

OrchHubClinic *
orch_hub_fetch_run (OrchHub *self, const char *clinic_hub_id, GError **error)
{
  g_auto (Core) core = { 0 };
  g_auto (Under) under = { 0 };
  if (!read_core (self, clinic_hub_id, &core, error))
    return NULL;
  g_autofree char *reference = g_strconcat ("Organization/", clinic_hub_id, NULL);
  g_autoptr (GHashTable) clinic_set = orch_hub_set_of (clinic_hub_id);
  under.places = orch_hub_set_of (clinic_hub_id);
  under.department_emr_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  g_autoptr (GPtrArray) parts =
      orch_hub_look_for (self, "Organization", "partof", reference, "partOf", clinic_set, FEW, error);
  g_autoptr (GPtrArray) endpoints = parts != NULL ? orch_hub_look_for (self, "Endpoint", "organization", reference,
                                                                       "managingOrganization", clinic_set, FEW, error)
                                                  : NULL;
  g_autoptr (GPtrArray) found = endpoints != NULL ? orch_hub_look_for (self, "HealthcareService", "organization",
                                                                       reference, "providedBy", clinic_set, MANY, error)
                                                  : NULL;
  if (found == NULL)
    return NULL;
  g_autoptr (GPtrArray) departments = make_departments (&under, parts);
  if (!read_roles (self, &under, error))
    return NULL;
  group_roles (&under);
  under.people = read_people (self, under.roles_of, error);
  if (under.people == NULL)
    return NULL;

  g_autoptr (GPtrArray) staff = make_staff (&under);
  g_autoptr (GPtrArray) services = make_services (&under, found);
  leave_out_removed (staff);
  leave_out_removed (services);
  JsonObject *document = pick_document (core.documents, ORCH_MAP_PART_SEALED);
  GBytes *sealed = document != NULL ? orch_map_attachment (document, NULL) : NULL;
  g_autofree char *address = emr_address_of (endpoints);
  return orch_hub_clinic_new (clinic_of (&core), g_steal_pointer (&departments), g_steal_pointer (&staff),
                              g_steal_pointer (&services), sealed, orch_json_get_string (document, "description"),
                              address, under.unreadable);
}

/* --- what changed ------------------------------------------------------------------------- */

/* Awaits. Returns: (transfer full) (nullable): roles that changed, whosever they are */
static GPtrArray *
find_changed_roles (OrchHub *self, gint64 since_us, GError **error)
{
  g_autofree char *instant = orch_clock_format_instant (since_us);
  g_autofree char *since = g_strconcat ("ge", instant, NULL);
  GPtrArray *found = orch_hub_look_for (self, "PractitionerRole", since_us > 0 ? "_lastUpdated" : NULL, since, NULL,
                                        NULL, MANY, error);
  for (guint i = found != NULL ? found->len : 0; i > 0; i--)
    {
      gint64 updated = 0;
      JsonObject *role = g_ptr_array_index (found, i - 1);
      const char *text = orch_json_get_string (orch_json_get_object (role, "meta"), "lastUpdated");
      if (text != NULL && orch_clock_parse_instant (text, &updated) && updated < since_us)
        g_ptr_array_remove_index (found, i - 1);
    }
  return found;
}

/* Those of them who work in one of @places. Returns: (transfer full): a set of Practitioner ids */
static GHashTable *
people_of (GPtrArray *roles, GHashTable *places)
{
  GHashTable *people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < roles->len; i++)
    {
      JsonObject *role = g_ptr_array_index (roles, i);
      g_autofree char *place = orch_map_get_reference_id (role, "organization", "Organization");
      char *id = orch_map_get_reference_id (role, "practitioner", "Practitioner");
      if (id != NULL && place != NULL && g_hash_table_contains (places, place))
        g_hash_table_add (people, id);
      else
        g_free (id);
      orch_hub_await_breath (i);
    }
  return people;
}

static gboolean
is_not_in (gpointer id, gpointer roles, gpointer people)
{
  return !g_hash_table_contains (people, id);
}

OrchHubPage *
orch_hub_changed_staff_run (OrchHub *self, const char *clinic_hub_id, gint64 since_us, GError **error)
{
  g_auto (Under) under = { 0 };
  g_autofree char *reference = g_strconcat ("Organization/", clinic_hub_id, NULL);
  g_autoptr (GHashTable) clinic_set = orch_hub_set_of (clinic_hub_id);
  g_autoptr (GPtrArray) versions = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) roles = find_changed_roles (self, since_us, error);
  if (roles == NULL)
    return NULL;
  if (roles->len == 0)
    return orch_hub_page_new (g_ptr_array_new_with_free_func (g_object_unref), g_steal_pointer (&versions), 0);

  under.places = orch_hub_set_of (clinic_hub_id);
  under.department_emr_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) parts =
      orch_hub_look_for (self, "Organization", "partof", reference, "partOf", clinic_set, FEW, error);
  if (parts == NULL)
    return NULL;
  g_autoptr (GPtrArray) departments = make_departments (&under, parts);
  g_autoptr (GHashTable) changed = people_of (roles, under.places);
  if (!read_roles (self, &under, error))
    return NULL;
  group_roles (&under);
  g_hash_table_foreach_remove (under.roles_of, is_not_in, changed);
  under.people = read_people (self, under.roles_of, error);
  if (under.people == NULL)
    return NULL;
  g_autoptr (GPtrArray) staff = make_staff (&under);
  for (guint i = 0; i < staff->len; i++)
    {
      const char *id = orch_staff_member_get_fields (g_ptr_array_index (staff, i))->hub_id;
      g_ptr_array_add (versions, g_strdup (orch_hub_version_of (g_hash_table_lookup (under.people, id))));
    }
  return orch_hub_page_new (g_steal_pointer (&staff), g_steal_pointer (&versions), under.unreadable);
}
