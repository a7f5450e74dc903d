/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The clinic's small set, put on the hub: in one transaction where the hub takes it, else in the order of hub/README.md. In fibers on
 * the main thread.
 */
#include <string.h>

#include "core/orch-error.h"
#include "core/orch-text.h"
#include "http/orch-json.h"
#include "orch-hub-private.h"
#include "orch-map-clinic.h"
#include "orch-map.h"

#define AFFILIATIONS_MAX 200

/* The set under way; items are owned by `items`, in the order they are made. */
typedef struct
{
  const OrchHubClinicSet *set;
  const OrchClinicFields *fields;
  GPtrArray *items;
  OrchHubItem *clinic;
  /* looked for even when there is none: they may have to go */
  OrchHubItem *endpoint; /* (nullable) */
  OrchHubItem *sealed;   /* (nullable) */
  OrchHubItem *logo;
  GPtrArray *departments;
  GPtrArray *providers;    /* OrchHubProvider */
  GPtrArray *affiliations; /* borrowed items, one a provider of `ticked` */
  GPtrArray *ticked;       /* OrchHubProvider of each affiliation, borrowed */
} Build;

static void
build_clear (Build *self)
{
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->departments, g_ptr_array_unref);
  g_clear_pointer (&self->providers, g_ptr_array_unref);
  g_clear_pointer (&self->affiliations, g_ptr_array_unref);
  g_clear_pointer (&self->ticked, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Build, build_clear)

OrchHubRow *
orch_hub_row_for_item (OrchHubItem *item)
{
  return orch_hub_row_new (item->id, item->hub_id, item->version, item->error);
}

static OrchHubItem *
add_part (Build *build, const char *type, const char *part)
{
  g_autofree char *id = orch_map_derive_id (build->fields->id, part);
  OrchHubItem *item = orch_hub_item_new (type, id, NULL);
  g_ptr_array_add (build->items, item);
  return item;
}

static gboolean
is_standalone (const OrchHubClinicSet *set, const OrchClinicFields *fields)
{
  return set->emr_name == NULL || g_strcmp0 (fields->emr_vendor, "none") == 0;
}

/* The items of the set, without their resources: to look for them first. */
static void
list_items (Build *build)
{
  const OrchHubClinicSet *set = build->set;
  const OrchClinicFields *fields = build->fields;

  build->clinic = orch_hub_item_new ("Organization", fields->id, fields->hub_id);
  g_ptr_array_add (build->items, build->clinic);
  add_part (build, "Location", ORCH_MAP_PART_LOCATION);
  for (guint i = 0; set->departments != NULL && i < set->departments->len; i++)
    {
      const OrchDepartmentFields *department = orch_department_get_fields (g_ptr_array_index (set->departments, i));
      OrchHubItem *item = orch_hub_item_new ("Organization", department->id, department->hub_id);
      g_ptr_array_add (build->items, item);
      g_ptr_array_add (build->departments, item);
    }
  if (set->with_connection)
    build->endpoint = add_part (build, "Endpoint", ORCH_MAP_PART_ENDPOINT);
  for (guint i = 0; i < build->providers->len; i++)
    {
      OrchHubProvider *provider = g_ptr_array_index (build->providers, i);
      g_autofree char *part = g_strconcat (ORCH_MAP_PART_AFFILIATION, orch_hub_provider_get_code (provider), NULL);
      g_ptr_array_add (build->affiliations, add_part (build, "OrganizationAffiliation", part));
      g_ptr_array_add (build->ticked, provider);
    }
  build->logo = add_part (build, "DocumentReference", ORCH_MAP_PART_LOGO);
  if (set->with_connection)
    build->sealed = add_part (build, "DocumentReference", ORCH_MAP_PART_SEALED);
}

/* Resources for all items but the clinic's own, now that it can be referred to. */
static void
build_resources (Build *build, const char *clinic_reference, const char *vendor)
{
  const OrchHubClinicSet *set = build->set;
  const OrchClinicFields *fields = build->fields;

  for (guint i = 0; i < build->items->len; i++)
    {
      OrchHubItem *item = g_ptr_array_index (build->items, i);
      guint place = 0;
      if (item == build->clinic)
        orch_hub_item_take (item, orch_map_organization (set->clinic, set->emr_name));
      else if (g_str_equal (item->type, "Location"))
        orch_hub_item_take (item, orch_map_location (set->clinic, clinic_reference));
      else if (item == build->endpoint)
        {
          if (!is_standalone (set, fields))
            orch_hub_item_take (item, orch_map_endpoint (fields->id, clinic_reference, set->emr_name, set->emr_address,
                                                         set->sealed != NULL));
        }
      else if (item == build->logo)
        orch_hub_item_take (item, orch_map_logo (set->clinic, clinic_reference));
      else if (g_ptr_array_find (build->departments, item, &place))
        orch_hub_item_take (item, orch_map_department (g_ptr_array_index (set->departments, place), vendor,
                                                       clinic_reference));
      else if (g_ptr_array_find (build->affiliations, item, &place))
        {
          OrchHubProvider *provider = g_ptr_array_index (build->ticked, place);
          const char *code = orch_hub_provider_get_code (provider);
          gboolean ticked = orch_clinic_has_provider (set->clinic, code);
          if (ticked || item->existing != NULL)
            orch_hub_item_take (item, orch_map_affiliation (fields->id, clinic_reference,
                                                            orch_hub_provider_get_hub_id (provider), code, ticked));
        }
      else if (set->sealed != NULL)
        orch_hub_item_take (item, orch_map_sealed (fields->id, clinic_reference, set->sealed, set->sealed_key_id));
    }
}

/* What is not wanted, and is not there either, is not sent. Returns: (transfer container) */
static GPtrArray *
items_to_send (Build *build, gboolean without_clinic)
{
  GPtrArray *wanted = g_ptr_array_new ();
  for (guint i = 0; i < build->items->len; i++)
    {
      OrchHubItem *item = g_ptr_array_index (build->items, i);
      if (item->resource != NULL && !(without_clinic && item == build->clinic))
        g_ptr_array_add (wanted, item);
    }
  return wanted;
}

/* Awaits. What was removed here goes from the hub. @item: (nullable) */
static gboolean
withdraw (OrchHub *self, OrchHubItem *item, GError **error)
{
  if (item == NULL || item->resource != NULL || item->existing == NULL)
    return TRUE;
  g_autoptr (GError) local_error = NULL;
  const char *id = orch_json_get_string (item->existing, "id");
  if (dex_await (orch_fhir_client_delete (self->client, item->type, id, NULL), &local_error) ||
      !orch_hub_is_fatal (local_error))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* Awaits. */
static gboolean
takes_transactions (OrchHub *self)
{
  g_autoptr (OrchFhirCapability) capability = dex_await_object (orch_fhir_client_capability (self->client), NULL);
  return capability != NULL && orch_fhir_capability_declares (capability, NULL, "transaction");
}

static char *
reference_to (OrchHubItem *item)
{
  const char *id = item->existing != NULL ? orch_json_get_string (item->existing, "id") : item->hub_id;
  return id != NULL ? g_strdup_printf ("%s/%s", item->type, id) : NULL;
}

/* Awaits. */
static gboolean
send_set (OrchHub *self, Build *build, const char *vendor, GError **error)
{
  g_autofree char *known = reference_to (build->clinic);
  if (takes_transactions (self))
    {
      g_autofree char *urn = orch_hub_item_entry_urn (build->clinic);
      build_resources (build, known != NULL ? known : urn, vendor);
      g_autoptr (GPtrArray) all = items_to_send (build, FALSE);
      g_autoptr (GError) local_error = NULL;
      if (orch_hub_send_together (&self->putter, all, &local_error))
        return TRUE;
      if (!orch_hub_is_refused_bundle (local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }

  g_autoptr (GPtrArray) first = g_ptr_array_new ();
  orch_hub_item_take (build->clinic, orch_map_organization (build->set->clinic, build->set->emr_name));
  g_ptr_array_add (first, build->clinic);
  if (!orch_hub_send_in_order (&self->putter, first, error))
    return FALSE;
  if (build->clinic->error != NULL)
    return TRUE; /* told below */
  g_autofree char *reference = g_strdup_printf ("Organization/%s", build->clinic->hub_id);
  build_resources (build, reference, vendor);
  g_autoptr (GPtrArray) rest = items_to_send (build, TRUE);
  return orch_hub_send_in_order (&self->putter, rest, error);
}

GPtrArray *
orch_hub_put_clinic_run (OrchHub *self, const OrchHubClinicSet *set, GError **error)
{
  g_auto (Build) build = { 0 };
  build.set = set;
  build.fields = orch_clinic_get_fields (set->clinic);
  build.items = orch_hub_items_new ();
  build.departments = g_ptr_array_new ();
  build.affiliations = g_ptr_array_new ();
  build.ticked = g_ptr_array_new ();
  build.providers = orch_hub_list_providers_run (self, error);
  if (build.providers == NULL)
    return NULL;
  list_items (&build);
  if (!orch_hub_find (&self->putter, build.items, error))
    return NULL;

  const char *vendor = build.fields->emr_vendor != NULL ? build.fields->emr_vendor : self->vendor;
  if (!send_set (self, &build, vendor, error) || !withdraw (self, build.logo, error) ||
      !withdraw (self, build.sealed, error) || !withdraw (self, build.endpoint, error))
    return NULL;
  if (build.clinic->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&build.clinic->error));
      return NULL;
    }

  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (rows, orch_hub_row_for_item (build.clinic));
  for (guint i = 0; i < build.departments->len; i++)
    g_ptr_array_add (rows, orch_hub_row_for_item (g_ptr_array_index (build.departments, i)));
  for (guint i = 0; i < build.items->len; i++)
    {
      OrchHubItem *item = g_ptr_array_index (build.items, i);
      if (item != build.clinic && item->resource != NULL && !g_ptr_array_find (build.departments, item, NULL))
        g_ptr_array_add (rows, orch_hub_row_for_item (item));
    }
  return rows;
}
