/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What other software deleted from the hub: nothing tells of it, few servers the same way. What a whole list does not show is asked for by
 * its id, and only a server that answers that there is no such thing is believed. Main thread; the call is a fiber.
 */
#include "core/orch-error.h"
#include "fhir/orch-fhir-reference.h"
#include "http/orch-json.h"
#include "orch-hub-private.h"

#define MANY 200000 /* services of one clinic */
#define PAGE "200"
#define IDS_AT_ONCE 40

typedef struct
{
  OrchHub *hub;
  char *clinic_hub_id;
  const char *type;
  GPtrArray *ids;
  guint limit;
} Search;

static void
search_free (gpointer data)
{
  Search *self = data;

  g_clear_object (&self->hub);
  g_clear_pointer (&self->clinic_hub_id, g_free);
  g_clear_pointer (&self->ids, g_ptr_array_unref);
  g_free (self);
}

/* Awaits. @seen takes the ids that the pages show. */
static gboolean
list (Search *self, const char *const *query, guint limit, GHashTable *seen, GError **error)
{
  g_autoptr (GPtrArray) found =
      dex_await_boxed (orch_fhir_client_search_all (self->hub->client, self->type, query, FALSE, limit), error);

  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      const char *id = orch_json_get_string (g_ptr_array_index (found, i), "id");

      if (id != NULL)
        g_hash_table_add (seen, g_strdup (id));
      orch_hub_await_breath (i);
    }
  return found != NULL;
}

/* A server that refuses a parameter is asked without. */
static gboolean
list_services (Search *self, GHashTable *seen, GError **error)
{
  g_autofree char *clinic = g_strconcat ("Organization/", self->clinic_hub_id, NULL);
  const char *const narrow[] = { "organization", clinic, "_elements", "identifier", "_count", PAGE, NULL };
  const char *const wide[] = { "_count", PAGE, NULL };
  g_autoptr (GError) local_error = NULL;

  if (list (self, narrow, MANY, seen, &local_error))
    return TRUE;
  if (g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_INVALID))
    return list (self, wide, MANY, seen, error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* No parameter says of which clinic people are. Where a server takes no list of ids they are asked for one by one, afterwards. */
static gboolean
list_people (Search *self, GHashTable *seen, GError **error)
{
  for (guint from = 0; from < self->ids->len; from += IDS_AT_ONCE)
    {
      g_autoptr (GString) ids = g_string_new (NULL);
      g_autoptr (GError) local_error = NULL;

      for (guint i = from; i < MIN (from + IDS_AT_ONCE, self->ids->len); i++)
        g_string_append_printf (ids, "%s%s", i > from ? "," : "", (const char *) g_ptr_array_index (self->ids, i));

      const char *const query[] = { "_id", ids->str, "_elements", "identifier", "_count", PAGE, NULL };

      if (!list (self, query, IDS_AT_ONCE * 2, seen, &local_error) && orch_hub_is_fatal (local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }
  return TRUE;
}

static DexFuture *
find_fiber (gpointer user_data)
{
  Search *self = user_data;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) deleted = g_ptr_array_new_with_free_func (g_free);
  GError *error = NULL;
  guint n_asked = 0;

  if (!(g_str_equal (self->type, "HealthcareService") ? list_services : list_people) (self, seen, &error))
    return dex_future_new_for_error (error);
  for (guint i = 0; i < self->ids->len && n_asked < self->limit; i++)
    {
      const char *id = g_ptr_array_index (self->ids, i);
      g_autoptr (GError) local_error = NULL;
      g_autoptr (OrchFhirResult) result = NULL;

      if (g_hash_table_contains (seen, id))
        continue;
      n_asked++;
      result = dex_await_object (orch_fhir_client_read (self->hub->client, self->type, id), &local_error);
      if (g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND))
        g_ptr_array_add (deleted, g_strdup (id));
      else if (local_error != NULL && orch_hub_is_fatal (local_error))
        return dex_future_new_for_error (g_steal_pointer (&local_error));
    }
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&deleted));
}

DexFuture *
orch_hub_find_deleted (OrchHub *self, const char *clinic_hub_id, OrchHubKind kind, GPtrArray *hub_ids, guint limit)
{
  Search *search = NULL;

  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (orch_fhir_id_is_valid (clinic_hub_id), NULL);
  g_return_val_if_fail (kind == ORCH_HUB_SERVICES || kind == ORCH_HUB_STAFF, NULL);
  g_return_val_if_fail (hub_ids != NULL, NULL);

  search = g_new0 (Search, 1);
  search->hub = g_object_ref (self);
  search->clinic_hub_id = g_strdup (clinic_hub_id);
  search->type = kind == ORCH_HUB_SERVICES ? "HealthcareService" : "Practitioner";
  search->ids = g_ptr_array_ref (hub_ids);
  search->limit = limit;
  return dex_scheduler_spawn (NULL, 0, find_fiber, search, search_free);
}
