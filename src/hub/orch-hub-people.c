/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Staff and services, put on the hub, and what the roles of a person allow. In fibers on the main thread.
 */
#include <string.h>

#include "core/orch-error.h"
#include "core/orch-staff-merge.h"
#include "http/orch-json.h"
#include "orch-hub-private.h"
#include "orch-map-staff.h"
#include "orch-map.h"

#define ROLES_MAX 500 /* of one person; and departments of a clinic */

/* The row of a service; of a conflict, with what the hub holds: who offers it is not written there, and stays ours. */
static OrchHubRow *
make_row (OrchHubItem *item, OrchService *service)
{
  OrchHubRow *row = orch_hub_row_for_item (item);
  if (item->existing != NULL && g_error_matches (item->error, ORCH_ERROR, ORCH_ERROR_CONFLICT))
    orch_hub_row_take_theirs (row, orch_map_service_from (item->existing,
                                                          orch_service_get_fields (service)->professional_emr_ids));
  return row;
}

GPtrArray *
orch_hub_put_services_run (OrchHub *self, const char *clinic_hub_id, GPtrArray *services, GPtrArray *versions,
                           GError **error)
{
  g_autofree char *clinic = g_strconcat ("Organization/", clinic_hub_id, NULL);
  g_autoptr (GPtrArray) items = orch_hub_items_new ();
  for (guint i = 0; i < services->len; i++)
    {
      OrchService *service = g_ptr_array_index (services, i);
      const OrchServiceFields *fields = orch_service_get_fields (service);
      OrchHubItem *item = orch_hub_item_new ("HealthcareService", fields->id, fields->hub_id);
      orch_hub_item_take (item, orch_map_service (service, self->vendor, clinic));
      item->expected = versions != NULL ? g_strdup (g_ptr_array_index (versions, i)) : NULL;
      g_ptr_array_add (items, item);
    }
  if (!orch_hub_send_checked (&self->putter, items, error))
    return NULL;
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (rows, make_row (g_ptr_array_index (items, i), g_ptr_array_index (services, i)));
  return rows;
}

OrchHubRow *
orch_hub_read_service_run (OrchHub *self, const char *hub_id, const char *const *professional_emr_ids, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (OrchFhirResult) result =
      dex_await_object (orch_fhir_client_read (self->client, "HealthcareService", hub_id), &local_error);
  JsonObject *json = result != NULL ? orch_fhir_result_get_resource (result) : NULL;
  OrchHubRow *row = NULL;

  if (result == NULL && !g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  row = orch_hub_row_new (NULL, hub_id, json != NULL ? orch_hub_version_of (json) : NULL, NULL);
  if (json != NULL)
    orch_hub_row_take_theirs (row, orch_map_service_from (json, professional_emr_ids));
  return row;
}

static void
add_offer (GHashTable *index, char *who, const char *hub_id)
{
  GPtrArray *references = g_hash_table_lookup (index, who);
  if (references == NULL)
    {
      references = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (index, g_strdup (who), references);
    }
  g_ptr_array_add (references, g_strconcat ("HealthcareService/", hub_id, NULL));
  g_free (who);
}

/* Who offers what, as the clinic chose, else as the EMR says: "id:" and our UUID, or "emr:" and the EMR's id → "HealthcareService/…".
 * Returns: (transfer full) */
static GHashTable *
index_services (GPtrArray *services)
{
  GHashTable *index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; services != NULL && i < services->len; i++)
    {
      const OrchServiceFields *fields = orch_service_get_fields (g_ptr_array_index (services, i));
      gboolean is_chosen = fields->offered_by != NULL;
      const char *const *who = is_chosen ? fields->offered_by : fields->professional_emr_ids;
      for (gsize j = 0; fields->hub_id != NULL && who != NULL && who[j] != NULL; j++)
        add_offer (index, g_strconcat (is_chosen ? "id:" : "emr:", who[j], NULL), fields->hub_id);
    }
  return index;
}

/* Returns: (transfer container): "HealthcareService/…", borrowed */
static GPtrArray *
find_offers (GHashTable *index, const OrchStaffMemberFields *fields)
{
  g_autofree char *by_id = g_strconcat ("id:", fields->id, NULL);
  g_autofree char *by_emr_id = g_strconcat ("emr:", fields->emr_id, NULL);
  GPtrArray *offers = g_ptr_array_new ();
  const char *keys[] = { by_id, fields->emr_id != NULL ? by_emr_id : NULL };
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      GPtrArray *found = keys[i] != NULL ? g_hash_table_lookup (index, keys[i]) : NULL;
      for (guint j = 0; found != NULL && j < found->len; j++)
        g_ptr_array_add (offers, g_ptr_array_index (found, j));
    }
  return offers;
}

static const OrchDepartmentFields *
find_department (GPtrArray *departments, const char *emr_id)
{
  for (guint i = 0; departments != NULL && i < departments->len; i++)
    {
      const OrchDepartmentFields *fields = orch_department_get_fields (g_ptr_array_index (departments, i));
      if (fields->hub_id != NULL && fields->id != NULL && g_strcmp0 (fields->emr_id, emr_id) == 0)
        return fields;
    }
  return NULL;
}

/* Where a role is; borrowed */
typedef struct
{
  guint owner; /* the place in `members` */
  const char *id;
  const char *hub_id;
} Place;

typedef struct
{
  GPtrArray *items;  /* of all roles */
  GArray *places;    /* Place: of each */
  GHashTable *offer; /* index_services() */
  const char *clinic_hub_id;
} Roles;

static void
add_role (Roles *roles, guint owner, OrchStaffMember *member, const char *place_id, const char *place_hub_id)
{
  g_autofree char *part = g_strconcat ("role:", place_id, NULL);
  g_autofree char *id = orch_map_derive_id (orch_staff_member_get_fields (member)->id, part);
  Place place = { owner, place_id, place_hub_id };

  g_ptr_array_add (roles->items, orch_hub_item_new ("PractitionerRole", id, NULL));
  g_array_append_val (roles->places, place);
}

/* What is written of the role at @index, once it is known what the person is to be. */
static void
write_role (Roles *roles, guint index, OrchStaffMember *member, OrchHubItem *person)
{
  const Place *place = &g_array_index (roles->places, Place, index);
  g_autofree char *practitioner = g_strconcat ("Practitioner/", person->hub_id, NULL);
  g_autofree char *reference = g_strconcat ("Organization/", place->hub_id, NULL);
  g_autofree char *digest = orch_map_person_digest (person->resource);
  g_autoptr (GPtrArray) services = find_offers (roles->offer, orch_staff_member_get_fields (member));
  JsonObject *role = orch_map_role (member, practitioner, place->id, reference, services);

  orch_map_role_set_person (role, digest);
  orch_hub_item_take (g_ptr_array_index (roles->items, index), role);
}

/* One a department that the hub has; one with the clinic itself when there is none. */
static void
add_roles_of (Roles *roles, guint owner, OrchStaffMember *member, GPtrArray *departments)
{
  const OrchStaffMemberFields *fields = orch_staff_member_get_fields (member);
  guint n = 0;
  for (gsize i = 0; fields->department_emr_ids != NULL && fields->department_emr_ids[i] != NULL; i++)
    {
      const OrchDepartmentFields *department = find_department (departments, fields->department_emr_ids[i]);
      if (department == NULL)
        continue;
      add_role (roles, owner, member, department->id, department->hub_id);
      n++;
    }
  if (n == 0)
    add_role (roles, owner, member, roles->clinic_hub_id, roles->clinic_hub_id);
}

/* Awaits. A role in a department that the person has left is closed: who reads the hub would still book them there. Looked for only
 * among people the hub knew before: new ones have left nothing. */
static gboolean
close_former_roles (OrchHub *self, GPtrArray *people, GPtrArray *members, GPtrArray *departments, Roles *roles,
                    GError **error)
{
  g_autoptr (GHashTable) current = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) looked_for = orch_hub_items_new ();
  g_autoptr (GPtrArray) former = g_ptr_array_new ();
  for (guint i = 0; i < roles->items->len; i++)
    g_hash_table_add (current, ((OrchHubItem *) g_ptr_array_index (roles->items, i))->id);
  for (guint i = 0; i < people->len; i++)
    {
      OrchHubItem *person = g_ptr_array_index (people, i);
      if (person->existing == NULL || person->error != NULL)
        continue;
      const char *member_id = orch_staff_member_get_fields (g_ptr_array_index (members, i))->id;
      for (guint j = 0; j <= (departments != NULL ? departments->len : 0); j++)
        {
          const char *place = departments != NULL && j < departments->len
                                  ? orch_department_get_fields (g_ptr_array_index (departments, j))->id
                                  : roles->clinic_hub_id;
          g_autofree char *part = g_strconcat ("role:", place, NULL);
          g_autofree char *id = orch_map_derive_id (member_id, part);
          if (!g_hash_table_contains (current, id))
            g_ptr_array_add (looked_for, orch_hub_item_new ("PractitionerRole", id, NULL));
        }
    }
  if (!orch_hub_find (&self->putter, looked_for, error))
    return FALSE;
  for (guint i = 0; i < looked_for->len; i++)
    {
      OrchHubItem *item = g_ptr_array_index (looked_for, i);
      if (item->existing == NULL || !orch_json_get_bool (item->existing, "active", TRUE))
        continue;
      JsonObject *closed = orch_map_new ("PractitionerRole", item->id);
      json_object_set_boolean_member (closed, "active", FALSE);
      orch_hub_item_take (item, closed);
      g_ptr_array_add (former, item);
    }
  return orch_hub_send (&self->putter, former, error);
}

/* The permission that somebody gave since @base, of roles that are not closed; else the one of @fields. */
static OrchPermission
read_permission (const OrchStaffMemberFields *fields, gboolean knows, GPtrArray *roles)
{
  OrchPermission permission = fields->permission;

  for (guint i = 0; i < roles->len; i++)
    {
      JsonObject *role = g_ptr_array_index (roles, i);
      const char *digest =
          orch_json_get_string (orch_map_get_extension (role, ORCH_HUB_EXTENSION ("person")), "valueString");

      if (g_strcmp0 (digest, "removed") == 0)
        continue;
      permission = orch_map_role_permission (role);
      if (!knows || permission != fields->permission)
        break;
    }
  return permission;
}

/* The person as the hub has them. What is not read there is as it was. Returns: (transfer full) (nullable): %NULL: they were taken away */
static OrchStaffMember *
read_theirs (OrchStaffMember *base, OrchStaffMember *mine, JsonObject *existing, GPtrArray *roles)
{
  g_autoptr (OrchStaffMember) there = orch_map_staff_from (existing, roles, NULL);
  const OrchStaffMemberFields *read = there != NULL ? orch_staff_member_get_fields (there) : NULL;
  OrchStaffMemberFields fields = *orch_staff_member_get_fields (base != NULL ? base : mine);

  if (read == NULL || read->removed)
    return NULL;
  fields.id = orch_staff_member_get_fields (mine)->id;
  fields.hub_id = read->hub_id;
  fields.family = read->family;
  fields.given = read->given;
  fields.prefix = read->prefix;
  fields.licence = read->licence;
  fields.phone = read->phone;
  fields.email = read->email;
  fields.active = read->active;
  /* What a person does, the EMR says, where it has them. */
  if (fields.emr_id == NULL && roles->len > 0)
    {
      fields.profession = read->profession;
      fields.profession_code = read->profession_code;
      fields.speciality = read->speciality;
      fields.speciality_code = read->speciality_code;
    }
  fields.permission = read_permission (&fields, base != NULL, roles);
  return orch_staff_member_new (&fields);
}

static void
take_merged (GPtrArray *members, guint index, OrchStaffMember *merged)
{
  g_object_unref (g_ptr_array_index (members, index));
  g_ptr_array_index (members, index) = merged;
}

static gboolean
is_same_person (OrchStaffMember *a, OrchStaffMember *b)
{
  return orch_staff_member_same_content (a, b) &&
         !orch_staff_member_get_fields (a)->active == !orch_staff_member_get_fields (b)->active &&
         orch_staff_member_get_fields (a)->permission == orch_staff_member_get_fields (b)->permission;
}

/* The roles that the hub has of the person at @owner. Returns: (transfer container) (element-type JsonObject) */
static GPtrArray *
get_roles (Roles *roles, guint owner)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < roles->items->len; i++)
    {
      OrchHubItem *role = g_ptr_array_index (roles->items, i);
      if (role->existing != NULL && g_array_index (roles->places, Place, i).owner == owner)
        g_ptr_array_add (found, role->existing);
    }
  return found;
}

/* They were taken away. Who is made anew without knowing of it comes back; whether one who was known there does, somebody is asked.
 * Returns: (transfer full) (nullable): as they were taken away, of the latter */
static OrchStaffMember *
find_removed (OrchHubItem *person, OrchStaffMember *mine, OrchStaffMember *agreed, GPtrArray *sent)
{
  g_autoptr (GPtrArray) roles = g_ptr_array_new ();
  g_autoptr (OrchStaffMember) removed = NULL;
  OrchStaffMemberFields fields = { 0 };

  if (!orch_map_is_removed (person->existing) || (agreed == NULL && (sent == NULL || sent->len == 0)))
    return NULL;
  removed = orch_map_staff_from (person->existing, roles, NULL);
  fields = *orch_staff_member_get_fields (removed);
  fields.id = orch_staff_member_get_fields (mine)->id;
  return orch_staff_member_new (&fields);
}

static void
set_conflict (OrchHubItem *person)
{
  g_set_str (&person->hub_id, orch_json_get_string (person->existing, "id"));
  g_set_str (&person->version, orch_hub_version_of (person->existing));
  g_set_error_literal (&person->error, ORCH_ERROR, ORCH_ERROR_CONFLICT, person->type);
}

/* What others changed since the base is kept; what both did, each in another way, is nobody's to decide here. Returns: (transfer full)
 * (nullable): what the hub has, of such a conflict */
static OrchStaffMember *
merge_person (OrchHubItem *person, Roles *roles, guint index, GPtrArray *members, const OrchHubBases *bases)
{
  OrchStaffMember *mine = g_ptr_array_index (members, index);
  OrchStaffMember *agreed = g_ptr_array_index (bases->agreed, index);
  GPtrArray *sent = bases->sent != NULL ? g_ptr_array_index (bases->sent, index) : NULL;
  g_autoptr (GPtrArray) there = get_roles (roles, index);
  g_autoptr (OrchStaffMember) theirs = read_theirs (agreed, mine, person->existing, there);
  g_autoptr (OrchStaffMember) base = NULL;
  OrchStaffMergeField conflicting = 0;

  if (theirs == NULL)
    {
      theirs = find_removed (person, mine, agreed, sent);
      if (theirs != NULL)
        set_conflict (person);
      return g_steal_pointer (&theirs);
    }
  base = orch_staff_member_add_sent (agreed, sent, theirs);
  take_merged (members, index, orch_staff_member_merge (base, mine, theirs, &conflicting));
  if (conflicting == 0)
    return NULL;
  set_conflict (person);
  return g_steal_pointer (&theirs);
}

/* Awaits. Those that are in no conflict. */
static gboolean
send_people (OrchHub *self, GPtrArray *people, GPtrArray *members, GError **error)
{
  g_autoptr (GPtrArray) sent = g_ptr_array_new ();

  for (guint i = 0; i < people->len; i++)
    {
      OrchHubItem *person = g_ptr_array_index (people, i);

      if (person->error != NULL)
        continue;
      orch_hub_item_take (person, orch_map_practitioner (g_ptr_array_index (members, i), self->vendor));
      g_ptr_array_add (sent, person);
    }
  return orch_hub_send (&self->putter, sent, error);
}

/* Awaits. The roles of people who are there. */
static gboolean
send_roles (OrchHub *self, Roles *roles, GPtrArray *people, GPtrArray *members, GError **error)
{
  g_autoptr (GPtrArray) sent = g_ptr_array_new ();

  for (guint i = 0; i < roles->items->len; i++)
    {
      const guint owner = g_array_index (roles->places, Place, i).owner;
      OrchHubItem *person = g_ptr_array_index (people, owner);

      if (person->error != NULL || person->hub_id == NULL)
        continue;
      write_role (roles, i, g_ptr_array_index (members, owner), person);
      g_ptr_array_add (sent, g_ptr_array_index (roles->items, i));
    }
  return orch_hub_send (&self->putter, sent, error);
}

static void
clear_theirs (gpointer object)
{
  g_clear_object (&object);
}

GPtrArray *
orch_hub_put_staff_run (OrchHub *self, const char *clinic_hub_id, GPtrArray *given, const OrchHubBases *bases,
                        GPtrArray *departments, GPtrArray *services, GError **error)
{
  g_autoptr (GPtrArray) people = orch_hub_items_new ();
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) theirs = g_ptr_array_new_with_free_func (clear_theirs);
  g_autoptr (GPtrArray) role_items = orch_hub_items_new ();
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_autoptr (GHashTable) offer = index_services (services);
  Roles roles = { role_items, places, offer, clinic_hub_id };
  for (guint i = 0; i < given->len; i++)
    {
      const OrchStaffMemberFields *fields = orch_staff_member_get_fields (g_ptr_array_index (given, i));
      g_ptr_array_add (members, g_object_ref (g_ptr_array_index (given, i)));
      g_ptr_array_add (people, orch_hub_item_new ("Practitioner", fields->id, fields->hub_id));
      add_roles_of (&roles, i, g_ptr_array_index (given, i), departments);
    }
  if (!orch_hub_find (&self->putter, people, error) || !orch_hub_find (&self->putter, role_items, error))
    return NULL;
  for (guint i = 0; i < people->len; i++)
    {
      OrchHubItem *person = g_ptr_array_index (people, i);
      gboolean is_merged = person->existing != NULL && bases->agreed != NULL;
      g_ptr_array_add (theirs, is_merged ? merge_person (person, &roles, i, members, bases) : NULL);
    }
  if (!send_people (self, people, members, error) || !send_roles (self, &roles, people, members, error) ||
      !close_former_roles (self, people, members, departments, &roles, error))
    return NULL;
  /* A person without their role is not there: the row says so. */
  for (guint i = 0; i < role_items->len; i++)
    {
      OrchHubItem *role = g_ptr_array_index (role_items, i);
      OrchHubItem *person = g_ptr_array_index (people, g_array_index (places, Place, i).owner);
      if (role->error != NULL && person->error == NULL)
        person->error = g_error_copy (role->error);
    }

  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < people->len; i++)
    {
      OrchHubRow *row = orch_hub_row_for_item (g_ptr_array_index (people, i));
      if (orch_hub_row_get_error (row) == NULL &&
          !is_same_person (g_ptr_array_index (given, i), g_ptr_array_index (members, i)))
        orch_hub_row_take_theirs (row, g_object_ref (g_ptr_array_index (members, i)));
      else if (g_ptr_array_index (theirs, i) != NULL)
        orch_hub_row_take_theirs (row, g_object_ref (g_ptr_array_index (theirs, i)));
      g_ptr_array_add (rows, row);
    }
  return rows;
}

/* --- permission --------------------------------------------------------------------------- */

OrchPermission
orch_hub_permission_run (OrchHub *self, const char *clinic_hub_id, const char *fhir_user, GError **error)
{
  g_autofree char *person = orch_fhir_reference_id (fhir_user, "Practitioner");
  g_autofree char *role_id = orch_fhir_reference_id (fhir_user, "PractitionerRole");
  if (person == NULL && role_id != NULL)
    {
      g_autoptr (OrchFhirResult) result =
          dex_await_object (orch_fhir_client_read (self->client, "PractitionerRole", role_id), error);
      if (result == NULL)
        return ORCH_PERMISSION_NONE;
      person = orch_map_get_reference_id (orch_fhir_result_get_resource (result), "practitioner", "Practitioner");
    }
  if (person == NULL)
    return ORCH_PERMISSION_NONE;

  g_autofree char *reference = g_strconcat ("Practitioner/", person, NULL);
  g_autofree char *clinic_reference = g_strconcat ("Organization/", clinic_hub_id, NULL);
  g_autoptr (GHashTable) clinic = orch_hub_set_of (clinic_hub_id);
  g_autoptr (GHashTable) places = orch_hub_set_of (clinic_hub_id);
  g_autoptr (GPtrArray) parts =
      orch_hub_look_for (self, "Organization", "partof", clinic_reference, "partOf", clinic, ROLES_MAX, error);
  if (parts == NULL)
    return ORCH_PERMISSION_NONE;
  for (guint i = 0; i < parts->len; i++)
    if (orch_json_get_string (g_ptr_array_index (parts, i), "id") != NULL)
      g_hash_table_add (places, g_strdup (orch_json_get_string (g_ptr_array_index (parts, i), "id")));
  g_autoptr (GPtrArray) roles =
      orch_hub_look_for (self, "PractitionerRole", "practitioner", reference, "organization", places, ROLES_MAX, error);
  if (roles == NULL)
    return ORCH_PERMISSION_NONE;
  for (guint i = roles->len; i > 0; i--)
    {
      g_autofree char *whose =
          orch_map_get_reference_id (g_ptr_array_index (roles, i - 1), "practitioner", "Practitioner");
      if (g_strcmp0 (whose, person) != 0)
        g_ptr_array_remove_index (roles, i - 1);
    }
  return orch_map_permission_from (roles);
}
