/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Putting resources on the hub so that doing it again makes no second one. In fibers on the main thread.
 */
#include "orch-hub-put.h"

#include <string.h>

#include "core/orch-error.h"
#include "http/orch-json.h"
#include "orch-map.h"

#define LIST_SMALL 16 /* identifiers in one search that fits an address: some 75 bytes each, encoded */

/* --- items -------------------------------------------------------------------------------- */

OrchHubItem *
orch_hub_item_new (const char *type, const char *id, const char *known_hub_id)
{
  OrchHubItem *self = g_new0 (OrchHubItem, 1);
  self->type = g_strdup (type);
  self->id = g_strdup (id);
  self->known_hub_id = g_strdup (known_hub_id);
  return self;
}

void
orch_hub_item_free (OrchHubItem *self)
{
  if (self == NULL)
    return;
  g_free (self->type);
  g_free (self->id);
  g_free (self->known_hub_id);
  g_free (self->hub_id);
  g_free (self->version);
  g_free (self->expected);
  g_clear_pointer (&self->resource, json_object_unref);
  g_clear_pointer (&self->existing, json_object_unref);
  g_clear_error (&self->error);
  g_free (self);
}

void
orch_hub_item_take (OrchHubItem *self, JsonObject *resource)
{
  g_clear_pointer (&self->resource, json_object_unref);
  self->resource = resource;
}

char *
orch_hub_item_entry_urn (OrchHubItem *self)
{
  g_autofree char *id = orch_map_derive_id (self->id, "entry");
  return orch_map_urn (id);
}

GPtrArray *
orch_hub_items_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) orch_hub_item_free);
}

gboolean
orch_hub_is_fatal (const GError *error)
{
  if (error == NULL)
    return FALSE;
  switch (orch_error_code_of (error))
    {
    case ORCH_ERROR_OFFLINE:
    case ORCH_ERROR_SIGN_IN_AGAIN:
    case ORCH_ERROR_THROTTLED:
    case ORCH_ERROR_CANCELLED:
    case ORCH_ERROR_UNTRUSTED:
    case ORCH_ERROR_WRONG_CLOCK:
    case ORCH_ERROR_FAILED:
      return TRUE;
    default:
      return FALSE;
    }
}

gboolean
orch_hub_is_refused_bundle (const GError *error)
{
  return g_error_matches (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED) ||
         g_error_matches (error, ORCH_ERROR, ORCH_ERROR_INVALID);
}

const char *
orch_hub_version_of (JsonObject *resource)
{
  return orch_json_get_string (orch_json_get_object (resource, "meta"), "versionId");
}

/* --- finding ------------------------------------------------------------------------------ */

/* Of several, the one with the lowest id: whoever looks, whenever, chooses the same. */
static void
offer (OrchHubItem *item, JsonObject *resource, GPtrArray *others)
{
  JsonObject *loser = resource;
  const char *id = orch_json_get_string (resource, "id");
  if (id == NULL)
    return;
  if (item->existing == NULL || strcmp (id, orch_json_get_string (item->existing, "id")) < 0)
    {
      loser = item->existing;
      item->existing = json_object_ref (resource);
      if (others != NULL && loser != NULL)
        g_ptr_array_add (others, json_object_ref (loser));
      g_clear_pointer (&loser, json_object_unref);
    }
  else if (others != NULL && strcmp (id, orch_json_get_string (item->existing, "id")) != 0)
    g_ptr_array_add (others, json_object_ref (loser));
}

/* Awaits. Asks for @items (of one type) in one search. @others: (nullable): duplicates. */
static gboolean
search (OrchHubPutter *self, GPtrArray *items, GPtrArray *others, guint *n_found, GError **error)
{
  OrchHubItem *first = g_ptr_array_index (items, 0);
  g_autoptr (GString) list = g_string_new (NULL);
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < items->len; i++)
    {
      OrchHubItem *item = g_ptr_array_index (items, i);
      g_string_append_printf (list, "%s" ORCH_HUB_UUID_SYSTEM "|urn:uuid:%s", i > 0 ? "," : "", item->id);
      g_hash_table_insert (by_id, item->id, item);
    }
  const char *const query[] = { "identifier", list->str, "_count", "200", NULL };
  g_autoptr (GPtrArray) found =
      dex_await_boxed (orch_fhir_client_search_all (self->client, first->type, query, FALSE, 1000), error);
  if (found == NULL)
    return FALSE;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_direct_hash, g_direct_equal);
  for (guint i = 0; i < found->len; i++)
    {
      JsonObject *resource = g_ptr_array_index (found, i);
      /* Filtered again here: a server may ignore what it does not know (fhir-servers.md §3, 12). */
      g_autofree char *id = orch_map_get_id (resource);
      OrchHubItem *item = id != NULL ? g_hash_table_lookup (by_id, id) : NULL;
      if (item == NULL)
        continue;
      offer (item, resource, others);
      g_hash_table_add (seen, item);
    }
  *n_found = g_hash_table_size (seen);
  return TRUE;
}

/* Awaits. @items are of one type. */
static gboolean
search_each (OrchHubPutter *self, GPtrArray *items, GPtrArray *others, GError **error)
{
  for (guint i = 0; i < items->len; i++)
    {
      OrchHubItem *item = g_ptr_array_index (items, i);
      if (item->existing != NULL)
        continue;
      g_autoptr (GPtrArray) one = g_ptr_array_new ();
      guint n_found = 0;
      g_ptr_array_add (one, item);
      if (!search (self, one, others, &n_found, error))
        return FALSE;
      if (n_found > 0 && items->len > 1)
        self->takes_lists = 0; /* the list had missed it */
    }
  return TRUE;
}

/* Awaits. @items are of one type. Long lists go in the body of a POST: a server that takes none gets short ones. */
static gboolean
search_type (OrchHubPutter *self, GPtrArray *items, GPtrArray *others, GError **error)
{
  for (guint start = 0, n = 0; start < items->len; start += n)
    {
      g_autoptr (GPtrArray) chunk = g_ptr_array_new ();
      n = MIN (self->list_max, items->len - start);
      for (guint i = start; i < start + n; i++)
        g_ptr_array_add (chunk, g_ptr_array_index (items, i));
      if (chunk->len > 1 && self->takes_lists != 0)
        {
          guint n_found = 0;
          g_autoptr (GError) local_error = NULL;
          gboolean good = search (self, chunk, others, &n_found, &local_error);
          if (!good && (orch_hub_is_fatal (local_error) || chunk->len <= LIST_SMALL))
            {
              g_propagate_error (error, g_steal_pointer (&local_error));
              return FALSE;
            }
          if (!good)
            {
              self->list_max = LIST_SMALL;
              n = 0;
              continue;
            }
          if (n_found > 1)
            self->takes_lists = 1;
          if (n_found == chunk->len || self->takes_lists == 1)
            continue;
        }
      /* Nothing found may mean that lists are not understood: until one was, each is asked for by itself. */
      if (!search_each (self, chunk, others, error))
        return FALSE;
    }
  return TRUE;
}

/* The items of each type. Returns: (transfer full): arrays of borrowed items */
static GPtrArray *
group_by_type (GPtrArray *items)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < items->len; i++)
    {
      OrchHubItem *item = g_ptr_array_index (items, i);
      GPtrArray *group = NULL;
      for (guint j = 0; j < groups->len && group == NULL; j++)
        {
          GPtrArray *candidate = g_ptr_array_index (groups, j);
          OrchHubItem *first = g_ptr_array_index (candidate, 0);
          if (g_str_equal (first->type, item->type))
            group = candidate;
        }
      if (group == NULL)
        {
          group = g_ptr_array_new ();
          g_ptr_array_add (groups, group);
        }
      g_ptr_array_add (group, item);
    }
  return groups;
}

/* Awaits. Where If-None-Exist is ignored, or two workstations were as quick, there are two: one goes. */
static void
remove_others (OrchHubPutter *self, GPtrArray *others)
{
  for (guint i = 0; i < others->len; i++)
    {
      JsonObject *other = g_ptr_array_index (others, i);
      g_autoptr (GError) local_error = NULL;
      g_message ("a duplicate of %s/%s is taken away", orch_json_get_string (other, "resourceType"),
                 orch_json_get_string (other, "id"));
      dex_await (orch_fhir_client_delete (self->client, orch_json_get_string (other, "resourceType"),
                                          orch_json_get_string (other, "id"), NULL),
                 &local_error);
    }
}

gboolean
orch_hub_find (OrchHubPutter *self, GPtrArray *items, GError **error)
{
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  g_autoptr (GPtrArray) groups = group_by_type (items);
  for (guint i = 0; i < groups->len; i++)
    if (!search_type (self, g_ptr_array_index (groups, i), others, error))
      return FALSE;
  remove_others (self, others);

  for (guint i = 0; i < items->len; i++)
    {
      OrchHubItem *item = g_ptr_array_index (items, i);
      if (item->existing != NULL || !orch_fhir_id_is_valid (item->known_hub_id))
        continue;
      g_autoptr (GError) local_error = NULL;
      g_autoptr (OrchFhirResult) result =
          dex_await_object (orch_fhir_client_read (self->client, item->type, item->known_hub_id), &local_error);
      if (result != NULL)
        item->existing = json_object_ref (orch_fhir_result_get_resource (result));
      else if (!g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }
  return TRUE;
}

/* --- sending ------------------------------------------------------------------------------ */

void
orch_hub_item_take_result (OrchHubItem *item, OrchFhirResult *result)
{
  const GError *error = orch_fhir_result_get_error (result);
  g_clear_error (&item->error);
  if (error != NULL)
    {
      item->error = g_error_copy (error);
      return;
    }
  if (orch_fhir_result_get_id (result) != NULL)
    g_set_str (&item->hub_id, orch_fhir_result_get_id (result));
  g_set_str (&item->version, orch_fhir_result_get_version (result));
  item->was_written = TRUE;
}

/* What is to be written of @item. Returns: (transfer full) (nullable): %NULL when the hub holds it already */
static JsonObject *
what_to_write (OrchHubItem *item)
{
  if (item->existing == NULL)
    {
      item->is_new = TRUE;
      return json_object_ref (item->resource);
    }
  g_set_str (&item->hub_id, orch_json_get_string (item->existing, "id"));
  g_set_str (&item->version, orch_hub_version_of (item->existing));
  g_autoptr (JsonObject) merged = orch_map_merge (item->existing, item->resource);
  return orch_json_equal (merged, item->existing) ? NULL : g_steal_pointer (&merged);
}

/* Awaits. One item by itself. */
static gboolean
send_one (OrchHubPutter *self, OrchHubItem *item, GError **error)
{
  g_autoptr (JsonObject) json = what_to_write (item);
  if (json == NULL)
    return TRUE;
  orch_map_emitted (json);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (OrchFhirResult) result = NULL;
  if (item->is_new)
    {
      g_autofree char *query = orch_map_query (item->id);
      result = dex_await_object (orch_fhir_client_create (self->client, json, query), &local_error);
    }
  else
    result = dex_await_object (orch_fhir_client_update (self->client, json, item->hub_id, item->version), &local_error);
  if (result != NULL)
    {
      orch_hub_item_take_result (item, result);
      return TRUE;
    }
  if (orch_hub_is_fatal (local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  g_clear_error (&item->error);
  item->error = g_steal_pointer (&local_error);
  return TRUE;
}

/* Awaits. @items: at most %ORCH_FHIR_BATCH_MAX. */
static gboolean
send_bundle (OrchHubPutter *self, GPtrArray *items, OrchFhirBundleKind kind, GError **error)
{
  g_autoptr (OrchFhirBundle) bundle = orch_fhir_bundle_new (kind);
  g_autoptr (GPtrArray) sent = g_ptr_array_new ();
  for (guint i = 0; i < items->len; i++)
    {
      OrchHubItem *item = g_ptr_array_index (items, i);
      g_autoptr (JsonObject) json = what_to_write (item);
      if (json == NULL)
        continue;
      orch_map_emitted (json);
      if (item->is_new)
        {
          g_autofree char *urn = orch_hub_item_entry_urn (item);
          g_autofree char *query = orch_map_query (item->id);
          orch_fhir_bundle_add_create (bundle, json, urn, query);
        }
      else
        orch_fhir_bundle_add_update (bundle, json, item->hub_id, item->version);
      g_ptr_array_add (sent, item);
    }
  if (sent->len == 0)
    return TRUE;
  g_autoptr (GPtrArray) results = dex_await_boxed (orch_fhir_client_send_bundle (self->client, bundle), error);
  if (results == NULL)
    return FALSE;
  for (guint i = 0; i < sent->len; i++)
    orch_hub_item_take_result (g_ptr_array_index (sent, i), g_ptr_array_index (results, i));
  return TRUE;
}

/* Awaits. What was just made, looked at again: where If-None-Exist is ignored, or another workstation was as quick, there are two. */
static gboolean
settle (OrchHubPutter *self, GPtrArray *items, GError **error)
{
  g_autoptr (GPtrArray) fresh = g_ptr_array_new ();
  for (guint i = 0; i < items->len; i++)
    {
      OrchHubItem *item = g_ptr_array_index (items, i);
      gboolean doubtful = item->error == NULL || g_error_matches (item->error, ORCH_ERROR, ORCH_ERROR_CONFLICT);
      if (item->is_new && doubtful)
        g_ptr_array_add (fresh, item);
    }
  if (fresh->len == 0)
    return TRUE;

  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  g_autoptr (GPtrArray) groups = group_by_type (fresh);
  for (guint i = 0; i < groups->len; i++)
    {
      g_autoptr (GError) local_error = NULL;
      if (!search_type (self, g_ptr_array_index (groups, i), others, &local_error) && orch_hub_is_fatal (local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }
  for (guint i = 0; i < fresh->len; i++)
    {
      OrchHubItem *item = g_ptr_array_index (fresh, i);
      item->is_new = FALSE;
      if (item->existing != NULL)
        {
          g_clear_error (&item->error);
          g_set_str (&item->hub_id, orch_json_get_string (item->existing, "id"));
          g_set_str (&item->version, orch_hub_version_of (item->existing));
        }
      else if (item->error == NULL && item->hub_id == NULL)
        item->error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, item->type);
    }
  remove_others (self, others);
  return TRUE;
}

gboolean
orch_hub_send_in_order (OrchHubPutter *self, GPtrArray *items, GError **error)
{
  for (guint i = 0; i < items->len; i++)
    if (!send_one (self, g_ptr_array_index (items, i), error))
      return FALSE;
  return settle (self, items, error);
}

gboolean
orch_hub_send_together (OrchHubPutter *self, GPtrArray *items, GError **error)
{
  return send_bundle (self, items, ORCH_FHIR_BUNDLE_TRANSACTION, error) && settle (self, items, error);
}

gboolean
orch_hub_send (OrchHubPutter *self, GPtrArray *items, GError **error)
{
  for (guint start = 0; start < items->len; start += ORCH_FHIR_BATCH_MAX)
    {
      g_autoptr (GPtrArray) chunk = g_ptr_array_new ();
      for (guint i = start; i < MIN (start + ORCH_FHIR_BATCH_MAX, items->len); i++)
        g_ptr_array_add (chunk, g_ptr_array_index (items, i));

      gboolean sent = FALSE;
      if (chunk->len > 1 && self->takes_bundles != 0)
        {
          g_autoptr (GError) local_error = NULL;
          sent = send_bundle (self, chunk, ORCH_FHIR_BUNDLE_BATCH, &local_error);
          if (!sent && !orch_hub_is_refused_bundle (local_error))
            {
              g_propagate_error (error, g_steal_pointer (&local_error));
              return FALSE;
            }
          self->takes_bundles = sent;
        }
      for (guint i = 0; !sent && i < chunk->len; i++)
        if (!send_one (self, g_ptr_array_index (chunk, i), error))
          return FALSE;
      if (!settle (self, chunk, error))
        return FALSE;
    }
  return TRUE;
}
