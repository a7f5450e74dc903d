/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-outbox-conflict.h. A merge that was overtaken by another edit is begun again from that one.
 */
#include "orch-outbox-conflict.h"

#include "core/orch-service-merge.h"

#define TRIES 5

/* What no person decided here, but an import or a rule, gives way to what people decided elsewhere. */
static gboolean
await_was_decided (OrchStore *store, OrchService *base, const char *id)
{
  g_autoptr (OrchOutboxRow) op = dex_await_object (orch_store_outbox_find (store, NULL, "service", id), NULL);

  return base == NULL || (op != NULL && orch_outbox_row_get_fields (op)->state != ORCH_OUTBOX_SENT);
}

/* Somebody took it away meanwhile: what the EMR has lives on, and of what a person typed they say whether it does. */
static gboolean
await_removed (OrchStore *store, const OrchActor *actor, OrchService *mine, const char *version, gboolean *waits,
               GError **error)
{
  const OrchServiceFields *fields = orch_service_get_fields (mine);

  if (fields->emr_id != NULL)
    return dex_await (orch_store_make_anew (store, actor, ORCH_STORE_SERVICES, fields->id), error);
  *waits = TRUE;
  return dex_await (orch_store_add_edit_conflict (store, actor, "service", fields->id, NULL, version, 0), error);
}

gboolean
orch_outbox_await_conflict (OrchStore *store, const OrchActor *actor, OrchService *mine, OrchService *theirs,
                            const char *version, gboolean *waits, GError **error)
{
  const char *id = orch_service_get_fields (mine)->id;
  g_autoptr (OrchService) ours = g_object_ref (mine);

  *waits = FALSE;
  if (orch_service_get_fields (theirs)->removed)
    return await_removed (store, actor, mine, version, waits, error);
  for (guint i = 0; i < TRIES; i++)
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (OrchService) base = dex_await_object (orch_store_load_base (store, ORCH_STORE_SERVICES, id), NULL);
      g_autoptr (OrchService) merged = NULL;
      OrchServiceMergeField fields = 0;

      merged = orch_service_merge (base, ours, theirs, &fields);
      if (fields != 0 && !await_was_decided (store, base, id))
        {
          g_object_unref (merged);
          merged = orch_service_merge_settled (base, ours, theirs, 0);
        }
      else if (fields != 0)
        {
          *waits = TRUE;
          return dex_await (orch_store_add_edit_conflict (store, actor, "service", id, G_OBJECT (theirs), version,
                                                          fields),
                            error);
        }
      if (dex_await_boolean (orch_store_rebase (store, actor, ORCH_STORE_SERVICES, G_OBJECT (merged), G_OBJECT (theirs),
                                                version, orch_service_get_fields (ours)->revision),
                             &local_error))
        return TRUE;
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      g_clear_object (&ours);
      ours = dex_await_object (orch_store_find (store, ORCH_STORE_SERVICES, id), error);
      if (ours == NULL)
        return FALSE;
    }
  g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_CONFLICT, "It is being edited");
  return FALSE;
}
