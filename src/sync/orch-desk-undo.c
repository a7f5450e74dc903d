/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The desk takes back: undo of an act, and what becomes of those that the hub refused.
 */
#include "core/orch-error.h"
#include "core/orch-service-merge.h"
#include "orch-desk-private.h"
#include "orch-service-review-private.h"

typedef struct
{
  OrchServiceDesk *desk;  /* (owned) */
  OrchDeskResult *result; /* (owned) */
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_clear_object (&call->desk);
  g_clear_object (&call->result);
  g_free (call);
}

static DexFuture *
spawn (OrchServiceDesk *desk, DexFiberFunc fiber, OrchDeskResult *result)
{
  Call *call = g_new0 (Call, 1);

  call->desk = g_object_ref (desk);
  call->result = g_object_ref (result);
  return dex_scheduler_spawn (NULL, 0, fiber, call, call_free);
}

/* @current with what @before had, wherever it is still as @after. Returns: (transfer full): @current itself when there is nothing to put back */
static OrchService *
restore (OrchService *before, OrchService *after, OrchService *current)
{
  const OrchServiceFields *old = orch_service_get_fields (before);
  g_autoptr (OrchService) restored = NULL;

  if (orch_service_same_decisions (current, after))
    {
      g_autoptr (OrchService) settled = orch_service_settle (current, before, 0);
      OrchServiceFields fields = *orch_service_get_fields (settled);

      /* Exactly as it was: undone is not decided. */
      fields.to_define = old->to_define;
      restored = orch_service_new (&fields);
    }
  else
    restored = orch_service_merge (after, current, before, NULL);
  return orch_service_same_decisions (restored, current) ? g_object_ref (current) : g_steal_pointer (&restored);
}

static GPtrArray *
dup_ids (GPtrArray *services)
{
  GPtrArray *ids = g_ptr_array_new ();

  for (guint i = 0; i < services->len; i++)
    g_ptr_array_add (ids, (gpointer) orch_service_get_fields (services->pdata[i])->id);
  return ids;
}

static GHashTable *
index_pairs (OrchDeskResult *result)
{
  GHashTable *index = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *after = orch_desk_result_get_after (result);

  for (guint i = 0; i < after->len; i++)
    g_hash_table_insert (index, (gpointer) orch_service_get_fields (after->pdata[i])->id, GUINT_TO_POINTER (i));
  return index;
}

/* Puts one back as the hub has it: where that is how it was before, nothing is left to be sent. Returns: whether it was done */
static gboolean
await_revert_one (OrchServiceDesk *self, OrchService *before, OrchService *after, GError **error)
{
  const char *id = orch_service_get_fields (before)->id;
  g_autoptr (OrchService) current = NULL, base = NULL, restored = NULL;
  g_autoptr (GPtrArray) one = NULL;
  g_autofree char *version = NULL;
  const OrchActor *actor;

  current = dex_await_object (orch_store_find (self->store, ORCH_STORE_SERVICES, id), error);
  if (current == NULL)
    return FALSE;
  base = dex_await_object (orch_store_load_base (self->store, ORCH_STORE_SERVICES, id), NULL);
  version = dex_await_string (orch_store_get_hub_version (self->store, "service", id), NULL);
  restored = restore (before, after, current);
  actor = orch_service_desk_check_actor (self, error);
  if (actor == NULL)
    return FALSE;
  if (base != NULL)
    return dex_await_boolean (orch_store_rebase (self->store, actor, ORCH_STORE_SERVICES, G_OBJECT (restored),
                                                 G_OBJECT (base), version, orch_service_get_fields (current)->revision),
                              error);
  one = g_ptr_array_new ();
  g_ptr_array_add (one, restored);
  return dex_await (orch_store_save_services (self->store, actor, one, TRUE), error);
}

/* Those that the hub refused; of those in conflict a person settles the conflict. */
static gboolean
await_revert (OrchServiceDesk *self, OrchDeskResult *result, guint *n_done, GError **error)
{
  g_autoptr (GPtrArray) refused = g_ptr_array_ref (orch_desk_result_get_refused (result));
  g_autoptr (GHashTable) pairs = index_pairs (result);

  *n_done = 0;
  for (guint i = 0; i < refused->len; i++)
    {
      const OrchDeskRefusal *refusal = refused->pdata[i];
      gpointer index;
      GError *local_error = NULL;

      if (refusal->seq == 0 || g_error_matches (refusal->error, ORCH_ERROR, ORCH_ERROR_CONFLICT) ||
          !g_hash_table_lookup_extended (pairs, refusal->id, NULL, &index))
        continue;
      if (await_revert_one (self, orch_desk_result_get_before (result)->pdata[GPOINTER_TO_UINT (index)],
                            orch_desk_result_get_after (result)->pdata[GPOINTER_TO_UINT (index)], &local_error))
        {
          orch_desk_result_add_reverted (result, refusal->id);
          ++*n_done;
        }
      else if (local_error != NULL)
        {
          g_propagate_error (error, local_error);
          return FALSE;
        }
    }
  return TRUE;
}

/* Returns: (transfer full) (nullable): what was put back */
static OrchDeskResult *
await_undo (OrchServiceDesk *self, OrchDeskResult *done, GError **error)
{
  GPtrArray *before = orch_desk_result_get_before (done), *after = orch_desk_result_get_after (done);
  g_autoptr (GPtrArray) ids = dup_ids (after);
  g_autoptr (OrchDeskResult) result = orch_desk_result_new ();
  g_auto (OrchDeskKnown) known = { 0 };

  if (!orch_desk_await_known (self, ids, &known, error))
    return NULL;
  for (guint i = 0; i < after->len; i++)
    {
      OrchService *current = g_hash_table_lookup (known.services, ids->pdata[i]);
      g_autoptr (OrchService) restored = NULL;

      if (current == NULL)
        continue;
      restored = restore (before->pdata[i], after->pdata[i], current);
      orch_desk_result_add (result, current, restored);
    }
  return orch_service_desk_await_write (self, result, error) ? g_steal_pointer (&result) : NULL;
}

static DexFuture *
undo_fiber (gpointer data)
{
  Call *call = data;
  g_autoptr (OrchDeskResult) result = NULL;
  GError *error = NULL;
  guint n_reverted = 0, tries = 0;

  if (orch_service_desk_check_actor (call->desk, &error) == NULL ||
      !await_revert (call->desk, call->result, &n_reverted, &error))
    return dex_future_new_for_error (error);
  do
    result = await_undo (call->desk, call->result, &error);
  while (result == NULL && orch_desk_is_overtaken (&tries, &error));
  if (result == NULL)
    return dex_future_new_for_error (error);
  orch_desk_result_set_undone (call->result);
  return dex_future_new_take_object (g_steal_pointer (&result));
}

static DexFuture *
retry_fiber (gpointer data)
{
  Call *call = data;
  g_autoptr (GPtrArray) refused = g_ptr_array_ref (orch_desk_result_get_refused (call->result));
  guint n_retried = 0;

  for (guint i = 0; i < refused->len; i++)
    {
      const OrchDeskRefusal *refusal = refused->pdata[i];
      const OrchActor *actor;
      GError *error = NULL;

      if (refusal->seq == 0 || g_error_matches (refusal->error, ORCH_ERROR, ORCH_ERROR_CONFLICT))
        continue;
      actor = orch_service_desk_check_actor (call->desk, &error);
      if (actor == NULL)
        return dex_future_new_for_error (error);
      if (dex_await (orch_store_outbox_requeue (call->desk->store, actor, refusal->seq), &error))
        n_retried++;
      else if (!g_error_matches (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND))
        return dex_future_new_for_error (error);
      else
        g_error_free (error); /* sent or dropped meanwhile */
    }
  return dex_future_new_for_uint (n_retried);
}

static DexFuture *
revert_fiber (gpointer data)
{
  Call *call = data;
  GError *error = NULL;
  guint n_reverted;

  if (orch_service_desk_check_actor (call->desk, &error) == NULL ||
      !await_revert (call->desk, call->result, &n_reverted, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_uint (n_reverted);
}

DexFuture *
orch_service_desk_undo (OrchServiceDesk *self, OrchDeskResult *result)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_DESK (self), NULL);
  g_return_val_if_fail (ORCH_IS_DESK_RESULT (result), NULL);

  if (!orch_desk_result_can_undo (result))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "Nothing is left to undo");
  return spawn (self, undo_fiber, result);
}

DexFuture *
orch_service_desk_retry (OrchServiceDesk *self, OrchDeskResult *result)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_DESK (self), NULL);
  g_return_val_if_fail (ORCH_IS_DESK_RESULT (result), NULL);

  return spawn (self, retry_fiber, result);
}

DexFuture *
orch_service_desk_revert (OrchServiceDesk *self, OrchDeskResult *result)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_DESK (self), NULL);
  g_return_val_if_fail (ORCH_IS_DESK_RESULT (result), NULL);

  return spawn (self, revert_fiber, result);
}
