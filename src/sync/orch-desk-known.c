/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the desk looks up before it decides: services by id, and what their appointments say.
 */
#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "orch-desk-private.h"
#include "orch-service-review-private.h"

#define FEW_IDS 32 /* up to so many are asked one by one; more are picked out of all services */

static void
know (OrchDeskKnown *known, OrchService *service)
{
  g_hash_table_insert (known->services, (gpointer) orch_service_get_fields (service)->id, g_object_ref (service));
}

static gboolean
await_few (OrchStore *store, GPtrArray *ids, OrchDeskKnown *known, GError **error)
{
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (OrchService) service = NULL;
      GError *local_error = NULL;

      service = dex_await_object (orch_store_find (store, ORCH_STORE_SERVICES, ids->pdata[i]), &local_error);
      if (service != NULL)
        know (known, service);
      else if (!g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, local_error);
          return FALSE;
        }
      else
        g_error_free (local_error);
    }
  return TRUE;
}

static gboolean
await_many (OrchStore *store, GPtrArray *ids, OrchDeskKnown *known, GError **error)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *all = dex_await_boxed (orch_store_load_all (store, ORCH_STORE_SERVICES, NULL), error);

  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (wanted, ids->pdata[i]);
  for (guint i = 0; i < all->len; i++)
    if (g_hash_table_contains (wanted, orch_service_get_fields (all->pdata[i])->id))
      know (known, all->pdata[i]);
  orch_desk_release_array (all);
  return TRUE;
}

void
orch_desk_known_clear (OrchDeskKnown *known)
{
  g_clear_pointer (&known->services, g_hash_table_unref);
  g_clear_pointer (&known->facts, g_hash_table_unref);
  g_clear_pointer (&known->all_facts, g_ptr_array_unref);
}

gboolean
orch_desk_await_known (OrchServiceDesk *self, GPtrArray *ids, OrchDeskKnown *known, GError **error)
{
  known->services = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  known->facts = g_hash_table_new (g_str_hash, g_str_equal);
  known->all_facts = dex_await_boxed (orch_store_load_service_facts (self->store, orch_clock_now_us ()), error);
  if (known->all_facts == NULL)
    return FALSE;
  for (guint i = 0; i < known->all_facts->len; i++)
    g_hash_table_insert (known->facts, ((OrchServiceFacts *) known->all_facts->pdata[i])->service_id,
                         known->all_facts->pdata[i]);
  return ids->len <= FEW_IDS ? await_few (self->store, ids, known, error) : await_many (self->store, ids, known, error);
}

void
orch_desk_result_add (OrchDeskResult *result, OrchService *before, OrchService *after)
{
  if (after == before)
    orch_desk_result_add_unchanged (result);
  else
    orch_desk_result_add_change (result, before, after, orch_service_get_fields (before)->hub_id != NULL);
}
