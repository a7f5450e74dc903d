/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Putting very many resources with few requests: new ones are created in batches without being searched, once this hub was seen to keep
 * a batch's ifNoneExist. In fibers on the main thread.
 */
#include "core/orch-error.h"
#include "http/orch-json.h"
#include "orch-hub-put.h"
#include "orch-map.h"

/* Awaits. One batch of creations. */
static GPtrArray *
create_in_batch (OrchHubPutter *self, GPtrArray *items, guint start, guint end, GError **error)
{
  g_autoptr (OrchFhirBundle) bundle = orch_fhir_bundle_new (ORCH_FHIR_BUNDLE_BATCH);
  for (guint i = start; i < end; i++)
    {
      OrchHubItem *item = g_ptr_array_index (items, i);
      g_autofree char *urn = orch_hub_item_entry_urn (item);
      g_autofree char *query = orch_map_query (item->id);
      orch_map_emitted (item->resource);
      orch_fhir_bundle_add_create (bundle, item->resource, urn, query);
    }
  return dex_await_boxed (orch_fhir_client_send_bundle (self->client, bundle), error);
}

/* Awaits. Makes one that is there already once more, and looks whether there are two now. It cannot be known otherwise: some declare what
 * they do not do. %FALSE when the hub could not be asked. */
static gboolean
probe_none_exist (OrchHubPutter *self, OrchHubItem *present, OrchHubItem *absent, GError **error)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autoptr (GError) local_error = NULL;
  g_ptr_array_add (one, present);
  g_autoptr (GPtrArray) results = create_in_batch (self, one, 0, 1, &local_error);
  if (results == NULL && orch_hub_is_fatal (local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (results == NULL && !orch_hub_is_refused_bundle (local_error))
    return TRUE; /* a fault, and no answer to the question: it is asked again another time */
  self->takes_bundles = results != NULL;
  OrchFhirResult *result = results != NULL ? g_ptr_array_index (results, 0) : NULL;
  const char *id = result != NULL ? orch_fhir_result_get_id (result) : NULL;
  self->keeps_none_exist = result != NULL && orch_fhir_result_get_error (result) == NULL &&
                           !orch_fhir_result_was_created (result) && g_strcmp0 (id, present->hub_id) == 0;
  if (id != NULL && g_strcmp0 (id, present->hub_id) != 0)
    {
      g_clear_error (&local_error);
      dex_await (orch_fhir_client_delete (self->client, present->type, id, NULL), &local_error);
    }
  if (self->takes_lists >= 0)
    return TRUE;

  /* Are lists of identifiers understood? The one that is there stands second. */
  g_autofree char *list = g_strdup_printf (ORCH_HUB_UUID_SYSTEM "|urn:uuid:%s," ORCH_HUB_UUID_SYSTEM "|urn:uuid:%s",
                                           absent->id, present->id);
  const char *const query[] = { "identifier", list, NULL };
  g_clear_error (&local_error);
  g_autoptr (GPtrArray) found =
      dex_await_boxed (orch_fhir_client_search_all (self->client, present->type, query, FALSE, 10), &local_error);
  if (found == NULL && orch_hub_is_fatal (local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  for (guint i = 0; found != NULL && i < found->len; i++)
    if (g_strcmp0 (orch_json_get_string (g_ptr_array_index (found, i), "id"), present->hub_id) == 0)
      self->takes_lists = 1;
  return TRUE;
}

static gboolean
find_and_send (OrchHubPutter *self, GPtrArray *items, GError **error)
{
  return items->len == 0 || (orch_hub_find (self, items, error) && orch_hub_send (self, items, error));
}

/* Awaits. Those that the hub had already, from another workstation or before a crash, are brought up to date. */
static gboolean
create_unseen (OrchHubPutter *self, GPtrArray *items, GError **error)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  for (guint start = 0; start < items->len; start += ORCH_FHIR_BATCH_MAX)
    {
      guint end = MIN (start + ORCH_FHIR_BATCH_MAX, items->len);
      g_autoptr (GPtrArray) results = create_in_batch (self, items, start, end, error);
      if (results == NULL)
        return FALSE;
      for (guint i = start; i < end; i++)
        {
          OrchHubItem *item = g_ptr_array_index (items, i);
          OrchFhirResult *result = g_ptr_array_index (results, i - start);
          orch_hub_item_take_result (item, result);
          gboolean doubtful = item->error != NULL ? g_error_matches (item->error, ORCH_ERROR, ORCH_ERROR_CONFLICT)
                                                  : item->hub_id == NULL || !orch_fhir_result_was_created (result);
          if (!doubtful)
            continue;
          g_clear_error (&item->error);
          g_ptr_array_add (known, item);
        }
    }
  return find_and_send (self, known, error);
}

gboolean
orch_hub_send_many (OrchHubPutter *self, GPtrArray *items, GError **error)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  g_autoptr (GPtrArray) fresh = g_ptr_array_new ();
  for (guint i = 0; i < items->len; i++)
    {
      OrchHubItem *item = g_ptr_array_index (items, i);
      g_ptr_array_add (orch_fhir_id_is_valid (item->known_hub_id) ? known : fresh, item);
    }
  if (!find_and_send (self, known, error))
    return FALSE;

  /* The first that is new shows what this hub does. */
  if (fresh->len > 2 && self->keeps_none_exist < 0 && self->takes_bundles != 0)
    {
      g_autoptr (GPtrArray) first = g_ptr_array_new ();
      OrchHubItem *item = g_ptr_array_steal_index (fresh, 0);
      g_ptr_array_add (first, item);
      if (!find_and_send (self, first, error))
        return FALSE;
      if (item->error == NULL && item->hub_id != NULL &&
          !probe_none_exist (self, item, g_ptr_array_index (fresh, 0), error))
        return FALSE;
    }
  if (self->keeps_none_exist != 1 || self->takes_bundles == 0)
    return find_and_send (self, fresh, error);
  g_autoptr (GError) local_error = NULL;
  if (create_unseen (self, fresh, &local_error))
    return TRUE;
  if (!orch_hub_is_refused_bundle (local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return find_and_send (self, fresh, error);
}
